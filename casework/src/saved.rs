//! The saved document: a record as text with a version, and what to do with text that is no such document.
//!
//! ```json
//! {"format":"recourse","version":1,"cleared":0,"entries":{"item/frozen/ask-why":{"value":true,"count":3,"writer":"k3x9"}}}
//! ```
//!
//! A document of version 1 that was once written must be readable for ever: `tests/saved-1.json` is frozen.

use crate::json::{Json, Object, Reader, push_string, read_object};
use crate::map::Map;
use crate::numeral::push_digits;
use crate::prelude::*;
use crate::record::{Entry, Record};

const FORMAT: &str = "recourse";
const VERSION: u64 = 1;
/// The version of a document that is encrypted, whole, as `templates/vault.js` says. Who knows only version 1 leaves it alone.
const SEALED: u64 = 2;

/// A count this large was forged or damaged: a person makes a change a second for thirty thousand years.
const LARGEST_COUNT: u64 = 1 << 40;

/// More entries were never made by a person, and to sort so many would hold up the page.
const MOST_ENTRIES: usize = 100_000;

/// More members that this version does not know were made by none.
const MOST_UNKNOWN: usize = 100;

/// Why a text is not a record. In neither case may it be overwritten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is damaged, or something else: keep it aside before saving anything.
    Damaged,
    /// A newer version of the site wrote it: save nothing.
    Newer,
    /// It is sealed with a passphrase: save nothing until it is opened.
    Locked,
}

/// Reads a saved document.
pub fn read(text: &str) -> Result<Record, Unreadable> {
    let mut record = Record::default();
    let mut entries = Json::Null;
    let (mut format, mut version) = (Json::Null, Json::Null);
    let mut cleared = None;
    read_object(text, &mut |key, reader| {
        let value = reader.next()?;
        match key.as_str() {
            "format" => format = value,
            "version" => version = value,
            "cleared" => cleared = Some(value),
            "entries" => entries = value,
            _ => return add(&mut record.unknown, key, value, MOST_UNKNOWN),
        }
        Some(())
    })
    .ok_or(Unreadable::Damaged)?;
    match version.as_whole() {
        _ if format.as_text() != Some(FORMAT) => return Err(Unreadable::Damaged),
        Some(VERSION) => {}
        Some(SEALED) if record.unknown.contains_key("cipher") => return Err(Unreadable::Locked),
        Some(version) if version > VERSION => return Err(Unreadable::Newer),
        _ => return Err(Unreadable::Damaged),
    }
    record.cleared = count(cleared, 0).ok_or(Unreadable::Damaged)?;
    let Json::Other(entries) = entries else {
        return Err(Unreadable::Damaged);
    };
    read_object(&entries, &mut |key, reader| {
        add(&mut record.entries, key, read_entry(reader)?, MOST_ENTRIES)
    })
    .ok_or(Unreadable::Damaged)?;
    Ok(record)
}

/// Writes a saved document. The same record always gives the same text.
pub fn write(record: &Record) -> String {
    let mut text = "{\"format\":\"recourse\",\"version\":".to_owned();
    push_digits(&mut text, VERSION, 1);
    text.push_str(",\"cleared\":");
    push_digits(&mut text, record.cleared, 1);
    push_members(&mut text, &record.unknown);
    text.push_str(",\"entries\":{");
    for (index, (key, entry)) in record.entries.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        push_string(&mut text, key);
        push_entry(&mut text, entry);
    }
    text.push_str("}}");
    text
}

fn push_entry(text: &mut String, entry: &Entry) {
    text.push_str(":{\"value\":");
    entry.value.push_to(text);
    text.push_str(",\"count\":");
    push_digits(text, entry.stamp.count, 1);
    text.push_str(",\"writer\":");
    push_string(text, &entry.stamp.writer);
    push_members(text, &entry.unknown);
    text.push('}');
}

/// Members that follow others in an object.
fn push_members(text: &mut String, members: &Object) {
    for (key, value) in members.iter() {
        text.push(',');
        push_string(text, key);
        text.push(':');
        value.push_to(text);
    }
}

