//! What an authorization server says of itself: OpenID Connect Discovery 1.0 and RFC 8414.

use std::sync::Arc;

use http::{Request, Uri};
use serde_json::Value;

use super::app::App;
use super::wire::Wire;
use crate::auth::AuthError;
use crate::body::Body;
use crate::operation::{OAuth2, SchemeKind};
use crate::url::same_origin;

const OPENID: &str = "/.well-known/openid-configuration";
const OAUTH: &str = "/.well-known/oauth-authorization-server";

/// An authorization server's metadata, as far as it is used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) issuer: Option<String>,
    token_endpoint: Option<String>,
    authorization_endpoint: Option<String>,
    device_authorization_endpoint: Option<String>,
    /// Whether secrets are taken in the body and not in the header.
    pub(super) secret_in_body: bool,
    /// Whether authorization responses name the issuer (RFC 9207, section 3).
    pub(super) names_issuer: bool,
}

/// An endpoint of an authorization server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Endpoint {
    Token,
    Refresh,
    #[cfg(feature = "authorization-code")]
    Authorization,
    Device,
}

impl Endpoint {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Token | Self::Refresh => "the token endpoint",
            #[cfg(feature = "authorization-code")]
            Self::Authorization => "the authorization endpoint",
            Self::Device => "the device authorization endpoint",
        }
    }

    fn declared(self, oauth: &'static OAuth2) -> &'static str {
        match self {
            Self::Refresh if !oauth.refresh_url.is_empty() => oauth.refresh_url,
            Self::Token | Self::Refresh => oauth.token_url,
            #[cfg(feature = "authorization-code")]
            Self::Authorization => oauth.authorization_url,
            Self::Device => oauth.device_url,
        }
    }

    fn discovered(self, metadata: &Metadata) -> Option<&String> {
        match self {
            Self::Token | Self::Refresh => metadata.token_endpoint.as_ref(),
            #[cfg(feature = "authorization-code")]
            Self::Authorization => metadata.authorization_endpoint.as_ref(),
            Self::Device => metadata.device_authorization_endpoint.as_ref(),
        }
    }
}

impl App {
    /// Returns the URL of an endpoint: the user's, else the one that the server names, else the document's.
    pub(super) async fn url(&self, endpoint: Endpoint, wire: &Wire) -> Result<String, AuthError> {
        let settings = &self.settings;
        let own = match endpoint {
            Endpoint::Token | Endpoint::Refresh => &settings.token_url,
            #[cfg(feature = "authorization-code")]
            Endpoint::Authorization => &settings.authorization_url,
            Endpoint::Device => &settings.device_url,
        };
        if let Some(url) = own {
            return Ok(url.clone());
        }
        let declared = match &self.scheme.kind {
            SchemeKind::OAuth2(oauth) => endpoint.declared(oauth),
            _ => "",
        };
        // Metadata that the document names add to what it declares; those of the user's issuer replace it.
        if settings.issuer.is_none() && !declared.is_empty() {
            return Ok(declared.to_owned());
        }
        let metadata = self.metadata(wire).await?;
        match endpoint.discovered(&metadata) {
            Some(url) => Ok(url.clone()),
            None if !declared.is_empty() => Ok(declared.to_owned()),
            None => Err(AuthError::last(format!("neither the document nor the server names {}", endpoint.name()))),
        }
    }

    /// Returns the server's metadata, fetched once; empty where there is nothing to discover it by.
    pub(super) async fn metadata(&self, wire: &Wire) -> Result<Arc<Metadata>, AuthError> {
        if let Some(metadata) = &self.state().metadata {
            return Ok(Arc::clone(metadata));
        }
        let metadata = match (&self.settings.issuer, &self.scheme.kind) {
            (Some(issuer), _) => by_issuer(issuer, wire).await?,
            (None, SchemeKind::OpenIdConnect(url)) if !url.is_empty() => by_url(&wire.resolve(url), wire).await?,
            (None, SchemeKind::OAuth2(oauth)) if !oauth.metadata_url.is_empty() => by_url(&wire.resolve(oauth.metadata_url), wire).await?,
            (None, _) => Metadata::default(),
        };
        let metadata = Arc::new(metadata);
        self.state().metadata = Some(Arc::clone(&metadata));
        Ok(metadata)
    }
}

