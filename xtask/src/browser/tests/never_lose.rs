//! What was ticked and typed outlives whatever happens to the storage, the tab and the tool, on the page for cases as
//! elsewhere.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::answers::LETTER;
use super::cases::{CASE, FIRST_STEP, HEADING, TITLE, list_all, open_case};
use super::checklists::{SITUATION, STEP};
use super::storage::{FILL, SAVED, in_a_sandbox, open_with, stored};
use crate::browser::page::Page;
use crate::browser::stage::Stage;

const STATUS: &str = "[data-tool-status]";
/// A document that version 1 once wrote; it must be readable for ever.
const FROZEN: &str = include_str!("../../../../casework/tests/saved-1.json");
/// Keeps hold of the files that a page makes.
pub const KEEP_FILES: &str = "const make = URL.createObjectURL; window.files = [];
     URL.createObjectURL = blob => { files.push(blob); return make.call(URL, blob); };";

async fn saved_has(page: &Page, words: &str) -> Result<()> {
    let has = format!(
        "localStorage.getItem('{SAVED}')?.includes({})",
        json!(words)
    );
    page.expect(&has, &format!("`{words}` is kept")).await
}

pub async fn what_is_typed_into_a_case_survives_a_reload(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.click(FIRST_STEP).await?;
    page.click("[data-action=add-entry][data-list=event]")
        .await?;
    page.type_into("#e-text", "客服说三天内回电").await?;
    // In the middle of it, without closing the form or waiting.
    page.reload().await?;
    page.expect_ticked(FIRST_STEP, true).await?;
    page.expect_text("[data-rows=event] [data-slot=text]", "客服说三天内回电")
        .await
}

pub async fn a_case_typed_into_until_the_tab_crashes_loses_a_second_at_most(
    stage: &Stage,
) -> Result<()> {
    stage.without_worker();
    let crashes = open_case(stage, "2026-11-22").await?;
    let address = crashes.look("location.href").await?;
    let stays = crashes.new_tab().await?;
    crashes.to_front().await?;
    crashes
        .click("[data-action=add-entry][data-list=evidence]")
        .await?;
    let begun = Instant::now();
    let mut typed: Vec<Duration> = Vec::new();
    while begun.elapsed() < Duration::from_secs(3) {
        crashes.paste_into("#v-what", "字").await?;
        typed.push(begun.elapsed());
        sleep(Duration::from_millis(40)).await;
    }
    let crashed = begun.elapsed();
    crashes.crash().await?;
    stays.to_front().await?;
    stays
        .open(address.as_str().context("the page has no address")?)
        .await?;
    let kept = stays
        .look("(document.querySelector('[data-rows=evidence] [data-slot=what]')?.textContent ?? '').length")
        .await?
        .as_u64()
        .unwrap_or_default() as usize;
    let safe = crashed.saturating_sub(Duration::from_secs(1));
    let wanted = typed.iter().filter(|when| **when <= safe).count();
    ensure!(
        kept >= wanted && wanted > 0,
        "{kept} characters were kept, of {wanted} typed a second or more before the crash"
    );
    Ok(())
}

pub async fn two_tabs_work_on_two_cases_and_both_are_kept(stage: &Stage) -> Result<()> {
    let one = open_case(stage, "2026-11-22").await?;
    one.paste_into(TITLE, "第一个案件").await?;
    saved_has(&one, "第一个案件").await?;
    let address = one.look("location.href").await?;
    let other = one.new_window().await?;
    other.open(address.as_str().unwrap_or_default()).await?;
    list_all(&other).await?;
    let fold = "details:has([data-action=open-case]) > summary";
    other
        .look(&format!(
            "document.querySelector('{fold}').parentElement.open = true"
        ))
        .await?;
    other
        .click("[data-action=open-case][data-situation=frozen]")
        .await?;
    other.paste_into(TITLE, "第二个案件").await?;
    saved_has(&other, "第二个案件").await?;
    // The first tab goes on with what it shows, whatever that is now, and neither title is lost.
    one.to_front().await?;
    one.click(FIRST_STEP).await?;
    one.reload().await?;
    list_all(&one).await?;
    for words in ["第一个案件", "第二个案件"] {
        let listed =
            format!("document.querySelector('[data-rows=cases]').textContent.includes('{words}')");
        one.expect(&listed, words).await?;
    }
    Ok(())
}

