//! Makes what the page for cases shows, from `case.toml`, the situations, the facts and the calendar.

use toml::Spanned;
use toml::value::Date;

use crate::address;
use crate::case::{Cases, Known, Sent, letters};
use crate::compose::{Composer, value};
use crate::diagnostic::{Diagnostic, Report};
use crate::facts::{Confidence, Fact, Facts, LastDay, Unit, Whose, Year};
use crate::front_matter::Kind;
use crate::page::Page;
use crate::site::Language;
use crate::view::{
    AdviceView, CaseView, ChoiceView, CounterpartView, EventView, LimitView, PageLink, PlanView,
    QuestionView, SentView, StepView, ValueView, WayView, YearView,
};

/// Signs that end the few words a step is told in.
const ENDS: [char; 6] = ['。', '：', '！', '？', '.', ':'];

/// What the page for cases shows; `None` without `case.toml`.
pub fn view(
    composer: &Composer,
    page: &Page,
    language: &Language,
    report: &mut Report,
) -> Option<CaseView> {
    let Some(cases) = &language.cases else {
        report.push(Diagnostic::file(
            &page.path,
            "a page of kind `case` needs the file `case.toml`",
            format!("write {}case.toml, or choose another kind", language.folder),
        ));
        return None;
    };
    let maker = Maker {
        composer,
        page,
        language,
    };
    cases.check(&maker.known(), report);
    let facts = &composer.site().facts;
    let text = |name: &Option<Spanned<String>>| name.as_ref().map(|name| name.get_ref().clone());
    let questions = cases.question.iter().map(|question| QuestionView {
        id: question.id.get_ref().clone(),
        ask: question.ask.clone(),
        help: question.help.clone(),
        event: text(&question.event),
        choices: question
            .option
            .iter()
            .map(|choice| ChoiceView {
                id: choice.id.get_ref().clone(),
                label: choice.label.clone(),
                situation: text(&choice.situation),
                counterpart: text(&choice.counterpart),
                outside: text(&choice.outside),
                next: text(&choice.next),
                urgent: choice.urgent,
                hide: joined(&choice.hide),
            })
            .collect(),
    });
    let counterparts = cases.counterpart.iter().map(|counterpart| CounterpartView {
        id: counterpart.id.get_ref().clone(),
        label: counterpart.label.clone(),
        reason: counterpart.reason.clone(),
        source: sources(facts, &counterpart.basis),
        channels: counterpart
            .channel
            .iter()
            .map(|channel| AdviceView {
                id: String::new(),
                title: channel.title.clone(),
                text: channel.text.clone(),
                values: values(facts, &channel.facts),
                link: maker.page_link(&channel.page),
            })
            .collect(),
    });
    let events = cases.event.iter().map(|event| EventView {
        id: event.id.get_ref().clone(),
        label: event.label.clone(),
        starts: joined(&event.starts),
        ends: joined(&event.ends),
    });
    Some(CaseView {
        questions: questions.collect(),
        outsides: cases
            .outside
            .iter()
            .map(|outside| AdviceView {
                id: outside.id.get_ref().clone(),
                title: outside.title.clone(),
                text: outside.text.clone(),
                values: values(facts, &outside.facts),
                link: maker.page_link(&outside.page),
            })
            .collect(),
        counterparts: counterparts.collect(),
        events: events.collect(),
        limits: limits(cases.limits(), facts),
        plans: maker.plans(report),
        years: years(facts),
    })
}

/// What follows when a letter is sent; nothing where there are no cases to note it in. Names that name nothing are
/// reported with the page for cases.
pub fn sent(composer: &Composer, letter: &Page, language: &Language) -> Option<SentView> {
    let cases = language.cases.as_ref()?;
    let id = address::stem(&letter.path);
    let ways = cases.letter.iter().filter(|sent| sent.id.get_ref() == id);
    let maker = Maker {
        composer,
        page: letter,
        language,
    };
    let link = |(index, _)| composer.link(&letter.address, index);
    // Where the letter comes first, it is most likely about that situation.
    let place = |page: &Page| page.front.letters.iter().position(|used| used == id);
    let mut situations: Vec<(usize, &Page)> = maker.situations().collect();
    situations.retain(|(_, page)| place(page).is_some());
    situations.sort_by_key(|(_, page)| place(page));
    let ways: Vec<WayView> = ways.map(|sent| maker.way(sent, cases)).collect();
    (!ways.is_empty()).then(|| SentView {
        ways,
        situations: situations
            .into_iter()
            .map(link)
            .filter(|link| link.checklist.is_some())
            .collect(),
    })
}

