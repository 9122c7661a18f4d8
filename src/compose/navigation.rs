//! The ways from a page to others: the tree as far as it is open, cards, letters, what to read in an emergency.

use std::ops::Range;
use std::sync::OnceLock;

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::front_matter::Kind;
use crate::page::Page;
use crate::render::Ready;
use crate::site::{Language, Site};
use crate::tree::Node;
use crate::view::{
    Checklist, EvidenceView, NavigationEntry, NavigationItem, NavigationLink, PageLink, View,
};

use super::{Composer, Plan};

/// A section with more pages than this lists only some of them in the navigation: every page lists it, so that the
/// whole list on each would make a site grow with the square of its pages.
const MOST_LISTED: usize = 50;

/// How many pages are listed then on either side of the one that is open.
const AROUND: usize = 15;

/// So many folders inside of each other are opened in the navigation; a page that lies deeper has its breadcrumbs.
const DEEPEST_LISTED: usize = 20;

/// From where the navigation is seen.
pub(super) struct Viewpoint<'a> {
    /// The address of the page.
    pub(super) address: &'a str,
    /// What stands before every link.
    pub(super) top: &'a str,
    /// Which child to take at each step down from the root.
    pub(super) way: &'a [u32],
    /// What it shares with the pages of its folder.
    pub(super) shared: &'a [Box<[OnceLock<Ready>]>],
}

impl Viewpoint<'_> {
    fn href(&self, address: &str) -> String {
        let mut href = address::relative(self.address, address);
        href.insert_str(0, self.top);
        href
    }
}

/// Links to pages as the pages of a folder show them, each made when it is first shown: for each step down from the root to
/// that folder, those to what is listed there; at the last step those to all that is there.
pub(super) type Links = Vec<Box<[OnceLock<Ready>]>>;

/// Which of so many pages are listed where this one is open.
fn listed(pages: usize, open: usize) -> Range<usize> {
    if pages <= MOST_LISTED {
        return 0..pages;
    }
    let first = open.saturating_sub(AROUND).min(pages - 1 - 2 * AROUND);
    first..first + 2 * AROUND + 1
}

impl Plan {
    /// The pages that may show a plain page's title or description: its section with all below, as far as they list it,
    /// its neighbours in reading order, and the pages that show pages of their choice.
    pub fn showing(&self, site: &Site, page: usize) -> Vec<usize> {
        let mut showing: Vec<usize> = (site.pages.iter().enumerate())
            .filter(|(_, page)| page.front.kind == Kind::Case || page.front.cards.is_some())
            .map(|(index, _)| index)
            .collect();
        let place = &self.places[page];
        showing.extend(place.previous.into_iter().chain(place.next));
        let path = self.path(site, page);
        let section = path[path.len().saturating_sub(2)];
        showing.push(section.page);
        let own = place.way.last().map_or(0, |own| *own as usize);
        let near = if section.children.len() > MOST_LISTED {
            // A page near either end lists more of those on its other side.
            own.saturating_sub(2 * AROUND)..(own + 2 * AROUND + 1).min(section.children.len())
        } else {
            0..section.children.len()
        };
        for child in &section.children[near] {
            child.visit(&mut |node| showing.push(node.page));
        }
        showing
    }
}

impl<'a> Composer<'a> {
    /// What to read first in an emergency; nothing on that page itself.
    pub(super) fn urgent(&self, from: &str) -> Option<PageLink> {
        let urgent = self.site.config.urgent.as_ref()?;
        let page = self.plan.urgent?;
        (self.site.pages[page].address != from).then(|| PageLink {
            title: urgent.title.clone(),
            ..self.link(from, page)
        })
    }

    /// The page for cases in a language.
    pub(super) fn case_page(&self, language: usize) -> Option<usize> {
        self.plan.cases[language]
    }

    pub(crate) fn link(&self, from: &str, page: usize) -> PageLink {
        let page = &self.site.pages[page];
        PageLink {
            title: page.title.clone(),
            description: page.front.description.clone().unwrap_or_default(),
            href: address::relative(from, &page.address),
            urgent: page.front.urgent,
            checklist: checklist(page),
        }
    }

    pub(super) fn links_to(&self, from: &str, nodes: &[Node]) -> Vec<PageLink> {
        nodes
            .iter()
            .map(|node| self.link(from, node.page))
            .collect()
    }

