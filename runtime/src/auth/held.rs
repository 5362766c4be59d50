//! A credential in the form in which it travels, made once when the client is built.

use std::sync::Arc;

use http::{HeaderName, HeaderValue};

use super::cell::{Source, TokenCell};
use super::credential::Kind;
use super::oauth::App;
use super::{Credential, Signer};
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
    Token(&'static str, Box<TokenCell>),
    /// What adds to a request once everything else is there.
    Signer(Arc<dyn Signer>),
}

/// Whose credentials they are, and of which server.
pub(crate) struct Place<'a> {
    pub(crate) base: &'a str,
    pub(crate) connection: &'a str,
}

impl Place<'_> {
    /// Returns the name of what is granted to an OAuth client: `host/connection/scheme/client`, each percent-encoded.
    fn key(&self, scheme: &str, client: &str) -> String {
        let uri: Option<http::Uri> = self.base.parse().ok();
        let host = uri.as_ref().and_then(http::Uri::authority).map_or("", |authority| authority.as_str()).to_ascii_lowercase();
        let mut key = String::new();
        for part in [&*host, self.connection, scheme, client] {
            if !key.is_empty() {
                key.push('/');
            }
            push_component(&mut key, part);
        }
        key
    }
}

impl Held {
    /// Fits a credential to a scheme.
    pub(crate) fn new(scheme: &'static Scheme, credential: &Credential, place: &Place<'_>) -> Result<Self, BuildError> {
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
            (SchemeKind::Http(name), Kind::Token(source)) => Ok(Self::token(name, Source::Custom(source.clone()))),
            (SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_), Kind::Bearer(token) | Kind::ApiKey(token)) => {
                authorization(scheme, "Bearer", token.expose())
            }
            (SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_), Kind::Token(source)) => {
                Ok(Self::token("Bearer", Source::Custom(source.clone())))
            }
            (SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_), Kind::OAuth(settings)) => {
                let key = place.key(scheme.name, &settings.id);
                let app = App::new(scheme, (**settings).clone(), key).map_err(|reason| unfit(scheme, reason))?;
                Ok(Self::token("Bearer", Source::OAuth(Arc::new(app))))
            }
            (_, Kind::Signer(signer)) => Ok(Self::Signer(Arc::clone(signer))),
            _ => Err(unfit(scheme, "is of another kind")),
        }
    }

    fn token(scheme: &'static str, source: Source) -> Self {
        Self::Token(scheme, Box::new(TokenCell::new(source)))
    }
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
