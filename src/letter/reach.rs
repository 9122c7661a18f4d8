//! Whether any answers meet several conditions at once.

use std::collections::BTreeMap;

use casework::letter::{Condition, Question, Test};

/// What a field may be answered with; `None` stands for no answer. A field whose answers tell nothing has no list.
pub(super) type Domain<'a> = &'a dyn Fn(&str) -> Option<Vec<Option<&'a str>>>;

/// Conditions so entangled that this many tries do not tell are taken for possible: an editor gets no false alarm.
const MOST_TRIES: usize = 10_000;

/// Whether some answers meet all the conditions.
pub(super) fn possible<'a>(conditions: &[&'a Condition], domain: Domain<'a>) -> bool {
    let mut clauses: Vec<Vec<&Question>> = Vec::new();
    for condition in conditions {
        if condition.any {
            clauses.push(condition.questions.iter().collect());
        } else {
            clauses.extend(condition.questions.iter().map(|question| vec![question]));
        }
    }
    // What leaves no choice goes first.
    clauses.sort_by_key(Vec::len);
    let mut tries = 0;
    search(&clauses, &BTreeMap::new(), domain, &mut tries)
}

fn search<'a>(
    clauses: &[Vec<&'a Question>],
    left: &BTreeMap<&'a str, Vec<Option<&'a str>>>,
    domain: Domain<'a>,
    tries: &mut usize,
) -> bool {
    *tries += 1;
    let ([clause, rest @ ..], true) = (clauses, *tries < MOST_TRIES) else {
        return true;
    };
    clause.iter().any(|question| {
        let field = question.field.as_str();
        let answers = left.get(field).cloned().or_else(|| domain(field));
        let (Some(mut answers), false) = (answers, question.test == Test::Several) else {
            return search(rest, left, domain, tries);
        };
        answers.retain(|answer| allows(question, *answer));
        let is_left = !answers.is_empty();
        let mut left = left.clone();
        left.insert(field, answers);
        is_left && search(rest, &left, domain, tries)
    })
}

fn allows(question: &Question, answer: Option<&str>) -> bool {
    let holds = match &question.test {
        Test::Answered | Test::Several => answer.is_some(),
        Test::Is(option) => answer == Some(option),
    };
    holds != question.negated
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OPTIONS: [Option<&str>; 3] = [Some("甲"), Some("乙"), None];

    fn question() -> impl Strategy<Value = Question> {
        let test = prop_oneof![
            Just(Test::Answered),
            Just(Test::Is("甲".into())),
            Just(Test::Is("乙".into())),
        ];
        ("[abc]", test, any::<bool>()).prop_map(|(field, test, negated)| Question {
            field,
            test,
            negated,
        })
    }

    fn condition() -> impl Strategy<Value = Condition> {
        let questions = prop::collection::vec(question(), 1..4);
        (questions, any::<bool>()).prop_map(|(questions, any)| Condition { questions, any })
    }

    proptest! {
        #[test]
        fn it_says_what_trying_all_answers_says(conditions in prop::collection::vec(condition(), 0..6)) {
            let all: Vec<&Condition> = conditions.iter().collect();
            let tried = (0..27).any(|number: usize| {
                let answer = |field: &str| match field {
                    "a" => OPTIONS[number % 3],
                    "b" => OPTIONS[number / 3 % 3],
                    _ => OPTIONS[number / 9],
                };
                let holds = |question: &Question| allows(question, answer(&question.field));
                all.iter().all(|condition| {
                    if condition.any {
                        condition.questions.iter().any(holds)
                    } else {
                        condition.questions.iter().all(holds)
                    }
                })
            });
            prop_assert_eq!(possible(&all, &|_| Some(OPTIONS.to_vec())), tried);
        }
    }

    #[test]
    fn what_is_too_entangled_is_taken_for_possible() {
        let never = |field: &str| Question {
            field: field.into(),
            test: Test::Is("甲".into()),
            negated: false,
        };
        let fields: Vec<String> = (0..40).map(|number| format!("f{number}")).collect();
        let conditions: Vec<Condition> = (0..30)
            .map(|_| Condition {
                questions: fields.iter().map(|field| never(field)).collect(),
                any: true,
            })
            .collect();
        let all: Vec<&Condition> = conditions.iter().collect();
        assert!(possible(&all, &|_| Some(OPTIONS.to_vec())));
    }
}
