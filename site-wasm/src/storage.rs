//! The browser's localStorage: the only module that reads or writes it. It knows keys and texts, not what they mean
//! to the page, and it never overwrites what it could not read.
//!
//! Keys, for the site `SITE`:
//!
//! - `recourse:SITE:saved`: the document of [`casework::saved`];
//! - `recourse:SITE:recent`: a second one of the same kind, with what has changed since the first was written, where that
//!   is so large that writing it would hold up the next key; who reads, merges the two;
//! - `recourse:SITE:rescue:1`, `…:2` and so on: texts found under the first key that were no such document, as they were;
//! - `recourse:SITE:private`, in the tab's own sessionStorage: the work is kept there too, until the tab is closed;
//! - `recourse:SITE:probe`: written and removed at once, to see whether writing works.

use std::cell::RefCell;

/// A document of more characters than this is not written for every change,
const LARGE: u32 = 60_000;
/// unless the changes have more than this.
const MANY: u32 = 20_000;

use casework::numeral::push_digits;
use casework::record::Record;
use casework::saved::{self, Unreadable};
use casework::session::{Refusal, Shelf, Stored};
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

    /// A storage of the window's, if the page may use it.
    #[wasm_bindgen(js_namespace = page)]
    fn area(name: &str) -> Option<Area>;
}

/// Where one site's work is kept.
pub struct Storage {
    area: Option<Area>,
    prefix: String,
    /// What was read or written last: the document, and the changes since.
    last: RefCell<[Option<JsString>; 2]>,
    /// What the document says.
    whole: RefCell<Record>,
}

impl Storage {
    /// The storage of a site on this device.
    pub fn of_site(site: &str) -> Storage {
        Storage::within("localStorage", site)
    }

    /// The storage of a site in this tab.
    pub fn of_tab(site: &str) -> Storage {
        Storage::within("sessionStorage", site)
    }

    fn within(name: &str, site: &str) -> Storage {
        Storage {
            area: area(name),
            prefix: ["recourse:", site, ":"].concat(),
            last: RefCell::default(),
            whole: RefCell::default(),
        }
    }

    /// Whether the person wants this area, and no other, to hold the work.
    pub fn is_private(&self) -> bool {
        self.text("private").is_ok_and(|text| text.is_some())
    }

    /// Says that this area is to hold the work, or no longer; then it holds nothing either.
    pub fn set_private(&self, private: bool) -> Result<(), Refusal> {
        if private {
            return self.put("private", &JsString::from("1"));
        }
        self.remove("private")?;
        self.erase()
    }

    /// Whether this key is one that the record is kept under.
    pub fn is_record_key(&self, key: &str) -> bool {
        key == self.key("saved") || key == self.key("recent")
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

    fn put(&self, name: &str, text: &JsString) -> Result<(), Refusal> {
        let put = self.area()?.set(&self.key(name), text);
        put.map_err(|_| Refusal::Full)
    }

    fn remove(&self, name: &str) -> Result<(), Refusal> {
        let removed = self.area()?.remove(&self.key(name));
        removed.map_err(|_| Refusal::Blocked)
    }

    /// Writes no more than what has changed; whether that was worth it and has worked.
    fn write_changes(&self, record: &Record) -> bool {
        let mut last = self.last.borrow_mut();
        let [Some(document), recent] = &mut *last else {
            return false;
        };
        if document.length() < LARGE {
            return false;
        }
        let Some(changes) = record.since(&self.whole.borrow()) else {
            return false;
        };
        if changes == Record::default() {
            return true;
        }
        let text = JsString::from(saved::write(&changes));
        let is_kept = text.length() < MANY
            && (recent.as_ref() == Some(&text) || self.put("recent", &text).is_ok());
        if is_kept {
            *recent = Some(text);
        }
        is_kept
    }
}

impl Shelf for Storage {
    fn read(&self) -> Result<Stored, Refusal> {
        let Some(text) = self.text("saved")? else {
            return Ok(Stored::Nothing);
        };
        let recent = self.text("recent")?;
        let found = [Some(text.clone()), recent.clone()];
        if *self.last.borrow() == found {
            return Ok(Stored::Unchanged);
        }
        Ok(match saved::read(&String::from(text)) {
            Ok(record) => {
                self.last.replace(found);
                self.whole.replace(record.clone());
                let changes = recent.and_then(|text| saved::read(&String::from(text)).ok());
                Stored::Record(match changes {
                    Some(changes) => record.merged(changes),
                    None => record,
                })
            }
            Err(Unreadable::Damaged) => Stored::Damaged,
            Err(Unreadable::Newer) => Stored::Newer,
            Err(Unreadable::Locked) => Stored::Locked,
        })
    }

    fn write(&self, record: &Record) -> Result<(), Refusal> {
        if self.write_changes(record) {
            return Ok(());
        }
        let text = JsString::from(saved::write(record));
        if self.text("saved")?.as_ref() != Some(&text) {
            self.put("saved", &text)?;
        }
        let [_, merged] = self.last.replace([Some(text), None]);
        self.whole.replace(record.clone());
        // What another tab has left there meanwhile is taken in with the next reading.
        if merged.is_some() && self.text("recent")? == merged {
            self.remove("recent")?;
        }
        Ok(())
    }

    fn probe(&self) -> Result<(), Refusal> {
        self.put("probe", &JsString::from("1"))?;
        self.remove("probe")
    }

    fn set_aside(&self) -> Result<(), Refusal> {
        let Some(text) = self.text("saved")? else {
            return Ok(());
        };
        for number in 1.. {
            let name = rescue_name(number);
            match self.text(&name)? {
                Some(earlier) if earlier == text => break,
                Some(_) => {}
                None => return self.put(&name, &text),
            }
        }
        Ok(())
    }

    fn erase(&self) -> Result<(), Refusal> {
        self.remove("saved")?;
        self.remove("recent")?;
        for number in 1.. {
            let name = rescue_name(number);
            if self.text(&name)?.is_none() {
                break;
            }
            self.remove(&name)?;
        }
        Ok(())
    }
}

fn rescue_name(number: u64) -> String {
    let mut name = "rescue:".to_owned();
    push_digits(&mut name, number, 1);
    name
}
