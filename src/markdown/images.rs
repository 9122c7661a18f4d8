//! Writes links, images and citations.

use std::ops::Range;

use pulldown_cmark::LinkType;

use super::document::{Citation, CitationKind, Fill, Link, LinkKind};
use super::escape::push_attribute;
use super::prose::{self, MarkKind};
use super::writer::Writer;
use super::{attributes, policy};

/// An image whose description is being written.
pub(super) struct OpenImage {
    /// How many images stand around in descriptions.
    depth: usize,
    title: String,
    link: usize,
}

impl Writer<'_> {
    /// Begins a link. True: it was a citation, done with.
    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        address: &str,
        title: &str,
        id: &str,
        range: Range<usize>,
    ) -> bool {
        match kind {
            LinkType::ShortcutUnknown => {
                self.cite(id, &range);
                return true;
            }
            LinkType::ReferenceUnknown => return self.start_reference(id, &range),
            _ if self.image.is_some() => return false,
            _ => {}
        }
        self.links += 1;
        let address = self.marked.clean(address);
        self.push("<a");
        if self.allows(&address, false, &range) {
            let target = match kind {
                LinkType::Email => format!("mailto:{address}"),
                _ => address.into_owned(),
            };
            self.push(" href=\"");
            self.address(target, LinkKind::Link, self.marked.span(&range));
            self.push("\"");
        }
        let title = self.marked.clean(title);
        self.title(&title);
        self.push(">");
        false
    }

    /// Begins `[text][@fact]`. True: the text was a citation as well.
    fn start_reference(&mut self, id: &str, range: &Range<usize>) -> bool {
        let source = &self.marked.text[range.clone()];
        let label = source.rfind('[').unwrap_or(source.len());
        let second = range.start + label;
        let first = source.get(1..label.saturating_sub(1)).unwrap_or_default();
        if CitationKind::of(first).is_some() || prose::exception(first).is_some() {
            self.cite(first, &(range.start..second));
            self.cite(id, &(second..range.end));
            return true;
        }
        self.text("[", range.start..range.start + 1);
        self.reference = Some((id.to_owned(), second..range.end));
        false
    }

    pub(super) fn end_link(&mut self) {
        if let Some((id, range)) = self.reference.take() {
            self.text("]", range.start - 1..range.start);
            self.flush_text();
            self.cite(&id, &range);
        } else if self.image.is_none() {
            self.links -= 1;
            self.push("</a>");
        }
    }

    /// Begins an image. True: it was a citation, done with.
    pub(super) fn start_image(
        &mut self,
        kind: LinkType,
        address: &str,
        title: &str,
        id: &str,
        range: Range<usize>,
    ) -> bool {
        if matches!(kind, LinkType::ShortcutUnknown | LinkType::ReferenceUnknown) {
            self.cite(id, &range);
            return true;
        }
        if let Some(image) = &mut self.image {
            image.depth += 1;
            return false;
        }
        self.settle_break(' ');
        let address = self.marked.clean(address);
        let link = self.document.links.len();
        self.push("<img src=\"");
        if self.allows(&address, true, &range) {
            self.address(
                address.into_owned(),
                LinkKind::Image,
                self.marked.span(&range),
            );
        }
        self.push("\" alt=\"");
        let title = self.marked.clean(title).into_owned();
        self.image = Some(OpenImage {
            depth: 0,
            title,
            link,
        });
        false
    }

    pub(super) fn end_image(&mut self, range: &Range<usize>) {
        self.settle_break(' ');
        match &mut self.image {
            Some(image) if image.depth > 0 => image.depth -= 1,
            _ => {
                if let Some(image) = self.image.take() {
                    self.push("\"");
                    self.title(&image.title);
                    self.image_size(image.link, range.end);
                    self.push(" loading=\"lazy\" />");
                    self.last = Some(' ');
                }
            }
        }
    }

    /// The size the author wrote after the image, or a hole for the file's own.
    fn image_size(&mut self, link: usize, end: usize) {
        match attributes::image(&self.marked.text[end..]) {
            Some(Ok(size)) => {
                self.read_until = end + size.length;
                for (name, pixels) in [("width", size.width), ("height", size.height)] {
                    if let Some(pixels) = pixels {
                        self.push(&format!(" {name}=\"{pixels}\""));
                    }
                }
            }
            Some(Err(message)) => {
                let start = self.marked.original(end);
                self.problem(
                    start..start + 1,
                    message,
                    "write whole pixels, as in `{width=320}` or `{width=320 height=200}`",
                );
            }
            None if link < self.document.links.len() => self.hole(Fill::ImageSize(link)),
            None => {}
        }
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.push(" title=\"");
            push_attribute(&mut self.document.html, title);
            self.push("\"");
        }
    }

    /// Leaves a hole for an address.
    pub(super) fn address(&mut self, target: String, kind: LinkKind, span: Range<usize>) {
        self.hole(Fill::Href(self.document.links.len()));
        self.document.links.push(Link { target, kind, span });
    }

    fn allows(&mut self, address: &str, image: bool, range: &Range<usize>) -> bool {
        let allowed = !self.options.additions || policy::allows_address(address, image);
        if !allowed {
            self.problem(
                self.marked.span(range),
                "the address would run code or hold a document of its own",
                "link to a page or a file",
            );
        }
        allowed
    }

    fn cite(&mut self, id: &str, range: &Range<usize>) {
        let id = self.marked.clean(id);
        let span = self.marked.span(range);
        if let Some(reason) = prose::exception(&id) {
            let kind = MarkKind::Exception(reason.to_owned());
            return self.prose.mark(kind, span);
        }
        let Some((kind, fact)) = CitationKind::of(&id) else {
            return;
        };
        if self.image.is_some() {
            let message = "an image's description cites a fact";
            return self.problem(span, message, "cite it in the text");
        }
        let index = self.document.citations.len();
        match kind {
            CitationKind::Reference => self.hole(Fill::Reference(index)),
            CitationKind::Value => {
                self.settle_break('0');
                self.last = Some('0');
                self.hole(Fill::Value(index));
            }
        }
        self.prose
            .mark(MarkKind::Fact(fact.to_owned()), span.clone());
        self.document.citations.push(Citation {
            fact: fact.to_owned(),
            kind,
            span,
        });
    }
}
