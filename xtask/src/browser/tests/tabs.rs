//! Two tabs of one browser add to each other's work.

use anyhow::Result;

use super::answers::LETTER;
use super::checklists::{SITUATION, STEP};
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
