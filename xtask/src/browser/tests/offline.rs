//! The network may go away at any moment: what was kept goes on working, as one version.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::answers::LETTER;
use super::checklists::{SITUATION, STEP};
use crate::browser::build;
use crate::browser::page::Page;
use crate::browser::server::Server;
use crate::browser::site::Site;
use crate::browser::stage::Stage;
use crate::root;

const ALL_KEPT: &str = "!document.querySelector('[data-offline=kept-all]').hidden";
const UPDATE: &str = "[data-offline=update] button";
const UPDATE_SHOWN: &str =
    "document.querySelector('[data-offline=update] button').checkVisibility()";
/// Asks for a new version, as a browser does when a page is opened.
const LOOK_FOR_UPDATE: &str = "navigator.serviceWorker.getRegistration().then(it => it.update()).then(() => true, error => '' + error)";
/// A field of the small site's letter, and that letter's address.
const FIELD: &str = "#f-name";
const SMALL_LETTER: &str = "letters/first.html#all";

pub async fn after_one_visit_everything_works_without_network(stage: &Stage) -> Result<()> {
    let server = stage.serve(stage.guide().clone(), "/help/wallets/").await?;
    let page = stage.browser().await?;
    page.open(&server.address(SITUATION)).await?;
    page.expect(ALL_KEPT, "the page says that all is kept")
        .await?;
    server.cut_after(0);
    for address in stage.guide().pages() {
        let fetched = format!(
            "fetch({}).then(answer => answer.ok && answer.text()).then(text => text.includes('</html>'))",
            json!(server.address(&address))
        );
        let there = page.promised(&fetched).await?;
        ensure!(there == json!(true), "{address} is not there: {there}");
    }
    page.open(&server.address("")).await?;
    page.click(".cards a[href*=unauthorised]").await?;
    page.has_tool().await?;
    page.click(STEP).await?;
    page.reload().await?;
    page.expect_ticked(STEP, true).await?;
    page.open(&server.address(LETTER)).await?;
    page.type_into("#f-name", "王小明").await?;
    page.expect(
        "document.querySelector('[data-letter-preview]').textContent.includes('王小明')",
        "the letter is drafted",
    )
    .await?;
    page.focus("#search-input").await?;
    page.type_into("#search-input", "自动续费").await?;
    page.expect(
        "document.querySelector('[data-search-results] a')",
        "the search finds something",
    )
    .await?;
    page.open(&server.address("print/urgent.html")).await?;
    page.expect(
        "getComputedStyle(document.querySelector('.sheet')).backgroundColor === 'rgb(255, 255, 255)'",
        "the sheet is there, with its style",
    )
    .await?;
    // A folder's address, with and without its last sign, and a page that does not exist.
    for folder in ["guide/", "guide"] {
        page.visit(&server.address(folder)).await?;
        page.expect("document.querySelector('main .prose')", folder)
            .await?;
    }
    page.visit(&server.address("nothing.html")).await?;
    page.expect_text("h1", stage.words("offline.title")?).await
}

pub async fn only_files_of_the_site_are_asked_for(stage: &Stage) -> Result<()> {
    let server = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&format!("{}?from=elsewhere", server.address(SITUATION)))
        .await?;
    page.expect(ALL_KEPT, "all is kept").await?;
    page.visit(&format!("{}?from=elsewhere", server.address("case.html")))
        .await?;
    let asked = server.asked();
    ensure!(asked.len() > 100, "only {} requests", asked.len());
    for line in &asked {
        let own = line == &format!("GET /{SITUATION}?from=elsewhere HTTP/1.1");
        ensure!(
            own || line.starts_with("GET /") && !line.contains('?'),
            "asked for {line}"
        );
    }
    let missing = server.missing();
    ensure!(
        missing.iter().all(|path| path == "/favicon.ico"),
        "not there: {}",
        missing.join(", ")
    );
    Ok(())
}

pub async fn a_download_that_broke_off_goes_on_later(stage: &Stage) -> Result<()> {
    let server = stage.serve_guide().await?;
    let page = stage.browser().await?;
    // Far enough for what all pages share, not for all pages.
    server.cut_after(80);
    page.open(&server.address(SITUATION)).await?;
    page.expect(
        "navigator.serviceWorker.controller",
        "the worker looks after the page",
    )
    .await?;
    page.open(&server.address("")).await?;
    page.open(&server.address(SITUATION)).await?;
    page.click(STEP).await?;
    page.expect_ticked(STEP, true).await?;
    let before = server.asked();
    server.mend();
    page.reload().await?;
    page.expect(ALL_KEPT, "the rest is kept too").await?;
    let again: Vec<String> = server
        .asked()
        .into_iter()
        .skip(before.len())
        .filter(|line| line.contains(".html") && before.contains(line))
        .collect();
    ensure!(again.is_empty(), "asked for again: {}", again.join(", "));
    Ok(())
}

