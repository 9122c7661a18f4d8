//! The browser side of a recourse site: mounts on the static page and makes it remember.

use wasm_bindgen::prelude::*;

/// Starts the tool.
#[wasm_bindgen]
pub fn start() {}
