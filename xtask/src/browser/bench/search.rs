//! How long a search of a large site takes, with all that it needs at hand.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::table::{self, Row, Table};
use super::{SLOWDOWN, Samples, corpus, slow, taken};
use crate::browser::engine::Engine;
use crate::browser::page::Page;
use crate::browser::random::Random;
use crate::browser::server::Server;
use crate::browser::site::Site;
use crate::browser::stage::{Lab, Stage};
use crate::target;

/// How many pages are searched.
const PAGES: usize = 1000;

/// The first find, and all that is shown at first, of words and phrases.
pub async fn search(lab: &Arc<Lab>, table: &mut Table) -> Result<()> {
    let work = target()?.join("browser-tests");
    let source = work.join("large-source");
    corpus::write(&crate::root().join("content"), &source, PAGES)?;
    crate::browser::build(&source, "--out", &work.join("large")).await?;
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
