//! What counts when text is compared: letters and digits, full width as half width, upper case as lower case.
//! `templates/search.js` folds in the same way; the two must agree.

/// The characters of a text that count, folded.
pub fn fold(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(|c| {
        let mut folded = Vec::new();
        fold_character(c, |c| folded.push(c));
        folded
    })
}

/// Hands over what becomes of a character. The signs of a Chinese text are decided without a table.
pub fn fold_character(c: char, folded: impl FnMut(char)) {
    match c {
        '‐'..='‧' | '\u{3000}'..='〄' | '〈'..='〠' => {}
        '！'..='／' | '：'..='＠' | '［'..='｀' | '｛'..='～' => {}
        c => by_table(c).for_each(folded),
    }
}

/// The Han character that a text begins with, if it does: three bytes, which stay what they are.
#[inline]
pub fn han(text: &[u8]) -> Option<char> {
    let bytes = text.first_chunk::<3>()?;
    let low = |at: usize| u32::from(bytes[at] & 0x3F);
    let character = (u32::from(bytes[0]) << 12 | low(1) << 6 | low(2)).wrapping_sub(0xE_0000);
    char::from_u32(character).filter(|c| ('一'..='龥').contains(c))
}

/// What becomes of an ASCII character; nothing if it does not count.
#[inline]
pub fn latin(c: u8) -> Option<u8> {
    c.is_ascii_alphanumeric().then(|| c.to_ascii_lowercase())
}

#[inline(never)]
fn by_table(c: char) -> impl Iterator<Item = char> {
    half_width(c)
        .to_lowercase()
        .filter(|c| c.is_alphanumeric())
        // A capital sigma can become either of two letters.
        .map(|c| if c == 'ς' { 'σ' } else { c })
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
            let mut shortly = Vec::new();
            fold_character(c, |c| shortly.push(c));
            assert_eq!(shortly, by_table(c).collect::<Vec<_>>(), "{c:?}");
        }
    }

    #[test]
    fn what_is_decided_by_bytes_is_decided_alike() {
        for c in '\0'..=char::MAX {
            let is_han = ('一'..='龥').contains(&c);
            assert_eq!(han(format!("{c}文").as_bytes()), is_han.then_some(c));
            if let Ok(byte) = u8::try_from(c)
                && byte.is_ascii()
            {
                assert_eq!(latin(byte).map(char::from), by_table(c).next(), "{c:?}");
            }
        }
        assert_eq!(han("文".as_bytes()), Some('文'));
        assert_eq!(han(b"ab"), None);
    }

    #[test]
    fn characters_beyond_the_basic_plane_stay_whole() {
        assert_eq!(fold("𠮷野家 👍").collect::<String>(), "𠮷野家");
    }
}
