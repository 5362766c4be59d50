//! The fields of each object of the specifications, OpenAPI 2.0 to 3.2, and the keywords of JSON Schema 2020-12.

use crate::config::nearest;

use super::dialect::Dialect;

/// An object of a specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Object {
    Document,
    Info,
    Contact,
    License,
    Server,
    ServerVariable,
    Components,
    PathItem,
    Operation,
    ExternalDocs,
    Parameter,
    Header,
    RequestBody,
    MediaType,
    Encoding,
    Response,
    Example,
    Link,
    Tag,
    Schema,
    Discriminator,
    Xml,
    SecurityScheme,
    Flows,
    Flow,
}

/// A field: its name, and the first and the last version that has it.
pub(crate) type Field = (&'static str, Dialect, Dialect);

use Dialect::{V2, V3_0, V3_1, V3_2};

/// All objects, in the order of the guide.
#[cfg(test)]
pub(crate) const EVERY: &[Object] = &[
    Object::Document,
    Object::Info,
    Object::Contact,
    Object::License,
    Object::Server,
    Object::ServerVariable,
    Object::Components,
    Object::PathItem,
    Object::Operation,
    Object::ExternalDocs,
    Object::Parameter,
    Object::Header,
    Object::RequestBody,
    Object::MediaType,
    Object::Encoding,
    Object::Response,
    Object::Example,
    Object::Link,
    Object::Tag,
    Object::Schema,
    Object::Discriminator,
    Object::Xml,
    Object::SecurityScheme,
    Object::Flows,
    Object::Flow,
];

impl Object {
    /// Returns the object in words.
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Document => "the document",
            Self::Info => "`info`",
            Self::Contact => "`contact`",
            Self::License => "`license`",
            Self::Server => "a server",
            Self::ServerVariable => "a server variable",
            Self::Components => "`components`",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::ExternalDocs => "`externalDocs`",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Response => "a response",
            Self::Example => "an example",
            Self::Link => "a link",
            Self::Tag => "a tag",
            Self::Schema => "a schema",
            Self::Discriminator => "a discriminator",
            Self::Xml => "`xml`",
            Self::SecurityScheme => "a security scheme",
            Self::Flows => "`flows`",
            Self::Flow => "a flow",
        }
    }

    /// Returns the fields.
    pub(crate) fn fields(self) -> &'static [Field] {
        match self {
            Self::Document => DOCUMENT,
            Self::Info => &[
                ("title", V2, V3_2),
                ("summary", V3_1, V3_2),
                ("description", V2, V3_2),
                ("termsOfService", V2, V3_2),
                ("contact", V2, V3_2),
                ("license", V2, V3_2),
                ("version", V2, V3_2),
            ],
            Self::Contact => &[("name", V2, V3_2), ("url", V2, V3_2), ("email", V2, V3_2)],
            Self::License => &[("name", V2, V3_2), ("identifier", V3_1, V3_2), ("url", V2, V3_2)],
            Self::Server => &[("url", V3_0, V3_2), ("description", V3_0, V3_2), ("name", V3_2, V3_2), ("variables", V3_0, V3_2)],
            Self::ServerVariable => &[("enum", V3_0, V3_2), ("default", V3_0, V3_2), ("description", V3_0, V3_2)],
            Self::Components => COMPONENTS,
            Self::PathItem => PATH_ITEM,
            Self::Operation => OPERATION,
            Self::ExternalDocs => &[("description", V2, V3_2), ("url", V2, V3_2)],
            Self::Parameter => PARAMETER,
            Self::Header => HEADER,
            Self::RequestBody => &[("description", V3_0, V3_2), ("content", V3_0, V3_2), ("required", V3_0, V3_2)],
            Self::MediaType => &[
                ("schema", V3_0, V3_2),
                ("itemSchema", V3_2, V3_2),
                ("example", V3_0, V3_2),
                ("examples", V3_0, V3_2),
                ("encoding", V3_0, V3_2),
                ("prefixEncoding", V3_2, V3_2),
                ("itemEncoding", V3_2, V3_2),
            ],
            Self::Encoding => &[
                ("contentType", V3_0, V3_2),
                ("headers", V3_0, V3_2),
                ("encoding", V3_2, V3_2),
                ("prefixEncoding", V3_2, V3_2),
                ("itemEncoding", V3_2, V3_2),
                ("style", V3_0, V3_2),
                ("explode", V3_0, V3_2),
                ("allowReserved", V3_0, V3_2),
            ],
            Self::Response => &[
                ("summary", V3_2, V3_2),
                ("description", V2, V3_2),
                ("schema", V2, V2),
                ("headers", V2, V3_2),
                ("examples", V2, V2),
                ("content", V3_0, V3_2),
                ("links", V3_0, V3_2),
            ],
            Self::Example => &[
                ("summary", V3_0, V3_2),
                ("description", V3_0, V3_2),
                ("dataValue", V3_2, V3_2),
                ("serializedValue", V3_2, V3_2),
                ("externalValue", V3_0, V3_2),
                ("value", V3_0, V3_2),
            ],
            Self::Link => &[
                ("operationRef", V3_0, V3_2),
                ("operationId", V3_0, V3_2),
                ("parameters", V3_0, V3_2),
                ("requestBody", V3_0, V3_2),
                ("description", V3_0, V3_2),
                ("server", V3_0, V3_2),
            ],
            Self::Tag => &[
                ("name", V2, V3_2),
                ("summary", V3_2, V3_2),
                ("description", V2, V3_2),
                ("externalDocs", V2, V3_2),
                ("parent", V3_2, V3_2),
                ("kind", V3_2, V3_2),
            ],
            Self::Schema => SCHEMA,
            Self::Discriminator => &[("propertyName", V3_0, V3_2), ("mapping", V3_0, V3_2), ("defaultMapping", V3_2, V3_2)],
            Self::Xml => &[
                ("nodeType", V3_2, V3_2),
                ("name", V2, V3_2),
                ("namespace", V2, V3_2),
                ("prefix", V2, V3_2),
                ("attribute", V2, V3_2),
                ("wrapped", V2, V3_2),
            ],
            Self::SecurityScheme => SECURITY_SCHEME,
            Self::Flows => &[
                ("implicit", V3_0, V3_2),
                ("password", V3_0, V3_2),
                ("clientCredentials", V3_0, V3_2),
                ("authorizationCode", V3_0, V3_2),
                ("deviceAuthorization", V3_2, V3_2),
            ],
            Self::Flow => &[
                ("authorizationUrl", V3_0, V3_2),
                ("deviceAuthorizationUrl", V3_2, V3_2),
                ("tokenUrl", V3_0, V3_2),
                ("refreshUrl", V3_0, V3_2),
                ("scopes", V3_0, V3_2),
            ],
        }
    }
}

