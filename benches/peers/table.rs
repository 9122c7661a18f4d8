//! The results as a table in Markdown.

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

/// The table.
pub fn markdown(results: &[Result]) -> String {
    let mut table = String::from(
        "| pages | generator | CPU seconds | × recourse | seconds | peak memory, MB | KB a page | growth |\n\
         | ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
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
            "| {} | {} | {:.2} | {ratio:.1} | {:.2} | {:.0} | {:.0} | {growth} |",
            result.pages,
            result.peer,
            result.cost.cpu,
            result.cost.seconds,
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
