//! Writes raw HTML: leaves out what a page may not contain, opens holes for its addresses, and notes its ids.

use std::ops::Range;

use super::document::{Fill, Link, LinkKind};
use super::escape::push_text;
use super::policy;
use super::raw_html::{Attribute, Piece, Tag, decode, pieces};
use super::writer::Writer;

/// For each line of the HTML where it begins there and in the author's text.
type Origins<'o> = &'o [(usize, usize)];

impl Writer<'_> {
    pub(super) fn raw_html(&mut self, html: &str, origins: Origins<'_>) {
        if !self.options.additions {
            return self.push(html);
        }
        for piece in pieces(html) {
            match piece {
                Piece::Text(range) => self.push(&html[range]),
                Piece::Tag(tag) => self.tag(html, &tag, origins),
                Piece::Open(range) => {
                    self.problem(
                        original(&(range.start..range.start + 1), origins),
                        "the HTML tag or comment has no end before the next blank line",
                        "close it with `>` or `-->`, without blank lines within",
                    );
                    push_text(&mut self.document.html, &html[range]);
                }
            }
        }
    }

    fn tag(&mut self, html: &str, tag: &Tag, origins: Origins<'_>) {
        let name = html[tag.name.clone()].to_ascii_lowercase();
        if !policy::allows_element(&name) {
            if !tag.closing {
                self.problem(
                    original(&tag.range, origins),
                    format!("pages may not contain `<{name}>`"),
                    "remove it, or show it as code between backticks",
                );
            }
            return push_text(&mut self.document.html, &html[tag.range.clone()]);
        }
        if name == "a" {
            self.raw_link = !tag.closing
                && tag
                    .attributes
                    .iter()
                    .any(|a| html[a.name.clone()].eq_ignore_ascii_case("href"));
        }
        let mut from = tag.range.start;
        let (mut source, mut sized) = (None, false);
        for attribute in &tag.attributes {
            let attribute_name = html[attribute.name.clone()].to_ascii_lowercase();
            sized |= attribute_name == "width" || attribute_name == "height";
            if !self.attribute_allowed(html, &name, &attribute_name, attribute, origins) {
                let kept =
                    html[from..attribute.range.start].trim_end_matches([' ', '\t', '\n', '\r']);
                self.push(kept);
                from = attribute.range.end;
                continue;
            }
            let Some(value) = &attribute.value else {
                continue;
            };
            let decoded = || decode(&html[value.clone()]);
            if attribute_name == "id" || attribute_name == "name" && name == "a" {
                self.document.anchors.push(decoded());
            }
            if let Some(kind) = address_kind(&name, &attribute_name) {
                source = Some(self.document.links.len());
                let span = original(value, origins);
                from = self.raw_address(
                    html,
                    from,
                    attribute,
                    value,
                    Link {
                        target: decoded(),
                        kind,
                        span,
                    },
                );
            }
        }
        let rest = &html[from..tag.range.end];
        let end = rest.len() - if rest.ends_with("/>") { 2 } else { 1 };
        self.push(&rest[..end]);
        if let Some(link) = source.filter(|_| name == "img" && !sized) {
            self.hole(Fill::ImageSize(link));
        }
        self.push(&rest[end..]);
    }

    /// Writes the tag up to and with an address; returns where the tag goes on.
    fn raw_address(
        &mut self,
        html: &str,
        from: usize,
        attribute: &Attribute,
        value: &Range<usize>,
        link: Link,
    ) -> usize {
        let quoted = html[..value.start].ends_with(['"', '\'']) && value.end < attribute.range.end;
        self.push(&html[from..value.start]);
        if !quoted {
            self.push("\"");
        }
        self.address(link.target, link.kind, link.span);
        if !quoted {
            self.push("\"");
        }
        value.end
    }

    fn attribute_allowed(
        &mut self,
        html: &str,
        tag: &str,
        name: &str,
        attribute: &Attribute,
        origins: Origins<'_>,
    ) -> bool {
        if let Some(remedy) = policy::forbids_attribute(name) {
            let message = format!("pages may not contain the attribute `{name}`");
            self.problem(original(&attribute.range, origins), message, remedy);
            return false;
        }
        let value = attribute.value.clone().map(|value| decode(&html[value]));
        let allowed = value.is_none_or(|value| policy::allows_value(name, &value, tag == "img"));
        if !allowed {
            self.problem(
                original(&attribute.range, origins),
                "the address would run code or hold a document of its own",
                "link to a page or a file",
            );
        }
        allowed
    }
}

/// Whether an attribute holds an address of the site, and what for.
fn address_kind(tag: &str, attribute: &str) -> Option<LinkKind> {
    match (tag, attribute) {
        ("a" | "area", "href") => Some(LinkKind::Link),
        ("img" | "source" | "video" | "audio" | "track", "src") | ("video", "poster") => {
            Some(LinkKind::Image)
        }
        _ => None,
    }
}

/// A range of the HTML as a range of the author's text.
fn original(range: &Range<usize>, origins: Origins<'_>) -> Range<usize> {
    let offset = |at: usize| {
        let line = origins.partition_point(|(start, _)| *start <= at);
        let (here, there) = origins[..line].last().copied().unwrap_or_default();
        there + at - here
    };
    offset(range.start)..offset(range.end.max(range.start + 1) - 1) + 1
}
