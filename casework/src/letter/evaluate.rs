//! A template and a person's answers give their letter, and what it asks for.

use crate::date::Date;
use crate::field::{Answers, row_key};
use crate::money::Money;
use crate::prelude::*;
use crate::typed::one_line;

use super::sheet::{CLOSES, STOP, Sheet, without_dot};
use super::template::{Condition, Form, Question, Step, Template, Test};
use super::{Letter, TODAY};

/// What is open around a step.
enum Frame {
    /// A condition, and whether the step is in the branch that is taken.
    Branch(bool),
    /// A list's rows that are still to be taken, the last of them now. Each begins again at `start`.
    Rows { start: usize, rows: Vec<usize> },
}

/// A letter, and the questions that it rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drafted<'a> {
    /// The letter.
    pub letter: Letter,
    /// Every field that is printed in it or has decided what is, each once. What is not here makes no difference to it.
    pub asked: Vec<&'a str>,
}

impl Template {
    /// The letter these answers make. What has no answer stays a gap; what its condition excludes is not there.
    pub fn evaluate(&self, answers: &Answers, today: Date) -> Letter {
        self.draft(answers, today).letter
    }

    /// The letter these answers make, and the fields it asks for to be made so.
    pub fn draft(&self, answers: &Answers, today: Date) -> Drafted<'_> {
        let mut asked: Vec<&str> = Vec::new();
        let mut ask = |field| {
            if !asked.contains(&field) {
                asked.push(field);
            }
        };
        let mut sheet = Sheet::default();
        let mut frames: Vec<Frame> = Vec::new();
        let mut next = 0;
        while let Some(step) = self.steps.get(next) {
            next += 1;
            let excluded = frames
                .iter()
                .any(|frame| matches!(frame, Frame::Branch(false)));
            let row = frames.iter().find_map(|frame| match frame {
                Frame::Rows { rows, .. } => rows.last().copied(),
                Frame::Branch(_) => None,
            });
            match step {
                Step::If { condition, .. } => {
                    if !excluded {
                        self.deciding(condition, answers, row, &mut ask);
                    }
                    frames.push(Frame::Branch(self.holds(condition, answers, row)));
                }
                Step::Each { .. } if excluded => frames.push(Frame::Branch(false)),
                Step::Each { list, .. } => frames.push(Frame::Rows {
                    start: next,
                    rows: self.rows(list, answers),
                }),
                Step::Else => {
                    if let Some(Frame::Branch(taken)) = frames.last_mut() {
                        *taken = !*taken;
                    }
                }
                Step::End => match frames.last_mut() {
                    Some(Frame::Rows { start, rows }) if rows.len() > 1 => {
                        rows.pop();
                        next = *start;
                    }
                    _ => {
                        frames.pop();
                    }
                },
                _ if excluded => {}
                Step::Begin(place) => sheet.begin(*place, Vec::new()),
                Step::Text(words) => sheet.text(words),
                Step::Cell => sheet.cell(),
                Step::Field { name, .. } if name == TODAY => sheet.text(&today.print()),
                Step::Field { name, form, .. } => {
                    ask(name.as_str());
                    let rest = self.steps.get(next..).unwrap_or_default();
                    write_answer(&mut sheet, name, form, answers, row, rest);
                }
                Step::Finish => sheet.finish(),
                Step::Cite { .. } => {}
            }
        }
        Drafted {
            letter: sheet.letter(),
            asked,
        }
    }

    /// The rows of a list that are filled in, from the last to the first; the first if none is.
    pub(super) fn rows(&self, list: &str, answers: &Answers) -> Vec<usize> {
        let fields: Vec<&str> = self.fields_of(list).collect();
        let count = fields
            .iter()
            .map(|field| rows_of(field, answers))
            .fold(1, usize::max);
        let filled = |row: &usize| {
            fields
                .iter()
                .filter(|field| rows_of(field, answers) > 1)
                .any(|field| is_printed(field, answers, *row))
        };
        let mut rows: Vec<usize> = (1..=count).rev().filter(filled).collect();
        if rows.is_empty() {
            rows.push(1);
        }
        rows
    }

    /// The fields that are printed for each row of a list.
    fn fields_of<'a>(&'a self, list: &str) -> impl Iterator<Item = &'a str> {
        let mut depth = 0;
        self.steps.iter().filter_map(move |step| {
            match step {
                Step::Each { list: begun, .. } if begun == list => depth = 1,
                Step::If { .. } if depth > 0 => depth += 1,
                Step::End if depth > 0 => depth -= 1,
                Step::Field { name, .. } if depth > 0 => return Some(name.as_str()),
                _ => {}
            }
            None
        })
    }

    pub(super) fn holds(
        &self,
        condition: &Condition,
        answers: &Answers,
        row: Option<usize>,
    ) -> bool {
        let holds = |question: &Question| self.is_so(question, answers, row);
        if condition.any {
            condition.questions.iter().any(holds)
        } else {
            condition.questions.iter().all(holds)
        }
    }

    /// Asks for what settles a condition, and for nothing that makes no difference any more: what was chosen first, since
    /// that is settled elsewhere, then the others.
    fn deciding<'a>(
        &self,
        condition: &'a Condition,
        answers: &Answers,
        row: Option<usize>,
        ask: &mut impl FnMut(&'a str),
    ) {
        for chosen in [true, false] {
            for question in &condition.questions {
                if matches!(question.test, Test::Is(_)) != chosen {
                    continue;
                }
                if question.test != Test::Several {
                    ask(&question.field);
                }
                if self.is_so(question, answers, row) == condition.any {
                    return;
                }
            }
        }
    }

    fn is_so(&self, question: &Question, answers: &Answers, row: Option<usize>) -> bool {
        let field = question.field.as_str();
        let in_row = |row: usize| match &question.test {
            Test::Answered => is_printed(field, answers, row),
            Test::Is(value) => answers
                .get(&key(field, row, answers))
                .is_some_and(|answer| one_line(&answer.text) == *value),
            Test::Several => self.rows(field, answers).len() > 1,
        };
        let holds = match row {
            Some(row) => in_row(row),
            None => (1..=rows_of(field, answers)).any(in_row),
        };
        holds != question.negated
    }
}

