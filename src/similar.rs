//! "Did you mean": the existing name that is nearest to a wrong one.

/// A remedy that names the nearest existing name, if one is near, and otherwise `otherwise`.
pub fn remedy<'a>(wrong: &str, existing: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    match nearest(wrong, existing) {
        Some(name) => format!("did you mean `{name}`? otherwise {otherwise}"),
        None => otherwise.to_owned(),
    }
}

/// The nearest name by edits, if at most a third of it differs.
pub fn nearest<'a>(wrong: &str, existing: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    existing
        .map(|name| (strsim::normalized_levenshtein(wrong, name), name))
        .filter(|(likeness, _)| *likeness > 0.66)
        .max_by(|a, b| a.0.total_cmp(&b.0).then_with(|| b.1.cmp(a.1)))
        .map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_corrected_and_a_stranger_is_not() {
        let names = ["ecommerce-law-57", "aml-law-39"];
        assert_eq!(
            remedy("ecomerce-law-57", names.into_iter(), "add it"),
            "did you mean `ecommerce-law-57`? otherwise add it"
        );
        assert_eq!(remedy("weather", names.into_iter(), "add it"), "add it");
    }
}
