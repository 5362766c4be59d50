//! Finds the form that each operation takes in Rust.

use crate::ir::{Api, Content, GroupId, Operation, Presence, Response, Status, Type};

use super::{ErrorForm, ErrorUnion, HeaderFacts, OperationFacts, ResponseCase, ResponseForm, headers};

/// Returns the facts about each operation, and the enums over several error bodies.
pub(super) fn find(api: &Api, all: &[HeaderFacts]) -> (Vec<OperationFacts>, Vec<ErrorUnion>) {
    let mut unions = Vec::new();
    let operations = api.operations.iter().map(|op| facts(op, all, &mut unions)).collect();
    (operations, unions)
}

fn facts(op: &Operation, all: &[HeaderFacts], unions: &mut Vec<ErrorUnion>) -> OperationFacts {
    let (args, options) = (0..op.params.len()).partition(|index| op.params[*index].presence == Presence::Required);
    let (response, error) = (response_form(&op.responses.success), error_form(op, unions));
    OperationFacts { args, options, response, error, headers: headers::of_operation(op, all) }
}

/// Responses with the same body are one case; a call returns an enum only where bodies differ.
fn response_form(success: &[Response]) -> ResponseForm {
    let mut cases: Vec<ResponseCase> = Vec::new();
    for (index, response) in success.iter().enumerate() {
        let same = cases.iter_mut().find(|case| success[case.response].has_body_of(response));
        match same {
            Some(case) => case.statuses.push(response.status),
            None => cases.push(ResponseCase { statuses: vec![response.status], response: index }),
        }
    }
    match cases.as_slice() {
        [] => ResponseForm::Empty,
        [one] if success[one.response].content.is_none() => ResponseForm::Empty,
        [one] => ResponseForm::One(one.response),
        _ => ResponseForm::Several(cases),
    }
}

/// The enum over error bodies is told by its set of types, so that operations with the same errors share it.
fn error_form(op: &Operation, unions: &mut Vec<ErrorUnion>) -> ErrorForm {
    let mut types: Vec<Type> = Vec::new();
    let mut cases: Vec<(Status, usize)> = Vec::new();
    let is_any = |content: &Content| matches!(content.ty, Type::Any(_));
    let all_any = op.responses.errors.iter().filter_map(|response| response.content.as_ref()).all(is_any);
    // Of an error without a type only JSON can be read, which the last variant of an enum holds. A single type is not that of such an error.
    let mut untyped: Vec<Status> = Vec::new();
    for response in &op.responses.errors {
        let Some(content) = &response.content else { continue };
        if is_any(content) && !all_any {
            untyped.push(response.status);
            continue;
        }
        let index = types.iter().position(|ty| *ty == content.ty || (is_any(content) && all_any)).unwrap_or_else(|| {
            types.push(content.ty.clone());
            types.len() - 1
        });
        cases.push((response.status, index));
    }
    match types.as_slice() {
        [] => ErrorForm::Untyped,
        [one] => ErrorForm::One(one.clone(), cases.into_iter().map(|(status, _)| status).collect()),
        _ => {
            // The order of the document's types, and not that of the first operation's answers: operations that share the enum come and go.
            let mut sorted = types.clone();
            sorted.sort_by_key(order_of);
            let order: Vec<usize> = types.iter().map(|ty| sorted.iter().position(|own| own == ty).unwrap_or(0)).collect();
            let rest = sorted.len();
            let union = intern(sorted, op.group, unions);
            let typed = cases.into_iter().map(|(status, index)| (status, order[index]));
            ErrorForm::Several(union, typed.chain(untyped.into_iter().map(|status| (status, rest))).collect())
        }
    }
}

/// Returns where a type stands among those of an enum: types with a name come first, in the document's order.
fn order_of(ty: &Type) -> (u32, String) {
    match ty {
        Type::Named(id) => (id.0, String::new()),
        other => (u32::MAX, format!("{other:?}")),
    }
}

/// Returns the union over these types.
fn intern(types: Vec<Type>, group: GroupId, unions: &mut Vec<ErrorUnion>) -> usize {
    let found = unions.iter().position(|union| union.types == types);
    let index = found.unwrap_or_else(|| {
        unions.push(ErrorUnion { types, groups: Vec::new() });
        unions.len() - 1
    });
    let union = &mut unions[index];
    if !union.groups.contains(&group) {
        union.groups.push(group);
    }
    index
}
