//! A passphrase locks what is stored: nobody sees it, and nothing of it is lost.

use anyhow::{Context, Result, ensure};
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

/// What the page says to a passphrase that does not fit.
const WRONG: &str = "口令不对，或者内容已经损坏。什么都没有改动。";

pub async fn a_passphrase_is_changed_and_taken_away(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let one = stage.browser().await?;
    locked_case(&one, &guide.address(CASE)).await?;
    let other = one.new_tab().await?;
    other.open(&guide.address(CASE)).await?;
    unlock(&other, PASSPHRASE).await?;
    other.expect_text("#case-title", "被转走的钱").await?;

    // Changed in one tab: the other one is locked until it is told the new one; the old one opens nothing.
    one.to_front().await?;
    set_passphrase(&one, "新口令一二三四五").await?;
    one.paste_into(TITLE, "，改过").await?;
    one.expect_text("#case-title", "被转走的钱，改过").await?;
    other.to_front().await?;
    is_locked(&other).await?;
    unlock(&other, PASSPHRASE).await?;
    other.expect_text("[data-vault-message]", WRONG).await?;
    unlock(&other, "新口令一二三四五").await?;
    other
        .expect(
            "document.documentElement.dataset.tool === 'saved'",
            "it is unlocked",
        )
        .await?;
    other.expect_text("#case-title", "被转走的钱，改过").await?;

    // Taken away: nothing is asked for any more, and nothing is lost.
    other.click("[data-action=vault-remove]").await?;
    let plain = format!("localStorage[{SAVED:?}].includes('被转走的钱，改过')");
    other.expect(&plain, "what is stored can be read").await?;
    one.to_front().await?;
    one.look("sessionStorage.clear() ?? true").await?;
    one.reload().await?;
    one.expect_text("#case-title", "被转走的钱，改过").await?;
    one.expect(
        "document.querySelector('[data-unlock]').hidden",
        "nothing is asked for",
    )
    .await
}

pub async fn a_wrong_passphrase_changes_nothing_however_often(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let one = stage.browser().await?;
    locked_case(&one, &guide.address(CASE)).await?;
    let stored = one.look("JSON.stringify(localStorage)").await?;
    let other = one.new_tab().await?;
    other.open(&guide.address(SITUATION)).await?;
    for wrong in [
        "",
        " ",
        "一二三四五六七",
        "一二三四五六七八 ",
        "八七六五四三二一",
        &"长".repeat(5000),
    ] {
        let empty = "document.querySelector('[data-vault-message]').textContent = ''";
        other.look(empty).await?;
        unlock(&other, wrong).await?;
        other
            .expect_text("[data-vault-message]", WRONG)
            .await
            .with_context(|| format!("`{wrong}`"))?;
        other.expect_value("#unlock", "").await?;
    }
    ensure!(
        other.look("JSON.stringify(localStorage)").await? == stored,
        "something was changed"
    );
    unlock(&other, PASSPHRASE).await?;
    other
        .expect(
            "document.documentElement.dataset.tool === 'saved'",
            "the right one opens it",
        )
        .await
}

pub async fn text_typed_right_before_a_sealed_tab_is_closed_is_kept(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let closes = stage.browser().await?;
    locked_case(&closes, &guide.address(CASE)).await?;
    let stays = closes.new_tab().await?;
    stays.open(&guide.address(SITUATION)).await?;
    closes.to_front().await?;
    closes.paste_into(TITLE, "，刚写完就关掉").await?;
    closes.close().await?;
    stays.to_front().await?;
    let left = "Object.values(localStorage).some(text => text.includes('刚写完'))";
    ensure!(
        stays.look(left).await? == json!(false),
        "what was typed last can be read"
    );
    stays.open(&guide.address(CASE)).await?;
    unlock(&stays, PASSPHRASE).await?;
    stays
        .expect_text("#case-title", "被转走的钱，刚写完就关掉")
        .await?;
    let gone = "!Object.keys(localStorage).some(key => key.includes(':left:'))";
    stays.expect(gone, "it is sealed with the rest").await?;
    // And from page to page, in whatever moment.
    stays.paste_into(TITLE, "，又离开").await?;
    stays.open(&guide.address(CASE)).await?;
    stays
        .expect_text("#case-title", "被转走的钱，刚写完就关掉，又离开")
        .await?;
    let conflicts = "document.querySelectorAll('[data-rows=conflicts] > li').length";
    ensure!(
        stays.look(conflicts).await? == json!(0),
        "it is taken for a conflict"
    );
    Ok(())
}

