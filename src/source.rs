//! Reads a site's folder into memory. The only module that reads the disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::diagnostic::{Diagnostic, Report};

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Content {
    /// A file that recourse itself reads: always UTF-8, line ends as `\n`.
    Text(Arc<str>),
    /// Anything else; copied to the output as it is.
    Bytes(Arc<[u8]>),
}

/// The files of a folder by their path below it, with `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Sorted by path.
    pub files: BTreeMap<String, Content>,
}

impl Sources {
    /// The text of a file, if there is such a text file.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        match self.files.get(path) {
            Some(Content::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// Reads every file below `root`; hidden files and editors' copies are passed over. `is_text` tells which files recourse itself reads.
///
/// Reports what cannot be read (also a symlink loop, something that is no regular file, and text that is not UTF-8)
/// and goes on with the rest.
pub fn read(root: &Path, is_text: fn(&str) -> bool) -> (Sources, Report) {
    let mut report = Report::default();
    let mut found: Vec<(String, PathBuf)> = Vec::new();
    if !root.is_dir() {
        report.push(Diagnostic::file(
            root.display().to_string(),
            "no such folder",
            "name the folder that holds the site's Markdown",
        ));
        return (Sources::default(), report);
    }
    let walk = WalkDir::new(root)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry.file_name()));
    for entry in walk {
        match entry {
            Err(error) => report.push(walk_problem(root, &error)),
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => match relative(root, entry.path()) {
                Err(problem) => report.push(problem),
                Ok(path) if entry.file_type().is_file() => {
                    found.push((path, entry.into_path()));
                }
                Ok(path) => report.push(Diagnostic::file(
                    path,
                    "not a regular file",
                    "remove it, or put a regular file in its place",
                )),
            },
        }
    }
    let mut sources = Sources::default();
    let contents: Vec<_> = found
        .into_par_iter()
        .map(|(path, file)| {
            let content = read_file(&path, &file, is_text(&path));
            (path, content)
        })
        .collect();
    for (path, content) in contents {
        match content {
            Ok(content) => {
                sources.files.insert(path, content);
            }
            Err(problem) => report.push(problem),
        }
    }
    (sources, report)
}

/// Hidden files, and the copies that editors leave beside a file: `a.md~`, `#a.md#`.
fn is_hidden(name: &std::ffi::OsStr) -> bool {
    let name = name.as_encoded_bytes();
    name.starts_with(b".") || name.starts_with(b"#") || name.ends_with(b"~")
}

fn relative(root: &Path, path: &Path) -> Result<String, Diagnostic> {
    let below = path.strip_prefix(root).unwrap_or(path);
    let parts: Option<Vec<&str>> = below.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| parts.join("/")).ok_or_else(|| {
        Diagnostic::file(
            below.display().to_string(),
            "the file's name is not UTF-8",
            "rename the file",
        )
    })
}

fn walk_problem(root: &Path, error: &walkdir::Error) -> Diagnostic {
    let path = error.path().map_or_else(String::new, |path| {
        path.strip_prefix(root)
            .unwrap_or(path)
            .display()
            .to_string()
    });
    if let Some(ancestor) = error.loop_ancestor() {
        return Diagnostic::file(
            path,
            format!(
                "the symbolic link leads back to a folder above it, {}",
                ancestor.display()
            ),
            "remove the link, or let it point elsewhere",
        );
    }
    let reason = error
        .io_error()
        .map_or_else(|| error.to_string(), ToString::to_string);
    unreadable(path, &reason)
}

fn unreadable(path: String, reason: &str) -> Diagnostic {
    Diagnostic::file(
        path,
        format!("cannot be read: {reason}"),
        "make it readable, or remove it",
    )
}

fn read_file(path: &str, file: &Path, is_text: bool) -> Result<Content, Diagnostic> {
    let bytes = fs::read(file).map_err(|error| unreadable(path.to_owned(), &error.to_string()))?;
    if is_text {
        text(path, bytes).map(Content::Text)
    } else {
        Ok(Content::Bytes(bytes.into()))
    }
}

fn text(path: &str, bytes: Vec<u8>) -> Result<Arc<str>, Diagnostic> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let line = 1 + error.as_bytes()[..good]
            .iter()
            .filter(|byte| **byte == b'\n')
            .count();
        Diagnostic::file(
            path,
            format!("line {line} is not UTF-8"),
            "save the file as UTF-8 (in many editors: Save with Encoding)",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    })
}
