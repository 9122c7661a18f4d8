//! Names headings as GitHub does, so that links written for GitHub keep working.

use std::collections::HashMap;

/// Ids given so far on one page.
#[derive(Default)]
pub(super) struct Ids {
    /// How often each id was asked for again.
    taken: HashMap<String, usize>,
}

impl Ids {
    /// Takes an id as it is. False: it was already taken.
    pub(super) fn reserve(&mut self, id: &str) -> bool {
        self.taken.insert(id.to_owned(), 0).is_none()
    }

    /// An id for a heading with these words.
    pub(super) fn for_heading(&mut self, text: &str) -> String {
        let slug = slug(text);
        let mut id = slug.clone();
        while self.taken.contains_key(&id) {
            let again = self.taken.entry(slug.clone()).or_default();
            *again += 1;
            id = format!("{slug}-{again}");
        }
        self.reserve(&id);
        id
    }
}

/// The heading's letters and digits in lower case, with `-` for spaces.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            ' ' => slug.push('-'),
            _ if is_word(character) => slug.extend(character.to_lowercase()),
            _ => {}
        }
    }
    if slug.is_empty() {
        slug.push_str("section");
    }
    slug
}

/// Letters, decimal digits, combining marks, `-` and the joining punctuation.
fn is_word(character: char) -> bool {
    character.is_alphabetic()
        || character.is_numeric() && !is_number_sign(character)
        || matches!(
            character,
            '-' | '_' | '\u{203F}' | '\u{2040}' | '\u{2054}' | '＿'
        )
        || matches!(character, '\u{FE33}' | '\u{FE34}' | '\u{FE4D}'..='\u{FE4F}')
        || is_combining(character)
}

/// `²`, `½`, `①`, `㈠`: numbers, but no digits.
fn is_number_sign(character: char) -> bool {
    matches!(character,
        '\u{B2}' | '\u{B3}' | '\u{B9}' | '\u{BC}'..='\u{BE}' | '\u{2070}'..='\u{2089}'
        | '\u{2150}'..='\u{215F}' | '\u{2189}' | '\u{2460}'..='\u{249B}' | '\u{24EA}'..='\u{24FF}'
        | '\u{2776}'..='\u{2793}' | '\u{3192}'..='\u{3195}' | '\u{3220}'..='\u{32BF}')
}

/// The combining marks seen in headings: accents, the emoji selector, kana's voice marks, ideographic variants.
fn is_combining(character: char) -> bool {
    matches!(character,
        '\u{0300}'..='\u{036F}' | '\u{20D0}'..='\u{20F0}' | '\u{302A}'..='\u{302F}' | '\u{3099}' | '\u{309A}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FE20}'..='\u{FE2F}' | '\u{E0100}'..='\u{E01EF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_those_of_github() {
        for (text, expected) in [
            ("第一章 冻结", "第一章-冻结"),
            ("1.1 什么是“数字钱包”？", "11-什么是数字钱包"),
            ("Rust 的 `Vec<T>` 类型", "rust-的-vect-类型"),
            ("snake_case 与 kebab-case", "snake_case-与-kebab-case"),
            ("C++ & C#", "c--c"),
            ("①准备（必读）", "准备必读"),
            ("〇、前言", "〇前言"),
            ("１２ 全角", "１２-全角"),
            ("ÉCOLE", "école"),
            ("！？", "section"),
        ] {
            assert_eq!(slug(text), expected);
        }
    }

    #[test]
    fn the_same_words_get_numbers() {
        let mut ids = Ids::default();
        assert!(ids.reserve("甲-2"));
        let given: Vec<_> = (0..4).map(|_| ids.for_heading("甲")).collect();
        assert_eq!(given, ["甲", "甲-1", "甲-3", "甲-4"]);
        assert_eq!(ids.for_heading("甲 1"), "甲-1-1");
        assert!(!ids.reserve("甲"));
    }
}
