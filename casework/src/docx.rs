//! A letter as a Word document: WordprocessingML with named styles, real numbering, real tables and page numbers.
//!
//! - [`package`](mod@package): the parts that are the same for every letter, and the archive they come in;
//! - [`body`](mod@body): the letter's own part.

use crate::prelude::*;

mod body;
mod package;

use crate::letter::Letter;

/// The letter as the bytes of a `.docx` file. The same letter gives the same bytes; nothing in it names who wrote it.
pub fn write(letter: &Letter) -> Vec<u8> {
    write_all(core::slice::from_ref(letter))
}

/// Several letters in one file, each from a page of its own on, with pages counted from one.
pub fn write_all(letters: &[Letter]) -> Vec<u8> {
    let mut body = body::Body::default();
    for letter in letters {
        body.letter(letter);
    }
    package::write(&body)
}

/// Appends a piece of XML with values in the places marked `@`.
fn fill(xml: &mut String, pattern: &str, values: &[&str]) {
    let mut values = values.iter();
    for character in pattern.chars() {
        match character {
            '@' => xml.push_str(values.next().unwrap_or(&"")),
            _ => xml.push(character),
        }
    }
}
