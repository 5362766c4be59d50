//! Extracts the server's error message from a body, in any common format.

use std::borrow::Cow;

use serde_json::Value;

use crate::redact::Known;

/// The maximum length of the server's message in an error, in characters.
const MAX_SHOWN: usize = 200;

/// The maximum length of a plain text that is shown, in bytes: a longer one is not an error message.
const MAX_PLAIN: usize = 500;

/// The places of the error message in a body, most specific first: vendors' own formats, problem details (RFC 9457), OAuth 2.0 (RFC 6749,
/// section 5.2), OData, GraphQL, JSON:API and gateways. An empty token is the first item of a list. Names are compared without regard to
/// case.
const PLACES: &[&[&str]] = &[
    &["error", "message"],
    &["error", "message", "value"],
    &["odata.error", "message", "value"],
    &["error", "error_description"],
    &["error_description"],
    &["errordescription"],
    &["message"],
    &["message", ""],
    &["error_message"],
    &["errormessage"],
    &["errorsummary"],
    &["detail"],
    &["details"],
    &["error", "detail"],
    &["error", "details"],
    &["error", "description"],
    &["error", "reason"],
    &["error", "title"],
    &["error", "errors", "", "message"],
    &["error", ""],
    &["error", "", "message"],
    &["errors", "", "message"],
    &["errors", "", "detail"],
    &["errors", "", "description"],
    &["errors", "", "title"],
    &["errors", "", "reason"],
    &["errors", ""],
    &["errors", "message"],
    &["detail", "", "msg"],
    &["detail", "message"],
    &["fault", "faultstring"],
    &["fault", "message"],
    &["fault", "reason"],
    &["response", "message"],
    &["status", "message"],
    &["meta", "message"],
    &["messages", ""],
    &["messages", "", "message"],
    &["", "message"],
    &["", "detail"],
    &["", ""],
    &["description"],
    &["msg"],
    &["reason"],
    &["error"],
    &["errors"],
    &["title"],
];

/// The XML elements that contain an error message, in the order of preference: SOAP 1.1 and 1.2, cloud providers' errors, problem details,
/// and the title of an HTML page.
const ELEMENTS: &[&str] = &["faultstring", "message", "errormessage", "detail", "text", "description", "error_description", "title"];

/// Returns the error message of a body, in one short line and without secrets; `None` if it has no readable message.
pub(super) fn said(body: &[u8], known: &Known) -> Option<String> {
    let text = std::str::from_utf8(body).map_or_else(|error| body.get(..error.valid_up_to()).unwrap_or_default(), str::as_bytes);
    // A truncated body may end within a character. Any other body that is not UTF-8 is not text.
    if body.len() - text.len() > 3 {
        return None;
    }
    let text = std::str::from_utf8(text).ok()?.trim_start_matches('\u{feff}').trim();
    let message: Cow<'_, str> = match text.chars().next()? {
        '{' | '[' => json(&serde_json::from_str(text).ok()?)?.into(),
        '"' => serde_json::from_str::<String>(text).ok()?.into(),
        '<' => xml(text)?.into(),
        _ if text.len() <= MAX_PLAIN => text.into(),
        _ => return None,
    };
    let line = one_line(&known.shown(&cut(&message, 8 * MAX_SHOWN)));
    // Truncation may have left the beginning of a secret at the end.
    let line = known.shown(&cut(&line, MAX_SHOWN)).into_owned();
    Some(line).filter(|line| line.contains(char::is_alphanumeric))
}

/// Returns the message of a body in JSON.
fn json(body: &Value) -> Option<String> {
    let title = text_at(body, &["title"]);
    let detail = text_at(body, &["detail"]);
    if let (Some(title), Some(detail)) = (title, detail) {
        return Some(joined(title, detail));
    }
    if let (Some(error), Some(description)) = (text_at(body, &["error"]), text_at(body, &["error_description"])) {
        return Some(joined(error, description));
    }
    let found = PLACES.iter().find_map(|place| text_at(body, place)).map(str::to_owned);
    // Validation errors by field: `{"errors": {"email": ["is taken"]}}`.
    found.or_else(|| {
        let (field, fault) = at(body, &["errors"])?.as_object()?.iter().next()?;
        let fault = text_at(fault, &[]).or_else(|| text_at(fault, &[""])).or_else(|| text_at(fault, &["message"]))?;
        Some(joined(field, fault))
    })
}

fn joined(first: &str, second: &str) -> String {
    if first.eq_ignore_ascii_case(second) { first.to_owned() } else { format!("{}: {second}", first.trim_end_matches(['.', ':'])) }
}

fn text_at<'b>(body: &'b Value, place: &[&str]) -> Option<&'b str> {
    at(body, place)?.as_str().filter(|text| !text.trim().is_empty())
}

fn at<'b>(body: &'b Value, place: &[&str]) -> Option<&'b Value> {
    place.iter().try_fold(body, |value, token| match value {
        Value::Array(items) if token.is_empty() => items.first(),
        Value::Object(object) if !token.is_empty() => {
            object.get(*token).or_else(|| object.iter().find(|(name, _)| name.eq_ignore_ascii_case(token)).map(|(_, value)| value))
        }
        _ => None,
    })
}

