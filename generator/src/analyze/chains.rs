//! Finds chains of types that are too long for rustc's auto-trait check, and breaks them with a box that hides its content.
//!
//! To learn whether a type is `Send`, rustc follows its fields depth first, visits each type once, and fails at a depth of 128
//! (`recursion_limit`). This module does the same walk from every type, over the same layers: a list is three types deep, a map three, a
//! box two. An edge that exceeds [`DEEPEST`] is marked. Its field holds an `OpaqueBox`, where rustc's walk ends.
//!
//! The cost is proportional to the number of edges, except for types in cycles and types that might be too deep. The walk starts from each
//! of those until no edge exceeds the limit. After [`MOST_STEPS`] steps, a cycle is broken at every back edge, and depths become upper
//! bounds.

use crate::diagnostic::Diagnostic;
use crate::graph;
use crate::ir::{self, Api, Presence, Shape, Type, TypeId};

use super::TypeFacts;

/// The depth that rustc may walk from a type, of its default limit of 128. The rest is for the user's code around a value: futures, tuples,
/// structs.
const DEEPEST: u32 = 112;

/// The depth that an alias may add around a type at no cost: the rest of the 128 levels has room for it.
const FEW_LAYERS: u32 = 3;

/// The depth of nested lists and maps of scalars that costs nothing.
const MOST_SCALAR_LAYERS: u32 = 12;

/// The levels between a list and its element: `Vec`, `RawVec`, `PhantomData`.
const LIST_LAYERS: u32 = 3;

/// The levels between a map and its value: `BTreeMap`, `Option`, `NodeRef`.
const MAP_LAYERS: u32 = 3;

/// The depth that rustc walks into a field whose box hides its content.
const OPAQUE_LAYERS: u32 = 6;

/// The maximum number of steps of all walks. A document with a cycle of 100 types takes less than a hundredth of them.
const MOST_STEPS: usize = 20_000_000;

/// The number of passes over all types of a cycle. Each pass breaks edges, which changes the paths of the next pass.
const PASSES: usize = 8;

/// Marks the edges to break.
pub(super) fn find(api: &Api, facts: &mut [TypeFacts]) {
    let mut edges = edges(api, facts);
    let number = edges.len();
    let floor = edges.iter().map(|edges| edges.iter().filter(|edge| edge.target == NONE && edge.layers > MOST_SCALAR_LAYERS));
    let floor = floor.map(|edges| edges.map(|edge| edge.layers).max().unwrap_or_default()).collect();
    edges.iter_mut().for_each(|edges| edges.retain(|edge| edge.target != NONE));
    let mut search = Search {
        limit: limits(api, facts),
        floor,
        edges,
        depth: vec![0; number],
        ring: vec![NONE; number],
        walked: vec![0; number],
        walks: 0,
        steps: 0,
    };
    for component in search.components() {
        search.settle(&component);
    }
    for (facts, edges) in facts.iter_mut().zip(search.edges) {
        for edge in edges.into_iter().filter(|edge| edge.broken) {
            facts.opaque[edge.index] = true;
        }
    }
}

/// Returns one note that counts the fields with an opaque box, and shows the chain of the first of them.
pub(super) fn report(api: &Api, facts: &[TypeFacts]) -> Vec<Diagnostic> {
    let marked = |id: &TypeId| facts[id.0 as usize].opaque.iter().any(|opaque| *opaque);
    let count: usize = facts.iter().map(|facts| facts.opaque.iter().filter(|opaque| **opaque).count()).sum();
    let Some(first) = api.type_ids().find(marked) else { return Vec::new() };
    let index = facts[first.0 as usize].opaque.iter().position(|opaque| *opaque).unwrap_or_default();
    let edges = edges(api, facts);
    let mut names = vec![ir::type_name(api, first)];
    let mut at = edges[first.0 as usize].iter().find(|edge| edge.index == index).map(|edge| edge.target);
    while let Some(target) = at.filter(|target| *target != NONE && names.len() < 4) {
        names.push(ir::type_name(api, TypeId(target as u32)));
        at = edges[target].iter().map(|edge| edge.target).find(|target| *target != NONE);
    }
    let chain: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let message = format!(
        "the chain {} -> .. is longer than the compiler follows, putting an `OpaqueBox` into {count} {}",
        chain.join(" -> "),
        if count == 1 { "field" } else { "fields" }
    );
    vec![
        Diagnostic::note("long-chain", message)
            .at(api.ty(first).origin.clone())
            .help("an `OpaqueBox` derefs to what it holds; nothing has to be done"),
    ]
}

