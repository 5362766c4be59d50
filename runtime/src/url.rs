//! URLs as text: references resolved by RFC 3986, section 5.2, origins, and queries taken apart. It takes no crate for URLs,
//! because the transport brings its own and no other part of one is needed.

use std::borrow::Cow;
use std::fmt::{self, Write};

use http::uri::Scheme;
use http::{HeaderValue, Uri};

/// Scheme, host and port: what credentials belong to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Origin {
    scheme: String,
    host: String,
    port: u16,
}

impl Origin {
    /// Returns the origin of an absolute URL; `None` for another.
    pub(crate) fn of(uri: &Uri) -> Option<Self> {
        let scheme = uri.scheme_str()?.to_ascii_lowercase();
        let host = uri.host()?.to_ascii_lowercase();
        let port = uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 });
        Some(Self { scheme, host, port })
    }

    /// Returns whether this is the origin of an absolute URL, without making another.
    pub(crate) fn is_of(&self, uri: &Uri) -> bool {
        uri.host().is_some_and(|host| self.host.eq_ignore_ascii_case(host))
            && uri.scheme_str().is_some_and(|scheme| self.scheme.eq_ignore_ascii_case(scheme))
            && uri.port_u16().unwrap_or(if self.scheme == "https" { 443 } else { 80 }) == self.port
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}:{}", self.scheme, self.host, self.port)
    }
}

/// Returns whether others can read on the way what is sent to an absolute URL: not with https, and not on this machine.
pub(crate) fn is_exposed(uri: &Uri) -> bool {
    let Some(host) = uri.host().filter(|_| uri.scheme().is_some_and(|scheme| *scheme != Scheme::HTTPS)) else { return false };
    let ends_with =
        |end: &str| host.len().checked_sub(end.len()).and_then(|at| host.get(at..)).is_some_and(|it| it.eq_ignore_ascii_case(end));
    let is_loopback = || {
        let address = host.trim_start_matches('[').trim_end_matches(']');
        host.eq_ignore_ascii_case("localhost")
            || ends_with(".localhost")
            || address.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
    };
    !is_loopback()
}

/// Returns whether a URL holds a user: from a server that is an error (RFC 9110, section 4.2.4), for it hides where the URL leads.
pub(crate) fn has_user(uri: &Uri) -> bool {
    uri.authority().is_some_and(|authority| authority.as_str().contains('@'))
}

/// Returns whether two absolute URLs have one origin, without making them.
pub(crate) fn same_origin(a: &Uri, b: &Uri) -> bool {
    a.scheme() == b.scheme()
        && match (a.host(), b.host()) {
            (Some(a_host), Some(b_host)) => a_host.eq_ignore_ascii_case(b_host) && Origin::of(a) == Origin::of(b),
            _ => false,
        }
}

/// Splits a reference into scheme, authority, path, query; the fragment is left out (RFC 3986, appendix B).
struct Reference<'a> {
    scheme: Option<&'a str>,
    authority: Option<&'a str>,
    path: &'a str,
    query: Option<&'a str>,
}

impl<'a> Reference<'a> {
    fn parse(text: &'a str) -> Self {
        let text = text.split_once('#').map_or(text, |(text, _)| text);
        let (text, query) = text.split_once('?').map_or((text, None), |(text, query)| (text, Some(query)));
        let (scheme, text) = match text.split_once(':') {
            Some((scheme, rest))
                if scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                    && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)) =>
            {
                (Some(scheme), rest)
            }
            _ => (None, text),
        };
        let (authority, path) = match text.strip_prefix("//") {
            Some(rest) => {
                let end = rest.find('/').unwrap_or(rest.len());
                (Some(&rest[..end]), &rest[end..])
            }
            None => (None, text),
        };
        Self { scheme, authority, path, query }
    }

    fn write(&self, path: &str, query: Option<&str>) -> String {
        let mut out = String::new();
        if let Some(scheme) = self.scheme {
            out.push_str(scheme);
            out.push(':');
        }
        if let Some(authority) = self.authority {
            out.push_str("//");
            out.push_str(authority);
        }
        out.push_str(path);
        if let Some(query) = query {
            out.push('?');
            out.push_str(query);
        }
        out
    }
}

/// Resolves a reference against an absolute URL (RFC 3986, section 5.2.2). The fragment is dropped, and bytes that no URL may
/// hold are percent-encoded, for servers do send them.
pub(crate) fn resolve(base: &str, reference: &str) -> String {
    let reference = escape_illegal(reference.trim());
    let base = Reference::parse(base);
    let part = Reference::parse(&reference);
    if part.scheme.is_some() {
        return part.write(&remove_dot_segments(part.path), part.query);
    }
    if part.authority.is_some() {
        let target = Reference { scheme: base.scheme, ..part };
        return target.write(&remove_dot_segments(part.path), part.query);
    }
    if part.path.is_empty() {
        return base.write(base.path, part.query.or(base.query));
    }
    if part.path.starts_with('/') {
        return base.write(&remove_dot_segments(part.path), part.query);
    }
    let merged = match base.path.rfind('/') {
        Some(end) => format!("{}{}", &base.path[..=end], part.path),
        None => format!("/{}", part.path),
    };
    base.write(&remove_dot_segments(&merged), part.query)
}

