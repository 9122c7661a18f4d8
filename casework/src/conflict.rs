//! Two texts for one place: the one that stands, and the other, which is kept beside it under `conflict/KEY/…` until the
//! person has chosen.

use crate::case;
use crate::cut::contains;
use crate::json::Json;
use crate::map::Map;
use crate::numeral::push_digits;
use crate::prelude::*;
use crate::record::{Entry, Record, Stamp};

/// Where the text is kept that stood under a key with this stamp.
pub(crate) fn conflict_key(key: &str, stamp: &Stamp) -> String {
    let mut place = ["conflict/", key, "/"].concat();
    push_digits(&mut place, stamp.count, 1);
    place.push_str(&stamp.writer);
    place
}

/// The key that a conflict is about, from what follows `conflict/`.
pub fn conflict_subject(rest: &str) -> &str {
    rest.rsplit_once('/').map_or(rest, |(key, _)| key)
}

/// Whether somebody would miss a text if another value stood in its place, and was not just taken away.
pub(crate) fn is_missed(key: &str, text: &Json, standing: &Json) -> bool {
    let is_held = |text| contains(standing.as_text().unwrap_or_default(), text);
    let is_lost = text.as_text().is_some_and(|text| !is_held(text));
    is_lost && *standing != Json::Null && !case::is_choice(key)
}

/// Under every key that this tab has written under, what another had written there before.
///
/// A browser lets two tabs write in the same moment, and then keeps what one of them wrote: neither has seen the other.
#[derive(Default)]
pub(crate) struct Written(Map<Entry>);

impl Written {
    /// Notes that this tab is about to write under a key.
    pub(crate) fn note(&mut self, key: &str, record: &Record, writer: &str) {
        let before = record.entries.get(key).cloned().unwrap_or_default();
        if before.stamp.writer != writer || !self.0.contains_key(key) {
            self.0.insert(key.to_owned(), before);
        }
    }

    /// The texts that would be missed if what is stored were merged with what this tab has: those that were written in
    /// the same moment. Each with where to keep it.
    pub(crate) fn missed(
        &mut self,
        ours: &Record,
        stored: &Record,
        writer: &str,
    ) -> Vec<(String, Json)> {
        let mut missed = Vec::new();
        for (key, before) in core::mem::take(&mut self.0) {
            let (Some(mine), Some(theirs)) = (ours.entry(&key), stored.entry(&key)) else {
                self.0.insert(key, before);
                continue;
            };
            let is_earlier = theirs.stamp < mine.stamp;
            let (lost, standing) = if is_earlier {
                (theirs, mine)
            } else {
                (mine, theirs)
            };
            let is_unseen = if is_earlier {
                theirs.stamp.writer != writer && before.stamp != theirs.stamp
            } else {
                // Who has seen a count gives greater ones.
                let is_other = |entry: &Entry| {
                    entry.stamp.count == mine.stamp.count && entry.stamp.writer != writer
                };
                stored.entries.values().any(is_other)
            };
            if is_unseen && is_missed(&key, &lost.value, &standing.value) {
                missed.push((conflict_key(&key, &lost.stamp), lost.value.clone()));
            }
            if mine.stamp.writer == writer && theirs.stamp <= mine.stamp {
                let seen = if is_unseen { theirs.clone() } else { before };
                self.0.insert(key, seen);
            }
        }
        missed
    }
}
