//! Serves a site on this machine only, and rebuilds it at every change.

use crate::Options;

/// Serves until it is stopped; false if it could not start.
pub fn run(_options: &Options, _port: Option<u16>) -> bool {
    false
}
