//! Which days are worked, by the official notice of each year. It holds no year of its own: whoever counts passes them in.

use crate::date::Date;
use crate::prelude::*;

/// The days off and the days worked instead, of one year.
#[derive(Clone, Debug)]
pub struct Year {
    /// The year.
    pub year: u16,
    /// Whether the official notice is known; without it only the statutory holidays are.
    pub complete: bool,
    /// The statutory holidays.
    pub statutory: Vec<Date>,
    /// Every day of the announced holidays, weekends inside of them included.
    pub off: Vec<Date>,
    /// Weekend days that are worked.
    pub work: Vec<Date>,
}

/// The years that are known.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// In any order.
    pub years: Vec<Year>,
}

impl Calendar {
    /// Whether the day is worked; in a year without its notice, as far as weekends and statutory holidays tell.
    pub fn is_worked(&self, day: Date) -> bool {
        let year = self.year(day);
        let listed = |days: fn(&Year) -> &Vec<Date>| year.is_some_and(|y| days(y).contains(&day));
        if listed(|year| &year.work) {
            return true;
        }
        !(day.is_weekend() || listed(|year| &year.off) || listed(|year| &year.statutory))
    }

    /// Whether the day is a statutory holiday.
    pub fn is_statutory(&self, day: Date) -> bool {
        self.year(day)
            .is_some_and(|year| year.statutory.contains(&day))
    }

    /// Whether the official notice of the day's year is known.
    pub fn is_certain(&self, day: Date) -> bool {
        self.year(day).is_some_and(|year| year.complete)
    }

    fn year(&self, day: Date) -> Option<&Year> {
        self.years.iter().find(|year| year.year == day.year())
    }
}
