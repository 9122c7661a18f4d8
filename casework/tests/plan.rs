//! A case played day by day with a fixed clock.

use std::time::{Duration, Instant};

use casework::calendar::{Calendar, Year};
use casework::case;
use casework::date::Date;
use casework::deadline::{Deadline, LastDay, Unit, Whose};
use casework::json::Json;
use casework::plan::{ASKED, EventKind, LEEWAY, Limit, Running, Standing, running};
use casework::record::Record;
use casework::saved;

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

fn limit(id: &str, amount: u32, unit: Unit, last_day: LastDay, whose: Whose) -> Limit {
    let deadline = Deadline {
        amount,
        unit,
        last_day,
        whose,
    };
    Limit {
        id: id.to_owned(),
        deadline,
    }
}

fn kind(id: &str, starts: &[&str], ends: &[&str]) -> EventKind {
    let owned = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect();
    EventKind {
        id: id.to_owned(),
        starts: owned(starts),
        ends: owned(ends),
    }
}

struct Play {
    record: Record,
    kinds: Vec<EventKind>,
    limits: Vec<Limit>,
    calendar: Calendar,
}

impl Play {
    fn new() -> Play {
        let days = |days: &[&str]| days.iter().map(|text| day(text)).collect();
        Play {
            record: Record::default(),
            kinds: vec![
                kind("sent", &["accept"], &[]),
                kind("accepted", &["reply"], &["accept"]),
                kind("answered", &["appeal"], &["accept", "reply", ASKED]),
            ],
            limits: vec![
                limit(
                    "accept",
                    7,
                    Unit::WorkingDay,
                    LastDay::Silent,
                    Whose::Theirs,
                ),
                limit("reply", 15, Unit::Day, LastDay::Silent, Whose::Theirs),
                limit("appeal", 60, Unit::Day, LastDay::Silent, Whose::Yours),
            ],
            calendar: Calendar {
                years: vec![Year {
                    year: 2026,
                    complete: true,
                    statutory: days(&["2026-10-01", "2026-10-02", "2026-10-03"]),
                    off: days(&[
                        "2026-10-01",
                        "2026-10-02",
                        "2026-10-03",
                        "2026-10-04",
                        "2026-10-05",
                        "2026-10-06",
                        "2026-10-07",
                    ]),
                    work: days(&["2026-09-20", "2026-10-10"]),
                }],
            },
        }
    }

    fn happens(&mut self, id: &str, date: &str, kind: &str) {
        for (part, text) in [("kind", kind), ("date", date)] {
            let key = case::key("1", &format!("event/{id}/{part}"));
            self.record.set(&key, Json::Text(text.to_owned()), "a");
        }
    }

    fn on(&self, today: &str) -> Vec<Running> {
        let events = case::list(&self.record, "case/1/event/");
        running(
            &events,
            &self.kinds,
            &self.limits,
            &self.calendar,
            day(today),
        )
    }

    fn standings(&self, today: &str) -> Vec<(&str, Standing)> {
        let name = |running: &Running| self.limits[running.limit.expect("a limit")].id.as_str();
        self.on(today)
            .iter()
            .map(|running| (name(running), running.standing))
            .collect()
    }
}

#[test]
fn six_weeks_of_a_case() {
    use Standing::{Done, Due, Overdue, Waiting};
    let mut play = Play::new();
    assert_eq!(play.on("2026-09-10"), []);
    play.happens("0001-a", "2026-09-16", "sent");
    // Seven working days, one of them a Sunday that is worked.
    assert_eq!(play.on("2026-09-16")[0].due.decisive, day("2026-09-24"));
    assert_eq!(play.standings("2026-09-23"), [("accept", Waiting)]);
    assert_eq!(play.standings("2026-09-24"), [("accept", Due)]);
    assert_eq!(play.standings("2026-09-25"), [("accept", Overdue)]);
    play.happens("0002-a", "2026-09-16", "accepted");
    // Fifteen days end on 1 October: nobody is overdue before the holiday is over by the widest reading.
    let reply = &play.on("2026-10-02")[0];
    assert_eq!(
        (reply.due.earliest, reply.due.latest),
        (day("2026-10-01"), day("2026-10-08"))
    );
    assert_eq!(
        play.standings("2026-10-07"),
        [("reply", Waiting), ("accept", Done)]
    );
    assert_eq!(
        play.standings("2026-10-09"),
        [("reply", Overdue), ("accept", Done)]
    );
    play.happens("0003-a", "2026-10-10", "answered");
    // The person's own sixty days end on the earliest reading, and the year's calendar is known up to there.
    let on_the_day = play.standings("2026-12-09");
    assert_eq!(on_the_day[0], ("appeal", Due));
    assert_eq!(play.standings("2026-12-10")[0], ("appeal", Overdue));
}

