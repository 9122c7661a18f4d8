//! Where nothing can be kept, or something else is there already, the tool works on and says so.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::answers::LETTER;
use super::checklists::{SITUATION, STEP};
use super::letters::says;
use super::{HURRIED, rounds};
use crate::browser::page::Page;
use crate::browser::random::Random;
use crate::browser::stage::Stage;

/// The key of the guide's saved data.
pub const SAVED: &str = "recourse:wallet-guide:saved";
/// The key of what has changed since, where the data is large.
pub const SINCE: &str = "recourse:wallet-guide:since";
/// Leaves no room in the storage.
pub const FILL: &str = "(() => {
    let block = 'x'.repeat(1 << 20);
    for (let count = 0; block.length; ) {
        try { localStorage.setItem('other' + count++, block) } catch { block = block.slice(block.length / 2 + 0.5) }
    }
    return true;
})()";
const STATUS: &str = "[data-tool-status]";

pub async fn blocked_storage_leaves_a_tool_that_works_and_says_so(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })",
    );
    page.open(&guide.address(SITUATION)).await?;
    page.expect_text(STATUS, stage.words("tool.status-blocked")?)
        .await?;
    page.click(STEP).await?;
    page.expect_ticked(STEP, true).await?;
    page.expect(
        "document.querySelector('[data-progress-bar]').value === 1",
        "the tick counts",
    )
    .await?;
    page.expect(
        "document.documentElement.dataset.tool === 'memory'",
        "the page knows it is not kept",
    )
    .await?;

    page.open(&guide.address(LETTER)).await?;
    page.type_into("#f-name", "王小明").await?;
    says(&page, "王小明").await
}

pub async fn full_storage_is_said(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(LETTER)).await?;
    ensure!(page.look(FILL).await? == json!(true));
    page.paste_into("#f-story", "存不下的话").await?;
    page.expect_text(STATUS, stage.words("tool.status-full")?)
        .await?;
    says(&page, "存不下的话").await?;

    page.look("localStorage.removeItem('other0')").await?;
    page.paste_into("#f-name", "王小明").await?;
    page.expect_text(STATUS, stage.words("tool.status-saved")?)
        .await?;
    page.reload().await?;
    page.expect_value("#f-story", "存不下的话").await
}

pub async fn damaged_data_is_set_aside_as_it_is(stage: &Stage) -> Result<()> {
    let damaged = r#"{"format":"recourse","version":1,"entries":{"field/name":{"val"#;
    let page = open_with(stage, damaged).await?;
    page.expect_text(STATUS, stage.words("tool.status-rescued")?)
        .await?;
    page.click(STEP).await?;
    page.reload().await?;
    page.expect_ticked(STEP, true).await?;
    let rescued = page
        .look("localStorage.getItem('recourse:wallet-guide:rescue:1')")
        .await?;
    ensure!(rescued == json!(damaged), "the rescue copy is {rescued}");
    Ok(())
}

pub async fn newer_data_is_never_overwritten(stage: &Stage) -> Result<()> {
    let newer = r#"{"format":"recourse","version":2,"things":[1]}"#;
    let page = open_with(stage, newer).await?;
    page.expect_text(STATUS, stage.words("tool.status-newer")?)
        .await?;
    page.click(STEP).await?;
    page.expect_ticked(STEP, true).await?;
    page.reload().await?;
    let kept = stored(&page).await?;
    ensure!(kept == json!(newer), "the newer data is now {kept}");
    page.expect_text(STATUS, stage.words("tool.status-newer")?)
        .await
}

pub async fn a_page_in_a_sandbox_stands(stage: &Stage) -> Result<()> {
    let page = in_a_sandbox(stage, SITUATION).await?;
    // WebKit's server clicks beside what lies in a frame.
    page.look(&format!("document.querySelector('{STEP}').click() ?? true"))
        .await?;
    page.expect_ticked(STEP, true).await
}

/// Opens a page in a frame that may keep nothing, and expects it to say so.
pub async fn in_a_sandbox(stage: &Stage, address: &str) -> Result<Page> {
    let mut site = stage.guide().clone();
    let frame = format!(
        "<!doctype html><iframe sandbox='allow-scripts' src='{address}' style='width:1100px;height:800px'></iframe>"
    );
    site.add("frame.html", frame.into_bytes());
    let server = stage.serve(site, "/").await?;
    let page = stage.browser().await?;
    page.visit(&server.address("frame.html")).await?;
    page.enter_frame().await?;
    // The module may or may not start there; either way the page says that nothing is kept.
    let (missing, blocked) = (
        stage.words("tool_missing")?,
        stage.words("tool.status-blocked")?,
    );
    let said = format!(
        "[{}, {}].includes(document.querySelector('{STATUS}').textContent.trim())",
        json!(missing),
        json!(blocked)
    );
    page.expect(&said, "the page says that nothing is kept")
        .await?;
    Ok(page)
}

/// Again and again the storage is full at some moment: what it holds is always whole, and what did not fit follows.
pub async fn a_storage_that_fills_up_again_and_again_loses_nothing(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(HURRIED);
    page.open(&guide.address(LETTER)).await?;
    let mut random = Random(11);
    for round in 0..rounds() {
        // Room for something, or for nothing.
        let room = random.below(3) * 40;
        page.look(&format!(
            "localStorage.setItem('room', 'x'.repeat({room})) ?? true"
        ))
        .await?;
        page.look(FILL).await?;
        page.look("localStorage.removeItem('room') ?? true").await?;
        let words = format!("第{round}次；");
        page.look(&format!(
            "(() => {{ const control = document.querySelector('#f-story'); control.value = {0} + '字'.repeat({1});
                control.dispatchEvent(new Event('input', {{ bubbles: true }})) }})() ?? true",
            json!(words),
            random.below(60)
        ))
        .await?;
        let settled = format!(
            "document.querySelector('{STATUS}').textContent.trim() === {} || localStorage['{SAVED}']?.includes({})",
            json!(stage.words("tool.status-full")?),
            json!(words)
        );
        page.expect(&settled, "it is kept, or said not to be")
            .await?;
        let whole = format!(
            "!localStorage['{SAVED}'] || JSON.parse(localStorage['{SAVED}']).version === 1"
        );
        page.expect(&whole, "what is kept is whole").await?;
        page.look("Object.keys(localStorage).forEach(key => key.startsWith('other') && localStorage.removeItem(key)) ?? true")
            .await?;
        page.look("(document.querySelector('#f-name').value += '字', document.querySelector('#f-name').dispatchEvent(new Event('input', { bubbles: true })))")
            .await?;
        let kept = format!("localStorage['{SAVED}']?.includes({})", json!(words));
        page.expect(&kept, &format!("round {round} is kept"))
            .await?;
    }
    Ok(())
}

/// Opens a situation in a browser that already holds this text under our key.
pub async fn open_with(stage: &Stage, saved: &str) -> Result<Page> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.visit(&guide.address("robots.txt")).await?;
    page.look(&format!(
        "localStorage.setItem('{SAVED}', {})",
        json!(saved)
    ))
    .await?;
    page.open(&guide.address(SITUATION)).await?;
    Ok(page)
}

pub async fn stored(page: &Page) -> Result<Value> {
    page.look(&format!("localStorage.getItem('{SAVED}')")).await
}
