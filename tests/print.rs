//! The print centre: checklists and blank letters as sheets of paper.

mod common;
use common::SiteFolder;

fn site() -> SiteFolder {
    SiteFolder::new()
        .file("site.toml", "title = \"某指南\"\nid = \"guide\"\n[urgent]\ntitle = \"急\"\npage = \"index.md\"\n")
        .file("index.md", "+++\ntitle = \"首页\"\nkind = \"home\"\nupdated = 2026-01-02\n+++\n\n> [!CAUTION]\n> **停手。**打[=tel-x]，再看[被盗](situations/stolen.md)。\n\n印一张[应急一页纸](print/urgent.html)，别的在[打印中心](print/)。\n")
        .file(
            "situations/stolen.md",
            "+++\ntitle = \"被盗\"\ndescription = \"钱被盗了。\"\nkind = \"situation\"\nurgent = true\nupdated = 2026-11-20\n+++\n\n## 现在就做\n\n### 十分钟内\n\n- [ ] **报警。**打[=tel-x]，见[首页](../index.md)[@law-57]。 {#call}\n\n### 今天\n\n- [ ] 记下时间 {#write-down}\n\n## 证据\n\n- [ ] 截图[@law-57] {#shot .evidence}\n- [ ] 录音 < 原件[@law-9] {#record .evidence}\n",
        )
        .file("situations/plain.md", "+++\ntitle = \"不急\"\nkind = \"situation\"\n+++\n\n## 慢慢来\n\n- [ ] 想一想，再打[=tel-x] {#think}\n")
        .file("fields.toml", "[name]\nlabel = \"你的姓名\"\ntype = \"text\"\n\n[story]\nlabel = \"经过\"\ntype = \"multiline\"\n")
        .file("letters/claim.md", "+++\ntitle = \"投诉函\"\nkind = \"letter\"\nform_source = \"没有\"\nreviewed = 2026-11-22\ngroups = [{ title = \"你\", fields = [\"name\", \"story\"] }]\n+++\n\n怎么用。\n\n```letter\n# 关于某事的投诉函\n\n我是{name}。经过：{story}\n\n{if story}\n如上。\n{end}\n\n>> {today}\n```\n\n依据[@law-57]。\n")
        .file(
            "letters/claim.cases.toml",
            "[[case]]\nname = \"全\"\nday = 2026-11-22\nanswers = { name = \"王\", story = \"某事\" }\n\n[[case]]\nname = \"空\"\nday = 2026-11-22\ngaps = [\"story\"]\nanswers = { name = \"王\" }\n",
        )
        .file(
            "facts/laws.toml",
            "[[source]]\nid = \"law\"\nname = \"某某法\"\nconfidence = \"full-text\"\nchecked = 2026-11-22\n\n[[fact]]\nid = \"law-57\"\nkind = \"article\"\nsource = \"law\"\narticle = \"第五十七条\"\ntext = \"一。\"\nconfidence = \"secondary\"\nchecked = 2026-11-21\n\n[[fact]]\nid = \"law-9\"\nkind = \"article\"\nsource = \"law\"\narticle = \"第九条\"\ntext = \"二。\"\nconfidence = \"secondary\"\nchecked = 2026-11-22\n\n[[fact]]\nid = \"tel-x\"\nkind = \"telephone\"\ntitle = \"某电话\"\nvalue = \"400-666-8800\"\ntext = \"打。\"\nconfidence = \"official\"\nchecked = 2026-11-19\n",
        )
}

#[test]
fn every_checklist_and_letter_has_a_sheet_and_one_page_lists_them() {
    let site = site();
    let files = site.built(&[]);
    let printed: Vec<&str> = files
        .keys()
        .map(String::as_str)
        .filter(|path| path.starts_with("print/"))
        .collect();
    assert_eq!(
        printed,
        [
            "print/all.html",
            "print/index.html",
            "print/sheets/letters/claim.html",
            "print/sheets/situations/plain.html",
            "print/sheets/situations/stolen.html",
            "print/urgent.html",
        ]
    );
    let list = site.page("print/index.html");
    for link in [
        "href=\"urgent.html\"",
        "href=\"all.html\"",
        "href=\"sheets/situations/stolen.html\" data-search-skip>被盗</a>",
        "href=\"sheets/letters/claim.html\" data-search-skip>投诉函</a>",
        "<a href=\"index.html\" aria-current=\"page\">打印中心</a>",
    ] {
        assert!(list.contains(link), "{link} in {list}");
    }
}

