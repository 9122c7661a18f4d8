//! Directories: facts as lists to look things up in, made by a block in any page.

mod common;
use common::SiteFolder;

const FACTS: &str = r#"
[[source]]
id = "law"
name = "中华人民共和国某某法"
short = "某某法"
issuer = "某机关"
number = "第1号"
url = "https://www.gov.cn/law"
in_force_from = 2019-01-01
confidence = "full-text"
checked = 2026-11-22

[[fact]]
id = "law-57"
kind = "article"
source = "law"
article = "第五十七条"
text = "应当 < 及时 > 通知。"
confidence = "secondary"
checked = 2026-11-21

[[fact]]
id = "law-9"
kind = "article"
source = "law"
article = "第九条"
text = "另一条。"
url = "https://www.gov.cn/law#9"
in_force_from = 2020-05-01
confidence = "full-text"
checked = 2026-11-22
"#;

const OTHERS: &str = r#"
[[fact]]
id = "loose"
kind = "rule"
title = "没有出处的"
text = "某规则。"
confidence = "official"
checked = 2026-11-22

[[fact]]
id = "tel-x"
kind = "telephone"
group = "某家 钱包"
title = "某客服"
value = "400-666-8800"
text = "打这个。"
confidence = "official"
checked = 2026-11-22

[[fact]]
id = "path-x"
kind = "path"
group = "某家 钱包"
title = "怎样冻结"
value = "我的 → 设置"
text = "看到的为准。"
confidence = "secondary"
checked = 2026-11-22

[[fact]]
id = "limit-x"
kind = "limit"
group = "某家 钱包"
title = "答复"
value = "15 日"
text = "应当答复你。"
trigger = "收到投诉"
whose = "theirs"
basis = ["law-57", "loose"]
confidence = "full-text"
checked = 2026-11-22

[[change]]
date = 2024-05-01
title = "旧的"
text = "先变的。"

[[change]]
date = 2026-02-01
title = "新的"
text = "后变的。"
basis = ["law-57"]
"#;

fn site() -> SiteFolder {
    SiteFolder::new()
        .file("index.md", "# 首页\n\n见[那一条](laws.md#fact-law-57)，[那部法](laws.md#source-law)，[变化](changes.md#change-2026-02-01)。\n")
        .file("laws.md", "# 法律\n\n## 条文\n\n先看这里。\n\n```facts\nfile = \"laws\"\n```\n\n## 以后\n\n## 还有\n")
        .file("others.md", "# 其他\n\n```facts\nfile = \"others\"\n```\n")
        .file("changes.md", "# 变化\n\n```facts\nchanges = true\n```\n")
        .file("facts/laws.toml", FACTS)
        .file("facts/others.toml", OTHERS)
}

/// The part of a page from one mark to the next.
fn between<'a>(page: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = page
        .split_once(from)
        .unwrap_or_else(|| panic!("no {from} in {page}"));
    rest.split_once(to).map_or(rest, |(part, _)| part)
}

#[test]
fn the_facts_of_a_file_stand_below_their_document() {
    let site = site();
    site.built(&[]);
    let page = site.page("laws.html");
    let document = between(&page, "<h3 id=\"source-law\">", "<dl");
    for part in [
        "《某某法》</h3>",
        "中华人民共和国某某法",
        "某机关",
        "第1号",
        "2019-01-01 起施行",
        "href=\"https://www.gov.cn/law\"",
    ] {
        assert!(document.contains(part), "{part} in {document}");
    }
    let entry = between(&page, "id=\"fact-law-57\"", "</div>");
    for part in [
        "<dt>第五十七条</dt>",
        "<dd>应当 &lt; 及时 &gt; 通知。</dd>",
        "以官方为准",
        "核对于 2026-11-21",
    ] {
        assert!(entry.contains(part), "{part} in {entry}");
    }
    assert!(
        !entry.contains("https:"),
        "the document's address again: {entry}"
    );
    let other = between(&page, "id=\"fact-law-9\"", "</div>");
    assert!(
        other.contains("href=\"https://www.gov.cn/law#9\""),
        "{other}"
    );
    assert!(other.contains("2020-05-01 起施行"), "{other}");
    assert!(!other.contains("以官方为准"), "{other}");
    assert!(
        page.find("fact-law-57") < page.find("fact-law-9"),
        "the file's order is lost"
    );
}

#[test]
fn the_contents_list_the_documents_where_they_stand() {
    let site = site();
    site.built(&[]);
    let page = site.page("laws.html");
    let contents = between(&page, "<details class=\"contents\">", "</details>");
    let places: Vec<_> = ["条文", "href=\"#source-law\">某某法", "以后"]
        .iter()
        .map(|part| {
            contents
                .find(part)
                .unwrap_or_else(|| panic!("{part} in {contents}"))
        })
        .collect();
    assert!(places.is_sorted(), "{contents}");
}

#[test]
fn a_group_gathers_facts_of_all_kinds_and_comes_after_those_without_one() {
    let site = site();
    site.built(&[]);
    let page = site.page("others.html");
    assert!(
        page.find("fact-loose") < page.find("<h2 id=\"group-某家-钱包\">某家 钱包</h2>"),
        "{page}"
    );
    let telephone = between(&page, "id=\"fact-tel-x\"", "</div>");
    assert!(
        telephone.contains("<a class=\"telephone\" href=\"tel:4006668800\">400-666-8800</a>"),
        "{telephone}"
    );
    let path = between(&page, "id=\"fact-path-x\"", "</div>");
    assert!(
        path.contains("<dd class=\"entry-value\">我的 → 设置</dd>"),
        "{path}"
    );
}

