//! Addresses inside a site: paths with `/`, relative ones, and how they are written in HTML.

use memchr::{memchr_iter, memchr2, memrchr};

/// Joins a relative path to the folder of `from` and removes `.` and `..`. `None` if it leads out of the site.
pub fn join(from: &str, relative: &str) -> Option<String> {
    let (base, relative) = match relative.strip_prefix('/') {
        Some(absolute) => ("", absolute),
        None => (folder(from), relative),
    };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let mut path = parts.join("/");
    if relative.ends_with('/') && !path.is_empty() {
        path.push('/');
    }
    Some(path)
}

/// The folder part of a path, with its last `/`; empty at the top.
pub fn folder(path: &str) -> &str {
    memrchr(b'/', path.as_bytes()).map_or("", |at| &path[..=at])
}

/// The file part of a path.
pub fn file(path: &str) -> &str {
    memrchr(b'/', path.as_bytes()).map_or(path, |at| &path[at + 1..])
}

/// The file part of a path without its ending.
pub fn stem(path: &str) -> &str {
    let file = file(path);
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}

/// The relative address of `to` as seen from the page `from`; both are paths below the site's top.
pub fn relative(from: &str, to: &str) -> String {
    let base = folder(from);
    let alike = base
        .bytes()
        .zip(folder(to).bytes())
        .take_while(|(a, b)| a == b)
        .count();
    let common = memrchr(b'/', &base.as_bytes()[..alike]).map_or(0, |at| at + 1);
    let up = memchr_iter(b'/', &base.as_bytes()[common..]).count();
    let below = &to[common..];
    let mut address = String::with_capacity(3 * up + below.len());
    for _ in 0..up {
        address.push_str("../");
    }
    encode_into(&mut address, below);
    if address.is_empty() {
        address.push_str("./");
    } else if up == 0 {
        let first = memchr2(b'/', b':', address.as_bytes());
        if first.is_some_and(|at| address.as_bytes()[at] == b':') {
            address.insert_str(0, "./");
        }
    }
    address
}

/// Percent-encodes what may not stand in a path; letters of every script stay readable.
pub fn encode(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    encode_into(&mut encoded, path);
    encoded
}

fn encode_into(out: &mut String, path: &str) {
    let mut written = 0;
    for (at, byte) in path.bytes().enumerate() {
        if ENCODED[usize::from(byte)] {
            out.push_str(&path[written..at]);
            out.push_str(&format!("%{byte:02X}"));
            written = at + 1;
        }
    }
    out.push_str(&path[written..]);
}

/// Which bytes may not stand in a path.
const ENCODED: [bool; 256] = {
    let mut encoded = [false; 256];
    let marks = b"%?# \"<>`{}\\^|[]\x7f";
    let mut at = 0;
    while at < marks.len() {
        encoded[marks[at] as usize] = true;
        at += 1;
    }
    let mut control = 0;
    while control < 0x20 {
        encoded[control] = true;
        control += 1;
    }
    encoded
};

/// Undoes percent-encoding; what does not decode to UTF-8 is left as it is.
pub fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .map_or_else(|_| text.to_owned(), Into::into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_addresses_climb_and_descend() {
        assert_eq!(relative("index.html", "guide/a.html"), "guide/a.html");
        assert_eq!(relative("guide/a.html", "index.html"), "../index.html");
        assert_eq!(relative("guide/a.html", "guide/b.html"), "b.html");
        assert_eq!(relative("a/b/c.html", "a/d/e.html"), "../d/e.html");
        assert_eq!(relative("ab/c.html", "a/d.html"), "../a/d.html");
        assert_eq!(relative("a.html", "b c#d.html"), "b%20c%23d.html");
        assert_eq!(relative("a.html", "x:y.html"), "./x:y.html");
    }

    #[test]
    fn joining_never_leaves_the_site() {
        assert_eq!(join("a/b.md", "../c.md").as_deref(), Some("c.md"));
        assert_eq!(join("a/b.md", "../../c.md"), None);
        assert_eq!(join("a/b.md", "/c/./d.md").as_deref(), Some("c/d.md"));
        assert_eq!(join("a/b.md", "c/").as_deref(), Some("a/c/"));
    }

    proptest::proptest! {
        #[test]
        fn a_relative_address_leads_where_it_should(
            from in "([a-z汉]{1,3}/){0,3}[a-z]{1,3}\\.html",
            to in "([a-z汉]{1,3}/){0,3}[a-z ]{1,3}\\.html",
        ) {
            let address = relative(&from, &to);
            proptest::prop_assert_eq!(join(&from, &decode(&address)), Some(to));
        }
    }
}
