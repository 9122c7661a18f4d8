//! One line of a template cut into words and the braces between them.

use std::ops::Range;

use crate::cut::after;

use super::template::{Condition, Fault, ParseError, Step, Test};

/// A step of the letter, and where in the source it stands.
pub(super) struct Token {
    pub(super) step: Step,
    pub(super) span: Range<usize>,
}

impl Token {
    /// Whether it steers the letter and prints nothing.
    pub(super) fn is_control(&self) -> bool {
        matches!(self.step, Step::If { .. } | Step::Else | Step::End)
    }
}

/// Cuts a line. `start` is where the line begins in the source.
pub(super) fn tokens(line: &str, start: usize, errors: &mut Vec<ParseError>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut words = String::new();
    let mut words_start = start;
    let mut rest = line.chars();
    loop {
        let here = start + line.len() - rest.as_str().len();
        let Some(character) = rest.next() else { break };
        let span = here..here + character.len_utf8();
        match character {
            '\\' if rest.as_str().starts_with(['{', '}']) => words.extend(rest.next()),
            '{' => {
                push_words(&mut tokens, &mut words, words_start..here);
                let inside = rest.as_str().split(['{', '}']).next().unwrap_or_default();
                rest = after(rest.as_str(), inside.len()).chars();
                if rest.as_str().starts_with('}') {
                    rest.next();
                    let span = here..start + line.len() - rest.as_str().len();
                    match tag(inside.trim(), &span) {
                        Ok(step) => tokens.push(Token { step, span }),
                        Err(fault) => errors.push(ParseError { span, fault }),
                    }
                } else {
                    errors.push(ParseError {
                        span,
                        fault: Fault::UnclosedBrace,
                    });
                }
                words_start = start + line.len() - rest.as_str().len();
            }
            '}' => errors.push(ParseError {
                span,
                fault: Fault::StrayBrace,
            }),
            '｛' | '｝' => errors.push(ParseError {
                span,
                fault: Fault::WideBrace,
            }),
            other => words.push(other),
        }
    }
    push_words(&mut tokens, &mut words, words_start..start + line.len());
    tokens
}

fn push_words(tokens: &mut Vec<Token>, words: &mut String, span: Range<usize>) {
    if !words.is_empty() {
        tokens.push(Token {
            step: Step::Text(std::mem::take(words)),
            span,
        });
    }
}

/// What stands between two braces.
fn tag(inside: &str, span: &Range<usize>) -> Result<Step, Fault> {
    match inside {
        "" => return Err(Fault::EmptyBraces),
        "else" => return Ok(Step::Else),
        "end" => return Ok(Step::End),
        "if" => return Err(Fault::BadCondition),
        _ => {}
    }
    let span = span.clone();
    match after_word(inside, "if") {
        Some(asked) => Ok(Step::If {
            condition: condition(asked)?,
            span,
        }),
        None => Ok(Step::Field {
            name: field_name(inside)?,
            span,
        }),
    }
}

/// What follows a word and the space after it.
fn after_word<'text>(text: &'text str, word: &str) -> Option<&'text str> {
    let rest = text.strip_prefix(word)?;
    rest.starts_with(char::is_whitespace).then(|| rest.trim())
}

/// What stands after `if`.
fn condition(asked: &str) -> Result<Condition, Fault> {
    let (negated, asked) = match after_word(asked, "not") {
        Some(rest) => (true, rest),
        None => (false, asked),
    };
    let (field, test) = match asked.split_once(['=', '＝']) {
        Some((_, value)) if value.trim().is_empty() => return Err(Fault::BadCondition),
        Some((field, value)) => (field.trim(), Test::Is(value.trim().to_owned())),
        None => (asked, Test::Answered),
    };
    if field.is_empty() || field.contains(char::is_whitespace) {
        return Err(Fault::BadCondition);
    }
    Ok(Condition {
        field: field_name(field)?,
        test,
        negated,
    })
}

fn field_name(name: &str) -> Result<String, Fault> {
    let well_formed = name.starts_with(|first: char| first.is_ascii_lowercase())
        && name
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    well_formed
        .then(|| name.to_owned())
        .ok_or(Fault::BadFieldName)
}
