//! Reads a template line by line: marks begin blocks, blank lines end them, conditions on lines of their own hold blocks.

use core::ops::Range;

use crate::cut::after;
use crate::prelude::*;

use super::BlockKind;
use super::tags::{Token, tokens};
use super::template::{Fault, ParseError, Place, Step, Template};

/// Conditions deeper than this are refused: nobody could read such a letter.
const DEEPEST: usize = 16;

/// Parses a template, or says everything that is wrong with it.
pub(super) fn parse(source: &str) -> Result<Template, Vec<ParseError>> {
    let mut parser = Parser::default();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let indent = line.len() - line.trim_start().len();
        parser.line(line.trim(), start + indent);
        start += line.len();
    }
    parser.finish(source)
}

#[derive(Default)]
struct Parser {
    steps: Vec<Step>,
    /// The line or paragraph that was begun and may go on.
    place: Option<Place>,
    /// How many conditions were open when it began: those hold it, and are not its own.
    outside: usize,
    conditions: Vec<OpenCondition>,
    /// Of the table that was begun and may go on, how many times `|` stands between its cells.
    columns: Option<usize>,
    errors: Vec<ParseError>,
}

/// A condition, or a list, whose end has not been seen.
struct OpenCondition {
    span: Range<usize>,
    /// Whether it can have no `{else}`, or no other one.
    turned: bool,
    is_list: bool,
}

impl Parser {
    fn line(&mut self, content: &str, start: usize) {
        let span = start..start + content.len();
        if content.is_empty() {
            return self.end_block();
        }
        if content.starts_with('|') {
            return self.row(content, span);
        }
        if let Some((place, length)) = mark(content) {
            return self.marked_line(place, after(content, length), span);
        }
        if is_foreign_mark(content) {
            return self.error(span, Fault::UnknownMark);
        }
        let tokens = tokens(content, start, false, &mut self.errors);
        let inside_condition = self.place.is_some() && self.conditions.len() > self.outside;
        if !inside_condition && only_controls(&tokens) {
            self.end_block();
        } else if inside_condition || self.flows() {
            self.join_line(&tokens);
        } else {
            self.begin_block(Place::Block(BlockKind::Paragraph), span);
        }
        self.check_mark_after_condition(&tokens);
        self.take(tokens);
    }

    fn marked_line(&mut self, place: Place, words: &str, span: Range<usize>) {
        let words = words.trim_start();
        let start = span.end - words.len();
        self.begin_block(place, span.clone());
        if words.is_empty() {
            self.error(span, Fault::EmptyBlock);
        }
        if place == Place::Block(BlockKind::Heading(0))
            && let Some(number) = counted(words)
        {
            self.error(start..start + number, Fault::CountedHeading);
        }
        let tokens = tokens(words, start, false, &mut self.errors);
        self.take(tokens);
    }

    /// A table's row: `| 时间 | 金额 |`. The rule that Markdown draws under the first row is passed over.
    fn row(&mut self, content: &str, span: Range<usize>) {
        let is_rule = content.contains('-')
            && content
                .chars()
                .all(|character| matches!(character, '|' | '-' | ':' | ' '));
        if is_rule {
            if self.columns.is_none() {
                self.error(span, Fault::OnlyRule);
            }
            return;
        }
        let columns = self.columns;
        self.begin_block(Place::Block(BlockKind::Row(0)), span.clone());
        let cells = content.strip_prefix('|').unwrap_or(content);
        let start = span.end - cells.len();
        // `\|` at the end is a character of the last cell.
        let cells = match cells.strip_suffix('|') {
            Some(closed) if !closed.ends_with('\\') => closed,
            _ => cells,
        };
        let tokens = tokens(cells, start, true, &mut self.errors);
        let count = tokens
            .iter()
            .filter(|token| token.step == Step::Cell)
            .count();
        if columns.is_some_and(|columns| columns != count) {
            self.error(span, Fault::UnevenRow);
        }
        self.columns = Some(count);
        self.take(tokens);
        self.end_block();
    }

    /// Whether the next unmarked line goes on with what was begun.
    fn flows(&self) -> bool {
        matches!(
            self.place,
            Some(Place::Block(BlockKind::Paragraph | BlockKind::Item(_)))
        )
    }

    fn begin_block(&mut self, place: Place, span: Range<usize>) {
        self.end_block();
        if place == Place::Title && !self.steps.is_empty() {
            self.error(span, Fault::TitleNotFirst);
        }
        self.place = Some(place);
        self.columns = None;
        self.outside = self.conditions.len();
        self.steps.push(Step::Begin(place));
    }

    fn end_block(&mut self) {
        if self.place.take().is_none() {
            return;
        }
        while self.conditions.len() > self.outside {
            self.forget_condition(Fault::UnclosedIfInLine);
        }
        self.steps.push(Step::Finish);
    }

    /// A line break in a paragraph vanishes between Chinese characters and separates Latin words.
    fn join_line(&mut self, tokens: &[Token]) {
        let latin = |character: Option<char>| {
            character.is_some_and(|character| character.is_ascii_graphic())
        };
        if let Some(Step::Text(before)) = self.steps.last_mut()
            && let [
                Token {
                    step: Step::Text(next),
                    ..
                },
                ..,
            ] = tokens
            && latin(before.chars().next_back())
            && latin(next.chars().next())
        {
            before.push(' ');
        }
    }

