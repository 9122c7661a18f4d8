//! A case loses nothing, whatever the browser does, and counts its days right.

use anyhow::{Result, ensure};
use serde_json::json;

use super::answers::until_on_disk;
use super::storage::{SAVED, open_with};
use crate::browser::page::Page;
use crate::browser::stage::Stage;

pub const CASE: &str = "case.html";
pub const TITLE: &str = "#c-title";
pub const HEADING: &str = "#case-title";
/// The first step of the plan that [`open_case`] opens.
pub const FIRST_STEP: &str = "[data-case-plan] input[type=checkbox]";

/// Opens a case on a day that the page takes for today.
pub async fn open_case(stage: &Stage, today: &str) -> Result<Page> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.fix_day(today);
    page.open(&guide.address(CASE)).await?;
    page.click("details:has([data-action=open-case]) > summary")
        .await?;
    page.click("[data-action=open-case][data-situation=unauthorised]")
        .await?;
    page.expect(
        "document.activeElement.id === 'case-title'",
        "the case has the focus",
    )
    .await?;
    Ok(page)
}

/// Goes to the list of all cases. The button may stand under the page's head, where a person would scroll to it.
pub async fn list_all(page: &Page) -> Result<()> {
    page.look("document.querySelector('[data-action=all-cases]').click() ?? true")
        .await?;
    Ok(())
}

/// Notes that something happened on a day.
pub async fn happens(page: &Page, kind: &str, day: &str) -> Result<()> {
    page.click("[data-action=add-entry][data-list=event]")
        .await?;
    page.look(&format!(
        "(() => {{ for (const [id, value] of [['e-kind', {}], ['e-date', {}]]) {{
            const control = document.getElementById(id);
            control.value = value;
            control.dispatchEvent(new Event('change', {{ bubbles: true }}));
        }} }})() ?? true",
        json!(kind),
        json!(day)
    ))
    .await?;
    page.click("[data-entry-form=event] [data-action=close-entry]")
        .await
}

pub async fn questions_lead_to_a_case_and_say_what_the_guide_does_not_cover(
    stage: &Stage,
) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(CASE)).await?;
    page.click("[data-action=start-case]").await?;
    page.click("[data-question=moving] [value=no]").await?;
    page.click("[data-action=question-next]").await?;
    page.expect(
        "document.querySelector('[data-question=what]').checkVisibility()",
        "the next question is shown",
    )
    .await?;
    page.click("[data-question=what] [value=investment]")
        .await?;
    page.click("[data-action=question-next]").await?;
    page.expect(
        "!document.querySelector('[data-outside-advice=investment]').hidden",
        "the advice is shown",
    )
    .await?;
    page.click("[data-action=question-back]").await?;
    page.click("[data-question=what] [value=scam]").await?;
    // What was answered is still there after a reload in the middle of it.
    page.reload().await?;
    page.expect_ticked("[data-question=what] [value=scam]", true)
        .await?;
    page.click("[data-action=question-next]").await?;
    page.click("[data-action=question-next]").await?;
    page.expect(
        "document.querySelector('main').dataset.screen === 'case' && document.activeElement.id === 'case-title'",
        "the case is shown",
    )
    .await
}

pub async fn what_is_typed_into_a_case_survives_a_killed_browser(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address("situations/unauthorised.html"))
        .await?;
    page.click("[data-action=open-case]").await?;
    page.expect(
        "document.querySelector('#case-title')?.textContent",
        "the case is shown",
    )
    .await?;
    page.click(FIRST_STEP).await?;
    page.click("[data-action=add-entry][data-list=evidence]")
        .await?;
    page.paste_into("#v-what", "转账电子凭证").await?;
    until_on_disk(stage, "转账电子凭证").await?;
    stage.kill_browsers().await;
    let page = stage.browser().await?;
    page.open(&guide.address(CASE)).await?;
    page.expect_ticked(FIRST_STEP, true).await?;
    page.expect_text("[data-rows=evidence] [data-slot=what]", "转账电子凭证")
        .await
}

