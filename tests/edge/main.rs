//! Programs we did not write, against the built server: a fuzzer that reads its description, the
//! parser of Prometheus, and a verifier of Open Badges. All are Python's, in the environment that `ROPES_PYTHON`
//! names.

mod badge;

use std::path::PathBuf;
use std::process::Output;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tests::places;
use tests::ropes::{First, Ropes};
use tokio::process::Command;

/// A program of the Python environment.
fn program(name: &str) -> Result<Command> {
    let folder = std::env::var_os("ROPES_PYTHON").context("ROPES_PYTHON names no environment")?;
    let mut command = Command::new(PathBuf::from(folder).join("bin").join(name));
    command.env("NO_COLOR", "1");
    Ok(command)
}

fn shown(output: &Output) -> String {
    let (out, err) = (&output.stdout, &output.stderr);
    format!("{}\n{}", String::from_utf8_lossy(out), String::from_utf8_lossy(err))
}

/// In the name of whoever has the token.
async fn fuzz(ropes: &Ropes, token: &str, words: &[&str]) -> Result<()> {
    let description = format!("{}/api/openapi.json", ropes.url());
    let reports = tempfile::tempdir()?;
    let fuzzer = program("schemathesis")?
        // It leaves files where it runs.
        .current_dir(reports.path())
        .arg("--config-file")
        .arg(places::root().join("tests/edge/schemathesis.toml"))
        .args(["run", &description])
        .args(words)
        .env("ROPES_TOKEN", token)
        .output()
        .await
        .context("cannot start schemathesis")?;
    ensure!(fuzzer.status.success(), "{}\n{}", shown(&fuzzer), ropes.said());
    Ok(())
}

// SPEC S76
#[tokio::test]
async fn a_fuzzer_that_reads_the_description_finds_nothing_that_it_does_not_say() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    ropes.stop().await?;
    let limits = folder.path().join("limits.toml");
    std::fs::write(&limits, "device_requests_at_once = 1000000\n")?;
    ropes.start_with(&["--limits", &limits.display().to_string()]).await?;
    // These two end the fuzzer's own session, so each is alone and last.
    let last = ["/api/devices/{id}/revoke", "/api/sign-out"];
    let others = last.map(|path| ["--exclude-path", path]);
    for person in ["samira", "ingrid", "tomas"] {
        fuzz(&ropes, &ropes.token(person).await?, others.as_flattened()).await?;
    }
    let token = ropes.token("samira").await?;
    for path in last {
        fuzz(&ropes, &token, &["--include-path", path]).await?;
    }
    Ok(())
}

/// Prints each family's name and type, and the histogram's count.
const PARSE: &str = "
import json, sys
from prometheus_client.parser import text_string_to_metric_families
families = list(text_string_to_metric_families(sys.stdin.read()))
assert all(f.documentation for f in families), [f.name for f in families if not f.documentation]
names = [f.name for f in families]
assert len(set(names)) == len(names), names
print(json.dumps({f.name: f.type for f in families}))
";

// SPEC S81
#[tokio::test]
async fn the_numbers_are_read_by_the_parser_of_prometheus() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let numbers = reqwest::get(format!("{}/metrics", ropes.url())).await?.text().await?;
    let text = folder.path().join("metrics.txt");
    std::fs::write(&text, &numbers)?;
    let mut python = program("python")?;
    python.args(["-c", PARSE]).stdin(std::fs::File::open(&text)?);
    let parsed = python.output().await.context("cannot start python")?;
    ensure!(parsed.status.success(), "{}\n{numbers}", shown(&parsed));
    let families: Value = serde_json::from_slice(&parsed.stdout)?;
    for (name, kind) in [
        ("ropes_build_info", "gauge"),
        ("ropes_database_bytes", "gauge"),
        ("ropes_http_refused", "counter"),
        ("ropes_quarantine", "gauge"),
        ("ropes_sync_commit_seconds", "histogram"),
        ("ropes_sync_commits_waiting", "gauge"),
        ("ropes_sync_connections", "gauge"),
        ("ropes_sync_documents_bytes", "gauge"),
        ("ropes_sync_documents_open", "gauge"),
        ("ropes_sync_refused", "counter"),
    ] {
        assert_eq!(families[name], kind, "{name} in {families}");
    }
    Ok(())
}
