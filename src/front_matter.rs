//! Front matter: what a page says of itself above its text, as TOML between `+++` or YAML between `---`.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use toml::value::{Date, Datetime};

use crate::diagnostic::{Diagnostic, Report, toml_message};

/// What a page is, which chooses its template.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Text to read.
    #[default]
    Page,
    /// The first page of a language.
    Home,
    /// A situation: something that happened, with its checklist.
    Situation,
    /// A letter to draft.
    Letter,
    /// Questions, each a second-level heading, with their answers.
    Faq,
    /// The page on which the tool looks after cases.
    Case,
}

/// A part of a letter's form.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// The part's heading.
    pub title: String,
    /// Ids of fields, in order.
    pub fields: Vec<String>,
}

/// What a page says of itself.
#[derive(Debug, Clone, Default)]
pub struct FrontMatter {
    /// The title; without it the first heading, else the file's name.
    pub title: Option<String>,
    /// One sentence for search engines and cards.
    pub description: Option<String>,
    /// A shorter title for the navigation.
    pub nav_title: Option<String>,
    /// The place among its siblings: small first; without it after those that have one, by file name.
    pub weight: Option<i64>,
    /// When the text was last revised.
    pub updated: Option<Date>,
    /// What the page is.
    pub kind: Kind,
    /// The letters that a situation uses, by file stem.
    pub letters: Vec<String>,
    /// Whether the situation is an emergency, and shown first.
    pub urgent: bool,
    /// The section whose pages are shown as cards.
    pub cards: Option<String>,
    /// A letter's form.
    pub groups: Vec<Group>,
    /// Of some of a letter's choices, the options that make sense in it; of the others it offers all.
    pub options: BTreeMap<String, Vec<String>>,
    /// Where a letter's form comes from, in one sentence.
    pub form_source: Option<String>,
    /// When a letter was last read against its form and the law.
    pub reviewed: Option<Date>,
    /// Whether a letter is also typed into the complaint box of an app, in three hundred characters.
    pub short: bool,
    /// Whether a search finds the page; without it, yes.
    pub search: Option<bool>,
}

/// The keys that a page may have, for the remedy of an unknown one.
const KEYS: &str = "title, description, nav_title, weight, updated, kind, letters, urgent, cards, groups, options, form_source, reviewed, short, search";

/// Splits a page into its front matter and the bytes of its body. A page without front matter is all body.
pub fn read(path: &str, text: &Arc<str>, report: &mut Report) -> (FrontMatter, Range<usize>) {
    let Some(split) = split(text) else {
        return (FrontMatter::default(), 0..text.len());
    };
    let (table, body) = match split {
        Split::Unclosed { fence } => {
            report.push(
                Diagnostic::file(
                    path,
                    format!("the front matter is never closed with `{fence}`"),
                    format!("end it with a line `{fence}`"),
                )
                .at(text, 0..3),
            );
            return (FrontMatter::default(), 0..text.len());
        }
        Split::Toml { inside, body } => (
            toml::from_str::<toml::Table>(&text[inside.clone()])
                .map_err(|error| {
                    let span = error.span().unwrap_or(0..0);
                    (
                        toml_message(&error),
                        inside.start + span.start..inside.start + span.end,
                    )
                })
                .map(|table| (table, inside)),
            body,
        ),
        Split::Yaml { inside, body } => (
            yaml(&text[inside.clone()])
                .map_err(|message| (message, inside.clone()))
                .map(|table| (table, inside)),
            body,
        ),
    };
    match table {
        Err((message, span)) => {
            report.push(Diagnostic::file(path, message, "correct the front matter").at(text, span));
            (FrontMatter::default(), body)
        }
        Ok((table, inside)) => (typed(path, text, inside, table, report), body),
    }
}

enum Split {
    Unclosed {
        fence: &'static str,
    },
    Toml {
        inside: Range<usize>,
        body: Range<usize>,
    },
    Yaml {
        inside: Range<usize>,
        body: Range<usize>,
    },
}

fn split(text: &str) -> Option<Split> {
    let first_line = text.lines().next()?.trim_end();
    let fence = match first_line {
        "+++" => "+++",
        "---" => "---",
        _ => return None,
    };
    let start = text.find('\n')? + 1;
    if fence == "---" && !looks_like_yaml(&text[start..]) {
        return None;
    }
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if line.trim_end() == fence {
            let inside = start..at;
            let body = at + line.len()..text.len();
            return Some(if fence == "+++" {
                Split::Toml { inside, body }
            } else {
                Split::Yaml { inside, body }
            });
        }
        at += line.len();
    }
    Some(Split::Unclosed { fence })
}

