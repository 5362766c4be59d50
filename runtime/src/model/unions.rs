//! What a union is to the runtime: a table of arms, one of which it holds.

use std::any::TypeId;

use super::{Model, Slot, Value, View};
use crate::scalar::Decimal;

/// A value that is one of several, whatever its type: what [`Model`] says of a union.
pub trait Union: Send + Sync {
    /// Returns which type it is.
    fn ty(&self) -> TypeId;
    /// Returns the table of arms.
    fn meta(&self) -> &'static UnionMeta;
    /// Returns what the value holds.
    fn content(&self) -> View<'_>;
    /// Makes the value the blank arm at an index in the table, and returns where its content goes.
    fn select(&mut self, arm: usize) -> Slot<'_>;
    /// Returns where the content of the present arm goes.
    fn current(&mut self) -> Slot<'_>;
    /// Keeps a value that fits no arm.
    fn put_unknown(&mut self, value: Value);
}

impl<T: Model> Union for T {
    fn ty(&self) -> TypeId {
        TypeId::of::<T>()
    }
    fn meta(&self) -> &'static UnionMeta {
        T::UNION
    }
    fn content(&self) -> View<'_> {
        Model::view(self)
    }
    fn select(&mut self, arm: usize) -> Slot<'_> {
        Model::select(self, arm)
    }
    fn current(&mut self) -> Slot<'_> {
        Model::current(self)
    }
    fn put_unknown(&mut self, value: Value) {
        *self = T::blank();
        if let Slot::Any(unknown) = Model::current(self) {
            *unknown = value;
        }
    }
}

/// The tag of a union that is told by the name of a server-sent event, and not by a property.
pub const EVENT_TAG: &str = ":event";

/// The table of a union's arms.
#[derive(Debug)]
pub struct UnionMeta {
    /// The type's name, for error messages.
    pub name: &'static str,
    /// The property that tells the arms apart, where the document names one.
    pub tag: Option<&'static str>,
    /// The arms, in the document's order.
    pub arms: &'static [ArmMeta],
    /// The arm for a tag that is missing or not in the table, where the document names one.
    pub fallback: Option<usize>,
    /// Whether several arms may hold at once, as arms of `anyOf` may: such a value is at [`SEVERAL`].
    pub several: bool,
}

/// The index at which a union keeps the arms that hold at once.
pub const SEVERAL: usize = usize::MAX;

/// How many arms, from the first on, may hold at once.
pub(crate) const MOST_AT_ONCE: usize = 64;

/// Returns the arms that hold at once: the best one, and those that hold in addition, which are given by a bit each.
pub(crate) fn arms_at_once(best: usize, further: u64) -> impl Iterator<Item = usize> {
    std::iter::once(best).chain((0..MOST_AT_ONCE).filter(move |arm| further >> arm & 1 == 1))
}

/// The arms of a union that the tag leaves.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Among {
    /// All: there is no tag, or the value is not an object.
    All,
    /// Those that have no values of the tag.
    Untagged,
    /// Those that a value of the tag stands for.
    Tagged(&'static str),
}

impl UnionMeta {
    /// Returns the first arm that a value of the tag stands for: the text of a string, or of a number or word as it is written.
    pub fn arm(&self, value: &str) -> Option<usize> {
        let exact = self.arms.iter().position(|arm| arm.tags.contains(&value));
        exact.or_else(|| self.arms.iter().position(|arm| arm.has(value)))
    }

    /// Returns the value of an arm's own table where other arms have it, too, so that what they hold has to decide.
    pub(crate) fn shared(&self, arm: usize, value: &str) -> Option<&'static str> {
        let own = self.arms[arm].tags.iter().copied().find(|own| *own == value)?;
        self.arms[arm + 1..].iter().any(|other| other.tags.contains(&own)).then_some(own)
    }

    /// Returns whether an arm has no values of the tag, so that its content decides.
    pub(crate) fn has_untagged_arm(&self) -> bool {
        self.arms.iter().any(|arm| arm.tags.is_empty())
    }

    /// Returns whether an arm is among those that the tag leaves.
    pub(crate) fn is_among(&self, arm: usize, among: Among) -> bool {
        match among {
            Among::All => true,
            Among::Untagged => self.arms[arm].tags.is_empty(),
            Among::Tagged(value) => self.arms[arm].tags.contains(&value),
        }
    }
}

/// An arm of a union.
#[derive(Debug)]
pub struct ArmMeta {
    /// The variant's name, for error messages.
    pub name: &'static str,
    /// The values of the tag that stand for the arm; the first is sent. Empty for an arm that is chosen by its content.
    pub tags: &'static [&'static str],
    /// Whether the values of the tag are numbers or booleans, which are sent without quotes.
    pub is_bare: bool,
}

impl ArmMeta {
    /// Returns whether a value of the tag stands for the arm. A number has several forms, `2` and `2.0`.
    pub(crate) fn has(&self, value: &str) -> bool {
        let is_number = || crate::json::number_length(value.as_bytes()) == Some(value.len());
        self.tags.contains(&value) || (self.is_bare && is_number() && self.tags.iter().any(|tag| Decimal::same(tag, value)))
    }
}

/// Returns whether the source text of a literal is that of a number or boolean.
#[doc(hidden)]
pub const fn is_bare(literal: &str) -> bool {
    !literal.is_empty() && literal.as_bytes()[0] != b'"'
}
