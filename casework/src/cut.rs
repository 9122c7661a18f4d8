//! Cuts a text in two, and looks into it, without a way to fail.
//!
//! Slicing a text panics on a wrong index, and the message it would panic with is code in every browser's module.

/// The text before a place and the text from there on; a place that is none has everything before it.
pub fn cut(text: &str, place: usize) -> (&str, &str) {
    text.split_at_checked(place).unwrap_or((text, ""))
}

/// The text without its first bytes.
pub fn after(text: &str, place: usize) -> &str {
    cut(text, place).1
}

/// Whether a text has this in it. The standard library's search is faster, and brings more code than a letter needs.
pub fn contains(text: &str, part: &str) -> bool {
    let part = part.as_bytes();
    part.is_empty()
        || text
            .as_bytes()
            .windows(part.len())
            .any(|window| window == part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_part_is_found_as_the_standard_library_finds_it(text in "[甲乙]{0,9}", part in "[甲乙]{0,3}") {
            prop_assert_eq!(contains(&text, &part), text.contains(&part));
        }
    }
}
