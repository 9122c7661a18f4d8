//! A letter asks one thing after another, and only what it needs.

use anyhow::Result;
use serde_json::json;

use super::answers::LETTER;
use super::input_method::compose;
use super::letters::says;
use crate::browser::page::Page;
use crate::browser::stage::Stage;

/// The guide's letter, asking one thing after another.
const ASKING: &str = "letters/provider-complaint.html";

const NEXT: &str = "[data-letter-next]";
const STEP: &str = ".form-step";
const SCREENS: &str =
    "[...document.querySelectorAll('.screen')].filter(screen => screen.checkVisibility())";
const ERRORS: &str = "document.querySelector('[data-any=errors]')";

pub async fn one_screen_is_asked_at_a_time(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(ASKING).await?;
    page.expect(&format!("{SCREENS}.length === 1"), "one screen is shown")
        .await?;
    page.expect_text(STEP, "第 1 步，共 8 步").await?;
    page.click("a.button[href='#form']").await?;
    focuses(&page, "step-1").await?;
    page.click(NEXT).await?;
    page.expect(
        &format!("document.activeElement === {ERRORS}"),
        "what is empty is told on top",
    )
    .await?;
    page.type_into("#f-provider", "某公司").await?;
    page.expect(
        &format!(
            "{ERRORS}.querySelector('a[href=\"#f-wallet\"]') && !{ERRORS}.querySelector('a[href=\"#f-provider\"]')"
        ),
        "and only what is empty",
    )
    .await?;
    page.click(NEXT).await?;
    focuses(&page, "step-2").await?;
    page.expect(
        &format!("!{ERRORS}.checkVisibility()"),
        "nothing is told of the next screen yet",
    )
    .await?;
    page.look("history.back()").await?;
    focuses(&page, "step-1").await?;
    page.look("history.forward()").await?;
    focuses(&page, "step-2").await?;
    page.click(".letter-form [data-action=letter-back]").await?;
    focuses(&page, "step-1").await?;
    page.click(".form-all").await?;
    page.expect(&format!("{SCREENS}.length > 5"), "all of them at once")
        .await
}

pub async fn only_what_makes_a_difference_is_asked(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    shows(&page, "#f-police_time", false).await?;
    page.click("#f-police").await?;
    shows(&page, "#f-police_time", true).await?;
    let missing = "document.querySelector('[data-any=missing] a[href=\"#f-police_time\"]')";
    page.expect(missing, "and it is missing").await?;
    page.choose("#f-issue", "账户被限制").await?;
    shows(&page, "#f-order_number", false).await?;
    shows(&page, "#f-limited_on", true).await?;
    page.choose("#f-issue", "收费争议").await?;
    shows(&page, "#f-order_number", true).await?;
    shows(&page, "#f-limited_on", false).await?;
    page.click("#f-police").await?;
    shows(&page, "#f-police_time", false).await?;
    page.expect(&format!("!{missing}"), "nor is it missing any more")
        .await
}

pub async fn enter_goes_on_but_not_while_composing(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(ASKING).await?;
    page.type_into("#f-wallet", "某钱包").await?;
    page.focus("#f-provider").await?;
    compose(&page, "zhi").await?;
    enter(&page, 229).await?;
    page.expect_value("#f-provider", "zhi").await?;
    page.expect_text(STEP, "第 1 步，共 8 步").await?;
    page.devtools("Input.insertText", json!({ "text": "支" }))
        .await?;
    enter(&page, 13).await?;
    focuses(&page, "step-2").await?;
    page.expect_value("#f-provider", "支").await
}

pub async fn what_is_known_is_not_asked_again(stage: &Stage) -> Result<()> {
    let sample = stage.serve_sample().await?;
    let page = stage.browser().await?;
    page.open(&sample.address("letters/first.html")).await?;
    page.type_into("#f-name", "王小明").await?;
    page.open(&sample.address("letters/second.html")).await?;
    shows(&page, "#f-name", false).await?;
    shows(&page, "#f-story", true).await?;
    page.expect(
        "document.querySelector('.known').textContent.startsWith('王小明')",
        "it is told",
    )
    .await?;
    page.click(".known a").await?;
    page.expect(
        "document.activeElement === document.querySelector('#f-name')",
        "and can be changed",
    )
    .await?;
    page.type_into("#f-name", "二").await?;
    says(&page, "我叫王小明二").await
}

