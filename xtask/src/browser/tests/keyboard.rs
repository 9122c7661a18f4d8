//! From a situation to a finished letter with nothing but the keyboard, and how many keys that takes beside the answers.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use crate::browser::page::Page;
use crate::browser::stage::Stage;

const SITUATION: &str = "situations/unauthorised.html";
const LETTER: &str = "unauthorised-notice.html";

/// What the person has to say. What no letter can do without, and nothing else.
const ANSWERS: [(&str, &str); 11] = [
    ("provider", "某某支付科技有限公司"),
    ("wallet", "微信支付"),
    ("name", "王小明"),
    ("account", "138****5678"),
    ("phone", "13800000000"),
    ("discovered_at", "2026年11月20日14时10分"),
    ("transaction_time", "2026年11月20日14时05分"),
    ("amount", "1280"),
    ("story", "我收到短信才知道有这笔付款"),
    ("refund_amount", "1280"),
    ("reply_by", "2026年12月6日"),
];
const REPLY_ADDRESS: (&str, &str) = ("reply_address", "a@example.com");

/// More keys than this, beside the answers, and the way has become longer.
const MOST_TO_THE_LETTER: usize = 12;
/// Two of them pass the sources of the first paragraph, which stands above the buttons.
const MOST_IN_THE_LETTER: usize = 37;

/// Nobody presses Tab more often than this for one thing.
const PATIENCE: usize = 120;

pub async fn a_letter_is_finished_with_the_keyboard_alone(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(SITUATION).await?;
    let mut keyboard = Keyboard {
        page: &page,
        pressed: 0,
    };
    // A button leads to the letters, past the checklist.
    keyboard
        .tab_to("here.getAttribute('href') === '#letters-heading'")
        .await?;
    keyboard.press("Enter").await?;
    keyboard
        .tab_to(&format!("here.href?.endsWith('{LETTER}')"))
        .await?;
    keyboard.press("Enter").await?;
    page.expect(
        &format!("location.pathname.endsWith('{LETTER}')"),
        "the letter's page is there",
    )
    .await?;
    page.has_tool().await?;
    let to_the_letter = std::mem::take(&mut keyboard.pressed);

    keyboard
        .tab_to("here.matches('main a[href=\"#form\"], [data-field]')")
        .await?;
    if page.look("document.activeElement.matches('a')").await? == json!(true) {
        keyboard.press("Enter").await?;
    }
    let mut screens = 0;
    while page.look(AT_REVIEW).await? != json!(true) {
        screens += 1;
        ensure!(screens <= 12, "there is no end to the questions");
        answer_screen(&mut keyboard).await?;
    }
    page.expect(
        "!document.querySelector('[data-any=missing]').checkVisibility()",
        "the letter lacks nothing",
    )
    .await?;
    keyboard
        .tab_to("here.matches('[data-action=print]')")
        .await?;
    page.look("window.print = () => { window.printed = true; }")
        .await?;
    keyboard.press("Enter").await?;
    page.expect("window.printed", "the letter goes to the printer")
        .await?;
    let in_the_letter = keyboard.pressed;
    println!(
        "        {to_the_letter} keys to the letter, {in_the_letter} keys and {screens} screens to its end, beside the answers"
    );
    ensure!(
        to_the_letter <= MOST_TO_THE_LETTER,
        "{to_the_letter} keys lead to the letter, and there were {MOST_TO_THE_LETTER}"
    );
    ensure!(
        in_the_letter <= MOST_IN_THE_LETTER,
        "{in_the_letter} keys lead through the letter, and there were {MOST_IN_THE_LETTER}"
    );
    Ok(())
}

const AT_REVIEW: &str = "document.querySelector('.drafter').dataset.guided === 'review'";

/// What this screen asks for, without what is answered.
const ASKED: &str = "[...document.querySelectorAll('.screen[data-now] [data-field]')] \
     .filter(field => field.checkVisibility() && !field.value).map(field => field.dataset.field)";

/// Answers what a screen asks for, and goes on.
async fn answer_screen(keyboard: &mut Keyboard<'_>) -> Result<()> {
    let page = keyboard.page;
    let name = "document.querySelector('.screen[data-now] legend').id";
    let before = page.look(name).await?;
    loop {
        let asked: Vec<String> = serde_json::from_value(page.look(ASKED).await?)?;
        let answers = || ANSWERS.iter().chain([&REPLY_ADDRESS]);
        let next = asked.iter().find_map(|field| {
            let answer = answers().find(|(known, _)| known == field);
            answer.map(|(_, words)| (field, *words))
        });
        let Some((field, words)) = next else { break };
        keyboard
            .tab_to(&format!("here.dataset.field === '{field}'"))
            .await?;
        page.devtools("Input.insertText", json!({ "text": words }))
            .await?;
    }
    // Enter goes on from a line; a story has lines of its own.
    keyboard
        .tab_to("here.matches('input[data-field], [data-letter-next]')")
        .await?;
    keyboard.press("Enter").await?;
    page.expect(
        &format!("{AT_REVIEW} || {name} !== {before}"),
        "Enter goes on",
    )
    .await
}

/// A person at the keyboard.
struct Keyboard<'a> {
    page: &'a Page,
    pressed: usize,
}

impl Keyboard<'_> {
    /// Presses Tab until the focus is `here`; not at all if it is there.
    async fn tab_to(&mut self, here: &str) -> Result<()> {
        let is_here = format!("(here => !!({here}))(document.activeElement)");
        for _ in 0..PATIENCE {
            if self.page.look(&is_here).await? == json!(true) {
                return Ok(());
            }
            // The way past the site's head.
            let skips = "document.activeElement.matches('.skip')";
            let key = if self.page.look(skips).await? == json!(true) {
                "Enter"
            } else {
                "Tab"
            };
            self.press(key).await?;
        }
        let at = self.page.look("document.activeElement.outerHTML").await?;
        Err(anyhow::anyhow!(
            "Tab does not lead to `{here}`, but to {at}"
        ))
    }

    async fn press(&mut self, key: &str) -> Result<()> {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            _ => return Err(anyhow::anyhow!("no key {key}")),
        };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code });
            let pressed = self.page.devtools("Input.dispatchKeyEvent", event).await;
            pressed.context("a key is stuck")?;
        }
        self.pressed += 1;
        Ok(())
    }
}
