//! A template without answers gives the paper form: every answer a gap, every conditional passage there to choose.

use super::template::{Condition, Part, Piece, Template, TemplateBlock, Test};
use super::{Block, Letter, Run, number_blocks, push_text, trim_runs};

impl Template {
    /// The blank form. Passages under conditions carry them in [`Block::optional`]; inside a line a [`Run::Box`] stands before
    /// each alternative.
    pub fn blank(&self) -> Letter {
        let mut letter = Letter {
            title: line(&self.title),
            blocks: Vec::new(),
        };
        lay(&self.blocks, &mut Vec::new(), &mut letter.blocks);
        number_blocks(&mut letter.blocks);
        letter
    }
}

fn lay(parts: &[Part<TemplateBlock>], conditions: &mut Vec<Condition>, blocks: &mut Vec<Block>) {
    for part in parts {
        match part {
            Part::Always(block) => {
                let runs = line(&block.pieces);
                if !runs.is_empty() {
                    blocks.push(Block {
                        kind: block.kind,
                        runs,
                        optional: conditions.clone(),
                    });
                }
            }
            Part::If {
                condition,
                then,
                otherwise,
                ..
            } => {
                for (condition, branch) in
                    [(condition.clone(), then), (condition.opposite(), otherwise)]
                {
                    conditions.push(condition);
                    lay(branch, conditions, blocks);
                    conditions.pop();
                }
            }
        }
    }
}

fn line(pieces: &[Part<Piece>]) -> Vec<Run> {
    let mut runs = Vec::new();
    write(pieces, &mut runs);
    trim_runs(&mut runs);
    runs
}

fn write(parts: &[Part<Piece>], runs: &mut Vec<Run>) {
    for part in parts {
        match part {
            Part::Always(Piece::Text(words)) => push_text(runs, words),
            Part::Always(Piece::Field { name, .. }) => runs.push(Run::Gap(name.clone())),
            Part::If {
                condition,
                then,
                otherwise,
                ..
            } => {
                // 「{if phone}，电话{phone}{end}」 needs no box: whoever has no telephone leaves the gap.
                let chooses =
                    !otherwise.is_empty() || condition.test != Test::Answered || condition.negated;
                for (condition, branch) in
                    [(condition.clone(), then), (condition.opposite(), otherwise)]
                {
                    if chooses && !branch.is_empty() {
                        runs.push(Run::Box(condition));
                    }
                    write(branch, runs);
                }
            }
        }
    }
}
