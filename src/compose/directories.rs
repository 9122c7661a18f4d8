//! The views of directories: facts and changes as lists to look things up in, linked with each other.

use std::collections::{BTreeMap, HashMap};

use toml::Spanned;
use toml::value::Date;

use crate::address;
use crate::directory::{self, By, Directory, Group};
use crate::facts::{Change, Confidence, Document, Fact, Kind, Whose};
use crate::page::Page;
use crate::site::Site;
use crate::view::{
    BasisView, ChangeView, ContentsItem, DirectoryView, DocumentView, FactGroup, FactView,
};

use super::Composer;

impl<'a> Composer<'a> {
    pub(super) fn directory_view(
        &'a self,
        page: &'a Page,
        directory: &'a Directory<'a>,
    ) -> DirectoryView<'a> {
        DirectoryView {
            level: directory.level,
            groups: directory
                .groups
                .iter()
                .map(|group| self.fact_group(page, directory, group))
                .collect(),
            changes: directory
                .changes
                .iter()
                .map(|(id, change)| self.change_view(page, id, change))
                .collect(),
        }
    }

    fn fact_group(
        &'a self,
        page: &'a Page,
        directory: &'a Directory<'a>,
        group: &'a Group<'a>,
    ) -> FactGroup<'a> {
        let document = directory::document(group, &self.site.facts);
        let view = |fact: &&'a Fact| {
            let mut view = self.fact_view(page, fact, document.is_some());
            view.whose = view.whose.filter(|_| directory.whose);
            view
        };
        let (limits, entries): (Vec<&Fact>, Vec<&Fact>) = group
            .facts
            .iter()
            .partition(|fact| fact.kind == Kind::Limit);
        FactGroup {
            id: group.id.as_deref(),
            title: title(group, document),
            document: document.map(document_view),
            limits: limits.iter().map(view).collect(),
            entries: entries.iter().map(view).collect(),
        }
    }

    fn fact_view(&'a self, page: &'a Page, fact: &'a Fact, below_document: bool) -> FactView<'a> {
        let document = self.site.facts.document(fact);
        FactView {
            anchor: directory::anchor(fact),
            kind: fact.kind.name(),
            document: document.filter(|_| !below_document).map(Document::short),
            article: fact.article.as_deref(),
            title: fact.title.as_deref(),
            value: fact.value.as_deref(),
            href: fact.href(),
            text: &fact.text,
            in_force_from: fact.in_force_from.map(|date| date.to_string()),
            until: fact.until.map(|date| date.to_string()),
            url: fact.url.as_deref(),
            secondary: fact.confidence == Confidence::Secondary,
            checked: fact.checked.to_string(),
            trigger: fact.trigger.as_deref(),
            whose: fact.whose.map(|whose| match whose {
                Whose::Theirs => "theirs",
                Whose::Yours => "yours",
            }),
            basis: self.basis(page, &fact.basis),
        }
    }

    fn change_view(&'a self, page: &'a Page, id: &'a str, change: &'a Change) -> ChangeView<'a> {
        ChangeView {
            anchor: id,
            date: change.date.to_string(),
            title: &change.title,
            text: &change.text,
            basis: self.basis(page, &change.basis),
        }
    }

    /// The facts that something rests on, each linked to where a directory shows it.
    fn basis(&'a self, page: &'a Page, ids: &'a [Spanned<String>]) -> Vec<BasisView<'a>> {
        ids.iter()
            .filter_map(|id| self.site.facts.get(id.get_ref()))
            .map(|fact| {
                let document = self.site.facts.document(fact).map(Document::short);
                let title = fact.article.as_deref().or(fact.title.as_deref());
                BasisView {
                    document,
                    title: title.filter(|title| Some(*title) != document),
                    href: self
                        .shown
                        .get(&(page.language, fact.id.get_ref().as_str()))
                        .map(|shown| {
                            let shown = &self.site.pages[*shown].address;
                            let path = if *shown == page.address {
                                String::new()
                            } else {
                                address::relative(&page.address, shown)
                            };
                            format!("{path}#{}", address::encode(&directory::anchor(fact)))
                        }),
                }
            })
            .collect()
    }

    /// The page's headings and the directories' own, in the order in which they stand.
    pub(super) fn contents(&'a self, page: &'a Page, index: usize) -> Vec<ContentsItem<'a>> {
        let opening = page.title_heading();
        let own = page.document.headings.iter();
        let own = own.filter(|heading| opening != Some(*heading));
        let own = own.map(|heading| {
            let item = ContentsItem {
                id: &heading.id,
                text: &heading.text,
                level: heading.level,
            };
            (heading.span.start, item)
        });
        let directories = self.directories.get(&index).into_iter().flatten().flatten();
        let of_facts = directories.flat_map(|directory| {
            directory.groups.iter().filter_map(|group| {
                let document = directory::document(group, &self.site.facts);
                let item = ContentsItem {
                    id: group.id.as_deref()?,
                    text: title(group, document),
                    level: directory.level,
                };
                Some((directory.at, item))
            })
        });
        let mut all: Vec<(usize, ContentsItem)> = own.chain(of_facts).collect();
        // Stable: the groups of one block keep their order.
        all.sort_by_key(|(at, _)| *at);
        all.into_iter()
            .map(|(_, item)| item)
            .filter(|item| matches!(item.level, 2 | 3))
            .collect()
    }
}

fn title<'a>(group: &Group<'a>, document: Option<&'a Document>) -> &'a str {
    match group.by {
        By::Nothing => "",
        By::Name(name) => name,
        By::Document(id) => document.map_or(id, Document::short),
    }
}

fn document_view(document: &Document) -> DocumentView<'_> {
    let date = |date: Option<Date>| date.map(|date| date.to_string());
    DocumentView {
        name: &document.name,
        issuer: document.issuer.as_deref(),
        number: document.number.as_deref(),
        in_force_from: date(document.in_force_from),
        until: date(document.until),
        url: document.url.as_deref(),
    }
}

/// Where each fact is shown: on the first such page in reading order.
pub(super) fn shown<'a>(
    site: &'a Site,
    directories: &BTreeMap<usize, Vec<Option<Directory<'a>>>>,
) -> HashMap<(usize, &'a str), usize> {
    let mut shown = HashMap::new();
    if directories.is_empty() {
        return shown;
    }
    for (index, language) in site.languages.iter().enumerate() {
        for page in language.tree.in_order() {
            let own = directories.get(&page).into_iter().flatten().flatten();
            for fact in own
                .flat_map(|own| &own.groups)
                .flat_map(|group| &group.facts)
            {
                shown
                    .entry((index, fact.id.get_ref().as_str()))
                    .or_insert(page);
            }
        }
    }
    shown
}
