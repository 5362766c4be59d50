//! Finds the types that stand in XML bodies, and what is said of their form.

use std::collections::BTreeSet;

use crate::ir::{Api, MediaKind, Operation, Shape, Type, TypeId, XmlForm};

use super::Gate;

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
    let mut open: Vec<TypeId> = Vec::new();
    let mut gates = BTreeSet::new();
    for op in &api.operations {
        for ty in bodies(op) {
            gates.insert(Gate::Group(op.group));
            named(ty, &mut open);
        }
    }
    let mut seen = BTreeSet::new();
    let mut records = Vec::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        match &api.ty(id).shape {
            Shape::Struct(shape) => {
                shape.fields.iter().map(|field| &field.ty).chain(&shape.additional).for_each(|ty| named(ty, &mut open));
                let mut fields = Vec::new();
                forms(api, id, &mut fields, &mut BTreeSet::new());
                records.push((id, fields));
            }
            Shape::Union(union) => union.variants.iter().for_each(|variant| named(&variant.ty, &mut open)),
            Shape::Alias(ty) => named(ty, &mut open),
            Shape::Enum(_) => {}
        }
    }
    records.sort_by_key(|(id, _)| *id);
    XmlFacts { gates: gates.into_iter().collect(), records }
}

/// Returns the types of an operation's bodies in XML.
fn bodies(op: &Operation) -> impl Iterator<Item = &Type> {
    let sent = op.body.iter().flat_map(|body| &body.contents);
    let received = op.responses.success.iter().chain(&op.responses.errors).flat_map(|response| &response.content);
    sent.chain(received).filter(|content| content.kind == MediaKind::Xml).map(|content| &content.ty)
}

fn named(ty: &Type, open: &mut Vec<TypeId>) {
    match ty {
        Type::Named(id) => open.push(*id),
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => named(inner, open),
        Type::Bool
        | Type::Int(_)
        | Type::Float(_)
        | Type::Decimal(_)
        | Type::String
        | Type::DateTime
        | Type::Date
        | Type::Time
        | Type::Base64
        | Type::Binary
        | Type::Any(_) => {}
    }
}

/// Gathers the forms of a record's fields, with those of the types that are flattened into it; the first of a name holds.
fn forms(api: &Api, id: TypeId, into: &mut Vec<(String, XmlForm)>, seen: &mut BTreeSet<TypeId>) {
    if !seen.insert(id) {
        return;
    }
    match &api.ty(id).shape {
        Shape::Struct(shape) => {
            for field in &shape.fields {
                let mut inner = Vec::new();
                match &field.xml {
                    _ if field.flatten => named(&field.ty, &mut inner),
                    Some(form) if !into.iter().any(|(wire, _)| *wire == field.wire) => into.push((field.wire.clone(), (**form).clone())),
                    Some(_) | None => {}
                }
                inner.into_iter().for_each(|id| forms(api, id, into, seen));
            }
        }
        Shape::Union(union) => {
            let mut inner = Vec::new();
            union.variants.iter().for_each(|variant| named(&variant.ty, &mut inner));
            inner.into_iter().for_each(|id| forms(api, id, into, seen));
        }
        Shape::Alias(ty) => {
            let mut inner = Vec::new();
            named(ty, &mut inner);
            inner.into_iter().for_each(|id| forms(api, id, into, seen));
        }
        Shape::Enum(_) => {}
    }
}
