//! The types of a service.

use std::ops::RangeInclusive;

use serde_json::{Number, Value};

use crate::source::Location;

/// A type, as an index into [`Api::types`](super::Api::types).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub u32);

/// A type with a name of its own.
#[derive(Clone, Debug)]
pub struct TypeDef {
    /// Where its name comes from.
    pub hint: NameHint,
    /// What it is.
    pub docs: Docs,
    /// What it is made of.
    pub shape: Shape,
    /// The rules that a valid value keeps.
    pub constraints: Constraints,
    /// Where it is in the spec.
    pub origin: Location,
}

/// Where the name of a type or operation comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum NameHint {
    /// The document gives it: a component's key, an operationId.
    Declared(String),
    /// It stands inside something else, and is named after its path from there.
    Derived {
        /// What it stands in.
        owner: Owner,
        /// The way from there: property names, and words such as `item`, `value`, `variant 2`.
        path: Vec<String>,
    },
}

/// What a derived name starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A type.
    Type(TypeId),
    /// An operation, by its index in [`Api::operations`](super::Api::operations).
    Operation(u32),
    /// A webhook, by its index in [`Api::webhooks`](super::Api::webhooks).
    Webhook(u32),
}

/// What people are told about an item.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Docs {
    /// A short title.
    pub title: Option<String>,
    /// What it is, as CommonMark.
    pub description: Option<String>,
    /// Examples of its value.
    pub examples: Vec<Value>,
    /// Where more documentation is.
    pub url: Option<String>,
    /// Whether the vendor advises against its use.
    pub deprecated: bool,
}

/// What a named type is made of.
#[derive(Clone, Debug)]
pub enum Shape {
    /// Named fields.
    Struct(Struct),
    /// One of a list of values.
    Enum(Enum),
    /// One of several types.
    Union(Union),
    /// Another name for a type.
    Alias(Type),
}

/// Named fields.
#[derive(Clone, Debug, Default)]
pub struct Struct {
    /// The fields, in the document's order.
    pub fields: Vec<Field>,
    /// The type of the properties that are not declared, where the document allows them by a schema of their own.
    pub additional: Option<Type>,
    /// The rules that a valid value of those keeps.
    pub additional_constraints: Box<Constraints>,
    /// What it is on the wire.
    pub form: StructForm,
}

/// What a struct is on the wire.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StructForm {
    /// An object.
    #[default]
    Object,
    /// A list: a field's wire name is its index, and the additional elements come after all fields (JSON Schema 2020-12, `prefixItems`).
    List,
}

/// Where the document declares an object.
#[derive(Clone, Debug)]
pub struct Declaration {
    /// The place of its schema.
    pub origin: Location,
    /// The places of its fields, in the order of the struct.
    pub fields: Vec<Location>,
}

/// A field of a struct, or a member of a form.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name as sent. Empty for a field whose own properties stand among those of the struct ([`Field::flatten`]).
    pub wire: String,
    /// The type, without what `presence` says.
    pub ty: Type,
    /// Whether it must be there.
    pub presence: Presence,
    /// Who sets it.
    pub access: Access,
    /// What it is.
    pub docs: Docs,
    /// The value that is taken where it is absent.
    pub default: Option<Value>,
    /// The one value that it can have.
    pub constant: Option<Value>,
    /// The rules that a valid value keeps.
    pub constraints: Constraints,
    /// Whether the value is a secret.
    pub secret: bool,
    /// Whether the format says that the value is a URL.
    pub url: bool,
    /// Whether the field's own properties stand among those of the struct.
    pub flatten: bool,
    /// The form in XML; `None` for an element of its wire name.
    pub xml: Option<Box<super::XmlForm>>,
    /// Where it is in the spec.
    pub origin: Location,
}

impl Field {
    /// Makes a field that says nothing but its name, its type and its place.
    pub fn new(wire: impl Into<String>, ty: Type, presence: Presence, origin: Location) -> Self {
        Self {
            wire: wire.into(),
            ty,
            presence,
            access: Access::ReadWrite,
            docs: Docs::default(),
            default: None,
            constant: None,
            constraints: Constraints::default(),
            secret: false,
            url: false,
            flatten: false,
            xml: None,
            origin,
        }
    }
}

