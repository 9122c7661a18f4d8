//! What a letter turns on, and what is asked therefore.

use casework::date::Date;
use casework::letter::{Question, Test};

use super::{answers, template, written};

#[test]
fn inside_a_line_only_a_real_choice_has_boxes() {
    let line = |source: &str| template(&["# 标题\n\n", source].concat()).blank().to_text();
    assert_eq!(line("甲{if a}，{a}{end}。"), "标题\n\n　　甲，＿＿＿＿。\n");
    assert_eq!(
        line("甲{if a}，乙{else}，丙{end}。"),
        "标题\n\n　　甲□，乙□，丙。\n"
    );
    assert_eq!(line("甲{if not a}，乙{end}。"), "标题\n\n　　甲□，乙。\n");
    assert_eq!(line("甲{if a}{else}，乙{end}。"), "标题\n\n　　甲□，乙。\n");
}

#[test]
fn questions_are_joined_by_or_and_by_and() {
    let source = "# 标题\n\n{if kind = 甲 or kind = 乙}一{else}二{end}{if kind and not paid}三{end}{if not kind = 甲 and not kind = 乙}四{end}";
    for (given, expected) in [
        (&[("kind", "甲")][..], "一三"),
        (&[("kind", "乙"), ("paid", "是")], "一"),
        (&[("kind", "丙")], "二三四"),
        (&[], "二四"),
    ] {
        let text = written(source, given).to_text();
        assert_eq!(text, format!("标题\n\n　　{expected}\n"), "{given:?}");
    }
}

#[test]
fn only_what_the_letter_comes_to_is_asked() {
    let template = template(
        "# 标题\n\n{if a = 甲}{if b}一{end}{else}{if c}二{end}{end}{if a = 甲 and d}三{end}{if a = 甲 or e}四{end}",
    );
    let today = Date::new(2026, 11, 22).expect("a day");
    let asked = |given| template.draft(&answers(given), today).asked.concat();
    assert_eq!(asked(&[("a", "甲")]), "abd");
    assert_eq!(asked(&[("a", "乙")]), "ace");
    assert_eq!(asked(&[]), "ace");
}

#[test]
fn a_joining_word_in_quotation_marks_is_the_options_own() {
    let template = template("# 标题\n\n{if kind = \"terms and conditions\" or band}一{end}");
    let asked: Vec<_> = template
        .questions()
        .into_iter()
        .map(|it| it.question)
        .collect();
    assert_eq!(asked[0].test, Test::Is("terms and conditions".into()));
    assert_eq!(asked[1].field, "band", "a word that only ends like one");
}

#[test]
fn each_way_into_a_side_is_a_branch() {
    let template = template("# 标题\n\n{if a or b = 甲}一{else}{if c and d}二{end}{end}");
    let ways: Vec<_> = template
        .branches()
        .into_iter()
        .map(|branch| {
            let asked = |question: &Question| {
                let mark = if question.negated { "!" } else { "" };
                format!("{mark}{}", question.field)
            };
            let own: Vec<_> = branch.own.questions.iter().map(asked).collect();
            (own.join("&"), branch.otherwise, branch.is_part)
        })
        .collect();
    let expected = [
        ("a", false, true),
        ("b", false, true),
        ("!a&!b", true, false),
        ("c&d", false, false),
        ("!c", true, true),
        ("!d", true, true),
    ];
    assert_eq!(
        ways,
        expected.map(|(own, side, part)| (own.to_owned(), side, part))
    );
    let inner = &template.branches()[3];
    assert_eq!(inner.around[0].questions.len(), 2, "neither a nor b");
    assert!(!template.takes(inner, &answers(&[("a", "x"), ("c", "x"), ("d", "x")])));
    assert!(template.takes(inner, &answers(&[("b", "乙"), ("c", "x"), ("d", "x")])));
}

#[test]
fn citations_know_what_was_named_before_them() {
    let source = "# 标题\n\n{article a}{cite b}{if x}{cite c}{else}{article d}{end}{article e}";
    let template = template(source);
    let told: Vec<_> = template
        .citations()
        .into_iter()
        .map(|it| (it.id, it.alone, it.behind.into_iter().collect::<Vec<_>>()))
        .collect();
    let expected = [
        ("a", true, vec![None]),
        ("b", false, vec![Some(0)]),
        ("c", false, vec![Some(1)]),
        ("d", true, vec![Some(1)]),
        ("e", true, vec![Some(2), Some(3)]),
    ];
    assert_eq!(
        told,
        expected.map(|(id, alone, behind)| (id.to_owned(), alone, behind))
    );
    let words = |id: &str, alone: bool| format!("{}{id}", if alone { "" } else { "《法》" });
    let today = Date::new(2026, 11, 22).expect("a day");
    let letter = template
        .with_citations(words)
        .evaluate(&answers(&[("x", "是")]), today);
    assert_eq!(letter.to_text(), "标题\n\n　　a《法》b《法》ce\n");
}

#[test]
fn a_field_is_asked_for_when_the_text_that_is_on_prints_it_or_turns_on_it() {
    let source = "# 标题\n\n{if police}\n报警时间{police_time}{if receipt}，回执{receipt}{end}。\n{else}\n没有报警。\n{end}\n\n{name}\n";
    let template = template(source);
    let today = Date::new(2026, 11, 22).expect("a day");
    let asked = |given| template.draft(&answers(given), today).asked;
    assert_eq!(asked(&[]), ["police", "name"]);
    assert_eq!(
        asked(&[("police", "yes")]),
        ["police", "police_time", "receipt", "name"]
    );
    assert_eq!(asked(&[("receipt", "1")]), ["police", "name"]);
}

#[test]
fn what_cannot_change_a_condition_any_more_is_not_asked_for() {
    let today = Date::new(2026, 11, 22).expect("a day");
    let both = template("# 标题\n\n{if kept and issue = 甲}有{end}。\n");
    let either = template("# 标题\n\n{if kept or told}有{end}。\n");
    for (template, given, asked) in [
        (&both, &[("issue", "乙")][..], &["issue"][..]),
        (&both, &[("issue", "甲")], &["issue", "kept"]),
        (&either, &[], &["kept", "told"]),
        (&either, &[("kept", "1")], &["kept"]),
    ] {
        assert_eq!(template.draft(&answers(given), today).asked, asked);
    }
}
