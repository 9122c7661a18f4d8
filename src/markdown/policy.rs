//! What a page may not contain, because it runs, restyles or swallows the page. It decides; others write.

/// Elements that run code, load foreign pages, change what the page is, or turn all that follows into mere text.
const ELEMENTS: [&str; 15] = [
    "script",
    "style",
    "iframe",
    "textarea",
    "title",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
    "base",
    "embed",
    "frame",
    "frameset",
    "meta",
    "object",
];

/// Whether raw HTML may have this element.
pub(super) fn allows_element(name: &str) -> bool {
    !ELEMENTS
        .iter()
        .any(|element| element.eq_ignore_ascii_case(name))
}

/// Why raw HTML may not have this attribute, and what to do instead.
pub(super) fn forbids_attribute(name: &str) -> Option<&'static str> {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    if name.len() > 2 && name.as_bytes()[..2].eq_ignore_ascii_case(b"on") {
        Some("remove it: pages carry no script of their own")
    } else if is("style") {
        Some("remove it: the site's style sheet alone decides how pages look")
    } else if is("srcdoc") {
        Some("remove it: pages hold no other pages")
    } else {
        None
    }
}

/// Whether an address may stand in a page. It reads the address as a browser does: case does not matter, nor do
/// spaces and control characters before it, nor tabs and line ends within.
pub(super) fn allows_address(address: &str, image: bool) -> bool {
    if runs(address) {
        return false;
    }
    match beginning(address).strip_prefix("data:") {
        Some(kind) => kind.starts_with("image/") && (image || !kind.starts_with("image/svg")),
        None => true,
    }
}

/// Whether an attribute of this name may have this value. Animations list several values.
pub(super) fn allows_value(name: &str, value: &str, image: bool) -> bool {
    if is_address(name) {
        allows_address(value, image)
    } else {
        value.split(';').all(|part| !runs(part))
    }
}

fn is_address(name: &str) -> bool {
    const NAMES: [&str; 9] = [
        "href",
        "src",
        "action",
        "formaction",
        "xlink:href",
        "poster",
        "cite",
        "background",
        "data",
    ];
    NAMES.iter().any(|known| known.eq_ignore_ascii_case(name))
}

fn runs(address: &str) -> bool {
    let beginning = beginning(address);
    beginning.starts_with("javascript:") || beginning.starts_with("vbscript:")
}

/// As much of an address as decides, `data:image/svg+xml` being the longest, as a browser reads it.
fn beginning(address: &str) -> String {
    address
        .trim_start_matches(|character: char| character <= ' ')
        .chars()
        .filter(|character| !matches!(character, '\t' | '\n' | '\r'))
        .map(|character| character.to_ascii_lowercase())
        .take("data:image/svg+xml".len())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_are_recognised_in_every_disguise() {
        for address in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            "  \u{1}javascript:x",
            "java\tscr\nipt:x",
            "vbscript:x",
            "data:text/html,x",
            "data:,x",
            "DATA:image/svg+xml,x",
        ] {
            assert!(!allows_address(address, false), "{address:?}");
        }
        for address in [
            "javascript.html",
            "#javascript:",
            "https://a/?javascript:",
            "data:image/png;base64,x",
            "",
            "javascrip",
        ] {
            assert!(allows_address(address, false), "{address:?}");
        }
        assert!(allows_address("data:image/svg+xml,x", true));
        assert!(!allows_address("data:text/html,x", true));
    }

    #[test]
    fn values_of_any_attribute_are_looked_at() {
        assert!(!allows_value("to", "javascript:x", false));
        assert!(!allows_value("values", "#a; javascript:x", false));
        assert!(!allows_value("FormAction", "data:text/html,x", false));
        assert!(allows_value("src", "data:image/png;base64,x", true));
        assert!(allows_value(
            "title",
            "data: a; about javascript: addresses",
            false
        ));
    }

    #[test]
    fn names_are_compared_without_case() {
        assert!(!allows_element("ScRipt"));
        assert!(allows_element("details"));
        for name in ["onclick", "ONLOAD", "Style", "srcdoc"] {
            assert!(forbids_attribute(name).is_some(), "{name}");
        }
        for name in ["on", "class", "open", "data-style"] {
            assert!(forbids_attribute(name).is_none(), "{name}");
        }
    }
}