#[test]
fn a_day_that_the_other_side_has_named_is_waited_for() {
    let mut play = Play::new();
    play.happens("0001-a", "2026-09-16", "call");
    play.record.set(
        "case/1/event/0001-a/until",
        Json::Text("2026-09-20".into()),
        "a",
    );
    let standing = |play: &Play, today| play.on(today)[0].standing;
    assert_eq!(standing(&play, "2026-09-20"), Standing::Due);
    assert_eq!(standing(&play, "2026-09-21"), Standing::Overdue);
    let mut answered = Play::new();
    answered.record = play.record.clone();
    answered.happens("0002-a", "2026-09-21", "answered");
    assert!(
        answered
            .on("2026-09-22")
            .iter()
            .all(|running| running.standing != Standing::Overdue)
    );
    play.record
        .set("case/1/event/0001-a/kept", Json::Text("yes".into()), "a");
    assert_eq!(standing(&play, "2026-09-21"), Standing::Done);
}

#[test]
fn without_the_years_notice_a_last_day_is_approximate() {
    let mut play = Play::new();
    play.happens("0001-a", "2027-01-04", "sent");
    assert!(play.on("2027-01-05")[0].due.approximate);
}

#[test]
fn nobody_is_late_while_holidays_that_are_not_announced_may_move_the_day() {
    let mut play = Play::new();
    play.happens("0001-a", "2027-02-03", "sent");
    let last = play.on("2027-02-03")[0].due.decisive;
    let after = |days| last.plus_days(days).expect("a day").iso();
    for (days, standing) in [
        (0, Standing::Due),
        (1, Standing::Unsettled),
        (LEEWAY, Standing::Unsettled),
        (LEEWAY + 1, Standing::Overdue),
    ] {
        assert_eq!(play.standings(&after(days)), [("accept", standing)]);
    }
    // The person's own last day does not wait for any notice.
    play.happens("0002-a", "2027-02-04", "answered");
    for (today, standing) in [
        ("2027-04-05", Standing::Due),
        ("2027-04-06", Standing::Overdue),
    ] {
        assert!(
            play.standings(today).contains(&("appeal", standing)),
            "{today}"
        );
    }
}

#[test]
fn a_case_with_thousands_of_entries_is_counted_at_once() {
    let mut play = Play::new();
    let kinds = ["sent", "accepted", "call"];
    let entries = (1..=9000_u16).map(|number| {
        let (id, date) = (format!("{number:04}-a"), format!("{number:04}-03-05"));
        [
            ("kind", kinds[usize::from(number % 3)].to_owned()),
            ("date", date),
        ]
        .map(|(part, text)| format!(r#""case/1/event/{id}/{part}":{{"value":"{text}"}}"#))
        .join(",")
    });
    let entries: Vec<String> = entries.collect();
    let text = entries.join(",");
    let text = format!(r#"{{"format":"recourse","version":1,"entries":{{{text}}}}}"#);
    play.record = saved::read(&text).expect("a document");
    let begun = Instant::now();
    assert_eq!(play.on("2026-09-16").len(), 6000);
    let taken = begun.elapsed();
    assert!(taken < Duration::from_secs(10), "it took {taken:?}");
}

#[test]
fn what_has_no_date_starts_nothing() {
    let mut play = Play::new();
    play.happens("0001-a", "去年", "sent");
    assert_eq!(play.on("2026-09-16"), []);
}
