//! Cuts a text in two, and looks into it, without a way to fail.
//!
//! Slicing a text panics on a wrong index, and the message it would panic with is code in every browser's module.

/// The text before a place and the text from there on; a place that is none has everything before it.
pub(crate) fn cut(text: &str, place: usize) -> (&str, &str) {
    text.split_at_checked(place).unwrap_or((text, ""))
}

/// The text without its first bytes.
pub(crate) fn after(text: &str, place: usize) -> &str {
    cut(text, place).1
}

/// Whether a text stands in another one. The standard library searches faster, and is larger than all of a case's plan.
pub fn holds(text: &str, part: &str) -> bool {
    let part = part.as_bytes();
    part.is_empty()
        || text
            .as_bytes()
            .windows(part.len())
            .any(|there| there == part)
}
