//! A template and a person's answers give their letter.

use crate::date::Date;
use crate::field::Answers;
use crate::typed::one_line;

use super::sheet::Sheet;
use super::template::{Condition, Step, Template, Test};
use super::{Letter, TODAY};

impl Template {
    /// The letter these answers make. What has no answer stays a gap; what its condition excludes is not there.
    pub fn evaluate(&self, answers: &Answers, today: Date) -> Letter {
        let mut sheet = Sheet::default();
        // Of every condition around the step, whether the step is in the branch that is taken.
        let mut taken: Vec<bool> = Vec::new();
        for step in &self.steps {
            let excluded = taken.contains(&false);
            match step {
                Step::If { condition, .. } => taken.push(holds(condition, answers)),
                Step::Else => taken
                    .last_mut()
                    .into_iter()
                    .for_each(|taken| *taken = !*taken),
                Step::End => {
                    taken.pop();
                }
                _ if excluded => {}
                Step::Begin(place) => sheet.begin(*place, Vec::new()),
                Step::Text(words) => sheet.text(words),
                Step::Field { name, .. } if name == TODAY => sheet.text(&today.print()),
                Step::Field { name, .. } => write_answer(&mut sheet, name, &printed(name, answers)),
                Step::Finish => sheet.finish(),
            }
        }
        sheet.letter()
    }
}

fn write_answer(sheet: &mut Sheet, field: &str, printed: &str) {
    if printed.is_empty() {
        return sheet.gap(field);
    }
    for (index, line) in printed.split('\n').enumerate() {
        if index > 0 {
            sheet.line_end();
        }
        sheet.text(line);
    }
}

fn holds(condition: &Condition, answers: &Answers) -> bool {
    let holds = match &condition.test {
        Test::Answered => !printed(&condition.field, answers).is_empty(),
        Test::Is(value) => answers
            .get(&condition.field)
            .is_some_and(|answer| one_line(&answer.text) == *value),
    };
    holds != condition.negated
}

fn printed(field: &str, answers: &Answers) -> String {
    answers
        .get(field)
        .map(|answer| answer.field_type.print(&answer.text))
        .unwrap_or_default()
}
