//! Counts from one day to another. It knows no holiday.

use super::{Date, days_in_month};

impl Date {
    /// The year, 1 to 9999.
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1 to 31.
    pub fn day(self) -> u8 {
        self.day
    }

    /// The day so many days later; none after the year 9999.
    pub fn plus_days(self, days: u32) -> Option<Date> {
        let mut date = self;
        let mut left = days;
        loop {
            let rest = u32::from(days_in_month(date.year, date.month) - date.day);
            if left <= rest {
                date.day += left as u8;
                return Some(date);
            }
            left -= rest + 1;
            date = date.first_of_next_month()?;
        }
    }

    /// The day so many days before; none before the year 1.
    pub fn minus_days(self, days: u32) -> Option<Date> {
        let mut date = self;
        let mut left = days;
        while left >= u32::from(date.day) {
            left -= u32::from(date.day);
            (date.year, date.month) = match date.month {
                1 => (date.year - 1, 12),
                month => (date.year, month - 1),
            };
            if date.year == 0 {
                return None;
            }
            date.day = days_in_month(date.year, date.month);
        }
        date.day -= left as u8;
        Some(date)
    }

    /// The same day so many months later, or the last of that month where it has no such day; none after the year 9999.
    pub fn plus_months(self, months: u32) -> Option<Date> {
        let count = (u32::from(self.year) * 12 + u32::from(self.month) - 1).checked_add(months)?;
        let year = u16::try_from(count / 12)
            .ok()
            .filter(|year| *year <= 9999)?;
        let month = (count % 12 + 1) as u8;
        let day = self.day.min(days_in_month(year, month));
        Some(Date { year, month, day })
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        self.number() % 7 >= 5
    }

    /// How many days after another one this is; negative before it.
    pub fn days_since(self, other: Date) -> i32 {
        self.number() as i32 - other.number() as i32
    }

    /// How many days after the first day of the year 1, which counts as a Monday.
    fn number(self) -> u32 {
        let years = u32::from(self.year) - 1;
        years * 365 + years / 4 - years / 100
            + years / 400
            + (1..self.month)
                .map(|month| u32::from(days_in_month(self.year, month)))
                .sum::<u32>()
            + u32::from(self.day)
            - 1
    }

    fn first_of_next_month(self) -> Option<Date> {
        if self.month < 12 {
            Date::new(self.year, self.month + 1, 1)
        } else {
            Date::new(self.year + 1, 1, 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(year: u16, month: u8, day: u8) -> Date {
        Date::new(year, month, day).expect("a day")
    }

    #[test]
    fn days_run_over_the_ends_of_months_and_years() {
        assert_eq!(date(2026, 12, 31).plus_days(0), Some(date(2026, 12, 31)));
        assert_eq!(date(2026, 12, 31).plus_days(1), Some(date(2027, 1, 1)));
        assert_eq!(date(2028, 2, 28).plus_days(2), Some(date(2028, 3, 1)));
        assert_eq!(date(1970, 1, 1).plus_days(20_779), Some(date(2026, 11, 22)));
        assert_eq!(date(9999, 12, 31).plus_days(1), None);
        assert_eq!(date(2026, 1, 1).plus_days(u32::MAX), None);
    }

    #[test]
    fn a_month_without_such_a_day_ends_on_its_last() {
        assert_eq!(date(2026, 1, 31).plus_months(1), Some(date(2026, 2, 28)));
        assert_eq!(date(2028, 1, 31).plus_months(1), Some(date(2028, 2, 29)));
        assert_eq!(date(2028, 2, 29).plus_months(12), Some(date(2029, 2, 28)));
        assert_eq!(date(2026, 11, 30).plus_months(3), Some(date(2027, 2, 28)));
        assert_eq!(date(2026, 8, 31).plus_months(1), Some(date(2026, 9, 30)));
        assert_eq!(date(2026, 12, 15).plus_months(1), Some(date(2027, 1, 15)));
        assert_eq!(date(9999, 12, 1).plus_months(1), None);
        assert_eq!(date(2026, 1, 1).plus_months(u32::MAX), None);
    }

    #[test]
    fn weekends_are_known() {
        assert!(date(2026, 11, 22).is_weekend());
        assert!(!date(2026, 11, 23).is_weekend());
        assert!(date(2024, 2, 10).is_weekend());
        assert!(!date(2024, 2, 9).is_weekend());
        assert!(date(2000, 1, 1).is_weekend());
    }

    proptest! {
        #[test]
        fn days_are_taken_away_as_they_were_added(start in 0_u32..700_000, days in 0_u32..5_000) {
            let start = date(1, 1, 1).plus_days(start).expect("a day");
            let later = start.plus_days(days).expect("a day");
            prop_assert_eq!(later.minus_days(days), Some(start));
            prop_assert_eq!(date(1, 1, 1).minus_days(days + 1), None);
        }

        #[test]
        fn days_add_up(start in 0_u32..700_000, first in 0_u32..5_000, second in 0_u32..5_000) {
            let start = date(1, 1, 1).plus_days(start).expect("a day");
            let once = start.plus_days(first + second);
            let twice = start.plus_days(first).and_then(|day| day.plus_days(second));
            prop_assert_eq!(once, twice);
            prop_assert_eq!(start.is_weekend(), start.plus_days(7).expect("a day").is_weekend());
        }
    }
}
