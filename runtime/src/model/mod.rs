//! What a generated type is to the runtime: something that can be read ([`View`]) and filled ([`Slot`]) without generic code.
//!
//! Derived serde impls are most of what rustc works on in a large client crate. A generated type has a small table and three
//! matches instead, written by [`record!`](crate::record), [`string_enum!`](crate::string_enum) and their kin, and everything
//! that walks values (JSON, forms, parameters, comparison, `Debug`) is compiled once, here.
//!
//! **Invariant:** decoding starts from [`Model::blank`] and fills it, so a partly filled value exists only inside the runtime
//! or where a client is built with tolerant decoding.

mod compare;
mod entries;
mod impls;
mod listed;
mod lookup;
mod macros;
mod nullable;
mod opaque;
mod serde;
mod slot;
mod tuple;
mod unions;

use std::any::{Any, TypeId};
use std::fmt;

pub use self::serde::{deserialize, serialize};
pub use compare::{debug, equal};
pub use entries::{Entry, entries};
pub(crate) use entries::{is_object, takes};
pub use listed::ListedTexts;
pub use lookup::{explain_union, lookup, slot_at, take_list};
pub use nullable::Nullable;
pub use opaque::OpaqueBox;
pub use serde_json::Value;
pub(crate) use tuple::fixed;
pub use tuple::{tuple_at, tuple_len};
pub(crate) use unions::{Among, MOST_AT_ONCE, arms_at_once};
pub use unions::{ArmMeta, EVENT_TAG, SEVERAL, Union, UnionMeta, is_bare};

/// A type that the runtime can make, read and fill.
///
/// A record has [`META`](Self::META), [`blank`](Self::blank), [`field`](Self::field) and [`field_slot`](Self::field_slot); a union
/// [`UNION`](Self::UNION), [`blank`](Self::blank), [`view`](Self::view), [`select`](Self::select) and [`current`](Self::current); an open enum of
/// strings [`from_text`](Self::from_text) and [`sent`](Self::sent). Every other type has [`blank`](Self::blank), [`view`](Self::view) and
/// [`slot`](Self::slot). All in one trait, and no more than that, since each impl and each function costs the compiler of a large crate.
pub trait Model: Sized + Send + Sync + 'static {
    /// The table of a record's fields; empty for other types.
    const META: &'static RecordMeta = &RecordMeta { name: "", fields: &[], places: &[] };
    /// The table of a union's arms; empty for other types.
    const UNION: &'static UnionMeta = &UnionMeta { name: "", tag: None, arms: &[], fallback: None, several: false };

    /// Returns the empty value that decoding starts from: of a union, the unknown value null; of an open enum, the unknown value of no text.
    fn blank() -> Self {
        Self::from_text("")
    }
    /// Returns what the value holds.
    fn view(&self) -> View<'_> {
        if Self::META.name.is_empty() { View::Str(self.sent().as_str()) } else { View::Record(self) }
    }
    /// Returns where a decoded value goes.
    fn slot(&mut self) -> Slot<'_> {
        if !Self::META.name.is_empty() {
            Slot::Record(self)
        } else if !Self::UNION.name.is_empty() {
            Slot::Union(self)
        } else {
            Slot::Enum(self)
        }
    }
    /// Returns what a field of a record holds, by its index in the table.
    fn field(&self, index: usize) -> View<'_> {
        let _ = index;
        View::Absent
    }
    /// Returns where the value of a record's field goes, by its index in the table.
    fn field_slot(&mut self, index: usize) -> Slot<'_> {
        let _ = index;
        Slot::Skip
    }
    /// Makes a union the blank arm at an index in the table, and returns where its content goes: for [`SEVERAL`], the list of arms that hold
    /// at once.
    fn select(&mut self, arm: usize) -> Slot<'_> {
        let _ = arm;
        Slot::Skip
    }
    /// Returns where the content of a union's present arm goes: [`Slot::Any`] for a value that fits no arm.
    fn current(&mut self) -> Slot<'_> {
        Slot::Skip
    }
    /// Returns the value of an open enum that is sent as the text.
    fn from_text(text: &str) -> Self {
        let _ = text;
        Self::blank()
    }
    /// Returns the text that the value of an open enum is sent as.
    fn sent(&self) -> Sent<'_> {
        Sent::Unlisted("")
    }
}

