//! Which credentials an operation asks for: the list is OR, the schemes of one entry AND.

use http::{HeaderMap, HeaderValue};

use super::{AuthError, Held, Signature, Unsigned};
use crate::client::Inner;
use crate::error::{Failure, Kind};
use crate::operation::{Operation, SchemeKind, Use};
use crate::panics::awaited;

/// The credentials chosen for a call.
#[derive(Clone, Copy)]
pub(crate) struct Uses(&'static [Use]);

/// Chooses the first alternative that all credentials are there for. Going without any is the last resort, wherever the document
/// lists it: a client that was given a key is meant to use it.
pub(crate) fn select(client: &Inner, op: &'static Operation) -> Result<Uses, Box<Failure>> {
    let alternatives = op.security.unwrap_or(client.settings.api.security);
    let held = |uses: &'static [Use]| !uses.is_empty() && uses.iter().all(|used| is_held(client, used));
    if let Some(uses) = alternatives.iter().copied().find(|uses| held(uses)) {
        return Ok(Uses(uses));
    }
    if alternatives.is_empty() || alternatives.iter().any(|uses| uses.is_empty()) {
        return Ok(Uses(&[]));
    }
    let names: Vec<String> =
        alternatives.iter().map(|uses| uses.iter().map(|used| format!("`{}`", used.scheme)).collect::<Vec<_>>().join(" and ")).collect();
    let message = format!(
        "no credential for the security scheme {}: give it to the client's builder, by the method of that name or with `credential`",
        names.join(", or "),
    );
    Err(Failure::new(op, Kind::Credentials, message))
}

/// Returns whether there is a credential for a scheme.
pub(crate) fn is_held(client: &Inner, used: &Use) -> bool {
    client.held(used.scheme).is_some()
        // A client certificate is the transport's.
        || client.settings.api.schemes.iter().any(|scheme| scheme.name == used.scheme && scheme.kind == SchemeKind::MutualTls)
}

impl Uses {
    /// Returns no credentials.
    pub(crate) fn none() -> Self {
        Self(&[])
    }

    /// Returns the schemes, as the document lists them.
    pub(crate) fn schemes(self) -> &'static [Use] {
        self.0
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Adds the credentials to a request's headers, cookies and query.
    pub(crate) async fn apply(self, client: &Inner, headers: &mut HeaderMap, query: &mut String) -> Result<(), AuthError> {
        for used in self.0 {
            match client.held(used.scheme) {
                Some(Held::Header(name, value)) => {
                    headers.insert(name.clone(), value.clone());
                }
                Some(Held::Query(pair)) => {
                    if !query.is_empty() {
                        query.push('&');
                    }
                    query.push_str(pair);
                }
                // It comes last, when everything else is there.
                Some(Held::Signer(_)) => {}
                Some(Held::Cookie(pair)) => add_cookie(headers, pair),
                Some(Held::Token(scheme, cell)) => {
                    let value = cell.authorization(scheme, client).await?;
                    headers.insert(http::header::AUTHORIZATION, value);
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Asks the signers, first that of the client, then those of the schemes, what to add to a request.
    pub(crate) async fn sign(self, client: &Inner, unsigned: Unsigned<'_>) -> Result<Vec<Signature>, AuthError> {
        let of_schemes = self.0.iter().filter_map(|used| match client.held(used.scheme) {
            Some(Held::Signer(signer)) => Some(signer),
            _ => None,
        });
        let mut signatures = Vec::new();
        for signer in client.settings.signer.iter().chain(of_schemes) {
            let signature = awaited("signer", async { signer.sign(unsigned).await }).await.map_err(AuthError::panic)?;
            signatures.push(signature.map_err(|error| AuthError::last("the request could not be signed").with_source(error))?);
        }
        Ok(signatures)
    }

    /// Forgets the token that a request was refused with. Returns whether there was one.
    pub(crate) fn refuse(self, client: &Inner, authorization: Option<&HeaderValue>) -> bool {
        let Some(refused) = authorization else { return false };
        let mut told = false;
        for used in self.0 {
            if let Some(Held::Token(scheme, cell)) = client.held(used.scheme) {
                cell.refuse(refused, scheme);
                told = true;
            }
        }
        told
    }
}

/// Adds a pair to the `Cookie` header, of which there is one only (RFC 6265, section 5.4).
pub(crate) fn add_cookie(headers: &mut HeaderMap, pair: &str) {
    let joined = match headers.get(http::header::COOKIE).and_then(|value| value.to_str().ok()) {
        Some(cookies) => format!("{cookies}; {pair}"),
        None => pair.to_owned(),
    };
    if let Ok(mut value) = HeaderValue::try_from(joined) {
        value.set_sensitive(true);
        headers.insert(http::header::COOKIE, value);
    }
}
