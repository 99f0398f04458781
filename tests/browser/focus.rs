//! The keyboard's way through a screen: what has the focus can be seen.

use anyhow::{Result, ensure};
use serde_json::json;
use tempfile::TempDir;
use tests::browser::Browser;
use tests::ropes::{First, Ropes};

/// What has the focus, if its middle is out of sight or under something that stays while the page
/// scrolls.
const COVERED: &str = "const seen = document.activeElement;\
    if (seen === document.body) return null;\
    const { x, y, width, height } = seen.getBoundingClientRect();\
    const there = document.elementFromPoint(x + width / 2, y + height / 2);\
    const above = there?.closest('.top, .foot');\
    return !there || above && !above.contains(seen) ? seen.outerHTML : null";
/// Of a long page.
const STEPS: usize = 60;

// SPEC B25
#[tokio::test]
async fn what_the_keyboard_reaches_is_never_under_the_sync_line_or_the_foot() -> Result<()> {
    let folder = TempDir::new()?;
    let ropes = Ropes::start(&folder.path().join("data"), First::Demo).await?;
    let phone = Browser::joined(&ropes, "samira", &folder.path().join("phone")).await?;
    for (path, there) in [("/", ".tile"), ("/progress", "a.comp"), ("/me", ".rows")] {
        phone.open(&format!("{}{path}", ropes.url())).await?;
        phone.wait_for(there).await?;
        for step in 0..STEPS {
            for kind in ["keyDown", "keyUp"] {
                let key = json!({ "type": kind, "key": "Tab", "windowsVirtualKeyCode": 9 });
                phone.devtools("Input.dispatchKeyEvent", key).await?;
            }
            let covered = phone.script(COVERED, Vec::new()).await?;
            ensure!(covered.is_null(), "{path}, after {step} steps: {covered}");
        }
    }
    phone.close().await
}
