//! Takes a backup's work back, beside what is there now. It never takes anything away.
//!
//! A backup is a saved document. Restoring is not merging: a person who restores wants back what was deleted here
//! since, so what is missing is taken from the backup, whatever the stamps say. Where both have a text, the later one
//! stands; if that is the backup's, the other is kept as a conflict copy. All of it is stamped anew, so that no
//! backup, however forged, can put a change out of reach of later ones.

use core::mem::discriminant;

use crate::conflict::{conflict_key, is_missed};
use crate::cut::after;
use crate::json::Json;
use crate::prelude::*;
use crate::record::{Entry, Record};
use crate::saved::{self, Unreadable};

/// Longer texts are no backup of a person's work: browsers keep five million characters for a site, in Chinese three
/// bytes each.
pub const LONGEST: usize = 16_000_000;

/// More entries than this no person makes.
const MOST_ENTRIES: usize = 50_000;

/// Why a text cannot be restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// It is no backup, or it is damaged.
    Damaged,
    /// A newer version of the site made it.
    Newer,
    /// It is too large.
    TooLarge,
}

/// What restoring would do to one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is missing here, and comes back.
    Added,
    /// The backup's is later.
    Replaced,
    /// What is here is later, and stays.
    Kept,
}

/// Reads a backup, as a file or as a text that was sent around and may have words before and behind it.
pub fn read(text: &str) -> Result<Record, Refused> {
    if text.len() > LONGEST {
        return Err(Refused::TooLarge);
    }
    let text = after(text, text.find('{').unwrap_or(0));
    let text = text.get(..text.rfind('}').map_or(0, |end| end + 1));
    let record = saved::read(text.unwrap_or_default()).map_err(|unreadable| match unreadable {
        // The page opens what is sealed before it asks.
        Unreadable::Damaged | Unreadable::Locked => Refused::Damaged,
        Unreadable::Newer => Refused::Newer,
    })?;
    if record.entries.values().len() > MOST_ENTRIES {
        return Err(Refused::TooLarge);
    }
    Ok(record)
}

/// What restoring would change, by key.
pub fn changes<'a>(
    record: &'a Record,
    backup: &'a Record,
) -> impl Iterator<Item = (&'a str, Change)> {
    let backed_up = backup.entries.iter();
    backed_up.filter_map(|(key, theirs)| {
        let is_nothing = matches!(&theirs.value, Json::Null)
            || theirs.value.as_text().is_some_and(str::is_empty);
        let change = match record.entry(key) {
            _ if is_nothing => return None,
            None => Change::Added,
            Some(ours) if ours.value.as_text() == Some("") => Change::Added,
            Some(ours) if ours.value == theirs.value => return None,
            Some(ours) if can_replace(key, ours, theirs) => Change::Replaced,
            Some(_) => Change::Kept,
        };
        Some((key.as_str(), change))
    })
}

/// Whether what is here is earlier and of the same kind. No case can be about something else from one day to the other:
/// its steps would be out of sight.
fn can_replace(key: &str, ours: &Entry, theirs: &Entry) -> bool {
    ours.stamp < theirs.stamp
        && discriminant(&ours.value) == discriminant(&theirs.value)
        && !key.ends_with("/situation")
}

