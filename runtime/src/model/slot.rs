//! What every slot can say and do, whatever its kind, and views of literals.

use super::{Record, Slot, Value, View};

macro_rules! literals {
    ($($ty:ty, $view:ident;)*) => {$(
        impl<'a> From<$ty> for View<'a> {
            fn from(value: $ty) -> Self {
                Self::$view(value)
            }
        }
    )*};
}

literals! {
    bool, Bool;
    i64, Int;
    f64, Float;
    &'a str, Str;
}

impl Slot<'_> {
    /// Says what the slot takes, for error messages: `a string`.
    pub fn expected(&self) -> &'static str {
        match self {
            Self::Skip | Self::Any(_) => "a value",
            Self::Bool(_) => "a boolean",
            Self::Int(slot) => slot.expected(),
            Self::F32(_) | Self::F64(_) => "a number",
            Self::Str(_) | Self::Enum(_) => "a string",
            Self::Text(slot) | Self::Number(slot) => slot.expected(),
            Self::Bytes(_) | Self::File(_) => "base64 text",
            Self::Scalar(slot) => slot.expected(),
            Self::Opt(_) => "a value or null",
            Self::List(_) | Self::Tuple(_) => "a list",
            Self::Map(_) | Self::Record(_) => "an object",
            Self::Union(union) if union.meta().tag.is_some() => "an object",
            Self::Union(_) => "one of several values",
        }
    }

    /// Returns whether the slot may take a JSON value that starts with a byte.
    pub(crate) fn fits(&self, first: u8) -> bool {
        match self {
            Self::Bool(_) => matches!(first, b't' | b'f'),
            Self::Int(_) | Self::F32(_) | Self::F64(_) => first == b'-' || first.is_ascii_digit(),
            Self::Number(_) => matches!(first, b'"' | b'-') || first.is_ascii_digit(),
            Self::Str(_) | Self::Enum(_) | Self::Text(_) | Self::Bytes(_) | Self::File(_) => first == b'"',
            Self::List(_) | Self::Tuple(_) => first == b'[',
            Self::Map(_) | Self::Record(_) => first == b'{',
            Self::Skip | Self::Any(_) | Self::Scalar(_) | Self::Opt(_) | Self::Union(_) => true,
        }
    }

    /// Makes what the slot holds blank again. Scalars are left: what is read next replaces them.
    pub(crate) fn clear(self) {
        match self {
            Self::Any(value) => *value = Value::Null,
            Self::Opt(slot) => slot.clear(),
            Self::List(slot) => slot.clear(),
            Self::Map(slot) => slot.clear(),
            Self::Record(record) | Self::Tuple(record) => clear_record(record),
            Self::Union(union) => union.put_unknown(Value::Null),
            Self::Skip
            | Self::Bool(_)
            | Self::Int(_)
            | Self::F32(_)
            | Self::F64(_)
            | Self::Str(_)
            | Self::Enum(_)
            | Self::Text(_)
            | Self::Number(_)
            | Self::Bytes(_)
            | Self::File(_)
            | Self::Scalar(_) => {}
        }
    }
}

fn clear_record(record: &mut dyn Record) {
    for index in 0..record.meta().fields.len() {
        record.field_slot(index).clear();
    }
}
