//! The pages that every generator builds: plain Markdown, the guide's own repeated with other text, or a given folder's.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// About how long a page made from the guide is, in bytes: as a chapter of a technical book.
const LENGTH: usize = 10_000;

/// How many pages lie in a folder.
const FOLDER: usize = 50;

/// Pages that were written.
pub struct Corpus {
    /// The folder.
    pub folder: PathBuf,
    /// Their paths below it, in order.
    pub paths: Vec<String>,
}

/// Paragraphs of pages.
pub struct Pages {
    pages: Vec<Vec<String>>,
    /// Whether pages are to be filled up to the length of a chapter with paragraphs of others.
    filled: bool,
}

/// Reads the guide's pages, or those of a folder.
pub fn read(folder: Option<&Path>) -> Result<Pages, Box<dyn Error>> {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/zh-CN");
    let mut pages = Vec::new();
    for entry in walkdir::WalkDir::new(folder.unwrap_or(&guide)).sort_by_file_name() {
        let entry = entry?;
        if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "md")
        {
            let text = fs::read_to_string(entry.path())?;
            pages.push(match folder {
                Some(_) => vec![text],
                None => paragraphs(&text),
            });
        }
    }
    if pages.is_empty() {
        return Err("the folder holds no Markdown".into());
    }
    Ok(Pages {
        pages,
        filled: folder.is_none(),
    })
}

/// A page's paragraphs in Markdown that every generator reads: no front matter, no facts, no letters.
fn paragraphs(text: &str) -> Vec<String> {
    let body = text.splitn(3, "+++").nth(2).unwrap_or(text);
    let mut fenced = false;
    let mut paragraphs = Vec::new();
    for paragraph in body.split("\n\n") {
        let opens = paragraph.matches("```").count() % 2 == 1;
        let ours = fenced || opens || paragraph.contains("```");
        fenced ^= opens;
        let plain = without_brackets(paragraph.trim());
        if !ours && !plain.is_empty() {
            paragraphs.push(plain);
        }
    }
    paragraphs
}

/// Without `[@fact]`, `[=fact]`, `[!NOTE]`, `{#id}`, and with links as their words.
fn without_brackets(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['[', '{', '(']) {
        plain.push_str(&rest[..at]);
        let (open, after) = rest[at..].split_at(1);
        let close = match open {
            "[" => ']',
            "{" => '}',
            _ => ')',
        };
        let (inside, after) = after.split_once(close).unwrap_or((after, ""));
        let dropped = open == "{"
            || open == "(" && plain.ends_with('\u{1}')
            || open == "[" && inside.starts_with(['@', '=', '!', ' ']);
        if plain.ends_with('\u{1}') {
            plain.pop();
        }
        if !dropped {
            plain.push_str(inside);
        }
        if open == "[" {
            plain.push('\u{1}');
        }
        rest = after;
    }
    plain.push_str(rest);
    plain.replace('\u{1}', "")
}

/// Writes so many pages, no two of them the same, in folders.
pub fn write(folder: &Path, pages: &Pages, count: usize) -> Result<Corpus, Box<dyn Error>> {
    let mut paths = vec!["index.md".to_owned()];
    fs::create_dir_all(folder)?;
    fs::write(folder.join("index.md"), "# 全部\n\n从这里开始。\n")?;
    let path = |number: usize| format!("part-{:04}/page-{number:06}.md", number / FOLDER);
    for number in 0..count {
        let own = path(number);
        let file = folder.join(&own);
        if number % FOLDER == 0 {
            let part = file.parent().ok_or("a folder")?;
            fs::create_dir_all(part)?;
            // Told apart by a code: numbers like 122 are telephone numbers, which pages may only take from facts.
            let title = format!("# 部分 `{:04}x`\n\n共 {FOLDER} 页。\n", number / FOLDER);
            fs::write(part.join("index.md"), title)?;
            paths.push(format!("part-{:04}/index.md", number / FOLDER));
        }
        fs::write(file, page(pages, number, count))?;
        paths.push(own);
    }
    Ok(Corpus {
        folder: folder.to_owned(),
        paths,
    })
}

fn page(pages: &Pages, number: usize, count: usize) -> String {
    let own = &pages.pages[number % pages.pages.len()];
    if !pages.filled {
        return format!("{}\n\n第 {number} 页。\n", own.join("\n\n"));
    }
    let mut text = format!("# 第 {number} 页\n");
    let mut chance = Chance(number as u64 + 1);
    let mut section = 0;
    while text.len() < LENGTH {
        if section % 5 == 0 {
            text.push_str(&format!("\n## 第 {number} 页第 {} 节\n", section / 5 + 1));
        }
        section += 1;
        let other = &pages.pages[chance.below(pages.pages.len())];
        if other.is_empty() {
            continue;
        }
        let paragraph = &other[chance.below(other.len())];
        text.push('\n');
        if paragraph.starts_with(['#', '|', '-', '>']) || paragraph.contains('\n') {
            text.push_str(paragraph.trim_start_matches(['#', ' ']));
        } else {
            // Sentences in another order, so that no two pages say quite the same.
            let mut sentences: Vec<&str> = paragraph.split_inclusive('。').collect();
            let turn = chance.below(sentences.len().max(1));
            sentences.rotate_left(turn);
            text.push_str(&sentences.concat());
        }
        text.push('\n');
    }
    let next = (number + 1) % count;
    let folder = if next / FOLDER == number / FOLDER {
        String::new()
    } else {
        format!("../part-{:04}/", next / FOLDER)
    };
    text.push_str(&format!(
        "\n接着看[第 {next} 页]({folder}page-{next:06}.md)。\n"
    ));
    text
}

/// The same numbers each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) as usize % limit
    }
}