const DOCUMENT: &[Field] = &[
    ("swagger", V2, V2),
    ("openapi", V3_0, V3_2),
    ("$self", V3_2, V3_2),
    ("info", V2, V3_2),
    ("jsonSchemaDialect", V3_1, V3_2),
    ("host", V2, V2),
    ("basePath", V2, V2),
    ("schemes", V2, V2),
    ("consumes", V2, V2),
    ("produces", V2, V2),
    ("servers", V3_0, V3_2),
    ("paths", V2, V3_2),
    ("webhooks", V3_1, V3_2),
    ("components", V3_0, V3_2),
    ("definitions", V2, V2),
    ("parameters", V2, V2),
    ("responses", V2, V2),
    ("securityDefinitions", V2, V2),
    ("security", V2, V3_2),
    ("tags", V2, V3_2),
    ("externalDocs", V2, V3_2),
];

const COMPONENTS: &[Field] = &[
    ("schemas", V3_0, V3_2),
    ("responses", V3_0, V3_2),
    ("parameters", V3_0, V3_2),
    ("examples", V3_0, V3_2),
    ("requestBodies", V3_0, V3_2),
    ("headers", V3_0, V3_2),
    ("securitySchemes", V3_0, V3_2),
    ("links", V3_0, V3_2),
    ("callbacks", V3_0, V3_2),
    ("pathItems", V3_1, V3_2),
    ("mediaTypes", V3_2, V3_2),
];

