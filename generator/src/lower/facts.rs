//! What is known of every component before any of them is lowered.
//!
//! A schema is judged together with what it refers to, so that the order of components does not matter, nor whether a schema stands in
//! place or behind a reference. The facts do not depend on properties and items, so only a ring of references, `allOf`, `oneOf` and
//! `anyOf` leads from a component back to itself.

use std::rc::Rc;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use crate::graph;
use crate::normalize::ext;
use crate::source::Pointer;

use super::compose::Composed;
use super::keywords::Keywords;
use super::leaves::Leaf;
use super::node::Node;
use super::{Cx, conditions, schemas};

/// What a schema says of the type of its value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Voice {
    /// Nothing: it only restricts or annotates.
    #[default]
    Silent,
    /// That it is an object, and nothing of its properties.
    Object,
    /// More than that.
    Speaks,
}

/// What a schema says of null. Of several that apply at once, the greatest holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nullability {
    /// Nothing.
    #[default]
    Unsaid,
    /// It is a value.
    Allowed,
    /// It is not a value: there is a type or a list of values without it.
    Denied,
    /// It is a value, whatever the type says: documents write `nullable` beside a composition whose members have types.
    Meant,
}

/// What a schema says together with what it refers to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fact {
    pub(super) voice: Voice,
    pub(super) nullability: Nullability,
    /// Whether null is the only value.
    pub(super) is_null: bool,
}

impl Fact {
    /// Returns whether null is a value.
    pub(super) fn is_nullable(self) -> bool {
        matches!(self.nullability, Nullability::Allowed | Nullability::Meant)
    }

    /// Adds what a schema says that applies at the same time.
    pub(super) fn add(&mut self, part: Fact) {
        let nullability = match part.nullability {
            // What a schema says beside its own type is about that type.
            Nullability::Meant if part.voice != Voice::Silent => Nullability::Allowed,
            other => other,
        };
        self.voice = self.voice.max(part.voice);
        self.nullability = self.nullability.max(nullability);
        self.is_null |= part.is_null;
    }

    /// Adds what alternatives say.
    fn add_alternatives(&mut self, arms: &[Fact]) {
        if arms.is_empty() {
            return;
        }
        self.voice = arms.iter().map(|arm| arm.voice).fold(self.voice, Voice::max);
        self.is_null |= arms.iter().all(|arm| arm.is_null);
        if arms.iter().any(|arm| arm.is_nullable()) {
            self.nullability = Nullability::Meant;
        } else if arms.iter().all(|arm| arm.nullability == Nullability::Denied) {
            self.nullability = self.nullability.max(Nullability::Denied);
        }
    }
}

/// What is known of a component.
#[derive(Clone, Debug, Default)]
pub(super) struct Known<'d> {
    pub(super) fact: Fact,
    /// What applies to its value at once.
    pub(super) composed: Rc<Composed<'d>>,
    /// The components that lead to it and that it leads to have the same number.
    pub(super) ring: usize,
    /// The type of its value, where that is neither an object nor a choice.
    pub(super) leaf: Option<Leaf<'d>>,
}

/// How often the facts of a ring are computed: they are settled after one round for each kind of fact.
const ROUNDS: usize = 4;

impl<'d> Cx<'d> {
    /// Finds what is known of all components, those first that others build on.
    pub(super) fn know_components(&mut self) {
        let edges: Vec<Vec<usize>> = self.components.iter().map(|component| self.bases(component.schema)).collect();
        self.known = vec![Known::default(); edges.len()];
        for (number, ring) in graph::components(&edges).into_iter().enumerate() {
            let rounds = if ring.len() > 1 || edges[ring[0]].contains(&ring[0]) { ROUNDS } else { 1 };
            for _ in 0..rounds {
                let facts: Vec<Fact> = ring.iter().map(|index| self.fact(self.components[*index].schema.into())).collect();
                ring.iter().zip(facts).for_each(|(index, fact)| self.known[*index].fact = fact);
            }
            let composed: Vec<_> = ring.iter().map(|index| Rc::new(self.compose_component(*index, &ring))).collect();
            for (index, composed) in ring.into_iter().zip(composed) {
                self.known[index].leaf = composed.whole_leaf().0;
                self.known[index].composed = composed;
                self.known[index].ring = number;
            }
        }
    }

