//! What `case.toml` says of sending letters, held against the letters: the answers that decide are asked for, one entry is
//! left for every answer, and the page tells a reader without script what comes next, too.

use casework::field::{FieldType, YES};
use toml::Spanned;

use super::{Event, Known, Names, Sent};
use crate::address;
use crate::facts::{Facts, Whose};
use crate::fields::Dictionary;
use crate::page::Page;
use crate::similar;

/// Between a field and the option that decides, as the letter language has it.
const IS: &str = " = ";

impl Names<'_> {
    /// Checks every `[[letter]]`.
    pub(super) fn letters(&mut self, known: &Known, events: &[&str]) {
        let cases = self.cases;
        let stems: Vec<&str> = known.letters.iter().map(|page| stem(page)).collect();
        for sent in &cases.letter {
            self.one_of("letter", &Some(sent.id.clone()), &stems);
            self.one_of("letter", &sent.next, &stems);
            self.one_of("event", &Some(sent.sent.clone()), events);
            self.one_of("event", &sent.arrived, events);
            let fields: Vec<&str> = known.fields.keys().map(String::as_str).collect();
            self.one_of("field", &sent.asked, &fields);
            let of_letter = |page: &&&Page| stem(page) == sent.id.get_ref();
            if let Some(page) = known.letters.iter().find(of_letter) {
                if let Some(when) = &sent.when {
                    self.when(when, page, known.fields);
                }
                self.told(sent, page, known.facts);
            }
        }
        for (index, sent) in cases.letter.iter().enumerate() {
            let is_of = |other: &&Sent| other.id.get_ref() == sent.id.get_ref();
            let (before, rest) = cases.letter.split_at(index);
            let when = sent.when.as_ref().map(Spanned::get_ref);
            let takes_all = |other: &Sent| {
                let other = other.when.as_ref().map(Spanned::get_ref);
                other.is_none() || other == when
            };
            let id = sent.id.get_ref();
            if before.iter().filter(is_of).any(takes_all) {
                let message = format!("an entry above leaves no answer for this one of `{id}`");
                let remedy = "take one of the two out, or give them different `when`; the one without comes last";
                self.problem(sent.id.span(), message, remedy.to_owned());
            } else if when.is_some() && rest.iter().filter(is_of).count() == 1 {
                let message = format!("nothing is said of `{id}` for other answers than `when`");
                let remedy = "add an entry of the same letter without `when` behind it";
                self.problem(sent.id.span(), message, remedy.to_owned());
            }
        }
    }

    /// The answer that decides must be one that the letter's form offers.
    fn when(&mut self, when: &Spanned<String>, page: &Page, dictionary: &Dictionary) {
        let letter = stem(page);
        let (id, option) = match when.get_ref().split_once(IS) {
            Some((id, option)) => (id, Some(option)),
            None => (when.get_ref().as_str(), None),
        };
        let kind = if option.is_some() {
            FieldType::Choice
        } else {
            FieldType::Yes
        };
        let asked = page.front.groups.iter().flat_map(|group| &group.fields);
        let fields: Vec<&str> = asked
            .map(String::as_str)
            .filter(|id| dictionary.get(*id).map(|field| field.kind) == Some(kind))
            .collect();
        let (message, remedy) = match (fields.contains(&id), dictionary.get(id), option) {
            (true, Some(field), Some(option)) => {
                let options = crate::letter::offered(page, id, field);
                if options.iter().any(|known| known == option) {
                    return;
                }
                let options = options.iter().map(String::as_str);
                (
                    format!("`{id}` has no option `{option}` in the letter `{letter}`"),
                    similar::remedy(option, options, "use one of its options"),
                )
            }
            (true, ..) => return,
            (false, ..) => (
                format!("the letter `{letter}` has no {} `{id}`", noun(kind)),
                similar::remedy(
                    id,
                    fields.into_iter(),
                    "name a choice that its form asks for, `field = option`, or a box, `field`",
                ),
            ),
        };
        self.problem(when.span(), message, remedy);
    }

    /// Whoever has no script reads on the letter's page what comes next, and how long the other side has.
    fn told(&mut self, sent: &Sent, page: &Page, facts: &Facts) {
        let letter = stem(page);
        if let Some(next) = &sent.next {
            let leads = |target: &str| {
                let path = target.split('#').next().unwrap_or_default();
                address::stem(path) == next.get_ref()
            };
            if !page.document.links.iter().any(|link| leads(&link.target)) {
                let name = next.get_ref();
                let message = format!("the page of `{letter}` does not lead to `{name}`");
                let remedy = format!("link to `{name}.md` where the page says what comes next");
                self.problem(next.span(), message, remedy);
            }
        }
        for event in [Some(&sent.sent), sent.arrived.as_ref()]
            .into_iter()
            .flatten()
        {
            let is_it = |known: &&Event| known.id.get_ref() == event.get_ref();
            let starts = self
                .cases
                .event
                .iter()
                .find(is_it)
                .map(|event| &event.starts);
            for limit in starts.into_iter().flatten() {
                let id = limit.get_ref();
                let is_theirs = facts.get(id).and_then(|fact| fact.whose) == Some(Whose::Theirs);
                let is_told = page.document.citations.iter().any(|told| told.fact == *id);
                if is_theirs && !is_told {
                    let message =
                        format!("the page of `{letter}` does not say the time limit `{id}`");
                    let remedy = format!("write `[={id}]` where the page says what comes next");
                    self.problem(event.span(), message, remedy);
                }
            }
        }
    }
}

/// What an editor calls a field of this type.
fn noun(kind: FieldType) -> &'static str {
    match kind {
        FieldType::Choice => "choice",
        _ => "box",
    }
}

/// The answer that decides, as the browser compares it: `field = option`, and of a box `field = yes`.
pub fn answer(when: &str) -> String {
    if when.contains(IS) {
        when.to_owned()
    } else {
        [when, IS, YES].concat()
    }
}

fn stem(page: &Page) -> &str {
    address::stem(&page.path)
}
