//! What makes a letter on this page: its template, the form's fields, the ticked evidence, and what a person wrote instead.

use casework::field::{Answer, Answers, FieldType, field_of, row_key};
use casework::letter::template::FieldUse;
use casework::letter::{Letter, Template};
use casework::numeral::push_digits;
use casework::record::{field_key, item_key};

use crate::page::{self, Control, Page};
use crate::rows;
use crate::session::Session;
use crate::texts::Texts;

/// A letter's template, and what the page knows of it.
pub struct Drafter {
    page: Page,
    id: String,
    template: Template,
    fields: Vec<Field>,
    /// Every place where the letter names a field; another letter's form may have asked for it.
    uses: Vec<FieldUse>,
    evidence: Vec<Evidence>,
    tones: Vec<Tone>,
}

/// What a form's control tells of its field.
struct Field {
    name: String,
    label: String,
    field_type: FieldType,
    required: bool,
    /// Whether every row of a list has one.
    in_rows: bool,
    takes_evidence: bool,
}

/// A piece of evidence on a situation's checklist.
struct Evidence {
    keys: Vec<String>,
    text: String,
}

/// Words to think about.
struct Tone {
    words: Vec<String>,
    say: String,
}

/// Something to tell about a field, and the key of its answer.
#[derive(Clone, PartialEq)]
pub struct Told {
    pub key: String,
    pub words: String,
}

/// A letter, and whether a person wrote it by hand.
pub struct Draft {
    pub letter: Letter,
    /// What the answers make.
    pub drafted: Letter,
    pub is_own: bool,
}

impl Drafter {
    /// The drafter of a form; `None` where the page lacks a part of it.
    pub fn open(page: &Page, id: &str) -> Option<Drafter> {
        let source = page.first(&["template", &selector("data-letter-source", id)].concat())?;
        let template = Template::parse(&page::template_text(&source)).ok()?;
        let controls =
            page.controls(&[&selector("data-letter-form", id), " [data-field]"].concat());
        let first_rows = |control: &Control| {
            let name = page::attribute(control, "data-field");
            (field_of(&name) == name).then(|| Field {
                label: page::attribute(control, "data-label"),
                field_type: FieldType::named(&page::attribute(control, "data-type"))
                    .unwrap_or_default(),
                required: page::has(control, "data-required"),
                in_rows: page::has(control, "data-list"),
                takes_evidence: page::has(control, "data-evidence"),
                name,
            })
        };
        let spans = |attribute: &str| {
            page.first(&["template", &selector(attribute, id)].concat())
                .map(|template| page::inside_template(&template, "span"))
                .unwrap_or_default()
        };
        let evidence = spans("data-letter-evidence")
            .into_iter()
            .map(|span| Evidence {
                keys: page::words(&page::attribute(&span, "data-keys"))
                    .map(item_key)
                    .collect(),
                text: page::text(&span),
            });
        let tones = spans("data-letter-tone").into_iter().map(|span| Tone {
            words: page::words(&page::attribute(&span, "data-words"))
                .map(str::to_owned)
                .collect(),
            say: page::text(&span),
        });
        Some(Drafter {
            page: page.clone(),
            id: id.to_owned(),
            uses: template.fields(),
            template,
            fields: controls.iter().filter_map(first_rows).collect(),
            evidence: evidence.collect(),
            tones: tones.collect(),
        })
    }

    /// What a gap says.
    pub fn label(&self, key: &str) -> String {
        let name = field_of(key);
        self.fields
            .iter()
            .find(|field| field.name == name)
            .map_or(name, |field| &field.label)
            .to_owned()
    }

    /// The letter as it stands: what the answers make, or what the person wrote instead.
    pub fn draft(&self, session: &Session) -> Option<Draft> {
        let answers = self.answers(session);
        let drafted = self.template.evaluate(&answers, self.page.today()?);
        let own = session.text(&self.own_key());
        Some(Draft {
            letter: if own.is_empty() {
                drafted.clone()
            } else {
                Letter::from_text(own)
            },
            drafted,
            is_own: !own.is_empty(),
        })
    }

    /// The key of what the person wrote instead of the letter.
    pub fn own_key(&self) -> String {
        own_key(&self.id)
    }

    /// A mark that changes whenever an answer changes the letter, and not from day to day.
    pub fn mark(&self, drafted: &Letter) -> String {
        let mut mark = 0_u64;
        let today = self.page.today().map(|today| today.print());
        let text = drafted.to_text().replace(&today.unwrap_or_default(), "");
        for byte in text.bytes() {
            mark = mark.wrapping_mul(31).wrapping_add(u64::from(byte));
        }
        let mut digits = String::new();
        push_digits(&mut digits, mark, 1);
        digits
    }

