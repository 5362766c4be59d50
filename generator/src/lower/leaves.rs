//! Values that are not objects: what several schemas say of one together, scalars, lists of values and lists.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};
use serde_json::{Number, Value};

use crate::ir::{Bound, DecimalWire, Enum, EnumKind, EnumValue, FloatWidth, Type};
use crate::normalize::ext;
use crate::source::Pointer;

use super::compose::Part;
use super::keywords::Keywords;
use super::node::Node;
use super::{constraints, enums, scalars, schemas};

/// What applies at once to a value that is not an object.
#[derive(Clone, Debug, Default)]
pub(super) struct Leaf<'s> {
    ty: Option<Kind>,
    format: Option<Format<'s>>,
    values: Option<Rc<Vec<EnumValue>>>,
    /// The schemas of the elements of a list, all of which apply to each.
    pub(super) items: Vec<(Node<'s>, Rc<Pointer>)>,
    /// The schemas with `prefixItems`.
    pub(super) tuples: Vec<Part<'s>>,
    bounds: Bounds,
}

/// The types of such values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    String,
    Integer,
    Number,
    Boolean,
    Array,
}

#[derive(Clone, Debug)]
pub(super) struct Format<'s> {
    pub(super) name: &'s str,
    /// The type that stands beside it.
    of: Option<Kind>,
    pub(super) pointer: Rc<Pointer>,
}

/// What numbers, and the length of lists, are limited to.
#[derive(Clone, Debug, Default)]
pub(super) struct Bounds {
    pub(super) minimum: Option<Bound>,
    pub(super) maximum: Option<Bound>,
    /// Bounds beyond 64 bits with a sign.
    pub(super) huge_minimum: Option<Number>,
    pub(super) huge_maximum: Option<Number>,
    /// Whether the document shows an integer that 64 bits with a sign do not hold.
    pub(super) is_shown_beyond: bool,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
}

/// What a leaf is resolved to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Resolved {
    /// A type without a name.
    Scalar(Type),
    /// One of a list of values.
    Enum(Enum),
    /// A list of elements of one type.
    List,
    /// A list whose first elements each have a type of their own.
    Tuple,
}

impl<'s> Leaf<'s> {
    /// Reads the keywords of one schema.
    pub(super) fn of(part: &Part<'s>, keywords: &Keywords<'s>) -> Self {
        let (schema, data) = (part.schema, &part.schema.schema_data);
        let ty = match keywords.ty {
            Some("string") => Some(Kind::String),
            Some("integer") => Some(Kind::Integer),
            Some("number") => Some(Kind::Number),
            Some("boolean") => Some(Kind::Boolean),
            Some("array") => Some(Kind::Array),
            Some(_) | None => None,
        };
        let values = match ext::raw_enum(data) {
            Some(values) => Some(values),
            None if keywords.values.is_empty() => None,
            None => Some(keywords.values.to_json().into_owned()),
        };
        let items = keywords.items.filter(|items| !is_blank(items)).map(|items| (items.into(), Rc::new(part.pointer.join("items"))));
        let has_tuple = ext::prefix_items(data).is_some_and(|elements| !elements.is_empty());
        Self {
            ty: ty.or_else(|| (keywords.ty.is_none() && (keywords.items.is_some() || has_tuple)).then_some(Kind::Array)),
            format: keywords.format.map(|name| Format { name, of: ty, pointer: part.pointer.clone() }),
            values: values.map(|values| Rc::new(enums::values(&values, data))),
            items: if has_tuple { Vec::new() } else { items.into_iter().collect() },
            tuples: if has_tuple { vec![part.clone()] } else { Vec::new() },
            bounds: Bounds::of(schema),
        }
    }

    /// Returns whether there is more than limits.
    pub(super) fn speaks(&self) -> bool {
        self.ty.is_some() || self.format.is_some() || self.values.is_some()
    }

    /// Returns whether the type is said, and not only implied by a format or by values.
    pub(super) fn has_type(&self) -> bool {
        self.ty.is_some()
    }

