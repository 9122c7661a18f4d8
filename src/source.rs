//! Reads a site's folder into memory. The only module that reads the disk.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use memchr::{memchr, memchr_iter};
use rayon::prelude::*;
use simdutf8::compat as utf8;
use walkdir::WalkDir;

use crate::address;
use crate::diagnostic::{Diagnostic, Report};

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A file that recourse itself reads: always UTF-8, line ends as `\n`.
    Text(Arc<str>),
    /// Anything else; copied to the output as it is, and read only then.
    Other(Arc<Other>),
}

/// A file that is copied as it is.
#[derive(Debug, Clone)]
pub struct Other {
    /// Below the site's folder, for messages.
    path: String,
    file: PathBuf,
}

/// Without reading it nobody knows whether a file is still the same.
impl PartialEq for Other {
    fn eq(&self, _: &Self) -> bool {
        false
    }
}

impl Eq for Other {}

/// What tells two versions of a file apart without reading them.
#[derive(Debug, Clone, Copy)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// When it was looked at.
    seen: SystemTime,
}

/// Files that were written so shortly before they were read may have been written again with the same stamp.
const TOO_FRESH: Duration = Duration::from_secs(2);

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            seen: SystemTime::now(),
        }
    }

    /// Whether a file that looks so now is surely the one that was seen then.
    fn is_still(&self, now: &Self) -> bool {
        let settled = |modified: SystemTime| modified + TOO_FRESH < self.seen;
        self.length == now.length
            && self.modified == now.modified
            && self.modified.is_some_and(settled)
    }
}

impl Other {
    /// The file's bytes.
    ///
    /// # Errors
    /// With why it cannot be read.
    pub fn read(&self) -> Result<Vec<u8>, Diagnostic> {
        fs::read(&self.file).map_err(|error| unreadable(self.path.clone(), &error.to_string()))
    }

    /// Width and height in pixels, if it is a picture.
    pub fn picture_size(&self) -> Option<(usize, usize)> {
        let size = imagesize::size(&self.file).ok()?;
        Some((size.width, size.height))
    }
}

/// The files of a folder by their path below it, with `/` between the parts.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// Sorted by path.
    pub files: BTreeMap<String, Content>,
    /// What the files looked like when they were read.
    stamps: HashMap<String, Stamp>,
    /// Whether everything could be read.
    complete: bool,
}

/// What may have changed since a folder was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changes {
    /// Anything.
    Unknown,
    /// Only these paths.
    Of(BTreeSet<PathBuf>),
}

/// A folder read again.
pub struct Again {
    /// What is there now.
    pub sources: Sources,
    /// What cannot be read.
    pub report: Report,
    /// The paths of the files whose contents have changed; nothing if files may have come or gone.
    pub changed: Option<Vec<String>>,
}