#[test]
fn a_time_limit_says_what_how_long_from_when_whose_and_why() {
    let site = site();
    site.built(&[]);
    let page = site.page("others.html");
    let limit = between(&page, "id=\"fact-limit-x\"", "</li>");
    for part in [
        "答复",
        "15 日",
        "收到投诉",
        "应当答复你。",
        "对方要做到",
        "<a href=\"laws.html#fact-law-57\">《某某法》第五十七条</a>、<a href=\"#fact-loose\">没有出处的</a>",
    ] {
        assert!(limit.contains(part), "{part} in {limit}");
    }
}

#[test]
fn changes_stand_newest_first_and_lead_to_what_they_rest_on() {
    let site = site();
    site.built(&[]);
    let page = site.page("changes.html");
    assert!(
        page.find("id=\"change-2026-02-01\"") < page.find("id=\"change-2024-05-01\""),
        "{page}"
    );
    let change = between(&page, "id=\"change-2026-02-01\"", "</li>");
    assert!(
        change.contains("<time datetime=\"2026-02-01\">2026-02-01</time> <b>新的</b>"),
        "{change}"
    );
    assert!(
        change.contains("<a href=\"laws.html#fact-law-57\">"),
        "{change}"
    );
}

#[test]
fn a_block_may_narrow_what_it_shows() {
    let site = site().file(
        "narrow.md",
        "# 窄\n\n## 电话\n\n```facts\nkind = \"telephone\"\n```\n\n## 这一家\n\n```facts\ngroup = \"某家 钱包\"\nkind = \"path\"\n```\n\n## 时限\n\n```facts\nwhose = \"theirs\"\n```\n\n## 法\n\n```facts\nsource = \"law\"\n```\n",
    );
    site.built(&[]);
    let page = site.page("narrow.html");
    assert_eq!(page.matches("class=\"entry ").count(), 4, "{page}");
    // Two blocks with one group: each heading has an id of its own, and what the block names needs no heading.
    assert!(page.contains("<h3 id=\"group-某家-钱包\">"), "{page}");
    assert!(page.contains("<h3 id=\"group-某家-钱包-2\">"), "{page}");
    assert!(!page.contains("group-某家-钱包-3"), "{page}");
    assert!(!page.contains("id=\"source-law\""), "{page}");
    assert!(!page.contains("对方要做到"), "all of them are: {page}");
}

/// The report on a page with this block, without the lines that only draw.
fn refused(block: &str) -> String {
    let site = site().file("bad.md", format!("# 坏\n\n```facts\n{block}\n```\n"));
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    run.stderr
}

#[test]
fn bad_blocks_are_refused_with_line_and_remedy() {
    for (block, line, message, remedy) in [
        (
            "file = \"law\"",
            4,
            "there is no file of facts `law`",
            "use one of laws, others",
        ),
        (
            "kind = \"path\"\nfiel = \"laws\"",
            5,
            "unknown field `fiel`",
            "write `key = value` lines with file, kind, source, without, group, whose, changes",
        ),
        (
            "kind = \"phone\"",
            4,
            "unknown variant `phone`",
            "write `key = value` lines",
        ),
        ("file = ", 4, "", "write `key = value` lines"),
        (
            "file = \"laws\"\nkind = \"path\"",
            4,
            "no fact fits this block",
            "ask for less at once, or add the facts to a file in facts/",
        ),
        (
            "group = \"某家钱包\"",
            4,
            "there is no group of facts `某家钱包`",
            "did you mean `某家 钱包`?",
        ),
        (
            "source = \"lav\"",
            4,
            "there is no source `lav`",
            "add the source to a file in facts/",
        ),
        (
            "changes = true\nfile = \"laws\"",
            4,
            "a block shows facts or changes, not both",
            "write two blocks",
        ),
        (
            "changes = false",
            4,
            "the block does not say which facts to show",
            "add a line such as `file = \"laws\"`",
        ),
        (
            "",
            4,
            "the block does not say which facts to show",
            "the keys are file",
        ),
        (
            "file = \"laws\"\n```\n\n```facts\nkind = \"article\"",
            8,
            "the fact `law-57` is shown by two blocks of this page",
            "narrow one of the two blocks",
        ),
    ] {
        let report = refused(block);
        assert!(
            report.contains(&format!("bad.md:{line}:")),
            "{block}: {report}"
        );
        assert!(
            report.contains(&format!("error: {message}")),
            "{block}: {report}"
        );
        assert!(report.contains(remedy), "{block}: {report}");
        assert!(report.contains("1 error found"), "{block}: {report}");
    }
}

#[test]
fn a_link_to_a_fact_that_no_block_shows_is_broken() {
    let site = site().file("bad.md", "# 坏\n\n见[它](laws.md#fact-law-58)。\n");
    let run = site.build(&[]);
    assert!(
        run.stderr
            .contains("`laws.html` has no anchor `#fact-law-58`"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("did you mean `fact-law-57`?"),
        "{}",
        run.stderr
    );
}

#[test]
fn without_dated_changes_there_is_nothing_to_show() {
    let site = SiteFolder::new().file("index.md", "# 页\n\n```facts\nchanges = true\n```\n");
    let run = site.build(&[]);
    assert!(
        run.stderr.contains("there is no dated change to show"),
        "{}",
        run.stderr
    );
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let (first, second) = (site().built(&[]), site().built(&[]));
    for (path, bytes) in &first {
        assert!(second.get(path) == Some(bytes), "{path} differs");
    }
}
