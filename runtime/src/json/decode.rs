//! Fills slots from JSON text. Not generic: compiled once for all types.
//!
//! **Invariant:** the strict path pays for neither pointers nor tolerance; both start where a mismatch is met, in
//! [`Decoder::mismatch`] and [`Decoder::refuse`].

use std::borrow::Cow;
use std::cmp::Ordering;
use std::ops::AddAssign;

use super::read::{Failure, Reader};
use super::scalars;
use super::unions::{Claim, Profiles, Rival};
use crate::model::{FieldMeta, IntSlot, ListSlot, MapSlot, OpenEnum, OptSlot, Record, ScalarSlot, Slot, TextSlot, View, flags};

pub(super) struct Decoder<'a> {
    pub(super) reader: Reader<'a>,
    /// Whether a value that does not fit its type is noted, and not an error.
    pub(super) tolerant: bool,
    /// The places where the text differs from its type, and decoding continued.
    pub(super) noted: Vec<Failure>,
    /// Whether an arm of a union is only tried.
    pub(super) probing: bool,
    /// Whether a value that is only tried was left unread, because how well it fits is known.
    pub(super) hollow: bool,
    /// Whether only the properties of an object are of interest, and not the lists and objects in it.
    pub(super) shallow: bool,
    /// How well the value fits, counted for the sake of unions.
    pub(super) fit: Fit,
    /// What the arm that is tried has to be better than.
    pub(super) rival: Option<Rival>,
    /// Where the value starts whose arms are tried.
    pub(super) decides: Option<usize>,
    pub(super) profiles: Profiles,
    /// The claims met, which are known by their place in this list.
    pub(super) claims: Vec<Vec<Claim>>,
    /// How many bytes may be read, with those that are read again, before no more arms of unions are tried.
    pub(super) limit: usize,
}

/// How well a value fits a type; less is better. Properties are counted at all levels: what is in a lost property is lost, too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fit {
    /// Properties that no field takes.
    pub(super) lost: u32,
    /// Properties that a flattened field does not take; what is beside it may.
    pub(super) passed: u32,
    /// Properties that are kept and not declared: entries of maps, and what is in a value of any type.
    pub(super) unnamed: u32,
    /// Values that the type takes but does not name, and conversions.
    pub(super) doubts: u32,
}

impl Fit {
    /// Returns what fits are compared by. To keep a property weighs more than to have a name for it, and that more than any number of doubts.
    fn rank(self) -> (u32, u32, u32) {
        (self.lost.saturating_add(self.passed), self.unnamed, self.doubts)
    }
}

impl PartialOrd for Fit {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fit {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl AddAssign for Fit {
    fn add_assign(&mut self, other: Self) {
        self.lost = self.lost.saturating_add(other.lost);
        self.passed = self.passed.saturating_add(other.passed);
        self.unnamed = self.unnamed.saturating_add(other.unnamed);
        self.doubts = self.doubts.saturating_add(other.doubts);
    }
}

/// Properties that belong to an enclosing record: the fields beside a flattened one, or the tag of a union.
#[derive(Clone, Copy)]
pub(super) struct Claims<'c> {
    pub(super) fields: &'static [FieldMeta],
    pub(super) tag: Option<&'static str>,
    pub(super) outer: Option<&'c Claims<'c>>,
}

impl Claims<'_> {
    pub(super) fn has(&self, key: &str) -> bool {
        self.tag == Some(key) || position(self.fields, 0, key).is_some() || self.outer.is_some_and(|it| it.has(key))
    }

    /// Returns whether they belong to a record around a flattened field, and not only to unions that the value is an arm of.
    pub(super) fn are_beside(&self) -> bool {
        !self.fields.is_empty() || self.outer.is_some_and(Self::are_beside)
    }
}

pub(super) fn claimed(claims: Option<&Claims<'_>>, key: &str) -> bool {
    claims.is_some_and(|it| it.has(key))
}

