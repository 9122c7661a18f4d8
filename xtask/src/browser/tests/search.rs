//! The search finds every phrase that stands on a page, and nothing else; whatever is asked, the page stands.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::browser::page::Page;
use crate::browser::random::Random;
use crate::browser::server::Server;
use crate::browser::site::Site;
use crate::browser::stage::Stage;

const INPUT: &str = "#search-input";
const STATUS: &str = "[data-search-status]";
const RESULTS: &str = "[data-search-results]";
const INDEX: &str = "search/zh-CN.json";

/// Asks, has it go on until there is nothing left to read, and gives what was said and the pages that were found, synonyms' pages apart.
async fn ask(stage: &Stage, page: &Page, query: &str) -> Result<Found> {
    ask_script(stage, page, &json!(query).to_string()).await
}

/// As [`ask`], for a query that only a script can write.
async fn ask_script(stage: &Stage, page: &Page, query: &str) -> Result<Found> {
    let waiting = stage.words("search.script.searching")?;
    let answer = page
        .promised(&format!(
            "(async () => {{
                const input = document.querySelector('{INPUT}'), status = document.querySelector('{STATUS}');
                const list = document.querySelector('{RESULTS}'), until = performance.now() + 20000;
                status.textContent = '';
                input.value = {query};
                input.dispatchEvent(new Event('input'));
                const more = document.querySelector('[data-search-more]');
                for (let pressed = 0; ; pressed++) {{
                    do {{
                        await new Promise(go => setTimeout(go, 10));
                        if (performance.now() > until) throw new Error('no answer');
                    }} while (['', {}].includes(status.textContent) || list.getAttribute('aria-busy') === 'true');
                    if (more.hidden) break;
                    if (pressed > 40) throw new Error('no end');
                    more.click();
                }}
                const items = [...list.children].filter(item => !item.hidden), also = items.findIndex(item => item.matches('.search-also'));
                const page = item => new URL(item.querySelector('a').href).pathname;
                return {{
                    said: status.textContent,
                    pages: (also < 0 ? items : items.slice(0, also)).map(page),
                    also: (also < 0 ? [] : items.slice(also + 1)).map(page),
                    marks: [...list.querySelectorAll('mark')].map(mark => mark.textContent),
                }};
            }})()",
            json!(waiting)
        ))
        .await?;
    serde_json::from_value::<Value>(answer.clone())
        .ok()
        .and_then(|found| {
            Some(Found {
                said: found["said"].as_str()?.to_owned(),
                pages: texts(&found["pages"]),
                also: texts(&found["also"]),
                marks: texts(&found["marks"]),
            })
        })
        .with_context(|| format!("no answer to {query}: {answer}"))
}

struct Found {
    said: String,
    pages: Vec<String>,
    also: Vec<String>,
    marks: Vec<String>,
}

fn texts(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|text| Some(text.as_str()?.to_owned()))
        .collect()
}

const FAILURES: &str =
    "window.failures = []; addEventListener('error', event => failures.push(event.message))";

/// Opens a page in a new browser and touches its search.
async fn open(stage: &Stage, server: &Server, address: &str) -> Result<Page> {
    let page = stage.browser().await?;
    page.before_every_page(FAILURES);
    touch(&page, server, address).await?;
    Ok(page)
}

/// Opens a page and touches its search, so that it is loaded.
async fn touch(page: &Page, server: &Server, address: &str) -> Result<()> {
    page.visit(&server.address(address)).await?;
    // A window that has not the focus tells of none until it is clicked.
    page.click(INPUT).await?;
    page.expect(
        "[...document.head.querySelectorAll('script')].some(script => /search\\.[0-9a-f]+\\.js$/.test(script.src))",
        "the search is fetched when it is touched",
    )
    .await
}

