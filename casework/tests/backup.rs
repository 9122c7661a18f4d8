//! Backups from strangers: whatever a file says, reading it ends, and what it brings can be kept.

use std::time::{Duration, Instant};

use casework::backup::{self, Refused};
use casework::case;
use casework::record::Record;
use casework::saved;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A document as the site writes it.
fn document() -> Value {
    json!({
        "format": "recourse", "version": 1, "cleared": 3, "notes": { "deep": [1, "二", null] },
        "entries": {
            "case/0001-a/title": { "value": "盗刷", "count": 5, "writer": "a" },
            "case/current": { "value": "0001-a", "count": 6, "writer": "a" },
            "item/frozen/ask-why": { "value": true, "count": 7, "writer": "b", "new": { "x": 1.5 } },
        },
    })
}

/// What nobody should have to expect at any place of a document.
fn odd() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("null".to_owned()),
        Just("true".to_owned()),
        Just("-1".to_owned()),
        Just("1e999".to_owned()),
        Just("-0.0".to_owned()),
        Just("NaN".to_owned()),
        Just("18446744073709551616".to_owned()),
        Just("9007199254740993".to_owned()),
        Just(r#""""#.to_owned()),
        Just(r#""\ud800""#.to_owned()),
        Just(r#""\udc00\ud800""#.to_owned()),
        Just(r#""\u0000\u001e\u001f""#.to_owned()),
        Just(r#"{"__proto__":{"count":1},"constructor":[]}"#.to_owned()),
        Just(r#"{"value":1,"value":"2","count":1,"count":2}"#.to_owned()),
        Just("[[[[]]]]".to_owned()),
        (1_usize..200).prop_map(|depth| ["[".repeat(depth), "]".repeat(depth)].concat()),
        (1_usize..200).prop_map(|depth| [
            r#"{"a":"#.repeat(depth),
            "1".to_owned(),
            "}".repeat(depth)
        ]
        .concat()),
        (1_usize..5).prop_map(|size| format!("\"{}\"", "长".repeat(size * 20_000))),
    ]
}

/// Every place in a document where a value stands, as a way to it.
fn places(value: &Value, way: &str, found: &mut Vec<String>) {
    found.push(way.to_owned());
    if let Value::Object(members) = value {
        for (key, member) in members {
            let key = key.replace('~', "~0").replace('/', "~1");
            places(member, &format!("{way}/{key}"), found);
        }
    }
}

/// The document with something odd at one place, and perhaps a member of it twice.
fn odd_document() -> impl Strategy<Value = String> {
    let mut ways = Vec::new();
    places(&document(), "", &mut ways);
    (prop::sample::select(ways), odd(), any::<bool>()).prop_map(|(way, odd, twice)| {
        let mut document = document();
        if let Some(place) = document.pointer_mut(&way) {
            *place = json!("ODD");
        }
        let text = document.to_string().replace("\"ODD\"", &odd);
        if twice {
            text.replacen('{', &format!("{{\"entries\":{odd},"), 1)
        } else {
            text
        }
    })
}

/// A backup as a person took it: two cases, one with ticks, events, evidence and a note, and answers of a letter.
const REAL: &str = include_str!("backup-1.json");

/// What stands in the place of something else in a file that was damaged, or made to do harm.
const WRONG: [&str; 16] = [
    "null",
    "true",
    "false",
    "-0",
    "1e999",
    "1.5",
    "99999999999999999999",
    r#""""#,
    r#""x""#,
    r#""\ud800""#,
    r#""\u0000\u202e""#,
    r#""<script>alert(1)</script>""#,
    "[]",
    "{}",
    "[[null]]",
    r#"{"__proto__":{"value":1},"constructor":true}"#,
];

fn real() -> Record {
    saved::read(REAL).expect("a document")
}

fn document_with(entries: impl Iterator<Item = String>) -> String {
    let entries: Vec<String> = entries.collect();
    let entries = entries.join(",");
    format!(r#"{{"format":"recourse","version":1,"entries":{{{entries}}}}}"#)
}

/// What a person would look for after a restore: every sentence, every tick, every case with what it is about.
fn missing(before: &Record, after: &Record) -> Vec<String> {
    let texts: Vec<&str> = after.texts("").map(|(_, text)| text).collect();
    let is_gone = |text: &&str| !texts.iter().any(|held| held.contains(*text));
    let mut missing: Vec<String> = Vec::new();
    for (key, text) in before.texts("").filter(|(_, text)| is_gone(text)) {
        if !case::is_choice(key) {
            missing.push(format!("{key}: {text}"));
        }
    }
    let (heads, before) = (case::heads(after), case::heads(before));
    for head in before.iter().filter(|head| !heads.contains(head)) {
        missing.push(format!("the case {head:?}"));
    }
    missing
}

#[test]
fn a_real_backup_with_anything_wrong_at_any_place_takes_nothing_away() {
    let mut ways = Vec::new();
    let mut later: Value = serde_json::from_str(REAL).expect("it is JSON");
    // All of it is later than what is here: so it would replace whatever it may.
    for entry in later["entries"]
        .as_object_mut()
        .expect("entries")
        .values_mut()
    {
        entry["count"] = json!(entry["count"].as_u64().unwrap_or_default() + 1000);
    }
    places(&later, "", &mut ways);
    for way in &ways {
        let mut document = later.clone();
        if let Some(place) = document.pointer_mut(way) {
            *place = json!("ODD");
        }
        for wrong in WRONG {
            let Ok(backup) = backup::read(&document.to_string().replace("\"ODD\"", wrong)) else {
                continue;
            };
            let mut here = real();
            backup::restore(&mut here, &backup, "me");
            let ticks = |record: &Record| {
                let ticks = ["atm-proof", "freeze-card", "freeze-wallet", "report-police"];
                ticks.map(|item| {
                    record.ticked([format!("case/0001-chfpdi/item/unauthorised/{item}").as_str()])
                })
            };
            // Who has taken a tick away later has chosen so.
            let chosen = way.contains("~1item~1") && wrong == "false";
            assert_eq!(missing(&real(), &here), [""; 0], "{way} is {wrong}");
            assert!(chosen || ticks(&here) == [true; 4], "{way} is {wrong}");
            assert_eq!(saved::read(&saved::write(&here)), Ok(here));

            let mut empty = Record::default();
            backup::restore(&mut empty, &backup, "me");
            assert_eq!(saved::read(&saved::write(&empty)), Ok(empty));
        }
    }
    assert!(ways.len() > 150, "there are {} places", ways.len());
}

#[test]
fn a_real_backup_that_was_cut_is_refused() {
    for end in (0..REAL.len() - 1).filter(|end| REAL.is_char_boundary(*end)) {
        let cut = REAL.get(..end).unwrap_or_default();
        // From a place inside of it on there may be an object that is whole; it is no document.
        let rest = REAL.get(end + 1..).unwrap_or_default();
        for part in [cut, rest] {
            assert_eq!(backup::read(part), Err(Refused::Damaged), "{part}");
        }
    }
}

#[test]
fn nothing_that_a_file_holds_keeps_a_browser_busy() {
    let backwards = |count: u32, entry: &str| {
        document_with(
            (0..count)
                .rev()
                .map(|number| format!(r#""{number:07}":{entry}"#)),
        )
    };
    let unknown = (0..200_000)
        .rev()
        .map(|number| format!(r#""{number:06}":1"#));
    let unknown: Vec<String> = unknown.collect();
    let unknown = unknown.join(",");
    for (text, refused) in [
        (backwards(45_000, "true"), None),
        (backwards(90_000, "true"), Some(Refused::TooLarge)),
        (backwards(900_000, "1"), Some(Refused::Damaged)),
        (
            document_with([format!(r#""a":{{{unknown}}}"#)].into_iter()),
            Some(Refused::Damaged),
        ),
        (
            format!(r#"{{{unknown},"format":"recourse","version":1,"entries":{{}}}}"#),
            Some(Refused::Damaged),
        ),
        (
            format!(
                r#"{{"format":"recourse","version":1,"entries":{{{}"#,
                "{\"a\":".repeat(2_000_000)
            ),
            Some(Refused::Damaged),
        ),
    ] {
        let begun = Instant::now();
        let read = backup::read(&text);
        let shown: String = text.chars().take(80).collect();
        assert_eq!(read.as_ref().err(), refused.as_ref(), "{shown}");
        if let Ok(backup) = read {
            let mut here = real();
            backup::restore(&mut here, &backup, "me");
            assert_eq!(missing(&real(), &here), [""; 0]);
        }
        // On a busy machine, and not optimised; it took minutes once.
        let taken = begun.elapsed();
        assert!(taken < Duration::from_secs(20), "{shown} took {taken:?}");
    }
}

#[test]
fn a_backup_is_read_in_whatever_order_a_program_has_left_it() {
    let document: Value = serde_json::from_str(REAL).expect("it is JSON");
    let entries = document["entries"].as_object().expect("entries");
    let shuffled = entries
        .iter()
        .rev()
        .map(|(key, entry)| format!("{}:{entry}", json!(key)));
    assert_eq!(backup::read(&document_with(shuffled)), Ok(real()));
}

#[test]
fn a_backup_may_be_as_long_as_what_a_browser_keeps() {
    // In Chinese each of the five million characters takes three bytes.
    let long = "长".repeat(5_000_000);
    let text =
        document_with([format!(r#""field/story":{{"value":"{long}","count":1}}"#)].into_iter());
    assert_eq!(
        backup::read(&text).map(|record| record.text("field/story").len()),
        Ok(long.len())
    );
}

#[test]
fn what_an_entry_has_that_this_version_does_not_know_comes_back_with_it() {
    let text = document_with(
        [r#""field/name":{"value":"王","count":4,"spoken":[1]}"#.to_owned()].into_iter(),
    );
    let mut here = Record::default();
    backup::restore(&mut here, &backup::read(&text).expect("a backup"), "me");
    assert!(saved::write(&here).contains(r#""spoken":[1]"#));
}

proptest! {
    #[test]
    fn whatever_can_be_read_can_be_kept_and_read_again(text in odd_document(), ours in "[一-三]{0,3}") {
        let mut record = saved::read(&format!(
            r#"{{"format":"recourse","version":1,"entries":{{"case/0001-a/title":{{"value":"{ours}","count":9,"writer":"z"}}}}}}"#
        )).expect("a document");
        let before = record.clone();
        if let Ok(backup) = backup::read(&text) {
            for _ in backup::changes(&record, &backup) {}
            backup::restore(&mut record, &backup, "me");
        } else {
            prop_assert_eq!(&record, &before);
        }
        // What was written here stays readable, in its place or beside it.
        prop_assert!(ours.is_empty() || record.texts("").any(|(_, text)| text == ours));
        prop_assert_eq!(saved::read(&saved::write(&record)), Ok(record));
    }

    #[test]
    fn a_document_that_was_cut_or_overwritten_is_refused_or_read(start in 0_usize..400, length in 0_usize..40, by in "[ -~]{0,9}") {
        let text = document().to_string();
        let mut bytes = text.into_bytes();
        let start = start.min(bytes.len());
        let end = (start + length).min(bytes.len());
        bytes.splice(start..end, by.into_bytes());
        if let Ok(backup) = backup::read(&String::from_utf8_lossy(&bytes)) {
            let mut record = Record::default();
            backup::restore(&mut record, &backup, "me");
            prop_assert_eq!(saved::read(&saved::write(&record)), Ok(record));
        }
    }
}
