//! Writes footnotes: numbered as they are first referred to, listed at the page's end, linked both ways.

use std::collections::HashMap;
use std::mem::{swap, take};
use std::ops::Range;

use super::document::Hole;
use super::escape::{push_attribute, push_text};
use super::writer::Writer;

/// The page's footnotes.
#[derive(Default)]
pub(super) struct Notes {
    written: HashMap<String, Note>,
    /// Those being written, innermost last, each with the page as it was before.
    open: Vec<(String, Note)>,
    /// How often each is referred to, in the order of their numbers.
    references: Vec<usize>,
    numbers: HashMap<String, usize>,
}

#[derive(Default)]
struct Note {
    html: String,
    holes: Vec<Hole>,
    span: Range<usize>,
}

impl Notes {
    /// Whether a footnote is being written.
    pub(super) fn open(&self) -> bool {
        !self.open.is_empty()
    }
}

impl Writer<'_> {
    pub(super) fn footnote_reference(&mut self, name: &str) {
        if self.image.is_some() {
            return;
        }
        let notes = &mut self.notes;
        let next = notes.references.len();
        let index = *notes.numbers.entry(name.to_owned()).or_insert(next);
        if index == next {
            notes.references.push(0);
        }
        notes.references[index] += 1;
        let id = reference_id(index + 1, notes.references[index]);
        let number = index + 1;
        self.push(&format!(
            "<sup class=\"footnote-ref\"><a href=\"#fn-{number}\" id=\"{id}\" role=\"doc-noteref\">{number}</a></sup>"
        ));
    }

    /// Sets the page aside to write a footnote.
    pub(super) fn start_note(&mut self, name: &str, range: Range<usize>) {
        let mut page = Note {
            span: self.marked.span(&range),
            ..Note::default()
        };
        self.swap_page(&mut page);
        self.notes.open.push((name.to_owned(), page));
    }

    pub(super) fn end_note(&mut self) {
        if let Some((name, mut note)) = self.notes.open.pop() {
            self.swap_page(&mut note);
            self.notes.written.entry(name).or_insert(note);
        }
    }

    fn swap_page(&mut self, other: &mut Note) {
        swap(&mut self.document.html, &mut other.html);
        swap(&mut self.document.holes, &mut other.holes);
    }

    /// Lists the footnotes at the page's end.
    pub(super) fn write_notes(&mut self) {
        let Notes {
            mut written,
            references,
            numbers,
            ..
        } = take(&mut self.notes);
        let mut listed: Vec<_> = numbers
            .into_iter()
            .filter_map(|(name, index)| written.remove(&name).map(|note| (index, note)))
            .collect();
        listed.sort_unstable_by_key(|(index, _)| *index);
        let mut unused: Vec<_> = written.into_iter().collect();
        unused.sort_unstable_by_key(|(_, note)| note.span.start);
        for (name, note) in unused {
            let message = format!("nothing refers to the footnote `[^{name}]`, so it is not shown");
            self.problem(note.span, message, "refer to it in the text, or remove it");
        }
        if listed.is_empty() {
            return;
        }
        self.fresh_line();
        self.push("<section class=\"footnotes\" role=\"doc-endnotes\"");
        if !self.options.texts.footnotes.is_empty() {
            self.push(" aria-label=\"");
            push_attribute(&mut self.document.html, self.options.texts.footnotes);
            self.push("\"");
        }
        self.push(">\n<ol>\n");
        for (index, note) in listed {
            self.write_note(index + 1, references[index], note);
        }
        self.push("</ol>\n</section>\n");
    }

    fn write_note(&mut self, number: usize, references: usize, note: Note) {
        self.push(&format!("<li id=\"fn-{number}\">"));
        self.document.anchors.push(format!("fn-{number}"));
        let base = self.document.html.len();
        self.document
            .holes
            .extend(note.holes.iter().map(|hole| Hole {
                at: base + hole.at,
                ..*hole
            }));
        let body = note.html.trim_end();
        let paragraph = body.strip_suffix("</p>");
        self.push(paragraph.unwrap_or(body));
        for occurrence in 1..=references {
            let id = reference_id(number, occurrence);
            self.push(&format!(
                " <a href=\"#{id}\" role=\"doc-backlink\" aria-label=\""
            ));
            push_attribute(&mut self.document.html, self.options.texts.back);
            if references > 1 {
                push_text(&mut self.document.html, &format!(" {occurrence}"));
            }
            self.push("\">↩</a>");
            self.document.anchors.push(id);
        }
        self.push(if paragraph.is_some() {
            "</p></li>\n"
        } else {
            "</li>\n"
        });
    }
}

fn reference_id(number: usize, occurrence: usize) -> String {
    match occurrence {
        1 => format!("fnref-{number}"),
        _ => format!("fnref-{number}-{occurrence}"),
    }
}