pub async fn a_new_version_waits_until_the_reader_wants_it_and_keeps_what_is_typed(
    stage: &Stage,
) -> Result<()> {
    let folder = stage.folder("versions")?;
    let (old, new) = versions(&folder).await?;
    let server = stage.serve(old, "/").await?;
    let page = visited(stage, &server).await?;
    page.type_into(FIELD, "王小").await?;
    server.change(new);
    page.promised(LOOK_FOR_UPDATE).await?;
    page.expect(UPDATE_SHOWN, "the new version is offered")
        .await?;
    // Everything is of the old version until then, also with the server gone.
    server.cut_after(0);
    page.open(&server.address("situations/renamed.html"))
        .await?;
    page.expect(&footer("旧版"), "another page is of the old version")
        .await?;
    page.open(&server.address(SMALL_LETTER)).await?;
    page.expect(UPDATE_SHOWN, "it is offered again").await?;
    page.expect_value(FIELD, "王小").await?;
    page.type_into(FIELD, "明").await?;
    page.click(UPDATE).await?;
    page.expect(&footer("新版"), "the page is of the new version")
        .await?;
    page.has_tool().await?;
    page.expect_value(FIELD, "王小明").await?;
    server.mend();
    page.reload().await?;
    page.expect(ALL_KEPT, "the new version is whole").await?;
    let old_page = "caches.keys().then(async names => {
        const cache = await caches.open(names[0]);
        const texts = await Promise.all((await cache.keys()).map(async key => (await cache.match(key)).text()));
        return names.length === 1 && !texts.some(text => text.includes('旧版'));
    })";
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while page.promised(old_page).await? != json!(true) {
        ensure!(
            std::time::Instant::now() < deadline,
            "pages of the old version are still kept"
        );
    }
    Ok(())
}

pub async fn a_new_version_that_broke_off_leaves_the_old_one_working(stage: &Stage) -> Result<()> {
    let folder = stage.folder("broken-off")?;
    let (old, new) = versions(&folder).await?;
    let server = stage.serve(old, "/").await?;
    let page = visited(stage, &server).await?;
    server.change(new);
    server.cut_after(4);
    page.promised(LOOK_FOR_UPDATE).await?;
    page.expect(
        "navigator.serviceWorker.getRegistration().then(it => window.ended = !it.installing && !it.waiting) && window.ended",
        "the new version has given up",
    )
    .await?;
    page.open(&server.address("situations/renamed.html"))
        .await?;
    page.expect(&footer("旧版"), "the old version is there")
        .await?;
    page.open(&server.address(SMALL_LETTER)).await?;
    page.expect(&footer("旧版"), "with all its pages").await?;
    page.expect(&format!("!{UPDATE_SHOWN}"), "nothing is offered")
        .await?;
    server.mend();
    page.promised(LOOK_FOR_UPDATE).await?;
    page.expect(UPDATE_SHOWN, "the next try succeeds").await
}

pub async fn a_damaged_file_is_noticed_and_fetched_again(stage: &Stage) -> Result<()> {
    let server = stage.serve_sample().await?;
    let page = visited(stage, &server).await?;
    let damage = "caches.open('recourse:sample:/').then(async cache => {
        for (const key of await cache.keys()) {
            const headers = (await cache.match(key)).headers;
            await cache.put(key, new Response('<p>truncated', { headers }));
        }
        return true;
    })";
    page.promised(damage).await?;
    page.open(&server.address(SMALL_LETTER)).await?;
    page.expect_text("h1", "第一封").await?;
    page.expect(ALL_KEPT, "all is there again").await?;
    server.cut_after(0);
    page.open(&server.address("index.html")).await?;
    page.open(&server.address(SMALL_LETTER)).await?;
    page.promised(damage).await?;
    page.visit(&server.address("index.html")).await?;
    page.expect_text("h1", stage.words("offline.title")?).await
}

pub async fn a_full_device_leaves_the_page_alone(stage: &Stage) -> Result<()> {
    let server = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.devtools(
        "Storage.overrideQuotaForOrigin",
        json!({ "origin": server.origin, "quotaSize": 200_000 }),
    )
    .await?;
    let note_end = "const register = ServiceWorkerContainer.prototype.register;
        ServiceWorkerContainer.prototype.register = async function (script) {
            const registration = await register.call(this, script);
            const worker = registration.installing;
            worker?.addEventListener('statechange', () => { window.ended = worker.state });
            return registration;
        }";
    page.before_every_page(note_end);
    page.open(&server.address(SITUATION)).await?;
    page.expect("window.ended === 'redundant'", "the worker has given up")
        .await?;
    page.click(STEP).await?;
    page.open(&server.address("")).await?;
    page.open(&server.address(SITUATION)).await?;
    page.expect_ticked(STEP, true).await?;
    page.expect(&format!("!({ALL_KEPT})"), "nothing is promised")
        .await
}

