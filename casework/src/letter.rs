//! A letter: what a template becomes with a person's answers. One value for the page, the printer and the clipboard.
//!
//! - [`template`]: the language an editor writes in, parsed;
//! - [`branches`]: the ways through it; [`citations`]: the facts it names;
//! - [`compiled`]: the same as a page carries it;
//! - [`evaluate`]: a template and answers give a letter;
//! - [`enclosures`]: the lines of what comes with it;
//! - [`blank`]: a template without answers gives the paper form;
//! - [`text`]: a letter as plain text; [`own`]: plain text as a letter;
//! - [`short`]: a letter in three hundred characters.

use core::ops::Range;

use crate::prelude::*;

pub mod blank;
pub mod branches;
pub mod citations;
pub mod compiled;
pub mod enclosures;
pub mod evaluate;
pub mod own;
mod parse;
mod sheet;
pub mod short;
mod tags;
pub mod template;
pub mod text;

pub use evaluate::Drafted;
pub use template::{Condition, Form, ParseError, Question, Template, Test};

/// The name under which a template inserts the day the letter is written. It is no field of the dictionary.
pub const TODAY: &str = "today";

/// Names a field dictionary cannot use, since they mean something else between braces.
pub const RESERVED: [&str; 14] = [
    TODAY, "if", "not", "or", "and", "else", "end", "each", "several", "total", "upper", "cite",
    "article", "include",
];

/// A finished letter, or a blank one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The centred title.
    pub title: Vec<Run>,
    /// Everything under it, in order.
    pub blocks: Vec<Block>,
}

/// One line or paragraph of a letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// Where it stands on the sheet.
    pub kind: BlockKind,
    /// What it says.
    pub runs: Vec<Run>,
    /// On a blank form: all the conditions under which the passage belongs in the letter, the outermost first.
    /// Always empty in a letter made from answers.
    pub optional: Vec<Condition>,
}

/// Where a block stands on the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// At the left margin: the salutation.
    Flush,
    /// Indented by two characters.
    Paragraph,
    /// A section's heading, counted 一、二、 from one.
    Heading(usize),
    /// An item of a list, counted from one; anything else between two items ends the list.
    Item(usize),
    /// A row of a table, counted from zero; the first names the columns. Its runs are cut into cells by [`Run::Cell`].
    Row(usize),
    /// At the right margin: signature and date.
    Right,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// Words. They are text, whatever characters are in them.
    Text(String),
    /// A place that waits for this field's answer; on a blank form also for the day, [`TODAY`].
    Gap(String),
    /// On a blank form only: a box to tick before words that belong there under this condition.
    Box(Condition),
    /// In a table's row: here the next cell begins.
    Cell,
}

impl Block {
    /// The cells of a table's row; of anything else, all of it.
    pub fn cells(&self) -> impl Iterator<Item = &[Run]> {
        self.runs.split(|run| *run == Run::Cell)
    }

    /// How many bytes its words have; a Chinese character has three.
    fn length(&self) -> usize {
        let length = |run: &Run| match run {
            Run::Text(words) => words.len(),
            _ => 0,
        };
        self.runs.iter().map(length).sum()
    }
}

/// A passage longer than this does not move to the next page with the signature.
const LONGEST_KEPT: usize = 600;

impl Letter {
    /// The fields the letter still waits for, each once, in order of appearance.
    pub fn gaps(&self) -> Vec<&str> {
        let mut gaps = Vec::new();
        for run in self
            .title
            .iter()
            .chain(self.blocks.iter().flat_map(|block| &block.runs))
        {
            if let Run::Gap(field) = run
                && !gaps.contains(&field.as_str())
            {
                gaps.push(field);
            }
        }
        gaps
    }

    /// The closing: the signature, and enough before it that no page holds the signature alone. It stays on one page.
    /// Empty if nothing is signed.
    pub fn closing(&self) -> Range<usize> {
        let is_right = |block: &Block| block.kind == BlockKind::Right;
        let end = self
            .blocks
            .iter()
            .rposition(is_right)
            .map_or(0, |last| last + 1);
        let mut start = end;
        // 此致, 敬礼 and what stands at the right belong together; the last words of the letter go with them.
        let mut passages = 0;
        for block in self.blocks.iter().take(end).rev() {
            passages += usize::from(matches!(
                block.kind,
                BlockKind::Paragraph | BlockKind::Item(_)
            ));
            let is_table = matches!(block.kind, BlockKind::Row(_));
            if passages > 3 || is_table || block.length() > LONGEST_KEPT {
                break;
            }
            start -= 1;
        }
        start..end
    }
}
