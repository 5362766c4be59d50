//! Decimal numbers of any size, compared without rounding: 0.3 is a multiple of 0.1.

use std::cmp::Ordering;

/// A number: `digits` x 10^`exponent`, without zeros at either end of the digits. Zero has none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Number {
    negative: bool,
    digits: Vec<u8>,
    exponent: i64,
}

impl Number {
    /// Reads a number as JSON writes it (RFC 8259, section 6); `None` where the text is none.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (negative, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (rest, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits: Vec<u8> = Vec::with_capacity(mantissa.len());
        for byte in whole.bytes().chain(fraction.bytes()) {
            digits.push(byte.is_ascii_digit().then(|| byte - b'0')?);
        }
        if digits.is_empty() {
            return None;
        }
        Some(Self { negative, digits, exponent: exponent.saturating_sub(fraction.len() as i64) }.normal())
    }

    fn normal(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
            self.exponent = self.exponent.saturating_add(1);
        }
        let zeros = self.digits.iter().take_while(|digit| **digit == 0).count();
        self.digits.drain(..zeros);
        if self.digits.is_empty() {
            return Self { negative: false, digits: Vec::new(), exponent: 0 };
        }
        self
    }

    pub(super) fn compare(&self, other: &Self) -> Ordering {
        match (self.negative, other.negative) {
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
            (false, false) => self.compare_size(other),
            (true, true) => other.compare_size(self),
        }
    }

    fn compare_size(&self, other: &Self) -> Ordering {
        match (self.digits.is_empty(), other.digits.is_empty()) {
            (true, true) => return Ordering::Equal,
            (true, false) => return Ordering::Less,
            (false, true) => return Ordering::Greater,
            (false, false) => {}
        }
        let top = |number: &Self| number.exponent.saturating_add(number.digits.len() as i64);
        // With the same power of the first digit, the digits compare like words: there are no zeros at their end.
        top(self).cmp(&top(other)).then_with(|| self.digits.cmp(&other.digits))
    }

    /// Returns whether the number is a whole multiple of another; of zero, nothing else is.
    pub(super) fn is_multiple_of(&self, step: &Self) -> bool {
        if self.digits.is_empty() {
            return true;
        }
        // Finer digits than the step's: the last one is not zero, so it is left over.
        let Some(power) = self.exponent.checked_sub(step.exponent).and_then(|power| u64::try_from(power).ok()) else { return false };
        let modulus = step.digits.iter().try_fold(0_u64, |sum, digit| sum.checked_mul(10)?.checked_add(u64::from(*digit)));
        let Some(modulus) = modulus.filter(|modulus| *modulus > 0) else { return self == step };
        let modulus = u128::from(modulus);
        let rest = self.digits.iter().fold(0_u128, |rest, digit| (rest * 10 + u128::from(*digit)) % modulus);
        (rest * ten_to(power, modulus)).is_multiple_of(modulus)
    }

    /// Returns the number in the one form that equal numbers share.
    pub(super) fn canonical(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let digits: String = self.digits.iter().map(|digit| char::from(b'0' + digit)).collect();
        format!("{sign}{digits}e{}", self.exponent)
    }
}

/// A power beyond 64 bits is as good as infinite.
fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let limit = i64::MAX / 4;
    let size = digits.parse::<i64>().map_or(limit, |size| size.min(limit));
    Some(if text.starts_with('-') { -size } else { size })
}

fn ten_to(mut power: u64, modulus: u128) -> u128 {
    let (mut result, mut base) = (1 % modulus, 10 % modulus);
    while power > 0 {
        if power & 1 == 1 {
            result = result * base % modulus;
        }
        base = base * base % modulus;
        power >>= 1;
    }
    result
}
