//! A browser and the WebDriver server that started it; both are killed when it is dropped.

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use tokio::net::TcpStream;
use tokio::time::sleep;

use super::engine::Engine;
use crate::process::{Foreign, Process};
use crate::tools::WebDriver;

/// How long a server or a browser may take to start.
const PATIENCE: Duration = Duration::from_secs(40);

/// A running browser.
pub struct Browser {
    /// Talks to its current tab.
    pub client: Client,
    process: Option<Foreign>,
    _server: Process,
}

/// What a browser is started with.
pub struct Start<'a> {
    /// Its kind.
    pub engine: Engine,
    /// Its programs.
    pub programs: &'a WebDriver,
    /// The folder of its profile.
    pub profile: &'a Path,
    /// Where it and its server leave what only lives as long as the tests.
    pub scratch: &'a Path,
    /// The screen, for those that must have one.
    pub screen: Option<&'a str>,
    /// More arguments than all have.
    pub arguments: &'a [&'a str],
}

impl Browser {
    /// Starts a server on a port of its own, and a browser.
    pub async fn start(start: Start<'_>) -> Result<Self> {
        let log = start.scratch.join(format!("{}.log", start.engine.name()));
        let mut tries = 0;
        loop {
            let begun = Self::try_start(&start, &log).await;
            tries += 1;
            // Somebody else may have taken the port, or the machine be too busy.
            match begun {
                Err(_) if tries < 3 => sleep(Duration::from_millis(200)).await,
                begun => {
                    let log = fs::read_to_string(&log).unwrap_or_default();
                    return begun
                        .with_context(|| format!("{} does not start\n{log}", start.engine.name()));
                }
            }
        }
    }

    async fn try_start(start: &Start<'_>, log: &Path) -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = File::create(log)?;
        let mut command = start.engine.server(start.programs, port, start.screen);
        command
            .env("TMPDIR", start.scratch)
            .stdout(log.try_clone()?)
            .stderr(log);
        let mut server = Process::start(&mut command)?;
        wait_for(port, &mut server).await?;
        let wanted = start
            .engine
            .capabilities(start.programs, start.profile, start.arguments);
        let address = format!("http://127.0.0.1:{port}");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(wanted).connect(&address);
        let client = tokio::time::timeout(PATIENCE, connecting).await??;
        let given = client.capabilities();
        let id = given.and_then(|given| {
            let id = given.get("goog:processID").or(given.get("moz:processID"));
            id?.as_u64()
        });
        Ok(Self {
            client,
            // WebKit tells no process; it is in its server's group.
            process: id.and_then(Foreign::with_id),
            _server: server,
        })
    }

    /// Ends the browser as a crash or an empty battery does.
    pub fn kill(self) {
        if let Some(process) = &self.process {
            process.kill();
        }
    }
}

async fn wait_for(port: u16, server: &mut Process) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    while Instant::now() < deadline && !server.has_ended() {
        if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return Ok(());
        }
        sleep(Duration::from_millis(20)).await;
    }
    bail!("the WebDriver server does not listen");
}