const PATH_ITEM: &[Field] = &[
    ("$ref", V2, V3_2),
    ("summary", V3_0, V3_2),
    ("description", V3_0, V3_2),
    ("get", V2, V3_2),
    ("put", V2, V3_2),
    ("post", V2, V3_2),
    ("delete", V2, V3_2),
    ("options", V2, V3_2),
    ("head", V2, V3_2),
    ("patch", V2, V3_2),
    ("trace", V3_0, V3_2),
    ("query", V3_2, V3_2),
    ("additionalOperations", V3_2, V3_2),
    ("servers", V3_0, V3_2),
    ("parameters", V2, V3_2),
];

const OPERATION: &[Field] = &[
    ("tags", V2, V3_2),
    ("summary", V2, V3_2),
    ("description", V2, V3_2),
    ("externalDocs", V2, V3_2),
    ("operationId", V2, V3_2),
    ("consumes", V2, V2),
    ("produces", V2, V2),
    ("parameters", V2, V3_2),
    ("requestBody", V3_0, V3_2),
    ("responses", V2, V3_2),
    ("callbacks", V3_0, V3_2),
    ("schemes", V2, V2),
    ("deprecated", V2, V3_2),
    ("security", V2, V3_2),
    ("servers", V3_0, V3_2),
];

const PARAMETER: &[Field] = &[
    ("name", V2, V3_2),
    ("in", V2, V3_2),
    ("description", V2, V3_2),
    ("required", V2, V3_2),
    ("deprecated", V3_0, V3_2),
    ("allowEmptyValue", V2, V3_2),
    ("style", V3_0, V3_2),
    ("explode", V3_0, V3_2),
    ("allowReserved", V3_0, V3_2),
    ("schema", V2, V3_2),
    ("example", V3_0, V3_2),
    ("examples", V3_0, V3_2),
    ("content", V3_0, V3_2),
    ("type", V2, V2),
    ("format", V2, V2),
    ("items", V2, V2),
    ("collectionFormat", V2, V2),
    ("default", V2, V2),
    ("maximum", V2, V2),
    ("exclusiveMaximum", V2, V2),
    ("minimum", V2, V2),
    ("exclusiveMinimum", V2, V2),
    ("maxLength", V2, V2),
    ("minLength", V2, V2),
    ("pattern", V2, V2),
    ("maxItems", V2, V2),
    ("minItems", V2, V2),
    ("uniqueItems", V2, V2),
    ("enum", V2, V2),
    ("multipleOf", V2, V2),
];

const HEADER: &[Field] = &[
    ("description", V2, V3_2),
    ("required", V3_0, V3_2),
    ("deprecated", V3_0, V3_2),
    ("style", V3_0, V3_2),
    ("explode", V3_0, V3_2),
    ("schema", V3_0, V3_2),
    ("example", V3_0, V3_2),
    ("examples", V3_0, V3_2),
    ("content", V3_0, V3_2),
    ("type", V2, V2),
    ("format", V2, V2),
    ("items", V2, V2),
    ("collectionFormat", V2, V2),
    ("default", V2, V2),
    ("maximum", V2, V2),
    ("exclusiveMaximum", V2, V2),
    ("minimum", V2, V2),
    ("exclusiveMinimum", V2, V2),
    ("maxLength", V2, V2),
    ("minLength", V2, V2),
    ("pattern", V2, V2),
    ("maxItems", V2, V2),
    ("minItems", V2, V2),
    ("uniqueItems", V2, V2),
    ("enum", V2, V2),
    ("multipleOf", V2, V2),
];

