//! Letters as editors write them: rows in the form, mistakes told with their place, sample cases tried at every build.

mod common;
use common::SiteFolder;

use std::collections::BTreeMap;
use std::path::Path;

use recourse::letter::samples;
use recourse::{Options, read};

const FIELDS: &str = r#"
[name]
label = "姓名"
type = "text"
required = true

[kind]
label = "哪一种"
type = "choice"
options = ["退款", "换货"]

[payments]
label = "付款"
type = "list"
fields = ["paid_at", "paid"]

[paid_at]
label = "时间"
type = "text"

[paid]
label = "金额"
type = "money"

[enclosures]
label = "附件"
type = "multiline"
evidence = true
"#;

const LETTER: &str = r#"# 关于{kind}的信

> 某店：

| 时间 | 金额 |
{each payments}
| {paid_at} | {paid} |
{end}
共{total payments.paid}（{upper total payments.paid}）。

{if kind = 退款}
请退款。
{else}
请换货。
{end}
{if enclosures}附件：{enclosures}{end}

>> {name}
"#;

fn page(letter: &str, groups: &str) -> String {
    format!(
        "+++\ntitle = \"信\"\nkind = \"letter\"\nshort = true\ngroups = [{{ title = \"填写\", fields = [{groups}] }}]\n+++\n\n什么时候用。\n\n```letter\n{letter}```\n"
    )
}

fn site() -> SiteFolder {
    SiteFolder::new()
        .file("index.md", "# 首页\n")
        .file("fields.toml", FIELDS)
        .file(
            "tone.toml",
            "[[notice]]\nwords = [\"骗子\", \"混蛋\"]\nsay = \"像是骂人\"\n",
        )
        .file(
            "situations/stolen.md",
            "+++\ntitle = \"被盗\"\nkind = \"situation\"\nletters = [\"letter\"]\n+++\n\n- [ ] 账单截图。 {#bill .evidence was=old-bill}\n- [ ] 打电话 {#call}\n",
        )
        .file(
            "letters/letter.md",
            page(LETTER, r#""name", "kind", "payments", "enclosures""#),
        )
}

#[test]
fn a_list_is_a_row_to_add_to_and_three_rows_on_paper() {
    let site = site();
    site.built(&[]);
    let page = site.page("letters/letter.html");
    assert!(page.contains("data-rows=\"paid_at paid\""), "{page}");
    assert!(page.contains("id=\"f-paid\" data-field=\"paid\" data-type=\"money\" data-label=\"金额\" data-list=\"payments\""));
    assert!(page.contains("<thead><tr><th>时间</th><th>金额</th></tr></thead>"));
    assert_eq!(page.matches("<tbody>").count(), 3);
    assert!(page.contains("data-action=\"add-row\" data-needs-tool hidden"));
    assert!(page.contains("<div class=\"letter-closing\">"));
}

#[test]
fn a_letter_knows_its_situations_evidence_and_the_words_to_avoid() {
    let site = site();
    site.built(&[]);
    let page = site.page_with_tool("letters/letter.html");
    assert!(
        page.contains("<span data-keys=\"stolen/bill stolen/old-bill\">账单截图</span>"),
        "{page}"
    );
    assert!(!page.contains("stolen/call"));
    assert!(page.contains("<span data-words=\"骗子 混蛋\">像是骂人</span>"));
    assert!(page.contains("data-letter-short=\"letter\""));
}

/// What a build of this letter, with this form, is refused for: message, place, remedy.
fn refused(letter: &str, groups: &str) -> Vec<String> {
    let site = site().file("letters/letter.md", page(letter, groups));
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1), "{}", run.stdout);
    let told = |line: &str| {
        let line = line.trim_start();
        let message = line
            .strip_prefix("error: ")
            .or(line.strip_prefix("= help: "))?;
        Some(message.to_owned())
    };
    run.stderr.lines().filter_map(told).collect()
}

