//! Numbers in prose: a telephone number, an article of law or a time limit stands only beside a cited fact that says it.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;

use casework::deadline::Unit;

use crate::diagnostic::{Diagnostic, Report};
use crate::facts::{Fact, Facts, Kind};
use crate::front_matter;
use crate::letter::cite;
use crate::markdown::{MarkKind, Passage};
use crate::page::Page;
use crate::rules::numbers::{self, Found, Number};

/// What every fact says, and what the documents are called.
pub struct Statements<'a> {
    facts: BTreeMap<&'a str, Statement<'a>>,
    /// The ids of documents by each of their names.
    names: HashMap<&'a str, BTreeSet<&'a str>>,
}

/// The numbers that one fact says.
#[derive(Default)]
struct Statement<'a> {
    document: Option<&'a str>,
    telephone: Option<String>,
    articles: BTreeSet<String>,
    paragraphs: Vec<String>,
    limits: BTreeSet<(String, Unit)>,
}

impl<'a> Statements<'a> {
    /// Reads all facts.
    pub fn of(facts: &'a Facts) -> Self {
        let mut names: HashMap<&str, BTreeSet<&str>> = HashMap::new();
        for document in facts.sources() {
            for name in document.short.iter().chain([&document.name]) {
                let id = document.id.get_ref().as_str();
                names.entry(bare(name)).or_default().insert(id);
            }
        }
        Self {
            facts: facts
                .all()
                .map(|fact| (fact.id.get_ref().as_str(), Statement::of(fact)))
                .collect(),
            names,
        }
    }

    /// Whether the fact, or one that it rests on, says the number. `law` is the law that the text names beside it.
    fn says(&self, facts: &Facts, cited: &str, number: &Number, law: Option<&str>) -> bool {
        let documents = law.and_then(|law| self.names.get(bare(law)));
        facts.closure([cited]).iter().any(|fact| {
            self.facts
                .get(fact.id.get_ref().as_str())
                .is_some_and(|statement| statement.says(number, documents))
        })
    }
}

impl Statements<'_> {
    /// What to write into a letter instead of an article: the token of the fact that says it.
    fn token(&self, number: &Number, law: Option<&str>) -> String {
        let documents = law.and_then(|law| self.names.get(bare(law)));
        let says = |statement: &Statement| statement.says(number, documents);
        let that_say_it: Vec<&str> = self
            .facts
            .iter()
            .filter(|(_, statement)| says(statement))
            .map(|(id, _)| *id)
            .collect();
        match that_say_it[..] {
            [id] => format!(
                "write `{{cite {id}}}`, or `{{article {id}}}` where the law has just been named"
            ),
            [] => "add the fact to a file in facts/ and write `{cite its-id}`".to_owned(),
            _ => "write `{cite fact-id}`, or `{article fact-id}` where the law has just been named"
                .to_owned(),
        }
    }
}

impl<'a> Statement<'a> {
    fn of(fact: &'a Fact) -> Self {
        let mut statement = Self {
            document: fact.source.as_ref().map(|id| id.get_ref().as_str()),
            ..Self::default()
        };
        if let Some(value) = &fact.value {
            let digits: String = value.chars().filter(char::is_ascii_digit).collect();
            statement.telephone = Some(digits).filter(|digits| !digits.is_empty());
        }
        if let Some(article) = &fact.article {
            let found = numbers::find(article).into_iter();
            statement.articles = found
                .filter_map(|found| match found.number {
                    Number::Article(article, _) => Some(article),
                    _ => None,
                })
                .collect();
            statement.paragraphs = numbers::paragraphs(article);
        }
        let texts = fact.value.iter().chain(&fact.title).chain([&fact.text]);
        statement.limits = texts.flat_map(|text| limits(text)).collect();
        if let (Some(amount), Some(unit)) = (fact.amount, fact.unit) {
            statement
                .limits
                .insert((amount.to_string(), unit.counted()));
        }
        statement
    }

    fn says(&self, number: &Number, documents: Option<&BTreeSet<&str>>) -> bool {
        match number {
            Number::Telephone(digits) => self.telephone.as_ref() == Some(digits),
            Number::Limit(amount, unit) => self.limits.contains(&(amount.clone(), *unit)),
            Number::Article(article, paragraph) => {
                let of_that_law = documents
                    .is_none_or(|documents| self.document.is_some_and(|id| documents.contains(id)));
                let of_that_paragraph = paragraph
                    .as_ref()
                    .is_none_or(|paragraph| self.paragraphs.contains(paragraph));
                of_that_law && of_that_paragraph && self.articles.contains(article)
            }
        }
    }
}

