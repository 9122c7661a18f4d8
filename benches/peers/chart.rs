//! The processor time of each as a chart: a dot for each size, on a scale by powers of ten, since the slowest takes a
//! hundred times what the fastest takes.

use std::fmt::Write as _;

use crate::peers::RECOURSE;
use crate::table::Result;

const LEFT: f64 = 150.0;
const WIDTH: f64 = 440.0;
const ROW: f64 = 34.0;
const TOP: f64 = 64.0;

const STYLE: &str = "text{fill:#1f2528;font:13px sans-serif}.small{font-size:11px;fill:#566066}\
    line{stroke:#c9d0d3}.dot{fill:#6d7b82}.own .dot{fill:#0f7a5c}.own text{font-weight:bold}\
    @media(prefers-color-scheme:dark){text{fill:#e6eaec}.small{fill:#a3adb2}line{stroke:#3b4549}\
    .dot{fill:#9aa8ae}.own .dot{fill:#4cc79f}}";

/// The chart.
pub fn draw(results: &[Result]) -> String {
    let mut names: Vec<&str> = Vec::new();
    let mut sizes: Vec<usize> = results.iter().map(|result| result.pages).collect();
    sizes.sort_unstable();
    sizes.dedup();
    for result in results {
        if !names.contains(&result.peer) {
            names.push(result.peer);
        }
    }
    let costs = || results.iter().map(|result| result.cost.cpu.max(0.001));
    let first = costs().fold(f64::INFINITY, f64::min).log10().floor();
    let last = costs().fold(0.0, f64::max).log10().ceil().max(first + 1.0);
    let across =
        |seconds: f64| LEFT + (seconds.max(0.001).log10() - first) / (last - first) * WIDTH;
    let height = TOP + ROW * names.len() as f64 + 10.0;
    let counts: Vec<String> = sizes.iter().map(usize::to_string).collect();
    let title = format!(
        "Seconds of processor time for {} pages",
        counts.join(" and ")
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 {height}\" role=\"img\" aria-labelledby=\"title told\">\n\
         <title id=\"title\">{title}</title>\n<desc id=\"told\">{}</desc>\n<style>{STYLE}</style>\n\
         <text x=\"8\" y=\"20\">{title}</text>\n<text class=\"small\" x=\"8\" y=\"37\">each line is ten times the one before; further left is faster</text>\n",
        told(results),
    );
    let mut power = first;
    while power <= last {
        let seconds = 10_f64.powf(power);
        let x = across(seconds);
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{}\" y2=\"{}\"/><text class=\"small\" x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{seconds} s</text>",
            TOP - 6.0,
            height - 6.0,
            TOP - 11.0,
        );
        power += 1.0;
    }
    for (row, name) in names.iter().enumerate() {
        let y = TOP + ROW * row as f64 + 18.0;
        let own = if *name == RECOURSE {
            " class=\"own\""
        } else {
            ""
        };
        let _ = writeln!(
            svg,
            "<g{own}><text x=\"8\" y=\"{:.0}\">{name}</text>",
            y + 4.0
        );
        for result in results.iter().filter(|result| result.peer == *name) {
            let x = across(result.cost.cpu);
            let radius = if Some(&result.pages) == sizes.first() {
                5
            } else {
                8
            };
            let _ = writeln!(
                svg,
                "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y}\" r=\"{radius}\"/><text class=\"small\" x=\"{:.1}\" y=\"{:.0}\">{:.2}</text>",
                x + 11.0,
                y + 4.0,
                result.cost.cpu,
            );
        }
        svg.push_str("</g>\n");
    }
    svg.push_str("</svg>\n");
    svg
}

/// The chart in words.
fn told(results: &[Result]) -> String {
    let each = results.iter().map(|result| {
        let Result { peer, pages, cost } = result;
        format!("{peer}, {pages} pages: {:.2} seconds", cost.cpu)
    });
    each.collect::<Vec<_>>().join("; ")
}
