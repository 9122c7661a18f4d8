//! Where the work of [`crate::session`] is kept: what a place must do, and how it may refuse.

use crate::record::Record;

/// Where the work is kept.
pub trait Shelf {
    /// What is kept.
    fn read(&self) -> Result<Stored, Refusal>;
    /// Keeps a record.
    fn write(&self, record: &Record) -> Result<(), Refusal>;
    /// Whether writing works at all.
    fn probe(&self) -> Result<(), Refusal>;
    /// Copies what is kept, as it is, to where nothing overwrites it.
    fn set_aside(&self) -> Result<(), Refusal>;
    /// Removes everything, readable or not.
    fn erase(&self) -> Result<(), Refusal>;
}

/// What is kept.
pub enum Stored {
    /// Nothing.
    Nothing,
    /// What was read or written here last.
    Unchanged,
    /// A record.
    Record(Record),
    /// Something that is no record.
    Damaged,
    /// A record that only a newer version of the site can read.
    Newer,
    /// A record that nobody has unlocked here.
    Locked,
}

/// Why nothing can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The browser does not let this page keep anything.
    Blocked,
    /// There is no room, or writing is forbidden.
    Full,
}
