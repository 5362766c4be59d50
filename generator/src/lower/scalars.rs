//! Scalars: what a type and a format say together.

use openapiv3::Schema;

use crate::diagnostic::Diagnostic;
use crate::ir::{Bound, DecimalWire, FloatWidth, IntWidth, Type};
use crate::source::Pointer;

use super::Cx;
use super::leaves::Bounds;

impl Cx<'_> {
    /// Reports a format of an integer that is not known.
    pub(super) fn check_integer_format(&mut self, format: Option<&str>, pointer: &Pointer) {
        if let Some(format) = format.filter(|format| width(Some(format)).is_err()) {
            let message = format!("format `{format}` is not known, treating it as a 64-bit `integer`");
            let help = "known integer formats are `int8`, `int16`, `int32`, `int64`, `uint16`, `uint32` and `uint64`";
            self.report_once(Diagnostic::note("unknown-format", message).help(help), pointer);
        }
    }
}

/// Returns the width that a format of integers names; `None` for one without a limit.
fn width(format: Option<&str>) -> Result<Option<IntWidth>, ()> {
    Ok(Some(match format {
        Some("int8") => IntWidth::I8,
        Some("int16") => IntWidth::I16,
        Some("int32") => IntWidth::I32,
        Some("uint8" | "uint16") => IntWidth::U16,
        Some("uint32") => IntWidth::U32,
        Some("uint64") => IntWidth::U64,
        Some("int64" | "integer" | "int" | "long") | None => IntWidth::I64,
        Some("unix-time" | "timestamp" | "unixtime" | "epoch" | "unix-timestamp" | "unix-epoch") => IntWidth::I64,
        Some("int128" | "uint128" | "bigint" | "biginteger") => return Ok(None),
        Some(_) => return Err(()),
    }))
}

/// Returns the type of an integer.
pub(super) fn integer(format: Option<&str>, bounds: &Bounds) -> Type {
    let Some(width) = width(format).unwrap_or(Some(IntWidth::I64)) else { return Type::Decimal(DecimalWire::Number) };
    match widened(width, bounds) {
        Type::Int(IntWidth::I64) if bounds.is_shown_beyond => Type::Decimal(DecimalWire::Number),
        ty => ty,
    }
}

pub(super) fn string(format: Option<&str>) -> Type {
    match format {
        Some("date-time" | "datetime") => Type::DateTime,
        Some("date") => Type::Date,
        Some("byte" | "base64") => Type::Base64,
        Some("binary") => Type::Binary,
        // Vendors leave out the seconds or the offset, and no library keeps a time as it is written.
        Some("time") => Type::Time,
        Some("decimal" | "decimal128" | "money") => Type::Decimal(DecimalWire::String),
        Some(_) | None => Type::String,
    }
}

/// Returns the type that a format speaks of where no type is named.
pub(super) fn untyped(format: Option<&str>) -> Type {
    match format {
        Some("int32") => Type::Int(IntWidth::I32),
        Some("int64") => Type::Int(IntWidth::I64),
        Some("float" | "double") => number(format),
        format => string(format),
    }
}

/// Returns the type of an integer. A declared bound that does not fit the declared width is believed over the width.
fn widened(width: IntWidth, bounds: &Bounds) -> Type {
    let value = |bound: &Bound| bound.value.as_f64().unwrap_or_default();
    let is_negative = bounds.minimum.as_ref().is_none_or(|bound| value(bound) < 0.0);
    match (&bounds.huge_minimum, &bounds.huge_maximum) {
        (Some(_), _) => return Type::Decimal(DecimalWire::Number),
        (None, Some(most)) if most.is_u64() && !(is_negative && bounds.minimum.is_some()) => return Type::Int(IntWidth::U64),
        (None, Some(_)) => return Type::Decimal(DecimalWire::Number),
        (None, None) => {}
    }
    // There is no wider type for more bits.
    if matches!(width, IntWidth::I64 | IntWidth::U64) {
        return Type::Int(width);
    }
    // At most 32 bits: a floating-point number holds them all.
    let (least, most) = (*width.range().start() as f64, *width.range().end() as f64);
    let fits = bounds.minimum.as_ref().is_none_or(|bound| value(bound) >= least)
        && bounds.maximum.as_ref().is_none_or(|bound| value(bound) <= most);
    Type::Int(if fits { width } else { IntWidth::I64 })
}

pub(super) fn number(format: Option<&str>) -> Type {
    match format {
        Some("decimal" | "decimal128" | "money" | "currency") => Type::Decimal(DecimalWire::Number),
        Some("int32") => Type::Int(IntWidth::I32),
        Some("int64") => Type::Int(IntWidth::I64),
        Some("uint32") => Type::Int(IntWidth::U32),
        Some("uint64") => Type::Int(IntWidth::U64),
        Some(_) | None => Type::Float(FloatWidth::F64),
    }
}

/// Returns whether the document itself gives an integer that 64 bits with a sign do not hold, as an example or as the default.
pub(super) fn is_beyond_64_bits(schema: &Schema) -> bool {
    let shown = schema.schema_data.default.iter().chain(&schema.schema_data.example);
    // A double cannot tell the greatest integer of 64 bits from the one after it.
    shown.into_iter().any(|value| !value.is_i64() && value.as_f64().is_some_and(|number| number >= 9_223_372_036_854_775_808.0))
}
