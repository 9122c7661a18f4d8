//! The document, as far as the tool needs it. Only this module touches it; what is shown is decided elsewhere.

use casework::date::Date;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use web_sys::{
    Document, Element, Event, EventTarget, HtmlTemplateElement, Node, NodeList, StorageEvent,
    Window,
};

use crate::stop;

/// The page the tool runs on.
#[derive(Clone)]
pub struct Page {
    window: Window,
    document: Document,
}

#[wasm_bindgen]
extern "C" {
    /// Any control of a form. Inputs, selects and text areas agree on these names.
    #[wasm_bindgen(extends = Element, typescript_type = "HTMLInputElement")]
    #[derive(Clone, PartialEq)]
    pub type Control;

    #[wasm_bindgen(method, getter, structural)]
    fn value(this: &Control) -> String;
    #[wasm_bindgen(method, setter, structural)]
    fn set_value(this: &Control, value: &str);
    #[wasm_bindgen(method, getter, structural)]
    fn checked(this: &Control) -> bool;
    #[wasm_bindgen(method, setter, structural)]
    fn set_checked(this: &Control, checked: bool);
    #[wasm_bindgen(method, structural)]
    fn focus(this: &Control);
    #[wasm_bindgen(method, structural)]
    fn select(this: &Control);

    #[wasm_bindgen(method, structural)]
    fn click(this: &Control);
    #[wasm_bindgen(method, getter, structural)]
    fn files(this: &Control) -> Files;

    /// The files that were chosen.
    type Files;
    #[wasm_bindgen(method, structural)]
    fn item(this: &Files, index: u32) -> JsValue;

    /// A file, or what is to become one.
    pub type Blob;
    #[wasm_bindgen(constructor, catch)]
    fn new(parts: &js_sys::Array) -> Result<Blob, JsValue>;
    #[wasm_bindgen(method, getter, structural)]
    fn size(this: &Blob) -> f64;
    /// Reads a chosen file.
    #[wasm_bindgen(extends = EventTarget)]
    #[derive(Clone)]
    type FileReader;
    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<FileReader, JsValue>;
    #[wasm_bindgen(method, structural, js_name = readAsText)]
    fn read_as_text(this: &FileReader, file: &Blob);
    #[wasm_bindgen(method, getter, structural)]
    fn result(this: &FileReader) -> JsValue;
    #[wasm_bindgen(js_namespace = URL, js_name = createObjectURL, catch)]
    fn address_of(blob: &Blob) -> Result<String, JsValue>;

    /// What old browsers offer for copying; its absence is one more way for copying to fail.
    #[wasm_bindgen(extends = Document)]
    type OldDocument;

    #[wasm_bindgen(method, catch, js_name = execCommand)]
    fn exec_command(this: &OldDocument, command: &str) -> Result<bool, JsValue>;

    #[wasm_bindgen(thread_local_v2, js_name = window)]
    static WINDOW: Window;

    #[wasm_bindgen(js_namespace = console)]
    fn warn(message: &str);
}

impl Page {
    /// The page, when there is one.
    pub fn open() -> Option<Page> {
        let window = WINDOW.with(Window::clone);
        let document = window.document()?;
        Some(Page { window, document })
    }

    /// An object of the window that this browser may not have or not give: even asking for it can throw.
    pub fn object(&self, name: &str) -> Option<JsValue> {
        object_of(&self.window, name)
    }

    /// Every element of the page that matches.
    pub fn all(&self, selector: &str) -> Vec<Element> {
        self.document
            .query_selector_all(selector)
            .map(elements)
            .unwrap_or_default()
    }

    /// Every control of the page that matches.
    pub fn controls(&self, selector: &str) -> Vec<Control> {
        self.all(selector)
            .into_iter()
            .map(JsCast::unchecked_into)
            .collect()
    }

    /// The first element that matches.
    pub fn first(&self, selector: &str) -> Option<Element> {
        self.document.query_selector(selector).ok().flatten()
    }

    /// Notes something for whoever looks into the browser's console.
    pub fn warn(&self, message: &str) {
        warn(message);
    }

    /// Marks the whole page.
    pub fn mark(&self, name: &str, value: &str) {
        if let Some(root) = self.document.document_element() {
            set_attribute(&root, name, value);
        }
    }

