//! Reads documentation as rustdoc does, and says what must not be there.

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::emit::markdown::is_forbidden;

/// The options that rustdoc reads documentation with (`main_body_opts`), without those that change what is shown.
pub(super) const OPTIONS: Options =
    Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH).union(Options::ENABLE_TASKLISTS);

/// Returns what is wrong with documentation; empty where all is well.
pub(super) fn faults(written: &str) -> String {
    let mut found = String::new();
    if let Some(c) = written.chars().find(|c| is_forbidden(*c) || (c.is_control() && *c != '\n')) {
        found.push_str(&format!("holds {c:?}\n"));
    }
    // rustdoc asks what each bracketed text without a target is: an item of the crate.
    let item = |link: BrokenLink<'_>| Some((CowStr::from(format!("item:{}", link.reference)), CowStr::from("")));
    let mut is_linked = false;
    for event in Parser::new_with_broken_link_callback(written, OPTIONS | Options::ENABLE_SMART_PUNCTUATION, Some(item)) {
        match &event {
            Event::Start(Tag::Link { .. } | Tag::CodeBlock(_)) => is_linked = true,
            Event::End(TagEnd::Link | TagEnd::CodeBlock) => is_linked = false,
            // `rustdoc::bare_urls`.
            Event::Text(text) if !is_linked && (text.contains("http://") || text.contains("https://")) => {
                found.push_str(&format!("a bare URL: {text}\n"));
            }
            _ => {}
        }
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language == "text" => {}
            Event::Start(Tag::CodeBlock(block)) => found.push_str(&format!("a test: {block:?}\n")),
            Event::Html(html) | Event::InlineHtml(html) => found.push_str(&format!("a tag: {html}\n")),
            Event::Start(Tag::Image { dest_url, .. }) => found.push_str(&format!("an image: {dest_url}\n")),
            Event::Start(Tag::Link { link_type: LinkType::Inline | LinkType::Autolink, dest_url, .. }) if is_web(&dest_url) => {}
            Event::Start(Tag::Link { dest_url, .. }) => found.push_str(&format!("a link: {dest_url}\n")),
            Event::FootnoteReference(name) | Event::Start(Tag::FootnoteDefinition(name)) => found.push_str(&format!("a note: {name}\n")),
            _ => {}
        }
    }
    found
}

fn is_web(url: &str) -> bool {
    ["http:", "https:", "mailto:"].iter().any(|scheme| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Returns the kinds of the outermost blocks.
pub(super) fn blocks(written: &str) -> Vec<&'static str> {
    let mut depth = 0;
    let mut blocks = Vec::new();
    for event in Parser::new_ext(written, OPTIONS) {
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    blocks.push(if tag == Tag::Paragraph { "paragraph" } else { "other" });
                }
                depth += 1;
            }
            Event::End(_) => depth -= 1,
            Event::Rule if depth == 0 => blocks.push("rule"),
            _ => {}
        }
    }
    blocks
}

/// Returns what a reader sees, without spaces.
pub(super) fn shown(text: &str, options: Options) -> String {
    let mut shown = String::new();
    for event in Parser::new_ext(text, options) {
        if let Event::Text(text) | Event::Code(text) = event {
            shown.extend(
                text.chars().filter(|c| !c.is_whitespace()).map(|c| if is_forbidden(c) || c.is_control() { '\u{fffd}' } else { c }),
            );
        }
    }
    shown
}
