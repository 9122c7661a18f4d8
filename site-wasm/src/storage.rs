//! The browser's localStorage: the only module that reads or writes it. It knows keys and texts, not what they mean
//! to the page, and it never overwrites what it could not read.
//!
//! Keys, for the site `SITE`:
//!
//! - `recourse:SITE:saved`: the document of [`casework::saved`];
//! - `recourse:SITE:rescue:1`, `…:2` and so on: texts found under the first key that were no such document, as they were;
//! - `recourse:SITE:probe`: written and removed at once, to see whether writing works.

use casework::numeral::push_digits;
use casework::record::Record;
use casework::saved::{self, Unreadable};
use js_sys::JsString;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// `Storage`, giving its texts as JavaScript strings: a damaged one may be no text that Rust can hold.
    type Area;

    #[wasm_bindgen(method, catch, js_name = getItem)]
    fn get(this: &Area, key: &str) -> Result<Option<JsString>, JsValue>;
    #[wasm_bindgen(method, catch, js_name = setItem)]
    fn set(this: &Area, key: &str, value: &JsString) -> Result<(), JsValue>;
    #[wasm_bindgen(method, catch, js_name = removeItem)]
    fn remove(this: &Area, key: &str) -> Result<(), JsValue>;
}

/// Where one site's work is kept.
pub struct Storage {
    area: Option<Area>,
    prefix: String,
}

/// What is kept there.
pub enum Stored {
    /// Nothing.
    Nothing,
    /// A record.
    Record(Record),
    /// Something that is no record.
    Damaged,
    /// A record that only a newer version of the site can read.
    Newer,
}

/// Why nothing can be kept.
#[derive(Clone, Copy, PartialEq)]
pub enum Refusal {
    /// The browser does not let this page keep anything.
    Blocked,
    /// There is no room, or writing is forbidden.
    Full,
}

impl Storage {
    /// The storage of a site, in the window's `localStorage` if the page may use it.
    pub fn of_site(area: Option<JsValue>, site: &str) -> Storage {
        Storage {
            area: area.map(JsCast::unchecked_into),
            prefix: ["recourse:", site, ":"].concat(),
        }
    }

    /// Whether this key is the one that the record is kept under.
    pub fn is_record_key(&self, key: &str) -> bool {
        key == self.key("saved")
    }

    /// What is kept.
    pub fn read(&self) -> Result<Stored, Refusal> {
        let Some(text) = self.text("saved")? else {
            return Ok(Stored::Nothing);
        };
        Ok(match saved::read(&String::from(text)) {
            Ok(record) => Stored::Record(record),
            Err(Unreadable::Damaged) => Stored::Damaged,
            Err(Unreadable::Newer) => Stored::Newer,
        })
    }

    /// Keeps a record, unless it is there already: other tabs are told of every write.
    pub fn write(&self, record: &Record) -> Result<(), Refusal> {
        let text = JsString::from(saved::write(record));
        if self.text("saved")?.as_ref() == Some(&text) {
            return Ok(());
        }
        self.area()?
            .set(&self.key("saved"), &text)
            .map_err(|_| Refusal::Full)
    }

    /// Whether writing works at all.
    pub fn probe(&self) -> Result<(), Refusal> {
        let key = self.key("probe");
        self.area()?
            .set(&key, &JsString::from("1"))
            .map_err(|_| Refusal::Full)?;
        self.area()?.remove(&key).map_err(|_| Refusal::Full)
    }

    /// Copies what is kept, as it is, to a rescue key; once is enough for the same text.
    pub fn set_aside(&self) -> Result<(), Refusal> {
        let Some(text) = self.text("saved")? else {
            return Ok(());
        };
        for number in 1.. {
            let name = rescue_name(number);
            match self.text(&name)? {
                Some(earlier) if earlier == text => break,
                Some(_) => {}
                None => {
                    return self
                        .area()?
                        .set(&self.key(&name), &text)
                        .map_err(|_| Refusal::Full);
                }
            }
        }
        Ok(())
    }

    /// Removes everything of this site, readable or not.
    pub fn erase(&self) -> Result<(), Refusal> {
        let area = self.area()?;
        area.remove(&self.key("saved"))
            .map_err(|_| Refusal::Blocked)?;
        for number in 1.. {
            let name = rescue_name(number);
            if self.text(&name)?.is_none() {
                break;
            }
            area.remove(&self.key(&name))
                .map_err(|_| Refusal::Blocked)?;
        }
        Ok(())
    }

    fn text(&self, name: &str) -> Result<Option<JsString>, Refusal> {
        self.area()?
            .get(&self.key(name))
            .map_err(|_| Refusal::Blocked)
    }

    fn area(&self) -> Result<&Area, Refusal> {
        self.area.as_ref().ok_or(Refusal::Blocked)
    }

    fn key(&self, name: &str) -> String {
        [&self.prefix, name].concat()
    }
}

fn rescue_name(number: u64) -> String {
    let mut name = "rescue:".to_owned();
    push_digits(&mut name, number, 1);
    name
}
