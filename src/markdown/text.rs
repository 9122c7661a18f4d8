//! Writes running text: joins the parser's fragments, finds addresses in them, and code in a line.

use std::mem::take;
use std::ops::Range;

use super::autolink;
use super::document::{Fill, Link, LinkKind};
use super::escape::{push_attribute, push_text};
use super::writer::Writer;

/// Text put together from the parser's fragments.
#[derive(Default)]
pub(super) struct Run {
    text: String,
    /// Where it stands in the parsed source.
    source: Range<usize>,
    /// Stretches of `text` that the source writes otherwise, as entities.
    decoded: Vec<Range<usize>>,
}

impl Run {
    /// Where the text seen last ends in the parsed source.
    pub(super) fn source_end(&self) -> usize {
        self.source.end
    }
}

impl Writer<'_> {
    pub(super) fn text(&mut self, text: &str, range: Range<usize>) {
        let skipped = self.read_until.saturating_sub(range.start);
        let Some(shown) = text.get(skipped..) else {
            return;
        };
        let place = self.marked.original(range.start + skipped);
        let run = &mut self.run;
        if run.text.is_empty() {
            run.source.start = range.start + skipped;
        }
        let start = run.text.len();
        let decoded = text.len() != range.len();
        if decoded || self.marked.are_within(&range) {
            self.marked.push_clean(&mut run.text, shown);
        } else {
            run.text.push_str(shown);
        }
        self.prose.push(&run.text[start..], place);
        if decoded {
            run.decoded.push(start..run.text.len());
        }
        run.source.end = range.end;
    }

    pub(super) fn flush_text(&mut self) {
        let Some(first) = self.run.text.chars().next() else {
            return;
        };
        self.settle_break(first);
        let mut run = take(&mut self.run);
        self.last = run.text.chars().next_back();
        if self.image.is_some() {
            push_attribute(&mut self.document.html, &run.text);
        } else {
            if self.collecting {
                self.plain.push_str(&run.text);
            }
            if self.links > 0 || self.raw_link || !self.options.additions {
                push_text(&mut self.document.html, &run.text);
            } else {
                self.linked_text(&run);
            }
        }
        run.text.clear();
        run.decoded.clear();
        self.run = run;
    }

    /// Text with the addresses in it made links.
    fn linked_text(&mut self, run: &Run) {
        let mut from = 0;
        let mut source = run.source.start;
        for found in autolink::find(&run.text, &run.decoded) {
            let address = &run.text[found.range.clone()];
            push_text(&mut self.document.html, &run.text[from..found.range.start]);
            let place = self.marked.text[source..run.source.end].find(address);
            let start = place.map_or(run.source.start, |length| source + length);
            let end = place.map_or(run.source.end, |_| start + address.len());
            source = end.min(run.source.end);
            self.push("<a href=\"");
            self.hole(Fill::Href(self.document.links.len()));
            self.push("\">");
            push_text(&mut self.document.html, address);
            self.push("</a>");
            self.document.links.push(Link {
                target: format!("{}{address}", found.prefix),
                kind: LinkKind::Link,
                span: self.marked.span(&(start..end)),
            });
            from = found.range.end;
        }
        push_text(&mut self.document.html, &run.text[from..]);
    }

    pub(super) fn code(&mut self, code: &str, range: &Range<usize>) {
        let code = self.marked.clean(code);
        self.prose.push(&code, self.marked.original(range.start));
        self.settle_break(code.chars().next().unwrap_or(' '));
        self.last = code.chars().next_back();
        if self.image.is_some() {
            return push_attribute(&mut self.document.html, &code);
        }
        if self.collecting {
            self.plain.push_str(&code);
        }
        self.push("<code>");
        push_text(&mut self.document.html, &code);
        self.push("</code>");
    }
}
