//! The client credentials grant (RFC 6749, section 4.4).

use std::time::Duration;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method, StatusCode, Uri};
use serde_json::Value;

use super::credential::ClientCredentials;
use super::{Token, TokenError};
use crate::body::Body;
use crate::client::Inner;
use crate::clock::within;
use crate::scalar::base64;
use crate::url::{push_component, resolve};

/// A token's answer is small.
const MAX_ANSWER: u64 = 1 << 20;

/// Obtains a token from the token endpoint.
pub(super) async fn fetch(credentials: &ClientCredentials, client: &Inner) -> Result<Token, TokenError> {
    let request = request(credentials, client)?;
    let exchange = async {
        let response = client.transport.send(request).await.map_err(|error| TokenError {
            message: format!("the token endpoint did not answer: {error}"),
            source: Some(error.into()),
            transient: true,
        })?;
        let status = response.status();
        let body = crate::read::buffer(response.into_body(), MAX_ANSWER)
            .await
            .map_err(|_| TokenError::transient("the token endpoint's answer broke off"))?;
        read(status, &body)
    };
    within(&*client.clock, client.attempt_timeout, exchange)
        .await
        .unwrap_or_else(|| Err(TokenError::transient("the token endpoint did not answer in time")))
}

fn request(credentials: &ClientCredentials, client: &Inner) -> Result<http::Request<Body>, TokenError> {
    let url = credentials.token_url.as_deref().unwrap_or_default();
    let url = resolve(client.base_text(), url);
    let uri: Uri = url.parse().map_err(|_| TokenError::last("the token endpoint's URL cannot be read"))?;
    client.check_secure(&uri).map_err(TokenError::last)?;

    let mut form = String::from("grant_type=client_credentials");
    if !credentials.scopes.is_empty() {
        form.push_str("&scope=");
        push_component(&mut form, &credentials.scopes.join(" "));
    }
    let (id, secret) = (encode(&credentials.id), encode(credentials.secret.expose()));
    let mut request = http::Request::new(Body::empty());
    if credentials.in_body {
        form.push_str(&format!("&client_id={id}&client_secret={secret}"));
    } else {
        // Section 2.3.1: both are form-encoded before they go into Basic.
        let basic = format!("Basic {}", base64::encode(format!("{id}:{secret}").as_bytes()));
        let mut value = HeaderValue::try_from(basic).map_err(|_| TokenError::last("the client's identifier or secret cannot be sent"))?;
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    request.headers_mut().extend(client.user_agent());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri;
    *request.body_mut() = Body::from(form);
    Ok(request)
}

fn encode(text: &str) -> String {
    let mut out = String::new();
    push_component(&mut out, text);
    out
}

fn read(status: StatusCode, body: &[u8]) -> Result<Token, TokenError> {
    let answer: Value = serde_json::from_slice(body).unwrap_or_default();
    if !status.is_success() {
        let code = answer["error"].as_str().filter(|code| is_error_code(code)).unwrap_or("no error code");
        let message = format!("the token endpoint answered {} ({code})", status.as_u16());
        let transient = status.is_server_error() || matches!(status.as_u16(), 408 | 429);
        return Err(TokenError { message, source: None, transient });
    }
    let token = answer["access_token"]
        .as_str()
        .filter(|token| !token.is_empty())
        .ok_or_else(|| TokenError::last("the token endpoint's answer holds no `access_token`"))?;
    let token = Token::new(token.to_owned());
    Ok(match seconds(&answer["expires_in"]) {
        Some(life) => token.expires_in(life),
        None => token,
    })
}

/// RFC 6749, section 5.2, names the codes; another text might repeat the secret.
fn is_error_code(code: &str) -> bool {
    const CODES: [&str; 7] = [
        "invalid_request",
        "invalid_client",
        "invalid_grant",
        "unauthorized_client",
        "unsupported_grant_type",
        "invalid_scope",
        "invalid_target",
    ];
    CODES.contains(&code)
}

/// Reads `expires_in`, which some servers send as a string.
fn seconds(value: &Value) -> Option<Duration> {
    let seconds = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok())?;
    Duration::try_from_secs_f64(seconds).ok()
}
