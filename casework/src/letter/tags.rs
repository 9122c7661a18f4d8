//! One line of a template cut into words and the braces between them.

use std::ops::Range;

use super::template::{Condition, Fault, ParseError, Test};

/// A piece of a line, with its place in the source.
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) span: Range<usize>,
}

pub(super) enum TokenKind {
    Text(String),
    Field(String),
    If(Condition),
    Else,
    End,
}

impl Token {
    /// Whether it steers the letter and prints nothing.
    pub(super) fn is_control(&self) -> bool {
        matches!(
            self.kind,
            TokenKind::If(_) | TokenKind::Else | TokenKind::End
        )
    }
}

/// Cuts a line. `start` is where the line begins in the source.
pub(super) fn tokens(line: &str, start: usize, errors: &mut Vec<ParseError>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut words = String::new();
    let mut words_start = 0;
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        let here = line.len() - rest.len();
        let after = &rest[character.len_utf8()..];
        let span = start + here..start + here + character.len_utf8();
        match character {
            '\\' if after.starts_with(['{', '}']) => {
                words.push_str(&after[..1]);
                rest = &after[1..];
                continue;
            }
            '{' => {
                push_words(&mut tokens, &mut words, start + words_start..start + here);
                let inside = &after[..after.find(['{', '}']).unwrap_or(after.len())];
                rest = &after[inside.len()..];
                if let Some(closed) = rest.strip_prefix('}') {
                    rest = closed;
                    let span = start + here..start + line.len() - rest.len();
                    match tag(inside.trim()) {
                        Ok(kind) => tokens.push(Token { kind, span }),
                        Err(fault) => errors.push(ParseError { span, fault }),
                    }
                } else {
                    errors.push(ParseError {
                        span,
                        fault: Fault::UnclosedBrace,
                    });
                }
                words_start = line.len() - rest.len();
                continue;
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
        rest = after;
    }
    push_words(
        &mut tokens,
        &mut words,
        start + words_start..start + line.len(),
    );
    tokens
}

fn push_words(tokens: &mut Vec<Token>, words: &mut String, span: Range<usize>) {
    if !words.is_empty() {
        tokens.push(Token {
            kind: TokenKind::Text(std::mem::take(words)),
            span,
        });
    }
}

/// What stands between two braces.
fn tag(inside: &str) -> Result<TokenKind, Fault> {
    match inside {
        "" => Err(Fault::EmptyBraces),
        "else" => Ok(TokenKind::Else),
        "end" => Ok(TokenKind::End),
        "if" => Err(Fault::BadCondition),
        _ => match inside
            .strip_prefix("if")
            .filter(|rest| rest.starts_with(char::is_whitespace))
        {
            Some(asked) => condition(asked.trim()).map(TokenKind::If),
            None => field_name(inside).map(TokenKind::Field),
        },
    }
}

/// What stands after `if`.
fn condition(asked: &str) -> Result<Condition, Fault> {
    let (negated, asked) = match asked
        .strip_prefix("not")
        .filter(|rest| rest.starts_with(char::is_whitespace))
    {
        Some(rest) => (true, rest.trim()),
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
