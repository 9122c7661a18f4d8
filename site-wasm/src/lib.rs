//! The browser side of a recourse site: what a person ticked and typed, and the letters it makes.
//!
//! It touches neither page nor storage itself: scripts do (`templates/tool.js` and those it names), and ask this module
//! what things mean. What a person ticks and types stays in their browser: nothing here can send it anywhere.
//!
//! - [`tool`] holds what is kept from one question to the next; [`storage`] is where the work is kept;
//! - [`doors`] answers what is asked, [`letter`] of letters, [`case`] of cases;
//! - [`page`] is what the module asks of the page, and [`table`] how much is handed over at once.
//!
//! It does without the standard library, whose way to tell of a panic nobody would see here, and a phone would pay for.

#![cfg_attr(target_family = "wasm", no_std)]

extern crate alloc;

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

/// The module traps; the page says so and touches nothing from then on (`guarded` in `templates/tool.js`).
#[cfg(target_family = "wasm")]
#[panic_handler]
fn stop(_: &core::panic::PanicInfo) -> ! {
    core::arch::wasm32::unreachable()
}