/// What counts when words are compared, told once more and without looking at how the site does it.
fn plain(text: &str) -> String {
    text.chars()
        .map(|c| match u32::from(c) {
            code @ 0xFF01..=0xFF5E => char::from_u32(code - 0xFEE0).unwrap_or(c),
            _ => c,
        })
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The lines of a page as a browser breaks them, without what belongs to the interface.
const LINES: &str = "[...document.querySelectorAll('[data-search]')].flatMap(part => {
    const copy = part.cloneNode(true);
    const left = 'button, noscript, script, select, style, template, textarea, [hidden], [data-search-skip], .cite';
    copy.querySelectorAll(left).forEach(element => element.remove());
    copy.querySelectorAll('br').forEach(element => element.replaceWith(' '));
    copy.querySelectorAll('details').forEach(element => element.open = true);
    document.body.append(copy);
    const lines = copy.innerText.split(/[\\n\\t]+/);
    copy.remove();
    return lines;
})";

pub async fn every_phrase_of_the_guide_is_found_and_nothing_else(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let reader = stage.browser_without_script().await?;
    let mut pages: Vec<(String, Vec<String>)> = Vec::new();
    for address in stage.guide().pages() {
        reader.visit(&guide.address(&address)).await?;
        let lines = texts(&reader.look(LINES).await?);
        pages.push((format!("/{address}"), lines));
    }
    stage.kill_browsers().await;

    let page = open(stage, &guide, "index.html").await?;
    let mut random = Random(20_261_122);
    let (mut asked, mut latin, mut tries) = (0, 0, 0);
    while asked < 120 {
        tries += 1;
        ensure!(tries < 100_000, "the guide has too few words");
        let (_, lines) = &pages[random.below(pages.len())];
        let Some(line) = lines.get(random.below(lines.len())) else {
            continue;
        };
        let characters: Vec<char> = line.chars().collect();
        let (begin, length) = (random.below(characters.len()), 2 + random.below(9));
        let query: String = characters.iter().skip(begin).take(length).collect();
        let phrase = plain(&query);
        let has_latin = phrase.contains(|c: char| c.is_ascii());
        // Every third one has Latin letters or digits, which are rare.
        if phrase.chars().count() < 2 || (asked % 3 == 0) != has_latin {
            continue;
        }
        asked += 1;
        latin += usize::from(has_latin);
        let standing: BTreeSet<&String> = pages
            .iter()
            .filter(|(_, lines)| lines.iter().any(|line| plain(line).contains(&phrase)))
            .map(|(address, _)| address)
            .collect();
        let query = if asked % 2 == 0 {
            query.to_uppercase()
        } else {
            query
        };
        let found = ask(stage, &page, &query).await?;
        let shown: BTreeSet<&String> = found.pages.iter().collect();
        ensure!(
            shown == standing,
            "`{query}` stands on {standing:?}, but was found on {shown:?}: {}",
            found.said
        );
        ensure!(
            found.marks.iter().any(|mark| plain(mark).contains(&phrase)),
            "`{query}` is marked nowhere: {:?}",
            found.marks
        );
    }
    ensure!(
        latin == 40,
        "{latin} of the phrases have Latin letters or digits"
    );
    stands(&page).await
}

