//! A letter follows its form, and leaves the page as text.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::answers::LETTER;
use crate::browser::page::Page;
use crate::browser::stage::Stage;

/// The guide's letter as it is shown.
pub const SHEET: &str = "document.querySelector('[data-letter-preview]')";

pub async fn the_letter_follows_the_form(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    page.expect(
        &format!("{SHEET}.querySelector('[data-gap=name]')"),
        "the name is a gap",
    )
    .await?;
    page.type_into("#f-name", "王小明").await?;
    says(&page, "我叫王小明").await?;
    page.expect(
        &format!("!{SHEET}.querySelector('[data-gap=name]')"),
        "and its gap is gone",
    )
    .await?;

    let article = "电子商务法》第五十七条";
    page.expect(
        &format!("!{SHEET}.textContent.includes('{article}')"),
        "no passage without its reason",
    )
    .await?;
    page.choose("#f-issue", "未经授权的交易").await?;
    says(&page, article).await?;
    page.choose("#f-issue", "账户被限制").await?;
    page.expect(
        &format!("!{SHEET}.textContent.includes('{article}')"),
        "and goes with its reason",
    )
    .await?;
    page.expect(
        &format!("{SHEET}.querySelectorAll('h2.letter-title').length === 1"),
        "there is one title",
    )
    .await?;
    page.expect(
        &format!("{SHEET}.querySelectorAll('.letter-right').length === 2"),
        "name and date at the end",
    )
    .await
}

pub async fn a_frame_that_shows_a_key_shows_it_in_the_letter(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    page.look(&format!(
        "(window.seenFrames = []) && document.addEventListener('input', ({{ target }}) => requestAnimationFrame(() =>
            seenFrames.push({SHEET}.textContent.includes(target.value))))"
    ))
    .await?;
    page.type_into("#f-story", "一笔钱不见了").await?;
    page.type_into("#f-name", "王小明").await?;
    page.expect(
        "seenFrames.length > 0 && document.querySelector('#f-name').value === '王小明'",
        "there was a frame for what was typed",
    )
    .await?;
    let late = page
        .look("seenFrames.filter(shown => !shown).length")
        .await?;
    ensure!(
        late == json!(0),
        "the letter lagged behind in {late} frames"
    );
    Ok(())
}

pub async fn missing_answers_are_listed_and_lead_to_their_fields(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    let missing = "document.querySelector('[data-any=missing]')";
    let entry = format!("{missing}.querySelector('a[href=\"#f-phone\"]')");
    page.expect(&format!("{missing}.checkVisibility()"), "the list is shown")
        .await?;
    page.expect(
        &format!("{entry}.textContent === document.querySelector('#f-phone').dataset.label"),
        "the telephone is missing",
    )
    .await?;
    page.click("[data-any=missing] a[href='#f-phone']").await?;
    page.expect(
        "(box => box.top >= 0 && box.bottom <= innerHeight)(document.querySelector('#f-phone').getBoundingClientRect())",
        "the link brings the field into view",
    )
    .await?;
    page.type_into("#f-phone", "13800000000").await?;
    page.expect(
        &format!("!{entry}"),
        "the telephone is not missing any more",
    )
    .await?;
    page.expect(
        &format!("!{missing}.querySelector('a[href=\"#f-ticket\"]')"),
        "what is not required is not listed",
    )
    .await?;

    fill(&page).await?;
    page.expect(
        &format!("!{missing}.checkVisibility()"),
        "nothing is missing",
    )
    .await
}

pub async fn an_answer_is_shared_by_all_letters(stage: &Stage) -> Result<()> {
    let sample = stage.serve_sample().await?;
    let page = stage.browser().await?;
    page.open(&sample.address("letters/first.html")).await?;
    page.type_into("#f-name", "王小明").await?;
    page.type_into("#f-paid", "1280").await?;
    page.open(&sample.address("letters/second.html")).await?;
    page.expect_value("#f-name", "王小明").await?;
    says(&page, "我叫王小明").await?;
    page.expect(
        &format!("/1,?280/.test({SHEET}.textContent)"),
        "and the sum",
    )
    .await
}