/// Returns the depth limit of each type. The limit is lower for a type that an alias nests in many lists, because an alias has no edge to
/// break.
fn limits(api: &Api, facts: &[TypeFacts]) -> Vec<u32> {
    let mut limits = vec![DEEPEST; api.types.len()];
    for (layers, end) in ends(api, facts) {
        if let Some(end) = end {
            let limit = &mut limits[end.0 as usize];
            *limit = (*limit).min(DEEPEST.saturating_sub(layers.saturating_sub(FEW_LAYERS)));
        }
    }
    limits
}

/// An edge from one type to another.
struct Edge {
    /// The index of the field, variant or other member.
    index: usize,
    /// The type, or [`NONE`] where it has no name.
    target: usize,
    /// The number of layers between the two types.
    layers: u32,
    broken: bool,
}

/// Returns the edges of each type, in the order in which rustc follows them. Aliases that are not newtypes have no edges; they are part of
/// the edges that lead through them.
fn edges(api: &Api, facts: &[TypeFacts]) -> Vec<Vec<Edge>> {
    let ends = ends(api, facts);
    let edge = |facts: &TypeFacts, index: usize, ty: &Type, wrapped: bool| {
        let (mut layers, end) = reach(ty);
        let (more, target) = end.map_or((0, None), |end| ends[end.0 as usize]);
        // An optional field of a nullable type has one layer for both.
        let wrapped = u32::from(wrapped && !matches!(ty, Type::Nullable(_)));
        let boxed = if facts.boxed.get(index).copied().unwrap_or_default() { 2 } else { 0 };
        layers += 1 + wrapped + boxed + more;
        Edge { index, target: target.map_or(NONE, |id| id.0 as usize), layers, broken: false }
    };
    let of = |id: TypeId| {
        let facts = &facts[id.0 as usize];
        match &api.ty(id).shape {
            Shape::Struct(shape) => {
                let is_wrapped = |index: usize| shape.fields[index].presence == Presence::Optional || facts.broken[index];
                let fields = shape.fields.iter().enumerate();
                let mut edges: Vec<Edge> = fields.map(|(index, field)| edge(facts, index, &field.ty, is_wrapped(index))).collect();
                let additional = shape.additional.as_ref().map(|ty| edge(facts, shape.fields.len(), ty, false));
                edges.extend(additional.map(|edge| Edge { layers: edge.layers + MAP_LAYERS, ..edge }));
                edges
            }
            Shape::Union(shape) => {
                let rows = shape.rows().into_iter();
                rows.map(|index| edge(facts, index, &shape.variants[index].ty, false)).collect()
            }
            Shape::Alias(ty) if facts.newtype => vec![edge(facts, 0, ty, false)],
            Shape::Alias(_) | Shape::Enum(_) => Vec::new(),
        }
    };
    api.type_ids().map(of).collect()
}

/// Returns the number of layers around the innermost type, and the id of that type if it has a name.
fn reach(ty: &Type) -> (u32, Option<TypeId>) {
    let (mut layers, mut at) = (0, ty);
    loop {
        (layers, at) = match at {
            Type::Nullable(inner) => (layers + 1, inner),
            Type::List(inner) => (layers + LIST_LAYERS, inner),
            Type::Map(inner) => (layers + MAP_LAYERS, inner),
            Type::Named(_)
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
            | Type::Any(_) => return (layers, at.innermost()),
        }
    }
}

/// Resolves each alias to the number of layers and the type that it stands for. Other types resolve to themselves with 0 layers. Each alias
/// is visited once.
fn ends(api: &Api, facts: &[TypeFacts]) -> Vec<(u32, Option<TypeId>)> {
    let mut ends: Vec<Option<(u32, Option<TypeId>)>> = vec![None; api.types.len()];
    for start in api.type_ids() {
        let mut walk = Vec::new();
        let mut at = Some(start);
        let mut end = loop {
            let Some(id) = at else { break (0, None) };
            match (ends[id.0 as usize], &api.ty(id).shape) {
                (Some(known), _) => break known,
                (None, Shape::Alias(inner)) if !facts[id.0 as usize].newtype => {
                    let (layers, next) = reach(inner);
                    walk.push((id, layers));
                    at = next;
                }
                (None, _) => {
                    ends[id.0 as usize] = Some((0, Some(id)));
                    break (0, Some(id));
                }
            }
        };
        for (id, layers) in walk.into_iter().rev() {
            end.0 += layers;
            ends[id.0 as usize] = Some(end);
        }
    }
    ends.into_iter().map(Option::unwrap_or_default).collect()
}

/// No type, or no ring yet.
const NONE: usize = usize::MAX;

