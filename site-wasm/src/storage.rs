//! The browser's localStorage: the only module that reads or writes it. It knows keys and texts, not what they mean
//! to the page, and it never overwrites what it could not read.
//!
//! Keys, for the site `SITE`:
//!
//! - `recourse:SITE:saved`: the document of [`casework::saved`];
//! - `recourse:SITE:rescue:1`, `…:2` and so on: texts found under the first key that were no such document, as they were;
//! - `recourse:SITE:private`, in the tab's own sessionStorage: the work is kept there too, until the tab is closed;
//! - `recourse:SITE:probe`: written and removed at once, to see whether writing works.

use std::cell::RefCell;

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
    /// What was read or written last.
    last: RefCell<Option<JsString>>,
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
        }
    }

    /// Whether the person wants this area, and no other, to hold the work.
    pub fn is_private(&self) -> bool {
        self.text("private").is_ok_and(|text| text.is_some())
    }

    /// Says that this area is to hold the work, or no longer; then it holds nothing either.
    pub fn set_private(&self, private: bool) -> Result<(), Refusal> {
        let key = self.key("private");
        if private {
            return self
                .area()?
                .set(&key, &JsString::from("1"))
                .map_err(|_| Refusal::Full);
        }
        self.area()?.remove(&key).map_err(|_| Refusal::Blocked)?;
        self.erase()
    }

    /// The first text that was set aside.
    pub fn rescued(&self) -> Option<String> {
        self.text(&rescue_name(1)).ok().flatten().map(String::from)
    }

    /// Whether this key is the one that the record is kept under.
    pub fn is_record_key(&self, key: &str) -> bool {
        key == self.key("saved")
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

impl Shelf for Storage {
    fn read(&self) -> Result<Stored, Refusal> {
        let Some(text) = self.text("saved")? else {
            return Ok(Stored::Nothing);
        };
        let unchanged = self.last.borrow().as_ref() == Some(&text);
        if unchanged {
            return Ok(Stored::Unchanged);
        }
        Ok(match saved::read(&String::from(text.clone())) {
            Ok(record) => {
                self.last.replace(Some(text));
                Stored::Record(record)
            }
            Err(Unreadable::Damaged) => Stored::Damaged,
            Err(Unreadable::Newer) => Stored::Newer,
            Err(Unreadable::Locked) => Stored::Locked,
        })
    }

    fn write(&self, record: &Record) -> Result<(), Refusal> {
        let text = JsString::from(saved::write(record));
        if self.text("saved")?.as_ref() != Some(&text) {
            self.area()?
                .set(&self.key("saved"), &text)
                .map_err(|_| Refusal::Full)?;
        }
        self.last.replace(Some(text));
        Ok(())
    }

    fn probe(&self) -> Result<(), Refusal> {
        let key = self.key("probe");
        self.area()?
            .set(&key, &JsString::from("1"))
            .map_err(|_| Refusal::Full)?;
        self.area()?.remove(&key).map_err(|_| Refusal::Full)
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

    fn erase(&self) -> Result<(), Refusal> {
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
}

fn rescue_name(number: u64) -> String {
    let mut name = "rescue:".to_owned();
    push_digits(&mut name, number, 1);
    name
}
