//! The ways through a template: which passages stand under which conditions. For whoever checks templates; no letter
//! needs it to be written.

use core::ops::Range;

use crate::field::Answers;
use crate::prelude::*;

use super::template::{Condition, Question, Step, Template};

/// One way into a side of a condition: of several questions of which one is enough, each is a way of its own. The side
/// without words counts too: a letter must also be right without the passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Branch {
    /// The conditions around it, the outermost first.
    pub around: Vec<Condition>,
    /// What is asked here.
    pub own: Condition,
    /// The braces that ask.
    pub span: Range<usize>,
    /// Whether it is the side where the condition does not hold.
    pub otherwise: bool,
    /// Whether it is one of several ways into its side.
    pub is_part: bool,
    /// The list whose rows it is taken for.
    pub each: Option<String>,
}

impl Template {
    /// All ways into both sides of every condition, in order.
    pub fn branches(&self) -> Vec<Branch> {
        let mut branches = Vec::new();
        let mut open: Vec<Option<Condition>> = Vec::new();
        let mut each = None;
        for step in &self.steps {
            match step {
                Step::If { condition, span } => {
                    for (side, otherwise) in
                        [(condition.clone(), false), (condition.opposite(), true)]
                    {
                        let is_part = side.any;
                        branches.extend(ways(side).into_iter().map(|own| Branch {
                            around: open.iter().flatten().cloned().collect(),
                            own,
                            span: span.clone(),
                            otherwise,
                            is_part,
                            each: each.clone(),
                        }));
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
            let mut conditions = branch.around.iter().chain([&branch.own]);
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

fn ways(side: Condition) -> Vec<Condition> {
    if side.any {
        side.questions.into_iter().map(Question::into).collect()
    } else {
        vec![side]
    }
}
