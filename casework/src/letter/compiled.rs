//! A template as the page carries it: one step a line, so that no browser has to parse what the generator has parsed.

use crate::prelude::*;

use super::BlockKind;
use super::template::{Condition, Form, Place, Question, Step, Template, Test};

/// What stands between the questions of a condition. No option holds one.
const BETWEEN: char = '\t';

/// What can begin, with the letter that stands for it.
const PLACES: [(&str, Place); 7] = [
    ("t", Place::Title),
    ("f", Place::Block(BlockKind::Flush)),
    ("p", Place::Block(BlockKind::Paragraph)),
    ("h", Place::Block(BlockKind::Heading(0))),
    ("i", Place::Block(BlockKind::Item(0))),
    ("c", Place::Block(BlockKind::Row(0))),
    ("r", Place::Block(BlockKind::Right)),
];

impl Template {
    /// The template's steps as text.
    pub fn compiled(&self) -> String {
        let mut text = String::new();
        for step in &self.steps {
            for piece in line(step) {
                text.push_str(piece);
            }
            text.push('\n');
        }
        text
    }

    /// Reads what [`Template::compiled`] wrote. What it cannot read is passed over.
    pub fn from_compiled(text: &str) -> Template {
        Template {
            steps: text.split('\n').filter_map(step).collect(),
        }
    }
}

fn line(step: &Step) -> Vec<&str> {
    match step {
        Step::Begin(place) => {
            let mark = PLACES.iter().find(|(_, known)| known == place);
            vec!["b", mark.map_or("", |(mark, _)| mark)]
        }
        Step::Finish => vec!["."],
        Step::Text(words) => vec!["\"", words],
        Step::Cell => vec!["|"],
        Step::Else => vec![":"],
        Step::End => vec!["}"],
        Step::Each { list, .. } => vec!["@", list],
        Step::Field { name, form, .. } => {
            let mark = if form.upper { "^" } else { "{" };
            match &form.total_of {
                Some(list) => vec![mark, name, "+", list],
                None => vec![mark, name],
            }
        }
        Step::If { condition, .. } => {
            let mut line = vec![if condition.any { "/" } else { "?" }];
            for (index, question) in condition.questions.iter().enumerate() {
                if index > 0 {
                    line.push("\t");
                }
                if question.negated {
                    line.push("!");
                }
                line.push(&question.field);
                match &question.test {
                    Test::Answered => {}
                    Test::Is(value) => line.extend(["=", value]),
                    Test::Several => line.push("*"),
                }
            }
            line
        }
        // Its words stand in for it before a page carries the template.
        Step::Cite { .. } => Vec::new(),
    }
}

fn step(line: &str) -> Option<Step> {
    let mut rest = line.chars();
    let mark = rest.next()?;
    let rest = rest.as_str();
    Some(match mark {
        'b' => Step::Begin(PLACES.iter().find(|(mark, _)| *mark == rest)?.1),
        '.' => Step::Finish,
        '"' => Step::Text(rest.to_owned()),
        '|' => Step::Cell,
        ':' => Step::Else,
        '}' => Step::End,
        '@' => Step::Each {
            list: rest.to_owned(),
            span: 0..0,
        },
        '{' | '^' => {
            let (name, list) = halves(rest, '+');
            let form = Form {
                upper: mark == '^',
                total_of: list.map(str::to_owned),
            };
            Step::Field {
                name: name.to_owned(),
                form,
                span: 0..0,
            }
        }
        '?' | '/' => Step::If {
            condition: Condition {
                questions: rest.split(BETWEEN).map(question).collect(),
                any: mark == '/',
            },
            span: 0..0,
        },
        _ => return None,
    })
}

fn question(text: &str) -> Question {
    let asked = text.strip_prefix('!');
    let (field, value) = halves(asked.unwrap_or(text), '=');
    let (field, test) = match (field.strip_suffix('*'), value) {
        (Some(list), _) => (list, Test::Several),
        (None, Some(value)) => (field, Test::Is(value.to_owned())),
        (None, None) => (field, Test::Answered),
    };
    Question {
        field: field.to_owned(),
        test,
        negated: asked.is_some(),
    }
}

fn halves(text: &str, between: char) -> (&str, Option<&str>) {
    let mut halves = text.splitn(2, between);
    (halves.next().unwrap_or_default(), halves.next())
}
