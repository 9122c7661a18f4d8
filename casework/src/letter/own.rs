//! A letter from plain text: what a person made of it with their own hand. The inverse of [`super::text`].

use crate::cut::after;
use crate::numeral::{push_digits, section};
use crate::prelude::*;
use crate::typed::one_line;

use super::text::{CELL, RIGHT_INDENT};
use super::{Block, BlockKind, Letter, Run};

impl Letter {
    /// Reads a text as [`Letter::to_text`] lays it out. Every line of words is one line or paragraph of the letter,
    /// whatever was changed in it; a number that is not the next one stays in the words as it was typed.
    pub fn from_text(text: &str) -> Letter {
        let mut letter = Letter::default();
        let mut headings = 0;
        for line in text.split(['\n', '\r']) {
            let words = one_line(line);
            if words.is_empty() {
                continue;
            }
            if letter.title.is_empty() {
                letter.title.push(Run::Text(words));
                continue;
            }
            let before = letter.blocks.last().map(|block| block.kind);
            let (kind, mark) = match indent(line) {
                0 | 1 => (BlockKind::Flush, 0),
                columns if columns >= RIGHT_INDENT => (BlockKind::Right, 0),
                _ => marked(&words, before, headings),
            };
            if let BlockKind::Heading(number) = kind {
                headings = number;
            }
            let words = after(&words, mark);
            let runs = match kind {
                BlockKind::Row(_) => cells(words),
                _ => vec![Run::Text(words.to_owned())],
            };
            letter.blocks.push(Block {
                kind,
                runs,
                optional: Vec::new(),
            });
        }
        letter
    }
}

/// What an indented line is, and the length of the mark that says so.
fn marked(words: &str, before: Option<BlockKind>, headings: usize) -> (BlockKind, usize) {
    let mut heading = section(headings + 1);
    heading.push('、');
    if words.starts_with(&heading) {
        return (BlockKind::Heading(headings + 1), heading.len());
    }
    let number = match before {
        Some(BlockKind::Item(number)) => number + 1,
        _ => 1,
    };
    let mut item = String::new();
    push_digits(&mut item, number as u64, 1);
    item.push_str(". ");
    if words.starts_with(&item) {
        return (BlockKind::Item(number), item.len());
    }
    if words.chars().any(|character| character == CELL) {
        let row = match before {
            Some(BlockKind::Row(row)) => row + 1,
            _ => 0,
        };
        return (BlockKind::Row(row), 0);
    }
    (BlockKind::Paragraph, 0)
}

fn cells(words: &str) -> Vec<Run> {
    let mut runs = Vec::new();
    for (index, cell) in words.split(CELL).enumerate() {
        if index > 0 {
            runs.push(Run::Cell);
        }
        let cell = cell.trim();
        if !cell.is_empty() {
            runs.push(Run::Text(cell.to_owned()));
        }
    }
    runs
}

/// How far a line is indented, in half-width columns.
fn indent(line: &str) -> usize {
    line.chars()
        .take_while(|character| character.is_whitespace())
        .map(|character| if character == ' ' { 1 } else { 2 })
        .sum()
}
