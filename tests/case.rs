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

const LETTERS: &str = r#"
[[event]]
id = "sent"
label = "寄出"

[[letter]]
id = "protest"
when = "whom = 房东"
sent = "complained"
asked = "answer_by"
next = "claim"

[[letter]]
id = "protest"
sent = "sent"
"#;

const FIELDS: &str = r#"
[whom]
label = "写给谁"
type = "choice"
options = ["房东", "物业", "邻居"]
was = { "房主" = "房东" }

[answer_by]
label = "哪天答复"
type = "date"

[urgent]
label = "很急"
type = "yes"
"#;

/// A site with a letter to a landlord or the management, and one that follows; the first page says this of what comes next.
fn site_with_letters(letters: &str, says: &str) -> SiteFolder {
    let letter = |options: &str, says: &str| {
        format!(
            "+++\ntitle = \"信\"\nkind = \"letter\"\nform_source = \"无\"\nreviewed = 2026-11-22\n{options}groups = [{{ title = \"填写\", fields = [\"whom\", \"answer_by\", \"urgent\"] }}]\n+++\n\n{says}\n\n```letter\n# 信\n\n> {{whom}}：\n\n请在{{answer_by}}以前答复。{{if urgent}}很急。{{end}}\n```\n"
        )
    };
    let cases = "[[case]]\nname = \"全\"\nday = 2026-11-22\n\n[case.answers]\nwhom = \"房东\"\nanswer_by = 2026-12-01\n\n[[case]]\nname = \"急\"\nday = 2026-11-22\n\n[case.answers]\nwhom = \"房东\"\nanswer_by = 2026-12-01\nurgent = true\n";
    site(&[GOOD, letters].concat())
        .file("fields.toml", FIELDS)
        .file(
            "situations/quarrel.md",
            "+++\ntitle = \"争吵\"\nkind = \"situation\"\nletters = [\"protest\", \"claim\"]\n+++\n\n- [ ] 写信 {#write}\n\n打 [=tel-help]。\n",
        )
        .file(
            "letters/protest.md",
            letter("options = { whom = [\"房东\", \"物业\"] }\n", says),
        )
        .file("letters/claim.md", letter("", "最后一步。"))
        .file("letters/protest.cases.toml", cases)
        .file("letters/claim.cases.toml", cases)
}

const SAYS: &str = "[=limit-answer]内答复，不然[起诉](claim.md)。";

#[test]
fn what_follows_from_a_letter_hangs_on_an_answer() {
    let site = site_with_letters(LETTERS, SAYS);
    site.built(&[]);
    let page = site.page_with_tool("letters/protest.html");
    let (first, last) = page
        .split_once(
            r#"<script type="text/html" data-way="whom = 房东" data-event="complained" data-asked="answer_by""#,
        )
        .unwrap_or_else(|| panic!("no such way in\n{page}"))
        .1
        .split_once(r#"<script type="text/html" data-way="" data-event="sent""#)
        .expect("another way for every other answer");
    assert!(first.contains(r#"<a href="claim.html">信</a>"#), "{first}");
    assert!(first.contains(r#"data-limit="limit-answer 15 day theirs silent""#));
    assert!(
        !last.contains("data-limit=") && !last.contains("claim.html"),
        "{last}"
    );
    let of_a_box = site_with_letters(&LETTERS.replace("whom = 房东", "urgent"), SAYS);
    of_a_box.built(&[]);
    let page = of_a_box.page_with_tool("letters/protest.html");
    assert!(
        page.contains(r#"<script type="text/html" data-way="urgent = yes""#),
        "{page}"
    );
}

#[test]
fn a_former_option_stays_chosen_where_its_present_one_is_offered() {
    let site = site_with_letters(LETTERS, SAYS);
    site.built(&[]);
    let page = site.page("letters/protest.html");
    assert!(page.contains("<option>房东</option><option>物业</option><option value=\"房主\" hidden disabled>房东</option></select>"), "{page}");
    let wrong = FIELDS.replace("\"房主\" = \"房东\"", "\"房主\" = \"楼主\"");
    let run = site_with_letters(LETTERS, SAYS)
        .file("fields.toml", wrong)
        .build(&[]);
    assert!(
        run.stderr
            .contains("`whom` has a `was` that leads from no former option to a present one"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("fields.toml:2:"), "{}", run.stderr);
}

#[test]
fn entries_that_decide_nothing_and_pages_that_keep_silent_are_reported() {
    for (letters, says, message, remedy) in [
        (
            LETTERS.replace("whom = 房东", "whom is 房东"),
            SAYS,
            "the letter `protest` has no box `whom is 房东`",
            "name a choice that its form asks for, `field = option`, or a box, `field`",
        ),
        (
            LETTERS.replace("whom = 房东", "who = 房东"),
            SAYS,
            "the letter `protest` has no choice `who`",
            "did you mean `whom`? otherwise name a choice that its form asks for, `field = option`, or a box, `field`",
        ),
        (
            LETTERS.replace("whom = 房东", "answer_by = 明天"),
            SAYS,
            "the letter `protest` has no choice `answer_by`",
            "name a choice that its form asks for, `field = option`, or a box, `field`",
        ),
        (
            LETTERS.replace("whom = 房东", "whom = 邻居"),
            SAYS,
            "`whom` has no option `邻居` in the letter `protest`",
            "use one of its options",
        ),
        (
            LETTERS.replace("when = \"whom = 房东\"\n", ""),
            SAYS,
            "an entry above leaves no answer for this one of `protest`",
            "take one of the two out, or give them different `when`; the one without comes last",
        ),
        (
            LETTERS.replace("sent = \"sent\"", "sent = \"sent\"\nwhen = \"whom = 物业\""),
            SAYS,
            "nothing is said of `protest` for other answers than `when`",
            "add an entry of the same letter without `when` behind it",
        ),
        (
            LETTERS.to_owned(),
            "[=limit-answer]内答复。",
            "the page of `protest` does not lead to `claim`",
            "link to `claim.md` where the page says what comes next",
        ),
        (
            LETTERS.to_owned(),
            "不然[起诉](claim.md)。",
            "the page of `protest` does not say the time limit `limit-answer`",
            "write `[=limit-answer]` where the page says what comes next",
        ),
    ] {
        let run = site_with_letters(&letters, says).build(&[]);
        assert_eq!(run.code, Some(1), "{letters}");
        assert!(
            run.stderr.contains(&format!("error: {message}\n")),
            "{}",
            run.stderr
        );
        assert!(
            run.stderr.contains(&format!("= help: {remedy}\n")),
            "{}",
            run.stderr
        );
        assert!(run.stderr.contains("case.toml:"), "{}", run.stderr);
        assert_eq!(run.stderr.matches("error: ").count(), 1, "{}", run.stderr);
    }
}
