//! From what applies to a value at once to a type: a struct of all fields, a choice, a scalar or a list.

use openapiv3::Schema;

use crate::diagnostic::Diagnostic;
use crate::ir::{AnyReason, Constraints, Docs, Enum, Field, Owner, Presence, Shape, Struct, StructForm, Type, TypeDef, TypeId};
use crate::source::Pointer;

use super::compose::{Choice, Composed, Declared, Object, Part, Walk};
use super::facts::Voice;
use super::keywords::Keywords;
use super::leaves::{self, Leaf, Resolved};
use super::merge::Key;
use super::node::Node;
use super::place::Place;
use super::{Cx, constraints, schemas};

/// The most variants that choices which apply at once may come to.
const MOST_VARIANTS: usize = 64;

/// What is told of a type besides what it is made of.
pub(super) enum Subject<'a> {
    /// What its schema tells.
    Schema(&'a Schema),
    /// What the declarations of a property tell together. The key names them.
    Merged { docs: Box<Docs>, constraints: Box<Constraints>, key: Key },
}

impl<'d> Cx<'d> {
    /// Makes a type of what applies to a value at once.
    pub(super) fn settle<'s>(&mut self, mut composed: Composed<'s>, subject: &Subject<'_>, place: &Place) -> Type
    where
        'd: 's,
    {
        if let Some(index) = self.same_component(&composed, place) {
            return Type::Named(self.components[index].id);
        }
        let (mut leaf, contradicts) = composed.whole_leaf();
        if contradicts {
            let message = "members of `allOf` contradict each other, taking the later one";
            self.report(Diagnostic::note("all-of-conflict", message), &place.pointer);
        }
        if leaf.is_some() && composed.object != Object::No {
            leaf = self.object_or_leaf(&mut composed, leaf, place);
        }
        let has_fields = !composed.fields.is_empty() || !composed.conditional.is_empty();
        let choices: Vec<Choice<'s>> = composed.open_choices().cloned().collect();
        match (leaf, choices.as_slice()) {
            (None, []) if has_fields => self.structure(composed, &[], subject, place),
            (None, [only]) if !has_fields => self.choice(only, subject, place),
            (None, choices) if !choices.is_empty() && self.can_flatten(&composed, choices) => {
                self.structure(composed, choices, subject, place)
            }
            (Some(leaf), []) => self.leaf_type(&leaf, subject, place),
            (_, [first, ..]) => {
                let first = first.clone();
                self.distribute(composed, &first, subject, place)
            }
            (None, []) => self.without_fields(&composed, place),
        }
    }

    /// Decides whether a value is an object, where schemas say both.
    fn object_or_leaf<'s>(&mut self, composed: &mut Composed<'s>, leaf: Option<Leaf<'s>>, place: &Place) -> Option<Leaf<'s>> {
        let has_type = leaf.as_ref().is_some_and(Leaf::has_type);
        if composed.object == Object::Implied && has_type {
            // Keywords of objects say nothing of other values (JSON Schema 2020-12, section 7.6.1).
            *composed = Composed {
                choices: std::mem::take(&mut composed.choices),
                chosen: std::mem::take(&mut composed.chosen),
                leaf: composed.leaf.take(),
                ..Composed::default()
            };
            return leaf;
        }
        if has_type {
            let message = "a member of `allOf` is an object and another is none, taking the object";
            self.report(Diagnostic::note("all-of-conflict", message), &place.pointer);
        }
        None
    }

    /// Returns the type of a value without fields, choices or scalars.
    fn without_fields(&mut self, composed: &Composed<'_>, place: &Place) -> Type {
        if composed.object != Object::No {
            let reason = if composed.closed { AnyReason::Never } else { AnyReason::FreeObject };
            let (value, _) = self.undeclared(&composed.others, None, place);
            return Type::Map(Box::new(value.unwrap_or(Type::Any(reason))));
        }
        Type::Any(match composed {
            Composed { faulty: true, .. } => AnyReason::Faulty,
            Composed { never: true, .. } => AnyReason::Never,
            Composed { not: true, .. } => AnyReason::Unsupported("not"),
            _ => AnyReason::Unconstrained,
        })
    }