#[test]
fn a_claim_knows_the_payments_it_is_usually_the_sum_of() {
    let claim = "\n[claim]\nlabel = \"要求退还\"\ntype = \"money\"\ntotal = \"paid\"\n";
    let letter = LETTER.replace("请退款。", "请退款{claim}。");
    let groups = r#""name", "kind", "payments", "claim", "enclosures""#;
    let site = |claim: &str| {
        site()
            .file("fields.toml", format!("{FIELDS}{claim}"))
            .file("letters/letter.md", page(&letter, groups))
    };
    let good = site(claim);
    good.built(&[]);
    let page = good.page("letters/letter.html");
    assert!(page.contains("data-field=\"claim\" data-type=\"money\" data-label=\"要求退还\" inputmode=\"decimal\" data-total=\"paid\""), "{page}");
    for wrong in ["paid_at", "name", "none"] {
        let run = site(&claim.replace("\"paid\"", &format!("\"{wrong}\""))).build(&[]);
        assert!(
            run.stderr
                .contains("`claim` is no amount, or its `total` is no amount of a list"),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("fields.toml:30:"), "{}", run.stderr);
    }
}

#[test]
fn a_rows_field_stands_in_its_rows() {
    let told = refused(
        "# 信\n\n{paid}{total others.paid}{payments}\n\n{each payment}\n{paid_at}\n{end}\n",
        r#""payments""#,
    );
    assert_eq!(
        told,
        [
            "`paid` has an answer in every row of `payments`, and only the first would stand here",
            "write it between `{each payments}` and `{end}`, or add up with `{total payments.paid}`",
            "the field `paid` is not in the rows of a list `others`",
            "name the list that has the field, and ask for it in the form",
            "there is no list `others`",
            "add it to fields.toml with `type = \"list\"`",
            "`payments` is a list",
            "write `{each payments}` … `{end}` around its fields, or ask `{if several payments}`",
            "there is no list `payment`",
            "did you mean `payments`? otherwise add it to fields.toml with `type = \"list\"`",
            "`paid_at` has an answer in every row of `payments`, and only the first would stand here",
            "write it between `{each payments}` and `{end}`, or add up with `{total payments.paid_at}`",
        ]
    );
}

