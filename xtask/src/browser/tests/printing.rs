//! What comes out of the printer.

use anyhow::{Result, ensure};
use serde_json::json;

use super::answers::LETTER;
use super::checklists::{SITUATION, STEP};
use super::letters::{SHEET, says};
use crate::browser::paper::{Paper, without_spaces};
use crate::browser::stage::Stage;

pub async fn a_checklist_prints_its_boxes_and_words_on_a4(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(SITUATION).await?;
    page.click(STEP).await?;
    let paper = Paper::print(&page, stage.profile()).await?;
    ensure!(paper.size.contains("A4"), "the paper is {}", paper.size);
    let words = paper.words();
    let labels = page
        .look("[...document.querySelectorAll('.check > label')].map(label => label.textContent.replaceAll('#', ''))")
        .await?;
    for label in labels.as_array().into_iter().flatten() {
        let label = without_spaces(label.as_str().unwrap_or_default());
        let begins: String = label.chars().take(8).collect();
        ensure!(
            words.contains(&begins),
            "`{begins}` is not printed:\n{words}"
        );
    }
    for tool in [stage.words("print")?, stage.words("tool.status-saved")?] {
        ensure!(
            !words.contains(tool),
            "`{tool}` is printed, and is no use on paper"
        );
    }

    page.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" }))
        .await?;
    let drawn = "[...document.querySelectorAll('.check > input')].every(box => (({ width, height }, style) => \
         width > 8 && height > 8 && parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle === 'solid')\
         (box.getBoundingClientRect(), getComputedStyle(box)))";
    page.expect(drawn, "every box is drawn on paper").await?;
    let left_out = "['.site-header', '.navigation', '.breadcrumbs', '.contents', '.progress-line'].every(part => \
         document.querySelector(part).checkVisibility() === false)";
    page.expect(left_out, "what leads through the site is left out on paper")
        .await
}

pub async fn a_letter_prints_alone(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    page.type_into("#f-name", "王小明").await?;
    page.type_into("#f-story", "那天中午我在家。").await?;
    says(&page, "那天中午").await?;
    let paper = Paper::print(&page, stage.profile()).await?;
    ensure!(paper.size.contains("A4"), "the paper is {}", paper.size);
    let shown = page.look(&format!("{SHEET}.textContent")).await?;
    let shown = without_numbers(&without_spaces(shown.as_str().unwrap_or_default()));
    let printed = without_numbers(&paper.words());
    // What is read back from paper takes a table column by column.
    ensure!(
        sorted(&printed) == sorted(&shown),
        "printed:\n{printed}\nbut the letter is:\n{shown}"
    );
    Ok(())
}

/// A blank letter fits both sides of one sheet of paper. A claim does not: it has what the law wants said of each of four
/// kinds of defendants, two tables to fill in by hand and a list of evidence, and smaller writing would serve nobody.
pub async fn a_blank_letter_has_two_sides_and_a_claim_three(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.visit(&guide.address("print/index.html")).await?;
    let blanks = page
        .look("[...new Set([...document.querySelectorAll('main a')].map(link => link.href.split('/print/')[1]).filter(path => /^sheets.letters./.test(path)))]")
        .await?;
    let blanks: Vec<String> = serde_json::from_value(blanks)?;
    ensure!(blanks.len() > 20, "the print centre lists {blanks:?}");
    for blank in blanks {
        page.visit(&guide.address(&format!("print/{blank}")))
            .await?;
        let sides = Paper::print(&page, stage.profile()).await?.sheets.len();
        let most = if blank.contains("civil-claim") { 3 } else { 2 };
        ensure!(sides <= most, "{blank} has {sides} sides");
    }
    Ok(())
}

pub async fn a_signature_never_stands_alone_on_the_last_sheet(stage: &Stage) -> Result<()> {
    let sample = stage.serve_sample().await?;
    let page = stage.browser().await?;
    page.open(&sample.address("letters/first.html")).await?;
    page.type_into("#f-name", "王小明").await?;
    let mut sheets = 0;
    for line in 1..=60 {
        page.paste_into("#f-story", &format!("第{line}行\n"))
            .await?;
        says(&page, &format!("第{line}行")).await?;
        let paper = Paper::print(&page, stage.profile()).await?;
        sheets = paper.sheets.len();
        let last = paper.sheets.last().map_or("", String::as_str);
        ensure!(
            last.contains('行'),
            "with {line} lines, the last of {sheets} sheets says only `{last}`"
        );
    }
    ensure!(sheets > 1, "the letter never reached a second sheet");
    Ok(())
}

fn sorted(text: &str) -> Vec<char> {
    let mut characters: Vec<char> = text.chars().collect();
    characters.sort_unstable();
    characters
}

/// List items and sheets are numbered on paper, and nowhere in the document.
fn without_numbers(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_ascii_digit() && !matches!(c, '.' | '/'))
        .collect()
}
