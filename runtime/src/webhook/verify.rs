//! Tells whether a request is authentic.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::Uri;

use super::error::{Reason, ReceiveError, SecretError, VerifyError};
use super::key::Key;
use super::keyring::Keyring;
use super::message::Subject;
use super::received::{Delivery, Received};
use super::scheme::{Encoding, Part, Place, Scheme, TimestampPlace, Unit};
use super::{read, tree};
use crate::clock::Clock;
use crate::scalar::{Secret, base64};

/// The most signatures and other items in one place.
const MAX_SIGNATURES: usize = 32;

/// Tells whether requests are authentic, by a scheme and one or more secrets. Clones are cheap in comparison with a request.
#[derive(Clone)]
pub struct Verifier {
    keyring: Keyring,
}

impl Verifier {
    /// Makes a verifier of the requests that are signed with a secret.
    ///
    /// # Errors
    ///
    /// Fails where the secret is empty or not of the form that the scheme has.
    pub fn new(scheme: &Scheme, secret: impl Into<Secret>) -> Result<Self, SecretError> {
        Ok(Self { keyring: Keyring::to_verify(scheme, secret)? })
    }

    /// Takes requests that are signed with this secret as well, as while secrets are changed.
    ///
    /// # Errors
    ///
    /// Fails where the secret is empty or not of the form that the scheme has.
    pub fn and_secret(self, secret: impl Into<Secret>) -> Result<Self, SecretError> {
        Ok(Self { keyring: self.keyring.and(secret)? })
    }

    /// Sets how far the time of sending may be from that of receiving, both ways. Default: that of the scheme, 300 seconds for most.
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.keyring.scheme.tolerance = tolerance;
        self
    }

    /// Sets the scheme and host by which the service knows this receiver, for schemes that sign the URL, where a proxy changes them.
    /// Where the URL has a path, it comes before that of the request, for a proxy that takes it away. Default: the host of the request,
    /// and `https`.
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

    /// Tells whether a request is authentic: an `http::Request` with its body, or `(&parts, &body)`. The body must be the bytes as they
    /// came.
    ///
    /// # Errors
    ///
    /// Fails where something is missing or cannot be read, where the time of sending is too far off, and where no signature fits.
    pub fn verify<'r>(&self, request: impl Into<Received<'r>>) -> Result<Verified, VerifyError> {
        self.check(&request.into())
    }

    /// Reads a request that is authentic.
    ///
    /// # Errors
    ///
    /// Fails where the request is not authentic, and where it cannot be read.
    pub fn receive<'r, T>(
        &self,
        request: impl Into<Received<'r>>,
        read: impl FnOnce(Received<'r>) -> Result<T, crate::DecodeError>,
    ) -> Result<Delivery<T>, ReceiveError> {
        let received = request.into();
        let verified = self.check(&received)?;
        Ok(Delivery::new(read(received)?, verified))
    }

    fn check(&self, received: &Received<'_>) -> Result<Verified, VerifyError> {
        let scheme = &self.keyring.scheme;
        let mut verified = Verified { id: None, is_id_signed: scheme.signs_id(), timestamp: None, fingerprint: String::new() };
        if !scheme.looks_inside() {
            self.check_one(Subject { received, root: None }, &mut verified)?;
        } else {
            let tree = tree::parse(received.body)?;
            for root in scheme.roots(&tree)? {
                self.check_one(Subject { received, root: Some(root) }, &mut verified)?;
            }
        }
        Ok(verified)
    }

    /// Checks what one signature is over, and adds what is known by it.
    fn check_one(&self, subject: Subject<'_>, verified: &mut Verified) -> Result<(), VerifyError> {
        let scheme = &self.keyring.scheme;
        let list = subject.value(scheme.place)?;
        let items = items(scheme, &list)?;
        let timestamp = timestamp(scheme, &subject, &items)?;
        if let Some(time) = scheme.timestamp {
            verified.timestamp = Some(self.in_time(&timestamp, time.unit)?);
        }
        let pieces = subject.pieces(scheme, self.keyring.public.as_ref(), &timestamp)?;
        let mut fitting = None;
        let mut known = 0;
        for key in &self.keyring.keys {
            let given: Vec<Vec<u8>> = signatures(key, &items);
            known += given.len();
            let at = key.fitting(&pieces, &given);
            fitting = fitting.or(at.map(|at| read::to_hex(&given[at])));
        }
        let Some(fingerprint) = fitting else {
            return Err(if known == 0 { VerifyError::malformed(place_of(scheme.place)) } else { VerifyError::no_match() });
        };
        push(&mut verified.fingerprint, &fingerprint);
        if let Some(id) = id(scheme, &subject) {
            push(verified.id.get_or_insert_default(), &id);
        }
        Ok(())
    }

    fn in_time(&self, written: &str, unit: Unit) -> Result<SystemTime, VerifyError> {
        let malformed = || VerifyError::malformed("the time of sending");
        // `u64::from_str` would take a sign as well.
        let number: u64 = written.parse().ok().filter(|_| written.bytes().all(|byte| byte.is_ascii_digit())).ok_or_else(malformed)?;
        let since = match unit {
            Unit::Seconds => Duration::from_secs(number),
            Unit::Milliseconds => Duration::from_millis(number),
        };
        let sent = SystemTime::UNIX_EPOCH.checked_add(since).ok_or_else(malformed)?;
        let (reason, off) = match self.keyring.clock.wall().duration_since(sent) {
            Ok(age) => (Reason::TooOld, age),
            Err(ahead) => (Reason::TooEarly, ahead.duration()),
        };
        if off > self.keyring.scheme.tolerance { Err(VerifyError::outside(reason, off)) } else { Ok(sent) }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.keyring.debug("Verifier", f)
    }
}

