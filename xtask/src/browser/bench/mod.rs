//! How long people wait for the tool, in Chromium on a processor six times as slow as this one. It is no test: the table
//! says what is so, beside what it should be.
//!
//! A measure begins with the event's own time stamp and ends with the first message behind the frame in which its result is
//! painted: handlers, style, layout, paint and the handing over to the compositor. Frames are not held back for a screen here,
//! so that no waiting is in it. The page's own work is told beside it, in the processor's time, which does not grow when the
//! machine has other things to do: the mean for each event, with what follows the frame (saving, its painting), and how much
//! of it was script, style and layout.

mod corpus;
mod memory;
mod search;
mod seed;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::json;
use tokio::time::sleep;

use super::engine::Engine;
use super::page::Page;
use super::server::Server;
use super::stage::{Lab, Stage};
use super::tests::{LETTER, SAVED, SITUATION};
use crate::target;
use crate::tools::Tools;
use table::{Row, Table};

/// How many times slower the processor is made.
const SLOWDOWN: u32 = 6;
const CASE: &str = "case.html";

/// Measures what has the filter in its name, prints the table, and writes it beside what cargo builds.
pub async fn run(tools: &Tools, filter: &str) -> Result<()> {
    let lab = Arc::new(super::prepare(tools).await?);
    let mut table = Table::new(filter);
    // Beside the keys and ticks of the tool.
    if table.wants("bare type case") {
        bare(&lab, &mut table).await?;
    }
    if table.wants("type") {
        let typing = "type in a 3,000-character letter, 100 pieces of evidence";
        letter(&lab, typing, &mut table).await?;
    }
    if table.wants("case") {
        for (seed, which) in [
            (
                seed::many_cases(),
                "1,000 pieces of evidence in one of 20 cases",
            ),
            (
                seed::even_cases(),
                "20 cases with 50 pieces of evidence each",
            ),
        ] {
            case(&lab, &seed, which, &mut table).await?;
        }
    }
    if table.wants("start") {
        starts(&lab, &mut table).await?;
    }
    if table.wants("search") {
        search::search(&lab, &mut table).await?;
    }
    if table.wants("memory") {
        memory::memory(&lab, &mut table).await?;
    }
    let written = target()?.join("bench-browser.md");
    fs::write(&written, table.markdown())
        .with_context(|| format!("cannot write {}", written.display()))?;
    println!("\n{}\nwritten to {}", table.markdown(), written.display());
    Ok(())
}

/// A page of a site, in a slow browser that holds this work.
async fn open(stage: &Stage, server: &Server, saved: &str, address: &str) -> Result<Page> {
    let page = stage.browser_without_screen().await?;
    page.before_every_page(include_str!("measure.js"));
    page.visit(&server.address("robots.txt")).await?;
    if !saved.is_empty() {
        let keep = format!("localStorage.setItem('{SAVED}', {})", json!(saved));
        page.look(&keep).await?;
    }
    slow(&page, SLOWDOWN).await?;
    page.open(&server.address(address)).await?;
    // So that what the start leaves for later is none of what is measured.
    sleep(Duration::from_secs(1)).await;
    Ok(page)
}

async fn slow(page: &Page, rate: u32) -> Result<()> {
    let rate = json!({ "rate": rate });
    page.devtools("Emulation.setCPUThrottlingRate", rate)
        .await?;
    Ok(())
}

