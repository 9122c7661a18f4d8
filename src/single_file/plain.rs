//! The pages as one plain document, for a reader whose browser runs no script: every word, checklist and blank letter,
//! one page after another. What several pages refer to is listed once, at the end.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::address;
use crate::html::{escape, unescape};

use super::links::{Target, fragment, target};
use super::tags::{Piece, Tag, pieces};

/// Elements that are of no use without script, or that only lead from page to page.
const DROPPED: [&str; 9] = [
    "button", "form", "nav", "script", "select", "style", "svg", "template", "textarea",
];

/// And those with such a class: the contents list, the anchor beside a heading, the way to the form, the way to a sheet.
const DROPPED_CLASSES: [&str; 4] = ["anchor", "button", "contents", "sheet-link"];

/// Attributes that are kept as they are.
const KEPT: [&str; 11] = [
    "alt", "class", "colspan", "dir", "lang", "reversed", "rowspan", "scope", "start", "type",
    "value",
];

/// A page to be read.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// Its address.
    pub address: &'a str,
    /// Its title.
    pub title: &'a str,
    /// BCP 47.
    pub language: &'a str,
    /// It, rendered.
    pub html: Cow<'a, str>,
}

/// What the document itself says.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    /// The site's name.
    pub title: &'a str,
    /// What a reader should know who sees this.
    pub note: &'a str,
    /// What stands above all that the pages refer to.
    pub references: &'a str,
}

/// The pages as HTML for the body of a document.
pub fn of(read: &[Page<'_>], words: Words<'_>) -> String {
    let mut plain = Plain {
        pages: read.iter().map(|page| page.address).collect(),
        ..Plain::default()
    };
    // Which anchors are led to is known when all has been written once.
    plain.document(read, words);
    plain.out.clear();
    plain.document(read, words);
    plain.out
}

#[derive(Default)]
struct Plain<'a> {
    pages: BTreeSet<&'a str>,
    /// The places that a link or a label leads to; other anchors would only be weight.
    linked: BTreeSet<String>,
    /// The numbers of what was referred to so far, by its anchor.
    numbers: BTreeMap<&'a str, usize>,
    /// What stands there of it, by number.
    notes: BTreeMap<usize, String>,
    out: String,
}

