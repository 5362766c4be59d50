//! `allOf`: the members' fields, in one struct.

use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema};

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Access, AnyReason, Constraints, DecimalWire, Docs, EnumKind, Field, Owner, Presence, Shape, Struct, StructForm, Type, TypeId,
};
use crate::source::Pointer;

use super::keywords::Keywords;
use super::place::Place;
use super::{Cx, conditions, constraints, schemas, unions};

/// What the members of an `allOf` say together.
#[derive(Clone, Debug, Default)]
pub(super) struct Composed {
    /// The fields by wire name, in the document's order.
    pub(super) fields: IndexMap<String, Field>,
    /// The names that are required by a member that does not declare them.
    required: Vec<String>,
    /// The type of the properties that are not declared.
    pub(super) additional: Option<Type>,
    /// The rules of those.
    pub(super) additional_constraints: Constraints,
    /// The alternatives among the members, whose properties stand beside the fields.
    pub(super) alternatives: Vec<Type>,
    /// The type of a member that is no object.
    pub(super) scalar: Option<Type>,
    /// Whether a member is an object.
    pub(super) object: bool,
}

impl Cx<'_> {
    /// Returns the type of a schema with `allOf`.
    pub(super) fn composition(&mut self, schema: &Schema, place: &Place) -> Type {
        let keywords = Keywords::of(schema);
        if schema.schema_data.discriminator.is_some()
            && let Some(ty) = self.hierarchy(schema, place)
        {
            return ty;
        }
        // A list of annotations around one inline schema adds nothing to it.
        if let ([ReferenceOr::Item(only)], true) =
            (keywords.all_of, keywords.is_bare() && keywords.one_of.is_empty() && keywords.any_of.is_empty())
        {
            return self.inline(only, &place.moved(place.pointer.join("allOf").index(0)));
        }
        self.struct_of(schema, place)
    }

    /// Makes a type of a schema's own properties, those of its members, and its alternatives.
    pub(super) fn struct_of(&mut self, schema: &Schema, place: &Place) -> Type {
        let before = self.api.types.len();
        let id = self.start(schema, place);
        let composed = match place.defines {
            // Types come first in the arena as components, so that a component has the index of its type.
            Some(id) => self.compose_component(id.0 as usize).map(Rc::unwrap_or_clone).unwrap_or_default(),
            None => self.compose_own(schema, place, id),
        };
        self.settle(composed, id, before, place)
    }

    /// Makes a type of what the members say.
    fn settle(&mut self, composed: Composed, id: TypeId, before: usize, place: &Place) -> Type {
        let Composed { fields, additional, additional_constraints, mut alternatives, scalar, object, .. } = composed;
        if alternatives.len() > 1 {
            // Alternatives that take every value say nothing beside others.
            alternatives.retain(|ty| !matches!(ty, Type::Any(_)));
        }
        if fields.is_empty() && (!object || additional.is_none() || !alternatives.is_empty()) {
            // Without fields there is nothing to hold together: the schema is its one alternative, or its one scalar.
            let single = if alternatives.len() == 1 { alternatives.pop() } else { None };
            if let Some(ty) = single.or(scalar) {
                return self.discard(id, before, place, ty);
            }
        }
        if fields.is_empty() && alternatives.is_empty() {
            let value = additional.unwrap_or(Type::Any(AnyReason::FreeObject));
            let ty = if object { Type::Map(Box::new(value)) } else { Type::Any(AnyReason::Unconstrained) };
            return self.discard(id, before, place, ty);
        }
        let mut fields: Vec<Field> = fields.into_values().collect();
        for (index, ty) in alternatives.into_iter().enumerate() {
            fields.push(self.flattened(ty, index, place));
        }
        let (additional_constraints, form) = (Box::new(additional_constraints), StructForm::Object);
        self.finish(id, Shape::Struct(Struct { fields, additional, additional_constraints, form }))
    }

    /// Gives back the place of a type that turned out to be another one, or makes it another name where something came after it.
    pub(super) fn discard(&mut self, id: TypeId, before: usize, place: &Place, ty: Type) -> Type {
        if place.defines.is_none() && id.0 as usize == before && schemas::without_null(ty.clone()) != Type::Named(id) {
            if self.api.types.len() == before + 1 {
                self.api.types.pop();
            } else {
                self.api.types[before].shape = Shape::Alias(schemas::without_null(ty.clone()));
            }
        }
        ty
    }

    fn flattened(&self, ty: Type, index: usize, place: &Place) -> Field {
        Field {
            wire: if index == 0 { "variant".to_owned() } else { format!("variant {}", index + 1) },
            ty,
            presence: Presence::Required,
            access: Access::ReadWrite,
            docs: Docs { description: Some("The properties that depend on the variant.".to_owned()), ..Docs::default() },
            default: None,
            constant: None,
            constraints: Constraints::default(),
            secret: false,
            url: false,
            flatten: true,
            xml: None,
            origin: self.document.locate(&place.pointer),
        }
    }

    /// Composes a schema that stands in a place: its members, and what it says itself.
    pub(super) fn compose_own(&mut self, schema: &Schema, place: &Place, owner: TypeId) -> Composed {
        let keywords = Keywords::of(schema);
        let mut composed = Composed::default();
        for (index, member) in keywords.all_of.iter().enumerate() {
            let pointer = place.pointer.join("allOf").index(index);
            self.compose_member(member, &place.moved(pointer), owner, &mut composed);
        }
        self.compose_keywords(schema, &keywords, place, owner, &mut composed);
        composed.apply_required();
        composed
    }

    pub(super) fn compose_member(&mut self, member: &ReferenceOr<Schema>, place: &Place, owner: TypeId, into: &mut Composed) {
        match member {
            ReferenceOr::Reference { reference } => {
                let Some(index) = self.component(reference) else { return };
                if let Some(part) = self.compose_component(index) {
                    let part = self.inherited(part, index, place);
                    self.merge(into, part, owner, place, Some(owner));
                }
            }
            ReferenceOr::Item(schema) => {
                let keywords = Keywords::of(schema);
                for (index, inner) in keywords.all_of.iter().enumerate() {
                    let pointer = place.pointer.join("allOf").index(index);
                    self.compose_member(inner, &place.moved(pointer), owner, into);
                }
                let mut part = Composed::default();
                self.compose_keywords(schema, &keywords, place, owner, &mut part);
                self.merge(into, part, owner, place, None);
            }
        }
    }

    /// Returns the fields and other parts that a component contributes to a schema composed of it, while the limit on copied fields allows
    /// it. A chain of n components that each add a property has n²/2 copies, and so has a large base that many components extend. Fields
    /// beyond the limit are handled as undeclared properties.
    fn inherited(&mut self, part: Rc<Composed>, component: usize, place: &Place) -> Composed {
        self.inheritable = self.inheritable.saturating_sub(part.fields.len());
        if self.inheritable > 0 || part.fields.is_empty() {
            return Rc::unwrap_or_clone(part);
        }
        let name = self.components[component].name;
        let message = format!("`allOf` copies too many properties in this document, keeping those of `{name}` in a map of any values here");
        self.report(Diagnostic::warning("too-much-inheritance", message), &place.pointer);
        Composed {
            fields: IndexMap::new(),
            required: Vec::new(),
            additional: Some(Type::Any(AnyReason::OpenProperties)),
            additional_constraints: Constraints::default(),
            alternatives: part.alternatives.clone(),
            scalar: part.scalar.clone(),
            object: true,
        }
    }

    /// Returns what a component says; `None` while it is being found out, which ends an `allOf` that contains itself.
    ///
    /// Its bases are composed before it and not from within it: a chain of them may be longer than the stack is deep.
    pub(super) fn compose_component(&mut self, index: usize) -> Option<Rc<Composed>> {
        if let Some(known) = self.composed.get(&index) {
            return known.clone();
        }
        self.composed.insert(index, None);
        let mut open = vec![(index, self.bases(index))];
        while let Some((at, bases)) = open.last_mut() {
            let at = *at;
            match bases.next() {
                Some(base) if self.composed.contains_key(&base) => {}
                Some(base) => {
                    self.composed.insert(base, None);
                    open.push((base, self.bases(base)));
                }
                None => {
                    let composed = self.compose_with_bases(at);
                    self.composed.insert(at, Some(composed));
                    open.pop();
                }
            }
        }
        self.composed.get(&index).cloned().flatten()
    }

    /// Returns the components that a component is composed of.
    fn bases(&self, index: usize) -> std::vec::IntoIter<usize> {
        let mut bases = Vec::new();
        self.add_bases(self.components[index].schema, &mut bases);
        bases.into_iter()
    }

    fn add_bases(&self, member: &ReferenceOr<Schema>, bases: &mut Vec<usize>) {
        match member {
            ReferenceOr::Reference { reference } => bases.extend(self.component(reference)),
            ReferenceOr::Item(schema) => {
                Keywords::of(schema).all_of.iter().for_each(|inner| self.add_bases(inner, bases));
                conditions::of(schema, &Pointer::root()).iter().for_each(|(_, inner)| self.add_bases(inner, bases));
            }
        }
    }

    fn compose_with_bases(&mut self, index: usize) -> Rc<Composed> {
        let (id, name, schema) = (self.components[index].id, self.components[index].name, self.components[index].schema);
        let place = Place::component(id, super::component_pointer(name));
        match schema {
            ReferenceOr::Reference { reference } => {
                self.component(reference).and_then(|target| self.compose_component(target)).unwrap_or_default()
            }
            ReferenceOr::Item(schema) => {
                let keywords = Keywords::of(schema);
                if let Some((key, only)) = unions::only_member(schema, &keywords) {
                    return Rc::new(self.compose_own(only, &place.moved(place.pointer.join(key).index(0)), id));
                }
                let alternatives = !keywords.one_of.is_empty() || !keywords.any_of.is_empty();
                let both = !keywords.one_of.is_empty() && !keywords.any_of.is_empty();
                Rc::new(if both || !keywords.all_of.is_empty() || keywords.is_object() || conditions::has_any(schema) {
                    self.compose_own(schema, &place, id)
                } else if alternatives {
                    Composed { alternatives: vec![Type::Named(id)], required: keywords.required.to_vec(), ..Composed::default() }
                } else if keywords.ty.is_some() || !keywords.values.is_empty() {
                    Composed { scalar: Some(Type::Named(id)), ..Composed::default() }
                } else {
                    Composed { required: keywords.required.to_vec(), ..Composed::default() }
                })
            }
        }
    }

    /// Adds what a schema says besides its `allOf`.
    fn compose_keywords(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place, owner: TypeId, into: &mut Composed) {
        if keywords.properties.is_some() || keywords.additional.is_some() || keywords.ty == Some("object") {
            into.object = true;
            let inner = Place { path: Vec::new(), ..Place::member(Owner::Type(owner), place.pointer.clone(), "") };
            let additional_constraints = self.value_constraints(schema, keywords, &place.pointer);
            let part = Composed {
                additional_constraints,
                fields: self.fields(keywords, &place.pointer, owner).into_iter().map(|field| (field.wire.clone(), field)).collect(),
                additional: self.others(schema, keywords, &inner),
                object: true,
                ..Composed::default()
            };
            self.merge(into, part, owner, place, None);
        } else if keywords.ty.is_some() || keywords.items.is_some() || !keywords.values.is_empty() {
            let bare = Place::member(Owner::Type(owner), place.pointer.clone(), "value");
            let ty = self.scalar(schema, keywords, &bare);
            // A member that lists values says more than one that names a type.
            if into.scalar.is_none() || !keywords.values.is_empty() {
                into.scalar = Some(ty);
            }
        }
        into.required.extend(keywords.required.iter().cloned());
        self.compose_conditions(schema, place, owner, into);
        for (key, members) in [("oneOf", keywords.one_of), ("anyOf", keywords.any_of)] {
            if let Some(ty) = self.alternatives_of(schema, key, members, place, owner) {
                into.alternatives.push(ty);
            }
        }
    }

    fn scalar(&mut self, schema: &Schema, keywords: &Keywords<'_>, place: &Place) -> Type {
        if keywords.values.is_empty() { self.plain(schema, keywords, place) } else { self.inline(schema, place) }
    }

    /// Adds a part to what is known. Where both declare a field, the later one's type holds, unless it says nothing.
    fn merge(&mut self, into: &mut Composed, part: Composed, owner: TypeId, place: &Place, composing: Option<TypeId>) {
        if into.fields.is_empty() {
            into.fields = part.fields;
        } else {
            self.merge_fields(&mut into.fields, part.fields, owner, place);
        }
        constraints::tighten(&mut into.additional_constraints, part.additional_constraints);
        into.required.extend(part.required);
        into.object |= part.object;
        into.additional = part.additional.or(into.additional.take());
        into.scalar = self.merge_scalar(into.scalar.take(), part.scalar, place);
        if into.object && into.scalar.is_some() {
            let message = "a member of `allOf` is an object and another is none, taking the object";
            self.report(Diagnostic::note("all-of-conflict", message), &place.pointer);
            into.scalar = None;
        }
        // A parent that lists its children as alternatives is inherited from without the list.
        let alternatives = part.alternatives.into_iter().filter(|ty| !composing.is_some_and(|child| self.lists(ty, child)));
        let alternatives: Vec<Type> = alternatives.collect();
        into.alternatives.extend(alternatives);
    }

    fn merge_scalar(&mut self, known: Option<Type>, part: Option<Type>, place: &Place) -> Option<Type> {
        let (Some(known), Some(part)) = (&known, &part) else { return part.or(known) };
        if known == part || self.is_wider(part, known) {
            return Some(known.clone());
        }
        if !self.is_wider(known, part) && contradicts(known, part) {
            let message = "a member of `allOf` has another type than an earlier one, taking the later one";
            self.report(Diagnostic::note("all-of-conflict", message), &place.pointer);
        }
        Some(part.clone())
    }

    /// Returns whether a type takes every value of another, and says less about it.
    pub(super) fn is_wider(&self, wide: &Type, narrow: &Type) -> bool {
        match (wide, narrow) {
            (Type::Any(_), _) => !matches!(narrow, Type::Any(_)),
            (Type::String, Type::DateTime | Type::Date | Type::Time | Type::Base64 | Type::Decimal(DecimalWire::String)) => true,
            (Type::String, Type::Named(id)) => self.is_enum_of(*id, EnumKind::String),
            (Type::Int(_), Type::Named(id)) => self.is_enum_of(*id, EnumKind::Integer),
            (Type::Float(_), Type::Int(_) | Type::Decimal(DecimalWire::Number)) => true,
            (Type::List(wide), Type::List(narrow)) => self.is_wider(wide, narrow),
            (Type::Map(value), Type::Named(_)) => matches!(**value, Type::Any(AnyReason::FreeObject)) && self.is_object(narrow),
            (Type::Map(wide), Type::Map(narrow)) => self.is_wider(wide, narrow),
            (Type::Nullable(wide), narrow) if !matches!(narrow, Type::Nullable(_)) => **wide == *narrow || self.is_wider(wide, narrow),
            (Type::Nullable(wide), Type::Nullable(narrow)) => self.is_wider(wide, narrow),
            _ => false,
        }
    }

    fn is_enum_of(&self, id: TypeId, kind: EnumKind) -> bool {
        matches!(&self.api.ty(id).shape, Shape::Enum(shape) if shape.kind == kind)
    }

    fn is_object(&self, ty: &Type) -> bool {
        let Type::Named(id) = ty else { return false };
        match self.components.get(id.0 as usize).map(|component| component.schema) {
            Some(ReferenceOr::Item(schema)) => Keywords::of(schema).is_object(),
            Some(ReferenceOr::Reference { .. }) => false,
            None => matches!(&self.api.ty(*id).shape, Shape::Struct(shape) if shape.form == StructForm::Object),
        }
    }

    /// Returns whether a type has this one among its alternatives.
    fn lists(&self, ty: &Type, child: TypeId) -> bool {
        let Type::Named(id) = ty else { return false };
        if let Some(component) = self.components.get(id.0 as usize) {
            let ReferenceOr::Item(schema) = component.schema else { return false };
            let keywords = Keywords::of(schema);
            let members = keywords.one_of.iter().chain(keywords.any_of);
            let mut references =
                members.filter_map(|member| if let ReferenceOr::Reference { reference } = member { Some(reference) } else { None });
            return references.any(|reference| self.component(reference).is_some_and(|index| self.components[index].id == child));
        }
        match &self.api.ty(*id).shape {
            Shape::Union(union) => union.variants.iter().any(|variant| variant.ty == Type::Named(child)),
            Shape::Struct(_) | Shape::Enum(_) | Shape::Alias(_) => false,
        }
    }
}

