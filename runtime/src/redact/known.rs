//! Secrets that are known by their value, found in whatever form they are written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::Secret;
use crate::scalar::base64;

/// A shorter value is not looked for by chance: it would be found in what has nothing to do with it.
const MIN_LEARNT: usize = 6;

/// Secrets that are known by their value. They are found as they are, percent-encoded as in a URL or a form, escaped as in JSON, one in the
/// other, and, from 6 bytes on, in base64, alone or with a user's name before them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    secrets: Vec<Secret>,
    /// What is looked for, by its first byte.
    forms: BTreeMap<u8, Vec<Secret>>,
}

impl Known {
    pub(crate) fn of<'a>(secrets: impl IntoIterator<Item = &'a Secret>) -> Self {
        let mut known = Self::default();
        secrets.into_iter().for_each(|secret| known.insert(secret.expose()));
        known
    }

    /// Adds a secret, however short it is.
    pub(crate) fn insert(&mut self, secret: &str) {
        if secret.is_empty() || self.is(secret) {
            return;
        }
        self.secrets.push(Secret::from(secret));
        self.look_for(Secret::from(secret));
        if secret.len() >= MIN_LEARNT {
            in_base64(secret).into_iter().for_each(|form| self.look_for(form));
        }
    }

    /// Adds a secret that was met, if it is long enough to be told from other text.
    pub(crate) fn learn(&mut self, secret: &str) {
        if secret.len() >= MIN_LEARNT {
            self.insert(secret);
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
        let mut found = Vec::new();
        if !self.forms.is_empty() {
            let plain = Reading { bytes: Cow::Borrowed(text), from: None };
            self.find(&plain, &mut found);
            for once in plain.further() {
                self.find(&once, &mut found);
                once.further().iter().for_each(|twice| self.find(twice, &mut found));
            }
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
            found.extend(fitting.map(|form| reading.place(at)..reading.place(at + form.len())));
        }
    }

    /// Returns bytes with a mark in place of each secret.
    #[cfg(feature = "cassette")]
    pub(crate) fn marked(&self, bytes: &[u8], mark: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(bytes.len());
        let mut from = 0;
        for place in self.places(bytes) {
            out.extend_from_slice(&bytes[from..place.start]);
            out.extend_from_slice(mark.as_bytes());
            from = place.end;
        }
        out.extend_from_slice(&bytes[from..]);
        out
    }

    #[cfg(feature = "cassette")]
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        self.secrets.iter().map(Secret::expose)
    }
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

/// A text as it is read.
struct Reading<'a> {
    bytes: Cow<'a, [u8]>,
    /// Where each of the bytes stands as it is written, and the end; `None` where all are as they are written.
    from: Option<Vec<usize>>,
}

/// Reads what an escape stands for, and tells how long it is.
type Step = fn(&[u8]) -> Option<(Vec<u8>, usize)>;

impl Reading<'_> {
    fn place(&self, at: usize) -> usize {
        self.from.as_ref().map_or(at, |from| from[at])
    }

    /// Returns what the text says as a part of a URL, as a form and as JSON, where that is something else.
    fn further(&self) -> Vec<Self> {
        let readings: [(bool, Step); 3] = [
            (self.bytes.contains(&b'%'), escaped_in_url),
            (self.bytes.contains(&b'+'), escaped_in_form),
            (self.bytes.contains(&b'\\'), escaped_in_json),
        ];
        readings.into_iter().filter(|(differs, _)| *differs).map(|(_, step)| self.unescaped(step)).collect()
    }

    fn unescaped(&self, step: Step) -> Self {
        let mut bytes = Vec::with_capacity(self.bytes.len());
        let mut from = Vec::with_capacity(self.bytes.len() + 1);
        let mut at = 0;
        while let Some(&byte) = self.bytes.get(at) {
            let place = self.place(at);
            match step(&self.bytes[at..]) {
                Some((read, length)) => {
                    from.extend(read.iter().map(|_| place));
                    bytes.extend(read);
                    at += length;
                }
                None => {
                    from.push(place);
                    bytes.push(byte);
                    at += 1;
                }
            }
        }
        from.push(self.place(at));
        Self { bytes: Cow::Owned(bytes), from: Some(from) }
    }
}

fn escaped_in_url(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let hex = text.strip_prefix(b"%")?.get(..2)?;
    Some((vec![u8::try_from(number(hex)?).ok()?], 3))
}

/// A form has a blank as `+` (WHATWG URL, section 5.1).
fn escaped_in_form(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    if text.starts_with(b"+") { Some((vec![b' '], 1)) } else { escaped_in_url(text) }
}

/// RFC 8259, section 7.
fn escaped_in_json(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let escape = text.strip_prefix(b"\\")?;
    let byte = match escape.first()? {
        plain @ (b'"' | b'\\' | b'/') => *plain,
        b'b' => 8,
        b't' => b'\t',
        b'n' => b'\n',
        b'f' => 12,
        b'r' => b'\r',
        b'u' => {
            let unit = |at: usize| u16::try_from(number(text.get(at + 2..at + 6)?).filter(|_| text[at..].starts_with(b"\\u"))?).ok();
            let units = [unit(0)?, unit(6).unwrap_or_default()];
            let char = char::decode_utf16(units).next()?.ok()?;
            return Some((char.to_string().into_bytes(), 6 * char.len_utf16()));
        }
        _ => return None,
    };
    Some((vec![byte], 2))
}

fn number(hex: &[u8]) -> Option<u32> {
    let is_hex = hex.iter().all(u8::is_ascii_hexdigit);
    u32::from_str_radix(std::str::from_utf8(hex).ok().filter(|_| is_hex)?, 16).ok()
}
