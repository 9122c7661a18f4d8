//! Where the addresses in a page lead when the whole site is one file: `#guide/steps.html%23fees` is a place on a page,
//! and what belongs to a page is named by its address below the site's top.

use std::collections::BTreeSet;

use crate::address;
use crate::html::{escape, unescape};

use super::tags::{Piece, Tag, pieces};

/// An address as a page writes it, resolved.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of this file, and perhaps an anchor on it.
    Page(String, Option<String>),
    /// A file of the site, below its top.
    File(String),
    /// Something outside, or a place on the same page.
    Other,
}

/// Resolves an address that stands on the page `from`.
pub fn target(from: &str, href: &str, pages: &BTreeSet<&str>) -> Target {
    let href = unescape(href);
    let (path, anchor) = match href.split_once('#') {
        Some((path, anchor)) => (path, Some(anchor.to_owned())),
        None => (href.as_str(), None),
    };
    let scheme = path.split('/').next().unwrap_or(path).contains(':');
    if path.is_empty() || scheme || path.starts_with('/') || path.contains('?') {
        return Target::Other;
    }
    let Some(mut path) = address::join(from, &address::decode(path)) else {
        return Target::Other;
    };
    if path.is_empty() || path.ends_with('/') {
        path.push_str("index.html");
    }
    if pages.contains(path.as_str()) {
        Target::Page(path, anchor)
    } else {
        Target::File(path)
    }
}

/// A place in the file, as a fragment, which may hold no second `#` as it is.
pub fn fragment(page: &str, anchor: Option<&str>) -> String {
    let anchor = anchor.map(|anchor| format!("%23{anchor}"));
    format!("#{}{}", address::encode(page), anchor.unwrap_or_default())
}

/// A page as the file's script shows it, without what only search engines read.
pub fn rewritten(html: &str, from: &str, pages: &BTreeSet<&str>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut data = "";
    for piece in pieces(html) {
        match piece {
            Piece::Tag(tag) if tag.name == "script" => {
                data = tag.get("type").unwrap_or_default();
                push_tag(&mut out, tag, from, pages);
            }
            Piece::Tag(tag) if tag.name == "meta" && tag.get("content").is_some() => {}
            Piece::Tag(tag) => push_tag(&mut out, tag, from, pages),
            Piece::Other(_) if data == "application/ld+json" => {}
            // What the tool puts in its place later.
            Piece::Other(html) if data == "text/html" => {
                out.push_str(&rewritten(html, from, pages));
            }
            Piece::Text(text) | Piece::Other(text) => out.push_str(text),
        }
    }
    out
}

fn push_tag(out: &mut String, tag: Tag, from: &str, pages: &BTreeSet<&str>) {
    let changed = |(name, value): (&str, &str)| match name {
        // The search puts it before the addresses of what it found.
        "data-root" => Some("#".to_owned()),
        // Its address is copied, so it says on which page it is.
        "href" if tag.has_class("anchor") => {
            let anchor = unescape(value.strip_prefix('#')?);
            Some(fragment(from, Some(&anchor)))
        }
        "href" | "src" | "data-case-page" | "data-read-aloud" | "data-script" | "data-wasm" => {
            match target(from, value, pages) {
                Target::Page(page, anchor) => Some(fragment(&page, anchor.as_deref())),
                Target::File(path) => Some(path),
                Target::Other => None,
            }
        }
        _ => None,
    };
    if tag.closing || !tag.attributes().any(|it| changed(it).is_some()) {
        out.push_str(tag.whole);
        return;
    }
    out.push('<');
    out.push_str(tag.name);
    for (name, value) in tag.attributes() {
        out.push(' ');
        out.push_str(name);
        match changed((name, value)) {
            Some(value) => out.push_str(&format!("=\"{}\"", escape(&value))),
            None if value.is_empty() => {}
            None if value.contains('"') => out.push_str(&format!("='{value}'")),
            None => out.push_str(&format!("=\"{value}\"")),
        }
    }
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_pages_of_the_file() {
        let pages = BTreeSet::from(["index.html", "guide/steps.html", "guide/甲 b.html"]);
        let page = |page: &str, anchor: Option<&str>| {
            Target::Page(page.to_owned(), anchor.map(str::to_owned))
        };
        let cases = [
            ("../", page("index.html", None)),
            ("steps.html#fees", page("guide/steps.html", Some("fees"))),
            ("./甲%20b.html", page("guide/甲 b.html", None)),
            (
                "../assets/style.css",
                Target::File("assets/style.css".to_owned()),
            ),
            ("#fees", Target::Other),
            ("https://www.12315.cn/", Target::Other),
            ("tel:110", Target::Other),
            ("//host/steps.html", Target::Other),
            ("../../steps.html", Target::Other),
        ];
        for (href, expected) in cases {
            assert_eq!(target("guide/x.html", href, &pages), expected, "{href}");
        }
    }

    #[test]
    fn only_addresses_change() {
        let pages = BTreeSet::from(["index.html", "a.html"]);
        let html = "<form data-root=\"../\" title='a &quot;b' hidden><a href=\"../a.html#x\">href=\"a.html\"</a>\
            <script src=\"../assets/s.js\">\"../a.html\"</script><a href=\"#y\">\
            <script type=\"text/html\"><a href=\"../a.html\">甲</a></script>";
        assert_eq!(
            rewritten(html, "b/index.html", &pages),
            "<form data-root=\"#\" title=\"a &quot;b\" hidden><a href=\"#a.html%23x\">href=\"a.html\"</a>\
            <script src=\"assets/s.js\">\"../a.html\"</script><a href=\"#y\">\
            <script type=\"text/html\"><a href=\"#a.html\">甲</a></script>"
        );
    }
}
