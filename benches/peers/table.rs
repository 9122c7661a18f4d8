//! The results as a table in Markdown and as a chart.

use std::fmt::Write as _;

use crate::measure::Cost;
use crate::peers::RECOURSE;

/// One generator at one size.
pub struct Result {
    /// The generator.
    pub peer: &'static str,
    /// How many pages.
    pub pages: usize,
    /// What it took.
    pub cost: Cost,
}

const BEGIN: &str = "<!-- results -->\n";
const END: &str = "<!-- end of results -->";

/// The table.
pub fn markdown(results: &[Result]) -> String {
    let mut table = String::from(
        "| pages | generator | CPU seconds | × recourse | peak memory, MB | KB a page | growth |\n\
         | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n",
    );
    for result in results {
        let own = find(results, RECOURSE, result.pages);
        let ratio = own.map_or(1.0, |own| result.cost.cpu / own.cost.cpu);
        let smaller = results
            .iter()
            .filter(|other| other.peer == result.peer && other.pages < result.pages)
            .max_by_key(|other| other.pages);
        let growth = smaller.map_or_else(String::new, |smaller| {
            let times = result.cost.cpu / smaller.cost.cpu;
            format!("{times:.1}× for {}×", result.pages / smaller.pages)
        });
        let _ = writeln!(
            table,
            "| {} | {} | {:.2} | {ratio:.1} | {:.0} | {:.0} | {growth} |",
            result.pages,
            result.peer,
            result.cost.cpu,
            result.cost.memory,
            result.cost.memory * 1000.0 / result.pages as f64,
        );
    }
    table
}

fn find<'a>(results: &'a [Result], peer: &str, pages: usize) -> Option<&'a Result> {
    let mut results = results.iter();
    results.find(|result| result.peer == peer && result.pages == pages)
}

/// A text with the table between its marks.
pub fn put_into(text: &str, table: &str) -> std::result::Result<String, &'static str> {
    let missing = "benches/README.md has no place for the results";
    let (before, rest) = text.split_once(BEGIN).ok_or(missing)?;
    let (_, after) = rest.split_once(END).ok_or(missing)?;
    Ok(format!("{before}{BEGIN}\n{table}\n{END}{after}"))
}

/// The processor time of each at the smallest size, as bars.
pub fn chart(results: &[Result]) -> String {
    const BAR: usize = 30;
    let pages = results.iter().map(|result| result.pages).min().unwrap_or(0);
    let mut shown: Vec<&Result> = results.iter().filter(|it| it.pages == pages).collect();
    shown.sort_by(|a, b| a.cost.cpu.total_cmp(&b.cost.cpu));
    let most = shown.last().map_or(1.0, |result| result.cost.cpu);
    let height = 40 + BAR * shown.len();
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 {height}\" font-family=\"sans-serif\" font-size=\"13\" role=\"img\" aria-label=\"CPU seconds for {pages} pages\">\n\
         <style>text {{ fill: #222 }} rect {{ fill: #8a9aa0 }} .own {{ fill: #0f7a5c }} @media (prefers-color-scheme: dark) {{ text {{ fill: #ddd }} }}</style>\n\
         <text x=\"8\" y=\"20\">CPU seconds for {pages} pages</text>\n"
    );
    for (number, result) in shown.iter().enumerate() {
        let top = 34 + BAR * number;
        let width = (result.cost.cpu / most * 380.0).max(1.0);
        let class = if result.peer == RECOURSE {
            " class=\"own\""
        } else {
            ""
        };
        let _ = writeln!(
            svg,
            "<text x=\"8\" y=\"{}\">{}</text><rect{class} x=\"170\" y=\"{top}\" width=\"{width:.1}\" height=\"20\"/><text x=\"{:.1}\" y=\"{}\">{:.2}</text>",
            top + 15,
            result.peer,
            176.0 + width,
            top + 15,
            result.cost.cpu,
        );
    }
    svg.push_str("</svg>\n");
    svg
}
