//! A year's days off, and the days worked instead.

use serde::Deserialize;
use toml::value::Date;

/// The days off and the days worked instead, of one year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// The official notice's number.
    pub notice: Option<String>,
    /// The official notice's address.
    pub notice_url: Option<String>,
    /// Whether the notice is known; without it working days can only be counted roughly.
    pub complete: bool,
    /// The statutory holidays.
    pub statutory: Vec<Date>,
    /// All days off, weekends inside of them included.
    #[serde(default)]
    pub off: Vec<Date>,
    /// Weekend days that are worked.
    #[serde(default)]
    pub work: Vec<Date>,
}
