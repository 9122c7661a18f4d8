//! A letter's template held against the dictionary of fields and the form: names, types, rows, branches nobody can reach.

use std::collections::BTreeSet;

use casework::field::FieldType;
use casework::letter::branches::Branch;
use casework::letter::template::FieldUse;
use casework::letter::{Condition, Question, Template, Test};

use crate::diagnostic::{Diagnostic, Report};
use crate::fields::{self, Dictionary};
use crate::front_matter;
use crate::page::Page;
use crate::similar;

use super::source::Source;
use super::{in_words, offered, reach};

/// What is checked, and where mistakes go.
struct Checker<'a> {
    page: &'a Page,
    source: &'a Source,
    dictionary: &'a Dictionary,
    /// Every field and list that the form asks for, the fields of the lists included.
    asked: BTreeSet<&'a str>,
    report: &'a mut Report,
}

/// Every field that the template or the form names must be in the dictionary and used as what it is; the form must ask
/// for every field that the template uses, and for no other.
pub(super) fn check(
    page: &Page,
    source: &Source,
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
        source,
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
    checker.offered();
    checker.unused(&used);
    for place in template.questions() {
        checker.option(&place.question, &place.span);
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
        let problem = self.source.problem(span, what, remedy);
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

    /// What a question compares with must be an option that the letter offers.
    fn option(&mut self, question: &Question, span: &std::ops::Range<usize>) {
        let Some(field) = self.dictionary.get(&question.field) else {
            return;
        };
        let offered = offered(self.page, &question.field, field);
        let Test::Is(answer) = &question.test else {
            return;
        };
        if offered.contains(answer) {
            return;
        }
        let id = &question.field;
        if field.options.contains(answer) {
            return self.refuse(
                span,
                format!("the letter does not offer `{answer}` for the field `{id}`"),
                "add it to `options` in the front matter, or remove the passage",
            );
        }
        let options = offered.iter().map(String::as_str);
        let remedy = similar::remedy(answer, options, "use one of its options");
        self.refuse(
            span,
            format!("`{answer}` is no option of the field `{id}`"),
            remedy,
        );
    }

    /// The options that the letter offers of a field are some of the field's own.
    fn offered(&mut self) {
        let page = self.page;
        for (id, offered) in &page.front.options {
            let field = self.dictionary.get(id);
            let field = field.filter(|field| field.kind == FieldType::Choice);
            let Some(field) = field.filter(|_| self.asked.contains(id.as_str())) else {
                self.refuse_options(
                    format!("`options`: the form asks for no choice `{id}`"),
                    "name a field of the groups with `type = \"choice\"`, or take it out",
                );
                continue;
            };
            for (index, option) in offered.iter().enumerate() {
                if !field.options.contains(option) {
                    let known = field.options.iter().map(String::as_str);
                    self.refuse_options(
                        format!("`options`: `{option}` is no option of the field `{id}`"),
                        similar::remedy(option, known, "use one of its options"),
                    );
                } else if offered[..index].contains(option) {
                    self.refuse_options(
                        format!("`options`: `{option}` is there twice"),
                        "take one out",
                    );
                }
            }
            let all = field.options.iter().all(|option| offered.contains(option));
            if all || offered.is_empty() {
                self.refuse_options(
                    format!("`options`: `{id}` leaves out none of its options, or all"),
                    "name the options that make sense in this letter, or take it out",
                );
            }
        }
    }

    fn refuse_options(&mut self, what: String, remedy: impl Into<String>) {
        let page = self.page;
        let span = front_matter::key_span(&page.text, 0..page.body_start, "options");
        self.report
            .push(Diagnostic::file(&page.path, what, remedy).at(&page.text, span));
    }

    /// Some answers must lead to every branch. One inside of another that nobody reaches is not told again.
    fn branch(&mut self, branch: &Branch) {
        let (page, dictionary) = (self.page, self.dictionary);
        let domain = |id: &str| {
            let field = dictionary.get(id)?;
            // In another row another answer may hold.
            let in_rows = fields::list_of(dictionary, id).is_some() && branch.each.is_none();
            if in_rows || field.kind == FieldType::List {
                return None;
            }
            let options = offered(page, id, field).iter().map(String::as_str);
            let mut answers: Vec<Option<&str>> = options.map(Some).chain([None]).collect();
            if field.options.is_empty() {
                answers.push(Some("…"));
            }
            Some(answers)
        };
        // What is no option is told as such.
        let is_known = |question: &Question| match &question.test {
            Test::Is(option) => {
                domain(&question.field).is_none_or(|answers| answers.contains(&Some(option)))
            }
            _ => true,
        };
        let around: Vec<&Condition> = branch.around.iter().collect();
        let with_own: Vec<&Condition> = around.iter().copied().chain([&branch.own]).collect();
        if !branch.own.questions.iter().all(is_known)
            || !reach::possible(&around, &domain)
            || reach::possible(&with_own, &domain)
        {
            return;
        }
        let (what, remedy) = match (branch.otherwise, branch.is_part) {
            (true, false) => ("always holds here", "remove it and its `{else}`"),
            (false, false) => (
                "can never hold here",
                "remove it with its passage, or move it out of the condition around it",
            ),
            (true, true) => ("always holds here", "remove it from the condition"),
            (false, true) => ("can never hold here", "remove it from the condition"),
        };
        let asked = if branch.otherwise {
            in_words(&branch.own.opposite())
        } else {
            in_words(&branch.own)
        };
        self.refuse(
            &branch.span,
            format!("`{asked}` {what}, whatever is answered"),
            remedy,
        );
    }
}