/// The text that the value of an open enum is sent as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sent<'a> {
    /// One that the document lists.
    Listed(&'a str),
    /// Another one, which was kept.
    Unlisted(&'a str),
}

impl<'a> Sent<'a> {
    /// Returns the text.
    #[inline]
    pub fn as_str(self) -> &'a str {
        match self {
            Self::Listed(text) | Self::Unlisted(text) => text,
        }
    }
}

/// A value that a parameter can have: every [`Model`], and `str`.
pub trait Argument: Send + Sync {
    /// Returns what the value holds.
    fn view(&self) -> View<'_>;
}

impl<T: Model> Argument for T {
    fn view(&self) -> View<'_> {
        Model::view(self)
    }
}

impl Argument for str {
    fn view(&self) -> View<'_> {
        View::Str(self)
    }
}

/// What a value holds.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub enum View<'a> {
    /// Nothing: an optional field that is not there. Encoded as null where something must stand.
    Absent,
    /// An explicit null.
    Null,
    /// A boolean.
    Bool(bool),
    /// A signed integer.
    Int(i64),
    /// An unsigned integer.
    Uint(u64),
    /// A floating-point number.
    Float(f64),
    /// A floating-point number of 32 bits, which is written with fewer digits.
    Float32(f32),
    /// A number as it is written, valid JSON number text.
    Number(&'a str),
    /// A string.
    Str(&'a str),
    /// A string made by formatting: dates, identifiers.
    Text(&'a dyn fmt::Display),
    /// A string made by formatting, for types whose `Display` is not what is sent.
    Written(&'a dyn TextView),
    /// Bytes, base64 (RFC 4648, section 4) in JSON.
    Bytes(&'a [u8]),
    /// A file for a multipart body.
    File(&'a crate::body::FilePart),
    /// Any JSON value.
    Any(&'a Value),
    /// A list.
    List(&'a dyn ListView),
    /// A map with string keys.
    Map(&'a dyn MapView),
    /// A record.
    Record(&'a dyn Record),
    /// The arm of a union that is told by a property.
    Tagged {
        /// The property's wire name.
        tag: &'static str,
        /// The index of the arm in the table.
        index: usize,
        /// The table: the values that stand for the arm, one of which the arm itself may hold.
        union: &'static UnionMeta,
        /// The arm.
        arm: &'a dyn Argument,
    },
    /// Objects that are sent as one: of each property the first that is there.
    Merged(&'a dyn ListView),
}

/// Where a decoded value goes.
#[non_exhaustive]
pub enum Slot<'a> {
    /// Nowhere: the value is read over.
    Skip,
    /// A boolean.
    Bool(&'a mut bool),
    /// An integer of any width.
    Int(&'a mut dyn IntSlot),
    /// A 32-bit floating-point number.
    F32(&'a mut f32),
    /// A 64-bit floating-point number.
    F64(&'a mut f64),
    /// A string.
    Str(&'a mut String),
    /// An open enum of strings, which takes every text.
    Enum(&'a mut dyn OpenEnum),
    /// A string that is parsed: dates, identifiers.
    Text(&'a mut dyn TextSlot),
    /// A number kept as it is written; a string is taken too.
    Number(&'a mut dyn TextSlot),
    /// Bytes, base64 in JSON.
    Bytes(&'a mut Vec<u8>),
    /// A file, base64 in JSON.
    File(&'a mut crate::body::FilePart),
    /// Any JSON value.
    Any(&'a mut Value),
    /// A scalar of mixed type.
    Scalar(&'a mut dyn ScalarSlot),
    /// A value that may be null or absent.
    Opt(&'a mut dyn OptSlot),
    /// A list.
    List(&'a mut dyn ListSlot),
    /// A list whose elements each have a type of their own: the fields of a record, by position.
    Tuple(&'a mut dyn Record),
    /// A map with string keys.
    Map(&'a mut dyn MapSlot),
    /// A record.
    Record(&'a mut dyn Record),
    /// A union.
    Union(&'a mut dyn Union),
}

/// An integer that takes any number that fits.
pub trait IntSlot {
    /// Takes the value, or returns false where it does not fit.
    fn put(&mut self, value: i128) -> bool;
    /// Says what fits, for error messages: `a 32-bit integer`.
    fn expected(&self) -> &'static str;
    /// Returns whether the value taken last is one the type declares; false for the unknown value of an open enum.
    fn known(&self) -> bool {
        true
    }
}

/// A value that is parsed from text.
pub trait TextSlot {
    /// Takes the text, or returns false where it cannot be read.
    fn put(&mut self, text: &str) -> bool;
    /// Returns whether the text taken last is of the form that the type declares, and not only kept.
    fn known(&self) -> bool {
        true
    }
    /// Says what can be read, for error messages: `an RFC 3339 date-time`.
    fn expected(&self) -> &'static str;
}

/// An open enum of strings that is filled, whatever its type: what [`Model`] says of one.
pub trait OpenEnum {
    /// Takes a text.
    fn put(&mut self, text: &str);
    /// Returns whether the value is one that the document lists.
    fn known(&self) -> bool;
}

impl<T: Model> OpenEnum for T {
    fn put(&mut self, text: &str) {
        *self = T::from_text(text);
    }
    fn known(&self) -> bool {
        matches!(self.sent(), Sent::Listed(_))
    }
}

/// A value that is written as text.
pub trait TextView: Send + Sync {
    /// Returns the text as sent.
    fn text(&self) -> String;
    /// Returns whether the text is a secret, which is sent but not shown.
    fn is_secret(&self) -> bool {
        false
    }
}

/// A scalar of mixed type, such as an enum of strings and numbers.
pub trait ScalarSlot {
    /// Takes the value, or returns false where it does not fit.
    fn put(&mut self, value: Value) -> bool;
    /// Says what fits, for error messages.
    fn expected(&self) -> &'static str;
    /// Returns whether the value taken last is one the type declares.
    fn known(&self) -> bool {
        true
    }
}

/// A value that may be null or absent.
pub trait OptSlot {
    /// Makes the value present and blank, and returns where its content goes.
    fn insert(&mut self) -> Slot<'_>;
    /// Makes the value null.
    fn put_null(&mut self);
    /// Makes the value absent.
    fn clear(&mut self);
    /// Returns where the content goes, where there is a value.
    fn get(&mut self) -> Option<Slot<'_>>;
}

/// A list that is filled.
pub trait ListSlot {
    /// Adds a blank element and returns where its content goes.
    fn push(&mut self) -> Slot<'_>;
    /// Removes the element added last.
    fn pop(&mut self);
    /// Removes all elements.
    fn clear(&mut self);
    /// Returns the list as `Any`, so that its owner can take the elements out.
    fn as_any(&mut self) -> &mut dyn Any;
}

/// A map that is filled.
pub trait MapSlot {
    /// Adds a blank value under a key and returns where its content goes.
    fn insert(&mut self, key: String) -> Slot<'_>;
    /// Removes the value under a key.
    fn remove(&mut self, key: &str);
    /// Removes all entries.
    fn clear(&mut self);
    /// Returns the value under a key.
    fn get(&mut self, key: &str) -> Option<Slot<'_>>;
}

/// A list that is read.
pub trait ListView: Send + Sync {
    /// Returns the number of elements.
    fn len(&self) -> usize;
    /// Returns whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Returns the element at an index below [`len`](Self::len).
    fn at(&self, index: usize) -> View<'_>;
    /// Returns the elements of a list of nothing but numbers of one type, which are written without a call for each.
    fn numbers(&self) -> Option<Numbers<'_>> {
        None
    }
}

/// The elements of a list of numbers.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Numbers<'a> {
    /// Signed integers of 64 bits.
    Int(&'a [i64]),
    /// Floating-point numbers of 64 bits.
    Float(&'a [f64]),
}

/// A map that is read.
pub trait MapView: Send + Sync {
    /// Returns the number of entries.
    fn len(&self) -> usize;
    /// Returns whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Calls `visit` with each entry, in the map's order, until it returns false.
    fn each<'a>(&'a self, visit: &mut dyn FnMut(&'a str, View<'a>) -> bool);
}

/// A value with named fields, whatever its type: what [`Model`] says of a record.
pub trait Record: Send + Sync {
    /// Returns which type it is.
    fn ty(&self) -> TypeId;
    /// Returns the table of fields.
    fn meta(&self) -> &'static RecordMeta;
    /// Returns what a field holds, by its index in the table.
    fn field(&self, index: usize) -> View<'_>;
    /// Returns where a field's value goes, by its index in the table.
    fn field_slot(&mut self, index: usize) -> Slot<'_>;
}

impl<T: Model> Record for T {
    fn ty(&self) -> TypeId {
        TypeId::of::<T>()
    }
    fn meta(&self) -> &'static RecordMeta {
        T::META
    }
    fn field(&self, index: usize) -> View<'_> {
        Model::field(self, index)
    }
    fn field_slot(&mut self, index: usize) -> Slot<'_> {
        Model::field_slot(self, index)
    }
}

/// The table of a record's fields.
#[derive(Debug)]
pub struct RecordMeta {
    /// The type's name, for `Debug` and error messages.
    pub name: &'static str,
    /// The fields, in the document's order.
    pub fields: &'static [FieldMeta],
    /// Where the document declares the fields: JSON pointers (RFC 6901) to the schemas, each for the fields from an index on. Empty for the
    /// component of the type's own name. Where the document has the same object in several places, all of them, one after another; each
    /// begins with the index 0.
    pub places: &'static [(usize, &'static str)],
}

impl RecordMeta {
    /// Returns whether the document has the same object in several places.
    pub(crate) fn is_repeated(&self) -> bool {
        self.places.iter().skip(1).any(|(from, _)| *from == 0)
    }

    /// Returns the places of each object of the document that the record stands for.
    pub(crate) fn declarations(&self) -> Vec<&'static [(usize, &'static str)]> {
        let starts = (1..self.places.len()).filter(|at| self.places[*at].0 == 0).chain([self.places.len()]);
        let mut from = 0;
        starts.map(|end| &self.places[std::mem::replace(&mut from, end)..end]).collect()
    }

    /// Returns the JSON pointers of all schemas that declare fields.
    pub(crate) fn all_places(&self) -> Vec<std::borrow::Cow<'static, str>> {
        match self.places {
            [] => vec![self.place(&[], 0)],
            places => places.iter().map(|(_, place)| (*place).into()).collect(),
        }
    }

    /// Returns the JSON pointer of the schema that declares the field at an index, by the places of one object.
    pub(crate) fn place(&self, declaration: &[(usize, &'static str)], index: usize) -> std::borrow::Cow<'static, str> {
        match declaration.iter().rev().find(|(from, _)| *from <= index) {
            Some((_, place)) => (*place).into(),
            None => format!("/components/schemas/{}", self.name).into(),
        }
    }
}

/// A field of a record.
#[derive(Debug)]
pub struct FieldMeta {
    /// The name as sent; empty for [`flags::EXTRA`] and [`flags::FLATTEN`].
    pub wire: &'static str,
    /// What holds for the field, from [`flags`].
    pub flags: u8,
}

/// What holds for a field of a record.
pub mod flags {
    /// The field may be left out.
    pub const OPTIONAL: u8 = 0;
    /// The field must be there; an empty value is sent as null.
    pub const REQUIRED: u8 = 1;
    /// Only the server sets the field: it is not sent.
    pub const READ_ONLY: u8 = 2;
    /// Only the client sets the field: it need not come back.
    pub const WRITE_ONLY: u8 = 4;
    /// The field is a secret: `Debug` does not show it.
    pub const SECRET: u8 = 8;
    /// The field is a map that takes every property not declared.
    pub const EXTRA: u8 = 16;
    /// The field's own properties stand among those of the record.
    pub const FLATTEN: u8 = 32;
    /// The map of [`EXTRA`] keeps what the document does not allow for, so that what it takes counts against the record in a union.
    pub const UNDECLARED: u8 = 64;
}
