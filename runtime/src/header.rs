//! Headers of answers, typed: a name and the type that its value is read as.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::time::SystemTime;

use http::HeaderMap;

use crate::clock::parse_http_date;
use crate::decode::DecodeError;
use crate::json;
use crate::model::{Model, Slot, TextSlot, Value};
use crate::tree::{Element, fill_form};

/// A header of an answer, and the type of its value. Generated crates have one for each header that their document declares.
///
/// ```
/// use turnbuckle_runtime::Header;
///
/// const RATE_LEFT: Header<i64> = Header::new("x-rate-left");
///
/// let mut headers = turnbuckle_runtime::http::HeaderMap::new();
/// headers.insert("X-Rate-Left", "41".parse()?);
/// assert_eq!(RATE_LEFT.read(&headers)?, Some(41));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Header<T> {
    name: &'static str,
    form: Form,
    ty: PhantomData<fn() -> T>,
}

/// How a header's value is written.
#[derive(Clone, Copy)]
enum Form {
    Text,
    Json,
    Alternating,
    Pairs,
}

impl<T> Header<T> {
    /// Makes a header of a name, in lower case.
    pub const fn new(name: &'static str) -> Self {
        Self::of(name, Form::Text)
    }

    /// Makes a header of a name, in lower case, whose value is JSON.
    pub const fn json(name: &'static str) -> Self {
        Self::of(name, Form::Json)
    }

    /// Makes a header of a name, in lower case, whose value is an object written as `key,value,key,value`.
    pub const fn alternating(name: &'static str) -> Self {
        Self::of(name, Form::Alternating)
    }

    /// Makes a header of a name, in lower case, whose value is an object written as `key=value,key=value`.
    pub const fn pairs(name: &'static str) -> Self {
        Self::of(name, Form::Pairs)
    }

    const fn of(name: &'static str, form: Form) -> Self {
        Self { name, form, ty: PhantomData }
    }

    /// Returns the name.
    pub fn name(self) -> &'static str {
        self.name
    }
}

impl<T: Model> Header<T> {
    /// Reads the header's value; `None` where the header is not there. Lists are split at commas (RFC 9110, section 5.6.1), instants may have
    /// the form of HTTP dates (section 5.6.7).
    ///
    /// # Errors
    ///
    /// Returns an error where the value is not of the type.
    pub fn read(self, headers: &HeaderMap) -> Result<Option<T>, DecodeError> {
        let Some(text) = text(self.name, headers) else { return Ok(None) };
        let mut value = T::blank();
        let expected = value.slot().expected();
        let text = text.trim();
        let read = match self.form {
            Form::Text => fill(value.slot(), text).then_some(()).ok_or(None),
            Form::Json => json::fill(text.as_bytes(), value.slot()).map_err(Some),
            Form::Alternating => fill_object(value.slot(), alternating(text)).map_err(Some),
            Form::Pairs => fill_object(value.slot(), pairs(text)).map_err(Some),
        };
        read.map(|()| Some(value)).map_err(|error| {
            let wanted = error.as_ref().map_or(expected, |error| error.expected());
            let pointer = error.as_ref().map_or("", |error| error.pointer());
            DecodeError::new(pointer, format!("{wanted} in the header `{}`", self.name), "other text")
        })
    }
}

impl<T> Clone for Header<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Header<T> {}

impl<T> fmt::Debug for Header<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Header({})", self.name)
    }
}

/// Returns the text of a header's value: UTF-8, else ISO-8859-1, which RFC 9110, section 5.5, names as the encoding of old.
pub(crate) fn lossless(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().copied().map(char::from).collect()),
    }
}

/// Returns the value of a header; several of one name are one list (RFC 9110, section 5.3).
fn text(name: &str, headers: &HeaderMap) -> Option<String> {
    let values: Vec<_> = headers.get_all(name).iter().map(|value| lossless(value.as_bytes())).collect();
    if values.is_empty() { None } else { Some(values.join(", ")) }
}

/// Splits an object of style `simple` into its keys and values.
fn alternating(text: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = text.split(',').map(str::trim).collect();
    parts.chunks(2).filter_map(|pair| Some((*pair.first()?, *pair.get(1)?))).collect()
}

/// Splits an object of style `simple` that is exploded into its keys and values.
fn pairs(text: &str) -> Vec<(&str, &str)> {
    text.split(',').filter_map(|pair| pair.split_once('=')).map(|(key, value)| (key.trim(), value.trim())).collect()
}

fn fill_object(slot: Slot<'_>, entries: Vec<(&str, &str)>) -> Result<(), DecodeError> {
    let text = |(key, value): (&str, &str)| Element { local: key.to_owned(), text: value.to_owned(), ..Element::default() };
    fill_form(&Element { children: entries.into_iter().map(text).collect(), ..Element::default() }, slot)
}

