//! The look of the guide keeps nobody out: text as large as one needs, nothing hidden, nothing beyond the edge.

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::answers::LETTER;
use super::cases::{FIRST_STEP, happens, list_all, open_case};
use super::checklists::SITUATION;
use crate::browser::axe::Axe;
use crate::browser::page::Page;
use crate::browser::server::Server;
use crate::browser::stage::Stage;

const KEY: &str = "recourse:wallet-guide:reading";

/// A page of every kind.
const KINDS: [&str; 16] = [
    "index.html",
    "situations/index.html",
    SITUATION,
    "letters/index.html",
    LETTER,
    "letters/civil-claim.html",
    "guide/steps.html",
    "faq/stolen.html",
    "directory/laws.html",
    "directory/procedures.html",
    "directory/deadlines.html",
    "case.html",
    "print/index.html",
    "print/urgent.html",
    "print/sheets/letters/provider-complaint.html",
    "404.html",
];

/// The expression that is true where the urgent button hides what has the focus.
const COVERS: &str = "(() => {
    const bars = ['.urgent-link', '.site-header'].map(name => document.querySelector(name));
    const seen = element => element.checkVisibility({ visibilityProperty: true }) && !bars.some(bar => bar.contains(element));
    return [...document.querySelectorAll('a:not(.skip), button, input, select, textarea, summary, [tabindex=\"0\"]')].filter(seen).filter(element => {
        element.focus();
        if (document.activeElement !== element) return false;
        const its = element.getClientRects()[0];
        return bars.some(bar => {
            const { top, bottom } = bar.getBoundingClientRect();
            return its.top >= top && its.bottom <= bottom;
        });
    }).map(element => element.outerHTML.slice(0, 80));
})()";

pub async fn a_text_size_is_remembered_on_every_page(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(SITUATION).await?;
    let size = "parseFloat(getComputedStyle(document.documentElement).fontSize)";
    let usual = page.look(size).await?.as_f64().unwrap_or_default();
    ensure!(usual >= 18.0, "text is only {usual} px high");
    page.click("[data-reading] summary").await?;
    page.click("[data-reading] [value=extra]").await?;
    page.expect(&format!("{size} > {usual} * 1.4"), "the text has grown")
        .await?;
    page.click(".breadcrumbs a").await?;
    page.has_tool().await?;
    page.expect(
        "document.documentElement.dataset.size === 'extra' && document.querySelector('[data-reading] [value=extra]').checked",
        "the next page is as large, and says so",
    )
    .await?;
    page.click("[data-reading] summary").await?;
    page.click("[data-reading] [name=theme][value=contrast]")
        .await?;
    page.expect(
        "getComputedStyle(document.body).backgroundColor === 'rgb(0, 0, 0)'",
        "the paper is black",
    )
    .await?;
    page.reload().await?;
    let kept = page.look(&format!("localStorage['{KEY}']")).await?;
    ensure!(kept == json!("extra contrast"), "{kept} is kept");
    page.click("[data-reading] summary").await?;
    page.click("[data-reading] [name=size][value='']").await?;
    page.click("[data-reading] [name=theme][value='']").await?;
    page.expect(
        &format!("localStorage['{KEY}'] === undefined && {size} === {usual}"),
        "nothing is kept where nothing is chosen",
    )
    .await
}

pub async fn a_text_size_can_be_chosen_where_nothing_can_be_kept(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('denied', 'SecurityError') } })",
    );
    page.open(&guide.address(SITUATION)).await?;
    page.click("[data-reading] summary").await?;
    page.click("[data-reading] [value=large]").await?;
    page.expect(
        "document.documentElement.dataset.size === 'large'",
        "it holds for this page",
    )
    .await
}

pub async fn no_kind_of_page_is_wider_than_a_small_phone_at_any_text_size(
    stage: &Stage,
) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    screen(&page, 320, 640).await?;
    let mut problems = Vec::new();
    for words in ["", "large", "extra"] {
        choose(&page, &guide, words).await?;
        for address in KINDS {
            page.open(&guide.address(address)).await?;
            let wide = page.look("document.scrollingElement.scrollWidth").await?;
            if wide.as_u64() > Some(320) {
                problems.push(format!("{address} is {wide} wide ({words})"));
            }
        }
    }
    none(&problems)
}

pub async fn the_emergency_button_is_under_the_thumb_and_hides_nothing(
    stage: &Stage,
) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    screen(&page, 360, 740).await?;
    for words in ["", "extra"] {
        choose(&page, &guide, words).await?;
        for address in [SITUATION, LETTER] {
            page.open(&guide.address(address)).await?;
            page.expect(
                "(() => {
                    const { top, bottom, width } = document.querySelector('.urgent-link').getBoundingClientRect();
                    return bottom === innerHeight && bottom - top >= 48 && width === document.documentElement.clientWidth;
                })()",
                "the button lies at the foot of the screen",
            )
            .await?;
            none(&strings(&page.look(COVERS).await?))?;
        }
    }
    page.click(".urgent-link").await?;
    page.expect(
        "document.querySelector('.alert-caution') && !document.querySelector('.urgent-link')",
        "it leads to what to do first, where there is no button",
    )
    .await
}

