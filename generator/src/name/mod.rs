//! Gives every item its final identifier and module, resolving all collisions once.
//!
//! **Invariants:** after this stage no code makes or changes a name. Names are the same in every run. An item that comes or goes
//! elsewhere in the document changes no name, but of items that would be called the same in the same scope as it, and of what is called
//! after those. The rule in full:
//!
//! - A name is made of what the document calls the item, and of the names on the way from the owner that it stands in, and of nothing else:
//!   no number of items, no order, no neighbour.
//! - Scopes are small: a struct's fields, an enum's variants, an operation's parameters, a group's methods; all types and error enums;
//!   all groups. What happens in one does not reach another, but that a derived type begins with the name of its owner, and that the
//!   struct of a group and the types in its module keep clear of the models.
//! - In a scope, an item has its first choice unless another item's choice of the same level is the same. Then a field, a variant, a
//!   parameter or a type leaves it to the one that the document has first, methods and error enums all go on to a longer name, and of groups
//!   the one with the lesser tag has it.
//! - What an operation is called without the words of its tag depends on that tag only. Two operations of one
//!   group with one operationId are both called after their method and path.
//! - An inline type that says the same as another is a further name for it, and keeps that name when the other goes.
//! - A type that nothing uses and that the document does not name takes no name from others.

mod groups;
mod operations;
mod overrides;
mod print;
mod renames;
mod reserved;
mod scope;
#[cfg(test)]
mod tests;
mod types;
mod words;

use std::fmt;

pub use print::print;

use crate::analyze::Facts;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ir::Api;
use crate::source::Location;

/// A resolved Rust identifier, in its raw form (`r#type`) where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub String);

impl Name {
    /// Returns the identifier or module file stem for a plain name, as a raw identifier if it is a keyword.
    pub(crate) fn of(plain: String) -> Self {
        Self(if reserved::is_keyword(&plain) { format!("r#{plain}") } else { plain })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The names of everything in a generated crate.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The package's name, for the manifest.
    pub package: String,
    /// The crate's name in Rust.
    pub krate: String,
    /// The names in each type, by `TypeId`. All types live in one module, `models`.
    pub types: Vec<TypeNames>,
    /// The names of each group, by `GroupId`; also of groups without operations.
    pub groups: Vec<GroupNames>,
    /// The names of each operation, by its index.
    pub operations: Vec<OperationNames>,
    /// The names of each error union, by its index; they live in `models` too.
    pub error_unions: Vec<ErrorUnionNames>,
    /// The name of each scheme's method on the client's builder.
    pub schemes: Vec<Name>,
    /// The name of each variable's method on the client's builder, by the variable's wire name.
    pub server_variables: Vec<(String, Name)>,
    /// The names of the webhooks' variants. None is `Unknown` or `Unlisted`.
    pub webhooks: Vec<Name>,
    /// The constant of each header of answers, by its index; they live in `headers`.
    pub headers: Vec<Name>,
    /// The items whose names are not the plain casing of what the document calls them, in the order in which they were named.
    pub renames: Vec<Rename>,
    /// Whether any identifier has characters outside ASCII: rustc warns of letters that look like others (`confusable_idents`,
    /// `mixed_script_confusables`, `uncommon_codepoints`).
    pub non_ascii: bool,
}

impl Names {
    /// Returns every identifier outside the manifest.
    pub fn idents(&self) -> impl Iterator<Item = &Name> {
        let types = self.types.iter().flat_map(|own| own.ident.iter().chain(&own.members).chain(&own.rest).chain(&own.several));
        let groups = self.groups.iter().flat_map(|own| [&own.module, &own.ident, &own.accessor]);
        let operations = self.operations.iter().flat_map(|own| {
            let single = [&own.method, &own.constant, &own.options, &own.response, &own.body, &own.options_arg];
            let lists = [&own.response_variants, &own.params, &own.body_methods, &own.answer_methods];
            single.into_iter().chain(lists.into_iter().flatten())
        });
        let unions = self.error_unions.iter().flat_map(|own| [&own.ident, &own.rest].into_iter().chain(&own.variants));
        let builder = self.schemes.iter().chain(self.server_variables.iter().map(|(_, name)| name));
        types.chain(groups).chain(operations).chain(unions).chain(builder).chain(&self.webhooks).chain(&self.headers)
    }
}

/// An item whose name is not the plain casing of what the document calls it: another letter or digit than the document has is in it, or
/// is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// What it is, with what it stands in: "property `a` of `B`".
    pub item: String,
    /// What the document calls it; the path to it where it has no name of its own.
    pub wire: String,
    /// The name.
    pub name: Name,
    /// Why, as a clause.
    pub reason: String,
    /// Where it is in the spec; `None` for a group, a scheme and a server variable.
    pub origin: Option<Location>,
}

