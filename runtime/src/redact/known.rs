//! Secrets that are known by their value, found in whatever form they are written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use http::HeaderName;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};

use super::reading::Reading;
use crate::Secret;
use crate::decode::Deviation;
use crate::scalar::base64;
use crate::url::decode_component;

/// A secret of fewer bytes is not searched for in what a server says: it would be found in text that has nothing to do with it.
pub(crate) const MIN_LENGTH: usize = 6;
/// Where a text was cut, the beginning of a secret is hidden if it has at least this many bytes. Fewer reveal nothing, and many texts end so.
const TELLING: usize = 4;
/// Longer than any escape of one character, such as `\u{10ffff}`.
const LONGEST_ESCAPE: usize = 11;
/// What replaces a secret in text for people.
const MARK: &str = "[redacted]";
/// What replaces a secret in a recording.
pub(crate) const RECORDED_MARK: &str = "REDACTED";
/// What a text that was cut ends in. The beginning of a secret is searched for only before this mark.
pub(crate) const CUT: &str = "\u{2026}";

/// Secrets that are known by their value. They are found as they are, percent-encoded as in a URL or a form, escaped as in JSON, HTML or a
/// JSON pointer, in base64, and in these forms within each other. In base64 they are found from 6 bytes on, alone or behind other text,
/// such as a user's name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    secrets: Vec<Secret>,
    /// What is looked for, by its first byte.
    forms: BTreeMap<u8, Vec<Secret>>,
}

impl Known {
    /// Adds a secret, however short it is.
    pub(crate) fn insert(&mut self, secret: &str) {
        if secret.is_empty() || self.is(secret) {
            return;
        }
        self.secrets.push(Secret::from(secret));
        self.look_for(Secret::from(secret));
        if secret.len() >= MIN_LENGTH {
            in_base64(secret).into_iter().for_each(|form| self.look_for(form));
        }
    }

    /// Adds a secret, if it is long enough ([`MIN_LENGTH`]) to be told from other text.
    pub(crate) fn learn(&mut self, secret: &str) {
        // A recording that is replayed has such marks where it had secrets.
        if secret.len() >= MIN_LENGTH && secret != MARK && secret != RECORDED_MARK {
            self.insert(secret);
        }
    }

    /// Adds what is secret in the value of a header such as `Authorization`.
    pub(crate) fn learn_credential(&mut self, header: &str) {
        let (token, password) = credential(header);
        self.learn(&token);
        self.learn(password.as_deref().unwrap_or_default());
    }

    /// Adds what is secret in a header. Only `Authorization` and its kin have a scheme's name before the secret: in any other header, such as
    /// that of an API key, a blank may be part of it.
    pub(crate) fn learn_header(&mut self, name: &HeaderName, value: &str) {
        if *name == COOKIE {
            return self.learn_cookies(value);
        }
        if !has_scheme(name) {
            self.learn(value.trim());
        }
        self.learn_credential(value);
    }

    /// Adds the values of a `Cookie` header, as they are written and as they are read: characters that no cookie may hold are
    /// percent-encoded.
    pub(crate) fn learn_cookies(&mut self, cookies: &str) {
        for (_, value) in cookies.split(';').filter_map(|pair| pair.split_once('=')) {
            self.learn(value.trim());
            self.learn(&decode_component(&value.trim().replace('+', "%2B")));
        }
    }

    fn look_for(&mut self, form: Secret) {
        let Some(&first) = form.expose().as_bytes().first() else { return };
        let forms = self.forms.entry(first).or_default();
        if !forms.contains(&form) {
            forms.push(form);
        }
    }

    /// Returns whether a value is one of the secrets.
    pub(crate) fn is(&self, value: &str) -> bool {
        self.secrets.iter().any(|secret| secret.expose() == value)
    }

    /// Returns where secrets stand, in their order; those that overlap are one place.
    pub(crate) fn places(&self, text: &[u8]) -> Vec<Range<usize>> {
        self.places_of(text, &[])
    }

