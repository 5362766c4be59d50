//! The configuration of one API: `<api>.toml` beside its spec.
//!
//! ```toml
//! # The package's name and version. Default: from the document's title; 0.1.0.
//! name = "crm"
//! version = "0.1.0"
//! # Only these tags and operations, and the types they need. Default: all.
//! include = ["contacts", "listDeals"]
//! # The type of dates and times: "jiff", "chrono", "time" or "string". Default: "jiff".
//! date-time = "jiff"
//! # What becomes of properties that the document does not declare: "pass-over", or "keep", which gives every struct a map of them that is
//! # sent back. Where `additionalProperties` is declared they are always kept. Default: "pass-over".
//! unknown-fields = "keep"
//! # How an object in an `application/x-www-form-urlencoded` body is written where the document does not say: "json", or "brackets", which is
//! # `a[b]=c`. Default: "json".
//! form-objects = "brackets"
//! # Whether the package takes the lints of the workspace that it stands in. Default: false.
//! workspace-lints = true
//!
//! # How the pages of an operation hang together, where the document does not tell.
//! [pagination]
//! listContacts = { kind = "cursor", param = "cursor", next = "/next_cursor", items = "/data" }
//!
//! # The header that makes a repeated request harmless, on the operations that declare it.
//! [idempotency]
//! header = "Idempotency-Key"
//!
//! # What a call costs, in units of the vendor's rate limit, by operationId. Default: 1.
//! [costs]
//! searchContacts = 5
//!
//! # The path parameters that may be empty, by operationId: a contents API may have its root at the empty path. Any other empty value is an
//! # error before the request is sent. Default: none.
//! [allow-empty]
//! getContents = ["path"]
//!
//! # The data of the event that ends a stream.
//! [stream]
//! end = "[DONE]"
//!
//! # How the events that the service sends are signed, and which is which; more in [`webhooks`].
//! [webhooks]
//! signature = "standard-webhooks"
//! event = "/type"
//!
//! # Names in place of those that would be given: of a schema, a property, an operation.
//! [names]
//! "Contact" = "Person"
//! "Contact.type" = "role"
//! "listContacts" = "all"
//! ```

use std::path::{Path, PathBuf};

use indexmap::IndexMap;
use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Location, Pointer};

pub(crate) mod nearest;
#[cfg(test)]
mod tests;
pub mod webhooks;

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
    /// What a call costs, in units of the vendor's rate limit, by operationId.
    pub costs: IndexMap<String, u32>,
    /// The path parameters that may be empty, by operationId.
    pub allow_empty: IndexMap<String, Vec<String>>,
    /// Event streams.
    pub stream: Stream,
    /// The events that the service sends.
    pub webhooks: webhooks::Webhooks,
    /// The library for dates and times.
    pub date_time: DateTimeLibrary,
    /// What becomes of properties that the document does not declare.
    pub unknown_fields: UnknownFields,
    /// How objects in forms are written, where the document does not say.
    pub form_objects: FormObjects,
    /// Whether the package takes the lints of the workspace that it stands in; default: no.
    pub workspace_lints: bool,
    /// Names in place of those that would be given: by schema name, `Schema.property`, or operationId.
    pub names: IndexMap<String, String>,
    /// The keys that the file sets.
    #[serde(skip)]
    pub written: Written,
}

/// The parts of a configuration that come from a file, so that messages can point there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Whether there is a file. It is part of [`Sources`](crate::source::Sources).
    pub file: bool,
    /// Whether the program sets the package's name instead.
    pub name_is_set: bool,
    /// Whether the program sets the tags and operations instead.
    pub include_is_set: bool,
}

impl Config {
    /// Reads a configuration; `file` is the name to show.
    pub fn parse(text: &str, file: &str) -> Result<Self, Diagnostic> {
        toml::from_str(text).map_err(|error| {
            let place = error.span().map_or_else(String::new, |span| {
                let before = &text[..span.start.min(text.len())];
                let line = before.matches('\n').count() + 1;
                let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
                format!(":{line}:{column}")
            });
            let reason = error.message().lines().next().unwrap_or_default().trim_end_matches('.').to_owned();
            Diagnostic::error("invalid-config", format!("the configuration `{file}{place}` cannot be read: {reason}"))
        })
    }

