//! Gathers the headers that answers have.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::ir::{Api, Operation, ResponseHeader, Type};

use super::HeaderFacts;

/// Returns the headers of all answers, each once for each of its types, in the order of their names. The message's own are left out: the
/// client deals with them. The type that most answers have is the first of a name.
pub(super) fn find(api: &Api) -> Vec<HeaderFacts> {
    let mut found: BTreeMap<String, Vec<(usize, HeaderFacts)>> = BTreeMap::new();
    for (op, header) in api.operations.iter().flat_map(|op| headers(op).map(move |header| (op, header))) {
        let wire = header.wire.to_ascii_lowercase();
        let own = found.entry(wire.clone()).or_default();
        let at = own.iter().position(|(_, facts)| facts.is_of(header)).unwrap_or_else(|| {
            let new = HeaderFacts { wire, ty: header.ty.clone(), form: header.form, kind: None, description: None, groups: Vec::new() };
            own.push((0, new));
            own.len() - 1
        });
        let (count, facts) = &mut own[at];
        *count += 1;
        facts.description = facts.description.take().or_else(|| header.docs.description.clone());
        if !facts.groups.contains(&op.group) {
            facts.groups.push(op.group);
        }
    }
    let each = found.into_values().flat_map(|mut own| {
        own.sort_by_key(|(count, _)| Reverse(*count));
        let named = own.into_iter().enumerate().map(|(place, (_, facts))| {
            let kind = (place > 0).then(|| kind_of(api, &facts.ty));
            HeaderFacts { kind, ..facts }
        });
        named.collect::<Vec<_>>()
    });
    each.collect()
}

/// Returns the words for a type.
fn kind_of(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Named(id) => crate::ir::type_name(api, *id),
        Type::Nullable(inner) => kind_of(api, inner),
        Type::List(item) => format!("{} list", kind_of(api, item)),
        Type::Map(value) => format!("{} map", kind_of(api, value)),
        Type::Bool => "boolean".to_owned(),
        Type::Int(_) => "integer".to_owned(),
        Type::Float(_) | Type::Decimal(_) => "number".to_owned(),
        Type::String => "text".to_owned(),
        Type::DateTime => "date time".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Time => "time".to_owned(),
        Type::Base64 | Type::Binary => "bytes".to_owned(),
        Type::Any(_) => "value".to_owned(),
    }
}

/// Returns the headers of an operation's answers, as indices.
pub(super) fn of_operation(op: &Operation, all: &[HeaderFacts]) -> Vec<usize> {
    let index = |header: &ResponseHeader| {
        let wire = header.wire.to_ascii_lowercase();
        let first = all.partition_point(|known| known.wire < wire);
        all[first..].iter().take_while(|known| known.wire == wire).position(|known| known.is_of(header)).map(|at| first + at)
    };
    let mut own: Vec<usize> = headers(op).filter_map(index).collect();
    own.sort_unstable();
    own.dedup();
    own
}

impl HeaderFacts {
    /// Returns whether the value of a header is read as this one is.
    fn is_of(&self, header: &ResponseHeader) -> bool {
        self.ty == header.ty && self.form == header.form
    }
}

fn headers(op: &Operation) -> impl Iterator<Item = &ResponseHeader> {
    op.responses.all().flat_map(|response| &response.headers).filter(|header| is_name(&header.wire))
}

/// Returns whether a header can be of this name (RFC 9110, section 5.1), and is none that the message itself is read by.
fn is_name(wire: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let of_message = ["content-type", "content-length", "content-encoding", "transfer-encoding"];
    !wire.is_empty() && wire.bytes().all(is_token) && !of_message.contains(&wire.to_ascii_lowercase().as_str())
}
