//! The guide in a real browser: every test has a server, a browser and a profile of its own.
//!
//! - [`site`] is a built site in memory, [`server`] serves it on this machine and notes every request;
//! - [`engine`] says how the three kinds of browsers differ, [`session`] is one that runs, on a [`screen`] if it must;
//! - [`page`] is what a test does with a browser, [`before`] what it puts into every page, [`vendor`] what only one understands;
//! - [`stage`] gives a test what it needs, and remembers what to photograph if it fails;
//! - [`paper`] reads what was printed, [`axe`] looks for what keeps people out;
//! - [`tests`] are the tests, each a sentence; [`bench`] measures.

mod axe;
mod before;
mod bench;

mod engine;
mod page;
mod paper;
mod random;
mod scratch;
mod screen;
mod server;
mod session;
mod site;
mod stage;
mod tests;
mod vendor;

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tokio::process::Command;

pub use bench::run as bench;

use crate::tools::Tools;
use crate::{generator, root, target};
use engine::Engine;
use scratch::Scratch;
use screen::Screen;
use site::Site;
use stage::{Lab, Stage};

/// No test may take longer.
const PATIENCE: Duration = Duration::from_secs(120);
/// Unless it is asked to repeat itself more often than in so short a time.
const ROUND: Duration = Duration::from_secs(5);

/// How often a test is tried before it has failed. One that passes only then is named at the end.
const TRIES: u32 = 2;

/// Runs the tests whose names contain the filter, and prints how each ended. A test's name begins with its browser's:
/// `firefox answers::…`. Each browser works in a lane of its own, since none keeps a core busy all the time; those that are
/// done first help Chromium out from the end.
pub async fn run(tools: &Tools, filter: &str) -> Result<()> {
    let failures = target()?.join("browser-failures");
    if failures.exists() {
        fs::remove_dir_all(&failures).context("cannot remove the failures of the last run")?;
    }
    let lab = Arc::new(prepare(tools).await?);
    let chromium = RefCell::new(queue(&lab, Engine::Chromium, filter));
    let with_help = |engine| {
        let mut own = queue(&lab, engine, filter);
        let last = || chromium.borrow_mut().pop_back();
        lane(&lab, move || own.pop_front().or_else(last), &failures)
    };
    let lanes = tokio::try_join!(
        lane(&lab, || chromium.borrow_mut().pop_front(), &failures),
        with_help(Engine::Firefox),
        with_help(Engine::WebKit),
    )?;
    let lanes: [Ended; 3] = lanes.into();
    for (engine, programs) in [
        (Engine::Firefox, &tools.firefox),
        (Engine::WebKit, &tools.webkit),
    ] {
        if let Err(missing) = programs {
            println!("NOT RUN in {}: it needs {missing}", engine.name());
        }
    }
    let passed: usize = lanes.iter().map(|lane| lane.passed).sum();
    let wavered: Vec<&str> = lanes
        .iter()
        .flat_map(|lane| &lane.wavered)
        .map(String::as_str)
        .collect();
    let failed: Vec<&str> = lanes
        .iter()
        .flat_map(|lane| &lane.failed)
        .map(String::as_str)
        .collect();
    println!("{passed} passed, {} failed", failed.len());
    if !wavered.is_empty() {
        println!("passed only when tried again: {}", wavered.join(", "));
    }
    if !failed.is_empty() {
        bail!("browser tests failed: {}", failed.join(", "));
    }
    if passed == 0 {
        bail!("no browser test has a name with `{filter}` in it");
    }
    Ok(())
}

/// How the tests of a lane ended.
#[derive(Default)]
struct Ended {
    passed: usize,
    /// Those of the passed that failed at first: a busy machine or a browser's own fault, or ours. They are named at the end.
    wavered: Vec<String>,
    failed: Vec<String>,
}

/// A test, and the browser that it is to run in.
type Chosen = (Engine, &'static tests::Test);

/// The chosen tests in a browser, if it is there.
fn queue(lab: &Lab, engine: Engine, filter: &str) -> VecDeque<Chosen> {
    if engine.web_driver(&lab.tools).is_none() {
        return VecDeque::new();
    }
    tests::ALL
        .iter()
        .filter(|test| test.engines.contains(&engine) && name(engine, test).contains(filter))
        .map(|test| (engine, test))
        .collect()
}

/// By what a test is chosen and called.
fn name(engine: Engine, test: &tests::Test) -> String {
    format!("{} {}", engine.name(), test.name)
}

/// Runs one test after another, as long as there is a next.
async fn lane(
    lab: &Arc<Lab>,
    mut next: impl FnMut() -> Option<Chosen>,
    failures: &Path,
) -> Result<Ended> {
    let mut ended = Ended::default();
    while let Some((engine, test)) = next() {
        let mut tries = 0;
        let passes = loop {
            tries += 1;
            let passes = try_once(lab, engine, test, tries, failures).await?;
            if passes || tries == TRIES {
                break passes;
            }
        };
        ended.passed += usize::from(passes);
        match (passes, tries) {
            (false, _) => ended.failed.push(name(engine, test)),
            (true, 2..) => ended.wavered.push(name(engine, test)),
            (true, _) => {}
        }
    }
    Ok(ended)
}

/// Runs a test on a stage of its own, prints how it ended, and tells whether it passed.
async fn try_once(
    lab: &Arc<Lab>,
    engine: Engine,
    test: &tests::Test,
    tries: u32,
    failures: &Path,
) -> Result<bool> {
    let begun = Instant::now();
    let name = name(engine, test);
    let stage = Arc::new(Stage::new(lab, engine, &format!("{}-{tries}", test.name))?);
    let patience = PATIENCE.max(ROUND * tests::rounds());
    let running = tokio::time::timeout(patience, (test.run)(stage.clone()));
    let ended = match tokio::spawn(running).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err(anyhow::anyhow!("it took longer than {patience:?}")),
        Err(panicked) => Err(anyhow::anyhow!("{panicked}")),
    };
    let seconds = begun.elapsed().as_secs_f64();
    let Err(error) = ended else {
        println!("  ok    {seconds:4.1} s  {name}");
        return Ok(true);
    };
    let mut told = format!("  FAIL  {seconds:4.1} s  {name}\n{}", indented(&error));
    let photographed = tokio::time::timeout(PATIENCE / 6, stage.photograph(failures, &name));
    for seen in photographed.await.unwrap_or_default() {
        told.push_str(&format!("\n        {seen}"));
    }
    println!("{told}");
    Ok(false)
}

/// Builds the sites, and starts a screen for those who need one.
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
        screen: match tools.webkit {
            Ok(_) => Some(Screen::start(scratch.path()).await?),
            Err(_) => None,
        },
        tools: tools.clone(),
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
