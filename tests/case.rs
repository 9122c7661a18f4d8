//! `case.toml`: what it names must be there, and every way through its questions must lead somewhere.

mod common;
use common::SiteFolder;

const FACTS: &str = r#"
[[fact]]
id = "limit-answer"
kind = "limit"
title = "答复"
value = "15 日"
text = "对方收到投诉后 15 日内答复。"
amount = 15
unit = "day"
whose = "theirs"
confidence = "official"
checked = 2026-01-01

[[fact]]
id = "limit-none"
kind = "limit"
title = "没有数字"
value = "及时"
text = "及时答复。"
confidence = "official"
checked = 2026-01-01

[[fact]]
id = "tel-help"
kind = "telephone"
title = "求助"
value = "12345"
text = "打这个电话。"
confidence = "official"
checked = 2026-01-01

[year.2026]
complete = true
statutory = [2026-10-01]
off = [2026-10-01, 2026-10-02]
work = [2026-10-10]
"#;

const GOOD: &str = r#"
[[question]]
id = "what"
ask = "发生了什么？"

[[question.option]]
id = "noise"
label = "太吵"
situation = "noise"
counterpart = "landlord"
next = "when"

[[question.option]]
id = "other"
label = "别的"
outside = "other"

[[question]]
id = "who"
ask = "对谁？"

[[question.option]]
id = "unknown"
label = "不知道"

[[question]]
id = "when"
ask = "哪天？"
event = "complained"

[[outside]]
id = "other"
title = "不在这里"
text = "请问别处。"

[[counterpart]]
id = "landlord"
label = "房东"
reason = "先找房东。"

[[event]]
id = "complained"
label = "投诉了"
starts = ["limit-answer"]
"#;

fn site(case: &str) -> SiteFolder {
    SiteFolder::new()
        .file("index.md", "# 首页\n\n依据[@limit-answer]，又及[@limit-none]。\n")
        .file("case.md", "+++\ntitle = \"案件\"\nkind = \"case\"\n+++\n\n说明。\n")
        .file(
            "situations/noise.md",
            "+++\ntitle = \"太吵\"\nkind = \"situation\"\n+++\n\n## 现在就做\n\n- [ ] **录音。**录一小时。 {#record was=tape}\n\n打 [=tel-help]。\n\n## 证据\n\n- [ ] 录音文件 {#file .evidence}\n",
        )
        .file("facts/all.toml", FACTS)
        .file("case.toml", case)
}

#[test]
fn the_page_carries_what_the_tool_goes_by() {
    let site = site(GOOD);
    site.built(&[]);
    let page = site.page("case.html");
    // The page stands without the tool, and does not carry what only that reads.
    assert!(page.contains(r#"<li><a href="situations/noise.html">太吵</a></li>"#));
    assert!(
        !page.contains("data-limit") && !page.contains("data-item"),
        "{page}"
    );
    let page = site.page_with_tool("case.html");
    for part in [
        r#"<option value="complained" data-starts="limit-answer" data-ends="">投诉了</option>"#,
        r#"data-limit="limit-answer 15 day theirs silent""#,
        r#"data-year="2026" data-complete="1" data-statutory="1001" data-off="1001 1002" data-work="1010""#,
        r#"data-item="noise/record" data-aliases="noise/tape""#,
        r#"<label for="plan-record">录音</label>"#,
        r#"<li class="plan-heading">证据</li>"#,
        r#"href="situations/noise.html#item-record""#,
        r#"value="noise" data-key="draft/what" data-situation="noise" data-counterpart="landlord" data-next="when""#,
    ] {
        assert!(page.contains(part), "{part} is not in\n{page}");
    }
    let other = site.page("index.html");
    assert!(other.contains(r#"data-case-status hidden><a href="case.html">"#));
    assert!(!site.built(&[]).contains_key("case.toml"));
}

#[test]
fn a_site_without_cases_has_no_trace_of_them() {
    let site = SiteFolder::new().file("index.md", "# 首页\n");
    site.built(&[]);
    let page = site.page("index.html");
    assert!(!page.contains("data-case") && !page.contains("recourse.js"));
}

#[test]
fn every_name_that_names_nothing_is_reported() {
    let wrong = GOOD
        .replace(
            "situation = \"noise\"",
            "situation = \"noize\"\nhide = [\"noise/recard\"]",
        )
        .replace("next = \"when\"", "next = \"what\"")
        .replace("outside = \"other\"", "outside = \"others\"")
        .replace("event = \"complained\"", "event = \"complains\"")
        .replace(
            "starts = [\"limit-answer\"]",
            "starts = [\"limit-none\"]\nends = [\"limit-anser\"]",
        );
    let run = site(&wrong).build(&[]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    insta::assert_snapshot!(run.stderr);
}

#[test]
fn questions_that_can_end_in_nothing_are_reported() {
    let run = site(&GOOD.replace("outside = \"other\"\n", "")).build(&[]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("the questions can be answered without a situation coming of it"),
        "{}",
        run.stderr
    );
}

#[test]
fn a_page_for_cases_needs_the_file() {
    let site = SiteFolder::new()
        .file("index.md", "# 首页\n")
        .file("case.md", "+++\nkind = \"case\"\n+++\n\n说明。\n");
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("a page of kind `case` needs the file `case.toml`")
    );
}
