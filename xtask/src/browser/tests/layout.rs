//! What stands where on a phone, a tablet and a desk: what to do first is seen first, and odd pages keep their shape.

use std::fmt::Write as _;
use std::fs;

use anyhow::{Result, ensure};

use super::answers::LETTER;
use super::cases::{CASE, FIRST_STEP, list_all, open_case};
use super::checklists::SITUATION;
use super::design::{none, screen};
use crate::browser::site::Site;
use crate::browser::stage::Stage;

pub async fn the_first_screen_of_a_phone_says_what_to_do(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    screen(&page, 360, 640).await?;
    page.open(&guide.address(SITUATION)).await?;
    page.expect(
        "(() => {
            const step = document.querySelector('.prose strong').getBoundingClientRect();
            const way = document.querySelector('.urgent-link').getBoundingClientRect();
            const tools = document.querySelector('.page-tools').getBoundingClientRect();
            return step.bottom < way.top && step.bottom < tools.top;
        })()",
        "the most urgent step is seen without scrolling, above all buttons",
    )
    .await?;
    page.open(&guide.address("index.html")).await?;
    page.expect(
        "document.querySelector('.triage p a').getBoundingClientRect().bottom < innerHeight",
        "whoever is in no hurry is led on at once",
    )
    .await?;
    page.click(".triage p a").await?;
    page.expect(
        "(() => {
            const heading = document.querySelector('.prose > h2:last-of-type').getBoundingClientRect();
            const bar = document.querySelector('.site-header').getBoundingClientRect();
            return heading.top >= bar.bottom && heading.bottom < innerHeight / 2;
        })()",
        "the list of situations is there, with its heading",
    )
    .await
}

pub async fn whoever_has_a_case_sees_the_next_step_at_once(stage: &Stage) -> Result<()> {
    let page = open_case(stage, "2026-11-23").await?;
    screen(&page, 360, 640).await?;
    page.look("scrollTo(0, 0) ?? true").await?;
    page.expect(
        "(() => {
            const step = document.querySelector('.case-next label').getBoundingClientRect();
            const way = document.querySelector('.urgent-link').getBoundingClientRect();
            return step.height > 0 && step.bottom < way.top;
        })()",
        "the next step is seen without scrolling",
    )
    .await?;
    let is_shown = |text: &str| format!("document.body.innerText.includes('{text}')");
    let introduction = page
        .look("document.querySelector('.prose p').textContent")
        .await?;
    let introduction = introduction.as_str().unwrap_or_default().to_owned();
    ensure!(!introduction.is_empty(), "{CASE} says what it is for");
    page.expect(
        &format!("!{}", is_shown(&introduction)),
        "no introduction stands in the way",
    )
    .await?;
    page.expect(&is_shown("我的案件"), "the page's title is still there")
        .await?;
    list_all(&page).await?;
    page.expect(
        &is_shown(&introduction),
        "it is back above the list of all cases",
    )
    .await?;
    page.expect(
        &format!("!document.querySelector({FIRST_STEP:?}).offsetParent"),
        "the plan is not",
    )
    .await
}

pub async fn a_tablet_has_the_way_out_in_its_header(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    for (width, height) in [(768, 1024), (1024, 768), (1280, 900)] {
        screen(&page, width, height).await?;
        page.open(&guide.address(SITUATION)).await?;
        page.expect(
            "(() => {
                const [way, brand, bar, text] = ['.urgent-link', '.brand span', '.site-header', 'h1'].map(name =>
                    document.querySelector(name).getBoundingClientRect());
                const oneLine = brand.height < 30 && way.height < 50;
                return way.bottom <= bar.bottom && oneLine && (innerWidth > 900 || Math.abs(way.right + text.left - document.documentElement.clientWidth) < 2);
            })()",
            &format!("the header of {width} holds it, and stands over the text"),
        )
        .await?;
        page.expect(
            "[...document.querySelectorAll('.navigation-head a')].every(close => !close.checkVisibility())",
            "nothing is to be closed where nothing was opened",
        )
        .await?;
    }
    Ok(())
}

pub async fn the_rows_of_a_wide_table_are_lines_on_a_phone(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    let heads = "[...document.querySelectorAll('.table td + td')].map(cell => getComputedStyle(cell, '::before').content)";
    screen(&page, 360, 740).await?;
    page.open(&guide.address(SITUATION)).await?;
    page.expect(
        &format!(
            "{heads}.length > 6 && {heads}.every(head => head !== 'none')
            && [...document.querySelectorAll('.table')].every(table => table.scrollWidth <= table.clientWidth)"
        ),
        "each cell names its column, and none is beyond the edge",
    )
    .await?;
    screen(&page, 768, 1024).await?;
    page.expect(
        &format!("{heads}.every(head => head === 'none') && document.querySelector('.table thead').offsetHeight > 20"),
        "a tablet shows a table with its head",
    )
    .await
}

