//! The passages of a paper form arranged for a pen: nothing twice in a list, short alternatives side by side, one box for
//! what stands under one condition.

use std::ops::Range;

use casework::field::FieldType;
use casework::letter::{Block, BlockKind, Condition, Letter, Run, Test};

use crate::fields::Dictionary;
use crate::page::Page;

use super::law;

/// Alternatives of at most so many characters stand side by side, and a caption is no longer.
const SHORT: usize = 30;

/// Arranges the passages, and tells how each stands among the others.
pub(super) fn arrange(letter: &mut Letter, page: &Page, dictionary: &Dictionary) -> Vec<Place> {
    let caption = |condition: &Condition| caption(condition, page, dictionary);
    without_questions(letter, dictionary);
    law::name(letter, &caption);
    without_repeated_items(letter);
    side_by_side(letter);
    let mut places = vec![Place::default(); letter.blocks.len()];
    Groups {
        blocks: &letter.blocks,
        closing: &letter.closing(),
        caption: &caption,
        places: &mut places,
    }
    .find(0..letter.blocks.len(), 0);
    places
}

/// A passage that is nothing but a box nobody has ticked yet asks a question on the screen; paper has the box anyway.
fn without_questions(letter: &mut Letter, dictionary: &Dictionary) {
    let asks = |block: &Block| match block.runs.as_slice() {
        [Run::Gap(field)] | [Run::Gap(field), Run::Text(_)] => dictionary
            .get(field)
            .is_some_and(|field| field.kind == FieldType::Yes),
        _ => false,
    };
    letter.blocks.retain(|block| !asks(block));
}

/// A list that says the same under several conditions says it once.
fn without_repeated_items(letter: &mut Letter) {
    let mut kept: Vec<Block> = Vec::new();
    let mut list = 0;
    for block in std::mem::take(&mut letter.blocks) {
        if !matches!(block.kind, BlockKind::Item(_)) {
            kept.push(block);
            list = kept.len();
            continue;
        }
        match kept[list..]
            .iter_mut()
            .find(|other| other.runs == block.runs)
        {
            Some(other) => {
                let same = |(a, b): &(&Condition, &Condition)| a == b;
                let both = other.optional.iter().zip(&block.optional);
                let common = both.take_while(same).count();
                other
                    .optional
                    .drain(common..other.optional.len().max(1) - 1);
            }
            None => kept.push(block),
        }
    }
    letter.blocks = kept;
}

/// Puts short alternatives that follow each other into one line.
fn side_by_side(letter: &mut Letter) {
    let mut blocks: Vec<Block> = Vec::new();
    // How many conditions are around the line that was begun.
    let mut begun: Option<usize> = None;
    for mut block in std::mem::take(&mut letter.blocks) {
        let is_short = block.kind == BlockKind::Paragraph
            && matches!(block.runs.as_slice(), [Run::Text(words)] if words.chars().count() <= SHORT);
        let Some(own) = block.optional.pop_if(|_| is_short) else {
            begun = None;
            blocks.push(block);
            continue;
        };
        block.runs.insert(0, Run::Box(own));
        match blocks.last_mut() {
            Some(line) if begun.is_some() && line.optional == block.optional => {
                line.runs.append(&mut block.runs);
            }
            _ => {
                begun = Some(block.optional.len());
                blocks.push(block);
            }
        }
    }
    letter.blocks = blocks;
}

/// Where a block stands among the groups.
#[derive(Clone, Default)]
pub(super) struct Place {
    /// The captions of the groups that begin with it; a group can have none.
    pub(super) opens: Vec<Option<String>>,
    /// How many groups end with it.
    pub(super) closes: usize,
    /// How many of its conditions a group around it asks.
    pub(super) asked: usize,
    /// Whether its box is that of the group.
    pub(super) has_box: bool,
}

/// Finds passages that follow each other under the same condition: one box is enough for them.
struct Groups<'a> {
    blocks: &'a [Block],
    closing: &'a Range<usize>,
    caption: &'a dyn Fn(&Condition) -> Option<String>,
    places: &'a mut [Place],
}

impl Groups<'_> {
    fn find(&mut self, range: Range<usize>, depth: usize) {
        let mut start = range.start;
        while start < range.end {
            let condition = self.blocks[start].optional.get(depth);
            let same = |block: &&Block| block.optional.get(depth) == condition;
            let rest = self.blocks[start..range.end].iter();
            let end = start + rest.take_while(same).count();
            if let Some(condition) = condition
                && self.is_worth_it(start..end)
            {
                self.add(start..end, depth, condition);
                self.find(start..end, depth + 1);
            }
            start = end;
        }
    }

    /// A list has a box for each of its items, and nothing reaches into what stays with the signature.
    fn is_worth_it(&self, range: Range<usize>) -> bool {
        let is_item = |block: &Block| matches!(block.kind, BlockKind::Item(_));
        let is_cut = !self.closing.is_empty()
            && range.start < self.closing.start
            && self.closing.start < range.end;
        range.len() > 1 && !self.blocks[range].iter().all(is_item) && !is_cut
    }

    fn add(&mut self, range: Range<usize>, depth: usize, condition: &Condition) {
        for place in &mut self.places[range.clone()] {
            place.asked = depth + 1;
        }
        let first = &mut self.places[range.start];
        let kind = self.blocks[range.start].kind;
        let is_heading = matches!(kind, BlockKind::Heading(_));
        let is_row = matches!(kind, BlockKind::Row(_));
        let caption = (self.caption)(condition).filter(|_| !is_heading);
        // What stands in all letters but some needs no box: who has another case strikes it out.
        let is_rule = condition.questions.iter().all(|question| question.negated);
        if caption.is_some() || !is_rule {
            first.has_box = caption.is_none() && !is_row;
            first.opens.push(caption);
            self.places[range.end - 1].closes += 1;
        }
    }
}

/// What a group is for: the options of which one is chosen, unless they are many.
fn caption(condition: &Condition, page: &Page, dictionary: &Dictionary) -> Option<String> {
    let mut options: Vec<&str> = Vec::new();
    for question in &condition.questions {
        let Test::Is(option) = &question.test else {
            return None;
        };
        if !question.negated {
            options.push(option);
        } else if condition.questions.len() == 1 {
            let field = dictionary.get(&question.field)?;
            let offered = super::offered(page, &question.field, field).iter();
            options.extend(offered.map(String::as_str).filter(|it| it != option));
        } else {
            return None;
        }
    }
    let caption = options.join(" / ");
    (caption.chars().count() <= SHORT).then_some(caption)
}