impl<'a> Decoder<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        // A document may have any number of unions for one place, each with any number of arms that fail late.
        let limit = text.len().saturating_mul(64).saturating_add(1 << 16);
        Self {
            reader: Reader::new(text),
            tolerant: false,
            noted: Vec::new(),
            probing: false,
            hollow: false,
            shallow: false,
            fit: Fit::default(),
            rival: None,
            decides: None,
            profiles: Profiles::default(),
            claims: Vec::new(),
            limit,
        }
    }

    /// Reads the whole text into a slot.
    pub(super) fn root(&mut self, slot: Slot<'_>) -> Result<(), Failure> {
        self.slot(slot)?;
        self.reader.end()
    }

    /// Reads the next value into a slot.
    pub(super) fn slot(&mut self, slot: Slot<'_>) -> Result<(), Failure> {
        let first = self.reader.peek()?;
        if self.shallow && matches!(first, b'{' | b'[') {
            return self.reader.skip();
        }
        match slot {
            Slot::Str(target) if first == b'"' => {
                *target = self.reader.string()?.into_owned();
                Ok(())
            }
            Slot::Opt(target) => self.opt(target, first),
            Slot::Record(target) => self.record(target, None).map(drop),
            Slot::Enum(target) if first == b'"' => self.open_enum(target),
            Slot::Text(target) if first == b'"' => self.text(target),
            Slot::Int(target) if number(first) => self.int(target),
            Slot::Bool(target) if matches!(first, b't' | b'f') => {
                *target = first == b't';
                self.reader.word(if first == b't' { "true" } else { "false" })
            }
            Slot::List(target) if first == b'[' => self.list(target),
            Slot::Map(target) if first == b'{' => self.map(target, None).map(drop),
            Slot::Tuple(target) if first == b'[' => self.tuple(target),
            Slot::Union(target) => self.union(target, None),
            Slot::F64(target) if number(first) => self.float(&mut |value| *target = value, f64::MAX),
            Slot::F32(target) if number(first) => self.float(&mut |value| *target = value as f32, f64::from(f32::MAX)),
            Slot::Number(target) if number(first) || first == b'"' => self.decimal(target, first),
            Slot::Bytes(target) if first == b'"' => self.bytes(target),
            Slot::File(target) if first == b'"' => self.bytes(target.content_mut()),
            Slot::Any(target) => {
                *target = self.any(None)?;
                Ok(())
            }
            Slot::Scalar(target) => self.scalar(target),
            Slot::Skip => self.reader.skip(),
            other => self.mismatch(other),
        }
    }

    #[inline]
    fn opt(&mut self, target: &mut dyn OptSlot, first: u8) -> Result<(), Failure> {
        if first == b'n' {
            target.put_null();
            self.reader.word("null")
        } else {
            self.slot(target.insert())
        }
    }

    fn list(&mut self, target: &mut dyn ListSlot) -> Result<(), Failure> {
        self.reader.enter()?;
        if let Some(integers) = target.as_any().downcast_mut::<Vec<i64>>() {
            return self.integers(integers);
        }
        let mut first = true;
        while self.reader.item(&mut first)? {
            self.slot(target.push())?;
        }
        Ok(())
    }

    /// Reads the elements of a list of integers without a call for each.
    fn integers(&mut self, target: &mut Vec<i64>) -> Result<(), Failure> {
        let mut first = true;
        while self.reader.item(&mut first)? {
            match self.reader.integer() {
                Some(value) => target.push(value),
                None => self.slot(ListSlot::push(target))?,
            }
        }
        Ok(())
    }

    /// Reads the entries of an object that are not claimed, and returns their count.
    pub(super) fn map(&mut self, target: &mut dyn MapSlot, claims: Option<&Claims<'_>>) -> Result<usize, Failure> {
        let start = self.reader.mark();
        let mut first = true;
        let mut count = 0;
        self.reader.enter()?;
        while let Some(key) = self.reader.key(&mut first)? {
            if claimed(claims, &key) {
                self.pass(start)?;
            } else {
                count += 1;
                self.entry(target, key)?;
            }
        }
        Ok(count)
    }

    /// Reads the value of an entry. A null where the type has none means that the entry is absent, as for an optional property.
    fn entry(&mut self, target: &mut dyn MapSlot, key: Cow<'_, str>) -> Result<(), Failure> {
        self.fit.unnamed += 1;
        if self.reader.peek()? != b'n' {
            return self.slot(target.insert(key.into_owned()));
        }
        match target.insert(key.clone().into_owned()) {
            slot @ (Slot::Opt(_) | Slot::Any(_)) => self.slot(slot),
            _ => {
                target.remove(&key);
                self.fit.doubts += 1;
                self.reader.word("null")
            }
        }
    }

    fn text(&mut self, target: &mut dyn TextSlot) -> Result<(), Failure> {
        let start = self.reader.at();
        let text = self.reader.string()?;
        if !target.put(&text) {
            return self.refuse(Failure::expected(start, target.expected()));
        }
        if !target.known() {
            self.doubt(start, target.expected());
        }
        Ok(())
    }

    /// Meets a text that is kept, although it is not of the form that the type declares.
    #[cold]
    fn doubt(&mut self, start: usize, expected: &'static str) {
        if self.probing {
            self.fit.doubts += 1;
        } else {
            self.noted.push(Failure::expected(start, expected));
        }
    }

    fn open_enum(&mut self, target: &mut dyn OpenEnum) -> Result<(), Failure> {
        target.put(&self.reader.string()?);
        if self.probing && !target.known() {
            self.fit.doubts += 1;
        }
        Ok(())
    }

    fn int(&mut self, target: &mut dyn IntSlot) -> Result<(), Failure> {
        let start = self.reader.at();
        let (value, plain) = match self.reader.integer() {
            Some(value) => (Some(i128::from(value)), true),
            None => {
                let text = self.reader.number()?;
                (text.parse::<i128>().ok().or_else(|| scalars::integer(text)), !text.contains(['.', 'e', 'E']))
            }
        };
        if !value.is_some_and(|value| target.put(value)) {
            return self.refuse(Failure::expected(start, target.expected()));
        }
        if self.probing {
            self.fit.doubts += u32::from(!target.known()) + u32::from(!plain);
        }
        Ok(())
    }

    fn float(&mut self, put: &mut dyn FnMut(f64), max: f64) -> Result<(), Failure> {
        let start = self.reader.at();
        let text = self.reader.number()?;
        match text.parse::<f64>() {
            Ok(value) if value.abs() <= max => put(value),
            _ => return self.refuse(Failure::expected(start, "a number in the range of the type")),
        }
        if self.probing && !text.contains(['.', 'e', 'E']) {
            // An arm for integers keeps the form.
            self.fit.doubts += 1;
        }
        Ok(())
    }

    fn decimal(&mut self, target: &mut dyn TextSlot, first: u8) -> Result<(), Failure> {
        let start = self.reader.at();
        let text = if first == b'"' {
            self.fit.doubts += 1;
            self.reader.string()?
        } else {
            Cow::Borrowed(self.reader.number()?)
        };
        if target.put(&text) { Ok(()) } else { self.refuse(Failure::expected(start, target.expected())) }
    }

    fn bytes(&mut self, target: &mut Vec<u8>) -> Result<(), Failure> {
        let start = self.reader.at();
        match crate::scalar::base64::decode(&self.reader.string()?) {
            Some(bytes) => {
                *target = bytes;
                Ok(())
            }
            None => self.refuse(Failure::expected(start, "base64 text")),
        }
    }

    fn scalar(&mut self, target: &mut dyn ScalarSlot) -> Result<(), Failure> {
        let (start, is_arm) = (self.reader.mark(), self.is_arm());
        let value = self.reader.value()?;
        let is_scalar = !value.is_object() && !value.is_array();
        if !target.put(value) {
            return self.refuse(Failure::expected(start.at, target.expected()));
        }
        if self.probing && !target.known() {
            if is_arm && !is_scalar {
                // An enum keeps everything; what it does not list is rather of another arm.
                return Err(Failure::expected(start.at, target.expected()));
            }
            self.fit.doubts += 1;
            self.reader.rewind(start);
            self.fit.unnamed += self.reader.count()?;
        }
        Ok(())
    }

    /// Reads an object into a record and returns how many of its fields were there.
    pub(super) fn record(&mut self, record: &mut dyn Record, claims: Option<&Claims<'_>>) -> Result<usize, Failure> {
        if self.reader.peek()? != b'{' {
            return self.mismatch(Slot::Record(record)).map(|()| 0);
        }
        let (meta, depth) = (record.meta(), self.reader.depth());
        let known = self.noted.len();
        let count = self.fields(record, meta.fields, claims).map_err(|failure| failure.within(meta, depth))?;
        for failure in self.noted.iter_mut().skip(known) {
            *failure = failure.within(meta, depth);
        }
        Ok(count)
    }

    fn fields(&mut self, record: &mut dyn Record, fields: &'static [FieldMeta], claims: Option<&Claims<'_>>) -> Result<usize, Failure> {
        let start = self.reader.mark();
        let mut seen = Seen::default();
        let mut next = 0;
        let mut count = 0;
        let mut first = true;
        if fields.iter().any(|it| it.flags & flags::FLATTEN != 0) {
            // From the outside inwards: what is inside is read first, and would be indexed again at each level.
            self.reader.index(start)?;
        }
        self.reader.enter()?;
        while let Some(key) = self.reader.key(&mut first)? {
            match position(fields, next, &key) {
                Some(index) => {
                    next = index + 1;
                    if seen.insert(index) {
                        count += 1;
                    } else {
                        // The last of several entries with one key wins, as it does almost everywhere (RFC 8259, section 4).
                        record.field_slot(index).clear();
                    }
                    self.field(record, &fields[index], index)?;
                    if self.probing && self.lost() {
                        return Err(Failure::expected(start.at, "an arm that fits better"));
                    }
                }
                None => self.undeclared(record, fields, key, claims)?,
            }
        }
        if count < fields.len() {
            self.complete(record, start, &seen, claims)?;
        }
        Ok(count)
    }

    #[inline]
    pub(super) fn field(&mut self, record: &mut dyn Record, meta: &FieldMeta, index: usize) -> Result<(), Failure> {
        let slot = record.field_slot(index);
        if meta.flags & flags::REQUIRED == 0 && self.reader.peek()? == b'n' {
            self.null(slot)?;
            // A null that is read as absent is not written again.
            self.fit.doubts += u32::from(self.probing && matches!(record.field(index), View::Absent));
            Ok(())
        } else if meta.flags & flags::SECRET != 0 {
            self.secret(slot)
        } else {
            self.slot(slot)
        }
    }

    /// Reads a null into an optional field, which takes it even where its type does not.
    fn null(&mut self, slot: Slot<'_>) -> Result<(), Failure> {
        match slot {
            Slot::Opt(target) => target.put_null(),
            Slot::Any(target) => *target = crate::model::Value::Null,
            Slot::Scalar(target) => drop(target.put(crate::model::Value::Null)),
            _ => {}
        }
        self.reader.word("null")
    }

    /// Reads a field that no error message may show.
    fn secret(&mut self, slot: Slot<'_>) -> Result<(), Failure> {
        let known = self.noted.len();
        let result = self.slot(slot).map_err(|failure| Failure { secret: true, ..failure });
        for failure in self.noted.iter_mut().skip(known) {
            failure.secret = true;
        }
        result
    }

    fn undeclared(
        &mut self,
        record: &mut dyn Record,
        fields: &[FieldMeta],
        key: Cow<'_, str>,
        claims: Option<&Claims<'_>>,
    ) -> Result<(), Failure> {
        let has = |flag| fields.iter().position(|it| it.flags & flag != 0);
        if has(flags::FLATTEN).is_some() || claimed(claims, &key) {
            return self.reader.skip();
        }
        match has(flags::EXTRA) {
            Some(extra) => self.further(record, extra, key, claims),
            None => self.lose(claims),
        }
    }

    /// Reads a property into the map for those that are not declared. Where the document does not allow for them, the map keeps what an arm
    /// of a union would lose without it, and counts as that.
    pub(super) fn further(
        &mut self,
        record: &mut dyn Record,
        extra: usize,
        key: Cow<'_, str>,
        claims: Option<&Claims<'_>>,
    ) -> Result<(), Failure> {
        let before = self.fit.unnamed;
        self.extra(record.field_slot(extra), key)?;
        if record.meta().fields[extra].flags & flags::UNDECLARED != 0 {
            let kept = self.fit.unnamed.saturating_sub(before);
            self.fit.unnamed = before;
            self.count_lost(kept, claims);
        }
        Ok(())
    }

    /// Passes over the value of a property that no field takes.
    pub(super) fn lose(&mut self, claims: Option<&Claims<'_>>) -> Result<(), Failure> {
        if !self.probing {
            return self.reader.skip();
        }
        let properties = 1 + self.reader.count()?;
        self.count_lost(properties, claims);
        Ok(())
    }

    fn count_lost(&mut self, properties: u32, claims: Option<&Claims<'_>>) {
        if claims.is_some_and(Claims::are_beside) {
            self.fit.passed += properties;
        } else {
            self.fit.lost += properties;
        }
    }

    pub(super) fn extra(&mut self, slot: Slot<'_>, key: Cow<'_, str>) -> Result<(), Failure> {
        match slot {
            Slot::Map(map) => self.entry(map, key),
            Slot::Opt(opt) => match opt.get() {
                Some(slot) => self.extra(slot, key),
                None => self.extra(opt.insert(), key),
            },
            _ => self.reader.skip(),
        }
    }

    /// Looks at the fields that were not there, and reads those that are spread among the others.
    fn complete(
        &mut self,
        record: &mut dyn Record,
        start: super::read::Mark,
        seen: &Seen,
        claims: Option<&Claims<'_>>,
    ) -> Result<(), Failure> {
        let mut spread = false;
        for (index, field) in record.meta().fields.iter().enumerate() {
            spread |= field.flags & flags::FLATTEN != 0;
            let wanted = field.flags & (flags::REQUIRED | flags::WRITE_ONLY | flags::FLATTEN | flags::EXTRA) == flags::REQUIRED;
            if !wanted || seen.has(index) {
                continue;
            }
            match record.field_slot(index) {
                // Servers leave out what may be null.
                Slot::Opt(_) => self.fit.doubts += 1,
                slot => self.refuse(Failure::missing(start.at, field.wire, slot.expected()))?,
            }
        }
        if spread { self.spread(record, start, claims) } else { Ok(()) }
    }

    /// Meets a value of the wrong type: an error, or a deviation where decoding is tolerant.
    #[cold]
    pub(super) fn mismatch(&mut self, slot: Slot<'_>) -> Result<(), Failure> {
        let failure = Failure::expected(self.reader.at(), slot.expected());
        let start = self.reader.mark();
        // Text that is not JSON is the greater fault.
        self.reader.skip()?;
        self.refuse(failure)?;
        scalars::convert(&self.reader.text()[start.at..self.reader.at()], slot);
        Ok(())
    }

    /// Meets a fault: an error, or a deviation where decoding is tolerant.
    #[cold]
    pub(super) fn refuse(&mut self, failure: Failure) -> Result<(), Failure> {
        if !self.tolerant || self.probing {
            return Err(failure);
        }
        self.noted.push(failure);
        Ok(())
    }
}