pub async fn a_site_that_is_no_longer_kept_is_forgotten(stage: &Stage) -> Result<()> {
    let folder = stage.folder("no-longer-kept")?;
    let off = variant(&folder, "off", "旧版", "offline = false").await?;
    let server = stage.serve_sample().await?;
    let page = visited(stage, &server).await?;
    server.change(off);
    page.promised(LOOK_FOR_UPDATE).await?;
    page.expect(
        "Promise.all([caches.keys(), navigator.serviceWorker.getRegistrations()])
            .then(([names, workers]) => window.left = names.length + workers.length) && window.left === 0",
        "no cache and no worker is left",
    )
    .await?;
    page.reload().await?;
    page.expect(
        "!navigator.serviceWorker.controller && !document.querySelector('[data-offline]')",
        "the page comes from the network",
    )
    .await
}

pub async fn a_browser_that_cannot_keep_pages_says_what_to_do(stage: &Stage) -> Result<()> {
    let server = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page("delete Navigator.prototype.serviceWorker");
    page.open(&server.address(SITUATION)).await?;
    page.expect(
        "document.querySelector('[data-offline=unsupported]').checkVisibility()",
        "it says what to do instead",
    )
    .await
}

/// A browser that has visited the small site's letter once, with all of it kept.
async fn visited(stage: &Stage, server: &Server) -> Result<Page> {
    let page = stage.browser().await?;
    page.open(&server.address(SMALL_LETTER)).await?;
    page.expect(ALL_KEPT, "all is kept").await?;
    Ok(page)
}

/// Two versions of the small site. All their pages differ, and say which they are of.
async fn versions(folder: &Path) -> Result<(Site, Site)> {
    let old = variant(folder, "old", "旧版", "").await?;
    let new = variant(folder, "new", "新版", "").await?;
    Ok((old, new))
}

async fn variant(folder: &Path, name: &str, footer: &str, settings: &str) -> Result<Site> {
    let site = folder.join(name);
    let sample = root().join("tests/browser/site");
    for entry in walkdir::WalkDir::new(&sample) {
        let entry = entry?;
        let copy = site.join(entry.path().strip_prefix(&sample)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&copy)?;
        } else {
            fs::copy(entry.path(), &copy)?;
        }
    }
    let file = site.join("site.toml");
    let text = fs::read_to_string(&file)?;
    fs::write(&file, format!("{text}footer = \"{footer}\"\n{settings}\n"))?;
    let out = folder.join(format!("{name}-built"));
    build(&site, "--out", &out).await?;
    Site::read(&out)
}

fn footer(words: &str) -> String {
    format!(
        "document.querySelector('.site-footer').textContent.includes({})",
        json!(words)
    )
}

/// A whole visit with the network gone after each of its requests, the worker's downloads too: the page stands from its
/// first answer on, and the next visit makes up for what was missed.
pub async fn the_network_may_go_at_every_moment_of_a_visit(stage: &Stage) -> Result<()> {
    let page = stage.browser().await?;
    let whole = stage.serve_sample().await?;
    page.open(&whole.address(SMALL_LETTER)).await?;
    page.expect(ALL_KEPT, "all is kept").await?;
    let requests = whole.asked().len();
    ensure!(requests > 20, "a visit has only {requests} requests");
    for answers in 1..=requests {
        // Each server is an origin of its own, on which nothing is kept.
        let server = stage.serve_sample().await?;
        server.cut_after(answers);
        let moment = || format!("after {answers} of {requests} requests");
        page.visit(&server.address(SMALL_LETTER))
            .await
            .with_context(moment)?;
        stands(&page).await.with_context(moment)?;
        if answers > FIRST_REQUESTS {
            // The worker is at its downloads: it ends well or gives up, and the page is there either way.
            page.expect(
                "navigator.serviceWorker.getRegistration().then(it => window.settled = !it?.installing) && window.settled",
                "the worker has settled",
            )
            .await
            .with_context(moment)?;
            if page.look(CONTROLLED).await? == json!(true) {
                page.visit(&server.address("index.html"))
                    .await
                    .with_context(moment)?;
                page.expect("document.querySelector('h1')", "the home page stands")
                    .await
                    .with_context(moment)?;
            }
        }
        server.mend();
        page.visit("about:blank").await?;
        page.open(&server.address(SMALL_LETTER))
            .await
            .with_context(moment)?;
        stands(&page).await.with_context(moment)?;
        page.expect_value(FIELD, "").await.with_context(moment)?;
    }
    Ok(())
}

