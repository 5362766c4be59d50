//! Gathers the headers that answers have.

use std::collections::BTreeMap;

use crate::ir::{Api, Operation, ResponseHeader, Type};

use super::HeaderFacts;

/// Returns the headers of all answers, each once. The message's own are left out: the client deals with them.
pub(super) fn find(api: &Api) -> Vec<HeaderFacts> {
    let mut found: BTreeMap<String, HeaderFacts> = BTreeMap::new();
    for header in api.operations.iter().flat_map(headers) {
        let wire = header.wire.to_ascii_lowercase();
        let new = || HeaderFacts { wire: wire.clone(), ty: header.ty.clone(), description: None };
        let facts = found.entry(wire.clone()).or_insert_with(new);
        if facts.ty != header.ty {
            facts.ty = Type::String;
        }
        facts.description = facts.description.take().or_else(|| header.docs.description.clone());
    }
    found.into_values().collect()
}

/// Returns the headers of an operation's answers, as indices.
pub(super) fn of_operation(op: &Operation, all: &[HeaderFacts]) -> Vec<usize> {
    let index = |header: &ResponseHeader| all.binary_search_by(|known| known.wire.cmp(&header.wire.to_ascii_lowercase())).ok();
    let mut own: Vec<usize> = headers(op).filter_map(index).collect();
    own.sort_unstable();
    own.dedup();
    own
}

fn headers(op: &Operation) -> impl Iterator<Item = &ResponseHeader> {
    let responses = op.responses.success.iter().chain(&op.responses.errors);
    responses.flat_map(|response| &response.headers).filter(|header| is_name(&header.wire))
}

/// Returns whether a header can be of this name (RFC 9110, section 5.1), and is none that the message itself is read by.
fn is_name(wire: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    let of_message = ["content-type", "content-length", "content-encoding", "transfer-encoding"];
    !wire.is_empty() && wire.bytes().all(is_token) && !of_message.contains(&wire.to_ascii_lowercase().as_str())
}