fn write_answer(
    sheet: &mut Sheet,
    field: &str,
    form: &Form,
    answers: &Answers,
    row: Option<usize>,
    rest: &[Step],
) {
    let written = if form.total_of.is_some() {
        total(field, answers)
    } else if form.upper {
        Money::parse(&printed(field, answers, row)).ok_or(row.unwrap_or(1))
    } else {
        let printed = printed(field, answers, row);
        if printed.is_empty() {
            return sheet.gap(&key(field, row.unwrap_or(1), answers));
        }
        // A full stop after the answer ends each of its lines; where the sentence goes on, the answer's own marks fall away.
        let follows = match rest {
            [Step::Text(words), ..] => words,
            _ => "",
        };
        let stop = follows.starts_with(STOP);
        let beyond = follows.trim_start_matches(CLOSES);
        let goes_on = !beyond.is_empty() && !beyond.starts_with(STOP);
        let printed = if goes_on {
            without_dot(printed.trim_end_matches(['。', '，', '；', '、', ',']))
        } else {
            &printed
        };
        let after = usize::from(follows == STOP);
        let is_last = rest.get(after) == Some(&Step::Finish);
        let is_all = is_last && sheet.is_fresh();
        for (index, line) in printed.split('\n').enumerate() {
            if index > 0 {
                if stop {
                    sheet.text(STOP);
                }
                sheet.line_end(is_all);
            }
            sheet.answer(line);
        }
        return;
    };
    match written {
        Ok(sum) if form.upper => sheet.text(&sum.formal()),
        Ok(sum) => sheet.text(&sum.print()),
        Err(row) => sheet.gap(&key(field, row, answers)),
    }
}

/// The sum of a field's answers in all rows, or the first row that keeps it from being known.
fn total(field: &str, answers: &Answers) -> Result<Money, usize> {
    let mut sum = None;
    for row in 1..=rows_of(field, answers) {
        let answer = printed(field, answers, Some(row));
        if !answer.is_empty() {
            let amount = Money::parse(&answer).ok_or(row)?;
            sum = Some(amount.plus(sum).ok_or(row)?);
        }
    }
    sum.ok_or(1)
}

/// In how many rows a field has a place for an answer.
fn rows_of(field: &str, answers: &Answers) -> usize {
    let has_place = |row: &usize| answers.contains_key(&row_key(field, *row));
    (2..).take_while(has_place).last().unwrap_or(1)
}

/// The key of a field's answer in a row; a field that is in no list has the one answer for all rows.
fn key(field: &str, row: usize, answers: &Answers) -> String {
    let key = row_key(field, row);
    if answers.contains_key(&key) {
        return key;
    }
    field.to_owned()
}

fn is_printed(field: &str, answers: &Answers, row: usize) -> bool {
    answers
        .get(&key(field, row, answers))
        .is_some_and(|answer| answer.field_type.is_printed(&answer.text))
}

fn printed(field: &str, answers: &Answers, row: Option<usize>) -> String {
    answers
        .get(&key(field, row.unwrap_or(1), answers))
        .map(|answer| answer.field_type.print(&answer.text))
        .unwrap_or_default()
}