    fn take(&mut self, tokens: Vec<Token>) {
        for Token { step, span } in tokens {
            let own = if self.place.is_some() {
                self.outside
            } else {
                0
            };
            let stray = if self.conditions.is_empty() {
                None
            } else {
                Some(Fault::NotOnItsOwnLine)
            };
            let is_open = self.conditions.len() > own;
            match &step {
                Step::If { .. } => {
                    self.open_condition(span, false);
                }
                Step::Each { .. } => {
                    if self.conditions.iter().any(|condition| condition.is_list) {
                        self.error(span.clone(), Fault::EachInEach);
                    }
                    self.open_condition(span, true);
                }
                Step::Cell if is_open => self.error(span, Fault::CellInCondition),
                Step::Else => match self.conditions.last_mut() {
                    Some(condition) if is_open && !condition.turned => condition.turned = true,
                    Some(_) if is_open => self.error(span, Fault::StrayElse),
                    _ => self.error(span, stray.unwrap_or(Fault::StrayElse)),
                },
                Step::End if is_open => {
                    self.conditions.pop();
                }
                Step::End => self.error(span, stray.unwrap_or(Fault::StrayEnd)),
                // Spaces between conditions on a line of their own.
                _ if self.place.is_none() => continue,
                _ => {}
            }
            self.steps.push(step);
        }
    }

    fn open_condition(&mut self, span: Range<usize>, is_list: bool) {
        self.conditions.push(OpenCondition {
            span: span.clone(),
            turned: is_list,
            is_list,
        });
        if self.conditions.len() == DEEPEST + 1 {
            self.error(span, Fault::TooDeep);
        }
    }

    /// A mark is only one at the beginning of its line: `{if refund}1. …` would print the `1.`.
    fn check_mark_after_condition(&mut self, tokens: &[Token]) {
        if let [
            first,
            Token {
                step: Step::Text(words),
                span,
            },
            ..,
        ] = tokens
            && first.is_control()
            && mark(words.trim_start()).is_some()
        {
            self.error(span.clone(), Fault::MarkAfterCondition);
        }
    }

    fn finish(mut self, source: &str) -> Result<Template, Vec<ParseError>> {
        self.end_block();
        while !self.conditions.is_empty() {
            self.forget_condition(Fault::UnclosedIf);
        }
        if !self.steps.contains(&Step::Begin(Place::Title)) {
            let first_line = source.lines().next().unwrap_or_default();
            self.error(0..first_line.len(), Fault::NoTitle);
        }
        if self.errors.is_empty() {
            return Ok(Template { steps: self.steps });
        }
        in_order(&mut self.errors);
        Err(self.errors)
    }

    fn forget_condition(&mut self, fault: Fault) {
        if let Some(condition) = self.conditions.pop() {
            self.error(condition.span, fault);
        }
    }

    fn error(&mut self, span: Range<usize>, fault: Fault) {
        self.errors.push(ParseError { span, fault });
    }
}

/// Sorts mistakes by where they are. Nearly all are found in order, and the browser needs no better sort.
fn in_order(errors: &mut [ParseError]) {
    for end in 1..errors.len() {
        let mut place = end;
        while place > 0 && errors[place - 1].span.start > errors[place].span.start {
            errors.swap(place - 1, place);
            place -= 1;
        }
    }
}

/// What a line's mark begins, and the mark's length.
fn mark(line: &str) -> Option<(Place, usize)> {
    let marks = [
        ("##", Place::Block(BlockKind::Heading(0))),
        ("#", Place::Title),
        (">>", Place::Block(BlockKind::Right)),
        (">", Place::Block(BlockKind::Flush)),
    ];
    if line.starts_with("###") {
        return None;
    }
    for (mark, place) in marks {
        if line.starts_with(mark) {
            return Some((place, mark.len()));
        }
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = after(line, digits).strip_prefix('.')?;
    // 2026.3.5 at the beginning of a line is a date, no item.
    let item = digits > 0 && !rest.starts_with(|next: char| next.is_ascii_digit());
    item.then_some((Place::Block(BlockKind::Item(0)), digits + 1))
}

/// Marks of Markdown that a letter does not have.
fn is_foreign_mark(line: &str) -> bool {
    ["###", "- ", "* ", "+ ", "```", "---"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// The length of a Chinese number with its 、 at the beginning of a heading.
fn counted(heading: &str) -> Option<usize> {
    let is_numeral = |character: char| {
        matches!(
            character,
            '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十'
        )
    };
    let numerals = heading.len() - heading.trim_start_matches(is_numeral).len();
    let rest = after(heading, numerals).strip_prefix(['、', '．', '.'])?;
    (numerals > 0).then_some(heading.len() - rest.len())
}

fn only_controls(tokens: &[Token]) -> bool {
    let blank = |token: &Token| matches!(&token.step, Step::Text(words) if words.trim().is_empty());
    tokens.iter().any(Token::is_control)
        && tokens
            .iter()
            .all(|token| token.is_control() || blank(token))
}
