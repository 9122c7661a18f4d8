//! What a person types is kept, however the page ends.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::time::sleep;

use super::letters::says;
use crate::browser::stage::Stage;

/// The guide's letter, with all questions at once.
pub const LETTER: &str = "letters/provider-complaint.html#all";

pub async fn typed_text_is_still_there_after_a_reload(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    page.type_into("#f-name", "王小明").await?;
    page.type_into("#f-story", "第一行\n第二行 “引号” <b>")
        .await?;
    page.choose("#f-issue", "账户被限制").await?;
    page.click("#f-police").await?;
    page.reload().await?;
    page.expect_value("#f-name", "王小明").await?;
    page.expect_value("#f-story", "第一行\n第二行 “引号” <b>")
        .await?;
    page.expect_value("#f-issue", "账户被限制").await?;
    page.expect_ticked("#f-police", true).await?;
    page.expect_text("[data-tool-status]", stage.words("tool.status-saved")?)
        .await
}

pub async fn text_typed_right_before_the_page_is_closed_is_kept(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let stays = stage.browser().await?;
    let closes = stays.new_tab().await?;
    closes.open(&guide.address(LETTER)).await?;
    closes.paste_into("#f-story", "刚打完就关掉").await?;
    closes.close().await?;
    stays.to_front().await?;
    stays.open(&guide.address(LETTER)).await?;
    stays.expect_value("#f-story", "刚打完就关掉").await
}

pub async fn text_typed_right_before_a_link_is_followed_is_kept(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(LETTER)).await?;
    page.paste_into("#f-story", "刚打完就离开").await?;
    page.look("location.assign('../index.html')").await?;
    page.expect(
        "document.querySelector('.kind-home')",
        "the home page is there",
    )
    .await?;
    page.open(&guide.address(LETTER)).await?;
    page.expect_value("#f-story", "刚打完就离开").await
}

pub async fn text_typed_a_second_before_the_tab_crashes_is_kept(stage: &Stage) -> Result<()> {
    stage.without_worker();
    let guide = stage.serve_guide().await?;
    let crashes = stage.browser().await?;
    let stays = crashes.new_tab().await?;
    crashes.to_front().await?;
    crashes.open(&guide.address(LETTER)).await?;
    // One key after another, without a pause in which a naive delay would save.
    let begun = Instant::now();
    let mut typed = String::new();
    while begun.elapsed() < Duration::from_millis(1500) {
        crashes.paste_into("#f-story", "字").await?;
        typed.push('字');
        sleep(Duration::from_millis(50)).await;
    }
    crashes.crash().await?;
    stays.to_front().await?;
    stays.open(&guide.address(LETTER)).await?;
    let kept = stays
        .look("document.querySelector('#f-story').value.length")
        .await?;
    let (kept, typed) = (
        kept.as_u64().unwrap_or_default(),
        typed.chars().count() as u64,
    );
    // Half a second of typing may be lost: it is saved 0.4 s after the first change.
    if kept * 3 < typed * 2 {
        bail!("of {typed} characters typed in 1.5 s, {kept} were kept");
    }
    Ok(())
}

pub async fn text_is_kept_when_the_browser_is_killed(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(LETTER)).await?;
    page.type_into("#f-story", "电池没电以前写的").await?;
    // Chromium puts what a page has stored on the disk some seconds later; no page can hasten it.
    until_on_disk(stage, "电池没电以前写的").await?;
    page.type_into("#f-story", "，还没写完").await?;
    stage.kill_browsers().await;

    let again = stage.browser().await?;
    again.open(&guide.address(LETTER)).await?;
    let begins = "document.querySelector('#f-story').value.startsWith('电池没电以前写的')";
    again
        .expect(begins, "what was on the disk is there again")
        .await
}

pub async fn what_is_typed_before_the_tool_is_there_counts(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(LETTER)).await?;
    page.type_into("#f-name", "旧名字").await?;
    // The next visit is on a slow network: the module waits until it is let go.
    page.before_every_page(
        "const fetched = window.fetch;
         const held = new Promise(go => window.letGo = go);
         window.fetch = (...args) => held.then(() => fetched(...args));",
    );
    // Without a fragment, or the browser would stay on the page.
    let again = LETTER.trim_end_matches("#all");
    page.visit(&guide.address(again)).await?;
    page.expect(
        "document.readyState === 'complete' && window.letGo",
        "the module is being fetched",
    )
    .await?;
    page.type_into("#f-name", "新名字").await?;
    page.look("window.letGo()").await?;
    page.has_tool().await?;
    page.expect_value("#f-name", "新名字").await?;
    says(&page, "新名字").await
}

pub async fn an_option_that_was_renamed_is_still_chosen(stage: &Stage) -> Result<()> {
    let page = stage
        .open_guide("letters/personal-information.html#all")
        .await?;
    page.click("#f-information_delete").await?;
    // What an earlier version of the page kept.
    page.look(
        "(choice => { choice.value = '保存期限已满'; choice.dispatchEvent(new Event('input', { bubbles: true })); })(document.querySelector('#f-deletion_reason'))",
    )
    .await?;
    says(&page, "理由：保存期限已经届满。").await?;
    page.reload().await?;
    says(&page, "理由：保存期限已经届满。").await?;
    page.expect(
        "document.querySelector('#f-deletion_reason').selectedOptions[0].textContent === '保存期限已经届满'",
        "the choice shows what it is called now",
    )
    .await?;
    page.choose("#f-deletion_reason", "我撤回同意").await?;
    says(&page, "理由：我撤回同意。").await
}

/// Waits until the browser has written these words into its profile.
pub async fn until_on_disk(stage: &Stage, words: &str) -> Result<()> {
    let folder = stage.profile().join("Default/Local Storage/leveldb");
    let wanted: Vec<u8> = words.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline {
        for file in std::fs::read_dir(&folder)? {
            let bytes = std::fs::read(file?.path()).unwrap_or_default();
            if bytes.windows(wanted.len()).any(|window| window == wanted) {
                return Ok(());
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
    bail!(
        "the browser has not written `{words}` to {}",
        folder.display()
    );
}