pub async fn storage_cleared_under_a_page_is_said_and_kept_again(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.paste_into(TITLE, "还在这一页上").await?;
    saved_has(&page, "还在这一页上").await?;
    page.look("localStorage.clear() ?? true").await?;
    // The browser says so to other tabs only; this one sees it when it is looked at again.
    page.look("dispatchEvent(new Event('pageshow'))").await?;
    page.expect_text(STATUS, stage.words("tool.status-gone")?)
        .await?;
    page.expect_text(HEADING, "还在这一页上").await?;
    page.click(FIRST_STEP).await?;
    page.expect_text(STATUS, stage.words("tool.status-saved")?)
        .await?;
    page.reload().await?;
    page.expect_text(HEADING, "还在这一页上").await?;
    page.expect_ticked(FIRST_STEP, true).await
}

pub async fn a_full_storage_loses_nothing_of_a_case_and_offers_the_file(
    stage: &Stage,
) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.paste_into(TITLE, "先前").await?;
    saved_has(&page, "先前").await?;
    let before = stored(&page).await?;
    page.look(FILL).await?;
    page.paste_into(TITLE, "而且存不下").await?;
    page.expect_text(STATUS, stage.words("tool.status-full")?)
        .await?;
    ensure!(
        stored(&page).await? == before,
        "what was kept before is no longer there"
    );
    page.look(KEEP_FILES_NOW).await?;
    page.click("[data-action=backup-save]").await?;
    page.expect("window.files.length === 1", "a file was made")
        .await?;
    let text = page.promised("files[0].text()").await?;
    ensure!(
        text.as_str()
            .is_some_and(|text| text.contains("先前而且存不下")),
        "the file says {text}"
    );
    Ok(())
}

const KEEP_FILES_NOW: &str = "(() => { const make = URL.createObjectURL; window.files = [];
     URL.createObjectURL = blob => { files.push(blob); return make.call(URL, blob); }; return true; })()";

pub async fn a_document_cut_anywhere_is_set_aside_and_can_be_taken_away(
    stage: &Stage,
) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(KEEP_FILES);
    page.visit(&guide.address("robots.txt")).await?;
    let length = FROZEN.trim_end().chars().count();
    for cut in [1, 12, length / 3, length / 2, length - 30, length - 1] {
        let half: String = FROZEN.chars().take(cut).collect();
        page.look(&format!(
            "localStorage.clear() ?? localStorage.setItem('{SAVED}', {})",
            json!(half)
        ))
        .await?;
        page.open(&guide.address(CASE)).await?;
        page.expect_text(STATUS, stage.words("tool.status-rescued")?)
            .await?;
        page.click("[data-rescue] > summary").await?;
        page.click("[data-action=rescue-save]").await?;
        page.expect("window.files.length === 1", "a file was made")
            .await?;
        let text = page.promised("files[0].text()").await?;
        ensure!(text == json!(half), "cut at {cut}, the file says {text}");
    }
    // It is offered on any page, until the person has taken it away.
    page.open(&guide.address(SITUATION)).await?;
    page.click("[data-rescue] > summary").await?;
    page.click("[data-action=rescue-drop]").await?;
    page.click("[data-action=rescue-drop]").await?;
    page.expect(
        "document.querySelector('[data-rescue]').hidden && !localStorage['recourse:wallet-guide:rescue:1']",
        "it is gone",
    )
    .await
}