fn number(first: u8) -> bool {
    first == b'-' || first.is_ascii_digit()
}

/// Finds the field of a wire name, starting at the one that comes next in the table.
#[inline]
pub(super) fn position(fields: &[FieldMeta], next: usize, key: &str) -> Option<usize> {
    let is = |field: &FieldMeta| field.wire == key && field.flags & (flags::EXTRA | flags::FLATTEN) == 0;
    match fields.get(next) {
        Some(field) if is(field) => Some(next),
        _ => {
            let next = next.min(fields.len());
            let (before, after) = fields.split_at(next);
            after.iter().position(is).map(|index| next + index).or_else(|| before.iter().position(is))
        }
    }
}

/// The set of the fields met.
#[derive(Default)]
struct Seen {
    low: u128,
    high: Vec<bool>,
}

impl Seen {
    /// Adds a field; returns false where it is there.
    #[inline]
    fn insert(&mut self, index: usize) -> bool {
        let added = !self.has(index);
        if index < 128 {
            self.low |= 1 << index;
        } else {
            if self.high.len() <= index {
                self.high.resize(index + 1, false);
            }
            self.high[index] = true;
        }
        added
    }

    #[inline]
    fn has(&self, index: usize) -> bool {
        if index < 128 { self.low >> index & 1 == 1 } else { self.high.get(index).copied().unwrap_or(false) }
    }
}
