//! `docs/benchmark.md`, in which each benchmark has a place for its results, and the words that go to a terminal.

use std::error::Error;
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The folder of the documents.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("docs")
}

/// Puts results between the marks of their name.
pub fn put(name: &str, results: &str) -> Result<(), Box<dyn Error>> {
    let file = folder().join("benchmark.md");
    let text = fs::read_to_string(&file)?;
    let (begin, end) = (
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    );
    let missing = || format!("{} has no place for `{name}`", file.display());
    let (before, rest) = text.split_once(&begin).ok_or_else(missing)?;
    let (_, after) = rest.split_once(&end).ok_or_else(missing)?;
    fs::write(
        &file,
        format!("{before}{begin}\n{}\n\n{end}{after}", results.trim()),
    )?;
    Ok(())
}

/// Tells a terminal how far it is, in one line that the next one takes the place of; a pipe is told nothing.
pub fn progress(what: &str) {
    let mut out = std::io::stderr();
    if out.is_terminal() {
        let _ = write!(out, "\r\u{1b}[K{what}");
        let _ = out.flush();
    }
}

/// What the machine is.
pub fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!(
        "{} {}, {cores} cores",
        std::env::consts::OS,
        std::env::consts::ARCH
    )
}
