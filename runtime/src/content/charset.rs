//! Text in another encoding than UTF-8.
//!
//! The encoding is that of the byte order mark, else that of the parameter `charset` (RFC 9110, section 8.3.2), else that of the XML
//! declaration (RFC 7303, section 3), else UTF-8. **Invariant:** text that is not in its encoding is an error: nothing becomes U+FFFD.

use std::borrow::Cow;
use std::fmt;

use turnbuckle_encoding::{MediaKind, charset, essence, is_utf8, is_utf16};

use crate::encode::EncodeError;

/// The maximum length of a charset's name in an error, in characters.
const MAX_SHOWN: usize = 40;

/// The reason a text cannot be decoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CharsetError(String);

impl fmt::Display for CharsetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for CharsetError {}

/// Returns the text of a body in UTF-8, without a byte order mark. A body that should be UTF-8 is returned as it is: whoever reads it finds
/// what is not.
pub(crate) fn decoded<'b>(bytes: &'b [u8], content_type: &str) -> Result<Cow<'b, [u8]>, CharsetError> {
    let kind = MediaKind::of(content_type);
    if !kind.is_textual() && !essence(content_type).is_empty() {
        return Ok(Cow::Borrowed(bytes));
    }
    if let Some((own, rest)) = marked(bytes) {
        return if is_utf8(own) { Ok(Cow::Borrowed(rest)) } else { converted(rest, own) };
    }
    let declared = if content_type.contains(';') { charset(content_type) } else { None };
    if let Some(declared) = declared {
        // JSON and XML begin with a character of ASCII, which has a null in UTF-16. Without one, other bytes would pass as rare characters.
        let begins_with_ascii = matches!(kind, MediaKind::Json | MediaKind::Xml);
        if begins_with_ascii && is_utf16(&declared) && by_nulls(bytes).is_none() && !bytes.is_empty() {
            return Err(malformed(&declared));
        }
        return if is_utf8(&declared) { Ok(Cow::Borrowed(bytes)) } else { converted(bytes, &declared) };
    }
    match kind {
        MediaKind::Json | MediaKind::Xml => match (by_nulls(bytes), kind) {
            (Some(own), _) => converted(bytes, own),
            (None, MediaKind::Xml) => match declaration(bytes).filter(|own| !is_utf8(own) && !is_utf16(own)) {
                Some(own) => converted(bytes, own),
                None => Ok(Cow::Borrowed(bytes)),
            },
            (None, _) => Ok(Cow::Borrowed(bytes)),
        },
        _ => Ok(Cow::Borrowed(bytes)),
    }
}

/// Returns the text of a body.
pub(crate) fn text<'b>(bytes: &'b [u8], content_type: &str) -> Result<Cow<'b, str>, CharsetError> {
    let fault = || match charset(content_type) {
        Some(declared) => CharsetError(format!("the body is not in its charset {}", shown(&declared))),
        None => CharsetError("the body is not UTF-8, and its media type has no `charset`".to_owned()),
    };
    match decoded(bytes, content_type)? {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| fault()),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(|_| fault()),
    }
}

/// Returns the encoding that a byte order mark names, and what is after the mark.
fn marked(bytes: &[u8]) -> Option<(&'static str, &[u8])> {
    // The mark of UTF-32LE begins with that of UTF-16LE.
    let marks: [(&[u8], &str); 5] = [
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe\0\0", "utf-32le"),
        (b"\0\0\xfe\xff", "utf-32be"),
        (b"\xff\xfe", "utf-16le"),
        (b"\xfe\xff", "utf-16be"),
    ];
    marks.into_iter().find_map(|(mark, name)| Some((name, bytes.strip_prefix(mark)?)))
}

/// Returns the encoding of JSON or XML by the nulls in its first characters, which are ASCII (RFC 4627, section 3; XML 1.0, appendix F).
fn by_nulls(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [0, 0, 0, _, ..] => Some("utf-32be"),
        [_, 0, 0, 0, ..] => Some("utf-32le"),
        [0, _, ..] => Some("utf-16be"),
        [_, 0, ..] => Some("utf-16le"),
        _ => None,
    }
}

/// Returns the encoding that an XML declaration names.
fn declaration(bytes: &[u8]) -> Option<&str> {
    let rest = bytes.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = rest.windows(2).position(|window| window == b"?>")?;
    let declaration = std::str::from_utf8(&rest[..end]).ok()?;
    let value = declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

fn converted(bytes: &[u8], charset: &str) -> Result<Cow<'static, [u8]>, CharsetError> {
    let text = if is_utf16(charset) { from_utf16(bytes, charset) } else { by_table(bytes, charset) }?;
    Ok(Cow::Owned(text.into_bytes()))
}

