//! Days for a calendar program, RFC 5545.
//!
//! Only dates, no times: a day without a time is the same day in every time zone.

use crate::date::Date;
use crate::numeral::push_digits;

/// A line may have so many bytes, without its end.
const LONGEST_LINE: usize = 75;

/// A calendar of whole days.
pub struct Calendar {
    text: String,
    made: Date,
}

impl Calendar {
    /// An empty calendar, made on this day.
    pub fn new(made: Date) -> Calendar {
        let mut calendar = Calendar {
            text: String::new(),
            made,
        };
        for line in [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//recourse//case//ZH",
            "CALSCALE:GREGORIAN",
        ] {
            calendar.push_line(line);
        }
        calendar
    }

    /// Adds a day. `id` names it, so that reading the calendar again replaces it.
    pub fn add(&mut self, id: &str, day: Date, summary: &str, description: &str) {
        let mut stamp = "DTSTAMP:".to_owned();
        push_date(&mut stamp, self.made);
        stamp.push_str("T000000Z");
        let mut start = "DTSTART;VALUE=DATE:".to_owned();
        push_date(&mut start, day);
        for line in [
            "BEGIN:VEVENT",
            &["UID:", &escaped(id), "@recourse"].concat(),
            &stamp,
            &start,
            &["SUMMARY:", &escaped(summary)].concat(),
            &["DESCRIPTION:", &escaped(description)].concat(),
            "TRANSP:TRANSPARENT",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            &["DESCRIPTION:", &escaped(summary)].concat(),
            // Nine in the morning of the day before.
            "TRIGGER:-PT15H",
            "END:VALARM",
            "END:VEVENT",
        ] {
            self.push_line(line);
        }
    }

    /// The whole calendar.
    pub fn finish(mut self) -> String {
        self.push_line("END:VCALENDAR");
        self.text
    }

    /// Ends a line where it is too long, never inside a character, and goes on in the next one behind a space.
    fn push_line(&mut self, line: &str) {
        let mut length = 0;
        for character in line.chars() {
            if length + character.len_utf8() > LONGEST_LINE {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(character);
            length += character.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

fn push_date(text: &mut String, date: Date) {
    push_digits(text, date.year().into(), 4);
    push_digits(text, date.month().into(), 2);
    push_digits(text, date.day().into(), 2);
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(character);
            }
            '\n' => escaped.push_str("\\n"),
            '\0'..='\u{1f}' | '\u{7f}' => {}
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a day")
    }

    #[test]
    fn a_day_has_no_time_and_no_zone() {
        let mut calendar = Calendar::new(day("2026-11-22"));
        calendar.add(
            "0001-a/limit",
            day("2026-12-01"),
            "人民银行；答复,是否接收",
            "第一行\n第二行",
        );
        assert_eq!(
            calendar.finish(),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//recourse//case//ZH\r\nCALSCALE:GREGORIAN\r\n\
             BEGIN:VEVENT\r\nUID:0001-a/limit@recourse\r\nDTSTAMP:20261122T000000Z\r\nDTSTART;VALUE=DATE:20261201\r\n\
             SUMMARY:人民银行；答复\\,是否接收\r\nDESCRIPTION:第一行\\n第二行\r\nTRANSP:TRANSPARENT\r\nBEGIN:VALARM\r\n\
             ACTION:DISPLAY\r\nDESCRIPTION:人民银行；答复\\,是否接收\r\nTRIGGER:-PT15H\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    proptest! {
        #[test]
        fn lines_are_short_and_unfold_to_what_was_said(summary in any::<String>()) {
            let mut calendar = Calendar::new(day("2026-11-22"));
            calendar.add("a", day("2026-12-01"), &summary, "");
            let text = calendar.finish();
            for line in text.split("\r\n") {
                prop_assert!(line.len() <= LONGEST_LINE && !line.contains(['\r', '\n']));
            }
            let unfolded = text.replace("\r\n ", "");
            let said = unfolded.split("\r\n").find_map(|line| line.strip_prefix("SUMMARY:")).expect("a summary");
            let said = said.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\");
            let plain: String = summary.chars().filter(|c| *c == '\n' || !(c.is_ascii_control())).collect();
            // Undoing the escapes one after another is exact only without a backslash.
            if !summary.contains('\\') {
                prop_assert_eq!(said, plain);
            }
        }
    }
}