pub async fn what_version_one_wrote_is_still_read(stage: &Stage) -> Result<()> {
    let page = open_with(stage, FROZEN).await?;
    page.expect_text(STATUS, stage.words("tool.status-saved")?)
        .await?;
    page.click(STEP).await?;
    let kept: Value = serde_json::from_str(stored(&page).await?.as_str().unwrap_or_default())?;
    for (key, value) in [
        ("field/name", json!("张三")),
        ("field/story", json!("第一行\n第二行 \"引号\" 😀")),
        ("item/unauthorised/freeze-account", json!(true)),
    ] {
        ensure!(
            kept["entries"][key]["value"] == value,
            "{key} is now {}",
            kept["entries"][key]
        );
    }
    page.look("location.assign('../letters/provider-complaint.html') ?? true")
        .await?;
    page.expect(
        "location.pathname.endsWith('letters/provider-complaint.html')",
        "the letter is there",
    )
    .await?;
    page.has_tool().await?;
    page.expect_value("#f-name", "张三").await?;
    page.expect_value("#f-story", "第一行\n第二行 \"引号\" 😀")
        .await
}

pub async fn what_is_not_understood_stays_as_it_is(stage: &Stage) -> Result<()> {
    let saved = json!({ "format": "recourse", "version": 1, "cleared": 0, "colour": { "deep": [1, "二"] }, "entries": {
        "future/thing": { "value": { "any": [null, 1.5] }, "count": 3, "writer": "new" },
        "field/name": { "value": "王小明", "count": 4, "writer": "new", "spoken": true },
    } });
    let page = open_with(stage, &saved.to_string()).await?;
    page.click(STEP).await?;
    page.expect(
        &format!("Object.keys(JSON.parse(localStorage.getItem('{SAVED}')).entries).some(key => key.startsWith('item/'))"),
        "the tick is kept",
    )
    .await?;
    let kept: Value = serde_json::from_str(stored(&page).await?.as_str().unwrap_or_default())?;
    ensure!(
        kept["colour"] == saved["colour"],
        "the unknown member is now {}",
        kept["colour"]
    );
    for key in ["future/thing", "field/name"] {
        ensure!(
            kept["entries"][key] == saved["entries"][key],
            "{key} is now {}",
            kept["entries"][key]
        );
    }
    Ok(())
}

pub async fn a_hostile_backup_is_refused_and_changes_nothing(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.paste_into(TITLE, "原来的").await?;
    saved_has(&page, "原来的").await?;
    let before = stored(&page).await?;
    page.look("document.querySelector('[data-restore-text]').closest('details').open = true")
        .await?;
    let (damaged, newer, large) = (
        "tool.restore-damaged",
        "tool.restore-newer",
        "tool.restore-large",
    );
    for (text, said) in [
        ("''", damaged),
        ("'null'", damaged),
        ("'[]'", damaged),
        ("'{\"format\":\"recourse\"}'", damaged),
        ("'{\"format\":\"recourse\",\"version\":1}'", damaged),
        (
            "'{\"format\":\"recourse\",\"version\":-1,\"entries\":{}}'",
            damaged,
        ),
        (
            "'{\"format\":\"recourse\",\"version\":1e99,\"entries\":{}}'",
            damaged,
        ),
        (
            "'{\"format\":\"recourse\",\"version\":1,\"entries\":{\"a\":{\"value\":1,\"count\":99999999999999999999,\"writer\":\"w\"}}}'",
            damaged,
        ),
        (
            "'{\"format\":\"recourse\",\"version\":2,\"entries\":{}}'",
            newer,
        ),
        ("'['.repeat(100000)", damaged),
        ("'{\"a\":'.repeat(50000)", damaged),
        ("'<script>window.harmed = 1</script>'", damaged),
        ("'\\ud842\\u0000'", damaged),
        // Half a character, numbers that are none, members of the wrong kind.
        (
            "'{\"format\":\"recourse\",\"version\":1,\"entries\":{\"a\":{\"value\":\"\\\\ud800\"}}}'",
            damaged,
        ),
        (
            "'{\"format\":\"recourse\",\"version\":1,\"entries\":{\"a\":{\"value\":NaN,\"count\":1}}}'",
            damaged,
        ),
        (
            "'{\"format\":\"recourse\",\"version\":1,\"entries\":{\"a\":{\"value\":true,\"count\":1e999}}}'",
            damaged,
        ),
        (
            "'{\"format\":[\"recourse\"],\"version\":1,\"entries\":{}}'",
            damaged,
        ),
        (
            "'{\"format\":\"recourse\",\"version\":\"1\",\"entries\":{}}'",
            damaged,
        ),
        (
            "'{\"format\":\"recourse\",\"version\":1,\"entries\":[]}'",
            damaged,
        ),
        (
            "'{\"format\":\"recourse\",\"version\":1,\"cleared\":-1,\"entries\":{}}'",
            damaged,
        ),
        (
            "'{\"format\":\"recourse\",\"version\":1,\"entries\":{\"a\":' + '['.repeat(70) + ']'.repeat(70) + '}}'",
            damaged,
        ),
        ("'长'.repeat(5400000)", large),
    ] {
        page.look(&format!(
            "(document.querySelector('[data-restore-text]').value = {text}) && true"
        ))
        .await?;
        page.look("(document.querySelector('[data-case-message]').textContent = '') || true")
            .await?;
        page.look("document.querySelector('[data-action=restore-look]').click() ?? true")
            .await?;
        page.expect_text("[data-case-message]", stage.words(said)?)
            .await
            .context(text)?;
        page.expect(
            "!document.querySelector('[data-restore-changes]').checkVisibility()",
            "nothing is offered",
        )
        .await?;
        ensure!(
            stored(&page).await? == before,
            "{text} changed what is kept"
        );
    }
    page.expect_text(HEADING, "原来的").await?;
    page.expect(
        "window.harmed === undefined && document.documentElement.dataset.tool === 'saved'",
        "the tool runs on",
    )
    .await
}

