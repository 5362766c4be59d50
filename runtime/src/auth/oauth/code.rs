//! The authorization code grant (RFC 6749, section 4.1) with PKCE (RFC 7636).

use std::fmt;

use sha2::{Digest, Sha256};

use super::endpoint::{Form, code};
use super::flow::OAuth;
use super::metadata::Endpoint;
use crate::Secret;
use crate::auth::{AuthError, Grant};
use crate::scalar::base64;
use crate::url::{push_component, query_value};

/// A pending authorization: the user opens a URL and returns with a code. `Debug` omits the URL's query, which contains the state.
#[derive(Clone)]
pub struct Authorization {
    url: String,
    pending: PendingAuthorization,
}

/// What has to be known of an authorization when its user comes back. A program that answers the way back in another process keeps it for
/// the user's session; it is a secret of that session.
#[derive(Clone, Debug)]
pub struct PendingAuthorization {
    /// By which the way back is known to belong to this request (RFC 6749, section 10.12).
    pub state: Secret,
    /// By which the code is good for nobody else (RFC 7636).
    pub verifier: Secret,
    /// Where the user comes back to.
    pub redirect_uri: String,
}

impl Authorization {
    /// Returns the URL to send the user to.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Adds a parameter to the URL, such as `prompt`.
    #[must_use]
    pub fn with_param(mut self, name: &str, value: &str) -> Self {
        push_pair(&mut self.url, name, value);
        self
    }

    /// Returns what has to be known when the user comes back.
    pub fn pending(&self) -> &PendingAuthorization {
        &self.pending
    }
}

impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let endpoint = self.url.split('?').next().unwrap_or_default();
        f.debug_struct("Authorization").field("endpoint", &endpoint).field("pending", &self.pending).finish_non_exhaustive()
    }
}

impl OAuth {
    /// Starts an authorization whose user comes back to a URL of the program, which the server knows.
    ///
    /// # Errors
    ///
    /// Returns an error where there is no authorization endpoint, or the system has no random numbers.
    pub async fn authorization_code(&self, redirect_uri: impl Into<String>) -> Result<Authorization, AuthError> {
        let (_, app) = self.cell()?;
        let wire = self.wire();
        let (endpoint, what) = (Endpoint::Authorization, Endpoint::Authorization.name());
        let mut url = wire.endpoint(&app.url(endpoint, &wire).await?, what)?.to_string();
        let pending = PendingAuthorization { state: random()?, verifier: random()?, redirect_uri: redirect_uri.into() };
        push_pair(&mut url, "response_type", "code");
        push_pair(&mut url, "client_id", &app.settings.id);
        push_pair(&mut url, "redirect_uri", &pending.redirect_uri);
        if !app.settings.scopes.is_empty() {
            push_pair(&mut url, "scope", &app.settings.scopes.join(" "));
        }
        push_pair(&mut url, "state", pending.state.expose());
        push_pair(&mut url, "code_challenge", &challenge(&pending.verifier));
        push_pair(&mut url, "code_challenge_method", "S256");
        for (name, value) in &app.settings.params {
            push_pair(&mut url, name, value);
        }
        Ok(Authorization { url, pending })
    }

    /// Exchanges the code that the user came back with for a grant, and takes it. `callback` is the query of the URL that the user came back
    /// to, or the whole URL.
    ///
    /// # Errors
    ///
    /// Returns an error where the user said no ([`is_denied`](AuthError::is_denied)), where the way back does not belong to this request or
    /// comes from another server (RFC 9207), and where the server refuses the code.
    pub async fn exchange(&self, pending: &PendingAuthorization, callback: &str) -> Result<Grant, AuthError> {
        let callback = callback.split_once('#').map_or(callback, |(callback, _)| callback);
        let query = callback.split_once('?').map_or(callback, |(_, query)| query);
        if !pending.is_answered_by(query) {
            return Err(AuthError::last("the way back does not belong to this authorization: its `state` is another"));
        }
        self.check_issuer(query).await?;
        if let Some(error) = query_value(query, "error") {
            let code = code(&error);
            let message = format!("the user came back without a code ({})", code.unwrap_or("no error code"));
            return Err(AuthError::last(message).with_code(code));
        }
        let code = query_value(query, "code").filter(|code| !code.is_empty()).map(Secret::from);
        let code = code.ok_or_else(|| AuthError::last("the user came back without a code"))?;
        let form = || {
            let mut form = Form::grant_type("authorization_code");
            form.push("code", code.expose());
            form.push("redirect_uri", &pending.redirect_uri);
            form.push("code_verifier", pending.verifier.expose());
            form
        };
        let answer = self.ask(Endpoint::Token, form).await?;
        self.granted(&answer).await
    }

    /// RFC 9207, section 2.4: an answer of another server is not taken for one of this.
    async fn check_issuer(&self, query: &str) -> Result<(), AuthError> {
        let (_, app) = self.cell()?;
        let metadata = app.metadata(&self.wire()).await?;
        match (query_value(query, "iss"), &metadata.issuer) {
            (Some(given), Some(expected)) if given != *expected => Err(AuthError::last("the user comes back from another issuer")),
            (None, _) if metadata.names_issuer => {
                Err(AuthError::last("the user comes back from an issuer that does not say its name, though it should"))
            }
            _ => Ok(()),
        }
    }
}

impl PendingAuthorization {
    /// Returns whether a query has this authorization's state.
    pub(crate) fn is_answered_by(&self, query: &str) -> bool {
        query_value(query, "state").is_some_and(|state| Secret::from(state) == self.state)
    }
}

fn push_pair(url: &mut String, name: &str, value: &str) {
    url.push(if url.contains('?') { '&' } else { '?' });
    push_component(url, name);
    url.push('=');
    push_component(url, value);
}

/// Draws 256 bits, as RFC 7636, section 7.1, has it.
fn random() -> Result<Secret, AuthError> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| AuthError::last("the system has no random numbers").with_source(error))?;
    Ok(Secret::from(base64::encode_url_safe(&bytes)))
}

/// RFC 7636, section 4.2.
fn challenge(verifier: &Secret) -> String {
    base64::encode_url_safe(&Sha256::digest(verifier.expose().as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_as_in_appendix_b_of_rfc_7636() {
        let verifier = Secret::from("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }
}
