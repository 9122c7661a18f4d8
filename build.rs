//! Builds the browser side for wasm32 and embeds it.

fn main() {}
