//! Says what stands where in a description, for all dialects at once.
//!
//! A `$ref` in an example, a default, an enum or an extension is a value and not a reference, and `properties` may hold a property
//! called `$ref`. Every walk over a tree goes by this table, so that all of them agree.

use serde_json::Value;

use super::pointer::Path;

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The root.
    Document,
    /// `components`.
    Components,
    /// `info`, its `contact` and `license`, a tag, a server: an object of plain members.
    Plain,
    /// A path item.
    PathItem,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A header.
    Header,
    /// A request body.
    RequestBody,
    /// A response.
    Response,
    /// A media type.
    MediaType,
    /// The encoding of a part.
    Encoding,
    /// A schema.
    Schema,
    /// An example.
    Example,
    /// A link.
    Link,
    /// A callback: a map of path items.
    Callback,
    /// A security scheme.
    SecurityScheme,
    /// A text.
    Text,
}

/// What a member of an object holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Child {
    /// A value that holds no references.
    Leaf,
    /// One object.
    One(Kind),
    /// A list of objects.
    List(Kind),
    /// A map of names to objects.
    Map(Kind),
}

impl Kind {
    /// Returns the name of the section of `components` that objects of this kind can stand in.
    pub fn section(self) -> Option<&'static str> {
        match self {
            Kind::Schema => Some("schemas"),
            Kind::Response => Some("responses"),
            Kind::Parameter => Some("parameters"),
            Kind::Example => Some("examples"),
            Kind::RequestBody => Some("requestBodies"),
            Kind::Header => Some("headers"),
            Kind::SecurityScheme => Some("securitySchemes"),
            Kind::Link => Some("links"),
            Kind::Document
            | Kind::Components
            | Kind::Plain
            | Kind::PathItem
            | Kind::Operation
            | Kind::MediaType
            | Kind::Encoding
            | Kind::Callback
            | Kind::Text => None,
        }
    }

    /// Returns the kind in words.
    pub fn words(self) -> &'static str {
        match self {
            Kind::Document => "a document",
            Kind::Components => "components",
            Kind::Plain => "an object",
            Kind::PathItem => "a path item",
            Kind::Operation => "an operation",
            Kind::Parameter => "a parameter",
            Kind::Header => "a header",
            Kind::RequestBody => "a request body",
            Kind::Response => "a response",
            Kind::MediaType => "a media type",
            Kind::Encoding => "an encoding",
            Kind::Schema => "a schema",
            Kind::Example => "an example",
            Kind::Link => "a link",
            Kind::Callback => "a callback",
            Kind::SecurityScheme => "a security scheme",
            Kind::Text => "a text",
        }
    }

    /// Returns what the member `key` of an object of this kind holds.
    pub fn child(self, key: &str) -> Child {
        if let Some(child) = self.extension(key) {
            return child;
        }
        if key.starts_with("x-") {
            return Child::Leaf;
        }
        match self {
            Kind::Document => document(key),
            Kind::Components => components(key),
            Kind::PathItem => path_item(key),
            Kind::Operation => operation(key),
            Kind::Parameter | Kind::Header => parameter(key),
            Kind::RequestBody if key == "content" => Child::Map(Kind::MediaType),
            Kind::Response => response(key),
            Kind::MediaType => media_type(key),
            Kind::Encoding => encoding(key),
            Kind::Schema => schema(key),
            Kind::Callback => Child::One(Kind::PathItem),
            Kind::Plain | Kind::RequestBody | Kind::Example | Kind::Link | Kind::SecurityScheme => text(key),
            Kind::Text => Child::Leaf,
        }
    }

    /// Returns what a member under the project's own prefix holds: what it held under its first name.
    fn extension(self, key: &str) -> Option<Child> {
        let own = key.strip_prefix("x-turnbuckle-")?;
        Some(match (self, own) {
            (Kind::Document, "webhooks") => Child::Map(Kind::PathItem),
            (Kind::PathItem, "operations") => Child::Map(Kind::Operation),
            (Kind::MediaType, "item-schema") => Child::One(Kind::Schema),
            (Kind::MediaType, "prefix-encoding") => Child::List(Kind::Encoding),
            (Kind::MediaType, "item-encoding") => Child::One(Kind::Encoding),
            (Kind::Schema, "prefix-items") => Child::List(Kind::Schema),
            (Kind::Schema, "pattern-properties" | "dependent-schemas") => Child::Map(Kind::Schema),
            (Kind::Schema, "property-names" | "contains" | "if" | "then" | "else" | "unevaluated-items" | "content-schema") => {
                Child::One(Kind::Schema)
            }
            _ => Child::Leaf,
        })
    }
}

fn text(key: &str) -> Child {
    match key {
        "description" | "summary" => Child::One(Kind::Text),
        _ => Child::Leaf,
    }
}

fn document(key: &str) -> Child {
    match key {
        "paths" | "webhooks" => Child::Map(Kind::PathItem),
        "components" => Child::One(Kind::Components),
        "definitions" => Child::Map(Kind::Schema),
        "parameters" => Child::Map(Kind::Parameter),
        "responses" => Child::Map(Kind::Response),
        "securityDefinitions" => Child::Map(Kind::SecurityScheme),
        "info" => Child::One(Kind::Plain),
        "tags" | "servers" => Child::List(Kind::Plain),
        _ => Child::Leaf,
    }
}

