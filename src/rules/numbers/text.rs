//! A passage as characters to look around in.

use std::ops::Range;

use super::{Found, Number};

pub(super) struct Text<'t> {
    pub(super) passage: &'t str,
    pub(super) characters: Vec<char>,
    /// Where each character begins in the passage, and where the last one ends.
    pub(super) offsets: Vec<usize>,
}

impl<'t> Text<'t> {
    pub(super) fn new(passage: &'t str) -> Self {
        let mut offsets: Vec<usize> = passage.char_indices().map(|(at, _)| at).collect();
        offsets.push(passage.len());
        Self {
            passage,
            characters: passage.chars().collect(),
            offsets,
        }
    }

    pub(super) fn add(&self, found: &mut Vec<Found>, range: Range<usize>, number: Number) {
        found.push(Found {
            range: self.offsets[range.start]..self.offsets[range.end],
            number,
        });
    }

    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.characters.get(at.checked_sub(1)?).copied()
    }

    pub(super) fn after(&self, at: usize) -> Option<char> {
        self.characters.get(at).copied()
    }

    pub(super) fn starts(&self, at: usize, words: &[&str]) -> bool {
        let rest = self.offsets.get(at).map_or("", |&at| &self.passage[at..]);
        words.iter().any(|word| rest.starts_with(word))
    }

    pub(super) fn ends(&self, at: usize, words: &[&str]) -> bool {
        let text = self.passage[..self.offsets[at]].trim_end_matches(is_space);
        words.iter().any(|word| text.ends_with(word))
    }

    pub(super) fn skip_spaces(&self, mut at: usize) -> usize {
        while self.after(at).is_some_and(is_space) {
            at += 1;
        }
        at
    }

    pub(super) fn skip_spaces_back(&self, mut at: usize) -> usize {
        while self.before(at).is_some_and(is_space) {
            at -= 1;
        }
        at
    }
}

pub(super) fn joins_numbers(character: char) -> bool {
    matches!(
        character,
        '-' | '–' | '—' | '－' | '~' | '～' | '至' | '到' | '或' | '、' | '/' | '／'
    )
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\n' | '\u{3000}')
}
