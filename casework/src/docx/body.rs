//! The letter's own part of a Word document: its paragraphs and tables, in the styles of the package.

use crate::cut::cut;
use crate::letter::{Block, BlockKind, Letter, Run};
use crate::numeral::push_digits;
use crate::prelude::*;

use super::fill;
use super::package::SECTION;

/// What this module adds up to.
#[derive(Default)]
pub(super) struct Body {
    /// Paragraphs and tables.
    pub(super) xml: String,
    /// What is counted from one anew beside the first letter's headings, in order: whether it is headings, or a list's items.
    pub(super) counted: Vec<bool>,
    /// Whether there is more than one letter.
    pub(super) several: bool,
    /// Where in the last paragraph its properties end.
    last_properties: usize,
}

/// The width of the writing, in twentieths of a point.
const WIDTH: usize = 8730;

/// How a gap looks where it is filled in by hand or by word processor.
const GAP: &str = "＿＿＿＿";

impl Body {
    /// Adds a letter.
    pub(super) fn letter(&mut self, letter: &Letter) {
        let is_first = self.xml.is_empty();
        if !is_first {
            // What ends with a paragraph is a section of its own, with pages counted from one.
            let (before, after) = cut(&self.xml, self.last_properties);
            self.xml = [before, SECTION, after].concat();
            self.several = true;
        }
        let (mut headings, mut items) = (None, None);
        self.paragraph("Title", false, None, &letter.title);
        let closing = letter.closing();
        let mut blocks = letter.blocks.as_slice();
        while let [block, rest @ ..] = blocks {
            let index = letter.blocks.len() - blocks.len();
            let keep = closing.contains(&index) && index + 1 < closing.end;
            match block.kind {
                BlockKind::Row(_) => {
                    let length = blocks
                        .iter()
                        .enumerate()
                        .position(|(row, block)| block.kind != BlockKind::Row(row))
                        .unwrap_or(blocks.len());
                    let (table, after) = blocks.split_at(length);
                    self.table(table, keep);
                    if after.is_empty() {
                        // No document ends with a table.
                        self.paragraph("BodyText", false, None, &[]);
                    }
                    blocks = after;
                    continue;
                }
                BlockKind::Item(number) => {
                    if number == 1 || items.is_none() {
                        items = Some(self.count(false));
                    }
                    self.paragraph("ListNumber", keep, items, &block.runs);
                }
                BlockKind::Heading(_) => {
                    // The style counts the first letter's.
                    if headings.is_none() && !is_first {
                        headings = Some(self.count(true));
                    }
                    self.paragraph("Heading1", keep, headings, &block.runs);
                }
                BlockKind::Flush => self.paragraph("Salutation", keep, None, &block.runs),
                BlockKind::Paragraph => {
                    self.paragraph("BodyTextFirstIndent", keep, None, &block.runs);
                }
                BlockKind::Right => self.paragraph("Signature", keep, None, &block.runs),
            }
            blocks = rest;
        }
    }

    /// The number of something that is counted from one anew.
    fn count(&mut self, is_headings: bool) -> usize {
        self.counted.push(is_headings);
        self.counted.len() + 1
    }

    fn push(&mut self, piece: &str) {
        self.xml.push_str(piece);
    }

    fn number(&mut self, number: usize) {
        push_digits(&mut self.xml, number as u64, 1);
    }

    fn paragraph(&mut self, style: &str, keep: bool, list: Option<usize>, runs: &[Run]) {
        fill(
            &mut self.xml,
            "<w:p><w:pPr><w:pStyle w:val=\"@\"/>",
            &[style],
        );
        if keep {
            self.push("<w:keepNext/>");
        }
        if let Some(list) = list {
            self.push("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"");
            self.number(list);
            self.push("\"/></w:numPr>");
        }
        self.last_properties = self.xml.len();
        // The hint lets “” … and — be as wide as the Chinese around them.
        self.push("</w:pPr><w:r><w:rPr><w:rFonts w:hint=\"eastAsia\"/></w:rPr><w:t xml:space=\"preserve\">");
        for run in runs {
            match run {
                Run::Text(words) => self.words(words),
                Run::Gap(_) => self.push(GAP),
                Run::Box(_) => self.push("□"),
                Run::Cell => {}
            }
        }
        self.push("</w:t></w:r></w:p>");
    }

    fn table(&mut self, rows: &[Block], keep: bool) {
        let columns = rows
            .iter()
            .map(|row| row.cells().count())
            .max()
            .unwrap_or(1);
        self.push("<w:tbl><w:tblPr><w:tblStyle w:val=\"TableGrid\"/><w:tblW w:w=\"5000\" w:type=\"pct\"/></w:tblPr><w:tblGrid>");
        for _ in 0..columns {
            self.push("<w:gridCol w:w=\"");
            self.number(WIDTH / columns);
            self.push("\"/>");
        }
        self.push("</w:tblGrid>");
        for (index, row) in rows.iter().enumerate() {
            self.push("<w:tr><w:trPr><w:cantSplit/>");
            // The first row stands again at the top of every page that the table runs over to.
            let head = index == 0 && rows.len() > 1;
            if head {
                self.push("<w:tblHeader/>");
            }
            self.push("</w:trPr>");
            for cell in row
                .cells()
                .chain(core::iter::repeat_n(&[][..], columns))
                .take(columns)
            {
                self.push("<w:tc>");
                self.paragraph("BodyText", head || keep, None, cell);
                self.push("</w:tc>");
            }
            self.push("</w:tr>");
        }
        self.push("</w:tbl>");
    }

    /// Words as XML text. What no XML may hold is left out: the words may come from anywhere.
    fn words(&mut self, words: &str) {
        for character in words.chars() {
            match character {
                '&' => self.push("&amp;"),
                '<' => self.push("&lt;"),
                '>' => self.push("&gt;"),
                '\t' => self.xml.push(' '),
                '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
                _ => self.xml.push(character),
            }
        }
    }
}
