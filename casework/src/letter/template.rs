//! A letter template as parsed: blocks of pieces, some of them under conditions.

use std::ops::Range;

use super::BlockKind;

/// A template without mistakes in its form. Whether its fields exist is for whoever has the dictionary to check.
///
/// It is kept as a flat list of steps, taken one after another; conditions are steps like any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    pub(super) steps: Vec<Step>,
}

/// One step in laying down a letter.
///
/// Between a `Begin` and its `Finish` are the pieces of one line or paragraph, and conditions that were closed there
/// again; conditions outside hold whole blocks. Every `If` has its `End`, and at most one `Else` between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Begin(Place),
    Finish,
    Text(String),
    Field {
        name: String,
        span: Range<usize>,
    },
    If {
        condition: Condition,
        span: Range<usize>,
    },
    Else,
    End,
}

/// What begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Block(BlockKind),
}

/// What must hold for a passage to belong in the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// The field whose answer decides.
    pub field: String,
    /// What is asked of the answer.
    pub test: Test,
    /// Whether the opposite is asked.
    pub negated: bool,
}

/// What a condition asks of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// There is one; a box is ticked.
    Answered,
    /// It is this one.
    Is(String),
}

impl Condition {
    /// The condition of the other branch.
    pub fn opposite(&self) -> Condition {
        Condition {
            negated: !self.negated,
            ..self.clone()
        }
    }
}

/// A field named by a template, and where: a byte range of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldUse {
    /// The field's id.
    pub field: String,
    /// The braces that name it.
    pub span: Range<usize>,
    /// Whether its answer is printed there; otherwise it only decides.
    pub printed: bool,
}

/// A condition of a template, and where: a byte range of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionUse {
    /// What is asked.
    pub condition: Condition,
    /// The braces that ask it.
    pub span: Range<usize>,
}

/// A mistake in a template's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// Where: a byte range of the source.
    pub span: Range<usize>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a template's form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(
    missing_docs,
    reason = "each is said in words by `message` and `remedy` below"
)]
pub enum Fault {
    NoTitle,
    TitleNotFirst,
    EmptyBlock,
    UnknownMark,
    CountedHeading,
    MarkAfterCondition,
    UnclosedBrace,
    StrayBrace,
    WideBrace,
    EmptyBraces,
    BadFieldName,
    BadCondition,
    StrayElse,
    StrayEnd,
    NotOnItsOwnLine,
    UnclosedIf,
    UnclosedIfInLine,
    TooDeep,
}

impl ParseError {
    /// What is wrong, in one phrase.
    pub fn message(&self) -> &'static str {
        self.fault.words().0
    }

    /// What to do about it, in one phrase.
    pub fn remedy(&self) -> &'static str {
        self.fault.words().1
    }
}

impl Fault {
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Fault::NoTitle => ("the letter has no title", "begin it with a line `# 标题`"),
            Fault::TitleNotFirst => (
                "a letter has one title, before everything else",
                "use `## ` for a section's heading",
            ),
            Fault::EmptyBlock => (
                "the mark has nothing after it",
                "write the words on the same line, or remove the mark",
            ),
            Fault::UnknownMark => (
                "a letter has no such mark",
                "use `## ` heading, `1. ` item, `> ` flush left or `>> ` right; other lines are paragraphs",
            ),
            Fault::CountedHeading => (
                "the heading carries a number, and headings are counted by themselves",
                "remove the number",
            ),
            Fault::MarkAfterCondition => (
                "the mark stands after a condition and would be printed",
                "put the condition on a line of its own",
            ),
            Fault::UnclosedBrace => (
                "the brace is not closed on its line",
                "add `}`, or write `\\{` for a brace that is printed",
            ),
            Fault::StrayBrace => (
                "the closing brace closes nothing",
                "remove it, or write `\\}` for a brace that is printed",
            ),
            Fault::WideBrace => (
                "full-width braces insert nothing",
                "use the ASCII braces `{` and `}`",
            ),
            Fault::EmptyBraces => (
                "there is nothing between the braces",
                "write a field's id there, or remove them",
            ),
            Fault::BadFieldName => (
                "this is not a field's id",
                "use a lower-case ASCII letter followed by letters, digits and `_`, as in fields.toml",
            ),
            Fault::BadCondition => (
                "this is not a condition",
                "write `{if field}`, `{if not field}` or `{if field = value}`",
            ),
            Fault::StrayElse => (
                "there is no condition open for this `{else}`",
                "add `{if field}` before it, or remove it",
            ),
            Fault::StrayEnd => (
                "there is no condition open for this `{end}`",
                "add `{if field}` before it, or remove it",
            ),
            Fault::NotOnItsOwnLine => (
                "the condition was opened on a line of its own and cannot be steered from inside a paragraph",
                "put this on a line of its own, too",
            ),
            Fault::UnclosedIf => (
                "the condition is never closed",
                "add a line `{end}` after what depends on it",
            ),
            Fault::UnclosedIfInLine => (
                "the condition begins inside a paragraph and is not closed before the paragraph ends",
                "add `{end}`, or put `{if …}` and `{end}` on lines of their own",
            ),
            Fault::TooDeep => (
                "conditions lie too deep inside one another",
                "at most 16 may; split the passage",
            ),
        }
    }
}

impl Template {
    /// Parses a template, or says everything that is wrong with it.
    pub fn parse(source: &str) -> Result<Template, Vec<ParseError>> {
        super::parse::parse(source)
    }

    /// Every place that names a field, in order; [`super::TODAY`] is none.
    pub fn fields(&self) -> Vec<FieldUse> {
        let mut uses = Vec::new();
        for step in &self.steps {
            let (field, span, printed) = match step {
                Step::Field { name, span } if name != super::TODAY => (name, span, true),
                Step::If { condition, span } => (&condition.field, span, false),
                _ => continue,
            };
            uses.push(FieldUse {
                field: field.clone(),
                span: span.clone(),
                printed,
            });
        }
        uses
    }

    /// Every condition, in order.
    pub fn conditions(&self) -> Vec<ConditionUse> {
        let condition = |step: &Step| match step {
            Step::If { condition, span } => Some(ConditionUse {
                condition: condition.clone(),
                span: span.clone(),
            }),
            _ => None,
        };
        self.steps.iter().filter_map(condition).collect()
    }
}
