//! The questions of a letter, one screen after another: the page's fragment says which one is shown, so that the
//! browser's own way back leads to the question before.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use casework::field::{field_of, row_key};
use web_sys::Element;

use crate::drafter::{Draft, Told, part, printed, selector};
use crate::page;
use crate::progress::digits;
use crate::rows;
use crate::tool::{Session, Tool};

/// What is shown of the form.
#[derive(Clone, Copy, PartialEq)]
pub enum Mode {
    /// One screen of questions.
    Questions,
    /// The review of all answers.
    Review,
    /// All questions at once, and the review below.
    All,
}

/// A screen that asks something.
const ASKING: &str = ".field:not([hidden]):not([data-known])";

/// The fragment for all questions at once.
const ALL: &str = "#all";

/// The form's screens.
pub struct Screens {
    tool: Rc<Tool>,
    root: Element,
    form: Element,
    review: Element,
    mode: Cell<Mode>,
    /// The screen that is shown first.
    first: RefCell<String>,
    /// What was asked for last, and in how many rows.
    asked: RefCell<(Vec<String>, usize)>,
    /// The fields that are marked as missing.
    missing: RefCell<Vec<String>>,
}

impl Screens {
    /// The screens of a letter's form.
    pub fn open(tool: &Rc<Tool>, id: &str) -> Option<Screens> {
        let form = part(&tool.page, "data-letter-form", id)?;
        Some(Screens {
            root: page::around(&form, ".drafter")?,
            review: part(&tool.page, "data-letter-review", id)?,
            form,
            mode: Cell::new(Mode::Questions),
            first: RefCell::default(),
            asked: RefCell::default(),
            missing: RefCell::default(),
            tool: Rc::clone(tool),
        })
    }

    /// What is shown.
    pub fn mode(&self) -> Mode {
        self.mode.get()
    }

    /// Hides the fields that make no difference to the letter; whether that changed anything.
    pub fn ask(&self, asked: &[String]) -> bool {
        let controls = page::all_inside(&self.form, "[data-field]");
        let mut known = self.asked.borrow_mut();
        if known.0 == asked && known.1 == controls.len() {
            return false;
        }
        for control in &controls {
            let name = page::attribute(control, "data-field");
            if let Some(field) = page::around(control, ".field") {
                page::show(&field, asked.iter().any(|asked| asked == field_of(&name)));
            }
        }
        for group in page::all_inside(&self.form, ".rows, .screen") {
            page::show(
                &group,
                page::first_inside(&group, ".field:not([hidden])").is_some(),
            );
        }
        *known = (asked.to_owned(), controls.len());
        true
    }

    /// Shows what was answered before as known, with a link to change it.
    pub fn note_known(&self, draft: &Draft, session: &Session) {
        let gaps = draft.drafted.gaps();
        for group in page::all_inside(&self.form, ".screen > .field, .screen > .rows") {
            let mut names = page::attribute(&group, "data-rows");
            if names.is_empty()
                && let Some(control) = page::first_inside(&group, "[data-field]")
            {
                names = page::attribute(&control, "data-field");
            }
            let has_gap = gaps
                .iter()
                .any(|gap| page::words(&names).any(|name| name == field_of(gap)));
            let mut words = String::new();
            for row in 1..=rows::count(page::words(&names), session) {
                for name in page::words(&names) {
                    let answer = printed(&draft.answers, &row_key(name, row));
                    if !answer.is_empty() && !words.is_empty() {
                        words.push_str(if words.ends_with('\n') { "" } else { "，" });
                    }
                    words.push_str(&answer);
                }
                if !words.is_empty() {
                    words.push('\n');
                }
            }
            if !has_gap && !words.is_empty() {
                self.show_known(&group, page::words(&names).next(), words.trim_end());
            }
        }
    }

    fn show_known(&self, group: &Element, name: Option<&str>, words: &str) -> Option<()> {
        let (name, page) = (name?, &self.tool.page);
        let (known, link) = (page.create("p", "known")?, page.create("a", "")?);
        let unseen = page.create("span", "unseen")?;
        page.append_text(&known, words);
        page.append_text(&link, self.tool.texts.get("change")?);
        page.append_text(&unseen, &self.label(group));
        page::append(&link, &unseen);
        page::set_attribute(&link, "href", &["#f-", name].concat());
        page::set_attribute(&link, "data-change", name);
        page::append(&known, &link);
        page::append(group, &known);
        for part in page::all_inside(group, ".field") {
            page::set_attribute(&part, "data-known", "");
        }
        page::set_attribute(group, "data-known", "");
        Some(())
    }

    fn label(&self, group: &Element) -> String {
        page::first_inside(group, "label").map_or(String::new(), |label| page::text(&label))
    }

    /// Shows the screen that the fragment names, or the one that was left last, or the first that asks something.
    pub fn begin(&self, left: &str) {
        let screens = self.all();
        let place = screens.iter().position(|screen| id_of(screen) == left);
        let mut rest = screens.iter().skip(place.unwrap_or(0));
        *self.first.borrow_mut() = match rest.find(|screen| is_asking(screen)) {
            Some(screen) if left != self.review_id() => id_of(screen),
            _ => self.review_id(),
        };
        self.follow();
    }

