//! What a page holds after an hour of use.

use std::sync::Arc;

use anyhow::{Result, ensure};
use serde_json::json;

use super::table::Table;
use super::{CASE, metrics, open, seed, slow};
use crate::browser::engine::Engine;
use crate::browser::page::Page;
use crate::browser::stage::{Lab, Stage};
use crate::browser::tests::LETTER;

/// An hour of use: how much more the page holds at its end than after its first minutes.
pub async fn memory(lab: &Arc<Lab>, table: &mut Table) -> Result<()> {
    let letter = "[document.querySelector('#f-story'), document.querySelector('#f-name')]";
    let case = "[document.querySelector('#v-what'), document.querySelector('#c-title')]";
    for (saved, address, controls, which) in [
        (seed::long_letter(), LETTER, letter, "a letter"),
        (seed::even_cases(), CASE, case, "20 cases"),
    ] {
        let stage = Stage::new(lab, Engine::Chromium, "bench-memory")?;
        let guide = stage.serve_guide().await?;
        let page = open(&stage, &guide, &saved, address).await?;
        slow(&page, 1).await?;
        if address == CASE {
            page.click("[data-action=add-entry][data-list=evidence]")
                .await?;
        }
        edit(&page, controls, 500).await?;
        let before = Held::now(&page).await?;
        for _ in 0..20 {
            edit(&page, controls, 1000).await?;
        }
        let after = Held::now(&page).await?;
        table.say(&format!(
            "Memory, 20,000 edits of {which}: heap {:.1} → {:.1} MB, module {:.1} → {:.1} MB, {} → {} nodes, {} → {} listeners.",
            before.heap, after.heap, before.module, after.module,
            before.nodes, after.nodes, before.listeners, after.listeners,
        ));
    }
    Ok(())
}

/// Changes controls by turns, with a pause for saving now and then; every text is typed and taken away again.
async fn edit(page: &Page, controls: &str, times: u32) -> Result<()> {
    let script = format!(
        "(async () => {{
            const controls = {controls}, kept = controls.map(control => control.value);
            for (let time = 0; time < {times}; time++) {{
                const which = time % controls.length, control = controls[which];
                control.value = kept[which] + '字'.repeat(time % 20);
                control.dispatchEvent(new Event('input', {{ bubbles: true }}));
                if (time % 10 === 0) await bench.painted();
                if (time % 100 === 0) await new Promise(go => setTimeout(go, 450));
            }}
            controls.forEach((control, which) => {{
                control.value = kept[which];
                control.dispatchEvent(new Event('input', {{ bubbles: true }}));
            }});
            await new Promise(go => setTimeout(go, 600));
            return true;
        }})()"
    );
    let done = page.promised(&script);
    ensure!(done.await? == json!(true), "the edits broke off");
    Ok(())
}

/// What a page holds, after everything that is of no use was thrown away.
struct Held {
    heap: f64,
    module: f64,
    nodes: u64,
    listeners: u64,
}

impl Held {
    async fn now(page: &Page) -> Result<Self> {
        page.devtools("HeapProfiler.collectGarbage", json!({}))
            .await?;
        page.devtools("HeapProfiler.collectGarbage", json!({}))
            .await?;
        let metrics = metrics(page).await?;
        let bytes = page.look("bench.moduleBytes()").await?.as_f64();
        let metric = |name: &str| metrics.get(name).copied().unwrap_or_default();
        Ok(Self {
            heap: metric("JSHeapUsedSize") / 1e6,
            module: bytes.unwrap_or_default() / 1e6,
            nodes: metric("Nodes") as u64,
            listeners: metric("JSEventListeners") as u64,
        })
    }
}