    /// Returns the places, and those of the beginnings of secrets before each of the ends at which the text was cut.
    fn places_of(&self, text: &[u8], ends: &[usize]) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        if !self.forms.is_empty() {
            Reading::each(text, &mut |reading| {
                self.find(reading, &mut found);
                found.extend(ends.iter().filter_map(|end| self.beginning(reading, *end)));
            });
        }
        found.sort_by_key(|place| place.start);
        let mut places: Vec<Range<usize>> = Vec::with_capacity(found.len());
        for place in found {
            match places.last_mut() {
                Some(last) if place.start < last.end => last.end = last.end.max(place.end),
                _ => places.push(place),
            }
        }
        places
    }

    fn find(&self, reading: &Reading<'_>, found: &mut Vec<Range<usize>>) {
        for (at, first) in reading.bytes.iter().enumerate() {
            let Some(forms) = self.forms.get(first) else { continue };
            let rest = reading.bytes.get(at..).unwrap_or_default();
            let fitting = forms.iter().map(|form| form.expose().as_bytes()).filter(|form| rest.starts_with(form));
            found.extend(fitting.map(|form| reading.place(at..at + form.len())));
        }
    }

    /// Returns the place of the longest beginning of a secret that ends at a place of the text, or before an escape that is cut there.
    fn beginning(&self, reading: &Reading<'_>, end: usize) -> Option<Range<usize>> {
        let read = reading.before(end);
        let escape = read.iter().rposition(|byte| b"%\\&~".contains(byte)).filter(|at| read.len() - at < LONGEST_ESCAPE);
        [Some(read.len()), escape].into_iter().flatten().find_map(|end_of_text| {
            let text = &read[..end_of_text];
            let length = |form: &Secret| {
                let form = form.expose().as_bytes();
                (TELLING..form.len()).rev().find(|length| text.ends_with(&form[..*length]))
            };
            let longest = self.forms.values().flatten().filter_map(length).max()?;
            Some(reading.place(text.len() - longest..text.len()).start..end)
        })
    }

    /// Returns bytes with a mark in place of each secret.
    #[cfg(feature = "cassette")]
    pub(crate) fn marked(&self, bytes: &[u8], mark: &str) -> Vec<u8> {
        replaced(bytes, self.places(bytes), mark)
    }

    /// Returns the bytes of a text that may break off within a secret, with a mark in place of each secret and of such a beginning.
    #[cfg(feature = "cassette")]
    pub(crate) fn marked_to_the_end(&self, bytes: &[u8], mark: &str) -> Vec<u8> {
        replaced(bytes, self.places_of(bytes, &[bytes.len()]), mark)
    }

    /// Returns a text for people without secrets, nor the beginning of one where the text was cut (`…`).
    pub(crate) fn shown<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let ends: Vec<usize> = text.match_indices(CUT).map(|(at, _)| at).collect();
        let places = self.places_of(text.as_bytes(), &ends);
        if places.is_empty() {
            return Cow::Borrowed(text);
        }
        Cow::Owned(String::from_utf8_lossy(&replaced(text.as_bytes(), places, MARK)).into_owned())
    }

    /// Takes secrets out of what is said of a difference between a response and its type.
    pub(crate) fn hide_in(&self, deviation: &mut Deviation) {
        for text in [&mut deviation.pointer, &mut deviation.found, &mut deviation.schema] {
            if let Cow::Owned(shown) = self.shown(text) {
                *text = shown;
            }
        }
    }
}

fn replaced(bytes: &[u8], places: Vec<Range<usize>>, mark: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for place in places {
        out.extend_from_slice(&bytes[from..place.start]);
        out.extend_from_slice(mark.as_bytes());
        from = place.end;
    }
    out.extend_from_slice(&bytes[from..]);
    out
}

/// Returns whether the values of a header begin with the name of an authentication scheme (RFC 9110, section 11.6).
pub(crate) fn has_scheme(name: &HeaderName) -> bool {
    *name == AUTHORIZATION || *name == PROXY_AUTHORIZATION
}

/// Returns what is secret in a header such as `Authorization`: the token with or without a scheme before it, and of Basic (RFC 7617) the
/// password.
pub(crate) fn credential(header: &str) -> (String, Option<String>) {
    let (scheme, token) = header.split_once(' ').unwrap_or(("", header));
    let pair = || String::from_utf8(base64::decode(token.trim())?).ok();
    let password = scheme.eq_ignore_ascii_case("basic").then(pair).flatten().map(|pair| match pair.split_once(':') {
        Some((_, password)) if !password.is_empty() => password.to_owned(),
        // Some services take a key as the user, without a password.
        Some((user, _)) => user.to_owned(),
        None => pair,
    });
    (token.trim().to_owned(), password)
}

/// Returns a secret in base64, in either alphabet, alone and, at each of the three places that a byte has in a group, behind other text:
/// without the digits that it shares with its neighbours.
fn in_base64(secret: &str) -> Vec<Secret> {
    let mut forms = vec![Secret::from(base64::encode(secret.as_bytes()))];
    for before in 0..3 {
        let bytes = [&vec![0; before], secret.as_bytes()].concat();
        let own = (before * 8).div_ceil(6)..bytes.len() * 8 / 6;
        for encoded in [base64::encode(&bytes), base64::encode_url_safe(&bytes)] {
            forms.push(Secret::from(&encoded[own.clone()]));
        }
    }
    forms
}
