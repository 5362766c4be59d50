//! Reads HTML tags: common tags keep their meaning, and all others are text.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::blocks::{Blocks, By, Kind};
use super::escape;
use super::inline::{Span, Verbatim};

/// The elements that the tags of a text have opened.
#[derive(Debug, Default)]
pub(super) struct Html {
    /// For each open Markdown link, whether it has a destination.
    pub(super) links: Vec<bool>,
    /// The same for each open HTML link.
    anchors: Vec<bool>,
    /// Whether `<table>` was read, and no cell since then.
    is_table: bool,
}

impl Html {
    /// Reads a tag at this position of the source.
    pub(super) fn tag(&mut self, tag: &str, place: Range<usize>, source: &str, blocks: &mut Blocks) {
        let (name, is_end) = name(tag);
        let name = name.to_ascii_lowercase();
        if !tag.starts_with("<!--") && !is_known(&name) {
            return blocks.inline.text(tag);
        }
        if let Some(mark) = blocks.inline.verbatim() {
            mark.kept.push_str(source.get(mark.from..place.start).unwrap_or_default());
            mark.kept.push_str(match (name.as_str(), mark.kind) {
                ("br", Verbatim::Block) => "\n",
                ("br", Verbatim::Code) => " ",
                _ => "",
            });
            mark.from = place.end;
        }
        match name.as_str() {
            "code" | "tt" | "kbd" | "samp" | "var" => verbatim(Verbatim::Code, is_end, place.end, blocks),
            "pre" => verbatim(Verbatim::Block, is_end, place.end, blocks),
            "a" => self.anchor(tag, is_end, blocks),
            "table" | "thead" | "tbody" | "tfoot" | "caption" | "tr" | "td" | "th" => self.table(&name, is_end, blocks),
            "ul" | "ol" | "menu" | "li" => list(&name, tag, is_end, blocks),
            "img" => blocks.inline.text(&attribute(tag, "alt").unwrap_or_default()),
            _ => simple(&name, is_end, blocks),
        }
    }

    fn anchor(&mut self, tag: &str, is_end: bool, blocks: &mut Blocks) {
        if is_end {
            if self.anchors.pop() == Some(true) {
                blocks.inline.close(Span::Link);
            }
            return;
        }
        let url = attribute(tag, "href").and_then(|target| escape::url(&target));
        self.anchors.push(url.is_some());
        if let Some(url) = url {
            blocks.inline.open(Span::Link, url);
        }
    }

    fn table(&mut self, name: &str, is_end: bool, blocks: &mut Blocks) {
        if std::mem::take(&mut self.is_table) && !is_end && matches!(name, "tr" | "td" | "th") {
            blocks.start_table(By::Html);
        }
        match (name, is_end) {
            ("table", false) => {
                blocks.break_paragraph();
                self.is_table = true;
            }
            ("table", true) => blocks.end_html_table(),
            ("td" | "th", false) => blocks.start_cell(),
            ("td" | "th", true) => blocks.end_cell(),
            ("caption", _) => blocks.break_paragraph(),
            (_, _) => blocks.start_row(),
        }
    }
}

/// Returns the name of a tag and whether it is an end tag. The name is empty for a comment and the like.
fn name(tag: &str) -> (&str, bool) {
    let inner = tag.trim_start_matches('<');
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    // `<user-id>` is not a known tag, although it begins like one.
    let is_whole = name.as_bytes().get(length).is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    (if is_whole { &name[..length] } else { "" }, name.len() < inner.len())
}

fn is_known(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "address"
            | "article"
            | "aside"
            | "b"
            | "big"
            | "blockquote"
            | "br"
            | "caption"
            | "center"
            | "cite"
            | "code"
            | "dd"
            | "del"
            | "details"
            | "dfn"
            | "div"
            | "dl"
            | "dt"
            | "em"
            | "figure"
            | "font"
            | "footer"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "li"
            | "main"
            | "mark"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "pre"
            | "s"
            | "samp"
            | "section"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "summary"
            | "sup"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "tt"
            | "u"
            | "ul"
            | "var"
            | "wbr"
    )
}

fn verbatim(kind: Verbatim, is_end: bool, place: usize, blocks: &mut Blocks) {
    if !is_end {
        return blocks.inline.start_verbatim(kind, place);
    }
    if blocks.inline.verbatim().is_none_or(|mark| mark.kind != kind) {
        return;
    }
    if let Some(mark) = blocks.inline.end_verbatim() {
        let text = decoded(&super::read::unshielded(&mark.kept));
        match kind {
            Verbatim::Code => blocks.inline.code(text.trim()),
            Verbatim::Block => blocks.code_block(&text),
        }
    }
}

