//! One line of a template cut into words and the braces between them.

use core::ops::Range;

use crate::cut::after;
use crate::prelude::*;

use super::RESERVED;
use super::template::{Condition, Fault, Form, ParseError, Question, Step, Test};

/// A step of the letter, and where in the source it stands.
pub(super) struct Token {
    pub(super) step: Step,
    pub(super) span: Range<usize>,
}

impl Token {
    /// Whether it steers the letter and prints nothing.
    pub(super) fn is_control(&self) -> bool {
        matches!(
            self.step,
            Step::If { .. } | Step::Else | Step::Each { .. } | Step::End
        )
    }
}

/// Cuts a line. `start` is where the line begins in the source. In a table's row, `|` begins the next cell.
pub(super) fn tokens(
    line: &str,
    start: usize,
    is_row: bool,
    errors: &mut Vec<ParseError>,
) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut words = String::new();
    let mut words_start = start;
    let mut rest = line.chars();
    loop {
        let here = start + line.len() - rest.as_str().len();
        let Some(character) = rest.next() else { break };
        let span = here..here + character.len_utf8();
        match character {
            '\\' if rest.as_str().starts_with(['{', '}', '|']) => words.extend(rest.next()),
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
            '|' if is_row => {
                push_words(&mut tokens, &mut words, words_start..here);
                words_start = span.end;
                tokens.push(Token {
                    step: Step::Cell,
                    span,
                });
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
            step: Step::Text(core::mem::take(words)),
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
        "cite" | "article" => return Err(Fault::BadCitation),
        _ => {}
    }
    if inside == "include" || after_word(inside, "include").is_some() {
        return Err(Fault::IncludeInLine);
    }
    let span = span.clone();
    for (word, alone) in [("cite", false), ("article", true)] {
        if let Some(id) = after_word(inside, word) {
            return Ok(Step::Cite {
                id: fact_id(id)?,
                alone,
                span,
            });
        }
    }
    if let Some(asked) = after_word(inside, "if") {
        return Ok(Step::If {
            condition: condition(asked)?,
            span,
        });
    }
    if let Some(list) = after_word(inside, "each") {
        return Ok(Step::Each {
            list: field_name(list)?,
            span,
        });
    }
    let (upper, inside) = match after_word(inside, "upper") {
        Some(rest) => (true, rest),
        None => (false, inside),
    };
    let (total_of, name) = match after_word(inside, "total") {
        Some(rest) => {
            let (list, name) = rest.split_once('.').ok_or(Fault::BadTotal)?;
            (Some(field_name(list)?), name)
        }
        None => (None, inside),
    };
    Ok(Step::Field {
        name: field_name(name)?,
        form: Form { upper, total_of },
        span,
    })
}

/// What follows a word and the space after it.
fn after_word<'text>(text: &'text str, word: &str) -> Option<&'text str> {
    let rest = text.strip_prefix(word)?;
    rest.starts_with(char::is_whitespace).then(|| rest.trim())
}

/// What stands after `if`: one question, or several joined by the same word.
fn condition(asked: &str) -> Result<Condition, Fault> {
    let any = joined(asked, "or");
    let all = joined(asked, "and");
    if any.len() > 1 && all.len() > 1 {
        return Err(Fault::MixedCondition);
    }
    let is_any = any.len() > 1;
    let pieces = if is_any { any } else { all };
    Ok(Condition {
        questions: pieces.into_iter().map(question).collect::<Result<_, _>>()?,
        any: is_any,
    })
}

/// The pieces between a word that stands alone and in no quotation marks.
fn joined<'text>(text: &'text str, word: &str) -> Vec<&'text str> {
    let mut pieces = Vec::new();
    let (mut begin, mut quoted, mut at) = (0, false, 0);
    for piece in text.split_inclusive(char::is_whitespace) {
        if piece.trim() == word && !quoted {
            pieces.push(text[begin..at].trim());
            begin = at + piece.len();
        }
        quoted ^= piece.matches('"').count() % 2 == 1;
        at += piece.len();
    }
    pieces.push(text[begin..].trim());
    pieces
}

/// One question of a condition. An option with a joining word in it is written in quotation marks.
fn question(asked: &str) -> Result<Question, Fault> {
    let (negated, asked) = match after_word(asked, "not") {
        Some(rest) => (true, rest),
        None => (false, asked),
    };
    let (field, test) = match asked.split_once(['=', '＝']) {
        None if after_word(asked, "several").is_some() => (
            after_word(asked, "several").unwrap_or_default(),
            Test::Several,
        ),
        Some((_, value)) if unquoted(value).is_empty() => return Err(Fault::BadCondition),
        Some((field, value)) => (field.trim(), Test::Is(unquoted(value).to_owned())),
        None => (asked, Test::Answered),
    };
    if RESERVED.contains(&field) || field.contains(char::is_whitespace) {
        return Err(Fault::BadCondition);
    }
    Ok(Question {
        field: field_name(field).map_err(|_| Fault::BadCondition)?,
        test,
        negated,
    })
}

fn unquoted(value: &str) -> &str {
    let value = value.trim();
    let inside = value.strip_prefix('"');
    inside
        .and_then(|inside| inside.strip_suffix('"'))
        .unwrap_or(value)
}

fn fact_id(id: &str) -> Result<String, Fault> {
    let well_formed = !id.is_empty()
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    well_formed.then(|| id.to_owned()).ok_or(Fault::BadCitation)
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