    /// Adds what applies at the same time. Returns whether the two contradict each other: then the later one holds.
    pub(super) fn add(&mut self, later: Self) -> bool {
        self.bounds.add(&later.bounds);
        if !later.speaks() {
            return false;
        }
        let ty = match (self.ty, later.ty) {
            (None, ty) | (ty, None) => ty,
            (Some(Kind::Integer | Kind::Number), Some(Kind::Integer)) | (Some(Kind::Integer), Some(Kind::Number)) => Some(Kind::Integer),
            (Some(known), Some(later)) if known == later => Some(later),
            (Some(_), Some(_)) => {
                *self = Self { bounds: std::mem::take(&mut self.bounds), ..later };
                return true;
            }
        };
        self.ty = ty;
        let mut contradiction = self.add_values(later.values);
        contradiction |= self.add_format(later.format);
        for item in later.items {
            if !self.items.iter().any(|known| is_same(known, &item)) {
                self.items.push(item);
            }
        }
        for part in later.tuples {
            if !self.tuples.iter().any(|known| known.pointer == part.pointer) {
                self.tuples.push(part);
            }
        }
        contradiction
    }

    fn add_values(&mut self, later: Option<Rc<Vec<EnumValue>>>) -> bool {
        let (Some(known), Some(later)) = (&self.values, &later) else {
            self.values = later.or(self.values.take());
            return false;
        };
        let by_key: HashMap<String, &EnumValue> = known.iter().map(|value| (key(&value.wire), value)).collect();
        let both = |value: &EnumValue| {
            let other = by_key.get(&key(&value.wire))?;
            let mut value = value.clone();
            value.name = value.name.or_else(|| other.name.clone());
            value.docs = value.docs.or_else(|| other.docs.clone());
            value.deprecated |= other.deprecated;
            Some(value)
        };
        let common: Vec<EnumValue> = later.iter().filter_map(both).collect();
        let contradiction = common.is_empty();
        self.values = Some(if contradiction { later.clone() } else { Rc::new(common) });
        contradiction
    }

    fn add_format(&mut self, later: Option<Format<'s>>) -> bool {
        // A format of numbers says nothing of integers.
        let is_foreign = |format: &Format<'_>| self.ty == Some(Kind::Integer) && format.of == Some(Kind::Number);
        let known = self.format.take().filter(|format| !is_foreign(format));
        let later = later.filter(|format| !is_foreign(format));
        let (Some(known), Some(later)) = (&known, &later) else {
            self.format = later.or(known);
            return false;
        };
        let (first, second) = (self.scalar(Some(known.name)), self.scalar(Some(later.name)));
        let plain = self.scalar(None);
        let keeps_known = first != second && (second == plain || is_narrower(&first, &second));
        let contradiction = first != second && ![&first, &second].contains(&&plain) && !keeps_known && !is_narrower(&second, &first);
        self.format = Some(if keeps_known { known.clone() } else { later.clone() });
        contradiction
    }

    /// Returns the type, by the kind and a format.
    fn scalar(&self, format: Option<&str>) -> Type {
        match self.ty {
            Some(Kind::String) => scalars::string(format),
            Some(Kind::Integer) => scalars::integer(format, &self.bounds),
            Some(Kind::Number) => scalars::number(format),
            Some(Kind::Boolean) => Type::Bool,
            Some(Kind::Array) | None => scalars::untyped(format),
        }
    }

    /// Resolves the leaf; `None` if nothing says what the value is.
    pub(super) fn resolve(&self) -> Option<Resolved> {
        if let Some(values) = self.fitting_values() {
            return Some(match () {
                () if values.iter().all(|value| value.wire.is_boolean()) => Resolved::Scalar(Type::Bool),
                // The values of integers beyond 64 bits have been rounded by now, so that they cannot be told apart.
                () if self.ty == Some(Kind::Integer) && values.iter().any(|value| value.wire.is_f64()) => {
                    Resolved::Scalar(Type::Decimal(DecimalWire::Number))
                }
                () => Resolved::Enum(Enum { kind: self.kind_of(&values), values }),
            });
        }
        match self.ty {
            Some(Kind::Array) if !self.tuples.is_empty() => Some(Resolved::Tuple),
            Some(Kind::Array) => Some(Resolved::List),
            None if self.format.is_none() => None,
            Some(_) | None => Some(Resolved::Scalar(self.scalar(self.format.as_ref().map(|format| format.name)))),
        }
    }

