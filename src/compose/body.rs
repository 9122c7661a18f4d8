//! A page's body with every hole filled: addresses, sizes, marks, values, letters, directories.

use crate::case_page;
use crate::diagnostic::Report;
use crate::facts::{Fact, Kind as FactKind};
use crate::html::escape;
use crate::letter;
use crate::links::Resolved;
use crate::markdown::{Part, push_address, push_attribute};
use crate::site::Language;
use crate::view::{LetterView, Piece, Reference};

use super::Composer;

impl<'a> Composer<'a> {
    /// The body, with every hole filled.
    pub(super) fn content(
        &'a self,
        index: usize,
        language: &Language,
        links: &[Resolved],
        references: &[Reference],
        report: &mut Report,
    ) -> Vec<Piece<'a>> {
        let page = &self.site.pages[index];
        let mut pieces = Vec::new();
        let mut html = String::new();
        for part in page.body() {
            match part {
                Part::Html(text) => html.push_str(text),
                Part::Href(link) => match &links[link] {
                    // What recourse wrote itself is encoded already, and keeps its Han characters.
                    Resolved {
                        href,
                        address: Some(_),
                    } => push_attribute(&mut html, href),
                    Resolved { href, .. } => push_address(&mut html, href),
                },
                Part::ImageSize(link) => {
                    let size = links[link]
                        .address
                        .as_deref()
                        .and_then(|address| self.image_sizes.get(address));
                    if let Some((width, height)) = size {
                        html.push_str(&format!(" width=\"{width}\" height=\"{height}\""));
                    }
                }
                Part::Reference(citation) => {
                    let fact = &page.document.citations[citation].fact;
                    if let Some(reference) = references.iter().find(|r| r.id == fact) {
                        html.push_str(&format!(
                            "<sup class=\"cite\"><a href=\"#ref-{0}\" role=\"doc-noteref\">{1}</a></sup>",
                            escape(fact),
                            reference.number
                        ));
                    }
                }
                Part::Value(citation) => {
                    let fact = self.site.facts.get(&page.document.citations[citation].fact);
                    html.push_str(&fact.map(value).unwrap_or_default());
                }
                Part::Letter(block) => {
                    pieces.push(piece(std::mem::take(&mut html)));
                    let source = &page.letters[block];
                    let view = letter::view(
                        page,
                        source,
                        &self.site.facts,
                        language,
                        self.evidence(page),
                        report,
                    );
                    pieces.push(Piece {
                        letter: view.map(|view| LetterView {
                            sent: case_page::sent(self, page, language),
                            ..view
                        }),
                        ..Piece::default()
                    });
                }
                Part::Directory(block) => {
                    pieces.push(piece(std::mem::take(&mut html)));
                    let directory = (self.directories.get(&index))
                        .and_then(|directories| directories.get(block)?.as_ref());
                    pieces.push(Piece {
                        directory: directory.map(|it| self.directory_view(page, it)),
                        ..Piece::default()
                    });
                }
            }
        }
        pieces.push(piece(html));
        part_lead(&mut pieces);
        pieces
    }
}

/// Makes a piece of its own of the paragraph that a body begins with.
fn part_lead(pieces: &mut Vec<Piece>) {
    let Some(html) = &mut pieces[0].html else {
        return;
    };
    let begins = html.trim_start().starts_with("<p>");
    let Some(end) = html.find("</p>").filter(|_| begins) else {
        return;
    };
    let rest = html.split_off(end + "</p>".len());
    pieces[0].lead = true;
    pieces.insert(1, piece(rest));
}

pub(super) fn piece<'a>(html: String) -> Piece<'a> {
    Piece {
        html: Some(html),
        ..Piece::default()
    }
}

/// A fact's value as HTML: what can be dialled or opened is a link.
pub(crate) fn value(fact: &Fact) -> String {
    let value = escape(fact.value.as_deref().unwrap_or_default());
    let class = match fact.kind {
        FactKind::Telephone => "telephone",
        _ => "official",
    };
    match fact.href() {
        Some(href) => format!(
            "<a class=\"{class}\" href=\"{}\">{value}</a>",
            escape(&href)
        ),
        None => format!("<span class=\"fact\">{value}</span>"),
    }
}
