//! A letter becomes a document: its rows, the person's own words, a last look, and the file.

use std::io::ErrorKind;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::json;
use tokio::process::Command;

use super::answers::LETTER;
use super::letters::{SHEET, says};
use crate::browser::page::Page;
use crate::browser::stage::Stage;

/// Keeps hold of the file that a page makes.
const KEEP_FILE: &str = "const make = URL.createObjectURL; \
     URL.createObjectURL = blob => { window.made = blob; return make.call(URL, blob); }; \
     document.addEventListener('click', event => { if (event.target.download) window.madeName = event.target.download; }, true); \
     const click = HTMLElement.prototype.click; \
     HTMLElement.prototype.click = function () { if (this.download) window.madeName = this.download; click.call(this); };";

const SAVE: &str = "[data-action=save-letter]";
const DOUBTS: &str = "document.querySelector('[data-any=doubts]')";

pub async fn every_payment_has_a_row_and_they_are_added_up(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    page.type_into("#f-amount", "1280").await?;
    page.click("[data-action=add-row]").await?;
    page.expect(
        "document.activeElement === document.querySelector('[data-field=\"transaction_time/2\"]')",
        "the cursor is in the new row",
    )
    .await?;
    page.type_into("[data-field='amount/2']", "２，０００")
        .await?;
    says(&page, "3280.00元").await?;
    page.reload().await?;
    page.expect_value("[data-field='amount/2']", "２，０００")
        .await?;
    let remove = "fieldset[data-row]:nth-of-type(1) [data-action=remove-row]";
    // A person would not click under the page's head either.
    page.look(&format!(
        "document.querySelector('{remove}').scrollIntoView({{ block: 'center' }})"
    ))
    .await?;
    page.click(remove).await?;
    page.expect_value("#f-amount", "２，０００").await?;
    page.expect(
        "document.querySelectorAll('fieldset[data-row]').length === 1",
        "one row is left",
    )
    .await?;
    says(&page, "2000.00元").await?;
    page.click("#f-demand_refund").await?;
    page.type_into("#f-refund_amount", "2000").await?;
    says(&page, "人民币贰仟元整").await
}

pub async fn ones_own_words_are_never_overwritten_unasked(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    page.type_into("#f-name", "王小明").await?;
    // It stands below the answers, and a person presses what stands still.
    page.expect(
        "document.querySelector('[data-rows=answers]').textContent.includes('王小明')",
        "the answer is listed",
    )
    .await?;
    page.click("[data-letter-own] > summary").await?;
    let area = "[data-letter-own] textarea";
    page.expect(
        &format!("document.querySelector('{area}').value.includes('我叫王小明')"),
        "the letter is there to change",
    )
    .await?;
    page.paste_into(area, "\n　　这是我自己加的话。").await?;
    says(&page, "这是我自己加的话。").await?;
    let changed = "document.querySelector('[data-own-changed]').checkVisibility()";
    page.expect(&format!("!{changed}"), "nothing has changed since")
        .await?;
    page.type_into("#f-name", "李小红").await?;
    page.expect(changed, "it says that an answer has changed")
        .await?;
    says(&page, "王小明").await?;
    says(&page, "这是我自己加的话。").await?;
    page.click("[data-action=own-keep]").await?;
    page.expect(&format!("!{changed}"), "it is content").await?;
    page.reload().await?;
    says(&page, "这是我自己加的话。").await?;
    page.click("[data-letter-own] > summary").await?;
    page.click("[data-action=own-replace]").await?;
    says(&page, "这是我自己加的话。").await?;
    page.click("[data-action=own-replace]").await?;
    says(&page, "李小红").await?;
    page.expect(
        &format!("!{SHEET}.textContent.includes('这是我自己加的话。')"),
        "the drafted letter is back",
    )
    .await
}

pub async fn what_harms_or_cannot_be_read_is_pointed_out_before_it_leaves(
    stage: &Stage,
) -> Result<()> {
    let page = stage.browser().await?;
    page.before_every_page(KEEP_FILE);
    page.open(&stage.serve_guide().await?.address(LETTER))
        .await?;
    page.type_into("#f-story", "你们这些骗子公司").await?;
    page.type_into("#f-amount", "三百多").await?;
    page.expect(
        &format!("!{DOUBTS}.checkVisibility()"),
        "nobody is interrupted",
    )
    .await?;
    page.click(SAVE).await?;
    for field in ["story", "amount"] {
        page.expect(
            &format!("{DOUBTS}.querySelector('a[href=\"#f-{field}\"]')"),
            "it leads to the field",
        )
        .await?;
    }
    page.expect("!window.made", "nothing has left yet").await?;
    page.click(SAVE).await?;
    page.expect("window.made", "the second press is heeded")
        .await
}

