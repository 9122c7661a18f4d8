//! The guide in one file: opened by double click, from wherever it lies.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use serde_json::json;
use url::Url;

use super::answers::LETTER;
use super::checklists::STEP;
use crate::browser::build;
use crate::browser::page::Page;
use crate::browser::stage::Stage;
use crate::root;

/// The most that the file may weigh.
const MOST_BYTES: u64 = 1_500_000;

pub async fn the_guide_in_one_file_works_from_any_folder(stage: &Stage) -> Result<()> {
    used(stage, "works").await?;
    Ok(())
}

/// A page of the file where a box was ticked and a letter begun, which is checked.
async fn used(stage: &Stage, name: &str) -> Result<Page> {
    let (file, page) = open(stage, name).await?;
    let weight = fs::metadata(&file)?.len();
    ensure!(weight < MOST_BYTES, "the file has {weight} bytes");
    page.click(".cards a[href*=unauthorised]").await?;
    page.has_tool().await?;
    page.click(STEP).await?;
    page.expect_ticked(STEP, true).await?;
    page.reload().await?;
    page.expect_ticked(STEP, true).await?;
    go(&page, &file, LETTER).await?;
    page.type_into("#f-name", "王小明").await?;
    page.expect(
        "document.querySelector('[data-letter-preview]').textContent.includes('王小明')",
        "the letter is drafted",
    )
    .await?;
    // Straight to another page: what was typed last is kept.
    page.type_into("#f-name", "二").await?;
    page.click(".brand").await?;
    page.expect("document.querySelector('.kind-home')", "home")
        .await?;
    page.reload().await?;
    go(&page, &file, LETTER).await?;
    page.expect_value("#f-name", "王小明二").await?;
    Ok(page)
}

pub async fn the_file_asks_for_nothing_and_complains_of_nothing(stage: &Stage) -> Result<()> {
    let page = used(stage, "quiet").await?;
    let noted = page.noted().await?;
    ensure!(
        noted.console.is_empty(),
        "the console says: {}",
        noted.console.join("\n")
    );
    ensure!(
        !noted
            .requests
            .iter()
            .any(|address| address.starts_with("http")),
        "asked for {}",
        noted.requests.join(", ")
    );
    Ok(())
}

pub async fn pages_of_the_file_are_gone_through_as_on_the_web(stage: &Stage) -> Result<()> {
    let (file, page) = open(stage, "ways").await?;
    let home = page.text("h1").await?;
    page.click(".cards a[href*=unauthorised]").await?;
    page.expect("document.querySelector('.kind-situation')", "a page")
        .await?;
    let title = page.text("h1").await?;
    page.expect(
        &format!("document.title.startsWith({})", json!(title)),
        "its title",
    )
    .await?;
    page.expect("document.activeElement.matches('h1')", "the focus is on it")
        .await?;
    // An anchor on the same page; the page is still there after a reload.
    page.look("document.querySelector('.cite a').click()")
        .await?;
    page.expect(
        "document.querySelector('.references li:target')",
        "the reference is marked",
    )
    .await?;
    page.reload().await?;
    page.expect_text("h1", &title).await?;
    // A search, and the place that it found.
    page.focus("#search-input").await?;
    page.type_into("#search-input", "自动续费").await?;
    let found = "document.querySelectorAll('[data-search-results] a')";
    page.expect(&format!("{found}[1]"), "the search finds something")
        .await?;
    page.look(&format!("{found}[1].click()")).await?;
    page.expect(
        "document.querySelector('main :target')?.getBoundingClientRect().top < innerHeight / 2",
        "it leads to the place",
    )
    .await?;
    page.look("history.go(-1)").await?;
    page.expect_text("h1", &title).await?;
    page.look("history.go(-2)").await?;
    page.expect_text("h1", &home).await?;
    page.look("history.forward()").await?;
    page.expect_text("h1", &title).await?;
    // Every link of the file leads somewhere in it.
    let dead = "(pages => [...new Set(pages.flatMap(page => [...new DOMParser()
        .parseFromString(recourseFiles[page], 'text/html').querySelectorAll('p:not([data-single-file]) > a[href], li a[href]')]
        .map(link => link.getAttribute('href'))
        .filter(href => href && !/^(#|[a-z]+:)/.test(href) || /^#[^#]+\\.html/.test(href)
            && !pages.includes(decodeURIComponent(href.slice(1)).split('#')[0]))))])
        (Object.getOwnPropertyNames(recourseFiles).filter(name => name.endsWith('.html')))";
    let dead = page.look(dead).await?;
    ensure!(dead == json!([]), "links that lead nowhere: {dead}");
    // An address that the file does not have shows the beginning.
    page.visit(&format!("{}#nothing.html", address(&file)?))
        .await?;
    page.reload().await?;
    page.expect("document.querySelector('h1')", "a page is there")
        .await
}

