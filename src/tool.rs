//! The browser side, built by `build.rs` and embedded, so that the binary is all that a build needs.

/// The script: the module's glue, and what starts it.
pub const SCRIPT: &str = include_str!(concat!(env!("OUT_DIR"), "/recourse.js"));

/// The WebAssembly module.
pub const MODULE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/recourse_bg.wasm"));