pub async fn a_style_that_got_lost_is_fetched_again(stage: &Stage) -> Result<()> {
    stage.without_worker();
    let mut without = stage.guide().clone();
    without.remove(".css");
    let server = stage.serve(without, "/").await?;
    let page = stage.browser().await?;
    page.visit(&server.address(SITUATION)).await?;
    let styled = "getComputedStyle(document.querySelector('.site-header')).position === 'sticky'";
    page.expect(&format!("!({styled})"), "the page has no style")
        .await?;
    server.change(stage.guide().clone());
    page.expect(styled, "the style is there after all").await
}

pub async fn the_style_of_the_tool_comes_beside_its_text(stage: &Stage) -> Result<()> {
    let guide = stage.serve_guide().await?;
    let page = stage.browser().await?;
    for address in [CASE, LETTER] {
        page.open(&guide.address(address)).await?;
        page.expect(
            "(() => {
                const begun = (name, ending) => performance.getEntriesByType('resource')
                    .find(entry => entry.name.includes(`/assets/${name}.`) && entry.name.endsWith(ending)).startTime;
                const text = location.pathname.includes('letters') ? 'letter' : 'case';
                const style = document.querySelector('main link[href*=\"/tool.\"]');
                return begun('tool', '.css') <= begun(text, '.txt') && style.sheet.cssRules.length > 0;
            })()",
            "the style was asked for no later than the text that it is for",
        )
        .await?;
    }
    Ok(())
}

pub async fn odd_pages_keep_their_shape_on_every_screen(stage: &Stage) -> Result<()> {
    let folder = stage.folder("odd")?;
    let site = folder.join("site");
    fs::create_dir_all(site.join("odd"))?;
    let title = "一个很长的标题".repeat(9);
    let [word, cell, address] = ["x", "z", "u"].map(|letter| letter.repeat(200));
    fs::write(
        site.join("site.toml"),
        format!("title = \"{title}\"\nid = \"odd\"\n"),
    )?;
    fs::write(
        site.join("index.md"),
        "+++\ntitle = \"首页\"\nkind = \"home\"\ncards = \"odd\"\n+++\n\n开头。\n",
    )?;
    fs::write(site.join("odd/index.md"), format!("# {title}\n"))?;
    fs::write(site.join("odd/1-plain.md"), "只有一段。\n")?;
    let mut many = format!("# {title}二\n\n开头。\n");
    for number in 0..500 {
        write!(many, "\n## 第{number}节\n\n文字。\n")?;
    }
    fs::write(site.join("odd/2-many.md"), many)?;
    fs::write(
        site.join("odd/3-long.md"),
        format!(
            "# {word}\n\n开头 {word}\n\n## {word}\n\n| 一 | 二 | 三 |\n|---|---|---|\n| {cell} | 乙 | {cell} |\n\n- {word}\n\n\
            `{word}`\n\n> [!CAUTION]\n> {word}\n\n<https://example.org/{address}>\n"
        ),
    )?;
    let mut table = String::from("# 表\n\n");
    for row in 0..200 {
        let cells: Vec<String> = (0..12).map(|cell| format!("第{row}行{cell}")).collect();
        writeln!(table, "| {} |", cells.join(" | "))?;
        if row == 0 {
            writeln!(table, "{}|", "|---".repeat(12))?;
        }
    }
    fs::write(site.join("odd/4-table.md"), table)?;
    let mut lists = String::from("# 列表\n\n");
    for level in 0..12 {
        writeln!(lists, "{}- 第{level}层，一些文字", "  ".repeat(level))?;
    }
    fs::write(site.join("odd/5-lists.md"), lists)?;
    let out = folder.join("built");
    crate::browser::build(&site, "--out", &out).await?;
    let built = Site::read(&out)?;
    let pages: Vec<String> = built.pages();
    ensure!(pages.len() > 6, "only {} pages", pages.len());
    let server = stage.serve(built, "/").await?;
    let page = stage.browser().await?;
    let mut problems = Vec::new();
    for (width, height) in [(320, 640), (360, 740), (768, 1024), (1280, 900)] {
        screen(&page, width, height).await?;
        for address in pages.iter().filter(|page| !page.starts_with("print/")) {
            page.visit(&server.address(address)).await?;
            for size in ["", "extra"] {
                let wide = page
                    .look(&format!(
                        "(document.documentElement.dataset.size = '{size}') || delete document.documentElement.dataset.size, document.scrollingElement.scrollWidth"
                    ))
                    .await?;
                if wide.as_u64() > Some(width.into()) {
                    problems.push(format!("{address} is {wide} wide at {width} ({size})"));
                }
            }
        }
    }
    none(&problems)?;
    screen(&page, 360, 740).await?;
    page.visit(&server.address("odd/2-many.html")).await?;
    page.click(".contents summary").await?;
    page.expect(
        "document.querySelectorAll('.contents a').length === 500 && document.querySelector('.contents').offsetHeight < innerHeight",
        "a list of 500 headings scrolls by itself",
    )
    .await?;
    page.visit(&server.address("odd/1-plain.html")).await?;
    page.expect(
        "!document.querySelector('.contents') && document.querySelector('main').innerText.includes('只有一段')",
        "a page without headings has no list of them",
    )
    .await
}
