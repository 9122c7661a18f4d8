//! `tone.toml`: words to think about before a letter leaves: threats and insults. They are pointed out, never forbidden.

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, Report};
use crate::source::Sources;

/// The name of the file, at the top of a language's folder.
pub const FILE: &str = "tone.toml";

/// Words that have the same fault.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tone {
    /// The words.
    pub words: Vec<String>,
    /// What to say about them.
    pub say: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    notice: Vec<Tone>,
}

/// Reads the words in `folder`; without the file there are none.
pub fn read(sources: &Sources, folder: &str, report: &mut Report) -> Vec<Tone> {
    let path = format!("{folder}{FILE}");
    let Some(text) = sources.text(&path) else {
        return Vec::new();
    };
    let tones = match toml::from_str::<File>(text) {
        Ok(file) => file.notice,
        Err(error) => {
            report.push(Diagnostic::toml(path, text, &error));
            return Vec::new();
        }
    };
    let unusable = |word: &&String| word.is_empty() || word.contains(char::is_whitespace);
    for word in tones.iter().flat_map(|tone| &tone.words).filter(unusable) {
        report.push(Diagnostic::file(
            &path,
            format!("`{word}` is no word to look for"),
            "write words without spaces in them",
        ));
    }
    tones
}
