//! Writes tables. Each can be scrolled sideways and is named by its head. The cells of one with many columns name their
//! column, so that a phone can show a row as lines.

use pulldown_cmark::Alignment;

use super::escape::push_attribute;
use super::writer::{Place, Writer};

/// From so many columns on, one is too narrow on a phone.
const MANY_COLUMNS: usize = 3;

/// The table being written.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    in_head: bool,
    column: usize,
    /// What heads each column.
    heads: Vec<String>,
    /// Inside the wrapper's tag, until all that it says is there.
    wrapper: Option<Place>,
    /// Where the words of the cell begin.
    cell: usize,
}

impl Table {
    /// Whether the cell that is written names its column. The first of a row heads the others itself.
    fn head(&self) -> Option<&str> {
        let is_named = !self.in_head && self.column > 0 && self.heads.len() >= MANY_COLUMNS;
        let head = self.heads.get(self.column).filter(|_| is_named)?;
        Some(head)
            .filter(|head| !head.is_empty())
            .map(String::as_str)
    }
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.table.alignments = alignments;
        self.push("<div class=\"table\"");
        self.table.wrapper = Some(self.place());
        self.push("><table>");
    }

    pub(super) fn start_table_head(&mut self) {
        self.table.in_head = true;
        self.table.column = 0;
        self.table.heads.clear();
        self.plain.clear();
        self.collecting = true;
        self.push("<thead><tr>");
    }

    pub(super) fn end_table_head(&mut self) {
        self.table.in_head = false;
        self.collecting = false;
        self.push("</tr></thead><tbody>\n");
        let name = self.plain.trim_end_matches([',', ' ']);
        if let Some(place) = self.table.wrapper.filter(|_| !name.is_empty()) {
            // No landmark: a page may have many tables with the same head.
            let mut attributes = " role=\"group\" tabindex=\"0\" aria-label=\"".to_owned();
            push_attribute(&mut attributes, name);
            attributes.push('"');
            self.insert(place, &attributes);
        }
    }

    pub(super) fn start_table_row(&mut self) {
        self.table.column = 0;
        self.push("<tr>");
    }

    pub(super) fn start_cell(&mut self) {
        self.push(if self.table.in_head {
            "<th scope=\"col\""
        } else {
            "<td"
        });
        match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => self.push(" class=\"align-left\""),
            Some(Alignment::Center) => self.push(" class=\"align-center\""),
            Some(Alignment::Right) => self.push(" class=\"align-right\""),
            Some(Alignment::None) | None => {}
        }
        if let Some(head) = self.table.head() {
            let mut attribute = " data-head=\"".to_owned();
            push_attribute(&mut attribute, head);
            attribute.push('"');
            self.push(&attribute);
        }
        self.push(">");
        self.table.cell = self.place().html;
    }

    pub(super) fn end_cell(&mut self) {
        // One that is to be filled in by hand has nothing to show as lines.
        if self.table.head().is_some()
            && self.place().html > self.table.cell
            && let Some(place) = self.table.wrapper.take()
        {
            self.insert(place, " data-wide");
        }
        self.table.column += 1;
        if self.table.in_head {
            let before: usize = self.table.heads.iter().map(|head| head.len() + 2).sum();
            let head = self.plain.get(before..).unwrap_or_default();
            self.table.heads.push(head.to_owned());
            self.plain.push_str(", ");
            self.push("</th>");
        } else {
            self.push("</td>");
        }
    }
}