fn from_utf16(bytes: &[u8], charset: &str) -> Result<String, CharsetError> {
    let is_big = match charset.to_ascii_lowercase().as_str() {
        "utf-16be" => true,
        "utf-16le" => false,
        // Without a mark the standard says big-endian (RFC 2781, section 4.3), and most software writes the other: the first character,
        // which is ASCII in nearly every text, tells.
        _ => by_nulls(bytes) == Some("utf-16be"),
    };
    let unit = |pair: &[u8]| {
        let pair = [pair[0], pair[1]];
        if is_big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) }
    };
    let text: Result<String, _> = char::decode_utf16(bytes.chunks_exact(2).map(unit)).collect();
    text.ok().filter(|_| bytes.len().is_multiple_of(2)).ok_or_else(|| malformed(charset))
}

#[cfg(feature = "charset")]
fn by_table(bytes: &[u8], charset: &str) -> Result<String, CharsetError> {
    let encoding = encoding_rs::Encoding::for_label_no_replacement(charset.as_bytes()).ok_or_else(|| unknown(charset))?;
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes).ok_or_else(|| malformed(charset))?;
    Ok(text.into_owned())
}

#[cfg(not(feature = "charset"))]
fn by_table(_: &[u8], charset: &str) -> Result<String, CharsetError> {
    Err(CharsetError(format!("the body is in the charset {}, which needs the feature `charset` of the runtime", shown(charset))))
}

#[cfg(feature = "charset")]
fn unknown(charset: &str) -> CharsetError {
    CharsetError(format!("the body is in the charset {}, which is not known", shown(charset)))
}

fn malformed(charset: &str) -> CharsetError {
    CharsetError(format!("the body is not in its charset {}", shown(charset)))
}

/// Writes a charset's name, which the server chose.
fn shown(charset: &str) -> String {
    let short: String = charset.chars().take(MAX_SHOWN).collect();
    format!("`{}`", short.escape_debug())
}

