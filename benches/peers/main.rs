//! What a build costs beside other generators: `cargo bench --bench peers -- --help`.
//!
//! 1. [`corpus`] makes the pages, [`peers`] sets up whichever generators are installed, each as its own documentation
//!    advises;
//! 2. [`measure`] runs them in turn, so that whatever else the machine does falls on all alike;
//! 3. [`table`] shows medians, ratios and growth, as a table and a chart.

mod corpus;
mod measure;
mod peers;
mod table;

use std::env;
use std::error::Error;
use std::fs;
use std::path::PathBuf;

const HELP: &str = "\
Builds the same pages with recourse and with each peer that is on the PATH: hugo, mdbook, zensical, pagefind.

  --pages N,M       how many pages; by default 1000 (10000 takes an hour with slow peers: see --most)
  --runs N          how often each is run; the median counts; by default 5
  --most SECONDS    who took longer than this for a size is not asked for a larger one; by default 20
  --corpus FOLDER   a folder of Markdown to repeat, in place of the guide's own pages
  --place FOLDER    where to work; by default a new folder for temporary files
  --write           also put table and chart into benches/README.md and benches/peers.svg";

struct Arguments {
    pages: Vec<usize>,
    runs: usize,
    most: f64,
    corpus: Option<PathBuf>,
    place: Option<PathBuf>,
    write: bool,
}

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    if let Some((measured, command)) = words.split_first()
        && measured == measure::WORD
    {
        return measure::child(command);
    }
    let Some(arguments) = read(&words)? else {
        println!("{HELP}");
        return Ok(());
    };
    let temporary = tempfile::tempdir()?;
    let place = arguments.place.as_deref().unwrap_or(temporary.path());
    let pages = corpus::read(arguments.corpus.as_deref())?;
    let peers = peers::installed();
    let mut results: Vec<table::Result> = Vec::new();
    for count in arguments.pages {
        let source = place.join(format!("source-{count}"));
        let corpus = corpus::write(&source, &pages, count)?;
        let mut running: Vec<(&peers::Peer, Vec<measure::Cost>)> = Vec::new();
        for peer in &peers {
            let slow = |result: &table::Result| {
                result.peer == peer.name && result.cost.cpu > arguments.most
            };
            if results.iter().any(slow) {
                eprintln!("{count} pages: {} is left out", peer.name);
                continue;
            }
            (peer.set_up)(place, &corpus)?;
            running.push((peer, Vec::new()));
        }
        for run in 1..=arguments.runs {
            for (peer, costs) in &mut running {
                eprintln!(
                    "{count} pages, run {run} of {}: {}",
                    arguments.runs, peer.name
                );
                costs.push(peer.run(place, count)?);
            }
        }
        for (peer, costs) in running {
            results.push(table::Result {
                peer: peer.name,
                pages: count,
                cost: measure::median(costs),
            });
        }
    }
    let table = table::markdown(&results);
    println!("{table}");
    if arguments.write {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("benches");
        let readme = folder.join("README.md");
        fs::write(
            &readme,
            table::put_into(&fs::read_to_string(&readme)?, &table)?,
        )?;
        fs::write(folder.join("peers.svg"), table::chart(&results))?;
    }
    Ok(())
}

/// `None` asks for help.
fn read(words: &[String]) -> Result<Option<Arguments>, Box<dyn Error>> {
    let mut arguments = Arguments {
        pages: vec![1000],
        runs: 5,
        most: 20.0,
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
