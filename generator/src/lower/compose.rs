//! What applies to a value at once: the keywords of its schema, and those of all that it is composed of.
//!
//! Composing lowers nothing. It lists what is declared, so that types are made only when it is known what all members say together, and so
//! that the order of components does not matter.

use std::collections::HashSet;
use std::rc::Rc;

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use crate::diagnostic::Diagnostic;
use crate::ir::TypeId;
use crate::normalize::ext;
use crate::source::Pointer;

use super::Cx;
use super::facts::Voice;
use super::keywords::Keywords;
use super::leaves::{self, Leaf};
use super::node::Node;

/// The most components of a ring that contribute to each other.
const LARGE_RING: usize = 64;

/// What applies to a value at once.
#[derive(Clone, Debug, Default)]
pub(super) struct Composed<'s> {
    /// What is declared of each property, by wire name.
    pub(super) fields: IndexMap<&'s str, Vec<Declared<'s>>>,
    /// What is declared of each property under a condition.
    pub(super) conditional: IndexMap<&'s str, Vec<Declared<'s>>>,
    /// The names of properties that are required apart from their declaration.
    pub(super) required: Vec<&'s str>,
    /// The schemas with `additionalProperties` or `patternProperties`.
    pub(super) others: Vec<Part<'s>>,
    /// The choices, one for each `oneOf` and `anyOf` whose members say something.
    pub(super) choices: Vec<Choice<'s>>,
    /// The choices of which this is an alternative already: a member that leads back to one of them adds no alternative.
    pub(super) chosen: Vec<Choice<'s>>,
    /// What is said of a value that is not an object.
    pub(super) leaf: Option<Leaf<'s>>,
    /// Whether the schemas for such values contradict each other.
    pub(super) contradicts: bool,
    /// Whether the value is an object.
    pub(super) object: Object,
    /// The components that were referred to, without those that they refer to themselves.
    pub(super) components: Vec<usize>,
    /// Whether properties that are not declared are forbidden.
    pub(super) closed: bool,
    /// Whether something that should be said was at fault.
    pub(super) faulty: bool,
    /// Whether there is a `not`.
    pub(super) not: bool,
    /// Whether no value is allowed.
    pub(super) never: bool,
}

/// Whether a value is an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Object {
    /// Nothing says so.
    #[default]
    No,
    /// There are keywords that concern objects, and no type.
    Implied,
    /// Its type is `object`.
    Declared,
}

/// A schema that contributes keywords of its own.
#[derive(Clone, Debug)]
pub(super) struct Part<'s> {
    pub(super) schema: &'s Schema,
    pub(super) pointer: Rc<Pointer>,
    /// The component that it is in, after which its types are named. `None` where the schema at hand holds it.
    pub(super) owner: Option<TypeId>,
}

/// A declaration of a property.
#[derive(Clone, Debug)]
pub(super) struct Declared<'s> {
    pub(super) node: Node<'s>,
    pub(super) required: bool,
    /// The place of the schema with the `properties`.
    pub(super) parent: Rc<Pointer>,
    /// The component that it is in.
    pub(super) owner: Option<TypeId>,
}

/// A `oneOf` or `anyOf`.
#[derive(Clone, Debug)]
pub(super) struct Choice<'s> {
    /// The schema that holds it.
    pub(super) part: Part<'s>,
    pub(super) key: &'static str,
    pub(super) members: &'s [ReferenceOr<Schema>],
    /// What its members come to, where that is one list of values or one scalar.
    pub(super) leaf: Option<Leaf<'s>>,
}

impl<'s> Choice<'s> {
    /// Returns whether this is the same choice of the document.
    pub(super) fn is(&self, other: &Choice<'_>) -> bool {
        self.key == other.key && self.part.pointer == other.part.pointer
    }

    /// Returns the members with their places.
    pub(super) fn arms(&self) -> impl Iterator<Item = (Node<'s>, Pointer)> + '_ {
        let pointer = self.part.pointer.join(self.key);
        self.members.iter().enumerate().map(move |(index, member)| (member.into(), pointer.index(index)))
    }
}

impl Declared<'_> {
    /// Returns the place of the property's schema.
    pub(super) fn pointer(&self, wire: &str) -> Pointer {
        self.parent.join("properties").join(wire)
    }
}

