//! What a site's facts, dates and checklists hold it to: a folder in, a message with the line and the remedy out.

mod common;
use common::{Run, SiteFolder};

/// A law, a telephone number and a time limit that rests on the law.
const FACTS: &str = r#"
[[source]]
id = "some-law"
name = "中华人民共和国某法"
short = "某法"
in_force_from = 2020-01-01
confidence = "full-text"
checked = 2026-01-01

[[fact]]
id = "some-law-7"
kind = "article"
source = "some-law"
article = "第七条第一款"
text = "公司收到投诉之日起十五日内答复。"
confidence = "full-text"
checked = 2026-01-01

[[fact]]
id = "tel-some"
kind = "telephone"
title = "某热线"
value = "12399"
text = "打这个电话。"
confidence = "secondary"
checked = 2025-06-01

[[fact]]
id = "limit-some"
kind = "limit"
title = "受理"
value = "7 个工作日"
text = "在这段时间内受理。"
amount = 7
unit = "working-day"
whose = "theirs"
basis = ["some-law-7"]
confidence = "full-text"
checked = 2026-01-01
"#;

/// A page that uses every fact.
const USES_ALL: &str = "# 首页\n\n打 [=tel-some]，[=limit-some]内受理。\n";

fn site() -> SiteFolder {
    SiteFolder::new()
        .file("facts/facts.toml", FACTS)
        .file("index.md", USES_ALL)
}

fn check(site: &SiteFolder, more: &[&str]) -> Run {
    site.run(&[&["check", "site", "--date", "2026-11-22"], more].concat())
}

/// The report on a site with one more page, `a.md`.
fn report(body: &str) -> String {
    check(&site().file("a.md", format!("# 甲\n\n{body}\n")), &[]).stderr
}

fn accepted(body: &str) {
    assert_eq!(report(body), "", "{body}");
}

fn refused(body: &str, message: &str) {
    let report = report(body);
    assert!(
        report.contains(&format!("error: {message}\n")),
        "{body}\n{report}"
    );
    assert!(report.contains("a.md:3:"), "{report}");
    assert!(report.contains("1 error found"), "{report}");
}

#[test]
fn a_typed_number_is_refused_with_the_fact_to_cite() {
    let report = report("找某热线 12399，15 日内答复。");
    insta::assert_snapshot!(report);
}

#[test]
fn a_number_that_a_cited_fact_says_is_accepted() {
    for body in [
        "十五日内答复[@some-law-7]。",
        "答复要 15 天[@some-law-7]。",
        "15 个自然日[@some-law-7]",
        "《某法》第七条[@some-law-7]",
        "《中华人民共和国某法》第 7 条第一款[@some-law-7]",
        "7 个工作日内受理[@limit-some]，十五日内答复。",
        "打 12399[@tel-some]。",
        "- 一件\n- 15 日[@some-law-7]",
        "| 什么 | 多久 |\n| --- | --- |\n| 答复[@some-law-7] | 15 日 |",
        "## 15 日内答复[@some-law-7]",
    ] {
        accepted(body);
    }
}

#[test]
fn a_fact_vouches_only_for_what_it_says_and_only_in_its_block() {
    for (body, message) in [
        (
            "7 日内受理[@limit-some]。",
            "no fact cited here says the time limit `7 日`",
        ),
        (
            "15 个工作日[@some-law-7]",
            "no fact cited here says the time limit `15 个工作日`",
        ),
        (
            "30 日[@some-law-7]",
            "no fact cited here says the time limit `30 日`",
        ),
        (
            "第八条[@some-law-7]",
            "no fact cited here says the article `第八条`",
        ),
        (
            "第七条第二款[@some-law-7]",
            "no fact cited here says the article `第七条第二款`",
        ),
        (
            "12345[@tel-some]",
            "no fact cited here says the telephone number `12345`",
        ),
        (
            "15 日。\n\n另一段[@some-law-7]。",
            "no fact cited here says the time limit `15 日`",
        ),
        (
            "- 15 日\n- 别的[@some-law-7]",
            "no fact cited here says the time limit `15 日`",
        ),
        (
            "## 15 日\n\n答复[@some-law-7]。",
            "no fact cited here says the time limit `15 日`",
        ),
    ] {
        refused(body, message);
    }
}

