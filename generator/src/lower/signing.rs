//! How a service signs what it sends, from the configuration: an entry of the table of known schemes, or one of its own.

use indexmap::IndexMap;

use crate::config::nearest;
use crate::config::webhooks::{Kind, Scheme, Timestamp};
use crate::diagnostic::Diagnostic;
use crate::ir::webhooks::{EventPlace, SecretForm, SignatureKind, SignedPart, Signing, SigningScheme, TimePlace};

/// The table of known schemes.
const TABLE: &str = include_str!("../../webhook-signatures.toml");

/// The name of the scheme that the runtime has.
const STANDARD: &str = "standard-webhooks";

/// A scheme that is wrong, and why.
type Wrong = String;

/// Returns an entry of the table; the entry of Standard Webhooks is the runtime's, so it has no description here.
pub(super) fn named(name: &str) -> Result<Option<Scheme>, Box<Diagnostic>> {
    if name == STANDARD {
        return Ok(None);
    }
    let mut table = table();
    match table.shift_remove(name) {
        Some(scheme) => Ok(Some(scheme)),
        None => {
            let known: Vec<String> =
                [STANDARD].into_iter().chain(table.keys().map(String::as_str)).map(|name| format!("`{name}`")).collect();
            let meant = nearest::nearest(name, [STANDARD].into_iter().chain(table.keys().map(String::as_str)));
            let meant = meant.first().map(|meant| format!("did you mean `{meant}`? ")).unwrap_or_default();
            let error = Diagnostic::error("unknown-signature", format!("`signature` of `[webhooks]` names `{name}`, which is not known"));
            Err(Box::new(error.help(format!("{meant}known are {}; another is described in `[webhooks.scheme]`", known.join(", ")))))
        }
    }
}

fn table() -> IndexMap<String, Scheme> {
    toml::from_str(TABLE).expect("the table is tested")
}

/// Resolves a scheme.
pub(super) fn resolve(scheme: &Scheme) -> Result<Signing, Wrong> {
    let first = Kind { prefix: scheme.prefix.clone(), algorithm: scheme.algorithm, encoding: scheme.encoding, key: scheme.key.clone() };
    let kinds = [&first].into_iter().chain(&scheme.more).map(kind).collect::<Result<_, _>>()?;
    let signed = parts(&scheme.signed)?;
    let timestamp = scheme.timestamp.as_ref().map(|timestamp| Ok::<_, Wrong>((time_place(timestamp)?, timestamp.unit))).transpose()?;
    if timestamp.is_none() && signed.contains(&SignedPart::Timestamp) {
        return Err("`signed` has the time of sending, but `timestamp` does not say where that is".to_owned());
    }
    let each = scheme.each.as_deref().map(pointer).transpose()?;
    Ok(Signing::Own(Box::new(SigningScheme {
        place: place(&scheme.place)?,
        separator: scheme.separator,
        kinds,
        signed,
        timestamp,
        id: scheme.id.0.iter().map(|text| place(text)).collect::<Result<_, _>>()?,
        each,
        tolerance: scheme.tolerance,
    })))
}

/// Returns whether the time of sending can be changed without breaking the signature.
pub(super) fn has_unsigned_time(signing: &Signing) -> bool {
    let Signing::Own(scheme) = signing else { return false };
    let signs = |part: &SignedPart| scheme.signed.contains(part);
    match &scheme.timestamp {
        None => false,
        Some((TimePlace::Item(_), _)) => !signs(&SignedPart::Timestamp),
        Some((TimePlace::Elsewhere(EventPlace::Header(name)), _)) => {
            !signs(&SignedPart::Timestamp) && !signs(&SignedPart::Header(name.clone()))
        }
        Some((TimePlace::Elsewhere(EventPlace::Json(pointer)), _)) => {
            !signs(&SignedPart::Timestamp) && !signs(&SignedPart::Body) && !signs(&SignedPart::Json(pointer.clone()))
        }
    }
}

