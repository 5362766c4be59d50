//! Signs requests as a service does, for tests of a receiver.

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

use http::{HeaderName, HeaderValue, Request, Uri};
use serde_json::Value;

use super::error::{SecretError, VerifyError};
use super::form;
use super::keyring::Keyring;
use super::message::Subject;
use super::read;
use super::received::Received;
use super::scheme::{Encoding, Part, Place, Scheme, Timestamp, TimestampPlace, Unit};
use super::tree;
use crate::clock::Clock;
use crate::scalar::{Secret, base64};

/// Signs requests as a service does, for tests of a receiver.
#[derive(Clone)]
pub struct Signer {
    keyring: Keyring,
}

impl Signer {
    /// Makes a signer with a secret. For Ed25519 it is the private key: the seed, or the seed and the public key.
    ///
    /// # Errors
    ///
    /// Fails where the secret is empty or not of the form that the scheme has.
    pub fn new(scheme: &Scheme, secret: impl Into<Secret>) -> Result<Self, SecretError> {
        Ok(Self { keyring: Keyring::to_sign(scheme, secret)? })
    }

    /// Signs with this secret as well, as while secrets are changed.
    ///
    /// # Errors
    ///
    /// Fails where the secret is empty or not of the form that the scheme has.
    pub fn and_secret(self, secret: impl Into<Secret>) -> Result<Self, SecretError> {
        Ok(Self { keyring: self.keyring.and(secret)? })
    }

    /// Sets the scheme and host of the URL that is signed. Default: those of the request.
    #[must_use]
    pub fn public_url(mut self, url: Uri) -> Self {
        self.keyring.public = Some(url);
        self
    }

