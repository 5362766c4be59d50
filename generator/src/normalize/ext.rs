//! What OpenAPI 3.0 cannot say travels under one reserved `x-turnbuckle-` prefix, declared here.
//!
//! **Invariant:** what is stored under these keys is as valid as the rest of the document: its schemas are repaired and its references
//! lead to components. A spec's own keys with the prefix are taken out while it is normalized.

use indexmap::IndexMap;
use openapiv3::{
    Discriminator, Encoding, MediaType, OpenAPI, Operation, ParameterData, PathItem, ReferenceOr, Schema, SchemaData, SecurityScheme, Tag,
};
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The reserved prefix.
pub const PREFIX: &str = "x-turnbuckle-";

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident = $key:literal;)*) => {
        $($(#[$doc])* pub const $name: &str = concat!("x-turnbuckle-", $key);)*
    };
}

keys! {
    /// On a schema: `"null"`, where null is the only type.
    TYPE = "type";
    /// On a schema: whether it is the boolean schema `true` or `false`.
    SCHEMA = "schema";
    /// On a schema: that what it should say was at fault, and is not in it.
    FAULT = "fault";
    /// On a schema: `const`.
    CONST = "const";
    /// On a schema: an `enum` whose values do not all fit the type.
    ENUM = "enum";
    /// On a schema: the list `examples`.
    EXAMPLES = "examples";
    /// On an integer schema: a `minimum` beyond 64 bits.
    MINIMUM = "minimum";
    /// On an integer schema: a `maximum` beyond 64 bits.
    MAXIMUM = "maximum";
    /// On a schema: `contentEncoding`.
    CONTENT_ENCODING = "content-encoding";
    /// On a schema: `contentMediaType`.
    CONTENT_MEDIA_TYPE = "content-media-type";
    /// On a schema: `contentSchema`.
    CONTENT_SCHEMA = "content-schema";
    /// On a schema: `prefixItems`.
    PREFIX_ITEMS = "prefix-items";
    /// On a schema: `patternProperties`.
    PATTERN_PROPERTIES = "pattern-properties";
    /// On a schema: `propertyNames`.
    PROPERTY_NAMES = "property-names";
    /// On a schema: `contains`.
    CONTAINS = "contains";
    /// On a schema: `if`.
    IF = "if";
    /// On a schema: `then`.
    THEN = "then";
    /// On a schema: `else`.
    ELSE = "else";
    /// On a schema: `dependentSchemas`.
    DEPENDENT_SCHEMAS = "dependent-schemas";
    /// On a schema: `dependentRequired`.
    DEPENDENT_REQUIRED = "dependent-required";
    /// On a schema: `unevaluatedItems`.
    UNEVALUATED_ITEMS = "unevaluated-items";
    /// On a schema: the name of the component that a discriminator falls back to.
    DEFAULT_MAPPING = "default-mapping";
    /// On a discriminator: the values whose mapping holds a schema, each with the index of the alternative that it repeats.
    MAPPED_MEMBERS = "mapped-members";
    /// On a schema: `xml`.
    XML = "xml";
    /// On an encoding: `explode`, where it is given; the model cannot tell `false` from nothing.
    EXPLODE = "explode";
    /// On a schema: 2.0's `collectionFormat`, where 3.0 has no style for it: `tsv`, any but `csv` in a path or a header, a list in a list.
    COLLECTION_FORMAT = "collection-format";
    /// On a parameter: whether it is the whole query string (`in: querystring`).
    QUERYSTRING = "querystring";
    /// On a parameter that is not in the query: `allowReserved`.
    ALLOW_RESERVED = "allow-reserved";
    /// On a path parameter: whether it stands for several segments of the path.
    SEGMENTS = "segments";
    /// On a media type: `itemSchema`.
    ITEM_SCHEMA = "item-schema";
    /// On a media type: `prefixEncoding`.
    PREFIX_ENCODING = "prefix-encoding";
    /// On a media type: `itemEncoding`.
    ITEM_ENCODING = "item-encoding";
    /// On the document: `webhooks`.
    WEBHOOKS = "webhooks";
    /// On the document: `$self`.
    SELF = "self";
    /// On the document: `jsonSchemaDialect`.
    JSON_SCHEMA_DIALECT = "json-schema-dialect";
    /// On a path item: `query` and `additionalOperations`.
    OPERATIONS = "operations";
    /// On a tag: `parent`.
    PARENT = "parent";
    /// On a tag: `kind`.
    KIND = "kind";
    /// On a tag, on `info` and on a response: `summary`.
    SUMMARY = "summary";
    /// On a server: `name`.
    NAME = "name";
    /// On a licence: `identifier`.
    IDENTIFIER = "identifier";
    /// On a security scheme: its `type`, where 3.0 does not have it (`mutualTLS`).
    SECURITY_TYPE = "security-type";
    /// On OAuth2 flows: `deviceAuthorization`.
    DEVICE_AUTHORIZATION = "device-authorization";
    /// On a security scheme: `oauth2MetadataUrl`.
    METADATA_URL = "oauth2-metadata-url";
    /// On a security scheme, a parameter or a header: `deprecated` or a `style` that 3.0 does not have.
    STYLE = "style";
    /// On a security scheme: `deprecated`.
    DEPRECATED = "deprecated";
}

/// Lists of names of the values of an `enum`, by their places, or maps of them by value.
pub const VALUE_NAMES: [&str; 5] = ["x-enum-varnames", "x-enumNames", "x-enum-names", "x-enum-keys", "x-speakeasy-enums"];

/// The same for descriptions.
pub const VALUE_DESCRIPTIONS: [&str; 4] = ["x-enum-descriptions", "x-enumDescriptions", "x-enum-comments", "x-speakeasy-enum-descriptions"];

type Extensions = IndexMap<String, Value>;

fn typed<T: DeserializeOwned>(extensions: &Extensions, key: &str) -> Option<T> {
    T::deserialize(extensions.get(key)?).ok()
}

/// Returns what the service calls: a name and a path item each.
pub fn webhooks(document: &OpenAPI) -> IndexMap<String, PathItem> {
    typed(&document.extensions, WEBHOOKS).unwrap_or_default()
}

/// Returns the operations of a path item whose methods 3.0 does not have, each with its method as sent.
pub fn extra_operations(item: &PathItem) -> Vec<(String, Operation)> {
    let operations: IndexMap<String, Operation> = typed(&item.extensions, OPERATIONS).unwrap_or_default();
    operations.into_iter().collect()
}

/// Returns the schema of each item of a stream.
pub fn item_schema(media: &MediaType) -> Option<ReferenceOr<Schema>> {
    typed(&media.extensions, ITEM_SCHEMA)
}

/// Returns how the first parts of a multipart body are encoded, by their position.
pub fn prefix_encoding(media: &MediaType) -> Vec<Encoding> {
    typed(&media.extensions, PREFIX_ENCODING).unwrap_or_default()
}

/// Returns how the further parts of a multipart body are encoded.
pub fn item_encoding(media: &MediaType) -> Option<Encoding> {
    typed(&media.extensions, ITEM_ENCODING)
}

/// Returns `const`.
pub fn constant(schema: &SchemaData) -> Option<&Value> {
    schema.extensions.get(CONST)
}

/// Returns the values of an `enum` that do not all fit the type.
pub fn raw_enum(schema: &SchemaData) -> Option<Vec<Value>> {
    schema.extensions.get(ENUM)?.as_array().cloned()
}

/// Returns whether null is the only value.
pub fn is_null(schema: &SchemaData) -> bool {
    schema.extensions.get(TYPE).and_then(Value::as_str) == Some("null")
}

/// Returns the value of a boolean schema.
pub fn boolean_schema(schema: &SchemaData) -> Option<bool> {
    schema.extensions.get(SCHEMA)?.as_bool()
}

/// Returns whether what the schema should say was at fault, which a diagnostic tells.
pub fn is_faulty(schema: &SchemaData) -> bool {
    schema.extensions.contains_key(FAULT)
}

/// Returns all examples beyond the first.
pub fn examples(schema: &SchemaData) -> Vec<Value> {
    typed(&schema.extensions, EXAMPLES).unwrap_or_default()
}

/// Returns a bound of an integer that is beyond 64 signed bits: [`MINIMUM`] or [`MAXIMUM`].
pub fn raw_bound<'s>(schema: &'s SchemaData, key: &str) -> Option<&'s serde_json::Number> {
    schema.extensions.get(key)?.as_number()
}