/// Refuses every number of a page that no fact cited beside it says.
pub fn check(page: &Page, facts: &Facts, statements: &Statements, report: &mut Report) {
    for (passage, found) in page.passages_with_numbers() {
        let (wrong, idle) = judge(passage, found, facts, statements);
        for found in wrong {
            let written = &passage.text[found.range.clone()];
            let remedy = format!(
                "{}, or write `[!reason]` behind it if it is none",
                remedy(&found.number, statements)
            );
            report.push(page.problem(
                &passage.span(&found.range),
                message(&found.number, written),
                remedy,
            ));
        }
        for span in idle {
            report.push(page.problem(
                &span,
                "the exception excuses no number",
                "put it right behind the number that no fact says, or remove it",
            ));
        }
    }
    check_front_matter(page, facts, statements, report);
    check_letters(page, statements, report);
}

/// A number excused by an exception.
pub struct Excused<'a> {
    /// The number as it is written.
    pub written: &'a str,
    /// Why it needs no fact.
    pub reason: &'a str,
    /// Where the reason stands in the page's body.
    pub span: Range<usize>,
}

/// The numbers of a page that its author excuses.
pub fn exceptions<'a>(page: &'a Page) -> impl Iterator<Item = Excused<'a>> {
    page.passages_with_numbers().flat_map(|(passage, found)| {
        passage
            .marks
            .iter()
            .filter_map(move |mark| match &mark.kind {
                MarkKind::Exception(reason) => Some(Excused {
                    written: before(found, &passage.text, mark.at)
                        .map_or("", |index| &passage.text[found[index].range.clone()]),
                    reason,
                    span: mark.span.clone(),
                }),
                MarkKind::Fact(_) => None,
            })
    })
}

/// The number that a mark stands right behind.
fn before(found: &[Found], text: &str, mark: usize) -> Option<usize> {
    let index = found.iter().rposition(|found| found.range.end <= mark)?;
    let between = &text[found[index].range.end..mark];
    between
        .chars()
        .all(|c| !c.is_alphanumeric() || PARTICLES.contains(c))
        .then_some(index)
}

/// What may stand between a number and its exception: 7 天内[!…].
const PARTICLES: &str = "内以之后前起的";

/// The numbers that nothing cited says, and the exceptions that excuse none.
fn judge<'a>(
    passage: &Passage,
    found: &'a [Found],
    facts: &Facts,
    statements: &Statements,
) -> (Vec<&'a Found>, Vec<Range<usize>>) {
    let laws = laws(&passage.text, found);
    let cited: Vec<&str> = passage
        .marks
        .iter()
        .filter_map(|mark| match &mark.kind {
            MarkKind::Fact(id) => Some(id.as_str()),
            MarkKind::Exception(_) => None,
        })
        .collect();
    let mut wrong: Vec<bool> = found
        .iter()
        .zip(&laws)
        .map(|(found, law)| {
            !cited
                .iter()
                .any(|id| statements.says(facts, id, &found.number, *law))
        })
        .collect();
    let mut idle = Vec::new();
    for mark in &passage.marks {
        if let MarkKind::Exception(_) = mark.kind {
            match before(found, &passage.text, mark.at).filter(|index| wrong[*index]) {
                Some(index) => {
                    // Both numbers of a range end at the same place.
                    let end = found[index].range.end;
                    for (other, wrong) in found.iter().zip(&mut wrong) {
                        *wrong &= other.range.end != end;
                    }
                }
                None => idle.push(mark.span.clone()),
            }
        }
    }
    let wrong = found
        .iter()
        .zip(wrong)
        .filter_map(|(found, wrong)| wrong.then_some(found))
        .collect();
    (wrong, idle)
}

/// For each number the law in 《》 right before it, also by way of the articles between them.
fn laws<'t>(text: &'t str, found: &[Found]) -> Vec<Option<&'t str>> {
    let mut laws: Vec<Option<&str>> = Vec::new();
    let mut previous: Option<(usize, Option<&str>)> = None;
    for found in found {
        let ahead = &text[..found.range.start];
        let titled = ahead
            .trim_end_matches(JOINING)
            .strip_suffix('》')
            .and_then(|title| title.rsplit_once('《'))
            .map(|(_, title)| title);
        let inherited = previous.and_then(|(end, law)| {
            let between = text.get(end..found.range.start)?;
            law.filter(|_| between.trim_matches(JOINING).is_empty())
        });
        let law = titled.or(inherited);
        previous = Some((found.range.end, law));
        laws.push(law);
    }
    laws
}