pub async fn letters_of_every_writing_are_compared_alike_on_both_sides(
    stage: &Stage,
) -> Result<()> {
    // Some of all letters and digits that there are, and all that are known to make trouble.
    let strange = "ſßẞİıςΣσKÅΩǅǆŉΐﬁﬀⅣ②㊣ⓐＡａ９〇々ヶー𠮷𝒜𝟗éé";
    let letters: Vec<char> = (0x80..0x3_0000_u32)
        .filter_map(char::from_u32)
        .filter(|c| c.is_alphanumeric())
        .collect();
    let letters: Vec<char> = letters
        .iter()
        .enumerate()
        .filter(|(at, c)| at % if u32::from(**c) >= 0x3400 { 61 } else { 5 } == 0)
        .map(|(_, c)| *c)
        .chain(strange.chars())
        .collect();
    let folder = stage.profile().join("letters");
    fs::create_dir_all(&folder)?;
    let settings = "title = \"字\"\nid = \"letters\"\nprint = false\n";
    fs::write(folder.join("site.toml"), settings)?;
    fs::write(
        folder.join("index.md"),
        "+++\ntitle = \"首页\"\n+++\n\n首页。\n",
    )?;
    let lines: Vec<String> = letters
        .chunks(48)
        .map(|line| line.iter().collect())
        .collect();
    for (number, lines) in lines.chunks(8).enumerate() {
        let text = format!(
            "+++\ntitle = \"第{number}页\"\n+++\n\n{}\n",
            lines.join("\n\n")
        );
        fs::write(folder.join(format!("page-{number:02}.md")), text)?;
    }
    let out = stage.profile().join("letters-built");
    crate::browser::build(&folder, "--out", &out).await?;
    let server = stage.serve(Site::read(&out)?, "/").await?;
    let page = open(stage, &server, "index.html").await?;
    for (number, line) in lines.iter().enumerate() {
        let address = format!("/page-{:02}.html", number / 8);
        let found = ask(stage, &page, line).await?;
        ensure!(
            found.pages == [address.clone()],
            "`{line}` stands on {address}, but was found on {:?}: {}",
            found.pages,
            found.said
        );
    }
    ensure!(lines.len() > 50, "there are only {} lines", lines.len());
    Ok(())
}

/// What a first query of a thousand pages may fetch, compressed; and a thousand is a kilobyte.
const FIRST_QUERY: usize = 100_000;

pub async fn a_first_query_of_a_thousand_pages_fetches_little(stage: &Stage) -> Result<()> {
    let folder = stage.folder("thousand")?;
    let site = folder.join("site");
    fs::create_dir_all(&site)?;
    let settings = "title = \"千页\"\nid = \"thousand\"\nprint = false\noffline = false\n";
    fs::write(site.join("site.toml"), settings)?;
    fs::write(site.join("index.md"), "# 首页\n\n开头。\n")?;
    // The guide's own words, paragraphs from all over it.
    let paragraphs = paragraphs()?;
    let mut random = Random(1000);
    for number in 1..1000 {
        let mut text = format!("# 第{number}页\n");
        for _ in 0..9 {
            text.push_str(&format!(
                "\n{}\n",
                paragraphs[random.below(paragraphs.len())]
            ));
        }
        fs::write(site.join(format!("page-{number:04}.md")), text)?;
    }
    let out = folder.join("built");
    crate::browser::build(&site, "--out", &out).await?;
    let built = Site::read(&out)?;
    let server = stage.serve(built.clone(), "/").await?;
    let page = stage.browser().await?;
    page.before_every_page(FAILURES);
    // Two, four and nine neighbouring characters that stand on some pages, and the word that stands on the most.
    let piece = |number: usize, length: usize| -> String {
        let letters = paragraphs[number].chars().filter(|c| c.is_alphanumeric());
        letters.skip(4).take(length).collect()
    };
    for query in ["投诉".to_owned(), piece(10, 2), piece(50, 4), piece(90, 9)] {
        let query = query.as_str();
        // As at a first visit: nothing is kept between queries.
        page.visit(&server.address("index.html")).await?;
        page.expect("document.readyState === 'complete'", "the page is there")
            .await?;
        let before = server.asked().len();
        page.click(INPUT).await?;
        page.paste_into(INPUT, query).await?;
        page.expect(&format!("document.querySelector('{RESULTS} a')"), query)
            .await?;
        let waiting = json!(stage.words("search.script.searching")?);
        page.expect(
            &format!("![{waiting}, ''].includes(document.querySelector('{STATUS}').textContent)"),
            "the search has ended",
        )
        .await?;
        let asked = server.asked().split_off(before);
        let bytes: usize = asked
            .iter()
            .filter_map(|line| line.split(' ').nth(1)?.strip_prefix('/'))
            .filter_map(|address| built.get(address))
            .map(|bytes| compressed(&bytes))
            .sum();
        ensure!(
            bytes > 5000 && bytes <= FIRST_QUERY,
            "`{query}` fetches {bytes} bytes in {} requests: {asked:?}",
            asked.len()
        );
        ensure!(
            asked.len() <= 25,
            "`{query}` takes {} requests: {asked:?}",
            asked.len()
        );
    }
    stands(&page).await
}