/// On whose behalf schemas are composed.
pub(super) struct Walk<'w> {
    /// The component that is composed.
    owner: Option<TypeId>,
    /// The components of its ring, and those of them that have been composed into it.
    ring: &'w [usize],
    seen: Vec<usize>,
}

impl Walk<'static> {
    /// Composes a schema in a place.
    pub(super) fn in_place() -> Self {
        Self { owner: None, ring: &[], seen: Vec::new() }
    }
}

impl<'d> Cx<'d> {
    /// Composes a schema that stands in a place.
    pub(super) fn compose<'s>(&mut self, node: Node<'s>, pointer: &Pointer) -> Composed<'s>
    where
        'd: 's,
    {
        let mut composed = Composed::default();
        self.compose_node(node, pointer.clone(), &mut Walk::in_place(), &mut composed);
        composed
    }

    /// Composes a component. `ring` are those that lead to it and that it leads to.
    pub(super) fn compose_component(&mut self, index: usize, ring: &[usize]) -> Composed<'d> {
        let component = &self.components[index];
        let (schema, pointer) = (component.schema, super::component_pointer(component.name));
        let mut walk = Walk { owner: Some(component.id), ring, seen: vec![index] };
        let mut composed = Composed::default();
        self.compose_node(schema.into(), pointer, &mut walk, &mut composed);
        composed
    }

    /// Adds what a schema says that applies at the same time.
    pub(super) fn compose_node<'s>(&mut self, node: Node<'s>, pointer: Pointer, walk: &mut Walk<'_>, into: &mut Composed<'s>)
    where
        'd: 's,
    {
        let reference = match node {
            Node::Item(schema) => return self.compose_schema(schema, Rc::new(pointer), walk, into),
            Node::Reference(reference) => reference,
        };
        let Some(index) = self.component(reference) else { return };
        let part = if walk.ring.contains(&index) {
            if walk.seen.contains(&index) || walk.ring.len() > LARGE_RING {
                return;
            }
            self.compose_in_ring(index, walk)
        } else {
            let part = self.known[index].composed.clone();
            self.inherited(part, index, &pointer)
        };
        into.components.push(index);
        self.merge(into, part, walk.owner);
    }

    /// Composes a component for another one of its ring: what both build on is not known of either yet.
    fn compose_in_ring(&mut self, index: usize, walk: &mut Walk<'_>) -> Composed<'d> {
        walk.seen.push(index);
        let component = &self.components[index];
        let (schema, pointer) = (component.schema, super::component_pointer(component.name));
        let owner = walk.owner.replace(component.id);
        let mut composed = Composed::default();
        self.compose_node(schema.into(), pointer, walk, &mut composed);
        walk.owner = owner;
        composed
    }

    fn compose_schema<'s>(&mut self, schema: &'s Schema, pointer: Rc<Pointer>, walk: &mut Walk<'_>, into: &mut Composed<'s>)
    where
        'd: 's,
    {
        let (keywords, data) = (Keywords::of(schema), &schema.schema_data);
        if let Some(truth) = ext::boolean_schema(data) {
            into.never |= !truth;
            return;
        }
        into.faulty |= ext::is_faulty(data);
        into.not |= keywords.not;
        for (index, member) in keywords.all_of.iter().enumerate() {
            self.compose_node(member.into(), pointer.join("allOf").index(index), walk, into);
        }
        let part = Part { schema, pointer, owner: walk.owner };
        into.add_object(&keywords, &part);
        if leaves::has_keywords(schema, &keywords) {
            into.add_leaf(Leaf::of(&part, &keywords));
        }
        self.compose_conditions(&part, walk, into);
        for (key, members) in [("oneOf", keywords.one_of), ("anyOf", keywords.any_of)] {
            self.compose_choice(&part, key, members, walk, into);
        }
    }

    fn compose_choice<'s>(
        &mut self,
        part: &Part<'s>,
        key: &'static str,
        members: &'s [ReferenceOr<Schema>],
        walk: &mut Walk<'_>,
        into: &mut Composed<'s>,
    ) where
        'd: 's,
    {
        let facts: Vec<_> = members.iter().map(|member| self.fact(member.into())).collect();
        if facts.iter().all(|fact| fact.is_null || fact.voice == Voice::Silent) {
            return;
        }
        let is_told = part.schema.schema_data.discriminator.is_some();
        let mut arms = members.iter().enumerate().zip(&facts).filter(|(_, fact)| !fact.is_null).map(|(arm, _)| arm);
        if let (Some((index, only)), None, false) = (arms.next(), arms.next(), is_told) {
            return self.compose_node(only.into(), part.pointer.join(key).index(index), walk, into);
        }
        let mut choice = Choice { part: part.clone(), key, members, leaf: None };
        if !is_told {
            choice.leaf = self.leaf_of_choice(&choice, walk);
        }
        into.choices.push(choice);
    }

    /// Returns what the members of a choice come to, where that is one list of values or one scalar.
    fn leaf_of_choice<'s>(&mut self, choice: &Choice<'s>, walk: &mut Walk<'_>) -> Option<Leaf<'s>>
    where
        'd: 's,
    {
        let mut found = Vec::with_capacity(choice.members.len());
        for (node, pointer) in choice.arms() {
            let fact = self.fact(node);
            if fact.is_null {
                continue;
            }
            if fact.voice == Voice::Silent {
                return None;
            }
            let leaf = match node {
                Node::Reference(reference) => {
                    let index = self.component(reference).filter(|index| !walk.ring.contains(index))?;
                    self.known[index].leaf.clone().filter(|_| self.known[index].composed.is_leaf())
                }
                Node::Item(_) => {
                    let mut arm = Composed::default();
                    self.compose_node(node, pointer, &mut Walk { owner: None, ring: walk.ring, seen: walk.seen.clone() }, &mut arm);
                    arm.whole_leaf().0.filter(|_| arm.is_leaf())
                }
            };
            found.push((leaf?, self.schema_at(node)));
        }
        leaves::either(found)
    }

    /// Returns the schema in place, or the one at the end of a chain of references.
    pub(super) fn schema_at<'s>(&self, node: Node<'s>) -> Option<&'s Schema>
    where
        'd: 's,
    {
        match node {
            Node::Item(schema) => Some(schema),
            Node::Reference(reference) => match self.components[self.end_of_chain(self.component(reference)?)?].schema {
                ReferenceOr::Item(schema) => Some(schema),
                ReferenceOr::Reference { .. } => None,
            },
        }
    }

    /// Returns what a component contributes to a schema composed of it, while the limit on copied fields allows it. A chain of n components
    /// that each add a property has n²/2 copies, and so has a large base that many components extend. Fields beyond the limit are handled as
    /// undeclared properties.
    fn inherited(&mut self, part: Rc<Composed<'d>>, component: usize, pointer: &Pointer) -> Composed<'d> {
        self.inheritable = self.inheritable.saturating_sub(part.fields.len() + part.conditional.len());
        if self.inheritable > 0 || part.fields.is_empty() {
            return Rc::unwrap_or_clone(part);
        }
        let name = self.components[component].name;
        let message = format!("`allOf` copies too many properties in this document, keeping those of `{name}` in a map of any values here");
        self.report(Diagnostic::warning("too-much-inheritance", message), pointer);
        Composed {
            others: vec![Part { schema: self.open_object, pointer: Rc::new(pointer.clone()), owner: None }],
            choices: part.choices.clone(),
            leaf: part.leaf.clone(),
            object: Object::Declared,
            ..Composed::default()
        }
    }

    /// Adds what a component says. `child` is the component that is composed.
    fn merge<'s>(&mut self, into: &mut Composed<'s>, part: Composed<'s>, child: Option<TypeId>) {
        if into.fields.is_empty() {
            into.fields = part.fields;
        } else {
            add_declared(&mut into.fields, part.fields);
        }
        add_declared(&mut into.conditional, part.conditional);
        into.required.extend(part.required);
        into.object = into.object.max(part.object);
        for part in part.others {
            if !into.others.iter().any(|known| known.pointer == part.pointer) {
                into.others.push(part);
            }
        }
        if let Some(leaf) = part.leaf {
            into.add_leaf(leaf);
        }
        // A parent that lists its children as alternatives is inherited from without the list.
        for choice in part.choices {
            let is_known = into.choices.iter().any(|known| known.is(&choice));
            if !is_known && !child.is_some_and(|child| self.lists(&choice, child)) {
                into.choices.push(choice);
            }
        }
        into.closed |= part.closed;
        into.faulty |= part.faulty;
        into.never |= part.never;
    }

    /// Returns whether a choice has a component among its members.
    fn lists(&self, choice: &Choice<'_>, child: TypeId) -> bool {
        choice.members.iter().any(|member| self.is_reference_to(member, child))
    }
}