/// The same key and tick on a page that has nothing else: no script, no style, no saving. No tool can be quicker in this browser.
async fn bare(lab: &Arc<Lab>, table: &mut Table) -> Result<()> {
    let stage = Stage::new(lab, Engine::Chromium, "bench-bare")?;
    let guide = stage.serve_guide().await?;
    let page = open(&stage, &guide, "", "404.html").await?;
    // Leaves nothing of the page that was there, its listeners neither.
    let nothing_else = "<!doctype html><textarea rows=8></textarea><p><label><input type=checkbox>办好了</label></p>";
    page.look(&format!(
        "[document.open(), document.write({}), document.close()].length",
        json!(nothing_else)
    ))
    .await?;
    page.look("document.querySelector('textarea').value = '我没有操作过这一笔。'.repeat(300)")
        .await?;
    page.look("bench.watch('keydown')").await?;
    type_at_the_end(&page, "textarea", 10).await?;
    taken(&page).await?;
    let work = Work::begun(&page).await?;
    type_at_the_end(&page, "textarea", 120).await?;
    let row = Row::new("nothing but a text area of 3,000 characters: a key", 8.0);
    let row = row.with(&taken(&page).await?, "painted")?;
    table.add(row.with_work(work.per(&page, 120).await?));
    let work = Work::begun(&page).await?;
    page.look("bench.watch('click')").await?;
    tick(&page, "input").await?;
    let row = Row::new("nothing but a box: a tick", 16.0);
    let row = row.with(&taken(&page).await?, "painted")?;
    table.add(row.with_work(work.per(&page, 40).await?));
    Ok(())
}

async fn tick(page: &Page, selector: &str) -> Result<()> {
    for _ in 0..40 {
        page.look(&format!("document.querySelector('{selector}').click()"))
            .await?;
        sleep(Duration::from_millis(150)).await;
    }
    Ok(())
}

/// From the key to the frame that shows its character and the letter with it. Then the same keys while the tool rests: what
/// the browser takes by itself for a text area of this length on this page.
async fn letter(lab: &Arc<Lab>, name: &str, table: &mut Table) -> Result<()> {
    let stage = Stage::new(lab, Engine::Chromium, "bench-letter")?;
    let guide = stage.serve_guide().await?;
    let page = open(&stage, &guide, &seed::long_letter(), LETTER).await?;
    page.look("bench.watch('keydown', '[data-letter-preview]')")
        .await?;
    type_at_the_end(&page, "#f-story", 10).await?;
    taken(&page).await?;
    let work = Work::begun(&page).await?;
    type_at_the_end(&page, "#f-story", 120).await?;
    let row = Row::new(name, 8.0).with(&taken(&page).await?, "painted");
    table.add(row?.with_work(work.per(&page, 120).await?));
    page.look("document.documentElement.dataset.tool = 'stopped'")
        .await?;
    let work = Work::begun(&page).await?;
    type_at_the_end(&page, "#f-story", 120).await?;
    let alone = work.per(&page, 120).await?;
    table.say(&format!(
        "The same keys while the tool rests take {:.1} ms of the processor's time (script {:.1}, style {:.1}, layout {:.1}).",
        alone.all, alone.script, alone.style, alone.layout
    ));
    Ok(())
}

async fn case(lab: &Arc<Lab>, saved: &str, which: &str, table: &mut Table) -> Result<()> {
    let stage = Stage::new(lab, Engine::Chromium, "bench-case")?;
    let guide = stage.serve_guide().await?;
    let page = open(&stage, &guide, saved, CASE).await?;
    page.click("[data-action=add-entry][data-list=evidence]")
        .await?;
    page.look("bench.watch('keydown')").await?;
    type_at_the_end(&page, "#v-what", 5).await?;
    taken(&page).await?;
    let work = Work::begun(&page).await?;
    type_at_the_end(&page, "#v-what", 60).await?;
    let row = Row::new(&format!("case: a keystroke, {which}"), 16.0)
        .with(&taken(&page).await?, "painted");
    table.add(row?.with_work(work.per(&page, 60).await?));

    page.click("[data-entry-form=evidence] [data-action=close-entry]")
        .await?;
    page.look("bench.watch('click')").await?;
    sleep(Duration::from_secs(1)).await;
    page.look("bench.samples.splice(0).length").await?;
    let work = Work::begun(&page).await?;
    tick(&page, "[data-case-plan] input[type=checkbox]").await?;
    let row =
        Row::new(&format!("case: a tick, {which}"), 16.0).with(&taken(&page).await?, "painted");
    table.add(row?.with_work(work.per(&page, 40).await?));
    Ok(())
}

