//! Gathers what a reader reads, block by block, with what each block cites. It knows no fact.
//!
//! A block is a paragraph, a heading, a table's row or a list item's own text; code blocks, letters and blocks of raw
//! HTML are none.

use std::ops::Range;

/// One block's words, without markup.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Passage {
    /// The words; cells of a row are parted by `|`.
    pub text: String,
    /// Where stretches of `text` begin, in it and in the page's body.
    origins: Vec<(usize, usize)>,
    /// What stands among the words, in order.
    pub marks: Vec<Mark>,
}

/// A mark among a block's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Where it stands in [`Passage::text`].
    pub at: usize,
    /// What it is.
    pub kind: MarkKind,
    /// Bytes of the page's body.
    pub span: Range<usize>,
}

/// What a mark says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MarkKind {
    /// `[@fact]` or `[=fact]`: cites a fact.
    Fact(String),
    /// `[!reason]`: the number before it is no fact, and why.
    Exception(String),
}

impl Passage {
    /// A range of the words as a range of the page's body.
    pub fn span(&self, range: &Range<usize>) -> Range<usize> {
        let last = range.end.saturating_sub(1).max(range.start);
        self.original(range.start)..self.original(last) + (range.end - last)
    }

    fn original(&self, at: usize) -> usize {
        let index = self.origins.partition_point(|(text, _)| *text <= at);
        match self.origins[..index].last() {
            Some((text, body)) => body + (at - text),
            None => 0,
        }
    }
}

/// Reads `!reason`. A single word in Latin letters is no reason: GitHub marks alerts so, `[!NOTE]`.
pub(super) fn exception(reference: &str) -> Option<&str> {
    let reason = reference.strip_prefix('!')?.trim();
    let word = reason
        .chars()
        .all(|character| character.is_ascii_alphanumeric());
    (!word).then_some(reason)
}

/// The passages so far.
pub(super) struct Prose {
    pub(super) finished: Vec<Passage>,
    open: Passage,
    /// Whether anybody will ask for them.
    wanted: bool,
}

impl Prose {
    pub(super) fn new(wanted: bool) -> Self {
        Self {
            finished: Vec::new(),
            open: Passage::default(),
            wanted,
        }
    }

    /// Adds words that stand at this place of the page's body.
    pub(super) fn push(&mut self, text: &str, body: usize) {
        if !self.wanted {
            return;
        }
        self.open.origins.push((self.open.text.len(), body));
        self.open.text.push_str(text);
    }

    /// Takes back the last words, which turned out to be none.
    pub(super) fn cut(&mut self, written: &str) {
        let text = &mut self.open.text;
        if text.ends_with(written) {
            text.truncate(text.len() - written.len());
        }
    }

    pub(super) fn mark(&mut self, kind: MarkKind, span: Range<usize>) {
        let at = self.open.text.len();
        self.open.marks.push(Mark { at, kind, span });
    }

    /// Ends the block, if one is open.
    pub(super) fn end_block(&mut self) {
        let passage = std::mem::take(&mut self.open);
        if self.wanted && !(passage.text.is_empty() && passage.marks.is_empty()) {
            self.finished.push(passage);
        }
    }
}
