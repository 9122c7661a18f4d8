//! How far a page's new text reaches: whether other pages can show anything of what has changed.

use crate::page::Page;
use crate::site::{self, Site};

/// Whether other pages show a page by the same words.
pub(super) fn same_names(old: &Page, new: &Page) -> bool {
    let names = |page: &Page| (page.nav_title().to_owned(), page.front.description.clone());
    old.title == new.title && names(old) == names(new)
}

/// Whether a page is one of many and its new text changes nothing that other pages show of it, apart from its names and
/// its anchors.
pub(super) fn looks_the_same(site: &Site, index: usize, new: &Page) -> bool {
    let old = &site.pages[index];
    // Checklists, letters and lists of facts turn up on other pages in many ways.
    let plain = |page: &Page| {
        page.front.kind == crate::front_matter::Kind::Page
            && page.document.items.is_empty()
            && page.document.letters.is_empty()
            && page.document.directories.is_empty()
    };
    let others = |page: &Page| {
        let mut front = page.front.clone();
        front.title = None;
        front.nav_title = None;
        front.description = None;
        format!("{front:?}")
    };
    let cited = |page: &Page| -> Vec<String> {
        let citations = page.document.citations.iter();
        citations.map(|citation| citation.fact.clone()).collect()
    };
    let is_root = |language: &site::Language| language.tree.root.page == index;
    plain(old)
        && plain(new)
        && others(old) == others(new)
        && old.text.is_empty() == new.text.is_empty()
        && cited(old) == cited(new)
        && !site.languages.iter().any(is_root)
        && !site.is_urgent(old)
}