/// Whether a field must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It must.
    Required,
    /// It need not.
    Optional,
}

/// Who sets a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Access {
    /// Both sides.
    #[default]
    ReadWrite,
    /// Only the server.
    ReadOnly,
    /// Only the client.
    WriteOnly,
}

/// The rules that a valid value keeps (JSON Schema 2020-12 validation, section 6).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Constraints {
    /// Regular expressions (ECMA-262), all of which match.
    pub patterns: Vec<Pattern>,
    /// The least length of a string, in characters.
    pub min_length: Option<u64>,
    /// The greatest length of a string, in characters.
    pub max_length: Option<u64>,
    /// The least number.
    pub minimum: Option<Bound>,
    /// The greatest number.
    pub maximum: Option<Bound>,
    /// What a number must be a multiple of, all of them.
    pub multiples_of: Vec<Number>,
    /// The least count of elements.
    pub min_items: Option<u64>,
    /// The greatest count of elements.
    pub max_items: Option<u64>,
    /// Whether no two elements are the same.
    pub unique_items: bool,
    /// The least count of properties.
    pub min_properties: Option<u64>,
    /// The greatest count of properties.
    pub max_properties: Option<u64>,
    /// The rules for the elements of a list, where their schema stands in place.
    pub items: Option<Box<Constraints>>,
    /// The rules for the values of a map, where their schema stands in place.
    pub values: Option<Box<Constraints>>,
}

/// A regular expression (ECMA-262).
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// The text.
    pub text: String,
    /// The same in the syntax of `fancy-regex`; `None` where it cannot be matched, of which a diagnostic tells.
    pub translated: Option<std::sync::Arc<str>>,
}

/// A bound of a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The number.
    pub value: Number,
    /// Whether the number itself is outside.
    pub exclusive: bool,
}

/// One of a list of values. Every enum is open: a value that is not listed is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Enum {
    /// What the values are.
    pub kind: EnumKind,
    /// The values, in the document's order, without duplicates.
    pub values: Vec<EnumValue>,
}

/// What the values of an enum are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnumKind {
    /// Strings.
    String,
    /// Integers of at most 64 bits.
    Integer,
    /// Values of more than one type, numbers that are no integers of 64 bits, objects or lists.
    Mixed,
}

/// A value of an enum.
#[derive(Clone, Debug, PartialEq)]
pub struct EnumValue {
    /// The value as sent.
    pub wire: Value,
    /// A name that the document gives it.
    pub name: Option<String>,
    /// What it means.
    pub docs: Option<String>,
    /// Whether the vendor advises against its use.
    pub deprecated: bool,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// The property that tells the variants apart, where the document names one.
    pub tag: Option<String>,
    /// The variants, in the document's order.
    pub variants: Vec<Variant>,
    /// The variant for a tag that is missing or not known, as an index (OpenAPI 3.2, `defaultMapping`).
    pub fallback: Option<usize>,
    /// Whether a value may be of several variants at once, each with properties that another lacks (`anyOf`).
    pub several: bool,
}

/// The tag of a union that is told by the name of a server-sent event, and not by a property.
pub const EVENT_TAG: &str = ":event";

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Where its name comes from: a schema's name, a tag's value, a title, or a word for its type.
    pub name: String,
    /// The type.
    pub ty: Type,
    /// The values of the tag that stand for it: strings, numbers or booleans. Empty for one that is chosen by its content.
    pub tags: Vec<Value>,
    /// What it is.
    pub docs: Docs,
    /// The rules that a valid value keeps.
    pub constraints: Constraints,
    /// Whether a value is of this variant only where the call asks for it, in place of what else stands there, such as its identifier.
    pub expandable: bool,
    /// Where it is in the spec.
    pub origin: Location,
}

impl Union {
    /// Returns the indices of the variants in the order of the union's table: those that are only there where a call asks for them come
    /// last, so that the others keep their places without them. A union with a [`fallback`](Self::fallback) has none of them.
    pub fn rows(&self) -> Vec<usize> {
        let mut rows: Vec<usize> = (0..self.variants.len()).collect();
        rows.sort_by_key(|index| self.variants[*index].expandable);
        rows
    }
}

