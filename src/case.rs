//! `case.toml`: what the tool asks at the start of a case, whom to turn to in which order, and what starts which time
//! limit. The engine knows none of it.

pub mod letters;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use casework::plan::ASKED;
use serde::Deserialize;
use toml::Spanned;

use crate::diagnostic::{Diagnostic, Report};
use crate::facts::{Facts, Kind};
use crate::fields::Dictionary;
use crate::page::Page;
use crate::similar;
use crate::source::Sources;

/// The name of the file, at the top of a language's folder.
pub const FILE: &str = "case.toml";

/// Everything that a site says of cases.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cases {
    /// What is asked, in order.
    #[serde(default)]
    pub question: Vec<Question>,
    /// What the guide does not cover, and where to go with it.
    #[serde(default)]
    pub outside: Vec<Outside>,
    /// Whom a case can be against.
    #[serde(default)]
    pub counterpart: Vec<Counterpart>,
    /// What can happen in a case.
    #[serde(default)]
    pub event: Vec<Event>,
    /// The letters that are sent, and what follows from it.
    #[serde(default)]
    pub letter: Vec<Sent>,
    /// The file below the site's folder, and its text.
    #[serde(skip)]
    source: Option<(String, Arc<str>)>,
}

/// One question, on a screen of its own.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Names it in the saved data.
    pub id: Spanned<String>,
    /// The question.
    pub ask: String,
    /// What helps to answer.
    pub help: Option<String>,
    /// The answers to choose from; without any, the question asks for a day.
    #[serde(default)]
    pub option: Vec<Choice>,
    /// What happened on the day that it asks for.
    pub event: Option<Spanned<String>>,
}

/// One answer.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Names it in the saved data.
    pub id: Spanned<String>,
    /// The answer.
    pub label: String,
    /// The situation that it tells, by file stem.
    pub situation: Option<Spanned<String>>,
    /// The counterpart that it tells.
    pub counterpart: Option<Spanned<String>>,
    /// What it tells to be outside of the guide.
    pub outside: Option<Spanned<String>>,
    /// The question that comes then; otherwise the next one.
    pub next: Option<Spanned<String>>,
    /// Whether it is an emergency.
    #[serde(default)]
    pub urgent: bool,
    /// Steps that fall away, as `SITUATION/ITEM`.
    #[serde(default)]
    pub hide: Vec<Spanned<String>>,
}

/// Something the guide does not cover.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outside {
    /// Names it.
    pub id: Spanned<String>,
    /// What it is.
    pub title: String,
    /// Where to go with it.
    pub text: String,
    /// Facts whose values are printed.
    #[serde(default)]
    pub facts: Vec<Spanned<String>>,
    /// A page on it, below the language's folder.
    pub page: Option<Spanned<String>>,
}

/// Whom a case is against.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterpart {
    /// Names it in the saved data.
    pub id: Spanned<String>,
    /// Who that is.
    pub label: String,
    /// Why the channels come in this order.
    pub reason: String,
    /// The facts that the reason rests on.
    #[serde(default)]
    pub basis: Vec<Spanned<String>>,
    /// Whom to turn to, in order.
    #[serde(default)]
    pub channel: Vec<Channel>,
}

/// Whom to turn to.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Channel {
    /// Who.
    pub title: String,
    /// How.
    pub text: String,
    /// Facts whose values are printed.
    #[serde(default)]
    pub facts: Vec<Spanned<String>>,
    /// A page on it, below the language's folder.
    pub page: Option<Spanned<String>>,
}

/// What can happen in a case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Event {
    /// Names it in the saved data.
    pub id: Spanned<String>,
    /// What happened.
    pub label: String,
    /// The time limits that begin with it, by fact.
    #[serde(default)]
    pub starts: Vec<Spanned<String>>,
    /// The time limits that end with it, by fact; [`ASKED`] for the days by which letters ask for an answer.
    #[serde(default)]
    pub ends: Vec<Spanned<String>>,
}