const SCHEMA: &[Field] = &[
    ("$ref", V2, V3_2),
    ("title", V2, V3_2),
    ("description", V2, V3_2),
    ("default", V2, V3_2),
    ("example", V2, V3_2),
    ("examples", V3_1, V3_2),
    ("externalDocs", V2, V3_2),
    ("deprecated", V3_0, V3_2),
    ("readOnly", V2, V3_2),
    ("writeOnly", V3_0, V3_2),
    ("nullable", V3_0, V3_0),
    ("type", V2, V3_2),
    ("format", V2, V3_2),
    ("enum", V2, V3_2),
    ("const", V3_1, V3_2),
    ("multipleOf", V2, V3_2),
    ("maximum", V2, V3_2),
    ("exclusiveMaximum", V2, V3_2),
    ("minimum", V2, V3_2),
    ("exclusiveMinimum", V2, V3_2),
    ("maxLength", V2, V3_2),
    ("minLength", V2, V3_2),
    ("pattern", V2, V3_2),
    ("contentEncoding", V3_1, V3_2),
    ("contentMediaType", V3_1, V3_2),
    ("contentSchema", V3_1, V3_2),
    ("items", V2, V3_2),
    ("prefixItems", V3_1, V3_2),
    ("contains", V3_1, V3_2),
    ("minContains", V3_1, V3_2),
    ("maxContains", V3_1, V3_2),
    ("maxItems", V2, V3_2),
    ("minItems", V2, V3_2),
    ("uniqueItems", V2, V3_2),
    ("unevaluatedItems", V3_1, V3_2),
    ("properties", V2, V3_2),
    ("patternProperties", V3_1, V3_2),
    ("additionalProperties", V2, V3_2),
    ("propertyNames", V3_1, V3_2),
    ("unevaluatedProperties", V3_1, V3_2),
    ("required", V2, V3_2),
    ("dependentRequired", V3_1, V3_2),
    ("dependentSchemas", V3_1, V3_2),
    ("maxProperties", V2, V3_2),
    ("minProperties", V2, V3_2),
    ("allOf", V2, V3_2),
    ("anyOf", V3_0, V3_2),
    ("oneOf", V3_0, V3_2),
    ("not", V3_0, V3_2),
    ("if", V3_1, V3_2),
    ("then", V3_1, V3_2),
    ("else", V3_1, V3_2),
    ("discriminator", V2, V3_2),
    ("xml", V2, V3_2),
    ("$schema", V3_1, V3_2),
    ("$id", V3_1, V3_2),
    ("$anchor", V3_1, V3_2),
    ("$dynamicRef", V3_1, V3_2),
    ("$dynamicAnchor", V3_1, V3_2),
    ("$vocabulary", V3_1, V3_2),
    ("$comment", V3_1, V3_2),
    ("$defs", V3_1, V3_2),
];

const SECURITY_SCHEME: &[Field] = &[
    ("type", V2, V3_2),
    ("description", V2, V3_2),
    ("name", V2, V3_2),
    ("in", V2, V3_2),
    ("scheme", V3_0, V3_2),
    ("bearerFormat", V3_0, V3_2),
    ("flows", V3_0, V3_2),
    ("openIdConnectUrl", V3_0, V3_2),
    ("oauth2MetadataUrl", V3_2, V3_2),
    ("deprecated", V3_2, V3_2),
    ("flow", V2, V2),
    ("authorizationUrl", V2, V2),
    ("tokenUrl", V2, V2),
    ("scopes", V2, V2),
];

/// Why a field is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unknown {
    /// It is likely to be a slip for this field.
    Slip(&'static str),
    /// Another version has it.
    Elsewhere(Dialect),
    /// It belongs in the `schema` of the parameter or header.
    OfSchema,
    /// There is nothing like it.
    Alien,
}

/// Returns why an object has no field of this name.
pub(super) fn unknown(object: Object, name: &str, dialect: Dialect) -> Unknown {
    let fields = object.fields();
    if let Some((_, first, last)) = fields.iter().find(|(own, ..)| *own == name) {
        return Unknown::Elsewhere(if dialect < *first { *first } else { *last });
    }
    let is_of_schema =
        matches!(object, Object::Parameter | Object::Header | Object::MediaType) && SCHEMA.iter().any(|(own, ..)| *own == name);
    if is_of_schema {
        return Unknown::OfSchema;
    }
    let current = fields.iter().filter(|(_, first, last)| (*first..=*last).contains(&dialect)).map(|(own, ..)| *own);
    match nearest::slip(name, current) {
        Some(meant) => Unknown::Slip(meant),
        None => Unknown::Alien,
    }
}

/// Returns the version in words.
pub(crate) fn version(dialect: Dialect) -> &'static str {
    match dialect {
        V2 => "2.0",
        V3_0 => "3.0",
        V3_1 => "3.1",
        V3_2 => "3.2",
    }
}
