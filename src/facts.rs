//! Facts: every law, number, time limit and official address that a page may rely on, once, with its source.
//!
//! Prose cites a fact by its id; the page shows the reference. This module knows no particular fact.

mod calendar;
mod check;
mod entry;
mod limit;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Date;

use crate::diagnostic::{Diagnostic, Report};
use crate::source::Sources;

pub use calendar::Year;
pub use entry::{Change, Confidence, Document, Fact, Kind};
pub use limit::{LastDay, Unit, Whose};

/// The folder of facts below the site's folder.
pub const FOLDER: &str = "facts/";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    source: Vec<Document>,
    #[serde(default)]
    fact: Vec<Fact>,
    #[serde(default)]
    change: Vec<Change>,
    #[serde(default)]
    year: BTreeMap<String, Year>,
}

/// All the facts of a site.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    documents: BTreeMap<String, Document>,
    facts: BTreeMap<String, Fact>,
    /// The file that each id stands in: its path and its text.
    places: BTreeMap<String, (String, Arc<str>)>,
    /// The ids of each file's facts in the file's order, by the file's name without `.toml`.
    files: BTreeMap<String, Vec<String>>,
    /// Newest first.
    pub changes: Vec<Change>,
    /// By year.
    pub years: BTreeMap<String, Year>,
}

impl Facts {
    /// Reads every TOML file in `facts/`.
    pub fn read(sources: &Sources, report: &mut Report) -> Self {
        let mut facts = Self::default();
        let mut origins: BTreeMap<String, &str> = BTreeMap::new();
        let mut to_check = Vec::new();
        for (path, text) in files(sources) {
            match toml::from_str::<File>(text) {
                Ok(file) => {
                    facts.add(path, text, file, &mut origins, &mut to_check, report);
                }
                Err(error) => report.push(Diagnostic::toml(path, text, &error).unreadable()),
            }
        }
        for (path, text, id) in to_check {
            let name = id.get_ref();
            if !facts.facts.contains_key(name) && !facts.documents.contains_key(name) {
                report.push(
                    Diagnostic::file(
                        path,
                        format!("there is no source or fact `{name}`"),
                        facts.suggestion(name),
                    )
                    .at(text, id.span()),
                );
            }
        }
        facts
            .changes
            .sort_by(|a, b| (b.date, &b.title).cmp(&(a.date, &a.title)));
        facts
    }

    fn add<'a>(
        &mut self,
        path: &'a str,
        text: &'a Arc<str>,
        file: File,
        origins: &mut BTreeMap<String, &'a str>,
        to_check: &mut Vec<(&'a str, &'a Arc<str>, Spanned<String>)>,
        report: &mut Report,
    ) {
        let mut claim = |id: &Spanned<String>, report: &mut Report| {
            if let Some(first) = origins.insert(id.get_ref().clone(), path) {
                report.push(
                    Diagnostic::file(
                        path,
                        format!("the id `{}` is used twice, first in {first}", id.get_ref()),
                        "give one of the two another id",
                    )
                    .at(text, id.span()),
                );
            }
        };
        for document in file.source {
            claim(&document.id, report);
            self.place(&document.id, path, text);
            self.documents
                .insert(document.id.get_ref().clone(), document);
        }
        let name = &path[FOLDER.len()..];
        let name = name.strip_suffix(".toml").unwrap_or(name);
        let in_file = self.files.entry(name.to_owned()).or_default();
        for fact in file.fact {
            claim(&fact.id, report);
            self.places.insert(
                fact.id.get_ref().clone(),
                (path.to_owned(), Arc::clone(text)),
            );
            in_file.push(fact.id.get_ref().clone());
            check::check(path, text, &fact, report);
            to_check.extend(
                fact.source
                    .iter()
                    .chain(&fact.basis)
                    .map(|id| (path, text, id.clone())),
            );
            self.facts.insert(fact.id.get_ref().clone(), fact);
        }
        for change in file.change {
            to_check.extend(change.basis.iter().map(|id| (path, text, id.clone())));
            self.changes.push(change);
        }
        self.years.extend(file.year);
    }

    fn place(&mut self, id: &Spanned<String>, path: &str, text: &Arc<str>) {
        let place = (path.to_owned(), Arc::clone(text));
        self.places.insert(id.get_ref().clone(), place);
    }

    /// Every fact, by its id.
    pub fn all(&self) -> impl Iterator<Item = &Fact> {
        self.facts.values()
    }

    /// Every document that facts come from, by its id.
    pub fn sources(&self) -> impl Iterator<Item = &Document> {
        self.documents.values()
    }

    /// Facts by their ids, and all those that they rest on.
    pub fn closure<'a>(&'a self, ids: impl IntoIterator<Item = &'a str>) -> Vec<&'a Fact> {
        let mut waiting: Vec<&str> = ids.into_iter().collect();
        let mut seen = BTreeSet::new();
        let mut facts = Vec::new();
        while let Some(id) = waiting.pop() {
            if let Some(fact) = self.get(id)
                && seen.insert(id)
            {
                waiting.extend(fact.basis.iter().map(|id| id.get_ref().as_str()));
                facts.push(fact);
            }
        }
        facts
    }

    /// The first and the last day that a fact is in force, where they are known.
    pub fn in_force(&self, fact: &Fact) -> (Option<Date>, Option<Date>) {
        let document = self.document(fact);
        (
            fact.in_force_from
                .or_else(|| document.and_then(|document| document.in_force_from)),
            fact.until
                .or_else(|| document.and_then(|document| document.until)),
        )
    }

    /// A problem with a fact or a document, at its id.
    pub fn problem(
        &self,
        id: &Spanned<String>,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Diagnostic {
        match self.places.get(id.get_ref()) {
            Some((path, text)) => Diagnostic::file(path, message, remedy).at(text, id.span()),
            None => Diagnostic::file(FOLDER, message, remedy),
        }
    }

    /// A fact by its id.
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.facts.get(id)
    }

    /// The names of the files, without `.toml`.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// The facts of a file in the file's order; of all files, one after the other, if none is named.
    pub fn in_order(&self, file: Option<&str>) -> impl Iterator<Item = &Fact> {
        self.files
            .iter()
            .filter(move |(name, _)| file.is_none_or(|file| file == *name))
            .flat_map(|(_, ids)| ids)
            .filter_map(|id| self.facts.get(id))
    }

    /// The ids of all documents.
    pub fn documents(&self) -> impl Iterator<Item = &str> {
        self.documents.keys().map(String::as_str)
    }

    /// The document that a fact comes from.
    pub fn document(&self, fact: &Fact) -> Option<&Document> {
        self.documents.get(fact.source.as_ref()?.get_ref())
    }

    /// The remedy for an id that does not exist.
    pub fn suggestion(&self, id: &str) -> String {
        crate::similar::remedy(
            id,
            self.facts.keys().map(String::as_str),
            "add it to a file in facts/",
        )
    }
}

fn files(sources: &Sources) -> impl Iterator<Item = (&str, &Arc<str>)> {
    sources.files.iter().filter_map(|(path, content)| {
        let name = path.strip_prefix(FOLDER)?;
        match content {
            crate::source::Content::Text(text) if name.ends_with(".toml") => {
                Some((path.as_str(), text))
            }
            _ => None,
        }
    })
}