/// A letter that is sent, and what follows from it. A letter can have several, of which the first that holds counts.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    /// The letter, by file stem.
    pub id: Spanned<String>,
    /// The answer for which it holds, as the letter language has it: `field = option`, or a box that is ticked. Without
    /// it, every answer.
    pub when: Option<Spanned<String>>,
    /// What happens when it leaves.
    pub sent: Spanned<String>,
    /// What happens when it is received, if something else follows from that.
    pub arrived: Option<Spanned<String>>,
    /// The field that says by when it asks for an answer.
    pub asked: Option<Spanned<String>>,
    /// The letter that comes next when there is no answer.
    pub next: Option<Spanned<String>>,
}

/// What else of the site `case.toml` may name.
pub struct Known<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// Every situation by file stem, with the ids of its items.
    pub situations: Vec<(&'a str, Vec<&'a str>)>,
    /// Every page, below the language's folder.
    pub pages: Vec<&'a str>,
    /// Every letter.
    pub letters: Vec<&'a Page>,
    /// Every field.
    pub fields: &'a Dictionary,
}

impl Cases {
    /// Reads the file in `folder`; `None` without it.
    pub fn read(sources: &Sources, folder: &str, report: &mut Report) -> Option<Cases> {
        let path = format!("{folder}{FILE}");
        let text = sources.text(&path)?;
        match toml::from_str::<Cases>(text) {
            Ok(mut cases) => {
                cases.source = Some((path, Arc::clone(text)));
                Some(cases)
            }
            Err(error) => {
                report.push(Diagnostic::toml(path, text, &error));
                None
            }
        }
    }

    /// Every time limit that an event starts, each once.
    pub fn limits(&self) -> Vec<&str> {
        let started = self.event.iter().flat_map(|event| &event.starts);
        let mut seen = BTreeSet::new();
        let ids = started.map(|id| id.get_ref().as_str());
        ids.filter(|id| seen.insert(*id)).collect()
    }

    /// Reports every name that names nothing, and every way through the questions that ends nowhere.
    pub fn check(&self, known: &Known, report: &mut Report) {
        let situations: Vec<&str> = known.situations.iter().map(|(stem, _)| *stem).collect();
        let questions: Vec<&str> = ids(self.question.iter().map(|question| &question.id));
        let outsides = ids(self.outside.iter().map(|outside| &outside.id));
        let counterparts = ids(self.counterpart.iter().map(|counterpart| &counterpart.id));
        let events = ids(self.event.iter().map(|event| &event.id));
        let mut names = Names {
            cases: self,
            report,
        };
        for (what, ids) in [
            ("question", &questions),
            ("event", &events),
            ("counterpart", &counterparts),
            ("outside", &outsides),
        ] {
            names.unique(what, ids);
        }
        for (index, question) in self.question.iter().enumerate() {
            names.one_of("event", &question.event, &events);
            for choice in &question.option {
                names.one_of("situation", &choice.situation, &situations);
                names.one_of("counterpart", &choice.counterpart, &counterparts);
                names.one_of("outside", &choice.outside, &outsides);
                names.one_of(
                    "later question",
                    &choice.next,
                    questions.get(index + 1..).unwrap_or_default(),
                );
                for step in &choice.hide {
                    names.step(step, &known.situations);
                }
            }
        }
        for event in &self.event {
            for id in event.starts.iter().chain(&event.ends) {
                if id.get_ref() != ASKED || event.starts.contains(id) {
                    names.limit(id, known.facts);
                }
            }
        }
        names.letters(known, &events);
        let channels = self
            .counterpart
            .iter()
            .flat_map(|counterpart| &counterpart.channel);
        let pages = channels.clone().map(|channel| &channel.page);
        for page in pages.chain(self.outside.iter().map(|outside| &outside.page)) {
            names.one_of("page", page, &known.pages);
        }
        let facts = channels.flat_map(|channel| &channel.facts);
        for id in facts.chain(self.outside.iter().flat_map(|outside| &outside.facts)) {
            names.fact(id, known.facts, true);
        }
        for id in self
            .counterpart
            .iter()
            .flat_map(|counterpart| &counterpart.basis)
        {
            names.fact(id, known.facts, false);
        }
        self.check_ways(report);
    }

