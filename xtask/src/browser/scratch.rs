//! A folder for what only lives as long as the tests: profiles, and what browsers leave in a temporary folder.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result};
use tempfile::TempDir;

/// The folder; it is removed when it is dropped, with all that is in it.
pub struct Scratch(TempDir);

impl Scratch {
    /// A new folder. Its path is short: browsers put sockets below it.
    pub fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("recourse-").tempdir();
        Ok(Self(folder.context("cannot make a temporary folder")?))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// A folder in it.
    pub fn folder(&self, name: &str) -> Result<std::path::PathBuf> {
        let path = self.path().join(name);
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What a killed browser started may still write for a moment.
        for _ in 0..40 {
            if fs::remove_dir_all(self.path()).is_ok() {
                return;
            }
            sleep(Duration::from_millis(50));
        }
    }
}
