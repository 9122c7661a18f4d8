//! A passphrase locks what is stored: nobody sees it, and nothing of it is lost.

use anyhow::{Result, ensure};
use serde_json::json;

use super::storage::SAVED;
use crate::browser::page::Page;
use crate::browser::stage::Stage;

const CASE: &str = "case.html";
const SITUATION: &str = "situations/unauthorised.html";
const TITLE: &str = "#c-title";
const PASSPHRASE: &str = "一二三四五六七八";
/// The third step of the situation, on its own page.
const STEP: &str = "main li:nth-child(3) > input[data-item]";

/// A case with a name, and a passphrase on it.
async fn locked_case(page: &Page, address: &str) -> Result<()> {
    page.open(address).await?;
    page.click("details:has([data-action=open-case]) > summary")
        .await?;
    page.click("[data-action=open-case][data-situation=unauthorised]")
        .await?;
    page.paste_into(TITLE, "被转走的钱").await?;
    set_passphrase(page, PASSPHRASE).await?;
    Ok(())
}

async fn set_passphrase(page: &Page, passphrase: &str) -> Result<()> {
    page.paste_into("#vault-new", passphrase).await?;
    page.paste_into("#vault-again", passphrase).await?;
    page.look("document.querySelector('[data-vault=set]').requestSubmit() ?? true")
        .await?;
    page.expect_text(".case-message[data-vault-message]", "口令已经设好。")
        .await?;
    is_sealed(page).await
}

async fn is_sealed(page: &Page) -> Result<()> {
    let sealed = format!(
        "localStorage[{SAVED:?}].startsWith('{{\"format\":\"recourse\",\"version\":2,\"cipher\":')"
    );
    page.expect(&sealed, "what is stored is sealed").await?;
    let readable = format!("/被转走|unauthorised/.test(localStorage[{SAVED:?}])");
    ensure!(
        page.look(&readable).await? == json!(false),
        "a name can be read"
    );
    Ok(())
}

async fn unlock(page: &Page, passphrase: &str) -> Result<()> {
    page.paste_into("#unlock", passphrase).await?;
    page.look("document.querySelector('[data-vault=open]').requestSubmit() ?? true")
        .await?;
    Ok(())
}

async fn is_locked(page: &Page) -> Result<()> {
    page.expect(
        "document.documentElement.dataset.tool === 'locked'",
        "the page is locked",
    )
    .await?;
    page.expect(
        "!document.querySelector('[data-unlock]').hidden",
        "it offers to unlock",
    )
    .await?;
    let shown = "document.body.innerText.includes('被转走的钱')";
    ensure!(page.look(shown).await? == json!(false), "the case is shown");
    Ok(())
}

pub async fn a_passphrase_hides_the_case_and_gives_it_back(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let one = stage.browser().await?;
    locked_case(&one, &guide.address(CASE)).await?;

    // The tab stays open for the person, from page to page.
    one.reload().await?;
    one.expect_text("#case-title", "被转走的钱").await?;

    let other = one.new_tab().await?;
    other.open(&guide.address(CASE)).await?;
    is_locked(&other).await?;
    other.open(&guide.address(SITUATION)).await?;
    is_locked(&other).await?;
    let stored = one.look(&format!("localStorage[{SAVED:?}]")).await?;
    other.click(STEP).await?;
    other.expect_ticked(STEP, true).await?;
    unlock(&other, "不是这个口令").await?;
    other
        .expect_text(
            "[data-vault-message]",
            "口令不对，或者内容已经损坏。什么都没有改动。",
        )
        .await?;
    ensure!(
        other.look(&format!("localStorage[{SAVED:?}]")).await? == stored,
        "it was changed"
    );

    // What was ticked meanwhile joins what was locked.
    unlock(&other, PASSPHRASE).await?;
    other
        .expect(
            "document.documentElement.dataset.tool === 'saved'",
            "it is unlocked",
        )
        .await?;
    is_sealed(&other).await?;
    other.reload().await?;
    other.expect_ticked(STEP, true).await?;
    one.to_front().await?;
    one.reload().await?;
    one.expect(
        "document.querySelector('[data-case-plan] input:checked')",
        "the tick is there",
    )
    .await?;
    one.expect_text("#case-title", "被转走的钱").await
}

pub async fn a_tab_that_had_it_open_is_locked_and_loses_nothing(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let one = stage.browser().await?;
    one.open(&guide.address(CASE)).await?;
    let other = one.new_window().await?;
    other.open(&guide.address(SITUATION)).await?;
    other.click(STEP).await?;
    one.to_front().await?;
    locked_case(&one, &guide.address(CASE)).await?;
    other.to_front().await?;
    is_locked(&other).await?;
    other.expect_ticked(STEP, false).await?;
    unlock(&other, PASSPHRASE).await?;
    other.expect_ticked(STEP, true).await?;

    // Removed in one tab, it is removed in the other, and both go on.
    one.to_front().await?;
    one.click("[data-action=vault-remove]").await?;
    one.expect_text(
        ".case-message[data-vault-message]",
        "口令已经取消，内容不再加密。",
    )
    .await?;
    other.to_front().await?;
    other.click(STEP).await?;
    let plain = format!("localStorage[{SAVED:?}].includes('\"version\":1')");
    other
        .expect(&plain, "what is stored is plain again")
        .await?;
    one.to_front().await?;
    one.reload().await?;
    one.expect_text("#case-title", "被转走的钱").await
}

pub async fn a_sealed_text_that_is_damaged_is_kept_as_it_is(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    locked_case(&page, &guide.address(CASE)).await?;
    // Some of what is sealed is lost: the right passphrase does not open it, and nothing overwrites it.
    page.look(&format!(
        "sessionStorage.clear() ?? (localStorage[{SAVED:?}] = localStorage[{SAVED:?}].replace(/....\"}}$/, '\"}}'))"
    ))
    .await?;
    let damaged = page.look(&format!("localStorage[{SAVED:?}]")).await?;
    page.reload().await?;
    is_locked(&page).await?;
    unlock(&page, PASSPHRASE).await?;
    page.expect_text(
        "[data-vault-message]",
        "口令不对，或者内容已经损坏。什么都没有改动。",
    )
    .await?;
    ensure!(
        page.look(&format!("localStorage[{SAVED:?}]")).await? == damaged,
        "it was changed"
    );

    // Half of the text is gone: that is no sealed text any more, and is set aside as it is.
    page.look(&format!(
        "localStorage[{SAVED:?}] = localStorage[{SAVED:?}].slice(0, 200)"
    ))
    .await?;
    page.reload().await?;
    page.expect(
        "localStorage['recourse:wallet-guide:rescue:1'].startsWith('{\"format\":\"recourse\",\"version\":2,\"cipher\"')",
        "what was there is set aside",
    )
    .await
}

pub async fn without_a_cipher_the_option_says_so(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(
        "Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })",
    );
    page.open(&guide.address(CASE)).await?;
    page.expect(
        "!document.querySelector('[data-vault-missing]').hidden",
        "it says so",
    )
    .await?;
    page.expect(
        "document.querySelector('[data-vault-form]').hidden",
        "it asks for none",
    )
    .await
}