    /// A new element.
    pub fn create(&self, tag: &str, class: &str) -> Option<Element> {
        let element = self.document.create_element(tag).ok()?;
        if !class.is_empty() {
            set_attribute(&element, "class", class);
        }
        Some(element)
    }

    /// Appends words to an element. They are text, never markup.
    pub fn append_text(&self, element: &Element, text: &str) {
        let _ = element.append_child(&self.document.create_text_node(text));
    }

    /// Calls back whenever this happens anywhere on the page, until the tool has stopped.
    pub fn on(&self, event: &str, handler: impl FnMut(Event) + 'static) {
        listen(&self.document, event, Box::new(handler));
    }

    /// Calls back whenever this happens to the window, until the tool has stopped.
    pub fn on_window(&self, event: &str, handler: impl FnMut(Event) + 'static) {
        listen(&self.window, event, Box::new(handler));
    }

    /// Calls back once, later.
    pub fn after(&self, milliseconds: i32, action: impl FnOnce() + 'static) {
        let action = callback(action);
        let _ = self
            .window
            .set_timeout_with_callback_and_timeout_and_arguments_0(
                action.unchecked_ref(),
                milliseconds,
            );
    }

    /// Whether nobody sees the page.
    pub fn is_hidden(&self) -> bool {
        self.document.hidden()
    }

    /// Opens the browser's print dialog; false where there is none.
    pub fn print(&self) -> bool {
        self.window.print().is_ok()
    }

    /// Copies what is selected in the old way.
    pub fn copy_selection(&self) -> bool {
        self.document
            .unchecked_ref::<OldDocument>()
            .exec_command("copy")
            .unwrap_or(false)
    }

    /// Goes to another page.
    pub fn go(&self, address: &str) {
        let _ = self.window.location().assign(address);
    }

    /// The page that led here, where the browser tells.
    pub fn came_from(&self) -> String {
        self.document.referrer()
    }

    /// What the address names within the page, with its `#`; empty where it names nothing.
    pub fn fragment(&self) -> String {
        self.window.location().hash().unwrap_or_default()
    }

    /// Loads the page again.
    pub fn reload(&self) {
        let _ = self.window.location().reload();
    }

    /// Hands a text to the browser as a file to keep.
    pub fn download(&self, name: &str, text: &str) {
        let parts = js_sys::Array::of1(&text.into());
        let (Ok(file), Some(link)) = (Blob::new(&parts), self.create("a", "")) else {
            return;
        };
        let Ok(address) = address_of(&file) else {
            return;
        };
        set_attribute(&link, "href", &address);
        set_attribute(&link, "download", name);
        link.unchecked_ref::<Control>().click();
    }

    /// The day it is where the person is.
    pub fn today(&self) -> Option<Date> {
        let root = self.document.document_element()?;
        if let Some(day) = Date::parse(&attribute(&root, "data-today")) {
            // Only a test says which day it is.
            return Some(day);
        }
        let now = js_sys::Date::new_0();
        let month = now.get_month() + 1;
        Date::new(
            now.get_full_year().try_into().ok()?,
            month.try_into().ok()?,
            now.get_date().try_into().ok()?,
        )
    }
}

/// A function for JavaScript that calls back once, unless the tool has stopped.
pub fn callback(action: impl FnOnce() + 'static) -> JsValue {
    boxed_callback(Box::new(action))
}

/// Has one of two functions called when a promise is kept or broken.
pub fn then(promise: &js_sys::Promise, done: &JsValue, refused: &JsValue) {
    let then: Result<js_sys::Function, _> =
        Reflect::get(promise, &"then".into()).map(JsCast::unchecked_into);
    if let Ok(then) = then {
        let _ = then.call2(promise, done, refused);
    }
}

fn boxed_callback(action: Box<dyn FnOnce()>) -> JsValue {
    Closure::once_into_js(move || {
        if !stop::stopped() {
            action();
        }
    })
}

/// An object's member, if it is an object itself.
pub fn object_of(holder: &JsValue, name: &str) -> Option<JsValue> {
    let value = Reflect::get(holder, &name.into()).ok()?;
    value.is_object().then_some(value)
}