/// An entry of a shape this version does not know is kept whole, as a value older than any other.
fn read_entry(reader: &mut Reader) -> Option<Entry> {
    let mut entry = Entry::default();
    let mut saved = None;
    let whole = reader.members(&mut |key, reader| {
        let value = reader.next()?;
        match (key.as_str(), value) {
            ("value", value) => entry.value = value,
            ("count", value) => saved = Some(value),
            ("writer", Json::Text(writer)) => entry.stamp.writer = writer,
            ("writer", _) => {}
            (_, value) => return add(&mut entry.unknown, key, value, MOST_UNKNOWN),
        }
        Some(())
    })?;
    if whole != Json::Null {
        entry.value = whole;
    }
    entry.stamp.count = count(saved, 1)?.max(1);
    Some(entry)
}

/// Adds a value to a map that has room for no more than so many.
fn add<V>(map: &mut Map<V>, key: String, value: V, most: usize) -> Option<()> {
    map.insert(key, value);
    (map.values().len() <= most).then_some(())
}

/// A count, or the one to assume where none was saved.
fn count(saved: Option<Json>, otherwise: u64) -> Option<u64> {
    match saved {
        Some(saved) => saved.as_whole().filter(|count| *count <= LARGEST_COUNT),
        None => Some(otherwise),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::tests::any_record;
    use proptest::prelude::*;

    #[test]
    fn the_first_version_is_read_for_ever() {
        let record = read(include_str!("../tests/saved-1.json")).expect("a frozen document");
        assert!(record.ticked(["item/unauthorised/freeze-account"]));
        assert!(!record.ticked(["item/unauthorised/call-police"]));
        assert_eq!(record.text("field/name"), "张三");
        assert_eq!(record.text("field/story"), "第一行\n第二行 \"引号\" 😀");
    }

    #[test]
    fn what_is_unknown_survives_a_save() {
        let text = r#"{"format":"recourse","version":1,"cleared":2,"notes":{"k":1e9},"entries":{"a":{"value":{"x":1.0},"count":3,"writer":"w","new":[1]}}}"#;
        let mut record = read(text).expect("a document");
        assert_eq!(write(&record), text);
        record.set("a", Json::Bool(true), "me");
        assert!(write(&record).contains(r#""new":[1]"#));
    }

    #[test]
    fn an_entry_of_unknown_shape_is_kept() {
        let record =
            read(r#"{"format":"recourse","version":1,"entries":{"a":[1,2]}}"#).expect("a document");
        assert!(write(&record).contains(r#""value":[1,2]"#));
    }

    #[test]
    fn damaged_and_newer_documents_are_told_apart() {
        let damaged = [
            "",
            "null",
            "{",
            "{}",
            r#"{"format":"other","version":1,"entries":{}}"#,
            r#"{"format":"recourse","entries":{}}"#,
            r#"{"format":"recourse","version":0,"entries":{}}"#,
            r#"{"format":"recourse","version":1}"#,
            r#"{"format":"recourse","version":1,"entries":{"a":{"val"#,
            r#"{"format":"recourse","version":1,"entries":{},"cleared":9007199254740991}"#,
            r#"{"format":"recourse","version":1,"entries":{"a":{"value":true,"count":1e30}}}"#,
        ];
        for text in damaged {
            assert_eq!(read(text), Err(Unreadable::Damaged), "{text}");
        }
        assert_eq!(
            read(r#"{"format":"recourse","version":2,"things":[]}"#),
            Err(Unreadable::Newer)
        );
        assert_eq!(
            read(r#"{"format":"recourse","version":2,"cipher":"AES-GCM","iv":"","data":""}"#),
            Err(Unreadable::Locked)
        );
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(record in any_record()) {
            prop_assert_eq!(read(&write(&record)), Ok(record));
        }

        #[test]
        fn a_document_cut_short_is_damaged(record in any_record(), cut in 1_usize..40) {
            let text = write(&record);
            let end = (1..=text.len().saturating_sub(cut)).rev().find(|end| text.is_char_boundary(*end));
            prop_assert_eq!(read(&text[..end.unwrap_or(0)]), Err(Unreadable::Damaged));
        }
    }
}
