//! Breaks rings of types that lead back to where they started without a value in between.
//!
//! A union that is a variant of itself, directly, by way of other unions, or by a flattened field, says nothing about a value: to read one
//! would never end. **Invariant:** after this pass, every way from a type back to itself passes through a property, an element or an entry.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use crate::diagnostic::Diagnostic;
use crate::ir::{AnyReason, Api, Shape, StructForm, Type, TypeId, Union, Variant, type_name};
use crate::source::Location;

use super::Cx;

/// The number of edges that may be followed to name the members of rings: a document may have as many rings as references.
const MOST_STEPS: usize = 1_000_000;

/// Which types are the same value as which others.
struct Graph {
    edges: Vec<Vec<TypeId>>,
    /// The strongly connected part that each type is in.
    parts: Vec<usize>,
    /// The members of each part that has a ring, in the order of the types.
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
        // A tag that leads back is no value's. Elsewhere the ring may have further alternatives, which hold for each of its unions.
        self.drop_variants(|_, union| union.tag.is_some());
        self.drop_variants(|is_of_unions, _| !is_of_unions);
        self.splice_variants();
        self.drop_flattened();
        self.drop_aliases();
    }

    /// Leaves out the variants that lead back, of the unions that are chosen: by whether a ring has nothing but unions and other names for
    /// them.
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

    /// Gives each union of a ring of unions the variants of all others in place of those that lead to them.
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

    /// Makes names that stand for nothing but each other any values.
    fn drop_aliases(&mut self) {
        let mut graph = Graph::of(&self.api);
        for ring in std::mem::take(&mut graph.rings).into_values() {
            let next = graph.edges[ring[0].0 as usize][0];
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
        let edges: Vec<Vec<TypeId>> = api.type_ids().map(|id| edges(api, id)).collect();
        let parts = parts(&edges);
        let mut members: BTreeMap<usize, Vec<TypeId>> = BTreeMap::new();
        for id in api.type_ids() {
            members.entry(parts[id.0 as usize]).or_default().push(id);
        }
        members.retain(|_, ids| ids.len() > 1 || edges[ids[0].0 as usize].contains(&ids[0]));
        Self { edges, parts, rings: members, steps: MOST_STEPS }
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
            for inner in &self.edges[at.0 as usize] {
                self.steps = self.steps.saturating_sub(1);
                if self.steps > 0 && self.parts[inner.0 as usize] == part && *inner != to && !came.contains_key(inner) {
                    came.insert(*inner, at);
                    next.push_back(*inner);
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
fn edges(api: &Api, id: TypeId) -> Vec<TypeId> {
    match &api.ty(id).shape {
        Shape::Union(union) => union.variants.iter().filter_map(|variant| target(&variant.ty)).collect(),
        Shape::Struct(shape) if shape.form == StructForm::Object => {
            shape.fields.iter().filter(|field| field.flatten).filter_map(|field| target(&field.ty)).collect()
        }
        Shape::Alias(ty) => target(ty).into_iter().collect(),
        Shape::Struct(_) | Shape::Enum(_) => Vec::new(),
    }
}

fn target(ty: &Type) -> Option<TypeId> {
    match ty {
        Type::Named(id) => Some(*id),
        Type::Nullable(inner) => target(inner),
        _ => None,
    }
}

/// Returns the strongly connected part that each type is in (Tarjan's algorithm, with a stack of its own).
fn parts(edges: &[Vec<TypeId>]) -> Vec<usize> {
    const NEW: usize = usize::MAX;
    let mut order = vec![NEW; edges.len()];
    let mut low = vec![0; edges.len()];
    let mut part = vec![NEW; edges.len()];
    let (mut count, mut trail) = (0, Vec::new());
    for root in 0..edges.len() {
        if order[root] != NEW {
            continue;
        }
        let mut open = vec![(root, 0)];
        while let Some((at, index)) = open.pop() {
            if index == 0 {
                (order[at], low[at]) = (count, count);
                count += 1;
                trail.push(at);
            }
            match edges[at].get(index).map(|to| to.0 as usize) {
                Some(to) => {
                    open.push((at, index + 1));
                    if order[to] == NEW {
                        open.push((to, 0));
                    } else if part[to] == NEW {
                        low[at] = low[at].min(order[to]);
                    }
                }
                None => {
                    if low[at] == order[at] {
                        while let Some(member) = trail.pop() {
                            part[member] = at;
                            if member == at {
                                break;
                            }
                        }
                    }
                    if let Some((before, _)) = open.last() {
                        low[*before] = low[*before].min(low[at]);
                    }
                }
            }
        }
    }
    part
}
