//! Hands the person a file that was made here, where this browser can take one.

use casework::cut::contains;
use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;

use crate::page::{self, Page};

#[wasm_bindgen]
extern "C" {
    type Blob;

    #[wasm_bindgen(constructor, catch)]
    fn new(parts: &Array, options: &Object) -> Result<Blob, JsValue>;

    #[wasm_bindgen(js_namespace = URL, js_name = createObjectURL, catch)]
    fn address_of(blob: &Blob) -> Result<String, JsValue>;

    #[wasm_bindgen(js_namespace = URL, js_name = revokeObjectURL)]
    fn forget(address: &str);
}

/// Apps whose own browser takes no file and says nothing of it, by what they call themselves.
const DEAF: [&str; 6] = [
    "MicroMessenger",
    " QQ/",
    "AlipayClient",
    "DingTalk",
    "Weibo",
    "aweme",
];

/// How long a browser may take to fetch the file, in milliseconds.
const TAKING: i32 = 60_000;

/// Gives the browser a file to keep; false where that is known to fail.
pub fn save(page: &Page, name: &str, media_type: &str, bytes: &[u8]) -> bool {
    !is_deaf(page) && hand_over(page, name, media_type, bytes).is_some()
}

fn is_deaf(page: &Page) -> bool {
    let agent = page
        .object("navigator")
        .and_then(|navigator| Reflect::get(&navigator, &"userAgent".into()).ok())
        .and_then(|agent| agent.as_string())
        .unwrap_or_default();
    DEAF.iter().any(|app| contains(&agent, app))
}

fn hand_over(page: &Page, name: &str, media_type: &str, bytes: &[u8]) -> Option<()> {
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &media_type.into()).ok()?;
    let blob = Blob::new(&Array::of1(&Uint8Array::from(bytes)), &options).ok()?;
    let link = page.create("a", "")?;
    let address = address_of(&blob).ok()?;
    page::set_attribute(&link, "href", &address);
    page::set_attribute(&link, "download", name);
    page::click(&link);
    page.after(TAKING, move || forget(&address));
    Some(())
}

/// A file's name from a letter's title: no system stumbles over its characters or length.
pub fn file_name(title: &str, ending: &str) -> String {
    let allowed = |character: &char| {
        !matches!(
            character,
            '\0'..=' ' | '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|'
        )
    };
    let name: String = title.chars().filter(allowed).take(60).collect();
    [name.trim().trim_matches('.'), ending].concat()
}
