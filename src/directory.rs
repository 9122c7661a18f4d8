//! Directories: what a page's ```` ```facts ```` blocks ask for, and the facts that answer. Knows no HTML and no
//! other page.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Report, toml_message};
use crate::facts::{Change, Document, Fact, Facts, Kind, Whose};
use crate::markdown::Fenced;
use crate::page::Page;
use crate::similar;

/// The keys of a block, for the remedy of an unknown one.
const KEYS: &str = "file, kind, source, without, group, whose, changes";

/// What a block asks for: the facts that fit everything it says, or the dated changes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Query {
    file: Option<Spanned<String>>,
    kind: Option<Spanned<Kind>>,
    source: Option<Spanned<Sources>>,
    /// Sources to leave out.
    without: Option<Spanned<Sources>>,
    group: Option<Spanned<String>>,
    whose: Option<Spanned<Whose>>,
    changes: Option<Spanned<bool>>,
}

/// One source or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Sources {
    One(String),
    Many(Vec<String>),
}

impl Sources {
    fn names(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::Many(names) => names,
        }
    }
}

/// The answer to one block.
#[derive(Debug)]
pub struct Directory<'a> {
    /// Where the block stands in the page's body, in bytes.
    pub at: usize,
    /// The level of its headings: one below the heading it stands under.
    pub level: u8,
    /// Whether its time limits differ in who has to keep them, as far as the block tells.
    pub whose: bool,
    /// The facts.
    pub groups: Vec<Group<'a>>,
    /// The changes, newest first, each with the id that a link can name.
    pub changes: Vec<(String, &'a Change)>,
}

/// Facts that belong together, in the order of their file.
#[derive(Debug)]
pub struct Group<'a> {
    /// The id that a link can name; none for facts that belong to no group.
    pub id: Option<String>,
    /// What they have in common.
    pub by: By<'a>,
    /// The facts.
    pub facts: Vec<&'a Fact>,
}

/// What the facts of a group have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By<'a> {
    /// Nothing, or what the block itself asked for, so that no heading is due.
    Nothing,
    /// The document that they come from.
    Document(&'a str),
    /// Their `group`.
    Name(&'a str),
}

/// A mistake in a block: where in it, what is wrong, what to do.
struct Mistake(Option<Range<usize>>, String, String);

impl Directory<'_> {
    /// Everything in it that a link can point at.
    pub fn anchors(&self) -> impl Iterator<Item = String> {
        let groups = self.groups.iter();
        groups
            .clone()
            .filter_map(|group| group.id.clone())
            .chain(groups.flat_map(|group| group.facts.iter().map(|fact| anchor(fact))))
            .chain(self.changes.iter().map(|(id, _)| id.clone()))
    }
}

/// The id that a fact's entry has in a page.
pub fn anchor(fact: &Fact) -> String {
    format!("fact-{}", fact.id.get_ref())
}

/// The answers to a page's blocks, in order; nothing for a block with a mistake, which is reported.
pub fn of_page<'a>(
    page: &Page,
    facts: &'a Facts,
    report: &mut Report,
) -> Vec<Option<Directory<'a>>> {
    let mut ids: BTreeSet<String> = page.anchors().map(str::to_owned).collect();
    let mut shown = BTreeSet::new();
    page.document
        .directories
        .iter()
        .map(
            |block| match answer(page, block, facts, &mut ids, &mut shown) {
                Ok(directory) => Some(directory),
                Err(Mistake(span, message, remedy)) => {
                    let span = span.map_or_else(
                        || block.span.clone(),
                        |span| block.span.start + span.start..block.span.start + span.end,
                    );
                    report.push(page.problem(&span, message, remedy));
                    None
                }
            },
        )
        .collect()
}

fn answer<'a>(
    page: &Page,
    block: &Fenced,
    facts: &'a Facts,
    ids: &mut BTreeSet<String>,
    shown: &mut BTreeSet<&'a str>,
) -> Result<Directory<'a>, Mistake> {
    let query: Query = toml::from_str(&block.source).map_err(|error| {
        let remedy = format!("write `key = value` lines with {KEYS}");
        Mistake(error.span(), toml_message(&error), remedy)
    })?;
    let mut directory = Directory {
        at: block.span.start,
        level: level(page, block),
        whose: query.whose.is_none(),
        groups: Vec::new(),
        changes: Vec::new(),
    };
    if query.asks_for_changes()? {
        directory.changes = changes(facts, ids)?;
        return Ok(directory);
    }
    query.check(facts)?;
    for fact in facts.in_order(query.file.as_ref().map(|name| name.get_ref().as_str())) {
        if !query.fits(fact) {
            continue;
        }
        if !shown.insert(fact.id.get_ref()) {
            return Err(Mistake(
                None,
                format!(
                    "the fact `{}` is shown by two blocks of this page",
                    fact.id.get_ref()
                ),
                "narrow one of the two blocks".to_owned(),
            ));
        }
        let by = query.group_of(fact);
        match directory.groups.iter_mut().find(|group| group.by == by) {
            Some(group) => group.facts.push(fact),
            None => directory.groups.push(Group {
                id: None,
                by,
                facts: vec![fact],
            }),
        }
    }
    if directory.groups.is_empty() {
        return Err(Mistake(
            None,
            "no fact fits this block".to_owned(),
            "ask for less at once, or add the facts to a file in facts/".to_owned(),
        ));
    }
    // What belongs to no group would otherwise seem to belong to the one before it.
    directory
        .groups
        .sort_by_key(|group| group.by != By::Nothing);
    for group in &mut directory.groups {
        group.id = match group.by {
            By::Nothing => None,
            By::Document(id) => Some(unused(ids, &format!("source-{id}"))),
            By::Name(name) => Some(unused(ids, &format!("group-{}", name.replace(' ', "-")))),
        };
    }
    Ok(directory)
}

