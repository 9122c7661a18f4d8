//! Paints a letter as the static page does, replacing only the lines that changed.

use casework::letter::{Block, BlockKind, Letter, Run};
use casework::numeral::{push_digits, section};

use crate::page::{self, Element, Page};

/// A letter on the page.
pub struct Preview {
    page: Page,
    sheet: Element,
    shown: Vec<Line>,
    /// Whether the sheet still holds the static blank letter.
    fresh: bool,
}

/// What the gap of a field says.
type Labels<'form> = &'form dyn Fn(&str) -> String;

/// One child of the sheet.
#[derive(PartialEq)]
struct Line {
    tag: &'static str,
    class: &'static str,
    /// Of a list, the number of its first item.
    start: usize,
    /// The line's words; of a list, one after another the items', of a table, the rows'.
    runs: Vec<Vec<Run>>,
    /// What is kept together on one sheet of paper.
    inside: Vec<Line>,
}

impl Line {
    /// Its words, if it is nothing but words.
    fn words(&self) -> Option<&str> {
        match self.runs.as_slice() {
            [runs] if self.tag == "p" => match runs.as_slice() {
                [Run::Text(words)] => Some(words),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Preview {
    /// A preview in this element.
    pub fn new(page: &Page, element: &Element) -> Preview {
        let sheet = page::first_inside(element, ".letter").unwrap_or_else(|| element.clone());
        Preview {
            page: page.clone(),
            sheet,
            shown: Vec::new(),
            fresh: true,
        }
    }

    /// Shows this letter. `label` tells what the gap of a field says.
    pub fn show(&mut self, letter: Letter, label: Labels) {
        if std::mem::take(&mut self.fresh) {
            page::set_text(&self.sheet, "");
        }
        let lines = lines(letter);
        let common = self
            .shown
            .iter()
            .zip(&lines)
            .take_while(|(old, new)| old == new)
            .count();
        let rest = self.shown.len().min(lines.len()) - common;
        let same_end = self
            .shown
            .iter()
            .rev()
            .zip(lines.iter().rev())
            .take(rest)
            .take_while(|(old, new)| old == new);
        let same_end = same_end.count();
        // One paragraph that says something else is most of what typing changes.
        if self.shown.len() == lines.len()
            && common + same_end + 1 == lines.len()
            && let (Some(old), Some(new)) = (self.shown.get(common), lines.get(common))
            && let (Some(_), Some(words)) = (old.words(), new.words())
            && (old.tag, old.class) == (new.tag, new.class)
        {
            page::set_text_at(&self.sheet, common, words);
            self.shown = lines;
            return;
        }
        for _ in common..self.shown.len() - same_end {
            page::remove_at(&self.sheet, common);
        }
        for (index, line) in lines
            .iter()
            .enumerate()
            .take(lines.len() - same_end)
            .skip(common)
        {
            if let Some(element) = self.element(line, label) {
                page::insert_at(&self.sheet, &element, index);
            }
        }
        self.shown = lines;
    }

    fn element(&self, line: &Line, label: Labels) -> Option<Element> {
        let element = self.page.create(line.tag, line.class)?;
        for inside in &line.inside {
            page::append(&element, &self.element(inside, label)?);
        }
        if line.start > 1 {
            let mut start = String::new();
            push_digits(&mut start, line.start as u64, 1);
            page::set_attribute(&element, "start", &start);
        }
        for (row, runs) in line.runs.iter().enumerate() {
            match line.tag {
                "ol" => {
                    let item = self.page.create("li", "")?;
                    self.write(&item, runs, label);
                    page::append(&element, &item);
                }
                "table" => page::append(&element, &self.row(row, runs, label)?),
                _ => self.write(&element, runs, label),
            }
        }
        Some(element)
    }

    /// A table's row in a part of its own. Paper repeats the first, which names the columns, on every sheet.
    fn row(&self, row: usize, runs: &[Run], label: Labels) -> Option<Element> {
        let (part, tag) = match row {
            0 => ("thead", "th"),
            _ => ("tbody", "td"),
        };
        let (part, line) = (self.page.create(part, "")?, self.page.create("tr", "")?);
        for runs in runs.split(|run| *run == Run::Cell) {
            let cell = self.page.create(tag, "")?;
            self.write(&cell, runs, label);
            page::append(&line, &cell);
        }
        page::append(&part, &line);
        Some(part)
    }

    fn write(&self, element: &Element, runs: &[Run], label: Labels) {
        for run in runs {
            match run {
                Run::Text(words) => self.page.append_text(element, words),
                Run::Gap(field) => {
                    let Some(gap) = self.page.create("span", "gap") else {
                        continue;
                    };
                    page::set_attribute(&gap, "data-gap", field);
                    self.page.append_text(&gap, &label(field));
                    page::append(element, &gap);
                }
                // Only a blank form has boxes, and that is the static page's.
                Run::Box(_) | Run::Cell => {}
            }
        }
    }
}

fn lines(letter: Letter) -> Vec<Line> {
    let closing = letter.closing();
    let mut lines = vec![line("h2", "letter-title", letter.title)];
    let mut kept = Vec::new();
    for (index, block) in letter.blocks.into_iter().enumerate() {
        if !closing.contains(&index) {
            add(&mut lines, block);
            continue;
        }
        add(&mut kept, block);
        if index + 1 == closing.end {
            let mut closing = line("div", "letter-closing", Vec::new());
            closing.inside = std::mem::take(&mut kept);
            lines.push(closing);
        }
    }
    lines
}

fn add(lines: &mut Vec<Line>, block: Block) {
    let mut runs = block.runs;
    let (tag, class) = match block.kind {
        BlockKind::Flush => ("p", "letter-flush"),
        BlockKind::Paragraph => ("p", ""),
        BlockKind::Right => ("p", "letter-right"),
        BlockKind::Heading(number) => {
            runs.insert(0, Run::Text([section(number).as_str(), "、"].concat()));
            ("h3", "")
        }
        BlockKind::Item(_) => ("ol", ""),
        BlockKind::Row(_) => ("table", ""),
    };
    match lines.last_mut() {
        Some(list) if list.tag == tag && matches!(tag, "ol" | "table") => list.runs.push(runs),
        _ => {
            let mut line = line(tag, class, runs);
            if let BlockKind::Item(number) = block.kind {
                line.start = number;
            }
            lines.push(line);
        }
    }
}

fn line(tag: &'static str, class: &'static str, runs: Vec<Run>) -> Line {
    Line {
        tag,
        class,
        start: 0,
        runs: vec![runs],
        inside: Vec::new(),
    }
}
