//! Documentation of an item: the document's description and what the generator adds.

use crate::ir::{Bound, Constraints, Docs};

use super::markdown;
pub(super) use super::markdown::code;

/// Returns the lines of what a document says of an item, with a first sentence where it says nothing.
pub(super) fn lines(docs: &Docs, fallback: &str) -> Vec<String> {
    let mut out = Vec::new();
    let title = docs.title.as_deref().map(str::trim).filter(|title| !title.is_empty());
    let description = docs.description.as_deref().map(str::trim).filter(|text| !text.is_empty());
    match (title, description) {
        (Some(title), Some(text)) if !text.starts_with(title) => {
            push_text(&mut out, title);
            out.push(String::new());
            push_text(&mut out, text);
        }
        (_, Some(text)) | (Some(text), None) => push_text(&mut out, text),
        (None, None) => push_text(&mut out, fallback),
    }
    if out.is_empty() && !fallback.is_empty() {
        push_text(&mut out, fallback);
    }
    if let Some(url) = docs.url.as_deref() {
        more(&mut out, url);
    }
    out
}

/// Adds a paragraph with the place of the vendor's own documentation.
pub(super) fn more(out: &mut Vec<String>, url: &str) {
    paragraph(out, &format!("More: {}", markdown::link(url)));
}

/// Adds a description or another Markdown text.
pub(super) fn push_text(out: &mut Vec<String>, text: &str) {
    out.append(&mut markdown::lines(text));
}

/// Adds a paragraph.
pub(super) fn paragraph(out: &mut Vec<String>, text: &str) {
    if !out.is_empty() {
        out.push(String::new());
    }
    out.push(text.to_owned());
}

/// Returns what a valid value keeps, as a sentence; `None` where there are no rules.
pub(super) fn rules(rules: &Constraints) -> Option<String> {
    let mut sentence = rules_text(rules).map(|own| format!("Valid: {own}."));
    for (word, part) in [("Each element", &rules.items), ("Each value", &rules.values)] {
        let mut at = part.as_deref();
        let mut what = word.to_owned();
        while let Some(inner) = at {
            if let Some(own) = rules_text(inner) {
                let so_far = sentence.take().map(|text| text + " ").unwrap_or_default();
                sentence = Some(format!("{so_far}{what}: {own}."));
            }
            what.push_str(if inner.items.is_some() { "'s elements" } else { "'s values" });
            at = inner.items.as_deref().or(inner.values.as_deref());
        }
    }
    sentence
}

fn rules_text(rules: &Constraints) -> Option<String> {
    let mut parts = Vec::new();
    let span = |least: Option<u64>, most: Option<u64>, unit: &str| match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("at least {least} {unit}")),
        (None, Some(most)) => Some(format!("at most {most} {unit}")),
        (Some(least), Some(most)) if least == most => Some(format!("exactly {least} {unit}")),
        (Some(least), Some(most)) => Some(format!("{least} to {most} {unit}")),
    };
    parts.extend(span(rules.min_length, rules.max_length, "characters"));
    parts.extend(span(rules.min_items, rules.max_items, "elements"));
    parts.extend(span(rules.min_properties, rules.max_properties, "properties"));
    parts.extend(rules.minimum.as_ref().map(|bound| bound_text(bound, "at least", "more than")));
    parts.extend(rules.maximum.as_ref().map(|bound| bound_text(bound, "at most", "less than")));
    parts.extend(rules.multiples_of.iter().map(|factor| format!("a multiple of {factor}")));
    if rules.unique_items {
        parts.push("no two elements the same".to_owned());
    }
    for pattern in &rules.patterns {
        // A longer one tells a reader nothing.
        parts.push(if pattern.text.len() < 200 { format!("matches {}", code(&pattern.text)) } else { "matches a long pattern".to_owned() });
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn bound_text(bound: &Bound, inclusive: &str, exclusive: &str) -> String {
    format!("{} {}", if bound.exclusive { exclusive } else { inclusive }, bound.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vendors_own_documentation_is_a_paragraph_of_its_own() {
        let mut lines = vec!["A client of `Pets`.".to_owned()];
        more(&mut lines, "https://pets.example/docs");
        assert_eq!(lines, ["A client of `Pets`.", "", "More: <https://pets.example/docs>"]);
    }
}
