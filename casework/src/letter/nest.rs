//! Conditions that contain parts, which may be conditions again: the one shape of both a letter's blocks and a line's pieces.

use std::ops::Range;

use super::template::{Condition, Part};

/// Conditions deeper than this are refused, so that no template can exhaust the stack.
const DEEPEST: usize = 16;

/// Parts being collected, with the conditions that are still open.
pub(super) struct Nest<T> {
    parts: Vec<Part<T>>,
    open: Vec<Open<T>>,
}

/// A condition whose end has not been seen.
struct Open<T> {
    condition: Condition,
    span: Range<usize>,
    then: Vec<Part<T>>,
    otherwise: Option<Vec<Part<T>>>,
}

impl<T> Nest<T> {
    pub(super) fn new() -> Nest<T> {
        Nest {
            parts: Vec::new(),
            open: Vec::new(),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.parts.is_empty() && self.open.is_empty()
    }

    pub(super) fn has_open(&self) -> bool {
        !self.open.is_empty()
    }

    pub(super) fn push(&mut self, part: Part<T>) {
        match self.open.last_mut() {
            Some(Open {
                otherwise: Some(parts),
                ..
            }) => parts.push(part),
            Some(open) => open.then.push(part),
            None => self.parts.push(part),
        }
    }

    /// Opens a condition; false when it is the first that lies too deep. It is opened all the same, so that its end finds it.
    pub(super) fn open(&mut self, condition: Condition, span: Range<usize>) -> bool {
        self.open.push(Open {
            condition,
            span,
            then: Vec::new(),
            otherwise: None,
        });
        self.open.len() != DEEPEST + 1
    }

    /// Turns to the other branch; false when no condition is open or it has its other branch already.
    pub(super) fn turn(&mut self) -> bool {
        match self.open.last_mut() {
            Some(open) if open.otherwise.is_none() => {
                open.otherwise = Some(Vec::new());
                true
            }
            _ => false,
        }
    }

    /// Closes the innermost condition; false when none is open.
    pub(super) fn close(&mut self) -> bool {
        let Some(Open {
            condition,
            span,
            then,
            otherwise,
        }) = self.open.pop()
        else {
            return false;
        };
        // What lies too deep has been reported, and is not built.
        if self.open.len() >= DEEPEST {
            return true;
        }
        self.push(Part::If {
            condition,
            span,
            then,
            otherwise: otherwise.unwrap_or_default(),
        });
        true
    }

    /// The collected parts, and where each condition begins that was never closed.
    pub(super) fn finish(mut self) -> (Vec<Part<T>>, Vec<Range<usize>>) {
        let unclosed: Vec<Range<usize>> = self.open.iter().map(|open| open.span.clone()).collect();
        while self.close() {}
        (self.parts, unclosed)
    }
}
