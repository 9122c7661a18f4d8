//! Whatever a source or an answer holds.

use casework::date::Date;
use casework::letter::{BlockKind, Letter, Template};
use proptest::prelude::*;

use super::{answers, written};

proptest! {
    #[test]
    fn no_source_panics_and_every_error_points_into_it(
        source in prop::collection::vec(
            prop::sample::select(vec![
                "# ", "## ", "> ", ">> ", "1. ", "\n", "\n\n", "{if a}", "{if not a}", "{if a = 甲}", "{else}", "{end}",
                "{a}", "{", "}", "\\", "{today}", "字", " ", "x", "｛", "{ }", "\r\n", "| ", "|", "|-|", "{each l}", "{each a}",
                "{total l.a}", "{upper a}", "{if several l}", "{if a or b = 乙}", "{if a and not b}", "{cite a-1}", "{article a-1}",
            ]),
            0..40,
        )
    ) {
        let source = source.concat();
        match Template::parse(&source) {
            Ok(template) => {
                for citation in template.citations() {
                    prop_assert!(source[citation.span].contains(&citation.id));
                    prop_assert!(!citation.behind.is_empty());
                }
                for branch in template.branches() {
                    prop_assert!(source[branch.span.clone()].contains("if "));
                    let _ = template.takes(&branch, &answers(&[("a", "甲")]));
                }
                let template = template.with_citations(|id, _| id.to_owned());
                prop_assert_eq!(template.citations(), []);
                let today = Date::new(2026, 11, 22).expect("a day");
                let compiled = template.compiled();
                prop_assert_eq!(Template::from_compiled(&compiled).compiled(), compiled.clone());
                let as_carried = Template::from_compiled(&compiled).evaluate(&answers(&[("a", "甲")]), today);
                prop_assert_eq!(as_carried, template.evaluate(&answers(&[("a", "甲")]), today));
                let _ = template.blank().to_text();
                let letter = template.evaluate(&answers(&[("a", "甲")]), today);
                prop_assert!(letter.blocks.iter().all(|block| !block.runs.is_empty() && block.optional.is_empty()));
                for used in template.fields() {
                    prop_assert!(source[used.span].contains(&used.field));
                }
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(source.get(error.span).is_some());
                }
            }
        }
    }

    #[test]
    fn an_answer_is_never_structure(answer in any::<String>()) {
        let source = "# {a}\n\n> {a}\n\n## {a}\n1. {a}\n{if a}\n>> {a}\n{end}";
        let letter = written(source, &[("a", &answer)]);
        let kinds: Vec<_> = letter.blocks.iter().map(|block| block.kind).collect();
        let mut expected = vec![BlockKind::Flush, BlockKind::Heading(1), BlockKind::Item(1)];
        if !letter.gaps().contains(&"a") {
            expected.push(BlockKind::Right);
        }
        prop_assert_eq!(kinds, expected);
        let text = letter.to_text();
        prop_assert!(!text.chars().any(|character| character.is_control() && character != '\n'));
        prop_assert!(text.lines().count() <= 6);
    }

    #[test]
    fn a_multiline_answer_is_paragraphs(answer in any::<String>()) {
        let letter = written("# 标题\n\n经过：{story}", &[("story", &answer)]);
        prop_assert!(letter.blocks.iter().all(|block| block.kind == BlockKind::Paragraph));
    }

    #[test]
    fn any_compiled_text_is_some_template(text in "[b{^?!/@}.:|\"tpci=+*a\t\n]{0,60}") {
        let today = Date::new(2026, 11, 22).expect("a day");
        let _ = Template::from_compiled(&text).evaluate(&answers(&[("a", "甲"), ("a/2", "")]), today);
    }

    #[test]
    fn any_text_is_some_letter_and_its_own_text_from_then_on(text in any::<String>(), limit in 0_usize..400) {
        let letter = Letter::from_text(&text);
        let again = letter.to_text();
        prop_assert!(!again.chars().any(|character| character.is_control() && character != '\n'));
        prop_assert_eq!(Letter::from_text(&again).to_text(), again);
        prop_assert!(letter.shortened(limit).encode_utf16().count() <= limit);
        prop_assert!(letter.closing().end <= letter.blocks.len());
    }
}
