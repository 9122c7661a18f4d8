//! The order of a language's pages: sections inside of sections, each sorted by weight, then by file name.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::address;
use crate::page::{self, Page};

/// A page and what is below it.
#[derive(Debug, Clone)]
pub struct Node {
    /// Index into the site's pages.
    pub page: usize,
    /// What is below, in order; empty for a page that is no section.
    pub children: Vec<Node>,
    /// Whether it stands for a folder.
    pub section: bool,
}

impl Node {
    /// Shows itself and all that is below, in reading order.
    pub fn visit(&self, see: &mut dyn FnMut(&Node)) {
        see(self);
        self.children.iter().for_each(|child| child.visit(see));
    }
}

/// One language's pages as a tree below its home page.
#[derive(Debug, Clone)]
pub struct Tree {
    /// The home page.
    pub root: Node,
}

impl Tree {
    /// Sorts a language's pages into a tree, making a listing for each folder that has no page of its own.
    /// `prefix` is the language's folder in the addresses, empty for the first language.
    pub fn build(pages: &mut Vec<Arc<Page>>, language: usize, prefix: &str) -> Self {
        let mut folders: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        folders.entry(prefix.to_owned()).or_default();
        for (index, page) in pages.iter().enumerate() {
            if page.language == language {
                let folder = address::folder(&page.address).to_owned();
                let mut above = folder.as_str();
                while above.len() > prefix.len() {
                    above = address::folder(above.trim_end_matches('/'));
                    folders.entry(above.to_owned()).or_default();
                }
                folders.entry(folder).or_default().push(index);
            }
        }
        let root = section(pages, &folders, prefix, language);
        Self { root }
    }

    /// All pages in reading order.
    pub fn in_order(&self) -> Vec<usize> {
        let mut order = Vec::new();
        self.root.visit(&mut |node| order.push(node.page));
        order
    }
}

fn section(
    pages: &mut Vec<Arc<Page>>,
    folders: &BTreeMap<String, Vec<usize>>,
    folder: &str,
    language: usize,
) -> Node {
    let own = &folders[folder];
    let index = own
        .iter()
        .copied()
        .find(|page| address::file(&pages[*page].address) == "index.html");
    let index = index.unwrap_or_else(|| {
        pages.push(Arc::new(Page::listing(
            folder,
            format!("{folder}index.html"),
            language,
        )));
        pages.len() - 1
    });
    let mut children: Vec<Node> = own
        .iter()
        .filter(|page| **page != index)
        .map(|page| Node {
            page: *page,
            children: Vec::new(),
            section: false,
        })
        .collect();
    let below = folders
        .range(folder.to_owned()..)
        .map(|(path, _)| path)
        .take_while(|path| path.starts_with(folder))
        .filter(|path| path.len() > folder.len() && path[folder.len()..].matches('/').count() == 1);
    for child in below {
        children.push(section(pages, folders, child, language));
    }
    children.sort_by(|a, b| compare(&pages[a.page], &pages[b.page]));
    Node {
        page: index,
        children,
        section: true,
    }
}

fn compare(a: &Page, b: &Page) -> Ordering {
    let weight = |page: &Page| page.front.weight.unwrap_or(i64::MAX);
    weight(a)
        .cmp(&weight(b))
        .then_with(|| alphanumeric_sort::compare_str(sort_name(a), sort_name(b)))
        .then_with(|| a.address.cmp(&b.address))
}

/// The name that a page is sorted by: its own, or its folder's if it stands for one.
fn sort_name(page: &Page) -> &str {
    if address::file(&page.address) == "index.html" {
        address::file(address::folder(&page.address).trim_end_matches('/'))
    } else {
        page::name(page)
    }
}