/// The names in a type.
#[derive(Clone, Debug, Default)]
pub struct TypeNames {
    /// The type itself; `None` for one that nothing uses and that the document does not name, which is not in the crate.
    pub ident: Option<Name>,
    /// The fields of a struct, the variants of an enum or a union.
    pub members: Vec<Name>,
    /// The field for additional properties of a struct; the variant for what is not known of an enum or a union.
    pub rest: Option<Name>,
    /// The variant for a value of several variants at once, of a union that has such values.
    pub several: Option<Name>,
}

/// The names of a group.
#[derive(Clone, Debug)]
pub struct GroupNames {
    /// The cargo feature.
    pub feature: String,
    /// The module and the file's stem.
    pub module: Name,
    /// The struct that holds its operations.
    pub ident: Name,
    /// The method on the client.
    pub accessor: Name,
}

/// The names of an operation.
#[derive(Clone, Debug)]
pub struct OperationNames {
    /// The method on the group.
    pub method: Name,
    /// The static with its data.
    pub constant: Name,
    /// The struct of optional parameters, in the group's module.
    pub options: Name,
    /// The enum of several successes, in the group's module.
    pub response: Name,
    /// The variants of that enum, one a case; empty where there is no such enum.
    pub response_variants: Vec<Name>,
    /// The parameters, by index: an argument for a required one, a field for an optional one.
    pub params: Vec<Name>,
    /// The argument for the body.
    pub body: Name,
    /// The argument for the options.
    pub options_arg: Name,
    /// The further methods, whole, one for each form of the body after the first.
    pub body_methods: Vec<Name>,
    /// The further methods, whole, one for each form of the answer after the first.
    pub answer_methods: Vec<Name>,
}

/// The names of an enum over several error bodies.
#[derive(Clone, Debug)]
pub struct ErrorUnionNames {
    /// The enum.
    pub ident: Name,
    /// The variants.
    pub variants: Vec<Name>,
    /// The variant for an error body that fits none.
    pub rest: Name,
}

/// Gives every item its names.
pub fn assign(api: &Api, facts: &Facts, config: &Config) -> (Names, Vec<Diagnostic>) {
    let (overrides, diagnostics) = overrides::read(api, config);
    let mut cx = Cx { api, facts, overrides, diagnostics, renames: Vec::new() };
    let (package, fault) = groups::package(api, config);
    cx.diagnostics.extend(fault);
    let words = operations::words_of(api);
    let mut models = types::models(&mut cx, &words);
    let types = types::members(&mut cx, &models);
    let error_unions = types::error_unions(&cx, &mut models);
    let groups = groups::groups(&mut cx, config, &models);
    let operations = operations::operations(&mut cx, &words, &groups, &models);
    let groups::Builder { schemes, server_variables } = groups::builder(&mut cx);
    let webhooks = groups::webhooks(&mut cx);
    let headers = groups::headers(facts);
    let krate = package.replace('-', "_");
    let mut names = Names {
        package,
        krate,
        types,
        groups,
        operations,
        error_unions,
        schemes,
        server_variables,
        webhooks,
        headers,
        renames: cx.renames,
        non_ascii: false,
    };
    let non_ascii = names.idents().any(|name| !name.0.is_ascii());
    names.non_ascii = non_ascii;
    (names, cx.diagnostics)
}

/// What all parts of this stage read, and where they report.
struct Cx<'a> {
    api: &'a Api,
    facts: &'a Facts,
    overrides: overrides::Overrides,
    diagnostics: Vec<Diagnostic>,
    renames: Vec<Rename>,
}
