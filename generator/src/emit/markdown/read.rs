//! Reads Markdown with a CommonMark parser, and passes on the allowed events.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::blocks::{Blocks, By, Kind};
use super::escape;
use super::html::{self, Html};
use super::inline::Span;

/// A character that no text contains. Without it, the parser takes every line from a tag at the beginning of a line to the next empty line
/// as HTML (CommonMark 0.31, section 4.6). Vendors write Markdown there.
const SHIELD: char = '\u{fdd0}';

/// Line endings in addition to a line feed.
const OTHER_ENDS: [char; 4] = ['\r', '\u{2028}', '\u{2029}', '\u{85}'];

/// Reads a text to the end of the paragraph or block in which `enough` becomes true.
pub(super) fn read(text: &str, blocks: &mut Blocks, enough: fn(&Blocks) -> bool) {
    let source = shielded(normal(text));
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut reader = Reader { source: &source, blocks, code: None, html: None, tags: Html::default() };
    for (event, range) in Parser::new_ext(&source, options).into_offset_iter() {
        reader.event(event, range);
        if enough(reader.blocks) {
            break;
        }
    }
}

/// Returns a text whose lines end in line feeds.
fn normal(text: &str) -> Cow<'_, str> {
    let is_plain = !text.contains(OTHER_ENDS) && !text.contains(SHIELD);
    if is_plain {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace(OTHER_ENDS, "\n").replace(SHIELD, "\u{fffd}"))
}

/// Puts a shield before each tag at the beginning of a line, after markers of lists and quotations.
fn shielded(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('<') {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    for line in text.split_inclusive('\n') {
        let start = line.find(|c: char| !" \t>-+*.)0123456789".contains(c)).unwrap_or(line.len());
        let rest = &line[start..];
        out.push_str(&line[..start]);
        if is_shieldable(rest) {
            out.push(SHIELD);
        }
        out.push_str(rest);
    }
    Cow::Owned(out)
}

/// The content of these elements has its own lines and indentation, so they stay HTML.
fn is_shieldable(line: &str) -> bool {
    let Some(rest) = line.strip_prefix('<') else { return false };
    let name = rest.strip_prefix('/').unwrap_or(rest);
    let length = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let is_verbatim = ["pre", "script", "style", "textarea"].iter().any(|verbatim| verbatim.eq_ignore_ascii_case(&name[..length]));
    length > 0 && (!is_verbatim || rest.starts_with('/'))
}

/// Returns a text without shields.
pub(super) fn unshielded(text: &str) -> Cow<'_, str> {
    if text.contains(SHIELD) { Cow::Owned(text.replace(SHIELD, "")) } else { Cow::Borrowed(text) }
}

struct Reader<'r> {
    source: &'r str,
    blocks: &'r mut Blocks,
    /// The open code block.
    code: Option<String>,
    /// The open HTML block.
    html: Option<String>,
    tags: Html,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match self.code.as_mut().or(self.html.as_mut()) {
                Some(block) => block.push_str(&unshielded(&text)),
                None => self.blocks.inline.text(&unshielded(&text)),
            },
            Event::Code(text) => self.blocks.inline.code(&unshielded(&text)),
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&unshielded(&html)),
                None => self.blocks.inline.text(&unshielded(&html)),
            },
            Event::InlineHtml(html) => {
                let tag = unshielded(&html);
                self.tags.tag(&tag, range, self.source, self.blocks);
            }
            Event::SoftBreak => self.blocks.inline.soft(),
            Event::HardBreak => self.blocks.hard_break(),
            Event::Rule => self.blocks.rule(),
            // These events belong to syntax that is not enabled.
            Event::InlineMath(_) | Event::DisplayMath(_) | Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Paragraph => self.blocks.start_paragraph(),
            Tag::Heading { level, .. } => self.blocks.start_heading(level as usize),
            Tag::BlockQuote(_) => self.blocks.open(Kind::Quote, By::Markdown),
            Tag::CodeBlock(CodeBlockKind::Indented | CodeBlockKind::Fenced(_)) => self.code = Some(String::new()),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::List(start) => self.blocks.open(Kind::List(start), By::Markdown),
            Tag::Item => self.blocks.open(Kind::Item, By::Markdown),
            Tag::Table(_) => self.blocks.start_table(By::Markdown),
            Tag::TableHead | Tag::TableRow => self.blocks.start_row(),
            Tag::TableCell => self.blocks.start_cell(),
            Tag::Emphasis => self.blocks.inline.open(Span::Emphasis, String::new()),
            Tag::Strong => self.blocks.inline.open(Span::Strong, String::new()),
            Tag::Strikethrough => self.blocks.inline.open(Span::Strike, String::new()),
            Tag::Link { link_type, dest_url, .. } => self.start_link(link_type, &unshielded(&dest_url)),
            // An image becomes its alternative text. The others belong to syntax that is not enabled.
            Tag::Image { .. }
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn start_link(&mut self, kind: LinkType, target: &str) {
        let url = if kind == LinkType::Email { escape::url(&format!("mailto:{target}")) } else { escape::url(target) };
        // A link without a destination becomes its text.
        self.tags.links.push(url.is_some());
        if let Some(url) = url {
            self.blocks.inline.open(Span::Link, url);
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.blocks.break_paragraph(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item => self.blocks.close_markdown(),
            TagEnd::CodeBlock => {
                if let Some(text) = self.code.take() {
                    self.blocks.code_block(&text);
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(text) = self.html.take() {
                    html::block(&text, self.blocks);
                }
            }
            TagEnd::Table => self.blocks.end_table(),
            TagEnd::TableHead | TagEnd::TableRow => {}
            TagEnd::TableCell => self.blocks.end_cell(),
            TagEnd::Emphasis => self.blocks.inline.close(Span::Emphasis),
            TagEnd::Strong => self.blocks.inline.close(Span::Strong),
            TagEnd::Strikethrough => self.blocks.inline.close(Span::Strike),
            TagEnd::Link => {
                if self.tags.links.pop() == Some(true) {
                    self.blocks.inline.close(Span::Link);
                }
            }
            TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::MetadataBlock(_) => {}
        }
    }
}
