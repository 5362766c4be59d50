//! Finds the types that stand in XML bodies, and what is said of their form.

use std::collections::BTreeSet;

use crate::ir::{Api, Content, MediaKind, Operation, Response, Shape, Type, TypeId, XmlForm};

use super::{Gate, usage};

/// What is needed for bodies in XML.
#[derive(Clone, Debug, Default)]
pub struct XmlFacts {
    /// The groups with an operation that has one, ascending.
    pub gates: Vec<Gate>,
    /// The records that stand in one, with the fields that are not an element of their wire name. Those of a flattened type are among the
    /// fields of the record that it stands in.
    pub records: Vec<(TypeId, Vec<(String, XmlForm)>)>,
}

pub(super) fn find(api: &Api) -> XmlFacts {
    let mut starts: Vec<TypeId> = Vec::new();
    let mut gates = BTreeSet::new();
    for op in &api.operations {
        for ty in bodies(op) {
            gates.insert(Gate::Group(op.group));
            starts.extend(ty.innermost());
        }
    }
    if gates.is_empty() {
        return XmlFacts::default();
    }
    let edges: Vec<Vec<TypeId>> = api.type_ids().map(|id| api.targets(id)).collect();
    let reached = usage::reach(&edges, starts.into_iter());
    let is_struct = |id: &TypeId| matches!(api.ty(*id).shape, Shape::Struct(_));
    let records = reached.into_iter().filter(is_struct).map(|id| {
        let mut fields = Vec::new();
        forms(api, id, &mut fields, &mut BTreeSet::new());
        (id, fields)
    });
    XmlFacts { gates: gates.into_iter().collect(), records: records.collect() }
}

/// Returns the types of an operation's bodies in XML, and of those with a part in XML.
fn bodies(op: &Operation) -> impl Iterator<Item = &Type> {
    let sent = op.body.iter().flat_map(|body| &body.contents);
    let received = op.responses.all().flat_map(Response::contents);
    let is_xml = |content: &&Content| content.kind == MediaKind::Xml || content.encodings.iter().any(|field| field.xml.is_some());
    sent.chain(received).filter(is_xml).map(|content| &content.ty)
}

/// Gathers the forms of a record's fields, with those of the types that are flattened into it; the first of a name holds.
fn forms(api: &Api, id: TypeId, into: &mut Vec<(String, XmlForm)>, seen: &mut BTreeSet<TypeId>) {
    if !seen.insert(id) {
        return;
    }
    let Shape::Struct(shape) = &api.ty(id).shape else {
        return api.targets(id).into_iter().for_each(|id| forms(api, id, into, seen));
    };
    for field in &shape.fields {
        match &field.xml {
            _ if field.flatten => field.ty.innermost().into_iter().for_each(|id| forms(api, id, into, seen)),
            Some(form) if !into.iter().any(|(wire, _)| *wire == field.wire) => into.push((field.wire.clone(), (**form).clone())),
            Some(_) | None => {}
        }
    }
}
