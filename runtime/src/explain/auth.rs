//! Which credentials a call takes, and why.

use std::fmt;

use crate::auth::{Uses, is_held};
use crate::client::Inner;
use crate::operation::{Operation, SchemeKind};

/// The credentials that a call takes, and why those.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ChosenAuth {
    /// The alternatives (OR) in the document's order; empty where the operation asks for none.
    pub alternatives: Vec<Alternative>,
    /// The index of the alternative that is taken; `None` where the request goes without credentials, or not at all.
    pub chosen: Option<usize>,
    /// Why, in words.
    pub reason: &'static str,
}

/// Schemes that are used together (AND).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Alternative {
    /// The schemes; empty for going without any.
    pub schemes: Vec<SchemeState>,
}

/// A security scheme as an operation asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemeState {
    /// The scheme's name in the document.
    pub name: &'static str,
    /// How the credential travels, in words.
    pub kind: String,
    /// The scopes needed.
    pub scopes: &'static [&'static str],
    /// Whether the client has a credential for it.
    pub is_held: bool,
}

pub(super) fn chosen(client: &Inner, op: &'static Operation, uses: Uses, trusted: bool) -> ChosenAuth {
    let declared = op.security.unwrap_or(client.settings.api.security);
    let schemes = |uses: &&'static [crate::operation::Use]| uses.iter().map(|used| state(client, used)).collect();
    let alternatives: Vec<Alternative> = declared.iter().map(|uses| Alternative { schemes: schemes(uses) }).collect();
    let taken = declared.iter().position(|alternative| !alternative.is_empty() && std::ptr::eq(*alternative, uses.schemes()));
    let (chosen, reason) = match taken {
        Some(_) if !trusted => (None, "the URL is of another origin, which gets no credentials"),
        Some(index) => (Some(index), "the first alternative that all credentials are there for"),
        None if declared.is_empty() => (None, "the operation asks for none"),
        None if declared.iter().any(|alternative| alternative.is_empty()) => {
            (None, "credentials are optional, and there is no alternative that all are there for")
        }
        None => (None, "there is no alternative that all credentials are there for"),
    };
    ChosenAuth { alternatives, chosen, reason }
}

fn state(client: &Inner, used: &'static crate::operation::Use) -> SchemeState {
    let kind = client.settings.api.schemes.iter().find(|scheme| scheme.name == used.scheme).map(|scheme| scheme.kind);
    let kind = match kind {
        Some(SchemeKind::ApiKeyHeader(name)) => format!("an API key in the header `{name}`"),
        Some(SchemeKind::ApiKeyQuery(name)) => format!("an API key in the query parameter `{name}`"),
        Some(SchemeKind::ApiKeyCookie(name)) => format!("an API key in the cookie `{name}`"),
        Some(SchemeKind::Basic) => "HTTP Basic".to_owned(),
        Some(SchemeKind::Bearer) => "a bearer token".to_owned(),
        Some(SchemeKind::Http(name)) => format!("HTTP {name}"),
        Some(SchemeKind::OAuth2(_)) => "OAuth 2.0".to_owned(),
        Some(SchemeKind::OpenIdConnect(_)) => "OpenID Connect".to_owned(),
        Some(SchemeKind::MutualTls) => "a client certificate, which the transport has".to_owned(),
        None => "a scheme that the document does not declare".to_owned(),
    };
    SchemeState { name: used.scheme, kind, scopes: used.scopes, is_held: is_held(client, used) }
}

impl fmt::Display for Alternative {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.schemes.is_empty() {
            return f.write_str("none");
        }
        for (index, scheme) in self.schemes.iter().enumerate() {
            f.write_str(if index > 0 { " and " } else { "" })?;
            write!(f, "`{}` ({}", scheme.name, scheme.kind)?;
            if !scheme.scopes.is_empty() {
                write!(f, ", scopes {}", scheme.scopes.join(" "))?;
            }
            f.write_str(if scheme.is_held { ")" } else { ", missing)" })?;
        }
        Ok(())
    }
}
