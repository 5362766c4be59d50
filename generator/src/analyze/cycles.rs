//! Finds where a type would contain itself by value, and breaks each such cycle at one edge; so it does where a value would be large.

use crate::ir::{Api, Presence, Shape, Type, TypeId};

use super::TypeFacts;

/// A chain of types by value longer than this is broken by a box: rustc's drop checking recurses along it.
const LONGEST_CHAIN: u32 = 48;

/// What is larger than this is not held by value, in bytes as `Search::size` estimates them. Services describe objects that refer to dozens
/// of others: by value, one such object takes hundreds of kilobytes, and a few of them a thread's whole stack.
const LARGEST_VALUE: u64 = 1024;

/// The size that is assumed for what is no type of its own: that of a string or a list.
const SCALAR_BYTES: u64 = 24;

/// The size of what is boxed.
const BOX_BYTES: u64 = 8;

/// An alias within more lists and maps than this becomes a newtype, because rustc expands an alias that is nested in itself.
const MOST_CONTAINERS: u32 = 8;

/// Fills in `boxed`, `broken` and `newtype`, and allocates `opaque`.
pub(super) fn find(api: &Api, facts: &mut [TypeFacts]) {
    find_newtypes(api, facts);
    find_long_aliases(api, facts);
    for (def, facts) in api.types.iter().zip(facts.iter_mut()) {
        let edges = match &def.shape {
            Shape::Struct(shape) => shape.fields.len(),
            Shape::Union(shape) => shape.variants.len(),
            Shape::Alias(_) => 1,
            Shape::Enum(_) => 0,
        };
        facts.boxed = vec![false; edges];
        facts.broken = vec![false; edges];
        facts.opaque = vec![false; edges + 1];
    }
    let number = api.types.len();
    let ends = ends(api, facts);
    let mut search = Search { api, facts, ends, state: vec![State::New; number], depth: vec![0; number], size: vec![0; number] };
    for id in api.type_ids() {
        search.visit(id);
    }
    break_required_cycles(api, facts);
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    Open,
    Done,
}

struct Search<'a> {
    api: &'a Api,
    facts: &'a mut [TypeFacts],
    /// What each type is by value, as [`ends`] tells.
    ends: Vec<Option<TypeId>>,
    state: Vec<State>,
    /// The length of the longest chain by value from a type, once it is done.
    depth: Vec<u32>,
    /// The estimated size of a type, once it is done.
    size: Vec<u64>,
}

impl Search<'_> {
    /// Visits types depth first with a stack of its own: a document may chain thousands of types.
    fn visit(&mut self, root: TypeId) {
        if self.state[root.0 as usize] != State::New {
            return;
        }
        self.state[root.0 as usize] = State::Open;
        let mut stack = vec![(root, 0)];
        while let Some((id, edge)) = stack.pop() {
            let Some(target) = self.by_value(id, edge) else {
                self.state[id.0 as usize] = State::Done;
                continue;
            };
            stack.push((id, edge + 1));
            let Some(target) = target else {
                self.grow(id, SCALAR_BYTES);
                continue;
            };
            match self.state[target.0 as usize] {
                State::New => {
                    // The edge is looked at again once the target is done, for its depth.
                    stack.pop();
                    stack.push((id, edge));
                    self.state[target.0 as usize] = State::Open;
                    stack.push((target, 0));
                }
                State::Open => self.cut(id, edge),
                State::Done => {
                    let depth = self.depth[target.0 as usize] + 1;
                    let size = self.size[target.0 as usize].max(SCALAR_BYTES);
                    let is_much = depth > LONGEST_CHAIN || size > LARGEST_VALUE;
                    if is_much && !matches!(self.api.ty(id).shape, Shape::Alias(_)) {
                        self.cut(id, edge);
                    } else {
                        let own = &mut self.depth[id.0 as usize];
                        *own = (*own).max(depth);
                        self.grow(id, size);
                    }
                }
            }
        }
    }
}

impl Search<'_> {
    fn cut(&mut self, id: TypeId, edge: usize) {
        self.facts[id.0 as usize].boxed[edge] = true;
        self.grow(id, BOX_BYTES);
    }

    /// Returns the type that an edge holds by value: `None` past the last edge, `Some(None)` where it holds none.
    fn by_value(&self, id: TypeId, edge: usize) -> Option<Option<TypeId>> {
        let ty = match &self.api.ty(id).shape {
            Shape::Struct(shape) => &shape.fields.get(edge)?.ty,
            Shape::Union(shape) => &shape.variants.get(edge)?.ty,
            Shape::Alias(ty) if edge == 0 => ty,
            Shape::Alias(_) | Shape::Enum(_) => return None,
        };
        Some(held(ty).and_then(|target| self.ends[target.0 as usize]))
    }

    /// Adds a part to the size of a type: the fields of a struct add up, of the variants of a union the largest counts.
    fn grow(&mut self, id: TypeId, bytes: u64) {
        let own = &mut self.size[id.0 as usize];
        *own = match self.api.ty(id).shape {
            Shape::Union(_) => (*own).max(bytes),
            Shape::Struct(_) | Shape::Alias(_) | Shape::Enum(_) => *own + bytes,
        };
    }
}

