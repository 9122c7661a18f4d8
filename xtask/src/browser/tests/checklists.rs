//! Checklists remember.

use anyhow::Result;
use serde_json::json;

use crate::browser::stage::Stage;

/// A situation of the guide, and one of its steps.
pub const SITUATION: &str = "situations/unauthorised.html";
pub const STEP: &str = "#item-freeze-wallet";

pub async fn a_tick_is_still_there_after_a_reload(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(SITUATION).await?;
    page.click(STEP).await?;
    page.reload().await?;
    page.expect_ticked(STEP, true).await?;
    page.expect_ticked("#item-freeze-card", false).await?;

    page.click(STEP).await?;
    page.reload().await?;
    page.expect_ticked(STEP, false).await
}

pub async fn progress_shows_on_the_page_in_the_navigation_and_at_home(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(SITUATION)).await?;
    let total = page
        .look("document.querySelectorAll('[data-item]').length")
        .await?;
    let progress = |done: u32| {
        let pattern = stage.words("tool.progress")?;
        anyhow::Ok(
            pattern
                .replace("{done}", &done.to_string())
                .replace("{total}", &total.to_string()),
        )
    };
    let places = [
        ".progress-line [data-progress=unauthorised]",
        ".navigation-progress[data-progress=unauthorised]",
    ];
    page.expect_text(places[0], &progress(0)?).await?;
    page.click(STEP).await?;
    page.click("#item-freeze-card").await?;
    for place in places {
        page.expect_text(place, &progress(2)?).await?;
    }
    let bar = "document.querySelector('[data-progress-bar]')";
    page.expect(
        &format!("{bar}.value === 2 && {bar}.max === {total}"),
        "the bar stands at 2",
    )
    .await?;
    page.expect(&format!("{bar}.checkVisibility()"), "the bar is shown")
        .await?;

    page.open(&guide.address("index.html")).await?;
    let card = ".card-progress[data-progress=unauthorised]";
    page.expect_text(card, &progress(2)?).await?;
    page.expect(
        &format!("document.querySelector('{card}').checkVisibility()"),
        "the card shows it",
    )
    .await
}

pub async fn an_item_that_was_renamed_is_still_ticked(stage: &Stage) -> Result<()> {
    let sample = stage.serve_sample().await?;
    let page = stage.browser().await?;
    page.visit(&sample.address("assets/")).await?;
    let saved = json!({ "format": "recourse", "version": 1, "entries": {
        "item/renamed/ring-bank": { "value": true, "count": 1, "writer": "old" },
    } });
    page.look(&format!(
        "localStorage.setItem('recourse:sample:saved', {})",
        json!(saved.to_string())
    ))
    .await?;
    page.open(&sample.address("situations/renamed.html"))
        .await?;
    page.expect_ticked("#item-call-bank", true).await?;
    page.expect_ticked("#item-write", false).await?;

    page.click("#item-call-bank").await?;
    page.reload().await?;
    page.expect_ticked("#item-call-bank", false).await
}

pub async fn clearing_a_page_asks_first_and_leaves_other_pages_alone(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address("situations/frozen.html")).await?;
    let other = page
        .look("document.querySelector('[data-item]').id")
        .await?;
    let other = format!("#{}", other.as_str().unwrap_or_default());
    page.click(&other).await?;
    page.open(&guide.address(SITUATION)).await?;
    page.click(STEP).await?;

    let clear = "[data-action=clear-page]";
    page.click(clear).await?;
    page.expect_text(clear, stage.words("tool.clear-confirm")?)
        .await?;
    page.expect_ticked(STEP, true).await?;
    page.click(clear).await?;
    page.expect_ticked(STEP, false).await?;
    page.reload().await?;
    page.expect_ticked(STEP, false).await?;
    page.open(&guide.address("situations/frozen.html")).await?;
    page.expect_ticked(&other, true).await
}