    /// Returns the components that a schema builds on: those that it refers to without a property or a list between.
    fn bases(&self, schema: &ReferenceOr<Schema>) -> Vec<usize> {
        let mut bases = Vec::new();
        self.add_bases(schema, &mut bases);
        bases
    }

    fn add_bases(&self, member: &ReferenceOr<Schema>, bases: &mut Vec<usize>) {
        match member {
            ReferenceOr::Reference { reference } => bases.extend(self.component(reference)),
            ReferenceOr::Item(schema) => {
                let keywords = Keywords::of(schema);
                let members = keywords.all_of.iter().chain(keywords.one_of).chain(keywords.any_of);
                members.for_each(|inner| self.add_bases(inner, bases));
                conditions::of(schema, &Pointer::root()).iter().for_each(|(_, inner)| self.add_bases(inner, bases));
            }
        }
    }

    /// Returns what a schema says together with what it refers to.
    pub(super) fn fact(&self, node: Node<'_>) -> Fact {
        match node {
            Node::Reference(reference) => self.component(reference).map(|index| self.known[index].fact).unwrap_or_default(),
            Node::Item(schema) => self.fact_of(schema),
        }
    }

    /// Returns what a schema in place says together with what it refers to.
    pub(super) fn fact_of(&self, schema: &Schema) -> Fact {
        let (keywords, data) = (Keywords::of(schema), &schema.schema_data);
        let values = !keywords.values.is_empty() || ext::raw_enum(data).is_some();
        let is_null = ext::is_null(data);
        let nullability = match () {
            () if is_null => Nullability::Allowed,
            () if data.nullable => Nullability::Meant,
            () if keywords.ty.is_some() || values => Nullability::Denied,
            () => Nullability::Unsaid,
        };
        let mut fact = Fact { voice: voice(schema, &keywords), nullability, is_null };
        for member in keywords.all_of {
            fact.add(self.fact(member.into()));
        }
        for members in [keywords.one_of, keywords.any_of] {
            let arms: Vec<Fact> = members.iter().map(|member| self.fact(member.into())).collect();
            fact.add_alternatives(&arms);
        }
        for (_, part) in conditions::of(schema, &Pointer::root()) {
            fact.voice = fact.voice.max(self.fact((&part).into()).voice);
        }
        fact
    }

    /// Returns whether a schema says nothing at all, so that it is written to allow everything.
    pub(super) fn is_blank(&self, node: Node<'_>) -> bool {
        match node {
            Node::Reference(reference) => match self.component(reference).map(|index| self.components[index].schema) {
                Some(ReferenceOr::Item(schema)) => self.is_blank(Node::Item(schema)),
                Some(ReferenceOr::Reference { .. }) | None => false,
            },
            Node::Item(schema) => ext::boolean_schema(&schema.schema_data) == Some(true) || schemas::is_blank(schema),
        }
    }
}

/// Returns what the keywords of a schema say by themselves.
fn voice(schema: &Schema, keywords: &Keywords<'_>) -> Voice {
    let data = &schema.schema_data;
    let speaks = keywords.ty.is_some_and(|ty| ty != "object")
        || keywords.format.is_some()
        || !keywords.values.is_empty()
        || ext::raw_enum(data).is_some()
        || keywords.properties.is_some()
        || matches!(keywords.additional, Some(AdditionalProperties::Schema(_)))
        || keywords.items.is_some()
        || ext::prefix_items(data).is_some()
        || ext::pattern_properties(data).is_some()
        || ext::boolean_schema(data) == Some(false)
        || ext::is_faulty(data);
    match () {
        () if speaks => Voice::Speaks,
        () if keywords.ty.is_some() || keywords.additional == Some(&AdditionalProperties::Any(true)) => Voice::Object,
        () => Voice::Silent,
    }
}
