//! recourse turns a folder of Markdown, checklists and letter templates into a static site.

pub mod markdown;