    /// Returns the location of a key, or of an element of a list, in the configuration file; `None` if the file does not set it.
    pub(crate) fn place(&self, path: &[&str]) -> Option<Location> {
        let is_set = match path.first() {
            Some(&"name") => self.written.name_is_set,
            Some(&"include") => self.written.include_is_set,
            Some(_) | None => false,
        };
        let pointer = path.iter().fold(Pointer::root(), |pointer, key| pointer.join(key));
        (self.written.file && !is_set).then_some(Location { file: FileId::CONFIG, pointer })
    }

    /// Adds the location of a key to a diagnostic.
    pub(crate) fn point(&self, diagnostic: Diagnostic, path: &[&str]) -> Diagnostic {
        match self.place(path) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        }
    }

    /// Returns the configuration beside a spec, if there is one: `crm.toml` for `crm.yaml`; also `helpdesk.toml` for
    /// `helpdesk/helpdesk.yaml`, so that a folder of specs looks the same whether they are one file or several.
    pub fn find(spec: &Path) -> Option<PathBuf> {
        let beside = spec.with_extension("toml");
        if beside.is_file() {
            return Some(beside);
        }
        let folder = spec.parent()?;
        let above = folder.with_extension("toml");
        (folder.file_name()? == spec.file_stem()? && above.is_file()).then_some(above)
    }
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

/// What becomes of properties that the document does not declare, where it does not allow them by `additionalProperties`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnknownFields {
    /// They are read over.
    #[default]
    PassOver,
    /// Every struct has a map of them, and sends them back.
    Keep,
}

/// How an object, or a list of objects, in an `application/x-www-form-urlencoded` body is written, where the document does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormObjects {
    /// As JSON text (OpenAPI 3.0.4 and 3.1.1, Encoding Object, default of `contentType`).
    #[default]
    Json,
    /// With names in brackets, `a[b]=c` and `a[0][b]=c`, as many servers expect it.
    Brackets,
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
        /// The parameter that takes the cursor.
        param: String,
        /// Where the parameter is; default: `query`.
        #[serde(default)]
        r#in: PageParam,
        /// The pointer to the cursor, or the name of the header of the response that holds it.
        next: String,
        /// The pointer to a boolean that says whether there are more pages.
        more: Option<String>,
        /// The pointer to the list of items; empty where the body is the list.
        items: String,
    },
    /// The identifier of the last item.
    LastId {
        /// The parameter that takes the identifier.
        param: String,
        /// Where the parameter is; default: `query`.
        #[serde(default)]
        r#in: PageParam,
        /// The pointer to the identifier, in the item.
        id: String,
        /// The pointer to a boolean that says whether there are more pages.
        more: Option<String>,
        /// The pointer to the list of items; empty where the body is the list.
        items: String,
    },
    /// The number of items to pass over.
    Offset {
        /// The parameter that takes the number.
        param: String,
        /// Where the parameter is; default: `query`.
        #[serde(default)]
        r#in: PageParam,
        /// The parameter for a page's size.
        limit: Option<String>,
        /// The pointer to the total of items.
        total: Option<String>,
        /// The pointer to a boolean that says whether there are more pages.
        more: Option<String>,
        /// The pointer to the list of items; empty where the body is the list.
        items: String,
    },
    /// The page's number.
    Page {
        /// The parameter that takes the number.
        param: String,
        /// Where the parameter is; default: `query`.
        #[serde(default)]
        r#in: PageParam,
        /// The first page's number; default: 1.
        #[serde(default = "one")]
        first: u32,
        /// The parameter for a page's size.
        size: Option<String>,
        /// The pointer to the count of pages.
        pages: Option<String>,
        /// The pointer to the total of items.
        total: Option<String>,
        /// The pointer to a boolean that says whether there are more pages.
        more: Option<String>,
        /// The pointer to the list of items; empty where the body is the list.
        items: String,
    },
    /// A URL in the body.
    NextUrl {
        /// The pointer to the URL.
        next: String,
        /// The pointer to the list of items; empty where the body is the list.
        items: String,
    },
    /// The `Link` header.
    Link {
        /// The pointer to the list of items; empty where the body is the list.
        items: String,
    },
    /// A URL in a header.
    Header {
        /// The header's name.
        name: String,
        /// The pointer to the list of items; empty where the body is the list.
        items: String,
    },
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
    /// A header.
    Header,
}

fn one() -> u32 {
    1
}
