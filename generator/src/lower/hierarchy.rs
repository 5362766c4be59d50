//! Parents that name a discriminator and list no alternatives: they stand for all that extend them.

use std::collections::HashSet;

use openapiv3::{Discriminator, ReferenceOr, Schema};

use crate::ir::{AnyReason, Constraints, Docs, NameHint, Owner, Shape, Type, TypeDef, TypeId, Union, Variant};

use super::Cx;
use super::keywords::Keywords;
use super::place::Place;
use super::unions::Member;

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
            })
            .collect();
        let base = self.base_struct(id, place);
        let mut union = self.tagged_children(discriminator, members);
        union.variants.push(Variant {
            name: "base".to_owned(),
            ty: Type::Named(base),
            tags: vec![self.components[parent].name.to_owned()],
            docs: Docs { description: Some("The parent's own properties, for a kind that is not listed.".to_owned()), ..Docs::default() },
            constraints: Constraints::default(),
            expandable: false,
        });
        union.fallback = Some(union.variants.len() - 1);
        Some(self.finish(id, Shape::Union(union)))
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

    fn tagged_children(&self, discriminator: &Discriminator, members: Vec<Member>) -> Union {
        let variants = members.iter().map(|member| {
            let name = self.components[member.component.unwrap_or_default()].name.to_owned();
            let tags = self.mapped_tags(discriminator, member);
            Variant { name, ty: member.ty.clone(), tags, docs: Docs::default(), constraints: Constraints::default(), expandable: false }
        });
        Union { tag: Some(discriminator.property_name.clone()), variants: variants.collect(), fallback: None }
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
