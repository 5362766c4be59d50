//! The macros that make a generated enum an open one.

/// Implements an open enum of strings: [`Model`](crate::model::Model), serde by its feature, `as_str`, `Debug`, `Display`, `PartialEq`,
/// `Eq`, `Hash`, and `From` for every kind of string. The last variant keeps a value that the document does not list. All go by the value as sent, so
/// `Debug` shows it in quotes, as it does in a record.
///
/// ```
/// #[derive(Clone)]
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
        $crate::text_enum!($ty);

        impl $crate::model::Model for $ty {
            #[inline]
            fn from_text(text: &str) -> Self {
                match text {
                    $($wire => Self::$variant,)*
                    text => Self::$unknown(::core::convert::From::from(text)),
                }
            }
            #[inline]
            fn sent(&self) -> $crate::model::Sent<'_> {
                match self {
                    $(Self::$variant => $crate::model::Sent::Listed($wire),)*
                    Self::$unknown(value) => $crate::model::Sent::Unlisted(value),
                }
            }
        }
    };
}

/// Implements what [`string_enum!`](crate::string_enum) does, for an enum of hundreds or thousands of values: two tables and an index made at
/// first use replace the two matches, which take the compiler 90 KB a value.
///
/// ```
/// #[derive(Clone)]
/// enum Zone {
///     Bern,
///     Zurich,
///     Unknown(String),
/// }
///
/// turnbuckle_runtime::large_string_enum!(Zone { Bern "Europe/Bern", Zurich "Europe/Zurich"; Unknown });
///
/// assert_eq!(Zone::from("Europe/Zurich"), Zone::Zurich);
/// assert_eq!(Zone::Bern.as_str(), "Europe/Bern");
/// assert_eq!(Zone::from("Mars").as_str(), "Mars");
/// ```
#[macro_export]
macro_rules! large_string_enum {
    ($ty:ident { $($variant:ident $wire:literal),* $(,)? ; $unknown:ident }) => {
        $crate::text_enum!($ty);

        impl $ty {
            /// Returns the index of the values that the document lists.
            fn listed() -> &'static $crate::model::ListedTexts<Self> {
                const VALUES: &[$ty] = &[$($ty::$variant),*];
                const TEXTS: &[&::core::primitive::str] = &[$($wire),*];
                static LISTED: ::std::sync::LazyLock<$crate::model::ListedTexts<$ty>> =
                    ::std::sync::LazyLock::new(|| $crate::model::ListedTexts::new(VALUES, TEXTS));
                &LISTED
            }
        }

        impl $crate::model::Model for $ty {
            fn from_text(text: &str) -> Self {
                match Self::listed().value(text) {
                    ::core::option::Option::Some(value) => ::core::clone::Clone::clone(value),
                    ::core::option::Option::None => Self::$unknown(::core::convert::From::from(text)),
                }
            }
            fn sent(&self) -> $crate::model::Sent<'_> {
                match self {
                    Self::$unknown(value) => $crate::model::Sent::Unlisted(value),
                    value => $crate::model::Sent::Listed(Self::listed().text(value)),
                }
            }
        }
    };
}

/// Implements what an open enum of strings has over its text.
#[doc(hidden)]
#[macro_export]
macro_rules! text_enum {
    ($ty:ident) => {
        impl $ty {
            /// Returns the value as sent.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::model::Model::sent(self).as_str()
            }
        }

        // One line each over `as_str`, where derives would write an arm for each variant.
        impl ::core::fmt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl ::core::cmp::PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $ty {}

        impl ::core::hash::Hash for $ty {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                ::core::hash::Hash::hash(self.as_str(), state);
            }
        }

        impl<T: ::core::convert::AsRef<str>> ::core::convert::From<T> for $ty {
            #[inline]
            fn from(value: T) -> Self {
                $crate::model::Model::from_text(value.as_ref())
            }
        }

        impl ::core::fmt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Implements an open enum of integers: [`Model`](crate::model::Model), serde by its feature, `as_i64`, `Display`, `FromStr` and