pub async fn the_file_prints_its_sheets(stage: &Stage) -> Result<()> {
    let (file, page) = open(stage, "sheets").await?;
    go(&page, &file, "print/urgent.html").await?;
    page.expect(
        "document.querySelector('.sheet') && getComputedStyle(document.querySelector('.sheet')).minHeight !== 'auto'",
        "the sheet looks like paper",
    )
    .await?;
    page.look("(window.print = () => { window.printed = true }, true)")
        .await?;
    page.click("[data-action=print]").await?;
    page.expect("window.printed", "its button prints").await?;
    page.click(".paper-bar a").await?;
    page.expect(
        "!document.querySelector('.sheet') && document.querySelector('.site-header')",
        "its link leads back to the page",
    )
    .await
}

pub async fn the_file_can_be_read_without_script(stage: &Stage) -> Result<()> {
    let file = built(stage, "plain").await?;
    let page = stage.browser().await?;
    page.devtools(
        "Emulation.setScriptExecutionDisabled",
        json!({ "value": true }),
    )
    .await?;
    page.visit(&address(&file)?).await?;
    shows_everything(&page).await?;
    let dead = "[...document.querySelectorAll('a[href^=\"#\"]')].map(link => decodeURIComponent(link.hash.slice(1)))
        .filter(id => !document.getElementById(id))";
    let dead = page.look(dead).await?;
    ensure!(dead == json!([]), "links that lead nowhere: {dead}");
    let twice = "[...document.querySelectorAll('[id]')].map(it => it.id).filter((id, at, all) => all.indexOf(id) !== at)";
    let twice = page.look(twice).await?;
    ensure!(twice == json!([]), "ids that are there twice: {twice}");
    Ok(())
}

pub async fn a_damaged_file_still_shows_its_words(stage: &Stage) -> Result<()> {
    let file = built(stage, "damaged").await?;
    let mut bytes = fs::read(&file)?;
    let at = bytes.len() - 60_000;
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    fs::write(&file, bytes)?;
    let page = stage.browser().await?;
    page.visit(&address(&file)?).await?;
    shows_everything(&page).await
}

async fn shows_everything(page: &Page) -> Result<()> {
    page.expect(
        "document.body.innerText.length > 100000 && document.querySelectorAll('section[id$=\".html\"] h2').length > 50",
        "all pages stand one after another",
    )
    .await?;
    page.expect(
        "document.getElementById('letters/refund-demand.html').querySelector('.gap')",
        "the letters are there, to be filled in by hand",
    )
    .await?;
    page.expect(
        "!document.querySelector('button, form, template') && document.querySelector('.references li').textContent.length > 10",
        "without what needs script, with what it rests on",
    )
    .await
}

/// The file, in a folder as people name them, and a browser that shows it.
async fn open(stage: &Stage, name: &str) -> Result<(PathBuf, Page)> {
    let file = built(stage, name).await?;
    let page = stage.browser().await?;
    page.visit(&address(&file)?).await?;
    page.expect("document.querySelector('.kind-home')", "the home page")
        .await?;
    Ok((file, page))
}

async fn built(stage: &Stage, name: &str) -> Result<PathBuf> {
    let file = stage
        .folder(name)?
        .join("投诉 指南 %20#?")
        .join("指南 一.html");
    build(&root().join("content"), "--single-file", &file).await?;
    Ok(file)
}

/// Goes to a page of the file by its fragment.
async fn go(page: &Page, file: &Path, to: &str) -> Result<()> {
    page.visit(&format!("{}#{to}", address(file)?)).await?;
    page.has_tool().await
}

fn address(file: &Path) -> Result<String> {
    let address = Url::from_file_path(file);
    let address = address.map_err(|()| anyhow::anyhow!("the file has no address"))?;
    Ok(address.to_string())
}
