//! Gives every item its final identifier and module, resolving all collisions once.
//!
//! **Invariant:** after this stage no code makes or changes a name.

/// A resolved Rust identifier, in its raw form (`r#type`) where it has to be.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(pub String);

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
    /// The names of the webhooks' variants.
    pub webhooks: Vec<Name>,
}

/// The names in a type.
#[derive(Clone, Debug, Default)]
pub struct TypeNames {
    /// The type itself.
    pub ident: Option<Name>,
    /// The fields of a struct, the variants of an enum or a union.
    pub members: Vec<Name>,
    /// The field for additional properties of a struct; the variant for what is not known of an enum or a union.
    pub rest: Option<Name>,
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
    /// The variants of that enum, one a case.
    pub response_variants: Vec<Name>,
    /// The parameters, by index: an argument for a required one, a field for an optional one.
    pub params: Vec<Name>,
    /// The argument for the body.
    pub body: Name,
    /// The argument for the options.
    pub options_arg: Name,
    /// The suffixes of further methods, one for each form of the body after the first.
    pub body_methods: Vec<Name>,
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
