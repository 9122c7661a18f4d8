//! The facts that a template names, and the words that stand for them. For whoever builds a page: a browser gets the words.

use alloc::collections::BTreeSet;
use core::ops::Range;

use crate::prelude::*;

use super::template::{Step, Template};

/// By their place in the list: the citations that can be the last one before a place in a letter. `None` is none.
type Last = BTreeSet<Option<usize>>;

/// A fact that a template names, and where: a byte range of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Citation {
    /// Its id.
    pub id: String,
    /// Whether only the article is named, because the law has been.
    pub alone: bool,
    /// The braces that name it.
    pub span: Range<usize>,
    /// By their place in the list: the citations that can be the last one before it in a letter. `None` is none.
    pub behind: BTreeSet<Option<usize>>,
}

impl Template {
    /// Every citation, in order.
    pub fn citations(&self) -> Vec<Citation> {
        let mut citations = Vec::new();
        let mut last = Last::from([None]);
        // Of every condition and list that is open: what was last when it began, and at the end of its first branch.
        let mut open: Vec<(Last, Option<Last>)> = Vec::new();
        for step in &self.steps {
            match step {
                Step::Cite { id, alone, span } => {
                    citations.push(Citation {
                        id: id.clone(),
                        alone: *alone,
                        span: span.clone(),
                        behind: last,
                    });
                    last = Last::from([Some(citations.len() - 1)]);
                }
                Step::If { .. } => open.push((last.clone(), None)),
                // There is one row at least.
                Step::Each { .. } => open.push((last.clone(), Some(Last::new()))),
                Step::Else => {
                    if let Some((before, first)) = open.last_mut() {
                        *first = Some(core::mem::replace(&mut last, before.clone()));
                    }
                }
                Step::End => {
                    if let Some((before, first)) = open.pop() {
                        last.extend(first.unwrap_or(before));
                    }
                }
                _ => {}
            }
        }
        citations
    }

    /// The template with words in place of every citation.
    pub fn with_citations(mut self, words: impl Fn(&str, bool) -> String) -> Template {
        let mut steps: Vec<Step> = Vec::new();
        for step in core::mem::take(&mut self.steps) {
            let text = match step {
                Step::Cite { id, alone, .. } => words(&id, alone),
                Step::Text(text) => text,
                other => {
                    steps.push(other);
                    continue;
                }
            };
            match steps.last_mut() {
                Some(Step::Text(before)) => before.push_str(&text),
                _ => steps.push(Step::Text(text)),
            }
        }
        Template { steps }
    }
}
