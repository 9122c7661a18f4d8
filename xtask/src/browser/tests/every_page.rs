//! What every page of the guide keeps.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};

use crate::browser::page::Page;
use crate::browser::server::Server;
use crate::browser::stage::Stage;

pub async fn asks_only_its_own_origin_and_only_for_what_is_there(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    page.before_every_page(
        "window.violations = [];
         addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective + ' ' + event.blockedURI))",
    );
    // What the browser's own first tab has asked for is none of the guide's.
    page.visit("about:blank").await?;
    page.noted().await?;
    let mut problems = Vec::new();
    for address in stage.guide().pages() {
        page.open(&guide.address(&address)).await?;
        let violations = page.look("window.violations").await?;
        for violation in violations.as_array().into_iter().flatten() {
            problems.push(format!("{address}: against its policy: {violation}"));
        }
        let noted = page.noted().await?;
        let own = guide.address("");
        let foreign =
            |request: &&String| !request.starts_with(&own) && !request.starts_with("data:");
        problems.extend(
            noted
                .requests
                .iter()
                .filter(foreign)
                .map(|request| format!("{address} asks for {request}")),
        );
        problems.extend(
            noted
                .console
                .iter()
                .map(|message| format!("{address} complains: {message}")),
        );
        ensure!(!noted.requests.is_empty(), "the browser notes no requests");
    }
    problems.extend(
        guide
            .missing()
            .iter()
            .map(|missing| format!("not there: {missing}")),
    );
    none(problems)
}

pub async fn fits_a_narrow_phone(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    let phone = json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
    page.devtools("Emulation.setDeviceMetricsOverride", phone)
        .await?;
    let wider = "(() => {
        const width = document.documentElement.clientWidth;
        if (document.scrollingElement.scrollWidth <= width && innerWidth <= 360) return [];
        const scrolls = element => element && element !== document.body
            && (/auto|scroll|hidden/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
        return ['is ' + document.scrollingElement.scrollWidth + ' wide: ', ...[...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > width + 1 && !scrolls(element.parentElement))
            .slice(0, 3).map(element => element.outerHTML.slice(0, 100))];
    })()";
    none(look_at_every_page(stage, &guide, &page, wider).await?)
}

pub async fn has_readable_colours_by_day_and_by_night(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    let mut problems = Vec::new();
    for scheme in ["light", "dark"] {
        let features = [json!({ "name": "prefers-color-scheme", "value": scheme })];
        page.devtools(
            "Emulation.setEmulatedMedia",
            json!({ "features": features }),
        )
        .await?;
        let found = look_at_every_page(stage, &guide, &page, FAINT).await?;
        problems.extend(
            found
                .into_iter()
                .map(|problem| format!("{scheme}: {problem}")),
        );
        let paper = "getComputedStyle(document.body).backgroundColor.match(/\\d+/g)[0] > 127";
        let is_light = page.look(paper).await?;
        ensure!(
            is_light == json!(scheme == "light"),
            "the {scheme} scheme does not change the paper"
        );
    }
    none(problems)
}

pub async fn has_links_that_lead_somewhere(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    let mut anchors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut links: Vec<(String, String)> = Vec::new();
    for address in stage.guide().pages() {
        page.visit(&guide.address(&address)).await?;
        let ids = page
            .look("[...document.querySelectorAll('[id]')].map(element => element.id)")
            .await?;
        anchors.insert(address.clone(), strings(&ids).collect());
        let hrefs = page
            .look("[...document.querySelectorAll('a[href]')].map(link => link.href)")
            .await?;
        links.extend(strings(&hrefs).map(|href| (address.clone(), href)));
    }
    let mut problems = Vec::new();
    let mut internal = 0;
    for (from, href) in links {
        let Some(path) = href.strip_prefix(&guide.address("")) else {
            continue;
        };
        internal += 1;
        let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
        let path = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        let fragment = percent_decode_str(fragment).decode_utf8_lossy();
        if stage.guide().get(&path).is_none() {
            problems.push(format!("{from} links to {path}, which is not there"));
        } else if !fragment.is_empty()
            && !anchors
                .get(&path)
                .is_some_and(|ids| ids.contains(&*fragment))
        {
            problems.push(format!(
                "{from} links to {path}#{fragment}, and there is no such anchor"
            ));
        }
    }
    ensure!(internal > 100, "only {internal} links were found");
    none(problems)
}

/// Opens every page and collects what an expression that gives a list finds on it.
async fn look_at_every_page(
    stage: &Stage,
    guide: &Server,
    page: &Page,
    expression: &str,
) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for address in stage.guide().pages() {
        page.open(&guide.address(&address)).await?;
        let list = page.look(expression).await?;
        let list = list.as_array().context("the expression gives no list")?;
        if !list.is_empty() {
            found.push(format!(
                "{address}: {}",
                strings(&json!(list)).collect::<Vec<_>>().join(" | ")
            ));
        }
    }
    Ok(found)
}

fn strings(list: &Value) -> impl Iterator<Item = String> {
    let list = list.as_array().into_iter().flatten();
    list.filter_map(|text| Some(text.as_str()?.to_owned()))
}

fn none(problems: Vec<String>) -> Result<()> {
    ensure!(problems.is_empty(), "{}", problems.join("\n"));
    Ok(())
}

/// Words whose contrast with what is behind them is below 4.5, the least that WCAG allows.
const FAINT: &str = "(() => {
    const channels = colour => colour.match(/[\\d.]+/g).map(Number);
    const light = ([red, green, blue]) => [red, green, blue]
        .map(value => value / 255)
        .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
        .reduce((sum, value, index) => sum + value * [0.2126, 0.7152, 0.0722][index], 0);
    const behind = element => {
        for (; element; element = element.parentElement) {
            const colour = channels(getComputedStyle(element).backgroundColor);
            if (colour[3] === undefined || colour[3] === 1) return colour;
        }
        return [255, 255, 255];
    };
    const faint = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (!walker.currentNode.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
        const [one, other] = [light(channels(getComputedStyle(element).color)), light(behind(element))];
        const contrast = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
        if (contrast < 4.5) faint.add(contrast.toFixed(2) + ' ' + element.tagName + '.' + element.className);
    }
    return [...faint];
})()";
