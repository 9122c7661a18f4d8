//! A letter as plain text, laid out with full-width spaces, for clipboards and boxes in other apps.

use crate::numeral::{push_digits, section};
use crate::prelude::*;

use super::{Block, BlockKind, Letter, Run};

/// The width of a chat window's line, in half-width columns; right-aligned lines end there.
const COLUMNS: usize = 32;

const INDENT: &str = "\u{3000}\u{3000}";

/// Lines at the right have at least this indent, in half-width columns; nothing else has as much.
pub(super) const RIGHT_INDENT: usize = 8;

/// Between the cells of a table's row.
pub(super) const CELL: char = '｜';

/// How a gap looks where nothing can be typed.
const GAP: &str = "＿＿＿＿";

impl Letter {
    /// The letter as plain text, every line ended by a line feed.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        push_runs(&mut text, &self.title);
        text.push_str("\n\n");
        for block in &self.blocks {
            push_block(&mut text, block);
            text.push('\n');
        }
        text
    }
}

fn push_block(text: &mut String, block: &Block) {
    match block.kind {
        BlockKind::Flush => {}
        BlockKind::Paragraph => text.push_str(INDENT),
        BlockKind::Heading(number) => {
            text.push_str(INDENT);
            text.push_str(&section(number));
            text.push('、');
        }
        BlockKind::Item(number) => {
            text.push_str(INDENT);
            push_digits(text, number as u64, 1);
            text.push_str(". ");
        }
        BlockKind::Row(_) => text.push_str(INDENT),
        BlockKind::Right => {
            let mut line = String::new();
            push_runs(&mut line, &block.runs);
            let free = COLUMNS.saturating_sub(columns(&line)).max(RIGHT_INDENT);
            text.extend(core::iter::repeat_n('\u{3000}', free / 2));
        }
    }
    push_runs(text, &block.runs);
    // Empty cells at the end of a row say nothing.
    while text.ends_with(CELL) {
        text.pop();
    }
}

fn push_runs(text: &mut String, runs: &[Run]) {
    for run in runs {
        match run {
            Run::Text(words) => text.push_str(words),
            Run::Gap(_) => text.push_str(GAP),
            Run::Box(_) => text.push('□'),
            Run::Cell => text.push(CELL),
        }
    }
}

/// Chinese characters are twice as wide as Latin ones.
fn columns(line: &str) -> usize {
    line.chars()
        .map(|character| if character.is_ascii() { 1 } else { 2 })
        .sum()
}