    /// Returns the type of a scalar, a list of values or a list.
    pub(super) fn leaf_type(&mut self, leaf: &Leaf<'_>, subject: &Subject<'_>, place: &Place) -> Type {
        if let Some(format) = leaf.integer_format() {
            self.check_integer_format(Some(format.name), &format.pointer);
        }
        match leaf.resolve() {
            None => Type::Any(AnyReason::Unconstrained),
            Some(Resolved::Scalar(ty)) => ty,
            Some(Resolved::Enum(Enum { values, .. })) if values.is_empty() => Type::Any(AnyReason::Null),
            Some(Resolved::Enum(shape)) => {
                let id = self.start_of(subject, place);
                self.finish(id, Shape::Enum(shape))
            }
            Some(Resolved::List) => Type::List(Box::new(self.items_type(&leaf.items, place))),
            Some(Resolved::Tuple) => self.tuple(leaf, subject, place),
        }
    }

    /// Returns the type of a choice that nothing stands beside.
    fn choice<'s>(&mut self, choice: &Choice<'s>, subject: &Subject<'_>, place: &Place) -> Type
    where
        'd: 's,
    {
        if choice.part.owner.is_some_and(|owner| place.defines != Some(owner)) {
            return self.choice_type(choice, TypeId(0));
        }
        if choice.part.schema.schema_data.discriminator.is_none() {
            // Members that only restrict say nothing of the type; one that is written to allow everything does.
            let says = |(node, _): &(Node<'_>, Pointer)| {
                let fact = self.fact(*node);
                !fact.is_null && (fact.voice > Voice::Silent || self.is_blank(*node))
            };
            let arms: Vec<(Node<'s>, Pointer)> = choice.arms().filter(says).collect();
            let wholes: Vec<Composed<'s>> = arms.iter().map(|(node, pointer)| self.compose(*node, pointer)).collect();
            if let [only] = wholes.as_slice() {
                return self.settle(only.clone(), subject, place);
            }
            if let Some(leaf) = self.either_leaf(&arms, &wholes) {
                return self.leaf_type(&leaf, subject, place);
            }
        }
        let before = self.api.types.len();
        let id = self.start_of(subject, place);
        let place = place.moved((*choice.part.pointer).clone());
        let ty = self.union(choice.part.schema, choice.key, choice.members, &place, id);
        self.discard(id, before, &place, ty)
    }

    /// Returns what the members of a choice come to, where that is one list of values or one scalar.
    fn either_leaf<'s>(&self, arms: &[(Node<'s>, Pointer)], wholes: &[Composed<'s>]) -> Option<Leaf<'s>> {
        let mut found = Vec::with_capacity(wholes.len());
        for ((node, _), whole) in arms.iter().zip(wholes) {
            found.push((whole.whole_leaf().0.filter(|_| whole.is_leaf())?, self.schema_at(*node)));
        }
        leaves::either(found)
    }

    /// Returns the type of a choice that stands beside other keywords. One in a component is made once, for all that build on it.
    fn choice_type(&mut self, choice: &Choice<'_>, id: TypeId) -> Type {
        let Some(owner) = choice.part.owner else { return self.alternatives_of(choice, id) };
        let whole = &self.known[owner.0 as usize].composed;
        if whole.choices.len() == 1 && whole.fields.is_empty() && whole.conditional.is_empty() && whole.leaf.is_none() {
            return Type::Named(owner);
        }
        let key = choice.part.pointer.join(choice.key);
        let place = Place::member(Owner::Type(owner), key.clone(), "variant");
        self.once(&key, &place, |cx| cx.alternatives_of(choice, owner))
    }

    /// Returns whether choices can be read from the properties of an object, beside its fields.
    fn can_flatten<'s>(&mut self, composed: &Composed<'s>, choices: &[Choice<'s>]) -> bool
    where
        'd: 's,
    {
        composed.object == Object::Declared
            || choices.iter().all(|choice| choice.arms().all(|(node, pointer)| !self.is_leaf(node, &pointer)))
    }

    /// Returns whether a value is not an object.
    fn is_leaf<'s>(&mut self, node: Node<'s>, pointer: &Pointer) -> bool
    where
        'd: 's,
    {
        match node {
            Node::Reference(reference) => self.component(reference).is_some_and(|index| {
                let known = &self.known[index];
                known.leaf.is_some() && known.composed.object == Object::No
            }),
            Node::Item(_) => {
                let composed = self.compose(node, pointer);
                composed.object == Object::No && composed.whole_leaf().0.is_some()
            }
        }
    }

    /// Makes a variant of each member of a choice, with all that applies beside it.
    fn distribute<'s>(&mut self, mut rest: Composed<'s>, choice: &Choice<'s>, subject: &Subject<'_>, place: &Place) -> Type
    where
        'd: 's,
    {
        rest.choices.retain(|other| !other.is(choice));
        rest.chosen.push(choice.clone());
        let variants = rest.open_choices().map(|choice| choice.members.len()).fold(choice.members.len(), usize::saturating_mul);
        if variants > MOST_VARIANTS {
            rest.choices.retain(|choice| choice.leaf.is_some());
        }
        let nullable = choice.arms().any(|(node, _)| self.fact(node).is_nullable());
        let (mut arms, mut wholes) = (Vec::new(), Vec::new());
        for (index, (node, pointer)) in choice.arms().enumerate() {
            if self.fact(node).is_null {
                continue;
            }
            let mut whole = rest.clone();
            self.compose_node(node, pointer.clone(), &mut Walk::in_place(), &mut whole);
            if !whole.choices.iter().any(|choice| rest.chosen.iter().any(|chosen| chosen.is(choice))) {
                arms.push((index, (node, pointer)));
                wholes.push(whole);
            }
        }
        if arms.is_empty() {
            return self.settle(rest, subject, place);
        }
        let nodes: Vec<(Node<'s>, Pointer)> = arms.iter().map(|(_, arm)| arm.clone()).collect();
        let leaf = choice.part.schema.schema_data.discriminator.is_none().then(|| self.either_leaf(&nodes, &wholes)).flatten();
        if let Some(leaf) = leaf {
            let ty = self.leaf_type(&leaf, subject, place);
            return if nullable { schemas::with_null(ty) } else { ty };
        }
        let before = self.api.types.len();
        let id = self.start_of(subject, place);
        let mut members = Vec::with_capacity(arms.len());
        for ((index, (node, pointer)), whole) in arms.into_iter().zip(wholes) {
            let (member, arm) = self.member_without_type(node, &pointer, index);
            let place = Place::member(Owner::Type(id), pointer, &arm);
            let subject = match node {
                Node::Item(schema) => Subject::Schema(schema),
                Node::Reference(_) => Subject::Schema(choice.part.schema),
            };
            let ty = self.settle(whole, &subject, &place);
            members.push(self.with_type(member, ty));
        }
        let ty = self.union_of(choice.part.schema, members, id);
        self.mark_several(choice.key, id);
        let ty = if nullable { schemas::with_null(ty) } else { ty };
        self.discard(id, before, place, ty)
    }

    /// Makes a struct of the fields, with the choices among them.
    fn structure<'s>(&mut self, mut composed: Composed<'s>, choices: &[Choice<'s>], subject: &Subject<'_>, place: &Place) -> Type
    where
        'd: 's,
    {
        let mut flattened = Vec::with_capacity(choices.len());
        for choice in choices {
            // Where one member says nothing, the properties of the others need not be there.
            let is_optional = choice.part.schema.schema_data.discriminator.is_none()
                && choice.members.iter().any(|member| self.fact(member.into()).voice < Voice::Speaks);
            if is_optional && (!composed.fields.is_empty() || choices.len() > 1) {
                self.add_optional_choice(choice, &mut Walk::in_place(), &mut composed, 1);
            } else {
                flattened.push(choice);
            }
        }
        let id = self.start_of(subject, place);
        if composed.closed {
            self.closed.insert(id);
        }
        let mut shape = self.shape(&composed, id);
        for (index, choice) in flattened.into_iter().enumerate() {
            let ty = self.choice_type(choice, id);
            shape.fields.push(self.flattened(ty, index, place));
        }
        self.finish(id, Shape::Struct(shape))
    }

    /// Returns a struct of the declared properties.
    pub(super) fn shape<'s>(&mut self, composed: &Composed<'s>, id: TypeId) -> Struct
    where
        'd: 's,
    {
        let required = composed.required_names();
        let mut fields = Vec::with_capacity(composed.fields.len());
        for (wire, declared) in &composed.fields {
            let mut field = self.field_of(wire, declared, id);
            if required.contains(wire) {
                field.presence = Presence::Required;
            }
            fields.push(field);
        }
        for (wire, declared) in composed.conditional.iter().filter(|(wire, _)| !composed.fields.contains_key(*wire)) {
            fields.push(self.conditional_field(wire, declared, id));
        }
        let inner = Place::within(Owner::Type(id), Pointer::root());
        let (additional, additional_constraints) = self.undeclared(&composed.others, Some(id), &inner);
        Struct { fields, additional, additional_constraints: Box::new(additional_constraints), form: StructForm::Object }
    }

    /// Returns the type of the properties that are not declared, and their rules. `id` is the struct that they are in.
    fn undeclared(&mut self, parts: &[Part<'_>], id: Option<TypeId>, place: &Place) -> (Option<Type>, Constraints) {
        let mut found: Option<Type> = None;
        let mut rules = Constraints::default();
        for part in parts {
            let keywords = Keywords::of(part.schema);
            let own = self.value_constraints(part.schema, &keywords, &part.pointer);
            constraints::tighten(&mut rules, own);
            let ty = match (id, part.owner) {
                (Some(_), Some(owner)) => {
                    let place = Place::within(Owner::Type(owner), (*part.pointer).clone());
                    let key = part.pointer.join("additionalProperties");
                    let value = place.part(key.clone(), "value");
                    Some(self.once(&key, &value, |cx| cx.others(part.schema, &keywords, &place).unwrap_or(Type::Any(AnyReason::Never))))
                }
                (Some(id), None) => self.others(part.schema, &keywords, &Place::within(Owner::Type(id), (*part.pointer).clone())),
                (None, _) => self.others(part.schema, &keywords, &place.moved((*part.pointer).clone())),
            };
            let Some(ty) = ty.filter(|ty| *ty != Type::Any(AnyReason::Never)) else { continue };
            found = Some(match found {
                Some(known) if matches!(ty, Type::Any(_)) || super::leaves::is_narrower(&known, &ty) => known,
                Some(_) | None => ty,
            });
        }
        (found, rules)
    }

    fn flattened(&self, ty: Type, index: usize, place: &Place) -> Field {
        let wire = if index == 0 { "variant".to_owned() } else { format!("variant {}", index + 1) };
        let docs = Docs { description: Some("The properties that depend on the variant.".to_owned()), ..Docs::default() };
        Field { docs, flatten: true, ..Field::new(wire, ty, Presence::Required, self.document.locate(&place.pointer)) }
    }

    /// Gives a type that needs a name its place in the arena, before its members have theirs.
    pub(super) fn start_of(&mut self, subject: &Subject<'_>, place: &Place) -> TypeId {
        match subject {
            Subject::Schema(schema) => self.start(schema, place),
            Subject::Merged { docs, constraints, key } => {
                let origin = self.document.locate(&place.pointer);
                let shape = Shape::Alias(Type::Any(AnyReason::Faulty));
                let (docs, constraints) = ((**docs).clone(), (**constraints).clone());
                let id = self.push(TypeDef { hint: place.hint(), docs, shape, constraints, origin });
                self.merged.insert(key.clone(), id);
                id
            }
        }
    }

    /// Gives back the place of a type that turned out to be another one, or makes it another name where something came after it.
    pub(super) fn discard(&mut self, id: TypeId, before: usize, place: &Place, ty: Type) -> Type {
        if place.defines.is_none() && id.0 as usize == before && schemas::without_null(ty.clone()) != Type::Named(id) {
            if self.api.types.len() == before + 1 && ty.innermost() != Some(id) {
                self.api.types.pop();
                self.unname_open(id);
                self.merged.retain(|_, merged| *merged != id);
            } else {
                self.api.types[before].shape = Shape::Alias(schemas::without_null(ty.clone()));
            }
        }
        ty
    }

    /// Returns the component that says all that is said here, of those that are referred to.
    fn same_component(&self, composed: &Composed<'_>, place: &Place) -> Option<usize> {
        let arms = composed.choices.iter().filter(|choice| choice.leaf.is_some()).flat_map(|choice| choice.arms());
        let arms = arms.filter_map(|(arm, _)| match arm {
            Node::Reference(reference) => self.component(reference),
            Node::Item(_) => None,
        });
        composed.components.iter().copied().chain(arms).find(|index| {
            let is_of_ring = |id: TypeId| self.known[id.0 as usize].ring == self.known[*index].ring;
            // A parent stands for all that extend it, and one that extends it is a kind of its own, even if it adds nothing.
            let excludes = |id: TypeId| is_of_ring(id) || self.is_kind_of(*index, id);
            !place.defines.is_some_and(excludes) && composed.is_same(&self.known[*index].composed)
        })
    }
}