struct Maker<'a> {
    composer: &'a Composer<'a>,
    page: &'a Page,
    language: &'a Language,
}

impl Maker<'_> {
    /// The pages of this language, with their places in the site.
    fn pages(&self) -> impl Iterator<Item = (usize, &Page)> {
        let pages = self.composer.site().pages.iter().map(|page| &**page);
        pages
            .enumerate()
            .filter(|(_, page)| page.language == self.page.language)
    }

    /// The situations in reading order.
    fn situations(&self) -> impl Iterator<Item = (usize, &Page)> {
        let order = self.language.tree.in_order().into_iter();
        let pages =
            order.filter_map(|index| Some((index, &**self.composer.site().pages.get(index)?)));
        pages.filter(|(_, page)| page.front.kind == Kind::Situation)
    }

    fn known(&self) -> Known<'_> {
        fn items(page: &Page) -> Vec<&str> {
            let items = page.document.items.iter();
            items.map(|item| item.id.as_str()).collect()
        }
        let facts = &self.composer.site().facts;
        let folder = &self.language.folder;
        Known {
            facts,
            situations: self
                .pages()
                .filter(|(_, page)| page.front.kind == Kind::Situation)
                .map(|(_, page)| (address::stem(&page.path), items(page)))
                .collect(),
            pages: self
                .pages()
                .filter_map(|(_, page)| page.path.strip_prefix(folder.as_str()))
                .collect(),
            letters: self
                .pages()
                .map(|(_, page)| page)
                .filter(|page| page.front.kind == Kind::Letter)
                .collect(),
            fields: &self.language.fields,
        }
    }

    /// What follows from sending the letter of this page.
    fn way(&self, sent: &Sent, cases: &Cases) -> WayView {
        let text =
            |name: &Option<Spanned<String>>| name.as_ref().map(|name| name.get_ref().clone());
        let events = [Some(&sent.sent), sent.arrived.as_ref()];
        let started = cases.event.iter().filter(|event| {
            let mut events = events.iter().flatten();
            events.any(|id| id.get_ref() == event.id.get_ref())
        });
        let started = started.flat_map(|event| &event.starts);
        let facts = &self.composer.site().facts;
        let mut limits = limits(started.map(|id| id.get_ref().as_str()).collect(), facts);
        limits.retain(|limit| limit.whose == "theirs");
        WayView {
            when: sent
                .when
                .as_ref()
                .map(|when| letters::answer(when.get_ref())),
            event: sent.sent.get_ref().clone(),
            arrived: text(&sent.arrived),
            asked: text(&sent.asked),
            next: sent.next.as_ref().and_then(|next| {
                let mut letters = self
                    .pages()
                    .filter(|(_, page)| page.front.kind == Kind::Letter);
                letters
                    .find(|(_, page)| address::stem(&page.path) == next.get_ref())
                    .map(|(index, _)| self.composer.link(&self.page.address, index))
            }),
            years: if limits.is_empty() {
                Vec::new()
            } else {
                years(facts)
            },
            limits,
        }
    }

    fn page_link(&self, name: &Option<Spanned<String>>) -> Option<PageLink> {
        let path = format!("{}{}", self.language.folder, name.as_ref()?.get_ref());
        let (index, _) = self.pages().find(|(_, page)| page.path == path)?;
        Some(self.composer.link(&self.page.address, index))
    }

    fn plans(&self, report: &mut Report) -> Vec<PlanView> {
        let plan = |(index, situation): (usize, &Page)| {
            let from = &self.page.address;
            PlanView {
                id: address::stem(&situation.path).to_owned(),
                page: self.composer.link(from, index),
                steps: steps(situation),
                // Letters that do not exist are reported on the situation's own page.
                letters: self.composer.letters(
                    situation,
                    from,
                    self.language,
                    &mut Report::default(),
                ),
            }
        };
        let plans: Vec<PlanView> = self.situations().map(plan).collect();
        if plans.is_empty() {
            report.push(Diagnostic::file(
                &self.page.path,
                "there is no situation for a case",
                "write a page of kind `situation`",
            ));
        }
        plans
    }
}

