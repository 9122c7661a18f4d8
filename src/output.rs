//! The site as files in memory: what a build makes before the first byte is written.

use std::collections::BTreeMap;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use crate::address;
use crate::diagnostic::{Diagnostic, Report};

/// The files of a built site by address, sorted.
#[derive(Debug, Clone, Default)]
pub struct Outputs {
    files: BTreeMap<String, Output>,
}

/// One file, and where it comes from.
#[derive(Debug, Clone)]
pub struct Output {
    /// The content.
    pub bytes: Arc<[u8]>,
    /// The source, for messages.
    pub origin: String,
}

/// The first twelve digits of the SHA-256: enough to tell one version of a file from another.
pub fn digest(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest[..6].iter().map(|b| format!("{b:02x}")).collect()
}

impl Outputs {
    /// Adds a file; two files at one address are reported.
    pub fn add(
        &mut self,
        path: &str,
        bytes: impl Into<Arc<[u8]>>,
        origin: &str,
        report: &mut Report,
    ) {
        if let Some(first) = self.files.get(path) {
            report.push(Diagnostic::file(
                origin,
                format!("its address `{path}` is already taken by {}", first.origin),
                "rename one of the two files",
            ));
            return;
        }
        self.files.insert(
            path.to_owned(),
            Output {
                bytes: bytes.into(),
                origin: origin.to_owned(),
            },
        );
    }

    /// Adds an asset under a name that changes with its content, and gives that name.
    pub fn add_hashed(&mut self, name: &str, bytes: &[u8], report: &mut Report) -> String {
        let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
        let path = format!("assets/{stem}.{}.{ending}", digest(bytes));
        self.add(&path, bytes, name, report);
        path
    }

    /// A file by its address; a folder's address gives its `index.html`.
    pub fn get(&self, path: &str) -> Option<&Output> {
        if path.is_empty() || path.ends_with('/') {
            return self.files.get(&format!("{path}index.html"));
        }
        self.files.get(path)
    }

    /// All files, sorted by address.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Output)> {
        self.files.iter().map(|(path, file)| (path.as_str(), file))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Reports addresses that some file systems or hosts cannot hold together: the same but for upper and lower case,
    /// or a file and a folder of one name.
    pub fn check(&self, report: &mut Report) {
        let mut seen: BTreeMap<String, &str> = BTreeMap::new();
        for (path, file) in self.iter() {
            if let Some(other) = seen.insert(path.to_lowercase(), path) {
                report.push(Diagnostic::file(
                    &file.origin,
                    format!(
                        "its address `{path}` differs from `{other}` only in upper and lower case"
                    ),
                    "rename one of the two files",
                ));
            }
            let mut folder = address::folder(path);
            while !folder.is_empty() {
                let name = folder.trim_end_matches('/');
                if let Some(file) = self.files.get(name) {
                    report.push(Diagnostic::file(
                        &file.origin,
                        format!("its address `{name}` is also the folder of `{path}`"),
                        "rename the file or the folder",
                    ));
                }
                folder = address::folder(name);
            }
        }
    }
}
