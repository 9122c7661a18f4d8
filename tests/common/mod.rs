//! A folder in, a site out: the builder that the whole-site tests share.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A site's folder in a place of its own, and an output folder beside it.
pub struct SiteFolder {
    place: TempDir,
}

/// What a run of the program gave.
pub struct Run {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl SiteFolder {
    pub fn new() -> Self {
        let place = TempDir::new().expect("a temporary folder");
        fs::create_dir(place.path().join("site")).expect("the site's folder");
        Self { place }
    }

    /// Writes a file of the site, with the folders above it.
    pub fn file(self, path: &str, content: impl AsRef<[u8]>) -> Self {
        self.write(path, content);
        self
    }

    pub fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let file = self.site().join(path);
        fs::create_dir_all(file.parent().expect("a folder above")).expect("folders");
        fs::write(file, content).expect("a file");
    }

    pub fn site(&self) -> PathBuf {
        self.place.path().join("site")
    }

    pub fn out(&self) -> PathBuf {
        self.place.path().join("out")
    }

    pub fn place(&self) -> &Path {
        self.place.path()
    }

    /// Runs `recourse build site --out out` with further arguments, from the folder that holds both.
    pub fn build(&self, more: &[&str]) -> Run {
        self.run(&[&["build", "site", "--out", "out"], more].concat())
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        let Output {
            status,
            stdout,
            stderr,
        } = Command::new(env!("CARGO_BIN_EXE_recourse"))
            .current_dir(self.place.path())
            .args(arguments)
            .output()
            .expect("the program runs");
        Run {
            code: status.code(),
            stdout: String::from_utf8(stdout).expect("UTF-8"),
            stderr: String::from_utf8(stderr).expect("UTF-8"),
        }
    }

    /// Builds, expects success, and gives the output folder's files.
    pub fn built(&self, more: &[&str]) -> BTreeMap<String, Vec<u8>> {
        let run = self.build(more);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        files(&self.out())
    }

    /// The text of one built page.
    /// A page with what its tool fetches; wherever it stands.
    pub fn page_with_tool(&self, address: &str) -> String {
        let page = self.page(address);
        let places = page.split("<template data-from=\"").skip(1);
        let files: Vec<&str> = places.filter_map(|place| place.split('"').next()).collect();
        assert!(!files.is_empty(), "{address} fetches nothing");
        files.iter().fold(page.clone(), |page, file| {
            page + &self.page(file.trim_start_matches("../"))
        })
    }

    pub fn page(&self, address: &str) -> String {
        fs::read_to_string(self.out().join(address))
            .unwrap_or_else(|error| panic!("{address}: {error}"))
    }
}

/// Every file below a folder, by its path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(|entry| entry.expect("readable"))
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).expect("below");
            (
                path.to_string_lossy().into_owned(),
                fs::read(entry.path()).expect("readable"),
            )
        })
        .collect()
}
