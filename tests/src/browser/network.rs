//! Slow phones, slow networks, full disks and permissions, by the DevTools protocol. The network of a page only:
//! a service worker and open sockets are not slowed, so for "no server" a test stops the server.

use anyhow::Result;
use serde_json::json;

use super::Browser;

/// What reaches the page.
#[derive(Clone, Copy)]
pub enum Network {
    Free,
    /// As in Chromium's own list: 562.5 ms a request, 1.44 Mbit/s down, 0.675 up.
    Slow4G,
    Off,
}

impl Browser {
    /// `times` slower than this machine; 1 is its own speed.
    pub async fn slow_down(&self, times: f64) -> Result<()> {
        self.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": times })).await.map(drop)
    }

    pub async fn network(&self, network: Network) -> Result<()> {
        let (latency, down, up) = match network {
            Network::Free | Network::Off => (0.0, -1.0, -1.0),
            Network::Slow4G => (562.5, 180_000.0, 84_375.0),
        };
        self.devtools("Network.enable", json!({})).await?;
        self.devtools(
            "Network.emulateNetworkConditions",
            json!({
                "offline": matches!(network, Network::Off),
                "latency": latency,
                "downloadThroughput": down,
                "uploadThroughput": up,
            }),
        )
        .await
        .map(drop)
    }

    /// The disk this origin may use; `None` for the browser's own limit. `storage.estimate()` goes on
    /// telling another figure: Chromium makes that one up.
    pub async fn quota(&self, origin: &str, bytes: Option<u64>) -> Result<()> {
        let mut params = json!({ "origin": origin });
        if let Some(bytes) = bytes {
            params["quotaSize"] = json!(bytes);
        }
        self.devtools("Storage.overrideQuotaForOrigin", params).await.map(drop)
    }

    /// What the person answers when pages of this origin ask for the camera.
    pub async fn let_use_camera(&self, origin: &str, is_allowed: bool) -> Result<()> {
        let setting = if is_allowed { "granted" } else { "denied" };
        let params =
            json!({ "permission": { "name": "camera" }, "setting": setting, "origin": origin });
        self.devtools("Browser.setPermission", params).await.map(drop)
    }

    /// A script that runs in every page before the page's own.
    pub async fn before_every_page(&self, source: &str) -> Result<()> {
        let params = json!({ "source": source });
        self.devtools("Page.addScriptToEvaluateOnNewDocument", params).await.map(drop)
    }

    /// Why this page cannot be installed; empty when it can.
    pub async fn installability_errors(&self) -> Result<Vec<String>> {
        let answer = self.devtools("Page.getInstallabilityErrors", json!({})).await?;
        let errors = answer["installabilityErrors"].as_array().cloned().unwrap_or_default();
        Ok(errors.iter().map(|error| error["errorId"].to_string()).collect())
    }
}
