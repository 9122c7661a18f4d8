//! What counts when text is compared: letters and digits, full width as half width, upper case as lower case.
//! `templates/search.js` folds in the same way; the two must agree.

/// The characters of a text that count, folded.
#[inline]
pub fn fold(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(fold_character)
}

#[inline]
fn fold_character(c: char) -> Folded {
    match c {
        // Nearly all of a Chinese text, decided without a table.
        '一'..='龥' | 'a'..='z' | '0'..='9' => Folded::One(c),
        'A'..='Z' => Folded::One(c.to_ascii_lowercase()),
        c if c.is_ascii() => Folded::None,
        '‐'..='‧' | '\u{3000}'..='〄' | '〈'..='〠' => Folded::None,
        c => by_table(c),
    }
}

#[inline(never)]
fn by_table(c: char) -> Folded {
    match half_width(c) {
        c if c.is_ascii() && !c.is_ascii_alphanumeric() => Folded::None,
        c => Folded::ByTable(c.to_lowercase()),
    }
}

/// What becomes of a character.
enum Folded {
    None,
    One(char),
    ByTable(std::char::ToLowercase),
}

impl Iterator for Folded {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        match self {
            Self::None => None,
            Self::One(c) => {
                let c = *c;
                *self = Self::None;
                Some(c)
            }
            Self::ByTable(characters) => characters
                .find(|c| c.is_alphanumeric())
                // A capital sigma can become either of two letters.
                .map(|c| if c == 'ς' { 'σ' } else { c }),
        }
    }
}

/// `Ａ` and `１` as `A` and `1`.
fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_white_space_width_and_case_do_not_count() {
        let folded: String = fold("先 “冻结”，再拨\n１２３６３（Apple Ｐａｙ）。").collect();
        assert_eq!(folded, "先冻结再拨12363applepay");
    }

    #[test]
    fn what_is_decided_without_a_table_is_decided_alike() {
        for c in '\0'..=char::MAX {
            let shortly: Vec<char> = fold_character(c).collect();
            let by_table: Vec<char> = Folded::ByTable(half_width(c).to_lowercase()).collect();
            assert_eq!(shortly, by_table, "{c:?}");
        }
    }

    #[test]
    fn characters_beyond_the_basic_plane_stay_whole() {
        assert_eq!(fold("𠮷野家 👍").collect::<String>(), "𠮷野家");
    }
}