    /// Whatever is answered, a situation must come of it, or the word that the guide does not cover it.
    fn check_ways(&self, report: &mut Report) {
        // Questions only lead forward, so what is known on the way to each is settled from the first to the last.
        let mut unsettled = vec![false; self.question.len() + 1];
        unsettled[0] = true;
        for (index, question) in self.question.iter().enumerate() {
            if !unsettled[index] {
                continue;
            }
            let next = |id: &str| {
                self.question
                    .iter()
                    .position(|other| other.id.get_ref() == id)
            };
            if question.option.is_empty() {
                unsettled[index + 1] = true;
            }
            for choice in &question.option {
                if choice.situation.is_none() && choice.outside.is_none() {
                    let next = choice.next.as_ref().and_then(|id| next(id.get_ref()));
                    let next = next.filter(|next| *next > index).unwrap_or(index + 1);
                    unsettled[next] = true;
                }
            }
        }
        if unsettled.last() == Some(&true)
            && let (Some(last), Some((path, text))) = (self.question.last(), &self.source)
        {
            report.push(
                Diagnostic::file(path, "the questions can be answered without a situation coming of it",
                    "give every option of one question that is always asked a `situation` or an `outside`")
                .at(text, last.id.span()),
            );
        }
    }
}

fn ids<'a>(ids: impl Iterator<Item = &'a Spanned<String>>) -> Vec<&'a str> {
    ids.map(|id| id.get_ref().as_str()).collect()
}

/// Checks names, and reports those that name nothing.
struct Names<'a> {
    cases: &'a Cases,
    report: &'a mut Report,
}

impl Names<'_> {
    fn problem(&mut self, span: Range<usize>, message: String, remedy: String) {
        if let Some((path, text)) = &self.cases.source {
            self.report
                .push(Diagnostic::file(path, message, remedy).at(text, span));
        }
    }

    fn unique(&mut self, what: &str, ids: &[&str]) {
        let mut seen = BTreeSet::new();
        for id in ids {
            if !seen.insert(id) {
                let message = format!("the {what} `{id}` stands twice");
                self.problem(0..0, message, "give one of the two another id".to_owned());
            }
        }
    }

    fn one_of(&mut self, what: &str, name: &Option<Spanned<String>>, known: &[&str]) {
        let Some(name) = name
            .as_ref()
            .filter(|name| !known.contains(&name.get_ref().as_str()))
        else {
            return;
        };
        let message = format!("there is no {what} `{}`", name.get_ref());
        let remedy = similar::remedy(
            name.get_ref(),
            known.iter().copied(),
            "take it out, or add what it names",
        );
        self.problem(name.span(), message, remedy);
    }

    fn step(&mut self, step: &Spanned<String>, situations: &[(&str, Vec<&str>)]) {
        let known: Vec<String> = situations
            .iter()
            .flat_map(|(stem, items)| items.iter().map(move |item| format!("{stem}/{item}")))
            .collect();
        if !known.contains(step.get_ref()) {
            let message = format!("there is no step `{}`", step.get_ref());
            let remedy = similar::remedy(
                step.get_ref(),
                known.iter().map(String::as_str),
                "write it as `SITUATION/ITEM`",
            );
            self.problem(step.span(), message, remedy);
        }
    }

    fn fact(&mut self, id: &Spanned<String>, facts: &Facts, printed: bool) {
        match facts.get(id.get_ref()) {
            None => {
                let message = format!("there is no fact `{}`", id.get_ref());
                self.problem(id.span(), message, facts.suggestion(id.get_ref()));
            }
            Some(fact) if printed && fact.value.is_none() => {
                let message = format!("the fact `{}` has no value to print", id.get_ref());
                self.problem(
                    id.span(),
                    message,
                    "add `value` to it, or take it out".to_owned(),
                );
            }
            Some(_) => {}
        }
    }

    fn limit(&mut self, id: &Spanned<String>, facts: &Facts) {
        self.fact(id, facts, false);
        let Some(fact) = facts.get(id.get_ref()) else {
            return;
        };
        if fact.kind != Kind::Limit
            || fact.amount.is_none()
            || fact.unit.is_none()
            || fact.whose.is_none()
        {
            let message = format!(
                "the fact `{}` is no time limit that can be counted",
                id.get_ref()
            );
            let remedy = "name one of kind `limit` with `amount`, `unit` and `whose`".to_owned();
            self.problem(id.span(), message, remedy);
        }
    }
}