impl Composed {
    /// Returns a struct of the fields.
    pub(super) fn into_struct(self) -> Struct {
        Struct {
            fields: self.fields.into_values().collect(),
            additional: self.additional,
            additional_constraints: Box::new(self.additional_constraints),
            form: StructForm::Object,
        }
    }

    fn apply_required(&mut self) {
        for name in &self.required {
            if let Some(field) = self.fields.get_mut(name) {
                field.presence = Presence::Required;
            }
        }
    }
}

impl Field {
    /// Takes over what a later declaration of the same field says.
    pub(super) fn join(&mut self, later: Field) {
        if !matches!(later.ty, Type::Any(_)) || matches!(self.ty, Type::Any(_)) {
            self.ty = later.ty;
        }
        if later.presence == Presence::Required {
            self.presence = Presence::Required;
        }
        if later.access != Access::ReadWrite {
            self.access = later.access;
        }
        if later.docs != Docs::default() {
            self.docs = later.docs;
        }
        constraints::tighten(&mut self.constraints, later.constraints);
        self.default = later.default.or(self.default.take());
        self.constant = later.constant.or(self.constant.take());
        self.secret |= later.secret;
        self.url |= later.url;
        self.xml = later.xml.or(self.xml.take());
    }
}

pub(super) fn contradicts(a: &Type, b: &Type) -> bool {
    !matches!((a, b), (Type::Any(_), _) | (_, Type::Any(_))) && a != b && !matches!((a, b), (Type::Named(_), Type::Named(_)))
}
