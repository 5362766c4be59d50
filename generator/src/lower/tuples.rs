//! Lists whose first elements each have a type of their own.

use openapiv3::{ReferenceOr, Schema};

use crate::ir::{AnyReason, Constraints, Docs, Owner, Shape, Struct, StructForm, Type, TypeId};
use crate::normalize::ext;
use crate::source::Pointer;

use super::keywords::Keywords;
use super::leaves::Leaf;
use super::node::Node;
use super::place::Place;
use super::settle::Subject;
use super::{Cx, constraints};

impl Cx<'_> {
    /// Returns the type of a list with `prefixItems`: a struct that is a list on the wire.
    ///
    /// A list may be shorter than its `prefixItems` (JSON Schema 2020-12, section 10.3.1.1), so only what `minItems` covers is required;
    /// and longer, so the elements after them are kept unless the schema forbids them.
    pub(super) fn tuple(&mut self, leaf: &Leaf<'_>, subject: &Subject<'_>, place: &Place) -> Type {
        let id = self.start_of(subject, place);
        let (min_items, max_items) = (leaf.bounds().min_items, leaf.bounds().max_items);
        let parts: Vec<(Vec<ReferenceOr<Schema>>, Pointer)> = leaf
            .tuples
            .iter()
            .map(|part| (ext::prefix_items(&part.schema.schema_data).unwrap_or_default(), part.pointer.join(ext::PREFIX_ITEMS)))
            .collect();
        let longest = parts.iter().map(|(elements, _)| elements.len()).max().unwrap_or_default();
        let mut fields = Vec::with_capacity(longest);
        for index in 0..longest {
            let own: Vec<(Node<'_>, Pointer)> =
                parts.iter().filter_map(|(elements, pointer)| Some((elements.get(index)?.into(), pointer.index(index)))).collect();
            let name = own.iter().find_map(|(element, _)| title(*element)).unwrap_or_else(|| format!("item {}", index + 1));
            let required = min_items.is_some_and(|least| (index as u64) < least);
            fields.push(self.element(index, &own, required, id, &name));
        }
        let is_closed = max_items.is_some_and(|most| most <= longest as u64);
        let additional = if is_closed { None } else { self.tail(leaf, id) };
        let mut additional_constraints = Constraints::default();
        for part in &leaf.tuples {
            if let Some(ReferenceOr::Item(items)) = Keywords::of(part.schema).items {
                let own = self.constraints_of(items, &part.pointer.join("items"));
                constraints::tighten(&mut additional_constraints, own);
            }
        }
        let (additional_constraints, form) = (Box::new(additional_constraints), StructForm::List);
        self.finish(id, Shape::Struct(Struct { fields, additional, additional_constraints, form }))
    }

    /// Returns the type of the elements after those that have one of their own; `None` where there may be none.
    fn tail(&mut self, leaf: &Leaf<'_>, id: TypeId) -> Option<Type> {
        let mut parts = Vec::with_capacity(leaf.tuples.len());
        for part in &leaf.tuples {
            if let Some(items) = Keywords::of(part.schema).items {
                parts.push((items.into(), Place::member(Owner::Type(id), part.pointer.join("items"), "rest")));
            }
        }
        let Some((_, last)) = parts.last() else { return Some(Type::Any(AnyReason::Unconstrained)) };
        let place = last.clone();
        let ty = self.all_of_nodes(parts, &Docs::default(), &Constraints::default(), &place);
        (ty != Type::Any(AnyReason::Never)).then_some(ty)
    }
}

fn title(node: Node<'_>) -> Option<String> {
    match node {
        Node::Item(schema) => schema.schema_data.title.clone(),
        Node::Reference(_) => None,
    }
}