/// What may stand between a law's title and its article, or between two articles of it.
const JOINING: &[char] = &[
    '、', '，', '和', '及', '与', '或', '至', '到', '-', '—', '以', '的', ' ',
];

/// A law's name without what is often left out.
fn bare(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix("中华人民共和国").unwrap_or(name)
}

fn limits(text: &str) -> impl Iterator<Item = (String, Unit)> {
    numbers::find(text)
        .into_iter()
        .filter_map(|found| match found.number {
            Number::Limit(amount, unit) => Some((amount, unit)),
            _ => None,
        })
}

fn message(number: &Number, written: &str) -> String {
    let what = match number {
        Number::Telephone(_) => "telephone number",
        Number::Article(..) => "article",
        Number::Limit(..) => "time limit",
    };
    let written = written.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("no fact cited here says the {what} `{written}`")
}

/// What to cite: the fact that says it, if there is only a few.
fn remedy(number: &Number, statements: &Statements) -> String {
    let telephone = matches!(number, Number::Telephone(_));
    let that_say_it: Vec<String> = statements
        .facts
        .iter()
        .filter(|(_, statement)| statement.says(number, None))
        .map(|(id, _)| format!("`[{}{id}]`", if telephone { '=' } else { '@' }))
        .collect();
    match (&that_say_it[..], telephone) {
        ([], true) => "add it to a file in facts/ and write `[=its-id]` instead".to_owned(),
        ([], false) => "add the fact to a file in facts/ and cite it with `[@its-id]`".to_owned(),
        (ids, true) => format!("write {} instead", ids.join(" or ")),
        (ids @ ([_] | [_, _] | [_, _, _]), false) => {
            format!("cite the fact that says so, such as {}", ids.join(", "))
        }
        (_, false) => "cite the fact that says so with `[@fact-id]`".to_owned(),
    }
}

/// All that a page cites, its letters included.
fn cited(page: &Page) -> BTreeSet<String> {
    let citations = page.document.citations.iter();
    let in_letters = cite::citations(page).into_iter();
    citations
        .map(|citation| citation.fact.clone())
        .chain(in_letters.map(|citation| citation.id))
        .collect()
}

/// The title, the description and the source of a letter's form are shown where nothing can be cited: the page has to
/// do it.
fn check_front_matter(page: &Page, facts: &Facts, statements: &Statements, report: &mut Report) {
    let cited = LazyCell::new(|| cited(page));
    let texts = [
        ("title", &page.front.title),
        ("nav_title", &page.front.nav_title),
        ("description", &page.front.description),
        ("form_source", &page.front.form_source),
    ];
    for (key, text) in texts {
        let Some(text) = text else { continue };
        for found in numbers::find(text) {
            if cited
                .iter()
                .any(|id| statements.says(facts, id, &found.number, None))
            {
                continue;
            }
            let written = &text[found.range.clone()];
            report.push(
                Diagnostic::file(
                    &page.path,
                    format!(
                        "`{key}`: {}",
                        message(&found.number, written)
                            .replace("cited here", "that the page cites")
                    ),
                    "cite the fact that says so in the page, or leave the number out",
                )
                .at(
                    &page.text,
                    front_matter::key_span(&page.text, 0..page.body_start, key),
                ),
            );
        }
    }
}

/// A letter names articles by their facts: one that is typed is checked by nobody.
fn check_letters(page: &Page, statements: &Statements, report: &mut Report) {
    for letter in &page.letters {
        let found = numbers::find(&letter.text);
        for (found, law) in found.iter().zip(laws(&letter.text, &found)) {
            if !matches!(found.number, Number::Article(..)) {
                continue;
            }
            let written = &letter.text[found.range.clone()];
            report.push(letter.problem(
                &found.range,
                format!("the article `{written}` is typed into the letter"),
                statements.token(&found.number, law),
            ));
        }
    }
}

/// A time limit's printed value has to say the amount and the unit that are counted.
pub fn check_limits(facts: &Facts, report: &mut Report) {
    for fact in facts.all().filter(|fact| fact.kind == Kind::Limit) {
        let (Some(amount), Some(unit), Some(value)) = (fact.amount, fact.unit, &fact.value) else {
            continue;
        };
        let counted = (amount.to_string(), unit.counted());
        if !limits(value).any(|limit| limit == counted) {
            report.push(facts.problem(
                &fact.id,
                format!(
                    "the value `{value}` does not say the `amount` and the `unit` of the fact `{}`",
                    fact.id.get_ref()
                ),
                "make `value`, `amount` and `unit` say the same",
            ));
        }
    }
}
