//! Requests of the token endpoint, and its answers (RFC 6749, sections 3.2 and 5).

use std::convert::Infallible;
use std::time::{Duration, SystemTime};

use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, Request};
use serde_json::Value;

use super::app::App;
use super::metadata::Endpoint;
use super::wire::{Reply, Wire};
use crate::Secret;
use crate::auth::error::Class;
use crate::auth::{AuthError, Grant};
use crate::body::Body;
use crate::scalar::base64;
use crate::url::push_component;

/// The error codes of RFC 6749 (sections 4.1.2.1 and 5.2), RFC 8628 (section 3.5), RFC 8707 (section 2) and OpenID Connect Core 1.0
/// (section 3.1.2.6). Another text might repeat the secret.
const CODES: [&str; 19] = [
    "invalid_request",
    "invalid_client",
    "invalid_grant",
    "unauthorized_client",
    "unsupported_grant_type",
    "unsupported_response_type",
    "invalid_scope",
    "invalid_target",
    "access_denied",
    "server_error",
    "temporarily_unavailable",
    "authorization_pending",
    "slow_down",
    "expired_token",
    "interaction_required",
    "login_required",
    "account_selection_required",
    "consent_required",
    "invalid_token",
];

/// A form, pair by pair.
#[derive(Default)]
pub(super) struct Form(String);

impl Form {
    pub(super) fn grant_type(name: &str) -> Self {
        let mut form = Self::default();
        form.push("grant_type", name);
        form
    }

    pub(super) fn push(&mut self, name: &str, value: &str) {
        if !self.0.is_empty() {
            self.0.push('&');
        }
        push_component(&mut self.0, name);
        self.0.push('=');
        push_component(&mut self.0, value);
    }

    pub(super) fn push_scopes(&mut self, scopes: &[String]) {
        if !scopes.is_empty() {
            self.push("scope", &scopes.join(" "));
        }
    }
}

impl App {
    /// Asks an endpoint, as the client that it is, and returns the answer's JSON. A client that the server does not know, or whose secret is
    /// wrong, asks once and never again.
    pub(super) async fn ask(&self, endpoint: Endpoint, form: Form, wire: &Wire) -> Result<Value, AuthError> {
        if let Some(error) = &self.state().client_refused {
            return Err(error.clone());
        }
        let result = self.send(endpoint, form, wire).await;
        if let Err(error) = result.as_ref()
            && error.code() == Some("invalid_client")
        {
            self.state().client_refused = Some(error.clone());
        }
        result
    }

    async fn send(&self, endpoint: Endpoint, mut form: Form, wire: &Wire) -> Result<Value, AuthError> {
        let url = wire.endpoint(&self.url(endpoint, wire).await?, endpoint.name())?;
        for (name, value) in &self.settings.params {
            form.push(name, value);
        }
        let mut request = Request::new(Body::empty());
        if let Some(basic) = self.sign(&mut form, wire).await? {
            request.headers_mut().insert(AUTHORIZATION, basic);
        }
        request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        *request.method_mut() = Method::POST;
        *request.uri_mut() = url;
        *request.body_mut() = Body::from(form.0);
        let reply = wire.send(request, endpoint.name()).await?;
        let answer: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        // Some servers answer 200 with an error.
        if !reply.status.is_success() || answer["error"].is_string() {
            return refused(&reply, endpoint.name()).map(|never| match never {});
        }
        Ok(answer)
    }

    /// Adds who the client is to the form, or returns it as HTTP Basic.
    async fn sign(&self, form: &mut Form, wire: &Wire) -> Result<Option<HeaderValue>, AuthError> {
        let settings = &self.settings;
        let Some(secret) = &settings.secret else {
            // RFC 6749, section 3.2.1: a public client names itself.
            form.push("client_id", &settings.id);
            return Ok(None);
        };
        if settings.in_body || self.metadata(wire).await?.secret_in_body {
            form.push("client_id", &settings.id);
            form.push("client_secret", secret.expose());
            return Ok(None);
        }
        // Section 2.3.1: both are form-encoded before they go into Basic.
        let mut pair = String::new();
        push_component(&mut pair, &settings.id);
        pair.push(':');
        push_component(&mut pair, secret.expose());
        let mut value = HeaderValue::try_from(format!("Basic {}", base64::encode(pair.as_bytes())))
            .map_err(|_| AuthError::last("the client's identifier or secret cannot be sent"))?;
        value.set_sensitive(true);
        Ok(Some(value))
    }
}

/// Returns the error that an answer is.
pub(super) fn refused(reply: &Reply, what: &str) -> Result<Infallible, AuthError> {
    let answer: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let code = code(answer["error"].as_str().unwrap_or_default());
    let class = match reply.status.as_u16() {
        // The server says that it did nothing, or would not.
        425 | 429 | 503 => Class::Unharmed,
        408 | 500 | 502 | 504 => Class::Unknown,
        _ => Class::Final,
    };
    let message = format!("{what} answered {} ({})", reply.status.as_u16(), code.unwrap_or("no error code"));
    let mut error = AuthError::last(message).with_class(class).with_code(code);
    error.hint = reply.hint;
    Err(error)
}

/// Returns an error code, where it is one of the standards.
pub(super) fn code(text: &str) -> Option<&'static str> {
    CODES.into_iter().find(|code| *code == text)
}

/// Reads a grant from a token endpoint's answer (RFC 6749, section 5.1). What it does not say is as it was asked for, or was before.
pub(super) fn grant(answer: &Value, asked: &[String], before: Option<&Grant>, now: SystemTime) -> Result<Grant, AuthError> {
    let text = |key: &str| answer[key].as_str().filter(|text| !text.is_empty());
    let access = text("access_token").ok_or_else(|| AuthError::last("the token endpoint's answer holds no `access_token`"))?;
    // Section 7.1: the type's case does not matter; servers that name none, or one of their own, mean Bearer.
    if text("token_type").is_some_and(|kind| kind.eq_ignore_ascii_case("mac") || kind.eq_ignore_ascii_case("dpop")) {
        return Err(AuthError::last("the token endpoint gives tokens of a type that is not Bearer"));
    }
    let scopes = match text("scope") {
        Some(scopes) => scopes.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect(),
        // Section 5.1: left out where it is what was asked for.
        None => before.map(|before| &before.scopes).filter(|scopes| !scopes.is_empty()).map_or_else(|| asked.to_vec(), Clone::clone),
    };
    Ok(Grant {
        access_token: Secret::from(access),
        // Section 6: the refresh token stays where the server gives no other.
        refresh_token: text("refresh_token").map(Secret::from).or_else(|| before?.refresh_token.clone()),
        expires_at: seconds(&answer["expires_in"]).and_then(|life| now.checked_add(life)),
        scopes,
        id_token: text("id_token").map(Secret::from),
    })
}

/// Reads a number of seconds, which some servers send as a string.
pub(super) fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}
