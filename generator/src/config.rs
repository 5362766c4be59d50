//! The configuration of one API: `<api>.toml` beside its spec.

use indexmap::IndexMap;
use serde::Deserialize;

/// The configuration of one API. Every key is optional.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Config {
    /// The package's name; by default from the document's title.
    pub name: Option<String>,
    /// The package's version; by default 0.1.0.
    pub version: Option<String>,
    /// The tags and operationIds to generate; empty for all.
    pub include: Vec<String>,
    /// How the pages of an operation hang together, by operationId.
    pub pagination: IndexMap<String, Pagination>,
    /// Idempotency keys.
    pub idempotency: Idempotency,
    /// Event streams.
    pub stream: Stream,
    /// The library for dates and times.
    pub date_time: DateTimeLibrary,
    /// Names in place of those that would be given: by schema name, `Schema.property`, or operationId.
    pub names: IndexMap<String, String>,
}

/// The library for dates and times.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateTimeLibrary {
    /// The `jiff` crate.
    #[default]
    Jiff,
    /// The `chrono` crate.
    Chrono,
    /// The `time` crate.
    Time,
    /// Strings, as written.
    String,
}

/// Idempotency keys.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Idempotency {
    /// The header, on the operations that declare it.
    pub header: Option<String>,
}

/// Event streams.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct Stream {
    /// The mark that ends a stream.
    pub end: Option<String>,
}

/// How the pages of an operation hang together. `items` and what is read from the response are JSON pointers (RFC 6901).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", tag = "kind")]
pub enum Pagination {
    /// A cursor from the response.
    Cursor {
        param: String,
        #[serde(default)]
        r#in: PageParam,
        next: String,
        more: Option<String>,
        items: String,
    },
    /// The identifier of the last item.
    LastId {
        param: String,
        #[serde(default)]
        r#in: PageParam,
        id: String,
        more: Option<String>,
        items: String,
    },
    /// The number of items to pass over.
    Offset {
        param: String,
        #[serde(default)]
        r#in: PageParam,
        limit: Option<String>,
        total: Option<String>,
        more: Option<String>,
        items: String,
    },
    /// The page's number.
    Page {
        param: String,
        #[serde(default)]
        r#in: PageParam,
        #[serde(default = "one")]
        first: u32,
        size: Option<String>,
        pages: Option<String>,
        total: Option<String>,
        more: Option<String>,
        items: String,
    },
    /// A URL in the body.
    NextUrl { next: String, items: String },
    /// The `Link` header.
    Link { items: String },
    /// A URL in a header.
    Header { name: String, items: String },
    /// No pages, whatever the document looks like.
    None,
}

/// Where a value of pagination is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PageParam {
    /// A query parameter.
    #[default]
    Query,
    /// A top-level field of the body.
    Body,
}

fn one() -> u32 {
    1
}
