//! A letter's paper form as templates see it, arranged for a pen, with choices as boxes to tick.

use std::ops::Range;

use casework::field::{FieldType, field_of};
use casework::letter::blank::WORKED_OUT;
use casework::letter::{BlockKind, Letter, Run, TODAY, Template};
use casework::numeral::section;

use crate::fields::Dictionary;
use crate::page::Page;
use crate::view::{BlockView, CellView, RunView};

use super::arrange::{self, Place};
use super::law;

/// A choice whose options have more characters together is a gap, and not boxes.
const MOST_OPTIONS: usize = 60;

/// The paper form: every passage, those that only stand in some letters with a box before them.
/// A title that depends on answers cannot be printed: the page's own stands in for it.
pub(super) fn blank(template: &Template, page: &Page, dictionary: &Dictionary) -> Vec<BlockView> {
    let mut letter = template.blank();
    if letter.title.iter().any(|run| !matches!(run, Run::Text(_))) {
        letter.title = vec![Run::Text(page.title.clone())];
    }
    let places = arrange::arrange(&mut letter, page, dictionary);
    let closing = letter.closing();
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
            // What an article says is printed small: nobody writes into it.
            fine: law::quotes(block),
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