fn steps(situation: &Page) -> Vec<StepView> {
    let checklist = address::stem(&situation.path);
    let headings = || {
        situation
            .document
            .headings
            .iter()
            .filter(|heading| heading.level == 2)
    };
    let mut told = None;
    situation
        .document
        .items
        .iter()
        .map(|item| {
            let heading = headings().rfind(|heading| heading.span.start < item.span.start);
            let heading = heading.map(|heading| heading.text.as_str());
            let is_new = heading != told;
            told = heading;
            StepView {
                id: item.id.clone(),
                aliases: item
                    .was
                    .iter()
                    .map(|id| format!("{checklist}/{id}"))
                    .collect::<Vec<_>>()
                    .join(" "),
                text: few_words(&item.text),
                heading: heading.filter(|_| is_new).map(str::to_owned),
                evidence: item.evidence,
            }
        })
        .collect()
}

/// The first words of a checklist item, which say what to do.
fn few_words(text: &str) -> String {
    text.split(ENDS)
        .map(str::trim)
        .find(|words| !words.is_empty())
        .unwrap_or(text)
        .to_owned()
}

/// The time limits with these ids, to be counted in the browser.
pub fn limits(ids: Vec<&str>, facts: &Facts) -> Vec<LimitView> {
    let limit = |id: &str| {
        let fact = facts.get(id)?;
        Some(LimitView {
            id: id.to_owned(),
            title: fact.title.clone()?,
            value: fact.value.clone().unwrap_or_default(),
            amount: fact.amount?,
            unit: match fact.unit? {
                Unit::WorkingDay => "working-day",
                Unit::NaturalDay | Unit::Day => "day",
                Unit::Hour => "hour",
                Unit::Month => "month",
                Unit::Year => "year",
            },
            whose: match fact.whose? {
                Whose::Theirs => "theirs",
                Whose::Yours => "yours",
            },
            last_day: match fact.last_day {
                Some(LastDay::StatutoryHoliday) => "statutory-holiday",
                Some(LastDay::LegalRestDay) => "legal-rest-day",
                Some(LastDay::None) | None => "silent",
            },
            source: sources(facts, &fact.basis),
            secondary: fact.confidence == Confidence::Secondary,
        })
    };
    ids.into_iter().filter_map(limit).collect()
}

/// What facts rest on, as it is cited.
fn sources(facts: &Facts, basis: &[Spanned<String>]) -> String {
    let source = |id: &Spanned<String>| {
        let fact = facts.get(id.get_ref())?;
        let Some(document) = facts.document(fact) else {
            return fact.title.clone();
        };
        let name = document.short.as_ref().unwrap_or(&document.name);
        let article = fact.article.as_deref().unwrap_or_default();
        Some(format!("《{name}》{article}"))
    };
    basis
        .iter()
        .filter_map(source)
        .collect::<Vec<_>>()
        .join("、")
}

fn values(facts: &Facts, ids: &[Spanned<String>]) -> Vec<ValueView> {
    let found = ids.iter().filter_map(|id| facts.get(id.get_ref()));
    found
        .map(|fact: &Fact| ValueView {
            title: fact.title.clone().unwrap_or_default(),
            html: value(fact),
        })
        .collect()
}

fn joined(ids: &[Spanned<String>]) -> String {
    ids.iter()
        .map(|id| id.get_ref().as_str())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The days of every year that are worked and not.
pub fn years(facts: &Facts) -> Vec<YearView> {
    let years = facts.years.iter();
    years.map(|(year, days)| year_view(year, days)).collect()
}

fn year_view(year: &str, days: &Year) -> YearView {
    let listed = |days: &[Date]| {
        let day = |date: &Date| format!("{:02}{:02}", date.month, date.day);
        days.iter().map(day).collect::<Vec<_>>().join(" ")
    };
    YearView {
        year: year.to_owned(),
        complete: days.complete,
        statutory: listed(&days.statutory),
        off: listed(&days.off),
        work: listed(&days.work),
    }
}
