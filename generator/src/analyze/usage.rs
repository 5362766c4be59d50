//! Finds which types are sent, which are received, and which groups need them.

use crate::ir::{Api, GroupId, NameHint, Operation, Response, Shape, TypeId, Variant};

use super::{Gate, TypeFacts};

/// Fills in `sent`, `received` and `gates`.
pub(super) fn find(api: &Api, facts: &mut [TypeFacts]) {
    let edges: Vec<Vec<TypeId>> = api.type_ids().map(|id| api.targets(id)).collect();
    for id in reach(&edges, api.operations.iter().flat_map(sent)) {
        facts[id.0 as usize].sent = true;
    }
    let webhooks: Vec<TypeId> = api.webhooks.iter().filter_map(|webhook| webhook.payload.as_ref()?.innermost()).collect();
    let answers = api.operations.iter().flat_map(received).chain(webhooks.iter().copied());
    for id in reach(&edges, answers) {
        facts[id.0 as usize].received = true;
    }
    let mut starts = vec![Vec::new(); api.groups.len()];
    for op in &api.operations {
        starts[op.group.0 as usize].extend(ends(op));
    }
    let plain: Vec<Vec<TypeId>> = api.type_ids().map(|id| unasked(api, id)).collect();
    for (group, starts) in starts.into_iter().enumerate() {
        mark(facts, &plain, starts, Gate::Group(GroupId(group as u32)));
    }
    mark(facts, &plain, webhooks, Gate::Webhooks);
    // An inline type that nothing reaches was lowered for something that took another form: it is no one's.
    let is_declared = |id: &TypeId| matches!(api.ty(*id).hint, NameHint::Declared(_));
    let is_used = |facts: &TypeFacts| facts.sent || facts.received;
    let unused = api.type_ids().filter(is_declared).filter(|id| !is_used(&facts[id.0 as usize])).collect();
    mark(facts, &plain, unused, Gate::Unused);
    // Of a part of a document what nothing uses is not written, so nothing of it is expanded.
    let is_kept = |gate: &Gate| !api.partial || *gate != Gate::Unused;
    let kept = api.type_ids().filter(|id| facts[id.0 as usize].gates.iter().any(is_kept));
    let asked = kept.flat_map(|id| variants(api, id).filter(|variant| variant.expandable)).filter_map(|variant| variant.ty.innermost());
    mark(facts, &edges, asked.collect(), Gate::Expandable);
    facts.iter_mut().for_each(|facts| facts.gates.sort_unstable());
}

fn mark(facts: &mut [TypeFacts], edges: &[Vec<TypeId>], starts: Vec<TypeId>, gate: Gate) {
    for id in reach(edges, starts.into_iter()) {
        facts[id.0 as usize].gates.push(gate);
    }
}

/// Returns the types that an operation names.
pub(super) fn ends(op: &Operation) -> impl Iterator<Item = TypeId> + '_ {
    sent(op).chain(received(op))
}

fn sent(op: &Operation) -> impl Iterator<Item = TypeId> + '_ {
    let params = op.params.iter().filter_map(|param| param.ty.innermost());
    let bodies = op.body.iter().flat_map(|body| body.contents.iter().filter_map(|content| content.ty.innermost()));
    params.chain(bodies)
}

fn received(op: &Operation) -> impl Iterator<Item = TypeId> + '_ {
    let responses = op.responses.all();
    let contents = responses.clone().flat_map(Response::contents);
    let bodies = contents.filter_map(|content| content.ty.innermost());
    let headers = responses.flat_map(|response| response.headers.iter().filter_map(|header| header.ty.innermost()));
    let items = op.pages.iter().filter_map(|pages| pages.item.0.innermost());
    bodies.chain(headers).chain(items)
}

/// Returns every type that `starts` reach, ascending.
pub(super) fn reach(edges: &[Vec<TypeId>], starts: impl Iterator<Item = TypeId>) -> Vec<TypeId> {
    let mut seen = vec![false; edges.len()];
    let mut stack: Vec<TypeId> = starts.collect();
    while let Some(id) = stack.pop() {
        if !std::mem::replace(&mut seen[id.0 as usize], true) {
            stack.extend(&edges[id.0 as usize]);
        }
    }
    (0..edges.len() as u32).map(TypeId).filter(|id| seen[id.0 as usize]).collect()
}

/// Returns the types that a type is made of where no call asks for more.
pub(super) fn unasked(api: &Api, id: TypeId) -> Vec<TypeId> {
    match &api.ty(id).shape {
        Shape::Union(_) => variants(api, id).filter(|variant| !variant.expandable).filter_map(|variant| variant.ty.innermost()).collect(),
        _ => api.targets(id),
    }
}

fn variants(api: &Api, id: TypeId) -> impl Iterator<Item = &Variant> {
    match &api.ty(id).shape {
        Shape::Union(shape) => shape.variants.as_slice(),
        _ => &[],
    }
    .iter()
}