impl Scheme {
    /// Returns whether the identifier cannot be changed without breaking the signature.
    fn signs_id(&self) -> bool {
        let signs = |part: Part| self.signed.contains(&part);
        !self.id.is_empty()
            && self.id.iter().all(|place| match place {
                Place::Header(name) => {
                    self.signed.iter().any(|part| matches!(part, Part::Header(signed) if signed.eq_ignore_ascii_case(name)))
                }
                Place::Json(pointer) => signs(Part::Body) || signs(Part::Json(pointer)),
            })
    }
}

fn push(list: &mut String, item: &str) {
    if !list.is_empty() {
        list.push(',');
    }
    list.push_str(item);
}

fn place_of(place: Place) -> String {
    match place {
        Place::Header(name) => format!("the header `{name}`"),
        Place::Json(pointer) => format!("`{pointer}` of the body"),
    }
}

/// Splits the value that has the signatures.
fn items<'v>(scheme: &Scheme, list: &'v str) -> Result<Vec<&'v str>, VerifyError> {
    let items: Vec<&str> = match scheme.separator {
        Some(separator) => list.split(separator).map(str::trim).filter(|item| !item.is_empty()).take(MAX_SIGNATURES + 1).collect(),
        None => vec![list],
    };
    if items.len() > MAX_SIGNATURES { Err(VerifyError::malformed(place_of(scheme.place))) } else { Ok(items) }
}

/// Returns the time of sending, as it is written; nothing where the scheme has none.
fn timestamp<'a>(scheme: &Scheme, subject: &Subject<'a>, items: &[&'a str]) -> Result<Cow<'a, str>, VerifyError> {
    let Some(timestamp) = scheme.timestamp else { return Ok(Cow::Borrowed("")) };
    match timestamp.place {
        TimestampPlace::Elsewhere(place) => subject.value(place),
        TimestampPlace::Item(prefix) => {
            let mut found = items.iter().filter_map(|item| item.strip_prefix(prefix));
            match (found.next(), found.next()) {
                (None, _) => Err(VerifyError::missing("the time of sending")),
                (Some(one), None) => Ok(Cow::Borrowed(one)),
                (Some(_), Some(_)) => Err(VerifyError::malformed("the time of sending")),
            }
        }
    }
}

/// Reads the signatures of a key's kind. What is no signature cannot fit.
fn signatures(key: &Key, items: &[&str]) -> Vec<Vec<u8>> {
    let kind = key.kind;
    let written = items.iter().filter_map(|item| item.strip_prefix(kind.prefix));
    let decoded = written.map(|text| match kind.encoding {
        Encoding::Hex => read::hex(text),
        Encoding::Base64 => base64::decode(text),
    });
    decoded.map(Option::unwrap_or_default).collect()
}

/// Returns the identifier; `None` where a part of it is missing.
fn id(scheme: &Scheme, subject: &Subject<'_>) -> Option<String> {
    let part = |place: &Place| match (*place, subject.root) {
        (Place::Json(pointer), None) => tree::find(subject.received.body, pointer),
        (place, _) => subject.value(place).ok().map(Cow::into_owned),
    };
    let parts: Vec<String> = scheme.id.iter().map(part).collect::<Option<_>>()?;
    (!parts.is_empty()).then(|| parts.join(":"))
}

/// What is known of an authentic request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    id: Option<String>,
    is_id_signed: bool,
    timestamp: Option<SystemTime>,
    fingerprint: String,
}

impl Verified {
    /// Returns the event's identifier, which is the same when the service sends it again; `None` where the scheme or the request has none.
    /// Where several things in one request are signed, theirs are joined by `,`.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns whether the identifier is signed. One that is not tells apart what an honest service sends, but whoever has seen a request
    /// can send it again under another one: to keep those out, use [`Verified::fingerprint`].
    pub fn is_id_signed(&self) -> bool {
        self.is_id_signed
    }

    /// Returns when it was sent; `None` where the scheme does not say.
    pub fn timestamp(&self) -> Option<SystemTime> {
        self.timestamp
    }

    /// Returns the signature that fits, in hexadecimal: the same for a request that is sent again as it was, whoever sends it.
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Returns what to know a duplicate by: the identifier where it is signed, and the fingerprint where not.
    pub fn key(&self) -> &str {
        self.id.as_deref().filter(|_| self.is_id_signed).unwrap_or(&self.fingerprint)
    }
}
