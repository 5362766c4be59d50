//! Base URLs: a server's template filled in, and what a base must be.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::Uri;
use http::uri::{Authority, InvalidUri, PathAndQuery, Scheme};

use crate::operation::Server;
use crate::redact::{CUT, may_be_secret_name};
use crate::url::is_exposed;

/// The origin of a client's base URL, which is parsed once and not with every call.
pub(crate) struct OwnOrigin {
    scheme: Scheme,
    authority: Authority,
    exposed: bool,
}

impl OwnOrigin {
    /// Takes the origin of a base URL; `None` where it is not absolute.
    pub(super) fn of(base: &str) -> Option<Self> {
        let uri: Uri = base.parse().ok()?;
        let exposed = is_exposed(&uri);
        let parts = uri.into_parts();
        Some(Self { scheme: parts.scheme?, authority: parts.authority?, exposed })
    }

    /// Parses a URL that begins with the base URL.
    pub(crate) fn uri(&self, url: String) -> Result<Uri, InvalidUri> {
        let start = self.scheme.as_str().len() + "://".len() + self.authority.as_str().len();
        let path = PathAndQuery::from_maybe_shared(Bytes::from(url).slice(start..))?;
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(path);
        Ok(Uri::from_parts(parts).expect("a URL with a scheme, an authority and a path is whole"))
    }

    /// Returns whether a URL is of this origin, and others cannot read on the way what is sent there.
    pub(super) fn keeps(&self, uri: &Uri) -> bool {
        !self.exposed
            && uri.scheme() == Some(&self.scheme)
            && uri.authority().is_some_and(|authority| authority.as_str() == self.authority.as_str())
    }
}

/// Fills a server's variables in.
///
/// The document decides where requests go, so a value cannot change the origin of its template: each value may contain only the characters
/// that its position allows. The document's own defaults are exempt.
pub(super) fn fill(server: &Server, values: &BTreeMap<String, String>) -> Result<String, String> {
    let mut url = String::new();
    let mut place = Place::of_start(server.url);
    let mut rest = server.url;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or_else(|| format!("the server's URL `{}` has an open brace", server.url))?;
        let default = server.variables.iter().find(|(variable, _)| *variable == name).map(|(_, default)| *default);
        let value = values.get(name).map(String::as_str).or(default);
        let value = value.ok_or_else(|| {
            format!("the server's variable `{name}` of `{}` has no value: set it on the builder, or set `base_url`", server.url)
        })?;
        place = place.after(before);
        if default != Some(value) {
            place.check(value, default).map_err(|reason| refused(server, name, value, &reason))?;
        }
        url.push_str(before);
        url.push_str(value);
        place = place.behind_variable();
        rest = after;
    }
    url.push_str(rest);
    let defaults = || with_each(server.url, |name| server.variables.iter().find(|(variable, _)| *variable == name).map_or("x", |it| it.1));
    // Dots that form a `..` segment only together, for example from two variables in one segment.
    if has_dot_segment(&url) && !has_dot_segment(&with_each(server.url, |_| "x")) && !has_dot_segment(&defaults()) {
        return Err(format!("the server's URL `{}` with its variables has a segment `.` or `..` in its path", server.url));
    }
    Ok(url)
}

fn refused(server: &Server, name: &str, value: &str, reason: &str) -> String {
    let value = match value {
        _ if may_be_secret_name(name) => "[redacted]".to_owned(),
        url if url.contains("://") || url.contains('@') => shown(url),
        value => excerpt(value),
    };
    format!("the server's variable `{name}` of `{}` cannot be `{value}`: {reason}", server.url)
}

/// The position of a variable in a server's URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// At the start of a template without an origin: the value may be a URL, or the first part of a path.
    Whole,
    Scheme,
    Host,
    Port,
    /// In a path. The first segment of a relative path could be read as a scheme or an authority.
    Path {
        is_start: bool,
    },
}

impl Place {
    fn of_start(template: &str) -> Self {
        let literal = with_each(template, |_| "");
        if literal.contains("://") || literal.starts_with("//") {
            Self::Scheme
        } else if template.starts_with('{') {
            Self::Whole
        } else {
            Self::Path { is_start: false }
        }
    }

    /// Returns the position after a literal part of the template.
    fn after(self, literal: &str) -> Self {
        let end = |at: usize, length: usize| literal.get(at + length..).unwrap_or_default();
        match self {
            Self::Scheme => literal.find("//").map_or(self, |at| Self::Host.after(end(at, 2))),
            Self::Host => match literal.find(['/', '?', '#', ':']) {
                Some(at) if literal[at..].starts_with(':') => Self::Port.after(end(at, 1)),
                Some(_) => Self::Path { is_start: false },
                None => self,
            },
            Self::Port => literal.find(['/', '?', '#']).map_or(self, |_| Self::Path { is_start: false }),
            Self::Path { is_start: true } if literal.is_empty() => self,
            Self::Whole if literal.is_empty() => self,
            Self::Whole | Self::Path { .. } => Self::Path { is_start: false },
        }
    }

    fn behind_variable(self) -> Self {
        if self == Self::Whole { Self::Path { is_start: true } } else { self }
    }

