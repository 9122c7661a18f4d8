//! When the module does not start, the page is what it was: static, readable, and honest about it.

use anyhow::Result;

use super::answers::LETTER;
use super::checklists::{SITUATION, STEP};
use crate::browser::site::Site;
use crate::browser::stage::Stage;

pub async fn a_module_that_cannot_be_read_leaves_the_page_with_its_message(
    stage: &Stage,
) -> Result<()> {
    let mut site = stage.guide().clone();
    site.spoil(".wasm", b"\0asm\x01\0\0\0 and then nonsense");
    stands(stage, site).await
}

pub async fn a_module_that_is_not_there_leaves_the_page_with_its_message(
    stage: &Stage,
) -> Result<()> {
    let mut site = stage.guide().clone();
    site.remove(".wasm");
    stands(stage, site).await
}

async fn stands(stage: &Stage, site: Site) -> Result<()> {
    let server = stage.serve(site, "/").await?;
    let page = stage.browser().await?;
    // The starter notes on the console that it failed: from then on the page is as it will stay.
    page.before_every_page("window.failed = 0; console.error = () => window.failed++");
    for address in [SITUATION, LETTER] {
        page.visit(&server.address(address)).await?;
        page.expect("window.failed", "the starter gives up").await?;
        page.expect_text("[data-tool-status]", stage.words("tool_missing")?)
            .await?;
        page.expect(
            "!document.documentElement.dataset.tool",
            "the tool does not claim to run",
        )
        .await?;
        page.expect(
            "[...document.querySelectorAll('[data-needs-tool], [data-progress]')].every(element => !element.checkVisibility())",
            "nothing is shown that needs the tool",
        )
        .await?;
    }
    page.expect(
        "document.querySelector('[data-letter-preview]').textContent.length > 200",
        "the blank letter is there",
    )
    .await?;
    page.visit(&server.address(SITUATION)).await?;
    page.click(STEP).await?;
    page.expect_ticked(STEP, true).await
}
