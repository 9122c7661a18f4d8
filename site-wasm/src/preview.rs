//! Paints a letter as the static page does, replacing only the lines that changed.

use casework::letter::{BlockKind, Letter, Run};
use casework::numeral::section;
use web_sys::Element;

use crate::page::{self, Page};

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
    /// The line's words; of a list, one after another the items'.
    runs: Vec<Vec<Run>>,
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
        for runs in &line.runs {
            if line.tag == "ol" {
                let item = self.page.create("li", "")?;
                self.write(&item, runs, label);
                page::append(&element, &item);
            } else {
                self.write(&element, runs, label);
            }
        }
        Some(element)
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
                Run::Box(_) => {}
            }
        }
    }
}

fn lines(letter: Letter) -> Vec<Line> {
    let mut lines = vec![Line {
        tag: "h2",
        class: "letter-title",
        runs: vec![letter.title],
    }];
    for block in letter.blocks {
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
        };
        match lines.last_mut() {
            Some(list) if list.tag == "ol" && tag == "ol" => list.runs.push(runs),
            _ => lines.push(Line {
                tag,
                class,
                runs: vec![runs],
            }),
        }
    }
    lines
}