    /// Sets the clock. Default: the system's.
    #[must_use]
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.keyring.clock = Arc::new(clock);
        self
    }

    /// Signs a request: sets its headers, and what the scheme has in the query or the body. A signed header that is not there is set to a
    /// text of its own.
    ///
    /// # Errors
    ///
    /// Fails where the request has not what the scheme signs, such as a body in JSON.
    pub fn sign(&self, mut request: Request<Vec<u8>>) -> Result<Request<Vec<u8>>, VerifyError> {
        self.set_headers(&mut request)?;
        self.set_digest(&mut request)?;
        let timestamp = self.set_timestamp(&mut request)?;
        if !self.keyring.scheme.looks_inside() {
            let received = Received::from(&request);
            let list = self.list(Subject { received: &received, root: None }, &timestamp)?;
            return self.set(request, self.keyring.scheme.place, &list);
        }
        let mut tree = tree::parse(request.body())?;
        let received = Received::from(&request);
        let lists: Vec<String> = self
            .keyring
            .scheme
            .roots(&tree)?
            .into_iter()
            .map(|root| self.list(Subject { received: &received, root: Some(root) }, &timestamp))
            .collect::<Result<_, _>>()?;
        match self.keyring.scheme.place {
            Place::Header(_) => self.set(request, self.keyring.scheme.place, &lists.concat()),
            Place::Json(pointer) => {
                for (index, list) in lists.into_iter().enumerate() {
                    let each = self.keyring.scheme.each.map(|each| format!("{each}/{index}")).unwrap_or_default();
                    put(&mut tree, &format!("{each}{pointer}"), Value::String(list))?;
                }
                *request.body_mut() = tree.to_string().into_bytes();
                Ok(request)
            }
        }
    }

    /// Returns the signatures, and the time beside them.
    fn list(&self, subject: Subject<'_>, timestamp: &str) -> Result<String, VerifyError> {
        let pieces = subject.pieces(&self.keyring.scheme, self.keyring.public.as_ref(), timestamp)?;
        let mut items = Vec::new();
        if let Some(Timestamp { place: TimestampPlace::Item(prefix), .. }) = self.keyring.scheme.timestamp {
            items.push(format!("{prefix}{timestamp}"));
        }
        for key in &self.keyring.keys {
            let signature = key.sign(&pieces);
            let text = match key.kind.encoding {
                Encoding::Hex => read::to_hex(&signature),
                Encoding::Base64 => base64::encode(&signature),
            };
            items.push(format!("{}{text}", key.kind.prefix));
        }
        Ok(items.join(&self.keyring.scheme.separator.map(String::from).unwrap_or_default()))
    }

    fn set_headers(&self, request: &mut Request<Vec<u8>>) -> Result<(), VerifyError> {
        let ids = self.keyring.scheme.id.iter().filter_map(|place| match place {
            Place::Header(name) => Some(*name),
            Place::Json(_) => None,
        });
        let signed = self.keyring.scheme.signed.iter().filter_map(|part| match part {
            Part::Header(name) => Some(*name),
            Part::Text(_) | Part::Timestamp | Part::Method | Part::Url => None,
            Part::DecodedUrl(_) | Part::Body | Part::Form { .. } | Part::Json(_) => None,
        });
        for name in ids.chain(signed) {
            if !request.headers().contains_key(name) {
                let text = format!("msg_{:016x}", self.keyring.clock.random());
                set_header(request, name, &text)?;
            }
        }
        Ok(())
    }

    /// A body that is no form is signed by its digest in the query.
    fn set_digest(&self, request: &mut Request<Vec<u8>>) -> Result<(), VerifyError> {
        for part in self.keyring.scheme.signed {
            let Part::Form { digest } = part else { continue };
            let received = Received::from(&*request);
            if form::is_form(&received) || received.body.is_empty() {
                continue;
            }
            let query = crate::url::set_query_value(request.uri().query().unwrap_or_default(), digest, &form::body_digest(request.body()));
            let mut parts = request.uri().clone().into_parts();
            let path = format!("{}?{query}", request.uri().path());
            parts.path_and_query = Some(path.parse().map_err(|_| VerifyError::malformed("the URL"))?);
            *request.uri_mut() = Uri::from_parts(parts).map_err(|_| VerifyError::malformed("the URL"))?;
        }
        Ok(())
    }

    fn set_timestamp(&self, request: &mut Request<Vec<u8>>) -> Result<String, VerifyError> {
        let Some(timestamp) = self.keyring.scheme.timestamp else { return Ok(String::new()) };
        let now = self.keyring.clock.wall().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        let number = match timestamp.unit {
            Unit::Seconds => u128::from(now.as_secs()),
            Unit::Milliseconds => now.as_millis(),
        };
        let text = number.to_string();
        match timestamp.place {
            TimestampPlace::Item(_) => {}
            TimestampPlace::Elsewhere(Place::Header(name)) => set_header(request, name, &text)?,
            TimestampPlace::Elsewhere(Place::Json(pointer)) => {
                let mut tree = tree::parse(request.body())?;
                put(&mut tree, pointer, Value::String(text.clone()))?;
                *request.body_mut() = tree.to_string().into_bytes();
            }
        }
        Ok(text)
    }

    fn set(&self, mut request: Request<Vec<u8>>, place: Place, list: &str) -> Result<Request<Vec<u8>>, VerifyError> {
        match place {
            Place::Header(name) => set_header(&mut request, name, list)?,
            Place::Json(pointer) => return Err(VerifyError::malformed(format!("`{pointer}` of the body"))),
        }
        Ok(request)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.keyring.debug("Signer", f)
    }
}

fn set_header(request: &mut Request<Vec<u8>>, name: &str, text: &str) -> Result<(), VerifyError> {
    let malformed = || VerifyError::malformed(format!("the header `{name}`"));
    let value = HeaderValue::from_str(text).map_err(|_| malformed())?;
    request.headers_mut().insert(HeaderName::from_bytes(name.as_bytes()).map_err(|_| malformed())?, value);
    Ok(())
}

/// Sets a member of an object, and makes the objects on the way.
fn put(tree: &mut Value, pointer: &str, value: Value) -> Result<(), VerifyError> {
    let malformed = || VerifyError::malformed(format!("`{pointer}` of the body"));
    let mut at = tree;
    for token in crate::pointer::tokens(pointer) {
        at = match at {
            Value::Object(map) => map.entry(token).or_insert_with(|| Value::Object(serde_json::Map::new())),
            Value::Array(items) => items.get_mut(token.parse::<usize>().map_err(|_| malformed())?).ok_or_else(malformed)?,
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => return Err(malformed()),
        };
    }
    *at = value;
    Ok(())
}
