//! chromedriver: one for all tests.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::time::sleep;

use crate::process::Process;

/// A running chromedriver; it is killed when it is dropped.
pub struct Driver {
    /// Where it listens.
    pub address: String,
    _process: Process,
}

impl Driver {
    /// Starts it on a port of its own choice, which it tells in its log.
    pub async fn start(program: &Path, scratch: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        let log = scratch.join("chromedriver.log");
        command
            .arg("--port=0")
            .env("TMPDIR", scratch)
            .stdout(File::create(&log)?);
        let mut process = Process::start(&mut command)?;
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline && !process.has_ended() {
            if let Some(port) = port(&fs::read_to_string(&log)?) {
                return Ok(Self {
                    address: format!("http://127.0.0.1:{port}"),
                    _process: process,
                });
            }
            sleep(Duration::from_millis(20)).await;
        }
        bail!("chromedriver does not start\n{}", fs::read_to_string(&log)?);
    }
}

/// The port in `ChromeDriver was started successfully on port 43879.`
fn port(log: &str) -> Option<u16> {
    let (_, rest) = log.split_once("successfully on port ")?;
    rest.split_once('.')?.0.parse().ok()
}
