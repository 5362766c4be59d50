//! Problem details for HTTP APIs (RFC 9457).

use http::HeaderMap;
use serde_json::{Map, Value};

use crate::content::charset;
use crate::response::content_type;

/// Problem details (RFC 9457): what a server says about an error in its standard form.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Problem {
    /// The URI that names the type of problem; `about:blank` where the server sends none.
    pub kind: String,
    /// A summary of the type of problem.
    pub title: Option<String>,
    /// The status, as the server repeats it in the body.
    pub status: Option<u16>,
    /// An explanation of this occurrence.
    pub detail: Option<String>,
    /// The URI of this occurrence.
    pub instance: Option<String>,
    /// All other members.
    pub extensions: Map<String, Value>,
}

impl Problem {
    /// Reads a body whose media type is `application/problem+json`. Members of another type than the standard's are left out,
    /// as section 3.1 says.
    pub(crate) fn read(headers: &HeaderMap, body: &[u8]) -> Option<Self> {
        let content_type = content_type(headers);
        if !turnbuckle_encoding::essence(content_type).eq_ignore_ascii_case("application/problem+json") {
            return None;
        }
        let mut members: Map<String, Value> = serde_json::from_slice(&charset::decoded(body, content_type).ok()?).ok()?;
        let mut text = |name: &str| match members.remove(name) {
            Some(Value::String(text)) => Some(text),
            _ => None,
        };
        let kind = text("type").unwrap_or_else(|| "about:blank".to_owned());
        let (title, detail, instance) = (text("title"), text("detail"), text("instance"));
        let status = members.remove("status").and_then(|status| u16::try_from(status.as_u64()?).ok());
        Some(Self { kind, title, status, detail, instance, extensions: members })
    }
}
