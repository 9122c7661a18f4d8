//! Sample cases beside a letter, `LETTER.cases.toml`: named answers from which the build writes the letter, to see that
//! nothing is left open and that every branch was tried by somebody.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use casework::date::Date as Day;
use casework::field::{Answer, Answers, FieldType, YES, row_key};
use casework::letter::branches::Branch;
use casework::letter::{Letter, Template, enclosures};
use serde::Deserialize;
use toml::Spanned;
use toml::value::{Date, Table, Value};

use crate::address;
use crate::diagnostic::{Diagnostic, Report, toml_message};
use crate::fields::{Dictionary, Field};
use crate::front_matter::Kind;
use crate::page::Page;
use crate::similar;
use crate::site::Site;
use crate::source::Sources;

use super::source::{Place, Source};

/// How the file's name ends.
pub const ENDING: &str = ".cases.toml";

/// A letter's sample cases as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    case: Vec<Spanned<Case>>,
}

/// Somebody's answers.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// When the letter is written.
    day: toml::value::Datetime,
    /// Answers that this case does without.
    #[serde(default)]
    gaps: Vec<String>,
    answers: Table,
}

/// A letter that was written from a sample case.
pub struct Sample {
    /// The letter page's file stem.
    pub letter: String,
    /// What the case is called.
    pub name: String,
    /// The letter.
    pub written: Letter,
}

/// Every letter's sample cases, and what they leave untried.
#[derive(Default)]
pub struct Samples {
    /// Every letter that was written.
    pub written: Vec<Sample>,
    /// How much of each letter that took.
    pub coverage: Vec<Coverage>,
}

/// How much of a letter its cases have tried.
pub struct Coverage {
    /// The letter's page.
    pub letter: String,
    /// The file beside it.
    pub file: String,
    /// How many cases there are.
    pub cases: usize,
    /// How many branches the letter has.
    pub branches: usize,
    /// Those that no case takes.
    pub untried: Vec<Untried>,
}

/// A branch that no case takes.
pub struct Untried {
    /// Where it asks.
    pub place: Place,
    /// What they ask, and which side it is.
    pub told: String,
}

/// Writes every letter from every sample case beside it. What is wrong with a case is reported.
pub fn write(site: &Site, sources: &Sources, report: &mut Report) -> Samples {
    let mut samples = Samples::default();
    let letters = |page: &&Arc<Page>| page.front.kind == Kind::Letter;
    let mut known = Vec::new();
    for page in site.pages.iter().filter(letters) {
        let path = format!("{}{ENDING}", page.path.trim_end_matches(".md"));
        // A letter with mistakes is reported with its page.
        if let Some(source) = page.letters.first()
            && let Ok(template) = Template::parse(&source.text)
        {
            let beside = Beside {
                path: &path,
                page,
                source,
                template: &super::cite::written(template, &site.facts),
                dictionary: &site.languages[page.language].fields,
            };
            beside.write(sources.text(&path), &mut samples, report);
        }
        known.push(path);
    }
    for path in sources.files.keys().filter(|path| path.ends_with(ENDING)) {
        if !known.contains(path) {
            report.push(Diagnostic::file(
                path,
                "there is no letter beside these cases",
                "give the file the letter's own name, such as `refund.cases.toml` beside `refund.md`",
            ));
        }
    }
    samples
}

/// A letter and the file beside it.
struct Beside<'a> {
    path: &'a str,
    page: &'a Page,
    source: &'a Source,
    template: &'a Template,
    dictionary: &'a Dictionary,
}

