//! The operations of a service.

pub use turnbuckle_encoding::{MediaKind, ParamStyle};

use crate::source::Location;

use super::{Constraints, Docs, GroupId, Presence, Security, Server, Type};

/// Something that a service does.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The operationId, where the document has one.
    pub id: Option<String>,
    /// The HTTP method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The group.
    pub group: GroupId,
    /// A line on what it does.
    pub summary: Option<String>,
    /// What it does.
    pub docs: Docs,
    /// The parameters: those of the path in its order, then the others in the document's, those of the path item first.
    pub params: Vec<Param>,
    /// The request's body.
    pub body: Option<Body>,
    /// What it answers.
    pub responses: Responses,
    /// The security; `None` for the API's.
    pub security: Option<Security>,
    /// The servers; empty for the API's.
    pub servers: Vec<Server>,
    /// How its pages hang together.
    pub pages: Option<Pages>,
    /// What looks like pages where none are told.
    pub page_hint: Option<PageHint>,
    /// The header for an idempotency key.
    pub idempotency_header: Option<String>,
    /// Whether it may be repeated without a second effect; `None` to tell by the method.
    pub idempotent: Option<bool>,
    /// What a call costs, in units of the vendor's rate limit.
    pub cost: u32,
    /// The mark that ends its event stream.
    pub stream_end: Option<String>,
    /// Where it is in the spec.
    pub origin: Location,
}

/// Returns the controller and the function of an operationId such as `UsersController_findAll`, as frameworks write it.
pub fn controller_of(id: &str) -> Option<(&str, &str)> {
    let (controller, function) = id.split_once(['_', '.'])?;
    let name = controller.strip_suffix("Controller").filter(|name| !name.is_empty())?;
    function.starts_with(char::is_alphabetic).then_some((name, function))
}

/// A parameter.
#[derive(Clone, Debug)]
pub struct Param {
    /// The name as sent.
    pub wire: String,
    /// Where it is.
    pub location: ParamLocation,
    /// The type, without what `presence` says.
    pub ty: Type,
    /// Whether it must be there.
    pub presence: Presence,
    /// How it is encoded.
    pub encoding: Encoding,
    /// What it is.
    pub docs: Docs,
    /// The value that is taken where it is absent.
    pub default: Option<serde_json::Value>,
    /// Whether the value may be empty, where the parameter is in the path.
    pub allow_empty: bool,
    /// Whether a value may have several segments of the path.
    pub segments: bool,
    /// The rules that a valid value keeps.
    pub constraints: Constraints,
    /// Where it is in the spec.
    pub origin: Location,
}

/// Where a parameter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ParamLocation {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// The whole query (OpenAPI 3.2).
    QueryString,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
}

/// How a parameter, or a member of a form, is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoding {
    /// How a list or record is laid out.
    pub style: ParamStyle,
    /// Whether each element stands for itself.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// The media type that it is written in, in place of a style.
    pub content_type: Option<String>,
}

/// The request's body.
#[derive(Clone, Debug)]
pub struct Body {
    /// Whether it must be there.
    pub presence: Presence,
    /// What it is.
    pub docs: Docs,
    /// The forms it can have; the first is preferred. Never empty.
    pub contents: Vec<Content>,
    /// Where it is in the spec.
    pub origin: Location,
}

/// A form that a body can have.
#[derive(Clone, Debug)]
pub struct Content {
    /// The media type, as sent.
    pub media_type: String,
    /// What kind of media type it is.
    pub kind: MediaKind,
    /// The type; of one element, where `kind` is a stream.
    pub ty: Type,
    /// The rules that a valid value keeps.
    pub constraints: Constraints,
    /// How members of a form are encoded, if not by default.
    pub encodings: Vec<FieldEncoding>,
    /// The form of the outermost element, where `kind` is XML.
    pub xml: Option<super::XmlForm>,
    /// Where its schema is in the spec, or would be.
    pub origin: Location,
}

/// How a member of a form or multipart body is encoded.
#[derive(Clone, Debug)]
pub struct FieldEncoding {
    /// The wire name of the property. Of a list it is the index of an element, or empty for all elements without an encoding of their own.
    pub wire: String,
    /// The layout, or the media type. For a file that may be a list of media types.
    pub encoding: Encoding,
    /// The headers of the part.
    pub headers: Vec<PartHeader>,
    /// The form of the outermost element, if the part is XML.
    pub xml: Option<super::XmlForm>,
}

/// A header of a part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartHeader {
    /// The name.
    pub wire: String,
    /// Whether it must be there.
    pub presence: Presence,
    /// The one value that the document allows.
    pub fixed: Option<String>,
}

/// What an operation answers.
#[derive(Clone, Debug, Default)]
pub struct Responses {
    /// The successes, in the document's order.
    pub success: Vec<Response>,
    /// The redirects, in the document's order.
    pub redirects: Vec<Response>,
    /// The errors, in the document's order.
    pub errors: Vec<Response>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The statuses it is for.
    pub status: Status,
    /// What it means.
    pub description: Option<String>,
    /// The body; `None` where there is none.
    pub content: Option<Content>,
    /// Further forms that the body can have where they are asked for, of other types.
    pub alternatives: Vec<Content>,
    /// The headers.
    pub headers: Vec<ResponseHeader>,
}