    /// Returns the values that are of the type; all of them where none is.
    fn fitting_values(&self) -> Option<Vec<EnumValue>> {
        let values = self.values.as_ref()?;
        let fits = |value: &&EnumValue| match (self.ty, &value.wire) {
            (None, _) => true,
            (Some(Kind::String), value) => value.is_string(),
            (Some(Kind::Integer | Kind::Number), value) => value.is_number(),
            (Some(Kind::Boolean), value) => value.is_boolean(),
            (Some(Kind::Array), value) => value.is_array(),
        };
        let fitting: Vec<EnumValue> = values.iter().filter(fits).cloned().collect();
        Some(if fitting.is_empty() { values.to_vec() } else { fitting })
    }

    /// A number that is not listed may be a fraction, so that an enum of numbers is not one of integers.
    fn kind_of(&self, values: &[EnumValue]) -> EnumKind {
        if self.ty == Some(Kind::Number) { EnumKind::Mixed } else { enums::kind(values) }
    }

    /// Returns whether two leaves are resolved to the same.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        match (self.resolve(), other.resolve()) {
            (Some(Resolved::Enum(own)), Some(Resolved::Enum(others))) => {
                let keys = |shape: &Enum| shape.values.iter().map(|value| key(&value.wire)).collect::<HashSet<_>>();
                own.kind == others.kind && own.values.len() == others.values.len() && keys(&own) == keys(&others)
            }
            (Some(Resolved::List), Some(Resolved::List)) => {
                let has = |items: &[(Node<'_>, Rc<Pointer>)], item| items.iter().any(|known| is_same(known, item));
                self.items.len() == other.items.len() && self.items.iter().all(|item| has(&other.items, item))
            }
            (Some(Resolved::Tuple), Some(Resolved::Tuple)) => {
                let has = |part: &Part<'_>| other.tuples.iter().any(|known| known.pointer == part.pointer);
                self.tuples.len() == other.tuples.len() && self.tuples.iter().all(has)
            }
            (own, other) => own == other,
        }
    }

    /// Returns the format of an integer, if there is one.
    pub(super) fn integer_format(&self) -> Option<&Format<'s>> {
        self.format.as_ref().filter(|_| self.ty == Some(Kind::Integer) && self.values.is_none())
    }

    pub(super) fn bounds(&self) -> &Bounds {
        &self.bounds
    }
}

impl Bounds {
    /// Reads the bounds of one schema.
    pub(super) fn of(schema: &Schema) -> Self {
        let rules = constraints::of(schema);
        let data = &schema.schema_data;
        Self {
            minimum: rules.minimum,
            maximum: rules.maximum,
            huge_minimum: ext::raw_bound(data, ext::MINIMUM).cloned(),
            huge_maximum: ext::raw_bound(data, ext::MAXIMUM).cloned(),
            is_shown_beyond: scalars::is_beyond_64_bits(schema),
            min_items: rules.min_items,
            max_items: rules.max_items,
        }
    }

    fn add(&mut self, other: &Self) {
        let tighter = |own: &mut Option<Bound>, other: &Option<Bound>, is_greater: bool| {
            let value = |bound: &Option<Bound>| bound.as_ref().and_then(|bound| bound.value.as_f64());
            match (value(own), value(other)) {
                (_, None) => {}
                (Some(own), Some(other)) if (other > own) != is_greater => {}
                (_, Some(_)) => own.clone_from(other),
            }
        };
        tighter(&mut self.minimum, &other.minimum, true);
        tighter(&mut self.maximum, &other.maximum, false);
        self.huge_minimum = self.huge_minimum.take().or_else(|| other.huge_minimum.clone());
        self.huge_maximum = self.huge_maximum.take().or_else(|| other.huge_maximum.clone());
        self.is_shown_beyond |= other.is_shown_beyond;
        self.min_items = self.min_items.max(other.min_items);
        self.max_items = self.max_items.into_iter().chain(other.max_items).min();
    }
}

