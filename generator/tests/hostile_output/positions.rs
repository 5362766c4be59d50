//! Puts hostile text into each text position of a document, one position at a time, and checks that the generated items are the same as for
//! harmless text.

use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;
use syn::{Fields, ImplItem, Item};
use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::source::Input;

use super::everywhere;

/// Each hostile text contains the words of the harmless text, so that the names have the same words.
const HOSTILE: &[&str] = &[
    "x\nmod evil;\n//",
    "x\"; mod evil; //*/ mod evil; /*",
    "x\r#![evil]\u{85}mod evil;\u{2028}mod evil;\u{2029}mod evil;\u{202e}//",
    "x\n\n```\nmod evil;\n```\n\n    mod evil;\n\"#]\\",
];
const HARMLESS: &str = "x mod good";

#[test]
fn no_text_of_a_document_becomes_an_item() {
    let document = everywhere::document(&["harmless"]);
    let places = places(&document);
    assert!(places.len() > 150, "only {} places", places.len());
    let mut broken = String::new();
    for (place, is_key) in &places {
        // Keys with a meaning lose it, and so do their values: the rest of the document is unchanged.
        let expected = items(&replaced(&document, place, *is_key, HARMLESS));
        for (index, hostile) in HOSTILE.iter().enumerate() {
            let found = items(&replaced(&document, place, *is_key, hostile));
            match (&expected, &found) {
                (Some(expected), Some(found)) if expected == found => {}
                (None, None) => {}
                _ => broken.push_str(&format!("text {index} in {place}: {}\n", difference(&expected, &found))),
            }
        }
    }
    assert!(broken.is_empty(), "\n{broken}");
}

/// Returns the text positions: the pointer of each string value, and of each member for its key.
fn places(document: &Value) -> Vec<(String, bool)> {
    let mut places = Vec::new();
    let mut open = vec![(String::new(), document)];
    while let Some((pointer, value)) = open.pop() {
        match value {
            Value::String(_) => places.push((pointer, false)),
            Value::Array(list) => open.extend(list.iter().enumerate().map(|(index, value)| (format!("{pointer}/{index}"), value))),
            Value::Object(map) => {
                for (key, value) in map {
                    let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                    places.push((pointer.clone(), true));
                    open.push((pointer, value));
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
    places
}

fn replaced(document: &Value, place: &str, is_key: bool, text: &str) -> Value {
    let mut document = document.clone();
    if !is_key {
        *document.pointer_mut(place).expect("the place is there") = Value::String(text.to_owned());
        return document;
    }
    let (parent, key) = place.rsplit_once('/').expect("a key has an object");
    let key = key.replace("~1", "/").replace("~0", "~");
    let map = document.pointer_mut(parent).and_then(Value::as_object_mut).expect("the place is there");
    // The parameter stands before the text, because a `#` begins a fragment, which is not part of the path.
    let renamed = if key.starts_with('/') { format!("/{{id}}/{text}") } else { text.to_owned() };
    // The order is kept, because names depend on it.
    *map =
        std::mem::take(map).into_iter().map(|(name, value)| if name == key { (renamed.clone(), value) } else { (name, value) }).collect();
    document
}

/// Returns the items of the generated package in order, without their names; `None` if the document is refused.
fn items(document: &Value) -> Option<Vec<String>> {
    let generator = Generator::from_input(Input::Text { name: "spec.json".to_owned(), text: document.to_string() });
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    generator.runtime(Runtime::Version("0.1".to_owned())).generate_to(folder.path()).ok()?;
    let mut found = Vec::new();
    collect(folder.path(), &mut found);
    found.sort();
    Some(found)
}

fn collect(folder: &Path, found: &mut Vec<String>) {
    for path in fs::read_dir(folder).expect("the folder is there").flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("a generated file is text");
            let file = syn::parse_file(&text).expect("a generated file is Rust");
            found.extend(file.items.iter().map(item));
            let tokens: TokenStream = text.parse().expect("a generated file is Rust");
            if has_evil(tokens) {
                found.push("an identifier of the text".to_owned());
            }
        }
    }
}

fn item(item: &Item) -> String {
    let attributes = |attributes: &[syn::Attribute]| attributes.iter().filter(|attribute| !attribute.path().is_ident("doc")).count();
    match item {
        Item::Struct(item) => match &item.fields {
            Fields::Named(fields) => format!("struct of {} fields, {} attributes", fields.named.len(), attributes(&item.attrs)),
            Fields::Unnamed(_) | Fields::Unit => "struct".to_owned(),
        },
        Item::Enum(item) => format!("enum of {} variants, {} attributes", item.variants.len(), attributes(&item.attrs)),
        Item::Impl(item) => {
            let methods = item.items.iter().filter(|item| matches!(item, ImplItem::Fn(_))).count();
            format!("impl of {methods} methods, {}", if item.trait_.is_some() { "of a trait" } else { "of a type" })
        }
        Item::Macro(item) => format!("macro {}", item.mac.path.segments.last().map(|name| name.ident.to_string()).unwrap_or_default()),
        Item::Const(_) => "const".to_owned(),
        Item::Static(_) => "static".to_owned(),
        Item::Type(_) => "type".to_owned(),
        Item::Mod(item) => format!("mod, {}", if item.content.is_some() { "inline" } else { "a file" }),
        // The number of modules depends on how operations are grouped.
        Item::Use(_) => "use".to_owned(),
        _ => "another item".to_owned(),
    }
}

fn has_evil(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(name) => name == "evil",
        TokenTree::Group(group) => has_evil(group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

fn difference(expected: &Option<Vec<String>>, found: &Option<Vec<String>>) -> String {
    let (Some(expected), Some(found)) = (expected, found) else { return "only one of the documents is refused".to_owned() };
    let count = |list: &[String], wanted: &String| list.iter().filter(|item| *item == wanted).count();
    let mut all: Vec<&String> = expected.iter().chain(found).collect();
    all.sort();
    all.dedup();
    let changed = all.into_iter().filter(|item| count(expected, item) != count(found, item));
    changed.map(|item| format!("{item}: {} instead of {}; ", count(found, item), count(expected, item))).collect()
}
