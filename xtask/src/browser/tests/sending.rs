//! A letter that was sent is in the case, as it was sent, and says what comes next.

use anyhow::{Result, ensure};
use serde_json::json;

use super::answers::LETTER;
use crate::browser::page::Page;
use crate::browser::paper::Paper;
use crate::browser::stage::Stage;

const DONE: &str = "document.querySelector('[data-sent-done]')";
const TIMELINE: &str = "document.querySelector('[data-rows=event]')";

pub async fn one_press_dates_a_letter_keeps_it_and_starts_a_case(stage: &Stage) -> Result<()> {
    let page = open(
        stage,
        "situations/fees.html",
        "letters/provider-complaint.html#all",
    )
    .await?;
    page.type_into("#f-name", "王小明").await?;
    page.type_into("#f-reply_by", "2026年12月7日").await?;
    page.expect_value("#sent-situation", "fees").await?;
    page.click("[data-action=letter-sent][data-handed]").await?;
    says(&page, DONE, "已记下：2026年11月22日").await?;
    says(&page, DONE, "到 2026年12月7日 没有答复").await?;
    page.expect_value("#f-name", "王小明").await?;
    // Later answers change the letter, and not what was sent.
    page.type_into("#f-name", "明明").await?;
    page.look(
        "(date => { date.value = '2026-11-20'; date.dispatchEvent(new Event('input', { bubbles: true })); })(document.querySelector('#sent-date'))",
    )
    .await?;
    says(&page, DONE, "已记下：2026年11月20日").await?;
    page.click("[data-sent-done] a[href$='case.html']").await?;
    page.has_tool().await?;
    for words in [
        "2026年11月20日",
        "向对方书面投诉",
        "致支付机构的投诉函",
        "我叫王小明，",
    ] {
        says(&page, TIMELINE, words).await?;
    }
    page.expect(
        "document.querySelector('[data-rows=deadlines]').textContent.includes('信里要求的答复日')",
        "the day that the letter asks for is waited for",
    )
    .await
}

pub async fn a_posted_letter_waits_for_its_receipt(stage: &Stage) -> Result<()> {
    let page = open(
        stage,
        "situations/fees.html",
        "letters/bank-service.html#all",
    )
    .await?;
    page.click("[data-action=letter-sent]:not([data-handed])")
        .await?;
    says(&page, DONE, stage.words("letter.sent_waiting")?).await?;
    page.click("[data-action=letter-arrived]").await?;
    says(&page, DONE, "到 2026年12月7日 没有答复").await?;
    page.expect(
        "!document.querySelector('[data-sent-waiting]').checkVisibility()",
        "it waits no more",
    )
    .await
}

pub async fn what_follows_from_a_letter_hangs_on_an_answer(stage: &Stage) -> Result<()> {
    let page = open(
        stage,
        "situations/support-refuses.html",
        "letters/second-complaint.html#all",
    )
    .await?;
    page.choose("#f-complained_to", "钱包公司").await?;
    page.click("[data-action=letter-sent][data-handed]").await?;
    let next = "[...document.querySelectorAll('[data-sent-done] .letter-next a')].map(link => link.href.split('/').pop()).join()";
    for (whom, letter) in [
        ("钱包公司", "pbc-complaint.html"),
        ("商家", "market-complaint.html"),
        ("银行", ""),
        ("钱包公司", "pbc-complaint.html"),
    ] {
        page.choose("#f-complained_to", whom).await?;
        page.expect(
            &format!("{next} === '{letter}'"),
            &format!("behind a complaint to {whom} comes `{letter}`"),
        )
        .await?;
    }

    let appeal = "../letters/restriction-appeal.html#all";
    page.look(&format!("location.assign({})", json!(appeal)))
        .await?;
    page.expect(
        "document.querySelector('#f-limit_reason')",
        "the next letter",
    )
    .await?;
    page.has_tool().await?;
    page.choose("#f-limit_reason", "没有说明").await?;
    page.click("[data-action=letter-sent][data-handed]").await?;
    says(&page, DONE, "没有答复或者不满意，下一步").await?;
    page.choose("#f-limit_reason", "反洗钱").await?;
    page.click("[data-action=letter-sent][data-handed]").await?;
    // Fifteen days, of which the last is a Monday.
    says(&page, DONE, "到 2026年12月7日 没有答复").await?;
    page.click("[data-sent-done] a[href$='case.html']").await?;
    page.has_tool().await?;
    says(&page, TIMELINE, "对反洗钱的限制提出异议").await?;
    page.expect(
        "[...document.querySelectorAll('[data-rows=deadlines] > li')].filter(due => due.textContent.includes('2026年12月7日')).length === 1",
        "only the letter about money laundering has started the time limit",
    )
    .await
}

pub async fn all_papers_of_a_case_are_printed_as_one(stage: &Stage) -> Result<()> {
    let page = open(stage, "situations/fees.html", LETTER).await?;
    page.type_into("#f-name", "王小明").await?;
    page.paste_into("#f-story", &"当时我在单位上班，手机在身边。\n".repeat(40))
        .await?;
    page.click("[data-action=letter-sent][data-handed]").await?;
    says(&page, DONE, "已记下").await?;
    page.click("[data-sent-done] a[href$='case.html']").await?;
    page.has_tool().await?;
    page.click("[data-action=add-entry][data-list=event]")
        .await?;
    // It would turn everything behind it around, in the list and on the papers.
    page.paste_into("#e-text", "打了\u{202e}电话").await?;
    page.click("[data-entry-form=event] [data-action=close-entry]")
        .await?;
    says(&page, TIMELINE, "打了电话").await?;
    page.look(
        "(window.print = () => {}, document.querySelector('[data-action=print-papers]').click())",
    )
    .await?;
    says(&page, "document.querySelector('.bundle')", "打了电话").await?;
    page.expect(
        "[...document.querySelectorAll('.bundle > .letter h2')].map(title => title.textContent).join() .endsWith('的投诉函,时间线')",
        "the letter, then what happened",
    )
    .await?;
    page.expect(
        "document.documentElement.dataset.printing === 'papers'",
        "nothing else is printed",
    )
    .await?;
    let paper = Paper::print(&page, stage.profile()).await?;
    let numbers: Vec<&str> = paper.feet.iter().map(String::as_str).collect();
    ensure!(
        matches!(numbers.as_slice(), ["1", "2", .., "1"]),
        "the sheets are counted {numbers:?}, and each paper has sheets from one on"
    );
    page.look("dispatchEvent(new Event('afterprint'))").await?;
    page.expect(
        "!document.documentElement.dataset.printing",
        "and afterwards the page again",
    )
    .await
}

/// Goes from a situation to a letter, on the day that the tests are about.
async fn open(stage: &Stage, situation: &str, letter: &str) -> Result<Page> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.fix_day("2026-11-22");
    page.open(&guide.address(situation)).await?;
    page.look(&format!(
        "location.assign({})",
        json!(guide.address(letter))
    ))
    .await?;
    page.expect("document.querySelector('.drafter')", "the letter is there")
        .await?;
    page.has_tool().await?;
    Ok(page)
}

async fn says(page: &Page, place: &str, words: &str) -> Result<()> {
    page.expect(
        &format!("{place}.textContent.includes({})", json!(words)),
        &format!("it says `{words}`"),
    )
    .await
}