/// Returns `contentEncoding`.
pub fn content_encoding(schema: &SchemaData) -> Option<&str> {
    schema.extensions.get(CONTENT_ENCODING)?.as_str()
}

/// Returns `contentMediaType`.
pub fn content_media_type(schema: &SchemaData) -> Option<&str> {
    schema.extensions.get(CONTENT_MEDIA_TYPE)?.as_str()
}

/// Returns the schema of what an encoded string holds.
pub fn content_schema(schema: &SchemaData) -> Option<ReferenceOr<Schema>> {
    typed(&schema.extensions, CONTENT_SCHEMA)
}

/// Returns the schemas of the first items of a list.
pub fn prefix_items(schema: &SchemaData) -> Option<Vec<ReferenceOr<Schema>>> {
    typed(&schema.extensions, PREFIX_ITEMS)
}

/// Returns the schemas of the properties whose names match a pattern.
pub fn pattern_properties(schema: &SchemaData) -> Option<IndexMap<String, ReferenceOr<Schema>>> {
    typed(&schema.extensions, PATTERN_PROPERTIES)
}

/// Returns the schema of the names of properties.
pub fn property_names(schema: &SchemaData) -> Option<ReferenceOr<Schema>> {
    typed(&schema.extensions, PROPERTY_NAMES)
}

