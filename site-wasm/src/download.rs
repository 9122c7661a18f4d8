//! Hands the person a file that was made here, where this browser can take one.

use crate::page::{self, Page};

/// Gives the browser a file to keep; false where that is known to fail.
pub fn save(_page: &Page, name: &str, media_type: &str, bytes: &[u8]) -> bool {
    page::save(name, media_type, bytes)
}

/// A file's name from a letter's title: no system stumbles over its characters or length.
pub fn file_name(title: &str, ending: &str) -> String {
    let allowed = |character: &char| {
        !matches!(
            character,
            '\0'..=' ' | '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|'
        )
    };
    let name: String = title.chars().filter(allowed).take(60).collect();
    [name.trim().trim_matches('.'), ending].concat()
}
