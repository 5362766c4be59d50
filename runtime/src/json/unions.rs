//! Reads unions. Reading ahead and reading again go through the [index](super::index), so that the time is linear however deep unions are
//! nested: an untagged union is decided once for each place and type, and where arms are only tried, what is decided is leapt over.

use std::any::TypeId;
use std::borrow::Cow;
use std::collections::HashMap;
use std::rc::Rc;

use serde_json::Value;

use super::decode::{Claims, Decoder, Fit};
use super::index::{Answer, Keys, Question};
use super::read::{Failure, Mark};
use crate::model::{Among, FieldMeta, MOST_AT_ONCE, Record, SEVERAL, Slot, Union, arms_at_once, flags, takes};

/// What the keys of an object say about an arm before it is tried.
#[derive(Clone, Copy, Default)]
struct Profile {
    /// Whether the arm is a record, which takes objects only.
    record: bool,
    /// The properties without which the record is not read.
    required: Keys,
    /// The properties that it declares.
    declared: Keys,
    /// What becomes of the others.
    others: Others,
}

/// What becomes of the properties that an arm does not declare.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Others {
    /// The arm has to be tried to find out.
    #[default]
    Open,
    /// They are lost.
    Lost,
    /// They are kept in a map.
    Kept,
}

impl Profile {
    fn of(slot: Slot<'_>) -> Self {
        let record = match slot {
            Slot::Record(record) => record,
            Slot::Map(_) => return Self { others: Others::Kept, ..Self::default() },
            _ => return Self::default(),
        };
        let fields = record.meta().fields;
        let all = fields.iter().fold(0, |all, field| all | field.flags);
        let others = match all & (flags::FLATTEN | flags::EXTRA | flags::UNDECLARED) {
            0 => Others::Lost,
            flags::EXTRA => Others::Kept,
            // What a map keeps that the document does not allow for counts as lost.
            it if it & flags::FLATTEN == 0 => Others::Lost,
            _ => Others::Open,
        };
        let mut profile = Self { record: true, others, ..Self::default() };
        for (index, field) in fields.iter().enumerate() {
            if field.flags & (flags::FLATTEN | flags::EXTRA) == 0 {
                profile.declared.insert(field.wire);
                if field.flags & (flags::REQUIRED | flags::WRITE_ONLY) == flags::REQUIRED && !nullable(record, index) {
                    profile.required.insert(field.wire);
                }
            }
        }
        profile
    }

