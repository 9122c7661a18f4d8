//! How long people wait for the tool, in Chromium on a processor six times as slow as this one. It is no test: the table
//! says what is so, beside what it should be.
//!
//! A measure begins with the event's own time stamp and ends with the first message behind the frame in which its result is
//! painted: handlers, style, layout, paint and the handing over to the compositor. Frames are not held back for a screen here,
//! so that no waiting is in it. The page's own work is told beside it, in the processor's time, which does not grow when the
//! machine has other things to do: the mean for each event, with what follows the frame (saving, its painting), and how much
//! of it was script, style and layout.

mod corpus;
mod seed;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::engine::Engine;
use super::page::Page;
use super::random::Random;
use super::server::Server;
use super::site::Site;
use super::stage::{Lab, Stage};
use super::tests::{LETTER, SAVED, SITUATION};
use crate::target;
use crate::tools::Tools;
use table::{Row, Table};

/// How many times slower the processor is made.
const SLOWDOWN: u32 = 6;
/// How many pages are searched.
const PAGES: usize = 1000;
const CASE: &str = "case.html";

/// Measures what has the filter in its name, prints the table, and writes it beside what cargo builds.
pub async fn run(tools: &Tools, filter: &str) -> Result<()> {
    let lab = Arc::new(super::prepare(tools).await?);
    let mut table = Table::new(filter);
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
        search(&lab, &mut table).await?;
    }
    if table.wants("memory") {
        memory(&lab, &mut table).await?;
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

async fn search(lab: &Arc<Lab>, table: &mut Table) -> Result<()> {
    let work = target()?.join("browser-tests");
    let source = work.join("large-source");
    corpus::write(&crate::root().join("content"), &source, PAGES)?;
    super::build(&source, "--out", &work.join("large")).await?;
    let site = Arc::new(Site::read(&work.join("large"))?);
    let waiting = lab.words["search"]["script"]["searching"].as_str();
    let waiting = waiting.context("the interface has no words for a search that is under way")?;

    let stage = Stage::new(lab, Engine::Chromium, "bench-search")?;
    let server = stage.serve(Arc::clone(&site), "/").await?;
    let page = stage.browser_without_screen().await?;
    page.before_every_page(include_str!("measure.js"));
    let (mut samples, mut files, mut bytes) = (Samples::new(), Vec::new(), Vec::new());
    for query in queries(&source)? {
        // First over the network, to learn what the query needs; then with all of it there.
        slow(&page, 1).await?;
        ask(&page, &server, &query, waiting, &json!({})).await?;
        let needed = "performance.getEntriesByType('resource').filter(entry => entry.initiatorType === 'fetch').map(entry => entry.name)";
        let needed: Vec<String> = serde_json::from_value(page.look(needed).await?)?;
        let mut at_hand = serde_json::Map::new();
        for address in needed.iter().filter(|address| !address.ends_with(".wasm")) {
            let path = address.strip_prefix(&server.address("")).unwrap_or(address);
            let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy();
            let file = site
                .get(&path)
                .with_context(|| format!("the site has no {path}"))?;
            at_hand.insert(path.into_owned(), json!(String::from_utf8_lossy(&file)));
        }
        files.push(at_hand.len() as f64);
        let length = |file: &Value| file.as_str().map_or(0, str::len) as f64 / 1000.0;
        bytes.push(at_hand.values().map(length).sum());
        slow(&page, SLOWDOWN).await?;
        for _ in 0..2 {
            for (name, values) in ask(&page, &server, &query, waiting, &json!(at_hand)).await? {
                samples.entry(name).or_default().extend(values);
            }
        }
    }
    table.add(
        Row::new(
            "search 1,000 pages: the first finds, nothing to wait for",
            50.0,
        )
        .with(&samples, "first")?,
    );
    table.add(
        Row::new("search 1,000 pages: all that is shown at first", 50.0).with(&samples, "all")?,
    );
    table.say(&format!(
        "A query at 1,000 pages reads {} files of {:.0} KB, before compression, in the median, {} files of {:.0} KB at most.",
        table::percentile(&mut files, 50), table::percentile(&mut bytes, 50),
        table::percentile(&mut files, 100), table::percentile(&mut bytes, 100),
    ));
    Ok(())
}

/// Phrases that stand on a page, and words that stand on many.
fn queries(source: &Path) -> Result<Vec<String>> {
    let mut random = Random(7);
    let mut queries: Vec<String> = ["投诉", "支付", "盗刷", "银行卡", "冻结"]
        .map(str::to_owned)
        .into();
    for _ in 0..25 {
        let number = 1 + random.below(PAGES - 1);
        let page = format!("zh-CN/section-{:02}/page-{number:04}.md", number / 50);
        let text: Vec<char> = fs::read_to_string(source.join(page))?.chars().collect();
        loop {
            let (begin, length) = (random.below(text.len() - 12), 2 + random.below(8));
            let phrase = &text[begin..begin + length];
            if phrase.iter().all(|c| c.is_alphanumeric()) {
                queries.push(phrase.iter().collect());
                break;
            }
        }
    }
    Ok(queries)
}

/// Asks the search, which finds these files at hand, and gives how long it took.
async fn ask(
    page: &Page,
    server: &Server,
    query: &str,
    waiting: &str,
    at_hand: &Value,
) -> Result<Samples> {
    page.open(&server.address("index.html")).await?;
    page.look(&format!(
        "(window.recourseFiles = {at_hand}) && bench.searching({})",
        json!(waiting)
    ))
    .await?;
    page.focus("[data-search-box] input").await?;
    page.expect(
        "performance.getEntriesByType('resource').some(entry => /search\\.[^/]*js$/.test(entry.name))",
        "the search is there",
    )
    .await?;
    sleep(Duration::from_millis(400)).await;
    page.paste_into("[data-search-box] input", query).await?;
    page.expect(
        "bench.samples.some(([name]) => name === 'all')",
        "the search has ended",
    )
    .await?;
    taken(page).await
}

/// An hour of use: how much more the page holds at its end than after its first minutes.
async fn memory(lab: &Arc<Lab>, table: &mut Table) -> Result<()> {
    let letter = "[document.querySelector('#f-story'), document.querySelector('#f-name')]";
    let case = "[document.querySelector('#v-what'), document.querySelector('#c-title')]";
    for (saved, address, controls, which) in [
        (seed::long_letter(), LETTER, letter, "a letter"),
        (seed::even_cases(), CASE, case, "20 cases"),
    ] {
        let stage = Stage::new(lab, Engine::Chromium, "bench-memory")?;
        let guide = stage.serve_guide().await?;
        let page = open(&stage, &guide, &saved, address).await?;
        slow(&page, 1).await?;
        if address == CASE {
            page.click("[data-action=add-entry][data-list=evidence]")
                .await?;
        }
        edit(&page, controls, 500).await?;
        let before = Held::now(&page).await?;
        for _ in 0..20 {
            edit(&page, controls, 1000).await?;
        }
        let after = Held::now(&page).await?;
        table.say(&format!(
            "Memory, 20,000 edits of {which}: heap {:.1} → {:.1} MB, module {:.1} → {:.1} MB, {} → {} nodes, {} → {} listeners.",
            before.heap, after.heap, before.module, after.module,
            before.nodes, after.nodes, before.listeners, after.listeners,
        ));
    }
    Ok(())
}

/// Changes controls by turns, with a pause for saving now and then; every text is typed and taken away again.
async fn edit(page: &Page, controls: &str, times: u32) -> Result<()> {
    let script = format!(
        "(async () => {{
            const controls = {controls}, kept = controls.map(control => control.value);
            for (let time = 0; time < {times}; time++) {{
                const which = time % controls.length, control = controls[which];
                control.value = kept[which] + '字'.repeat(time % 20);
                control.dispatchEvent(new Event('input', {{ bubbles: true }}));
                if (time % 10 === 0) await bench.painted();
                if (time % 100 === 0) await new Promise(go => setTimeout(go, 450));
            }}
            controls.forEach((control, which) => {{
                control.value = kept[which];
                control.dispatchEvent(new Event('input', {{ bubbles: true }}));
            }});
            await new Promise(go => setTimeout(go, 600));
            return true;
        }})()"
    );
    let done = page.promised(&script);
    ensure!(done.await? == json!(true), "the edits broke off");
    Ok(())
}

/// What a page holds, after everything that is of no use was thrown away.
struct Held {
    heap: f64,
    module: f64,
    nodes: u64,
    listeners: u64,
}

impl Held {
    async fn now(page: &Page) -> Result<Self> {
        page.devtools("HeapProfiler.collectGarbage", json!({}))
            .await?;
        page.devtools("HeapProfiler.collectGarbage", json!({}))
            .await?;
        let metrics = metrics(page).await?;
        let bytes = page.look("bench.moduleBytes()").await?.as_f64();
        let metric = |name: &str| metrics.get(name).copied().unwrap_or_default();
        Ok(Self {
            heap: metric("JSHeapUsedSize") / 1e6,
            module: bytes.unwrap_or_default() / 1e6,
            nodes: metric("Nodes") as u64,
            listeners: metric("JSEventListeners") as u64,
        })
    }
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