pub async fn the_contents_list_follows_the_reader(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(SITUATION).await?;
    screen(&page, 1280, 800).await?;
    let link = "document.querySelector('.contents a[href$=\"%E6%97%B6%E9%99%90\"], .contents a[href=\"#时限\"]')";
    page.look(&format!(
        "document.getElementById(decodeURIComponent({link}.hash.slice(1))).scrollIntoView()"
    ))
    .await?;
    page.expect(
        &format!("{link}.getAttribute('aria-current') && {link}.checkVisibility()"),
        "the section's entry is marked and seen",
    )
    .await?;
    page.expect(
        "document.querySelectorAll('.contents [aria-current]').length === 1",
        "no other is",
    )
    .await
}

pub async fn a_heading_s_mark_copies_its_address(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async text => { window.copied = text } } })",
    );
    page.open(&guide.address(SITUATION)).await?;
    page.focus("h2 > .anchor").await?;
    page.expect(
        "getComputedStyle(document.activeElement).opacity === '1'",
        "the mark is seen by whoever comes by keyboard",
    )
    .await?;
    page.click("h2 > .anchor").await?;
    page.expect_text("[data-toast]", stage.words("copied")?)
        .await?;
    page.expect(
        "window.copied === location.href && location.hash.length > 1",
        "the address with the section is copied",
    )
    .await
}

pub async fn the_page_is_read_aloud_where_there_is_a_voice(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.open(&guide.address(SITUATION)).await?;
    page.expect(
        "!document.querySelector('[data-read-aloud]').checkVisibility()",
        "nothing is offered without a voice",
    )
    .await?;
    page.before_every_page(
        "window.said = [];
         window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
         const voices = [{ lang: 'en-US' }, { lang: 'zh_CN' }];
         const speak = utterance => { said.push(utterance.text); setTimeout(() => said.length < 3 && utterance.onend(), 20) };
         Object.defineProperty(window, 'speechSynthesis', { value: { getVoices: () => voices, speak, cancel() {} } });",
    );
    page.open(&guide.address(SITUATION)).await?;
    let [read, stop] = [1, 2].map(|at| format!("[data-read-aloud] button:nth-of-type({at})"));
    page.click(&read).await?;
    page.expect(
        "said.length === 3 && said[0] === document.querySelector('h1').textContent && /[。！？；]$/.test(said[1])",
        "the title is read, then sentence by sentence",
    )
    .await?;
    page.expect_text(&read, stage.words("read_aloud.pause")?)
        .await?;
    page.expect(
        "[...CSS.highlights.get('spoken')][0].toString().startsWith(said[2].slice(0, 5))",
        "the sentence is marked",
    )
    .await?;
    page.click(&read).await?;
    page.expect_text(&read, stage.words("read_aloud.resume")?)
        .await?;
    page.click(&read).await?;
    page.expect(
        "said.length === 4 && said[3] === said[2]",
        "the sentence that was broken off is read again",
    )
    .await?;
    page.click(&stop).await?;
    page.expect_text(&read, stage.words("read_aloud.start")?)
        .await
}

pub async fn axe_finds_nothing_by_day_and_by_night(stage: &Stage) -> Result<()> {
    axe_finds_nothing(stage, 1280, &[("", "light"), ("", "dark")]).await
}

pub async fn axe_finds_nothing_in_high_contrast_and_large_text(stage: &Stage) -> Result<()> {
    axe_finds_nothing(stage, 360, &[("contrast", "light"), ("extra", "dark")]).await
}

/// What a case or a letter is looked at in: width, the reader's choice, what the device asks for.
const LOOKS: [(u32, &str, &str); 3] = [
    (1280, "", "light"),
    (360, "", "dark"),
    (320, "extra", "light"),
];

pub async fn axe_finds_nothing_in_a_case_under_way(stage: &Stage) -> Result<()> {
    let Some(axe) = Axe::fetch().await? else {
        return Ok(());
    };
    let page = open_case(stage, "2026-11-22").await?;
    let mut problems = Vec::new();
    happens(&page, "complained", "2026-11-02").await?;
    page.click(FIRST_STEP).await?;
    look_at(&axe, &page, "the case", &mut problems).await?;
    page.click("[data-action=add-entry][data-list=event]")
        .await?;
    look_at(&axe, &page, "an event", &mut problems).await?;
    page.click("[data-entry-form=event] [data-action=close-entry]")
        .await?;
    page.click("[data-action=add-entry][data-list=evidence]")
        .await?;
    look_at(&axe, &page, "evidence", &mut problems).await?;
    list_all(&page).await?;
    look_at(&axe, &page, "all cases", &mut problems).await?;
    page.click("[data-action=start-case]").await?;
    look_at(&axe, &page, "a question", &mut problems).await?;
    page.click("[data-question=moving] [value=no]").await?;
    page.click("[data-action=question-next]").await?;
    page.click("[data-question=what] [value=investment]")
        .await?;
    page.click("[data-action=question-next]").await?;
    look_at(&axe, &page, "what the guide does not cover", &mut problems).await?;
    none(&problems)
}

