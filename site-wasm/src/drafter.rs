//! What makes a letter on this page: its template, the form's fields, the evidence, and what a person wrote instead.

use std::cell::RefCell;

use casework::case;
use casework::cut::contains;
use casework::date::Date;
use casework::field::{Answer, Answers, FieldType, field_of, row_key};
use casework::letter::enclosures::counted;
use casework::letter::{Letter, Template};
use casework::meant::meant;
use casework::numeral::digits;
use casework::record::{field_key, item_key};
use casework::secret;

use crate::fields;
use crate::page::{self, Control, Element, Page};
use crate::rows::count;
use crate::table::{cells, rows};
use crate::texts::Texts;
use crate::tool::Session;

/// A letter's template, and what the page knows of it.
pub struct Drafter {
    page: Page,
    id: String,
    template: Template,
    fields: Vec<Field>,
    /// The evidence on the checklists of the letter's situations: the items' names, and what it is called.
    evidence: String,
    /// The evidence there was, as lines, and when that was.
    found: RefCell<((u32, u32), String)>,
}

/// What a form asks for. What else its control tells is asked of the control.
struct Field {
    name: String,
    control: Control,
    kind: FieldType,
    /// The fields of the list that it is in; empty if it is in none.
    list: String,
    takes_evidence: bool,
    /// What a choice offers, as rows.
    options: String,
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
    /// The day that the answer may have meant, and the answer with that day in it.
    pub meant: Option<(Date, String)>,
}

/// A letter, and what it comes from.
pub struct Draft {
    /// The person's answers.
    pub answers: Answers,
    /// What the answers make.
    pub drafted: Letter,
    /// The fields that make a difference to it.
    pub asked: Vec<String>,
    /// What the person wrote instead.
    pub own: Option<Letter>,
}

