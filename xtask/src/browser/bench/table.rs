//! The table of a benchmark, as Markdown.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};

use super::Work;

/// What was measured.
pub struct Table {
    filter: String,
    rows: Vec<Row>,
    notes: Vec<String>,
}

/// One measure, in milliseconds.
pub struct Row {
    name: String,
    wanted: f64,
    samples: usize,
    median: f64,
    p95: f64,
    work: Option<Work>,
}

impl Table {
    /// An empty table of what has the filter in its name.
    pub fn new(filter: &str) -> Self {
        Self {
            filter: filter.to_owned(),
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Whether a part is to be measured.
    pub fn wants(&self, part: &str) -> bool {
        part.contains(&self.filter)
    }

    /// Adds a row, and tells of it at once: the whole takes minutes.
    pub fn add(&mut self, row: Row) {
        println!("  {:6.1} ms at p95  {}", row.p95, row.name);
        self.rows.push(row);
    }

    /// Adds a sentence below the table.
    pub fn say(&mut self, note: &str) {
        println!("  {note}");
        self.notes.push(note.to_owned());
    }

    /// The whole, with what else the machine had to do.
    pub fn markdown(&self) -> String {
        let mut text = "| processor slowed 6 times | wanted | p95 | median | processor's time, mean (script, style, layout) | samples |\n| --- | ---: | ---: | ---: | ---: | ---: |\n".to_owned();
        for row in &self.rows {
            let work = row.work.map_or("–".to_owned(), |work| {
                let Work {
                    all,
                    script,
                    style,
                    layout,
                } = work;
                format!("{all:.1} ms ({script:.1}, {style:.1}, {layout:.1})")
            });
            text.push_str(&format!(
                "| {} | {:.0} ms | {:.1} ms | {:.1} ms | {work} | {} |\n",
                row.name, row.wanted, row.p95, row.median, row.samples
            ));
        }
        for note in &self.notes {
            text.push_str(&format!("\n{note}\n"));
        }
        let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        if let Some(load) = load.split(' ').next() {
            text.push_str(&format!(
                "\nMeasured on {cores} cores with a load of {load}.\n"
            ));
        }
        text
    }
}

impl Row {
    /// A row without figures.
    pub fn new(name: &str, wanted: f64) -> Self {
        Self {
            name: name.to_owned(),
            wanted,
            samples: 0,
            median: 0.0,
            p95: 0.0,
            work: None,
        }
    }

    /// The figures of what was measured under a name.
    pub fn with(mut self, samples: &BTreeMap<String, Vec<f64>>, name: &str) -> Result<Self> {
        let samples = samples.get(name);
        let mut samples = samples
            .with_context(|| format!("nothing was measured: {}", self.name))?
            .clone();
        self.samples = samples.len();
        self.median = percentile(&mut samples, 50);
        self.p95 = percentile(&mut samples, 95);
        Ok(self)
    }

    /// With what the page's own thread worked each time, saving and all.
    pub fn with_work(mut self, work: Work) -> Self {
        self.work = Some(work);
        self
    }
}

/// The value that so many of a hundred do not exceed.
pub fn percentile(samples: &mut [f64], percent: usize) -> f64 {
    samples.sort_by(f64::total_cmp);
    let rank = (samples.len() * percent).div_ceil(100).max(1);
    samples.get(rank - 1).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn a_percentile_is_one_of_the_values() {
        let mut values = [3.0, 1.0, 2.0, 4.0];
        assert_eq!(percentile(&mut values, 50), 2.0);
        assert_eq!(percentile(&mut values, 95), 4.0);
        assert_eq!(percentile(&mut [], 95), 0.0);
    }
}