pub async fn the_copied_text_of_every_letter_is_the_letter(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    let allowed = ["clipboardReadWrite", "clipboardSanitizedWrite"];
    page.devtools(
        "Browser.grantPermissions",
        json!({ "permissions": allowed }),
    )
    .await?;
    for filled in [false, true] {
        for letter in stage.guide().pages() {
            page.open(&guide.address(&format!("{letter}#all"))).await?;
            if page.look(SHEET).await?.is_null() {
                continue;
            }
            if filled {
                fill(&page).await?;
            }
            let copied = copied(stage, &page).await.context(letter.clone())?;
            let shown = page.look(&format!("{SHEET}.innerText")).await?;
            // A table's cells stand apart by tabs on the page, by bars in the text.
            let shown = shown.as_str().unwrap_or_default().replace('\t', "｜");
            let lines = shown
                .lines()
                .map(|line| line.trim_matches([' ', '　', '｜']));
            for line in lines.filter(|line| filled && !line.is_empty()) {
                ensure!(copied.contains(line), "{letter}: no `{line}` in\n{copied}");
            }
            for wrong in NEVER_IN_A_LETTER {
                ensure!(!copied.contains(wrong), "{letter}: `{wrong}` in\n{copied}");
            }
        }
    }
    Ok(())
}

/// What a template that was filled badly leaves behind.
const NEVER_IN_A_LETTER: [&str; 10] = [
    "undefined",
    "null",
    "{",
    "}",
    "（）",
    "()",
    "[]",
    "“”",
    "《》",
    "【】",
];

/// Copies the letter as a person does, and gives what is on the clipboard then.
async fn copied(stage: &Stage, page: &Page) -> Result<String> {
    let button = "[data-action=copy-letter]";
    page.promised("navigator.clipboard.writeText('')").await?;
    page.click(button).await?;
    page.expect_text(button, stage.words("tool.copied")?)
        .await?;
    let copied = page.promised("navigator.clipboard.readText()").await?;
    Ok(copied.as_str().unwrap_or_default().to_owned())
}

pub async fn a_refused_clipboard_leaves_the_text_to_copy_by_hand(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } });
         document.execCommand = () => false;",
    );
    page.open(&guide.address(LETTER)).await?;
    // It stands below what is missing, and a person presses what stands still.
    page.expect(
        "document.querySelector('[data-rows=missing] li')",
        "what is missing is told",
    )
    .await?;
    page.click("[data-action=copy-letter]").await?;
    page.expect_text(
        "[data-action=copy-letter]",
        stage.words("tool.copy-by-hand")?,
    )
    .await?;
    let selected = "(area => area.selectionEnd - area.selectionStart === area.value.length && area.value.includes('投诉'))(document.activeElement)";
    page.expect(selected, "the whole text is selected").await
}

pub async fn markup_that_is_typed_stays_text(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    let markup = "<img src=x onerror=\"window.harmed=1\"><script>window.harmed=1</script>{name}";
    page.paste_into("#f-story", markup).await?;
    // It would turn everything behind it around.
    page.paste_into("#f-name", "王\u{202e}明").await?;
    says(&page, markup).await?;
    page.reload().await?;
    says(&page, markup).await?;
    page.expect(
        &format!("!{SHEET}.querySelector('img, script')"),
        "and is no markup",
    )
    .await?;
    page.expect("window.harmed === undefined", "nothing in it ran")
        .await?;
    page.expect(
        &format!(
            "{SHEET}.textContent.includes('王明') && !{SHEET}.textContent.includes('\\u202e')"
        ),
        "a character that turns the text around is left out",
    )
    .await
}

/// Expects that the letter comes to say this.
pub async fn says(page: &Page, words: &str) -> Result<()> {
    let said = format!("{SHEET}.textContent.includes({})", json!(words));
    page.expect(&said, &format!("the letter says `{words}`"))
        .await
}

/// Fills every control of the form, required or not.
async fn fill(page: &Page) -> Result<()> {
    let filled = page.look(
        "(() => {
            for (const control of document.querySelectorAll('[data-letter-form] [data-field]')) {
                if (control.type === 'checkbox') { if (control.name !== 'not_contacted') control.checked = true; }
                else if (control.tagName === 'SELECT') control.selectedIndex = 1;
                else if (control.dataset.type === 'date') control.value = '2026-12-24';
                else if (control.dataset.type === 'money') control.value = '1280.00';
                else control.value ||= '答' + control.name;
                control.dispatchEvent(new Event('input', { bubbles: true }));
            }
            return true;
        })()",
    );
    ensure!(filled.await? == json!(true));
    Ok(())
}