/// The guide's paragraphs, without what only a build understands.
fn paragraphs() -> Result<Vec<String>> {
    let mut paragraphs = Vec::new();
    for entry in walkdir::WalkDir::new(crate::root().join("content/zh-CN")).sort_by_file_name() {
        let entry = entry?;
        if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "md")
        {
            let text = fs::read_to_string(entry.path())?;
            let plain = |text: &&str| {
                text.chars().count() > 30
                    && !text.contains(['[', ']', '`', '+', '|', '{', '<', '#'])
            };
            paragraphs.extend(text.split("\n\n").filter(plain).map(str::to_owned));
        }
    }
    ensure!(
        paragraphs.len() > 100,
        "the guide has only {} plain paragraphs",
        paragraphs.len()
    );
    Ok(paragraphs)
}

fn compressed(bytes: &[u8]) -> usize {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        size_hint: bytes.len(),
        ..Default::default()
    };
    match brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters) {
        Ok(_) => compressed.len(),
        Err(_) => bytes.len(),
    }
}

/// The small site that is made to be searched.
async fn serve_small(stage: &Stage) -> Result<Arc<Server>> {
    let out = stage.profile().join("small-built");
    crate::browser::build(&crate::root().join("tests/browser/search"), "--out", &out).await?;
    stage.serve(Site::read(&out)?, "/").await
}

pub async fn titles_come_before_headings_and_headings_before_text(stage: &Stage) -> Result<()> {
    let server = serve_small(stage).await?;
    let page = open(stage, &server, "index.html").await?;
    let found = ask(stage, &page, "金丝雀").await?;
    ensure!(
        found.pages == ["/title.html", "/heading.html", "/text.html"],
        "found {:?}",
        found.pages
    );
    ensure!(
        found.marks.iter().all(|mark| mark == "金丝雀"),
        "marked {:?}",
        found.marks
    );
    let found = ask(stage, &page, "小黄鸟").await?;
    ensure!(
        found.pages.is_empty() && found.also.len() == 3,
        "other words lead to {:?}",
        found.also
    );
    // A typing error in a Latin word: a letter left out, one too many, two exchanged.
    for wrong in ["subscrptions", "subscriptionns", "susbcriptions"] {
        let found = ask(stage, &page, wrong).await?;
        let corrected = stage
            .words("search.script.corrected")?
            .replace("{words}", "subscriptions");
        ensure!(
            found.pages == ["/text.html"] && found.said.contains(&corrected),
            "`{wrong}` leads to {:?}: {}",
            found.pages,
            found.said
        );
    }
    // Two paragraphs are no phrase.
    let found = ask(stage, &page, "subscriptions再换").await?;
    ensure!(
        found.pages.is_empty(),
        "a phrase across paragraphs is found: {:?}",
        found.pages
    );
    stands(&page).await
}

