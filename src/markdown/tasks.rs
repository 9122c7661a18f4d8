//! Writes lists and checklists. An item with an id is one the browser remembers.

use std::collections::HashSet;
use std::mem::take;
use std::ops::Range;

use super::attributes::{self, ItemAttributes};
use super::document::Item;
use super::escape::push_attribute;
use super::writer::{Place, Writer};

/// The lists being written.
#[derive(Default)]
pub(super) struct Lists {
    open: Vec<OpenList>,
    /// Where the items' tags are.
    items: Vec<Place>,
    /// Ids of this page's checklist items.
    ids: HashSet<String>,
    /// Whether the paragraph that ends now was written as a label.
    pub(super) in_label: bool,
}

struct OpenList {
    /// Inside its tag.
    tag: Place,
    checklist: bool,
}

/// A checklist item whose label is being written.
pub(super) struct Task {
    /// Its tag, and where its label begins.
    item: Place,
    label: Place,
    /// Whether the label is a paragraph of its own.
    paragraph: bool,
    ticked: bool,
    /// Where it begins in the parsed source, and where its label does.
    start: usize,
    source: usize,
}

impl Writer<'_> {
    pub(super) fn start_list(&mut self, start: Option<u64>) {
        self.push(if start.is_some() { "<ol" } else { "<ul" });
        self.lists.open.push(OpenList {
            tag: self.place(),
            checklist: false,
        });
        match start {
            None | Some(1) => self.push(">\n"),
            Some(start) => self.push(&format!(" start=\"{start}\">\n")),
        }
    }

    pub(super) fn end_list(&mut self, ordered: bool) {
        self.lists.open.pop();
        self.push(if ordered { "</ol>\n" } else { "</ul>\n" });
    }

    pub(super) fn start_item(&mut self) {
        self.lists.items.push(self.place());
        self.push("<li>");
    }

    pub(super) fn end_item(&mut self) {
        self.lists.items.pop();
        self.push("</li>\n");
    }

    pub(super) fn start_task(&mut self, ticked: bool, range: Range<usize>) {
        const CLASS: &str = " class=\"checklist\"";
        let first = self.lists.open.last_mut().filter(|list| !list.checklist);
        if let Some(list) = first {
            list.checklist = true;
            let tag = list.tag;
            self.insert(tag, CLASS);
            if let Some(item) = self.lists.items.last_mut() {
                item.html += CLASS.len();
            }
        }
        let Some(&item) = self.lists.items.last() else {
            return;
        };
        self.plain.clear();
        self.collecting = true;
        self.task = Some(Task {
            item,
            label: self.place(),
            paragraph: self.document.html.ends_with("<p>"),
            ticked,
            start: range.start,
            source: range.end,
        });
    }

    /// Ends the label, now that its attributes are known.
    pub(super) fn finish_task(&mut self) {
        let Some(task) = self.task.take() else {
            return;
        };
        self.collecting = false;
        let end = self.run.source_end().max(task.source);
        let source = self
            .marked
            .clean(&self.marked.text[task.source..end])
            .into_owned();
        let span = self.marked.span(&(task.start..end));
        let attributes = written_attributes(&source).and_then(|written| {
            self.cut_attributes(&task, written);
            match attributes::item(written[1..written.len() - 1].trim()) {
                Ok(attributes) => Some(attributes),
                Err(message) => {
                    let remedy = "write `{#permanent-id}`, and perhaps `was=old-id` and `.evidence`, \
                                  in lower-case letters, digits and single `-`";
                    self.problem(span.clone(), message, remedy);
                    None
                }
            }
        });
        match attributes {
            Some(attributes) => self.remembered_item(&task, attributes, span),
            None => self.plain_item(&task, span),
        }
        self.push("</label>");
    }

    /// Takes the attributes out of what was written.
    fn cut_attributes(&mut self, task: &Task, written: &str) {
        let last_hole = self.document.holes[task.label.hole..].last();
        let floor = last_hole.map_or(task.label.html, |hole| hole.at);
        let html = &mut self.document.html;
        if html.ends_with(written) {
            let kept = html[..html.len() - written.len()].trim_end().len();
            html.truncate(kept.max(floor));
        }
        self.prose.cut(written);
        if self.plain.ends_with(written) {
            let kept = self.plain[..self.plain.len() - written.len()]
                .trim_end()
                .len();
            self.plain.truncate(kept);
        }
    }

    fn remembered_item(&mut self, task: &Task, attributes: ItemAttributes, span: Range<usize>) {
        let ItemAttributes { id, was, evidence } = attributes;
        for name in was.iter().chain([&id]) {
            if !self.lists.ids.insert(name.clone()) {
                let message = format!("the checklist item id `{name}` is used twice on this page");
                self.problem(span.clone(), message, "give each item an id of its own");
            }
        }
        if task.ticked {
            let message = format!("the checklist item `{id}` is ticked from the start");
            self.problem(
                span.clone(),
                message,
                "write `[ ]`: only the reader ticks it",
            );
        }
        let mut html =
            format!("<li class=\"check\"><input type=\"checkbox\" id=\"item-{id}\" data-item=\"");
        push_attribute(&mut html, self.options.checklist);
        html.push('/');
        html.push_str(&id);
        for (index, old) in was.iter().enumerate() {
            html.push_str(if index == 0 {
                "\" data-aliases=\""
            } else {
                " "
            });
            push_attribute(&mut html, self.options.checklist);
            html.push('/');
            html.push_str(old);
        }
        html.push_str(if evidence { "\" data-evidence" } else { "\"" });
        html.push_str(&format!("><label for=\"item-{id}\">"));
        self.replace(task.item, task.label, &html);
        self.lists.in_label = task.paragraph;
        self.document.anchors.push(format!("item-{id}"));
        let text = take(&mut self.plain).trim().replace('\n', " ");
        self.document.items.push(Item {
            id,
            was,
            evidence,
            text,
            span,
        });
    }

    fn plain_item(&mut self, task: &Task, span: Range<usize>) {
        if self.options.items_need_ids {
            self.problem(
                span,
                "the checklist item has no id, so no browser can remember it",
                "end its first paragraph with `{#permanent-id}`",
            );
        }
        let html = format!(
            "<li class=\"check\">{}<label><input type=\"checkbox\"{} disabled /> ",
            if task.paragraph { "\n<p>" } else { "" },
            if task.ticked { " checked" } else { "" },
        );
        self.replace(task.item, task.label, &html);
    }
}

/// The `{#id …}` that ends a label's source, with its braces.
fn written_attributes(source: &str) -> Option<&str> {
    let source = source.trim_end();
    let open = source.rfind('{').filter(|_| source.ends_with('}'))?;
    let escaped = source[..open]
        .bytes()
        .rev()
        .take_while(|&byte| byte == b'\\')
        .count()
        % 2
        == 1;
    let inner = source[open + 1..source.len() - 1].trim_start();
    let ours = inner.starts_with(['#', '.']) || inner.starts_with("was=");
    (ours && !escaped).then(|| &source[open..])
}
