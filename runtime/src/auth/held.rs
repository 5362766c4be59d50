//! A credential in the form in which it travels, made once when the client is built.

use http::{HeaderName, HeaderValue};

use super::credential::{ClientCredentials, Kind};
use super::token::Source;
use super::{Credential, TokenCell};
use crate::client::BuildError;
use crate::operation::{Scheme, SchemeKind};
use crate::scalar::base64;
use crate::url::push_component;

/// A credential that is ready to be sent.
pub(crate) enum Held {
    Header(HeaderName, HeaderValue),
    /// `name=value`, encoded.
    Query(String),
    /// `name=value`.
    Cookie(String),
    /// A token for `Authorization`, with the scheme's name before it.
    Token(&'static str, TokenCell),
}

impl Held {
    /// Fits a credential to a scheme.
    pub(crate) fn new(scheme: &'static Scheme, credential: &Credential) -> Result<Self, BuildError> {
        match (&scheme.kind, &credential.0) {
            (SchemeKind::ApiKeyHeader(name), Kind::ApiKey(key)) => {
                let name = HeaderName::from_bytes(name.as_bytes())
                    .map_err(|_| BuildError::new(format!("`{name}` cannot be the name of a header")))?;
                Ok(Self::Header(name, header_value(scheme, key.expose())?))
            }
            (SchemeKind::ApiKeyQuery(name), Kind::ApiKey(key)) => {
                let mut pair = String::new();
                push_component(&mut pair, name);
                pair.push('=');
                push_component(&mut pair, key.expose());
                Ok(Self::Query(pair))
            }
            (SchemeKind::ApiKeyCookie(name), Kind::ApiKey(key)) => {
                let legal = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
                if !key.expose().bytes().all(legal) {
                    return Err(unfit(scheme, "has characters that no cookie may hold (RFC 6265, section 4.1.1)"));
                }
                Ok(Self::Cookie(format!("{name}={}", key.expose())))
            }
            (SchemeKind::Basic, Kind::Basic { user, password }) => {
                if user.contains(':') {
                    return Err(unfit(scheme, "has a colon in the user's name (RFC 7617, section 2)"));
                }
                let pair = base64::encode(format!("{user}:{}", password.expose()).as_bytes());
                authorization(scheme, "Basic", &pair)
            }
            (SchemeKind::Http(name), Kind::Bearer(token) | Kind::ApiKey(token)) => authorization(scheme, name, token.expose()),
            (SchemeKind::Http(name), Kind::Token(source)) => Ok(Self::Token(name, TokenCell::new(Source::Custom(source.clone())))),
            (SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_), Kind::Bearer(token) | Kind::ApiKey(token)) => {
                authorization(scheme, "Bearer", token.expose())
            }
            (SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_), Kind::Token(source)) => {
                Ok(Self::Token("Bearer", TokenCell::new(Source::Custom(source.clone()))))
            }
            (SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_), Kind::ClientCredentials(client)) => {
                let client = with_token_url(scheme, client)?;
                Ok(Self::Token("Bearer", TokenCell::new(Source::ClientCredentials(client))))
            }
            _ => Err(unfit(scheme, "is of another kind")),
        }
    }
}

fn with_token_url(scheme: &Scheme, client: &ClientCredentials) -> Result<ClientCredentials, BuildError> {
    let declared = match &scheme.kind {
        SchemeKind::OAuth2(endpoints) if !endpoints.token_url.is_empty() => Some(endpoints.token_url),
        _ => None,
    };
    let mut client = client.clone();
    client.token_url = client.token_url.or_else(|| declared.map(str::to_owned));
    if client.token_url.is_none() {
        return Err(unfit(scheme, "needs a token endpoint: set one with `Credential::token_url`"));
    }
    Ok(client)
}

fn authorization(scheme: &Scheme, name: &str, value: &str) -> Result<Held, BuildError> {
    let value = header_value(scheme, &format!("{name} {value}"))?;
    Ok(Held::Header(http::header::AUTHORIZATION, value))
}

fn header_value(scheme: &Scheme, text: &str) -> Result<HeaderValue, BuildError> {
    let mut value = HeaderValue::from_str(text).map_err(|_| unfit(scheme, "has characters that no header may hold"))?;
    value.set_sensitive(true);
    Ok(value)
}

fn unfit(scheme: &Scheme, reason: &str) -> BuildError {
    BuildError::new(format!("the credential for the security scheme `{}` {reason}", scheme.name))
}
