//! Writes a built site to a folder, whole or not at all. The only module that writes the disk.
//!
//! The files go to a staging folder beside the target as they are made; in the end the two change places in one step. A
//! folder is only ever replaced when it carries the mark of an earlier build, and holds nothing that this build did not
//! put there.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use walkdir::WalkDir;

use crate::diagnostic::Diagnostic;
use crate::output::{Outputs, Store};

/// The mark: a list of the files that the build wrote, one a line.
pub const MARK: &str = ".recourse";
/// The mark's first line.
const MARK_HEADING: &str = "made by recourse; every file listed here is replaced by the next build";

/// Puts a text in place of a file of the site, in one step.
///
/// # Errors
/// With what is in the way, and what to do.
pub fn replace(file: &Path, text: &str) -> Result<(), Diagnostic> {
    let staged = file.with_extension("new");
    fs::write(&staged, text)
        .and_then(|()| fs::rename(&staged, file))
        .map_err(|error| cannot("write", file, &error))
}

/// Refuses a target that is not ours to replace, or that lies inside of the site's own folder or around it.
///
/// # Errors
/// With what is in the way, and what to do.
pub fn check_target(site: &Path, target: &Path) -> Result<(), Diagnostic> {
    let name = target.display().to_string();
    let site = absolute(site);
    let real_target = absolute(target);
    if real_target.starts_with(&site) {
        return Err(Diagnostic::file(
            name,
            "the output folder lies inside of the site's own folder",
            "choose a folder outside of it with `--out`",
        ));
    }
    if site.starts_with(&real_target) {
        return Err(Diagnostic::file(
            name,
            "the output folder holds the site's own folder",
            "choose another folder with `--out`",
        ));
    }
    match fs::symlink_metadata(target) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot("look at", target, &error)),
        Ok(metadata) if metadata.is_symlink() => {
            return Err(Diagnostic::file(
                name,
                "the output folder is a symbolic link",
                "name the folder itself with `--out`",
            ));
        }
        Ok(metadata) if !metadata.is_dir() => {
            return Err(Diagnostic::file(
                name,
                "the output folder is a file",
                "choose another name with `--out`, or move the file away",
            ));
        }
        Ok(_) => {}
    }
    check_contents(target)
}

/// Refuses a folder that holds anything but the files of an earlier build.
fn check_contents(target: &Path) -> Result<(), Diagnostic> {
    let name = target.display().to_string();
    let mark = match fs::read_to_string(target.join(MARK)) {
        Ok(mark) => mark,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(cannot("read", &target.join(MARK), &error)),
    };
    let ours: BTreeSet<&str> = mark.lines().skip(1).collect();
    let marked = mark.starts_with(MARK_HEADING);
    let mut foreign = Vec::new();
    for entry in WalkDir::new(target).sort_by_file_name() {
        let entry = entry.map_err(|error| {
            Diagnostic::file(
                &name,
                format!("cannot be read: {error}"),
                "make it readable",
            )
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path().strip_prefix(target).unwrap_or(entry.path());
        let path = path.to_string_lossy().replace('\\', "/");
        if path != MARK && !ours.contains(path.as_str()) {
            foreign.push(path);
        }
    }
    if foreign.is_empty() {
        return Ok(());
    }
    let first: Vec<&str> = foreign.iter().take(5).map(String::as_str).collect();
    let more = foreign.len().saturating_sub(first.len());
    let list = if more > 0 {
        format!("{} and {more} more", first.join(", "))
    } else {
        first.join(", ")
    };
    Err(if marked {
        Diagnostic::file(
            name,
            format!("the output folder holds files that no build put there: {list}"),
            "move them into the site's own folder, from where every build copies them, or away",
        )
    } else {
        Diagnostic::file(
            name,
            format!("the output folder was not made by recourse and is not empty: {list}"),
            "choose another folder with `--out`, or empty this one",
        )
    })
}

/// A site on its way to its folder: its files gather beside the target, and take its place together. Let go of before
/// that, nothing of it remains.
pub struct Staging {
    folder: PathBuf,
    site: PathBuf,
    target: PathBuf,
    /// Folders that are there already.
    folders: Mutex<HashSet<PathBuf>>,
    /// Whether an older site stands in the target.
    replaces: bool,
    /// Whether the folder beside the target is no longer ours to remove.
    done: AtomicBool,
    /// Held until the end.
    _lock: File,
}

impl Staging {
    /// Begins a site that is to stand in `target`. `site` is the folder that it is made from.
    ///
    /// # Errors
    /// With what is in the way, and what to do.
    pub fn begin(site: &Path, target: &Path) -> Result<Self, Diagnostic> {
        check_target(site, target)?;
        let parent = parent_of(target);
        fs::create_dir_all(&parent).map_err(|error| cannot("create", &parent, &error))?;
        let folder = staging_of(target);
        let lock = claim(&folder)?;
        Ok(Self {
            folder,
            site: site.to_owned(),
            target: target.to_owned(),
            folders: Mutex::default(),
            replaces: target.exists(),
            done: AtomicBool::new(false),
            _lock: lock,
        })
    }

    /// Puts the site in place in one step: a build that is killed leaves the old site or the new one.
    ///
    /// # Errors
    /// With what could not be written; the old site is then untouched.
    pub fn finish(&self, outputs: &Outputs) -> Result<(), Diagnostic> {
        let mark = self.folder.join(MARK);
        let mut list = String::from(MARK_HEADING);
        for (path, _) in outputs.iter() {
            list.push('\n');
            list.push_str(path);
        }
        list.push('\n');
        File::create(&mark)
            .and_then(|mut file| file.write_all(list.as_bytes()))
            .map_err(|error| cannot("write", &mark, &error))?;
        // Somebody may have left a file there since the build began.
        check_target(&self.site, &self.target)?;
        exchange(&self.folder, &self.target)?;
        self.done.store(true, Ordering::Relaxed);
        // What stands in the staging folder now is the old site.
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(cannot("remove", &self.folder, &error))
            }
            _ => Ok(()),
        }
    }

    /// Makes the folder of a file, once.
    fn make_folder(&self, file: &Path) -> Result<(), Diagnostic> {
        let folder = file.parent().unwrap_or(&self.folder);
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if folders.contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder).map_err(|error| cannot("create", folder, &error))?;
        folders.insert(folder.to_owned());
        Ok(())
    }
}

