//! Notices that something in a folder has changed. It does not read the files and knows nothing of building.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::{Duration, Instant};

use crate::source::Changes;
use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

/// One save is often several events; when nothing more comes for so long, it is complete.
const QUIET: Duration = Duration::from_millis(15);
/// Changes without a pause are taken together for no longer than this.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often a folder that is not there is looked for.
const RETURN: Duration = Duration::from_millis(250);

/// A look at some folders that began at one moment: no later change is missed.
pub struct Watch {
    changes: Receiver<Changes>,
    /// Folders that are looked for, since they are not there or not whole.
    missing: Vec<PathBuf>,
    /// Folders that cannot be watched, each with the reason.
    pub unwatched: Vec<(PathBuf, String)>,
    /// Held, since letting go of them ends the watch.
    _held: (Option<RecommendedWatcher>, Sender<Changes>),
}

impl Watch {
    /// Begins to watch the folders and all that is in them. One that is not there is waited for.
    pub fn begin(folders: &[PathBuf]) -> Self {
        let (mut present, mut missing) = (Vec::new(), Vec::new());
        for folder in folders {
            // Events name the real path, and what follows the folder's part of it tells changes from noise.
            match folder.canonicalize() {
                Ok(real) => present.push(real),
                Err(_) => missing.push(folder.clone()),
            }
        }
        let (sender, changes) = mpsc::channel();
        let mut unwatched = Vec::new();
        let mut watcher = watcher(present.clone(), sender.clone());
        for folder in present {
            match &mut watcher {
                Err(error) => unwatched.push((folder, reason(error))),
                Ok(watcher) => match watcher.watch(&folder, RecursiveMode::Recursive) {
                    Ok(()) => {}
                    // It is just being taken away, or a part of it is: look again soon.
                    Err(error) if is_gone(&error) => missing.push(folder),
                    Err(error) => unwatched.push((folder, reason(&error))),
                },
            }
        }
        Self {
            changes,
            missing,
            unwatched,
            _held: (watcher.ok(), sender),
        }
    }

    /// Waits until something has changed and the changes have come to rest; tells which they are.
    pub fn wait(&self) -> Changes {
        let mut changes = loop {
            match self.changes.recv_timeout(RETURN) {
                Ok(changes) => break changes,
                Err(_) if self.missing.iter().any(|folder| folder.is_dir()) => {
                    break Changes::Unknown;
                }
                Err(_) => {}
            }
        };
        let first = Instant::now();
        while first.elapsed() < PATIENCE
            && let Ok(more) = self.changes.recv_timeout(QUIET)
        {
            changes = match (changes, more) {
                (Changes::Of(mut paths), Changes::Of(more)) => {
                    paths.extend(more);
                    Changes::Of(paths)
                }
                _ => Changes::Unknown,
            };
        }
        changes
    }
}

fn watcher(folders: Vec<PathBuf>, changes: Sender<Changes>) -> notify::Result<RecommendedWatcher> {
    notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        let change = match event {
            Ok(event) if !is_change(&event, &folders) => return,
            Ok(event) if !event.paths.is_empty() && !event.need_rescan() => {
                Changes::Of(event.paths.into_iter().collect())
            }
            // An error may hide a change, so it counts as one.
            _ => Changes::Unknown,
        };
        let _ = changes.send(change);
    })
}

/// Whether an event may change what a build makes. Reading a file is an event too: a build must not cause the next.
fn is_change(event: &notify::Event, folders: &[PathBuf]) -> bool {
    let matters = event.paths.is_empty()
        || event
            .paths
            .iter()
            .any(|path| !is_passed_over(path, folders));
    matters && !matches!(event.kind, EventKind::Access(_))
}

/// Whether a build passes over the path, or an editor keeps its own notes there.
fn is_passed_over(path: &Path, folders: &[PathBuf]) -> bool {
    let below = folders
        .iter()
        .find_map(|folder| path.strip_prefix(folder).ok())
        .unwrap_or(path);
    below.iter().any(|part| {
        let name = part.as_encoded_bytes();
        name.starts_with(b".")
            || name.ends_with(b"~")
            || name.starts_with(b"#") && name.ends_with(b"#")
    })
}

fn is_gone(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::PathNotFound => true,
        ErrorKind::Io(error) => error.kind() == io::ErrorKind::NotFound,
        _ => false,
    }
}

fn reason(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the system watches too many files already".to_owned(),
        ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, ModifyKind};

    fn event(kind: EventKind, path: &str) -> notify::Event {
        notify::Event::new(kind).add_path(path.into())
    }

    #[test]
    fn reading_a_file_is_no_change() {
        let folders = ["/site".into()];
        let read = EventKind::Access(AccessKind::Any);
        let written = EventKind::Modify(ModifyKind::Any);
        assert!(!is_change(&event(read, "/site/a.md"), &folders));
        assert!(is_change(&event(written, "/site/a.md"), &folders));
        assert!(is_change(&event(written, "/site"), &folders));
    }

    #[test]
    fn hidden_and_editors_files_are_passed_over_only_below_the_folder() {
        let folders = ["/.hidden/site".into()];
        for name in [".git/index", ".a.md.swp", "guide/a.md~", "#a.md#"] {
            let path = format!("/.hidden/site/{name}");
            assert!(is_passed_over(Path::new(&path), &folders), "{path}");
        }
        assert!(!is_passed_over(Path::new("/.hidden/site/a#1.md"), &folders));
    }
}
