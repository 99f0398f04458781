//! The real server as a process: started on a port of its own, stopped, killed and started again.

use std::fs::OpenOptions;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::process::{Child, Command};

use crate::{places, wait};

/// What an empty data directory becomes at the first start.
#[derive(Clone, Copy)]
pub enum First<'a> {
    /// A real organisation of this name.
    Organisation(&'a str),
    /// The demo organisation.
    Demo,
}

pub struct Ropes {
    data: PathBuf,
    port: u16,
    disk: Disk,
    child: Option<Child>,
}

/// What the server may write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    Ordinary,
    /// A file system of its own with so many KiB, gone with the server. Needs root.
    Small(u32),
    /// No file can grow beyond so many KiB: writing there is an error.
    ShortFiles(u32),
}

impl Disk {
    /// The words before the server's own command line.
    fn words(self, data: &Path) -> Vec<String> {
        let data = data.display();
        let script = match self {
            Self::Ordinary => return Vec::new(),
            Self::Small(kib) => {
                format!("mount -t tmpfs -o size={kib}k none '{data}' && exec \"$@\"")
            }
            // In blocks of 512 bytes. The signal would end the server before it could see an error.
            Self::ShortFiles(kib) => {
                format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", 2 * kib)
            }
        };
        let apart: &[&str] = if matches!(self, Self::Small(_)) { &["unshare", "-m"] } else { &[] };
        let shell = ["sh", "-c", script.as_str(), "sh"];
        apart.iter().chain(&shell).map(ToString::to_string).collect()
    }
}

impl Ropes {
    /// Starts over `data` and returns when the server says it is ready.
    pub async fn start(data: &Path, first: First<'_>) -> Result<Ropes> {
        Self::start_on(data, first, Disk::Ordinary).await
    }

    pub async fn start_on(data: &Path, first: First<'_>, disk: Disk) -> Result<Ropes> {
        let mut ropes = Ropes { data: data.to_path_buf(), port: free_port()?, disk, child: None };
        match first {
            First::Organisation(name) => ropes.launch(&["--org", name]).await?,
            First::Demo => ropes.launch(&["--demo"]).await?,
        }
        Ok(ropes)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn data(&self) -> &Path {
        &self.data
    }

    /// The process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().and_then(Child::id)
    }

    /// SIGKILL: nothing is finished, nothing is flushed.
    pub async fn kill(&mut self) -> Result<()> {
        let mut child = self.child.take().context("the server does not run")?;
        child.kill().await.context("cannot kill the server")
    }

    /// SIGTERM, as an operator stops it.
    pub async fn stop(&mut self) -> Result<()> {
        let mut child = self.child.take().context("the server does not run")?;
        let pid = child.id().context("the server has ended by itself")?;
        Command::new("kill").arg(pid.to_string()).status().await?;
        tokio::time::timeout(wait::PATIENCE, child.wait())
            .await
            .context("the server does not stop")??;
        Ok(())
    }

    /// The same data on the same port, as after a restart of the machine.
    pub async fn start_again(&mut self) -> Result<()> {
        self.start_with(&[]).await
    }

    /// The same, with further words on its command line.
    pub async fn start_with(&mut self, words: &[&str]) -> Result<()> {
        self.launch(words).await
    }

    /// The same, on another disk.
    pub async fn start_again_on(&mut self, disk: Disk) -> Result<()> {
        self.disk = disk;
        self.launch(&[]).await
    }

    /// The data directory as the server sees it.
    pub fn seen_data(&self) -> Result<PathBuf> {
        let pid = self.pid().context("the server does not run")?;
        let inside = self.data.strip_prefix("/").unwrap_or(&self.data);
        Ok(PathBuf::from(format!("/proc/{pid}/root")).join(inside))
    }

    /// As `ropes serve --demo` a second time.
    pub async fn start_demo_again(&mut self) -> Result<()> {
        self.launch(&["--demo"]).await
    }

    /// Runs another `ropes` command on the same data and returns what it printed.
    pub async fn command(&self, args: &[&str]) -> Result<String> {
        let mut all = Vec::new();
        if let (Disk::Small(_), Some(pid)) = (self.disk, self.pid()) {
            all = ["nsenter", "-m", "-t"].map(ToOwned::to_owned).to_vec();
            all.push(pid.to_string());
        }
        all.push(places::ropes().display().to_string());
        let output = Command::new(&all[0])
            .args(&all[1..])
            .args(args)
            .arg("--data")
            .arg(&self.data)
            .stdin(Stdio::null())
            .output()
            .await
            .context("cannot start ropes")?;
        if !output.status.success() {
            bail!("ropes {}: {}", args.join(" "), String::from_utf8_lossy(&output.stderr).trim());
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// A join link for a person.
    pub async fn invite(&self, person: &str) -> Result<String> {
        let invite = self.new_invite(person).await?;
        Ok(invite["url"].as_str().context("the invite has no url")?.to_owned())
    }

    /// The bearer token of a new device of this person, joined as a client without cookies joins.
    pub async fn token(&self, person: &str) -> Result<String> {
        let invite = self.new_invite(person).await?;
        let wanted = json!({ "code": invite["code"], "device_name": "test", "token": true });
        let asked = reqwest::Client::new().post(format!("{}/api/join", self.url())).json(&wanted);
        let joined: Value = asked.send().await?.json().await?;
        Ok(joined["token"].as_str().with_context(|| format!("no token in {joined}"))?.to_owned())
    }

    async fn new_invite(&self, person: &str) -> Result<Value> {
        let printed = self.command(&["invite", person, "--json"]).await?;
        serde_json::from_str(&printed).context("invite --json is not JSON")
    }

    /// All that the server said, over all its starts.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }

    async fn launch(&mut self, extra: &[&str]) -> Result<()> {
        std::fs::create_dir_all(&self.data)?;
        let log = OpenOptions::new().create(true).append(true).open(self.log())?;
        let mut words = self.disk.words(&self.data);
        words.push(places::ropes().display().to_string());
        let child = Command::new(&words[0])
            .args(&words[1..])
            .args(["serve", "--listen", &format!("127.0.0.1:{}", self.port), "--data"])
            .arg(&self.data)
            .args(extra)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("cannot start {}", words.join(" ")))?;
        self.child = Some(child);
        self.ready().await.with_context(|| format!("the server said:\n{}", self.said()))
    }

    async fn ready(&mut self) -> Result<()> {
        let url = format!("{}/readyz", self.url());
        let child = self.child.as_mut().context("the server was not started")?;
        let ended = wait::until("the server to be ready", async || {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(Some(status)));
            }
            let answer = reqwest::get(&url).await?;
            Ok(answer.status().is_success().then_some(None))
        })
        .await?;
        match ended {
            Some(status) => bail!("the server ended at once with {status}"),
            None => Ok(()),
        }
    }

    fn log(&self) -> PathBuf {
        self.data.with_extension("log")
    }
}

/// A port nobody listens on now. Kept over restarts, so that a phone finds the server again.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
