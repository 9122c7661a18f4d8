//! A letter page's view: the template checked against the dictionary of fields, its form, and its paper blank.

use std::collections::BTreeSet;

use casework::field::FieldType;
use casework::letter::{BlockKind, Run, TODAY, Template, Test};
use casework::numeral::section;

use crate::address;
use crate::diagnostic::{Diagnostic, Report};
use crate::fields::{Dictionary, Field};
use crate::markdown::Fenced;
use crate::page::Page;
use crate::similar;
use crate::view::{BlockView, FieldView, GroupView, LetterView, RunView};

/// The view of the letter in `block`, or nothing if it has mistakes, which are reported.
pub fn view(
    page: &Page,
    block: &Fenced,
    dictionary: &Dictionary,
    report: &mut Report,
) -> Option<LetterView> {
    let template = match Template::parse(&block.source) {
        Ok(template) => template,
        Err(mistakes) => {
            for mistake in mistakes {
                let span = within(block, &mistake.span);
                report.push(page.problem(&span, mistake.message(), mistake.remedy()));
            }
            return None;
        }
    };
    check(page, block, &template, dictionary, report);
    Some(LetterView {
        id: address::stem(&page.path).to_owned(),
        groups: groups(page, dictionary),
        source: block.source.clone(),
        blank: blank(&template, &page.title, dictionary),
    })
}

/// A range of the template as a range of the page's body. The block's lines stand in the page as they are.
fn within(block: &Fenced, span: &std::ops::Range<usize>) -> std::ops::Range<usize> {
    block.span.start + span.start..block.span.start + span.end
}

/// Every field that the template or the form names must be in the dictionary; the form must ask for every field that the
/// template uses, and for no other.
fn check(
    page: &Page,
    block: &Fenced,
    template: &Template,
    dictionary: &Dictionary,
    report: &mut Report,
) {
    let asked: BTreeSet<&str> = page
        .front
        .groups
        .iter()
        .flat_map(|group| group.fields.iter().map(String::as_str))
        .collect();
    let mut used = BTreeSet::new();
    for place in template.fields() {
        if place.field == TODAY {
            continue;
        }
        let span = within(block, &place.span);
        if !dictionary.contains_key(&place.field) {
            report.push(page.problem(
                &span,
                format!("there is no field `{}`", place.field),
                similar::remedy(
                    &place.field,
                    dictionary.keys().map(String::as_str),
                    "add it to fields.toml",
                ),
            ));
        } else if !asked.contains(place.field.as_str()) {
            report.push(page.problem(
                &span,
                format!("the form never asks for the field `{}`", place.field),
                "add it to a group in the front matter",
            ));
        }
        used.insert(place.field);
    }
    for field in asked {
        if !used.contains(field) {
            report.push(Diagnostic::file(
                &page.path,
                format!("the form asks for the field `{field}`, which the letter never uses"),
                "use it in the letter, or take it out of the groups",
            ));
        }
    }
    for place in template.conditions() {
        let Some(field) = dictionary.get(&place.condition.field) else {
            continue;
        };
        if let Test::Is(answer) = &place.condition.test
            && !field.options.contains(answer)
        {
            report.push(page.problem(
                &within(block, &place.span),
                format!(
                    "`{answer}` is no option of the field `{}`",
                    place.condition.field
                ),
                similar::remedy(
                    answer,
                    field.options.iter().map(String::as_str),
                    "use one of its options",
                ),
            ));
        }
    }
}

fn groups(page: &Page, dictionary: &Dictionary) -> Vec<GroupView> {
    page.front
        .groups
        .iter()
        .map(|group| GroupView {
            title: group.title.clone(),
            fields: group
                .fields
                .iter()
                .filter_map(|id| Some(field_view(id, dictionary.get(id)?)))
                .collect(),
        })
        .collect()
}

fn field_view(id: &str, field: &Field) -> FieldView {
    FieldView {
        id: id.to_owned(),
        label: field.label.clone(),
        kind: field.kind.name(),
        help: field.help.clone(),
        example: field.example.clone(),
        required: field.required,
        autocomplete: field.autocomplete.clone(),
        options: field.options.clone(),
    }
}

/// The paper form: every passage, those that only stand in some letters with a box before them.
/// A title that depends on answers cannot be printed: the page's own stands in for it.
fn blank(template: &Template, page_title: &str, dictionary: &Dictionary) -> Vec<BlockView> {
    let mut letter = template.blank();
    if letter.title.iter().any(|run| !matches!(run, Run::Text(_))) {
        letter.title = vec![Run::Text(page_title.to_owned())];
    }
    let runs = |runs: &[Run]| runs.iter().map(|run| run_view(run, dictionary)).collect();
    let mut blocks = vec![BlockView {
        kind: "title",
        heading_number: None,
        begins_list: false,
        ends_list: false,
        optional: false,
        runs: runs(&letter.title),
    }];
    for (index, block) in letter.blocks.iter().enumerate() {
        let next = letter.blocks.get(index + 1);
        let is_item = |kind: BlockKind| matches!(kind, BlockKind::Item(_));
        blocks.push(BlockView {
            kind: match block.kind {
                BlockKind::Flush => "flush",
                BlockKind::Paragraph => "paragraph",
                BlockKind::Heading(_) => "heading",
                BlockKind::Item(_) => "item",
                BlockKind::Right => "right",
            },
            heading_number: match block.kind {
                BlockKind::Heading(number) => Some(section(number)),
                _ => None,
            },
            begins_list: block.kind == BlockKind::Item(1),
            ends_list: is_item(block.kind) && !next.is_some_and(|next| is_item(next.kind)),
            optional: !block.optional.is_empty(),
            runs: runs(&block.runs),
        });
    }
    blocks
}

fn run_view(run: &Run, dictionary: &Dictionary) -> RunView {
    match run {
        Run::Text(text) => RunView {
            text: text.clone(),
            gap: None,
            tick: false,
            multiline: false,
        },
        Run::Gap(field) => RunView {
            text: dictionary
                .get(field)
                .map_or_else(String::new, |field| field.label.clone()),
            gap: Some(field.clone()),
            tick: false,
            multiline: dictionary
                .get(field)
                .is_some_and(|field| field.kind == FieldType::Multiline),
        },
        Run::Box(_) => RunView {
            text: String::new(),
            gap: None,
            tick: true,
            multiline: false,
        },
    }
}
