//! What types are, without their names and their order, so that they can be compared.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::ir::{Api, Constraints, Field, NameHint, Presence, Shape, StructForm, Type, TypeId, Union};
use crate::lower::constraints;

/// How deep types are told apart from each other.
const ROUNDS: usize = 8;

/// The types of an API, without the rules for their values.
pub(super) struct Canonical<'a> {
    api: &'a Api,
    hashes: Vec<u64>,
}

impl<'a> Canonical<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let mut canonical = Self { api, hashes: vec![0; api.types.len()] };
        for _ in 0..ROUNDS {
            canonical.hashes = api.type_ids().map(|id| hash(&canonical.shape(id).join("\n"))).collect();
        }
        canonical
    }

    /// Returns the fields of a component, each with its type.
    pub(super) fn fields_of(&self, component: &str) -> BTreeMap<String, String> {
        let is_it = |id: &TypeId| matches!(&self.api.ty(*id).hint, NameHint::Declared(name) if name == component);
        let id = self.api.type_ids().find(is_it).expect("the component is there");
        self.members(id).into_iter().map(|(name, (ty, rules))| (name, self.slot(&ty, &rules))).collect()
    }

    fn members(&self, id: TypeId) -> BTreeMap<String, (Type, Constraints)> {
        match &self.api.ty(id).shape {
            Shape::Struct(shape) => {
                let mut members: BTreeMap<_, _> =
                    shape.fields.iter().map(|field| (field.wire.clone(), (field.ty.clone(), field.constraints.clone()))).collect();
                if let Some(ty) = &shape.additional {
                    members.insert("..".to_owned(), (ty.clone(), (*shape.additional_constraints).clone()));
                }
                members
            }
            Shape::Union(union) => {
                let members = union.variants.iter().enumerate();
                members.map(|(index, variant)| (format!("variant {index}"), (variant.ty.clone(), variant.constraints.clone()))).collect()
            }
            Shape::Enum(_) | Shape::Alias(_) => BTreeMap::new(),
        }
    }

    /// Resolves other names of a type: what it is, with its own rules, whether it may be null, and its name.
    fn resolve(&self, ty: &Type, rules: &Constraints) -> ((Type, Constraints, bool), Option<TypeId>) {
        let (mut ty, mut rules, mut nullable) = (ty.clone(), rules.clone(), false);
        for _ in 0..=self.api.types.len() {
            match ty {
                Type::Nullable(inner) => {
                    nullable = true;
                    ty = *inner;
                }
                Type::Named(id) => {
                    let def = self.api.ty(id);
                    constraints::tighten(&mut rules, def.constraints.clone());
                    match &def.shape {
                        Shape::Alias(next) => ty = next.clone(),
                        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => return ((Type::Named(id), rules, nullable), Some(id)),
                    }
                }
                other => return ((other, rules, nullable), None),
            }
        }
        ((Type::Bool, rules, nullable), None)
    }

    fn slot(&self, ty: &Type, rules: &Constraints) -> String {
        self.slot_within(ty, rules, ROUNDS)
    }

    /// A list or a map may hold itself.
    fn slot_within(&self, ty: &Type, rules: &Constraints, depth: usize) -> String {
        if depth == 0 {
            return "..".to_owned();
        }
        let ((ty, mut rules, nullable), id) = self.resolve(ty, rules);
        let (items, values) = (rules.items.take().unwrap_or_default(), rules.values.take().unwrap_or_default());
        let text = match &ty {
            Type::Named(_) => {
                let id = id.expect("a type with a name has one");
                let word = match &self.api.ty(id).shape {
                    Shape::Struct(_) => "struct",
                    Shape::Enum(_) => "enum",
                    Shape::Union(_) => "union",
                    Shape::Alias(_) => "ring",
                };
                format!("{word}#{:x}", self.hashes[id.0 as usize])
            }
            Type::List(inner) => format!("[{}]", self.slot_within(inner, &items, depth - 1)),
            Type::Map(inner) => format!("{{{}}}", self.slot_within(inner, &values, depth - 1)),
            Type::Any(_) => "any".to_owned(),
            other => format!("{other:?}"),
        };
        // Any value may be null.
        let mark = if nullable && text != "any" { "?" } else { "" };
        format!("{text}{mark}")
    }

    /// Returns what a type is made of, one line each, in an order that does not depend on the document's.
    fn shape(&self, id: TypeId) -> Vec<String> {
        let mut lines: Vec<String> = match &self.api.ty(id).shape {
            Shape::Struct(shape) => {
                let mut lines: Vec<String> = shape.fields.iter().map(|field| self.field(field)).collect();
                lines.extend(shape.additional.iter().map(|ty| format!(".. {}", self.slot(ty, &shape.additional_constraints))));
                lines.push(if shape.form == StructForm::List { "list" } else { "object" }.to_owned());
                lines
            }
            Shape::Enum(shape) => {
                let mut lines: Vec<String> = shape.values.iter().map(|value| value.wire.to_string()).collect();
                lines.push(format!("{:?}", shape.kind));
                lines
            }
            Shape::Union(union) => self.variants(union),
            Shape::Alias(ty) => vec![self.slot(ty, &Constraints::default())],
        };
        lines.sort_unstable();
        lines.dedup();
        lines
    }

    fn field(&self, field: &Field) -> String {
        let wire = if field.flatten { "(flattened)" } else { &field.wire };
        let presence = if field.presence == Presence::Required { "" } else { "?" };
        let slot = self.slot(&field.ty, &field.constraints);
        let Field { access, constant, default, secret, .. } = field;
        format!("{wire}{presence} {slot} {access:?} {constant:?} {default:?} {secret} {}", field.docs.deprecated)
    }

    fn variants(&self, union: &Union) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for (index, variant) in union.variants.iter().enumerate() {
            let slot = self.slot(&variant.ty, &variant.constraints);
            let is_fallback = union.fallback == Some(index);
            lines.push(format!("{slot} {:?} {} {is_fallback}", variant.tags, variant.expandable));
        }
        lines.push(format!("by {:?}", union.tag));
        lines
    }
}

fn hash(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}
