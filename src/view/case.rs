//! What a template sees of the page for cases.

use serde::Serialize;

use super::PageLink;

/// Everything that the tool asks and counts by in a case.
#[derive(Debug, Serialize)]
pub struct CaseView {
    /// What is asked at the start.
    pub questions: Vec<QuestionView>,
    /// What the guide does not cover.
    pub outsides: Vec<AdviceView>,
    /// Whom a case can be against, and whom to turn to then.
    pub counterparts: Vec<CounterpartView>,
    /// What can happen.
    pub events: Vec<EventView>,
    /// The time limits that something can start.
    pub limits: Vec<LimitView>,
    /// The plan of every situation.
    pub plans: Vec<PlanView>,
    /// The days off and the days worked instead.
    pub years: Vec<YearView>,
}

/// A question with its answers.
#[derive(Debug, Serialize)]
pub struct QuestionView {
    /// Names it in the saved data.
    pub id: String,
    /// The question.
    pub ask: String,
    /// What helps to answer.
    pub help: Option<String>,
    /// What happened on the day that it asks for.
    pub event: Option<String>,
    /// The answers; none if it asks for a day.
    pub choices: Vec<ChoiceView>,
}

/// An answer and what it tells.
#[derive(Debug, Serialize)]
pub struct ChoiceView {
    /// Names it in the saved data.
    pub id: String,
    /// The answer.
    pub label: String,
    /// The situation that it tells.
    pub situation: Option<String>,
    /// The counterpart that it tells.
    pub counterpart: Option<String>,
    /// What it tells to be outside of the guide.
    pub outside: Option<String>,
    /// The question that comes then.
    pub next: Option<String>,
    /// Whether it is an emergency.
    pub urgent: bool,
    /// Steps that fall away, with spaces between.
    pub hide: String,
}

/// Where to go with something.
#[derive(Debug, Serialize)]
pub struct AdviceView {
    /// Names it, where something refers to it.
    pub id: String,
    /// Where, or what it is about.
    pub title: String,
    /// How.
    pub text: String,
    /// Numbers to dial and addresses to open.
    pub values: Vec<ValueView>,
    /// A page on it.
    pub link: Option<PageLink>,
}

/// A fact's value.
#[derive(Debug, Serialize)]
pub struct ValueView {
    /// What it is.
    pub title: String,
    /// HTML that is safe to print.
    pub html: String,
}

/// Whom a case is against.
#[derive(Debug, Serialize)]
pub struct CounterpartView {
    /// Names it in the saved data.
    pub id: String,
    /// Who that is.
    pub label: String,
    /// Why the channels come in this order.
    pub reason: String,
    /// What the reason rests on.
    pub source: String,
    /// Whom to turn to, in order.
    pub channels: Vec<AdviceView>,
}

/// Something that can happen.
#[derive(Debug, Serialize)]
pub struct EventView {
    /// Names it in the saved data.
    pub id: String,
    /// What happened.
    pub label: String,
    /// The time limits that begin with it, with spaces between.
    pub starts: String,
    /// The time limits that end with it.
    pub ends: String,
}

/// A time limit that can be counted.
#[derive(Debug, Serialize)]
pub struct LimitView {
    /// The fact's id.
    pub id: String,
    /// What it is about.
    pub title: String,
    /// The time limit in words.
    pub value: String,
    /// How many units.
    pub amount: u32,
    /// `working-day`, `day`, `hour`, `month` or `year`.
    pub unit: &'static str,
    /// `theirs` or `yours`.
    pub whose: &'static str,
    /// `statutory-holiday`, `legal-rest-day` or `silent`.
    pub last_day: &'static str,
    /// What it rests on.
    pub source: String,
    /// Whether readers should go by the official text.
    pub secondary: bool,
}

/// What to do in a situation.
#[derive(Debug, Serialize)]
pub struct PlanView {
    /// The situation's file stem.
    pub id: String,
    /// The situation's page.
    pub page: PageLink,
    /// What to do, in order.
    pub steps: Vec<StepView>,
    /// The letters that it uses.
    pub letters: Vec<PageLink>,
}

/// One thing to do.
#[derive(Debug, Serialize)]
pub struct StepView {
    /// The checklist item's id.
    pub id: String,
    /// Ids it had before, each with the checklist before it, with spaces between.
    pub aliases: String,
    /// What to do, in few words.
    pub text: String,
    /// The heading that it stands under, where it is the first there.
    pub heading: Option<String>,
    /// Whether it is a piece of evidence.
    pub evidence: bool,
}

/// One year's days off and days worked, each as month and day, `1001`, with spaces between.
#[derive(Debug, Serialize)]
pub struct YearView {
    /// The year.
    pub year: String,
    /// Whether the official notice is known.
    pub complete: bool,
    /// The statutory holidays.
    pub statutory: String,
    /// All days off.
    pub off: String,
    /// Weekend days that are worked.
    pub work: String,
}
