//! Where the work is kept: records here, texts and the browser's storage in `templates/shelf.js`.

use casework::cut::cut;
use casework::record::Record;
use casework::saved::{self, Unreadable};
use casework::session::{Refusal, Shelf, Stored};

use crate::page::shelf;

/// The storage that the page has chosen.
pub struct Storage;

impl Shelf for Storage {
    fn read(&self) -> Result<Stored, Refusal> {
        let told = shelf("read", "");
        let (mark, text) = cut(&told, 1);
        Ok(match mark {
            "" => Stored::Nothing,
            "=" => Stored::Unchanged,
            ":" => match saved::read(text) {
                Ok(record) => {
                    shelf("known", "");
                    Stored::Record(record)
                }
                Err(Unreadable::Damaged) => Stored::Damaged,
                Err(Unreadable::Newer) => Stored::Newer,
                Err(Unreadable::Locked) => Stored::Locked,
            },
            _ => return Err(Refusal::Blocked),
        })
    }

    fn write(&self, record: &Record) -> Result<(), Refusal> {
        told("write", &saved::write(record))
    }

    fn probe(&self) -> Result<(), Refusal> {
        told("probe", "")
    }

    fn set_aside(&self) -> Result<(), Refusal> {
        told("setAside", "")
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
