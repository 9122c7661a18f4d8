//! Chinese is typed through an input method: letters come first, and become characters later.

use anyhow::Result;
use serde_json::json;

use super::answers::LETTER;
use super::storage::SAVED;
use crate::browser::page::Page;
use crate::browser::stage::Stage;

pub async fn composed_text_is_neither_lost_nor_doubled(stage: &Stage) -> Result<()> {
    let page = stage.open_guide(LETTER).await?;
    page.focus("#f-story").await?;
    for (letters, characters) in [(["z", "zh", "zhi"], "支"), (["f", "fu", "fu"], "付")] {
        for typed in letters {
            compose(&page, typed).await?;
        }
        page.devtools("Input.insertText", json!({ "text": characters }))
            .await?;
    }
    page.expect_value("#f-story", "支付").await?;
    let sheet = "document.querySelector('[data-letter-preview]').textContent";
    page.expect(
        &format!("{sheet}.split('支付').length > 1 && !/zhi|fu/.test({sheet})"),
        "the letter has the characters only",
    )
    .await?;
    page.reload().await?;
    page.expect_value("#f-story", "支付").await
}

pub async fn a_change_in_another_tab_leaves_a_composition_alone(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let one = stage.browser().await?;
    one.open(&guide.address(LETTER)).await?;
    one.focus("#f-story").await?;
    compose(&one, "zhi").await?;
    let kept = format!("localStorage.getItem('{SAVED}')?.includes('zhi')");
    one.expect(&kept, "what is composed so far is kept").await?;
    // What the other tab has written later, and the event that tells of it.
    let saved = json!({ "format": "recourse", "version": 1, "entries": {
        "field/story": { "value": "别处写的", "count": 9, "writer": "other" },
        "field/name": { "value": "王小明", "count": 9, "writer": "other" },
    } });
    let written = format!(
        "(localStorage.setItem('{SAVED}', {}), \
          dispatchEvent(new StorageEvent('storage', {{ key: '{SAVED}' }})))",
        json!(saved.to_string())
    );
    one.look(&written).await?;
    one.expect_value("#f-name", "王小明").await?;
    one.expect_value("#f-story", "zhi").await?;
    one.devtools("Input.insertText", json!({ "text": "支" }))
        .await?;
    one.expect_value("#f-story", "支").await?;
    one.reload().await?;
    one.expect_value("#f-story", "支").await
}

/// Types letters into an input method, which waits for more.
pub async fn compose(page: &Page, letters: &str) -> Result<()> {
    let end = letters.chars().count();
    let composition = json!({ "text": letters, "selectionStart": end, "selectionEnd": end });
    page.devtools("Input.imeSetComposition", composition)
        .await?;
    Ok(())
}
