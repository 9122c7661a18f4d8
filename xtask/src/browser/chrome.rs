//! A browser with a profile, started through chromedriver and killed when it is dropped.

use std::path::Path;

use anyhow::{Context, Result};
use fantoccini::wd::{Capabilities, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use url::{ParseError, Url};

use crate::process::Foreign;

/// Quiet, alone, and the same everywhere; CI runs as root, where Chromium has no sandbox.
const ARGUMENTS: [&str; 12] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
    "--window-size=1280,900",
];

/// A running browser.
pub struct Chrome {
    /// Talks to its current tab.
    pub client: Client,
    process: Foreign,
}

impl Chrome {
    /// Starts a browser whose profile is in this folder, with more arguments than all have.
    pub async fn start(
        driver: &str,
        program: &Path,
        profile: &Path,
        more: &[&str],
    ) -> Result<Self> {
        let arguments = ARGUMENTS.iter().chain(more);
        let mut arguments: Vec<String> = arguments.map(|argument| (*argument).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        let options = json!({ "binary": program, "args": arguments });
        let logs = json!({ "browser": "ALL", "performance": "ALL" });
        let mut wanted = Capabilities::new();
        wanted.insert("goog:chromeOptions".to_owned(), options);
        wanted.insert("goog:loggingPrefs".to_owned(), logs);
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(wanted)
            .connect(driver)
            .await
            .context("chromedriver cannot start the browser")?;
        let id = client
            .capabilities()
            .and_then(|given| given.get("goog:processID")?.as_u64());
        let process = id
            .and_then(Foreign::with_id)
            .context("chromedriver does not tell the browser's process")?;
        Ok(Self { client, process })
    }

    /// Ends the browser as a crash or an empty battery does.
    pub fn kill(self) {
        self.process.kill();
    }
}

/// A command that only chromedriver knows.
#[derive(Debug)]
pub struct Vendor {
    /// Behind the session's address.
    pub path: &'static str,
    /// What it is told.
    pub body: Value,
}

impl WebDriverCompatibleCommand for Vendor {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        base.join(&format!(
            "session/{}/{}",
            session.unwrap_or_default(),
            self.path
        ))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::POST, Some(self.body.to_string()))
    }
}