pub async fn a_text_changed_in_two_tabs_is_kept_twice(stage: &Stage) -> Result<()> {
    let one = open_case(stage, "2026-11-22").await?;
    one.paste_into(TITLE, "原来的名称").await?;
    one.expect_text(HEADING, "原来的名称").await?;
    let address = one.look("location.href").await?;
    let other = one.new_window().await?;
    other.open(address.as_str().unwrap_or_default()).await?;
    let type_later = |words: &str, milliseconds: u32| {
        format!(
            "setTimeout(() => {{
                const control = document.querySelector('{TITLE}');
                control.value = {};
                control.dispatchEvent(new Event('input', {{ bubbles: true }}));
            }}, {milliseconds})",
            json!(words)
        )
    };
    one.to_front().await?;
    one.look(&type_later("第一个标签页写的", 600)).await?;
    other.to_front().await?;
    other.look(&type_later("第二个标签页写的", 600)).await?;
    for words in ["第一个标签页写的", "第二个标签页写的"] {
        other
            .expect(
                &format!("localStorage.getItem('{SAVED}').includes('{words}')"),
                words,
            )
            .await?;
    }
    other
        .expect(
            "document.querySelectorAll('[data-rows=conflicts] > li').length === 1",
            "the conflict is shown",
        )
        .await
}

pub async fn a_letter_s_conflict_is_settled_on_its_own_page(stage: &Stage) -> Result<()> {
    let saved = json!({ "format": "recourse", "version": 1, "cleared": 0, "entries": {
        "case/0001-b/situation": { "value": "unauthorised", "count": 1, "writer": "b" },
        "case/current": { "value": "0001-b", "count": 2, "writer": "b" },
        "case/0001-b/field/story": { "value": "现在用的经过", "count": 4, "writer": "b" },
        "conflict/case/0001-b/field/story/3a": { "value": "另一处写的经过", "count": 5, "writer": "b" },
    } });
    let page = open_with(stage, &saved.to_string()).await?;
    let line = "[data-conflicts-said]";
    page.expect_text(line, "1 处改了两次，请看一下").await?;
    page.expect_text("[data-case-status]", "进行中 1 件，1 处改了两次，请看一下")
        .await?;
    page.look("location.assign('../letters/provider-complaint.html') ?? true")
        .await?;
    page.expect("document.querySelector('#f-story')", "the letter is there")
        .await?;
    page.has_tool().await?;
    page.expect_text(
        "[data-rows=conflicts] b",
        &page.text("label[for=f-story]").await?,
    )
    .await?;
    page.click(".kept > summary").await?;
    for (place, words) in [(2, "现在用的经过"), (3, "另一处写的经过")] {
        page.expect_text(
            &format!("[data-rows=conflicts] p:nth-child({place}) > [data-slot]"),
            words,
        )
        .await?;
    }
    page.click("[data-action=conflict-take]").await?;
    page.expect_value("#f-story", "另一处写的经过").await?;
    page.expect(
        "document.querySelector('[data-any=conflicts]').hidden",
        "nothing is left to settle",
    )
    .await?;
    page.expect_text("[data-case-status]", "进行中 1 件")
        .await?;
    page.reload().await?;
    page.expect_value("#f-story", "另一处写的经过").await
}

