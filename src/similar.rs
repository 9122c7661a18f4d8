//! "Did you mean": the existing name that is nearest to a wrong one.

/// A remedy that names the nearest existing name, if one is near, and otherwise `otherwise`.
pub fn remedy<'a>(wrong: &str, existing: impl Iterator<Item = &'a str>, otherwise: &str) -> String {
    match nearest(wrong, existing) {
        Some(name) => format!("did you mean `{name}`? otherwise {otherwise}"),
        None => otherwise.to_owned(),
    }
}

/// So many names are looked through: with thousands of them and thousands of wrong ones, a search of all would take longer
/// than the build.
const MOST: usize = 1000;

/// The nearest name by edits, if at most a third of it differs.
pub fn nearest<'a>(wrong: &str, existing: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // One so much longer or shorter cannot be like it; and most are.
    let length = wrong.chars().count();
    let may_be_like = |name: &&str| {
        let (less, more) = (name.len() / 4, name.len());
        more * 3 >= length * 2 && less * 2 <= length * 3 && {
            let other = name.chars().count();
            other.min(length) * 3 >= other.max(length) * 2 - 2
        }
    };
    existing
        .take(MOST)
        .filter(may_be_like)
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
