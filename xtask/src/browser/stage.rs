//! What a test gets: sites, servers, browsers, and a place in the failures' folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use serde_json::json;
use tokio::sync::Mutex;

use super::before::Before;
use super::engine::Engine;
use super::page::Page;
use super::scratch::Scratch;
use super::screen::Screen;
use super::server::Server;
use super::session::{Browser, Start};
use super::site::Site;
use crate::tools::Tools;

/// What all tests share.
pub struct Lab {
    /// The guide, built.
    pub guide: Arc<Site>,
    /// The guide on the disk.
    pub guide_folder: PathBuf,
    /// A small site with what the guide has not: `tests/browser/site`.
    pub sample: Arc<Site>,
    /// The interface's words.
    pub words: toml::Table,
    /// The browsers' programs.
    pub tools: Tools,
    /// For browsers that do not start without one, if there are such.
    pub screen: Option<Screen>,
    /// Where browsers keep what they need; removed after they have gone.
    pub scratch: Scratch,
}

/// What one test has for itself.
pub struct Stage {
    lab: Arc<Lab>,
    engine: Engine,
    before: Arc<Before>,
    browsers: Mutex<Vec<Browser>>,
    servers: Mutex<Vec<Arc<Server>>>,
    profile: PathBuf,
}

impl Stage {
    /// An empty stage, with a profile that no browser has used.
    pub fn new(lab: &Arc<Lab>, engine: Engine, name: &str) -> Result<Self> {
        Ok(Self {
            lab: Arc::clone(lab),
            engine,
            before: Arc::default(),
            browsers: Mutex::default(),
            servers: Mutex::default(),
            profile: lab.scratch.folder(&format!("{}-{name}", engine.name()))?,
        })
    }

    /// The guide, built.
    pub fn guide(&self) -> &Site {
        &self.lab.guide
    }

    /// Where the guide is on the disk.
    pub fn guide_folder(&self) -> &Path {
        &self.lab.guide_folder
    }

    /// The folder of the browser's profile; all browsers of one test share it, one after another.
    pub fn profile(&self) -> &Path {
        &self.profile
    }

    /// A folder of the test's own, by a name that no other test uses. Each browser has one: they run side by side.
    pub fn folder(&self, name: &str) -> Result<PathBuf> {
        let engine = self.engine.name();
        self.lab.scratch.folder(&format!("{name}-{engine}"))
    }

    /// Serves the guide at the top of an origin of its own.
    pub async fn serve_guide(&self) -> Result<Arc<Server>> {
        self.serve(self.lab.guide.clone(), "/").await
    }

    /// Serves the small site.
    pub async fn serve_sample(&self) -> Result<Arc<Server>> {
        self.serve(self.lab.sample.clone(), "/").await
    }

    /// Serves a site below a path.
    pub async fn serve(&self, site: impl Into<Arc<Site>>, prefix: &str) -> Result<Arc<Server>> {
        let server = Arc::new(Server::start(site.into(), prefix, Arc::clone(&self.before)).await?);
        self.servers.lock().await.push(Arc::clone(&server));
        Ok(server)
    }

    /// A new browser with an empty tab.
    pub async fn browser(&self) -> Result<Page> {
        self.start(&[]).await
    }

    /// A new browser that paints as soon as there is something to paint.
    pub async fn browser_without_screen(&self) -> Result<Page> {
        let at_once = ["--disable-gpu-vsync", "--disable-frame-rate-limit"];
        self.start(&at_once).await
    }

    /// A new browser that runs no script of any page.
    pub async fn browser_without_script(&self) -> Result<Page> {
        match self.engine {
            Engine::Chromium => {
                let page = self.browser().await?;
                let off = json!({ "value": true });
                page.devtools("Emulation.setScriptExecutionDisabled", off)
                    .await?;
                Ok(page)
            }
            Engine::Firefox => {
                let off = "user_pref(\"javascript.enabled\", false);";
                fs::write(self.profile.join("user.js"), off)?;
                self.browser().await
            }
            Engine::WebKit => self.start(&["--enable-javascript=false"]).await,
        }
    }

    async fn start(&self, arguments: &[&str]) -> Result<Page> {
        let programs = self.engine.web_driver(&self.lab.tools);
        let browser = Browser::start(Start {
            engine: self.engine,
            programs: programs.context("this kind of browser is not there")?,
            profile: self.profile(),
            scratch: self.lab.scratch.path(),
            screen: self.lab.screen.as_ref().map(|screen| screen.name.as_str()),
            arguments,
        })
        .await?;
        let before = Arc::clone(&self.before);
        let page = Page::current(browser.client.clone(), self.engine, before).await?;
        self.browsers.lock().await.push(browser);
        Ok(page)
    }

    /// A new browser on a page of the guide, with the tool running.
    pub async fn open_guide(&self, page: &str) -> Result<Page> {
        let guide = self.serve_guide().await?;
        let opened = self.browser().await?;
        opened.open(&guide.address(page)).await?;
        Ok(opened)
    }

    /// Has every page do without a service worker, from the next one on. Where one was in the process of a tab that
    /// crashed, Chromium lets it answer once more, and what it was asked for never comes.
    pub fn without_worker(&self) {
        let none =
            "Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });";
        self.before.add_script(none);
    }

    /// Kills every browser of this test.
    pub async fn kill_browsers(&self) {
        self.browsers.lock().await.drain(..).for_each(Browser::kill);
    }

    /// A text of the interface, by its keys: `tool.status-full`.
    pub fn words(&self, keys: &str) -> Result<&str> {
        let mut keys = keys.split('.');
        let mut found = keys.next().and_then(|key| self.lab.words.get(key));
        for key in keys {
            found = found.and_then(|table| table.get(key));
        }
        let text = found.and_then(toml::Value::as_str);
        text.context("templates/text/zh-CN.toml has no such text")
    }

    /// Photographs what the browsers show, and tells where, and what they were looking at.
    pub async fn photograph(&self, folder: &Path, name: &str) -> Vec<String> {
        let mut seen = Vec::new();
        for (number, browser) in self.browsers.lock().await.iter().enumerate() {
            if let Ok(address) = browser.client.current_url().await {
                seen.push(format!("at {address}"));
            }
            let path = folder.join(format!("{}-{number}.png", name.replace([' ', ':'], "-")));
            if let Ok(picture) = browser.client.screenshot().await
                && std::fs::create_dir_all(folder).is_ok()
                && std::fs::write(&path, picture).is_ok()
            {
                seen.push(format!("see {}", path.display()));
            }
        }
        for server in self.servers.lock().await.iter() {
            let missing = server.missing();
            if !missing.is_empty() {
                seen.push(format!("not there: {}", missing.join(", ")));
            }
        }
        seen
    }
}
