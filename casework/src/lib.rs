//! The domain of recourse, shared by the generator and the browser.
//!
//! Pure: no I/O, no HTML, no clock, no `web-sys`. Whoever needs the time or a storage passes it in.
//! It also runs on phones, where every kilobyte is paid for: no formatting machinery, no floats, no large tables, and no
//! standard library, which would bring its way to tell of a panic.

#![no_std]

#[macro_use]
extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod backup;
pub mod calendar;
pub mod case;
pub mod conflict;
pub mod cut;
pub mod date;
pub mod deadline;
pub mod docx;
pub mod field;
pub mod ics;
pub mod json;
pub mod letter;
pub mod map;
pub mod meant;
pub mod money;
pub mod numeral;
pub mod plan;
pub mod prelude;
pub mod record;
pub mod saved;
pub mod secret;
pub mod session;
pub mod shelf;
pub mod typed;
mod zip;
