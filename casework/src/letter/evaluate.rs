//! A template and a person's answers give their letter.

use crate::date::Date;
use crate::field::{Answers, Types};
use crate::typed::one_line;

use super::template::{Condition, Part, Piece, Template, TemplateBlock, Test};
use super::{Block, BlockKind, Letter, Run, TODAY, number_blocks, push_text, trim_runs};

impl Template {
    /// The letter these answers make. What has no answer stays a gap; what its condition excludes is not there.
    pub fn evaluate(&self, answers: &Answers, types: &Types, today: Date) -> Letter {
        let writer = Writer {
            answers,
            types,
            today,
        };
        let mut letter = Letter {
            title: writer.line(&self.title),
            blocks: Vec::new(),
        };
        writer.blocks(&self.blocks, &mut letter.blocks);
        number_blocks(&mut letter.blocks);
        letter
    }
}

struct Writer<'case> {
    answers: &'case Answers,
    types: &'case Types,
    today: Date,
}

/// A run, or the end of a line inside an answer.
enum Inked {
    Run(Run),
    LineEnd,
}

impl Writer<'_> {
    fn blocks(&self, parts: &[Part<TemplateBlock>], blocks: &mut Vec<Block>) {
        for part in parts {
            match part {
                Part::Always(block) => self.block(block, blocks),
                Part::If {
                    condition,
                    then,
                    otherwise,
                    ..
                } => {
                    self.blocks(
                        if self.holds(condition) {
                            then
                        } else {
                            otherwise
                        },
                        blocks,
                    );
                }
            }
        }
    }

    /// Lays down one block, or several paragraphs when an answer in it has several lines.
    fn block(&self, block: &TemplateBlock, blocks: &mut Vec<Block>) {
        if block.kind != BlockKind::Paragraph {
            let runs = self.line(&block.pieces);
            if !runs.is_empty() {
                blocks.push(Block {
                    kind: block.kind,
                    runs,
                    optional: Vec::new(),
                });
            }
            return;
        }
        for mut runs in self
            .inked(&block.pieces)
            .split(|inked| matches!(inked, Inked::LineEnd))
            .map(runs)
        {
            trim_runs(&mut runs);
            if !runs.is_empty() {
                blocks.push(Block {
                    kind: block.kind,
                    runs,
                    optional: Vec::new(),
                });
            }
        }
    }

    /// The pieces on one line: where an answer has line ends, a space.
    fn line(&self, pieces: &[Part<Piece>]) -> Vec<Run> {
        let mut runs = runs(&self.inked(pieces));
        trim_runs(&mut runs);
        runs
    }

    fn inked(&self, pieces: &[Part<Piece>]) -> Vec<Inked> {
        let mut inked = Vec::new();
        self.pieces(pieces, &mut inked);
        inked
    }

    fn pieces(&self, parts: &[Part<Piece>], inked: &mut Vec<Inked>) {
        for part in parts {
            match part {
                Part::Always(Piece::Text(words)) => {
                    inked.push(Inked::Run(Run::Text(words.clone())))
                }
                Part::Always(Piece::Field { name, .. }) => self.field(name, inked),
                Part::If {
                    condition,
                    then,
                    otherwise,
                    ..
                } => {
                    self.pieces(
                        if self.holds(condition) {
                            then
                        } else {
                            otherwise
                        },
                        inked,
                    );
                }
            }
        }
    }

    fn field(&self, name: &str, inked: &mut Vec<Inked>) {
        let printed = if name == TODAY {
            self.today.print()
        } else {
            self.printed(name)
        };
        if printed.is_empty() {
            inked.push(Inked::Run(Run::Gap(name.to_owned())));
        }
        for (index, line) in printed.split('\n').enumerate() {
            if index > 0 {
                inked.push(Inked::LineEnd);
            }
            inked.push(Inked::Run(Run::Text(line.to_owned())));
        }
    }

    fn printed(&self, field: &str) -> String {
        let field_type = self.types.get(field).copied().unwrap_or_default();
        field_type.print(self.answer(field))
    }

    fn holds(&self, condition: &Condition) -> bool {
        let holds = match &condition.test {
            Test::Answered => !self.printed(&condition.field).is_empty(),
            Test::Is(value) => one_line(self.answer(&condition.field)) == *value,
        };
        holds != condition.negated
    }

    fn answer(&self, field: &str) -> &str {
        self.answers.get(field).map_or("", String::as_str)
    }
}

fn runs(inked: &[Inked]) -> Vec<Run> {
    let mut runs = Vec::new();
    for inked in inked {
        match inked {
            Inked::Run(Run::Text(words)) => push_text(&mut runs, words),
            Inked::Run(other) => runs.push(other.clone()),
            Inked::LineEnd => push_text(&mut runs, " "),
        }
    }
    runs
}
