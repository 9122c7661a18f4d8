//! The lines of a letter's enclosures: counted, if there is more than one, whatever numbers were typed.

use crate::numeral::push_digits;
use crate::prelude::*;
use crate::typed::lines;

/// Each line once, counted 1. 2. 3.; a single one bare.
pub fn counted(typed: &str) -> String {
    let typed = lines(typed);
    let mut enclosures: Vec<&str> = Vec::new();
    for line in typed.split('\n') {
        let line = without_number(line);
        if !line.is_empty() && !enclosures.contains(&line) {
            enclosures.push(line);
        }
    }
    let mut text = String::new();
    for (index, line) in enclosures.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        if enclosures.len() > 1 {
            push_digits(&mut text, index as u64 + 1, 1);
            text.push_str(". ");
        }
        text.push_str(line);
    }
    text
}

/// A line without the number that people type before it: `1. `, `1、`, `（1）`.
fn without_number(line: &str) -> &str {
    let bare = line.trim_start_matches(['（', '(']);
    let rest = bare.trim_start_matches(|character: char| character.is_ascii_digit());
    let counted = rest.len() < bare.len();
    match rest.strip_prefix(['.', '．', '、', '）', ')']) {
        // 1.5 is an amount.
        Some(words) if counted && !words.starts_with(|next: char| next.is_ascii_digit()) => {
            words.trim_start()
        }
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn several_are_counted_and_one_is_not() {
        assert_eq!(counted("账单截图"), "账单截图");
        assert_eq!(counted("1. 账单截图"), "账单截图");
        assert_eq!(
            counted("账单截图\r\n3、受案回执\n\n（2）快递单\n账单截图"),
            "1. 账单截图\n2. 受案回执\n3. 快递单"
        );
        assert_eq!(counted(" \n "), "");
    }

    #[test]
    fn a_number_that_counts_nothing_stays() {
        assert_eq!(counted("1.5元的收据"), "1.5元的收据");
        assert_eq!(counted("2026年账单"), "2026年账单");
        assert_eq!(counted("（复印件）收据"), "（复印件）收据");
    }

    proptest! {
        #[test]
        fn counting_again_changes_nothing(typed in "[账单 1.、（）\n]{0,30}") {
            let once = counted(&typed);
            prop_assert_eq!(counted(&once).lines().count(), once.lines().count());
        }
    }
}
