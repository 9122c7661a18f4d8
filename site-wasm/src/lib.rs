//! The browser side of a recourse site: what a person ticked and typed, and the letters it makes.
//!
//! It touches neither page nor storage itself: scripts do (`templates/tool.js` and those it names), and ask this module
//! what things mean. What a person ticks and types stays in their browser: nothing here can send it anywhere.
//!
//! - [`tool`] holds what is kept from one question to the next; [`storage`] is where the work is kept;
//! - [`doors`] answers what is asked, [`letter`] of letters, [`case`] of cases;
//! - [`page`] is what the module asks of the page, and [`table`] how much is handed over at once.

mod case;
mod doors;
mod letter;
mod page;
mod storage;
mod table;
mod tool;

// A third of the standard allocator's size, and as quick.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
