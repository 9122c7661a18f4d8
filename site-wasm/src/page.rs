//! What the module asks of the page, and how its answers are read.

use casework::prelude::*;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(js_namespace = page)]
extern "C" {
    /// Of every element that matches its values under these names, as rows; see `templates/page.js`.
    pub fn read(selector: &str, names: &str) -> String;
    /// The day it is where the person is.
    pub fn today() -> String;
    /// Reads or changes what is kept; see `templates/shelf.js`.
    pub fn shelf(what: &str, text: &str) -> String;
}

/// The words of an attribute that holds several.
pub fn words(attribute: &str) -> impl Iterator<Item = &str> {
    attribute.split(' ').filter(|word| !word.is_empty())
}