    /// Returns how well at best an object with these keys fits.
    fn best(&self, keys: Keys) -> Fit {
        let undeclared = keys.at_least_without(self.declared);
        match self.others {
            Others::Open => Fit::default(),
            Others::Lost => Fit { lost: undeclared, ..Fit::default() },
            Others::Kept => Fit { unnamed: undeclared, ..Fit::default() },
        }
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
    /// How well it fits at best.
    at_best: Fit,
    best: (Fit, usize),
}

/// The search for the arm that fits best.
#[derive(Default)]
struct Search {
    /// The best fit so far, and the arm; of equal ones the first is the best.
    best: Option<(Fit, usize)>,
    /// The arm that the union holds, where it was read in whole, and the end of the value.
    held: Option<(usize, Mark)>,
    /// The arms that hold in addition, by a bit each.
    further: u64,
}

impl Decoder<'_> {
    /// Reads the next value into a union.
    pub(super) fn union(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>) -> Result<(), Failure> {
        let meta = union.meta();
        let first = self.reader.peek()?;
        let Some(tag) = meta.tag else { return self.untagged(union, claims, Among::All) };
        let has_untagged = meta.has_untagged_arm();
        if first != b'{' {
            return if has_untagged { self.untagged(union, claims, Among::All) } else { self.unknown(union, claims) };
        }
        let found = self.tag(tag)?;
        let named = found.and_then(|found| meta.arm(&found).map(|arm| (arm, meta.shared(arm, &found))));
        match (named, meta.fallback) {
            (Some((_, Some(value))), _) => {
                self.untagged(union, Some(&Claims { fields: &[], tag: Some(tag), outer: claims }), Among::Tagged(value))
            }
            (Some((arm, None)), _) => self.claimed_slot(union.select(arm), &Claims { fields: &[], tag: Some(tag), outer: claims }),
            (None, Some(arm)) => self.claimed_slot(union.select(arm), &Claims { fields: &[], tag: None, outer: claims }),
            (None, None) if has_untagged => self.untagged(union, claims, Among::Untagged),
            (None, None) => self.unknown(union, claims),
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
    fn untagged(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>, among: Among) -> Result<(), Failure> {
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
        let Search { best, held, further } = self.search(union, claims, among, first);
        self.reader.rewind(start);
        let answer = match best {
            Some((fit, arm)) => Answer { taken: Some(arm), further, fit },
            None => Answer { taken: None, further, fit: Fit::default() },
        };
        if let Some(question) = question {
            self.reader.remember(question, answer);
        }
        match held {
            Some((arm, end)) if answer.taken == Some(arm) && further == 0 => {
                self.reader.rewind(end);
                self.fit += answer.fit;
                Ok(())
            }
            _ => self.decided(union, claims, answer),
        }
    }

    /// Tries the arms that take a value of this kind, until one fits without a doubt.
    fn search(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>, among: Among, first: u8) -> Search {
        let start = self.reader.mark();
        let before = (self.probing, self.fit, self.rival, self.hollow, self.shallow);
        let decides = self.decides;
        let meta = union.meta();
        let arms = meta.arms.len();
        let keys = self.reader.keys().filter(|_| first == b'{' && arms > 1);
        let profiles = keys.map(|_| self.profiles.start(union));
        let mut search = Search::default();
        (self.probing, self.shallow) = (true, false);
        // Those that declare all properties are tried first: one of them is most likely the best, and spares the others.
        'search: for complete in [true, false] {
            for arm in (0..arms).filter(|arm| meta.is_among(*arm, among)) {
                let profile = profiles.and_then(|start| self.profiles.arms.get(start + arm)).copied().unwrap_or_default();
                // What is claimed does not count against an arm.
                let at_best = keys.filter(|_| claims.is_none()).map_or_else(Fit::default, |keys| profile.best(keys));
                let rival = search.best.map(|best| Rival { arm, at_best, best });
                let lacks = keys.is_some_and(|keys| profile.record && !keys.may_hold(profile.required));
                let is_lost = rival.is_some_and(|it| it.lost(Fit::default()));
                if (at_best == Fit::default()) != complete || lacks || is_lost || self.reader.work() > self.limit {
                    continue;
                }
                search.held = None;
                let slot = union.select(arm);
                if !slot.fits(first) {
                    continue;
                }
                self.reader.rewind(start);
                (self.fit, self.rival, self.hollow, self.decides) = (Fit::default(), rival, false, Some(start.at));
                let tried = self.union_arm(slot, claims);
                if tried.is_err() || search.best.is_some_and(|best| best <= (self.fit, arm)) || !self.is_held(start, claims) {
                    continue;
                }
                search.best = Some((self.fit, arm));
                search.held = Some((arm, self.reader.mark())).filter(|_| !self.hollow);
                if self.fit == Fit::default() {
                    break 'search;
                }
            }
        }
        if meta.several && first == b'{' {
            self.rival = None;
            self.reader.rewind(start);
            self.gather(union, claims, &mut search);
        }
        (self.probing, self.fit, self.rival, self.hollow, self.shallow) = before;
        self.decides = decides;
        search
    }

    /// Finds the arms that hold an object in addition to the best one and take properties which that one loses: each fits by itself, and
    /// together they keep more.
    fn gather(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>, search: &mut Search) {
        let Some((mut fit, best)) = search.best else { return };
        let (start, arms) = (self.reader.mark(), union.meta().arms.len().min(MOST_AT_ONCE));
        if fit.lost + fit.passed == 0 || best >= arms {
            return;
        }
        search.held = None;
        // Claims make the arms of a nested union read and not leapt over, even where nothing is claimed.
        let own = Claims { fields: &[], tag: None, outer: claims };
        let Ok(mut left) = self.unclaimed_weights(&own) else { return };
        for arm in std::iter::once(best).chain((0..arms).filter(|arm| *arm != best)) {
            self.reader.rewind(start);
            self.shallow = true;
            let is_read = union.select(arm).fits(b'{') && self.claimed_slot(union.select(arm), &own).is_ok();
            self.shallow = false;
            let (taken, rest): (Vec<_>, Vec<_>) = left.iter().cloned().partition(|(key, _)| is_read && takes(union.content(), key, false));
            if arm != best {
                self.reader.rewind(start);
                self.fit = Fit::default();
                let is_held = !taken.is_empty() && self.reader.work() <= self.limit && self.union_arm(union.select(arm), claims).is_ok();
                if !is_held {
                    continue;
                }
                search.further |= 1 << arm;
                fit.doubts = fit.doubts.saturating_add(self.fit.doubts);
                for (_, weight) in taken {
                    let counted = if claims.is_some_and(Claims::are_beside) { &mut fit.passed } else { &mut fit.lost };
                    *counted = counted.saturating_sub(weight);
                }
            }
            left = rest;
        }
        search.best = Some((fit, best));
    }

    /// Returns the keys of the object that is next, without those that are claimed, each with the number of properties that are lost with it.
    fn unclaimed_weights(&mut self, claims: &Claims<'_>) -> Result<Vec<(Rc<str>, u32)>, Failure> {
        let mut weights = Vec::new();
        let mut first = true;
        self.reader.enter()?;
        while let Some(key) = self.reader.key(&mut first)? {
            let weight = 1 + self.reader.count()?;
            if !claims.has(&key) {
                weights.push((Rc::from(key), weight));
            }
        }
        Ok(weights)
    }

    /// Returns whether an arm that was read holds the value that starts at a place: of an object it has to take something.
    fn is_held(&mut self, start: Mark, claims: Option<&Claims<'_>>) -> bool {
        if self.fit.lost == 0 || claims.is_some() {
            return true;
        }
        let end = self.reader.mark();
        self.reader.rewind(start);
        let is_object = matches!(self.reader.peek(), Ok(b'{'));
        let properties = self.reader.count().unwrap_or_default();
        self.reader.rewind(end);
        !is_object || self.fit.lost < properties
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
            if answer.further == 0 {
                self.union_arm(union.select(arm), claims)?;
            } else {
                self.several(union, claims, arm, answer.further)?;
            }
            (self.fit, self.rival, self.shallow) = before;
        }
        self.fit += answer.fit;
        Ok(())
    }

