//! What makes a letter on this page: its template, the form's fields, the ticked evidence, and what a person wrote instead.

use casework::cut::contains;
use casework::field::{Answer, Answers, FieldType, field_of, row_key};
use casework::letter::enclosures::counted;
use casework::letter::{Letter, Template};
use casework::numeral::push_digits;
use casework::record::{field_key, item_key};
use web_sys::Element;

use crate::page::{self, Control, Page};
use crate::rows;
use crate::texts::Texts;
use crate::tool::Session;

/// A letter's template, and what the page knows of it.
pub struct Drafter {
    page: Page,
    id: String,
    template: Template,
    fields: Vec<Field>,
}

/// What a form asks for. What else its control tells is asked of the control.
struct Field {
    name: String,
    control: Control,
}

/// Something to tell about an answer.
#[derive(PartialEq)]
pub struct Told {
    /// The answer's key.
    pub key: String,
    /// What leads to the field.
    pub link: String,
    /// What there is to say of it.
    pub words: String,
}

/// A letter, and whether a person wrote it by hand.
pub struct Draft {
    pub letter: Letter,
    pub is_own: bool,
}

impl Field {
    fn label(&self) -> String {
        page::attribute(&self.control, "data-label")
    }

    fn is_in_rows(&self) -> bool {
        page::has(&self.control, "data-list")
    }
}

impl Drafter {
    /// The drafter of a form; `None` where the page lacks a part of it.
    pub fn open(page: &Page, id: &str) -> Option<Drafter> {
        let source = part(page, "data-letter-source", id)?;
        let mut fields = Vec::new();
        for control in page.controls(&[&selector("data-letter-form", id), " [data-field]"].concat())
        {
            let name = page::attribute(&control, "data-field");
            // Rows after the first are made by the tool.
            if field_of(&name) == name {
                fields.push(Field { name, control });
            }
        }
        Some(Drafter {
            page: page.clone(),
            id: id.to_owned(),
            template: Template::from_compiled(&page::template_text(&source)),
            fields,
        })
    }

    /// What a gap says.
    pub fn label(&self, key: &str) -> String {
        let name = field_of(key);
        let mut fields = self.fields.iter();
        fields
            .find(|field| field.name == name)
            .map_or(String::new(), Field::label)
    }

    /// What the answers make.
    pub fn drafted(&self, session: &Session) -> Option<Letter> {
        Some(
            self.template
                .evaluate(&self.answers(session), self.page.today()?),
        )
    }

    /// The letter as it stands: what the answers make, or what the person wrote instead.
    pub fn draft(&self, session: &Session) -> Option<Draft> {
        let own = session.text(&own_key(&self.id));
        let is_own = !own.is_empty();
        let letter = if is_own {
            Letter::from_text(own)
        } else {
            self.drafted(session)?
        };
        Some(Draft { letter, is_own })
    }

    /// A mark that changes with every answer, and not from day to day.
    pub fn mark(&self, session: &Session) -> String {
        let mut mark = 0_u64;
        for answer in self.answers(session).values() {
            for byte in answer.text.bytes().chain([b'/']) {
                mark = mark.wrapping_mul(31).wrapping_add(u64::from(byte));
            }
        }
        let mut digits = String::new();
        push_digits(&mut digits, mark, 1);
        digits
    }

    /// Required fields without an answer, except those that nothing in this letter needs.
    pub fn missing(&self, letter: &Letter, session: &Session) -> Vec<Told> {
        let (gaps, answers) = (letter.gaps(), self.answers(session));
        let mut missing = Vec::new();
        for field in &self.fields {
            if !page::has(&field.control, "data-required") {
                continue;
            }
            for gap in &gaps {
                if field_of(gap) == field.name {
                    missing.push(self.told(gap, String::new()));
                }
            }
            let answer = answers.get(&field.name);
            let unanswered = answer.is_none_or(|answer| answer.text.is_empty());
            let decides = self.template.asks(&field.name, &answers);
            if unanswered && decides && !self.template.prints(&field.name) {
                missing.push(self.told(&field.name, String::new()));
            }
        }
        missing
    }

