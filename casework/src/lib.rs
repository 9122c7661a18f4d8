//! The domain of recourse, shared by the generator and the browser.
//!
//! Pure: no I/O, no HTML, no clock, no `web-sys`. Whoever needs the time or a storage passes it in.
