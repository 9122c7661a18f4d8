//! Facts: every law, number, time limit and official address that a page may rely on, once, with its source.
//!
//! Prose cites a fact by its id; the page shows the reference. This module knows no particular fact.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;
use toml::value::Date;

use crate::diagnostic::{Diagnostic, Report};
use crate::source::Sources;

/// The folder of facts below the site's folder.
pub const FOLDER: &str = "facts/";

/// How well a fact is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Seen on a page of the authority or the provider itself.
    Official,
    /// Seen as the complete official text.
    FullText,
    /// Reported by others; readers are told to go by the official text.
    Secondary,
}

/// What sort of fact it is, which decides how its value is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An article of a law or rule.
    Article,
    /// A telephone number, shown as a `tel:` link.
    Telephone,
    /// A web address, shown as a link.
    Address,
    /// A time limit.
    Limit,
    /// A way through an app's menus.
    Path,
    /// Any other rule that readers may rely on.
    Rule,
}

impl Kind {
    /// Its name in files and templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Telephone => "telephone",
            Self::Address => "address",
            Self::Limit => "limit",
            Self::Path => "path",
            Self::Rule => "rule",
        }
    }
}

/// A document that facts come from.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// Permanent id.
    pub id: Spanned<String>,
    /// The full title.
    pub name: String,
    /// The title as it is cited.
    pub short: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// Its official number.
    pub number: Option<String>,
    /// Its official address.
    pub url: Option<String>,
    /// The first day it is in force.
    pub in_force_from: Option<Date>,
    /// The last day it is in force.
    pub until: Option<Date>,
    /// How well it is known.
    pub confidence: Confidence,
    /// When that was last checked.
    pub checked: Date,
    /// For editors; never shown.
    pub note: Option<String>,
}

/// One fact.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// Permanent id.
    pub id: Spanned<String>,
    /// What sort of fact it is.
    pub kind: Kind,
    /// The document it comes from.
    pub source: Option<Spanned<String>>,
    /// The article of that document, in the document's own form.
    pub article: Option<String>,
    /// What it is called, where it is no article.
    pub title: Option<String>,
    /// What it is listed under in a directory, such as a provider; without it under its document.
    pub group: Option<String>,
    /// The value itself: a number to dial, an address, a time limit.
    pub value: Option<String>,
    /// What it says, in plain words.
    pub text: String,
    /// Its own official address, where it differs from the document's.
    pub url: Option<String>,
    /// The first day it is in force; otherwise the document's.
    pub in_force_from: Option<Date>,
    /// The last day it is in force; otherwise the document's.
    pub until: Option<Date>,
    /// How well it is known.
    pub confidence: Confidence,
    /// When that was last checked.
    pub checked: Date,
    /// For editors; never shown.
    pub note: Option<String>,
    /// A time limit: what starts it.
    pub trigger: Option<String>,
    /// A time limit: how many units.
    pub amount: Option<u32>,
    /// A time limit: what is counted.
    pub unit: Option<Unit>,
    /// A time limit: who has to keep it.
    pub whose: Option<Whose>,
    /// The facts that this one rests on.
    #[serde(default)]
    pub basis: Vec<Spanned<String>>,
    /// A time limit: when its last day moves.
    pub last_day: Option<LastDay>,
}

impl Fact {
    /// Where its value leads, if it can be dialled or opened.
    pub fn href(&self) -> Option<String> {
        let value = self.value.as_deref()?;
        match self.kind {
            Kind::Telephone => {
                let digits: String = value.chars().filter(char::is_ascii_digit).collect();
                Some(format!("tel:{digits}"))
            }
            Kind::Address => Some(format!("https://{value}")),
            _ => None,
        }
    }
}

impl Document {
    /// The title as it is cited.
    pub fn short(&self) -> &str {
        self.short.as_deref().unwrap_or(&self.name)
    }
}

/// What a time limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Days that are worked.
    WorkingDay,
    /// All days; the rule says so.
    NaturalDay,
    /// Days, where the rule does not say which.
    Day,
    /// Hours.
    Hour,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

/// What a limit may count, for the remedy where it does not say.
const UNITS: &str = "working-day, natural-day, day, hour, month, year";

/// Who has to keep a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// The other side.
    Theirs,
    /// The reader.
    Yours,
}

/// When the last day of a time limit moves to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LastDay {
    /// When it falls on a statutory holiday.
    StatutoryHoliday,
    /// When it falls on a legal day of rest.
    LegalRestDay,
    /// Never.
    None,
}

/// A dated change of the rules.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The day it took effect or was published.
    pub date: Date,
    /// What changed.
    pub title: String,
    /// What that means.
    pub text: String,
    /// The facts it rests on.
    #[serde(default)]
    pub basis: Vec<Spanned<String>>,
}

/// The days off and the days worked instead, of one year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// The official notice's number.
    pub notice: Option<String>,
    /// The official notice's address.
    pub notice_url: Option<String>,
    /// Whether the notice is known; without it working days can only be counted roughly.
    pub complete: bool,
    /// The statutory holidays.
    pub statutory: Vec<Date>,
    /// All days off, weekends inside of them included.
    #[serde(default)]
    pub off: Vec<Date>,
    /// Weekend days that are worked.
    #[serde(default)]
    pub work: Vec<Date>,
}

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
            check_fact(path, text, &fact, report);
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

/// What the types alone cannot refuse.
fn check_fact(path: &str, text: &Arc<str>, fact: &Fact, report: &mut Report) {
    let missing = match fact.kind {
        Kind::Article if fact.source.is_none() => Some("source"),
        Kind::Article if fact.article.is_none() => Some("article"),
        Kind::Telephone | Kind::Address | Kind::Limit | Kind::Path if fact.value.is_none() => {
            Some("value")
        }
        Kind::Article => None,
        _ if fact.title.is_none() => Some("title"),
        Kind::Limit if fact.amount.is_some() && fact.unit.is_none() => Some("unit"),
        _ => None,
    };
    if let Some(key) = missing {
        report.push(
            Diagnostic::file(
                path,
                format!("the fact `{}` has no `{key}`", fact.id.get_ref()),
                match key {
                    "unit" => format!("add `unit = …` to the entry: one of {UNITS}"),
                    _ => format!("add `{key} = …` to the entry"),
                },
            )
            .at(text, fact.id.span()),
        );
    }
}