    /// Shows what the fragment names.
    pub fn follow(&self) {
        let fragment = self.tool.page.fragment();
        if fragment == ALL {
            self.set_mode(Mode::All);
            return page::focus(&self.form);
        }
        if fragment.is_empty() || fragment == "#form" {
            self.set_mode(Mode::Questions);
            let now = self.now().filter(|_| !fragment.is_empty());
            let first = now.map_or_else(|| self.first.borrow().clone(), |now| id_of(&now));
            self.show(&first);
            if !fragment.is_empty() {
                self.focus(&first);
            }
            return;
        }
        let id = casework::cut::after(&fragment, 1);
        let target = self.tool.page.first(&selector("id", id));
        if let Some(target) = target.filter(|target| page::around(target, ".drafter").is_some()) {
            self.show(id);
            page::focus(&target);
        } else if page::attribute(&self.root, "data-guided").is_empty() {
            let first = self.first.borrow().clone();
            self.show(&first);
        }
    }

    /// Shows the screen, or the review, in which this is.
    pub fn show(&self, id: &str) {
        let Some(target) = self.tool.page.first(&selector("id", id)) else {
            return;
        };
        let screen = page::around(&target, ".screen");
        if self.mode.get() != Mode::All {
            self.set_mode(match screen {
                Some(_) => Mode::Questions,
                None => Mode::Review,
            });
        }
        if let Some(fold) = page::around(&target, "details") {
            page::set_attribute(&fold, "open", "");
        }
        if let Some(group) = page::around(&target, ".rows").or(page::around(&target, ".field")) {
            forget_known(&group);
        }
        if let Some(screen) = screen {
            if let Some(now) = self.now() {
                page::remove_attribute(&now, "data-now");
            }
            page::set_attribute(&screen, "data-now", "");
        }
    }

    fn focus(&self, id: &str) {
        if let Some(target) = self.tool.page.first(&selector("id", id)) {
            page::focus(&target);
        }
    }

    /// Shows the screen of a field.
    pub fn show_field(&self, key: &str) {
        self.show(&["f-", key].concat());
    }

    /// Whether the screen that is shown has this field.
    pub fn has(&self, key: &str) -> bool {
        self.now()
            .is_some_and(|now| page::first_inside(&now, &selector("data-field", key)).is_some())
    }

    /// The screen after the one that is shown; none before the review.
    pub fn after(&self) -> Option<String> {
        let screens = self.asking();
        let place = screens.iter().position(is_now)?;
        screens.get(place + 1).map(id_of)
    }

    /// The screen before the one that is shown; from the first one, that one, and from the review, the last one.
    pub fn before(&self) -> Option<String> {
        let screens = self.asking();
        let place = screens.iter().position(is_now)?;
        let back = usize::from(self.mode.get() == Mode::Questions);
        screens.get(place.saturating_sub(back)).map(id_of)
    }

    /// The fragment of the review, without its `#`.
    pub fn review_id(&self) -> String {
        page::attribute(&self.review, "aria-labelledby")
    }

    /// Says which step this is, and where the button leads to.
    pub fn tell_place(&self, returning: bool) {
        let screens = self.asking();
        let place = screens.iter().position(is_now).unwrap_or(0);
        let total = digits(screens.len());
        let texts = &self.tool.texts;
        let said = [
            (
                "[data-letter-step]",
                texts.filled("step", &[&digits(place + 1), &total]),
            ),
            (
                "[data-letter-next]",
                texts.filled(
                    match place + 1 < screens.len() {
                        _ if returning => "return",
                        true => "next",
                        false => "to-review",
                    },
                    &[],
                ),
            ),
        ];
        for (place, words) in said {
            if let Some(element) = page::first_inside(&self.form, place) {
                page::set_text(&element, &words);
            }
        }
        if let Some(back) = page::first_inside(&self.form, "[data-action=letter-back]") {
            page::show(&back, place > 0 && !returning);
        }
    }

    /// Marks the fields that the letter needs and that nobody has answered.
    pub fn mark_missing(&self, missing: &[Told]) {
        let keys: Vec<String> = missing.iter().map(|told| told.key.clone()).collect();
        if *self.missing.borrow() == keys {
            return;
        }
        for control in page::all_inside(&self.form, "[data-field]") {
            let field = page::around(&control, ".field");
            if let Some(mark) = field.and_then(|field| page::first_inside(&field, ".required")) {
                page::show(&mark, keys.contains(&page::attribute(&control, "data-field")));
            }
        }
        *self.missing.borrow_mut() = keys;
    }

    fn set_mode(&self, mode: Mode) {
        self.mode.set(mode);
        let name = match mode {
            Mode::Questions => "questions",
            Mode::Review => "review",
            Mode::All => "all",
        };
        page::set_attribute(&self.root, "data-guided", name);
    }

    fn all(&self) -> Vec<Element> {
        page::all_inside(&self.form, ".screen")
    }

    /// The screens that ask something, and the one that is shown.
    fn asking(&self) -> Vec<Element> {
        let mut screens = self.all();
        screens.retain(|screen| is_asking(screen) || is_now(screen));
        screens
    }

    fn now(&self) -> Option<Element> {
        page::first_inside(&self.form, "[data-now]")
    }
}

fn is_asking(screen: &Element) -> bool {
    !page::has(screen, "hidden") && page::first_inside(screen, ASKING).is_some()
}

fn is_now(screen: &Element) -> bool {
    page::has(screen, "data-now")
}

/// The id of a screen's heading.
fn id_of(screen: &Element) -> String {
    page::first_inside(screen, "legend").map_or(String::new(), |legend| page::attribute(&legend, "id"))
}

/// Lets something known be asked again.
fn forget_known(group: &Element) {
    if let Some(known) = page::first_inside(group, ".known") {
        page::remove(&known);
    }
    page::remove_attribute(group, "data-known");
    for part in page::all_inside(group, "[data-known]") {
        page::remove_attribute(&part, "data-known");
    }
}
