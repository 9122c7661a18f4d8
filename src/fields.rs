//! `fields.toml`: the dictionary of fields that letters ask for, so that a name is typed once for all letters.

use std::collections::BTreeMap;

use casework::field::FieldType;
use casework::letter::RESERVED;
use serde::de::Error;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use crate::diagnostic::{Diagnostic, Report};
use crate::source::Sources;

/// The name of the file, at the top of a language's folder.
pub const FILE: &str = "fields.toml";

/// Whose answer it is, where the reader has several cases.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Each case has its own, as most are about one dispute.
    #[default]
    Case,
    /// All cases share it, such as a name.
    Person,
}

/// One field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// What it asks for.
    pub label: String,
    /// What it holds.
    #[serde(rename = "type", deserialize_with = "field_type")]
    pub kind: FieldType,
    /// What helps to answer.
    pub help: Option<String>,
    /// A good answer.
    pub example: Option<String>,
    /// Whether a letter is incomplete without it.
    #[serde(default)]
    pub required: bool,
    /// The HTML autocomplete token.
    pub autocomplete: Option<String>,
    /// Whose answer it is.
    #[serde(default)]
    pub scope: Scope,
    /// The choices.
    #[serde(default)]
    pub options: Vec<String>,
    /// What options were called before, and what they are called now: what was chosen then stays chosen.
    #[serde(default)]
    pub was: BTreeMap<String, String>,
    /// Of an amount, the field of a list whose sum it usually is.
    pub total: Option<String>,
    /// Of a list, the fields that each of its rows has.
    #[serde(default)]
    pub fields: Vec<String>,
    /// Whether the evidence that is ticked off in the letter's situations belongs to the answer.
    #[serde(default)]
    pub evidence: bool,
}

fn field_type<'de, D: Deserializer<'de>>(deserializer: D) -> Result<FieldType, D::Error> {
    let name = String::deserialize(deserializer)?;
    FieldType::named(&name).ok_or_else(|| {
        let known: Vec<&str> = FieldType::ALL.iter().map(|(name, _)| *name).collect();
        D::Error::custom(format!(
            "there is no field type `{name}`; use one of {}",
            known.join(", ")
        ))
    })
}

/// The fields of one language by id.
pub type Dictionary = BTreeMap<String, Field>;

/// Reads the dictionary in `folder`; without the file it is empty.
pub fn read(sources: &Sources, folder: &str, report: &mut Report) -> Dictionary {
    let path = format!("{folder}{FILE}");
    let Some(text) = sources.text(&path) else {
        return Dictionary::new();
    };
    let fields = match toml::from_str::<BTreeMap<Spanned<String>, Field>>(text) {
        Ok(fields) => fields,
        Err(error) => {
            report.push(Diagnostic::toml(path, text, &error).unreadable());
            return Dictionary::new();
        }
    };
    let mut dictionary = Dictionary::new();
    let mut spans = BTreeMap::new();
    for (id, field) in fields {
        let problem = if !is_id(id.get_ref()) {
            Some((
                "is no field id".to_owned(),
                "use lower-case letters, digits and underscores",
            ))
        } else if RESERVED.contains(&id.get_ref().as_str()) {
            Some((
                "means something else in a letter".to_owned(),
                "give the field another id",
            ))
        } else if (field.kind == FieldType::Choice) == field.options.is_empty() {
            Some((
                "needs `options` if it is a choice, and only then".to_owned(),
                "add `options = [\"…\", \"…\"]`, or take it away",
            ))
        } else if field.was.values().any(|now| !field.options.contains(now))
            || field
                .was
                .keys()
                .any(|before| field.options.contains(before))
        {
            Some((
                "has a `was` that leads from no former option to a present one".to_owned(),
                "write `was = { \"former\" = \"present\" }`, with the present one as in `options`",
            ))
        } else if (field.kind == FieldType::List) == field.fields.is_empty() {
            Some((
                "needs `fields` if it is a list, and only then".to_owned(),
                "add `fields = [\"…\", \"…\"]`, or take it away",
            ))
        } else if field.evidence && field.kind != FieldType::Multiline {
            Some((
                "takes the evidence, which is several lines".to_owned(),
                "give it `type = \"multiline\"`",
            ))
        } else {
            None
        };
        if let Some((what, remedy)) = problem {
            report.push(
                Diagnostic::file(&path, format!("`{}` {what}", id.get_ref()), remedy)
                    .at(text, id.span()),
            );
        }
        spans.insert(id.get_ref().clone(), id.span());
        dictionary.insert(id.into_inner(), field);
    }
    check_references(&dictionary, |id, what, remedy| {
        let span = spans.get(id).cloned().unwrap_or(0..0);
        report.push(Diagnostic::file(&path, what, remedy).at(text, span));
    });
    dictionary
}

/// Every field of a list must be one, and be in no other list: its answers are kept by row. What is a sum must be one of
/// amounts in rows.
fn check_references(dictionary: &Dictionary, mut refuse: impl FnMut(&str, String, &str)) {
    let mut lists_by_field: BTreeMap<&str, &str> = BTreeMap::new();
    for (id, list) in dictionary {
        let is_amount = |id: &str| {
            dictionary
                .get(id)
                .is_some_and(|field| field.kind == FieldType::Money)
        };
        if let Some(total) = &list.total
            && !(is_amount(id) && is_amount(total) && list_of(dictionary, total).is_some())
        {
            refuse(
                id,
                format!("`{id}` is no amount, or its `total` is no amount of a list"),
                "name a field of type `money` that is in a list, or take it away",
            );
        }
        for member in &list.fields {
            match dictionary.get(member) {
                None => refuse(
                    id,
                    format!("the list `{id}` has a field `{member}`, which is not there"),
                    "add it to fields.toml, or take it out of the list",
                ),
                Some(field) if matches!(field.kind, FieldType::List | FieldType::Multiline) => {
                    refuse(
                        id,
                        format!(
                            "the list `{id}` has a field `{member}` of the type `{}`",
                            field.kind.name()
                        ),
                        "a row has room for a line, a choice or a box; take another field",
                    );
                }
                Some(_) => {}
            }
            if let Some(other) = lists_by_field.insert(member, id) {
                refuse(
                    id,
                    format!("the field `{member}` is in the list `{other}` already"),
                    "give each list fields of its own",
                );
            }
        }
    }
}

/// The list that a field belongs to.
pub fn list_of<'a>(dictionary: &'a Dictionary, field: &str) -> Option<&'a str> {
    let list = dictionary
        .iter()
        .find(|(_, list)| list.fields.iter().any(|member| member == field));
    list.map(|(id, _)| id.as_str())
}

fn is_id(id: &str) -> bool {
    id.starts_with(|c: char| c.is_ascii_lowercase())
        && id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