pub async fn what_is_found_later_takes_its_place(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = open(stage, &guide, "index.html").await?;
    // Words that stand on most pages, so that not all of them are read at once.
    for query in ["支付", "银行", "请求"] {
        let found = ask(stage, &page, query).await?;
        // 2 for a title, 1 for a heading, 0 for text.
        let fields = page
            .promised(&format!(
                "Promise.all({}.map(async path => {{
                    const read = new DOMParser().parseFromString(await (await fetch(path)).text(), 'text/html');
                    read.querySelectorAll('button, script, template, [hidden], [data-search-skip], .cite').forEach(element => element.remove());
                    const says = names => [...read.querySelectorAll(names)].some(element =>
                        element.closest('[data-search]') && element.textContent.includes({}));
                    return says('h1') ? 2 : says('h2, h3, h4, h5, h6') ? 1 : 0;
                }}))",
                json!(found.pages),
                json!(query)
            ))
            .await?;
        let fields: Vec<i64> = serde_json::from_value(fields)?;
        ensure!(
            fields.is_sorted_by(|one, next| one >= next),
            "`{query}` stands in {fields:?} of {:?}",
            found.pages
        );
        let kinds: BTreeSet<&i64> = fields.iter().collect();
        ensure!(kinds.len() == 3, "`{query}` stands in {kinds:?} only");
    }
    stands(&page).await
}

pub async fn a_search_is_made_with_the_keyboard_and_announced(stage: &Stage) -> Result<()> {
    let server = serve_small(stage).await?;
    let page = stage.browser().await?;
    page.open(&server.address("index.html")).await?;
    page.press("body", "/").await?;
    page.expect(
        &format!("document.activeElement.matches('{INPUT}')"),
        "a slash leads to the search",
    )
    .await?;
    page.type_into(INPUT, "金丝雀").await?;
    let found = stage.words("search.script.found")?.replace("{pages}", "3");
    page.expect_text(STATUS, &found).await?;
    page.expect(
        &format!("document.querySelector('{STATUS}').getAttribute('role') === 'status'"),
        "what is found is announced",
    )
    .await?;
    page.press(INPUT, "\u{E015}").await?;
    page.expect(
        &format!("document.activeElement === document.querySelector('{RESULTS} a')"),
        "down leads to the first find",
    )
    .await?;
    page.press(&format!("{RESULTS} a"), "\u{E015}").await?;
    page.expect(
        &format!("document.activeElement === document.querySelectorAll('{RESULTS} a')[1]"),
        "and on to the second",
    )
    .await?;
    page.press(&format!("{RESULTS} li:nth-child(2) a"), "\u{E00C}")
        .await?;
    page.expect(
        &format!("document.activeElement.matches('{INPUT}') && document.querySelector('[data-search-panel]').hidden"),
        "escape leads back and closes",
    )
    .await?;
    page.press(INPUT, "\u{E007}").await?;
    page.expect(
        "location.pathname === '/title.html'",
        "enter leads to the first find",
    )
    .await
}

pub async fn no_query_breaks_the_page(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = open(stage, &guide, "index.html").await?;
    for query in [
        json!("投诉".repeat(5000)).to_string(),
        json!("<img src=x onerror=\"window.harmed = 1\"><b>投诉</b>").to_string(),
        json!(r".*+?^${}()|[]\投诉\d{2,}").to_string(),
        json!("\u{0}\u{1}\u{202e}投诉").to_string(),
        json!("__proto__").to_string(),
        json!("constructor").to_string(),
        json!("toString").to_string(),
        json!("%E6%8A%95%zz&amp;投诉").to_string(),
        "'投\\ud842'".to_owned(),
        "'\\udc00\\ud842'".to_owned(),
        json!("，。！？").to_string(),
        json!("投").to_string(),
    ] {
        let found = ask_script(stage, &page, &query).await?;
        let (begin, length) = (
            query.chars().take(40).collect::<String>(),
            found.said.chars().count(),
        );
        ensure!(
            length > 0 && length < 400,
            "`{begin}` is answered with `{}`",
            found.said
        );
        ensure!(
            found.said != stage.words("search.script.damaged")?,
            "`{begin}` is taken for damage"
        );
    }
    page.expect("window.harmed === undefined", "no query becomes markup")
        .await?;
    page.expect(
        &format!("!document.querySelector('{RESULTS} img, {RESULTS} b')"),
        "nor any part of it",
    )
    .await?;
    stands(&page).await?;
    let found = ask(stage, &page, "投诉").await?;
    ensure!(
        found.pages.len() > 10,
        "afterwards it finds {:?}",
        found.pages
    );
    Ok(())
}

