//! The guide in a real browser: every test has a server, a browser and a profile of its own.
//!
//! - [`site`] is a built site in memory, [`server`] serves it on this machine and notes every request;
//! - [`driver`] is chromedriver, [`chrome`] a browser it starts, [`page`] what a test does with one;
//! - [`stage`] gives a test what it needs, and remembers what to photograph if it fails;
//! - [`paper`] reads what was printed, [`axe`] looks for what keeps people out;
//! - [`tests`] are the tests, each a sentence.

mod axe;
mod chrome;
mod driver;
mod page;
mod paper;
mod scratch;
mod server;
mod site;
mod stage;
mod tests;

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::tools::Tools;
use crate::{generator, root, target};
use driver::Driver;
use scratch::Scratch;
use site::Site;
use stage::{Lab, Stage};

/// No test may take longer.
const PATIENCE: Duration = Duration::from_secs(120);

/// Runs the tests whose names contain the filter, one after another, and prints how each ended.
pub async fn run(tools: &Tools, filter: &str) -> Result<()> {
    let failures = target()?.join("browser-failures");
    if failures.exists() {
        fs::remove_dir_all(&failures).context("cannot remove the failures of the last run")?;
    }
    let lab = Arc::new(prepare(tools).await?);
    let chosen = tests::ALL.iter().filter(|(name, _)| name.contains(filter));
    let (mut passed, mut failed) = (0, Vec::new());
    for (name, test) in chosen {
        let begun = Instant::now();
        let stage = Arc::new(Stage::new(&lab, name)?);
        let ended = match tokio::spawn(tokio::time::timeout(PATIENCE, test(stage.clone()))).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) => Err(anyhow::anyhow!("it took longer than {PATIENCE:?}")),
            Err(panicked) => Err(anyhow::anyhow!("{panicked}")),
        };
        let seconds = begun.elapsed().as_secs_f64();
        match ended {
            Ok(()) => {
                println!("  ok    {seconds:4.1} s  {name}");
                passed += 1;
            }
            Err(error) => {
                println!("  FAIL  {seconds:4.1} s  {name}\n{}", indented(&error));
                for seen in stage.photograph(&failures, name).await {
                    println!("        {seen}");
                }
                failed.push(*name);
            }
        }
    }
    println!("{passed} passed, {} failed", failed.len());
    if !failed.is_empty() {
        bail!("browser tests failed: {}", failed.join(", "));
    }
    if passed == 0 {
        bail!("no browser test has a name with `{filter}` in it");
    }
    Ok(())
}

/// Builds the sites and starts chromedriver.
async fn prepare(tools: &Tools) -> Result<Lab> {
    let work = target()?.join("browser-tests");
    fs::create_dir_all(&work)?;
    let guide_folder = work.join("guide");
    build(&root().join("content"), "--out", &guide_folder).await?;
    let sample = root().join("tests/browser/site");
    build(&sample, "--out", &work.join("sample")).await?;
    let scratch = Scratch::new()?;
    Ok(Lab {
        guide: Arc::new(Site::read(&guide_folder)?),
        sample: Arc::new(Site::read(&work.join("sample"))?),
        guide_folder,
        words: words()?,
        chrome: tools.chrome.clone(),
        driver: Driver::start(&tools.chromedriver, scratch.path()).await?,
        scratch,
    })
}

/// Builds a site into a folder (`--out`) or a file (`--single-file`).
async fn build(site: &Path, into: &str, out: &Path) -> Result<()> {
    let built = Command::new(generator()?)
        .current_dir(root())
        .arg("build")
        .args([site, Path::new(into), out])
        .kill_on_drop(true)
        .output()
        .await
        .context("cannot run the generator: run `cargo build --workspace` first")?;
    if !built.status.success() {
        let said = String::from_utf8_lossy(&built.stderr);
        bail!("{} does not build\n{said}", site.display());
    }
    Ok(())
}

/// The interface's own words, so that tests need not repeat them.
fn words() -> Result<toml::Table> {
    let path = root().join("templates/text/zh-CN.toml");
    let text =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.parse()?)
}

fn indented(error: &anyhow::Error) -> String {
    format!("{error:#}")
        .lines()
        .map(|line| format!("        {line}"))
        .collect::<Vec<_>>()
        .join("\n")
}
