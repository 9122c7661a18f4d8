//! What a test does with a tab, and what it may expect of it. Nothing is waited for by the clock: every expectation is
//! looked at again and again until it holds, or a deadline has passed.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use fantoccini::wd::WindowHandle;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::before::Before;
use super::engine::Engine;
use super::vendor::Vendor;

/// How long something may take to become true.
const DEADLINE: Duration = Duration::from_secs(20);

/// How long a browser may take to answer. WebKit may never, when a page goes away while it is looked at.
const ANSWER: Duration = Duration::from_secs(5);

/// A tab of a browser. Everything but [`Page::to_front`] is done to the tab that is in front.
#[derive(Debug, Clone)]
pub struct Page {
    client: Client,
    engine: Engine,
    before: Arc<Before>,
    tab: WindowHandle,
}

/// What a page did wrong, as the browser noted it.
#[derive(Debug, Default)]
pub struct Noted {
    /// Messages on the console, from warnings upwards.
    pub console: Vec<String>,
    /// Every address that was asked for.
    pub requests: Vec<String>,
}

impl Page {
    /// The current tab of a browser, on pages before which something can be put.
    pub async fn current(client: Client, engine: Engine, before: Arc<Before>) -> Result<Self> {
        let tab = client.window().await?;
        Ok(Self {
            client,
            engine,
            before,
            tab,
        })
    }

    /// A second tab in the same browser, in front of this one.
    pub async fn new_tab(&self) -> Result<Self> {
        self.another(true).await
    }

    /// A window of its own in the same browser.
    pub async fn new_window(&self) -> Result<Self> {
        self.another(false).await
    }

    async fn another(&self, as_tab: bool) -> Result<Self> {
        let opened = self.client.new_window(as_tab).await?;
        let page = Self {
            tab: opened.handle,
            ..self.clone()
        };
        page.to_front().await?;
        Ok(page)
    }

    /// Brings the tab to the front; what follows is done to it.
    pub async fn to_front(&self) -> Result<()> {
        Ok(self.client.switch_to_window(self.tab.clone()).await?)
    }

    /// Closes the tab, as a person does.
    pub async fn close(self) -> Result<()> {
        Ok(self.client.close_window().await?)
    }

    /// Goes into the page's first frame; what follows is done there.
    pub async fn enter_frame(&self) -> Result<()> {
        Ok(self.client.enter_frame(0).await?)
    }

    /// Opens an address, and does not care whether the tool starts.
    pub async fn visit(&self, address: &str) -> Result<()> {
        let visited = self.client.goto(address).await;
        visited.with_context(|| format!("cannot open {address}"))
    }

    /// Opens an address and waits for the tool.
    pub async fn open(&self, address: &str) -> Result<()> {
        self.visit(address).await?;
        self.has_tool().await
    }

    /// Loads the page again and waits for the tool.
    pub async fn reload(&self) -> Result<()> {
        if self.engine == Engine::Firefox {
            // What its driver calls a refresh passes by the service worker, as only a forced reload does.
            let begun = self.look("performance.timeOrigin").await?;
            self.look("location.reload()").await?;
            self.expect(
                &format!("performance.timeOrigin !== {begun}"),
                "the page is loaded again",
            )
            .await?;
        } else {
            self.client.refresh().await?;
        }
        self.has_tool().await
    }

    /// Expects the tool to run, on a page that has any use for it.
    pub async fn has_tool(&self) -> Result<()> {
        let runs = "document.querySelector('script[data-wasm]') \
                    ? document.documentElement.dataset.tool : document.readyState === 'complete'";
        self.expect(runs, "the tool has started").await
    }

    /// Clicks on what matches, where a person would scroll to it: clear of what stays at the window's edges.
    pub async fn click(&self, selector: &str) -> Result<()> {
        let middle = format!("{}?.scrollIntoView({{ block: 'center' }})", first(selector));
        self.look(&middle).await?;
        let element = self.client.find(Locator::Css(selector)).await;
        let element = element.with_context(|| format!("there is no {selector}"))?;
        let clicked = element.click().await;
        clicked.with_context(|| format!("cannot click on {selector}"))
    }

    /// Types into what matches, key by key.
    pub async fn type_into(&self, selector: &str, words: &str) -> Result<()> {
        // WebKit's server passes over line ends and whatever its keyboard has not.
        if self.engine == Engine::WebKit {
            return self.insert(selector, words).await;
        }
        self.press(selector, words).await
    }

    /// Presses keys in what matches: characters, or keys by WebDriver's numbers.
    pub async fn press(&self, selector: &str, words: &str) -> Result<()> {
        let element = self.client.find(Locator::Css(selector)).await;
        let element = element.with_context(|| format!("there is no {selector}"))?;
        let typed = element.send_keys(words).await;
        typed.with_context(|| format!("cannot type into {selector}"))
    }

    /// Puts words into what matches at once, as pasting does.
    pub async fn paste_into(&self, selector: &str, words: &str) -> Result<()> {
        if self.engine != Engine::Chromium {
            return self.insert(selector, words).await;
        }
        self.focus(selector).await?;
        self.devtools("Input.insertText", json!({ "text": words }))
            .await?;
        Ok(())
    }

