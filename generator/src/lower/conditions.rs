//! `then`, `else` and `dependentSchemas`: what applies under a condition.
//!
//! No type can follow the condition, so the properties that stand there are optional fields beside the others: nothing that a server may
//! send is lost, and nothing is demanded that it may leave out. A property that several conditions give different types is of any of them.

use openapiv3::{ReferenceOr, Schema};

use crate::ir::{Constraints, Field, Owner, Presence, Type, TypeId};
use crate::normalize::ext;
use crate::source::Pointer;

use super::Cx;
use super::compose::{Choice, Composed, Declared, Object, Part, Walk, add_declared};
use super::place::Place;

/// How deep choices within conditional schemas are followed.
const MAX_DEPTH: usize = 8;

/// Returns whether a schema has parts that apply under a condition.
pub(super) fn has_any(schema: &Schema) -> bool {
    [ext::THEN, ext::ELSE, ext::DEPENDENT_SCHEMAS].iter().any(|key| schema.schema_data.extensions.contains_key(*key))
}

/// Returns the parts of a schema that apply under a condition, each with its place.
pub(super) fn of(schema: &Schema, pointer: &Pointer) -> Vec<(Pointer, ReferenceOr<Schema>)> {
    if !has_any(schema) {
        return Vec::new();
    }
    let data = &schema.schema_data;
    let branches = [ext::THEN, ext::ELSE].into_iter().filter_map(|key| Some((pointer.join(key), ext::condition(data, key)?)));
    let dependent = ext::dependent_schemas(data).unwrap_or_default();
    let dependent = dependent.into_iter().map(|(name, part)| (pointer.join(ext::DEPENDENT_SCHEMAS).join(&name), part));
    branches.chain(dependent).collect()
}

impl<'d> Cx<'d> {
    /// Adds the properties of the parts that apply under a condition.
    pub(super) fn compose_conditions<'s>(&mut self, part: &Part<'s>, walk: &mut Walk<'_>, into: &mut Composed<'s>)
    where
        'd: 's,
    {
        if !has_any(part.schema) {
            return;
        }
        let stored = match self.conditions.get(&*part.pointer) {
            Some(stored) => stored,
            None => {
                let stored = self.stored.keep(of(part.schema, &part.pointer));
                self.conditions.insert((*part.pointer).clone(), stored);
                stored
            }
        };
        for (pointer, schema) in stored {
            let mut conditional = Composed::default();
            self.compose_node(schema.into(), pointer.clone(), walk, &mut conditional);
            self.add_conditional(conditional, walk, into, MAX_DEPTH);
        }
    }

    /// Adds the properties of the members of a choice, one of which says nothing of them.
    pub(super) fn add_optional_choice<'s>(&mut self, choice: &Choice<'s>, walk: &mut Walk<'_>, into: &mut Composed<'s>, depth: usize)
    where
        'd: 's,
    {
        for (node, pointer) in choice.arms() {
            let mut arm = Composed::default();
            self.compose_node(node, pointer, walk, &mut arm);
            self.add_conditional(arm, walk, into, depth);
        }
    }

    fn add_conditional<'s>(&mut self, part: Composed<'s>, walk: &mut Walk<'_>, into: &mut Composed<'s>, depth: usize)
    where
        'd: 's,
    {
        if !part.fields.is_empty() || !part.conditional.is_empty() {
            into.object = into.object.max(Object::Implied);
        }
        for choice in part.open_choices().filter(|_| depth > 0) {
            self.add_optional_choice(choice, walk, into, depth - 1);
        }
        add_declared(&mut into.conditional, part.fields);
        add_declared(&mut into.conditional, part.conditional);
    }

    /// Returns the field of a property that is declared under conditions only.
    pub(super) fn conditional_field(&mut self, wire: &str, declared: &[Declared<'_>], id: TypeId) -> Field {
        let mut fields = declared.iter().map(|declared| self.declared_field(wire, declared, id)).collect::<Vec<_>>().into_iter();
        let mut field = fields.next().expect("a property is listed where it is declared");
        let mut types = vec![field.ty.clone()];
        for later in fields {
            if later.constraints != field.constraints {
                field.constraints = Constraints::default();
            }
            types.push(later.ty.clone());
            field.join(Field { constraints: Constraints::default(), ..later });
        }
        let pointer = declared[0].pointer(wire);
        field.ty = self.either(types, &Place::member(Owner::Type(id), pointer, wire));
        field.presence = Presence::Optional;
        field.constant = None;
        field
    }

    /// Returns the type of a value that has one of several types.
    fn either(&mut self, types: Vec<Type>, place: &Place) -> Type {
        let nullable = types.iter().any(|ty| matches!(ty, Type::Nullable(_)));
        let unique = super::unique(types.into_iter().map(super::schemas::without_null));
        let is_narrower = |ty: &Type| unique.iter().any(|wide| matches!(wide, Type::Any(_)) || super::leaves::is_narrower(ty, wide));
        let mut widest: Vec<Type> = unique.iter().filter(|ty| matches!(ty, Type::Any(_)) || !is_narrower(ty)).cloned().collect();
        let ty = match widest.pop() {
            Some(only) if widest.is_empty() => only,
            Some(last) => {
                widest.push(last);
                self.union_of_types(widest, place)
            }
            None => Type::Any(crate::ir::AnyReason::Unconstrained),
        };
        if nullable { super::schemas::with_null(ty) } else { ty }
    }
}