pub async fn a_sealed_backup_that_was_forged_is_refused_at_once_and_stops_nothing(
    stage: &Stage,
) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.paste_into(TITLE, "原来的").await?;
    saved_has(&page, "原来的").await?;
    let before = stored(&page).await?;
    page.look("document.querySelector('[data-restore-text]').closest('details').open = true")
        .await?;
    let sealed = |iterations: &str, salt: &str, iv: &str, data: &str| {
        format!(
            r#"{{"format":"recourse","version":2,"cipher":"AES-GCM","iv":{iv},"derivation":"PBKDF2-SHA-256","iterations":{iterations},"salt":{salt},"data":{data}}}"#
        )
    };
    let (salt, iv, data) = (
        r#""c2FsdHNhbHRzYWx0c2FsdA==""#,
        r#""aXZpdml2aXZpdml2""#,
        r#""ZGF0YQ==""#,
    );
    let sane = sealed("1000", salt, iv, data);
    for forged in [
        // Some minutes, some hours.
        sealed("200000000", salt, iv, data),
        sealed("4294967295", salt, iv, data),
        sealed("1e12", salt, iv, data),
        sealed("0", salt, iv, data),
        sealed("-1", salt, iv, data),
        sealed("null", salt, iv, data),
        sealed("[]", salt, iv, data),
        sealed("1000", "5", iv, data),
        sealed("1000", r#""=""#, iv, data),
        sealed("1000", salt, r#""""#, data),
        sealed("1000", salt, "{}", data),
        sealed("1000", salt, iv, "null"),
        sealed("1000", salt, iv, r#""长""#),
        format!("备份：\n{sane}\n收好"),
        sane[..sane.len() / 2].to_owned(),
        r#"{"format":"recourse","version":2,"cipher":"#.to_owned(),
    ] {
        // What was looked at before is no longer offered.
        for (text, offered) in [
            (
                r#"{"format":"recourse","version":1,"entries":{"field/name":{"value":"张"}}}"#,
                true,
            ),
            (forged.as_str(), false),
        ] {
            page.look(&format!(
                "(document.querySelector('[data-restore-text]').value = {}) && (document.querySelector('[data-action=restore-look]').click() ?? true)",
                json!(text)
            ))
            .await?;
            if offered {
                page.expect(
                    "document.querySelector('[data-restore-changes]').checkVisibility()",
                    "it is offered",
                )
                .await?;
            }
        }
        let (wrong, damaged) = (
            stage.words("tool.restore-sealed")?,
            stage.words("tool.restore-damaged")?,
        );
        let refused = format!(
            "[{}, {}].includes(document.querySelector('[data-case-message]').textContent) && !document.querySelector('[data-restore-changes]').checkVisibility()",
            json!(wrong),
            json!(damaged)
        );
        page.expect(&refused, "it is refused")
            .await
            .context(forged.clone())?;
        ensure!(
            stored(&page).await? == before,
            "{forged} changed what is kept"
        );
    }
    // Nothing that seals waits behind it.
    let sealing = "crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']).then(() => 'done')";
    ensure!(page.promised(sealing).await? == json!("done"));
    page.expect_text(HEADING, "原来的").await
}

pub async fn a_strange_backup_that_can_be_read_breaks_nothing(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.paste_into(TITLE, "原来的").await?;
    saved_has(&page, "原来的").await?;
    page.look("document.querySelector('[data-restore-text]').closest('details').open = true")
        .await?;
    let with = |entries: &str| {
        format!(r#"{{"format":"recourse","version":1,"cleared":0,"entries":{{{entries}}}}}"#)
    };
    let long = "长".repeat(200_000);
    for backup in [
        // A name twice, names that mean something to JavaScript, values of every wrong kind at every place.
        with(r#""field/name":{"value":"一","count":1},"field/name":{"value":"二","count":2}"#),
        with(
            r#""__proto__":{"value":"x","count":1},"constructor":true,"toString":null,"":{"value":""}"#,
        ),
        with(
            r#""case/current":{"value":17,"count":9},"case//situation":{"value":"unauthorised","count":1}"#,
        ),
        with(
            r#""case/x/situation":{"value":"no-such-one","count":1},"case/x/opened":{"value":"9999-99-99","count":1}"#,
        ),
        with(
            r#""case/y/situation":{"value":"\"]<img src=x onerror=harmed()>","count":1},"case/y/title":{"value":"<script>window.harmed = 1</script>","count":1}"#,
        ),
        // What ends a selector, and begins one that finds the page itself.
        with(
            r#""case/w/situation":{"value":"\"],body,[x=\"","count":9000},"case/w/counterpart":{"value":"\"],body,[x=\"","count":9000},"case/current":{"value":"w","count":9001}"#,
        ),
        with(
            r#""case/z/event/1/date":{"value":"-1","count":1},"case/z/event/1/kind":[],"case/z/dues":{"value":"x y 2026-13-01","count":1}"#,
        ),
        with(
            r#""draft/at":{"value":"outside/none","count":3},"field/story":{"value":{"deep":[1e999,-0,1E+2]},"count":1}"#,
        ),
        with(
            r#""conflict/":{"value":"a","count":1},"conflict/field":{"value":"b","count":1},"conflict//":{"value":"c","count":1}"#,
        ),
        with(&format!(
            r#""field/facts":{{"value":"{long}","count":1,"writer":"{long}"}}"#
        )),
        with("\"field/a\u{1e}\u{1f}b\":{\"value\":\"\\u001e\\u001f\\u0000\",\"count\":1}")
            .replace('\u{1e}', "\\u001e")
            .replace('\u{1f}', "\\u001f"),
    ] {
        let shown: String = backup.chars().take(160).collect();
        page.look(&format!(
            "(document.querySelector('[data-restore-text]').value = {}) && true",
            json!(backup)
        ))
        .await?;
        for action in ["restore-look", "restore-apply"] {
            page.look(&format!(
                "document.querySelector('[data-action={action}]').click() ?? true"
            ))
            .await?;
        }
        for reloaded in [false, true] {
            if reloaded {
                page.reload().await.context(shown.clone())?;
            }
            let works =
                "document.documentElement.dataset.tool === 'saved' && window.harmed === undefined";
            page.expect(works, "the tool runs on")
                .await
                .context(shown.clone())?;
        }
        saved_has(&page, "原来的").await.context(shown.clone())?;
        // Whatever the backup did to what is shown, the person finds the way back to the case.
        page.look("(document.querySelector('[data-action=question-stop]').click(), document.querySelector('[data-action=all-cases]').click()) ?? true")
            .await?;
        page.look("[...document.querySelectorAll('[data-rows=cases] button')].find(button => button.textContent.includes('原来的'))?.click() ?? true")
            .await?;
        page.expect_text(HEADING, "原来的").await.context(shown)?;
    }
    Ok(())
}

/// Of a large case, only what has changed is written, into a place of its own.
pub async fn a_large_case_is_kept_change_by_change(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.visit(&guide.address("robots.txt")).await?;
    let mut entries = json!({
        "case/0001-s/situation": { "value": "unauthorised", "count": 1, "writer": "s" },
        "case/current": { "value": "0001-s", "count": 2, "writer": "s" },
    });
    for number in 0..1000 {
        entries[format!("case/0001-s/evidence/{number:04}-s/what")] = json!({ "value": format!("第{number}份账单截图，存在手机相册里"), "count": 3 + number, "writer": "s" });
    }
    let saved = json!({ "format": "recourse", "version": 1, "cleared": 0, "entries": entries });
    page.look(&format!(
        "localStorage.setItem('{SAVED}', {})",
        json!(saved.to_string())
    ))
    .await?;
    page.open(&guide.address(CASE)).await?;
    let before = stored(&page).await?;
    page.click(FIRST_STEP).await?;
    page.paste_into(TITLE, "很大的案件").await?;
    let since = "localStorage.getItem('recourse:wallet-guide:since')";
    page.expect(
        &format!("{since}?.includes('很大的案件')"),
        "the change is kept",
    )
    .await?;
    ensure!(
        stored(&page).await? == before,
        "everything was written again"
    );

    // Another tab sees it, adds to it, and both have all of it.
    let other = page.new_window().await?;
    other.open(&guide.address(CASE)).await?;
    other.expect_text(HEADING, "很大的案件").await?;
    other.expect_ticked(FIRST_STEP, true).await?;
    other.paste_into(TITLE, "和另一页").await?;
    other
        .expect(&format!("{since}.includes('和另一页')"), "it is kept, too")
        .await?;
    page.to_front().await?;
    page.expect_text(HEADING, "很大的案件和另一页").await?;

    // Many changes are written with the rest, and nothing stays behind.
    page.click("[data-action=add-entry][data-list=event]")
        .await?;
    page.look(
        "(() => { const control = document.querySelector('#e-text'); control.value = '长'.repeat(30000);
            control.dispatchEvent(new Event('input', { bubbles: true })); })() ?? true",
    )
    .await?;
    page.expect(&format!("!{since}"), "all is in one piece again")
        .await?;
    saved_has(&page, "和另一页").await?;
    page.reload().await?;
    page.expect_text(HEADING, "很大的案件和另一页").await?;
    page.expect_ticked(FIRST_STEP, true).await?;
    page.expect(
        "document.querySelectorAll('[data-rows=evidence] > li').length === 1000",
        "every entry is there",
    )
    .await?;

    // Changes that cannot be read are put aside as they are.
    page.look("localStorage.setItem('recourse:wallet-guide:since', '{半')")
        .await?;
    page.reload().await?;
    page.expect_text(HEADING, "很大的案件和另一页").await?;
    page.click(FIRST_STEP).await?;
    page.expect(since, "a change is kept apart").await?;
    let aside = "localStorage.getItem('recourse:wallet-guide:rescue:1') === '{半'";
    page.expect(aside, "the damaged text is put aside").await?;

    // Clearing everything clears all.
    for _ in 0..2 {
        page.click("[data-case] [data-action=clear-all]").await?;
    }
    page.expect(&format!("!{since}"), "nothing is left").await
}

pub async fn a_tool_that_breaks_leaves_the_last_save_and_says_so(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(LETTER)).await?;
    page.type_into("#f-name", "王小明").await?;
    saved_has(&page, "王小明").await?;
    let before = stored(&page).await?;
    // The module's answer cannot be read any more.
    break_while_typing(&page, "TextDecoder.prototype", "decode").await?;
    page.type_into("#f-phone", "39").await?;
    page.expect_text(STATUS, stage.words("tool.status-stopped")?)
        .await?;
    page.type_into("#f-story", "停下以后写的").await?;
    page.look("dispatchEvent(new Event('pagehide'))").await?;
    sleep(Duration::from_millis(600)).await;
    ensure!(
        stored(&page).await? == before,
        "the broken tool has written"
    );
    page.expect_value("#f-story", "停下以后写的").await?;
    page.reload().await?;
    page.expect_value("#f-name", "王小明").await?;
    page.expect_text(STATUS, stage.words("tool.status-saved")?)
        .await
}

pub async fn a_part_of_the_page_that_breaks_keeps_nothing_from_being_saved(
    stage: &Stage,
) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(LETTER)).await?;
    // No letter can be painted any more.
    break_while_typing(&page, "Node.prototype", "insertBefore").await?;
    page.type_into("#f-name", "王小明").await?;
    saved_has(&page, "王小明").await?;
    page.expect_text(STATUS, stage.words("tool.status-saved")?)
        .await?;
    page.expect(
        "document.querySelector('[data-letter-preview]').textContent.includes('王小明')",
        "the letter is painted anew",
    )
    .await
}