impl Sources {
    /// The text of a file, if there is such a text file.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        match self.files.get(path) {
            Some(Content::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// What was read before, if the file is surely still the same.
    fn unchanged(
        &self,
        path: &str,
        file: &Path,
        named: &BTreeSet<String>,
    ) -> Option<(Content, Stamp)> {
        let (content, stamp) = (self.files.get(path)?, self.stamps.get(path)?);
        let now = Stamp::of(&fs::metadata(file).ok()?);
        let same = !named.contains(path) && stamp.is_still(&now);
        same.then(|| (content.clone(), *stamp))
    }

    /// The paths below `root` of what has changed, if that is nothing but files, in folders that were read before. What
    /// has come and gone in between, as when an editor saves a file under another name first, does not count.
    pub fn known(&self, root: &Path, changes: &Changes) -> Option<Vec<Change>> {
        let Changes::Of(paths) = changes else {
            return None;
        };
        let root = root.canonicalize().ok()?;
        let mut known = Vec::new();
        for file in paths.iter().filter(|_| self.complete) {
            let below = file.strip_prefix(&root).ok()?;
            if below.iter().any(is_hidden) {
                continue;
            }
            let path = relative(&root, file).ok()?;
            let was_there = self.files.contains_key(&path);
            match fs::symlink_metadata(file) {
                Ok(_)
                    if file.is_file() && (was_there || self.has_folder(address::folder(&path))) =>
                {
                    known.push(Change::Written(path));
                }
                Err(_) if was_there => known.push(Change::Gone(path)),
                Err(_) if !self.has_folder(&format!("{path}/")) => {}
                _ => return None,
            }
        }
        self.complete.then_some(known)
    }

    /// Whether files were found in a folder, given with its last `/`; the top always counts.
    fn has_folder(&self, folder: &str) -> bool {
        let mut behind = self.files.range(folder.to_owned()..);
        let first = behind.next();
        folder.is_empty() || first.is_some_and(|(path, _)| path.starts_with(folder))
    }
}

/// What has become of a file, by its path below the site's folder.
pub enum Change {
    /// It was written, or is new.
    Written(String),
    /// It was removed.
    Gone(String),
}

/// Reads a folder again. What is named in `changes` is read whatever it looks like; of all else only what looks
/// otherwise than before.
pub fn read_again(
    mut old: Sources,
    root: &Path,
    is_text: fn(&str) -> bool,
    changes: &Changes,
) -> Again {
    let Some(known) = old.known(root, changes).filter(|_| !old.files.is_empty()) else {
        let (sources, report) = read_over(&old, root, is_text, changes);
        return Again {
            sources,
            report,
            changed: None,
        };
    };
    let mut report = Report::default();
    let mut changed = Some(Vec::new());
    for change in known {
        let read = match &change {
            Change::Written(path) => Some(read_file(path, root.join(path), is_text(path))),
            Change::Gone(_) => None,
        };
        let (Change::Written(path) | Change::Gone(path)) = change;
        match read {
            Some(Ok((content, stamp))) => {
                old.stamps.insert(path.clone(), stamp);
                let before = old.files.insert(path.clone(), content);
                match (&before, &mut changed) {
                    (Some(before), _) if old.files.get(&path) == Some(before) => {}
                    (Some(_), Some(changed)) => changed.push(path),
                    _ => changed = None,
                }
            }
            read => {
                old.files.remove(&path);
                old.stamps.remove(&path);
                changed = None;
                if let Some(Err(problem)) = read {
                    report.push(problem);
                }
            }
        }
    }
    old.complete = report.is_empty();
    Again {
        sources: old,
        changed,
        report,
    }
}

/// Reads every file below `root`; hidden files and editors' copies are passed over. `is_text` tells which files recourse itself reads.
///
/// Reports what cannot be read (also a symlink loop, something that is no regular file, and text that is not UTF-8)
/// and goes on with the rest.
pub fn read(root: &Path, is_text: fn(&str) -> bool) -> (Sources, Report) {
    read_over(&Sources::default(), root, is_text, &Changes::Unknown)
}

fn read_over(
    old: &Sources,
    root: &Path,
    is_text: fn(&str) -> bool,
    changes: &Changes,
) -> (Sources, Report) {
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
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let named: BTreeSet<String> = match changes {
        Changes::Unknown => BTreeSet::new(),
        Changes::Of(paths) => (paths.iter())
            .filter_map(|path| relative(&real_root, path).ok())
            .collect(),
    };
    let contents: Vec<_> = found
        .into_par_iter()
        .map(|(path, file)| {
            let content = match old.unchanged(&path, &file, &named) {
                Some(content) => Ok(content),
                None => read_file(&path, file, is_text(&path)),
            };
            (path, content)
        })
        .collect();
    for (path, content) in contents {
        match content {
            Ok((content, stamp)) => {
                sources.stamps.insert(path.clone(), stamp);
                sources.files.insert(path, content);
            }
            Err(problem) => report.push(problem),
        }
    }
    sources.complete = report.is_empty();
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

fn read_file(path: &str, file: PathBuf, is_text: bool) -> Result<(Content, Stamp), Diagnostic> {
    let failed = |error: io::Error| unreadable(path.to_owned(), &error.to_string());
    // Opened, so that also one that is only copied is reported if it cannot be read.
    let mut opened = File::open(&file).map_err(failed)?;
    let stamp = Stamp::of(&opened.metadata().map_err(failed)?);
    if !is_text {
        let path = path.to_owned();
        return Ok((Content::Other(Arc::new(Other { path, file })), stamp));
    }
    let mut bytes = Vec::with_capacity(stamp.length as usize + 1);
    opened.read_to_end(&mut bytes).map_err(failed)?;
    Ok((Content::Text(text(path, &bytes)?), stamp))
}

fn text(path: &str, bytes: &[u8]) -> Result<Arc<str>, Diagnostic> {
    let text = utf8::from_utf8(bytes).map_err(|error| {
        let good = error.valid_up_to();
        let line = 1 + memchr_iter(b'\n', &bytes[..good]).count();
        Diagnostic::file(
            path,
            format!("line {line} is not UTF-8"),
            "save the file as UTF-8 (in many editors: Save with Encoding)",
        )
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(if memchr(b'\r', text.as_bytes()).is_some() {
        text.replace("\r\n", "\n").replace('\r', "\n").into()
    } else {
        text.into()
    })
}
