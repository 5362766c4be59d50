//! Chooses the arm of a union: by its tag, else the one that keeps the most, as in JSON; everything is text here, so there are fewer doubts.
//!
//! **Invariant:** an untagged union is decided once for each element and type. Where an arm is only tried, a union that was decided before is
//! left unread, so that the time is linear however deep unions are nested.

use super::Element;
use super::read::{Fault, Path, Reader};
use crate::model::{Among, MOST_AT_ONCE, SEVERAL, Slot, Union, arms_at_once, takes};

/// How well an element fits a type; less is better, and the first field weighs most.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fit {
    /// Elements and attributes, at all levels, that no field takes.
    pub(super) lost: usize,
    /// Values that an enum does not list.
    pub(super) doubts: usize,
}

/// What an element is of a union.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    /// The arm that keeps the most of it; none where no arm takes it.
    arm: Option<usize>,
    /// The arms that hold in addition, by a bit each.
    further: u64,
    fit: Fit,
}

impl Reader<'_> {
    pub(super) fn union(&self, element: &Element, union: &mut dyn Union, path: &mut Path) -> Result<(), Fault> {
        let meta = union.meta();
        if let Some(tag) = meta.tag {
            let child = element.children.iter().find(|it| it.local == tag).map(|it| it.text.trim());
            let value = child.or_else(|| element.attribute(tag));
            let named = value.and_then(|value| meta.arm(value));
            // Where no property tells the arm, the name of the element does (XML Object, "name").
            let value = if named.is_some() { value } else { Some(element.local.as_str()) };
            let named = named.or_else(|| meta.arm(&element.local));
            let shared = named.and_then(|arm| meta.shared(arm, value?));
            return match (shared, named.or(meta.fallback)) {
                (Some(value), _) => self.untagged(element, union, Among::Tagged(value), path),
                (None, Some(arm)) => self.element(element, union.select(arm), None, path),
                (None, None) if meta.has_untagged_arm() => self.untagged(element, union, Among::Untagged, path),
                (None, None) => self.chosen(element, union, None, 0, path),
            };
        }
        self.untagged(element, union, Among::All, path)
    }
    /// Reads the arm that keeps the most of the element, the earlier one of equals.
    fn untagged(&self, element: &Element, union: &mut dyn Union, among: Among, path: &mut Path) -> Result<(), Fault> {
        let key = (std::ptr::from_ref(element), union.ty());
        let known = self.chosen.borrow().get(&key).copied();
        if let Some(known) = known {
            if self.probing.get() {
                self.hollow.set(true);
                self.add(known.fit);
                return Ok(());
            }
            return self.chosen(element, union, known.arm, known.further, path);
        }
        let before = (self.probing.replace(true), self.hollow.replace(false), self.fit.get());
        let (mut chosen, mut is_whole) = self.search(element, union, among, path);
        if union.meta().several && chosen.fit.lost > 0 {
            self.gather(element, union, &mut chosen, path);
            is_whole = false;
        }
        self.probing.set(before.0);
        self.hollow.set(before.1);
        self.fit.set(before.2);
        self.add(chosen.fit);
        self.chosen.borrow_mut().insert(key, chosen);
        if is_whole {
            return Ok(());
        }
        if self.probing.get() {
            self.hollow.set(true);
            return Ok(());
        }
        self.chosen(element, union, chosen.arm, chosen.further, path)
    }

    /// Finds the arms that hold an element in addition to the best one, and take what that one loses.
    fn gather(&self, element: &Element, union: &mut dyn Union, chosen: &mut Chosen, path: &mut Path) {
        let depth = path.len();
        let Some(best) = chosen.arm else { return };
        let attributes = element.declared().map(|it| (it.local.as_str(), 1));
        let mut left: Vec<(&str, usize)> = element.children.iter().map(|it| (it.local.as_str(), it.size())).chain(attributes).collect();
        for arm in std::iter::once(best).chain((0..union.meta().arms.len().min(MOST_AT_ONCE)).filter(|arm| *arm != best)) {
            let tried = self.element(element, union.select(arm), None, path);
            path.truncate(depth);
            let (taken, rest): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|(name, _)| tried.is_ok() && takes(union.content(), name, false));
            if arm != best && !taken.is_empty() {
                chosen.further |= 1 << arm;
                let lost: usize = taken.iter().map(|(_, size)| *size).sum();
                chosen.fit.lost = chosen.fit.lost.saturating_sub(lost);
            }
            left = rest;
        }
    }

    /// Returns what an element is of a union, and whether the union holds it in whole.
    fn search(&self, element: &Element, union: &mut dyn Union, among: Among, path: &mut Path) -> (Chosen, bool) {
        let (depth, size, meta) = (path.len(), element.size(), union.meta());
        let mut best: Option<(usize, Fit)> = None;
        for arm in (0..meta.arms.len()).filter(|arm| meta.is_among(*arm, among)) {
            self.hollow.set(false);
            self.fit.set(Fit::default());
            let tried = self.element(element, union.select(arm), None, path);
            path.truncate(depth);
            let fit = self.fit.get();
            // An arm that takes nothing of an element does not hold it.
            if tried.is_err() || (fit.lost > 0 && fit.lost + 1 >= size) || best.is_some_and(|(_, best)| best <= fit) {
                continue;
            }
            best = Some((arm, fit));
            if fit == Fit::default() {
                return (Chosen { arm: Some(arm), further: 0, fit }, !self.hollow.get());
            }
        }
        match best {
            // Another arm was tried after it.
            Some((arm, fit)) => (Chosen { arm: Some(arm), further: 0, fit }, false),
            None => (Chosen { arm: None, further: 0, fit: Fit { lost: size - 1, doubts: 1 } }, false),
        }
    }

    fn chosen(&self, element: &Element, union: &mut dyn Union, arm: Option<usize>, further: u64, path: &mut Path) -> Result<(), Fault> {
        match arm {
            Some(best) if further != 0 => {
                let Slot::List(list) = union.select(SEVERAL) else { return Ok(()) };
                for arm in arms_at_once(best, further) {
                    if let Slot::Union(part) = list.push() {
                        self.element(element, part.select(arm), None, path)?;
                    }
                }
                Ok(())
            }
            Some(arm) => self.element(element, union.select(arm), None, path),
            None if self.probing.get() => {
                self.hollow.set(true);
                Ok(())
            }
            None => {
                union.put_unknown(element.to_value());
                Ok(())
            }
        }
    }
}
