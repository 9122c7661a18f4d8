//! A letter: what a template becomes with a person's answers. One value for the page, the printer and the clipboard.
//!
//! - [`template`]: the language an editor writes in, parsed;
//! - [`evaluate`]: a template and answers give a letter;
//! - [`blank`]: a template without answers gives the paper form;
//! - [`text`]: a letter as plain text.

pub mod blank;
pub mod evaluate;
mod nest;
mod parse;
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

/// Counts items and headings as a letter's blocks are laid down one after another.
fn number_blocks(blocks: &mut [Block]) {
    let (mut items, mut headings) = (0, 0);
    for block in blocks {
        match &mut block.kind {
            BlockKind::Item(number) => {
                items += 1;
                *number = items;
            }
            other => {
                items = 0;
                if let BlockKind::Heading(number) = other {
                    headings += 1;
                    *number = headings;
                }
            }
        }
    }
}

/// Appends words to a line, as one piece with the words before them.
fn push_text(runs: &mut Vec<Run>, words: &str) {
    match runs.last_mut() {
        Some(Run::Text(text)) => text.push_str(words),
        _ if words.is_empty() => {}
        _ => runs.push(Run::Text(words.to_owned())),
    }
}

/// Takes the spaces off both ends of a line, and pieces that are nothing but spaces there.
fn trim_runs(runs: &mut Vec<Run>) {
    while let Some(Run::Text(text)) = runs.first_mut() {
        *text = text.trim_start().to_owned();
        if !text.is_empty() {
            break;
        }
        runs.remove(0);
    }
    while let Some(Run::Text(text)) = runs.last_mut() {
        *text = text.trim_end().to_owned();
        if !text.is_empty() {
            break;
        }
        runs.pop();
    }
}
