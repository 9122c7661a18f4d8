//! What a page's view is made from, as one number: while that is what it was, so is the view, and nobody has to make it
//! to know. Most pages of a large site are made from their own text, the names of those around them, the facts that they
//! cite and the places that their links lead to; for all others there is no such number, and their views are made.

use std::collections::HashMap;

use serde::Serialize;
use xxhash_rust::xxh3::Xxh3;

use super::{Composer, references, value};
use crate::diagnostic::Report;
use crate::front_matter::Kind;
use crate::links;
use crate::page::Page;
use crate::print;
use crate::site::Language;
use crate::tree::Node;

/// What views are made from, apart from the pages' own texts.
pub struct Inputs<'a> {
    composer: &'a Composer<'a>,
    /// What others show of each page.
    faces: Vec<u64>,
    /// What is listed of the pages right below each section.
    lists: Vec<u64>,
    /// What a page prints of each fact.
    facts: HashMap<&'a str, u64>,
    /// What the pages of each language share.
    languages: Vec<u64>,
}

impl<'a> Inputs<'a> {
    /// Looks at the whole site once.
    pub fn of(composer: &'a Composer<'a>) -> Self {
        let site = composer.site;
        let face = |page: usize| {
            let names = (&site.pages[page].address, site.pages[page].nav_title());
            digest(&(names, composer.link("", page)))
        };
        let faces: Vec<u64> = (0..site.pages.len()).map(face).collect();
        let mut lists = vec![0; faces.len()];
        for language in &site.languages {
            language
                .tree
                .root
                .visit(&mut |node| lists[node.page] = list(node, &faces));
        }
        let facts = site.facts.all().map(|fact| {
            let printed = (references::reference(&site.facts, fact, 0), value(fact));
            (fact.id.get_ref().as_str(), digest(&printed))
        });
        let settings = format!("{:?}", site.config);
        let languages = site.languages.iter().enumerate().map(|(number, language)| {
            let pages = [composer.plan.urgent, composer.case_page(number)];
            let pages = pages.map(|page| page.map(|page| faces[page]));
            let own = (&language.code, language.print, &composer.feeds[number]);
            digest(&(&settings, &composer.base_url, pages, own))
        });
        Self {
            facts: facts.collect(),
            languages: languages.collect(),
            composer,
            faces,
            lists,
        }
    }

    /// Differs with all that a page's view is made from beside the page itself; nothing for a page that shows more of the
    /// site than most do.
    pub fn digest(&self, index: usize) -> Option<u64> {
        let Composer { site, plan, .. } = self.composer;
        let page = &site.pages[index];
        if !is_plain(page, &site.languages[page.language]) {
            return None;
        }
        let place = &plan.places[index];
        let path: Vec<(u64, u64, bool)> = (plan.path(site, index).iter())
            .map(|node| (self.faces[node.page], self.lists[node.page], node.section))
            .collect();
        let neighbours = [place.previous, place.next].map(|page| page.map(|page| self.faces[page]));
        // What is wrong with them was said when the view was made.
        let links = links::resolve(page, &site.pages, &plan.targets, &mut Report::default());
        let links: Vec<_> = (links.iter())
            .map(|link| {
                let address = link.address.as_deref();
                let size = address.and_then(|address| self.composer.image_sizes.get(address));
                (&link.href, address, size)
            })
            .collect();
        let facts: Vec<_> = (page.document.citations.iter())
            .map(|citation| self.facts.get(citation.fact.as_str()))
            .collect();
        let shared = self.languages[page.language];
        Some(digest(&(shared, path, neighbours, links, facts)))
    }
}

/// Whether a page shows of the site only what its place, its links and its citations say.
fn is_plain(page: &Page, language: &Language) -> bool {
    matches!(page.front.kind, Kind::Page | Kind::Faq | Kind::Situation)
        && page.front.cards.is_none()
        && page.front.letters.is_empty()
        && page.document.letters.is_empty()
        && page.document.directories.is_empty()
        && !(language.print && page.address == print::centre(&language.prefix))
}

fn list(node: &Node, faces: &[u64]) -> u64 {
    let children = node.children.iter();
    digest(
        &children
            .map(|child| faces[child.page])
            .collect::<Vec<u64>>(),
    )
}

fn digest(value: &impl Serialize) -> u64 {
    let mut digest = Xxh3::new();
    // What cannot be written as JSON cannot be shown to a template either.
    let _ = serde_json::to_writer(&mut digest, value);
    digest.digest()
}