/// Returns what leaves come to of which one applies, where that is one list of values or one scalar. The schemas give single values their
/// names.
pub(super) fn either<'s>(leaves: Vec<(Leaf<'s>, Option<&Schema>)>) -> Option<Leaf<'s>> {
    let mut values: IndexMap<String, EnumValue> = IndexMap::new();
    let mut plain: Option<Leaf<'s>> = None;
    let mut kind = None;
    let mut resolved = Vec::with_capacity(leaves.len());
    for (leaf, schema) in leaves {
        resolved.push((leaf.resolve()?, leaf, schema));
    }
    for (resolved, leaf, schema) in resolved {
        match resolved {
            Resolved::Enum(shape) => {
                if kind.is_some_and(|kind| kind != shape.kind) {
                    return None;
                }
                kind = Some(shape.kind);
                let is_constant = shape.values.len() == 1;
                for mut value in shape.values {
                    if let (true, Some(schema)) = (is_constant, schema) {
                        // A constant with a title is how 3.1 names a value and says what it means.
                        value.name = value.name.or_else(|| schema.schema_data.title.clone());
                        value.docs = value.docs.or_else(|| schema.schema_data.description.clone());
                        value.deprecated |= schema.schema_data.deprecated;
                    }
                    values.entry(key(&value.wire)).or_insert(value);
                }
            }
            Resolved::Scalar(ty) => match &plain {
                Some(known) if known.resolve() != Some(Resolved::Scalar(ty)) => return None,
                _ => plain = Some(leaf),
            },
            Resolved::List | Resolved::Tuple => return None,
        }
    }
    let Some(kind) = kind else { return plain };
    // Every enum keeps values that it does not list, so a string beside an enum of strings adds nothing.
    let fits = match plain.as_ref().and_then(Leaf::resolve) {
        None => true,
        Some(Resolved::Scalar(Type::String)) => kind == EnumKind::String,
        Some(Resolved::Scalar(Type::Int(_))) => kind == EnumKind::Integer,
        Some(_) => false,
    };
    let ty = match kind {
        EnumKind::String => Some(Kind::String),
        EnumKind::Integer => Some(Kind::Integer),
        EnumKind::Mixed => None,
    };
    fits.then(|| Leaf { ty, values: Some(Rc::new(values.into_values().collect())), ..Leaf::default() })
}

/// Returns whether a schema has keywords for values that are not objects.
pub(super) fn has_keywords(schema: &Schema, keywords: &Keywords<'_>) -> bool {
    match keywords.ty {
        Some("object") => false,
        Some(_) => true,
        None => {
            keywords.format.is_some()
                || !keywords.values.is_empty()
                || ext::raw_enum(&schema.schema_data).is_some()
                || keywords.items.is_some()
                || ext::prefix_items(&schema.schema_data).is_some()
                || has_limits(schema)
        }
    }
}

/// Returns whether a schema without a type limits numbers or lists.
fn has_limits(schema: &Schema) -> bool {
    let openapiv3::SchemaKind::Any(any) = &schema.schema_kind else { return false };
    any.minimum.is_some() || any.maximum.is_some() || any.min_items.is_some() || any.max_items.is_some()
}

/// Returns whether a schema says nothing: `normalize` gives one to each list without `items`.
fn is_blank(schema: &ReferenceOr<Box<Schema>>) -> bool {
    matches!(schema, ReferenceOr::Item(schema) if schemas::is_blank(schema))
}

fn is_same(a: &(Node<'_>, Rc<Pointer>), b: &(Node<'_>, Rc<Pointer>)) -> bool {
    match (a.0, b.0) {
        (Node::Reference(a), Node::Reference(b)) => a == b,
        (Node::Item(_), Node::Item(_)) => a.1 == b.1,
        _ => false,
    }
}

/// Returns a text that is the same for values that are the same in JSON, where 1 and 1.0 are.
fn key(value: &Value) -> String {
    match value.as_f64().filter(|number| number.fract() == 0.0 && value.as_i64().is_none()) {
        Some(whole) => format!("{whole:.0}"),
        None => value.to_string(),
    }
}

/// Returns whether every value of a type is one of another type too.
pub(super) fn is_narrower(narrow: &Type, wide: &Type) -> bool {
    match (narrow, wide) {
        (Type::DateTime | Type::Date | Type::Time | Type::Base64 | Type::Binary | Type::Decimal(DecimalWire::String), Type::String) => true,
        (Type::Int(_) | Type::Decimal(DecimalWire::Number), Type::Float(FloatWidth::F32 | FloatWidth::F64)) => true,
        (Type::Int(_), Type::Decimal(DecimalWire::Number)) => true,
        (Type::Int(narrow), Type::Int(wide)) => {
            let (narrower, wider) = (narrow.range(), wide.range());
            narrow != wide && wider.contains(narrower.start()) && wider.contains(narrower.end())
        }
        _ => false,
    }
}
