//! Rules as data of a generated crate.

use super::Pattern;
use crate::operation::ParamLocation;

/// The rules of an API.
#[derive(Debug)]
pub struct Table {
    /// The nodes. The first is without rules.
    pub nodes: &'static [Node],
    /// The patterns of [`Rule::Pattern`].
    pub patterns: &'static [Pattern],
    /// What holds for requests.
    pub operations: &'static [OperationRules],
}

impl Table {
    /// Makes a table. Numbers that lead nowhere lead to no rules.
    pub const fn new(nodes: &'static [Node], patterns: &'static [Pattern], operations: &'static [OperationRules]) -> Self {
        Self { nodes, patterns, operations }
    }

    /// Returns a node; `None` for the one without rules.
    pub(super) fn node(&self, node: u32) -> Option<&'static Node> {
        if node == 0 { None } else { self.nodes.get(node as usize) }
    }
}

/// What holds for a value.
#[derive(Debug)]
pub struct Node {
    /// The rules for the value itself. One that speaks of another kind of value (JSON Schema 2020-12 validation, section 4) does not
    /// count.
    pub rules: &'static [Rule],
    /// The nodes of what the value is made of.
    pub parts: Parts,
    /// A further node for the same value; 0 for none.
    pub also: u32,
}

impl Node {
    /// Makes a node.
    pub const fn new(rules: &'static [Rule], parts: Parts, also: u32) -> Self {
        Self { rules, parts, also }
    }
}

/// A rule (JSON Schema 2020-12 validation, section 6). Numbers are as written, so that none is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Rule {
    /// `minLength`, in Unicode code points.
    MinLength(u64),
    /// `maxLength`, in Unicode code points.
    MaxLength(u64),
    /// `pattern`, by its number in the table.
    Pattern(u32),
    /// `minimum`.
    Minimum(&'static str),
    /// `exclusiveMinimum`.
    ExclusiveMinimum(&'static str),
    /// `maximum`.
    Maximum(&'static str),
    /// `exclusiveMaximum`.
    ExclusiveMaximum(&'static str),
    /// `multipleOf`.
    MultipleOf(&'static str),
    /// `minItems`.
    MinItems(u64),
    /// `maxItems`.
    MaxItems(u64),
    /// `uniqueItems`.
    UniqueItems,
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
}

/// The nodes of what a value is made of.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Parts {
    /// None has rules.
    None,
    /// Every element of a list.
    Items(u32),
    /// Elements of a list that have a type each, by their index, and the node of those after them.
    Elements(&'static [(u32, u32)], u32),
    /// Every value of a map.
    Values(u32),
    /// Fields of a record, by their index in its table.
    Fields(&'static [(u32, u32)]),
    /// The arms of a union, in the order of its table.
    Arms(&'static [Arm]),
}

/// An arm of a union.
#[derive(Clone, Copy, Debug)]
pub struct Arm {
    /// What values of the arm look like, for unions whose arms are told by their content.
    pub kind: Kind,
    /// The node.
    pub node: u32,
}

impl Arm {
    /// Makes an arm.
    pub const fn new(kind: Kind, node: u32) -> Self {
        Self { kind, node }
    }
}

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Anything.
    Any,
    /// A boolean.
    Bool,
    /// A number.
    Number,
    /// A string.
    Text,
    /// A list.
    List,
    /// A map.
    Map,
    /// A record with this name in its table.
    Record(&'static str),
}

/// What holds for the requests of an operation.
#[derive(Debug)]
pub struct OperationRules {
    /// The method.
    pub method: &'static str,
    /// The path template.
    pub path: &'static str,
    /// The parameters with rules: where, wire name, node.
    pub params: &'static [(ParamLocation, &'static str, u32)],
    /// The bodies with rules: media type, node.
    pub bodies: &'static [(&'static str, u32)],
}
