//! How many taps what people do most takes, with no server, on a slow phone.

use anyhow::{Result, ensure};
use tempfile::TempDir;
use tests::flows::Floor;

// SPEC B90
#[tokio::test]
async fn what_is_done_most_takes_few_taps_on_a_slow_phone_without_a_server() -> Result<()> {
    let folder = TempDir::new()?;
    let floor = Floor::open(folder.path()).await?;
    let answered = floor.answer_a_request().await?;
    ensure!(answered.taps <= 4, "a request: {answered:?}");
    let ended = floor.end_a_session().await?;
    ensure!(ended.taps <= 10, "the end of a session: {ended:?}");
    let seen = floor.observe_ten_steps().await?;
    ensure!(seen.taps <= 25, "ten steps: {seen:?}");
    floor.close().await
}