/// Takes over what a backup has and the record has not, or has from earlier.
pub fn restore(record: &mut Record, backup: &Record, writer: &str) {
    let mut taken = Vec::new();
    for (key, change) in changes(record, backup) {
        let Some(theirs) = backup.entry(key).filter(|_| change != Change::Kept) else {
            continue;
        };
        if let Some(ours) = record.entry(key)
            && is_missed(key, &ours.value, &theirs.value)
        {
            taken.push((conflict_key(key, &ours.stamp), ours.clone()));
        }
        taken.push((key.to_owned(), theirs.clone()));
    }
    record.take_over(taken, writer);
    for (key, value) in backup.unknown.iter() {
        if !record.unknown.contains_key(key) {
            record.unknown.insert(key.clone(), value.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::tests::any_record;
    use proptest::prelude::*;

    fn record(text: &str) -> Record {
        let mut record = Record::default();
        record.set("field/story", Json::Text(text.into()), "a");
        record
    }

    #[test]
    fn what_was_cleared_since_comes_back() {
        let mut here = record("经过");
        let backup = here.clone();
        here.clear();
        restore(&mut here, &backup, "b");
        assert_eq!(here.text("field/story"), "经过");
    }

    #[test]
    fn what_was_deleted_since_comes_back() {
        let mut here = record("经过");
        let backup = here.clone();
        here.remove_all("field/", "a");
        assert_eq!(
            changes(&here, &backup).collect::<Vec<_>>(),
            [("field/story", Change::Added)]
        );
        restore(&mut here, &backup, "b");
        assert_eq!(here.text("field/story"), "经过");
    }

    #[test]
    fn what_was_written_since_stays() {
        let mut here = record("旧");
        let backup = here.clone();
        here.set("field/story", Json::Text("新".into()), "a");
        assert_eq!(
            changes(&here, &backup).collect::<Vec<_>>(),
            [("field/story", Change::Kept)]
        );
        restore(&mut here, &backup, "b");
        assert_eq!(here.text("field/story"), "新");
    }

    #[test]
    fn a_text_that_a_backup_replaces_is_kept_beside_it() {
        let mut here = record("这里的");
        let mut backup = record("别的");
        backup.set("field/story", Json::Text("后来的".into()), "z");
        restore(&mut here, &backup, "b");
        assert_eq!(here.text("field/story"), "后来的");
        let kept: Vec<_> = here.texts("conflict/").collect();
        assert_eq!(kept, [("field/story/1a", "这里的")]);
    }

    #[test]
    fn what_was_chosen_has_no_copy_and_what_goes_on_holds_its_beginning() {
        let mut here = record("开头");
        here.set("case/current", Json::Text("0001-a".into()), "a");
        let mut backup = here.clone();
        backup.set("field/story", Json::Text("开头，后来".into()), "a");
        backup.set("case/current", Json::Text("0002-a".into()), "a");
        restore(&mut here, &backup, "b");
        assert_eq!(here.text("field/story"), "开头，后来");
        assert_eq!(here.texts("conflict/").count(), 0);
    }

    #[test]
    fn a_backup_is_found_among_other_words() {
        let sent = ["备份：\n", &saved::write(&record("经过")), "\n收好"].concat();
        assert_eq!(
            read(&sent).map(|r| r.text("field/story").to_owned()),
            Ok("经过".to_owned())
        );
    }

    #[test]
    fn hostile_backups_are_refused() {
        for text in [
            "",
            "{",
            "}{",
            "{}",
            "[]",
            "null",
            "经过",
            "{\"format\":\"recourse\"}",
        ] {
            assert_eq!(read(text), Err(Refused::Damaged), "{text}");
        }
        let deep = [
            "{\"format\":\"recourse\",\"version\":1,\"entries\":{\"a\":",
            &"[".repeat(100_000),
            "}}",
        ];
        assert_eq!(read(&deep.concat()), Err(Refused::Damaged));
        assert_eq!(read(&"{".repeat(LONGEST + 1)), Err(Refused::TooLarge));
        let newer = r#"{"format":"recourse","version":2}"#;
        assert_eq!(read(newer), Err(Refused::Newer));
        let mut many = "{\"format\":\"recourse\",\"version\":1,\"entries\":{\"z\":true".to_owned();
        for number in 0..60_000 {
            many.push_str(&format!(",\"k{number}\":true"));
        }
        many.push_str("}}");
        assert_eq!(read(&many), Err(Refused::TooLarge));
    }

    #[test]
    fn a_forged_stamp_does_not_outlast_the_next_change() {
        let mut here = record("我的");
        let forged = r#"{"format":"recourse","version":1,"cleared":1099511627776,"entries":{"field/story":{"value":"假的","count":1099511627776,"writer":"zzz"}}}"#;
        restore(&mut here, &read(forged).expect("a backup"), "b");
        assert!(here.texts("conflict/").any(|(_, text)| text == "我的"));
        here.set("field/story", Json::Text("再写".into()), "a");
        assert_eq!(here.text("field/story"), "再写");
        assert!(saved::read(&saved::write(&here)).is_ok());
    }

    proptest! {
        #[test]
        fn restoring_twice_is_restoring_once(mut here in any_record(), backup in any_record()) {
            restore(&mut here, &backup, "b");
            let once = here.clone();
            restore(&mut here, &backup, "b");
            prop_assert_eq!(here, once);
        }

        #[test]
        fn every_text_of_both_is_there_afterwards(mut here in any_record(), backup in any_record()) {
            let before = here.clone();
            let kept: Vec<String> = changes(&here, &backup).filter(|(_, change)| *change == Change::Kept).map(|(key, _)| key.to_owned()).collect();
            restore(&mut here, &backup, "b");
            let all: Vec<&str> = here.texts("").map(|(_, text)| text).collect();
            for (_, text) in before.texts("") {
                prop_assert!(all.iter().any(|held| held.contains(text)), "{} is lost", text);
            }
            for (key, text) in backup.texts("") {
                prop_assert!(all.contains(&text) || kept.iter().any(|kept| kept == key), "{} is lost", text);
            }
        }

        #[test]
        fn nothing_panics(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}
