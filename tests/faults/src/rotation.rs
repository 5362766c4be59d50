//! Refresh tokens that are good once, and access tokens that are good for some calls.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use serde_json::json;
use turnbuckle_tests::demo::credentials;

use crate::world::typed;

/// The refresh token that a user was given at first.
pub const FIRST: &str = "crm-token-refresh-0";

/// Renews tokens, and counts those that come again.
#[derive(Default)]
pub struct Rotation(Mutex<State>);

struct State {
    /// The refresh token that is good.
    current: String,
    /// The one before it. A client whose answer was lost may come with it until the new one was used, which most services allow.
    before: Option<String>,
    /// How many calls each access token is good for still.
    good_for: HashMap<String, u32>,
    /// How many calls a new access token is good for.
    uses: u32,
    refreshes: usize,
    reused: usize,
    lenient: bool,
}

impl Default for State {
    fn default() -> Self {
        let current = FIRST.to_owned();
        Self { current, before: None, good_for: HashMap::new(), uses: u32::MAX, refreshes: 0, reused: 0, lenient: true }
    }
}

impl Rotation {
    /// Has access tokens be good for so many calls, and a refresh token never for a second time, not even after a lost answer.
    pub fn be_strict(&self, uses: u32) {
        let mut state = self.state();
        (state.uses, state.lenient) = (uses, false);
    }

    /// Returns how many refresh tokens were renewed.
    pub fn refreshes(&self) -> usize {
        self.state().refreshes
    }

    /// Returns how often a refresh token came that was renewed before.
    pub fn reused(&self) -> usize {
        self.state().reused
    }

    /// Forgets every access token.
    pub fn revoke(&self) {
        self.state().good_for.clear();
    }

    /// Answers a request for tokens. Lets a request with an access token of this kind in to the service, or refuses it.
    pub fn answer(&self, request: &mut Request<Bytes>) -> Option<Response<Bytes>> {
        let form = String::from_utf8_lossy(request.body()).into_owned();
        if request.uri().path() == "/crm/oauth/token" && form.contains("grant_type=refresh_token") {
            return Some(self.renew(&form));
        }
        let token = request.headers().get("authorization")?.to_str().ok()?.strip_prefix("Bearer ")?.to_owned();
        if !token.starts_with("crm-token-access-") {
            return None;
        }
        let mut state = self.state();
        let Some(left) = state.good_for.get_mut(&token).filter(|left| **left > 0) else {
            return Some(typed(401, "application/problem+json", r#"{"title":"Unauthorized","status":401,"type":"about:blank"}"#));
        };
        *left -= 1;
        request.headers_mut().insert("x-api-key", HeaderValue::from_static(credentials::CRM_KEY));
        None
    }

    fn renew(&self, form: &str) -> Response<Bytes> {
        let mut state = self.state();
        let sent = form.split('&').find_map(|pair| pair.strip_prefix("refresh_token=")).unwrap_or_default();
        let is_current = sent == state.current;
        if !is_current && state.before.as_deref() != Some(sent) {
            state.reused += 1;
            return typed(400, "application/json", r#"{"error":"invalid_grant"}"#);
        }
        state.refreshes += 1;
        let number = state.refreshes;
        if is_current {
            state.before = state.lenient.then(|| sent.to_owned());
        }
        state.current = format!("crm-token-refresh-{number}");
        let access = format!("crm-token-access-{number}");
        let uses = state.uses;
        state.good_for.insert(access.clone(), uses);
        let body = json!({"access_token": access, "refresh_token": state.current, "token_type": "bearer", "expires_in": 300});
        typed(200, "application/json", &body.to_string())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
