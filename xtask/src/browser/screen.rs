//! A screen that nobody sees, for browsers that do not start without one.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::time::sleep;

use crate::process::Process;

/// A running X server; it is killed when it is dropped.
pub struct Screen {
    /// What `$DISPLAY` is to be.
    pub name: String,
    _process: Process,
}

impl Screen {
    /// Starts one under a number of its own choice, which it tells when it is ready.
    pub async fn start(scratch: &Path) -> Result<Self> {
        let told = scratch.join("screen");
        let mut command = Command::new("Xvfb");
        command
            .args(["-displayfd", "1", "-screen", "0", "1280x1024x24"])
            .args(["-nolisten", "tcp"])
            .stdout(File::create(&told)?)
            .stderr(File::create(scratch.join("screen.log"))?);
        let mut process = Process::start(&mut command)?;
        let deadline = Instant::now() + Duration::from_secs(20);
        while Instant::now() < deadline && !process.has_ended() {
            if let Some(number) = fs::read_to_string(&told)?.strip_suffix('\n') {
                return Ok(Self {
                    name: format!(":{}", number.trim()),
                    _process: process,
                });
            }
            sleep(Duration::from_millis(20)).await;
        }
        bail!("Xvfb does not start");
    }
}
