//! The tool's words. They come with the page, in its language; there are none in this code.

use crate::page;
use crate::table::{cells, rows};

/// Every text of the tool, by key.
pub struct Texts {
    texts: String,
}

impl Texts {
    /// Reads them from the page.
    pub fn read() -> Texts {
        Texts {
            texts: page::read("template#recourse-texts >> [data-text]", "data-text ."),
        }
    }

    /// The text with this key; `None` when the page has none, and then the page's own words stay.
    pub fn get(&self, key: &str) -> Option<&str> {
        rows(&self.texts).find_map(|row| {
            let [known, text] = cells(row);
            (known == key).then_some(text)
        })
    }

    /// The text with this key, values put into its gaps, in order: `还有 {n} 天`. Empty when the page has none.
    pub fn filled(&self, key: &str, values: &[&str]) -> String {
        let mut filled = String::new();
        let mut values = values.iter();
        for (index, piece) in self.words(key).split(['{', '}']).enumerate() {
            filled.push_str(match index % 2 {
                1 => values.next().unwrap_or(&""),
                _ => piece,
            });
        }
        filled
    }

    /// The text with this key; empty when the page has none.
    pub fn words(&self, key: &str) -> &str {
        self.get(key).unwrap_or_default()
    }
}
