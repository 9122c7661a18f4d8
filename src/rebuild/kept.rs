//! A page as it was last rendered, for as long as nothing that it is made from changes.

use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::build::Renderer;
use crate::diagnostic::Report;
use crate::output::{Made, Outputs};
use crate::page::Page;
use crate::render::Used;
use crate::search::{self, grams::Grams};

/// A page as it was last rendered.
pub(super) struct Kept {
    pub(super) page: Arc<Page>,
    /// Differs with everything else that its view is made from; nothing if that is not known.
    inputs: Option<u128>,
    /// Differs with everything that its HTML is made from but the templates that note their use.
    digest: u128,
    /// Those that it was made with.
    templates: Arc<[Used]>,
    /// Nothing if a template failed.
    pub(super) made: Option<Made>,
    pub(super) grams: Arc<OnceLock<Grams>>,
    /// Whether a search finds it.
    pub(super) searched: bool,
    /// What was wrong with its view.
    pub(super) problems: Report,
}

impl Kept {
    /// The page as it is now. Its view is made only if it may differ from what is known of it, and rendered only if it
    /// does.
    pub(super) fn renewed(
        known: Option<&Arc<Self>>,
        index: usize,
        page: &Arc<Page>,
        inputs: Option<u128>,
        renderer: &Renderer,
        outputs: &Outputs,
    ) -> Arc<Self> {
        let known =
            known.filter(|known| known.made.is_some() && renderer.have_still(&known.templates));
        if let Some(known) = known.filter(|known| known.is_still(page, inputs)) {
            return Arc::clone(known);
        }
        let mut problems = Report::default();
        let view = renderer.view(index, &mut problems);
        let digest = renderer.digest(index, &view);
        let known = known.filter(|known| known.digest == digest);
        let (made, templates, grams) = match known {
            Some(known) => (
                known.made.clone(),
                Arc::clone(&known.templates),
                Arc::clone(&known.grams),
            ),
            None => {
                let (html, templates) = renderer.html_noting(index, view, &mut problems);
                let made = html.and_then(|html| renderer.make(index, html, outputs, &mut problems));
                (made, templates.into(), Arc::default())
            }
        };
        Arc::new(Self {
            page: Arc::clone(page),
            inputs,
            digest,
            templates,
            made,
            grams,
            searched: search::includes(page),
            problems,
        })
    }

    /// Whether its view is surely the same. What was wrong with that has to be said in the words of now.
    fn is_still(&self, page: &Arc<Page>, inputs: Option<u128>) -> bool {
        let same = inputs.is_some() && self.inputs == inputs && self.page.is_same(page);
        same && self.problems.is_empty()
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