fn components(key: &str) -> Child {
    Child::Map(match key {
        "schemas" => Kind::Schema,
        "responses" => Kind::Response,
        "parameters" => Kind::Parameter,
        "examples" => Kind::Example,
        "requestBodies" => Kind::RequestBody,
        "headers" => Kind::Header,
        "securitySchemes" => Kind::SecurityScheme,
        "links" => Kind::Link,
        "callbacks" => Kind::Callback,
        "pathItems" => Kind::PathItem,
        "mediaTypes" => Kind::MediaType,
        _ => return Child::Leaf,
    })
}

fn path_item(key: &str) -> Child {
    match key {
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query" => Child::One(Kind::Operation),
        "additionalOperations" => Child::Map(Kind::Operation),
        "parameters" => Child::List(Kind::Parameter),
        "servers" => Child::List(Kind::Plain),
        _ => text(key),
    }
}

fn operation(key: &str) -> Child {
    match key {
        "parameters" => Child::List(Kind::Parameter),
        "requestBody" => Child::One(Kind::RequestBody),
        "responses" => Child::Map(Kind::Response),
        "callbacks" => Child::Map(Kind::Callback),
        "servers" => Child::List(Kind::Plain),
        _ => text(key),
    }
}

fn parameter(key: &str) -> Child {
    match key {
        "schema" | "items" => Child::One(Kind::Schema),
        "content" => Child::Map(Kind::MediaType),
        "examples" => Child::Map(Kind::Example),
        _ => text(key),
    }
}

fn response(key: &str) -> Child {
    match key {
        "headers" => Child::Map(Kind::Header),
        "content" => Child::Map(Kind::MediaType),
        "links" => Child::Map(Kind::Link),
        "schema" => Child::One(Kind::Schema),
        _ => text(key),
    }
}

fn media_type(key: &str) -> Child {
    match key {
        "schema" | "itemSchema" => Child::One(Kind::Schema),
        "examples" => Child::Map(Kind::Example),
        "encoding" => Child::Map(Kind::Encoding),
        "prefixEncoding" => Child::List(Kind::Encoding),
        "itemEncoding" => Child::One(Kind::Encoding),
        _ => text(key),
    }
}

fn encoding(key: &str) -> Child {
    match key {
        "headers" => Child::Map(Kind::Header),
        "encoding" => Child::Map(Kind::Encoding),
        "prefixEncoding" => Child::List(Kind::Encoding),
        "itemEncoding" => Child::One(Kind::Encoding),
        _ => text(key),
    }
}

fn schema(key: &str) -> Child {
    match key {
        "properties" | "patternProperties" | "$defs" | "definitions" | "dependentSchemas" => Child::Map(Kind::Schema),
        "items"
        | "additionalProperties"
        | "additionalItems"
        | "not"
        | "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedItems"
        | "unevaluatedProperties"
        | "contentSchema" => Child::One(Kind::Schema),
        "allOf" | "anyOf" | "oneOf" | "prefixItems" => Child::List(Kind::Schema),
        _ => text(key),
    }
}

/// Calls `see` with every reference in `value`, which is what `child` says: the place of the object that holds `$ref`, what is due there
/// and the text.
pub fn references<'v>(value: &'v Value, child: Child, path: &Path<'_>, see: &mut dyn FnMut(&Path<'_>, Child, &'v str)) {
    match (child, value) {
        (Child::Leaf, _) | (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {}
        // A list where one object is due is `items` of the older drafts, or an author's slip.
        (Child::One(kind) | Child::List(kind) | Child::Map(kind), Value::Array(list)) => {
            for (index, value) in list.iter().enumerate() {
                references(value, Child::One(kind), &path.index(index), see);
            }
        }
        (child, Value::Object(map)) => {
            if let Some(Value::String(reference)) = map.get("$ref") {
                see(path, child, reference);
            }
            for (key, value) in map {
                references(value, member(child, key), &path.key(key), see);
            }
        }
    }
}

/// What the keys of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Keywords of a description.
    Keywords,
    /// Names that the author chose, such as those of properties.
    Names,
}

/// Calls `see` with each member of a value that may hold schemas, where it is not known what the value is: in a part of a description, for
/// one. Examples, defaults and constants are values; a property or a response of such a name is not.
pub fn members<'v>(value: &'v Value, keys: Keys, path: &Path<'_>, see: &mut dyn FnMut(&'v Value, Keys, &Path<'_>)) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match (keys, key.as_str()) {
                    (Keys::Keywords, "example" | "examples" | "default" | "enum" | "const") => {}
                    (Keys::Keywords, key) if holds_names(key) => see(value, Keys::Names, &path.key(key)),
                    (Keys::Keywords | Keys::Names, key) => see(value, Keys::Keywords, &path.key(key)),
                }
            }
        }
        Value::Array(list) => list.iter().enumerate().for_each(|(index, value)| see(value, Keys::Keywords, &path.index(index))),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Returns whether a keyword has a map of names somewhere.
fn holds_names(key: &str) -> bool {
    let kinds = [
        Kind::Document,
        Kind::Components,
        Kind::PathItem,
        Kind::Operation,
        Kind::RequestBody,
        Kind::Response,
        Kind::Encoding,
        Kind::Schema,
    ];
    kinds.iter().any(|kind| matches!(kind.child(key), Child::Map(_)))
}

/// Returns what the member `key` of an object holds that stands where `child` is due.
pub fn member(child: Child, key: &str) -> Child {
    match child {
        Child::Leaf => Child::Leaf,
        Child::One(kind) | Child::List(kind) => kind.child(key),
        Child::Map(Kind::PathItem | Kind::Response) if key.starts_with("x-") => Child::Leaf,
        Child::Map(kind) => Child::One(kind),
    }
}
