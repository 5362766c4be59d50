//! Reads unions. Reading ahead and reading again go through the [index](super::index), so that the time is linear however deep unions are
//! nested: an untagged union is decided once for each place and type, and where arms are only tried, what is decided is leapt over.

use std::any::TypeId;
use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::decode::{Claims, Decoder, Fit};
use super::index::{Answer, Keys, Question};
use super::read::{Failure, Mark};
use crate::model::{FieldMeta, Record, Slot, Union, flags};

/// What the keys of an object say about an arm before it is tried.
#[derive(Clone, Copy, Default)]
struct Profile {
    /// Whether the arm is a record, which takes objects only.
    record: bool,
    /// The properties without which the record is not read.
    required: Keys,
    /// The properties that it declares.
    declared: Keys,
    /// Whether all others count against it.
    closed: bool,
}

impl Profile {
    fn of(slot: Slot<'_>) -> Self {
        let Slot::Record(record) = slot else { return Self::default() };
        let mut profile = Self { record: true, closed: true, ..Self::default() };
        for (index, field) in record.meta().fields.iter().enumerate() {
            if field.flags & flags::FLATTEN != 0 {
                profile.closed = false;
            } else if field.flags & flags::EXTRA != 0 {
                profile.closed &= field.flags & flags::UNDECLARED != 0;
            } else {
                profile.declared.insert(field.wire);
                if field.flags & (flags::REQUIRED | flags::WRITE_ONLY) == flags::REQUIRED && !nullable(record, index) {
                    profile.required.insert(field.wire);
                }
            }
        }
        profile
    }

    /// Returns how many properties at least, of those with these keys, no field of the record takes.
    fn undeclared(&self, keys: Keys) -> u32 {
        if self.closed { keys.at_least_without(self.declared) } else { 0 }
    }
}

fn nullable(record: &mut dyn Record, index: usize) -> bool {
    matches!(record.field_slot(index), Slot::Opt(_))
}

/// The arms of the unions met.
#[derive(Default)]
pub(super) struct Profiles {
    arms: Vec<Profile>,
    /// Where those of a union start.
    starts: HashMap<TypeId, usize>,
}

impl Profiles {
    /// Returns where the arms of a union start.
    fn start(&mut self, union: &mut dyn Union) -> usize {
        let arms = &mut self.arms;
        *self.starts.entry(union.ty()).or_insert_with(|| {
            let start = arms.len();
            arms.extend((0..union.meta().arms.len()).map(|arm| Profile::of(union.select(arm))));
            start
        })
    }
}

/// The arm that is tried, and what it has to be better than.
#[derive(Clone, Copy)]
pub(super) struct Rival {
    arm: usize,
    /// How many properties at least it does not take.
    undeclared: u32,
    best: (Fit, usize),
}