pub async fn a_claim_that_is_not_the_sum_of_the_payments_is_pointed_out(
    stage: &Stage,
) -> Result<()> {
    let page = stage.browser().await?;
    page.before_every_page(KEEP_FILE);
    page.open(&stage.serve_guide().await?.address(LETTER))
        .await?;
    page.type_into("#f-amount", "1,280").await?;
    page.click("[data-action=add-row]").await?;
    page.type_into("[data-field='amount/2']", "２０００.05")
        .await?;
    page.click("#f-demand_refund").await?;
    page.type_into("#f-refund_amount", "2000").await?;
    page.click("#f-demand_refund").await?;
    let told = format!("{DOUBTS}.textContent.includes('3280.05')");
    page.click(SAVE).await?;
    page.expect(
        "window.made",
        "what the letter does not ask for is no claim",
    )
    .await?;
    page.look("window.made = undefined").await?;
    page.click("#f-demand_refund").await?;
    page.expect(&told, "the sum is told").await?;
    page.expect(
        &format!("{DOUBTS}.querySelector('a[href=\"#f-refund_amount\"]')"),
        "it leads to the claim",
    )
    .await?;
    page.look("delete document.querySelector('[data-any=doubts]').dataset.asked")
        .await?;
    page.click(SAVE).await?;
    page.expect("!window.made", "nothing has left yet").await?;
    page.click(SAVE).await?;
    page.expect("window.made", "the second press is heeded")
        .await?;
    page.look("document.querySelector('#f-refund_amount').select()")
        .await?;
    page.type_into("#f-refund_amount", "3280.05").await?;
    page.expect(&format!("!({told})"), "the sum is claimed")
        .await
}

pub async fn a_letter_is_saved_as_a_word_document(stage: &Stage) -> Result<()> {
    let page = stage.browser().await?;
    page.before_every_page(KEEP_FILE);
    page.open(&stage.serve_guide().await?.address(LETTER))
        .await?;
    page.choose("#f-issue", "未经授权的交易").await?;
    page.type_into("#f-name", "王<小>&明𠮷").await?;
    page.type_into("#f-amount", "1280").await?;
    page.click(SAVE).await?;
    page.expect("window.made", "a file was made").await?;
    let name = page.look("window.madeName").await?;
    ensure!(
        name == "关于未经授权的交易的投诉函.docx",
        "it is called {name}"
    );
    let bytes = page
        .promised("window.made.arrayBuffer().then(bytes => [...new Uint8Array(bytes)])")
        .await?;
    let bytes: Vec<u8> = serde_json::from_value(bytes).context("the file's bytes")?;
    ensure!(bytes.starts_with(b"PK"), "the file is no archive");
    let words = String::from_utf8_lossy(&bytes);
    ensure!(
        words.contains("王&lt;小&gt;&amp;明𠮷"),
        "the name is not in it as text"
    );
    opens_in_libreoffice(&bytes, stage.profile()).await
}

/// Where LibreOffice is installed, it opens the file, and the words are on the paper.
async fn opens_in_libreoffice(bytes: &[u8], scratch: &Path) -> Result<()> {
    let file = scratch.join("letter.docx");
    std::fs::write(&file, bytes)?;
    let converted = Command::new("soffice")
        .args(["--headless", "--convert-to", "txt:Text (encoded):UTF8"])
        .arg(format!(
            "-env:UserInstallation=file://{}/office",
            scratch.display()
        ))
        .arg("--outdir")
        .arg(scratch)
        .arg(&file)
        .kill_on_drop(true)
        .output()
        .await;
    let converted = match converted {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!(
                "        NOT LOOKED AT: there is no LibreOffice, so the Word document was not opened"
            );
            return Ok(());
        }
        converted => converted.context("LibreOffice does not start")?,
    };
    ensure!(converted.status.success(), "LibreOffice refuses the file");
    let text = std::fs::read_to_string(scratch.join("letter.txt"))?;
    for words in ["关于未经授权的交易的投诉函", "王<小>&明𠮷", "1280.00元"] {
        ensure!(text.contains(words), "no `{words}` in\n{text}");
    }
    Ok(())
}

pub async fn an_app_that_takes_no_files_is_not_trusted_with_one(stage: &Stage) -> Result<()> {
    let page = stage.browser().await?;
    page.before_every_page(KEEP_FILE);
    let agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile MicroMessenger/8.0.50";
    page.devtools(
        "Network.setUserAgentOverride",
        json!({ "userAgent": agent }),
    )
    .await?;
    page.open(&stage.serve_guide().await?.address(LETTER))
        .await?;
    page.click(SAVE).await?;
    page.expect_text(SAVE, stage.words("tool.file-refused")?)
        .await?;
    page.expect("!window.made", "no file was made").await
}

pub async fn the_short_version_fits_the_box_of_an_app(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    page.choose("#f-issue", "未经授权的交易").await?;
    page.paste_into("#f-story", &"很长的一句话。".repeat(200))
        .await?;
    page.click("[data-letter-short] > summary").await?;
    let area = "document.querySelector('[data-letter-short] textarea')";
    page.expect(
        &format!(
            "{area}.value.length > 200 && {area}.value.length <= 300 && {area}.value.endsWith('。')"
        ),
        "whole sentences, at most 300 characters",
    )
    .await?;
    counts(&page, area).await
}

async fn counts(page: &Page, area: &str) -> Result<()> {
    page.expect(
        &format!(
            "document.querySelector('[data-count]').textContent === String({area}.value.length)"
        ),
        "their number is shown",
    )
    .await
}