#[test]
fn a_page_leads_to_its_sheet_and_back() {
    let site = site();
    site.built(&[]);
    let page = site.page("situations/stolen.html");
    assert!(
        page.contains("href=\"../print/sheets/situations/stolen.html\">打印这份清单</a>"),
        "{page}"
    );
    let letter = site.page("letters/claim.html");
    assert!(
        letter.contains("href=\"../print/sheets/letters/claim.html\">打印空白的信，用笔写</a>"),
        "{letter}"
    );
    let sheet = site.page("print/sheets/situations/stolen.html");
    assert!(
        sheet.contains("<a href=\"../../../situations/stolen.html\">返回：被盗</a>"),
        "{sheet}"
    );
    let home = site.page("index.html");
    assert!(
        home.contains("<a href=\"print/urgent.html\">应急一页纸</a>"),
        "{home}"
    );
    assert!(
        home.contains("<a href=\"print/index.html\">打印中心</a>"),
        "{home}"
    );
}

#[test]
fn a_checklist_s_sheet_has_its_items_by_heading_and_nothing_to_click() {
    let site = site();
    site.built(&[]);
    let page = site.page("print/sheets/situations/stolen.html");
    let (_, sheet) = page.split_once("<article").expect("a sheet");
    let (sheet, _) = sheet.split_once("</article>").expect("an end");
    let mut rest = sheet;
    for part in [
        "<h1>被盗</h1>",
        "<h2>现在就做</h2>",
        "<h3>十分钟内</h3>",
        "<span class=\"tick\"></span><div><strong>报警。</strong>打<b class=\"value\">400-666-8800</b>，见首页。</div><p class=\"log\">",
        "<h3>今天</h3>",
        "记下时间",
        "<section class=\"evidence\">",
        "<h2>证据</h2>",
        "<div>录音 &lt; 原件</div></li>",
        "class=\"notes\"",
        "依据：《某某法》第五十七条、第九条",
        "某指南 · 被盗",
        "依据核对于 2026-11-22",
        "内容更新于 2026-11-20",
    ] {
        let (_, after) = rest
            .split_once(part)
            .unwrap_or_else(|| panic!("{part} in {rest}"));
        rest = after;
    }
    assert_eq!(sheet.matches("<h2>现在就做").count(), 1);
    for click in ["<a ", "<input", "<label", "<svg", "class=\"cite\""] {
        assert!(!sheet.contains(click), "{click} in {sheet}");
    }
}

#[test]
fn a_letter_s_sheet_is_its_blank_with_gaps_to_write_in() {
    let site = site();
    site.built(&[]);
    let sheet = site.page("print/sheets/letters/claim.html");
    for part in [
        "<h2 class=\"letter-title\">关于某事的投诉函</h2>",
        "<span class=\"gap\" data-gap=\"name\">你的姓名</span>",
        "<span class=\"gap\" data-gap=\"story\" data-multiline>经过</span>",
        "<span class=\"box\" aria-hidden=\"true\"></span>如上。",
        "<span class=\"gap\" data-gap=\"today\">日期</span>",
        "虚线以下不是信的内容",
    ] {
        assert!(sheet.contains(part), "{part} in {sheet}");
    }
    assert!(!sheet.contains("<form"), "{sheet}");
}

#[test]
fn the_emergency_sheet_has_the_box_and_each_emergency_s_first_steps() {
    let site = site();
    site.built(&[]);
    let sheet = site.page("print/urgent.html");
    for part in [
        "<strong>停手。</strong>打<b class=\"value\">400-666-8800</b>，再看被盗。",
        "<h2>被盗</h2>\n<h3>十分钟内</h3>",
        "<strong>报警。</strong>",
        "依据核对于 2026-11-22",
        "内容更新于 2026-11-20",
    ] {
        assert!(sheet.contains(part), "{part} in {sheet}");
    }
    for other in ["记下时间", "不急", "class=\"log\""] {
        assert!(!sheet.contains(other), "{other} in {sheet}");
    }
}

