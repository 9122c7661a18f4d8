//! What a template sees of a letter: its form, its blank, and what follows when it is sent.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{LimitView, PageLink, YearView};

/// A letter: its form and its blank.
#[derive(Debug, Serialize)]
pub struct LetterView {
    /// Names it in the saved data.
    pub id: String,
    /// The form.
    pub groups: Vec<GroupView>,
    /// The template's steps, for the browser.
    pub source: String,
    /// The paper form.
    pub blank: Vec<BlockView>,
    /// Where its form comes from.
    pub form_source: Option<String>,
    /// When it was last reviewed.
    pub reviewed: Option<String>,
    /// Whether there is a short version, for the complaint boxes of apps.
    pub short: bool,
    /// The evidence that the letter's situations tell people to keep, if the letter has enclosures.
    pub evidence: Vec<EvidenceView>,
    /// Words to think about before the letter leaves.
    pub tone: Vec<ToneView>,
    /// What follows when it is sent, if the site looks after cases.
    pub sent: Option<SentView>,
}

/// What follows when a letter is sent.
#[derive(Debug, Serialize)]
pub struct SentView {
    /// What follows by what was answered; the first that holds counts, and the last always does.
    pub ways: Vec<WayView>,
    /// The situations that use the letter, of which a case can be started.
    pub situations: Vec<PageLink>,
}

/// What follows when a letter with some answer is sent.
#[derive(Debug, Serialize)]
pub struct WayView {
    /// The answer for which it holds, `field = option` or `field = yes`; without it, every answer.
    pub when: Option<String>,
    /// What happens in the case when it leaves.
    pub event: String,
    /// What happens when it is received, if something else follows from that.
    pub arrived: Option<String>,
    /// The field that says by when it asks for an answer.
    pub asked: Option<String>,
    /// The letter that comes next when there is no answer.
    pub next: Option<PageLink>,
    /// The other side's time limits that begin with it.
    pub limits: Vec<LimitView>,
    /// The days worked and not, if there are such time limits.
    pub years: Vec<YearView>,
}

/// A piece of evidence on a situation's checklist.
#[derive(Debug, Clone, Serialize)]
pub struct EvidenceView {
    /// Its checklist and its id, `unauthorised/bill`, then the ids it had before, with spaces between them.
    pub item: String,
    /// What it is called among a letter's enclosures.
    pub text: String,
}

/// Words that a letter should not have, and why.
#[derive(Debug, Clone, Serialize)]
pub struct ToneView {
    /// The words, with spaces between them.
    pub words: String,
    /// What to say about them.
    pub say: String,
}

/// A part of a letter's form.
#[derive(Debug, Serialize)]
pub struct GroupView {
    /// The heading.
    pub title: String,
    /// Its fields.
    pub fields: Vec<FieldView>,
}

/// A field of a letter's form.
#[derive(Debug, Clone, Serialize)]
pub struct FieldView {
    /// Its id.
    pub id: String,
    /// What it asks for.
    pub label: String,
    /// `text`, `multiline`, `date`, `money`, `phone`, `yes`, `choice` or `list`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// What helps to answer.
    pub help: Option<String>,
    /// A good answer.
    pub example: Option<String>,
    /// Whether the letter is incomplete without it.
    pub required: bool,
    /// The HTML autocomplete token.
    pub autocomplete: Option<String>,
    /// The choices.
    pub options: Vec<String>,
    /// What choices were called before, and what they are called now.
    pub was: BTreeMap<String, String>,
    /// The field whose answers in all rows it is usually the sum of, if the form asks for both.
    pub total: Option<String>,
    /// Whether the ticked evidence belongs to the answer.
    pub evidence: bool,
    /// The list whose rows have this field.
    pub list: Option<String>,
    /// Of a list, the fields of a row.
    pub fields: Vec<FieldView>,
}

/// A block of a letter.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BlockView {
    /// `title`, `flush`, `paragraph`, `heading`, `item`, `row` or `right`.
    pub kind: &'static str,
    /// A heading's number: 一, 二, …
    pub heading_number: Option<String>,
    /// The number of a list's item, from one, or of a table's row, from zero.
    pub number: Option<usize>,
    /// Whether it is the first item of a list or row of a table.
    pub begins_list: bool,
    /// Whether it is the last item of a list or row of a table.
    pub ends_list: bool,
    /// Whether it is the first of what must not be parted from the signature.
    pub begins_closing: bool,
    /// Whether it is the last of that.
    pub ends_closing: bool,
    /// The captions of the groups that begin here, the outermost first. A group has one box for all that is in it; if
    /// it has no caption, that is the box of its first block.
    pub opens: Vec<Option<String>>,
    /// How many groups end here.
    pub closes: usize,
    /// Whether it only stands in some letters, so that the paper form has a box before it.
    pub optional: bool,
    /// Whether it is an item of a list with boxes instead of numbers.
    pub boxes: bool,
    /// Whether it tells what a law says and has no gap, so that it can be printed small.
    pub fine: bool,
    /// Its runs of text and gaps.
    pub runs: Vec<RunView>,
    /// A row's cells.
    pub cells: Vec<CellView>,
}

impl BlockView {
    /// An empty block.
    pub fn new(kind: &'static str) -> BlockView {
        BlockView {
            kind,
            ..BlockView::default()
        }
    }
}

/// A cell of a table.
#[derive(Debug, Clone, Serialize)]
pub struct CellView {
    /// Its runs of text and gaps.
    pub runs: Vec<RunView>,
}

/// A run inside a block.
#[derive(Debug, Clone, Default, Serialize)]
pub struct RunView {
    /// The text, or the label of a gap.
    pub text: String,
    /// The field that belongs into a gap.
    pub gap: Option<String>,
    /// Whether this is a box to tick, before words that only stand in some letters.
    pub tick: bool,
    /// Whether the gap is for the day.
    pub today: bool,
    /// What can be chosen in the gap, if there is room for boxes.
    pub options: Vec<String>,
    /// Whether the gap takes several lines.
    pub multiline: bool,
}
