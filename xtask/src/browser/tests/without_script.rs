//! The page without script: readable, tickable, printable, and without a word that is not true.

use anyhow::{Result, ensure};

use super::answers::LETTER;
use super::checklists::{SITUATION, STEP};
use crate::browser::page::Page;
use crate::browser::stage::Stage;

const NOTHING_DEAD: &str =
    "[...document.querySelectorAll('[data-needs-tool], [data-action], [data-progress], [data-progress-bar], [data-any]')]
     .every(element => !element.checkVisibility())";

pub async fn the_page_stands_without_script(stage: &Stage) -> Result<()> {
    let page = open(stage, SITUATION).await?;
    page.expect_text("[data-tool-status]", stage.words("tool_missing")?)
        .await?;
    page.expect(
        "document.querySelector('[data-tool-status]').checkVisibility()",
        "the message is seen",
    )
    .await?;
    page.expect(NOTHING_DEAD, "nothing is shown that needs the tool")
        .await?;
    page.click("label[for=item-freeze-wallet] strong").await?;
    page.expect_ticked(STEP, true).await?;
    page.expect(
        "document.querySelector('.checklist').parentElement.textContent.length > 1000",
        "the text is there",
    )
    .await
}

pub async fn a_blank_letter_is_there_without_script(stage: &Stage) -> Result<()> {
    let page = open(stage, LETTER).await?;
    page.expect_text("[data-tool-status]", stage.words("tool_missing")?)
        .await?;
    page.expect(NOTHING_DEAD, "nothing is shown that needs the tool")
        .await?;
    let sheet = "document.querySelector('[data-letter-preview]')";
    page.expect(
        &format!("{sheet}.querySelector('[data-gap=name]').checkVisibility()"),
        "the name is a gap to fill in by hand",
    )
    .await?;
    page.expect(
        &format!("{sheet}.querySelector('.box')"),
        "there are boxes to tick by hand",
    )
    .await?;
    page.expect(
        &format!("!/[{{}}]/.test({sheet}.textContent)"),
        "no mark of the template is left",
    )
    .await
}

async fn open(stage: &Stage, address: &str) -> Result<Page> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser_without_script().await?;
    page.visit(&guide.address(address)).await?;
    let started = page
        .look("document.documentElement.dataset.tool ?? null")
        .await?;
    ensure!(started.is_null(), "the browser ran the script after all");
    Ok(page)
}
