//! What a person typed, made safe to print: text only, one kind of line end, nothing invisible that bends the page.

use crate::prelude::*;

/// The answer as lines: every line trimmed, empty lines left out, joined by `\n`. Full-width digits become plain ones; the
/// punctuation of Chinese words stays as wide as they are.
pub fn lines(answer: &str) -> String {
    let mut printable = String::with_capacity(answer.len());
    let mut line = String::new();
    for character in answer.chars() {
        if is_line_end(character) {
            push_line(&mut printable, &line);
            line.clear();
        } else if matches!(character, '\t' | '０'..='９') {
            line.push(if character == '\t' {
                ' '
            } else {
                half_width(character)
            });
        } else if !is_invisible(character) {
            line.push(character);
        }
    }
    push_line(&mut printable, &line);
    printable
}

/// Whether anything is left of the answer as lines.
pub fn has_words(answer: &str) -> bool {
    answer
        .chars()
        .any(|character| !character.is_whitespace() && !is_invisible(character))
}

/// The answer on one line: line ends become spaces.
pub fn one_line(answer: &str) -> String {
    let mut line = String::with_capacity(answer.len());
    line.extend(
        lines(answer)
            .chars()
            .map(|character| if character == '\n' { ' ' } else { character }),
    );
    line
}

/// Full-width digits and signs as a Chinese keyboard types them, in their plain form: １２．５ is 12.5.
pub fn half_width(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => {
            char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character)
        }
        '￥' => '¥',
        '\u{3000}' | '\u{a0}' => ' ',
        '。' => '.',
        other => other,
    }
}

fn push_line(printable: &mut String, line: &str) {
    let line = line.trim();
    if line.is_empty() {
        return;
    }
    if !printable.is_empty() {
        printable.push('\n');
    }
    printable.push_str(line);
}

/// A carriage return before a line feed ends an empty line more, which is left out anyway.
fn is_line_end(character: char) -> bool {
    matches!(
        character,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

/// Characters that show nothing and change what is around them, or that no document format allows.
///
/// Joiners (U+200C, U+200D) and variation selectors stay: emoji and rare characters are made with them.
fn is_invisible(character: char) -> bool {
    let control = matches!(character, '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}');
    let direction = matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let zero_width = matches!(
        character,
        '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
    );
    let no_character =
        matches!(character, '\u{fdd0}'..='\u{fdef}') || u32::from(character) & 0xfffe == 0xfffe;
    control || direction || zero_width || no_character
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_kind_of_line_end_separates_lines() {
        assert_eq!(
            lines("一\r\n二\r三\u{2028}四\n\n\n五"),
            "一\n二\n三\n四\n五"
        );
        assert_eq!(one_line(" 一\r\n　二\t三 "), "一 二 三");
    }

    #[test]
    fn nothing_invisible_survives() {
        assert_eq!(lines("a\0b\u{202e}c\u{2066}d\u{feff}e\u{7f}f"), "abcdef");
        assert_eq!(
            lines("👨\u{200d}👩\u{200d}👧 𠮷"),
            "👨\u{200d}👩\u{200d}👧 𠮷"
        );
    }

    #[test]
    fn full_width_signs_have_a_plain_form() {
        let plain: String = "１，２３４．５￥＋".chars().map(half_width).collect();
        assert_eq!(plain, "1,234.5¥+");
    }

    proptest! {
        #[test]
        fn words_are_left_exactly_where_something_is_printed(answer in "[ \t\n\u{200b}\u{feff}\u{85}\u{3000}a]{0,4}") {
            prop_assert_eq!(has_words(&answer), !lines(&answer).is_empty());
        }

        #[test]
        fn cleaning_twice_changes_nothing_more(answer in any::<String>()) {
            let once = lines(&answer);
            prop_assert_eq!(lines(&once), once.clone());
            prop_assert!(!once.chars().any(|character| character != '\n' && character.is_control()));
            prop_assert!(!one_line(&answer).contains('\n'));
        }
    }
}
