//! The ways through a template: which passages stand under which conditions. For whoever checks templates; no letter
//! needs it to be written.

use std::ops::Range;

use crate::field::Answers;

use super::template::{Condition, Step, Template};

/// One side of a condition. The side without words counts too: a letter must also be right without the passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// All that must hold, the outermost first; the last is the branch's own.
    pub conditions: Vec<Condition>,
    /// The braces that ask.
    pub span: Range<usize>,
    /// Whether it is the side where the condition does not hold.
    pub otherwise: bool,
    /// The list whose rows it is taken for.
    pub each: Option<String>,
}

impl Template {
    /// Both sides of every condition, in order.
    pub fn branches(&self) -> Vec<Branch> {
        let mut branches = Vec::new();
        let mut open: Vec<Option<Condition>> = Vec::new();
        let mut each = None;
        for step in &self.steps {
            match step {
                Step::If { condition, span } => {
                    for (condition, otherwise) in
                        [(condition.clone(), false), (condition.opposite(), true)]
                    {
                        let around = open.iter().flatten().cloned();
                        branches.push(Branch {
                            conditions: around.chain([condition]).collect(),
                            span: span.clone(),
                            otherwise,
                            each: each.clone(),
                        });
                    }
                    open.push(Some(condition.clone()));
                }
                Step::Else => {
                    if let Some(Some(condition)) = open.last_mut() {
                        *condition = condition.opposite();
                    }
                }
                Step::Each { list, .. } => {
                    open.push(None);
                    each = Some(list.clone());
                }
                Step::End => {
                    let is_list = open.pop() == Some(None);
                    each = each.filter(|_| !is_list);
                }
                _ => {}
            }
        }
        branches
    }

    /// Whether the letter of these answers goes through a branch, in one row at least.
    pub fn takes(&self, branch: &Branch, answers: &Answers) -> bool {
        let holds = |row: Option<usize>| {
            let mut conditions = branch.conditions.iter();
            conditions.all(|condition| self.holds(condition, answers, row))
        };
        match &branch.each {
            Some(list) => self
                .rows(list, answers)
                .into_iter()
                .any(|row| holds(Some(row))),
            None => holds(None),
        }
    }
}
