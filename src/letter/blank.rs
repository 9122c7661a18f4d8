//! A letter's paper form as templates see it, laid out for a pen: passages that belong together under one box, short
//! alternatives side by side, choices as boxes to tick.

use std::ops::Range;

use casework::field::{FieldType, field_of};
use casework::letter::blank::WORKED_OUT;
use casework::letter::{Block, BlockKind, Condition, Letter, Run, TODAY, Template, Test};
use casework::numeral::section;

use crate::fields::Dictionary;
use crate::page::Page;
use crate::rules::numbers::{self, Number};
use crate::view::{BlockView, CellView, RunView};

/// Alternatives of at most so many characters stand side by side.
const SHORT: usize = 30;

/// A choice whose options have more characters together is a gap, and not boxes.
const MOST_OPTIONS: usize = 60;

/// The paper form: every passage, those that only stand in some letters with a box before them.
/// A title that depends on answers cannot be printed: the page's own stands in for it.
pub(super) fn blank(template: &Template, page: &Page, dictionary: &Dictionary) -> Vec<BlockView> {
    let mut letter = template.blank();
    if letter.title.iter().any(|run| !matches!(run, Run::Text(_))) {
        letter.title = vec![Run::Text(page.title.clone())];
    }
    without_repeated_items(&mut letter);
    side_by_side(&mut letter);
    let closing = letter.closing();
    let mut places = vec![Place::default(); letter.blocks.len()];
    let caption = |condition: &Condition| caption(condition, page, dictionary);
    Groups {
        blocks: &letter.blocks,
        closing: &closing,
        caption: &caption,
        places: &mut places,
    }
    .find(0..letter.blocks.len(), 0);
    let paper = Paper {
        letter: &letter,
        closing,
        places,
        page,
        dictionary,
    };
    let mut blocks = vec![BlockView {
        runs: paper.runs(&letter.title),
        ..BlockView::new("title")
    }];
    blocks.extend((0..letter.blocks.len()).map(|index| paper.block(index)));
    paper.add_list_boxes(&mut blocks);
    blocks
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
struct Place {
    /// The captions of the groups that begin with it; a group can have none.
    opens: Vec<Option<String>>,
    /// How many groups end with it.
    closes: usize,
    /// How many of its conditions a group around it asks.
    asked: usize,
    /// Whether its box is that of the group.
    has_box: bool,
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

/// A letter being shown as a paper form.
struct Paper<'a> {
    letter: &'a Letter,
    closing: Range<usize>,
    places: Vec<Place>,
    page: &'a Page,
    dictionary: &'a Dictionary,
}

impl Paper<'_> {
    fn block(&self, index: usize) -> BlockView {
        let block = &self.letter.blocks[index];
        let place = &self.places[index];
        let begins_closing = self.closing.start == index && !self.closing.is_empty();
        let ends_closing = self.closing.end == index + 1;
        let (kind, number) = match block.kind {
            BlockKind::Flush => ("flush", None),
            BlockKind::Paragraph => ("paragraph", None),
            BlockKind::Heading(_) => ("heading", None),
            BlockKind::Item(number) => ("item", Some(number)),
            BlockKind::Row(number) => ("row", Some(number)),
            BlockKind::Right => ("right", None),
        };
        let is_row = kind == "row";
        let goes_on = |before: usize, after: usize| {
            let blocks = &self.letter.blocks;
            let (Some(a), Some(b)) = (blocks.get(before), blocks.get(after)) else {
                return false;
            };
            let is_list = matches!(
                (a.kind, b.kind),
                (BlockKind::Item(_), BlockKind::Item(_)) | (BlockKind::Row(_), BlockKind::Row(_))
            );
            let is_cut = self.places[before].closes > 0
                || !self.places[after].opens.is_empty()
                || self.closing.start == after
                || self.closing.end == after;
            is_list && !is_cut
        };
        BlockView {
            heading_number: match block.kind {
                BlockKind::Heading(number) => Some(section(number)),
                _ => None,
            },
            number,
            begins_list: number.is_some() && (index == 0 || !goes_on(index - 1, index)),
            ends_list: number.is_some() && !goes_on(index, index + 1),
            begins_closing,
            ends_closing,
            opens: place.opens.clone(),
            closes: place.closes,
            optional: !is_row && self.is_optional(index),
            fine: is_law(block),
            runs: self.runs(&block.runs),
            cells: if is_row {
                self.cells(index)
            } else {
                Vec::new()
            },
            ..BlockView::new(kind)
        }
    }

    fn is_optional(&self, index: usize) -> bool {
        let (place, block) = (&self.places[index], &self.letter.blocks[index]);
        // Whoever has nothing to write there leaves it empty; and alternatives side by side have boxes of their own.
        let needs_none = match block.runs.as_slice() {
            [Run::Gap(_)] => block.kind == BlockKind::Paragraph,
            [Run::Box(_), ..] => true,
            _ => false,
        };
        !needs_none && (place.has_box || block.optional.len() > place.asked)
    }

    /// A list with boxes has them instead of numbers, and those that always belong there are ticked.
    fn add_list_boxes(&self, blocks: &mut [BlockView]) {
        let mut start = 0;
        while start < blocks.len() {
            let rest = blocks[start..].iter();
            let length = rest.take_while(|block| !block.ends_list).count() + 1;
            let end = blocks.len().min(start + length);
            let list = &mut blocks[start..end];
            let is_item = |block: &BlockView| block.kind == "item";
            if list.iter().any(|block| is_item(block) && block.optional) {
                for block in list.iter_mut().filter(|block| is_item(block)) {
                    block.boxes = true;
                }
            }
            start = end;
        }
    }

    /// The cells of a table's row; the box of one that only stands in some letters is in the first.
    fn cells(&self, index: usize) -> Vec<CellView> {
        let mut cells: Vec<CellView> = self.letter.blocks[index]
            .cells()
            .map(|cell| CellView {
                runs: self.runs(cell),
            })
            .collect();
        if let (Some(first), true) = (cells.first_mut(), self.is_optional(index)) {
            let tick = RunView {
                tick: true,
                ..RunView::default()
            };
            first.runs.insert(0, tick);
        }
        cells
    }

    fn runs(&self, runs: &[Run]) -> Vec<RunView> {
        runs.iter().map(|run| self.run(run)).collect()
    }

    fn run(&self, run: &Run) -> RunView {
        let mut view = RunView::default();
        match run {
            Run::Text(text) => view.text.clone_from(text),
            Run::Gap(key) => {
                view.gap = Some(key.clone());
                view.today = key == TODAY;
                let id = field_of(key);
                if let Some(field) = self.dictionary.get(id).filter(|_| key != WORKED_OUT) {
                    view.text.clone_from(&field.label);
                    view.multiline = field.kind == FieldType::Multiline;
                    let options = super::offered(self.page, id, field);
                    let length: usize = options.iter().map(|it| it.chars().count()).sum();
                    if length <= MOST_OPTIONS {
                        view.options = options.to_vec();
                    }
                }
            }
            Run::Box(_) => view.tick = true,
            Run::Cell => {}
        }
        view
    }
}

/// Whether a passage says what an article says. It is printed small: nobody writes into it.
fn is_law(block: &Block) -> bool {
    let is_article = |run: &Run| match run {
        Run::Text(words) => {
            let mut found = numbers::find(words).into_iter();
            found.any(|found| matches!(found.number, Number::Article(..)))
        }
        _ => false,
    };
    let has_gap = block.runs.iter().any(|run| matches!(run, Run::Gap(_)));
    !has_gap && block.runs.iter().any(is_article)
}