    /// Refuses a value that this position does not allow, with the reason.
    fn check(self, value: &str, default: Option<&str>) -> Result<(), String> {
        match self {
            Self::Scheme if matches!(value.to_ascii_lowercase().as_str(), "http" | "https") => Ok(()),
            Self::Scheme => Err("it is the scheme, which is `http` or `https`".to_owned()),
            Self::Host => match value.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_'))) {
                Some(c) => {
                    Err(format!("it is part of the host, where `{}` cannot stand; `base_url` sets another server", c.escape_default()))
                }
                None => Ok(()),
            },
            Self::Port if value.parse::<u16>().is_ok() && value.bytes().all(|byte| byte.is_ascii_digit()) => Ok(()),
            Self::Port => Err("it is the port, a number up to 65535".to_owned()),
            // A document that gives no default, or an empty one, leaves the whole URL to the caller.
            Self::Whole if default.is_none_or(|default| default.is_empty() || default.contains("://")) && value.contains("://") => {
                check(value)
            }
            Self::Whole if default.is_some_and(|default| default.contains("://")) => {
                Err("it is the base URL, which is absolute".to_owned())
            }
            Self::Whole => check_path(value, true),
            Self::Path { is_start } => check_path(value, is_start),
        }
    }
}

/// Refuses a value that leaves the template's path.
fn check_path(value: &str, is_start: bool) -> Result<(), String> {
    let lower = value.to_ascii_lowercase();
    if let Some(c) = value.chars().find(|c| matches!(c, '?' | '#' | '\\' | '{' | '}') || c.is_control() || c.is_whitespace()) {
        return Err(format!("it is part of the path, where `{}` cannot stand", c.escape_default()));
    }
    // A server, or a proxy before it, may decode them before it splits the path into segments.
    let encoded = ["%2f", "%5c", "%3f", "%23", "%25", "%0", "%1", "%7f"];
    if let Some(found) = encoded.into_iter().find(|code| lower.contains(code)) {
        return Err(format!("it is part of the path, where `{found}` cannot stand"));
    }
    if has_dot_segment(value) {
        return Err("it is part of the path, where the segments `.` and `..` cannot stand".to_owned());
    }
    if is_start && (value.starts_with("//") || value.split('/').next().is_some_and(|first| first.contains(':'))) {
        return Err("it is the start of a path, and not of a URL with a host".to_owned());
    }
    Ok(())
}

/// Returns whether a path has a `.` or `..` segment, as defined by the URL standard (WHATWG URL, section 4.4).
fn has_dot_segment(url: &str) -> bool {
    let dots = |segment: &str| matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..");
    url.split(['/', '\\', '?', '#']).any(dots)
}

/// Fills a template with a value for each variable.
fn with_each(template: &str, value: impl Fn(&str) -> &'static str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(before);
        out.push_str(value(name));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Checks that a base URL is usable: absolute, HTTP, with a host that all parsers read alike, without user, query and fragment.
pub(crate) fn check(url: &str) -> Result<(), String> {
    reason(url).map_or(Ok(()), |reason| Err(format!("the base URL `{}` {reason}", shown(url))))
}

/// Returns why a base URL cannot be used.
fn reason(url: &str) -> Option<&'static str> {
    let rest = match url.split_once("://") {
        Some((scheme, rest)) if matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") => rest,
        _ => return Some("is not an absolute http or https URL"),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return Some("holds a user: give it as a credential");
    }
    if rest.contains('#') {
        return Some("has a fragment");
    }
    if rest.contains('?') {
        return Some("has a query");
    }
    if url.chars().any(|c| c.is_whitespace() || c.is_control() || c == '\\') {
        return Some("has a blank, a control character or a backslash");
    }
    let host = authority.rsplit_once(':').filter(|_| !authority.ends_with(']')).map_or(authority, |(host, _)| host);
    if host.is_empty() {
        return Some("is not an absolute http or https URL");
    }
    // Some URL parsers decode, map or drop other characters, so the URL would lead to another host than it shows.
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    let is_address = host.starts_with('[');
    if !is_address && !host.chars().all(is_of_name) {
        return Some("has a host with other characters than ASCII letters, digits, `.`, `-` and `_`");
    }
    if !is_address && host.strip_suffix('.').unwrap_or(host).split('.').any(str::is_empty) {
        return Some("has a host with an empty part");
    }
    let Ok(uri) = url.parse::<Uri>() else { return Some("cannot be read") };
    let port = authority.strip_prefix(host).unwrap_or_default();
    if !port.is_empty() && uri.port_u16().is_none() {
        return Some("has a port that is not a number up to 65535");
    }
    None
}

/// Returns a base URL for a message: without what may be a user and a password, and without the values of a query.
pub(super) fn shown(url: &str) -> String {
    let (start, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    let separator = if start.is_empty() { "" } else { "://" };
    // A password may contain the characters that end an authority, so the last `@` counts.
    let (user, rest) = rest.rsplit_once('@').map_or(("", rest), |(_, rest)| ("[redacted]@", rest));
    let (rest, more) = match rest.find(['?', '#']) {
        Some(at) => (&rest[..at], format!("{}[redacted]", &rest[at..=at])),
        None => (rest, String::new()),
    };
    excerpt(&format!("{start}{separator}{user}{rest}{more}"))
}

/// Returns the beginning of a text for a message, in one line.
fn excerpt(text: &str) -> String {
    const LENGTH: usize = 120;
    let mut out: String = text.chars().take(LENGTH).flat_map(char::escape_debug).collect();
    if text.chars().nth(LENGTH).is_some() {
        out.push_str(CUT);
    }
    out
}
