//! How callers show who they are.

/// A way to authenticate.
#[derive(Clone, Debug, PartialEq)]
pub struct Scheme {
    /// The name in the document.
    pub wire: String,
    /// What it is, as CommonMark.
    pub description: Option<String>,
    /// Whether the service advises against it.
    pub deprecated: bool,
    /// How the credential travels.
    pub kind: SchemeKind,
}

/// How a credential travels.
#[derive(Clone, Debug, PartialEq)]
pub enum SchemeKind {
    /// A key in a header of this name.
    ApiKeyHeader(String),
    /// A key in a query parameter of this name.
    ApiKeyQuery(String),
    /// A key in a cookie of this name.
    ApiKeyCookie(String),
    /// HTTP Basic (RFC 7617).
    Basic,
    /// A bearer token (RFC 6750).
    Bearer,
    /// Another HTTP scheme, by its name.
    Http(String),
    /// OAuth 2.0 (RFC 6749).
    OAuth2(OAuth2),
    /// OpenID Connect, by its discovery URL.
    OpenIdConnect(String),
    /// A client certificate.
    MutualTls,
}

/// The endpoints of an OAuth 2.0 scheme.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OAuth2 {
    /// The token endpoint.
    pub token_url: Option<String>,
    /// The authorization endpoint.
    pub authorization_url: Option<String>,
    /// The endpoint for refresh tokens.
    pub refresh_url: Option<String>,
    /// The device authorization endpoint (RFC 8628).
    pub device_url: Option<String>,
    /// The authorization server's metadata (RFC 8414).
    pub metadata_url: Option<String>,
    /// Whether the client credentials grant is declared.
    pub client_credentials: bool,
    /// The scopes and what each allows.
    pub scopes: Vec<(String, String)>,
}

/// What an operation asks for: alternatives (OR) of schemes used together (AND). An empty list asks for nothing; an empty alternative
/// allows a call without credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Security(pub Vec<Vec<Use>>);

/// A scheme that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The scheme's name in the document.
    pub scheme: String,
    /// The scopes needed.
    pub scopes: Vec<String>,
}