fn list(name: &str, tag: &str, is_end: bool, blocks: &mut Blocks) {
    match (name, is_end) {
        ("li", false) => {
            if blocks.innermost_html() == Some(Kind::Item) {
                blocks.close_html(|kind| kind == Kind::Item);
            }
            if !matches!(blocks.innermost_html(), Some(Kind::List(_))) {
                blocks.open(Kind::List(None), By::Html);
            }
            blocks.open(Kind::Item, By::Html);
        }
        ("li", true) => blocks.close_html(|kind| kind == Kind::Item),
        ("ol", false) => {
            let start = attribute(tag, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
            blocks.open(Kind::List(Some(start)), By::Html);
        }
        (_, false) => blocks.open(Kind::List(None), By::Html),
        (_, true) => blocks.close_html(|kind| matches!(kind, Kind::List(_))),
    }
}

/// Reads the tags that have the same meaning in every context.
fn simple(name: &str, is_end: bool, blocks: &mut Blocks) {
    let mut span = |span| if is_end { blocks.inline.close(span) } else { blocks.inline.open(span, String::new()) };
    match name {
        "b" | "strong" => span(Span::Strong),
        "i" | "em" | "cite" | "dfn" => span(Span::Emphasis),
        "s" | "strike" | "del" => span(Span::Strike),
        "br" => blocks.hard_break(),
        "hr" => blocks.rule(),
        "blockquote" if is_end => blocks.close_html(|kind| kind == Kind::Quote),
        "blockquote" => blocks.open(Kind::Quote, By::Html),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" if !is_end => blocks.start_heading(usize::from(name.as_bytes()[1] - b'0')),
        "address" | "article" | "aside" | "center" | "dd" | "details" | "div" | "dl" | "dt" | "figure" | "footer" | "h1" | "h2" | "h3"
        | "h4" | "h5" | "h6" | "header" | "main" | "nav" | "p" | "section" | "summary" => blocks.break_paragraph(),
        _ => {}
    }
}

/// Reads a block whose lines are not Markdown: `<pre>` becomes code, a comment is dropped, and everything else is shown as text.
pub(super) fn block(text: &str, blocks: &mut Blocks) {
    let mut rest = text.trim();
    while let Some(comment) = rest.strip_prefix("<!--") {
        // `-->` ends a comment, and `<!-->` is a whole comment.
        let Some(end) = comment.find("-->").map(|end| end + 3).or_else(|| comment.starts_with('>').then_some(1)) else { break };
        rest = comment[end..].trim();
    }
    if name(rest).0.eq_ignore_ascii_case("pre") {
        let start = rest.find('>').map_or(rest.len(), |end| end + 1);
        let end = rest.to_ascii_lowercase().find("</pre").unwrap_or(rest.len()).max(start);
        blocks.code_block(&decoded(&without_tags(&rest[start..end])));
        rest = rest[end..].split_once('>').map_or("", |(_, after)| after.trim());
    }
    if rest.contains('\n') || rest.starts_with('<') {
        blocks.code_block(rest);
    } else if !rest.is_empty() {
        blocks.break_paragraph();
        blocks.inline.text(&decoded(&without_tags(rest)));
        blocks.break_paragraph();
    }
}

/// Removes known tags.
fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_tag = is_known(&name(rest).0.to_ascii_lowercase());
        let end = if is_tag { rest.find('>').map_or(1, |end| end + 1) } else { 1 };
        if end == 1 {
            out.push('<');
        }
        rest = &rest[end..];
    }
    out + rest
}

/// Returns the value of an attribute.
fn attribute(tag: &str, wanted: &str) -> Option<String> {
    let end_of_name = tag.find(|c: char| c.is_ascii_whitespace())?;
    let mut rest = tag[end_of_name..].trim_end_matches('>');
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        let length = rest.find(|c: char| c.is_ascii_whitespace() || c == '=' || c == '/').unwrap_or(rest.len());
        let name = &rest[..length];
        let after = rest[length..].trim_start();
        let Some(value) = after.strip_prefix('=') else {
            if length == 0 {
                return None;
            }
            rest = &rest[length..];
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote)?,
            None => value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len())),
        };
        if name.eq_ignore_ascii_case(wanted) {
            return Some(decoded(value));
        }
        rest = after;
    }
}

/// Replaces character references (CommonMark 0.31, section 2.5).
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name = rest[1..].bytes().take(40).take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
        let length = if name > 0 && rest.as_bytes().get(name + 1) == Some(&b';') { name + 2 } else { 1 };
        if length == 1 {
            out.push('&');
        } else {
            let texts = Parser::new(&rest[..length]).filter_map(|event| if let Event::Text(text) = event { Some(text) } else { None });
            texts.for_each(|text| out.push_str(&text));
        }
        rest = &rest[length..];
    }
    out + rest
}
