//! A checklist item's id is permanent: browsers remember ticks by it. `items.toml` in a language's folder records every
//! id ever published, so that none is lost unnoticed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::page::Page;
use crate::similar;
use crate::site::{Language, Site};
use crate::source::Sources;

/// The name of the file, in the folder of a language's pages.
pub const FILE: &str = "items.toml";

/// Every id ever published, by checklist.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    /// By the page's file stem, which also names the checklist in browsers.
    #[serde(default)]
    items: BTreeMap<String, Vec<Spanned<String>>>,
    /// Ids that are gone on purpose, each with the reason.
    #[serde(default)]
    retired: BTreeMap<String, BTreeMap<String, String>>,
}

/// Refuses a recorded id that its page neither has nor names as an old one, and two pages that would share a tick.
pub fn check(site: &Site, sources: &Sources, report: &mut Report) {
    for (index, language) in site.languages.iter().enumerate() {
        let present = present(site, index);
        refuse_shared(&present, report);
        let path = path(language);
        let Some(text) = sources.text(&path) else {
            continue;
        };
        match toml::from_str::<Record>(text) {
            Ok(record) => compare(&path, text, &record, &present, report),
            Err(error) => report.push(Diagnostic::toml(path.clone(), text, &error)),
        }
    }
}

/// The record of a language with the ids of today added, and its path: what `items.toml` has to hold.
///
/// # Errors
/// With what is wrong in the file, which stays as it is.
pub fn record(
    site: &Site,
    sources: &Sources,
    language: usize,
) -> Result<Option<(String, String)>, Diagnostic> {
    let path = path(&site.languages[language]);
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut retired = BTreeMap::new();
    if let Some(text) = sources.text(&path) {
        let record = toml::from_str::<Record>(text)
            .map_err(|error| Diagnostic::toml(path.clone(), text, &error))?;
        for (checklist, ids) in record.items {
            let ids = ids.into_iter().map(Spanned::into_inner);
            all.entry(checklist).or_default().extend(ids);
        }
        retired = record.retired;
    }
    for (checklist, pages) in present(site, language) {
        let ids = pages.iter().flat_map(|page| &page.document.items);
        let names = ids.flat_map(|item| item.was.iter().chain([&item.id]));
        all.entry(checklist.to_owned())
            .or_default()
            .extend(names.cloned());
    }
    for (checklist, ids) in &retired {
        if let Some(recorded) = all.get_mut(checklist) {
            recorded.retain(|id| !ids.contains_key(id));
        }
    }
    all.retain(|_, ids| !ids.is_empty());
    Ok((!all.is_empty()).then(|| (path, print(&all, &retired))))
}

fn path(language: &Language) -> String {
    format!("{}{FILE}", language.folder)
}

/// The pages with checklists of a language, by the checklist's name.
fn present(site: &Site, language: usize) -> BTreeMap<&str, Vec<&Page>> {
    let mut present: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in &site.pages {
        if page.language == language && !page.document.items.is_empty() {
            let checklist = address::stem(&page.path);
            present.entry(checklist).or_default().push(page);
        }
    }
    present
}

/// Two pages of one name are one checklist to a browser: an id on both would be one tick.
fn refuse_shared(present: &BTreeMap<&str, Vec<&Page>>, report: &mut Report) {
    for pages in present.values() {
        let mut first: BTreeMap<&str, &Page> = BTreeMap::new();
        for page in pages {
            for item in &page.document.items {
                for id in item.was.iter().chain([&item.id]) {
                    match first.get(id.as_str()) {
                        Some(other) if other.path != page.path => report.push(page.problem(
                            &item.span,
                            format!(
                                "a browser cannot tell the item `{id}` from the one in {}, as both pages have one name",
                                other.path
                            ),
                            "give the newer of the two items another id",
                        )),
                        Some(_) => {}
                        None => {
                            first.insert(id, page);
                        }
                    }
                }
            }
        }
    }
}

fn compare(
    path: &str,
    text: &Arc<str>,
    record: &Record,
    present: &BTreeMap<&str, Vec<&Page>>,
    report: &mut Report,
) {
    for (checklist, ids) in &record.items {
        let pages = present.get(checklist.as_str());
        let items = || {
            pages
                .into_iter()
                .flatten()
                .flat_map(|page| &page.document.items)
        };
        let known: BTreeSet<&str> = items()
            .flat_map(|item| item.was.iter().chain([&item.id]))
            .map(String::as_str)
            .collect();
        for id in ids {
            let name = id.get_ref();
            let retired = record.retired.get(checklist);
            if known.contains(name.as_str()) || retired.is_some_and(|ids| ids.contains_key(name)) {
                continue;
            }
            let (message, remedy) = match pages.and_then(|pages| pages.first()) {
                Some(page) => {
                    let today = similar::nearest(name, items().map(|item| item.id.as_str()));
                    let heir = today.map_or_else(
                        || "the item that took its place".to_owned(),
                        |id| format!("`{id}`"),
                    );
                    (
                        format!(
                            "the checklist of {} has lost its item `{name}`, and with it people's ticks",
                            page.path
                        ),
                        format!(
                            "add `was={name}` to {heir}, or move it to `[retired.{checklist}]` with the reason"
                        ),
                    )
                }
                None => (
                    format!(
                        "no page has the checklist `{checklist}` any more, so people's ticks for `{name}` are lost"
                    ),
                    format!(
                        "give the page its file name back, or move the id to `[retired.{checklist}]` with the reason"
                    ),
                ),
            };
            report.push(Diagnostic::file(path, message, remedy).at(text, id.span()));
        }
    }
    for (checklist, ids) in &record.retired {
        for (id, reason) in ids {
            if reason.trim().is_empty() {
                report.push(Diagnostic::file(
                    path,
                    format!("the retired item `{id}` of `{checklist}` has no reason"),
                    format!("write it as `{id} = \"why it is gone\"`"),
                ));
            }
        }
    }
}

fn print(
    all: &BTreeMap<String, BTreeSet<String>>,
    retired: &BTreeMap<String, BTreeMap<String, String>>,
) -> String {
    let mut text = String::from(
        "# Every checklist item id ever published, by page: browsers remember ticks by them, so none may be lost.\n\
         # `recourse check --record-items` adds the new ones. An id that is gone for good goes to [retired.page] as id = \"why\".\n\n\
         [items]\n",
    );
    for (checklist, ids) in all {
        let _ = writeln!(text, "{} = [", key(checklist));
        for id in ids {
            let _ = writeln!(text, "    {},", quoted(id));
        }
        text.push_str("]\n");
    }
    for (checklist, ids) in retired {
        let _ = writeln!(text, "\n[retired.{}]", key(checklist));
        for (id, reason) in ids {
            let _ = writeln!(text, "{} = {}", key(id), quoted(reason));
        }
    }
    text
}

fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if !name.is_empty() && name.chars().all(bare) {
        name.to_owned()
    } else {
        quoted(name)
    }
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