#[test]
fn only_amounts_have_formal_numerals() {
    assert_eq!(
        refused("# 信\n\n{upper name}\n", r#""name""#),
        [
            "the field `name` is of the type `text`, and only amounts add up or have formal numerals",
            "use a field with `type = \"money\"`",
        ]
    );
}

#[test]
fn a_branch_that_nobody_can_reach_is_refused() {
    let letter = "# 信\n\n{name}\n\n{if kind = 退款}\n{if kind = 换货}\n甲\n{end}\n{if kind}\n乙\n{else}\n丙\n{end}\n{end}\n";
    assert_eq!(
        refused(letter, r#""name", "kind""#),
        [
            "`kind = 换货` can never hold here, whatever is answered",
            "remove it with its passage, or move it out of the condition around it",
            "`kind` always holds here, whatever is answered",
            "remove it and its `{else}`",
        ]
    );
}

#[test]
fn joined_questions_are_looked_at_one_by_one() {
    let letter = "# 信\n\n{name}\n\n{if kind = 退款 or name}\n{if kind = 换货 and not name}\n甲\n{end}\n{end}\n\n{if kind = 退款}\n{if kind = 退款 and name}\n乙\n{end}\n{if kind = 换货 or name}\n丙\n{end}\n{end}\n";
    assert_eq!(
        refused(letter, r#""name", "kind""#),
        [
            "`kind = 换货 and not name` can never hold here, whatever is answered",
            "remove it with its passage, or move it out of the condition around it",
            "`kind = 退款` always holds here, whatever is answered",
            "remove it from the condition",
            "`kind = 换货` can never hold here, whatever is answered",
            "remove it from the condition",
        ]
    );
}

#[test]
fn every_field_and_option_of_a_joined_condition_is_known() {
    assert_eq!(
        refused(
            "# 信\n\n{name}{if kind = 退货 or nam}甲{end}\n",
            r#""name", "kind""#
        ),
        [
            "`退货` is no option of the field `kind`",
            "use one of its options",
            "there is no field `nam`",
            "did you mean `name`? otherwise add it to fields.toml",
        ]
    );
}

/// A letter that offers only some of a choice's options.
fn with_options(options: &str, letter: &str) -> SiteFolder {
    let page = page(letter, r#""name", "kind""#);
    let page = page.replacen("short = true", &format!("options = {options}"), 1);
    site().file("letters/letter.md", page)
}

#[test]
fn a_letter_offers_the_options_that_it_names() {
    let site = with_options(
        r#"{ kind = ["换货"] }"#,
        "# 信\n\n{name}{if kind}{kind}{end}\n",
    );
    site.built(&[]);
    let page = site.page("letters/letter.html");
    assert!(page.contains("<option>换货</option>"), "{page}");
    assert!(!page.contains("<option>退款</option>"), "{page}");
}

#[test]
fn offered_options_are_checked() {
    let refused = |options: &str, message: &str| {
        let letter = "# 信\n\n{name}{if kind}{kind}{end}\n";
        let report = with_options(options, letter).build(&[]).stderr;
        assert!(report.contains(&format!("error: {message}\n")), "{report}");
        assert!(report.contains("--> letters/letter.md:4:1"), "{report}");
    };
    refused(
        r#"{ kind = ["退货"] }"#,
        "`options`: `退货` is no option of the field `kind`",
    );
    refused(
        r#"{ kind = ["退款", "退款"] }"#,
        "`options`: `退款` is there twice",
    );
    refused(
        r#"{ kind = ["换货", "退款"] }"#,
        "`options`: `kind` leaves out none of its options, or all",
    );
    refused(
        r#"{ name = ["王"] }"#,
        "`options`: the form asks for no choice `name`",
    );
}

#[test]
fn nothing_depends_on_an_option_that_is_not_offered() {
    let letter = "# 信\n\n{name}{if kind = 退款}甲{end}\n";
    let report = with_options(r#"{ kind = ["换货"] }"#, letter)
        .build(&[])
        .stderr;
    assert!(
        report.contains("the letter does not offer `退款` for the field `kind`"),
        "{report}"
    );
    let cases =
        "[[case]]\nname = \"甲\"\nday = 2026-11-22\nanswers = { name = \"王\", kind = \"退款\" }\n";
    let site = with_options(r#"{ kind = ["换货"] }"#, "# 信\n\n{name}{kind}\n")
        .file("letters/letter.cases.toml", cases);
    let report = site.build(&[]).stderr;
    assert!(
        report
            .contains("the case `甲` answers `kind` with `退款`, which is no option of the letter"),
        "{report}"
    );
}

const ON_PAPER: &str = "# 信\n\n{if kind = 退款}\n我要退款。\n{end}\n{if kind = 换货}\n我要换货。\n{end}\n\n{if name}\n共{total payments.paid}。\n\n{name}\n{end}\n\n{kind}\n\n1. 答复我。\n{if kind = 退款}\n1. 赔偿{name}。\n{end}\n{if not name}\n1. 赔偿{name}。\n{end}\n";

#[test]
fn a_paper_form_is_laid_out_for_a_pen() {
    let site = site().file(
        "letters/letter.md",
        page(ON_PAPER, r#""name", "kind", "payments""#),
    );
    site.built(&[]);
    let page = site.page("print/sheets/letters/letter.html");
    let tick = "<span class=\"box\" aria-hidden=\"true\"></span>";
    assert!(
        page.contains(&format!("<p>{tick}我要退款。{tick}我要换货。</p>")),
        "short alternatives stand side by side: {page}"
    );
    assert_eq!(
        page.matches("<div class=\"pen-group\">").count(),
        1,
        "two passages share a box"
    );
    assert!(
        page.contains("共<span class=\"gap\" data-gap=\"total\"></span>。"),
        "a sum is called what the letter calls it: {page}"
    );
    assert!(
        page.contains(&format!("<span class=\"option\">{tick}退款</span>")),
        "a choice is ticked: {page}"
    );
    assert_eq!(
        page.matches("赔偿<span").count(),
        1,
        "nothing is said twice"
    );
    assert!(
        page.contains("<ol class=\"boxes\"><li><span class=\"box ticked\""),
        "what always stands is ticked: {page}"
    );
}

/// A letter that quotes so many articles, each for one kind, and asks for something that nobody has ticked.
fn lawful(articles: usize) -> String {
    let mut letter = String::from("# 信\n\n我是{name}。\n\n");
    for article in 0..articles {
        let number = ["一", "二", "三", "四", "五", "六", "七", "八", "九"][article];
        letter.push_str(&format!(
            "{{if kind = 退款}}\n根据《某某法》第{number}条，应当退还{}。\n{{end}}\n",
            "全部的款项".repeat(4)
        ));
    }
    letter.push_str("\n{if kind = 换货}\n根据同一规定第十一条，应当更换。\n{end}\n\n{if sure}\n我确定。\n{else}\n{sure}。\n{end}\n");
    letter
}

#[test]
fn a_long_paper_form_names_articles_and_a_short_one_quotes_them() {
    for (articles, names) in [(3, false), (8, true)] {
        let fields = format!("{FIELDS}\n[sure]\nlabel = \"确定吗\"\ntype = \"yes\"\n");
        let site = SiteFolder::new()
            .file("index.md", "# 首页\n")
            .file("fields.toml", fields)
            .file(
                "letters/letter.md",
                page(&lawful(articles), r#""name", "kind", "sure""#),
            );
        site.built(&[]);
        let paper = site.page("print/sheets/letters/letter.html");
        assert_eq!(
            paper.contains("《某某法》第三条（退款）；"),
            names,
            "{paper}"
        );
        assert_eq!(paper.contains("应当退还全部"), !names, "{paper}");
        assert_eq!(
            paper.contains("同一规定第十一条（换货）；"),
            names,
            "{paper}"
        );
        assert!(paper.contains("我确定。"), "{paper}");
        assert!(
            !paper.contains("确定吗"),
            "a box on paper asks for itself: {paper}"
        );
    }
}

#[test]
fn lists_and_their_fields_fit_together() {
    let fields = "[a]\nlabel = \"甲\"\ntype = \"list\"\nfields = [\"b\", \"c\"]\n[b]\nlabel = \"乙\"\ntype = \"multiline\"\n[d]\nlabel = \"丁\"\ntype = \"text\"\nevidence = true\n";
    let site = SiteFolder::new()
        .file("index.md", "# 首页\n")
        .file("fields.toml", fields);
    let report = site.build(&[]).stderr;
    for told in [
        "the list `a` has a field `b` of the type `multiline`",
        "the list `a` has a field `c`, which is not there",
        "`d` takes the evidence, which is several lines",
    ] {
        assert!(report.contains(told), "{report}");
    }
}

#[test]
fn a_letter_that_no_situation_uses_is_refused() {
    let site = site().file("letters/lost.md", page("# 信\n\n{name}\n", r#""name""#));
    let run = site.build(&[]);
    assert_eq!(run.code, Some(1));
    assert_eq!(
        run.stderr,
        "error: no situation uses this letter\n\
         --> letters/lost.md\n \
         = help: add `letters = [\"lost\"]` to a situation's front matter, or remove the letter\n\n\
         1 error found, nothing was written\n"
    );
}

const CASES: &str = r#"
[[case]]
name = "两笔"
day = 2026-11-22
[case.answers]
name = "王小明"
kind = "退款"
enclosures = "1. 收据\n2. 收据"
payments = [{ paid_at = "5日", paid = "8" }, { paid_at = "6日", paid = "0.5" }]
"#;

#[test]
fn sample_cases_are_written_and_tell_what_nobody_tried() {
    let site = site().file("letters/letter.cases.toml", CASES);
    let files = site.built(&[]);
    assert!(
        !files.keys().any(|path| path.contains("cases")),
        "they are no part of the site"
    );
    let run = site.run(&["check", "site", "--letters"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert_eq!(
        run.stdout,
        "letters/letter.md: 1 cases take 2 of 4 branches\n  \
         letters/letter.md:21  `{if kind = 退款}` does not hold\n  \
         letters/letter.md:26  `{if enclosures}` does not hold\n"
    );
}

#[test]
fn a_sample_case_answers_everything_and_nothing_else() {
    let cases = CASES
        .replace("name = \"王小明\"", "nam = \"王小明\"")
        .replace("\"退款\"", "\"退\"")
        .replace("\"0.5\"", "\"五毛\"")
        .replace("\"5日\"", "\"5日\", when = \"\"")
        .replace("day = 2026-11-22", "day = 2026-11-22\ngaps = [\"kind\"]");
    let site = site()
        .file("letters/letter.cases.toml", &cases)
        .file("letters/other.cases.toml", CASES);
    let report = site.build(&[]).stderr;
    for told in [
        "the case `两笔` answers `nam`, which is no field",
        "did you mean `name`? otherwise add it to fields.toml",
        "answers `kind` with `退`, which is no option",
        "answers `paid` with `五毛`, which cannot be read",
        "write it as a money is typed",
        "a row of `payments` in the case `两笔` answers `when`, which it does not have",
        "the case `两笔` leaves `name` open",
        "answer it, or say `gaps = [\"name\"]` if that is right",
        "the case `两笔` does not leave `kind` open",
        "there is no letter beside these cases",
    ] {
        assert!(report.contains(told), "{told}\n{report}");
    }
}

/// The text between two lines of a document.
fn between<'text>(text: &'text str, begins: &str, ends: &str) -> &'text str {
    let (_, rest) = text
        .split_once(begins)
        .unwrap_or_else(|| panic!("no {begins}"));
    rest.split_once(ends)
        .unwrap_or_else(|| panic!("no {ends}"))
        .0
}

#[test]
fn the_example_for_editors_is_a_letter() {
    for explanation in [
        include_str!("../docs/letters.md"),
        include_str!("../docs/letters.zh-CN.md"),
    ] {
        let (_, facts) = explanation
            .split_once("`facts/laws.toml`")
            .expect("the facts");
        let (_, after_letter) = explanation.rsplit_once("````\n").expect("the letter's end");
        let site = SiteFolder::new()
            .file("index.md", "# 首页\n")
            .file("fields.toml", between(explanation, "```toml\n", "```\n"))
            .file("facts/laws.toml", between(facts, "```toml\n", "```\n"))
            .file(
                "letters/shop.md",
                between(explanation, "````markdown\n", "````\n"),
            )
            .file(
                "letters/shop.cases.toml",
                between(after_letter, "```toml\n", "```\n"),
            );
        site.built(&[]);
        let run = site.run(&["check", "site", "--letters"]);
        assert!(
            run.stdout.contains("3 cases take 9 of 9 branches"),
            "{}",
            run.stdout
        );
    }
}

/// The guide's own letters, as its sample cases write them. A change here is a change in what people send.
#[test]
fn the_guides_sample_letters_are_as_they_were() {
    let options = Options {
        site: Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
        base_url: None,
        lenient: true,
        purpose: recourse::Purpose::Folder,
        date: "2026-11-22"
            .parse::<toml::value::Datetime>()
            .expect("a date")
            .date
            .expect("a day"),
    };
    let (sources, site, mut report) = read(&options);
    let samples = samples::write(&site, &sources, &mut report);
    assert!(!samples.written.is_empty());
    let mut count = BTreeMap::<String, usize>::new();
    for sample in samples.written {
        let number = count.entry(sample.letter.clone()).or_default();
        *number += 1;
        let name = format!("{}-{number}", sample.letter);
        let text = sample.written.to_text();
        for doubled in [
            "。。", "。；", "。，", "，。", "；。", "：。", "、。", ".。", "（）", "“”", "““", "””",
        ] {
            assert!(!text.contains(doubled), "{name}: {doubled}\n{text}");
        }
        insta::with_settings!({ description => sample.name, omit_expression => true }, {
            insta::assert_snapshot!(name, text);
        });
    }
}
