//! What an operation is, as static data of a generated crate: a call is this table and the values for it.

pub use turnbuckle_encoding::{ParamLocation, ParamStyle};

/// An API as its document describes it: the same for every operation.
#[derive(Debug)]
pub struct Api {
    /// The API's title.
    pub title: &'static str,
    /// The document's version of the API.
    pub version: &'static str,
    /// The `User-Agent` sent by default: the generated crate's name and version.
    pub user_agent: &'static str,
    /// Where the API is; the first is the default. Empty where the document names none.
    pub servers: &'static [Server],
    /// The ways to authenticate.
    pub schemes: &'static [Scheme],
    /// The security of the operations that do not state their own: a list of alternatives (OR) of schemes used together (AND).
    pub security: &'static [&'static [Use]],
}

/// A server of an API.
#[derive(Debug)]
pub struct Server {
    /// The URL, with `{variables}`. May be relative.
    pub url: &'static str,
    /// What the server is for.
    pub description: &'static str,
    /// The variables and their default values.
    pub variables: &'static [(&'static str, &'static str)],
}

/// A security scheme (OpenAPI 3.0.4, section 4.8.27).
#[derive(Debug)]
pub struct Scheme {
    /// The scheme's name in the document.
    pub name: &'static str,
    /// How the credential travels.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SchemeKind {
    /// A key in a header of this name.
    ApiKeyHeader(&'static str),
    /// A key in a query parameter of this name.
    ApiKeyQuery(&'static str),
    /// A key in a cookie of this name.
    ApiKeyCookie(&'static str),
    /// HTTP Basic (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// Another HTTP authentication scheme: its name as it stands before the credentials in `Authorization`.
    Http(&'static str),
    /// OAuth 2.0 (RFC 6749).
    OAuth2(&'static OAuth2),
    /// OpenID Connect, by its discovery URL.
    OpenIdConnect(&'static str),
    /// A client certificate.
    MutualTls,
}

/// The endpoints of an OAuth 2.0 scheme. An empty URL means that the document declares none.
#[derive(Debug, PartialEq, Eq)]
pub struct OAuth2 {
    /// The token endpoint. May be relative to the server's URL.
    pub token_url: &'static str,
    /// The authorization endpoint.
    pub authorization_url: &'static str,
    /// The endpoint for refresh tokens, where it is another than the token endpoint.
    pub refresh_url: &'static str,
    /// The device authorization endpoint (RFC 8628).
    pub device_url: &'static str,
    /// The server's metadata (RFC 8414), which name the endpoints that the document does not declare.
    pub metadata_url: &'static str,
    /// Whether the client credentials grant is declared.
    pub client_credentials: bool,
    /// The scopes there are.
    pub scopes: &'static [&'static str],
}

/// A scheme that an operation asks for.
#[derive(Debug, PartialEq, Eq)]
pub struct Use {
    /// The scheme's name in the document.
    pub scheme: &'static str,
    /// The scopes needed (OAuth 2.0 and OpenID Connect).
    pub scopes: &'static [&'static str],
}

/// An operation: what a call sends and how its answer is read.
#[derive(Debug)]
pub struct Operation {
    /// The operationId, or `METHOD /path` where the document has none.
    pub id: &'static str,
    /// The HTTP method, in capitals as sent.
    pub method: &'static str,
    /// The path template, with `{parameters}`.
    pub path: &'static str,
    /// The parameters that are not encoded by their location's default.
    pub params: &'static [Param],
    /// The media type of the request's body; empty where there is none.
    pub body: &'static str,
    /// How fields of a form or multipart body are encoded, where it is not by default: for each media type that says so.
    pub encodings: &'static [(&'static str, &'static [Param])],
    /// How the fields of a form that a success holds are encoded, where it is not by default.
    pub received: &'static [Param],
    /// The `Accept` header; empty for none.
    pub accept: &'static str,
    /// The security; `None` for the API's.
    pub security: Option<&'static [&'static [Use]]>,
    /// The servers; empty for the API's.
    pub servers: &'static [Server],
    /// The statuses with a declared error body, each with the variant that it carries where the error type is an enum made by
    /// [`errors!`](crate::errors), else with 0.
    pub errors: &'static [(Status, usize)],
    /// How the operation's pages hang together.
    pub pages: Option<Pages>,
    /// How the page before is asked for; `None` where the vendor goes forwards only.
    pub prev_page: Option<PrevPage>,
    /// A second way to the next page: by an offset or a page's number, where the first ends before the total that the server reports.
    pub fallback: Option<NextPage>,
    /// Where the total of items is: a JSON pointer into the response's body, or the name of a header; empty where there is none.
    pub total: &'static str,
    /// The header for an idempotency key, which makes retries safe; empty for none.
    pub idempotency_header: &'static str,
    /// Whether the call may be repeated without a second effect; `None` to tell by the method (RFC 9110, section 9.2.2).
    pub idempotent: Option<bool>,
    /// The mark that ends an event stream, where the vendor sends one; empty for none.
    pub stream_end: &'static str,
    /// Whether the document deprecates the operation.
    pub deprecated: bool,
    /// How many units of the vendor's limit a call costs.
    pub cost: u32,
    /// How bodies in XML are laid out.
    #[cfg(feature = "xml")]
    pub xml: &'static [(crate::xml::XmlBody, crate::xml::XmlForm)],
}

impl Operation {
    /// Returns whether a repetition has no second effect: by the document's or the configuration's word, else by the method (RFC 9110,
    /// section 9.2.2).
    pub(crate) fn is_repeatable(&self) -> bool {
        let by_method = matches!(self.method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY");
        self.idempotent.unwrap_or(by_method)
    }

    /// Returns how the fields of a body of a media type are encoded.
    pub(crate) fn encodings_of(&self, media_type: &str) -> &'static [Param] {
        let essence = turnbuckle_encoding::essence(media_type);
        let found = self.encodings.iter().find(|(own, _)| turnbuckle_encoding::essence(own).eq_ignore_ascii_case(essence));
        found.map_or(&[], |(_, encodings)| encodings)
    }

    /// Makes an operation without parameters, body or pages.
    pub const fn new(id: &'static str, method: &'static str, path: &'static str) -> Self {
        Self {
            id,
            method,
            path,
            params: &[],
            body: "",
            encodings: &[],
            received: &[],
            accept: "",
            security: None,
            servers: &[],
            errors: &[],
            pages: None,
            prev_page: None,
            fallback: None,
            total: "",
            idempotency_header: "",
            idempotent: None,
            stream_end: "",
            deprecated: false,
            cost: 1,
            #[cfg(feature = "xml")]
            xml: &[],
        }
    }
}

macro_rules! setters {
    ($($(#[$doc:meta])* $name:ident: $ty:ty => $value:expr;)*) => {
        impl Operation {$(
            $(#[$doc])*
            #[must_use]
            pub const fn $name(mut self, $name: $ty) -> Self {
                self.$name = $value;
                self
            }
        )*}
    };
}

setters! {
    /// Sets the parameters that are not encoded by their location's default.
    params: &'static [Param] => params;
    /// Sets the media type of the request's body.
    body: &'static str => body;
    /// Sets how fields of a form or multipart body are encoded, for each media type.
    encodings: &'static [(&'static str, &'static [Param])] => encodings;
    /// Sets how the fields of a form that a success holds are encoded.
    received: &'static [Param] => received;
    /// Sets the `Accept` header.
    accept: &'static str => accept;
    /// Sets the security; an empty list means none.
    security: &'static [&'static [Use]] => Some(security);
    /// Sets the servers.
    servers: &'static [Server] => servers;
    /// Sets the statuses with a declared error body.
    errors: &'static [(Status, usize)] => errors;
    /// Sets how the pages hang together.
    pages: Pages => Some(pages);
    /// Sets how the page before is asked for.
    prev_page: PrevPage => Some(prev_page);
    /// Sets a second way to the next page: by an offset or a page's number, where the first ends before the total that the server reports.
    fallback: NextPage => Some(fallback);
    /// Sets where the total of items is: a JSON pointer into the response's body, or the name of a header.
    total: &'static str => total;
    /// Sets the header for an idempotency key.
    idempotency_header: &'static str => idempotency_header;
    /// Says whether the call may be repeated without a second effect.
    idempotent: bool => Some(idempotent);
    /// Sets the mark that ends an event stream.
    stream_end: &'static str => stream_end;
    /// Says whether the document deprecates the operation.
    deprecated: bool => deprecated;
    /// Sets how many units of the vendor's limit a call costs. Default: 1.
    cost: u32 => cost;
}

#[cfg(feature = "xml")]
setters! {
    /// Sets how bodies in XML are laid out.
    xml: &'static [(crate::xml::XmlBody, crate::xml::XmlForm)] => xml;
}

/// How a parameter, or a field of a form, is encoded.
#[derive(Debug)]
pub struct Param {
    /// The wire name.
    pub name: &'static str,
    /// Where the parameter is.
    pub location: ParamLocation,
    /// How a list or record is laid out.
    pub style: ParamStyle,
    /// Whether each element of a list, or each field of a record, stands for itself.
    pub explode: bool,
    /// Whether reserved characters (RFC 3986, section 2.2) stay as they are.
    pub allow_reserved: bool,
    /// The media type that the value is written in, in place of a style; empty for none. For a file it may be a list of media types and
    /// ranges.
    pub content_type: &'static str,
    /// Whether the value may be empty, where the parameter is in the path.
    pub allow_empty: bool,
    /// The headers of a part of a multipart body whose values the document fixes.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether a value may have several segments of the path.
    pub segments: bool,
}

impl Param {
    /// Makes a path parameter of style `simple`.
    pub const fn path(name: &'static str) -> Self {
        Self::new(name, ParamLocation::Path, ParamStyle::Simple, false)
    }

    /// Makes a query parameter of style `form`, exploded.
    pub const fn query(name: &'static str) -> Self {
        Self::new(name, ParamLocation::Query, ParamStyle::Form, true)
    }

    /// Makes a parameter that is the whole query (OpenAPI 3.2, `in: querystring`).
    pub const fn query_string(name: &'static str) -> Self {
        Self::new(name, ParamLocation::QueryString, ParamStyle::Form, true)
    }

    /// Makes a header of style `simple`.
    pub const fn header(name: &'static str) -> Self {
        Self::new(name, ParamLocation::Header, ParamStyle::Simple, false)
    }

    /// Makes a cookie of style `form`, exploded.
    pub const fn cookie(name: &'static str) -> Self {
        Self::new(name, ParamLocation::Cookie, ParamStyle::Form, true)
    }

    /// Makes a field of a form or multipart body, encoded like a query parameter of style `form`, exploded. In a list that is sent as a
    /// multipart body, the fields are named by their index; the field without a name stands for all others.
    pub const fn field(name: &'static str) -> Self {
        Self::new(name, ParamLocation::Field, ParamStyle::Form, true)
    }

    /// Sets the style.
    #[must_use]
    pub const fn style(mut self, style: ParamStyle, explode: bool) -> Self {
        self.style = style;
        self.explode = explode;
        self
    }

    /// Keeps reserved characters as they are.
    #[must_use]
    pub const fn allow_reserved(mut self) -> Self {
        self.allow_reserved = true;
        self
    }

    /// Sets the media type that the value is written in.
    #[must_use]
    pub const fn content_type(mut self, content_type: &'static str) -> Self {
        self.content_type = content_type;
        self
    }

    /// Allows an empty value in the path, which is otherwise an error before the request is sent.
    #[must_use]
    pub const fn allow_empty(mut self) -> Self {
        self.allow_empty = true;
        self
    }

    /// Sets the headers of a part whose values the document fixes.
    #[must_use]
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Keeps the slashes of a value in the path, and reserved characters (RFC 6570, section 3.2.3). No segment may be `.` or `..`.
    #[must_use]
    pub const fn segments(mut self) -> Self {
        self.segments = true;
        self
    }

    const fn new(name: &'static str, location: ParamLocation, style: ParamStyle, explode: bool) -> Self {
        Self { name, location, style, explode, allow_reserved: false, content_type: "", headers: &[], allow_empty: false, segments: false }
    }
}

/// A status, or a range of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// One status.
    Code(u16),
    /// A hundred: `Range(4)` is 400 to 499.
    Range(u8),
    /// Every status not named otherwise.
    Default,
}

/// How the pages of an operation hang together. Names are wire names of query parameters unless said otherwise; a name of a field of the body
/// that begins with `/` is a JSON pointer to one in an object of the body. The others are JSON pointers (RFC 6901) into the response's body,
/// where the empty pointer is the body itself.
#[derive(Clone, Copy, Debug)]
pub struct Pages {
    /// The list of items.
    pub items: &'static str,
    /// How the next page is asked for.
    pub next: NextPage,
}

/// How the page before is asked for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum PrevPage {
    /// By a cursor from the response, sent as a parameter.
    Cursor {
        /// The parameter.
        param: &'static str,
        /// Where the parameter is.
        location: ParamLocation,
        /// The cursor in the response.
        cursor: &'static str,
    },
    /// By the identifier of the first item.
    FirstId {
        /// The parameter.
        param: &'static str,
        /// Where the parameter is.
        location: ParamLocation,
        /// The identifier in the item.
        id: &'static str,
    },
    /// By a URL in the response's body, absolute or relative.
    Url {
        /// The URL in the response.
        url: &'static str,
    },
    /// By the `Link` header, `rel="prev"` (RFC 8288).
    Link,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum NextPage {
    /// By a cursor from the response, sent as a parameter. A cursor that is an absolute `http` or `https` URL is followed as one.
    Cursor {
        /// The parameter.
        param: &'static str,
        /// Where the parameter is: `Query`, `Header` or `Field` (a top-level field of the body).
        location: ParamLocation,
        /// The cursor in the response: a JSON pointer into the body, or the name of a header.
        cursor: &'static str,
        /// A boolean in the response that says whether there are more pages; empty where there is none.
        more: &'static str,
    },
    /// By the identifier of the last item.
    LastId {
        /// The parameter.
        param: &'static str,
        /// Where the parameter is.
        location: ParamLocation,
        /// The identifier in the item.
        id: &'static str,
        /// A boolean in the response that says whether there are more pages; empty where there is none.
        more: &'static str,
    },
    /// By the number of items to pass over.
    Offset {
        /// The parameter.
        param: &'static str,
        /// Where the parameter is.
        location: ParamLocation,
        /// The parameter that limits a page's size; empty where there is none.
        limit: &'static str,
        /// The total of items in the response; empty where there is none.
        total: &'static str,
        /// A boolean in the response that says whether there are more pages; empty where there is none.
        more: &'static str,
    },
    /// By the page's number.
    Page {
        /// The parameter.
        param: &'static str,
        /// Where the parameter is.
        location: ParamLocation,
        /// The first page's number.
        first: u32,
        /// The parameter for a page's size; empty where there is none.
        size: &'static str,
        /// The count of pages in the response; empty where there is none.
        pages: &'static str,
        /// The total of items in the response; empty where there is none.
        total: &'static str,
        /// A boolean in the response that says whether there are more pages; empty where there is none.
        more: &'static str,
    },
    /// By a URL in the response's body, absolute or relative.
    Url {
        /// The URL in the response.
        url: &'static str,
    },
    /// By the `Link` header, `rel="next"` (RFC 8288).
    Link,
    /// By a URL in a header of its own.
    Header {
        /// The header's name.
        name: &'static str,
    },
}