impl Beside<'_> {
    fn write(
        &self,
        text: Option<&std::sync::Arc<str>>,
        samples: &mut Samples,
        report: &mut Report,
    ) {
        let mut all_answers = Vec::new();
        if let Some(text) = text {
            let file = toml::from_str::<File>(text).unwrap_or_else(|error| {
                let span = error.span().unwrap_or(0..0);
                let message = toml_message(&error);
                report
                    .push(Diagnostic::file(self.path, message, "correct the case").at(text, span));
                File { case: Vec::new() }
            });
            for case in file.case {
                let span = case.span();
                let mut refuse = |(what, remedy): (String, String)| {
                    report.push(Diagnostic::file(self.path, what, remedy).at(text, span.clone()));
                };
                let case = case.into_inner();
                let answers = self.answers(&case, &mut refuse);
                let Some(day) = case.day.date.and_then(day) else {
                    refuse(("`day` is no day".into(), "write it as 2026-11-22".into()));
                    continue;
                };
                let written = self.template.evaluate(&answers, day);
                compare_gaps(&case, &written, &mut refuse);
                samples.written.push(Sample {
                    letter: address::stem(&self.page.path).to_owned(),
                    name: case.name,
                    written,
                });
                all_answers.push(answers);
            }
        }
        samples.coverage.push(self.coverage(&all_answers));
    }

    /// The answers of a case as the browser would hold them.
    fn answers(&self, case: &Case, refuse: &mut impl FnMut((String, String))) -> Answers {
        let mut answers = Answers::new();
        for (id, value) in &case.answers {
            let Some(field) = self.dictionary.get(id) else {
                let known = self.dictionary.keys().map(String::as_str);
                let remedy = similar::remedy(id, known, "add it to fields.toml");
                refuse((
                    format!("the case `{}` answers `{id}`, which is no field", case.name),
                    remedy,
                ));
                continue;
            };
            if field.kind != FieldType::List {
                if let Some(answer) = self.answer(case, id, field, value, refuse) {
                    answers.insert(id.clone(), answer);
                }
                continue;
            }
            let rows = value.as_array().map(Vec::as_slice).unwrap_or_default();
            for (index, row) in rows.iter().enumerate() {
                for member in &field.fields {
                    let Some(of_member) = self.dictionary.get(member) else {
                        continue;
                    };
                    let nothing = Value::String(String::new());
                    let value = row.get(member).unwrap_or(&nothing);
                    let answer = self.answer(case, member, of_member, value, refuse);
                    answers.insert(row_key(member, index + 1), answer.unwrap_or_default());
                }
                for unknown in row.as_table().into_iter().flat_map(Table::keys) {
                    if !field.fields.contains(unknown) {
                        refuse((
                            format!(
                                "a row of `{id}` in the case `{}` answers `{unknown}`, which it does not have",
                                case.name
                            ),
                            format!("use one of {}", field.fields.join(", ")),
                        ));
                    }
                }
            }
        }
        answers
    }

    fn answer(
        &self,
        case: &Case,
        id: &str,
        field: &Field,
        value: &Value,
        refuse: &mut impl FnMut((String, String)),
    ) -> Option<Answer> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Boolean(true) => YES.to_owned(),
            Value::Boolean(false) => String::new(),
            Value::Datetime(date) => date.to_string(),
            Value::Integer(number) => number.to_string(),
            _ => {
                refuse((
                    format!(
                        "the case `{}` answers `{id}` with something that is no text",
                        case.name
                    ),
                    "write the answer as a person would, in quotation marks".into(),
                ));
                return None;
            }
        };
        let offered = super::offered(self.page, id, field);
        if field.kind == FieldType::Choice && !text.is_empty() && !offered.contains(&text) {
            let options = offered.iter().map(String::as_str);
            let remedy = similar::remedy(&text, options, "use one of its options");
            refuse((
                format!(
                    "the case `{}` answers `{id}` with `{text}`, which is no option of the letter",
                    case.name
                ),
                remedy,
            ));
        }
        if !field.kind.is_readable(&text) {
            refuse((
                format!(
                    "the case `{}` answers `{id}` with `{text}`, which cannot be read",
                    case.name
                ),
                format!("write it as a {} is typed", field.kind.name()),
            ));
        }
        let text = if field.evidence {
            enclosures::counted(&text)
        } else {
            text
        };
        Some(Answer {
            field_type: field.kind,
            text,
        })
    }

    fn coverage(&self, all_answers: &[Answers]) -> Coverage {
        let branches = self.template.branches();
        let untaken = |branch: &&Branch| {
            let mut taken = all_answers
                .iter()
                .map(|answers| self.template.takes(branch, answers));
            !taken.any(|taken| taken)
        };
        Coverage {
            letter: self.page.path.clone(),
            file: self.path.to_owned(),
            cases: all_answers.len(),
            branches: branches.len(),
            untried: branches
                .iter()
                .filter(untaken)
                .map(|branch| self.told(branch))
                .collect(),
        }
    }

    fn told(&self, branch: &Branch) -> Untried {
        let place = self.source.place(&branch.span);
        let told = if branch.otherwise {
            let asked = super::in_words(&branch.own.opposite());
            format!("`{{if {asked}}}` does not hold")
        } else {
            format!("`{{if {}}}` holds", super::in_words(&branch.own))
        };
        Untried { place, told }
    }
}

/// A case leaves open what it says, and nothing else.
fn compare_gaps(case: &Case, written: &Letter, refuse: &mut impl FnMut((String, String))) {
    let gaps = written.gaps();
    for gap in &gaps {
        if !case.gaps.iter().any(|known| known == gap) {
            refuse((
                format!("the case `{}` leaves `{gap}` open", case.name),
                format!("answer it, or say `gaps = [\"{gap}\"]` if that is right"),
            ));
        }
    }
    for known in &case.gaps {
        if !gaps.contains(&known.as_str()) {
            refuse((
                format!("the case `{}` does not leave `{known}` open", case.name),
                "take it out of `gaps`".into(),
            ));
        }
    }
}

impl Samples {
    /// What no case has tried, as text.
    pub fn list(&self) -> String {
        let mut text = String::new();
        let mut by_letter: BTreeMap<&str, &Coverage> = BTreeMap::new();
        for coverage in &self.coverage {
            by_letter.insert(&coverage.letter, coverage);
        }
        for (letter, coverage) in by_letter {
            let tried = coverage.branches - coverage.untried.len();
            let _ = writeln!(
                text,
                "{letter}: {} cases take {tried} of {} branches",
                coverage.cases, coverage.branches
            );
            if coverage.cases == 0 {
                continue;
            }
            for untried in &coverage.untried {
                let place = untried.place.problem("", "");
                let _ = writeln!(text, "  {}:{}  {}", place.path, place.line(), untried.told);
            }
        }
        text
    }
}

fn day(date: Date) -> Option<Day> {
    Day::new(date.year, date.month, date.day)
}
