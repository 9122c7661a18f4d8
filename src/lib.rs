//! recourse turns a folder of Markdown, checklists and letter templates into a static site.
//!
//! The way of a site, step by step:
//! 1. [`source`] reads the folder;
//! 2. [`config`], [`theme`], [`facts`] and [`fields`] read what belongs to the site as a whole;
//! 3. [`page`] parses each page ([`front_matter`], [`markdown`]), in parallel, knowing nothing of the others;
//! 4. [`tree`] orders them, [`site`] holds everything;
//! 5. [`rules`] holds what the pages say against the facts;
//! 6. [`links`] resolves every link and [`compose`] makes each page's [`view`];
//! 7. [`render`] turns views into HTML, which leaves for its place at once: [`output`] keeps addresses and digests;
//! 8. [`search`] makes the index of what they say, [`single_file`] and [`offline`] what is made of all files;
//! 9. [`write`](mod@write) lets the new site take the old one's place in one step.
//!
//! [`build`](mod@build) runs the steps once, [`rebuild`] again and again, and then only what a change asks for.
//!
//! Every step adds to one [`diagnostic::Report`]. If it refuses the build, nothing is written.

pub mod address;
pub mod build;
pub mod case;
pub mod case_page;
pub mod command;
pub mod compose;
pub mod compress;
pub mod config;
pub mod css;
pub mod diagnostic;
pub mod directory;
pub mod facts;
pub mod feed;
pub mod fields;
pub mod front_matter;
pub mod hosts;
pub mod html;
pub mod letter;
pub mod links;
pub mod markdown;
pub mod offline;
pub mod output;
pub mod page;
pub mod print;
pub mod progress;
pub mod qr;
pub mod rebuild;
pub mod render;
pub mod rules;
pub mod search;
pub mod serve;
pub mod similar;
pub mod single_file;
pub mod site;
pub mod sitemap;
pub mod source;
pub mod structured_data;
pub mod theme;
pub mod tone;
pub mod tool;
pub mod tree;
pub mod view;
pub mod write;

pub use build::{Options, Purpose, build, read};
