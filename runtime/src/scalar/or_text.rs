//! A value that is written as a string, or the string that was received instead.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::model::{Model, Slot, TextSlot, View};

/// A date or time, or the string that was received instead of one.
///
/// Servers send strings for a date-time that are not one, or that no library can hold: `0000-00-00 00:00:00` for a date that was never set, a
/// leap second, a fraction of ten digits, `soon`. Such a string is kept, and is sent unchanged. A value is never moved to the nearest one that
/// the library can hold. A client built with [`tolerant`](crate::ClientBuilder::tolerant) reports each string that it kept.
///
/// `into()` converts a value to an `OrText`, which compares with values. Strings are ordered after all values.
///
/// ```
/// # #[cfg(feature = "jiff")] {
/// use turnbuckle_runtime::OrText;
/// use turnbuckle_runtime::jiff::Timestamp;
///
/// let start: OrText<Timestamp> = Timestamp::UNIX_EPOCH.into();
/// assert_eq!(start, Timestamp::UNIX_EPOCH);
/// assert!(start < Timestamp::MAX);
/// assert_eq!(start.to_string(), "1970-01-01T00:00:00Z");
///
/// let never = OrText::<Timestamp>::parse("9999-12-31T23:59:59.999Z");
/// assert_eq!(never.value(), None);
/// assert_eq!(never.text(), Some("9999-12-31T23:59:59.999Z"));
/// assert!(never > start);
/// # }
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OrText<T> {
    /// A date or time.
    Value(T),
    /// A string that is not a date or time.
    Text(Box<str>),
}

impl<T> OrText<T> {
    /// Returns the date or time; `None` for any other string.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }

    /// Converts to the date or time; `None` for any other string.
    pub fn into_value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Text(_) => None,
        }
    }

    /// Returns the string that was received instead of a date or time; `None` for a date or time.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Value(_) => None,
            Self::Text(text) => Some(text),
        }
    }
}

impl<T: Model + TextSlot> OrText<T> {
    /// Parses a string as one in a response: keeps it where it is not a date or time.
    pub fn parse(text: &str) -> Self {
        let mut value = T::blank();
        if value.put(text) { Self::Value(value) } else { Self::Text(text.into()) }
    }
}

impl<T> From<T> for OrText<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<T: Model + TextSlot> FromStr for OrText<T> {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::parse(text))
    }
}

impl<T: PartialEq> PartialEq<T> for OrText<T> {
    fn eq(&self, other: &T) -> bool {
        self.value() == Some(other)
    }
}

impl<T: PartialOrd> PartialOrd<T> for OrText<T> {
    fn partial_cmp(&self, other: &T) -> Option<std::cmp::Ordering> {
        match self {
            Self::Value(value) => value.partial_cmp(other),
            Self::Text(_) => Some(std::cmp::Ordering::Greater),
        }
    }
}

/// Shows the string that is sent.
impl<T: Model> fmt::Display for OrText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.pad(text),
            Self::Value(value) => match value.view() {
                View::Text(text) => text.fmt(f),
                View::Written(text) => f.pad(&text.text()),
                _ => Err(fmt::Error),
            },
        }
    }
}

/// Shows a value as its type does, and a string in quotation marks.
impl<T: fmt::Debug> fmt::Debug for OrText<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Text(text) => text.fmt(f),
        }
    }
}

impl<T: Model + TextSlot> TextSlot for OrText<T> {
    fn put(&mut self, text: &str) -> bool {
        *self = Self::parse(text);
        true
    }
    fn expected(&self) -> &'static str {
        T::blank().expected()
    }
    fn known(&self) -> bool {
        matches!(self, Self::Value(_))
    }
}

impl<T: Model + TextSlot> Model for OrText<T> {
    fn blank() -> Self {
        Self::Text("".into())
    }
    fn view(&self) -> View<'_> {
        match self {
            Self::Value(value) => value.view(),
            Self::Text(text) => View::Str(text),
        }
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Text(self)
    }
}

#[cfg(feature = "serde")]
impl<T: Model + TextSlot> ::serde::Serialize for OrText<T> {
    fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::model::serialize(Model::view(self), serializer)
    }
}

#[cfg(feature = "serde")]
impl<'de, T: Model + TextSlot> ::serde::Deserialize<'de> for OrText<T> {
    fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crate::model::deserialize(deserializer)
    }
}
