//! The tool's words. They come with the page, in its language; there are none in this code.

use crate::page::{self, Page};

/// Every text of the tool, by key.
pub struct Texts {
    texts: Vec<(String, String)>,
}

impl Texts {
    /// Reads them from the page.
    pub fn read(page: &Page) -> Texts {
        let template = page.first("template#recourse-texts");
        let spans = template
            .map(|template| page::inside_template(&template, "[data-text]"))
            .unwrap_or_default();
        Texts {
            texts: spans
                .iter()
                .map(|span| (page::attribute(span, "data-text"), page::text(span)))
                .collect(),
        }
    }

    /// The text with this key; `None` when the page has none, and then the page's own words stay.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.texts
            .iter()
            .find(|(known, _)| known == key)
            .map(|(_, text)| text.as_str())
    }

    /// The text with this key, values put into its gaps, in order: `还有 {n} 天`. Empty when the page has none.
    pub fn filled(&self, key: &str, values: &[&str]) -> String {
        let mut filled = String::new();
        let pieces = self.get(key).unwrap_or_default().split(['{', '}']);
        for (index, piece) in pieces.enumerate() {
            let is_gap = index % 2 == 1;
            filled.push_str(if is_gap {
                values.get(index / 2).copied().unwrap_or_default()
            } else {
                piece
            });
        }
        filled
    }
}
