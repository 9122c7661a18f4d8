//! Reads a template line by line: marks begin blocks, blank lines end them, conditions on lines of their own hold blocks.

use std::ops::Range;

use crate::cut::after;

use super::BlockKind;
use super::nest::Nest;
use super::tags::{Token, TokenKind, tokens};
use super::template::{Fault, ParseError, Part, Piece, Template, TemplateBlock};

/// Parses a template, or says everything that is wrong with it.
pub(super) fn parse(source: &str) -> Result<Template, Vec<ParseError>> {
    let mut parser = Parser {
        title: None,
        blocks: Nest::new(),
        open: None,
        errors: Vec::new(),
    };
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let content = line.trim();
        let indent = line.len() - line.trim_start().len();
        parser.line(content, start + indent);
        start += line.len();
    }
    parser.finish(source)
}

struct Parser {
    title: Option<Vec<Part<Piece>>>,
    blocks: Nest<TemplateBlock>,
    open: Option<OpenBlock>,
    errors: Vec<ParseError>,
}

/// The block that the next line may go on with.
struct OpenBlock {
    kind: BlockOrTitle,
    pieces: Nest<Piece>,
}

#[derive(Clone, Copy, PartialEq)]
enum BlockOrTitle {
    Title,
    Block(BlockKind),
}

const PARAGRAPH: BlockOrTitle = BlockOrTitle::Block(BlockKind::Paragraph);

impl OpenBlock {
    fn takes_more_lines(&self) -> bool {
        let flows = matches!(
            self.kind,
            BlockOrTitle::Block(BlockKind::Paragraph | BlockKind::Item(_))
        );
        flows || self.pieces.has_open()
    }
}

impl Parser {
    fn line(&mut self, content: &str, start: usize) {
        if content.is_empty() {
            return self.end_block();
        }
        if let Some((kind, length)) = mark(content) {
            return self.marked_line(kind, content, start, length);
        }
        let span = start..start + content.len();
        if is_foreign_mark(content) {
            self.error(span, Fault::UnknownMark);
            return;
        }
        let tokens = tokens(content, start, &mut self.errors);
        let goes_on = self.open.as_ref().is_some_and(OpenBlock::takes_more_lines);
        let inside_condition = self
            .open
            .as_ref()
            .is_some_and(|open| open.pieces.has_open());
        if !inside_condition && only_controls(&tokens) {
            self.end_block();
            self.steer_blocks(tokens);
            return;
        }
        self.check_mark_after_condition(&tokens);
        if !goes_on {
            self.begin_block(PARAGRAPH, span);
        }
        self.extend_block(tokens, goes_on);
    }

    fn marked_line(&mut self, kind: BlockOrTitle, content: &str, start: usize, mark_length: usize) {
        let words = after(content, mark_length).trim_start();
        let words_start = start + content.len() - words.len();
        self.begin_block(kind, start..start + content.len());
        if words.is_empty() {
            self.error(start..start + content.len(), Fault::EmptyBlock);
        }
        if kind == BlockOrTitle::Block(BlockKind::Heading(0))
            && let Some(number) = counted(words)
        {
            self.error(words_start..words_start + number, Fault::CountedHeading);
        }
        let tokens = tokens(words, words_start, &mut self.errors);
        self.extend_block(tokens, false);
    }

    fn begin_block(&mut self, kind: BlockOrTitle, span: Range<usize>) {
        self.end_block();
        let first = self.title.is_none() && self.blocks.is_empty();
        if kind == BlockOrTitle::Title && !first {
            self.error(span, Fault::TitleNotFirst);
        }
        self.open = Some(OpenBlock {
            kind,
            pieces: Nest::new(),
        });
    }

    /// Adds a line's pieces to the open block.
    fn extend_block(&mut self, tokens: Vec<Token>, continues: bool) {
        let Some(block) = &mut self.open else { return };
        if continues {
            block
                .pieces
                .push(Part::Always(Piece::Text("\n".to_owned())));
        }
        for Token { kind, span } in tokens {
            match kind {
                TokenKind::Text(words) => block.pieces.push(Part::Always(Piece::Text(words))),
                TokenKind::Field(name) => {
                    block.pieces.push(Part::Always(Piece::Field { name, span }))
                }
                control => steer(&mut block.pieces, control, span, &mut self.errors),
            }
        }
    }

    fn steer_blocks(&mut self, tokens: Vec<Token>) {
        for Token { kind, span } in tokens {
            steer(&mut self.blocks, kind, span, &mut self.errors);
        }
    }

    fn end_block(&mut self) {
        let Some(OpenBlock { kind, pieces }) = self.open.take() else {
            return;
        };
        let (pieces, unclosed) = pieces.finish();
        for span in unclosed {
            self.error(span, Fault::UnclosedIfInLine);
        }
        let pieces = join_lines(pieces);
        match kind {
            // Once there is a title, another one has been reported already.
            BlockOrTitle::Title => {
                self.title.get_or_insert(pieces);
            }
            BlockOrTitle::Block(kind) => {
                if let Some(part) = lift(kind, pieces) {
                    self.blocks.push(part);
                }
            }
        }
    }

    /// A mark is only one at the beginning of its line: `{if refund}1. …` would print the `1.`.
    fn check_mark_after_condition(&mut self, tokens: &[Token]) {
        if let [
            first,
            Token {
                kind: TokenKind::Text(words),
                span,
            },
            ..,
        ] = tokens
            && first.is_control()
            && mark(words.trim_start()).is_some()
        {
            self.error(span.clone(), Fault::MarkAfterCondition);
        }
    }

