//! stub
#![allow(missing_docs)]
mod document;
mod escape;
pub use document::{
    Citation, CitationKind, Document, Heading, Item, LetterBlock, Link, LinkKind, Options, Part,
    Problem, Texts,
};
pub use escape::{push_address, push_attribute, push_text};
pub fn parse(body: &str, _options: &Options<'_>) -> Document {
    let mut html = String::new();
    pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(body));
    Document {
        html,
        ..Document::default()
    }
}
