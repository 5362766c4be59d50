//! Breaks rings of types that lead back to where they started without a value in between.
//!
//! A union that is a variant of itself, directly, by way of other unions, or by a flattened field, says nothing about a value: to read one
//! would never end. **Invariant:** after this pass, every way from a type back to itself passes through a property, an element or an entry.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use crate::diagnostic::Diagnostic;
use crate::graph;
use crate::ir::{AnyReason, Api, Shape, StructForm, Type, TypeId, Union, Variant, type_name};
use crate::source::Location;

use super::Cx;

/// The number of edges that may be followed to name the members of rings: a document may have as many rings as references.
const MOST_STEPS: usize = 1_000_000;

/// Which types are the same value as which others.
struct Graph {
    edges: Vec<Vec<usize>>,
    /// The first type of the strongly connected component that each type is in.
    parts: Vec<usize>,
    /// The members of each component that is a ring, in the order of the types.
    rings: BTreeMap<usize, Vec<TypeId>>,
    /// The remaining number of edges that may be followed.
    steps: usize,
}

/// What is left out, with where it leads.
struct Break {
    from: TypeId,
    to: TypeId,
    origin: Location,
}

impl Cx<'_> {
    /// Breaks all rings, and reports each break with the members of its ring. What is left out depends on the rings alone, and not on the
    /// order of their members.
    pub(super) fn break_rings(&mut self) {
        // A tag whose variant leads back selects nothing. In a ring without tags, each union has the alternatives of all the others.
        self.drop_variants(|_, union| union.tag.is_some());
        self.drop_variants(|is_of_unions, _| !is_of_unions);
        self.splice_variants();
        self.drop_flattened();
        self.drop_aliases();
    }

    /// Leaves out the variants that lead back, of the chosen unions. `is_chosen` is told whether the ring consists of unions and aliases only.
    fn drop_variants(&mut self, is_chosen: impl Fn(bool, &Union) -> bool) {
        let mut graph = Graph::of(&self.api);
        let mut breaks = Vec::new();
        for ring in graph.rings.values() {
            let is_of_unions = ring.iter().all(|id| matches!(self.api.ty(*id).shape, Shape::Union(_) | Shape::Alias(_)));
            for id in ring.iter().copied() {
                let Shape::Union(union) = &self.api.ty(id).shape else { continue };
                if !is_chosen(is_of_unions, union) {
                    continue;
                }
                let mut union = union.clone();
                let fallback = union.fallback.map(|index| union.variants[index].clone());
                breaks.extend(graph.breaks(id, &union));
                union.variants.retain(|variant| graph.back(id, &variant.ty).is_none());
                union.fallback = fallback.and_then(|it| union.variants.iter().position(|own| own.name == it.name && own.ty == it.ty));
                self.api.types[id.0 as usize].shape = without_rest(union);
            }
        }
        self.report_breaks(&mut graph, breaks);
    }

    /// Replaces the variants that lead from one union of a ring to another by that union's own variants.
    fn splice_variants(&mut self) {
        let mut graph = Graph::of(&self.api);
        let (mut breaks, mut shapes) = (Vec::new(), Vec::new());
        for id in graph.rings.values().flatten().copied() {
            let Shape::Union(union) = &self.api.ty(id).shape else { continue };
            let (mut variants, mut seen) = (Vec::new(), HashSet::from([id]));
            self.splice(&graph, id, &mut seen, &mut variants);
            breaks.extend(graph.breaks(id, union));
            shapes.push((id, without_rest(Union { variants, ..union.clone() })));
        }
        for (id, shape) in shapes {
            self.api.types[id.0 as usize].shape = shape;
        }
        self.report_breaks(&mut graph, breaks);
    }

    fn splice(&self, graph: &Graph, start: TypeId, seen: &mut HashSet<TypeId>, into: &mut Vec<Variant>) {
        // Each step is a union with the index of its next variant: a ring may be longer than the stack is deep.
        let mut open = vec![(start, 0)];
        while let Some((id, index)) = open.pop() {
            match &self.api.ty(id).shape {
                Shape::Union(union) => {
                    let Some(variant) = union.variants.get(index) else { continue };
                    open.push((id, index + 1));
                    match graph.back(id, &variant.ty) {
                        Some(to) if seen.insert(to) => open.push((to, 0)),
                        Some(_) => {}
                        None if into.iter().any(|known| known.ty == variant.ty) => {}
                        None => into.push(variant.clone()),
                    }
                }
                Shape::Alias(ty) => open.extend(target(ty).filter(|to| seen.insert(*to)).map(|to| (to, 0))),
                Shape::Struct(_) | Shape::Enum(_) => {}
            }
        }
    }

    /// Leaves out the flattened fields that lead back.
    fn drop_flattened(&mut self) {
        let mut graph = Graph::of(&self.api);
        let mut breaks = Vec::new();
        for id in graph.rings.values().flatten().copied() {
            let Shape::Struct(shape) = &mut self.api.types[id.0 as usize].shape else { continue };
            shape.fields.retain(|field| {
                let back = if field.flatten { graph.back(id, &field.ty) } else { None };
                breaks.extend(back.map(|to| Break { from: id, to, origin: field.origin.clone() }));
                back.is_none()
            });
        }
        self.report_breaks(&mut graph, breaks);
    }

    /// Makes aliases that lead only to each other types of any value.
    fn drop_aliases(&mut self) {
        let mut graph = Graph::of(&self.api);
        for ring in std::mem::take(&mut graph.rings).into_values() {
            let next = TypeId(graph.edges[ring[0].0 as usize][0] as u32);
            let way = graph.way(&self.api, ring[0], next);
            let message = format!("these schemas lead only to each other: {way}; taking any value");
            let diagnostic = Diagnostic::warning("ref-cycle", message).at(self.api.ty(ring[0]).origin.clone());
            self.diagnostics.push(diagnostic.help("say in one of them what the value is"));
            for id in ring {
                self.api.types[id.0 as usize].shape = Shape::Alias(Type::Any(AnyReason::Faulty));
            }
        }
    }

    fn report_breaks(&mut self, graph: &mut Graph, breaks: Vec<Break>) {
        for Break { from, to, origin } in breaks {
            let way = graph.way(&self.api, from, to);
            let message = format!("this alternative leads back without a value in between, leaving it out: {way}");
            self.diagnostics.push(Diagnostic::warning("ref-cycle", message).at(origin));
        }
    }
}

