//! A letter follows its form: the preview, what is still missing, and the text to copy.

use std::cell::RefCell;
use std::rc::Rc;

use casework::field::{Answer, Answers, FieldType};
use casework::letter::template::FieldUse;
use casework::letter::{Letter, Template};
use casework::record::field_key;
use web_sys::Element;

use crate::page::{self, Control, Page};
use crate::preview::Preview;
use crate::tool::{Session, Tool};

/// Mounts on every letter form of the page; one that is broken leaves its static letter as it is.
pub fn mount(tool: &Rc<Tool>) {
    never_submit(tool);
    for form in tool.page.all("[data-letter-form]") {
        let id = page::attribute(&form, "data-letter-form");
        match LetterForm::open(&tool.page, &id) {
            Some(letter) => tool.paint_with(move |session| letter.paint(session)),
            None => tool
                .page
                .warn(&["recourse: no letter for the form ", &id].concat()),
        }
    }
}

/// Keeps the forms where they are: sending one would put what was typed into an address.
fn never_submit(tool: &Tool) {
    tool.page.on("submit", |event| {
        if page::target(&event, "[data-letter-form]").is_some() {
            event.prevent_default();
        }
    });
}

/// The text of a letter as it stands, for the clipboard.
pub fn text(tool: &Tool, id: &str) -> Option<String> {
    let drafter = Drafter::open(&tool.page, id)?;
    let letter = tool.with_session(|session| drafter.draft(&tool.page, session))?;
    Some(letter.to_text())
}

/// A form with its letter.
struct LetterForm {
    page: Page,
    drafter: Drafter,
    preview: RefCell<Preview>,
    missing: Option<Missing>,
}

impl LetterForm {
    fn open(page: &Page, id: &str) -> Option<LetterForm> {
        let preview = page.first(&selector("data-letter-preview", id))?;
        let drafter = Drafter::open(page, id)?;
        Some(LetterForm {
            page: page.clone(),
            preview: RefCell::new(Preview::new(page, &preview)),
            missing: page
                .first(&selector("data-letter-missing", id))
                .and_then(Missing::open),
            drafter,
        })
    }

    fn paint(&self, session: &Session) {
        let Some(letter) = self.drafter.draft(&self.page, session) else {
            return;
        };
        if let Some(missing) = &self.missing {
            missing.show(&self.page, &self.drafter.missing(&letter, session));
        }
        self.preview
            .borrow_mut()
            .show(letter, &|field| self.drafter.label(field));
    }
}

/// What makes the letter: its template and the form's fields.
struct Drafter {
    template: Template,
    fields: Vec<Field>,
    /// Every place where the letter names a field; another letter's form may have asked for it.
    uses: Vec<FieldUse>,
}

/// What a form's control tells of its field.
struct Field {
    name: String,
    label: String,
    field_type: FieldType,
    required: bool,
}

impl Drafter {
    fn open(page: &Page, id: &str) -> Option<Drafter> {
        let source = page.first(&["template", &selector("data-letter-source", id)].concat())?;
        let template = Template::parse(&page::template_text(&source)).ok()?;
        let controls =
            page.controls(&[&selector("data-letter-form", id), " [data-field]"].concat());
        let field = |control: &Control| Field {
            name: page::attribute(control, "data-field"),
            label: page::attribute(control, "data-label"),
            field_type: FieldType::named(&page::attribute(control, "data-type"))
                .unwrap_or_default(),
            required: page::has(control, "data-required"),
        };
        let fields = controls.iter().map(field).collect();
        Some(Drafter {
            uses: template.fields(),
            template,
            fields,
        })
    }

    fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// What a gap says.
    fn label(&self, name: &str) -> String {
        self.field(name)
            .map_or(name, |field| &field.label)
            .to_owned()
    }

    fn draft(&self, page: &Page, session: &Session) -> Option<Letter> {
        let mut answers = Answers::new();
        for used in &self.uses {
            let field_type = self
                .field(&used.field)
                .map(|field| field.field_type)
                .unwrap_or_default();
            let text = session.text(&field_key(&used.field)).to_owned();
            answers.insert(used.field.clone(), Answer { field_type, text });
        }
        Some(self.template.evaluate(&answers, page.today()?))
    }

    /// Required fields without an answer, except those that only a passage needs which is not in the letter.
    fn missing(&self, letter: &Letter, session: &Session) -> Vec<&Field> {
        let gaps = letter.gaps();
        let mut missing: Vec<&Field> = Vec::new();
        for field in self.fields.iter().filter(|field| field.required) {
            let printed = self
                .uses
                .iter()
                .any(|used| used.printed && used.field == field.name);
            let open = gaps.contains(&field.name.as_str());
            let unanswered = session.text(&field_key(&field.name)).is_empty();
            let told = missing.iter().any(|earlier| earlier.name == field.name);
            if !told && if printed { open } else { unanswered } {
                missing.push(field);
            }
        }
        missing
    }
}

/// The list of what a letter still needs.
struct Missing {
    section: Element,
    list: Element,
    shown: RefCell<Vec<String>>,
}

impl Missing {
    fn open(section: Element) -> Option<Missing> {
        let list = page::first_inside(&section, "ul")?;
        Some(Missing {
            section,
            list,
            shown: RefCell::default(),
        })
    }

    fn show(&self, page: &Page, fields: &[&Field]) {
        page::show(&self.section, !fields.is_empty());
        let names: Vec<String> = fields.iter().map(|field| field.name.clone()).collect();
        if *self.shown.borrow() == names {
            return;
        }
        page::set_text(&self.list, "");
        for field in fields {
            if let (Some(item), Some(link)) = (page.create("li", ""), page.create("a", "")) {
                page::set_attribute(&link, "href", &["#f-", &field.name].concat());
                page.append_text(&link, &field.label);
                page::append(&item, &link);
                page::append(&self.list, &item);
            }
        }
        *self.shown.borrow_mut() = names;
    }
}

fn selector(attribute: &str, id: &str) -> String {
    ["[", attribute, "=\"", id, "\"]"].concat()
}
