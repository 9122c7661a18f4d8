//! The ways from a page to others: the tree as far as it is open, cards, letters, what to read in an emergency.

use crate::address;
use crate::config;
use crate::diagnostic::{Diagnostic, Report};
use crate::front_matter::Kind;
use crate::page::Page;
use crate::site::Language;
use crate::tree::Node;
use crate::view::{Checklist, EvidenceView, NavigationItem, PageLink, View};

use super::Composer;

/// Where a page stands in its language's tree.
#[derive(Clone, Default)]
pub(super) struct Place<'a> {
    /// From the root down to the page itself.
    pub(super) path: Vec<&'a Node>,
    pub(super) previous: Option<usize>,
    pub(super) next: Option<usize>,
}

impl<'a> Composer<'a> {
    /// What to read first in an emergency; nothing on that page itself.
    pub(super) fn urgent(&self, from: &str, report: &mut Report) -> Option<PageLink> {
        let urgent = self.site.config.urgent.as_ref()?;
        let path = format!("{}{}", self.site.languages[0].folder, urgent.page);
        let Some(page) = self.site.pages.iter().position(|page| page.path == path) else {
            report.push(Diagnostic::file(
                config::FILE,
                format!("`urgent` names no page `{path}`"),
                "name a page below the first language's folder",
            ));
            return None;
        };
        (self.site.pages[page].address != from).then(|| PageLink {
            title: urgent.title.clone(),
            ..self.link(from, page)
        })
    }

    /// The page for cases in a language.
    pub(super) fn case_page(&self, language: usize) -> Option<usize> {
        let pages = self.site.pages.iter();
        let mut pages = pages
            .enumerate()
            .filter(|(_, page)| page.language == language);
        let found = pages.find(|(_, page)| page.front.kind == Kind::Case);
        found.map(|(index, _)| index)
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

    /// The tree below `node`, opened along `path`.
    pub(super) fn navigation(
        &self,
        node: &Node,
        from: &str,
        path: &[&Node],
    ) -> Vec<NavigationItem> {
        node.children
            .iter()
            .map(|child| {
                let page = &self.site.pages[child.page];
                let open = path.iter().any(|above| above.page == child.page);
                NavigationItem {
                    title: page.nav_title().to_owned(),
                    href: address::relative(from, &page.address),
                    current: page.address == from,
                    open,
                    checklist: checklist(page),
                    children: if open {
                        self.navigation(child, from, path)
                    } else {
                        Vec::new()
                    },
                }
            })
            .collect()
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

pub(super) fn place<'a>(node: &'a Node, path: &mut Vec<&'a Node>, places: &mut [Place<'a>]) {
    path.push(node);
    places[node.page].path.clone_from(path);
    for child in &node.children {
        place(child, path, places);
    }
    path.pop();
}

/// Whether a page has anything that the tool does: a checklist, a letter, or another page's progress.
pub(super) fn uses_tool(view: &View) -> bool {
    fn shows_progress(items: &[NavigationItem]) -> bool {
        items
            .iter()
            .any(|item| item.checklist.is_some() || shows_progress(&item.children))
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
