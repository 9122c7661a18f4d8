//! When a time limit ends: counted from the day after its start, in the days that its rule counts.
//!
//! Rules disagree on what moves a last day that is not worked, and no authority has settled what their words cover.
//! So there is no one last day: whoever waits for the other side waits for the latest reading, whoever has to act
//! himself acts by the earliest.

use crate::calendar::Calendar;
use crate::date::Date;

/// What a time limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Days that are worked.
    WorkingDay,
    /// All days.
    Day,
    /// Hours, of which only the days are counted.
    Hour,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

/// What the rule itself says of a last day that is not worked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastDay {
    /// A statutory holiday moves it to the first day after.
    StatutoryHoliday,
    /// A legal day of rest moves it to the first day after.
    LegalRestDay,
    /// Nothing.
    Silent,
}

/// Who has to keep a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The other side.
    Theirs,
    /// The reader.
    Yours,
}

/// A time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deadline {
    /// How many units.
    pub amount: u32,
    /// What is counted.
    pub unit: Unit,
    /// What the rule says of its last day.
    pub last_day: LastDay,
    /// Who has to keep it.
    pub whose: Whose,
}

/// The last day of a time limit, by each reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// As if nothing moved it.
    pub earliest: Date,
    /// By the rule's own words.
    pub stated: Date,
    /// As if every day that is not worked moved it.
    pub latest: Date,
    /// The one to go by: the earliest for the reader, the latest for the other side.
    pub decisive: Date,
    /// Whether a year's notice is missing, so that the days may turn out otherwise.
    pub approximate: bool,
}

impl Deadline {
    /// When it ends if it starts on this day, which itself is not counted; nothing after the year 9999.
    pub fn due(&self, start: Date, calendar: &Calendar) -> Option<Due> {
        let mut approximate = false;
        let (earliest, latest) = match self.unit {
            Unit::WorkingDay => {
                let end = working_days(start, self.amount, calendar, &mut approximate)?;
                (end, end)
            }
            Unit::Hour => (
                start.plus_days(self.amount / 24)?,
                start.plus_days(self.amount.div_ceil(24))?,
            ),
            Unit::Day => twice(start.plus_days(self.amount)?),
            Unit::Month => twice(start.plus_months(self.amount)?),
            Unit::Year => twice(start.plus_months(self.amount.checked_mul(12)?)?),
        };
        let (stated, latest) = match self.unit {
            Unit::WorkingDay | Unit::Hour => (latest, latest),
            Unit::Day | Unit::Month | Unit::Year => {
                let worked = |day| calendar.is_worked(day);
                let after_rest = first(earliest, calendar, worked, &mut approximate)?;
                let stated = match self.last_day {
                    LastDay::Silent => earliest,
                    LastDay::LegalRestDay => after_rest,
                    LastDay::StatutoryHoliday => {
                        let free = |day| !calendar.is_statutory(day);
                        first(earliest, calendar, free, &mut approximate)?
                    }
                };
                (stated, after_rest)
            }
        };
        Some(Due {
            earliest,
            stated,
            latest,
            decisive: match self.whose {
                Whose::Theirs => latest,
                Whose::Yours => earliest,
            },
            approximate,
        })
    }
}

fn twice(day: Date) -> (Date, Date) {
    (day, day)
}

/// The last of so many worked days after `start`.
fn working_days(
    start: Date,
    amount: u32,
    calendar: &Calendar,
    approximate: &mut bool,
) -> Option<Date> {
    let mut day = start;
    for _ in 0..amount {
        let worked = |day| calendar.is_worked(day);
        day = first(day.plus_days(1)?, calendar, worked, approximate)?;
    }
    Some(day)
}

/// The first day from `day` on that will do.
fn first(
    mut day: Date,
    calendar: &Calendar,
    will_do: impl Fn(Date) -> bool,
    approximate: &mut bool,
) -> Option<Date> {
    loop {
        *approximate |= !calendar.is_certain(day);
        if will_do(day) {
            return Some(day);
        }
        day = day.plus_days(1)?;
    }
}