    /// The tree as it is seen from a page. Of a long section it has the pages around the open one, and a link to the
    /// section's own page, which lists them all.
    pub(super) fn navigation(
        &'a self,
        language: &'a Language,
        from: &Viewpoint<'_>,
    ) -> Vec<NavigationItem<'a>> {
        self.below(&language.tree.root, from, 0)
    }

    /// What is below a node so many steps down from the root.
    fn below(
        &'a self,
        node: &'a Node,
        from: &Viewpoint<'_>,
        depth: usize,
    ) -> Vec<NavigationItem<'a>> {
        let children = &node.children;
        let open = from.way.get(depth).map(|open| *open as usize);
        let listed = listed(children.len(), open.unwrap_or(0));
        let is_cut = listed.len() < children.len();
        let shared = from.shared.get(depth);
        // All that is there, or only what is listed.
        let first_shared = match shared {
            Some(links) if links.len() == listed.len() => listed.start,
            _ => 0,
        };
        let item = |number: usize| {
            let child = &children[number];
            let page = &self.site.pages[child.page];
            let open = open == Some(number);
            if !open && page.document.items.is_empty() {
                let make = || {
                    Ready::new(&NavigationLink {
                        plain: true,
                        title: page.nav_title(),
                        href: &from.href(&page.address),
                    })
                };
                let shared = shared.and_then(|links| links.get(number - first_shared));
                return NavigationItem::Link(
                    shared.map_or_else(make, |link| link.get_or_init(make).clone()),
                );
            }
            NavigationItem::Entry(NavigationEntry {
                title: page.nav_title(),
                href: from.href(&page.address),
                current: page.address == from.address,
                open,
                checklist: checklist(page),
                children: if open && depth + 1 < DEEPEST_LISTED {
                    self.below(child, from, depth + 1)
                } else {
                    Vec::new()
                },
                total: None,
            })
        };
        let whole = is_cut.then(|| {
            NavigationItem::Entry(NavigationEntry {
                title: "",
                href: from.href(&self.site.pages[node.page].address),
                current: false,
                open: false,
                checklist: None,
                children: Vec::new(),
                total: Some(children.len()),
            })
        });
        listed.map(item).chain(whole).collect()
    }

    /// The links that the pages of a folder share. `path` leads to one of these pages.
    pub(super) fn shared_links(&self, path: &[&Node]) -> &Links {
        let path = match path {
            [above @ .., page] if !page.section && !above.is_empty() => above,
            path => path,
        };
        let Some(section) = path.last() else {
            return const { &Vec::new() };
        };
        self.links[section.page].get_or_init(|| {
            let links = path.iter().map(|node| {
                // All of them show the same part of a long list above them, and each another part of their own.
                let all = node.children.len();
                let links = if node.page == section.page {
                    all
                } else {
                    listed(all, 0).len()
                };
                (0..links).map(|_| OnceLock::new()).collect()
            });
            links.collect()
        })
    }

    /// The pages of the section that `cards` names.
    pub(super) fn cards(
        &self,
        page: &Page,
        language: &Language,
        report: &mut Report,
    ) -> Vec<PageLink> {
        let Some(section) = &page.front.cards else {
            return Vec::new();
        };
        let index = format!("{}{section}/index.html", language.prefix);
        let node = language
            .tree
            .root
            .children
            .iter()
            .find(|node| self.site.pages[node.page].address == index);
        match node {
            Some(node) => self.links_to(&page.address, &node.children),
            None => {
                report.push(Diagnostic::file(
                    &page.path,
                    format!("`cards` names no section `{section}`"),
                    "name a folder beside this page",
                ));
                Vec::new()
            }
        }
    }

    /// The letters that a situation uses, by file stem, as links from an address.
    pub(crate) fn letters(
        &self,
        page: &Page,
        from: &str,
        language: &Language,
        report: &mut Report,
    ) -> Vec<PageLink> {
        let letters = || {
            self.site.pages.iter().enumerate().filter(|(_, other)| {
                other.front.kind == Kind::Letter
                    && self.site.languages[other.language].code == language.code
            })
        };
        let mut found = Vec::new();
        for id in &page.front.letters {
            match letters().find(|(_, letter)| address::stem(&letter.path) == id) {
                Some((index, _)) => found.push(self.link(from, index)),
                None => report.push(Diagnostic::file(
                    &page.path,
                    format!("there is no letter `{id}`"),
                    crate::similar::remedy(
                        id,
                        letters().map(|(_, letter)| address::stem(&letter.path)),
                        "write it as a page with `kind = \"letter\"`",
                    ),
                )),
            }
        }
        found
    }

    /// The evidence on the checklists of the situations that use a letter, each text once.
    pub(super) fn evidence(&self, letter: &Page) -> Vec<EvidenceView> {
        let id = address::stem(&letter.path);
        let mut evidence: Vec<EvidenceView> = Vec::new();
        for page in &self.site.pages {
            if page.language != letter.language || !page.front.letters.iter().any(|used| used == id)
            {
                continue;
            }
            let checklist = address::stem(&page.path);
            for item in page.document.items.iter().filter(|item| item.evidence) {
                let ids = std::iter::once(&item.id).chain(&item.was);
                let keys: Vec<String> = ids.map(|id| format!("{checklist}/{id}")).collect();
                evidence.push(EvidenceView {
                    item: keys.join(" "),
                    text: item
                        .text
                        .trim_end_matches(['。', '；', '，', '.'])
                        .to_owned(),
                });
            }
        }
        evidence
    }
}

/// Whether a page has anything that the tool does: a checklist, a letter, or another page's progress.
pub(super) fn uses_tool(view: &View) -> bool {
    fn shows_progress(items: &[NavigationItem]) -> bool {
        items.iter().any(|item| match item {
            NavigationItem::Link(_) => false,
            NavigationItem::Entry(entry) => {
                entry.checklist.is_some() || shows_progress(&entry.children)
            }
        })
    }
    let links = view.cards.iter().chain(&view.children);
    view.page.uses_tool
        || view.case_page.is_some()
        || shows_progress(&view.navigation)
        || links.into_iter().any(|link| link.checklist.is_some())
}

pub(super) fn checklist(page: &Page) -> Option<Checklist> {
    let items = &page.document.items;
    (!items.is_empty()).then(|| Checklist {
        id: address::stem(&page.path).to_owned(),
        items: items
            .iter()
            .map(|item| {
                let names = std::iter::once(&item.id).chain(&item.was);
                names.map(String::as_str).collect::<Vec<_>>().join("=")
            })
            .collect::<Vec<_>>()
            .join(" "),
        total: items.len(),
    })
}
