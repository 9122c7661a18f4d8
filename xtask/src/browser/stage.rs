//! What a test gets: sites, servers, browsers, and a place in the failures' folder.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result};
use tokio::sync::Mutex;

use super::chrome::Chrome;
use super::driver::Driver;
use super::page::Page;
use super::scratch::Scratch;
use super::server::Server;
use super::site::Site;

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
    /// The browser's program.
    pub chrome: PathBuf,
    /// chromedriver.
    pub driver: Driver,
    /// Where browsers keep what they need; removed after they have gone.
    pub scratch: Scratch,
}

/// What one test has for itself.
pub struct Stage {
    lab: Arc<Lab>,
    browsers: Mutex<Vec<Chrome>>,
    servers: Mutex<Vec<Arc<Server>>>,
    profile: PathBuf,
}

impl Stage {
    /// An empty stage, with a profile that no browser has used.
    pub fn new(lab: &Arc<Lab>, name: &str) -> Result<Self> {
        Ok(Self {
            lab: Arc::clone(lab),
            browsers: Mutex::default(),
            servers: Mutex::default(),
            profile: lab.scratch.folder(name)?,
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
        let server = Arc::new(Server::start(site.into(), prefix).await?);
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

    async fn start(&self, arguments: &[&str]) -> Result<Page> {
        let driver = &self.lab.driver.address;
        let chrome = Chrome::start(driver, &self.lab.chrome, self.profile(), arguments).await?;
        let page = Page::current(chrome.client.clone()).await?;
        self.browsers.lock().await.push(chrome);
        Ok(page)
    }

    /// A new browser on a page of the guide, with the tool running.
    pub async fn open_guide(&self, page: &str) -> Result<Page> {
        let guide = self.serve_guide().await?;
        let opened = self.browser().await?;
        opened.open(&guide.address(page)).await?;
        Ok(opened)
    }

    /// Kills every browser of this test.
    pub async fn kill_browsers(&self) {
        self.browsers.lock().await.drain(..).for_each(Chrome::kill);
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
        for (number, chrome) in self.browsers.lock().await.iter().enumerate() {
            if let Ok(address) = chrome.client.current_url().await {
                seen.push(format!("at {address}"));
            }
            let path = folder.join(format!("{}-{number}.png", name.replace("::", "-")));
            if let Ok(picture) = chrome.client.screenshot().await
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