pub async fn axe_finds_nothing_in_a_letter_under_way(stage: &Stage) -> Result<()> {
    let Some(axe) = Axe::fetch().await? else {
        return Ok(());
    };
    let page = stage
        .open_guide("letters/provider-complaint.html#form")
        .await?;
    let mut problems = Vec::new();
    look_at(&axe, &page, "a question", &mut problems).await?;
    page.click("[data-letter-next]").await?;
    look_at(&axe, &page, "what is missing", &mut problems).await?;
    page.click("a[href^='#review-']").await?;
    page.expect(
        "document.querySelector('.letter-review').checkVisibility()",
        "the review is shown",
    )
    .await?;
    look_at(&axe, &page, "the review", &mut problems).await?;
    page.click("[data-action=letter-sent]").await?;
    page.expect(
        "document.querySelector('[data-sent-done]').checkVisibility()",
        "it was sent",
    )
    .await?;
    for fold in ["[data-letter-own] summary", "[data-letter-short] summary"] {
        page.click(fold).await?;
    }
    look_at(&axe, &page, "a letter that was sent", &mut problems).await?;
    none(&problems)
}

/// Looks at the page as it is now, in several widths and colours; what it says is not changed by that. The bars go along
/// with the page, since what happens to lie below them is no smaller for that; `COVERS` looks at what they hide.
async fn look_at(axe: &Axe, page: &Page, state: &str, problems: &mut Vec<String>) -> Result<()> {
    for (width, size, scheme) in LOOKS {
        screen(page, width, 800).await?;
        let features = [json!({ "name": "prefers-color-scheme", "value": scheme })];
        let media = json!({ "features": features });
        page.devtools("Emulation.setEmulatedMedia", media).await?;
        page.look(&format!(
            "document.documentElement.dataset.size = '{size}' || delete document.documentElement.dataset.size"
        ))
        .await?;
        page.look("document.querySelectorAll('.site-header, .urgent-link').forEach(bar => { bar.style.position = 'static' }) ?? true")
            .await?;
        let wide = page.look("document.scrollingElement.scrollWidth").await?;
        if wide.as_u64() > Some(width.into()) {
            problems.push(format!("{state} is {wide} wide at {width} ({size})"));
        }
        let found = axe.look(page).await?;
        let found = found.iter();
        problems.extend(found.map(|found| format!("{state} ({width} {size} {scheme}): {found}")));
    }
    Ok(())
}

/// Looks at every kind of page: with the words that a reader's choice is kept as, and with what the device asks for.
async fn axe_finds_nothing(stage: &Stage, width: u32, looks: &[(&str, &str)]) -> Result<()> {
    let Some(axe) = Axe::fetch().await? else {
        return Ok(());
    };
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    screen(&page, width, 800).await?;
    let mut problems = Vec::new();
    for (words, scheme) in looks {
        let features = [json!({ "name": "prefers-color-scheme", "value": scheme })];
        let media = json!({ "features": features });
        page.devtools("Emulation.setEmulatedMedia", media).await?;
        choose(&page, &guide, words).await?;
        for address in KINDS {
            page.open(&guide.address(address)).await?;
            let found = axe.look(&page).await?;
            problems.extend(
                found
                    .iter()
                    .map(|found| format!("{address} ({words} {scheme}): {found}")),
            );
        }
    }
    none(&problems)
}

/// Gives the page a screen of this size.
pub(super) async fn screen(page: &Page, width: u32, height: u32) -> Result<()> {
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    page.devtools("Emulation.setDeviceMetricsOverride", size)
        .await?;
    Ok(())
}

/// Keeps a choice of text size and colours, as an earlier visit would have.
async fn choose(page: &Page, guide: &Server, words: &str) -> Result<()> {
    page.visit(&guide.address("index.html")).await?;
    page.look(&format!("localStorage.setItem('{KEY}', '{words}')"))
        .await?;
    Ok(())
}

fn strings(list: &Value) -> Vec<String> {
    let list = list.as_array().into_iter().flatten();
    list.map(Value::to_string).collect()
}

pub(super) fn none(problems: &[String]) -> Result<()> {
    ensure!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}
