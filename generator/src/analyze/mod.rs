//! Computes whole-graph facts about an [`Api`]: what must be boxed, what is sent and what received, which groups need a type, and what
//! form each operation takes.
//!
//! **Invariant:** a fact is computed here once; `name` and `emit` look it up and decide nothing.

mod chains;
mod charset;
mod cost;
mod cycles;
mod headers;
mod operations;
mod usage;
mod xml;

pub use cost::{Cost, PartSize, Size, Sizes, sizes};
pub use xml::XmlFacts;

use crate::diagnostic::Diagnostic;
use crate::ir::{Api, GroupId, HeaderForm, Status, Type, TypeId};

/// The facts about an API.
#[derive(Clone, Debug)]
pub struct Facts {
    /// The facts about each type, by [`TypeId`].
    pub types: Vec<TypeFacts>,
    /// The facts about each operation, by its index.
    pub operations: Vec<OperationFacts>,
    /// The enums over several error bodies, in order of first use.
    pub error_unions: Vec<ErrorUnion>,
    /// The groups with at least one operation, in the API's order.
    pub groups: Vec<GroupId>,
    /// What is needed for bodies in XML.
    pub xml: XmlFacts,
    /// Whether a body is text in a charset that the runtime reads and writes by a feature only.
    pub charset: bool,
    /// The headers of all answers, each once for each of its types, by their names in lower case.
    pub headers: Vec<HeaderFacts>,
}

impl Facts {
    /// Returns the facts about a type.
    pub fn ty(&self, id: TypeId) -> &TypeFacts {
        &self.types[id.0 as usize]
    }

    /// Returns whether a type is written: of a part of a document only what an operation or a webhook uses.
    pub fn is_written(&self, api: &Api, id: TypeId) -> bool {
        self.ty(id).gates.iter().any(|gate| !api.partial || *gate != Gate::Unused)
    }
}

/// The facts about a type.
#[derive(Clone, Debug, Default)]
pub struct TypeFacts {
    /// Whether a request carries it.
    pub sent: bool,
    /// Whether a response or webhook carries it.
    pub received: bool,
    /// What needs it, ascending; empty for an inline type that is part of nothing.
    pub gates: Vec<Gate>,
    /// The fields of a struct, or variants of a union, that are boxed, by index.
    pub boxed: Vec<bool>,
    /// The fields of a struct, variants of a union, or the content of a newtype that are in a box which hides its content from the
    /// compiler, by index. They have no other box. For a struct, the index after the last field is that of the additional properties.
    pub opaque: Vec<bool>,
    /// The fields of a struct that are optional in Rust although they are required: else no finite value exists.
    pub broken: Vec<bool>,
    /// Whether an alias has to be a newtype, because it contains itself or is nested in too many others.
    pub newtype: bool,
}

/// What a type is needed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gate {
    /// The operations of a group.
    Group(GroupId),
    /// The webhooks.
    Webhooks,
    /// Values that are only there where a call asks for them, and what these are made of.
    Expandable,
    /// Nothing but types that nothing else needs.
    Unused,
}

/// The facts about an operation.
#[derive(Clone, Debug)]
pub struct OperationFacts {
    /// The parameters that are arguments, by index: the required ones.
    pub args: Vec<usize>,
    /// The parameters that are fields of a struct of options, by index.
    pub options: Vec<usize>,
    /// What a call returns.
    pub response: ResponseForm,
    /// What its error bodies are.
    pub error: ErrorForm,
    /// The headers of its answers, as indices into [`Facts::headers`], ascending.
    pub headers: Vec<usize>,
}

/// A header that answers have.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderFacts {
    /// The name in lower case.
    pub wire: String,
    /// The type.
    pub ty: Type,
    /// How the value is written.
    pub form: HeaderForm,
    /// The words for the type, where more answers have a header of the same name and another type.
    pub kind: Option<String>,
    /// The groups whose answers have it, in the order of their operations.
    pub groups: Vec<GroupId>,
    /// What it is, by the first answer that tells.
    pub description: Option<String>,
}

/// What a call returns.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseForm {
    /// Nothing.
    Empty,
    /// One body, by the index of its response.
    One(usize),
    /// One of several, as an enum of its own: each the statuses and the index of the response that stands for it.
    Several(Vec<ResponseCase>),
}

/// A case of an operation's successes.
#[derive(Clone, Debug, PartialEq)]
pub struct ResponseCase {
    /// The statuses.
    pub statuses: Vec<Status>,
    /// The response, by index.
    pub response: usize,
}

/// What the error bodies of an operation are.
#[derive(Clone, Debug, PartialEq)]
pub enum ErrorForm {
    /// Not described.
    Untyped,
    /// One type, with the statuses that carry it.
    One(Type, Vec<Status>),
    /// One of several types, by the index of the union, with the variant that each status carries.
    Several(usize, Vec<(Status, usize)>),
}

/// An enum over several error bodies.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorUnion {
    /// The types, in order.
    pub types: Vec<Type>,
    /// The groups that use it.
    pub groups: Vec<GroupId>,
}

/// Computes the facts.
pub fn analyze(api: &Api) -> Facts {
    let mut types: Vec<TypeFacts> = api.types.iter().map(|_| TypeFacts::default()).collect();
    cycles::find(api, &mut types);
    chains::find(api, &mut types);
    usage::find(api, &mut types);
    let headers = headers::find(api);
    let (operations, error_unions) = operations::find(api, &headers);
    let groups = used_groups(api);
    Facts { types, operations, error_unions, groups, headers, xml: xml::find(api), charset: charset::is_used(api) }
}

/// Returns the diagnostics about the form of types.
pub fn report(api: &Api, facts: &Facts) -> Vec<Diagnostic> {
    chains::report(api, &facts.types)
}

fn used_groups(api: &Api) -> Vec<GroupId> {
    let mut used = vec![false; api.groups.len()];
    for op in &api.operations {
        used[op.group.0 as usize] = true;
    }
    (0..api.groups.len() as u32).map(GroupId).filter(|id| used[id.0 as usize]).collect()
}

#[cfg(test)]
mod tests;