impl Draft {
    /// The letter as it stands.
    pub fn letter(self) -> Letter {
        self.own.unwrap_or(self.drafted)
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
                let kind = page::attribute(&control, "data-type");
                fields.push(Field {
                    kind: FieldType::named(&kind).unwrap_or_default(),
                    list: page::around(&control, ".rows")
                        .map(|list| page::attribute(&list, "data-rows"))
                        .unwrap_or_default(),
                    options: page::read(&["#f-", &name, " option"].concat(), "."),
                    takes_evidence: page::has(&control, "data-evidence"),
                    name,
                    control,
                });
            }
        }
        Some(Drafter {
            page: page.clone(),
            id: id.to_owned(),
            template: Template::from_compiled(&page::template_text(&source)),
            fields,
            evidence: page::read("[data-letter-evidence] >> span", "data-keys ."),
            found: RefCell::default(),
        })
    }

    /// What a gap says.
    pub fn label(&self, key: &str) -> String {
        let name = field_of(key);
        let field = self.fields.iter().find(|field| field.name == name);
        field.map_or(String::new(), |field| {
            page::attribute(&field.control, "data-label")
        })
    }

    /// The letter as it stands, with what it comes from.
    pub fn draft(&self, session: &Session) -> Option<Draft> {
        let today = self.page.today()?;
        let answers = self.answers(session);
        let drafted = self.template.draft(&answers, today);
        let own = session.text(&own_key(&self.id));
        Some(Draft {
            asked: drafted.asked.into_iter().map(str::to_owned).collect(),
            drafted: drafted.letter,
            own: (!own.is_empty()).then(|| Letter::from_text(own)),
            answers,
        })
    }

    /// What the letter lacks: what it prints and nobody has answered, and what it turns on and must be known.
    pub fn missing(&self, draft: &Draft) -> Vec<Told> {
        let gaps = draft.drafted.gaps();
        let mut missing = Vec::new();
        for field in &self.fields {
            let mut prints = false;
            for gap in &gaps {
                if field_of(gap) == field.name {
                    missing.push(self.told(gap, String::new()));
                    prints = true;
                }
            }
            let is_empty = draft
                .answers
                .get(&field.name)
                .is_none_or(|answer| answer.text.is_empty());
            if !prints
                && is_empty
                && page::has(&field.control, "data-required")
                && draft.asked.contains(&field.name)
                && !self.template.prints(&field.name)
            {
                missing.push(self.told(&field.name, String::new()));
            }
        }
        missing
    }

    /// Days and amounts that nobody can read.
    pub fn unreadable(&self, answers: &Answers, texts: &Texts) -> Vec<Told> {
        let today = self.page.today();
        let mut unreadable = Vec::new();
        for (key, Answer { field_type, text }) in answers.iter() {
            if !field_type.is_readable(text) {
                let doubt = match field_type {
                    FieldType::Date => "doubt-date",
                    _ => "doubt-money",
                };
                let mut told = self.told(key, texts.words(doubt).to_owned());
                told.meant = today.and_then(|today| meant(*field_type, text, today));
                unreadable.push(told);
            }
        }
        unreadable
    }

    /// What is worth a second look before the letter leaves: what cannot be read, secrets, words that harm.
    pub fn doubts(&self, answers: &Answers, session: &Session, texts: &Texts) -> Vec<Told> {
        let today = self.page.today();
        let mut doubts = self.unreadable(answers, texts);
        let tones = page::read("[data-letter-tone] >> span", "data-words .");
        let own_name = ["own/", &self.id].concat();
        let own = Answer {
            field_type: FieldType::Multiline,
            text: session.text(&field_key(&own_name)).to_owned(),
        };
        for (key, Answer { field_type, text }) in answers.iter().chain([(&own_name, &own)]) {
            if let Some((secret, _)) = secret::covered(&[&self.label(key), text.as_str()].concat())
            {
                let words = texts.words(fields::warning(secret));
                doubts.push(self.told(key, words.to_owned()));
            }
            if *field_type != FieldType::Date
                && let Some(meant) = today.and_then(|today| meant(*field_type, text, today))
            {
                let mut told = self.told(key, texts.words("doubt-yesterday").to_owned());
                told.meant = Some(meant);
                doubts.push(told);
            }
            for tone in rows(&tones) {
                let [harmful, say] = cells(tone);
                for word in page::words(harmful) {
                    if contains(text, word) {
                        doubts.push(self.told(key, ["“", word, "”：", say].concat()));
                    }
                }
            }
        }
        doubts
    }

    /// What an answer seems to mean that says a day only to who knows which day it is.
    pub fn meant(&self, key: &str, session: &Session) -> Option<(Date, String)> {
        let field = self.fields.iter().find(|field| field.name == field_of(key));
        let kind = field.map_or(FieldType::Multiline, |field| field.kind);
        meant(kind, session.text(&field_key(key)), self.page.today()?)
    }

    /// What was answered before, under its first field's key: the answer as it is printed, of a list all rows. What
    /// the letter still misses a part of is not known.
    pub fn known(&self, draft: &Draft, session: &Session) -> Vec<(String, String)> {
        let gaps = draft.drafted.gaps();
        let mut known: Vec<(&str, String, String)> = Vec::new();
        for (key, field) in self.keys(session) {
            let words = printed(&draft.answers, &key);
            let same = known
                .iter_mut()
                .find(|(list, ..)| !list.is_empty() && *list == field.list);
            match same {
                Some((_, _, list)) => {
                    let between = if field_of(&key) == first_word(&field.list) {
                        "\n"
                    } else {
                        " "
                    };
                    for words in [between, &words] {
                        list.push_str(words);
                    }
                }
                None => known.push((&field.list, key, words)),
            }
        }
        known.retain(|(list, key, words)| {
            let is_missing = |gap: &&&str| match list.is_empty() {
                true => **gap == key,
                false => page::words(list).any(|name| name == field_of(gap)),
            };
            !words.trim().is_empty() && gaps.iter().find(is_missing).is_none()
        });
        let mut rows = Vec::new();
        for (_, key, words) in known {
            rows.push((key, words));
        }
        rows
    }

    /// Every answer that the letter rests on, as it prints it, in the order of the form.
    pub fn answered(&self, draft: &Draft, session: &Session) -> Vec<Told> {
        let mut answered = Vec::new();
        for (key, field) in self.keys(session) {
            let words = printed(&draft.answers, &key);
            if !words.is_empty() && draft.asked.contains(&field.name) {
                answered.push(self.told(&key, words));
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
            meant: None,
        }
    }

    /// The key of every answer the form asks for, row by row, with its field.
    fn keys(&self, session: &Session) -> Vec<(String, &Field)> {
        let in_rows = self.fields.iter().filter(|field| !field.list.is_empty());
        let rows = count(in_rows.map(|field| field.name.as_str()), session);
        let mut keys = Vec::new();
        for row in 1..=rows {
            for field in &self.fields {
                if row == 1 || !field.list.is_empty() {
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
            if field.takes_evidence {
                text = counted(&[&self.evidence(session), text.as_str()].concat());
            }
            let field_type = field.kind;
            // Chosen in another letter, and this one does not offer it.
            if field_type == FieldType::Choice && !rows(&field.options).any(|option| option == text)
            {
                text.clear();
            }
            answers.insert(key, Answer { field_type, text });
        }
        answers
    }

    /// The evidence of the case that is worked on, each piece on a line of its own: what was ticked on its checklist, and
    /// what is in its log. Without a case, what was ticked on the checklists of the letter's situations.
    fn evidence(&self, session: &Session) -> String {
        let now = session.revision();
        let mut found = self.found.borrow_mut();
        if found.0 != now {
            *found = (now, self.look_for_evidence(session));
        }
        found.1.clone()
    }

    fn look_for_evidence(&self, session: &Session) -> String {
        let mut text = String::new();
        let case = session.current_case();
        for piece in rows(&self.evidence) {
            let [names, words] = cells(piece);
            let checklist = names.split('/').next().unwrap_or_default();
            let keys: Vec<String> = page::words(names).map(item_key).collect();
            if case.is_none_or(|case| case.situation == checklist) && session.ticked(&keys) {
                text.push_str(words);
                text.push('\n');
            }
        }
        if let Some(case) = case {
            let prefix = case::key(&case.id, "evidence/");
            for piece in case::list(session.record(), &prefix) {
                text.push_str(piece.part("what"));
                text.push('\n');
            }
        }
        text
    }
}

fn first_word(words: &str) -> &str {
    page::words(words).next().unwrap_or_default()
}

/// An answer as a letter prints it.
fn printed(answers: &Answers, key: &str) -> String {
    let answer = answers.get(key);
    answer.map_or(String::new(), |answer| {
        answer.field_type.print(&answer.text)
    })
}

/// A mark that changes with every answer, and not from day to day.
pub fn mark(answers: &Answers) -> String {
    let mut mark = 0_u64;
    for answer in answers.values() {
        for byte in answer.text.bytes().chain([b'/']) {
            mark = mark.wrapping_mul(31).wrapping_add(u64::from(byte));
        }
    }
    digits(mark)
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
