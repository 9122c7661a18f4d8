//! A page as it was last rendered, for as long as nothing that it is made from changes.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::build::Renderer;
use crate::diagnostic::Report;
use crate::output::{Made, Outputs};
use crate::page::Page;
use crate::search::{self, grams::Grams};

/// A page as it was last rendered.
pub(super) struct Kept {
    pub(super) address: String,
    /// Differs with everything that its HTML is made from.
    pub(super) digest: u128,
    /// Nothing if a template failed.
    pub(super) made: Option<Made>,
    pub(super) grams: Arc<OnceLock<Grams>>,
    /// Whether a search finds it.
    pub(super) searched: bool,
    /// What was wrong with its view.
    pub(super) problems: Report,
}

impl Kept {
    /// The page as it is now, rendered only if that differs from what is known of it.
    pub(super) fn renewed(
        known: Option<&Self>,
        index: usize,
        page: &Page,
        renderer: &Renderer,
        outputs: &Outputs,
    ) -> Self {
        let mut problems = Report::default();
        let view = renderer.view(index, &mut problems);
        let digest = renderer.digest(index, &view);
        let known = known.filter(|known| known.digest == digest && known.made.is_some());
        let (made, grams) = match known {
            Some(known) => (known.made.clone(), Arc::clone(&known.grams)),
            None => {
                let html = renderer.html(index, view, &mut problems);
                let made = html.and_then(|html| renderer.make(index, html, outputs, &mut problems));
                (made, Arc::default())
            }
        };
        Self {
            address: page.address.clone(),
            digest,
            made,
            grams,
            searched: search::includes(page),
            problems,
        }
    }

    fn grams(&self) -> Option<&Grams> {
        let html = self.made.as_ref().filter(|_| self.searched)?.bytes()?;
        let html = || search::text::of_bytes(html);
        Some(self.grams.get_or_init(|| Grams::of(html())))
    }
}

/// What a search can find on each page, read from those that were not read yet.
pub(super) fn grams(pages: &[Arc<Kept>]) -> Vec<Option<&Grams>> {
    pages.par_iter().map(|page| page.grams()).collect()
}