/// A type, as it stands in a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    /// A type with a name of its own.
    Named(TypeId),
    /// A value, or null.
    Nullable(Box<Type>),
    /// A list.
    List(Box<Type>),
    /// A map with string keys.
    Map(Box<Type>),
    /// A boolean.
    Bool,
    /// An integer.
    Int(IntWidth),
    /// A floating-point number.
    Float(FloatWidth),
    /// A number that is not rounded, and how it travels.
    Decimal(DecimalWire),
    /// A string of any form.
    String,
    /// An instant (RFC 3339).
    DateTime,
    /// A calendar date (RFC 3339, `full-date`).
    Date,
    /// A time of day.
    Time,
    /// Bytes as base64 (RFC 4648).
    Base64,
    /// Bytes as they are: a body, or a part of one.
    Binary,
    /// Any JSON value, and why nothing more is known.
    Any(AnyReason),
}

impl Type {
    /// Returns how many lists, maps and nullables are around the innermost type.
    pub fn containers(&self) -> u32 {
        let (mut count, mut at) = (0, self);
        while let Self::Nullable(inner) | Self::List(inner) | Self::Map(inner) = at {
            (count, at) = (count + 1, inner);
        }
        count
    }

    /// Returns the type with a name of its own at the bottom of lists, maps and nullables.
    pub fn innermost(&self) -> Option<TypeId> {
        match self {
            Self::Named(id) => Some(*id),
            Self::Nullable(inner) | Self::List(inner) | Self::Map(inner) => inner.innermost(),
            Self::Bool
            | Self::Int(_)
            | Self::Float(_)
            | Self::Decimal(_)
            | Self::String
            | Self::DateTime
            | Self::Date
            | Self::Time
            | Self::Base64
            | Self::Binary
            | Self::Any(_) => None,
        }
    }
}

/// How wide an integer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IntWidth {
    /// 8 bits, signed.
    I8,
    /// 16 bits, signed.
    I16,
    /// 32 bits, signed.
    I32,
    /// 64 bits, signed.
    I64,
    /// 16 bits, unsigned.
    U16,
    /// 32 bits, unsigned.
    U32,
    /// 64 bits, unsigned.
    U64,
}

impl IntWidth {
    /// Returns the values that fit.
    pub fn range(self) -> RangeInclusive<i128> {
        match self {
            Self::I8 => i8::MIN.into()..=i8::MAX.into(),
            Self::I16 => i16::MIN.into()..=i16::MAX.into(),
            Self::I32 => i32::MIN.into()..=i32::MAX.into(),
            Self::I64 => i64::MIN.into()..=i64::MAX.into(),
            Self::U16 => 0..=u16::MAX.into(),
            Self::U32 => 0..=u32::MAX.into(),
            Self::U64 => 0..=u64::MAX.into(),
        }
    }
}

/// How wide a floating-point number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FloatWidth {
    /// 32 bits (IEEE 754).
    F32,
    /// 64 bits (IEEE 754).
    F64,
}

/// How a decimal number travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DecimalWire {
    /// As a JSON number.
    Number,
    /// As a string.
    String,
}

/// Why a value has no type.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum AnyReason {
    /// The schema allows everything, or says nothing.
    Unconstrained,
    /// Properties beside those declared, which `additionalProperties: true` allows without a word on their values.
    OpenProperties,
    /// An element of a list that does not say what it holds.
    Items,
    /// A body, a parameter or a line of a stream, for which no schema is given.
    NoSchema,
    /// One of several alternatives allows everything, and so the whole does.
    OpenAlternative,
    /// The schema allows nothing.
    Never,
    /// Only null is allowed.
    Null,
    /// An object that declares no properties.
    FreeObject,
    /// A construct that has no rendering, by its keyword.
    Unsupported(&'static str),
    /// The schema is at fault, and a diagnostic says how.
    Faulty,
    /// The document does not declare it, and the configuration keeps it.
    Undeclared,
}
