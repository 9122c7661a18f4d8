//! Writes headings and gives them their ids, once all of them are known.

use std::mem::take;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::document::{Fill, Heading};
use super::escape::push_attribute;
use super::slug::Ids;
use super::writer::Writer;

impl Writer<'_> {
    pub(super) fn start_heading(
        &mut self,
        level: u8,
        id: Option<&str>,
        classes: &[CowStr<'_>],
        other_attributes: bool,
        range: Range<usize>,
    ) {
        self.plain.clear();
        self.collecting = true;
        let span = self.marked.span(&range);
        if other_attributes {
            self.problem(
                span.clone(),
                "the heading has an attribute that is neither an id nor a class",
                "keep only `{#id .class}`",
            );
        }
        let start = self.document.html.len();
        self.push(&format!("<h{level}"));
        if !self.notes.open() {
            let id = self.explicit_id(id, &span);
            self.push(" id=\"");
            self.hole(Fill::HeadingId(self.document.headings.len()));
            self.push("\"");
            let explicit = !id.is_empty();
            let html = start..start;
            self.document.headings.push(Heading {
                level,
                id,
                text: String::new(),
                span,
                explicit,
                html,
            });
        }
        if !classes.is_empty() {
            self.push(" class=\"");
            push_attribute(&mut self.document.html, &classes.join(" "));
            self.push("\"");
        }
        self.push(">");
    }

    /// The id the author wrote, or nothing.
    fn explicit_id(&mut self, id: Option<&str>, span: &Range<usize>) -> String {
        let id = id.unwrap_or_default();
        if id.contains(['"', '\'', '<', '>', '&', '%', '#']) {
            self.problem(
                span.clone(),
                format!("`{id}` cannot be a heading's id"),
                "use letters, digits and `-`",
            );
            return String::new();
        }
        self.marked.clean(id).into_owned()
    }

    pub(super) fn end_heading(&mut self, level: u8) {
        self.collecting = false;
        if !self.notes.open() {
            let index = self.document.headings.len() - 1;
            if !self.options.texts.anchor.is_empty() {
                self.push(" <a class=\"anchor\" href=\"#");
                self.hole(Fill::HeadingId(index));
                self.push("\" aria-label=\"");
                push_attribute(&mut self.document.html, self.options.texts.anchor);
                self.push("\"></a>");
            }
            let end = self.document.html.len() + "</h1>".len();
            let heading = &mut self.document.headings[index];
            heading.text = take(&mut self.plain);
            heading.html.end = end;
        }
        self.push(&format!("</h{level}>\n"));
    }

    /// Settles the headings' ids: what the author wrote first, then GitHub's names.
    pub(super) fn name_headings(&mut self, ids: &mut Ids) {
        let mut headings = take(&mut self.document.headings);
        for anchor in &self.document.anchors {
            ids.reserve(anchor);
        }
        for heading in headings.iter_mut().filter(|heading| heading.explicit) {
            if !ids.reserve(&heading.id) {
                let message = format!("the id `{}` is used twice on this page", heading.id);
                self.problem(heading.span.clone(), message, "give the heading another id");
                heading.explicit = false;
            }
        }
        for heading in headings.iter_mut() {
            if !heading.explicit {
                heading.id = ids.for_heading(&heading.text);
            }
            heading.text = heading.text.trim().replace('\n', " ");
        }
        self.document.headings = headings;
    }
}