impl Content {
    /// Returns whether another body is of the same kind and type, whatever it is called.
    pub fn is_of(&self, other: &Self) -> bool {
        self.kind == other.kind && self.ty == other.ty
    }
}

impl Responses {
    /// Returns every response.
    pub fn all(&self) -> impl Iterator<Item = &Response> + Clone {
        self.success.iter().chain(&self.redirects).chain(&self.errors)
    }
}

impl Response {
    /// Returns every form of the body, the preferred one first.
    pub fn contents(&self) -> impl Iterator<Item = &Content> {
        self.content.iter().chain(&self.alternatives)
    }

    /// Returns whether another answer has a body of the same kind and type, or none like this one.
    pub fn has_body_of(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Some(own), Some(other)) => own.is_of(other),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// A header of an answer.
#[derive(Clone, Debug)]
pub struct ResponseHeader {
    /// The name.
    pub wire: String,
    /// The type.
    pub ty: Type,
    /// How the value is written.
    pub form: HeaderForm,
    /// Whether it must be there.
    pub presence: Presence,
    /// What it is.
    pub docs: Docs,
}

/// How the value of a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeaderForm {
    /// A scalar, or a list with commas.
    Text,
    /// JSON.
    Json,
    /// An object as `key,value,key,value` (style `simple`).
    Alternating,
    /// An object as `key=value,key=value` (style `simple`, exploded).
    Pairs,
}

/// A status, or a range of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A hundred: `Range(4)` is 400 to 499.
    Range(u8),
    /// Every status not named otherwise.
    Default,
}

/// How the pages of an operation hang together. Pointers are JSON pointers into the response's body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pages {
    /// The pointer to the list of items; empty where the body is the list.
    pub items: String,
    /// The type of an item.
    pub item: TypeBox,
    /// How the next page is asked for.
    pub next: NextPage,
    /// A second way to the next page, by an offset or a page's number, where the first ends before the total that the server reports.
    pub fallback: Option<NextPage>,
    /// How the page before is asked for; `None` where the vendor goes forwards only.
    pub prev: Option<PrevPage>,
    /// Where the total of items is: a JSON pointer, or the name of a header.
    pub total: Option<String>,
    /// What it was told by.
    pub evidence: Evidence,
}

/// What looks like pages, and is too little to generate from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageHint {
    /// What there is, and what is missing.
    pub reason: String,
    /// A line for the table `pagination` of the configuration that fits the operation; `None` where none would.
    pub line: Option<String>,
}

/// How the page before is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrevPage {
    /// By a cursor from the response.
    Cursor {
        /// The parameter.
        param: String,
        /// Where it is sent.
        location: PageParam,
        /// The pointer to the cursor.
        cursor: String,
    },
    /// By the identifier of the first item.
    FirstId {
        /// The parameter.
        param: String,
        /// Where it is sent.
        location: PageParam,
        /// The pointer to the identifier, in the item.
        id: String,
    },
    /// By a URL in the response's body.
    Url {
        /// The pointer to the URL.
        url: String,
    },
    /// By the `Link` header, `rel="prev"` (RFC 8288).
    Link,
}

/// The type of an item, compared by its form.
#[derive(Clone, Debug, PartialEq)]
pub struct TypeBox(pub Type);

impl Eq for TypeBox {}

/// What pagination was told by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The configuration says so.
    Configured,
    /// The document says so, by this extension.
    Declared(String),
    /// Names in the request and response say so.
    Inferred(String),
}

/// Where a value of pagination is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageParam {
    /// A query parameter.
    Query,
    /// A top-level field of the body.
    Body,
    /// A header.
    Header,
}

/// How the next page is asked for. `more` is the pointer to a boolean that says whether there are more pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// By a cursor from the response.
    Cursor {
        /// The parameter.
        param: String,
        /// Where it is sent.
        location: PageParam,
        /// The pointer to the cursor, or the name of the header that holds it.
        cursor: String,
        /// The pointer to a boolean.
        more: Option<String>,
    },
    /// By the identifier of the last item.
    LastId {
        /// The parameter.
        param: String,
        /// Where it is sent.
        location: PageParam,
        /// The pointer to the identifier, in the item.
        id: String,
        /// The pointer to a boolean.
        more: Option<String>,
    },
    /// By the number of items to pass over.
    Offset {
        /// The parameter.
        param: String,
        /// Where it is sent.
        location: PageParam,
        /// The parameter for a page's size.
        limit: Option<String>,
        /// The pointer to the total of items.
        total: Option<String>,
        /// The pointer to a boolean.
        more: Option<String>,
    },
    /// By the page's number.
    Page {
        /// The parameter.
        param: String,
        /// Where it is sent.
        location: PageParam,
        /// The first page's number.
        first: u32,
        /// The parameter for a page's size.
        size: Option<String>,
        /// The pointer to the count of pages.
        pages: Option<String>,
        /// The pointer to the total of items.
        total: Option<String>,
        /// The pointer to a boolean.
        more: Option<String>,
    },
    /// By a URL in the body.
    Url {
        /// The pointer to the URL.
        url: String,
    },
    /// By the `Link` header (RFC 8288).
    Link,
    /// By a URL in a header of its own.
    Header {
        /// The header's name.
        name: String,
    },
}
