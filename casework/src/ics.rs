//! Days for a calendar program, RFC 5545.
//!
//! Only dates, no times: a day without a time is the same day in every time zone.

use crate::date::Date;
use crate::numeral::push_digits;
use crate::prelude::*;
use crate::typed::lines;

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
        let text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//recourse//case//ZH\r\nCALSCALE:GREGORIAN\r\n";
        Calendar {
            text: text.to_owned(),
            made,
        }
    }

    /// Adds a day. `id` names it, so that reading the calendar again replaces it.
    pub fn add(&mut self, id: &str, day: Date, summary: &str, description: &str) {
        self.text.push_str("BEGIN:VEVENT\r\nDTSTAMP:");
        push_date(&mut self.text, self.made);
        self.text.push_str("T000000Z\r\nDTSTART;VALUE=DATE:");
        push_date(&mut self.text, day);
        // The reminder comes at nine in the morning of the day before.
        self.text.push_str("\r\nTRANSP:TRANSPARENT\r\n");
        self.push_line("UID:", id);
        self.push_line("SUMMARY:", summary);
        self.push_line("DESCRIPTION:", description);
        self.text
            .push_str("BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT15H\r\n");
        self.push_line("DESCRIPTION:", summary);
        self.text.push_str("END:VALARM\r\nEND:VEVENT\r\n");
    }

    /// The whole calendar.
    pub fn finish(mut self) -> String {
        self.text.push_str("END:VCALENDAR\r\n");
        self.text
    }

    /// Adds words, escaped, on as many lines as they need: one that is too long ends between two characters and goes on
    /// in the next line, behind a space.
    fn push_line(&mut self, name: &str, words: &str) {
        self.text.push_str(name);
        let mut length = name.len();
        for character in lines(words).chars() {
            let (escape, character) = match character {
                '\\' | ';' | ',' => ("\\", character),
                '\n' => ("\\", 'n'),
                other => ("", other),
            };
            let needed = escape.len() + character.len_utf8();
            if length + needed > LONGEST_LINE {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push_str(escape);
            self.text.push(character);
            length += needed;
        }
        self.text.push_str("\r\n");
    }
}

fn push_date(text: &mut String, date: Date) {
    push_digits(text, date.year().into(), 4);
    push_digits(text, date.month().into(), 2);
    push_digits(text, date.day().into(), 2);
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
            "0001-a-limit",
            day("2026-12-01"),
            "人民银行；答复,是否接收",
            "第一行\n第二行",
        );
        assert_eq!(
            calendar.finish(),
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//recourse//case//ZH\r\nCALSCALE:GREGORIAN\r\n\
             BEGIN:VEVENT\r\nDTSTAMP:20261122T000000Z\r\nDTSTART;VALUE=DATE:20261201\r\nTRANSP:TRANSPARENT\r\n\
             UID:0001-a-limit\r\nSUMMARY:人民银行；答复\\,是否接收\r\nDESCRIPTION:第一行\\n第二行\r\nBEGIN:VALARM\r\n\
             ACTION:DISPLAY\r\nTRIGGER:-PT15H\r\nDESCRIPTION:人民银行；答复\\,是否接收\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        );
    }

    #[test]
    fn nothing_typed_adds_a_line_or_turns_the_words_around() {
        let mut calendar = Calendar::new(day("2026-11-22"));
        let title = "甲\r\nATTACH:http://example.com\u{2028}BEGIN:VEVENT\u{85}\u{202e}乙\u{7}";
        calendar.add("a", day("2026-12-01"), title, title);
        let text = calendar.finish();
        let said = "甲\\nATTACH:http://example.com\\nBEGIN:VEVENT\\n乙";
        let unfolded = text.replace("\r\n ", "");
        assert!(
            unfolded.contains(&format!("\r\nSUMMARY:{said}\r\n")),
            "{text}"
        );
        assert_eq!(
            text.lines()
                .filter(|line| line.starts_with("BEGIN:VEVENT"))
                .count(),
            1
        );
        assert!(!text.contains(['\u{202e}', '\u{2028}', '\u{85}', '\u{7}']));
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
            // Undoing the escapes one after another is exact only without a backslash.
            if !summary.contains('\\') {
                prop_assert_eq!(said, lines(&summary));
            }
        }
    }
}