pub async fn a_number_that_was_mistyped_is_pointed_out_and_kept(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.click("[data-action=add-entry][data-list=event]")
        .await?;
    for (number, said) in [
        ("身份证 110101199003077750", Some("tool.slip-identity")),
        ("身份证 110101199003070003", None),
    ] {
        let control = "document.querySelector('#e-number')";
        page.look(&format!(
            "({control}.value = {}, ['input', 'change'].forEach(kind => {control}.dispatchEvent(new Event(kind, {{ bubbles: true }})))) ?? true",
            json!(number)
        ))
        .await?;
        match said {
            Some(said) => {
                page.expect_text("#e-number + [data-slip]", stage.words(said)?)
                    .await?
            }
            None => {
                let silent = "!document.querySelector('#e-number + [data-slip]')";
                page.expect(silent, "a number that fits is left alone")
                    .await?
            }
        }
        page.expect_value("#e-number", number).await?;
        let digits = &number[number.len() - 18..];
        let kept = format!("localStorage['{SAVED}'].includes('{digits}')");
        page.expect(&kept, "it is kept as it was typed").await?;
    }
    Ok(())
}

pub async fn ticked_evidence_becomes_an_entry_and_goes_with_its_tick(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    let (row, step) = (
        "[data-rows=evidence] > li",
        "[data-case-plan] [data-evidence]",
    );
    let rows = |number: usize| format!("document.querySelectorAll('{row}').length === {number}");
    let said = page
        .text("[data-case-plan] [data-evidence] + label")
        .await?;
    page.click(step).await?;
    page.expect_text("[data-rows=evidence] [data-slot=what]", &said)
        .await?;
    page.click(step).await?;
    page.expect(&rows(0), "it goes with its tick").await?;
    // What somebody has written in stays, whatever becomes of the tick.
    page.click(step).await?;
    page.expect(&rows(1), "it is there again").await?;
    page.click("[data-rows=evidence] [data-action=edit-entry]")
        .await?;
    page.paste_into("#v-where", "手机相册").await?;
    page.click("[data-entry-form=evidence] [data-action=close-entry]")
        .await?;
    page.click(step).await?;
    page.expect_ticked(step, false).await?;
    page.reload().await?;
    page.expect(&rows(1), "it stays").await?;
    page.expect_text("[data-rows=evidence] [data-slot=where]", "存在：手机相册")
        .await
}

/// It stands for one step of the plan after another, and is empty again each time; also once the tick is saved.
pub async fn the_next_step_on_top_moves_on_when_it_is_ticked(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    for done in 1..=3 {
        page.click("#case-next").await?;
        let follows = format!(
            "(() => {{
                const [next] = document.querySelectorAll('#case-next');
                const boxes = [...document.querySelectorAll('[data-step]:not([hidden]) [data-item]')];
                return !next.checked && boxes.findIndex(box => !box.checked) === {done}
                    && boxes[{done}].dataset.item === next.dataset.item
                    && boxes[{done}].labels[0].textContent === next.labels[0].textContent;
            }})()"
        );
        page.expect(&follows, "the next step follows").await?;
        let kept = format!(
            "localStorage['{SAVED}']?.split('\"value\":true').length === {}",
            done + 1
        );
        page.expect(&kept, "the tick is saved").await?;
        page.expect(&follows, "it still stands for the next step")
            .await?;
    }
    Ok(())
}

pub async fn two_cases_have_ticks_of_their_own(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.click(FIRST_STEP).await?;
    list_all(&page).await?;
    page.click("[data-action=open-case][data-situation=unauthorised]")
        .await?;
    page.expect_ticked(FIRST_STEP, false).await?;
    list_all(&page).await?;
    page.click("[data-rows=cases] > li:last-child button")
        .await?;
    page.expect_ticked(FIRST_STEP, true).await
}

