//! Keeps a page within what can be parsed in reasonable time: the parser looks at every open block quote and list again
//! for each line, so thousands of them inside of each other would take it hours.

use memchr::memchr_iter;

use super::document::Problem;

/// How deep block quotes and lists may lie in each other. No page that people read comes near.
const DEEPEST: usize = 100;

/// The text as far as it is parsed.
pub(super) fn within<'a>(body: &'a str, problems: &mut Vec<Problem>) -> &'a str {
    let mut fence = None;
    let mut start = 0;
    let line_ends = memchr_iter(b'\n', body.as_bytes()).map(|at| at + 1);
    for end in line_ends.chain([body.len()]) {
        let line = &body[start..end];
        let text = line.trim_start_matches([' ', '\t']);
        let mark = ["```", "~~~"]
            .into_iter()
            .find(|mark| text.starts_with(mark));
        match (fence, mark) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        if fence.is_none() && depth(line) > DEEPEST {
            problems.push(Problem {
                message: format!("lists or quotes lie in each other more than {DEEPEST} deep"),
                remedy: "nest them less; the rest of the page was not read".to_owned(),
                span: start..start + line.trim_end().len(),
                lenient: false,
            });
            return &body[..start];
        }
        start = end;
    }
    body
}

/// How many block quotes and lists a line can be inside of, by its marks and its indentation.
fn depth(line: &str) -> usize {
    let bytes = line.as_bytes();
    let first = bytes.iter().find(|byte| !matches!(byte, b' ' | b'\t'));
    if !matches!(first, Some(b'>' | b'-' | b'+' | b'*' | b'0'..=b'9')) {
        return 0;
    }
    let (mut at, mut columns, mut marks) = (0, 0_usize, 0);
    let mut kinds = [false; 256];
    loop {
        match bytes.get(at) {
            Some(b' ') => columns += 1,
            Some(b'\t') => columns += 4,
            Some(mark @ (b'>' | b'-' | b'+' | b'*')) if ends_mark(bytes, at, *mark) => {
                kinds[usize::from(*mark)] = true;
                marks += 1;
            }
            Some(b'0'..=b'9') => {
                let digits = bytes[at..]
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .count();
                at += digits;
                if !matches!(bytes.get(at), Some(b'.' | b')')) || !ends_mark(bytes, at, b'.') {
                    break;
                }
                kinds[usize::from(b'.')] = true;
                marks += 1;
            }
            _ => break,
        }
        at += 1;
    }
    let is_rule = line[at..].trim().is_empty()
        && !kinds[usize::from(b'>')]
        && kinds.iter().filter(|kind| **kind).count() == 1;
    // A list inside of another is indented by two columns at least; each mark is followed by one of them.
    if marks == 0 || is_rule {
        0
    } else {
        marks + columns.saturating_sub(marks) / 2
    }
}

/// Whether a mark of a list is followed by white space, as it has to be; a block quote's need not.
fn ends_mark(bytes: &[u8], at: usize, mark: u8) -> bool {
    mark == b'>' || bytes.get(at + 1).is_none_or(u8::is_ascii_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(body: &str) -> Option<usize> {
        let mut problems = Vec::new();
        let read = within(body, &mut problems);
        assert_eq!(read.len() < body.len(), !problems.is_empty());
        problems
            .first()
            .map(|problem| body[..problem.span.start].matches('\n').count() + 1)
    }

    #[test]
    fn what_is_nested_beyond_reason_is_refused_with_its_line() {
        assert_eq!(refused(&format!("a\n\n{}b\n", ">".repeat(101))), Some(3));
        assert_eq!(refused(&format!("{}b\n", "- ".repeat(101))), Some(1));
        assert_eq!(refused(&format!("{}b\n", "1. ".repeat(101))), Some(1));
        assert_eq!(refused(&format!("a\n{}- b\n", " ".repeat(202))), Some(2));
    }

    #[test]
    fn what_people_write_is_not() {
        let deep: String = (0..50)
            .map(|level| format!("{}- a\n", "  ".repeat(level)))
            .collect();
        assert_eq!(refused(&deep), None);
        for body in [
            format!("{}\n", "* ".repeat(300)),
            format!("{}\n", "- ".repeat(300)),
            format!("```\n{}- a\n```\n", " ".repeat(300)),
            format!("{}text\n", " ".repeat(300)),
            "1234567890".repeat(50),
        ] {
            assert_eq!(refused(&body), None, "{body}");
        }
    }
}