/// Requests that a page makes before its worker makes any.
const FIRST_REQUESTS: usize = 14;

const CONTROLLED: &str = "navigator.serviceWorker.controller !== null";

/// Expects the letter's page with its words, and either the tool or the line that says that it did not start.
async fn stands(page: &Page) -> Result<()> {
    page.expect_text("h1", "第一封").await?;
    page.expect(
        "document.querySelector('[data-letter-preview]').textContent.trim().length > 20 && document.querySelector(\"#f-name\")",
        "the blank letter is there",
    )
    .await?;
    page.expect(
        "document.documentElement.dataset.tool || document.querySelector('[data-tool-status]').checkVisibility()",
        "the tool runs, or the page says that it does not",
    )
    .await
}

pub async fn who_saves_data_is_sent_only_what_comes_first(stage: &Stage) -> Result<()> {
    let mut site = stage.guide().clone();
    let worker = site.get("service-worker.js").context("no worker")?;
    let saving = "Object.defineProperty(Object.getPrototypeOf(navigator), 'connection', { get: () => ({ saveData: true }), configurable: true });";
    let worker = String::from_utf8_lossy(&worker);
    site.add(
        "service-worker.js",
        format!("{saving}\n{worker}").into_bytes(),
    );
    let server = stage.serve(site.clone(), "/").await?;
    let page = stage.browser().await?;
    page.devtools(
        "Emulation.setDataSaverOverride",
        json!({ "dataSaverEnabled": true }),
    )
    .await?;
    page.open(&server.address(SITUATION)).await?;
    page.expect("navigator.connection.saveData", "data is saved")
        .await?;
    page.expect(CONTROLLED, "the worker looks after the page")
        .await?;
    let others = |server: &Server| -> Vec<String> {
        let asked = server.asked().into_iter();
        asked
            .filter(|line| {
                line.contains(" /guide/") || line.contains(" /faq/") || line.contains("/letter.")
            })
            .collect()
    };
    ensure!(
        others(&server).is_empty(),
        "asked for {:?}",
        others(&server)
    );
    page.expect(&format!("!({ALL_KEPT})"), "nothing more is promised")
        .await?;
    // A new version is not fetched as a whole either.
    site.add(
        "service-worker.js",
        format!("// new\n{saving}\n{worker}").into_bytes(),
    );
    server.change(site);
    page.promised(LOOK_FOR_UPDATE).await?;
    page.expect(
        "navigator.serviceWorker.getRegistration().then(it => window.waits = it.waiting !== null) && window.waits",
        "the new version waits",
    )
    .await?;
    ensure!(
        others(&server).is_empty(),
        "asked for {:?}",
        others(&server)
    );
    server.cut_after(0);
    for address in ["index.html", "case.html", SITUATION] {
        page.open(&server.address(address)).await?;
        page.expect("document.querySelector('h1')", address).await?;
    }
    Ok(())
}

pub async fn of_a_large_site_only_what_is_visited_is_kept(stage: &Stage) -> Result<()> {
    let folder = stage.folder("large")?;
    let site = folder.join("site");
    fs::create_dir_all(site.join("pages"))?;
    let settings = "title = \"大站\"\nid = \"large\"\nprint = false\n";
    fs::write(site.join("site.toml"), settings)?;
    fs::write(site.join("index.md"), "# 首页\n\n开头。\n")?;
    for number in 0..520 {
        let text = format!("# 第{number}页\n\n这一页说的是{number}。\n");
        fs::write(site.join(format!("pages/{number:03}.md")), text)?;
    }
    let out = folder.join("built");
    build(&site, "--out", &out).await?;
    let server = stage.serve(Site::read(&out)?, "/").await?;
    let page = stage.browser().await?;
    page.visit(&server.address("index.html")).await?;
    page.expect(
        "!document.querySelector('[data-offline=kept-visited]').hidden",
        "the page says that what is visited is kept",
    )
    .await?;
    page.visit(&server.address("pages/007.html")).await?;
    page.expect_text("h1", "第7页").await?;
    let asked = server.asked();
    ensure!(
        asked.len() < 60 && !asked.iter().any(|line| line.contains("/pages/008")),
        "{} requests: {asked:?}",
        asked.len()
    );
    server.cut_after(0);
    for (address, title) in [("index.html", "首页"), ("pages/007.html", "第7页")] {
        page.visit(&server.address(address)).await?;
        page.expect_text("h1", title).await?;
    }
    page.visit(&server.address("pages/008.html")).await?;
    page.expect_text("h1", stage.words("offline.title")?).await
}
