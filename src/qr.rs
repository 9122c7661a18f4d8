//! QR codes as SVG, black on white, for paper.

use std::fmt::Write as _;

use qrcode::{Color, QrCode};

/// The white margin that readers of the code need, in modules.
const MARGIN: usize = 4;

/// The code that holds this address; nothing if it is too long for one.
pub fn svg(address: &str) -> Option<String> {
    let code = QrCode::new(ascii(address)).ok()?;
    let width = code.width();
    let colors = code.into_colors();
    let mut path = String::new();
    for (y, row) in colors.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(PartialEq::eq) {
            if run[0] == Color::Dark {
                let length = run.len();
                let _ = write!(path, "M{} {}h{length}v1h-{length}z", x + MARGIN, y + MARGIN);
            }
            x += run.len();
        }
    }
    let size = width + 2 * MARGIN;
    Some(format!(
        "<svg class=\"code\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\" aria-hidden=\"true\"><path d=\"{path}\"/></svg>"
    ))
}

/// Phones' readers disagree on letters outside of ASCII, so these are percent-encoded.
fn ascii(address: &str) -> String {
    percent_encoding::utf8_percent_encode(address, percent_encoding::CONTROLS).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_with_its_margin_and_always_the_same() {
        let svg = super::svg("https://example.org/指南/").expect("a code");
        assert_eq!(super::svg("https://example.org/指南/"), Some(svg.clone()));
        // Version 3 has 29 modules a side.
        assert!(svg.contains("viewBox=\"0 0 37 37\""), "{svg}");
        // The finder pattern in the corner.
        assert!(svg.contains("<path d=\"M4 4h7v1h-7z"), "{svg}");
        assert_eq!(
            ascii("https://example.org/指"),
            "https://example.org/%E6%8C%87"
        );
    }

    #[test]
    fn what_no_code_can_hold_gives_none() {
        assert_eq!(super::svg(&"x".repeat(5000)), None);
    }
}