impl<'s> Composed<'s> {
    /// Returns what is said of a value that is not an object, with the choices between such values; and whether the schemas contradict each
    /// other.
    pub(super) fn whole_leaf(&self) -> (Option<Leaf<'s>>, bool) {
        let (mut leaf, mut contradicts) = (self.leaf.clone(), self.contradicts);
        for choice in self.choices.iter().filter_map(|choice| choice.leaf.clone()) {
            match &mut leaf {
                Some(leaf) => contradicts |= leaf.add(choice),
                None => leaf = Some(choice),
            }
        }
        (leaf.filter(Leaf::speaks), contradicts)
    }

    /// Returns whether the leaf alone says what the value is.
    pub(super) fn is_leaf(&self) -> bool {
        self.object == Object::No && self.open_choices().next().is_none()
    }

    fn add_leaf(&mut self, later: Leaf<'s>) {
        match &mut self.leaf {
            Some(leaf) => self.contradicts |= leaf.add(later),
            None => self.leaf = Some(later),
        }
    }

    /// Returns the choices that do not come to one list of values or one scalar.
    pub(super) fn open_choices(&self) -> impl Iterator<Item = &Choice<'s>> {
        self.choices.iter().filter(|choice| choice.leaf.is_none())
    }

    /// Returns the names of the properties that are required.
    pub(super) fn required_names(&self) -> HashSet<&'s str> {
        self.required.iter().copied().collect()
    }

    /// Adds the keywords of an object.
    fn add_object(&mut self, keywords: &Keywords<'s>, part: &Part<'s>) {
        let has_patterns = ext::pattern_properties(&part.schema.schema_data).is_some();
        let object = match keywords.ty {
            Some("object") => Object::Declared,
            None if keywords.properties.is_some() || keywords.additional.is_some() || has_patterns => Object::Implied,
            Some(_) | None => Object::No,
        };
        self.object = self.object.max(object);
        self.closed |= keywords.additional == Some(&AdditionalProperties::Any(false));
        if has_patterns || matches!(keywords.additional, Some(AdditionalProperties::Schema(_) | AdditionalProperties::Any(true))) {
            self.others.push(part.clone());
        }
        if let Some(properties) = keywords.properties {
            let required: HashSet<&str> = keywords.required.iter().map(String::as_str).collect();
            for (wire, schema) in properties {
                let (parent, owner) = (part.pointer.clone(), part.owner);
                let declared = Declared { node: schema.into(), required: required.contains(wire.as_str()), parent, owner };
                add_declaration(self.fields.entry(wire).or_default(), declared);
            }
        }
        self.required.extend(keywords.required.iter().map(String::as_str));
    }
}

pub(super) fn add_declared<'s>(into: &mut IndexMap<&'s str, Vec<Declared<'s>>>, fields: IndexMap<&'s str, Vec<Declared<'s>>>) {
    for (wire, declared) in fields {
        let known = into.entry(wire).or_default();
        declared.into_iter().for_each(|declared| add_declaration(known, declared));
    }
}

/// Adds a declaration, once: two bases may share one of their own.
fn add_declaration<'s>(known: &mut Vec<Declared<'s>>, declared: Declared<'s>) {
    if !known.iter().any(|known| known.parent == declared.parent) {
        known.push(declared);
    }
}