pub async fn a_backup_brings_back_what_was_cleared(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.paste_into(TITLE, "要找回的案件").await?;
    page.expect_text(HEADING, "要找回的案件").await?;
    let backup = page
        .look(&format!("localStorage.getItem('{SAVED}')"))
        .await?;
    let backup = backup.as_str().unwrap_or_default().to_owned();
    page.click("[data-case] [data-action=clear-all]").await?;
    page.click("[data-case] [data-action=clear-all]").await?;
    page.expect(
        "document.querySelector('main').dataset.screen === 'start'",
        "it is gone",
    )
    .await?;

    page.click("details:has([data-restore-text]) > summary")
        .await?;
    for (hostile, said) in [
        ("{}", "tool.restore-damaged"),
        (r#"{"format":"recourse","version":9}"#, "tool.restore-newer"),
    ] {
        page.look("document.querySelector('[data-restore-text]').value = '' || true")
            .await?;
        page.paste_into("[data-restore-text]", hostile).await?;
        page.click("[data-action=restore-look]").await?;
        page.expect_text("[data-case-message]", stage.words(said)?)
            .await?;
    }
    page.look("document.querySelector('[data-restore-text]').value = '' || true")
        .await?;
    page.paste_into("[data-restore-text]", &backup).await?;
    page.click("[data-action=restore-look]").await?;
    page.expect(
        "document.querySelector('[data-restore-changes]').textContent.includes('要找回的案件')",
        "the change is shown before it is made",
    )
    .await?;
    page.click("[data-action=restore-apply]").await?;
    page.expect_text(HEADING, "要找回的案件").await
}

pub async fn time_limits_are_waited_for_due_and_over(stage: &Stage) -> Result<()> {
    // Seven working days from 18 September 2026, one of them a Sunday that is worked: 29 September.
    let page = open_case(stage, "2026-09-28").await?;
    happens(&page, "pbc-received", "2026-09-18").await?;
    let state = "[data-rows=deadlines] [data-slot=state]";
    page.expect_text(
        "[data-rows=deadlines] [data-slot=day]",
        "对方最晚：2026年9月29日",
    )
    .await?;
    page.expect_text(state, "还有 1 天").await?;
    for (today, said, status) in [
        ("2026-09-29", "今天到期", "进行中 1 件，1 件今天到期"),
        ("2026-09-30", "已过 1 天", "进行中 1 件，1 件有期限已过"),
    ] {
        page.fix_day(today);
        page.reload().await?;
        page.expect_text(state, said).await?;
        page.expect_text("[data-case-status]", status).await?;
    }
    Ok(())
}

pub async fn a_secret_is_covered_and_the_words_around_it_are_kept(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.click("[data-action=add-entry][data-list=event]")
        .await?;
    page.type_into("#e-text", "我把验证码 483920 告诉了他，钱就没了")
        .await?;
    let covered = "/^我把验证码 \\*{4,6}(20)? 告诉了他，钱就没了$/.test(document.querySelector('#e-text').value)";
    page.expect(covered, "the code is covered, and nothing else")
        .await?;
    let kept = page
        .look(&format!("localStorage.getItem('{SAVED}').includes('4839')"))
        .await?;
    ensure!(kept == json!(false), "the code is kept");
    page.expect_text("#e-text + [data-warning]", stage.words("tool.secret-code")?)
        .await
}

pub async fn a_case_without_storage_works_and_says_so(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })",
    );
    page.open(&guide.address(CASE)).await?;
    page.click("details:has([data-action=open-case]) > summary")
        .await?;
    page.click("[data-action=open-case][data-situation=frozen]")
        .await?;
    page.paste_into(TITLE, "只在内存里").await?;
    page.expect_text(HEADING, "只在内存里").await?;
    page.expect_text("[data-tool-status]", stage.words("tool.status-blocked")?)
        .await
}

pub async fn nothing_is_left_on_the_device_when_it_should_not_be(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.paste_into(TITLE, "别留在这里").await?;
    page.expect_text(HEADING, "别留在这里").await?;
    page.click("[data-action=private]").await?;
    page.expect(
        "document.querySelector('[data-action=private]').getAttribute('aria-pressed') === 'true'",
        "it is on",
    )
    .await?;
    page.expect_text(HEADING, "别留在这里").await?;
    let left = page
        .look("JSON.stringify(localStorage).includes('别留')")
        .await?;
    ensure!(left == json!(false), "something is left");
    Ok(())
}