struct Search {
    /// The depth limit of each type.
    limit: Vec<u32>,
    /// The depth of each type through members that lead to no other type.
    floor: Vec<u32>,
    edges: Vec<Vec<Edge>>,
    /// The depth that rustc walks from each type, once its component is settled.
    depth: Vec<u32>,
    /// The component of each type.
    ring: Vec<usize>,
    /// The last walk that visited each type.
    walked: Vec<usize>,
    walks: usize,
    /// The number of edges that were followed.
    steps: usize,
}

impl Search {
    /// Returns the strongly connected components, each after every component that it leads to.
    fn components(&mut self) -> Vec<Vec<usize>> {
        let targets: Vec<Vec<usize>> = self.edges.iter().map(|edges| edges.iter().map(|edge| edge.target).collect()).collect();
        let components = graph::components(&targets);
        for (ring, component) in components.iter().enumerate() {
            component.iter().for_each(|id| self.ring[*id] = ring);
        }
        components
    }

    /// Breaks edges of a component and computes its depths. The components that it leads to are settled.
    fn settle(&mut self, component: &[usize]) {
        if let [only] = component
            && let Some(depth) = self.bound(*only).filter(|depth| *depth <= self.limit[*only])
        {
            self.depth[*only] = depth;
            return;
        }
        for _ in 0..PASSES {
            let mut broken = 0;
            for root in component {
                if self.steps > MOST_STEPS {
                    return self.break_back_edges(component);
                }
                broken += usize::from(self.walk(*root));
            }
            if broken == 0 {
                return;
            }
        }
        self.break_back_edges(component);
    }

    /// Returns an upper bound of a type's depth, from the depths of its targets; `None` where it leads to itself.
    fn bound(&self, at: usize) -> Option<u32> {
        let mut depths = self.edges[at].iter().map(|edge| {
            let target = edge.target;
            (target != at).then(|| edge.layers + self.depth[target])
        });
        depths.try_fold(self.floor[at], |deepest, depth| Some(deepest.max(depth?)))
    }

    /// Walks as rustc does, each type once, and returns whether an edge was broken. Where the walk is too deep, it breaks the current edge,
    /// or the edge by which the walk left the component.
    fn walk(&mut self, root: usize) -> bool {
        self.walks += 1;
        self.walked[root] = self.walks;
        let (mut deepest, mut any) = (self.floor[root], false);
        let mut stack = vec![(root, 0, 0, None)];
        while let Some((at, depth, next, exit)) = stack.pop() {
            let Some(edge) = self.edges[at].get(next) else { continue };
            self.steps += 1;
            stack.push((at, depth, next + 1, exit));
            if edge.broken {
                deepest = deepest.max(depth + OPAQUE_LAYERS);
                continue;
            }
            let (target, reached) = (edge.target, depth + edge.layers);
            let exit = exit.or((self.ring[target] != self.ring[root]).then_some((at, next)));
            let reached_most = reached + self.floor[target];
            if reached_most > self.limit[root] {
                let (from, index) = exit.unwrap_or((at, next));
                self.edges[from][index].broken = true;
                any = true;
                continue;
            }
            deepest = deepest.max(reached_most);
            if self.walked[target] != self.walks {
                self.walked[target] = self.walks;
                stack.push((target, reached, 0, exit));
            }
        }
        self.depth[root] = deepest;
        any
    }

    /// Breaks the back edges of a component, and then the edges where the remaining chains are too long.
    fn break_back_edges(&mut self, component: &[usize]) {
        const OPEN: usize = usize::MAX - 1;
        self.walks += 1;
        for root in component {
            if self.walked[*root] == self.walks {
                continue;
            }
            self.walked[*root] = OPEN;
            let mut stack = vec![(*root, 0)];
            while let Some((at, next)) = stack.pop() {
                let Some(edge) = self.edges[at].get_mut(next) else {
                    self.walked[at] = self.walks;
                    self.finish(at);
                    continue;
                };
                stack.push((at, next + 1));
                let target = edge.target;
                if self.ring[target] != self.ring[at] || self.walked[target] == self.walks {
                    continue;
                }
                if self.walked[target] == OPEN {
                    edge.broken = true;
                } else {
                    self.walked[target] = OPEN;
                    stack.push((target, 0));
                }
            }
        }
    }

    /// Computes the depth of a type whose targets all have known depths.
    fn finish(&mut self, at: usize) {
        let mut deepest = self.floor[at];
        for edge in &mut self.edges[at] {
            let depth = edge.layers + self.depth[edge.target];
            edge.broken |= depth > self.limit[at];
            deepest = deepest.max(if edge.broken { OPAQUE_LAYERS } else { depth });
        }
        self.depth[at] = deepest;
    }
}
