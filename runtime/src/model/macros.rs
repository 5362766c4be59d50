//! The macros that give a generated type its table.

/// Implements [`Model`](crate::model::Model), `Serialize`, `Deserialize`, `Debug` and `PartialEq` for a struct from the table of
/// its fields: index, wire name, field, [flags](crate::model::flags).
///
/// ```
/// #[derive(Clone)]
/// struct Pet {
///     name: String,
///     tag: Option<String>,
/// }
///
/// turnbuckle_runtime::record!(Pet {
///     0 "name" name REQUIRED,
///     1 "tag" tag OPTIONAL,
/// });
///
/// let pet: Pet = turnbuckle_runtime::json::from_slice(br#"{"name": "Rex"}"#)?;
/// assert_eq!(pet.name, "Rex");
/// # Ok::<(), turnbuckle_runtime::DecodeError>(())
/// ```
#[macro_export]
macro_rules! record {
    ($ty:ident { $($index:literal $wire:literal $field:ident $flags:expr),* $(,)? }) => {
        impl $crate::model::Record for $ty {
            fn meta(&self) -> &'static $crate::model::RecordMeta {
                #[allow(unused_imports)]
                use $crate::model::flags::*;
                static META: $crate::model::RecordMeta = $crate::model::RecordMeta {
                    name: stringify!($ty),
                    fields: &[$($crate::model::FieldMeta { wire: $wire, flags: $flags }),*],
                };
                &META
            }
            fn field(&self, index: usize) -> $crate::model::View<'_> {
                match index {
                    $($index => $crate::model::Model::view(&self.$field),)*
                    _ => $crate::model::View::Absent,
                }
            }
            fn field_slot(&mut self, index: usize) -> $crate::model::Slot<'_> {
                match index {
                    $($index => $crate::model::Model::slot(&mut self.$field),)*
                    _ => $crate::model::Slot::Skip,
                }
            }
        }

        impl $crate::model::Model for $ty {
            fn blank() -> Self {
                Self { $($field: $crate::model::Model::blank()),* }
            }
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Record(self)
            }
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Record(self)
            }
        }

        $crate::serde_by_model!($ty);

        impl ::core::fmt::Debug for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $ty {
            fn eq(&self, other: &Self) -> bool {
                $crate::model::equal(self, other)
            }
        }
    };
}

/// Implements `Serialize` and `Deserialize` for a [`Model`](crate::model::Model).
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_model {
    ($ty:ident) => {
        impl $crate::serde::Serialize for $ty {
            fn serialize<S: $crate::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::model::serialize($crate::model::Model::view(self), serializer)
            }
        }

        impl<'de> $crate::serde::Deserialize<'de> for $ty {
            fn deserialize<D: $crate::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::model::deserialize(deserializer)
            }
        }
    };
}

