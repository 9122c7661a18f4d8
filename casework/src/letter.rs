//! A letter: what a template becomes with a person's answers. One value for the page, the printer and the clipboard.
//!
//! - [`template`]: the language an editor writes in, parsed;
//! - [`evaluate`]: a template and answers give a letter;
//! - [`blank`]: a template without answers gives the paper form;
//! - [`text`]: a letter as plain text.

pub mod blank;
pub mod evaluate;
mod parse;
mod sheet;
mod tags;
pub mod template;
pub mod text;

pub use template::{Condition, ParseError, Template, Test};

/// The name under which a template inserts the day the letter is written. It is no field of the dictionary.
pub const TODAY: &str = "today";

/// Names a field dictionary cannot use, since they mean something else between braces.
pub const RESERVED: [&str; 5] = [TODAY, "if", "not", "else", "end"];

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
}

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
}
