//! The macros that give a generated struct its table.

/// Implements [`Model`](crate::model::Model), `Debug`, `PartialEq` and, with the feature `serde`, `Serialize` and `Deserialize` for a struct
/// from the table of its fields: index, wire name, field, [flags](crate::model::flags). Before it, in brackets, may stand
/// [where the document declares them](crate::model::RecordMeta::places).
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
    ($ty:ident $([$($from:literal $place:literal),*])? { $($index:literal $wire:literal $field:ident $($flag:ident)|+),* $(,)? }) => {
        impl $crate::model::Model for $ty {
            $crate::record_items!($ty [$($($from $place),*)?] { $($index $wire $field [$($flag)|+]),* });
        }

        $crate::value_by_record!($ty);
        $crate::serde_by_model!($ty);
    };
}

/// Implements [`Model`](crate::model::Model), `Debug`, `PartialEq` and, with the feature `serde`, `Serialize` and `Deserialize` for a struct
/// that is a list on the wire: each field is the element at its index, an [`EXTRA`](crate::model::flags::EXTRA) field the elements after them.
///
/// ```
/// #[derive(Clone)]
/// struct Entry {
///     name: String,
///     count: Option<i64>,
///     rest: Vec<turnbuckle_runtime::Value>,
/// }
///
/// turnbuckle_runtime::tuple!(Entry {
///     0 "0" name REQUIRED,
///     1 "1" count OPTIONAL,
///     2 "" rest EXTRA,
/// });
///
/// let entry: Entry = turnbuckle_runtime::json::from_slice(br#"["a", 2, true]"#)?;
/// assert_eq!((entry.name.as_str(), entry.count, entry.rest.len()), ("a", Some(2), 1));
/// # Ok::<(), turnbuckle_runtime::DecodeError>(())
/// ```
#[macro_export]
macro_rules! tuple {
    ($ty:ident { $($index:literal $wire:literal $field:ident $($flag:ident)|+),* $(,)? }) => {
        impl $crate::model::Model for $ty {
            $crate::record_items!($ty [] { $($index $wire $field [$($flag)|+]),* });

            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::View::List(self)
            }
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Slot::Tuple(self)
            }
        }

        impl $crate::model::ListView for $ty {
            #[inline]
            fn len(&self) -> usize {
                $crate::model::tuple_len(self)
            }
            #[inline]
            fn at(&self, index: usize) -> $crate::model::View<'_> {
                $crate::model::tuple_at(self, index)
            }
        }

        $crate::value_by_record!($ty);
        $crate::serde_by_model!($ty);
    };
}

/// Writes what [`Model`](crate::model::Model) asks of a record, from the table of its fields. Flags are named by path: an import of them all
/// in each table made the check of a crate a tenth slower.
#[doc(hidden)]
#[macro_export]
macro_rules! record_items {
    ($ty:ident [$($from:literal $place:literal),*] { $($index:literal $wire:literal $field:ident [$($flag:ident)|+]),* }) => {
        const META: &'static $crate::model::RecordMeta = &$crate::model::RecordMeta {
            name: stringify!($ty),
            fields: &[$($crate::model::FieldMeta { wire: $wire, flags: $($crate::model::flags::$flag)|+ }),*],
            places: &[$(($from, $place)),*],
        };
        #[inline]
        fn blank() -> Self {
            Self { $($field: $crate::model::Model::blank()),* }
        }
        #[inline]
        fn field(&self, index: usize) -> $crate::model::View<'_> {
            match index {
                $($index => $crate::model::Model::view(&self.$field),)*
                _ => $crate::model::View::Absent,
            }
        }
        #[inline]
        fn field_slot(&mut self, index: usize) -> $crate::model::Slot<'_> {
            match index {
                $($index => $crate::model::Model::slot(&mut self.$field),)*
                _ => $crate::model::Slot::Skip,
            }
        }
    };
}

/// Implements `Debug` and `PartialEq` for a struct with a table of fields.
#[doc(hidden)]
#[macro_export]
macro_rules! value_by_record {
    ($ty:ident) => {
        impl ::core::fmt::Debug for $ty {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                $crate::model::debug(self, f)
            }
        }

        impl ::core::cmp::PartialEq for $ty {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::model::equal(self, other)
            }
        }
    };
}

/// Implements `Serialize` and `Deserialize` for a [`Model`](crate::model::Model): two impls for each type, a sixth of what a compiler works
/// on in a generated crate.
#[cfg(feature = "serde")]
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

/// Implements nothing, since the feature `serde` is off.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! serde_by_model {
    ($ty:ident) => {};
}

/// Implements `Default` for a model that nothing must be set on.
#[macro_export]
macro_rules! default_by_blank {
    ($ty:ident) => {
        impl ::core::default::Default for $ty {
            #[inline]
            fn default() -> Self {
                $crate::model::Model::blank()
            }
        }
    };
}

/// Implements [`Model`](crate::model::Model), and serde by its feature, for a tuple struct of one model: a list or map that stands in itself.
///
/// ```
/// #[derive(Clone, Debug, PartialEq)]
/// struct Tree(Vec<Tree>);
///
/// turnbuckle_runtime::newtype!(Tree);
///
/// let tree: Tree = turnbuckle_runtime::json::from_slice(b"[[], [[]]]")?;
/// assert_eq!(tree.0.len(), 2);
/// # Ok::<(), turnbuckle_runtime::DecodeError>(())
/// ```
#[macro_export]
macro_rules! newtype {
    ($ty:ident) => {
        impl $crate::model::Model for $ty {
            #[inline]
            fn blank() -> Self {
                Self($crate::model::Model::blank())
            }
            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                $crate::model::Model::view(&self.0)
            }
            #[inline]
            fn slot(&mut self) -> $crate::model::Slot<'_> {
                $crate::model::Model::slot(&mut self.0)
            }
        }

        $crate::serde_by_model!($ty);
    };
}
