//! A letter page's view: the template checked against the dictionary of fields, its form, and its paper blank.

mod arrange;
mod blank;
mod check;
pub mod cite;
mod law;
mod reach;
pub mod samples;
pub mod source;
pub mod unused;

use self::source::Source;
use casework::letter::{Condition, Template, Test};

use crate::address;
use crate::diagnostic::Report;
use crate::facts::Facts;
use crate::fields::{self, Dictionary, Field};
use crate::page::Page;
use crate::site::Language;
use crate::view::{BlockView, EvidenceView, FieldView, GroupView, LetterView, ToneView};

/// The view of the letter in `source`, or nothing if it has mistakes, which are reported. `evidence` is what the letter's
/// situations tell people to keep.
pub fn view(
    page: &Page,
    source: &Source,
    facts: &Facts,
    language: &Language,
    evidence: Vec<EvidenceView>,
    report: &mut Report,
) -> Option<LetterView> {
    let template = parse(source, report)?;
    check::check(page, source, &template, &language.fields, report);
    cite::check(source, &template, facts, report);
    let template = cite::written(template, facts);
    let groups = groups(page, &language.fields);
    let takes_evidence = |group: &GroupView| group.fields.iter().any(|field| field.evidence);
    Some(LetterView {
        id: address::stem(&page.path).to_owned(),
        evidence: if groups.iter().any(takes_evidence) {
            evidence
        } else {
            Vec::new()
        },
        groups,
        source: template.compiled(),
        blank: blank::blank(&template, page, &language.fields),
        form_source: page.front.form_source.clone(),
        reviewed: page.front.reviewed.map(|date| date.to_string()),
        short: page.front.short,
        sent: None,
        tone: language
            .tone
            .iter()
            .map(|tone| ToneView {
                words: tone.words.join(" "),
                say: tone.say.clone(),
            })
            .collect(),
    })
}

/// The paper form of the letter in `source`; nothing if it has mistakes.
pub fn paper(page: &Page, source: &Source, facts: &Facts, language: &Language) -> Vec<BlockView> {
    Template::parse(&source.text)
        .map(|template| blank::blank(&cite::written(template, facts), page, &language.fields))
        .unwrap_or_default()
}

fn parse(source: &Source, report: &mut Report) -> Option<Template> {
    match Template::parse(&source.text) {
        Ok(template) => Some(template),
        Err(mistakes) => {
            for mistake in mistakes {
                report.push(source.problem(&mistake.span, mistake.message(), mistake.remedy()));
            }
            None
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
                .filter_map(|id| field_view(page, id, dictionary))
                .collect(),
        })
        .collect()
}

/// The options of a field that a letter offers: its own choice of them, or all.
pub(crate) fn offered<'a>(page: &'a Page, id: &str, field: &'a Field) -> &'a [String] {
    page.front.options.get(id).unwrap_or(&field.options)
}

/// A condition as an editor writes it.
fn in_words(condition: &Condition) -> String {
    let question = |question: &casework::letter::Question| {
        let field = &question.field;
        let asked = match &question.test {
            Test::Answered => field.clone(),
            Test::Is(value) => format!("{field} = {value}"),
            Test::Several => format!("several {field}"),
        };
        format!("{}{asked}", if question.negated { "not " } else { "" })
    };
    let questions: Vec<String> = condition.questions.iter().map(question).collect();
    questions.join(if condition.any { " or " } else { " and " })
}

fn field_view(page: &Page, id: &str, dictionary: &Dictionary) -> Option<FieldView> {
    let field = dictionary.get(id)?;
    Some(FieldView {
        id: id.to_owned(),
        label: field.label.clone(),
        kind: field.kind.name(),
        help: field.help.clone(),
        example: field.example.clone(),
        required: field.required,
        autocomplete: field.autocomplete.clone(),
        options: offered(page, id, field).to_vec(),
        was: field
            .was
            .iter()
            .filter(|(_, now)| offered(page, id, field).contains(now))
            .map(|(before, now)| (before.clone(), now.clone()))
            .collect(),
        total: field.total.clone().filter(|total| {
            let list = fields::list_of(dictionary, total);
            let mut asked = page.front.groups.iter().flat_map(|group| &group.fields);
            asked.any(|asked| Some(asked.as_str()) == list)
        }),
        evidence: field.evidence,
        list: fields::list_of(dictionary, id).map(str::to_owned),
        fields: field
            .fields
            .iter()
            .filter_map(|id| field_view(page, id, dictionary))
            .collect(),
    })
}
