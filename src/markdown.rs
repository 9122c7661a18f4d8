//! Turns one page's Markdown into HTML with holes. It knows the page's own text and nothing of the site:
//! whatever depends on other pages (addresses, facts, image sizes, letters) is left open to be filled later.

mod attributes;
mod autolink;
mod document;
mod escape;
mod filter;
mod flanking;
mod footnotes;
mod han;
mod headings;
mod images;
mod limits;
mod policy;
mod prose;
mod raw_html;
mod slug;
mod tables;
mod tasks;
mod text;
mod writer;

pub use document::{
    Citation, CitationKind, Document, Fenced, Heading, Item, Link, LinkKind, Options, Part,
    Problem, Texts,
};
pub use escape::{push_address, push_attribute, push_text};
pub use prose::{Mark, MarkKind, Passage};

use pulldown_cmark::{BrokenLink, CowStr, LinkType, Options as Extensions, Parser};

/// Parses a page's body. Nothing in the text can make this fail: what is wrong is in [`Document::problems`].
pub fn parse(body: &str, options: &Options<'_>) -> Document {
    let mut problems = Vec::new();
    let body = limits::within(body, &mut problems);
    let marked = flanking::mark(body);
    let mut lost = Vec::new();
    let mut cite = |link: BrokenLink<'_>| {
        let found = citation(&link);
        if found.is_none() && is_lost_citation(&link, &marked.text) {
            lost.push(marked.span(&link.span));
        }
        found
    };
    let events = Parser::new_with_broken_link_callback(&marked.text, extensions(), Some(&mut cite));

    let mut writer = writer::Writer::new(&marked, options, problems);
    for (event, range) in events.into_offset_iter() {
        writer.event(event, range);
    }
    let mut document = writer.finish();
    document.problems.extend(lost.into_iter().map(|span| Problem {
        message: "the brackets behind this citation make a link of it that leads nowhere, and the citation is lost".to_owned(),
        remedy: "put a space between them".to_owned(),
        span,
        lenient: false,
    }));
    document.round_spans(body);
    document
}

/// What is read beyond CommonMark.
fn extensions() -> Extensions {
    Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_HEADING_ATTRIBUTES
        | Extensions::ENABLE_GFM
        | Extensions::ENABLE_DEFINITION_LIST
}

/// `[@fact]`, `[=fact]` and `[!reason]` are references nobody defined; any other stays the text it is.
fn citation(link: &BrokenLink<'_>) -> Option<(CowStr<'static>, CowStr<'static>)> {
    // In `[@a][@b]` the second one is reported, as a reference with the first one for its text.
    let bracketed = matches!(link.link_type, LinkType::Shortcut | LinkType::Reference);
    let ours = document::CitationKind::of(&link.reference).is_some()
        || prose::exception(&link.reference).is_some();
    (bracketed && ours).then_some((CowStr::Borrowed(""), CowStr::Borrowed("")))
}

/// Whether this is `[@fact][other]` with an `other` that nobody defined.
fn is_lost_citation(link: &BrokenLink<'_>, text: &str) -> bool {
    let source = text.get(link.span.clone()).unwrap_or_default();
    let inside = source.split_once(']').map_or("", |(text, _)| text);
    let inside = inside.strip_prefix('[').unwrap_or_default();
    link.link_type == LinkType::Reference && document::CitationKind::of(inside).is_some()
}
