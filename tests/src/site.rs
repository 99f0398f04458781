//! A folder behind a web server that can be told to fail: for pages that need no Ropes server, and for
//! deployments that went wrong.

use std::collections::HashSet;
use std::fs::{create_dir_all, read_dir, read_to_string, write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use tokio::fs;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use crate::places;

pub struct Site {
    port: u16,
    shared: Arc<Mutex<Behind>>,
    listening: JoinHandle<()>,
}

struct Behind {
    folder: PathBuf,
    missing: HashSet<String>,
}

impl Site {
    pub async fn serve(folder: &Path) -> Result<Site> {
        Site::serve_at(0, folder).await
    }

    /// At the address of a server that was stopped.
    pub async fn serve_at(port: u16, folder: &Path) -> Result<Site> {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        let port = listener.local_addr()?.port();
        let behind = Behind { folder: folder.to_path_buf(), missing: HashSet::new() };
        let shared = Arc::new(Mutex::new(behind));
        let listening = tokio::spawn(accept(listener, Arc::clone(&shared)));
        Ok(Site { port, shared, listening })
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// A deployment: from now on this folder is served.
    pub fn deploy(&self, folder: &Path) {
        self.behind(|behind| behind.folder = folder.to_path_buf());
    }

    /// From now on this path answers 404.
    pub fn lose(&self, path: &str) {
        self.behind(|behind| {
            behind.missing.insert(path.to_owned());
        });
    }

    /// The server is gone: connections are refused.
    pub async fn stop(self) {
        self.listening.abort();
        let _ = self.listening.await;
    }

    fn behind(&self, change: impl FnOnce(&mut Behind)) {
        change(&mut self.shared.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

async fn accept(listener: TcpListener, shared: Arc<Mutex<Behind>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(answer(stream, Arc::clone(&shared)));
    }
}

async fn answer(mut stream: TcpStream, shared: Arc<Mutex<Behind>>) -> Result<()> {
    let path = asked(&mut stream).await?;
    let file = {
        let behind = shared.lock().unwrap_or_else(PoisonError::into_inner);
        (!behind.missing.contains(&path)).then(|| behind.folder.join(path.trim_start_matches('/')))
    };
    let found = match file {
        Some(file) => fs::read(file).await.ok(),
        None => None,
    };
    let (status, body) = found.map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-cache\r\n\
         Connection: close\r\n\r\n",
        content_type(&path),
        body.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&body).await?;
    Ok(stream.shutdown().await?)
}

/// The path of the request line; a folder means its page.
async fn asked(stream: &mut TcpStream) -> Result<String> {
    let mut head = Vec::new();
    let mut chunk = [0; 1024];
    while !head.windows(4).any(|bytes| bytes == b"\r\n\r\n") {
        let read = stream.read(&mut chunk).await?;
        anyhow::ensure!(read > 0, "the browser hung up");
        head.extend_from_slice(&chunk[..read]);
    }
    let text = String::from_utf8_lossy(&head);
    let target = text.split(' ').nth(1).context("no request line")?;
    let path = target.split('?').next().unwrap_or(target);
    Ok(if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("wasm") => "application/wasm",
        Some("txt") => "text/plain; charset=utf-8",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

/// The app that was built, with a mark on its page (`meta[name=next]`), and so another version.
pub fn next_version(folder: &Path) -> Result<()> {
    copy(&places::pwa(), folder)?;
    let page = read_to_string(folder.join("index.html"))?;
    write(folder.join("index.html"), page.replace("<title>", "<meta name=\"next\"><title>"))?;
    let worker = read_to_string(folder.join("sw.js"))?;
    let line =
        worker.lines().find(|line| line.starts_with("const VERSION")).context("no version")?;
    Ok(write(folder.join("sw.js"), worker.replace(line, "const VERSION = 'next';"))?)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    create_dir_all(to)?;
    for entry in read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            std::fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