/// Returns the schema that some item of a list matches.
pub fn contains(schema: &SchemaData) -> Option<ReferenceOr<Schema>> {
    typed(&schema.extensions, CONTAINS)
}

/// Returns one of the schemas under [`IF`], [`THEN`] and [`ELSE`].
pub fn condition(schema: &SchemaData, key: &str) -> Option<ReferenceOr<Schema>> {
    typed(&schema.extensions, key)
}

/// Returns the schemas that apply where a property is present.
pub fn dependent_schemas(schema: &SchemaData) -> Option<IndexMap<String, ReferenceOr<Schema>>> {
    typed(&schema.extensions, DEPENDENT_SCHEMAS)
}

/// Returns how a schema looks in XML, as written.
pub fn xml(schema: &SchemaData) -> Option<&Value> {
    schema.extensions.get(XML)
}

/// Returns `explode` of an encoding, where it is given.
pub fn explode(encoding: &openapiv3::Encoding) -> Option<bool> {
    encoding.extensions.get(EXPLODE)?.as_bool()
}

/// Returns 2.0's `collectionFormat`, where 3.0 has no style for it.
pub fn collection_format(schema: &SchemaData) -> Option<&str> {
    schema.extensions.get(COLLECTION_FORMAT)?.as_str()
}

/// Returns whether a parameter is the whole query string.
pub fn is_querystring(parameter: &ParameterData) -> bool {
    parameter.extensions.get(QUERYSTRING) == Some(&Value::Bool(true))
}

/// Returns whether reserved characters of a parameter outside the query stay as they are.
pub fn allows_reserved(parameter: &ParameterData) -> bool {
    parameter.extensions.get(ALLOW_RESERVED) == Some(&Value::Bool(true))
}

/// Returns whether a path parameter stands for several segments of the path.
pub fn spans_segments(parameter: &ParameterData) -> bool {
    parameter.extensions.get(SEGMENTS) == Some(&Value::Bool(true))
}

/// Returns the values of a discriminator whose mapping holds a schema, each with the index of the alternative that it repeats.
pub fn mapped_members(discriminator: &Discriminator) -> IndexMap<String, usize> {
    typed(&discriminator.extensions, MAPPED_MEMBERS).unwrap_or_default()
}

/// Returns the reference to the schema that a discriminator falls back to.
pub fn default_mapping(discriminator: &Discriminator) -> Option<&str> {
    discriminator.extensions.get(DEFAULT_MAPPING)?.as_str()
}

/// Returns the name of a tag's parent.
pub fn parent(tag: &Tag) -> Option<&str> {
    tag.extensions.get(PARENT)?.as_str()
}

/// Returns a server's name.
pub fn server_name(server: &openapiv3::Server) -> Option<&str> {
    server.extensions.get(NAME)?.as_str()
}

/// Returns a tag's `summary`.
pub fn tag_summary(tag: &Tag) -> Option<&str> {
    tag.extensions.get(SUMMARY)?.as_str()
}

/// Returns the `type` of a security scheme that 3.0 does not have, such as `mutualTLS`.
pub fn security_type(scheme: &SecurityScheme) -> Option<&str> {
    of_scheme(scheme).get(SECURITY_TYPE)?.as_str()
}

/// Returns the URL of the metadata of a scheme's authorization server.
pub fn metadata_url(scheme: &SecurityScheme) -> Option<&str> {
    of_scheme(scheme).get(METADATA_URL)?.as_str()
}

/// Returns whether a security scheme is deprecated.
pub fn is_deprecated(scheme: &SecurityScheme) -> bool {
    of_scheme(scheme).get(DEPRECATED) == Some(&Value::Bool(true))
}

fn of_scheme(scheme: &SecurityScheme) -> &Extensions {
    match scheme {
        SecurityScheme::APIKey { extensions, .. }
        | SecurityScheme::HTTP { extensions, .. }
        | SecurityScheme::OAuth2 { extensions, .. }
        | SecurityScheme::OpenIDConnect { extensions, .. } => extensions,
    }
}

/// A device authorization flow (RFC 8628).
#[derive(Clone, Debug, Default, serde::Deserialize, serde::Serialize)]
pub struct Device {
    /// The device authorization endpoint; empty where none is declared.
    pub device_url: String,
    /// The token endpoint; empty where none is declared.
    pub token_url: String,
    /// The endpoint for refresh tokens.
    pub refresh_url: Option<String>,
    /// The scopes and what each allows.
    pub scopes: IndexMap<String, String>,
}

impl From<Device> for Value {
    fn from(device: Device) -> Self {
        serde_json::to_value(device).unwrap_or_default()
    }
}

/// Returns the device authorization flow of a scheme.
pub fn device_authorization(flows: &openapiv3::OAuth2Flows) -> Option<Device> {
    typed(&flows.extensions, DEVICE_AUTHORIZATION)
}