#[test]
fn an_emergency_sheet_that_needs_two_pages_is_refused() {
    let long = "很长的一步。".repeat(300);
    let site = site().file(
        "situations/stolen.md",
        format!("+++\ntitle = \"被盗\"\nkind = \"situation\"\nurgent = true\n+++\n\n- [ ] {long} {{#call}}\n"),
    );
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1));
    assert!(
        run.stderr.contains("error: the emergency sheet has 18"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("and no more than 1600 fit on one page"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("shorten this page's emergency box"),
        "{}",
        run.stderr
    );
}

#[test]
fn everything_stands_in_one_document_each_sheet_once() {
    let site = site();
    site.built(&[]);
    let all = site.page("print/all.html");
    assert_eq!(all.matches("<article class=\"sheet ").count(), 4);
    assert!(
        all.contains("<a href=\"index.html\">返回：打印中心</a>"),
        "{all}"
    );
}

#[test]
fn with_a_base_address_the_foot_says_it_and_has_a_code() {
    let site = site();
    site.built(&["--base-url", "https://example.org/指南"]);
    let sheet = site.page("print/sheets/situations/stolen.html");
    assert!(
        sheet.contains("最新内容：https://example.org/指南/situations/stolen.html"),
        "{sheet}"
    );
    assert!(sheet.contains("<svg class=\"code\""), "{sheet}");
    assert!(
        sheet.contains(
            "<link rel=\"canonical\" href=\"https://example.org/指南/situations/stolen.html\">"
        ),
        "{sheet}"
    );
    assert!(!sheet.contains(" style=\""), "{sheet}");
    for own in ["print/urgent.html", "print/all.html"] {
        let link = format!("<link rel=\"canonical\" href=\"https://example.org/指南/{own}\">");
        assert!(site.page(own).contains(&link), "{own}");
    }
}

#[test]
fn a_site_without_checklists_and_letters_has_no_print_centre() {
    let site = SiteFolder::new().file("index.md", "# 首页\n\n- [ ] 没有名字的\n");
    let files = site.built(&[]);
    assert!(!files.keys().any(|path| path.starts_with("print/")));
    assert!(!site.page("index.html").contains("打印中心"));
}

#[test]
fn an_editor_may_turn_it_off() {
    let site = site()
        .file("site.toml", "print = false\n")
        .file("index.md", "# 首页\n");
    let files = site.built(&[]);
    assert!(!files.keys().any(|path| path.starts_with("print/")));
    assert!(!site.page("situations/stolen.html").contains("sheet-link"));
}

#[test]
fn an_editor_may_write_the_print_centre_s_page() {
    let site = site().file(
        "print/index.md",
        "+++\ntitle = \"印出来\"\nweight = 1\n+++\n\n先看这几句。\n",
    );
    site.built(&[]);
    let page = site.page("print/index.html");
    assert!(page.contains("<h1 data-search>印出来</h1>"), "{page}");
    assert!(page.contains("<p>先看这几句。</p>"), "{page}");
    assert!(
        page.contains("href=\"sheets/situations/stolen.html\""),
        "{page}"
    );
}

#[test]
fn each_language_has_its_own() {
    let site = SiteFolder::new()
        .file("site.toml", "languages = [\"zh-CN\", \"en\"]\n")
        .file("zh-CN/index.md", "# 首页\n")
        .file("en/index.md", "# Home\n\n## Do\n\n- [ ] Think {#think}\n");
    let files = site.built(&[]);
    assert!(!files.contains_key("print/index.html"));
    assert!(files.contains_key("en/print/all.html"));
    let sheet = site.page("en/print/sheets/index.html");
    assert!(sheet.contains("<html lang=\"en\">"), "{sheet}");
    assert!(sheet.contains("<h1>Home</h1>"), "{sheet}");
    assert!(!files.contains_key("en/print/urgent.html"));
}

#[test]
fn the_same_pages_give_the_same_sheets() {
    let arguments = ["--base-url", "https://example.org/"];
    let (first, second) = (site().built(&arguments), site().built(&arguments));
    for (path, bytes) in &first {
        assert!(second.get(path) == Some(bytes), "{path} differs");
    }
}
