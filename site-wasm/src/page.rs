//! The document, as far as the tool needs it. What is shown is decided elsewhere; how the document is changed is in
//! `templates/page.js`, since a loop over elements takes a quarter of the bytes there.

use std::cell::RefCell;
use std::rc::Rc;

use casework::date::Date;
use wasm_bindgen::prelude::*;
pub use web_sys::{Element, Event};

use crate::stop;

/// The page the tool runs on.
#[derive(Clone)]
pub struct Page;

/// What is called back, by the number that JavaScript knows it under.
type Handler = Rc<dyn Fn(Event)>;

thread_local! {
    static HANDLERS: RefCell<Vec<Handler>> = RefCell::default();
}

mod script {
    use super::*;

    #[wasm_bindgen]
    extern "C" {
        /// Any control of a form.
        #[wasm_bindgen(extends = Element)]
        #[derive(Clone, PartialEq)]
        pub type Control;
    }

    #[wasm_bindgen(js_namespace = page)]
    extern "C" {
        pub fn all(root: Option<&Element>, selector: &str) -> Vec<Element>;
        #[wasm_bindgen(js_name = all)]
        pub fn controls(root: Option<&Element>, selector: &str) -> Vec<Control>;
        pub fn first(root: Option<&Element>, selector: &str) -> Option<Element>;
        pub fn target(event: &Event, selector: &str) -> Option<Element>;
        pub fn around(element: &Element, selector: &str) -> Option<Element>;
        pub fn get(element: &Element, name: &str) -> String;
        pub fn has(element: &Element, name: &str) -> bool;
        pub fn text(element: &Element) -> String;
        pub fn next(element: &Element) -> Option<Element>;
        pub fn focused(element: &Element) -> bool;
        pub fn set(element: &Element, name: &str, value: &str);
        pub fn unset(element: &Element, name: &str);
        #[wasm_bindgen(js_name = setText)]
        pub fn set_text(element: &Element, words: &str);
        #[wasm_bindgen(js_name = setTextAt)]
        pub fn set_text_at(parent: &Element, index: usize, words: &str);
        pub fn create(tag: &str, class: &str) -> Element;
        #[wasm_bindgen(js_name = appendText)]
        pub fn append_text(element: &Element, words: &str);
        pub fn append(element: &Element, child: &Element);
        #[wasm_bindgen(js_name = insertAt)]
        pub fn insert_at(parent: &Element, child: &Element, index: usize);
        #[wasm_bindgen(js_name = insertAfter)]
        pub fn insert_after(element: &Element, added: &Element);
        #[wasm_bindgen(js_name = removeAt)]
        pub fn remove_at(parent: &Element, index: usize);
        pub fn remove(element: &Element);
        pub fn copy(element: &Element) -> Element;
        pub fn focus(element: &Element);
        pub fn answer(control: &Element) -> String;
        #[wasm_bindgen(js_name = setAnswer)]
        pub fn set_answer(control: &Element, answer: &str);
        pub fn read(selector: &str, names: &str) -> String;
        #[wasm_bindgen(js_name = writeAll)]
        pub fn write_all(selector: &str, name: &str, value: &str);
        pub fn show(selector: &str, shown: bool);
        pub fn rows(name: &str, rows: &str);
        pub fn bind(controls: &str, prefix: &str);
        pub fn mount();
        pub fn paint();
        pub fn listen(event: &str, number: usize);
        pub fn after(milliseconds: i32, event: &str);
        pub fn hidden() -> bool;
        #[wasm_bindgen(js_name = storedKey)]
        pub fn stored_key(event: &Event) -> Option<String>;
        pub fn warn(message: &str);
        pub fn mark(name: &str, value: &str);
        pub fn today() -> String;
        #[wasm_bindgen(js_name = cameFrom)]
        pub fn came_from() -> String;
        pub fn print() -> bool;
        pub fn go(address: &str);
        pub fn tell(button: &Element, words: &str);
        #[wasm_bindgen(js_name = copyText)]
        pub fn copy_text(button: &Element, text: &str, copied: &str, by_hand: &str);
        pub fn save(name: &str, media_type: &str, bytes: &[u8]) -> bool;
        pub fn name() -> String;
    }
}

