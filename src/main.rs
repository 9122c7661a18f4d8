//! The command line: parses, calls, prints, exits.

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    recourse::command::run(&recourse::command::Command::parse())
}
