//! A letter's paper form as templates see it.

use casework::field::{FieldType, field_of};
use casework::letter::{Block, BlockKind, Letter, Run, Template};
use casework::numeral::section;

use crate::fields::Dictionary;
use crate::view::{BlockView, CellView, RunView};

/// The paper form: every passage, those that only stand in some letters with a box before them.
/// A title that depends on answers cannot be printed: the page's own stands in for it.
pub(super) fn blank(
    template: &Template,
    page_title: &str,
    dictionary: &Dictionary,
) -> Vec<BlockView> {
    let mut letter = template.blank();
    if letter.title.iter().any(|run| !matches!(run, Run::Text(_))) {
        letter.title = vec![Run::Text(page_title.to_owned())];
    }
    let mut blocks = vec![BlockView {
        runs: runs(&letter.title, dictionary),
        ..BlockView::new("title")
    }];
    for index in 0..letter.blocks.len() {
        blocks.push(block(&letter, index, dictionary));
    }
    blocks
}

fn block(letter: &Letter, index: usize, dictionary: &Dictionary) -> BlockView {
    let block = &letter.blocks[index];
    let closing = letter.closing();
    let begins_closing = closing.start == index && !closing.is_empty();
    let ends_closing = closing.end == index + 1;
    let next = letter.blocks.get(index + 1);
    let goes_on = |next: &Block| {
        matches!(
            (block.kind, next.kind),
            (BlockKind::Item(_), BlockKind::Item(_)) | (BlockKind::Row(_), BlockKind::Row(_))
        )
    };
    let (kind, number) = match block.kind {
        BlockKind::Flush => ("flush", None),
        BlockKind::Paragraph => ("paragraph", None),
        BlockKind::Heading(_) => ("heading", None),
        BlockKind::Item(number) => ("item", Some(number)),
        BlockKind::Row(number) => ("row", Some(number)),
        BlockKind::Right => ("right", None),
    };
    let before_closing = closing.start == index + 1 && !closing.is_empty();
    let is_row = kind == "row";
    BlockView {
        heading_number: match block.kind {
            BlockKind::Heading(number) => Some(section(number)),
            _ => None,
        },
        number,
        begins_list: matches!(block.kind, BlockKind::Item(1) | BlockKind::Row(0))
            || begins_closing && number.is_some(),
        ends_list: number.is_some()
            && (!next.is_some_and(goes_on) || before_closing || ends_closing),
        begins_closing,
        ends_closing,
        optional: !block.optional.is_empty() && !is_row,
        runs: runs(&block.runs, dictionary),
        cells: if is_row {
            cells(block, dictionary)
        } else {
            Vec::new()
        },
        ..BlockView::new(kind)
    }
}

/// The cells of a table's row; the box of one that only stands in some letters is in the first.
fn cells(block: &Block, dictionary: &Dictionary) -> Vec<CellView> {
    let mut cells: Vec<CellView> = block
        .cells()
        .map(|cell| CellView {
            runs: runs(cell, dictionary),
        })
        .collect();
    if let (Some(first), false) = (cells.first_mut(), block.optional.is_empty()) {
        let tick = RunView {
            tick: true,
            ..RunView::default()
        };
        first.runs.insert(0, tick);
    }
    cells
}

fn runs(runs: &[Run], dictionary: &Dictionary) -> Vec<RunView> {
    runs.iter().map(|run| run_view(run, dictionary)).collect()
}

fn run_view(run: &Run, dictionary: &Dictionary) -> RunView {
    let mut view = RunView::default();
    match run {
        Run::Text(text) => view.text.clone_from(text),
        Run::Gap(key) => {
            let field = dictionary.get(field_of(key));
            view.text = field.map_or_else(String::new, |field| field.label.clone());
            view.multiline = field.is_some_and(|field| field.kind == FieldType::Multiline);
            view.gap = Some(key.clone());
        }
        Run::Box(_) => view.tick = true,
        Run::Cell => {}
    }
    view
}
