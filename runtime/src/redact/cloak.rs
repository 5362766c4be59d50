//! What is secret in one call.

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Uri};

use super::{Known, is_secret_header, is_secret_parameter, may_be_secret_name, named_secrets};
use crate::Secret;
use crate::operation::Api;
use crate::url::decode_component;

/// What is secret in one call: the credentials of its client, and what the call itself sent. To keep it costs next to nothing; what is
/// searched for is made of it when something of the call is shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cloak {
    pub(crate) api: Option<&'static Api>,
    /// What the client holds.
    pub(crate) client: Option<Arc<Known>>,
    /// The values that the call's types say are secrets.
    pub(crate) secrets: Vec<Secret>,
    /// What was sent in `Authorization`, of all attempts.
    pub(crate) authorizations: Vec<HeaderValue>,
    pub(crate) headers: HeaderMap,
    pub(crate) cookies: String,
    pub(crate) url: Uri,
    pub(crate) body: Option<Bytes>,
}

impl Cloak {
    /// Returns the secrets.
    pub(crate) fn known(&self) -> Known {
        let mut known = self.client.as_deref().cloned().unwrap_or_default();
        self.secrets.iter().for_each(|secret| known.learn(secret.expose()));
        self.authorizations.iter().filter_map(|value| value.to_str().ok()).for_each(|value| known.learn_credential(value));
        if let Some(api) = self.api {
            learn_headers(&mut known, api, &self.headers);
            self.learn_pairs(&mut known, api, self.url.query().unwrap_or_default());
            self.learn_body(&mut known, api);
        }
        known.learn_cookies(&self.cookies);
        known
    }

    fn learn_pairs(&self, known: &mut Known, api: &Api, query: &str) {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        let secret = pairs.filter(|(name, _)| is_secret_parameter(api, &decode_component(name)));
        secret.for_each(|(_, value)| known.learn(&decode_component(value)));
    }

    fn learn_body(&self, known: &mut Known, api: &Api) {
        let Some(text) = self.body.as_ref().and_then(|body| std::str::from_utf8(body).ok()) else { return };
        if crate::encode::is_form(crate::response::media_type(&self.headers)) {
            return self.learn_pairs(known, api, text);
        }
        if let Ok(json) = serde_json::from_str(text) {
            named_secrets(&json, &may_be_secret_name, &mut |text| known.learn(text));
        }
    }
}

/// Adds what is secret in headers that were set.
pub(crate) fn learn_headers(known: &mut Known, api: &Api, headers: &HeaderMap) {
    for (name, value) in headers.iter().filter(|(name, value)| is_secret_header(api, name, value)) {
        known.learn_header(name, value.to_str().unwrap_or_default());
    }
}
