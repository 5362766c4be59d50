//! What an API says, without its names and its order, so that two can be compared.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::ir::{Api, Constraints, Content, Field, NameHint, Presence, Shape, StructForm, Type, TypeId, Union};
use crate::lower::constraints;

/// How deep types are told apart from each other.
const ROUNDS: usize = 8;

/// The places of an API where its types are used, each with what stands there.
pub(super) struct Canonical<'a> {
    api: &'a Api,
    hashes: Vec<u64>,
    slots: BTreeMap<String, (Type, Constraints)>,
    facts: BTreeMap<String, String>,
    has_rules: bool,
}

impl<'a> Canonical<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        Self::new(api, true)
    }

    /// Leaves out the rules for values.
    pub(super) fn without_rules(api: &'a Api) -> Self {
        Self::new(api, false)
    }

    fn new(api: &'a Api, has_rules: bool) -> Self {
        let mut canonical = Self { api, hashes: vec![0; api.types.len()], slots: BTreeMap::new(), facts: BTreeMap::new(), has_rules };
        for _ in 0..ROUNDS {
            canonical.hashes = api.type_ids().map(|id| hash(&canonical.shape(id).join("\n"))).collect();
        }
        canonical.read();
        canonical
    }

    /// Returns the fields of a component, each with its type.
    pub(super) fn fields_of(&self, component: &str) -> BTreeMap<String, String> {
        let is_it = |id: &TypeId| matches!(&self.api.ty(*id).hint, NameHint::Declared(name) if name == component);
        let id = self.api.type_ids().find(is_it).expect("the component is there");
        self.members(id).into_iter().map(|(name, (ty, rules))| (name, self.slot(&ty, &rules))).collect()
    }

    /// Returns the first difference from another API; `None` if there is none.
    pub(super) fn difference(&self, other: &Canonical<'_>) -> Option<String> {
        for (key, own) in &self.facts {
            match other.facts.get(key) {
                Some(others) if others == own => {}
                others => return Some(format!("{key}: {own:?}, then {others:?}")),
            }
        }
        for (key, (ty, rules)) in &self.slots {
            let Some((other_ty, other_rules)) = other.slots.get(key) else { return Some(format!("{key} is gone")) };
            if self.slot(ty, rules) != other.slot(other_ty, other_rules) {
                return Some(self.explain(key, (ty, rules), other, (other_ty, other_rules), 0));
            }
        }
        other.slots.keys().find(|key| !self.slots.contains_key(*key)).map(|key| format!("{key} is new"))
    }

    fn explain(&self, key: &str, own: (&Type, &Constraints), other: &Canonical<'_>, others: (&Type, &Constraints), depth: usize) -> String {
        let ((ty, ..), (other_ty, ..)) = (self.resolve(own.0, own.1).0, other.resolve(others.0, others.1).0);
        if let (Type::List(own), Type::List(others)) | (Type::Map(own), Type::Map(others)) = (&ty, &other_ty) {
            let none = Constraints::default();
            if self.slot(own, &none) != other.slot(others, &none) && depth < 2 * ROUNDS {
                return self.explain(&format!("{key} []"), (own, &none), other, (others, &none), depth + 1);
            }
        }
        let (first, second) = (self.slot(own.0, own.1), other.slot(others.0, others.1));
        let strip = |text: &str| text.split('#').next().unwrap_or_default().to_owned();
        let ids = (self.resolve(own.0, own.1).1, other.resolve(others.0, others.1).1);
        let ((Some(a), Some(b)), true) = (ids, strip(&first) == strip(&second) && depth < 2 * ROUNDS) else {
            return format!("{key}: {first}, then {second}");
        };
        let (lines, other_lines) = (self.shape(a), other.shape(b));
        let (members, other_members) = (self.members(a), other.members(b));
        for (name, (ty, rules)) in &members {
            if let Some((other_ty, other_rules)) = other_members.get(name)
                && self.slot(ty, rules) != other.slot(other_ty, other_rules)
            {
                return self.explain(&format!("{key} / {name}"), (ty, rules), other, (other_ty, other_rules), depth + 1);
            }
        }
        let gone: Vec<_> = lines.iter().filter(|line| !other_lines.contains(line)).collect();
        let new: Vec<_> = other_lines.iter().filter(|line| !lines.contains(line)).collect();
        format!("{key}: {gone:#?}, then {new:#?}")
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

    fn read(&mut self) {
        let api = self.api;
        for op in &api.operations {
            let key = format!("{} {}", op.method, op.path);
            self.facts.insert(key.clone(), format!("{} {:?}", op.docs.deprecated, op.security));
            for param in &op.params {
                let key = format!("{key} {:?} {}", param.location, param.wire);
                self.facts.insert(
                    key.clone(),
                    format!("{:?} {:?} {:?} {}", param.presence, param.encoding, param.default, param.docs.deprecated),
                );
                self.slots.insert(key, (param.ty.clone(), param.constraints.clone()));
            }
            for content in op.body.iter().flat_map(|body| &body.contents) {
                self.content(&format!("{key} body"), content);
            }
            for response in op.responses.success.iter().chain(&op.responses.errors) {
                let key = format!("{key} {:?}", response.status);
                for content in response.content.iter().chain(&response.alternatives) {
                    self.content(&key, content);
                }
                for header in &response.headers {
                    self.slots.insert(format!("{key} header {}", header.wire), (header.ty.clone(), Constraints::default()));
                }
            }
        }
        for webhook in &api.webhooks {
            if let Some(payload) = &webhook.payload {
                self.slots.insert(format!("webhook {}", webhook.wire), (payload.clone(), Constraints::default()));
            }
        }
    }

    fn content(&mut self, key: &str, content: &Content) {
        let key = format!("{key} {}", content.media_type);
        self.facts.insert(key.clone(), format!("{:?} {:?}", content.kind, content.encodings));
        self.slots.insert(key, (content.ty.clone(), content.constraints.clone()));
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
        let rules = if rules == Constraints::default() || !self.has_rules { String::new() } else { format!(" {rules:?}") };
        format!("{text}{mark}{rules}")
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
        // A constant is one value of an enum, which is compared. Whether `new` fills it in depends on the unions that the struct is in.
        let Field { access, default, secret, .. } = field;
        format!("{wire}{presence} {slot} {access:?} {default:?} {secret} {}", field.docs.deprecated)
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