/// Reads a place: a pointer where it begins with `/`, and else a header.
pub(super) fn place(text: &str) -> Result<EventPlace, Wrong> {
    if text.starts_with('/') { Ok(EventPlace::Json(pointer(text)?)) } else { Ok(EventPlace::Header(header(text)?)) }
}

fn pointer(text: &str) -> Result<String, Wrong> {
    let escapes_are_whole = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    if text.starts_with('/') && escapes_are_whole { Ok(text.to_owned()) } else { Err(format!("`{text}` is no JSON pointer")) }
}

/// Reads the name of a header (RFC 9110, section 5.6.2), in lower case, as it is on the wire of HTTP/2.
fn header(text: &str) -> Result<String, Wrong> {
    let is_token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if !text.is_empty() && text.chars().all(is_token) {
        Ok(text.to_ascii_lowercase())
    } else {
        Err(format!("`{text}` is neither the name of a header nor a JSON pointer"))
    }
}

fn kind(kind: &Kind) -> Result<SignatureKind, Wrong> {
    let key = match kind.key.split_once(':') {
        None if kind.key == "text" => SecretForm::Text,
        None if kind.key == "hex" => SecretForm::Hex,
        None if kind.key == "base64" => SecretForm::Base64(String::new()),
        Some(("base64", prefix)) => SecretForm::Base64(prefix.to_owned()),
        None | Some(_) => {
            return Err(format!("`{}` is no form of a secret, which are `text`, `hex`, `base64` and `base64:PREFIX`", kind.key));
        }
    };
    Ok(SignatureKind { prefix: kind.prefix.clone(), algorithm: kind.algorithm, encoding: kind.encoding, key })
}

fn time_place(timestamp: &Timestamp) -> Result<TimePlace, Wrong> {
    match (&timestamp.item, &timestamp.header, &timestamp.json) {
        (Some(prefix), None, None) => Ok(TimePlace::Item(prefix.clone())),
        (None, Some(name), None) => Ok(TimePlace::Elsewhere(EventPlace::Header(header(name)?))),
        (None, None, Some(at)) => Ok(TimePlace::Elsewhere(EventPlace::Json(pointer(at)?))),
        _ => Err("`timestamp` needs one of `item`, `header` and `json`".to_owned()),
    }
}

/// Reads what is signed.
fn parts(template: &str) -> Result<Vec<SignedPart>, Wrong> {
    let mut parts = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            parts.push(SignedPart::Text(before.to_owned()));
        }
        let (name, after) = after.split_once('}').ok_or_else(|| format!("`{template}` has a `{{` that is not closed"))?;
        parts.push(part(name)?);
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(SignedPart::Text(rest.to_owned()));
    }
    if parts.iter().all(|part| matches!(part, SignedPart::Text(_))) {
        return Err("`signed` has nothing of the request".to_owned());
    }
    Ok(parts)
}

fn part(name: &str) -> Result<SignedPart, Wrong> {
    Ok(match name.split_once(':') {
        None if name == "timestamp" => SignedPart::Timestamp,
        None if name == "body" => SignedPart::Body,
        None if name == "method" => SignedPart::Method,
        None if name == "url" => SignedPart::Url,
        Some(("url-decoded", characters)) => SignedPart::DecodedUrl(characters.to_owned()),
        Some(("header", name)) => SignedPart::Header(header(name)?),
        Some(("json", at)) => SignedPart::Json(pointer(at)?),
        Some(("form", digest)) => SignedPart::Form(digest.to_owned()),
        None | Some(_) => return Err(format!("`{{{name}}}` is no part of a request")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_table_is_a_scheme() {
        let table: IndexMap<String, Scheme> = toml::from_str(TABLE).expect("the table can be read");
        for (name, scheme) in &table {
            let signing = resolve(scheme).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
            assert!(!has_unsigned_time(&signing), "{name}");
            for event in &scheme.event.0 {
                place(event).unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
            }
        }
        assert!(table.len() >= 8);
    }
}