#[test]
fn an_article_of_another_law_is_refused() {
    let other = "[[source]]\nid = \"other-law\"\nname = \"另一法\"\nconfidence = \"full-text\"\nchecked = 2026-01-01\n";
    let site = site()
        .file("facts/other.toml", other)
        .file("a.md", "# 甲\n\n《另一法》第七条[@some-law-7]。\n");
    let run = check(&site, &[]);
    assert!(
        run.stderr
            .contains("error: no fact cited here says the article `第七条`"),
        "{}",
        run.stderr
    );
}

#[test]
fn dates_money_ages_and_stories_need_no_fact() {
    for body in [
        "2026年11月22日下午，12000 元。",
        "我三年前买的，那时他未满 8 周岁。",
        "第一步，十分钟内打电话；第二天再看。",
        "24 小时客服，7×24 小时。",
        "```\n12345，30 日\n```",
        "看[官网](https://example.org/12345)。",
    ] {
        accepted(body);
    }
}

#[test]
fn a_reasoned_exception_is_accepted_and_not_shown() {
    let site = site().file(
        "a.md",
        "# 甲\n\n## 7 天[!网购的例子，不是期限]\n\n约 3 天[!商家自己说的]、3-5 天内[!也是商家说的]，15 日[@some-law-7]。[!]、[!NOTE]\n",
    );
    let run = check(&site, &[]);
    assert_eq!(run.stderr, "");
    site.built(&["--date", "2026-11-22"]);
    let page = site.page("a.html");
    assert!(page.contains("约 3 天、3-5 天内，15 日"), "{page}");
    assert!(page.contains("[!]、[!NOTE]"), "{page}");
    assert!(!page.contains("商家自己说的"), "{page}");
    let list = check(&site, &["--facts"]).stdout;
    for line in [
        "numbers in prose that need no fact: 3\n",
        "  a.md:3  7 天: 网购的例子，不是期限\n",
        "  a.md:5  3 天: 商家自己说的\n",
    ] {
        assert!(list.contains(line), "{list}");
    }
}

#[test]
fn an_exception_excuses_one_number_that_needs_it() {
    refused(
        "3 天、5 天[!例子一个]",
        "no fact cited here says the time limit `3 天`",
    );
    refused(
        "15 日[@some-law-7][!没有必要]",
        "the exception excuses no number",
    );
    refused("很久[!没有数字]", "the exception excuses no number");
    let report = report("3 天是商家说的[!例子一个]");
    assert!(report.contains("says the time limit `3 天`"), "{report}");
    assert!(
        report.contains("the exception excuses no number"),
        "{report}"
    );
}

#[test]
fn a_title_or_description_says_only_what_its_page_cites() {
    let site = site().file(
        "a.md",
        "+++\ntitle = \"15 日内答复\"\ndescription = \"30 日\"\n+++\n\n答复[@some-law-7]。\n",
    );
    let report = check(&site, &[]).stderr;
    assert!(
        report.contains(
            "error: `description`: no fact that the page cites says the time limit `30 日`"
        ),
        "{report}"
    );
    assert!(report.contains("a.md:3:"), "{report}");
    assert!(report.contains("1 error found"), "{report}");
}

#[test]
fn a_plain_folder_may_write_any_number() {
    let site = SiteFolder::new().file("index.md", "# 首页\n\n打 110，第七条，30 日[!原因是]。\n");
    assert_eq!(check(&site, &[]).stderr, "");
}

/// A site with one more page, a letter that says this; it brings all that a letter has to bring.
fn with_letter(words: &str) -> SiteFolder {
    let front =
        "+++\ntitle = \"信\"\nkind = \"letter\"\nform_source = \"没有\"\nreviewed = 2026-11-22\n";
    site()
        .file(
            "letter.md",
            format!("{front}groups = [{{ title = \"填\", fields = [\"name\"] }}]\n+++\n\n```letter\n# 信\n\n{{name}}{words}\n```\n"),
        )
        .file("fields.toml", "[name]\nlabel = \"姓名\"\ntype = \"text\"\n")
        .file(
            "letter.cases.toml",
            "[[case]]\nname = \"甲\"\nday = 2026-11-22\nanswers = { name = \"王\" }\n",
        )
}

