//! Rewrites the document's Markdown: rustdoc receives no doctests, no raw HTML, no images, and only links to the web.
//!
//! Input: the text of a description, which may contain anything. Output: lines of documentation. A CommonMark parser reads the text
//! (`read`, and `html` for tags). The allowed events are written with new syntax (`blocks`, `render`, `escape`); no syntax of the source is
//! copied. **Invariants:** a parser reads the same text back; code is in a fence that is marked `text`; wrapping creates no structure; time
//! and memory are proportional to the length of the text.

mod blocks;
mod escape;
mod html;
mod inline;
mod read;
mod render;

#[cfg(test)]
mod tests;

pub(super) use escape::{code, is_forbidden};

use blocks::Blocks;

/// Returns the lines of a description.
pub(super) fn lines(text: &str) -> Vec<String> {
    let text = text.trim();
    plain(text).unwrap_or_else(|| parsed(text))
}

/// Returns the lines of the first paragraph of a description; empty if it begins with another block.
pub(super) fn first_paragraph(text: &str) -> Vec<String> {
    let text = text.trim();
    if let Some(mut lines) = plain(text) {
        lines.truncate(lines.iter().position(String::is_empty).unwrap_or(lines.len()));
        return lines;
    }
    let mut blocks = Blocks::new();
    read::read(text, &mut blocks, Blocks::has_lines);
    blocks.into_first_paragraph()
}

/// Returns a link that shows its URL, or a code span if the scheme of the URL is not allowed in links.
pub(super) fn link(url: &str) -> String {
    escape::url(url).map_or_else(|| code(url), |url| format!("<{url}>"))
}

fn parsed(text: &str) -> Vec<String> {
    let mut blocks = Blocks::new();
    read::read(text, &mut blocks, |_| false);
    blocks.into_lines()
}

/// Returns the lines of a text without Markdown syntax except empty lines; `None` for every other text.
///
/// Most descriptions are of this kind, and a parser costs several times as much.
fn plain(text: &str) -> Option<Vec<String>> {
    if !text.bytes().all(is_plain) || text.contains("://") {
        return None;
    }
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        match line.as_bytes() {
            [] => {
                if lines.last().is_some_and(|line| !line.is_empty()) {
                    lines.push(String::new());
                }
            }
            [first, .., last] | [first @ last] if !b" -+=:#>0123456789".contains(first) && *last != b' ' => render::plain(line, &mut lines),
            _ => return None,
        }
    }
    Some(lines)
}

/// Returns whether a byte has no meaning in Markdown, except at the beginning of a line.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" \n,;'\"()/?%$@{}.:-+=#^>!".contains(&byte)
}
