//! Reads scalars that are not written the way their type is.

use super::read::{Reader, number_length};
use crate::model::Slot;

/// Reads a number as an integer: `3`, `3.0`, `3e2`. Returns `None` for one with a fraction or too many digits.
pub(crate) fn integer(text: &str) -> Option<i128> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let negative = whole.starts_with('-');
    let mut digits = String::with_capacity(40);
    digits.push_str(whole.trim_start_matches('-'));
    digits.push_str(fraction);
    let scale = exponent.checked_sub(i32::try_from(fraction.len()).ok()?)?;
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    let value: i128 = if scale >= 0 {
        // 10^38 is the largest power in 128 bits.
        let power = 10i128.checked_pow(u32::try_from(scale).ok()?)?;
        digits.parse::<i128>().ok()?.checked_mul(power)?
    } else {
        let cut = digits.len().checked_sub(usize::try_from(scale.unsigned_abs()).ok()?)?;
        if digits[cut..].bytes().any(|digit| digit != b'0') {
            return None;
        }
        if cut == 0 { 0 } else { digits[..cut].parse().ok()? }
    };
    Some(if negative { -value } else { value })
}

/// Reads a scalar of the wrong type where what is meant is plain; leaves the slot blank elsewhere.
pub(super) fn convert(json: &str, slot: Slot<'_>) {
    let unquoted = match json.starts_with('"') {
        true => Reader::new(json).string().ok(),
        false => None,
    };
    let text = unquoted.as_deref().unwrap_or(json).trim();
    let is_number = number_length(text.as_bytes()) == Some(text.len());
    match slot {
        Slot::Str(target) if is_scalar(json) => *target = text.to_owned(),
        Slot::Enum(target) if is_scalar(json) => target.put(text),
        Slot::Text(target) if is_scalar(json) => drop(target.put(text)),
        Slot::Int(target) if is_number => drop(integer(text).is_some_and(|value| target.put(value))),
        Slot::F64(target) if is_number => *target = text.parse().ok().filter(|it: &f64| it.is_finite()).unwrap_or(*target),
        Slot::F32(target) if is_number => *target = text.parse().ok().filter(|it: &f32| it.is_finite()).unwrap_or(*target),
        Slot::Bool(target) if matches!(text, "true" | "1" | "True" | "TRUE") => *target = true,
        _ => {}
    }
}

fn is_scalar(json: &str) -> bool {
    !json.starts_with(['{', '[', 'n'])
}
