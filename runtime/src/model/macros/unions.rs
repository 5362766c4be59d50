//! The macros that give a generated union its table.

/// Implements a union whose arms are told by a property: [`Model`](crate::model::Model), and serde by its feature. Each arm has its
/// index and the values of the property that stand for it; the last variant keeps what fits no arm.
///
/// Attributes before an arm, such as a `cfg`, are those of its variant: what can be left out stands last.
///
/// An optional `else INDEX` names the arm for a property that is missing or has a value not in the table (OpenAPI 3.2,
/// section 4.25, `defaultMapping`).
#[macro_export]
macro_rules! tagged_union {
    ($ty:ident by $tag:literal { $($(#[$attr:meta])* $index:literal $variant:ident $first:literal $(| $more:literal)*),* $(,)? ; $unknown:ident } $(else $fallback:literal)?) => {
        impl $crate::model::Model for $ty {
            const UNION: &'static $crate::model::UnionMeta = &$crate::model::UnionMeta {
                name: stringify!($ty),
                tag: Some($tag),
                arms: &[$($(#[$attr])* $crate::model::ArmMeta { name: stringify!($variant), tags: &[$first $(, $more)*] }),*],
                fallback: $crate::union_fallback!($($fallback)?),
            };
            $crate::union_slots!($($(#[$attr])* $index $variant)* ; $unknown);
            #[inline]
            fn blank() -> Self {
                Self::$unknown($crate::model::Value::Null)
            }
            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                match self {
                    $($(#[$attr])* Self::$variant(arm) => $crate::model::View::Tagged { tag: $tag, value: $first, union: Self::UNION, arm },)*
                    Self::$unknown(value) => $crate::model::View::Any(value),
                }
            }
        }

        impl $ty {
            /// Tells for each variant why it does not take the value; empty where one does.
            #[allow(dead_code, unreachable_pub)] // A type of a crate's own need not use it.
            #[inline]
            pub fn mismatches(&self) -> ::std::vec::Vec<(&'static str, $crate::DecodeError)> {
                match self {
                    Self::$unknown(value) => $crate::model::explain_union::<Self>(value),
                    _ => ::std::vec::Vec::new(),
                }
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Implements a union whose arms are told by their content: [`Model`](crate::model::Model), and serde by its feature. Each arm has its
/// index; the last variant keeps what fits no arm. Attributes before an arm are as in [`tagged_union!`](crate::tagged_union).
#[macro_export]
macro_rules! untagged_union {
    ($ty:ident { $($(#[$attr:meta])* $index:literal $variant:ident),* $(,)? ; $unknown:ident }) => {
        impl $crate::model::Model for $ty {
            const UNION: &'static $crate::model::UnionMeta = &$crate::model::UnionMeta {
                name: stringify!($ty),
                tag: None,
                arms: &[$($(#[$attr])* $crate::model::ArmMeta { name: stringify!($variant), tags: &[] }),*],
                fallback: None,
            };
            $crate::union_slots!($($(#[$attr])* $index $variant)* ; $unknown);
            #[inline]
            fn blank() -> Self {
                Self::$unknown($crate::model::Value::Null)
            }
            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                match self {
                    $($(#[$attr])* Self::$variant(arm) => $crate::model::Model::view(arm),)*
                    Self::$unknown(value) => $crate::model::View::Any(value),
                }
            }
        }

        impl $ty {
            /// Tells for each variant why it does not take the value; empty where one does.
            #[allow(dead_code, unreachable_pub)] // A type of a crate's own need not use it.
            #[inline]
            pub fn mismatches(&self) -> ::std::vec::Vec<(&'static str, $crate::DecodeError)> {
                match self {
                    Self::$unknown(value) => $crate::model::explain_union::<Self>(value),
                    _ => ::std::vec::Vec::new(),
                }
            }
        }

        $crate::serde_by_model!($ty);
    };
}

/// Writes the filling functions of a union.
#[doc(hidden)]
#[macro_export]
macro_rules! union_slots {
    ($($(#[$attr:meta])* $index:literal $variant:ident)* ; $unknown:ident) => {
        #[inline]
        fn select(&mut self, arm: usize) -> $crate::model::Slot<'_> {
            *self = match arm {
                $($(#[$attr])* $index => Self::$variant($crate::model::Model::blank()),)*
                _ => return $crate::model::Slot::Skip,
            };
            $crate::model::Model::current(self)
        }
        #[inline]
        fn current(&mut self) -> $crate::model::Slot<'_> {
            match self {
                $($(#[$attr])* Self::$variant(arm) => $crate::model::Model::slot(arm),)*
                Self::$unknown(value) => $crate::model::Slot::Any(value),
            }
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
