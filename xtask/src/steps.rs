//! What CI runs, step by step.

use std::env;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::{browser, generator, root, size, target, tools};

/// Runs every step; the first that fails ends it.
///
/// All steps share one folder and one profile of cargo's, so that nothing is compiled twice; the browser tests use
/// the generator that `cargo test` has built.
pub async fn test() -> Result<()> {
    let begun = Instant::now();
    cargo("format", &["fmt", "--all", "--check"]).await?;
    let lints = [
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    cargo("lints", &lints).await?;
    cargo("tests", &["test", "--workspace"]).await?;
    guide().await?;
    browser_tests("").await?;
    println!("all steps passed in {}", seconds(begun));
    Ok(())
}

/// Runs the browser tests whose names contain the filter.
pub async fn browser(filter: &str) -> Result<()> {
    // The whole workspace is named for its features: so cargo takes what `cargo xtask test` has compiled.
    let build = ["build", "--workspace", "--bin", "recourse"];
    cargo("generator", &build).await?;
    browser_tests(filter).await
}

/// Measures a part of the tool in a browser, or all of it.
pub async fn bench(part: &str) -> Result<()> {
    let build = ["build", "--workspace", "--bin", "recourse"];
    cargo("generator", &build).await?;
    browser::bench(&tools::require().await?, part).await
}

/// Builds the generator, and with it the tool, and prints what the tool's parts cost.
pub async fn size() -> Result<()> {
    let build = ["build", "--workspace", "--bin", "recourse"];
    cargo("generator", &build).await?;
    size::print()
}

async fn guide() -> Result<()> {
    let check = [Path::new("check"), Path::new("content")];
    let mut command = Command::new(generator()?);
    command.args(check);
    step("guide", "recourse check content", command).await?;

    let out = target()?.join("guide");
    let mut command = Command::new(generator()?);
    command.args(["build", "content", "--out"]).arg(&out);
    step("guide", "recourse build content", command).await
}

async fn browser_tests(filter: &str) -> Result<()> {
    let begun = Instant::now();
    println!("browser: the guide in a real browser");
    let tools = tools::require().await?;
    browser::run(&tools, filter).await?;
    println!("browser: passed in {}", seconds(begun));
    Ok(())
}

async fn cargo(name: &str, arguments: &[&str]) -> Result<()> {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments);
    step(name, &format!("cargo {}", arguments.join(" ")), command).await
}

/// Runs one command at the top of the repository.
async fn step(name: &str, words: &str, mut command: Command) -> Result<()> {
    println!("{name}: {words}");
    let begun = Instant::now();
    let status = command
        .current_dir(root())
        .stdin(std::process::Stdio::null())
        .kill_on_drop(true)
        .status()
        .await
        .with_context(|| format!("cannot run `{words}`"))?;
    if !status.success() {
        bail!("the step `{name}` failed: mend what `{words}` reports above");
    }
    println!("{name}: passed in {}", seconds(begun));
    Ok(())
}

fn seconds(begun: Instant) -> String {
    format!("{:.1} s", begun.elapsed().as_secs_f64())
}
