//! Reads unions and flattened fields: both go back and read an object more than once instead of keeping a copy of it.

use std::borrow::Cow;

use serde_json::Value;

use super::decode::{Claims, Decoder, Fit, claimed, position};
use super::read::{Failure, Mark};
use crate::model::{Record, Slot, Union, View, flags};

impl Decoder<'_> {
    /// Reads the next value into a union.
    pub(super) fn union(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>) -> Result<(), Failure> {
        let meta = union.meta();
        let first = self.reader.peek()?;
        let Some(tag) = meta.tag else { return self.untagged(union, claims) };
        if first != b'{' {
            return self.unknown(union, claims);
        }
        let found = self.tag(tag)?;
        let named = found.and_then(|found| meta.arms.iter().position(|arm| arm.tags.contains(&&*found)));
        match named.or(meta.fallback) {
            Some(arm) => {
                let tag = named.map(|_| tag);
                self.claimed_slot(union.select(arm), &Claims { fields: &[], tag, outer: claims })
            }
            None => self.unknown(union, claims),
        }
    }

    /// Reads ahead to the value of an object's property: the text of a string, or of a number or word as it is written.
    fn tag(&mut self, tag: &str) -> Result<Option<Cow<'_, str>>, Failure> {
        let start = self.reader.mark();
        let mut first = true;
        let mut found = None;
        self.reader.enter()?;
        while let Some(key) = self.reader.key(&mut first)? {
            if key != tag {
                self.reader.skip()?;
                continue;
            }
            let text = self.reader.text();
            found = match self.reader.peek()? {
                b'"' => Some(self.reader.string()?),
                _ => {
                    let from = self.reader.at();
                    self.reader.skip()?;
                    Some(Cow::Borrowed(&text[from..self.reader.at()]))
                }
            };
            break;
        }
        self.reader.rewind(start);
        Ok(found)
    }

    fn claimed_slot(&mut self, slot: Slot<'_>, claims: &Claims<'_>) -> Result<(), Failure> {
        match slot {
            Slot::Record(record) => self.record(record, Some(claims)).map(drop),
            Slot::Union(union) => self.union(union, Some(claims)),
            slot => self.slot(slot),
        }
    }

    /// Tries the arms that take a value of this kind, and keeps the one that it fits best.
    fn untagged(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>) -> Result<(), Failure> {
        let first = self.reader.peek()?;
        let start = self.reader.mark();
        let (probing, fit) = (self.probing, self.fit);
        let mut best: Option<(Fit, usize)> = None;
        // The arm that the union holds, and where the value ends.
        let mut held = None;
        let mut end = start;
        self.probing = true;
        for arm in 0..union.meta().arms.len() {
            held = Some(arm);
            let slot = union.select(arm);
            if self.budget == 0 || !slot.fits(first) {
                continue;
            }
            self.reader.rewind(start);
            self.fit = Fit::default();
            let result = self.union_arm(slot, claims);
            self.budget = self.budget.saturating_sub(self.reader.at() - start.at + 1);
            if result.is_err() {
                continue;
            }
            end = self.reader.mark();
            if best.is_none_or(|(fit, _)| self.fit < fit) {
                best = Some((self.fit, arm));
            }
            if self.fit == Fit::default() {
                break;
            }
        }
        self.probing = probing;
        let Some((found, arm)) = best else {
            self.fit = fit;
            self.reader.rewind(start);
            return self.unknown(union, claims);
        };
        if held == Some(arm) {
            self.reader.rewind(end);
        } else {
            self.reader.rewind(start);
            self.union_arm(union.select(arm), claims)?;
        }
        self.fit = fit;
        self.fit.doubts += found.doubts;
        self.fit.undeclared += found.undeclared;
        Ok(())
    }

    fn union_arm(&mut self, slot: Slot<'_>, claims: Option<&Claims<'_>>) -> Result<(), Failure> {
        match claims {
            Some(claims) => self.claimed_slot(slot, claims),
            None => self.slot(slot),
        }
    }

    /// Keeps a value that fits no arm; null where none takes it is a mismatch like any other.
    fn unknown(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>) -> Result<(), Failure> {
        if self.reader.peek()? == b'n' {
            return self.mismatch(Slot::Union(union));
        }
        let mut value = self.reader.value()?;
        if let Value::Object(object) = &mut value {
            object.retain(|key, _| !claimed(claims, key));
        }
        union.put_unknown(value);
        self.fit.doubts += 1;
        Ok(())
    }

    /// Reads the fields whose properties stand among those of the record, then what is left over.
    pub(super) fn spread(&mut self, record: &mut dyn Record, start: Mark, claims: Option<&Claims<'_>>) -> Result<(), Failure> {
        let end = self.reader.mark();
        let fields = record.meta().fields;
        let own = Claims { fields, tag: None, outer: claims };
        let undeclared = self.fit.undeclared;
        for (index, _) in fields.iter().enumerate().filter(|(_, it)| it.flags & flags::FLATTEN != 0) {
            self.reader.rewind(start);
            self.flattened(record.field_slot(index), &own)?;
        }
        self.fit.undeclared = undeclared;
        let extra = fields.iter().position(|it| it.flags & flags::EXTRA != 0);
        if self.probing || extra.is_some() {
            self.reader.rewind(start);
            self.left_over(record, extra, &own)?;
        }
        self.reader.rewind(end);
        Ok(())
    }

    fn left_over(&mut self, record: &mut dyn Record, extra: Option<usize>, own: &Claims<'_>) -> Result<(), Failure> {
        let mut first = true;
        self.reader.enter()?;
        while let Some(key) = self.reader.key(&mut first)? {
            if own.has(&key) || takes(View::Record(record), &key, true) {
                self.reader.skip()?;
            } else if let Some(extra) = extra {
                self.fit.undeclared += u32::from(record.meta().fields[extra].flags & flags::UNDECLARED != 0);
                self.extra(record.field_slot(extra), key)?;
            } else {
                self.fit.undeclared += 1;
                self.reader.skip()?;
            }
        }
        Ok(())
    }

    /// Reads an object into a flattened field, and returns how many properties it took.
    fn flattened(&mut self, slot: Slot<'_>, claims: &Claims<'_>) -> Result<usize, Failure> {
        match slot {
            Slot::Record(record) => self.record(record, Some(claims)),
            Slot::Union(union) => self.union(union, Some(claims)).map(|()| 1),
            Slot::Map(map) => self.map(map, Some(claims)),
            Slot::Any(value) => {
                *value = self.reader.value()?;
                let Value::Object(object) = value else { return Ok(0) };
                object.retain(|key, _| !claims.has(key));
                Ok(object.len())
            }
            Slot::Opt(opt) => {
                // The properties of an optional part are there together or not at all.
                let probing = std::mem::replace(&mut self.probing, true);
                let taken = self.flattened(opt.insert(), claims);
                self.probing = probing;
                match taken {
                    Ok(taken) if taken > 0 => Ok(taken),
                    _ => {
                        opt.clear();
                        Ok(0)
                    }
                }
            }
            _ => Ok(0),
        }
    }
}

/// Returns whether a flattened field has taken a property.
fn takes(view: View<'_>, key: &str, root: bool) -> bool {
    match view {
        View::Record(record) => {
            let fields = record.meta().fields;
            (!root && position(fields, 0, key).is_some())
                || fields.iter().enumerate().any(|(index, field)| {
                    (field.flags & flags::FLATTEN != 0 && takes(record.field(index), key, false))
                        || (!root && field.flags & flags::EXTRA != 0)
                })
        }
        View::Map(_) | View::Any(_) => true,
        View::Tagged { tag, arm, .. } => tag == key || takes(arm.view(), key, false),
        _ => false,
    }
}
