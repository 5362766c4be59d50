//! Judges what is generated, whatever it was generated from: code that lexes and parses, documentation that is nothing but text, and a
//! manifest that says only what the generator says.
//!
//! Documentation is read by the parser that rustdoc uses, with rustdoc's options, so that what it takes for a test, a link or a tag is seen.

use std::fs;
use std::path::Path;
use std::str::FromStr;

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag};

/// Returns what is wrong with the files of a generated package; empty where all is well.
pub(crate) fn faults(package: &Path) -> String {
    let mut files = Vec::new();
    let mut folders = vec![package.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("the package can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).expect("a generated file is text");
            files.push((path.strip_prefix(package).unwrap_or(&path).to_path_buf(), text));
        }
    }
    faults_of(files.iter().map(|(path, text)| (path.as_path(), text.as_str())))
}

/// Returns the faults of the files, each given as a path and a text; empty if there are none.
pub(crate) fn faults_of<'f>(files: impl IntoIterator<Item = (&'f Path, &'f str)>) -> String {
    let mut found = String::new();
    for (path, text) in files {
        let mut say = |fault: String| found.push_str(&format!("{}: {fault}\n", path.display()));
        faults_of_text(text, &mut say);
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("rs") => faults_of_code(text, &mut say),
            Some("toml") => faults_of_toml(text, &mut say),
            Some(_) | None => {}
        }
    }
    found
}

/// Characters that a compiler denies, that hide code from a reader, or that end a line for some readers only.
fn faults_of_text(text: &str, say: &mut dyn FnMut(String)) {
    let bad = |c: &char| {
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{feff}')
            || (c.is_control() && *c != '\n')
    };
    if let Some(c) = text.chars().find(bad) {
        say(format!("holds {c:?}"));
    }
}

fn faults_of_code(text: &str, say: &mut dyn FnMut(String)) {
    match TokenStream::from_str(text) {
        Err(error) => return say(format!("does not lex: {error}")),
        Ok(tokens) => faults_of_tokens(tokens, say),
    }
    if let Err(error) = syn::parse_file(text) {
        say(format!("does not parse: {error}"));
    }
}

/// Collects the documentation of each item, also of those in a macro's body, and looks for attributes that no generator writes.
fn faults_of_tokens(tokens: TokenStream, say: &mut dyn FnMut(String)) {
    let mut docs = String::new();
    let mut is_attribute = false;
    for token in tokens {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => is_attribute = true,
            TokenTree::Punct(punct) if punct.as_char() == '!' && is_attribute => {}
            TokenTree::Group(group) if is_attribute && group.delimiter() == Delimiter::Bracket => {
                match doc_line(group.stream()) {
                    Some(line) => docs = docs + line.strip_prefix(' ').unwrap_or(&line) + "\n",
                    None => flush(&mut docs, say),
                }
                is_attribute = false;
            }
            other => {
                flush(&mut docs, say);
                is_attribute = false;
                if let TokenTree::Group(group) = other {
                    faults_of_tokens(group.stream(), say);
                }
            }
        }
    }
    flush(&mut docs, say);
}

fn doc_line(attribute: TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = attribute.into_iter().collect();
    match &tokens[..] {
        [TokenTree::Ident(name), TokenTree::Punct(_), TokenTree::Literal(text)] if name == "doc" => {
            syn::parse_str::<syn::LitStr>(&text.to_string()).ok().map(|text| text.value())
        }
        _ => None,
    }
}

fn flush(docs: &mut String, say: &mut dyn FnMut(String)) {
    let text = std::mem::take(docs);
    // rustdoc reads with these options.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    // rustdoc resolves bracketed text without a destination as an item.
    let item = |link: BrokenLink<'_>| Some((CowStr::from(link.reference.to_string()), CowStr::from("")));
    for event in Parser::new_with_broken_link_callback(&text, options, Some(item)) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => say(format!("an indented block is run as a test: {text:?}")),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) if &*language != "text" => {
                say(format!("a block of `{language}` is run as a test: {text:?}"));
            }
            Event::Html(html) | Event::InlineHtml(html) => say(format!("a tag `{html}`: {text:?}")),
            Event::Start(Tag::Link { link_type, dest_url, .. }) if !is_own_or_web(link_type, &dest_url) => {
                say(format!("a link to `{dest_url}`: {text:?}"));
            }
            Event::Start(Tag::Image { dest_url, .. }) => say(format!("an image `{dest_url}`: {text:?}")),
            _ => {}
        }
    }
}

/// Links to items are the generator's own where they are code paths of Rust; the others have to be of the web.
fn is_own_or_web(kind: LinkType, target: &str) -> bool {
    let is_web = ["https:", "http:", "mailto:"]
        .iter()
        .any(|scheme| target.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)));
    match kind {
        LinkType::Inline => is_web || is_path(target),
        LinkType::Autolink => is_web,
        // The generator's own links: to a client, its groups and their methods.
        LinkType::ShortcutUnknown => target.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')).is_some_and(is_path),
        _ => false,
    }
}

/// Identifiers may have combining marks, and raw ones have `r#`, so the lexer decides.
fn is_path(target: &str) -> bool {
    target.split("::").all(|part| {
        let tokens: Vec<TokenTree> = TokenStream::from_str(part).into_iter().flatten().collect();
        matches!(&tokens[..], [TokenTree::Ident(_)])
    })
}

/// The tables and keys that a generated manifest has.
fn faults_of_toml(text: &str, say: &mut dyn FnMut(String)) {
    let table = match text.parse::<toml::Table>() {
        Ok(table) => table,
        Err(error) => return say(format!("is no TOML: {error}")),
    };
    for key in table.keys() {
        if !["package", "lib", "lints", "features", "dependencies", "disable_all_formatting"].contains(&key.as_str()) {
            say(format!("has `{key}`"));
        }
    }
    if let Some(dependencies) = table.get("dependencies").and_then(toml::Value::as_table)
        && dependencies.keys().any(|name| name != "turnbuckle-runtime")
    {
        say(format!("depends on {dependencies:?}"));
    }
}
