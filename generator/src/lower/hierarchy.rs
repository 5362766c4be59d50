//! Parents that name a discriminator and list no alternatives: they stand for all that extend them.

use std::collections::HashSet;

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use crate::ir::{AnyReason, Constraints, Docs, NameHint, Owner, Shape, Type, TypeDef, TypeId, Variant};

use super::keywords::Keywords;
use super::place::Place;
use super::unions::Member;
use super::{Cx, component_pointer};

impl Cx<'_> {
    /// A parent with a discriminator and no alternatives of its own stands for its children (OpenAPI 2.0, and `allOf` in 3.x): a union of
    /// them, and of the parent itself. `None` where there are no children.
    pub(super) fn hierarchy(&mut self, schema: &Schema, place: &Place) -> Option<Type> {
        let id = place.defines?;
        let discriminator = schema.schema_data.discriminator.as_ref()?;
        let parent = id.0 as usize;
        let children = self.descendants(parent, &discriminator.property_name);
        if children.is_empty() || schema_has_alternatives(schema) {
            return None;
        }
        let members: Vec<Member> = children
            .iter()
            .map(|child| Member {
                component: Some(*child),
                title: None,
                docs: Docs::default(),
                ty: Type::Named(self.components[*child].id),
                constraints: Constraints::default(),
                expandable: false,
                index: None,
                pointer: component_pointer(self.components[*child].name),
            })
            .collect();
        let base = self.base_struct(id, place);
        let mut union = self.tagged(discriminator, members);
        // A mapping that leads to the parent itself names its own kind.
        let (mut own, mut others): (Vec<Variant>, Vec<Variant>) =
            union.variants.into_iter().partition(|variant| variant.ty == Type::Named(id));
        let mut tags: Vec<Value> = own.drain(..).flat_map(|variant| variant.tags).collect();
        tags.extend(self.extension_tag(id).filter(|_| tags.is_empty()));
        if tags.is_empty() {
            tags.push(Value::String(self.components[parent].name.to_owned()));
        } else {
            self.own_kinds.insert(base);
        }
        others.push(Variant {
            name: "base".to_owned(),
            ty: Type::Named(base),
            tags,
            docs: Docs { description: Some("The parent's own properties, for a kind that is not listed.".to_owned()), ..Docs::default() },
            constraints: Constraints::default(),
            expandable: false,
            origin: self.document.locate(&place.pointer),
        });
        union.fallback = Some(others.len() - 1);
        union.variants = others;
        Some(self.finish(id, Shape::Union(union)))
    }

    /// Returns whether a component extends another one that stands for it, itself or by one that it extends: by a discriminator or a list of
    /// alternatives.
    pub(super) fn is_kind_of(&self, parent: usize, child: TypeId) -> bool {
        let extends = |id: TypeId| match self.components[id.0 as usize].schema {
            ReferenceOr::Item(schema) => !Keywords::of(schema).all_of.is_empty(),
            ReferenceOr::Reference { .. } => false,
        };
        extends(child) && self.stands_for(self.behind(parent), child)
    }

    fn stands_for(&self, parent: usize, child: TypeId) -> bool {
        let mut seen = HashSet::new();
        let mut open = vec![parent];
        while let Some(at) = open.pop() {
            let ReferenceOr::Item(schema) = self.components[at].schema else { continue };
            if !seen.insert(at) {
                continue;
            }
            let is_hierarchy = schema.schema_data.discriminator.is_some() && !schema_has_alternatives(schema);
            if is_hierarchy || self.lists_child(at, child) {
                return true;
            }
            open.extend(Keywords::of(schema).all_of.iter().filter_map(|part| match part {
                ReferenceOr::Reference { reference } => self.component(reference).map(|index| self.behind(index)),
                ReferenceOr::Item(_) => None,
            }));
        }
        false
    }

    /// Returns whether a component has another one among its alternatives.
    fn lists_child(&self, component: usize, child: TypeId) -> bool {
        let ReferenceOr::Item(schema) = self.components[component].schema else { return false };
        let keywords = Keywords::of(schema);
        keywords.one_of.iter().chain(keywords.any_of).any(|member| self.is_reference_to(member, child))
    }

    /// Returns whether a member is a component, itself or by other names.
    pub(super) fn is_reference_to(&self, member: &ReferenceOr<Schema>, component: TypeId) -> bool {
        match member {
            ReferenceOr::Reference { reference } => {
                self.component(reference).is_some_and(|index| self.components[self.behind(index)].id == component)
            }
            ReferenceOr::Item(_) => false,
        }
    }

    /// Returns the components that extend one, and those that extend them. A child that is told by another property stands for its own.
    fn descendants(&self, parent: usize, property: &str) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        let mut seen = HashSet::from([parent]);
        let mut next = vec![parent];
        while let Some(at) = next.pop() {
            for child in self.components[at].children.iter().copied().filter(|child| seen.insert(*child)) {
                found.push(child);
                if !self.is_told_by_other(child, property) {
                    next.push(child);
                }
            }
        }
        found.sort_unstable();
        found
    }

    fn is_told_by_other(&self, component: usize, property: &str) -> bool {
        match self.components[component].schema {
            ReferenceOr::Item(schema) => schema.schema_data.discriminator.as_ref().is_some_and(|own| own.property_name != property),
            ReferenceOr::Reference { .. } => false,
        }
    }

    fn base_struct(&mut self, id: TypeId, place: &Place) -> TypeId {
        let docs = self.api.ty(id).docs.clone();
        let base = self.push(TypeDef {
            hint: NameHint::Derived { owner: Owner::Type(id), path: vec!["base".to_owned()] },
            docs,
            shape: Shape::Alias(Type::Any(AnyReason::Faulty)),
            constraints: Constraints::default(),
            origin: self.document.locate(&place.pointer),
        });
        let composed = self.known[id.0 as usize].composed.clone();
        let shape = self.shape(&composed, base);
        self.api.types[base.0 as usize].shape = Shape::Struct(shape);
        base
    }
}

fn schema_has_alternatives(schema: &Schema) -> bool {
    let keywords = Keywords::of(schema);
    !keywords.one_of.is_empty() || !keywords.any_of.is_empty()
}
