//! What one look at the whole site finds, for all pages to share: where links can lead, where each page stands. It
//! borrows nothing, and holds as long as only the words of pages change.

use std::collections::BTreeSet;

use crate::config;
use crate::diagnostic::{Diagnostic, Report};
use crate::directory::{self, Directory};
use crate::front_matter::Kind;
use crate::links::Targets;
use crate::page::Page;
use crate::site::Site;
use crate::tree::Node;

/// The places of all pages.
pub struct Plan {
    pub(super) targets: Targets,
    pub(super) places: Vec<Place>,
    /// The page for cases, by language.
    pub(super) cases: Vec<Option<usize>>,
    /// What to read first in an emergency.
    pub(super) urgent: Option<usize>,
    /// The pages that list facts.
    pub(super) directories: Vec<usize>,
    /// The facts that they show, by their ids.
    listed: BTreeSet<String>,
}

/// Where a page stands in its language's tree.
#[derive(Default)]
pub(super) struct Place {
    /// Which child to take at each step down from the root.
    pub(super) way: Vec<u32>,
    pub(super) previous: Option<usize>,
    pub(super) next: Option<usize>,
}

impl Plan {
    /// Looks at the whole site.
    pub fn new(site: &Site, report: &mut Report) -> Self {
        let files = site
            .files
            .iter()
            .map(|(path, address)| (path.as_str(), address.as_str()))
            .chain(site.sheets.iter().map(|it| (it.as_str(), it.as_str())));
        let mut targets = Targets::new(&site.pages, files);
        let has_directory = |page: &usize| !site.pages[*page].document.directories.is_empty();
        let directories: Vec<usize> = (0..site.pages.len()).filter(has_directory).collect();
        let mut listed = BTreeSet::new();
        for page in &directories {
            // What is wrong with a block is reported by whoever shows it.
            let found = directory::of_page(&site.pages[*page], &site.facts, &mut Report::default());
            targets.add_anchors(*page, found.iter().flatten().flat_map(Directory::anchors));
            let groups = found.iter().flatten().flat_map(|found| &found.groups);
            let facts = groups.flat_map(|group| &group.facts);
            listed.extend(facts.map(|fact| fact.id.get_ref().clone()));
        }
        let mut places: Vec<Place> = site.pages.iter().map(|_| Place::default()).collect();
        for language in &site.languages {
            place(&language.tree.root, &mut Vec::new(), &mut places);
            let order = language.tree.in_order();
            for pair in order.windows(2) {
                places[pair[0]].next = Some(pair[1]);
                places[pair[1]].previous = Some(pair[0]);
            }
        }
        let cases = (0..site.languages.len())
            .map(|language| {
                site.pages
                    .iter()
                    .position(|page| page.language == language && page.front.kind == Kind::Case)
            })
            .collect();
        Self {
            targets,
            places,
            cases,
            urgent: urgent(site, report),
            directories,
            listed,
        }
    }

    /// The facts that directories show, by their ids.
    pub fn listed(&self) -> BTreeSet<&str> {
        self.listed.iter().map(String::as_str).collect()
    }

    /// Whether a page has a link to a place on another one.
    pub fn has_link(&self, site: &Site, from: &Page, to: usize) -> bool {
        from.document.links.iter().any(|link| {
            self.targets
                .leads_to_place(from, &link.target, to, &site.pages)
        })
    }

    /// The nodes from the root of a page's tree down to its own.
    pub(super) fn path<'a>(&self, site: &'a Site, page: usize) -> Vec<&'a Node> {
        let mut node = &site.languages[site.pages[page].language].tree.root;
        let mut path = vec![node];
        for child in &self.places[page].way {
            node = &node.children[*child as usize];
            path.push(node);
        }
        path
    }
}

fn place(node: &Node, way: &mut Vec<u32>, places: &mut [Place]) {
    places[node.page].way.clone_from(way);
    for (number, child) in (0..).zip(&node.children) {
        way.push(number);
        place(child, way, places);
        way.pop();
    }
}

fn urgent(site: &Site, report: &mut Report) -> Option<usize> {
    let urgent = site.config.urgent.as_ref()?;
    let path = format!("{}{}", site.languages[0].folder, urgent.page);
    let page = site.pages.iter().position(|page| page.path == path);
    if page.is_none() {
        report.push(Diagnostic::file(
            config::FILE,
            format!("`urgent` names no page `{path}`"),
            "name a page below the first language's folder",
        ));
    }
    page
}
