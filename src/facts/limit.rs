//! The words in which a fact says what a time limit counts, who has to keep it, and when its last day moves.

use casework::deadline;
use serde::Deserialize;

/// What a time limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Days that are worked.
    WorkingDay,
    /// All days; the rule says so.
    NaturalDay,
    /// Days, where the rule does not say which.
    Day,
    /// Hours.
    Hour,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

impl Unit {
    /// What is counted, whatever the rule calls it.
    pub fn counted(self) -> deadline::Unit {
        match self {
            Self::WorkingDay => deadline::Unit::WorkingDay,
            Self::NaturalDay | Self::Day => deadline::Unit::Day,
            Self::Hour => deadline::Unit::Hour,
            Self::Month => deadline::Unit::Month,
            Self::Year => deadline::Unit::Year,
        }
    }
}

/// What a limit may count, for the remedy where it does not say.
pub(super) const UNITS: &str = "working-day, natural-day, day, hour, month, year";

/// Who has to keep a time limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whose {
    /// The other side.
    Theirs,
    /// The reader.
    Yours,
}

/// When the last day of a time limit moves to a later one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LastDay {
    /// When it falls on a statutory holiday.
    StatutoryHoliday,
    /// When it falls on a legal day of rest.
    LegalRestDay,
    /// Never.
    None,
}