/// Finds the metadata of an issuer.
async fn by_issuer(issuer: &str, wire: &Wire) -> Result<Metadata, AuthError> {
    // OpenID Connect Discovery 1.0, section 4.1: the path is appended, after a slash at the end is removed.
    let openid = format!("{}{OPENID}", issuer.trim_end_matches('/'));
    if let Some(metadata) = fetch(&openid, wire).await? {
        return checked(metadata, |found| found == issuer);
    }
    // RFC 8414, section 3.1: the path goes between the host and the issuer's own.
    let uri: Uri = issuer.parse().map_err(|_| AuthError::last("the issuer's URL cannot be read"))?;
    let (scheme, authority) = (uri.scheme_str().unwrap_or("https"), uri.authority().map_or("", |authority| authority.as_str()));
    let url = format!("{scheme}://{authority}{OAUTH}{}", uri.path().trim_end_matches('/'));
    let metadata = fetch(&url, wire).await?.ok_or_else(|| AuthError::last("the issuer has no metadata"))?;
    checked(metadata, |found| found == issuer)
}

/// Reads the metadata at a URL that the document names.
async fn by_url(url: &str, wire: &Wire) -> Result<Metadata, AuthError> {
    let metadata = fetch(url, wire)
        .await?
        .ok_or_else(|| AuthError::last("there are no metadata of the authorization server where the document says"))?;
    // RFC 8414, section 3.1: the path of the issuer follows the well-known part.
    let by_oauth = url.split_once(OAUTH).map(|(origin, path)| format!("{origin}{path}"));
    let issuer = url.strip_suffix(OPENID).map(str::to_owned).or(by_oauth);
    checked(metadata, |found| match &issuer {
        Some(issuer) => found.trim_end_matches('/') == issuer.trim_end_matches('/'),
        // Another name of the document: the issuer cannot be told from it, but has to be at home there.
        None => found.parse().is_ok_and(|found: Uri| url.parse().is_ok_and(|url: Uri| same_origin(&found, &url))),
    })
}

/// Holds the issuer against where the metadata were found (OpenID Connect Discovery 1.0, section 4.3; RFC 8414, section 3.3).
fn checked(metadata: Metadata, is_expected: impl Fn(&str) -> bool) -> Result<Metadata, AuthError> {
    if metadata.issuer.as_deref().is_some_and(is_expected) {
        return Ok(metadata);
    }
    Err(AuthError::last("the metadata are of another issuer than where they were found"))
}

/// Fetches metadata; `None` where there are none at the URL.
async fn fetch(url: &str, wire: &Wire) -> Result<Option<Metadata>, AuthError> {
    const WHAT: &str = "the server's metadata";
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = wire.endpoint(url, WHAT)?;
    // A question without effect may be asked again, whatever became of it.
    let reply = wire.send(request, WHAT).await.map_err(AuthError::harmless)?;
    if !reply.status.is_success() {
        return super::endpoint::refused(&reply, WHAT)
            .map_or_else(|error| if error.is_transient() { Err(error.harmless()) } else { Ok(None) }, |never| match never {});
    }
    let value: Value = serde_json::from_slice(&reply.body).map_err(|_| AuthError::last("the server's metadata are no JSON"))?;
    Ok(Some(read(&value)))
}

fn read(value: &Value) -> Metadata {
    let text = |key: &str| value[key].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let methods = value["token_endpoint_auth_methods_supported"].as_array();
    let takes = |method: &str| methods.is_some_and(|methods| methods.iter().any(|it| it == method));
    Metadata {
        issuer: text("issuer"),
        token_endpoint: text("token_endpoint"),
        authorization_endpoint: text("authorization_endpoint"),
        device_authorization_endpoint: text("device_authorization_endpoint"),
        secret_in_body: takes("client_secret_post") && !takes("client_secret_basic"),
        names_issuer: value["authorization_response_iss_parameter_supported"] == true,
    }
}
