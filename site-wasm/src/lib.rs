//! The browser side of a recourse site: mounts on the static page and makes it remember.
//!
//! The page works without it. What a person ticks and types stays in their browser: nothing here can send it anywhere.
//!
//! - [`tool`] holds everything together; [`storage`] is the only module that keeps it;
//! - [`page`] is the only module that touches the document, and [`table`] is how much of it at once;
//! - [`checklist`], [`fields`], [`rows`], [`letter`], [`progress`], [`status`] and [`actions`] each bring one thing on
//!   the page to life, and fail alone;
//! - [`bundle`] is all papers of a case in one;
//! - [`questions`] asks what a letter needs, [`drafter`] makes it, [`documents`] lets it leave, [`sending`] notes that it left.

mod actions;
mod bundle;
mod case;
mod documents;
mod doors;
mod download;
mod drafter;
mod fields;
mod letter;
mod page;
mod preview;
mod questions;
mod rows;
mod sending;
mod stop;
mod storage;
mod table;
mod texts;
mod tool;

use wasm_bindgen::prelude::wasm_bindgen;

use crate::page::Page;
use crate::tool::Tool;

/// Brings the page to life. `boot.js` calls it once.
#[wasm_bindgen]
pub fn start() {
    let Some(tool) = Tool::open(Page) else { return };
    stop::prepare(&tool);
    doors::open(&tool);
    page::mount();
    rows::mount(&tool);
    fields::mount(&tool);
    letter::mount(&tool);
    actions::mount(&tool);
    tool.begin();
}

// A third of the standard allocator's size, and as quick.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
