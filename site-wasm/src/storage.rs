//! Where the work is kept: records here, texts and the browser's storage in `templates/shelf.js`.

use core::cell::RefCell;

use casework::cut::cut;
use casework::record::Record;
use casework::saved::{self, Unreadable};
use casework::shelf::{Refusal, Shelf, Stored};

use crate::page::shelf;

/// Between the document and what has changed since it was written.
const THEN: char = '\u{1e}';

/// The storage that the page has chosen.
#[derive(Default)]
pub struct Storage {
    /// What the document there says.
    whole: RefCell<Record>,
}

impl Shelf for Storage {
    fn read(&self) -> Result<Stored, Refusal> {
        let stored = shelf("read", "");
        let (mark, text) = cut(&stored, 1);
        Ok(match mark {
            "" => Stored::Nothing,
            "=" => Stored::Unchanged,
            ":" => {
                let (whole, since) = text.split_once(THEN).unwrap_or((text, ""));
                match saved::read(whole) {
                    Ok(record) => {
                        shelf("known", "");
                        self.whole.replace(record.clone());
                        match saved::read(since) {
                            Ok(since) => Stored::Record(record.merged(since)),
                            // What can neither be read nor put aside is not written over either.
                            Err(_) if told("setAside", "since").is_err() => Stored::Damaged,
                            Err(_) => Stored::Record(record),
                        }
                    }
                    Err(Unreadable::Damaged) => Stored::Damaged,
                    Err(Unreadable::Newer) => Stored::Newer,
                    Err(Unreadable::Locked) => Stored::Locked,
                }
            }
            _ => return Err(Refusal::Blocked),
        })
    }

    fn write(&self, record: &Record) -> Result<(), Refusal> {
        // The page takes what has changed if all of it would be much more to write.
        if let Some(since) = record.since(&self.whole.borrow())
            && told("since", &saved::write(&since)).is_ok()
        {
            return Ok(());
        }
        told("write", &saved::write(record))?;
        self.whole.replace(record.clone());
        Ok(())
    }

    fn probe(&self) -> Result<(), Refusal> {
        told("probe", "")
    }

    fn set_aside(&self) -> Result<(), Refusal> {
        told("setAside", "saved")
    }

    fn erase(&self) -> Result<(), Refusal> {
        told("erase", "")
    }
}

fn told(what: &str, text: &str) -> Result<(), Refusal> {
    match shelf(what, text).as_str() {
        "" => Ok(()),
        "full" => Err(Refusal::Full),
        _ => Err(Refusal::Blocked),
    }
}
