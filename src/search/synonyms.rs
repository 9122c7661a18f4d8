//! `synonyms.toml`: other words for what people search, such as `盗刷 = ["未经授权的交易"]`.

use std::collections::BTreeMap;

use toml::Spanned;

use super::fold::fold;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::Sources;

/// The name of the file, at the top of a language's folder.
pub const FILE: &str = "synonyms.toml";

/// What else to search, by what was searched, folded.
pub type Synonyms = BTreeMap<String, Vec<String>>;

/// Reads the synonyms in `folder`; without the file there are none.
pub fn read(sources: &Sources, folder: &str, report: &mut Report) -> Synonyms {
    let path = format!("{folder}{FILE}");
    let Some(text) = sources.text(&path) else {
        return Synonyms::new();
    };
    let entries = match toml::from_str::<BTreeMap<Spanned<String>, Vec<String>>>(text) {
        Ok(entries) => entries,
        Err(error) => {
            report.push(Diagnostic::toml(path, text, &error));
            return Synonyms::new();
        }
    };
    let mut synonyms = Synonyms::new();
    for (word, others) in entries {
        let mut problem = |what: String, remedy: &str| {
            report.push(Diagnostic::file(&path, what, remedy).at(text, word.span()));
        };
        if let Some(short) = [word.get_ref()]
            .into_iter()
            .chain(&others)
            .find(|word| fold(word).count() < 2)
        {
            problem(
                format!("`{short}` is too short to be searched"),
                "write at least two letters or digits",
            );
        }
        if others.is_empty() {
            problem(
                format!("`{}` has no other words", word.get_ref()),
                "list them, or remove the entry",
            );
        }
        let key: String = fold(word.get_ref()).collect();
        if synonyms.contains_key(&key) {
            problem(
                format!("`{}` is listed twice", word.get_ref()),
                "write all its words in one entry",
            );
        }
        synonyms.insert(key, others);
    }
    synonyms
}
