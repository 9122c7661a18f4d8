//! The site works wherever it is put.

use anyhow::{Result, ensure};
use url::Url;

use super::checklists::{SITUATION, STEP};
use crate::browser::stage::Stage;

pub async fn the_site_works_below_a_path(stage: &Stage) -> Result<()> {
    let server = stage.serve(stage.guide().clone(), "/help/wallets/").await?;
    let page = stage.browser().await?;
    page.open(&server.address("")).await?;
    page.click(".cards a[href*=unauthorised]").await?;
    page.has_tool().await?;
    page.click(STEP).await?;
    page.reload().await?;
    page.expect_ticked(STEP, true).await?;
    page.click(".brand").await?;
    page.expect(
        "document.querySelector('.kind-home')",
        "the brand leads home",
    )
    .await?;
    let missing = server.missing();
    ensure!(missing.is_empty(), "not there: {}", missing.join(", "));
    Ok(())
}

pub async fn pages_can_be_read_from_files(stage: &Stage) -> Result<()> {
    let page = stage.browser().await?;
    let home = Url::from_file_path(stage.guide_folder().join("index.html"));
    let home = home.map_err(|()| anyhow::anyhow!("the folder of the guide has no address"))?;
    page.visit(home.as_str()).await?;
    page.click(".cards a[href*=unauthorised]").await?;
    page.expect(
        &format!("location.pathname.endsWith('{SITUATION}')"),
        "a card leads to its page",
    )
    .await?;
    page.expect(
        "getComputedStyle(document.querySelector('.site-header')).position === 'sticky'",
        "the style is there",
    )
    .await?;
    page.click(STEP).await?;
    page.expect_ticked(STEP, true).await?;
    let honest = "document.documentElement.dataset.tool || document.querySelector('[data-tool-status]').checkVisibility()";
    page.expect(honest, "the page says whether it remembers")
        .await
}
