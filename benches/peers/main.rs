//! What a build costs beside other generators: `cargo bench --bench peers -- --help`.
//!
//! 1. [`corpus`] makes the pages, [`peers`] sets up whichever generators are installed, each as its own documentation
//!    advises;
//! 2. [`measure`] runs them in turn, so that whatever else the machine does falls on all alike;
//! 3. [`table`] shows medians, ratios and growth, [`chart`] draws them.

mod chart;
mod corpus;
#[path = "../document.rs"]
mod document;
#[path = "../measure.rs"]
mod measure;
mod peers;
mod table;

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use measure::Cost;

const HELP: &str = "\
Builds the same pages with recourse and with each peer that is on the PATH: hugo, mdbook, zensical, pagefind.

  --pages N,M       how many pages; by default 1000 (100,1000,10000 shows growth and takes half an hour)
  --runs N          how often each is run; the median counts; by default 3
  --most SECONDS    who takes more processor time than this is run once, and not asked for more pages; by default 30
  --only NAME,…     only these, as `recourse,Hugo`
  --corpus FOLDER   a folder of Markdown to repeat, in place of the guide's own pages
  --place FOLDER    where to work; by default a new folder for temporary files
  --write           also put the table into docs/benchmark.md and the chart into docs/benchmark.svg";

struct Arguments {
    pages: Vec<usize>,
    runs: usize,
    most: f64,
    only: Option<Vec<String>>,
    corpus: Option<PathBuf>,
    place: Option<PathBuf>,
    write: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    if measure::if_called_to()? {
        return Ok(());
    }
    let words: Vec<String> = env::args().skip(1).collect();
    let Some(arguments) = read(&words)? else {
        println!("{HELP}");
        return Ok(());
    };
    let (mut peers, missing) = peers::installed();
    if let Some(only) = &arguments.only {
        peers.retain(|peer| only.iter().any(|name| name == peer.name));
    }
    for missing in missing {
        eprintln!("{missing}");
    }
    let temporary = tempfile::tempdir()?;
    let place = arguments.place.as_deref().unwrap_or(temporary.path());
    let pages = corpus::read(arguments.corpus.as_deref())?;
    let mut results: Vec<table::Result> = Vec::new();
    for count in &arguments.pages {
        let source = place.join(format!("source-{count}"));
        let corpus = corpus::write(&source, &pages, *count)?;
        results.extend(measured(
            &peers, &corpus, place, &arguments, *count, &results,
        )?);
    }
    document::progress("");
    let table = table::markdown(&results);
    let versions = peers::versions();
    let about = format!(
        "{versions}; {}; medians of {}, but one run of who took more than {} s of processor time.",
        document::machine(),
        arguments.runs,
        arguments.most
    );
    println!("{table}\n{about}");
    if arguments.write {
        document::put("peers", &format!("{table}\n{about}"))?;
        fs::write(
            document::folder().join("benchmark.svg"),
            chart::draw(&results),
        )?;
    }
    Ok(())
}

/// Runs all in turn, again and again.
fn measured(
    peers: &[peers::Peer],
    corpus: &corpus::Corpus,
    place: &Path,
    arguments: &Arguments,
    count: usize,
    before: &[table::Result],
) -> Result<Vec<table::Result>, Box<dyn Error>> {
    let is_slow = |costs: &[Cost]| costs.iter().any(|cost| cost.cpu > arguments.most);
    let mut running: Vec<(&peers::Peer, Vec<Cost>)> = Vec::new();
    for peer in peers {
        let was_slow = |result: &table::Result| result.peer == peer.name && is_slow(&[result.cost]);
        if before.iter().any(was_slow) {
            eprintln!("{count} pages: {} is left out, see --most", peer.name);
            continue;
        }
        document::progress(&format!("{count} pages: setting up {}", peer.name));
        (peer.set_up)(place, corpus)?;
        running.push((peer, Vec::new()));
    }
    for run in 1..=arguments.runs {
        for (peer, costs) in &mut running {
            if !is_slow(costs) {
                let name = peer.name;
                let runs = arguments.runs;
                document::progress(&format!("{count} pages, run {run} of {runs}: {name}"));
                costs.push(peer.run(place, count, run)?);
            }
        }
    }
    let result = |(peer, costs): (&peers::Peer, Vec<Cost>)| table::Result {
        peer: peer.name,
        pages: count,
        cost: median(&costs),
    };
    Ok(running.into_iter().map(result).collect())
}

/// The median of each.
fn median(costs: &[Cost]) -> Cost {
    let middle = |value: fn(&Cost) -> f64| {
        let mut values: Vec<f64> = costs.iter().map(value).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Cost {
        cpu: middle(|cost| cost.cpu),
        seconds: middle(|cost| cost.seconds),
        memory: middle(|cost| cost.memory),
    }
}

/// `None` asks for help.
fn read(words: &[String]) -> Result<Option<Arguments>, Box<dyn Error>> {
    let mut arguments = Arguments {
        pages: vec![1000],
        runs: 3,
        most: 30.0,
        only: None,
        corpus: None,
        place: None,
        write: false,
    };
    let mut words = words.iter();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("`{word}` needs a value"));
        match word.as_str() {
            "--pages" => {
                let counts = value()?.split(',').map(str::parse);
                arguments.pages = counts.collect::<Result<_, _>>()?;
            }
            "--runs" => arguments.runs = value()?.parse()?,
            "--only" => arguments.only = Some(value()?.split(',').map(str::to_owned).collect()),
            "--most" => arguments.most = value()?.parse()?,
            "--corpus" => arguments.corpus = Some(value()?.into()),
            "--place" => arguments.place = Some(value()?.into()),
            "--write" => arguments.write = true,
            // Cargo says this to every benchmark.
            "--bench" => {}
            _ => return Ok(None),
        }
    }
    Ok(Some(arguments))
}