impl Graph {
    fn of(api: &Api) -> Self {
        let edges: Vec<Vec<usize>> = api.type_ids().map(|id| edges(api, id)).collect();
        let (mut parts, mut rings) = (vec![0; edges.len()], BTreeMap::new());
        for members in graph::components(&edges) {
            let first = members[0];
            members.iter().for_each(|member| parts[*member] = first);
            if members.len() > 1 || edges[first].contains(&first) {
                rings.insert(first, members.into_iter().map(|member| TypeId(member as u32)).collect());
            }
        }
        Self { edges, parts, rings, steps: MOST_STEPS }
    }

    /// Returns the type that an alternative leads to, where that leads back.
    fn back(&self, from: TypeId, ty: &Type) -> Option<TypeId> {
        let part = self.parts[from.0 as usize];
        target(ty).filter(|to| self.parts[to.0 as usize] == part && self.rings.contains_key(&part))
    }

    fn breaks(&self, from: TypeId, union: &Union) -> Vec<Break> {
        let back = union.variants.iter().filter_map(|variant| Some((self.back(from, &variant.ty)?, variant)));
        back.map(|(to, variant)| Break { from, to, origin: variant.origin.clone() }).collect()
    }

    /// Returns the names of the members of the shortest ring that starts with an edge.
    fn way(&mut self, api: &Api, from: TypeId, to: TypeId) -> String {
        let part = self.parts[from.0 as usize];
        let mut came: HashMap<TypeId, TypeId> = HashMap::new();
        let mut next = VecDeque::from([to]);
        while from != to
            && !came.contains_key(&from)
            && let Some(at) = next.pop_front()
        {
            for index in self.edges[at.0 as usize].iter().copied() {
                let inner = TypeId(index as u32);
                self.steps = self.steps.saturating_sub(1);
                if self.steps > 0 && self.parts[index] == part && inner != to && !came.contains_key(&inner) {
                    came.insert(inner, at);
                    next.push_back(inner);
                }
            }
        }
        let (mut way, mut at) = (vec![from], from);
        while at != to {
            at = came.get(&at).copied().unwrap_or(to);
            way.push(at);
        }
        way.push(from);
        let names: Vec<String> = way.into_iter().rev().map(|id| format!("`{}`", type_name(api, id))).collect();
        names.join(" -> ")
    }
}

/// Returns what a union is without the variants that were left out.
fn without_rest(union: Union) -> Shape {
    match union.variants.as_slice() {
        [] => Shape::Alias(Type::Any(AnyReason::Faulty)),
        [only] if union.tag.is_none() => Shape::Alias(only.ty.clone()),
        _ => Shape::Union(union),
    }
}

/// Returns the types that a value of a type is a value of, too.
fn edges(api: &Api, id: TypeId) -> Vec<usize> {
    let targets: Vec<TypeId> = match &api.ty(id).shape {
        Shape::Union(union) => union.variants.iter().filter_map(|variant| target(&variant.ty)).collect(),
        Shape::Struct(shape) if shape.form == StructForm::Object => {
            shape.fields.iter().filter(|field| field.flatten).filter_map(|field| target(&field.ty)).collect()
        }
        Shape::Alias(ty) => target(ty).into_iter().collect(),
        Shape::Struct(_) | Shape::Enum(_) => Vec::new(),
    };
    targets.into_iter().map(|id| id.0 as usize).collect()
}

fn target(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => target(inner),
        _ => None,
    }
}
