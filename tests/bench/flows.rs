//! What people do most, from the first tap to the last, at the pace of a person.

use anyhow::Result;
use tests::figure::Figure;
use tests::flows::{Floor, Took};

pub(crate) async fn figures() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let floor = Floor::open(folder.path()).await?;
    let answered = floor.answer_a_request().await?;
    let ended = floor.end_a_session().await?;
    let seen = floor.observe_ten_steps().await?;
    floor.close().await?;
    figure("ten steps observed and signed, 3 s a tap, no server, CPU 6x", seen, 75.0, 90.0);
    figure("a session ended, 3 s a tap, no server, CPU 6x", ended, 40.0, 60.0);
    figure("a request answered, 3 s a tap, no server, CPU 6x", answered, 15.0, 20.0);
    Ok(())
}

fn figure(name: &'static str, took: Took, target: f64, limit: f64) {
    Figure { name, unit: "s", target, limit }.of(&[took.seconds()]);
}