#[test]
fn an_article_is_not_typed_into_a_letter() {
    let report = check(
        &with_letter("，根据《某法》第七条第一款、第九条，请于 30 日内答复。"),
        &[],
    )
    .stderr;
    for told in [
        "error: the article `第七条第一款` is typed into the letter\n  --> letter.md:12:",
        "= help: write `{cite some-law-7}`, or `{article some-law-7}` where the law has just been named\n",
        "error: the article `第九条` is typed into the letter\n  --> letter.md:12:",
        "= help: add the fact to a file in facts/ and write `{cite its-id}`\n",
        "2 errors found",
    ] {
        assert!(report.contains(told), "{told}\n{report}");
    }
    assert_eq!(
        check(&with_letter("，根据{cite some-law-7}。"), &[]).stderr,
        ""
    );
}

#[test]
fn a_letter_brings_its_form_its_review_and_cases_for_every_way() {
    let site = with_letter("{if name}甲{end}");
    let report = check(&site, &[]).stderr;
    assert!(
        report.contains("error: no sample case takes the way where `{if name}` does not hold\n  --> letter.md:12:7\n"),
        "{report}"
    );
    assert!(report.contains("= help: add a case to `letter.cases.toml`, or remove the condition"));
    assert!(report.contains("1 error found"), "{report}");
    let site = with_letter("").file("letter.cases.toml", "");
    let report = check(&site, &[]).stderr;
    assert!(
        report.contains("error: the letter has no sample cases\n--> letter.md\n"),
        "{report}"
    );
    let page = "+++\ntitle = \"信\"\nkind = \"letter\"\n+++\n\n```letter\n# 信\n\n好。\n```\n";
    let site = with_letter("").file("letter.md", page);
    let report = check(&site, &[]).stderr;
    for told in [
        "error: the letter has no `form_source`\n",
        "= help: add `form_source = \"…\"` to the front matter: where the form of the letter comes from\n",
        "error: the letter has no `reviewed`\n",
    ] {
        assert!(report.contains(told), "{told}\n{report}");
    }
    assert_eq!(
        check(&site, &["--lenient"]).code,
        Some(0),
        "they only warn if asked to"
    );
}

