//! The rules that the document gives for values (JSON Schema 2020-12 validation, section 6), checked before a value is sent.
//!
//! Rules are data in the generated crate: one [`Table`] of [`Node`]s that refer to each other, and to the fields of records, by number.
//! The check walks the value's [`View`] and the table side by side. So it is compiled once, here, and each type adds only a two-line impl.
//! Two other forms were rejected. Code for each type takes the compiler as long as the models themselves. A walk over the encoded JSON has
//! to find each property by its name, can no longer tell the arms of a union apart, and sees decimals only after they were parsed. Without
//! the feature `validate`, the compiler reads none of the rules.
//!
//! **Invariants:** decoding never checks. Every violation is reported, not only the first. No violation contains any part of the value,
//! except for the keys of maps in its pointer. A pattern takes a bounded number of steps; one that would take more is reported as a violation.

mod equality;
mod number;
mod pattern;
mod request;
mod table;
#[cfg(test)]
mod tests;
mod violation;
mod walk;

use std::collections::BTreeMap;

pub use pattern::Pattern;
pub(crate) use request::Checks;
pub use table::{Arm, Kind, Node, OperationRules, Parts, Rule, Table};
pub use violation::{Violation, Violations};

use crate::model::{Model, Nullable, OpaqueBox, View};
use crate::operation::ParamLocation;

/// A value that the document gives rules for.
pub trait Validate {
    /// Adds every violation of the value to those found.
    fn check(&self, found: &mut Violations);

    /// Holds the value against the rules of the document.
    ///
    /// # Errors
    ///
    /// Returns all violations, where there are any.
    fn validate(&self) -> Result<(), Violations> {
        let mut found = Violations::default();
        self.check(&mut found);
        if found.is_empty() { Ok(()) } else { Err(found) }
    }
}

impl<T: Validate> Validate for Box<T> {
    fn check(&self, found: &mut Violations) {
        (**self).check(found);
    }
}

impl<T: Validate + Model> Validate for OpaqueBox<T> {
    fn check(&self, found: &mut Violations) {
        (**self).check(found);
    }
}

impl<T: Validate> Validate for Option<T> {
    fn check(&self, found: &mut Violations) {
        if let Some(value) = self {
            value.check(found);
        }
    }
}

impl<T: Validate> Validate for Nullable<T> {
    fn check(&self, found: &mut Violations) {
        match self {
            Self::Value(value) => value.check(found),
            Self::Absent | Self::Null => {}
        }
    }
}

impl<T: Validate> Validate for Vec<T> {
    fn check(&self, found: &mut Violations) {
        for (index, item) in self.iter().enumerate() {
            found.within(&index.to_string(), |found| item.check(found));
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, found: &mut Violations) {
        for (key, value) in self {
            found.within(key, |found| value.check(found));
        }
    }
}

/// Holds a value against the rules of a node.
pub fn check(table: &'static Table, node: u32, view: View<'_>, found: &mut Violations) {
    walk::walk(table, node, view, found);
}

/// Holds a parameter against the rules of a node.
pub fn check_param(table: &'static Table, node: u32, location: ParamLocation, name: &'static str, view: View<'_>, found: &mut Violations) {
    found.of_param(location, name, |found| walk::walk(table, node, view, found));
}

/// Implements [`Validate`](crate::validate::Validate) for a model by the number of its node.
#[doc(hidden)]
#[macro_export]
macro_rules! validate_model {
    ($ty:path, $table:ident, $node:literal) => {
        impl $crate::validate::Validate for $ty {
            #[inline]
            fn check(&self, found: &mut $crate::validate::Violations) {
                $crate::validate::check(&$table, $node, $crate::model::Model::view(self), found);
            }
        }
    };
}

/// Implements [`Validate`](crate::validate::Validate) for the optional parameters of an operation.
#[doc(hidden)]
#[macro_export]
macro_rules! validate_params {
    ($ty:path, $table:ident { $($location:ident $wire:literal $field:ident $node:literal),* $(,)? }) => {
        impl $crate::validate::Validate for $ty {
            #[allow(unused_variables)]
            #[inline]
            fn check(&self, found: &mut $crate::validate::Violations) {
                $($crate::validate::check_param(
                    &$table,
                    $node,
                    $crate::operation::ParamLocation::$location,
                    $wire,
                    $crate::model::Model::view(&self.$field),
                    found,
                );)*
            }
        }
    };
}