/// Types something while a function of the browser fails.
async fn break_while_typing(page: &Page, owner: &str, function: &str) -> Result<()> {
    page.look(&format!(
        "(() => {{
            const kept = {owner}.{function};
            {owner}.{function} = () => {{ throw new Error('broken') }};
            const phone = document.querySelector('#f-phone');
            phone.value = '1';
            phone.dispatchEvent(new Event('input', {{ bubbles: true }}));
            {owner}.{function} = kept;
            return true;
        }})()"
    ))
    .await?;
    Ok(())
}

pub async fn a_case_in_a_sandbox_works_and_says_that_nothing_is_kept(stage: &Stage) -> Result<()> {
    in_a_sandbox(stage, CASE).await.map(drop)
}

pub async fn enter_while_composing_does_nothing(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = open_case(stage, "2026-11-22").await?;
    page.paste_into(TITLE, "zhi").await?;
    for (address, control) in [
        ("", TITLE),
        (LETTER, "#f-name"),
        (SITUATION, "#search-input"),
    ] {
        if !address.is_empty() {
            page.open(&guide.address(address)).await?;
            page.focus(control).await?;
            page.type_into(control, "投诉").await?;
        }
        let pressed = page
            .look(&format!(
                "(() => {{
                    const control = document.querySelector('{control}'), before = [control.value, location.href];
                    for (const how of [{{ isComposing: true }}, {{ keyCode: 229 }}]) {{
                        control.dispatchEvent(new KeyboardEvent('keydown', {{ key: 'Enter', bubbles: true, cancelable: true, ...how }}));
                    }}
                    return JSON.stringify(before) === JSON.stringify([control.value, location.href])
                        && document.activeElement === control;
                }})()"
            ))
            .await?;
        ensure!(
            pressed == json!(true),
            "Enter while composing in {control} does something"
        );
    }
    Ok(())
}

pub async fn text_composed_in_a_case_is_neither_lost_nor_doubled(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-22").await?;
    page.click("[data-action=add-entry][data-list=event]")
        .await?;
    page.focus("#e-text").await?;
    for typed in ["z", "zh", "zhi"] {
        let composition =
            json!({ "text": typed, "selectionStart": typed.len(), "selectionEnd": typed.len() });
        page.devtools("Input.imeSetComposition", composition)
            .await?;
        // Whatever is saved and painted meanwhile.
        sleep(Duration::from_millis(300)).await;
    }
    page.devtools("Input.insertText", json!({ "text": "支付" }))
        .await?;
    page.expect_value("#e-text", "支付").await?;
    page.reload().await?;
    page.expect_text("[data-rows=event] [data-slot=text]", "支付")
        .await
}