/// Returns the text of the element that contains the message of an XML document or an HTML page. This is not a full XML parser, since a
/// client for JSON alone has none.
fn xml(text: &str) -> Option<String> {
    let mut found: Vec<Option<String>> = vec![None; ELEMENTS.len()];
    let mut rest = text;
    while let Some((_, tag)) = rest.split_once('<') {
        rest = tag;
        let Some(end) = tag.find(|c: char| c == '>' || c == '/' || c.is_whitespace()) else { break };
        let local = tag[..end].rsplit(':').next().unwrap_or_default();
        let Some(index) = ELEMENTS.iter().position(|name| name.eq_ignore_ascii_case(local)) else { continue };
        let Some((attributes, after)) = tag.split_once('>') else { break };
        if attributes.ends_with('/') || found[index].is_some() {
            continue;
        }
        let content = match after.strip_prefix("<![CDATA[") {
            Some(data) => data.split("]]>").next().unwrap_or_default().to_owned(),
            None => unescaped(after.split('<').next().unwrap_or_default()),
        };
        if !content.trim().is_empty() {
            found[index] = Some(content);
        }
    }
    found.into_iter().flatten().next()
}

fn unescaped(text: &str) -> String {
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c))
}

fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// Writes a text in one line, without characters that could mislead a terminal or a reader of logs.
fn one_line(text: &str) -> String {
    let is_misleading = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
    };
    let plain: String = text.chars().map(|c| if is_misleading(c) { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::said;
    use crate::redact::Known;

    #[track_caller]
    fn check(body: &str, expected: Option<&str>) {
        assert_eq!(said(body.as_bytes(), &Known::default()).as_deref(), expected, "{body:.200}");
    }

    #[test]
    fn the_message_is_found_wherever_vendors_have_it() {
        for body in [
            r#"{"message":"No such pet"}"#,
            r#"{"Message":"No such pet","code":3}"#,
            r#"{"detail":"No such pet"}"#,
            r#"{"title":"No such pet","status":404}"#,
            r#"{"error_description":"No such pet"}"#,
            r#"{"error":"No such pet"}"#,
            r#"{"error":{"code":404,"message":"No such pet"}}"#,
            r#"{"error":{"message":{"lang":"en","value":"No such pet"}}}"#,
            r#"{"error":{"errors":[{"message":"No such pet"}]}}"#,
            r#"{"errors":[{"message":"No such pet"},{"message":"Nor another"}]}"#,
            r#"{"errors":[{"status":"404","detail":"No such pet","title":"Not there"}]}"#,
            r#"{"errors":["No such pet"]}"#,
            r#"{"errors":"No such pet"}"#,
            r#"{"fault":{"faultstring":"No such pet","detail":{"errorcode":"x"}}}"#,
            r#"{"detail":[{"loc":["path","id"],"msg":"No such pet"}]}"#,
            r#"[{"errorCode":"NOT_FOUND","message":"No such pet"}]"#,
            r#"{"code":5,"msg":"No such pet"}"#,
            r#""No such pet""#,
            "\u{feff}No such pet\n",
            "<Error><Code>NoSuchPet</Code><Message>No such pet</Message></Error>",
            "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"urn:s\"><s:Fault><faultstring xml:lang=\"en\">No such pet</faultstring></s:Fault></s:Envelope>",
            "<e><detail/><title>No such page</title><message><![CDATA[No such pet]]></message></e>",
            "<!doctype html><html><head><title>No such pet</title></head><body><p>Sorry</p></body></html>",
        ] {
            check(body, Some("No such pet"));
        }
    }

    #[test]
    fn what_belongs_together_is_shown_together() {
        check(r#"{"title":"Not found.","detail":"No pet has the number 7."}"#, Some("Not found: No pet has the number 7."));
        check(r#"{"title":"Gone","detail":"gone"}"#, Some("Gone"));
        check(r#"{"error":"invalid_request","error_description":"no id"}"#, Some("invalid_request: no id"));
        check(r#"{"errors":{"email":["is taken","is odd"],"name":["is empty"]}}"#, Some("email: is taken"));
        check(r#"{"errors":{"email":"is taken"}}"#, Some("email: is taken"));
        check(r#"{"errors":{"email":{"message":"is taken"}}}"#, Some("email: is taken"));
    }

    #[test]
    fn a_body_without_a_message_says_nothing() {
        for body in [
            "",
            " ",
            "{}",
            "[]",
            r#"{"code":"gone"}"#,
            r#"{"message":7}"#,
            r#"{"message":" "}"#,
            "{\"message\":\"cut",
            "<p>Sorry</p>",
            "<",
            "<title",
            "---",
        ] {
            check(body, None);
        }
        assert_eq!(said(b"\xff\xfe\x00\x01No such pet", &Known::default()), None);
    }

    #[test]
    fn a_message_is_one_short_line() {
        check(r#"{"message":"a\r\n\tb\u0000\u001b[31mc\u2028d\u202ee\u200bf"}"#, Some("a b [31mc d e f"));
        check(&"x".repeat(500), Some(&format!("{}…", "x".repeat(200))));
        check(&"x".repeat(501), None);
        check(&format!(r#"{{"message":"{}"}}"#, "é".repeat(200)), Some(&"é".repeat(200)));
        check(&format!(r#"{{"message":"{}"}}"#, "é".repeat(100_000)), Some(&format!("{}…", "é".repeat(200))));
        check("<m><message>a &amp; b &lt;c&gt;</message></m>", Some("a & b <c>"));
    }

    #[test]
    fn a_text_that_is_cut_off_within_a_character_is_shown() {
        assert_eq!(said("No such pèt…".as_bytes().get(..13).unwrap_or_default(), &Known::default()).as_deref(), Some("No such pèt"));
    }

    #[test]
    fn secrets_are_hidden_before_and_after_the_text_is_cut() {
        let mut known = Known::default();
        known.learn("hunter2hunter2");
        for before in [0, 10, 190, 195, 199, 1_590, 1_599] {
            let shown = said(format!(r#"{{"message":"{}hunter2hunter2 is wrong"}}"#, "x ".repeat(before / 2)).as_bytes(), &known);
            assert!(!shown.as_deref().unwrap_or_default().contains("hun"), "{shown:?}");
        }
    }
}
