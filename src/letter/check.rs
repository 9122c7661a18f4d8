//! A letter's template held against the dictionary of fields and the form: names, types, rows, branches nobody can reach.

use std::collections::BTreeSet;

use casework::field::FieldType;
use casework::letter::branches::Branch;
use casework::letter::template::FieldUse;
use casework::letter::{Condition, Template, Test};

use crate::diagnostic::{Diagnostic, Report};
use crate::fields::{self, Dictionary};
use crate::markdown::Fenced;
use crate::page::Page;
use crate::similar;

use super::within;

/// What is checked, and where mistakes go.
struct Checker<'a> {
    page: &'a Page,
    block: &'a Fenced,
    dictionary: &'a Dictionary,
    /// Every field and list that the form asks for, the fields of the lists included.
    asked: BTreeSet<&'a str>,
    report: &'a mut Report,
}

/// Every field that the template or the form names must be in the dictionary and used as what it is; the form must ask
/// for every field that the template uses, and for no other.
pub(super) fn check(
    page: &Page,
    block: &Fenced,
    template: &Template,
    dictionary: &Dictionary,
    report: &mut Report,
) {
    let mut asked: BTreeSet<&str> = BTreeSet::new();
    for id in page.front.groups.iter().flat_map(|group| &group.fields) {
        asked.insert(id);
        let members = dictionary.get(id).map(|field| field.fields.as_slice());
        asked.extend(members.unwrap_or_default().iter().map(String::as_str));
    }
    let mut checker = Checker {
        page,
        block,
        dictionary,
        asked,
        report,
    };
    let mut used = BTreeSet::new();
    for place in template.fields() {
        checker.field(&place);
        used.insert(place.field);
    }
    for place in template.lists() {
        checker.list(&place.list, &place.span);
        used.insert(place.list);
    }
    checker.unused(&used);
    for place in template.conditions() {
        checker.option(&place.condition, &place.span);
    }
    for branch in template.branches() {
        checker.branch(&branch);
    }
}

impl Checker<'_> {
    fn refuse(
        &mut self,
        span: &std::ops::Range<usize>,
        what: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let problem = self.page.problem(&within(self.block, span), what, remedy);
        self.report.push(problem);
    }

    fn is_list(&self, id: &str) -> bool {
        self.dictionary
            .get(id)
            .is_some_and(|field| field.kind == FieldType::List)
    }

    fn field(&mut self, place: &FieldUse) {
        let (id, span) = (place.field.as_str(), &place.span);
        let Some(field) = self.dictionary.get(id) else {
            let known = self.dictionary.keys().map(String::as_str);
            let remedy = similar::remedy(id, known, "add it to fields.toml");
            return self.refuse(span, format!("there is no field `{id}`"), remedy);
        };
        if field.kind == FieldType::List {
            return self.refuse(
                span,
                format!("`{id}` is a list"),
                format!("write `{{each {id}}}` … `{{end}}` around its fields, or ask `{{if several {id}}}`"),
            );
        }
        if !self.asked.contains(id) {
            return self.refuse(
                span,
                format!("the form never asks for the field `{id}`"),
                "add it to a group in the front matter",
            );
        }
        let Some(form) = &place.printed else { return };
        if (form.upper || form.total_of.is_some()) && field.kind != FieldType::Money {
            let kind = field.kind.name();
            self.refuse(
                span,
                format!("the field `{id}` is of the type `{kind}`, and only amounts add up or have formal numerals"),
                "use a field with `type = \"money\"`",
            );
        }
        let own_list =
            fields::list_of(self.dictionary, id).filter(|list| self.asked.contains(list));
        match (&form.total_of, own_list) {
            (Some(list), own) if own != Some(list) => self.refuse(
                span,
                format!("the field `{id}` is not in the rows of a list `{list}`"),
                "name the list that has the field, and ask for it in the form",
            ),
            (None, Some(list)) if place.each.as_deref() != Some(list) => self.refuse(
                span,
                format!("`{id}` has an answer in every row of `{list}`, and only the first would stand here"),
                format!("write it between `{{each {list}}}` and `{{end}}`, or add up with `{{total {list}.{id}}}`"),
            ),
            _ => {}
        }
    }

    fn list(&mut self, list: &str, span: &std::ops::Range<usize>) {
        if !self.is_list(list) {
            let lists = self.dictionary.keys().map(String::as_str);
            let lists: Vec<&str> = lists.filter(|id| self.is_list(id)).collect();
            let remedy = similar::remedy(
                list,
                lists.into_iter(),
                "add it to fields.toml with `type = \"list\"`",
            );
            self.refuse(span, format!("there is no list `{list}`"), remedy);
        } else if !self.asked.contains(list) {
            self.refuse(
                span,
                format!("the form never asks for the list `{list}`"),
                "add it to a group in the front matter",
            );
        }
    }

    fn unused(&mut self, used: &BTreeSet<String>) {
        for id in std::mem::take(&mut self.asked) {
            // A row may have fields that only other letters print.
            let in_list =
                fields::list_of(self.dictionary, id).is_some_and(|list| used.contains(list));
            if !used.contains(id) && !in_list {
                self.report.push(Diagnostic::file(
                    &self.page.path,
                    format!("the form asks for the field `{id}`, which the letter never uses"),
                    "use it in the letter, or take it out of the groups",
                ));
            }
        }
    }

    /// What a condition compares with must be an option of its field.
    fn option(&mut self, condition: &Condition, span: &std::ops::Range<usize>) {
        let Some(field) = self.dictionary.get(&condition.field) else {
            return;
        };
        if let Test::Is(answer) = &condition.test
            && !field.options.contains(answer)
        {
            let options = field.options.iter().map(String::as_str);
            let remedy = similar::remedy(answer, options, "use one of its options");
            let what = format!("`{answer}` is no option of the field `{}`", condition.field);
            self.refuse(span, what, remedy);
        }
    }

    /// Some answer must lead to every branch. The side without words may be one that nobody takes: `{if not a}` around
    /// all there is about `a` is an editor's way to say so.
    fn branch(&mut self, branch: &Branch) {
        let Some(own) = branch.conditions.last() else {
            return;
        };
        let Some(field) = self.dictionary.get(&own.field) else {
            return;
        };
        // In another row another answer may hold.
        let in_rows =
            fields::list_of(self.dictionary, &own.field).is_some() && branch.each.is_none();
        let known = match &own.test {
            Test::Is(option) => field.options.contains(option),
            Test::Answered => true,
            Test::Several => false,
        };
        if in_rows || !known {
            return;
        }
        let nothing_or_one = field.options.iter().map(|option| Some(option.as_str()));
        let mut answers: Vec<Option<&str>> = nothing_or_one.chain([None]).collect();
        if field.options.is_empty() {
            answers.push(Some("…"));
        }
        answers.retain(|answer| {
            let mut conditions = branch.conditions.iter();
            conditions.all(|condition| condition.field != own.field || allows(condition, *answer))
        });
        if answers.is_empty() {
            let id = &own.field;
            let (what, remedy) = if branch.otherwise {
                ("always holds here", "remove it and its `{else}`")
            } else {
                (
                    "can never hold here",
                    "remove it with its passage, or move it out of the condition around it",
                )
            };
            self.refuse(
                &branch.span,
                format!("the condition on `{id}` {what}, whatever is answered"),
                remedy,
            );
        }
    }
}

fn allows(condition: &Condition, answer: Option<&str>) -> bool {
    let holds = match &condition.test {
        Test::Answered => answer.is_some(),
        Test::Is(option) => answer == Some(option),
        Test::Several => return true,
    };
    holds != condition.negated
}
