//! Makes a collected request into one that can be sent.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};

use super::{Options, Payload, Request};
use crate::Secret;
use crate::auth::Uses;
use crate::client::{Inner, base};
use crate::encode;
use crate::error::{Failure, Kind};
use crate::limits::Limits;
use crate::meter::Tally;
use crate::operation::Operation;
use crate::redact::Cloak;
use crate::send::{Redirects, Watch};
use crate::url::same_origin;

/// A request that is ready to be sent, as often as it takes.
pub(crate) struct Prepared {
    pub(crate) op: &'static Operation,
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    /// Whether credentials may go to this URL.
    pub(crate) trusted: bool,
    pub(crate) uses: Uses,
    /// What the call sets.
    headers: HeaderMap,
    cookies: String,
    pub(crate) payload: Payload,
    pub(crate) idempotency_key: Option<String>,
    pub(crate) options: Options,
    /// The secrets among what is sent, which no span and no error shows.
    pub(crate) secrets: Vec<Secret>,
    pub(crate) watch: Watch,
    /// What counts the call, where there is a meter.
    pub(crate) tally: Option<Tally>,
    /// Whether the attempt under way has reached the transport.
    pub(crate) is_sent: bool,
    /// What was sent in `Authorization`, each once.
    pub(crate) authorizations: Vec<HeaderValue>,
}

impl Request {
    /// Makes the request that is sent. Takes its parts, unless it fails.
    pub(crate) fn prepare(&mut self, client: &Inner) -> Result<Prepared, Box<Failure>> {
        let prepared = self.check().and_then(|()| self.prepare_with(client, crate::auth::select(client, self.op)?));
        prepared.map_err(|failure| failure.hide(self.cloak(client).known()))
    }

    /// Refuses a request with a value that cannot be written or must not be sent.
    pub(crate) fn check(&mut self) -> Result<(), Box<Failure>> {
        let op = self.op;
        if let Some(error) = self.error.take() {
            return Err(Failure::new(op, Kind::Encode, error.to_string()).with_source(error));
        }
        #[cfg(feature = "validate")]
        if let Some(violations) = std::mem::take(&mut self.checks).into_violations() {
            let message = format!("not sent, for the document has rules that the request breaks: {violations}");
            return Err(Failure::new(op, Kind::Invalid, message).with_source(violations));
        }
        Ok(())
    }

    /// Makes the request that is sent with credentials that were chosen.
    pub(crate) fn prepare_with(&mut self, client: &Inner, uses: Uses) -> Result<Prepared, Box<Failure>> {
        let op = self.op;
        let method = Method::from_bytes(op.method.as_bytes()).map_err(|_| Failure::new(op, Kind::Config, "the method cannot be sent"))?;
        let base = match &self.options.base_url {
            Some(base) => {
                base::check(base).map_err(|message| Failure::new(op, Kind::Config, message))?;
                base.trim_end_matches('/').into()
            }
            None => client.base_for(op)?,
        };
        let (uri, trusted) = match &self.url {
            Some(url) => {
                let uri = parse(op, url.clone())?;
                let trusted = same_origin(&uri, &parse(op, base.into_owned())?);
                (uri, trusted)
            }
            None => {
                let url = first_url(op, &base, &self.path, &self.query)?;
                let own = match (&self.options.base_url, &base) {
                    (None, Cow::Borrowed(_)) => client.origin.as_ref(),
                    _ => None,
                };
                let uri = match own {
                    Some(own) => own.uri(url).map_err(|error| unreadable(op, error))?,
                    None => parse(op, url)?,
                };
                (uri, true)
            }
        };
        let idempotency_key = self.set_idempotency_key(client)?;
        Ok(Prepared {
            op,
            method,
            uri,
            trusted,
            uses,
            headers: std::mem::take(&mut self.headers),
            cookies: std::mem::take(&mut self.cookies),
            payload: std::mem::take(&mut self.payload).joined(),
            idempotency_key,
            options: std::mem::take(&mut self.options),
            secrets: std::mem::take(&mut self.secrets),
            watch: Watch::default(),
            tally: None,
            is_sent: false,
            authorizations: Vec::new(),
        })
    }

    /// Sets one key for all attempts, by which a server tells a repetition from a second wish.
    fn set_idempotency_key(&mut self, client: &Inner) -> Result<Option<String>, Box<Failure>> {
        let declared = self.op.idempotency_header;
        let chosen = self.options.idempotency_key.take();
        if declared.is_empty() && chosen.is_none() {
            return Ok(None);
        }
        let header = if declared.is_empty() { "Idempotency-Key" } else { declared };
        let name = HeaderName::from_bytes(header.as_bytes())
            .map_err(|_| Failure::new(self.op, Kind::Config, format!("`{header}` cannot be the name of a header")))?;
        let given = self.headers.get(&name).or_else(|| client.headers.get(&name)).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let key = chosen.or(given).unwrap_or_else(|| random_key(client));
        let value = HeaderValue::from_str(&key)
            .map_err(|_| Failure::new(self.op, Kind::Encode, "the idempotency key cannot be sent in a header"))?;
        self.headers.insert(name, value);
        Ok(Some(key))
    }