    fn finish(mut self, source: &str) -> Result<Template, Vec<ParseError>> {
        self.end_block();
        let (blocks, unclosed) = self.blocks.finish();
        let mut errors = self.errors;
        errors.extend(unclosed.into_iter().map(|span| ParseError {
            span,
            fault: Fault::UnclosedIf,
        }));
        if self.title.is_none()
            && !errors
                .iter()
                .any(|error| error.fault == Fault::TitleNotFirst)
        {
            let first_line = source.lines().next().unwrap_or_default();
            errors.push(ParseError {
                span: 0..first_line.len(),
                fault: Fault::NoTitle,
            });
        }
        in_order(&mut errors);
        match self.title {
            Some(title) if errors.is_empty() => Ok(Template { title, blocks }),
            _ => Err(errors),
        }
    }

    fn error(&mut self, span: Range<usize>, fault: Fault) {
        self.errors.push(ParseError { span, fault });
    }
}

/// Sorts mistakes by where they are. Nearly all are found in order, and the browser needs no better sort.
fn in_order(errors: &mut [ParseError]) {
    for end in 1..errors.len() {
        let mut place = end;
        while place > 0 && errors[place - 1].span.start > errors[place].span.start {
            errors.swap(place - 1, place);
            place -= 1;
        }
    }
}

fn steer<T>(
    nest: &mut Nest<T>,
    control: TokenKind,
    span: Range<usize>,
    errors: &mut Vec<ParseError>,
) {
    let (well, fault) = match control {
        TokenKind::If(condition) => (nest.open(condition, span.clone()), Fault::TooDeep),
        TokenKind::Else => (nest.turn(), Fault::StrayElse),
        TokenKind::End => (nest.close(), Fault::StrayEnd),
        TokenKind::Text(_) | TokenKind::Field(_) => (true, Fault::StrayEnd),
    };
    if !well {
        errors.push(ParseError { span, fault });
    }
}

/// The block a line's mark begins, and the mark's length.
fn mark(line: &str) -> Option<(BlockOrTitle, usize)> {
    let marks = [
        ("##", BlockKind::Heading(0)),
        (">>", BlockKind::Right),
        (">", BlockKind::Flush),
    ];
    if line.starts_with("###") {
        return None;
    }
    for (mark, kind) in marks {
        if line.starts_with(mark) {
            return Some((BlockOrTitle::Block(kind), mark.len()));
        }
    }
    if line.starts_with('#') {
        return Some((BlockOrTitle::Title, 1));
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = after(line, digits).strip_prefix('.')?;
    // 2026.3.5 at the beginning of a line is a date, no item.
    let item = digits > 0 && !rest.starts_with(|next: char| next.is_ascii_digit());
    item.then_some((BlockOrTitle::Block(BlockKind::Item(0)), digits + 1))
}

/// Marks of Markdown that a letter does not have.
fn is_foreign_mark(line: &str) -> bool {
    ["###", "- ", "* ", "+ ", "| ", "```", "---"]
        .iter()
        .any(|mark| line.starts_with(mark))
}

/// The length of a Chinese number with its 、 or a bracketed one at the beginning of a heading.
fn counted(heading: &str) -> Option<usize> {
    let is_numeral = |character: char| "一二三四五六七八九十".contains(character);
    let numerals = heading.len() - heading.trim_start_matches(is_numeral).len();
    let rest = after(heading, numerals).strip_prefix(['、', '．', '.'])?;
    (numerals > 0).then_some(heading.len() - rest.len())
}

fn only_controls(tokens: &[Token]) -> bool {
    let blank =
        |token: &Token| matches!(&token.kind, TokenKind::Text(words) if words.trim().is_empty());
    tokens.iter().any(Token::is_control)
        && tokens
            .iter()
            .all(|token| token.is_control() || blank(token))
}

/// A block that is one condition and nothing else is the condition's block: it goes or stays as a whole.
fn lift(kind: BlockKind, mut pieces: Vec<Part<Piece>>) -> Option<Part<TemplateBlock>> {
    if pieces.is_empty() {
        return None;
    }
    if !matches!(pieces.as_slice(), [Part::If { .. }]) {
        return Some(Part::Always(TemplateBlock { kind, pieces }));
    }
    match pieces.pop()? {
        Part::If {
            condition,
            span,
            then,
            otherwise,
        } => Some(Part::If {
            condition,
            span,
            then: lift(kind, then).into_iter().collect(),
            otherwise: lift(kind, otherwise).into_iter().collect(),
        }),
        Part::Always(_) => None,
    }
}

/// Replaces the line breaks inside a block: nothing between Chinese characters, a space between Latin ones.
fn join_lines(pieces: Vec<Part<Piece>>) -> Vec<Part<Piece>> {
    let mut joined: Vec<Part<Piece>> = Vec::new();
    let mut pieces = pieces.into_iter().peekable();
    while let Some(piece) = pieces.next() {
        let is_break = matches!(&piece, Part::Always(Piece::Text(words)) if words == "\n");
        if !is_break {
            joined.push(match piece {
                Part::If {
                    condition,
                    span,
                    then,
                    otherwise,
                } => Part::If {
                    condition,
                    span,
                    then: join_lines(then),
                    otherwise: join_lines(otherwise),
                },
                always => always,
            });
            continue;
        }
        let latin = |part: Option<&Part<Piece>>, last: bool| match part {
            Some(Part::Always(Piece::Text(words))) => {
                let edge = if last {
                    words.chars().next_back()
                } else {
                    words.chars().next()
                };
                edge.is_some_and(|character| character.is_ascii_graphic())
            }
            _ => false,
        };
        if latin(joined.last(), true) && latin(pieces.peek(), false) {
            joined.push(Part::Always(Piece::Text(" ".to_owned())));
        }
    }
    joined
}
