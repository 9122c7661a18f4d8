//! Lets `**冻结。**随后` be bold. CommonMark takes `。` before `**` for the end of a word only when a space follows;
//! Chinese has no spaces. Beside such a run of `*` or `~~` goes a mark that counts as a letter, so that the run may
//! both open and close; the marks leave every text that comes out of the parser.
//!
//! The rule is that of the CJK-friendly amendment to CommonMark: a run with a CJK character on one side and no space
//! on either may open and close. `_` stays as CommonMark has it.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr2_iter;

use super::han::is_cjk;

/// A noncharacter: no text has it, and the parser takes it for a letter.
pub(super) const MARK: char = '\u{FDD0}';
const MARK_TEXT: &str = "\u{FDD0}";

/// A page's text with marks, and where they are.
pub(super) struct Marked<'a> {
    pub(super) text: Cow<'a, str>,
    /// Offsets of the marks in `text`, ascending.
    marks: Vec<usize>,
}

impl Marked<'_> {
    /// Whether nothing was marked, so that nothing needs cleaning.
    pub(super) fn is_plain(&self) -> bool {
        self.marks.is_empty()
    }

    /// Whether there is a mark within a range of `text`.
    pub(super) fn are_within(&self, range: &Range<usize>) -> bool {
        let first = self.marks.partition_point(|&mark| mark < range.start);
        self.marks.get(first).is_some_and(|&mark| mark < range.end)
    }

    /// An offset in `text` as an offset in the author's text.
    pub(super) fn original(&self, offset: usize) -> usize {
        offset - MARK_TEXT.len() * self.marks.partition_point(|&mark| mark < offset)
    }

    /// A range of `text` as a range of the author's text.
    pub(super) fn span(&self, range: &Range<usize>) -> Range<usize> {
        self.original(range.start)..self.original(range.end)
    }

    /// Appends text from the parser without its marks.
    pub(super) fn push_clean(&self, out: &mut String, text: &str) {
        if self.is_plain() {
            out.push_str(text);
        } else {
            out.extend(text.split(MARK));
        }
    }

    /// Text from the parser without its marks.
    pub(super) fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.is_plain() || !text.contains(MARK) {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(text.replace(MARK, ""))
        }
    }
}

/// Marks the runs of `*` and `~~` that CommonMark would misread.
pub(super) fn mark(body: &str) -> Marked<'_> {
    let body = if body.contains(MARK) {
        // As long in bytes, so offsets stay.
        Cow::Owned(body.replace(MARK, "\u{FFFD}"))
    } else {
        Cow::Borrowed(body)
    };
    let places = places(&body);
    if places.is_empty() {
        return Marked {
            text: body,
            marks: places,
        };
    }
    let mut text = String::with_capacity(body.len() + places.len() * MARK_TEXT.len());
    let mut marks = Vec::with_capacity(places.len());
    let mut from = 0;
    for place in places {
        text.push_str(&body[from..place]);
        marks.push(text.len());
        text.push(MARK);
        from = place;
    }
    text.push_str(&body[from..]);
    Marked {
        text: Cow::Owned(text),
        marks,
    }
}

/// Where marks belong, ascending.
fn places(body: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut done = 0;
    for hit in memchr2_iter(b'*', b'~', body.as_bytes()) {
        if hit < done {
            continue;
        }
        let start = hit + usize::from(is_escaped(body, hit));
        done = end_of_runs(body, start);
        if let Some((before, after)) = neighbours(body, start..done) {
            mark_runs(&mut places, body, start..done, before, after);
        }
        done = done.max(start).max(hit + 1);
    }
    places
}

/// Whether an odd number of backslashes stands before.
fn is_escaped(body: &str, at: usize) -> bool {
    let backslashes = body.as_bytes()[..at].iter().rev();
    backslashes.take_while(|&&byte| byte == b'\\').count() % 2 == 1
}

/// The end of the runs of `*` and of exactly two `~` that follow each other from here.
fn end_of_runs(body: &str, start: usize) -> usize {
    let mut end = start;
    while let Some(run) = run_at(body, end) {
        end = run.end;
    }
    end
}

fn run_at(body: &str, start: usize) -> Option<Range<usize>> {
    let bytes = &body.as_bytes()[start..];
    let &first = bytes.first()?;
    let length = bytes.iter().take_while(|&&byte| byte == first).count();
    let live = first == b'*' || (first == b'~' && length == 2);
    live.then_some(start..start + length)
}

/// The characters on both sides, unless a space, a line's beginning or a table cell's border is one of them.
fn neighbours(body: &str, runs: Range<usize>) -> Option<(char, char)> {
    let before = body[..runs.start].chars().next_back()?;
    let after = body[runs.end..].chars().next()?;
    let open = |character: char| character.is_whitespace() || character == '|';
    let quoted = before == '>' && begins_line(body, runs.start);
    (!runs.is_empty() && !open(before) && !open(after) && !quoted).then_some((before, after))
}

/// Whether only block quote marks stand before.
fn begins_line(body: &str, at: usize) -> bool {
    let line = body[..at].trim_end_matches(['>', ' ', '\t']);
    line.is_empty() || line.ends_with(['\n', '\r'])
}

fn mark_runs(places: &mut Vec<usize>, body: &str, runs: Range<usize>, before: char, after: char) {
    if !is_cjk(before) && !is_cjk(after) {
        return;
    }
    // A mark beside `_` or a single `~` would change what that one may do.
    let closed = |character: char| matches!(character, '_' | '~');
    let mut start = runs.start;
    if !closed(before) && !before.is_alphanumeric() || spans_runs(body, &runs) && !closed(before) {
        places.push(start);
    }
    while let Some(run) = run_at(body, start).filter(|run| run.end < runs.end) {
        places.push(run.end);
        start = run.end;
    }
    if !closed(after) && !after.is_alphanumeric() || spans_runs(body, &runs) && !closed(after) {
        places.push(runs.end);
    }
}

/// Whether `*` and `~~` stand side by side: each is punctuation to the other.
fn spans_runs(body: &str, runs: &Range<usize>) -> bool {
    run_at(body, runs.start).is_some_and(|run| run.end < runs.end)
}