impl<'a> Plain<'a> {
    fn document(&mut self, read: &'a [Page<'a>], words: Words) {
        let [title, note] = [words.title, words.note].map(escape);
        self.out
            .push_str(&format!("<h1>{title}</h1><p>{note}</p>\n<nav><ol>\n"));
        for page in read {
            let place = escape(&fragment(page.address, None));
            let title = escape(page.title);
            self.out
                .push_str(&format!("<li><a href=\"{place}\">{title}</a></li>\n"));
        }
        self.out.push_str("</ol></nav>\n");
        for page in read {
            let [place, language] = [page.address, page.language].map(escape);
            self.out.push_str(&format!(
                "<section class=\"prose\" id=\"{place}\" lang=\"{language}\">"
            ));
            self.page(page);
            self.out.push_str("</section>\n");
        }
        self.references(words.references);
    }

    fn page(&mut self, page: &'a Page<'a>) {
        let main = page.html.find("<main").unwrap_or(page.html.len());
        let main = inside(&page.html[main..]);
        self.elements(page.address, main);
    }

    /// Writes what is to be read of some elements of a page.
    fn elements(&mut self, from: &str, html: &'a str) {
        let mut rest = html;
        // For each link that is open whether it leads anywhere.
        let mut links = Vec::new();
        while let Some(piece) = pieces(rest).next() {
            let tag = match piece {
                Piece::Tag(tag) => tag,
                Piece::Text(text) => {
                    self.text(text);
                    rest = &rest[text.len()..];
                    continue;
                }
                Piece::Other(other) => {
                    rest = &rest[other.len()..];
                    continue;
                }
            };
            let reference = tag.get("href").and_then(|href| href.strip_prefix('#'));
            let reference = reference.filter(|anchor| anchor.starts_with("ref-"));
            if tag.closing || tag.is_void() {
                rest = &rest[tag.whole.len()..];
                let dead_link = tag.name == "a" && links.pop() == Some(false);
                if !dead_link && !is_dropped(&tag) {
                    self.tag(from, &tag);
                }
            } else if tag.has_class("references") {
                self.notes_of(from, inside(rest));
                rest = after(rest);
            } else if let Some(anchor) = reference {
                let next = self.numbers.len() + 1;
                let number = *self.numbers.entry(anchor).or_insert(next);
                self.out
                    .push_str(&format!("<a href=\"#r{number}\">{number}</a>"));
                rest = after(rest);
            } else if is_dropped(&tag) {
                rest = after(rest);
            } else {
                rest = &rest[tag.whole.len()..];
                if tag.name == "a" {
                    let leads = !matches!(
                        target(from, tag.get("href").unwrap_or_default(), &self.pages),
                        Target::File(_)
                    );
                    links.push(leads);
                    if !leads {
                        continue;
                    }
                }
                self.tag(from, &tag);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.out.push_str(text);
        } else if !self.out.ends_with('\n') {
            self.out.push(if text.contains('\n') { '\n' } else { ' ' });
        }
    }

    fn tag(&mut self, from: &str, tag: &Tag) {
        let name = below(tag.name);
        if tag.closing {
            self.out.push_str(&format!("</{name}>"));
            return;
        }
        if tag.name == "img" {
            // Its words stand in for it.
            self.out.push_str(tag.get("alt").unwrap_or_default());
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in tag.attributes() {
            let value = match name {
                "id" | "for" => {
                    let place = format!("{from}#{}", unescape(value));
                    if name == "for" {
                        self.linked.insert(place.clone());
                    } else if !self.linked.contains(&place) {
                        continue;
                    }
                    escape(&place)
                }
                "href" => self.link(from, value),
                name if KEPT.contains(&name) => value.to_owned(),
                _ => continue,
            };
            self.out.push_str(&format!(" {name}=\"{value}\""));
        }
        if tag.name == "details" {
            self.out.push_str(" open");
        }
        self.out.push('>');
    }

    fn link(&mut self, from: &str, href: &str) -> String {
        let (page, anchor) = match (target(from, href, &self.pages), href.strip_prefix('#')) {
            (Target::Page(page, anchor), _) => (page, anchor),
            (_, Some(anchor)) => (from.to_owned(), Some(unescape(anchor))),
            _ => return href.to_owned(),
        };
        let place = fragment(&page, anchor.as_deref());
        if let Some(anchor) = anchor {
            self.linked
                .insert(format!("{page}#{}", address::decode(&anchor)));
        }
        escape(&place)
    }

    /// Takes what a page lists of its references; the first page that refers to something tells what it says.
    fn notes_of(&mut self, from: &str, html: &'a str) {
        let mut rest = html;
        while let Some(at) = rest.find("<li id=\"ref-") {
            rest = &rest[at..];
            let Some(Piece::Tag(tag)) = pieces(rest).next() else {
                return;
            };
            let anchor = tag.get("id").unwrap_or_default();
            if let Some(number) = self.numbers.get(anchor).copied()
                && !self.notes.contains_key(&number)
            {
                let before = std::mem::take(&mut self.out);
                self.elements(from, inside(rest));
                let note = std::mem::replace(&mut self.out, before);
                self.notes
                    .insert(number, format!("<li id=\"r{number}\">{note}</li>\n"));
            }
            rest = after(rest);
        }
    }

    fn references(&mut self, title: &str) {
        if self.notes.is_empty() {
            return;
        }
        self.out.push_str(&format!(
            "<section class=\"references\"><h2>{}</h2><ol>\n",
            escape(title)
        ));
        self.notes.values().for_each(|note| self.out.push_str(note));
        self.out.push_str("</ol></section>\n");
    }
}

/// A page's headings stand a level lower than on the page, below the document's own title.
fn below(name: &str) -> &str {
    const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let level = HEADINGS.iter().position(|heading| *heading == name);
    level.map_or(name, |level| HEADINGS[(level + 1).min(5)])
}

fn is_dropped(tag: &Tag) -> bool {
    DROPPED.contains(&tag.name)
        || ["hidden", "data-needs-tool", "data-tool-status"]
            .iter()
            .any(|name| tag.get(name).is_some())
        || DROPPED_CLASSES.iter().any(|class| tag.has_class(class))
}

/// What an element holds with whose tag the text begins.
fn inside(html: &str) -> &str {
    let (begins, ends, _) = element(html);
    &html[begins..ends]
}

/// What follows an element with whose tag the text begins.
fn after(html: &str) -> &str {
    &html[element(html).2..]
}

/// Where an element's content begins, where it ends, and where the element ends.
fn element(html: &str) -> (usize, usize, usize) {
    let mut at = 0;
    let mut begins = 0;
    let mut open = 0;
    let mut name = "";
    for piece in pieces(html) {
        let length = match piece {
            Piece::Text(text) | Piece::Other(text) => text.len(),
            Piece::Tag(tag) => {
                if name.is_empty() {
                    name = tag.name;
                    begins = tag.whole.len();
                }
                if tag.name == name && !tag.is_void() {
                    open += if tag.closing { -1 } else { 1 };
                }
                if open == 0 && tag.closing {
                    return (begins, at, at + tag.whole.len());
                }
                tag.whole.len()
            }
        };
        at += length;
    }
    (begins, html.len(), html.len())
}