    /// Has the page's own editor put words at the end of what matches, which it tells as it tells of typing.
    async fn insert(&self, selector: &str, words: &str) -> Result<()> {
        let script = format!(
            "(control => {{
                control.focus();
                if (control.setSelectionRange) control.setSelectionRange(control.value.length, control.value.length);
                return document.execCommand('insertText', false, {});
            }})({})",
            json!(words),
            first(selector)
        );
        let inserted = self.look(&script).await?;
        ensure!(
            inserted == json!(true),
            "nothing can be put into {selector}"
        );
        Ok(())
    }

    /// Puts the cursor into what matches.
    pub async fn focus(&self, selector: &str) -> Result<()> {
        let script = "(element => { element?.focus(); return document.activeElement === element })";
        let focused = self.look(&format!("{script}({})", first(selector))).await?;
        ensure!(focused == json!(true), "{selector} cannot be focused");
        Ok(())
    }

    /// Chooses an option by its words.
    pub async fn choose(&self, selector: &str, option: &str) -> Result<()> {
        let element = self.client.find(Locator::Css(selector)).await?;
        Ok(element.select_by_label(option).await?)
    }

    /// What a JavaScript expression gives.
    pub async fn look(&self, expression: &str) -> Result<Value> {
        let script = format!("return ({expression})");
        let looked = self.client.execute(&script, vec![]).await;
        looked.with_context(|| format!("cannot look at {expression}"))
    }

    /// The words of what matches, as they are in the document.
    pub async fn text(&self, selector: &str) -> Result<String> {
        let text = self
            .look(&format!("{}?.textContent", first(selector)))
            .await?;
        let text = text
            .as_str()
            .with_context(|| format!("there is no {selector}"))?;
        Ok(text.trim().to_owned())
    }

    /// Runs JavaScript on the page that may take its time, and gives what its promise gives.
    pub async fn promised(&self, expression: &str) -> Result<Value> {
        let script = format!(
            "const done = arguments[arguments.length - 1];\n({expression}).then(done, error => done('' + error))"
        );
        Ok(self.client.execute_async(&script, vec![]).await?)
    }

    /// Expects that a JavaScript expression becomes true; `what` says it in words.
    pub async fn expect(&self, expression: &str, what: &str) -> Result<()> {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let looking = format!("!!({expression})");
            let looking = tokio::time::timeout(ANSWER, self.look(&looking));
            let seen = looking.await.unwrap_or(Ok(Value::Null));
            if matches!(seen, Ok(Value::Bool(true))) {
                return Ok(());
            }
            if Instant::now() > deadline {
                seen?;
                bail!("expected: {what}; but it is not so: {expression}");
            }
            sleep(Duration::from_millis(25)).await;
        }
    }

    /// Expects that the words of what matches become these.
    pub async fn expect_text(&self, selector: &str, words: &str) -> Result<()> {
        let expression = format!(
            "{}?.textContent.trim() === {}",
            first(selector),
            json!(words)
        );
        let said = self.expect(&expression, words).await;
        let Err(error) = said else { return Ok(()) };
        let text = self.text(selector).await.unwrap_or_default();
        Err(error.context(format!("{selector} says `{text}`")))
    }

    /// Expects that a control holds this.
    pub async fn expect_value(&self, selector: &str, value: &str) -> Result<()> {
        let expression = format!("{}?.value === {}", first(selector), json!(value));
        let held = self.expect(&expression, value).await;
        let Err(error) = held else { return Ok(()) };
        let value = self.look(&format!("{}?.value", first(selector))).await?;
        Err(error.context(format!("{selector} holds `{value}`")))
    }

    /// Expects that a box is ticked, or not.
    pub async fn expect_ticked(&self, selector: &str, ticked: bool) -> Result<()> {
        let expression = format!("{}?.checked === {ticked}", first(selector));
        self.expect(&expression, &format!("{selector} is ticked: {ticked}"))
            .await
    }

    /// Gives a command to Chromium's developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Result<Value> {
        let body = json!({ "cmd": command, "params": parameters });
        let path = "goog/cdp/execute";
        let answer = self.client.issue_cmd(Vendor { path, body }).await;
        answer.with_context(|| format!("the developer tools refuse {command}"))
    }

    /// Crashes the tab. The developer tools' own `Page.crash` is no use: its answer dies with the tab.
    pub async fn crash(&self) -> Result<()> {
        self.look("setTimeout(() => %AbortJS('crash'), 100)")
            .await?;
        Ok(())
    }

    /// Runs JavaScript on every page of this test's servers before the page's own, from the next one on.
    pub fn before_every_page(&self, script: &str) {
        self.before.add_script(script);
    }

    /// Has every page of this test's servers take a day for today, from the next one on.
    pub fn fix_day(&self, today: &str) {
        self.before.set_today(today);
    }

    /// What Chromium has noted since it was last asked.
    pub async fn noted(&self) -> Result<Noted> {
        let mut noted = Noted::default();
        for entry in self.log("browser").await? {
            if entry["level"] == "WARNING" || entry["level"] == "SEVERE" {
                noted.console.push(entry["message"].to_string());
            }
        }
        for entry in self.log("performance").await? {
            let event = entry["message"].as_str().unwrap_or_default();
            let event: Value = serde_json::from_str(event)?;
            let event = &event["message"];
            if event["method"] == "Network.requestWillBeSent" {
                let address = event["params"]["request"]["url"].as_str();
                noted.requests.extend(address.map(str::to_owned));
            }
        }
        Ok(noted)
    }

    async fn log(&self, kind: &str) -> Result<Vec<Value>> {
        let body = json!({ "type": kind });
        let log = self
            .client
            .issue_cmd(Vendor {
                path: "se/log",
                body,
            })
            .await?;
        Ok(log.as_array().cloned().unwrap_or_default())
    }
}

/// The JavaScript that finds the first element that matches.
fn first(selector: &str) -> String {
    format!("document.querySelector({})", json!(selector))
}