/// Types key by key at the end of a control, about as fast as a person.
async fn type_at_the_end(page: &Page, selector: &str, keys: usize) -> Result<()> {
    page.focus(selector).await?;
    page.look("document.activeElement.setSelectionRange(1e6, 1e6)")
        .await?;
    let characters: Vec<char> = "他说三天内答复我但是到今天也没有人联系".chars().collect();
    for key in 0..keys {
        let text = characters[key % characters.len()].to_string();
        let pressed = json!({ "type": "keyDown", "key": text, "text": text });
        page.devtools("Input.dispatchKeyEvent", pressed).await?;
        let released = json!({ "type": "keyUp", "key": text });
        page.devtools("Input.dispatchKeyEvent", released).await?;
        sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

async fn starts(lab: &Arc<Lab>, table: &mut Table) -> Result<()> {
    let (letter, cases) = (seed::long_letter(), seed::many_cases());
    for (saved, address, which) in [
        ("", SITUATION, "on a checklist"),
        ("", LETTER, "on a letter"),
        ("", CASE, "on the page for cases"),
        (
            &letter,
            LETTER,
            "on a letter of 3,000 characters, 100 pieces of evidence",
        ),
        (&cases, CASE, "on 20 cases, 1,000 pieces of evidence"),
    ] {
        let stage = Stage::new(lab, Engine::Chromium, "bench-start")?;
        let guide = stage.serve_guide().await?;
        let page = open(&stage, &guide, saved, address).await?;
        let mut samples = Samples::new();
        for _ in 0..20 {
            page.reload().await?;
            sleep(Duration::from_millis(100)).await;
            for (name, values) in taken(&page).await? {
                samples.entry(name).or_default().extend(values);
            }
        }
        table.add(Row::new(&format!("start {which}"), 50.0).with(&samples, "started")?);
    }
    Ok(())
}

/// What the page's own thread has worked, in milliseconds of the processor's: all, and the parts of it that Chromium tells.
#[derive(Clone, Copy)]
struct Work {
    all: f64,
    script: f64,
    style: f64,
    layout: f64,
}

impl Work {
    async fn begun(page: &Page) -> Result<Self> {
        let metrics = metrics(page).await?;
        let told = |name: &str| {
            let seconds = metrics
                .get(name)
                .context("Chromium does not tell its work")?;
            anyhow::Ok(seconds * 1000.0)
        };
        Ok(Self {
            all: told("TaskDuration")?,
            script: told("ScriptDuration")?,
            style: told("RecalcStyleDuration")?,
            layout: told("LayoutDuration")?,
        })
    }

    /// What was worked since, in the mean of so many times.
    async fn per(self, page: &Page, times: u32) -> Result<Self> {
        let now = Self::begun(page).await?;
        let mean = |now: f64, before: f64| (now - before) / f64::from(times);
        Ok(Self {
            all: mean(now.all, self.all),
            script: mean(now.script, self.script),
            style: mean(now.style, self.style),
            layout: mean(now.layout, self.layout),
        })
    }
}

async fn metrics(page: &Page) -> Result<BTreeMap<String, f64>> {
    // The processor's time, so that what else the machine does is not counted; it can only be chosen at first.
    page.devtools("Performance.disable", json!({})).await?;
    let domain = json!({ "timeDomain": "threadTicks" });
    page.devtools("Performance.enable", domain).await?;
    let told = page.devtools("Performance.getMetrics", json!({})).await?;
    let metrics = told["metrics"].as_array().into_iter().flatten();
    Ok(metrics
        .filter_map(|metric| {
            Some((
                metric["name"].as_str()?.to_owned(),
                metric["value"].as_f64()?,
            ))
        })
        .collect())
}

/// Milliseconds, by what was measured.
type Samples = BTreeMap<String, Vec<f64>>;

/// Takes what a page has measured since it was last asked.
async fn taken(page: &Page) -> Result<Samples> {
    let pairs: Vec<(String, f64)> =
        serde_json::from_value(page.look("bench.samples.splice(0)").await?)?;
    let mut samples = Samples::new();
    for (name, milliseconds) in pairs {
        samples.entry(name).or_default().push(milliseconds);
    }
    Ok(samples)
}
