//! A letter template as parsed: blocks of pieces, some of them under conditions.

use core::ops::Range;

use crate::prelude::*;

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
/// again; conditions outside hold whole blocks. Every `If` has its `End`, and at most one `Else` between; every `Each`
/// has its `End`, and no other `Each` between.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    Begin(Place),
    Finish,
    Text(String),
    Field {
        name: String,
        form: Form,
        span: Range<usize>,
    },
    /// Words that a fact says. Whoever builds a page puts them here: see [`super::citations`].
    Cite {
        id: String,
        alone: bool,
        span: Range<usize>,
    },
    /// In a table's row: the next cell begins.
    Cell,
    If {
        condition: Condition,
        span: Range<usize>,
    },
    Else,
    /// What follows is taken once for each row of a list.
    Each {
        list: String,
        span: Range<usize>,
    },
    End,
}

/// What begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Title,
    Block(BlockKind),
}

/// In what form a field's answer is printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// As an amount in formal numerals.
    pub upper: bool,
    /// The sum of the answers in all rows of this list.
    pub total_of: Option<String>,
}

/// What must hold for a passage to belong in the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    /// What is asked; one at least.
    pub questions: Vec<Question>,
    /// Whether one of them is enough. A single question needs all of itself.
    pub any: bool,
}

/// One question about an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The field whose answer decides, or the list whose rows do. Outside of a list's rows, one row is enough.
    pub field: String,
    /// What is asked of the answer.
    pub test: Test,
    /// Whether the opposite is asked.
    pub negated: bool,
}

/// What a question asks of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// There is one; a box is ticked.
    Answered,
    /// It is this one.
    Is(String),
    /// It is a list, and more than one row of it is filled in.
    Several,
}

impl Condition {
    /// The condition of the other branch: neither instead of one of two, one not instead of both.
    pub fn opposite(&self) -> Condition {
        Condition {
            questions: self.questions.iter().map(Question::opposite).collect(),
            any: !self.any && self.questions.len() > 1,
        }
    }
}

impl Question {
    /// The same question, answered the other way.
    pub fn opposite(&self) -> Question {
        Question {
            negated: !self.negated,
            ..self.clone()
        }
    }
}

impl From<Question> for Condition {
    fn from(question: Question) -> Condition {
        Condition {
            questions: vec![question],
            any: false,
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
    /// In what form its answer is printed there; without one it only decides.
    pub printed: Option<Form>,
    /// The list whose rows the place is taken for.
    pub each: Option<String>,
}

/// A list named by a template, and where: a byte range of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListUse {
    /// The list's id.
    pub list: String,
    /// The braces that name it.
    pub span: Range<usize>,
    /// Whether something is taken for each of its rows here; otherwise the place only counts or adds them up.
    pub each: bool,
}

/// A question of a template, and where: a byte range of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuestionUse {
    /// What is asked.
    pub question: Question,
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
    MixedCondition,
    BadCitation,
    StrayElse,
    StrayEnd,
    NotOnItsOwnLine,
    UnclosedIf,
    UnclosedIfInLine,
    TooDeep,
    BadTotal,
    EachInEach,
    UnevenRow,
    CellInCondition,
    OnlyRule,
    IncludeInLine,
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
                "use `## ` heading, `1. ` item, `> ` flush left, `>> ` right or `| ` table row; other lines are paragraphs",
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
                "write `{if field}`, `{if not field}`, `{if field = value}` or `{if several list}`, or join such questions: `{if field = value or field = other}`",
            ),
            Fault::MixedCondition => (
                "the condition has both `or` and `and`, and it does not say which goes first",
                "put one condition inside of another: `{if a}` … `{if b or c}` … `{end}` … `{end}`",
            ),
            Fault::BadCitation => (
                "this is not a fact's id",
                "write `{cite fact-id}`, or `{article fact-id}` where the law has just been named",
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
            Fault::BadTotal => (
                "this is not a total",
                "write `{total list.field}`, or `{upper total list.field}` in formal numerals",
            ),
            Fault::EachInEach => (
                "`{each}` stands inside of another one",
                "close the outer one with `{end}` first",
            ),
            Fault::UnevenRow => (
                "the row has not as many cells as the row above it",
                "give every row of a table the same number of `|`; a cell may be empty",
            ),
            Fault::CellInCondition => (
                "the condition reaches from one cell into another",
                "close it with `{end}` before the next `|`, or put it on a line of its own around the row",
            ),
            Fault::OnlyRule => (
                "the rule has no row of column names above it",
                "begin the table with a row such as `| 时间 | 金额 |`",
            ),
            Fault::IncludeInLine => (
                "a passage is not included here",
                "write `{include name}` on a line of its own",
            ),
        }
    }
}

impl Template {
    /// Parses a template, or says everything that is wrong with it.
    pub fn parse(source: &str) -> Result<Template, Vec<ParseError>> {
        super::parse::parse(source)
    }

    /// Whether a field's answer is printed somewhere; otherwise it only decides what is.
    pub fn prints(&self, field: &str) -> bool {
        let prints = |step: &Step| matches!(step, Step::Field { name, .. } if name == field);
        self.steps.iter().any(prints)
    }

    /// Every place that names a field, in order; [`super::TODAY`] is none.
    pub fn fields(&self) -> Vec<FieldUse> {
        let mut uses = Vec::new();
        // Of every condition and list around the step, the list.
        let mut around: Vec<Option<&String>> = Vec::new();
        for step in &self.steps {
            let mut add = |field: &String, span: &Range<usize>, printed: Option<Form>| {
                uses.push(FieldUse {
                    field: field.clone(),
                    span: span.clone(),
                    printed,
                    each: around.iter().flatten().next().copied().cloned(),
                });
            };
            match step {
                Step::Field { name, form, span } if name != super::TODAY => {
                    add(name, span, Some(form.clone()));
                }
                Step::If { condition, span } => {
                    for question in &condition.questions {
                        if question.test != Test::Several {
                            add(&question.field, span, None);
                        }
                    }
                    around.push(None);
                }
                Step::Each { list, .. } => around.push(Some(list)),
                Step::End => {
                    around.pop();
                }
                _ => {}
            }
        }
        uses
    }

    /// Every place that names a list, in order.
    pub fn lists(&self) -> Vec<ListUse> {
        let mut uses = Vec::new();
        for step in &self.steps {
            let mut add = |list: &String, span: &Range<usize>, each: bool| {
                uses.push(ListUse {
                    list: list.clone(),
                    span: span.clone(),
                    each,
                });
            };
            match step {
                Step::Each { list, span } => add(list, span, true),
                Step::Field { form, span, .. } => {
                    if let Some(list) = &form.total_of {
                        add(list, span, false);
                    }
                }
                Step::If { condition, span } => {
                    for question in &condition.questions {
                        if question.test == Test::Several {
                            add(&question.field, span, false);
                        }
                    }
                }
                _ => {}
            }
        }
        uses
    }

    /// Every question that a condition asks, in order.
    pub fn questions(&self) -> Vec<QuestionUse> {
        let mut uses = Vec::new();
        for step in &self.steps {
            if let Step::If { condition, span } = step {
                uses.extend(condition.questions.iter().map(|question| QuestionUse {
                    question: question.clone(),
                    span: span.clone(),
                }));
            }
        }
        uses
    }
}