/// Implements an open enum of strings: [`Model`](crate::model::Model), serde, `as_str`, `Display`, `FromStr`, and `From` for
/// strings. The last variant keeps a value that the document does not list.
///
/// ```
/// #[derive(Clone, Debug, PartialEq)]
/// enum Status {
///     Open,
///     Closed,
///     Unknown(String),
/// }
///
/// turnbuckle_runtime::string_enum!(Status { Open "open", Closed "closed"; Unknown });
///
/// assert_eq!(Status::from("open"), Status::Open);
/// assert_eq!(Status::from("lost").as_str(), "lost");
/// ```
#[macro_export]
macro_rules! string_enum {
    ($ty:ident { $($variant:ident $wire:literal),* $(,)? ; $unknown:ident }) => {
        impl $ty {
            /// Returns the value as sent.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$unknown(value) => value,
                }
            }
        }

        impl ::core::convert::From<&str> for $ty {
            fn from(value: &str) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    value => Self::$unknown(value.to_owned()),
                }
            }
        }

        impl ::core::convert::From<::std::string::String> for $ty {
            fn from(value: ::std::string::String) -> Self {
                Self::from(value.as_str())
            }
        }

        impl ::core::str::FromStr for $ty {
            type Err = ::core::convert::Infallible;
            fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> {
                Ok(Self::from(value))
            }
        }

        impl ::core::fmt::Display for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::model::TextSlot for $ty {
            fn put(&mut self, text: &str) -> bool {
                *self = Self::from(text);
                true
            }
            fn expected(&self) -> &'static str {
                "a string"
            }
            fn known(&self) -> bool {
                !matches!(self, Self::$unknown(_))
            }
        }

        impl $crate::model::Model for $ty {
            fn blank() -> Self {
                Self::$unknown(::std::string::String::new())
            }
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Str(self.as_str())
            }
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Text(self)
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Implements an open enum of integers: [`Model`](crate::model::Model), serde, `as_i64`, `Display` and `From<i64>`. The last
/// variant keeps a value that the document does not list.
#[macro_export]
macro_rules! integer_enum {
    ($ty:ident { $($variant:ident $wire:literal),* $(,)? ; $unknown:ident }) => {
        impl $ty {
            /// Returns the value as sent.
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$unknown(value) => *value,
                }
            }
        }

        impl ::core::convert::From<i64> for $ty {
            fn from(value: i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    value => Self::$unknown(value),
                }
            }
        }

        impl ::core::fmt::Display for $ty {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::model::IntSlot for $ty {
            fn put(&mut self, value: i128) -> bool {
                match i64::try_from(value) {
                    Ok(value) => {
                        *self = Self::from(value);
                        true
                    }
                    Err(_) => false,
                }
            }
            fn expected(&self) -> &'static str {
                "a 64-bit integer"
            }
            fn known(&self) -> bool {
                !matches!(self, Self::$unknown(_))
            }
        }

        impl $crate::model::Model for $ty {
            fn blank() -> Self {
                Self::$unknown(0)
            }
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Int(self.as_i64())
            }
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Int(self)
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Implements a union whose arms are told by a property: [`Model`](crate::model::Model), and serde. Each arm has its
/// index and the values of the property that stand for it; the last variant keeps what fits no arm.
///
/// An optional `else INDEX` names the arm for a property that is missing or has a value not in the table (OpenAPI 3.2,
/// section 4.25, `defaultMapping`).
#[macro_export]
macro_rules! tagged_union {
    ($ty:ident by $tag:literal { $($index:literal $variant:ident $first:literal $(| $more:literal)*),* $(,)? ; $unknown:ident } $(else $fallback:literal)?) => {
        impl $crate::model::Union for $ty {
            fn meta(&self) -> &'static $crate::model::UnionMeta {
                static META: $crate::model::UnionMeta = $crate::model::UnionMeta {
                    name: stringify!($ty),
                    tag: Some($tag),
                    arms: &[$($crate::model::ArmMeta { name: stringify!($variant), tags: &[$first $(, $more)*] }),*],
                    fallback: $crate::union_fallback!($($fallback)?),
                };
                &META
            }
            $crate::union_slots!($($index $variant)* ; $unknown);
        }

        impl $crate::model::Model for $ty {
            fn blank() -> Self {
                Self::$unknown($crate::model::Value::Null)
            }
            fn view(&self) -> $crate::model::View<'_> {
                match self {
                    $(Self::$variant(arm) => $crate::model::View::Tagged { tag: $tag, value: $first, others: &[$($more),*], arm },)*
                    Self::$unknown(value) => $crate::model::View::Any(value),
                }
            }
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Union(self)
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Implements a union whose arms are told by their content: [`Model`](crate::model::Model), and serde. Each arm has its
/// index; the last variant keeps what fits no arm.
#[macro_export]
macro_rules! untagged_union {
    ($ty:ident { $($index:literal $variant:ident),* $(,)? ; $unknown:ident }) => {
        impl $crate::model::Union for $ty {
            fn meta(&self) -> &'static $crate::model::UnionMeta {
                static META: $crate::model::UnionMeta = $crate::model::UnionMeta {
                    name: stringify!($ty),
                    tag: None,
                    arms: &[$($crate::model::ArmMeta { name: stringify!($variant), tags: &[] }),*],
                    fallback: None,
                };
                &META
            }
            $crate::union_slots!($($index $variant)* ; $unknown);
        }

        impl $crate::model::Model for $ty {
            fn blank() -> Self {
                Self::$unknown($crate::model::Value::Null)
            }
            fn view(&self) -> $crate::model::View<'_> {
                match self {
                    $(Self::$variant(arm) => $crate::model::Model::view(arm),)*
                    Self::$unknown(value) => $crate::model::View::Any(value),
                }
            }
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Union(self)
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Writes the filling functions of a union.
#[doc(hidden)]
#[macro_export]
macro_rules! union_slots {
    ($($index:literal $variant:ident)* ; $unknown:ident) => {
        fn select(&mut self, arm: usize) -> $crate::model::Slot<'_> {
            *self = match arm {
                $($index => Self::$variant($crate::model::Model::blank()),)*
                _ => return $crate::model::Slot::Skip,
            };
            $crate::model::Union::current(self)
        }
        fn current(&mut self) -> $crate::model::Slot<'_> {
            match self {
                $(Self::$variant(arm) => $crate::model::Model::slot(arm),)*
                Self::$unknown(value) => $crate::model::Slot::Any(value),
            }
        }
        fn put_unknown(&mut self, value: $crate::model::Value) {
            *self = Self::$unknown(value);
        }
    };
}

/// Writes a union's fallback.
#[doc(hidden)]
#[macro_export]
macro_rules! union_fallback {
    () => {
        None
    };
    ($fallback:literal) => {
        Some($fallback)
    };
}