pub async fn an_index_that_cannot_be_read_is_said_and_the_page_stands(stage: &Stage) -> Result<()> {
    let out = stage.profile().join("small-built");
    crate::browser::build(&crate::root().join("tests/browser/search"), "--out", &out).await?;
    let small = Site::read(&out)?;
    let whole = small.get(INDEX).context("the site has no index")?;
    let mut rows: Value = serde_json::from_slice(&whole)?;
    let lines = rows["files"]["rows0"].as_str();
    let lines = lines.context("the index has no rows")?.lines();
    // One character within each line of packed rows.
    let wrong = lines.map(|line| {
        let other = if &line[10..11] == "A" { "B" } else { "A" };
        format!("{}{other}{}", &line[..10], &line[11..])
    });
    rows["files"]["rows0"] = json!(wrong.collect::<Vec<_>>().join("\n"));
    let mut broken = Vec::new();
    for (bytes, what) in [
        (br#"{"format":99}"#.to_vec(), "an index of another version"),
        (
            b"<!doctype html><title>Sign in</title>".to_vec(),
            "a page where the index should be",
        ),
        (whole[..whole.len() / 2].to_vec(), "half an index"),
        (
            rows.to_string().into_bytes(),
            "an index with wrong characters",
        ),
        (b"null".to_vec(), "nothing"),
        (Vec::new(), "an empty file"),
    ] {
        let mut site = small.clone();
        site.spoil(INDEX, &bytes);
        broken.push((site, "金丝雀", what));
    }
    // The guide's index lies in parts.
    let mut site = stage.guide().clone();
    for number in 0..64 {
        site.spoil(&format!("/rows{number}.txt"), b"00000000AAAA");
    }
    broken.push((site, "未经授权", "damaged parts"));
    let page = stage.browser().await?;
    page.before_every_page(FAILURES);
    for (site, query, what) in broken {
        let server = stage.serve(site, "/").await?;
        touch(&page, &server, "index.html").await.context(what)?;
        let found = ask(stage, &page, query).await.context(what)?;
        ensure!(
            found.said == stage.words("search.script.damaged")?,
            "{what}: {}",
            found.said
        );
        page.expect(
            "document.querySelector('[data-search-panel] .search-all a').checkVisibility()",
            "there is another way",
        )
        .await?;
        stands(&page).await.context(what)?;
    }
    Ok(())
}

pub async fn a_search_without_a_network_says_so_and_works_again_with_one(
    stage: &Stage,
) -> Result<()> {
    let mut site = stage.guide().clone();
    // The network goes after the page, before the search: nothing keeps its files.
    site.remove("service-worker.js");
    let server = stage.serve(site, "/").await?;
    let page = open(stage, &server, "index.html").await?;
    ask(stage, &page, "投诉").await?;
    server.cut_after(0);
    let found = ask(stage, &page, "未经授权的交易").await?;
    let (failed, missing) = (
        stage.words("search.script.failed")?,
        stage.words("search.script.missing")?,
    );
    let missing = missing.split("{pages}").last().unwrap_or_default();
    ensure!(
        found.said == failed || found.said.contains(missing) || !found.pages.is_empty(),
        "without a network: {}",
        found.said
    );
    server.mend();
    let found = ask(stage, &page, "电子商务法").await?;
    ensure!(
        !found.pages.is_empty(),
        "with the network again: {}",
        found.said
    );
    stands(&page).await
}

async fn stands(page: &Page) -> Result<()> {
    let failures = page.look("window.failures").await?;
    ensure!(
        failures == json!([]),
        "the page's scripts failed: {failures}"
    );
    page.expect(
        "document.querySelector('h1').checkVisibility()",
        "the page stands",
    )
    .await
}