impl Store for Staging {
    /// A file that stands in the old site with the same bytes is taken over as it is, so that whoever copies the site
    /// on, or keeps a copy, sees that it has not changed.
    fn put(&self, address: &str, bytes: &[u8]) -> Result<(), Diagnostic> {
        let file = self.folder.join(address);
        self.make_folder(&file)?;
        if self.replaces && take_over(&self.target.join(address), &file, bytes) {
            return Ok(());
        }
        fs::write(&file, bytes).map_err(|error| cannot("write", &file, &error))
    }

    fn get(&self, address: &str) -> Option<Vec<u8>> {
        fs::read(self.folder.join(address)).ok()
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if !self.done.load(Ordering::Relaxed) {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Makes `new` the old file under a second name if it has the same bytes; where the file system knows no second names,
/// a copy of the same age.
fn take_over(old: &Path, new: &Path, bytes: &[u8]) -> bool {
    let Some(changed) = unchanged_since(old, bytes) else {
        return false;
    };
    fs::hard_link(old, new).is_ok()
        || File::create(new)
            .and_then(|mut file| {
                file.write_all(bytes)?;
                file.set_modified(changed)
            })
            .is_ok()
}

/// When a file with these very bytes was last written; `None` if there is no such file.
fn unchanged_since(old: &Path, bytes: &[u8]) -> Option<SystemTime> {
    let metadata = fs::symlink_metadata(old).ok()?;
    let same = metadata.is_file()
        && metadata.len() == bytes.len() as u64
        && fs::read(old).is_ok_and(|old| old == bytes);
    same.then(|| metadata.modified().ok()).flatten()
}

/// Refuses a file that is no earlier one of ours, or that lies inside of the site's own folder. What begins like ours
/// has the mark in its first lines.
///
/// # Errors
/// With what is in the way, and what to do.
pub fn check_file(site: &Path, file: &Path, mark: &str) -> Result<(), Diagnostic> {
    let name = file.display().to_string();
    if absolute(file).starts_with(absolute(site)) {
        return Err(Diagnostic::file(
            name,
            "the file lies inside of the site's own folder",
            "choose a place outside of it",
        ));
    }
    match fs::symlink_metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cannot("look at", file, &error)),
        Ok(metadata) if metadata.is_file() => {}
        Ok(_) => {
            return Err(Diagnostic::file(
                name,
                "there is something else than a file",
                "choose another name",
            ));
        }
    }
    let mut start = vec![0; 200];
    let read = File::open(file).and_then(|mut file| file.read(&mut start));
    let length = read.map_err(|error| cannot("read", file, &error))?;
    if String::from_utf8_lossy(&start[..length]).contains(mark) {
        return Ok(());
    }
    Err(Diagnostic::file(
        name,
        "the file was not made by recourse",
        "choose another name, or move it away",
    ))
}

/// Writes one file in one step, where nothing is yet or an earlier one of ours.
///
/// # Errors
/// With what is in the way or could not be written; what was there is then untouched.
pub fn write_file(bytes: &[u8], site: &Path, file: &Path, mark: &str) -> Result<(), Diagnostic> {
    check_file(site, file, mark)?;
    let parent = parent_of(file);
    fs::create_dir_all(&parent).map_err(|error| cannot("create", &parent, &error))?;
    let staged = sibling(file, "new");
    let written = File::create(&staged)
        .and_then(|mut new| new.write_all(bytes).and_then(|()| new.sync_all()))
        .and_then(|()| fs::rename(&staged, file));
    written.map_err(|error| {
        // What was begun is of no use.
        let _ = fs::remove_file(&staged);
        cannot("write", file, &error)
    })
}

/// Makes the staging folder and locks it, so that two builds at once do not mix. Remains of a killed build are removed.
fn claim(staging: &Path) -> Result<File, Diagnostic> {
    fs::create_dir_all(staging).map_err(|error| cannot("create", staging, &error))?;
    let mark = staging.join(MARK);
    let lock = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&mark)
        .map_err(|error| cannot("create", &mark, &error))?;
    match lock.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            return Err(Diagnostic::file(
                staging.display().to_string(),
                "another build is writing to this place",
                "wait until it has ended, then build again",
            ));
        }
        Err(TryLockError::Error(error)) => return Err(cannot("lock", &mark, &error)),
    }
    for entry in fs::read_dir(staging).map_err(|error| cannot("read", staging, &error))? {
        let path = entry
            .map_err(|error| cannot("read", staging, &error))?
            .path();
        if path == mark {
            continue;
        }
        let removed = if path.is_dir() {
            fs::remove_dir_all(&path)
        } else {
            fs::remove_file(&path)
        };
        removed.map_err(|error| cannot("remove", &path, &error))?;
    }
    Ok(lock)
}

