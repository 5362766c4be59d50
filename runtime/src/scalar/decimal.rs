//! Decimal numbers as they are written.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use crate::json::number_length;
use crate::model::{Model, Slot, TextSlot, View};

/// A number of any size and precision, kept as it is written: money, integers beyond 64 bits. Sent as a JSON number; a string
/// that holds a number is read too.
///
/// It is text that is known to be a number, so `1e400` costs five bytes; arithmetic is for a decimal crate of your choice, by
/// [`as_str`](Self::as_str). Two that differ in form alone are equal: `1.50` and `15e-1`.
///
/// ```
/// use turnbuckle_runtime::scalar::Decimal;
///
/// let price: Decimal = "1.50".parse()?;
/// assert_eq!(price.to_string(), "1.50");
/// assert_eq!(price, "1.5".parse()?);
/// # Ok::<(), turnbuckle_runtime::scalar::InvalidDecimal>(())
/// ```
#[derive(Clone)]
pub struct Decimal(Box<str>);

/// A [`Decimal`] that is sent as a JSON string, as careful vendors send money: `"12.50"`. A JSON number is read too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DecimalString(pub Decimal);

/// The error of text that is no number.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InvalidDecimal;

impl fmt::Display for InvalidDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a decimal number such as `-12.50`")
    }
}

impl std::error::Error for InvalidDecimal {}

impl Decimal {
    /// Returns the number as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the nearest float; infinite where the number is beyond all floats.
    pub fn to_f64(&self) -> f64 {
        self.0.parse().unwrap_or(f64::NAN)
    }

    /// Returns whether two number texts have one value.
    pub(crate) fn same(a: &str, b: &str) -> bool {
        Parts::of(a) == Parts::of(b)
    }
}

/// A number as sign, digits without zeros at either end, and the power of ten that the digits, with the point before them, are multiplied by.
#[derive(PartialEq, Eq, Hash)]
struct Parts {
    negative: bool,
    digits: String,
    power: i128,
}

impl Parts {
    fn of(text: &str) -> Self {
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let unsigned = mantissa.trim_start_matches('-');
        let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let written = format!("{whole}{fraction}");
        let leading = written.len() - written.trim_start_matches('0').len();
        let digits = written.trim_matches('0').to_owned();
        if digits.is_empty() {
            return Self { negative: false, digits, power: 0 };
        }
        // An exponent beyond 128 bits cannot be told from the largest one.
        let limit = if exponent.starts_with('-') { i128::MIN / 2 } else { i128::MAX / 2 };
        let exponent: i128 = exponent.parse().unwrap_or(limit).clamp(i128::MIN / 2, i128::MAX / 2);
        let power = exponent + whole.len() as i128 - leading as i128;
        Self { negative: mantissa.starts_with('-'), digits, power }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let sign = |it: &Self| match (it.digits.is_empty(), it.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let size = (self.power, &self.digits).cmp(&(other.power, &other.digits));
        sign(self).cmp(&sign(other)).then(if self.negative { size.reverse() } else { size })
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || Self::same(&self.0, &other.0)
    }
}

impl Eq for Decimal {}

impl Hash for Decimal {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Parts::of(&self.0).hash(state);
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        Parts::of(&self.0).compare(&Parts::of(&other.0))
    }
}

impl Default for Decimal {
    fn default() -> Self {
        Self("0".into())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Decimal {
    type Err = InvalidDecimal;
    /// Reads a number by JSON's grammar (RFC 8259, section 6); a leading plus sign is taken too.
    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        let number = text.strip_prefix('+').filter(|rest| !rest.starts_with('-')).unwrap_or(text);
        if number_length(number.as_bytes()) == Some(number.len()) { Ok(Self(number.into())) } else { Err(InvalidDecimal) }
    }
}

macro_rules! from_integers {
    ($($ty:ty)*) => {$(
        impl From<$ty> for Decimal {
            fn from(value: $ty) -> Self {
                Self(value.to_string().into())
            }
        }

        impl From<$ty> for DecimalString {
            fn from(value: $ty) -> Self {
                Self(value.into())
            }
        }
    )*};
}

from_integers!(i8 i16 i32 i64 i128 u8 u16 u32 u64 u128);

impl TextSlot for Decimal {
    fn put(&mut self, text: &str) -> bool {
        match text.trim().parse() {
            Ok(value) => {
                *self = value;
                true
            }
            Err(_) => false,
        }
    }
    fn expected(&self) -> &'static str {
        "a decimal number"
    }
}

impl Model for Decimal {
    fn blank() -> Self {
        Self::default()
    }
    fn view(&self) -> View<'_> {
        View::Number(&self.0)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Number(self)
    }
}

crate::serde_by_model!(Decimal);

impl FromStr for DecimalString {
    type Err = InvalidDecimal;
    fn from_str(text: &str) -> Result<Self, InvalidDecimal> {
        text.parse().map(Self)
    }
}

impl fmt::Display for DecimalString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl From<Decimal> for DecimalString {
    fn from(value: Decimal) -> Self {
        Self(value)
    }
}

impl std::ops::Deref for DecimalString {
    type Target = Decimal;
    fn deref(&self) -> &Decimal {
        &self.0
    }
}

impl Model for DecimalString {
    fn blank() -> Self {
        Self::default()
    }
    fn view(&self) -> View<'_> {
        View::Str(self.0.as_str())
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Number(&mut self.0)
    }
}

crate::serde_by_model!(DecimalString);
