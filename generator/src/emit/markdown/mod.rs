//! Vendors' Markdown, written anew: what rustdoc is given has no tests, no raw HTML, no images and no links but those of the web.
//!
//! Input: the text of a description, with whatever it holds. Output: lines of documentation. A CommonMark parser reads the text (`read`, and
//! `html` for tags), and what is on the list of allowed events is written from the start (`blocks`, `render`, `escape`): nothing of the source's
//! own syntax is copied. **Invariants:** a parser reads the same text back; code is in a fence that is marked `text`; wrapping makes no
//! structure; time and memory grow in proportion to the text.

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

/// Returns the lines of the first paragraph of a description; empty if it begins with something else.
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

/// Returns a link that shows its URL; code if the URL is of another scheme than a link has.
pub(super) fn link(url: &str) -> String {
    escape::url(url).map_or_else(|| code(url), |url| format!("<{url}>"))
}

fn parsed(text: &str) -> Vec<String> {
    let mut blocks = Blocks::new();
    read::read(text, &mut blocks, |_| false);
    blocks.into_lines()
}

/// Returns the lines of a text in which nothing means anything to Markdown but empty lines; `None` for every other.
///
/// Most descriptions are such a text, and a parser costs several times as much.
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

/// Returns whether a byte means nothing to Markdown, except at the beginning of a line.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" \n,;'\"()/?%$@{}.:-+=#^>!".contains(&byte)
}
