//! The three kinds of browsers, and all that differs between them: how each is told to be quiet, alone and small enough
//! for a machine without a screen, and what its WebDriver server calls that.

use std::path::Path;
use std::process::Command;

use fantoccini::wd::Capabilities;
use serde_json::{Value, json};

use crate::tools::{Tools, WebDriver};

/// A kind of browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Chromium; the only one whose developer tools a test can use.
    Chromium,
    /// Firefox.
    Firefox,
    /// WebKitGTK's own small browser.
    WebKit,
}

/// Every kind, the one that must be there first.
pub const ALL: [Engine; 3] = [Engine::Chromium, Engine::Firefox, Engine::WebKit];

/// CI runs as root, where Chromium has no sandbox.
const CHROMIUM: [&str; 13] = [
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
    // A test can make its tab crash with it.
    "--js-flags=--allow-natives-syntax",
];

impl Engine {
    /// Its name, as tests are chosen by it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }

    /// Its programs, if they are there.
    pub fn web_driver(self, tools: &Tools) -> Option<&WebDriver> {
        match self {
            Self::Chromium => Some(&tools.chromium),
            Self::Firefox => tools.firefox.as_ref().ok(),
            Self::WebKit => tools.webkit.as_ref().ok(),
        }
    }

    /// How its WebDriver server is started on a port. `screen` names the screen of those that must have one.
    pub fn server(self, programs: &WebDriver, port: u16, screen: Option<&str>) -> Command {
        let mut command = Command::new(&programs.server);
        match self {
            Self::Chromium => command.arg(format!("--port={port}")),
            // Its second port is for the browser itself, which finds a free one.
            Self::Firefox => command.args(["--port", &port.to_string(), "--websocket-port", "0"]),
            Self::WebKit => command
                .arg(format!("--port={port}"))
                .env("DISPLAY", screen.unwrap_or_default())
                .env("GDK_BACKEND", "x11")
                .env("NO_AT_BRIDGE", "1")
                .env("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
        };
        command.env("LANG", "zh_CN.UTF-8").env("LANGUAGE", "zh_CN");
        command
    }

    /// What a session is asked for. Chromium and Firefox keep their profile in a folder, WebKit in memory.
    pub fn capabilities(self, programs: &WebDriver, profile: &Path, more: &[&str]) -> Capabilities {
        let arguments = |all: &[&str]| -> Vec<String> {
            let all = all.iter().chain(more);
            all.map(|argument| (*argument).to_owned()).collect()
        };
        let mut wanted = Capabilities::new();
        let mut want = |name: &str, value: Value| wanted.insert(name.to_owned(), value);
        match self {
            Self::Chromium => {
                let mut arguments = arguments(&CHROMIUM);
                arguments.push(format!("--user-data-dir={}", profile.display()));
                let options = json!({ "binary": programs.browser, "args": arguments });
                want("goog:chromeOptions", options);
                let logs = json!({ "browser": "ALL", "performance": "ALL" });
                want("goog:loggingPrefs", logs);
            }
            Self::Firefox => {
                let mut arguments = arguments(&["-headless", "--width=1280", "--height=900"]);
                arguments.extend(["-profile".to_owned(), profile.display().to_string()]);
                let quiet = json!({
                    "intl.accept_languages": "zh-CN",
                    "app.update.disabledForTesting": true,
                    "datareporting.policy.dataSubmissionEnabled": false,
                });
                let options =
                    json!({ "binary": programs.browser, "args": arguments, "prefs": quiet });
                want("moz:firefoxOptions", options);
            }
            Self::WebKit => {
                let arguments = arguments(&["--automation", "--geometry=1280x900"]);
                let options = json!({ "binary": programs.browser, "args": arguments });
                want("webkitgtk:browserOptions", options);
            }
        }
        wanted
    }
}
