//! A large guide, made of the guide's own words: as many pages as wanted, no two alike.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use walkdir::WalkDir;

use crate::browser::random::Random;

/// Writes a site's source with so many pages below `folder`, about as long as the guide's own.
pub fn write(content: &Path, folder: &Path, pages: usize) -> Result<()> {
    let lines = lines(content)?;
    let mut random = Random(1);
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder.join("zh-CN"))?;
    let settings = "title = \"大指南\"\nid = \"large\"\nlanguages = [\"zh-CN\"]\nprint = false\n";
    fs::write(folder.join("site.toml"), settings)?;
    for number in 0..pages {
        let name = match number {
            0 => "index.md".to_owned(),
            _ => format!("section-{:02}/page-{number:04}.md", number / 50),
        };
        let mut text = format!(
            "+++\ntitle = \"第{number}页：{}\"\n+++\n",
            title(&lines, &mut random)
        );
        for _ in 0..8 {
            text.push_str(&format!("\n## {}\n", title(&lines, &mut random)));
            for _ in 0..8 {
                text.push_str(&format!("\n{}\n", paragraph(&lines, &mut random)));
            }
        }
        let path = folder.join("zh-CN").join(name);
        let parent = path.parent().context("a page lies in no folder")?;
        fs::create_dir_all(parent)?;
        let section = parent.join("index.md");
        if !section.exists() && number > 0 {
            fs::write(
                &section,
                format!("+++\ntitle = \"第{}部分\"\n+++\n", number / 50),
            )?;
        }
        fs::write(path, text)?;
    }
    Ok(())
}

/// The guide's sentences, without anything that means something to Markdown.
fn lines(content: &Path) -> Result<Vec<Vec<char>>> {
    let mut lines = Vec::new();
    for entry in WalkDir::new(content).sort_by_file_name() {
        let entry = entry?;
        if entry
            .path()
            .extension()
            .is_none_or(|extension| extension != "md")
        {
            continue;
        }
        let text = fs::read_to_string(entry.path())?;
        for line in text.lines().filter(|line| !line.starts_with("+++")) {
            let plain: Vec<char> = line
                .chars()
                .filter(|c| c.is_alphanumeric() || "，。；：、？（）“”".contains(*c))
                .collect();
            if plain.len() >= 20 {
                lines.push(plain);
            }
        }
    }
    ensure!(
        lines.len() > 100,
        "{} holds too few words",
        content.display()
    );
    Ok(lines)
}

fn title(lines: &[Vec<char>], random: &mut Random) -> String {
    let line = &lines[random.below(lines.len())];
    let begin = random.below(line.len() - 12);
    line[begin..begin + 12]
        .iter()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// Halves of two sentences, so that every page has phrases that no other has.
fn paragraph(lines: &[Vec<char>], random: &mut Random) -> String {
    let (one, other) = (
        &lines[random.below(lines.len())],
        &lines[random.below(lines.len())],
    );
    let (end, begin) = (random.below(one.len()), random.below(other.len()));
    one[..end]
        .iter()
        .chain(&other[begin..])
        .chain(&['。'])
        .collect()
}
