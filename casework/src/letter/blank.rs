//! A template without answers gives the paper form: every answer a gap, every conditional passage there to choose.

use super::sheet::Sheet;
use super::template::{Condition, Place, Step, Template, Test};
#[allow(unused_imports, reason = "for the links in the documentation")]
use super::{Block, Letter, Run};

impl Template {
    /// The blank form. Passages under conditions carry them in [`Block::optional`]; inside a line a [`Run::Box`] stands
    /// before each alternative.
    pub fn blank(&self) -> Letter {
        let mut sheet = Sheet::default();
        let mut conditions = Vec::new();
        let mut steps = self.steps.as_slice();
        while let [step, rest @ ..] = steps {
            steps = rest;
            match step {
                Step::If { condition, .. } => conditions.push(condition.clone()),
                Step::Else => turn(&mut conditions),
                Step::End => {
                    conditions.pop();
                }
                Step::Begin(place) => {
                    let length = rest
                        .iter()
                        .position(|step| *step == Step::Finish)
                        .unwrap_or(rest.len());
                    let (line, rest) = rest.split_at(length);
                    lay(&mut sheet, *place, line, &mut conditions);
                    steps = rest;
                }
                Step::Text(_) | Step::Field { .. } | Step::Finish => {}
            }
        }
        sheet.letter()
    }
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
    sheet.begin(place, conditions.to_vec());
    let mut open: Vec<Condition> = Vec::new();
    let mut steps = line;
    while let [step, rest @ ..] = steps {
        match step {
            Step::Text(words) => sheet.text(words),
            Step::Field { name, .. } => sheet.gap(name),
            Step::If { condition, .. } => {
                // 「{if phone}，电话{phone}{end}」 needs no box: whoever has no telephone leaves the gap.
                let (_, otherwise, _) = branches(rest);
                if !otherwise.is_empty() || condition.test != Test::Answered || condition.negated {
                    sheet.choice(condition.clone());
                }
                open.push(condition.clone());
            }
            Step::Else => {
                turn(&mut open);
                open.last()
                    .into_iter()
                    .for_each(|condition| sheet.choice(condition.clone()));
            }
            Step::End => {
                open.pop();
            }
            Step::Begin(_) | Step::Finish => {}
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
            Step::If { .. } => depth += 1,
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
