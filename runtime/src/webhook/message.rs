//! Puts together what is signed.

use std::borrow::Cow;

use http::Uri;
use serde_json::Value;

use super::error::VerifyError;
use super::received::Received;
use super::scheme::{Part, Place, Scheme, TimestampPlace};
use super::{form, read, tree};

/// The most items of a list that are looked at.
const MAX_ITEMS: usize = 100;

/// What one signature is over: the whole request, or an item of a list in its body.
#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) received: &'a Received<'a>,
    /// The body or the item, where the scheme looks into it.
    pub(super) root: Option<&'a Value>,
}

impl Scheme {
    /// Returns whether the signature cannot be checked without reading the body as JSON.
    pub(super) fn looks_inside(&self) -> bool {
        let is_json = |place: Place| matches!(place, Place::Json(_));
        let timestamp = self.timestamp.is_some_and(|timestamp| match timestamp.place {
            TimestampPlace::Item(_) => false,
            TimestampPlace::Elsewhere(place) => is_json(place),
        });
        timestamp || is_json(self.place) || self.each.is_some() || self.signed.iter().any(|part| matches!(part, Part::Json(_)))
    }

    /// Returns the items that are signed, or the body.
    pub(super) fn roots<'t>(&self, tree: &'t Value) -> Result<Vec<&'t Value>, VerifyError> {
        let Some(pointer) = self.each else { return Ok(vec![tree]) };
        let place = || format!("the list at `{pointer}`");
        match tree.pointer(pointer) {
            // Nothing signed is not the same as everything signed.
            None => Err(VerifyError::missing(place())),
            Some(Value::Array(items)) if items.is_empty() => Err(VerifyError::missing(place())),
            Some(Value::Array(items)) if items.len() <= MAX_ITEMS => Ok(items.iter().collect()),
            Some(_) => Err(VerifyError::malformed(place())),
        }
    }
}

impl<'a> Subject<'a> {
    /// Returns the value at a place, which must be there.
    pub(super) fn value(&self, place: Place) -> Result<Cow<'a, str>, VerifyError> {
        match place {
            Place::Header(name) => read::header(self.received.headers, name).map(Cow::Borrowed),
            Place::Json(pointer) => {
                let text = self.scalar(pointer)?;
                if text.is_empty() { Err(VerifyError::missing(format!("`{pointer}` of the body"))) } else { Ok(Cow::Owned(text)) }
            }
        }
    }

    /// Returns what is signed. `timestamp` is the time of sending, as it is written.
    pub(super) fn pieces(&self, scheme: &Scheme, public: Option<&Uri>, timestamp: &'a str) -> Result<Vec<Cow<'a, [u8]>>, VerifyError> {
        scheme.signed.iter().map(|part| self.piece(*part, public, timestamp)).collect()
    }

    fn piece(&self, part: Part, public: Option<&Uri>, timestamp: &'a str) -> Result<Cow<'a, [u8]>, VerifyError> {
        let received = self.received;
        Ok(match part {
            Part::Text(text) => Cow::Borrowed(text.as_bytes()),
            Part::Timestamp => Cow::Borrowed(timestamp.as_bytes()),
            Part::Header(name) => Cow::Borrowed(read::header(received.headers, name)?.as_bytes()),
            Part::Method => Cow::Borrowed(received.method.as_str().as_bytes()),
            Part::Url => Cow::Owned(form::url(received, public)?.into_bytes()),
            Part::DecodedUrl(characters) => Cow::Owned(form::decode_only(&form::url(received, public)?, characters).into_bytes()),
            Part::Body => Cow::Borrowed(received.body),
            Part::Form { digest } => Cow::Owned(form::parameters(received, digest)?),
            Part::Json(pointer) => Cow::Owned(self.scalar(pointer)?.into_bytes()),
        })
    }

    fn scalar(&self, pointer: &str) -> Result<String, VerifyError> {
        let malformed = || VerifyError::malformed(format!("`{pointer}` of the body"));
        tree::scalar(self.root.ok_or_else(malformed)?, pointer).ok_or_else(malformed)
    }
}