/// Returns what each type is by value: itself, or what an alias stands for in the end, if that is a type of its own. Every alias is passed
/// once, however long the chains are; each ring of them has one that is a type of its own.
fn ends(api: &Api, facts: &[TypeFacts]) -> Vec<Option<TypeId>> {
    let mut ends: Vec<Option<Option<TypeId>>> = vec![None; api.types.len()];
    for start in api.type_ids() {
        let mut walk = Vec::new();
        let mut at = Some(start);
        let end = loop {
            let Some(id) = at else { break None };
            match (ends[id.0 as usize], &api.ty(id).shape) {
                (Some(known), _) => break known,
                (None, Shape::Alias(inner)) if !facts[id.0 as usize].newtype => {
                    walk.push(id);
                    at = held(inner);
                }
                (None, _) => {
                    walk.push(id);
                    break Some(id);
                }
            }
        };
        walk.into_iter().for_each(|id| ends[id.0 as usize] = Some(end));
    }
    ends.into_iter().map(Option::flatten).collect()
}

fn held(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => held(inner),
        Type::List(_)
        | Type::Map(_)
        | Type::Bool
        | Type::Int(_)
        | Type::Float(_)
        | Type::Decimal(_)
        | Type::String
        | Type::DateTime
        | Type::Date
        | Type::Time
        | Type::Base64
        | Type::Binary
        | Type::Any(_) => None,
    }
}

/// An alias that reaches itself through aliases only cannot be a Rust type alias. One of each ring becomes a type: the first.
fn find_newtypes(api: &Api, facts: &mut [TypeFacts]) {
    // The start of the walk that came by first: every alias is passed once, however long the chains are.
    let mut passed: Vec<Option<TypeId>> = vec![None; facts.len()];
    for start in api.type_ids() {
        let mut walk = Vec::new();
        let mut at = Some(start);
        while let Some(id) = at.filter(|id| passed[id.0 as usize].is_none()) {
            passed[id.0 as usize] = Some(start);
            walk.push(id);
            at = alias_target(api, id);
        }
        let ring = at.filter(|id| passed[id.0 as usize] == Some(start)).and_then(|entry| walk.iter().position(|id| *id == entry));
        if let Some(first) = ring.and_then(|entry| walk[entry..].iter().min()) {
            facts[first.0 as usize].newtype = true;
        }
    }
}

/// Makes newtypes of some aliases in a chain of aliases of lists. Otherwise the chain becomes one type that is as deep as the chain is
/// long.
fn find_long_aliases(api: &Api, facts: &mut [TypeFacts]) {
    let mut containers: Vec<Option<u32>> = vec![None; facts.len()];
    for start in api.type_ids() {
        let mut walk = Vec::new();
        let mut at = Some(start);
        let mut count = loop {
            let Some(id) = at.filter(|id| !facts[id.0 as usize].newtype) else { break 0 };
            match (containers[id.0 as usize], &api.ty(id).shape) {
                (Some(known), _) => break known,
                (None, Shape::Alias(ty)) => {
                    walk.push((id, ty.containers()));
                    at = ty.innermost();
                }
                (None, Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_)) => break 0,
            }
        };
        for (id, own) in walk.into_iter().rev() {
            count += own;
            if own > 0 && count > MOST_CONTAINERS {
                facts[id.0 as usize].newtype = true;
                count = 0;
            }
            containers[id.0 as usize] = Some(count);
        }
    }
}

fn alias_target(api: &Api, id: TypeId) -> Option<TypeId> {
    match &api.ty(id).shape {
        Shape::Alias(ty) => ty.innermost(),
        Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => None,
    }
}

/// A struct that requires itself has no finite value, and could not be blank: the boxed edge of such a cycle becomes optional. A cycle
/// through a union has a finite value.
fn break_required_cycles(api: &Api, facts: &mut [TypeFacts]) {
    for id in api.type_ids() {
        let Shape::Struct(shape) = &api.ty(id).shape else { continue };
        for (index, field) in shape.fields.iter().enumerate() {
            let required = field.presence == Presence::Required && !matches!(field.ty, Type::Nullable(_));
            let boxed = facts[id.0 as usize].boxed[index];
            if boxed && required {
                let mut seen = vec![false; api.types.len()];
                if held(&field.ty).is_some_and(|target| requires(api, target, id, &mut seen)) {
                    facts[id.0 as usize].broken[index] = true;
                }
            }
        }
    }
}

/// Returns whether a blank value of `from` needs a blank value of `goal`.
fn requires(api: &Api, from: TypeId, goal: TypeId, seen: &mut [bool]) -> bool {
    let mut stack = vec![from];
    while let Some(id) = stack.pop() {
        if id == goal {
            return true;
        }
        if std::mem::replace(&mut seen[id.0 as usize], true) {
            continue;
        }
        match &api.ty(id).shape {
            Shape::Struct(shape) => {
                let required = shape.fields.iter().filter(|field| field.presence == Presence::Required);
                stack.extend(required.filter_map(|field| if let Type::Named(id) = field.ty { Some(id) } else { None }));
            }
            Shape::Alias(Type::Named(id)) => stack.push(*id),
            Shape::Alias(_) | Shape::Enum(_) | Shape::Union(_) => {}
        }
    }
    false
}
