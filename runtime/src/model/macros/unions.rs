//! The macros that give a generated union its table.

/// Implements a union whose arms are told by a property: [`Model`](crate::model::Model), and serde by its feature. Each arm has its
/// index and the values of the property that stand for it, strings, numbers or booleans; an arm without any is chosen by its content. The last
/// variant keeps what fits no arm.
///
/// Attributes before an arm, such as a `cfg`, are those of its variant: what can be left out stands last.
///
/// An optional `else INDEX` names the arm for a property that is missing or has a value not in the table (OpenAPI 3.2,
/// section 4.25, `defaultMapping`).
#[macro_export]
macro_rules! tagged_union {
    ($ty:ident by $tag:literal { $($(#[$attr:meta])* $index:literal $variant:ident $($first:literal $(| $more:literal)*)?),* $(,)? ; $unknown:ident } $(else $fallback:literal)?) => {
        impl $crate::model::Model for $ty {
            const UNION: &'static $crate::model::UnionMeta = &$crate::model::UnionMeta {
                name: stringify!($ty),
                tag: Some($tag),
                arms: &[$($(#[$attr])* $crate::union_arm!($variant $($first $(| $more)*)?)),*],
                fallback: $crate::union_fallback!($($fallback)?),
                several: false,
            };
            $crate::union_slots!($($(#[$attr])* $index $variant)* ; $unknown);
            #[inline]
            fn blank() -> Self {
                Self::$unknown($crate::model::Value::Null)
            }
            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                match self {
                    $($(#[$attr])* Self::$variant(arm) => $crate::union_arm_view!(arm $index $(, $tag, $first)?),)*
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
///
/// An optional `and VARIANT` names the variant for an object that several arms hold at once, each of them a part of it, as `anyOf` allows.
#[macro_export]
macro_rules! untagged_union {
    ($ty:ident { $($(#[$attr:meta])* $index:literal $variant:ident),* $(,)? ; $unknown:ident } $(and $several:ident)?) => {
        impl $crate::model::Model for $ty {
            const UNION: &'static $crate::model::UnionMeta = &$crate::model::UnionMeta {
                name: stringify!($ty),
                tag: None,
                arms: &[$($(#[$attr])* $crate::union_arm!($variant)),*],
                fallback: None,
                several: $crate::union_several!($($several)?),
            };
            $crate::union_slots!($($(#[$attr])* $index $variant)* ; $unknown $($several)?);
            #[inline]
            fn blank() -> Self {
                Self::$unknown($crate::model::Value::Null)
            }
            #[inline]
            fn view(&self) -> $crate::model::View<'_> {
                match self {
                    $($(#[$attr])* Self::$variant(arm) => $crate::model::Model::view(arm),)*
                    $(Self::$several(arms) => $crate::model::View::Merged(arms),)?
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
    ($($(#[$attr:meta])* $index:literal $variant:ident)* ; $unknown:ident $($several:ident)?) => {
        #[inline]
        fn select(&mut self, arm: usize) -> $crate::model::Slot<'_> {
            *self = match arm {
                $($(#[$attr])* $index => Self::$variant($crate::model::Model::blank()),)*
                $($crate::model::SEVERAL => Self::$several(::std::vec::Vec::new()),)?
                _ => return $crate::model::Slot::Skip,
            };
            $crate::model::Model::current(self)
        }
        #[inline]
        fn current(&mut self) -> $crate::model::Slot<'_> {
            match self {
                $($(#[$attr])* Self::$variant(arm) => $crate::model::Model::slot(arm),)*
                $(Self::$several(arms) => $crate::model::Slot::List(arms),)?
                Self::$unknown(value) => $crate::model::Slot::Any(value),
            }
        }
    };
}

/// Writes a row of a union's table.
#[doc(hidden)]
#[macro_export]
macro_rules! union_arm {
    ($variant:ident $($first:literal $(| $more:literal)*)?) => {
        $crate::model::ArmMeta {
            name: stringify!($variant),
            tags: &[$(concat!($first) $(, concat!($more))*)?],
            is_bare: $crate::model::is_bare(concat!($(stringify!($first))?)),
        }
    };
}

/// Writes what an arm of a tagged union holds.
#[doc(hidden)]
#[macro_export]
macro_rules! union_arm_view {
    ($arm:ident $index:literal) => {
        $crate::model::Model::view($arm)
    };
    ($arm:ident $index:literal, $tag:literal, $first:literal) => {
        $crate::model::View::Tagged { tag: $tag, index: $index, union: Self::UNION, arm: $arm }
    };
}

/// Writes whether a union has a variant for several arms at once.
#[doc(hidden)]
#[macro_export]
macro_rules! union_several {
    () => {
        false
    };
    ($several:ident) => {
        true
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
