//! Lists whose first elements each have a type of their own.

use openapiv3::{ReferenceOr, Schema};

use crate::ir::{AnyReason, Constraints, Owner, Shape, Struct, StructForm, Type, TypeId};
use crate::normalize::ext;

use super::keywords::Keywords;
use super::place::Place;
use super::{Cx, constraints};

impl Cx<'_> {
    /// Returns the type of a list with `prefixItems`: a struct that is a list on the wire.
    ///
    /// A list may be shorter than its `prefixItems` (JSON Schema 2020-12, section 10.3.1.1), so only what `minItems` covers is required;
    /// and longer, so the elements after them are kept unless the schema forbids them.
    pub(super) fn tuple(&mut self, schema: &Schema, keywords: &Keywords<'_>, elements: Vec<ReferenceOr<Schema>>, place: &Place) -> Type {
        let id = self.start(schema, place);
        let rules = constraints::of(schema);
        let longest = elements.len() as u64;
        let pointer = place.pointer.join(ext::PREFIX_ITEMS);
        let mut fields = Vec::with_capacity(elements.len());
        for (index, element) in elements.into_iter().enumerate() {
            let name = title(&element).unwrap_or_else(|| format!("item {}", index + 1));
            let place = Place::member(Owner::Type(id), pointer.index(index), &name);
            let required = rules.min_items.is_some_and(|least| (index as u64) < least);
            fields.push(self.field(&index.to_string(), &boxed(element), required, &place));
        }
        let additional = match rules.max_items {
            Some(most) if most <= longest => None,
            Some(_) | None => self.tail(keywords, id, place),
        };
        let additional_constraints = match keywords.items {
            Some(ReferenceOr::Item(items)) => self.constraints_of(items, &place.pointer.join("items")),
            Some(ReferenceOr::Reference { .. }) | None => Constraints::default(),
        };
        let (additional_constraints, form) = (Box::new(additional_constraints), StructForm::List);
        self.finish(id, Shape::Struct(Struct { fields, additional, additional_constraints, form }))
    }

    /// Returns the type of the elements after those that have one of their own; `None` where there may be none.
    fn tail(&mut self, keywords: &Keywords<'_>, id: TypeId, place: &Place) -> Option<Type> {
        let Some(items) = keywords.items else { return Some(Type::Any(AnyReason::Unconstrained)) };
        let ty = self.boxed_ty(items, &Place::member(Owner::Type(id), place.pointer.join("items"), "rest"));
        (ty != Type::Any(AnyReason::Never)).then_some(ty)
    }
}

fn title(schema: &ReferenceOr<Schema>) -> Option<String> {
    match schema {
        ReferenceOr::Item(schema) => schema.schema_data.title.clone(),
        ReferenceOr::Reference { .. } => None,
    }
}

fn boxed(schema: ReferenceOr<Schema>) -> ReferenceOr<Box<Schema>> {
    match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
    }
}