impl Composed<'_> {
    /// Returns whether two say the same.
    pub(super) fn is_same(&self, other: &Composed<'_>) -> bool {
        let same_leaf = || match (self.whole_leaf().0, other.whole_leaf().0) {
            (Some(own), Some(other)) => own.is_same(&other),
            (own, other) => own.is_none() == other.is_none(),
        };
        let same_choices = || {
            let has = |choice: &Choice<'_>| other.open_choices().any(|other| other.is(choice));
            self.open_choices().count() == other.open_choices().count() && self.open_choices().all(has)
        };
        let same_others = || {
            let has = |part: &Part<'_>| other.others.iter().any(|other| other.pointer == part.pointer);
            self.others.len() == other.others.len() && self.others.iter().all(has)
        };
        (self.object == Object::No) == (other.object == Object::No)
            && self.fields.len() == other.fields.len()
            && self.conditional.len() == other.conditional.len()
            && same_others()
            && same_choices()
            && same_leaf()
            && self.has_same_fields(other)
    }

    fn has_same_fields(&self, other: &Composed<'_>) -> bool {
        let (own_required, other_required) = (self.required_names(), other.required_names());
        let same = |own: &[Declared<'_>], others: &[Declared<'_>]| {
            own.len() == others.len() && own.iter().all(|declared| others.iter().any(|other| other.parent == declared.parent))
        };
        let is_required = |declared: &[Declared<'_>]| declared.iter().any(|declared| declared.required);
        self.fields.iter().all(|(wire, declared)| {
            other.fields.get(wire).is_some_and(|others| {
                same(declared, others)
                    && (is_required(declared) || own_required.contains(wire)) == (is_required(others) || other_required.contains(wire))
            })
        }) && self.conditional.iter().all(|(wire, declared)| other.conditional.get(wire).is_some_and(|others| same(declared, others)))
    }
}