/// Lets the staging folder and the target change places; without a target the staging folder becomes it.
fn exchange(staging: &Path, target: &Path) -> Result<(), Diagnostic> {
    if !target.exists() {
        return fs::rename(staging, target).map_err(|error| cannot("create", target, &error));
    }
    swap(staging, target).map_err(|error| cannot("replace", target, &error))
}

#[cfg(any(target_os = "linux", target_os = "macos"))]
fn swap(staging: &Path, target: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, staging, CWD, target, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(()),
        // The file system cannot exchange.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::NOTSUP) => {
            rename_twice(staging, target)
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn swap(staging: &Path, target: &Path) -> io::Result<()> {
    rename_twice(staging, target)
}

/// Where folders cannot be exchanged in one step: the old site is put aside, and put back if the new one cannot move in.
fn rename_twice(staging: &Path, target: &Path) -> io::Result<()> {
    let aside = sibling(target, "old");
    fs::rename(target, &aside)?;
    if let Err(error) = fs::rename(staging, target) {
        fs::rename(&aside, target)?;
        return Err(error);
    }
    fs::remove_dir_all(&aside)
}

fn staging_of(target: &Path) -> PathBuf {
    sibling(target, "staging")
}

fn sibling(target: &Path, word: &str) -> PathBuf {
    let name = target
        .file_name()
        .map_or_else(|| "site".into(), |name| name.to_string_lossy());
    parent_of(target).join(format!(".{name}.recourse-{word}"))
}

fn parent_of(target: &Path) -> PathBuf {
    absolute(target)
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The real path, also of a folder that does not exist yet.
fn absolute(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    let mut missing = Vec::new();
    let mut existing = path.as_path();
    loop {
        if let Ok(real) = existing.canonicalize() {
            return missing
                .iter()
                .rev()
                .fold(real, |path, part| path.join(part));
        }
        match (existing.parent(), existing.file_name()) {
            (Some(parent), Some(name)) => {
                missing.push(name.to_owned());
                existing = parent;
            }
            _ => return path,
        }
    }
}

fn cannot(what: &str, path: &Path, error: &io::Error) -> Diagnostic {
    Diagnostic::file(
        path.display().to_string(),
        format!("cannot {what} it: {error}"),
        "see that the folder can be written and the disk has room",
    )
}
