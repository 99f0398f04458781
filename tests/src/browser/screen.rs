//! Pictures of what a person would see, for a person to look at: `target/screens/NAME-THEME.png`.

use std::path::PathBuf;

use anyhow::Result;
use serde_json::{Value, json};
use tokio::fs;

use super::Browser;
use crate::places;

#[derive(Clone, Copy)]
pub enum Theme {
    Light,
    Dark,
}

impl Theme {
    fn name(self) -> &'static str {
        match self {
            Theme::Light => "light",
            Theme::Dark => "dark",
        }
    }
}

impl Browser {
    /// Switches the phone's own theme.
    pub async fn theme(&self, theme: Theme) -> Result<()> {
        let feature = json!({ "name": "prefers-color-scheme", "value": theme.name() });
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": [feature] }))
            .await
            .map(drop)
    }

    /// One picture in each theme; leaves the phone in light.
    pub async fn screens(&self, name: &str) -> Result<()> {
        self.theme(Theme::Dark).await?;
        self.picture(&format!("{name}-dark")).await?;
        self.theme(Theme::Light).await?;
        self.picture(&format!("{name}-light")).await?;
        Ok(())
    }

    /// The answer of a script while all of the page is in sight, so that nothing of it lies under what
    /// stays in place when a person scrolls.
    pub async fn on_a_high_screen(&self, script: &str) -> Result<Value> {
        let tall = "return document.documentElement.scrollHeight";
        let height = self.script(tall, Vec::new()).await?;
        self.screen_height(height).await?;
        let answer = self.script(script, Vec::new()).await?;
        self.screen_height(json!(self.phone.height)).await?;
        Ok(answer)
    }

    async fn screen_height(&self, height: Value) -> Result<()> {
        let screen = json!({
            "width": self.phone.width, "height": height, "deviceScaleFactor": 1, "mobile": true
        });
        self.devtools("Emulation.setDeviceMetricsOverride", screen).await.map(drop)
    }

    /// A picture of what is on the screen now.
    pub async fn picture(&self, name: &str) -> Result<PathBuf> {
        let folder = places::screens();
        fs::create_dir_all(&folder).await?;
        let file = folder.join(format!("{name}.png"));
        fs::write(&file, self.page.screenshot_as_png().await?).await?;
        Ok(file)
    }
}