    /// What is worth a second look before the letter leaves: days and amounts nobody can read, words that harm.
    pub fn doubts(&self, session: &Session, texts: &Texts) -> Vec<Told> {
        let mut doubts = Vec::new();
        for (key, answer) in self.answers(session).iter() {
            if !answer.field_type.is_readable(&answer.text) {
                let kind = match answer.field_type {
                    FieldType::Date => "doubt-date",
                    _ => "doubt-money",
                };
                let words = texts.get(kind).unwrap_or_default();
                doubts.push(self.told(key, words.to_owned()));
            }
            self.add_tones(key, &answer.text, &mut doubts);
        }
        let own = ["own/", &self.id].concat();
        self.add_tones(&own, session.text(&field_key(&own)), &mut doubts);
        doubts
    }

    fn add_tones(&self, key: &str, text: &str, doubts: &mut Vec<Told>) {
        for tone in self.spans("data-letter-tone") {
            for word in page::words(&page::attribute(&tone, "data-words")) {
                if contains(text, word) {
                    doubts.push(self.told(key, ["“", word, "”：", &page::text(&tone)].concat()));
                }
            }
        }
    }

    /// Every answer that there is, as the letter prints it, in the order of the form.
    pub fn answered(&self, session: &Session, change: &str) -> Vec<Told> {
        let answers = self.answers(session);
        let mut answered = Vec::new();
        for (key, _) in self.keys(session) {
            let Some(answer) = answers.get(&key) else {
                continue;
            };
            let words = answer.field_type.print(&answer.text);
            if !words.is_empty() {
                let mut told = self.told(&key, words);
                told.link.insert_str(0, change);
                answered.push(told);
            }
        }
        answered
    }

    /// Something about an answer, under its field's label and the number of its row.
    fn told(&self, key: &str, words: String) -> Told {
        let mut link = self.label(key);
        let mut parts = key.split('/').skip(1);
        if let (false, Some(row)) = (link.is_empty(), parts.next()) {
            link.push('（');
            link.push_str(row);
            link.push('）');
        }
        Told {
            key: key.to_owned(),
            link,
            words,
        }
    }

    /// The key of every answer the form asks for, row by row, with its field.
    fn keys(&self, session: &Session) -> Vec<(String, &Field)> {
        let in_rows = self.fields.iter().filter(|field| field.is_in_rows());
        let names: Vec<&str> = in_rows.map(|field| field.name.as_str()).collect();
        let rows = rows::count(&names, session);
        let mut keys = Vec::new();
        for row in 1..=rows {
            for field in &self.fields {
                if row == 1 || field.is_in_rows() {
                    keys.push((row_key(&field.name, row), field));
                }
            }
        }
        keys
    }

    fn answers(&self, session: &Session) -> Answers {
        let mut answers = Answers::new();
        for (key, field) in self.keys(session) {
            let mut text = session.text(&field_key(&key)).to_owned();
            if page::has(&field.control, "data-evidence") {
                text = counted(&[self.ticked(session), text].concat());
            }
            let kind = page::attribute(&field.control, "data-type");
            // Chosen in another letter, and this one does not offer it.
            if kind == "choice" && !offers(&field.control, &text) {
                text.clear();
            }
            let field_type = FieldType::named(&kind).unwrap_or_default();
            answers.insert(key, Answer { field_type, text });
        }
        answers
    }

    /// The evidence that was ticked on the checklists of the letter's situations, each on a line of its own.
    fn ticked(&self, session: &Session) -> String {
        let mut text = String::new();
        for span in self.spans("data-letter-evidence") {
            let names = page::attribute(&span, "data-keys");
            let keys: Vec<String> = page::words(&names).map(item_key).collect();
            if session.ticked(&keys) {
                text.push_str(&page::text(&span));
                text.push('\n');
            }
        }
        text
    }

    /// What a `<template>` of this letter lists.
    fn spans(&self, attribute: &str) -> Vec<Element> {
        part(&self.page, attribute, &self.id)
            .map(|template| page::inside_template(&template, "span"))
            .unwrap_or_default()
    }
}

fn offers(choice: &Control, answer: &str) -> bool {
    let mut options = page::all_inside(choice, "option").into_iter();
    options.any(|option| page::text(&option) == answer)
}

/// The key of what a person wrote instead of a letter.
pub fn own_key(id: &str) -> String {
    field_key(&["own/", id].concat())
}

/// The part of the page that belongs to a letter.
pub fn part(page: &Page, attribute: &str, id: &str) -> Option<Element> {
    page.first(&selector(attribute, id))
}

/// Finds the part of the page that belongs to a letter.
pub fn selector(attribute: &str, id: &str) -> String {
    ["[", attribute, "=\"", id, "\"]"].concat()
}