pub async fn a_change_from_the_review_leads_back_to_it(stage: &Stage) -> Result<()> {
    let page = stage
        .open_guide("letters/provider-complaint.html#f-name")
        .await?;
    page.type_into("#f-name", "王小明").await?;
    page.click(".form-ways a[href^='#review']").await?;
    page.expect(
        "document.activeElement === document.querySelector('.letter-review > h2')",
        "the review is there",
    )
    .await?;
    let answer = "[data-rows=answers] a[href='#f-name']";
    page.expect(
        &format!("document.querySelector(\"{answer}\").textContent === '修改你的姓名'"),
        "a link says what it changes",
    )
    .await?;
    page.click(answer).await?;
    page.expect(
        "document.activeElement === document.querySelector('#f-name')",
        "it leads to the field",
    )
    .await?;
    page.expect_text(NEXT, stage.words("letter.return")?)
        .await?;
    page.type_into("#f-name", "二\u{e007}").await?;
    focuses(&page, "review-provider-complaint").await?;
    page.expect(
        "document.querySelector('[data-rows=answers]').textContent.includes('王小明二')",
        "with the new answer",
    )
    .await?;
    page.reload().await?;
    shows(&page, ".letter-review", true).await
}

pub async fn yesterday_is_asked_back(stage: &Stage) -> Result<()> {
    let page = stage.browser().await?;
    page.fix_day("2026-11-22");
    let guide = stage.serve_guide().await?;
    page.open(&guide.address("letters/provider-complaint.html#f-reply_by"))
        .await?;
    page.type_into("#f-reply_by", "昨天").await?;
    page.click(NEXT).await?;
    page.expect(
        &format!("{ERRORS}.textContent.includes('你是指 2026年11月21日吗？')"),
        "the day is asked back",
    )
    .await?;
    page.click("[data-rows=errors] [data-action=accept]:not([hidden])")
        .await?;
    page.expect_value("#f-reply_by", "2026年11月21日").await?;
    says(&page, "最迟于2026年11月21日答复我").await
}

pub async fn a_secret_and_harm_are_named_where_they_are(stage: &Stage) -> Result<()> {
    let page = stage.browser().await?;
    let guide = stage.serve_guide().await?;
    // As an older version of the page would have kept it.
    let kept = json!({ "format": "recourse", "version": 1, "entries": {
        "field/story": { "value": "验证码是483920，你们这些骗子公司", "count": 1, "writer": "a" },
    } });
    page.open(&guide.address(ASKING)).await?;
    page.look(&format!(
        "localStorage.setItem('{}', {})",
        super::storage::SAVED,
        json!(kept.to_string())
    ))
    .await?;
    page.reload().await?;
    page.look("location.hash = 'review-provider-complaint'")
        .await?;
    let doubts = "document.querySelector('[data-rows=doubts]')";
    for words in [stage.words("tool.secret-code")?, "骗子公司"] {
        page.expect(
            &format!(
                "[...{doubts}.children].some(item => item.textContent.includes({}) && item.querySelector('a').hash === '#f-story')",
                json!(words)
            ),
            "it is named with its place",
        )
        .await?;
    }
    Ok(())
}

async fn shows(page: &Page, selector: &str, shown: bool) -> Result<()> {
    page.expect(
        &format!("document.querySelector('{selector}').checkVisibility() === {shown}"),
        &format!("{selector} is shown: {shown}"),
    )
    .await
}

async fn focuses(page: &Page, id: &str) -> Result<()> {
    page.expect(
        &format!("document.activeElement.id === '{id}'"),
        &format!("the focus is on {id}"),
    )
    .await
}

/// Presses the key; an input method that is busy with it gives it another code.
async fn enter(page: &Page, code: u32) -> Result<()> {
    let text = if code == 13 { "\r" } else { "" };
    for kind in ["keyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "text": text, "windowsVirtualKeyCode": code });
        page.devtools("Input.dispatchKeyEvent", key).await?;
    }
    Ok(())
}
