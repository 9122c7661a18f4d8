//! Time limits counted in the calendar of real years.

use casework::calendar::{Calendar, Year};
use casework::date::Date;
use casework::deadline::{Deadline, Due, LastDay, Unit, Whose};
use casework::plan::LEEWAY;
use proptest::prelude::*;

fn date(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

/// The days of a year, each `MM-DD`.
fn days(year: u16, days: &str) -> Vec<Date> {
    days.split_whitespace()
        .map(|day| date(&format!("{year}-{day}")))
        .collect()
}

fn year(year: u16, complete: bool, statutory: &str, off: &str, work: &str) -> Year {
    Year {
        year,
        complete,
        statutory: days(year, statutory),
        off: days(year, off),
        work: days(year, work),
    }
}

fn calendar() -> Calendar {
    Calendar {
        years: vec![
            year(
                2025,
                true,
                "01-01 01-28 01-29 01-30 01-31 04-04 05-01 05-02 05-31 10-01 10-02 10-03 10-06",
                "01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06 05-01 05-02 05-03 05-04 \
                 05-05 05-31 06-01 06-02 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08",
                "01-26 02-08 04-27 09-28 10-11",
            ),
            year(
                2026,
                true,
                "01-01 02-16 02-17 02-18 02-19 04-05 05-01 05-02 06-19 09-25 10-01 10-02 10-03",
                "01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 \
                 05-02 05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 \
                 10-07",
                "01-04 02-14 02-28 05-09 09-20 10-10",
            ),
            year(
                2027,
                false,
                "01-01 02-05 02-06 02-07 02-08 04-05 05-01 05-02 06-09 09-15 10-01 10-02 10-03",
                "",
                "",
            ),
        ],
    }
}

fn limit(amount: u32, unit: Unit, last_day: LastDay, whose: Whose) -> Deadline {
    Deadline {
        amount,
        unit,
        last_day,
        whose,
    }
}

fn due(start: &str, amount: u32, unit: Unit) -> Due {
    limit(amount, unit, LastDay::StatutoryHoliday, Whose::Theirs)
        .due(date(start), &calendar())
        .expect("a day before the year 10000")
}

#[test]
fn seven_working_days_over_holidays_and_days_worked_instead() {
    for (start, end) in [
        ("2026-02-13", "2026-03-02"),
        ("2026-04-30", "2026-05-13"),
        ("2026-06-18", "2026-06-30"),
        ("2026-09-18", "2026-09-29"),
        ("2026-09-30", "2026-10-15"),
        ("2025-09-26", "2025-10-13"),
    ] {
        let due = due(start, 7, Unit::WorkingDay);
        assert_eq!(due.earliest, date(end), "{start}");
        assert_eq!(due.latest, date(end), "{start}");
        assert!(!due.approximate, "{start}");
    }
}

#[test]
fn a_last_day_that_is_not_worked_has_three_readings() {
    for (start, amount, earliest, stated, latest) in [
        ("2026-09-16", 15, "2026-10-01", "2026-10-04", "2026-10-08"),
        ("2026-09-11", 15, "2026-09-26", "2026-09-26", "2026-09-28"),
        ("2026-02-01", 15, "2026-02-16", "2026-02-20", "2026-02-24"),
        ("2026-08-02", 60, "2026-10-01", "2026-10-04", "2026-10-08"),
    ] {
        let due = due(start, amount, Unit::Day);
        assert_eq!(due.earliest, date(earliest), "{start}");
        assert_eq!(due.stated, date(stated), "{start}");
        assert_eq!(due.latest, date(latest), "{start}");
        assert!(!due.approximate, "{start}");
    }
}

#[test]
fn the_rule_s_own_words_decide_what_it_states() {
    let stated = |last_day| {
        limit(15, Unit::Day, last_day, Whose::Theirs)
            .due(date("2026-09-11"), &calendar())
            .expect("a day")
            .stated
    };
    assert_eq!(stated(LastDay::Silent), date("2026-09-26"));
    assert_eq!(stated(LastDay::StatutoryHoliday), date("2026-09-26"));
    assert_eq!(stated(LastDay::LegalRestDay), date("2026-09-28"));
}

#[test]
fn the_other_side_is_late_after_the_latest_reading_and_the_reader_after_the_earliest() {
    for last_day in [
        LastDay::Silent,
        LastDay::StatutoryHoliday,
        LastDay::LegalRestDay,
    ] {
        let decisive = |whose| {
            limit(15, Unit::Day, last_day, whose)
                .due(date("2026-09-16"), &calendar())
                .expect("a day")
                .decisive
        };
        assert_eq!(decisive(Whose::Theirs), date("2026-10-08"));
        assert_eq!(decisive(Whose::Yours), date("2026-10-01"));
    }
}

#[test]
fn a_weekend_day_that_is_worked_moves_nothing() {
    let due = due("2026-09-05", 15, Unit::Day);
    assert_eq!(due.earliest, date("2026-09-20"));
    assert_eq!(due.latest, date("2026-09-20"));
}

#[test]
fn a_month_or_year_ends_on_the_same_day_or_the_month_s_last() {
    assert_eq!(
        due("2026-01-31", 1, Unit::Month).earliest,
        date("2026-02-28")
    );
    assert_eq!(
        due("2026-03-31", 1, Unit::Month).earliest,
        date("2026-04-30")
    );
    assert_eq!(
        due("2024-02-29", 1, Unit::Year).earliest,
        date("2025-02-28")
    );
    assert_eq!(
        due("2023-11-22", 3, Unit::Year).earliest,
        date("2026-11-22")
    );
    assert_eq!(due("2023-11-22", 3, Unit::Year).latest, date("2026-11-23"));
}

#[test]
fn hours_are_days_and_no_day_of_rest_moves_them() {
    let two_days = due("2026-09-30", 48, Unit::Hour);
    assert_eq!(two_days.earliest, date("2026-10-02"));
    assert_eq!(two_days.latest, date("2026-10-02"));
    let a_day_and_a_half = due("2026-09-30", 36, Unit::Hour);
    assert_eq!(a_day_and_a_half.earliest, date("2026-10-01"));
    assert_eq!(a_day_and_a_half.latest, date("2026-10-02"));
    assert!(!due("2030-09-30", 48, Unit::Hour).approximate);
}

#[test]
fn a_year_without_its_notice_gives_an_approximate_day() {
    assert!(due("2026-12-25", 7, Unit::WorkingDay).approximate);
    assert!(!due("2026-12-01", 7, Unit::WorkingDay).approximate);
    assert!(due("2026-12-25", 60, Unit::Day).approximate);
    assert!(due("2031-05-05", 7, Unit::WorkingDay).approximate);
    // Even so, no statutory holiday counts as worked.
    let due = due("2027-02-04", 1, Unit::WorkingDay);
    assert_eq!(due.earliest, date("2027-02-09"));
}

#[test]
fn nothing_ends_after_the_year_9999() {
    for unit in [
        Unit::WorkingDay,
        Unit::Day,
        Unit::Hour,
        Unit::Month,
        Unit::Year,
    ] {
        let endless = limit(u32::MAX, unit, LastDay::Silent, Whose::Yours);
        assert_eq!(endless.due(date("9990-01-01"), &calendar()), None);
    }
}

fn any_unit() -> impl Strategy<Value = Unit> {
    prop::sample::select(vec![
        Unit::WorkingDay,
        Unit::Day,
        Unit::Hour,
        Unit::Month,
        Unit::Year,
    ])
}

fn any_last_day() -> impl Strategy<Value = LastDay> {
    prop::sample::select(vec![
        LastDay::Silent,
        LastDay::StatutoryHoliday,
        LastDay::LegalRestDay,
    ])
}

proptest! {
    #[test]
    fn more_never_ends_earlier(
        start in 0_u32..1000, amount in 0_u32..100, more in 0_u32..30, unit in any_unit(), last_day in any_last_day(),
    ) {
        let calendar = calendar();
        let start = date("2025-01-01").plus_days(start).expect("a day");
        let short = limit(amount, unit, last_day, Whose::Theirs).due(start, &calendar).expect("a day");
        let long = limit(amount + more, unit, last_day, Whose::Theirs).due(start, &calendar).expect("a day");
        prop_assert!(short.earliest <= long.earliest);
        prop_assert!(short.stated <= long.stated);
        prop_assert!(short.latest <= long.latest);
    }

    #[test]
    fn working_days_never_end_on_a_day_of_rest(start in 0_u32..1000, amount in 1_u32..100) {
        let calendar = calendar();
        let start = date("2025-01-01").plus_days(start).expect("a day");
        let due = limit(amount, Unit::WorkingDay, LastDay::Silent, Whose::Theirs).due(start, &calendar).expect("a day");
        prop_assert!(calendar.is_worked(due.latest));
        prop_assert!(due.latest > start);
    }

    #[test]
    fn the_readings_are_in_order_and_the_latest_is_worked(
        start in 0_u32..1000, amount in 1_u32..400, last_day in any_last_day(),
    ) {
        let calendar = calendar();
        let start = date("2025-01-01").plus_days(start).expect("a day");
        let due = limit(amount, Unit::Day, last_day, Whose::Theirs).due(start, &calendar).expect("a day");
        prop_assert!(due.earliest <= due.stated && due.stated <= due.latest);
        prop_assert!(calendar.is_worked(due.latest));
    }
}

/// Whoever calls the other side late before a year's holidays are announced waits so long that no holiday of the years that
/// are known would have put them in the wrong.
#[test]
fn the_leeway_covers_every_holiday_of_the_known_years() {
    let known = calendar();
    let mut statutory_only = known.clone();
    for year in &mut statutory_only.years {
        (year.complete, year.off, year.work) = (false, Vec::new(), Vec::new());
    }
    let none = Calendar::default();
    let mut most = 0;
    for days in 0..700 {
        let start = date("2025-01-01").plus_days(days).expect("a day");
        for (amount, unit) in [
            (7, Unit::WorkingDay),
            (15, Unit::Day),
            (60, Unit::Day),
            (3, Unit::Month),
        ] {
            let rule = limit(amount, unit, LastDay::Silent, Whose::Theirs);
            let last = |calendar| rule.due(start, calendar).expect("a day").decisive;
            if last(&known) <= date("2026-12-31") {
                for unknown in [&statutory_only, &none] {
                    most = most.max(last(&known).days_since(last(unknown)));
                }
            }
        }
    }
    assert!(
        most > 5 && most <= LEEWAY as i32,
        "a holiday moves a day by {most} days"
    );
}
