//! The repository's own commands.

mod browser;
mod process;
mod size;
mod steps;
mod tools;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

const HELP: &str = "\
The repository's own commands.

  cargo xtask test              all that CI runs: format, lints, tests, the guide, the guide in real browsers
  cargo xtask browser [FILTER]  the browser tests only, or those whose name contains FILTER
  cargo xtask bench-browser [PART]
                                how long people wait for the tool; PART is type, case, start, search or memory
  cargo xtask size              where the kilobytes of the browser's tool go, as a table
  cargo xtask help              this text

A browser test's name begins with its browser's: `cargo xtask browser firefox`. Chromium, its chromedriver, a Chinese
font and poppler-utils must be there; Firefox with geckodriver, and WebKitGTK with its driver and Xvfb, are used where
they are. On Debian all are installed when they are missing, and geckodriver is built; what cannot be had is told at the
end. $CHROME, $CHROMEDRIVER, $FIREFOX and $GECKODRIVER name others. What a failed test saw is in target/browser-failures.";

fn main() -> ExitCode {
    let done = Runtime::new()
        .context("cannot start the runtime")
        .and_then(|runtime| runtime.block_on(run_until_stopped()));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the command. When it is told to stop, everything it started is dropped, and killed by that.
async fn run_until_stopped() -> Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    let mut hung_up = signal(SignalKind::hangup())?;
    let stopped = tokio::select! {
        result = run() => return result,
        _ = tokio::signal::ctrl_c() => "interrupted",
        _ = terminated.recv() => "terminated",
        _ = hung_up.recv() => "hung up",
    };
    bail!("{stopped}");
}

async fn run() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["test"] => steps::test().await,
        ["browser"] => steps::browser("").await,
        ["browser", filter] => steps::browser(filter).await,
        ["bench-browser"] => steps::bench("").await,
        ["bench-browser", part] => steps::bench(part).await,
        ["size"] => steps::size().await,
        ["help" | "--help" | "-h"] | [] => {
            println!("{HELP}");
            Ok(())
        }
        _ => bail!(
            "there is no command `{}`: see `cargo xtask help`",
            words.join(" ")
        ),
    }
}

/// The top of the repository.
fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// Where cargo puts what it builds: this program lies in its folder `debug`.
fn target() -> Result<PathBuf> {
    let program = env::current_exe().context("cannot find this program's own file")?;
    let folder = program.ancestors().nth(2);
    Ok(folder.context("this program lies in no folder")?.to_owned())
}

/// The generator, as the last workspace build left it beside this program.
fn generator() -> Result<PathBuf> {
    Ok(env::current_exe()?.with_file_name("recourse"))
}
