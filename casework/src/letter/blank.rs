//! A template without answers gives the paper form: every answer a gap, every conditional passage there to choose.

use crate::prelude::*;

use super::sheet::Sheet;
use super::template::{Condition, Form, Place, Step, Template, Test};

#[allow(unused_imports, reason = "for the links in the documentation")]
use super::{Block, Letter, Run};

/// The gap for what the tool works out of other answers, such as a sum: the words around it say what it is.
pub const WORKED_OUT: &str = "total";

/// How many rows a list has on paper, and in a letter that is little more than the list.
const ROWS: usize = 3;
const MANY_ROWS: usize = 12;

/// A letter of at most so many lines is little more than its list.
const FEW_LINES: usize = 8;

/// What is open around a passage.
enum Frame {
    Condition,
    /// A list that began at this step, and how many more times its passage is laid down.
    Rows {
        start: usize,
        left: usize,
    },
}

impl Template {
    /// The blank form. Passages under conditions carry them in [`Block::optional`]; inside a line a [`Run::Box`] stands
    /// before each alternative. What stands for each row of a list is there
    /// three times, or more where there is little else.
    pub fn blank(&self) -> Letter {
        let mut sheet = Sheet::default();
        let mut conditions = Vec::new();
        let mut frames = Vec::new();
        let lines = self
            .steps
            .iter()
            .filter(|step| matches!(step, Step::Begin(_)));
        let rows = if lines.count() > FEW_LINES {
            ROWS
        } else {
            MANY_ROWS
        };
        let mut next = 0;
        while let Some(step) = self.steps.get(next) {
            next += 1;
            match step {
                Step::If { condition, .. } => {
                    conditions.push(condition.clone());
                    frames.push(Frame::Condition);
                }
                Step::Each { .. } => frames.push(Frame::Rows {
                    start: next,
                    left: rows - 1,
                }),
                Step::Else => turn(&mut conditions),
                Step::End => match frames.last_mut() {
                    Some(Frame::Rows { start, left }) if *left > 0 => {
                        *left -= 1;
                        next = *start;
                    }
                    Some(Frame::Rows { .. }) => {
                        frames.pop();
                    }
                    _ => {
                        frames.pop();
                        conditions.pop();
                    }
                },
                Step::Begin(place) => {
                    let rest = self.steps.get(next..).unwrap_or_default();
                    let length = rest
                        .iter()
                        .position(|step| *step == Step::Finish)
                        .unwrap_or(rest.len());
                    let line = rest.get(..length).unwrap_or_default();
                    lay(&mut sheet, *place, line, &mut conditions);
                    next += length;
                }
                Step::Text(_)
                | Step::Field { .. }
                | Step::Cite { .. }
                | Step::Cell
                | Step::Finish => {}
            }
        }
        sheet.letter()
    }
}

/// Whether the form asks about it with a box. Paper has its rows whether several are filled in or not.
fn is_asked(condition: &Condition) -> bool {
    let mut questions = condition.questions.iter();
    questions.any(|question| question.test != Test::Several)
}

/// Whether the answer itself decides, so that a gap left empty says enough.
fn is_answer(condition: &Condition) -> bool {
    let [question] = condition.questions.as_slice() else {
        return false;
    };
    question.test == Test::Answered && !question.negated
}

/// Lays down one line; one that is a condition and nothing else is a block for each branch.
fn lay(sheet: &mut Sheet, place: Place, line: &[Step], conditions: &mut Vec<Condition>) {
    let [Step::If { condition, .. }, rest @ ..] = line else {
        return write(sheet, place, line, conditions);
    };
    let (then, otherwise, after) = branches(rest);
    if !after.is_empty() {
        return write(sheet, place, line, conditions);
    }
    for (condition, branch) in [(condition.clone(), then), (condition.opposite(), otherwise)] {
        conditions.push(condition);
        lay(sheet, place, branch, conditions);
        conditions.pop();
    }
}

fn write(sheet: &mut Sheet, place: Place, line: &[Step], conditions: &[Condition]) {
    let asked = conditions.iter().filter(|condition| is_asked(condition));
    sheet.begin(place, asked.cloned().collect());
    // Of every condition and list that is open in the line, the condition.
    let mut open: Vec<Option<Condition>> = Vec::new();
    let mut steps = line;
    while let [step, rest @ ..] = steps {
        match step {
            Step::Text(words) => sheet.text(words),
            Step::Field { form, .. } if *form != Form::default() => sheet.gap(WORKED_OUT),
            Step::Field { name, .. } => sheet.gap(name),
            Step::If { condition, .. } => {
                // 「{if phone}，电话{phone}{end}」 needs no box: whoever has no telephone leaves the gap.
                let (_, otherwise, _) = branches(rest);
                if !otherwise.is_empty() || !is_answer(condition) && is_asked(condition) {
                    sheet.choice(condition.clone());
                }
                open.push(Some(condition.clone()));
            }
            Step::Else => {
                if let Some(Some(condition)) = open.last_mut() {
                    *condition = condition.opposite();
                    sheet.choice(condition.clone());
                }
            }
            Step::Each { .. } => open.push(None),
            Step::Cell => sheet.cell(),
            Step::End => {
                open.pop();
            }
            Step::Begin(_) | Step::Finish | Step::Cite { .. } => {}
        }
        steps = rest;
    }
    sheet.finish();
}

fn turn(conditions: &mut [Condition]) {
    conditions
        .last_mut()
        .into_iter()
        .for_each(|condition| *condition = condition.opposite());
}

/// What follows an `If`: its branch, its other branch, and what comes after its end.
fn branches(steps: &[Step]) -> (&[Step], &[Step], &[Step]) {
    let (mut depth, mut turn) = (0, None);
    for (index, step) in steps.iter().enumerate() {
        match step {
            Step::If { .. } | Step::Each { .. } => depth += 1,
            Step::Else if depth == 0 => turn = Some(index),
            Step::End if depth == 0 => {
                let then = &steps[..turn.unwrap_or(index)];
                let otherwise = turn.map_or(&steps[..0], |turn| &steps[turn + 1..index]);
                return (then, otherwise, &steps[index + 1..]);
            }
            Step::End => depth -= 1,
            _ => {}
        }
    }
    (steps, &[], &[])
}
