//! A letter being laid down piece by piece: trims its lines, leaves out empty ones, counts items and headings.

use super::template::{Condition, Place};
use super::{Block, BlockKind, Letter, Run};

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

    /// Writes words, as one piece with the words before them.
    pub(super) fn text(&mut self, words: &str) {
        let indent = self.runs.is_empty();
        let words = if indent { words.trim_start() } else { words };
        match self.runs.last_mut() {
            Some(Run::Text(text)) => text.push_str(words),
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

    /// Ends a line inside an answer: a paragraph goes on as another one, anything else with a space.
    pub(super) fn line_end(&mut self) {
        if self.place == Some(Place::Block(BlockKind::Paragraph)) {
            self.finish();
        } else {
            self.text(" ");
        }
    }

    /// Ends what was begun.
    pub(super) fn finish(&mut self) {
        self.take_back_box();
        self.trim_end();
        let runs = std::mem::take(&mut self.runs);
        match self.place {
            _ if runs.is_empty() => {}
            Some(Place::Title) => self.letter.title = runs,
            Some(Place::Block(kind)) => {
                let kind = self.counted(kind);
                self.letter.blocks.push(Block {
                    kind,
                    runs,
                    optional: std::mem::take(&mut self.optional),
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

    fn trim_end(&mut self) {
        if let Some(Run::Text(text)) = self.runs.last_mut() {
            *text = text.trim_end().to_owned();
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
            (BlockKind::Heading(_), _) => {
                self.headings += 1;
                BlockKind::Heading(self.headings)
            }
            _ => kind,
        }
    }
}
