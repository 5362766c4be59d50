//! `then`, `else` and `dependentSchemas`: what applies under a condition.
//!
//! No type can follow the condition, so the properties that stand there are optional fields beside the others: nothing that a server may
//! send is lost, and nothing is demanded that it may leave out.

use openapiv3::{ReferenceOr, Schema};

use crate::ir::{Presence, TypeId};
use crate::normalize::ext;
use crate::source::Pointer;

use super::Cx;
use super::compose::Composed;
use super::place::Place;

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

impl Cx<'_> {
    /// Adds the properties of the parts that apply under a condition.
    pub(super) fn compose_conditions(&mut self, schema: &Schema, place: &Place, owner: TypeId, into: &mut Composed) {
        for (pointer, part) in of(schema, &place.pointer) {
            let mut conditional = Composed::default();
            self.compose_member(&part, &place.moved(pointer), owner, &mut conditional);
            into.add_optional(conditional);
        }
    }
}

impl Composed {
    /// Adds the fields of a part that does not always apply.
    fn add_optional(&mut self, part: Composed) {
        self.object |= part.object;
        for (wire, mut field) in part.fields {
            if !self.fields.contains_key(&wire) {
                field.presence = Presence::Optional;
                field.constant = None;
                self.fields.insert(wire, field);
            }
        }
    }
}