    /// Returns whether the arm that is tried cannot become the best any more.
    #[inline]
    pub(super) fn lost(&self) -> bool {
        self.rival.is_some_and(|rival| rival.lost(self.fit))
    }

    /// Reads an object into each of the arms that hold it.
    fn several(&mut self, union: &mut dyn Union, claims: Option<&Claims<'_>>, best: usize, further: u64) -> Result<(), Failure> {
        let start = self.reader.mark();
        let Slot::List(list) = union.select(SEVERAL) else { return self.reader.skip() };
        for arm in arms_at_once(best, further) {
            self.reader.rewind(start);
            if let Slot::Union(element) = list.push() {
                self.union_arm(element.select(arm), claims)?;
            }
        }
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
        if self.is_arm() && !claims.is_some_and(Claims::are_beside) {
            // A union that is an arm of another one holds nothing that none of its own arms does.
            return Err(Failure::expected(self.reader.at(), "one of several values"));
        }
        let value = self.any(claims)?;
        union.put_unknown(value);
        self.fit.doubts += 1;
        Ok(())
    }

    /// Returns whether the next value is the one whose arms are tried, and not a value in it.
    pub(super) fn is_arm(&self) -> bool {
        self.probing && self.decides == Some(self.reader.at())
    }

    /// Reads a value without what is claimed. A list or an object that is only tried is left unread, and null instead.
    pub(super) fn any(&mut self, claims: Option<&Claims<'_>>) -> Result<Value, Failure> {
        match claims {
            Some(claims) if self.reader.peek()? == b'{' => return self.unclaimed(claims).map(Value::Object),
            _ => {}
        }
        if !self.probing {
            return self.reader.value();
        }
        let Some(finite) = self.reader.finite() else {
            let start = self.reader.mark();
            self.fit.unnamed += self.reader.count()?;
            self.reader.rewind(start);
            return self.reader.value();
        };
        if !finite {
            return Err(Failure::expected(self.reader.at(), "a number that fits 64 bits"));
        }
        self.fit.unnamed += self.reader.count()?;
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
    /// Returns whether the arm cannot become the best any more. What a flattened field passes over does not count until the end.
    fn lost(self, fit: Fit) -> bool {
        let lost = fit.lost.max(self.at_best.lost);
        let unnamed = fit.unnamed.max(self.at_best.unnamed);
        (Fit { lost, passed: 0, unnamed, doubts: fit.doubts }, self.arm) > self.best
    }
}

/// The fields beside a flattened one, or the tag of a union.
pub(super) type Claim = (&'static [FieldMeta], Option<&'static str>);