/// The handler is boxed here, once for all: wasm-bindgen writes code for every type of closure it is given.
fn listen(target: &EventTarget, event: &str, mut handler: Box<dyn FnMut(Event)>) {
    let guarded: Box<dyn FnMut(Event)> = Box::new(move |event| {
        if !stop::stopped() {
            handler(event);
        }
    });
    let guarded = Closure::wrap(guarded);
    let _ = target.add_event_listener_with_callback(event, guarded.as_ref().unchecked_ref());
    // The page keeps its listeners for as long as it lives.
    guarded.forget();
}

fn elements(list: NodeList) -> Vec<Element> {
    // A selector finds nothing but elements; a check would cost more than it could tell.
    (0..list.length())
        .filter_map(|index| list.item(index).map(JsCast::unchecked_into))
        .collect()
}

/// Every element inside a `<template>` that matches.
pub fn inside_template(template: &Element, selector: &str) -> Vec<Element> {
    let content = template.unchecked_ref::<HtmlTemplateElement>().content();
    content
        .query_selector_all(selector)
        .map(elements)
        .unwrap_or_default()
}

/// Appends a copy of what a `<template>` holds to an element.
pub fn append_copy(element: &Element, template: &Element) {
    let content = template.unchecked_ref::<HtmlTemplateElement>().content();
    if let Ok(copy) = content.clone_node_with_deep(true) {
        let _ = element.append_child(&copy);
    }
}

/// The words inside a `<template>`.
pub fn template_text(template: &Element) -> String {
    template
        .unchecked_ref::<HtmlTemplateElement>()
        .content()
        .text_content()
        .unwrap_or_default()
}

/// The first element inside this one that matches.
pub fn first_inside(element: &Element, selector: &str) -> Option<Element> {
    element.query_selector(selector).ok().flatten()
}

/// The element an event happened to, or the nearest around it that matches.
pub fn target(event: &Event, selector: &str) -> Option<Element> {
    // What is no element has no `closest`, and calling it fails as a bad selector would.
    event
        .target()?
        .unchecked_into::<Element>()
        .closest(selector)
        .ok()
        .flatten()
}

/// The control an event happened to, if it matches.
pub fn target_control(event: &Event, selector: &str) -> Option<Control> {
    target(event, selector).map(JsCast::unchecked_into)
}

/// The key a storage event is about; `None` when all of the storage was cleared.
pub fn stored_key(event: &Event) -> Option<String> {
    event.unchecked_ref::<StorageEvent>().key()
}

/// An attribute; empty when it is not there.
pub fn attribute(element: &Element, name: &str) -> String {
    element.get_attribute(name).unwrap_or_default()
}

/// The words of an attribute that holds several.
pub fn words(attribute: &str) -> impl Iterator<Item = &str> {
    attribute.split(' ').filter(|word| !word.is_empty())
}

/// Whether an attribute is there.
pub fn has(element: &Element, name: &str) -> bool {
    element.has_attribute(name)
}

/// Sets an attribute that does not have this value yet.
pub fn set_attribute(element: &Element, name: &str, value: &str) {
    if element.get_attribute(name).as_deref() != Some(value) {
        let _ = element.set_attribute(name, value);
    }
}

/// Removes an attribute.
pub fn remove_attribute(element: &Element, name: &str) {
    let _ = element.remove_attribute(name);
}

/// Shows or hides an element.
pub fn show(element: &Element, shown: bool) {
    if shown {
        remove_attribute(element, "hidden");
    } else {
        set_attribute(element, "hidden", "");
    }
}

/// The words of an element.
pub fn text(element: &Element) -> String {
    element.text_content().unwrap_or_default()
}

/// Replaces the words of an element that does not say so yet: a screen reader announces what is replaced.
pub fn set_text(element: &Element, words: &str) {
    if element.text_content().as_deref() != Some(words) {
        element.set_text_content(Some(words));
    }
}

/// Appends an element to another.
pub fn append(element: &Element, child: &Element) {
    let _ = element.append_child(child);
}

/// Puts an element before the child at this place, or last.
pub fn insert_at(parent: &Element, child: &Element, index: usize) {
    let next: Option<Node> = child_at(parent, index);
    let _ = parent.insert_before(child, next.as_ref());
}