    /// Required fields without an answer, except those that only a passage needs which is not in the letter.
    pub fn missing(&self, letter: &Letter, session: &Session) -> Vec<Told> {
        let gaps = letter.gaps();
        let mut missing: Vec<Told> = Vec::new();
        for field in self.fields.iter().filter(|field| field.required) {
            let is_printed = self
                .uses
                .iter()
                .any(|used| used.printed.is_some() && used.field == field.name);
            let gaps = gaps.iter().filter(|gap| field_of(gap) == field.name);
            let mut keys: Vec<&str> = gaps.copied().collect();
            if !is_printed && session.text(&field_key(&field.name)).is_empty() {
                keys.push(&field.name);
            }
            for key in keys {
                self.tell(&mut missing, key, String::new());
            }
        }
        missing
    }

    /// What is worth a second look before the letter leaves: days and amounts nobody can read, words that harm.
    pub fn doubts(&self, session: &Session, texts: &Texts) -> Vec<Told> {
        let mut doubts = Vec::new();
        for (key, answer) in self.answers(session).iter() {
            let kind = match answer.field_type {
                _ if answer.field_type.is_readable(&answer.text) => "",
                FieldType::Date => "doubt-date",
                _ => "doubt-money",
            };
            if let Some(words) = texts.get(kind) {
                self.tell(&mut doubts, key, words.to_owned());
            }
            self.tones_in(&answer.text, key, &mut doubts);
        }
        let own = session.text(&self.own_key());
        self.tones_in(own, &["own/", &self.id].concat(), &mut doubts);
        doubts
    }

    fn tones_in(&self, text: &str, key: &str, doubts: &mut Vec<Told>) {
        for tone in &self.tones {
            for word in &tone.words {
                if text.contains(word.as_str()) {
                    self.tell(doubts, key, ["“", word, "”：", &tone.say].concat());
                }
            }
        }
    }

    /// Adds something about a field, once, with the field's label and the number of its row before it.
    fn tell(&self, told: &mut Vec<Told>, key: &str, words: String) {
        let mut label = self.label(key);
        if field_of(key) == "own" {
            label.clear();
        } else if let Some((_, row)) = key.split_once('/') {
            label = [&label, "（", row, "）"].concat();
        }
        if !label.is_empty() && !words.is_empty() {
            label.push_str("：");
        }
        label.push_str(&words);
        let new = Told {
            key: key.to_owned(),
            words: label,
        };
        if !told.contains(&new) {
            told.push(new);
        }
    }

    /// Every answer that there is, as the letter prints it: label and words by key, in the order of the form.
    pub fn answered(&self, session: &Session) -> Vec<(String, String, String)> {
        let answers = self.answers(session);
        let mut answered = Vec::new();
        let rows = self.row_count(session);
        for row in 1..=rows {
            for field in self.fields.iter().filter(|field| row == 1 || field.in_rows) {
                let key = row_key(&field.name, row);
                let printed = answers
                    .get(&key)
                    .map(|answer| answer.field_type.print(&answer.text))
                    .unwrap_or_default();
                if !printed.is_empty() {
                    answered.push((key, field.label.clone(), printed));
                }
            }
        }
        answered
    }

    fn row_count(&self, session: &Session) -> usize {
        let in_rows = self.fields.iter().filter(|field| field.in_rows);
        rows::count(in_rows.map(|field| field.name.as_str()), session)
    }

    fn answers(&self, session: &Session) -> Answers {
        let mut answers = Answers::new();
        let rows = self.row_count(session);
        let mut add = |key: String, field: Option<&Field>| {
            let mut text = session.text(&field_key(&key)).to_owned();
            if field.is_some_and(|field| field.takes_evidence) {
                text = self.enclosures(session, &text);
            }
            let field_type = field.map(|field| field.field_type).unwrap_or_default();
            answers.insert(key, Answer { field_type, text });
        };
        for used in &self.uses {
            if !self.fields.iter().any(|field| field.name == used.field) {
                add(used.field.clone(), None);
            }
        }
        for field in &self.fields {
            let rows = if field.in_rows { rows } else { 1 };
            for row in 1..=rows {
                add(row_key(&field.name, row), Some(field));
            }
        }
        answers
    }

    /// The evidence that was ticked, each text once, then what was typed.
    fn enclosures(&self, session: &Session, typed: &str) -> String {
        let mut lines: Vec<&str> = Vec::new();
        for evidence in &self.evidence {
            if session.ticked(&evidence.keys) && !lines.contains(&evidence.text.as_str()) {
                lines.push(&evidence.text);
            }
        }
        lines.extend(typed.split('\n').filter(|line| !line.is_empty()));
        lines.join("\n")
    }
}

/// The key of what a person wrote instead of a letter.
pub fn own_key(id: &str) -> String {
    field_key(&["own/", id].concat())
}

/// Finds the part of the page that belongs to a letter.
pub fn selector(attribute: &str, id: &str) -> String {
    ["[", attribute, "=\"", id, "\"]"].concat()
}