/// Whoever uses the device without the passphrase can neither read nor change what a page has left.
pub async fn what_a_page_has_left_is_not_taken_if_somebody_has_changed_it(
    stage: &Stage,
) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    locked_case(&page, &guide.address(CASE)).await?;
    let sealed = page.look(&format!("localStorage[{SAVED:?}]")).await?;
    // Typed, and left before there is time to seal it.
    page.look(
        "(() => { const title = document.querySelector('#c-title'); title.value += '，最后一句';
            title.dispatchEvent(new Event('input', { bubbles: true })); dispatchEvent(new Event('pagehide')); })() ?? true",
    )
    .await?;
    let name = "Object.keys(localStorage).find(key => key.includes(':left:'))";
    let left = page
        .look(&format!("window.left = localStorage[{name}]"))
        .await?;
    let left = left.as_str().context("nothing is left")?.to_owned();
    let fields: serde_json::Value = serde_json::from_str(&left)?;
    let mut data = fields["data"]
        .as_str()
        .context("it has no data")?
        .to_owned();
    let place = data.len() / 2;
    let other = if data[place..].starts_with('A') {
        "B"
    } else {
        "A"
    };
    data.replace_range(place..=place, other);
    let with = |member: &str, value: serde_json::Value| {
        let mut changed = fields.clone();
        changed[member] = value;
        changed.to_string()
    };
    for changed in [
        with("data", json!(data)),
        with("data", json!("")),
        with("mark", json!("0")),
        with("mark", json!(null)),
        with("iv", json!("AAAAAAAAAAAAAAAA")),
        left[..left.len() / 2].to_owned(),
    ] {
        // As the page has left it, but for this.
        page.visit(&guide.address("robots.txt")).await?;
        page.look(&format!(
            "(Object.keys(localStorage).forEach(key => key.includes(':left:') && localStorage.removeItem(key)),
              localStorage.setItem({SAVED:?}, {sealed}), localStorage.setItem('recourse:wallet-guide:left:x', {}))",
            json!(changed)
        ))
        .await?;
        page.open(&guide.address(CASE)).await?;
        page.expect_text("#case-title", "被转走的钱").await?;
        ensure!(
            page.look("localStorage['recourse:wallet-guide:left:x']")
                .await?
                == json!(changed),
            "{changed} was taken"
        );
    }
    page.look(&format!(
        "localStorage.setItem('recourse:wallet-guide:left:x', {})",
        json!(left)
    ))
    .await?;
    page.reload().await?;
    page.expect_text("#case-title", "被转走的钱，最后一句")
        .await?;
    page.expect(
        "!localStorage['recourse:wallet-guide:left:x']",
        "it is sealed with the rest",
    )
    .await
}

pub async fn what_was_set_aside_is_sealed_with_the_rest(stage: &Stage) -> Result<()> {
    const RESCUED: &str = "recourse:wallet-guide:rescue:1";
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(super::never_lose::KEEP_FILES);
    page.visit(&guide.address("robots.txt")).await?;
    page.look(&format!(
        "(localStorage[{RESCUED:?}] = '被转走的半句话{{') && true"
    ))
    .await?;
    locked_case(&page, &guide.address(CASE)).await?;
    let readable = "Object.values(localStorage).some(text => text.includes('被转走'))";
    ensure!(
        page.look(readable).await? == json!(false),
        "it can still be read"
    );
    page.expect(
        "document.querySelector('[data-rescue-plain]').hidden",
        "the page says nothing else",
    )
    .await?;
    page.click("[data-rescue] > summary").await?;
    page.click("[data-action=rescue-save]").await?;
    page.expect("window.files.length === 1", "a file was made")
        .await?;
    let text = page.promised("files[0].text()").await?;
    ensure!(text == json!("被转走的半句话{"), "the file says {text}");
    set_passphrase(&page, "新口令一二三四五").await?;
    page.click("[data-action=vault-remove]").await?;
    let again = format!("localStorage[{RESCUED:?}] === '被转走的半句话{{'");
    page.expect(&again, "it is as it was").await
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
