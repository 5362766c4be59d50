//! Media types (RFC 9110, section 8.3.1): their kinds and their parameters.

/// How the body of a media type is written and read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MediaKind {
    /// JSON and the formats made of it.
    Json,
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data` and the other multipart types.
    Multipart,
    /// Text.
    Text,
    /// XML and the formats made of it.
    Xml,
    /// Bytes.
    Binary,
    /// Server-sent events.
    EventStream,
    /// A sequence of JSON values: JSON Lines, `application/json-seq`.
    JsonLines,
}

impl MediaKind {
    /// Returns the kind of a media type: by its name, or by its structured suffix (RFC 6839). A range, such as `*/*`, is bytes.
    pub fn of(media_type: &str) -> Self {
        let essence = essence(media_type);
        let is = |names: &[&str]| names.iter().any(|name| essence.eq_ignore_ascii_case(name));
        if is(&["application/json", "text/json", "json", "application/x-json", "text/x-json"]) || ends_with(essence, "+json") {
            Self::Json
        } else if is(&["text/event-stream"]) {
            Self::EventStream
        } else if is(JSON_LINES) {
            Self::JsonLines
        } else if is(&["application/x-www-form-urlencoded"]) {
            Self::Form
        } else if is(&["application/xml", "text/xml"]) || ends_with(essence, "+xml") {
            Self::Xml
        } else if begins_with(essence, "application/json") {
            Self::Json
        } else if is_range(essence) {
            Self::Binary
        } else if begins_with(essence, "multipart/") {
            Self::Multipart
        } else if begins_with(essence, "text/") {
            Self::Text
        } else {
            Self::Binary
        }
    }

    /// Returns whether bodies of this kind are text, for which a charset says how it is encoded.
    pub fn is_textual(self) -> bool {
        match self {
            Self::Json | Self::Form | Self::Text | Self::Xml => true,
            // Event streams and JSON Lines are UTF-8 by definition; each part of a multipart body has a media type of its own.
            Self::EventStream | Self::JsonLines | Self::Multipart | Self::Binary => false,
        }
    }
}

const JSON_LINES: &[&str] = &[
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/json-lines",
    "application/json-seq",
    "application/jsonlines",
    "application/x-jsonlines",
    "application/stream+json",
];

fn begins_with(text: &str, start: &str) -> bool {
    text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start))
}

fn ends_with(text: &str, suffix: &str) -> bool {
    text.len().checked_sub(suffix.len()).and_then(|at| text.get(at..)).is_some_and(|end| end.eq_ignore_ascii_case(suffix))
}

/// Returns a media type without its parameters, in its own spelling.
pub fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// Returns whether a text is a range of media types, such as `image/*`, or names none.
pub fn is_range(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.is_empty() || essence.contains('*')
}

/// Returns the value of a parameter of a media type or of another header with parameters, without its quotes and escapes (RFC 9110,
/// section 5.6.6). The name is compared without regard to case.
pub fn parameter(header: &str, name: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let end = rest.find(['=', ';']).unwrap_or(rest.len());
        let own = rest[..end].trim();
        let (value, after) = match rest[end..].strip_prefix('=') {
            Some(text) => value(text),
            None => (String::new(), rest.get(end + 1..)),
        };
        if own.eq_ignore_ascii_case(name) {
            return Some(value);
        }
        rest = after?;
    }
}

/// Reads a value and returns it with what is after the next semicolon.
fn value(text: &str) -> (String, Option<&str>) {
    let Some(quoted) = text.trim_start().strip_prefix('"') else {
        return match text.split_once(';') {
            Some((value, rest)) => (value.trim().to_owned(), Some(rest)),
            None => (text.trim().to_owned(), None),
        };
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, quoted[at + 1..].split_once(';').map(|(_, rest)| rest)),
            '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
            c => value.push(c),
        }
    }
    (value, None)
}

/// Returns the charset that a media type declares, in its own spelling; `None` if it declares none.
pub fn charset(media_type: &str) -> Option<String> {
    parameter(media_type, "charset").map(|charset| charset.trim().to_owned()).filter(|charset| !charset.is_empty())
}

/// Returns whether a charset is UTF-8, or ASCII, which is a part of it.
pub fn is_utf8(charset: &str) -> bool {
    let names = ["utf-8", "utf8", "utf_8", "unicode-1-1-utf-8", "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us"];
    names.iter().any(|name| charset.trim().eq_ignore_ascii_case(name))
}

/// Returns whether a charset is UTF-16, which needs no table.
pub fn is_utf16(charset: &str) -> bool {
    let names = ["utf-16", "utf16", "utf-16le", "utf-16be", "ucs-2", "iso-10646-ucs-2", "unicode"];
    names.iter().any(|name| charset.trim().eq_ignore_ascii_case(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_have_a_kind_by_name_or_suffix() {
        for (media_type, kind) in [
            ("application/json; charset=utf-8", MediaKind::Json),
            ("Application/Problem+JSON", MediaKind::Json),
            ("application/x-json", MediaKind::Json),
            ("application/json-patch", MediaKind::Json),
            ("application/json-seq", MediaKind::JsonLines),
            ("application/x-ndjson", MediaKind::JsonLines),
            ("text/event-stream;charset=utf-8", MediaKind::EventStream),
            ("application/x-www-form-urlencoded", MediaKind::Form),
            ("multipart/related; type=\"text/xml\"", MediaKind::Multipart),
            ("TEXT/CSV", MediaKind::Text),
            ("text/xml", MediaKind::Xml),
            ("application/soap+xml", MediaKind::Xml),
            ("image/png", MediaKind::Binary),
            ("*/*", MediaKind::Binary),
            ("text/*", MediaKind::Binary),
            ("", MediaKind::Binary),
        ] {
            assert_eq!(MediaKind::of(media_type), kind, "{media_type}");
        }
    }

    #[test]
    fn parameters_are_found_in_any_spelling() {
        for header in [
            "text/csv; charset=x",
            "text/csv;charset=x",
            "text/csv; CHARSET=\"x\"",
            "text/csv ; header=present ; Charset = x ",
            "text/csv; a=\"b; charset=y\"; charset=x; charset=z",
            "text/csv; flag; charset=\"\\x\"",
        ] {
            assert_eq!(parameter(header, "charset").as_deref(), Some("x"), "{header}");
        }
        for header in ["text/csv", "charset=x", "text/csv; header=\"charset=x\"", "text/csv; xcharset=x", "text/csv;;", "text/csv; \""] {
            assert_eq!(parameter(header, "charset"), None, "{header}");
        }
        assert_eq!(parameter("text/csv; charset=\"open", "charset").as_deref(), Some("open"));
        assert_eq!(charset("text/csv; charset="), None);
    }
}
