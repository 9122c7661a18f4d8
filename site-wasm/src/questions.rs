//! Which of a letter's questions are on the screen. How they are shown is in `templates/questions.js`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(js_namespace = questions)]
extern "C" {
    /// Only the fields with these names are asked for.
    pub fn ask(names: &str);
    /// Shows a field, or the list that it begins, as answered already.
    pub fn known(key: &str, words: &str);
    /// Marks the fields with these keys as what the letter cannot do without.
    pub fn missing(keys: &str);
    /// Shows what the address names, else what asks something from this screen on.
    pub fn begin(left: &str);
    /// Whether the person came from the review to change one answer.
    #[wasm_bindgen(js_name = isReturning)]
    pub fn is_returning() -> bool;
    /// Goes on to what comes next.
    pub fn next();
}