/// The search for the arm that fits best.
#[derive(Default)]
struct Search {
    /// The best fit so far, and the arm; of equal ones the first is the best.
    best: Option<(Fit, usize)>,
    /// The arm that the union holds, where it was read in whole, and the end of the value.
    held: Option<(usize, Mark)>,
}

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
                self.pass(start)?;
                continue;
            }
            let text = self.reader.text();
            found = match self.reader.peek()? {
                b'"' => Some(self.reader.string()?),
                _ => {
                    let from = self.reader.at();
                    self.pass(start)?;
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

    /// Decides which arm fits best, and reads the value into it. Where the value is only tried, one that was decided before is left unread.
    fn untagged(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>) -> Result<(), Failure> {
        let first = self.reader.peek()?;
        let start = self.reader.mark();
        let mut question = None;
        if matches!(first, b'{' | b'[') {
            if self.reader.index(start).is_err() {
                // Text that is not JSON is the greater fault.
                return self.unknown(union, claims);
            }
            let asked = Question { ty: union.ty(), field: None, claims: self.claims_id(claims) };
            if let Some(answer) = self.reader.recall(asked) {
                return self.decided(union, claims, answer);
            }
            question = Some(asked);
        }
        let Search { best, held } = self.search(union, claims, first);
        self.reader.rewind(start);
        let answer = match best {
            Some((fit, arm)) => Answer { taken: Some(arm), fit },
            None => Answer { taken: None, fit: Fit::default() },
        };
        if let Some(question) = question {
            self.reader.remember(question, answer);
        }
        match held {
            Some((arm, end)) if answer.taken == Some(arm) => {
                self.reader.rewind(end);
                self.fit += answer.fit;
                Ok(())
            }
            _ => self.decided(union, claims, answer),
        }
    }

    /// Tries the arms that take a value of this kind, until one fits without a doubt.
    fn search(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>, first: u8) -> Search {
        let start = self.reader.mark();
        let before = (self.probing, self.fit, self.rival, self.hollow, self.shallow);
        let arms = union.meta().arms.len();
        let keys = self.reader.keys().filter(|_| first == b'{' && arms > 1);
        let profiles = keys.map(|_| self.profiles.start(union));
        let mut search = Search::default();
        (self.probing, self.shallow) = (true, false);
        // Those that declare all properties are tried first: one of them is most likely the best, and spares the others.
        'search: for complete in [true, false] {
            for arm in 0..arms {
                let profile = profiles.and_then(|start| self.profiles.arms.get(start + arm)).copied().unwrap_or_default();
                // What is claimed does not count against an arm.
                let undeclared = keys.filter(|_| claims.is_none()).map_or(0, |keys| profile.undeclared(keys));
                let rival = search.best.map(|best| Rival { arm, undeclared, best });
                let lacks = keys.is_some_and(|keys| profile.record && !keys.may_hold(profile.required));
                if (undeclared == 0) != complete || lacks || self.reader.work() > self.limit || rival.is_some_and(|it| it.lost(0)) {
                    continue;
                }
                search.held = None;
                let slot = union.select(arm);
                if !slot.fits(first) {
                    continue;
                }
                self.reader.rewind(start);
                (self.fit, self.rival, self.hollow) = (Fit::default(), rival, false);
                let tried = self.union_arm(slot, claims);
                if tried.is_err() || search.best.is_some_and(|best| best <= (self.fit, arm)) {
                    continue;
                }
                search.best = Some((self.fit, arm));
                search.held = Some((arm, self.reader.mark())).filter(|_| !self.hollow);
                if self.fit == Fit::default() {
                    break 'search;
                }
            }
        }
        (self.probing, self.fit, self.rival, self.hollow, self.shallow) = before;
        search
    }

    /// Reads a value into the arm that was decided on.
    fn decided(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>, answer: Answer) -> Result<(), Failure> {
        let Some(arm) = answer.taken else { return self.unknown(union, claims) };
        let is_known = self.probing && self.reader.keys().is_some();
        self.hollow |= is_known;
        if is_known && claims.is_none() {
            self.reader.leap();
        } else {
            let before = (self.fit, self.rival.take(), self.shallow);
            // Which properties the arm takes must show to the record around a flattened union.
            self.shallow |= is_known;
            self.union_arm(union.select(arm), claims)?;
            (self.fit, self.rival, self.shallow) = before;
        }
        self.fit += answer.fit;
        Ok(())
    }

    /// Returns whether the arm that is tried cannot become the best any more.
    #[inline]
    pub(super) fn lost(&self) -> bool {
        self.rival.is_some_and(|rival| rival.lost(self.fit.doubts))
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
        let value = self.any(claims)?;
        union.put_unknown(value);
        self.fit.doubts += 1;
        Ok(())
    }

    /// Reads a value without what is claimed. A list or an object that is only tried is left unread, and null instead.
    pub(super) fn any(&mut self, claims: Option<&Claims<'_>>) -> Result<Value, Failure> {
        match claims {
            Some(claims) if self.reader.peek()? == b'{' => return self.unclaimed(claims).map(Value::Object),
            _ => {}
        }
        let Some(finite) = self.reader.finite().filter(|_| self.probing) else { return self.reader.value() };
        if !finite {
            return Err(Failure::expected(self.reader.at(), "a number that fits 64 bits"));
        }
        self.reader.leap();
        self.hollow = true;
        Ok(Value::Null)
    }

    /// Passes over the next value; what is longer than a scalar by the index, which is built from the start of the value around it.
    pub(super) fn pass(&mut self, start: Mark) -> Result<(), Failure> {
        if matches!(self.reader.peek()?, b'{' | b'[') {
            self.reader.index(start)?;
        }
        self.reader.skip()
    }

    /// Returns a number that stands for what is claimed.
    pub(super) fn claims_id(&mut self, claims: Option<&Claims<'_>>) -> usize {
        let chain = || std::iter::successors(claims, |it| it.outer);
        let same = |known: &Vec<Claim>| {
            known.len() == chain().count()
                && known.iter().zip(chain()).all(|((fields, tag), it)| std::ptr::eq(*fields, it.fields) && *tag == it.tag)
        };
        if claims.is_none() {
            return 0;
        }
        let known = self.claims.iter().position(same).unwrap_or_else(|| {
            self.claims.push(chain().map(|it| (it.fields, it.tag)).collect());
            self.claims.len() - 1
        });
        known + 1
    }
}

impl Rival {
    fn lost(self, doubts: u32) -> bool {
        (Fit { doubts, undeclared: self.undeclared }, self.arm) > self.best
    }
}

/// The fields beside a flattened one, or the tag of a union.
pub(super) type Claim = (&'static [FieldMeta], Option<&'static str>);
