//! A letter being laid down piece by piece: trims its lines, leaves out empty ones, counts items and headings.

use crate::prelude::*;

use super::template::{Condition, Place};
use super::{Block, BlockKind, Letter, Run};
use crate::cut::cut;

/// What ends a sentence. An editor writes it after an answer; a person may have typed it too.
pub(super) const STOP: &str = "。";

/// The letter so far, and the line that is being written.
#[derive(Default)]
pub(super) struct Sheet {
    letter: Letter,
    headings: usize,
    place: Option<Place>,
    runs: Vec<Run>,
    optional: Vec<Condition>,
}

impl Sheet {
    /// Begins a line. `optional` are the conditions of a blank form's passage.
    pub(super) fn begin(&mut self, place: Place, optional: Vec<Condition>) {
        self.place = Some(place);
        self.optional = optional;
    }

    /// Writes words, as one piece with the words before them. Where they meet, no mark stands twice; a gap that is all
    /// there is needs none.
    pub(super) fn text(&mut self, words: &str) {
        let indent = matches!(self.runs.last(), None | Some(Run::Cell));
        let words = if indent { words.trim_start() } else { words };
        if words == STOP && matches!(self.runs.as_slice(), [Run::Gap(_)]) {
            return;
        }
        match self.runs.last_mut() {
            Some(Run::Text(text)) => join(text, words),
            _ if words.is_empty() => {}
            _ => self.runs.push(Run::Text(words.to_owned())),
        }
    }

    /// Leaves a gap for an answer.
    pub(super) fn gap(&mut self, field: &str) {
        self.runs.push(Run::Gap(field.to_owned()));
    }

    /// Puts a box before what follows; one with nothing after it is taken back.
    pub(super) fn choice(&mut self, condition: Condition) {
        self.take_back_box();
        self.runs.push(Run::Box(condition));
    }

    /// Ends a table's cell.
    pub(super) fn cell(&mut self) {
        self.trim_end();
        self.runs.push(Run::Cell);
    }

    /// Writes a line of an answer. Between quotation marks its own ones are single, or fall away where
    /// they are around all of it.
    pub(super) fn answer(&mut self, line: &str) {
        let quoted = matches!(self.runs.last(), Some(Run::Text(text)) if text.ends_with('“'));
        if !quoted {
            return self.text(line);
        }
        let own = line
            .strip_prefix('“')
            .and_then(|line| line.strip_suffix('”'));
        let line = own.filter(|own| !own.contains(['“', '”'])).unwrap_or(line);
        let mut inner = String::new();
        for mark in line.chars() {
            inner.push(match mark {
                '“' => '‘',
                '”' => '’',
                other => other,
            });
        }
        self.text(&inner);
    }

    /// Whether nothing has been written since the line began.
    pub(super) fn is_fresh(&self) -> bool {
        self.runs.is_empty()
    }

    /// Ends a line inside an answer: a paragraph goes on as another one, and so does an item that is nothing but the
    /// answer; anything else goes on with a space.
    pub(super) fn line_end(&mut self, is_all: bool) {
        match self.place {
            Some(Place::Block(BlockKind::Paragraph)) => self.finish(),
            Some(Place::Block(BlockKind::Item(_))) if is_all => self.finish(),
            _ => self.text(" "),
        }
    }

    /// Ends what was begun.
    pub(super) fn finish(&mut self) {
        self.take_back_box();
        self.trim_end();
        let runs = core::mem::take(&mut self.runs);
        match self.place {
            _ if runs.iter().all(|run| *run == Run::Cell) => {}
            Some(Place::Title) => self.letter.title = runs,
            Some(Place::Block(kind)) => {
                let kind = self.counted(kind);
                self.letter.blocks.push(Block {
                    kind,
                    runs,
                    optional: core::mem::take(&mut self.optional),
                });
            }
            None => {}
        }
    }

    /// The whole letter.
    pub(super) fn letter(self) -> Letter {
        self.letter
    }

    fn take_back_box(&mut self) {
        if matches!(self.runs.last(), Some(Run::Box(_))) {
            self.runs.pop();
        }
    }

    /// No cell of a table ends as a sentence does.
    fn trim_end(&mut self) {
        if let Some(Run::Text(text)) = self.runs.last_mut() {
            *text = text.trim_end().to_owned();
            if matches!(self.place, Some(Place::Block(BlockKind::Row(_)))) {
                shorten(text, ['。', '；', '，']);
            }
            if text.is_empty() {
                self.runs.pop();
            }
        }
    }

    fn counted(&mut self, kind: BlockKind) -> BlockKind {
        match (kind, self.letter.blocks.last()) {
            (
                BlockKind::Item(_),
                Some(Block {
                    kind: BlockKind::Item(before),
                    ..
                }),
            ) => BlockKind::Item(before + 1),
            (BlockKind::Item(_), _) => BlockKind::Item(1),
            (
                BlockKind::Row(_),
                Some(Block {
                    kind: BlockKind::Row(before),
                    ..
                }),
            ) => BlockKind::Row(before + 1),
            (BlockKind::Heading(_), _) => {
                self.headings += 1;
                BlockKind::Heading(self.headings)
            }
            _ => kind,
        }
    }
}

/// What closes a quotation or an aside; a sentence may have ended before it.
pub(super) const CLOSES: [char; 4] = ['”', '’', '」', '）'];

/// Writes words after others. An answer that has an end of its own, as people type one or forget to, gets no second
/// stop and keeps none before a comma.
fn join(text: &mut String, words: &str) {
    let mut words = words;
    let after_close = words.trim_start_matches(CLOSES);
    if let Some(rest) = after_close.strip_prefix(STOP) {
        let said = text.trim_end_matches(CLOSES);
        if said.ends_with(['。', '！', '？', '…', '：', '!', '?', ':'])
            || said.ends_with("..")
            || said != text && said.ends_with('.')
        {
            text.push_str(cut(words, words.len() - after_close.len()).0);
            words = rest;
        } else {
            shorten(text, ['，', '、', '；', ',', ';', '.']);
        }
    } else if words.starts_with(['；', '，', '：']) {
        if without_dot(text).len() < text.len() {
            text.pop();
        }
        shorten(text, ['。', '；', '，']);
    }
    text.push_str(words);
}

/// Words without a dot that somebody typed for a full stop. Behind a Latin letter it may belong to it: Ltd.
pub(super) fn without_dot(words: &str) -> &str {
    match words.strip_suffix('.') {
        Some(bare) if !bare.ends_with(|last: char| last.is_ascii_alphabetic() || last == '.') => {
            bare
        }
        _ => words,
    }
}

fn shorten<const MARKS: usize>(text: &mut String, marks: [char; MARKS]) {
    while text.ends_with(marks) {
        text.pop();
    }
}
