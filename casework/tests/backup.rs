//! Backups from strangers: whatever a file says, reading it ends, and what it brings can be kept.

use casework::backup;
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