/// `From<i64>`. The last variant keeps a value that the document does not list.
#[macro_export]
macro_rules! integer_enum {
    ($ty:ident { $($variant:ident $wire:literal),* $(,)? ; $unknown:ident }) => {
        impl $ty {
            /// Returns the value as sent.
            #[inline]
            pub fn as_i64(&self) -> i64 {
                match self {
                    $(Self::$variant => $wire,)*
                    Self::$unknown(value) => *value,
                }
            }
        }

        impl ::core::convert::From<i64> for $ty {
            #[inline]
            fn from(value: i64) -> Self {
                match value {
                    $($wire => Self::$variant,)*
                    value => Self::$unknown(value),
                }
            }
        }

        impl ::core::str::FromStr for $ty {
            type Err = ::core::num::ParseIntError;
            // Not `Self::Err`, which could be a variant.
            #[inline]
            fn from_str(value: &str) -> ::core::result::Result<Self, ::core::num::ParseIntError> {
                value.parse::<i64>().map(Self::from)
            }
        }

        impl ::core::fmt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.as_i64(), f)
            }
        }

        impl $crate::model::IntSlot for $ty {
            #[inline]
            fn put(&mut self, value: i128) -> bool {
                match i64::try_from(value) {
                    Ok(value) => {
                        *self = Self::from(value);
                        true
                    }
                    Err(_) => false,
                }
            }
            #[inline]
            fn expected(&self) -> &'static str {
                "a 64-bit integer"
            }
            #[inline]
            fn known(&self) -> bool {
                !matches!(self, Self::$unknown(_))
            }
        }

        impl $crate::model::Model for $ty {
            #[inline]
            fn blank() -> Self {
                Self::$unknown(0)
            }
            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Int(self.as_i64())
            }
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Int(self)
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Implements an open enum of values of several types: [`Model`](crate::model::Model), serde by its feature, `Display` and `From` for
/// JSON values. The last variant keeps a value that the document does not list. Integers beyond 32 bits are written with their suffix, `i64`.
///
/// ```
/// use turnbuckle_runtime::model::Value;
///
/// #[derive(Clone, Debug, PartialEq)]
/// enum Size {
///     Two,
///     Auto,
///     Unknown(Value),
/// }
///
/// turnbuckle_runtime::mixed_enum!(Size { Two 2, Auto "auto"; Unknown });
///
/// let sizes: Vec<Size> = turnbuckle_runtime::json::from_slice(br#"[2, "auto", false]"#)?;
/// assert_eq!(sizes, [Size::Two, Size::Auto, Size::Unknown(Value::Bool(false))]);
/// # Ok::<(), turnbuckle_runtime::DecodeError>(())
/// ```
#[macro_export]
macro_rules! mixed_enum {
    ($ty:ident { $($variant:ident $wire:literal),* $(,)? ; $unknown:ident }) => {
        impl ::core::convert::From<$crate::model::Value> for $ty {
            #[inline]
            fn from(value: $crate::model::Value) -> Self {
                $(if value == $wire {
                    return Self::$variant;
                })*
                Self::$unknown(value)
            }
        }

        impl ::core::fmt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self {
                    $(Self::$variant => ::core::fmt::Display::fmt(&$wire, f),)*
                    Self::$unknown($crate::model::Value::String(value)) => f.pad(value),
                    Self::$unknown(value) => ::core::fmt::Display::fmt(value, f),
                }
            }
        }

        $crate::open_scalar!($ty, $unknown);

        impl $crate::model::Model for $ty {
            #[inline]
            fn blank() -> Self {
                Self::$unknown($crate::model::Value::Null)
            }
            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                match self {
                    $(Self::$variant => $crate::model::View::from($wire),)*
                    Self::$unknown(value) => $crate::model::View::Any(value),
                }
            }
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Scalar(self)
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Implements an open enum of any JSON values, each given as the text of its JSON: [`Model`](crate::model::Model), serde by its
/// feature, `Display` and `From` for JSON values. The last variant keeps a value that the document does not list.
///
/// ```
/// use turnbuckle_runtime::model::Value;
///
/// #[derive(Clone, Debug, PartialEq)]
/// enum Corner {
///     Origin,
///     Unit,
///     Unknown(Value),
/// }
///
/// turnbuckle_runtime::json_enum!(Corner { Origin "[0,0]", Unit "[1,1]"; Unknown });
///
/// let corners: Vec<Corner> = turnbuckle_runtime::json::from_slice(b"[[1, 1], [0, 0], 7]")?;
/// assert_eq!(corners, [Corner::Unit, Corner::Origin, Corner::Unknown(Value::from(7))]);
/// # Ok::<(), turnbuckle_runtime::DecodeError>(())
/// ```
#[macro_export]
macro_rules! json_enum {
    ($ty:ident { $($variant:ident $wire:literal),* $(,)? ; $unknown:ident }) => {
        impl $ty {
            /// Returns the values that the document lists, in the order of the variants.
            #[inline]
            fn listed() -> &'static [$crate::model::Value] {
                static LISTED: ::std::sync::LazyLock<::std::vec::Vec<$crate::model::Value>> =
                    ::std::sync::LazyLock::new(|| $crate::json::values(&[$($wire),*]));
                &LISTED
            }

            /// Returns the value as sent.
            #[inline]
            pub fn as_value(&self) -> &$crate::model::Value {
                let mut listed = Self::listed().iter();
                $(if let (Some(value), Self::$variant) = (listed.next(), self) {
                    return value;
                })*
                match self {
                    Self::$unknown(value) => value,
                    _ => &$crate::model::Value::Null,
                }
            }
        }

        impl ::core::convert::From<$crate::model::Value> for $ty {
            #[inline]
            fn from(value: $crate::model::Value) -> Self {
                let mut listed = Self::listed().iter();
                $(if listed.next() == Some(&value) {
                    return Self::$variant;
                })*
                Self::$unknown(value)
            }
        }

        impl ::core::fmt::Display for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self.as_value() {
                    $crate::model::Value::String(value) => f.pad(value),
                    value => ::core::fmt::Display::fmt(value, f),
                }
            }
        }

        $crate::open_scalar!($ty, $unknown);

        impl $crate::model::Model for $ty {
            #[inline]
            fn blank() -> Self {
                Self::$unknown($crate::model::Value::Null)
            }
            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::Any(self.as_value())
            }
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Scalar(self)
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Implements [`ScalarSlot`](crate::model::ScalarSlot) for an open enum that is made `From` a JSON value.
#[doc(hidden)]
#[macro_export]
macro_rules! open_scalar {
    ($ty:ident, $unknown:ident) => {
        impl $crate::model::ScalarSlot for $ty {
            #[inline]
            fn put(&mut self, value: $crate::model::Value) -> bool {
                *self = Self::from(value);
                true
            }
            #[inline]
            fn expected(&self) -> &'static str {
                "a value"
            }
            #[inline]
            fn known(&self) -> bool {
                !matches!(self, Self::$unknown(_))
            }
        }
    };
}