/// Fills a slot from a header's text; returns false where it does not fit.
fn fill(slot: Slot<'_>, text: &str) -> bool {
    match slot {
        Slot::Str(target) => {
            *target = text.to_owned();
            true
        }
        Slot::Any(target) => {
            *target = Value::String(text.to_owned());
            true
        }
        Slot::Enum(target) => {
            target.put(text);
            true
        }
        Slot::Text(target) => {
            let is_read = |target: &mut dyn TextSlot, text: &str| target.put(text) && target.known();
            let http_date = || parse_http_date(text).map(rfc_3339);
            is_read(target, text) || http_date().is_some_and(|date| is_read(target, &date)) || target.put(text)
        }
        Slot::Number(target) => target.put(text),
        Slot::Bytes(target) => match crate::scalar::base64::decode(text) {
            Some(bytes) => {
                *target = bytes;
                true
            }
            None => false,
        },
        Slot::File(target) => match crate::scalar::base64::decode(text) {
            Some(bytes) => {
                target.set_content(bytes);
                true
            }
            None => false,
        },
        Slot::Opt(target) => fill(target.insert(), text),
        Slot::List(target) => {
            let mut items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            items.all(|item| fill(target.push(), item))
        }
        // A boolean, a number or a structure is written as in JSON.
        slot => json::fill(text.to_ascii_lowercase().as_bytes(), slot).is_ok(),
    }
}

/// Writes an instant as RFC 3339 does, in whole seconds.
fn rfc_3339(instant: SystemTime) -> String {
    let seconds = instant.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    let (year, month, day) = civil(seconds / 86_400);
    let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}

/// Returns the date of a day counted from 1970-01-01, in the proleptic Gregorian calendar. The year is taken to begin in March, so that the
/// leap day is its last.
fn civil(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let era = days / 146_097;
    let day_of_era = days % 146_097;
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (era * 400 + year_of_era + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[track_caller]
    fn check<T: Model + PartialEq + fmt::Debug>(values: &[&str], expect: Option<T>) {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append("x-value", value.parse().expect("it can be a header's value"));
        }
        assert_eq!(Header::<T>::new("x-value").read(&headers).ok().flatten(), expect, "{values:?}");
    }

    #[test]
    fn values_are_read_as_their_types() {
        check(&["41"], Some(41i64));
        check(&["4.5"], Some(4.5f64));
        check(&["True"], Some(true));
        check(&["a b"], Some("a b".to_owned()));
        check(&["a, b", "c"], Some(vec!["a".to_owned(), "b".to_owned(), "c".to_owned()]));
        check(&["1,2"], Some(vec![1i64, 2]));
        check(&["dGVzdA=="], Some(crate::Base64(b"test".to_vec())));
        let mut headers = HeaderMap::new();
        headers.insert("x-value", http::HeaderValue::from_bytes(b"caf\xe9").expect("it can be a header's value"));
        assert_eq!(Header::<String>::new("x-value").read(&headers).ok().flatten().as_deref(), Some("café"));
    }

    #[test]
    fn objects_are_json_or_of_style_simple() {
        let expected: BTreeMap<String, String> = [("a", "1"), ("B", "x y")].map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        for (header, text) in [
            (Header::json("x-value"), r#"{"a": "1", "B": "x y"}"#),
            (Header::alternating("x-value"), "a,1,B, x y"),
            (Header::pairs("x-value"), "a=1, B=x y"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert("x-value", text.parse().expect("it can be a header's value"));
            assert_eq!(header.read(&headers).ok().flatten().as_ref(), Some(&expected), "{text}");
        }
        let mut headers = HeaderMap::new();
        headers.insert("x-value", r#"{"a": 1}"#.parse().expect("it can be a header's value"));
        let error = Header::<BTreeMap<String, String>>::json("x-value").read(&headers).expect_err("it does not fit");
        assert_eq!(error.to_string(), "expected a string in the header `x-value`, found other text at `/a`");
    }

    #[test]
    fn what_does_not_fit_or_is_not_there_is_no_value() {
        check::<i64>(&["soon"], None);
        check::<i64>(&[], None);
    }

    #[cfg(feature = "jiff")]
    #[test]
    fn instants_have_either_form() {
        let instant: jiff::Timestamp = "2022-08-26T14:38:00Z".parse().expect("it is an instant");
        check(&["2022-08-26T14:38:00Z"], Some(instant));
        check(&["Fri, 26 Aug 2022 14:38:00 GMT"], Some(instant));
    }

    #[test]
    fn days_are_dates() {
        for (days, date) in
            [(0, (1970, 1, 1)), (11_016, (2000, 2, 29)), (11_017, (2000, 3, 1)), (19_782, (2024, 2, 29)), (20_454, (2026, 1, 1))]
        {
            assert_eq!(civil(days), date);
        }
    }
}
