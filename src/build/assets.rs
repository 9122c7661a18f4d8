//! The theme's files that pages use, and the sizes of the site's pictures.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::css;
use crate::output;
use crate::site::Site;
use crate::source::{Content, Sources};
use crate::theme::Theme;
use crate::tool;
use crate::view::Assets;

/// A file of the theme: its address, its name, its content.
pub(super) type ThemeFile = (String, &'static str, Vec<u8>);

/// The theme's files that pages use: their addresses, and address, name and content of each.
pub(super) fn assets(theme: &Theme, offline: bool) -> (Assets, Vec<ThemeFile>) {
    let mut files = Vec::new();
    let mut add = |name: &'static str, bytes: &[u8]| {
        let address = output::hashed_address(name, bytes);
        files.push((address.clone(), name, bytes.to_vec()));
        address
    };
    let style = |name| css::shortened(theme.file(name));
    let assets = Assets {
        style: add("style.css", style("style.css").as_bytes()),
        work: add("work.css", style("work.css").as_bytes()),
        tool: add("tool.css", style("tool.css").as_bytes()),
        facts: add("facts.css", style("facts.css").as_bytes()),
        found: add("search.css", style("search.css").as_bytes()),
        sheet: add("sheet.css", style("sheet.css").as_bytes()),
        icon: add("icon.svg", theme.file("icon.svg").as_bytes()),
        script: add("recourse.js", tool::SCRIPT.as_bytes()),
        module: add("recourse.wasm", tool::MODULE),
        reading: add("reading.js", theme.file("reading.js").as_bytes()),
        reader: add("reader.js", theme.file("reader.js").as_bytes()),
        read_aloud: add("read-aloud.js", theme.file("read-aloud.js").as_bytes()),
        search_box: add("search-box.js", theme.file("search-box.js").as_bytes()),
        search: add("search.js", theme.file("search.js").as_bytes()),
        offline: offline.then(|| add("offline.js", theme.file("offline.js").as_bytes())),
    };
    (assets, files)
}

/// Width and height of every picture, in pixels, by address.
pub(super) fn picture_sizes(site: &Site, sources: &Sources) -> HashMap<String, (usize, usize)> {
    site.files
        .par_iter()
        .filter_map(|(path, address)| match &sources.files[path] {
            Content::Other(other) => Some((address.clone(), other.picture_size()?)),
            Content::Text(_) => None,
        })
        .collect()
}