/// Tells front matter from a thematic break at the top of a plain page: it begins with a key, a comment or its end.
fn looks_like_yaml(rest: &str) -> bool {
    let line = rest.lines().next().unwrap_or("").trim_end();
    line == "---"
        || line.starts_with('#')
        || line
            .split_once(':')
            .is_some_and(|(key, _)| !key.is_empty() && !key.contains(char::is_whitespace))
}

fn yaml(text: &str) -> Result<toml::Table, String> {
    if text.trim().is_empty() {
        return Ok(toml::Table::new());
    }
    serde_saphyr::from_str::<toml::Table>(text).map_err(|error| {
        let message = error.to_string();
        message
            .lines()
            .next()
            .unwrap_or("the YAML cannot be read")
            .to_owned()
    })
}

/// Types every key for itself, so that each wrong one is reported with its own line.
fn typed(
    path: &str,
    text: &Arc<str>,
    inside: Range<usize>,
    table: toml::Table,
    report: &mut Report,
) -> FrontMatter {
    let mut front = FrontMatter::default();
    for (key, value) in table {
        let span = || key_span(text, inside.clone(), &key);
        let result = match key.as_str() {
            "title" => set(&mut front.title, value),
            "description" => set(&mut front.description, value),
            "nav_title" => set(&mut front.nav_title, value),
            "weight" => set(&mut front.weight, value),
            "updated" => date(value).map(|date| front.updated = Some(date)),
            "kind" => value_of(value).map(|kind| front.kind = kind),
            "letters" => value_of(value).map(|letters| front.letters = letters),
            "urgent" => value_of(value).map(|urgent| front.urgent = urgent),
            "cards" => set(&mut front.cards, value),
            "short" => value_of(value).map(|short| front.short = short),
            "search" => set(&mut front.search, value),
            "groups" => value_of(value).map(|groups| front.groups = groups),
            "options" => value_of(value).map(|options| front.options = options),
            "form_source" => set(&mut front.form_source, value),
            "reviewed" => date(value).map(|date| front.reviewed = Some(date)),
            _ => {
                report.push(
                    Diagnostic::file(
                        path,
                        format!("unknown front-matter key `{key}`"),
                        format!("remove it, or use one of {KEYS}"),
                    )
                    .at(text, span())
                    .tolerable(),
                );
                continue;
            }
        };
        if let Err(message) = result {
            report.push(
                Diagnostic::file(path, format!("`{key}`: {message}"), "correct the value")
                    .at(text, span()),
            );
        }
    }
    front
}

fn value_of<T: DeserializeOwned>(value: toml::Value) -> Result<T, String> {
    value.try_into().map_err(|error| toml_message(&error))
}

fn set<T: DeserializeOwned>(field: &mut Option<T>, value: toml::Value) -> Result<(), String> {
    *field = Some(value_of(value)?);
    Ok(())
}

/// A date as TOML writes it, or as a string, as YAML gives it.
fn date(value: toml::Value) -> Result<Date, String> {
    let datetime = match value {
        toml::Value::Datetime(datetime) => Some(datetime),
        toml::Value::String(text) => text.parse::<Datetime>().ok(),
        _ => None,
    };
    datetime
        .and_then(|datetime| datetime.date)
        .ok_or_else(|| "not a date; write it as 2026-11-22".to_owned())
}

/// Where a top-level key stands, or the whole front matter if it cannot be found.
pub(crate) fn key_span(text: &str, inside: Range<usize>, key: &str) -> Range<usize> {
    let mut at = inside.start;
    for line in text[inside.clone()].split_inclusive('\n') {
        let bare = line.trim_start_matches(['"', '\'', '[']);
        let rest = bare.strip_prefix(key);
        if rest.is_some_and(|rest| {
            rest.trim_start_matches(['"', '\'', ' ', ']'])
                .starts_with(['=', ':', '\n', '.'])
        }) {
            let start = at + (line.len() - bare.len());
            return start..start + key.len();
        }
        at += line.len();
    }
    inside
}