    /// Returns what is secret in a request that was not prepared.
    pub(crate) fn cloak(&self, client: &Inner) -> Cloak {
        let url = self.url.clone().unwrap_or_else(|| format!("/?{}", self.query));
        Cloak {
            api: Some(client.settings.api),
            client: Some(client.known.clone()),
            secrets: self.secrets.clone(),
            authorizations: Vec::new(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            url: url.parse().unwrap_or_default(),
            body: self.payload.as_bytes(),
        }
    }
}

impl Prepared {
    /// Puts the headers of an attempt together, all but the credentials. It takes little more than a copy would.
    pub(crate) fn headers(&self, client: &Inner) -> HeaderMap {
        // Room for `Accept` and a cookie, so that the map does not grow.
        let mut headers = HeaderMap::with_capacity(client.headers.len() + self.headers.len() + 2);
        headers.extend(client.headers.iter().map(|(name, value)| (name.clone(), value.clone())));
        // What the user asks for, for the client or for the call, wins.
        if !self.op.accept.is_empty()
            && !headers.contains_key(http::header::ACCEPT)
            && let Ok(accept) = HeaderValue::from_maybe_shared(Bytes::from_static(self.op.accept.as_bytes()))
        {
            headers.insert(http::header::ACCEPT, accept);
        }
        for (name, value) in &self.headers {
            headers.insert(name.clone(), value.clone());
        }
        if !self.cookies.is_empty() {
            crate::auth::add_cookie(&mut headers, &self.cookies);
        }
        headers
    }

    /// Returns what is secret in the call.
    pub(crate) fn cloak(&self, client: &Inner) -> Cloak {
        Cloak {
            secrets: self.secrets.clone(),
            authorizations: self.authorizations.clone(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            ..self.bare_cloak(client)
        }
    }

    /// Returns what is secret in the call, which is over.
    pub(crate) fn take_cloak(&mut self, client: &Inner) -> Cloak {
        Cloak {
            secrets: std::mem::take(&mut self.secrets),
            authorizations: std::mem::take(&mut self.authorizations),
            headers: std::mem::take(&mut self.headers),
            cookies: std::mem::take(&mut self.cookies),
            ..self.bare_cloak(client)
        }
    }

    fn bare_cloak(&self, client: &Inner) -> Cloak {
        Cloak {
            api: Some(client.settings.api),
            client: Some(client.known.clone()),
            url: self.uri.clone(),
            body: self.payload.as_bytes(),
            ..Cloak::default()
        }
    }

    /// Takes note of what is sent in `Authorization`, which the server may repeat.
    pub(crate) fn note_authorization(&mut self, value: &HeaderValue) {
        if !self.authorizations.contains(value) {
            self.authorizations.push(value.clone());
        }
    }

    /// Returns whether a repetition has no second effect.
    pub(crate) fn is_repeatable(&self) -> bool {
        self.idempotency_key.is_some() || self.op.is_repeatable()
    }

    /// Returns what becomes of redirects.
    pub(crate) fn redirects(&self, client: &Inner) -> Redirects {
        self.options.redirects.unwrap_or(client.settings.redirects)
    }

    /// Returns how much of the answer is taken in.
    pub(crate) fn limits(&self, client: &Inner) -> Limits {
        let limits = self.options.limits.unwrap_or(client.settings.limits);
        Limits { response_bytes: self.options.max_response_bytes.unwrap_or(limits.response_bytes), ..limits }
    }
}

/// A random UUID (RFC 9562, section 5.4).
fn random_key(client: &Inner) -> String {
    let high = client.clock.random();
    let low = client.clock.random();
    let (a, b, c) = (high >> 32, (high >> 16) & 0xffff, high & 0x0fff);
    let (d, e) = (((low >> 48) & 0x3fff) | 0x8000, low & 0xffff_ffff_ffff);
    format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
}

fn first_url(op: &'static Operation, base: &str, path: &[(&'static str, String)], query: &str) -> Result<String, Box<Failure>> {
    let path = encode::path(op.path, path).map_err(|error| Failure::new(op, Kind::Encode, error.to_string()).with_source(error))?;
    let mut url = String::with_capacity(base.len() + path.len() + query.len() + 1);
    url.push_str(base);
    if !path.starts_with('/') {
        url.push('/');
    }
    url.push_str(&path);
    if !query.is_empty() {
        // A path template may hold a query of its own.
        url.push(if path.contains('?') { '&' } else { '?' });
        url.push_str(query);
    }
    Ok(url)
}

fn unreadable(op: &'static Operation, error: http::uri::InvalidUri) -> Box<Failure> {
    Failure::new(op, Kind::Config, "the URL cannot be read").with_source(error)
}

fn parse(op: &'static Operation, url: String) -> Result<Uri, Box<Failure>> {
    let uri = Uri::try_from(url).map_err(|error| unreadable(op, error))?;
    if matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty()) {
        Ok(uri)
    } else {
        Err(Failure::new(op, Kind::Config, "the URL is not an absolute http or https URL"))
    }
}