pub use script::{
    Control, after, append, around, bind, came_from, copy_text, focus, get as attribute, has,
    insert_after, insert_at, mark, mount, name, next, paint, print, read, remove, remove_at, rows,
    save, set as set_attribute, set_text, set_text_at, show as show_all, stored_key, target, tell,
    today, unset as remove_attribute, write_all,
};

/// Calls what was given to [`Page::on`]: `page.js` knows it by its number.
#[wasm_bindgen]
pub fn call(number: usize, event: Event) {
    let handler = HANDLERS.with_borrow(|handlers| handlers.get(number).cloned());
    if let Some(handler) = handler.filter(|_| !stop::stopped()) {
        handler(event);
    }
}

impl Page {
    /// Every element of the page that matches.
    pub fn all(&self, selector: &str) -> Vec<Element> {
        script::all(None, selector)
    }

    /// Every control of the page that matches.
    pub fn controls(&self, selector: &str) -> Vec<Control> {
        script::controls(None, selector)
    }

    /// The first element that matches.
    pub fn first(&self, selector: &str) -> Option<Element> {
        script::first(None, selector)
    }

    /// Notes something for whoever looks into the browser's console.
    pub fn warn(&self, message: &str) {
        script::warn(message);
    }

    /// A new element.
    pub fn create(&self, tag: &str, class: &str) -> Option<Element> {
        Some(script::create(tag, class))
    }

    /// Appends words to an element. They are text, never markup.
    pub fn append_text(&self, element: &Element, text: &str) {
        script::append_text(element, text);
    }

    /// Calls back whenever this happens anywhere on the page, or to its window, until the tool has stopped.
    /// [`after`] lets things happen, too.
    pub fn on(&self, event: &str, handler: impl Fn(Event) + 'static) {
        let number = HANDLERS.with_borrow_mut(|handlers| {
            handlers.push(Rc::new(handler));
            handlers.len() - 1
        });
        script::listen(event, number);
    }

    /// Whether nobody sees the page.
    pub fn is_hidden(&self) -> bool {
        script::hidden()
    }

    /// Loads the page again.
    pub fn reload(&self) {
        script::go("");
    }

    /// The day it is where the person is.
    pub fn today(&self) -> Option<Date> {
        Date::parse(&script::today())
    }
}

/// A copy of an element with all that is in it.
pub fn copy(element: &Element) -> Option<Element> {
    Some(script::copy(element))
}

/// The words inside a `<template>`.
pub fn template_text(template: &Element) -> String {
    script::text(template)
}

/// The first element inside this one that matches.
pub fn first_inside(element: &Element, selector: &str) -> Option<Element> {
    script::first(Some(element), selector)
}

/// The control an event happened to, if it matches.
pub fn target_control(event: &Event, selector: &str) -> Option<Control> {
    target(event, selector).map(control)
}

/// The words of an attribute that holds several.
pub fn words(attribute: &str) -> impl Iterator<Item = &str> {
    attribute.split(' ').filter(|word| !word.is_empty())
}

/// Shows or hides an element.
pub fn show(element: &Element, shown: bool) {
    if shown {
        remove_attribute(element, "hidden");
    } else {
        set_attribute(element, "hidden", "");
    }
}

/// Every element inside this one that matches.
pub fn all_inside(element: &Element, selector: &str) -> Vec<Element> {
    script::all(Some(element), selector)
}

/// An element that is known to be a control.
pub fn control(element: Element) -> Control {
    element.unchecked_into()
}

impl Control {
    /// What the control says, in the words of an answer: a ticked box is `yes`, an empty one nothing.
    pub fn answer(&self) -> String {
        script::answer(self)
    }

    /// Makes the control say this, if it does not yet.
    pub fn set_answer(&self, answer: &str) {
        script::set_answer(self, answer);
    }

    /// Whether the person is in it.
    pub fn is_focused(&self) -> bool {
        script::focused(self)
    }
}
