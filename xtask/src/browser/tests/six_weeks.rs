//! One case, day by day for six weeks, as a person comes back to it: what was done stays done, and every page says how
//! the case stands.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::answers::LETTER;
use super::cases::{CASE, HEADING, happens};
use super::checklists::SITUATION;
use super::storage::SAVED;
use crate::browser::page::Page;
use crate::browser::server::Server;
use crate::browser::stage::Stage;

const STATUS: &str = "[data-case-status]";
const OPEN: &str = "进行中 1 件";
const DUE: &str = "进行中 1 件，1 件今天到期";
const OVERDUE: &str = "进行中 1 件，1 件有期限已过";

pub async fn a_case_is_looked_after_for_six_weeks(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    begin(&guide, &page).await?;
    let mut ticked = 0;
    for day in days() {
        page.fix_day(&day);
        page.open(&guide.address(CASE)).await?;
        page.expect_text(HEADING, "盗刷一千二百元")
            .await
            .context(day.clone())?;
        let done = page
            .look("[...document.querySelectorAll('[data-case-plan] input[type=checkbox]')].filter(box => box.checked).length")
            .await?;
        ensure!(
            done == json!(ticked),
            "on {day}, {done} steps are done, not {ticked}"
        );
        match day.as_str() {
            "2026-09-14" => happens(&page, "complained", &day).await?,
            // Seven working days, one of them a Sunday that is worked: until 29 September.
            "2026-09-18" => happens(&page, "pbc-received", &day).await?,
            "2026-09-29" => everywhere(&guide, &page, DUE).await.context(day)?,
            "2026-09-30" => everywhere(&guide, &page, OVERDUE).await.context(day)?,
            // The next stage: fifteen days until 24 October, a Saturday; so that nobody is late before Monday has passed.
            "2026-10-09" => {
                happens(&page, "pbc-forwarded", &day).await?;
                everywhere(&guide, &page, OPEN).await.context(day)?;
            }
            "2026-10-24" => {
                let line = page.text(STATUS).await?;
                ensure!(!line.contains("已过"), "on {day} the line says {line}");
            }
            "2026-10-27" => {
                everywhere(&guide, &page, OVERDUE)
                    .await
                    .context(day.clone())?;
                page.open(&guide.address(CASE)).await?;
                happens(&page, "answered", &day).await?;
                page.expect_text(STATUS, OPEN).await?;
                back_up(&page, "2026年10月27日").await?;
            }
            _ => {
                page.click("[data-case-plan] input[type=checkbox]:not(:checked)")
                    .await?;
                ticked += 1;
            }
        }
        if ticked == 6 {
            // A plan has fewer steps than six weeks have days; on the others a person only looks.
            page.click("[data-case-plan] input[type=checkbox]:checked")
                .await?;
            ticked -= 1;
        }
    }
    // Closing it: nothing is due any more, and everything is still there.
    page.look("document.querySelector('#c-closed').scrollIntoView() ?? true")
        .await?;
    page.click("#c-closed").await?;
    page.expect(
        "!document.querySelector('[data-case-status]').checkVisibility()",
        "no case is open",
    )
    .await?;
    page.open(&guide.address("index.html")).await?;
    page.expect(
        "!document.querySelector('[data-case-status]').checkVisibility()",
        "nor on other pages",
    )
    .await?;
    let kept = page
        .look(&format!("localStorage.getItem('{SAVED}')"))
        .await?;
    for words in [
        "complained",
        "pbc-received",
        "pbc-forwarded",
        "answered",
        "盗刷一千二百元",
    ] {
        ensure!(
            kept.as_str().is_some_and(|kept| kept.contains(words)),
            "`{words}` is gone"
        );
    }
    Ok(())
}

/// From 14 September to 28 October 2026.
fn days() -> impl Iterator<Item = String> {
    let september = (14..=30).map(|day| format!("2026-09-{day:02}"));
    let october = (1..=28).map(|day| format!("2026-10-{day:02}"));
    september.chain(october)
}

/// Answers the questions on the first day.
async fn begin(guide: &Server, page: &Page) -> Result<()> {
    page.fix_day("2026-09-14");
    page.open(&guide.address(CASE)).await?;
    page.click("[data-action=start-case]").await?;
    for (question, choice) in [("moving", "no"), ("what", "stolen"), ("who", "wallet")] {
        page.click(&format!("[data-question={question}] [value={choice}]"))
            .await?;
        page.click("[data-action=question-next]").await?;
    }
    page.look(
        "(() => { const day = document.querySelector('[data-question=when] input');
            day.value = '2026-09-12'; day.dispatchEvent(new Event('change', { bubbles: true })); })() ?? true",
    )
    .await?;
    page.click("[data-action=question-next]").await?;
    page.expect(
        "document.activeElement.id === 'case-title'",
        "the case is shown",
    )
    .await?;
    page.paste_into("#c-title", "盗刷一千二百元").await?;
    page.expect_text(HEADING, "盗刷一千二百元").await?;
    page.expect_text(STATUS, OPEN).await
}

/// Expects that other pages say how the case stands.
async fn everywhere(guide: &Server, page: &Page, line: &str) -> Result<()> {
    page.expect_text(STATUS, line).await?;
    for address in ["index.html", SITUATION, LETTER] {
        page.open(&guide.address(address)).await?;
        page.expect_text(STATUS, line).await?;
    }
    Ok(())
}

/// Takes everything away as a file; the day of it is shown from then on.
async fn back_up(page: &Page, day: &str) -> Result<()> {
    page.click("[data-action=backup-save]").await?;
    let shown =
        format!("document.querySelector('[data-last-backup]').textContent.includes('{day}')");
    page.expect(&shown, "the day of the last backup is shown")
        .await
}
