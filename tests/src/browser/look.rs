//! Finding and tapping what a person sees. Everything waits until it is there, with an end.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use thirtyfour::{By, WebElement};

use super::Browser;
use crate::wait;

/// The innermost visible element whose text holds the words.
const BY_TEXT: &str = r#"
    const words = arguments[0];
    const fold = (text) => text.replace(/\s+/g, ' ').trim();
    const seen = (element) => element.checkVisibility({ visibilityProperty: true });
    const holds = (element) => fold(element.textContent).includes(words) && seen(element);
    const all = [...document.body.querySelectorAll('*')].filter(holds);
    return all.find((element) => ![...element.children].some((child) => all.includes(child))) ?? null;
"#;

const INTO_SIGHT: &str =
    "arguments[0].scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })";

impl Browser {
    /// The first visible element that matches.
    pub async fn wait_for(&self, css: &str) -> Result<WebElement> {
        wait::until(&format!("`{css}` on the screen"), async || {
            let found = self.page.find_all(By::Css(css)).await?;
            for element in found {
                if element.is_displayed().await? {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await
    }

    /// The innermost visible element with these words in it.
    pub async fn wait_for_text(&self, words: &str) -> Result<WebElement> {
        let found = wait::until(&format!("“{words}” on the screen"), async || {
            self.with_text(words).await
        })
        .await;
        match found {
            Err(error) => Err(error.context(self.text().await.unwrap_or_default())),
            found => found,
        }
    }

    pub async fn wait_until_gone(&self, words: &str) -> Result<()> {
        wait::until(&format!("“{words}” to leave the screen"), async || {
            Ok(self.with_text(words).await?.is_none().then_some(()))
        })
        .await
    }

    /// Waits until a JavaScript expression (it may be a promise) is truthy, and returns its value.
    pub async fn wait_until(&self, expression: &str) -> Result<Value> {
        let source = format!("return ({expression})");
        wait::until(expression, async || {
            let value = self.script(&source, Vec::new()).await?;
            let is_false = matches!(value, Value::Null | Value::Bool(false))
                || value == json!(0)
                || value == json!("");
            Ok((!is_false).then_some(value))
        })
        .await
    }

    pub async fn tap(&self, css: &str) -> Result<()> {
        self.wait_for(css).await?;
        wait::until(&format!("`{css}` to take a tap"), async || {
            self.press(self.page.find(By::Css(css)).await?).await.map(Some)
        })
        .await
    }

    pub async fn tap_text(&self, words: &str) -> Result<()> {
        self.wait_for_text(words).await?;
        wait::until(&format!("“{words}” to take a tap"), async || {
            let Some(element) = self.with_text(words).await? else { return Ok(None) };
            self.press(element).await.map(Some)
        })
        .await
    }

    /// Taps where the browser scrolls to, as for a link that gets the focus: the driver's own
    /// scrolling knows nothing of what lies over the page.
    async fn press(&self, element: WebElement) -> Result<()> {
        self.page.execute(INTO_SIGHT, vec![element.to_json()?]).await?;
        Ok(element.click().await?)
    }

    /// Types into a field, in place of what it held.
    pub async fn fill(&self, css: &str, text: &str) -> Result<()> {
        let field = self.wait_for(css).await?;
        field.clear().await?;
        Ok(field.send_keys(text).await?)
    }

    /// Chooses a file in a field that is dressed as a button, and so out of sight.
    pub async fn choose(&self, css: &str, file: &Path) -> Result<()> {
        let field = self.page.find(By::Css(css)).await?;
        Ok(field.send_keys(file.to_str().context("the file's name is no text")?).await?)
    }

    /// All that can be read on the page.
    pub async fn text(&self) -> Result<String> {
        let text = self.script("return document.body.innerText", Vec::new()).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// What the page wrote to its console at level SEVERE since the last call.
    pub async fn complaints(&self) -> Result<Vec<String>> {
        let lines = self.page.browser_log().await.context("the browser keeps no log")?;
        let severe = lines.into_iter().filter(|line| line.level == "SEVERE");
        Ok(severe.map(|line| line.message).collect())
    }

    async fn with_text(&self, words: &str) -> Result<Option<WebElement>> {
        let answer = self.page.execute(BY_TEXT, vec![json!(words)]).await?;
        Ok(if answer.json().is_null() { None } else { Some(answer.element()?) })
    }
}