/// The element at this place among an element's children, all of which are elements.
pub fn element_at(parent: &Element, index: usize) -> Option<Element> {
    child_at(parent, index).map(JsCast::unchecked_into)
}

/// The element behind this one.
pub fn next(element: &Element) -> Option<Element> {
    element.next_element_sibling()
}

/// The nearest element around this one, or it itself, that matches.
pub fn around(element: &Element, selector: &str) -> Option<Element> {
    element.closest(selector).ok().flatten()
}

/// Every element inside this one that matches.
pub fn all_inside(element: &Element, selector: &str) -> Vec<Element> {
    element
        .query_selector_all(selector)
        .map(elements)
        .unwrap_or_default()
}

/// Every control inside this element that matches.
pub fn controls_inside(element: &Element, selector: &str) -> Vec<Control> {
    all_inside(element, selector)
        .into_iter()
        .map(JsCast::unchecked_into)
        .collect()
}

/// Puts the cursor, and with it the screen reader, onto an element.
pub fn focus(element: &Element) {
    element.unchecked_ref::<Control>().focus();
}

/// A copy of an element with all that is in it.
pub fn copy(element: &Element) -> Option<Element> {
    let copy = element.clone_node_with_deep(true).ok()?;
    Some(copy.unchecked_into())
}

/// An element that is known to be a control.
pub fn control(element: Element) -> Control {
    element.unchecked_into()
}

/// Clicks on an element, as a person would.
pub fn click(element: &Element) {
    element.unchecked_ref::<Control>().click();
}

/// Removes the child at this place.
pub fn remove_at(parent: &Element, index: usize) {
    if let Some(child) = child_at(parent, index) {
        let _ = parent.remove_child(&child);
    }
}

fn child_at(parent: &Element, index: usize) -> Option<Node> {
    parent.child_nodes().item(u32::try_from(index).ok()?)
}

/// Puts an element after another one, beside it.
pub fn insert_after(element: &Element, added: &Element) {
    if let Some(parent) = element.parent_node() {
        let _ = parent.insert_before(added, element.next_sibling().as_ref());
    }
}

/// Removes an element from the page.
pub fn remove(element: &Element) {
    element.remove();
}

impl Control {
    /// Gives the text of the file that was chosen, or nothing if it has more bytes than this.
    pub fn read_file(&self, longest: usize, take: impl Fn(Option<String>) + 'static) {
        let file = self.files().item(0);
        if !file.is_object() {
            return;
        }
        let file: Blob = file.unchecked_into();
        if file.size() > longest as f64 {
            return take(None);
        }
        if let Ok(reader) = FileReader::new() {
            let read = reader.clone();
            listen(
                &reader,
                "load",
                Box::new(move |_| take(read.result().as_string())),
            );
            reader.read_as_text(&file);
        }
    }

    /// Says this, whatever it said.
    pub fn set_words(&self, words: &str) {
        self.set_value(words);
    }

    /// What the control says, in the words of an answer: a ticked box is `yes`, an empty one nothing.
    pub fn answer(&self) -> String {
        match (self.kind().as_str(), self.checked()) {
            ("checkbox", true) => casework::field::YES.to_owned(),
            ("checkbox" | "radio", false) => String::new(),
            _ => self.value(),
        }
    }

    /// Makes the control say this, if it does not yet.
    pub fn set_answer(&self, answer: &str) {
        match self.kind().as_str() {
            "checkbox" => self.set_ticked(answer == casework::field::YES),
            "radio" => self.set_ticked(answer == self.value()),
            _ if self.value() != answer => self.set_value(answer),
            _ => {}
        }
    }

    /// Whether the box is ticked.
    pub fn is_ticked(&self) -> bool {
        self.checked()
    }

    /// Ticks the box or not, if it is not so yet.
    pub fn set_ticked(&self, ticked: bool) {
        if self.checked() != ticked {
            self.set_checked(ticked);
        }
    }

    /// Fills the control and selects all that is in it.
    pub fn fill_and_select(&self, words: &str) {
        self.set_value(words);
        self.focus();
        self.select();
    }

    /// Whether the person is in it.
    pub fn is_focused(&self) -> bool {
        self.matches(":focus").unwrap_or(false)
    }

    fn kind(&self) -> String {
        attribute(self, "type")
    }
}
