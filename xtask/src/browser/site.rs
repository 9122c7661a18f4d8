//! A built site in memory, as a host on the web would answer for it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result};
use walkdir::WalkDir;

/// The files of a site, by address.
#[derive(Debug, Clone, Default)]
pub struct Site {
    files: BTreeMap<String, Arc<[u8]>>,
}

impl Site {
    /// Reads a folder that the generator has written.
    pub fn read(folder: &Path) -> Result<Self> {
        let mut site = Self::default();
        for entry in WalkDir::new(folder) {
            let entry = entry.context("cannot read a built site")?;
            if entry.file_type().is_file() {
                let address = entry.path().strip_prefix(folder)?.to_string_lossy();
                site.add(&address, fs::read(entry.path())?);
            }
        }
        Ok(site)
    }

    /// Adds a file, or puts other bytes in its place.
    pub fn add(&mut self, address: &str, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(address.to_owned(), bytes.into());
    }

    /// Puts other bytes in the place of every file with this ending.
    pub fn spoil(&mut self, ending: &str, bytes: &[u8]) {
        for (address, file) in &mut self.files {
            if address.ends_with(ending) {
                *file = bytes.into();
            }
        }
    }

    /// Takes away every file with this ending.
    pub fn remove(&mut self, ending: &str) {
        self.files.retain(|address, _| !address.ends_with(ending));
    }

    /// The file at an address; a folder's address gives its `index.html`.
    pub fn get(&self, address: &str) -> Option<Arc<[u8]>> {
        if address.is_empty() || address.ends_with('/') {
            return self.files.get(&format!("{address}index.html")).cloned();
        }
        self.files.get(address).cloned()
    }

    /// The addresses of all pages, sorted, without the one that is shown where there is none, and the one that is all of
    /// them.
    pub fn pages(&self) -> Vec<String> {
        self.files
            .keys()
            .filter(|address| address.ends_with(".html"))
            .filter(|address| !["404.html", "guide.html"].contains(&address.as_str()))
            .cloned()
            .collect()
    }
}