#[test]
fn a_fact_that_nothing_uses_is_refused_but_tolerable() {
    let site = SiteFolder::new()
        .file("facts/facts.toml", FACTS)
        .file("index.md", "# 首页\n\n[=limit-some]\n");
    let run = check(&site, &[]);
    assert!(
        run.stderr
            .contains("error: nothing uses the fact `tel-some`"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr.contains("facts/facts.toml:20:"),
        "{}",
        run.stderr
    );
    assert!(
        run.stderr
            .contains("cite it with `[@tel-some]`, list it in a directory, or remove it")
    );
    assert!(run.stderr.contains("1 error found"), "{}", run.stderr);
    assert_eq!(check(&site, &["--lenient"]).code, Some(0));
}

#[test]
fn what_a_change_or_a_time_limit_rests_on_is_used() {
    let site = SiteFolder::new()
        .file("facts/facts.toml", FACTS)
        .file(
            "facts/changes.toml",
            "[[change]]\ndate = 2026-01-01\ntitle = \"变\"\ntext = \"…\"\nbasis = [\"tel-some\"]\n",
        )
        .file("index.md", "# 首页\n");
    let report = check(&site, &[]).stderr;
    assert!(
        report.contains("nothing uses the fact `limit-some`"),
        "{report}"
    );
    assert!(report.contains("1 error found"), "{report}");
}

#[test]
fn a_fact_that_is_not_in_force_on_the_day_is_refused() {
    let site = site();
    let on = |date: &str| site.run(&["check", "site", "--date", date]);
    assert_eq!(on("2020-01-01").code, Some(0));
    let report = on("2019-12-31").stderr;
    assert!(
        report.contains("error: the fact `limit-some` rests on `some-law-7`, which is not in force on 2019-12-31, only from 2020-01-01"),
        "{report}"
    );
    assert!(report.contains("index.md:3:"), "{report}");
    assert!(
        report.contains("publish on 2020-01-01 or later"),
        "{report}"
    );

    site.write(
        "facts/facts.toml",
        FACTS.replace("in_force_from = 2020-01-01", "until = 2026-12-31"),
    );
    site.write(
        "index.md",
        "# 首页\n\n[=tel-some][@limit-some][@some-law-7]\n",
    );
    assert_eq!(on("2026-12-31").code, Some(0));
    let report = on("2027-01-01").stderr;
    assert!(
        report.contains("error: the fact `some-law-7` is out of force on 2027-01-01, since the end of 2026-12-31"),
        "{report}"
    );
}

#[test]
fn the_day_changes_no_byte() {
    let site = site();
    assert_eq!(
        site.built(&["--date", "2026-01-01"]),
        site.built(&["--date", "2030-06-30"])
    );
}

#[test]
fn a_day_is_written_year_first() {
    let run = site().run(&["check", "site", "--date", "22.11.2026"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.contains("write it as 2026-11-22"),
        "{}",
        run.stderr
    );
}

#[test]
fn facts_due_for_review_are_listed_oldest_first() {
    let site = site();
    let list = |date: &str| site.run(&["check", "site", "--facts", "--date", date]);
    let run = list("2026-06-01");
    assert_eq!(run.code, Some(0));
    insta::assert_snapshot!(run.stdout);
    let later = list("2027-01-01").stdout;
    assert!(later.starts_with("checked 365 days before 2027-01-01 or earlier: 4\n  2025-06-01  facts/facts.toml:20  tel-some\n"), "{later}");
    site.write("site.toml", "review_after_days = 10\n");
    let sooner = list("2026-01-11").stdout;
    assert!(
        sooner.starts_with("checked 10 days before 2026-01-11 or earlier: 4\n"),
        "{sooner}"
    );
}

#[test]
fn a_situation_without_a_channel_is_refused() {
    let situation =
        |body: &str| format!("+++\ntitle = \"事\"\nkind = \"situation\"\n+++\n\n{body}\n");
    let site = site().file("a.md", situation("依据[@some-law-7]。"));
    let report = check(&site, &[]).stderr;
    assert!(
        report.contains("error: the situation names no channel"),
        "{report}"
    );
    assert!(report.contains("a.md:3:"), "{report}");
    assert!(report.contains("say where to turn"), "{report}");
    site.write("a.md", situation("打 [=tel-some]。"));
    assert_eq!(check(&site, &[]).stderr, "");
}

#[test]
fn a_time_limit_says_what_it_counts_and_its_value_says_the_same() {
    let site = site();
    site.write(
        "facts/facts.toml",
        FACTS.replace("unit = \"working-day\"\n", ""),
    );
    let report = check(&site, &[]).stderr;
    assert!(
        report.contains("error: the fact `limit-some` has no `unit`"),
        "{report}"
    );
    assert!(report.contains("facts/facts.toml:29:"), "{report}");
    assert!(
        report.contains("add `unit = …` to the entry: one of working-day, natural-day, day"),
        "{report}"
    );

    site.write(
        "facts/facts.toml",
        FACTS.replace("unit = \"working-day\"", "unit = \"day\""),
    );
    let report = check(&site, &[]).stderr;
    assert!(
        report.contains("error: the value `7 个工作日` does not say the `amount` and the `unit` of the fact `limit-some`"),
        "{report}"
    );
}

fn checklist(items: &str) -> String {
    format!("# 清单\n\n{items}\n")
}

#[test]
fn an_item_that_was_published_is_never_lost() {
    let site = SiteFolder::new().file("index.md", "# 首页\n").file(
        "a.md",
        checklist("- [ ] 甲 {#call-bank}\n- [ ] 乙 {#freeze was=lock}"),
    );
    let recorded = site.run(&["check", "site", "--record-items"]);
    assert_eq!(recorded.code, Some(0), "{}", recorded.stderr);
    assert_eq!(
        recorded.stdout,
        "recorded the checklist items in items.toml\n"
    );
    let record = || std::fs::read_to_string(site.site().join("items.toml")).expect("written");
    assert!(
        record()
            .ends_with("[items]\na = [\n    \"call-bank\",\n    \"freeze\",\n    \"lock\",\n]\n"),
        "{}",
        record()
    );
    assert_eq!(check(&site, &[]).stderr, "");
    assert!(!site.built(&[]).contains_key("items.toml"));

    site.write(
        "a.md",
        checklist("- [ ] 甲 {#call-banks}\n- [ ] 乙 {#freeze was=lock}"),
    );
    insta::assert_snapshot!(check(&site, &[]).stderr);

    site.write(
        "a.md",
        checklist("- [ ] 甲 {#call-banks was=call-bank}\n- [ ] 乙 {#freeze was=lock}"),
    );
    assert_eq!(check(&site, &[]).stderr, "");

    site.write("a.md", checklist("- [ ] 乙 {#freeze was=lock}"));
    site.write(
        "items.toml",
        format!("{}\n[retired.a]\ncall-bank = \"合并到乙\"\n", record()),
    );
    assert_eq!(check(&site, &[]).stderr, "");
    site.run(&["check", "site", "--record-items"]);
    assert!(
        record().ends_with(
            "a = [\n    \"freeze\",\n    \"lock\",\n]\n\n[retired.a]\ncall-bank = \"合并到乙\"\n"
        ),
        "{}",
        record()
    );
    assert_eq!(check(&site, &[]).stderr, "");
}

#[test]
fn a_page_with_a_recorded_checklist_keeps_its_name() {
    let site = SiteFolder::new()
        .file("index.md", "# 首页\n")
        .file("b.md", checklist("- [ ] 甲 {#call}"))
        .file("items.toml", "[items]\na = [\"call\"]\n");
    let report = check(&site, &[]).stderr;
    assert!(
        report.contains(
            "error: no page has the checklist `a` any more, so people's ticks for `call` are lost"
        ),
        "{report}"
    );
    assert!(report.contains("items.toml:2:6"), "{report}");
}

#[test]
fn recording_adds_and_never_forgets() {
    let site = SiteFolder::new()
        .file("index.md", checklist("- [ ] 甲 {#new}"))
        .file("items.toml", "[items]\ngone = [\"old\"]\n");
    site.run(&["check", "site", "--record-items"]);
    let record = std::fs::read_to_string(site.site().join("items.toml")).expect("written");
    assert!(
        record.ends_with("[items]\ngone = [\n    \"old\",\n]\nindex = [\n    \"new\",\n]\n"),
        "{record}"
    );
}

#[test]
fn two_checklists_of_one_name_share_no_item() {
    let site = SiteFolder::new()
        .file("index.md", "# 首页\n")
        .file("a/x.md", checklist("- [ ] 甲 {#call}"))
        .file("b/x.md", checklist("- [ ] 乙 {#call}"));
    let report = check(&site, &[]).stderr;
    assert!(
        report.contains("error: a browser cannot tell the item `call` from the one in a/x.md, as both pages have one name"),
        "{report}"
    );
    assert!(report.contains("b/x.md:3:"), "{report}");
}

#[test]
fn a_record_with_a_mistake_is_refused_and_stays_as_it_is() {
    let site = SiteFolder::new()
        .file("index.md", checklist("- [ ] 甲 {#call}"))
        .file("items.toml", "[itmes]\n");
    assert!(check(&site, &[]).stderr.contains("items.toml:1:"));
    let recorded = site.run(&["check", "site", "--record-items"]);
    assert_eq!(recorded.code, Some(1));
    let record = std::fs::read_to_string(site.site().join("items.toml")).expect("there");
    assert_eq!(record, "[itmes]\n");
}
