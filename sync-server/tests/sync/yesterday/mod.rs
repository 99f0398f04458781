//! Yesterday's phone meets today's server, and yesterday's server today's phone: with the very bytes
//! they said, kept for ever as `golden/session_N.txt`.
//!
//! The recipe is played each time too, so that what it makes and what the files hold are held to the
//! same. To keep a session of a version that says something new: run these tests with
//! `ROPES_GOLDEN=N`, look at the new file, and add its number to [`KEPT`]. One that is there is never
//! made anew.
#![expect(clippy::print_stdout, reason = "a failure is that of the version printed last")]

mod recipe;
mod replay;
mod session;

use std::path::PathBuf;

use session::Session;

const KEPT: [u32; 1] = [1];

fn file(version: u32) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/sync/golden");
    folder.join(format!("session_{version}.txt"))
}

fn kept() -> impl Iterator<Item = (u32, Session)> {
    KEPT.into_iter().map(|version| {
        let text = std::fs::read_to_string(file(version)).unwrap();
        (version, Session::read(&text))
    })
}

/// SPEC P41
#[tokio::test]
async fn yesterdays_phone_syncs_with_todays_server() {
    for (version, session) in kept() {
        println!("version {version}");
        replay::phone(&session).await;
    }
}

/// SPEC P42
#[test]
fn todays_phone_syncs_with_yesterdays_server() {
    for (version, session) in kept() {
        println!("version {version}");
        replay::server(&session);
    }
}

/// SPEC P41, P42
#[tokio::test]
async fn what_is_said_today_is_held_to_the_same() {
    let session = recipe::play().await;
    if let Ok(version) = std::env::var("ROPES_GOLDEN") {
        let file = file(version.parse().unwrap());
        assert!(!file.exists(), "{} is there and stays as it is", file.display());
        std::fs::write(file, session.write()).unwrap();
    }
    let session = Session::read(&session.write());
    replay::phone(&session).await;
    replay::server(&session);
}