impl Query {
    fn asks_for_changes(&self) -> Result<bool, Mistake> {
        let Some(changes) = &self.changes else {
            return Ok(false);
        };
        let others = self.asks_for_facts();
        match changes.get_ref() {
            true if !others => Ok(true),
            false => Ok(false),
            true => Err(Mistake(
                Some(changes.span()),
                "a block shows facts or changes, not both".to_owned(),
                "write two blocks".to_owned(),
            )),
        }
    }

    fn asks_for_facts(&self) -> bool {
        self.file.is_some()
            || self.kind.is_some()
            || self.source.is_some()
            || self.group.is_some()
            || self.whose.is_some()
    }

    /// Every name in it must exist: a misspelt one would quietly show nothing, or too much.
    fn check(&self, facts: &Facts) -> Result<(), Mistake> {
        if !self.asks_for_facts() {
            return Err(Mistake(
                None,
                "the block does not say which facts to show".to_owned(),
                format!("add a line such as `file = \"laws\"`; the keys are {KEYS}"),
            ));
        }
        let unknown = |span: Range<usize>, name: &str, what: &str, remedy: String| {
            let message = format!("there is no {what} `{name}`");
            Mistake(Some(span), message, remedy)
        };
        if let Some(name) = &self.file
            && !facts.files().any(|file| file == name.get_ref())
        {
            let known: Vec<&str> = facts.files().collect();
            let remedy = match known.as_slice() {
                [] => "add a file to facts/".to_owned(),
                known => format!("use one of {}", known.join(", ")),
            };
            return Err(unknown(
                name.span(),
                name.get_ref(),
                "file of facts",
                remedy,
            ));
        }
        for sources in [&self.source, &self.without].into_iter().flatten() {
            let mut names = sources.get_ref().names().iter();
            if let Some(name) = names.find(|name| !facts.documents().any(|id| id == *name)) {
                let otherwise = "add the source to a file in facts/";
                let remedy = similar::remedy(name, facts.documents(), otherwise);
                return Err(unknown(sources.span(), name, "source", remedy));
            }
        }
        if let Some(name) = &self.group {
            let groups = || {
                facts
                    .in_order(None)
                    .filter_map(|fact| fact.group.as_deref())
            };
            if !groups().any(|group| group == name.get_ref()) {
                let otherwise = "add `group` to the facts that belong to it";
                let remedy = similar::remedy(name.get_ref(), groups(), otherwise);
                return Err(unknown(
                    name.span(),
                    name.get_ref(),
                    "group of facts",
                    remedy,
                ));
            }
        }
        Ok(())
    }

    fn fits(&self, fact: &Fact) -> bool {
        fn same<T: PartialEq>(wanted: Option<&Spanned<T>>, found: Option<&T>) -> bool {
            wanted.is_none_or(|wanted| found == Some(wanted.get_ref()))
        }
        let source = fact.source.as_ref().map(Spanned::get_ref);
        let named = |sources: &Spanned<Sources>| {
            source.is_some_and(|source| sources.get_ref().names().contains(source))
        };
        same(self.kind.as_ref(), Some(&fact.kind))
            && self.source.as_ref().is_none_or(named)
            && !self.without.as_ref().is_some_and(named)
            && same(self.group.as_ref(), fact.group.as_ref())
            && same(self.whose.as_ref(), fact.whose.as_ref())
    }

    fn asks_for_one_source(&self) -> bool {
        let source = self.source.as_ref().map(Spanned::get_ref);
        source.is_some_and(|source| source.names().len() == 1)
    }

    /// What a fact is listed under, unless the block asked for that alone.
    fn group_of<'a>(&self, fact: &'a Fact) -> By<'a> {
        match (&fact.group, &fact.source) {
            _ if self.group.is_some() => By::Nothing,
            (Some(group), _) => By::Name(group),
            (None, Some(_)) if self.asks_for_one_source() => By::Nothing,
            (None, Some(source)) => By::Document(source.get_ref()),
            (None, None) => By::Nothing,
        }
    }
}

fn changes<'a>(
    facts: &'a Facts,
    ids: &mut BTreeSet<String>,
) -> Result<Vec<(String, &'a Change)>, Mistake> {
    if facts.changes.is_empty() {
        return Err(Mistake(
            None,
            "there is no dated change to show".to_owned(),
            "add `[[change]]` entries to a file in facts/".to_owned(),
        ));
    }
    let id = |change: &Change, ids: &mut BTreeSet<String>| {
        unused(ids, &format!("change-{}", change.date))
    };
    Ok(facts
        .changes
        .iter()
        .map(|change| (id(change, ids), change))
        .collect())
}

/// One below the heading that the block stands under.
fn level(page: &Page, block: &Fenced) -> u8 {
    let above = page
        .document
        .headings
        .iter()
        .rfind(|heading| heading.span.start < block.span.start);
    above.map_or(2, |heading| (heading.level + 1).clamp(2, 6))
}

/// An id like this one that nothing on the page has yet.
fn unused(ids: &mut BTreeSet<String>, wanted: &str) -> String {
    let numbered = (2..).map(|number| format!("{wanted}-{number}"));
    let id = std::iter::once(wanted.to_owned())
        .chain(numbered)
        .find(|id| !ids.contains(id))
        .unwrap_or_default();
    ids.insert(id.clone());
    id
}

/// The document that a group's facts come from.
pub fn document<'a>(group: &Group<'a>, facts: &'a Facts) -> Option<&'a Document> {
    match group.by {
        By::Document(_) => facts.document(group.facts.first()?),
        By::Nothing | By::Name(_) => None,
    }
}