/// RFC 3986, section 5.2.4.
fn remove_dot_segments(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    let parts: Vec<&str> = path.split('/').collect();
    for (index, part) in parts.iter().enumerate() {
        let last = index + 1 == parts.len();
        match *part {
            "." if last => segments.push(""),
            "." => {}
            ".." => {
                if segments.len() > 1 || segments.first().is_some_and(|first| !first.is_empty()) {
                    segments.pop();
                }
                if last {
                    segments.push("");
                }
            }
            part => segments.push(part),
        }
    }
    segments.join("/")
}

fn escape_illegal(text: &str) -> Cow<'_, str> {
    let illegal = |byte: u8| !byte.is_ascii_graphic() || b"\"<>\\^`{|}".contains(&byte);
    if !text.bytes().any(illegal) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if illegal(byte) {
            push_escaped(&mut out, byte);
        } else {
            out.push(char::from(byte));
        }
    }
    Cow::Owned(out)
}

/// Returns the text of a header that holds a URL, with the bytes that are not ASCII percent-encoded.
pub(crate) fn lenient_text(value: &HeaderValue) -> Cow<'_, str> {
    if let Ok(text) = value.to_str() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(value.len() + 16);
    for &byte in value.as_bytes() {
        if byte.is_ascii() {
            out.push(char::from(byte));
        } else {
            push_escaped(&mut out, byte);
        }
    }
    Cow::Owned(out)
}

fn push_escaped(out: &mut String, byte: u8) {
    // Writing to a `String` cannot fail.
    let _ = write!(out, "%{byte:02X}");
}

/// Percent-encodes all but the unreserved characters (RFC 3986, section 2.3).
pub(crate) fn push_component(out: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            push_escaped(out, byte);
        }
    }
}

/// Reads a percent-encoded component of a query, where `+` is a space.
pub(crate) fn decode_component(text: &str) -> String {
    String::from_utf8_lossy(&decode_bytes(text)).into_owned()
}

/// Reads the bytes of a percent-encoded component of a query, where `+` is a space.
pub(crate) fn decode_bytes(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escaped = (byte == b'%').then(|| text.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()));
        match (byte, escaped.flatten()) {
            (_, Some(decoded)) => {
                out.push(decoded);
                at += 2;
            }
            (b'+', None) => out.push(b' '),
            (byte, None) => out.push(byte),
        }
        at += 1;
    }
    out
}

/// Returns the value of a query's or form's parameter.
pub(crate) fn query_value(query: &str, name: &str) -> Option<String> {
    query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .find_map(|(key, value)| (decode_component(key) == name).then(|| decode_component(value)))
}

/// Takes a parameter out of a query.
pub(crate) fn without_query_value(query: &str, name: &str) -> String {
    other_pairs(query, name).collect::<Vec<_>>().join("&")
}

fn other_pairs<'a>(query: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    query.split('&').filter(move |pair| decode_component(pair.split_once('=').map_or(pair, |(own, _)| own)) != name)
}

/// Sets a parameter of a query or form, in place of all of that name.
pub(crate) fn set_query_value(query: &str, name: &str, value: &str) -> String {
    let mut out = String::with_capacity(query.len() + name.len() + value.len() + 2);
    for pair in other_pairs(query, name).filter(|pair| !pair.is_empty()) {
        out.push_str(pair);
        out.push('&');
    }
    push_component(&mut out, name);
    out.push('=');
    push_component(&mut out, value);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_resolve_as_in_section_5_4_of_rfc_3986() {
        let cases = [
            ("g", "http://a/b/c/g"),
            ("./g", "http://a/b/c/g"),
            ("g/", "http://a/b/c/g/"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("g?y", "http://a/b/c/g?y"),
            ("#s", "http://a/b/c/d;p?q"),
            ("g#s", "http://a/b/c/g"),
            ("", "http://a/b/c/d;p?q"),
            (".", "http://a/b/c/"),
            ("..", "http://a/b/"),
            ("../g", "http://a/b/g"),
            ("../..", "http://a/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("/./g", "http://a/g"),
            ("/../g", "http://a/g"),
            ("g.", "http://a/b/c/g."),
            ("./g/.", "http://a/b/c/g/"),
            ("g/../h", "http://a/b/c/h"),
            ("https://x/y", "https://x/y"),
        ];
        for (reference, expect) in cases {
            assert_eq!(resolve("http://a/b/c/d;p?q", reference), expect, "{reference}");
        }
    }

    #[test]
    fn bytes_that_no_url_may_hold_are_escaped() {
        assert_eq!(resolve("http://a/", "/x y?q=ü"), "http://a/x%20y?q=%C3%BC");
    }

    #[test]
    fn setting_a_parameter_replaces_all_of_its_name() {
        assert_eq!(set_query_value("a=1&b=2&a=3", "a", "x y"), "b=2&a=x%20y");
        assert_eq!(set_query_value("", "a", "1"), "a=1");
        assert_eq!(query_value("a%5B%5D=1+2&b=%zz", "a[]"), Some("1 2".into()));
        assert_eq!(query_value("a=1&b=%zz", "b"), Some("%zz".into()));
    }

    #[test]
    fn an_origin_is_scheme_host_and_port() {
        let same = |a: &'static str, b: &'static str| same_origin(&Uri::from_static(a), &Uri::from_static(b));
        assert!(same("https://a/x", "https://A:443/y"));
        assert!(!same("https://a/x", "http://a/x"));
        assert!(!same("https://a/x", "https://a:8443/x"));
        assert!(!same("https://a/x", "https://a.b/x"));
    }
}
