//! A site in memory, with a search index that is made when somebody first searches.

use std::sync::{Arc, OnceLock};

use xxhash_rust::xxh3::xxh3_64;

use super::kept::{Kept, grams};
use crate::diagnostic::Report;
use crate::output::{Output, Outputs};
use crate::search::{self, Listing};

/// A site in memory.
#[derive(Clone, Default)]
pub struct BuiltSite {
    /// Every file but those of the search index.
    pub outputs: Outputs,
    /// The address that the site will be published at, ending with `/`.
    pub base_url: Option<String>,
    /// What the search index is made from, and the index once somebody has asked for it.
    pub(super) index: Arc<Index>,
}

#[derive(Default)]
pub(super) struct Index {
    pages: Vec<Arc<Kept>>,
    listings: Arc<Vec<Listing>>,
    made: OnceLock<Outputs>,
}

impl Index {
    pub(super) fn of(pages: Vec<Arc<Kept>>, listings: Arc<Vec<Listing>>) -> Self {
        Self {
            pages,
            listings,
            made: OnceLock::new(),
        }
    }
}

impl BuiltSite {
    /// A file by its address, those of the search index too; a folder's address gives its `index.html`.
    pub fn find(&self, path: &str) -> Option<&Output> {
        self.outputs
            .get(path)
            .or_else(|| search::is_file(path).then(|| self.index().get(path))?)
    }

    /// The files of the search index, made when they are first asked for.
    pub fn index(&self) -> &Outputs {
        self.index.made.get_or_init(|| {
            let mut outputs = Outputs::in_memory();
            // No two parts of an index have one address.
            let mut report = Report::default();
            let grams = grams(&self.index.pages);
            search::add(&self.index.listings, &grams, &mut outputs, &mut report);
            outputs
        })
    }

    /// Differs with every byte of the site.
    pub fn version(&self) -> u64 {
        let files = self.outputs.iter().map(|(path, output)| {
            let digest = output.digest.to_le_bytes();
            xxh3_64(&[path.as_bytes(), &digest].concat())
        });
        // A site without words to search for others is found by its pages alone.
        let listings = self.index.listings.iter().map(Listing::digest);
        files.chain(listings).fold(0, u64::wrapping_add)
    }
}
