//! Reads flattened fields: an object is read once for each of them instead of keeping a copy of it, and its properties that belong elsewhere
//! are leapt over by the [index](super::index).

use serde_json::{Map, Value};

use super::decode::{Claims, Decoder, Fit};
use super::index::{Answer, Question};
use super::read::{Failure, Mark};
use crate::model::{OptSlot, Record, Slot, View, flags, takes};

impl Decoder<'_> {
    /// Reads the fields whose properties stand among those of the record, then what is left over.
    pub(super) fn spread(&mut self, record: &mut dyn Record, start: Mark, claims: Option<&Claims<'_>>) -> Result<(), Failure> {
        if self.reader.work() > self.limit {
            // Where several fields declare one property, each of them has a copy of what is in it, and each copy the same again.
            return Err(Failure::expected(start.at, "properties that fewer fields take at once"));
        }
        let end = self.reader.mark();
        let fields = record.meta().fields;
        let own = Claims { fields, tag: None, outer: claims };
        let passed = self.fit.passed;
        for (index, _) in fields.iter().enumerate().filter(|(_, it)| it.flags & flags::FLATTEN != 0) {
            self.reader.rewind(start);
            let question = Question { ty: record.ty(), field: Some(index), claims: self.claims_id(claims) };
            self.flattened(record.field_slot(index), &own, question)?;
        }
        self.fit.passed = passed;
        let extra = fields.iter().position(|it| it.flags & flags::EXTRA != 0);
        if self.probing || extra.is_some() {
            self.reader.rewind(start);
            self.left_over(record, extra, &own)?;
        }
        self.reader.rewind(end);
        Ok(())
    }

    fn left_over(&mut self, record: &mut dyn Record, extra: Option<usize>, own: &Claims<'_>) -> Result<(), Failure> {
        let start = self.reader.mark();
        let mut first = true;
        self.reader.enter()?;
        while let Some(key) = self.reader.key(&mut first)? {
            if own.has(&key) || takes(View::Record(record), &key, true) {
                self.pass(start)?;
            } else if let Some(extra) = extra {
                self.further(record, extra, key, own.outer)?;
            } else {
                self.lose(own.outer)?;
            }
        }
        Ok(())
    }

    /// Reads an object into a flattened field, and returns how many properties it took.
    fn flattened(&mut self, slot: Slot<'_>, claims: &Claims<'_>, question: Question) -> Result<usize, Failure> {
        match slot {
            Slot::Record(record) => self.record(record, Some(claims)),
            Slot::Union(union) => self.union(union, Some(claims)).map(|()| 1),
            Slot::Map(map) => self.map(map, Some(claims)),
            Slot::Any(value) => {
                let object = self.unclaimed(claims)?;
                let taken = object.len();
                *value = Value::Object(object);
                Ok(taken)
            }
            Slot::Opt(opt) => self.optional(opt, claims, question),
            _ => Ok(0),
        }
    }

    /// Reads the properties of an optional part, which are there together or not at all.
    fn optional(&mut self, opt: &mut dyn OptSlot, claims: &Claims<'_>, question: Question) -> Result<usize, Failure> {
        let start = self.reader.mark();
        let before = (self.probing, self.fit, self.rival.take(), self.hollow, self.shallow);
        let recalled = self.reader.recall(question);
        let answer = recalled.unwrap_or_else(|| {
            (self.probing, self.fit, self.hollow, self.shallow) = (true, Fit::default(), false, false);
            let taken = self.flattened(opt.insert(), claims, question).ok().filter(|taken| *taken > 0);
            let fit = if taken.is_some() { self.fit } else { Fit::default() };
            let answer = Answer { taken, further: 0, fit };
            self.reader.rewind(start);
            self.reader.remember(question, answer);
            answer
        });
        let hollow = self.hollow;
        (self.probing, self.fit, self.rival, self.hollow, self.shallow) = before;
        self.fit += answer.fit;
        let Some(taken) = answer.taken else {
            opt.clear();
            return Ok(0);
        };
        if self.probing {
            self.hollow |= hollow || recalled.is_some();
        }
        if recalled.is_some() || (hollow && !self.probing) {
            let (fit, rival) = (self.fit, self.rival.take());
            self.shallow |= self.probing;
            opt.clear();
            self.flattened(opt.insert(), claims, question)?;
            (self.fit, self.rival, self.shallow) = (fit, rival, before.4);
        }
        Ok(taken)
    }

    /// Reads the entries of an object that are not claimed.
    pub(super) fn unclaimed(&mut self, claims: &Claims<'_>) -> Result<Map<String, Value>, Failure> {
        let start = self.reader.mark();
        let mut object = Map::new();
        let mut first = true;
        self.reader.enter()?;
        while let Some(key) = self.reader.key(&mut first)? {
            if claims.has(&key) || self.shallow {
                self.pass(start)?;
            } else {
                self.fit.unnamed += 1;
                object.insert(key.into_owned(), self.any(None)?);
            }
        }
        Ok(object)
    }
}