/// Writes text in the charset of its media type.
///
/// # Errors
///
/// Returns an error for a charset that is not known, and for a character that it does not have.
pub(crate) fn encoded(text: Vec<u8>, content_type: &str) -> Result<Vec<u8>, EncodeError> {
    let Some(charset) = charset(content_type).filter(|charset| !is_utf8(charset)) else { return Ok(text) };
    let text = String::from_utf8(text).map_err(|_| EncodeError::new("only text can be sent in a charset"))?;
    if !is_utf16(&charset) {
        return to_table(&text, &charset);
    }
    let (mark, is_big) = match charset.to_ascii_lowercase().as_str() {
        "utf-16be" => (None, true),
        "utf-16le" => (None, false),
        _ => (Some(0xfeff), true),
    };
    let units = mark.into_iter().chain(text.encode_utf16());
    Ok(units.flat_map(|unit| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect())
}

#[cfg(feature = "charset")]
fn to_table(text: &str, charset: &str) -> Result<Vec<u8>, EncodeError> {
    let encoding = encoding_rs::Encoding::for_label_no_replacement(charset.as_bytes())
        .ok_or_else(|| EncodeError::new(format!("the charset {} is not known", shown(charset))))?;
    match encoding.encode(text) {
        (bytes, _, false) => Ok(bytes.into_owned()),
        (_, _, true) => Err(EncodeError::new(format!("the charset {} does not have every character of the text", shown(charset)))),
    }
}

#[cfg(not(feature = "charset"))]
fn to_table(_: &str, charset: &str) -> Result<Vec<u8>, EncodeError> {
    Err(EncodeError::new(format!("the charset {} needs the feature `charset` of the runtime", shown(charset))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, is_big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if is_big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[track_caller]
    fn check(bytes: &[u8], content_type: &str, expected: Result<&str, &str>) {
        let read = text(bytes, content_type).map_err(|error| error.to_string());
        assert_eq!(read.as_deref().map_err(String::as_str), expected, "{content_type}");
    }

    #[test]
    fn utf_8_is_read_with_and_without_a_mark() {
        for content_type in ["", "text/csv", "text/csv; charset=UTF-8", "application/json; charset=\"utf-8\"", "text/csv; charset=us-ascii"]
        {
            check("é".as_bytes(), content_type, Ok("é"));
            check("\u{feff}é".as_bytes(), content_type, Ok("é"));
        }
    }

    #[test]
    fn a_mark_counts_more_than_the_charset() {
        for (is_big, mark) in [(true, b"\xfe\xff"), (false, b"\xff\xfe")] {
            let bytes = [mark.as_slice(), &utf16("{\"a\":\"é\u{1f600}\"}", is_big)].concat();
            for content_type in ["application/json", "text/csv; charset=iso-8859-1", "application/xml; charset=utf-8", ""] {
                check(&bytes, content_type, Ok("{\"a\":\"é\u{1f600}\"}"));
            }
        }
    }

    #[test]
    fn utf_16_is_read_without_a_mark() {
        for is_big in [true, false] {
            for content_type in ["text/plain; charset=utf-16", "application/json", "application/xml", "application/problem+json"] {
                check(&utf16("<é/>", is_big), content_type, Ok("<é/>"));
            }
        }
        check(&utf16("é", true), "text/plain; charset=UTF-16BE", Ok("é"));
        check(&utf16("é", false), "text/plain; charset=UTF-16LE", Ok("é"));
    }

    #[test]
    fn text_that_is_not_in_its_charset_is_an_error() {
        check(b"caf\xe9", "text/plain", Err("the body is not UTF-8, and its media type has no `charset`"));
        check(b"caf\xe9", "text/plain; charset=utf-8", Err("the body is not in its charset `utf-8`"));
        check(b"\xd8\0", "text/plain; charset=utf-16be", Err("the body is not in its charset `utf-16be`"));
        check(b"\0a\0", "text/plain; charset=utf-16be", Err("the body is not in its charset `utf-16be`"));
        assert!(text(b"\0\0\xfe\xff\0\0\0a", "text/plain").is_err());
        assert!(text(b"{\0\0\0", "application/json").is_err());
    }

    #[cfg(feature = "charset")]
    #[test]
    fn charsets_are_decoded() {
        for content_type in [
            "text/csv; charset=iso-8859-1",
            "text/csv;charset=\"ISO-8859-1\"",
            "text/csv; header=present; Charset=windows-1252",
            "application/json; charset=latin1",
        ] {
            check(b"caf\xe9", content_type, Ok("café"));
        }
        check(b"\x83\x65", "text/plain; charset=Shift_JIS", Ok("テ"));
        check(b"\x80", "text/plain; charset=windows-1252", Ok("€"));
        check(b"\x83", "text/plain; charset=shift_jis", Err("the body is not in its charset `shift_jis`"));
        check(b"a", "text/plain; charset=\"x\\\"\u{7}y\"", Err("the body is in the charset `x\\\"\\u{7}y`, which is not known"));
        check(b"a", "text/plain; charset=hz-gb-2312", Err("the body is in the charset `hz-gb-2312`, which is not known"));
    }

    #[cfg(feature = "charset")]
    #[test]
    fn the_declaration_of_xml_counts_where_nothing_else_does() {
        for declaration in ["encoding=\"ISO-8859-1\"", "encoding = 'latin1' standalone='yes'"] {
            let xml = [format!("<?xml version=\"1.0\" {declaration}?><a>").as_bytes(), b"\xe9</a>"].concat();
            assert!(text(&xml, "application/xml").is_ok_and(|text| text.ends_with("<a>é</a>")));
            assert!(text(&xml, "application/xml; charset=utf-8").is_err());
        }
        // What can be read as ASCII is not UTF-16, whatever it says.
        check(b"<?xml version='1.0' encoding='utf-16'?><a/>", "text/xml", Ok("<?xml version='1.0' encoding='utf-16'?><a/>"));
        check(b"<?xml version='1.0' encoding='x'?>", "text/plain", Ok("<?xml version='1.0' encoding='x'?>"));
    }

    #[cfg(not(feature = "charset"))]
    #[test]
    fn a_charset_that_is_not_decoded_is_named() {
        check(
            b"caf\xe9",
            "text/csv; charset=iso-8859-1",
            Err("the body is in the charset `iso-8859-1`, which needs the feature `charset` of the runtime"),
        );
        assert!(encoded(b"a".to_vec(), "text/csv; charset=iso-8859-1").is_err());
    }

    #[test]
    fn text_is_written_in_its_charset() {
        let written = |content_type: &str| encoded("é".as_bytes().to_vec(), content_type).ok();
        assert_eq!(written("text/plain; charset=utf-8").as_deref(), Some("é".as_bytes()));
        assert_eq!(written("text/plain; charset=utf-16").as_deref(), Some(b"\xfe\xff\0\xe9".as_slice()));
        assert_eq!(written("text/plain; charset=utf-16le").as_deref(), Some(b"\xe9\0".as_slice()));
        #[cfg(feature = "charset")]
        {
            assert_eq!(written("text/plain; charset=ISO-8859-1").as_deref(), Some(b"\xe9".as_slice()));
            assert_eq!(written("text/plain; charset=unheard-of"), None);
            assert_eq!(encoded("€ й".as_bytes().to_vec(), "text/plain; charset=iso-8859-2").ok(), None);
        }
    }
}
