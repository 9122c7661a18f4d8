//! Two tabs of one browser add to each other's work.

use anyhow::{Context, Result};
use serde_json::json;

use super::answers::LETTER;
use super::checklists::{SITUATION, STEP};
use super::storage::{SAVED, SINCE};
use super::{HURRIED, rounds};
use crate::browser::page::Page;
use crate::browser::random::Random;
use crate::browser::stage::Stage;

pub async fn a_tick_in_one_tab_shows_in_the_other(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let one = stage.browser().await?;
    one.open(&guide.address(SITUATION)).await?;
    let turned = "addEventListener('visibilitychange', () => window.turned = true)";
    one.look(turned).await?;
    // Beside each other, both are seen all the time: no tab learns of the other by being looked at again.
    let other = one.new_window().await?;
    other.open(&guide.address(SITUATION)).await?;
    other.click(STEP).await?;
    one.to_front().await?;
    one.expect_ticked(STEP, true).await?;
    one.expect("!window.turned", "the window was seen all the time")
        .await?;
    one.click(STEP).await?;
    other.to_front().await?;
    other.expect_ticked(STEP, false).await
}

pub async fn answers_given_in_two_tabs_are_both_kept(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let one = stage.browser().await?;
    one.open(&guide.address(LETTER)).await?;
    let other = one.new_tab().await?;
    other.open(&guide.address(LETTER)).await?;
    one.to_front().await?;
    one.paste_into("#f-name", "王小明").await?;
    // Not a moment later, and without looking at what the first tab has done.
    other.to_front().await?;
    other.paste_into("#f-phone", "13800000000").await?;
    one.to_front().await?;
    one.paste_into("#f-story", "事情的经过").await?;
    for page in [&one, &other] {
        page.to_front().await?;
        page.reload().await?;
        page.expect_value("#f-name", "王小明").await?;
        page.expect_value("#f-phone", "13800000000").await?;
        page.expect_value("#f-story", "事情的经过").await?;
    }
    Ok(())
}

/// Of two tabs that write in one moment the browser keeps what one of them wrote. The other sees that, if it stays.
pub async fn a_tab_that_is_left_while_another_writes_loses_nothing(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(LETTER)).await?;
    page.paste_into("#f-name", "王小明").await?;
    let kept = format!("localStorage['{SAVED}']?.includes('王小明')");
    page.expect(&kept, "the name is kept").await?;
    let before = page.look(&format!("localStorage['{SAVED}']")).await?;
    page.look(
        "(() => { const story = document.querySelector('#f-story'); story.value = '离开时写的';
            story.dispatchEvent(new Event('input', { bubbles: true })); dispatchEvent(new Event('pagehide')); })() ?? true",
    )
    .await?;
    page.visit(&guide.address("robots.txt")).await?;
    // The other tab had not seen it.
    page.look(&format!("localStorage['{SAVED}'] = {before}"))
        .await?;
    page.open(&guide.address(LETTER)).await?;
    page.expect_value("#f-story", "离开时写的").await?;
    page.expect_value("#f-name", "王小明").await?;
    let gone = "!Object.keys(localStorage).some(key => key.includes(':left:'))";
    page.expect(gone, "what was left is in the record").await?;
    let settled = "document.querySelector('[data-rows=conflicts]').children.length === 0";
    page.expect(settled, "nobody is asked to choose").await
}

/// Both write into the same field and into their own, now one a little earlier and now the other.
pub async fn two_tabs_that_write_at_once_lose_nothing(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let one = stage.browser().await?;
    one.before_every_page(HURRIED);
    one.open(&guide.address(LETTER)).await?;
    let other = one.new_window().await?;
    other.open(&guide.address(LETTER)).await?;
    let mut random = Random(5);
    for round in 0..rounds() {
        let mut words = Vec::new();
        for (tab, page, own) in [("甲", &one, "name"), ("乙", &other, "phone")] {
            page.to_front().await?;
            for field in ["story", own] {
                let text = format!("{tab}{round}{field}");
                let round = format!("{round}{field}");
                type_later(page, field, &round, &text, 200 + random.below(500)).await?;
                words.push(text);
            }
        }
        for text in &words {
            // A large record stands in two pieces.
            let kept = format!(
                "['{SAVED}', '{SINCE}'].some(key => localStorage[key]?.includes({}))",
                json!(text)
            );
            other
                .expect(&kept, &format!("`{text}` is kept"))
                .await
                .with_context(|| format!("round {round}"))?;
        }
        // Whichever was later stands, and the person is shown the other.
        one.to_front().await?;
        let shown = "document.querySelector('[data-rows=conflicts]').children.length === 1 || /甲.*story|乙.*story/.test(document.querySelector('#f-story').value)";
        one.expect(shown, "both are shown").await?;
        one.look("document.querySelector('[data-action=conflict-drop]')?.click() ?? true")
            .await?;
        let settled = "document.querySelector('[data-rows=conflicts]').children.length === 0";
        one.expect(settled, "it is settled").await?;
        other.to_front().await?;
        other.expect(settled, "in the other tab, too").await?;
    }
    Ok(())
}

/// Has a page write something after some milliseconds, whichever tab is in front by then: behind what the other tab has
/// written in this round, if that is shown here by then, since nobody replaces it by chance.
async fn type_later(
    page: &Page,
    field: &str,
    round: &str,
    words: &str,
    milliseconds: usize,
) -> Result<()> {
    let script = format!(
        "setTimeout(() => {{
            const control = document.querySelector('#f-{field}');
            const shown = control.value.includes({}) ? control.value : '';
            control.value = shown + {};
            control.dispatchEvent(new Event('input', {{ bubbles: true }}));
        }}, {milliseconds})",
        json!(round),
        json!(words)
    );
    page.look(&script).await.map(drop)
}
