//! The names that an item must not have, because something else in a generated crate or in Rust has them.

/// Words that are no identifiers (The Rust Reference, "Keywords", edition 2024).
const KEYWORDS: [&str; 52] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else", "enum", "extern", "false",
    "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield", "self", "Self", "super", "crate",
];

/// Keywords that cannot be raw identifiers either.
const NEVER_RAW: [&str; 5] = ["self", "Self", "super", "crate", "_"];

/// What the modules of a generated crate import, and what the standard prelude holds.
pub(super) const TYPES: &[&str] = &[
    "Any",
    "AsMut",
    "AsRef",
    "AsyncFn",
    "AsyncFnMut",
    "AsyncFnOnce",
    "BTreeMap",
    "Base64",
    "Body",
    "Box",
    "Call",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Credential",
    "Date",
    "DateTime",
    "Debug",
    "Decimal",
    "DecimalString",
    "Default",
    "Deserialize",
    "DoubleEndedIterator",
    "Download",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Error",
    "EventStream",
    "ExactSizeIterator",
    "Extend",
    "FilePart",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Hash",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "JsonLines",
    "Method",
    "Model",
    "None",
    "Nullable",
    "Ok",
    "Operation",
    "Option",
    "OrText",
    "Ord",
    "Paged",
    "Pages",
    "Param",
    "PartialEq",
    "PartialOrd",
    "Record",
    "Result",
    "Retry",
    "Secret",
    "Security",
    "Send",
    "Serialize",
    "Sized",
    "Some",
    "Stream",
    "String",
    "Sync",
    "Time",
    "Timestamp",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Value",
    "Vec",
    "Webhook",
];

/// The modules and files of every generated crate, and the crates it names.
pub(super) const MODULES: &[&str] = &[
    "alloc",
    "build",
    "client",
    "core",
    "error",
    "headers",
    "lib",
    "main",
    "mod",
    "models",
    "prelude",
    "proc_macro",
    "runtime",
    "serde",
    "serde_json",
    "std",
    "test",
    "turnbuckle",
    "turnbuckle_runtime",
    "validate",
    "webhooks",
    "xml_forms",
];

/// The features of every generated crate, and those that its dependencies bring.
pub(super) const FEATURES: &[&str] = &[
    "blocking",
    "default",
    "expandable",
    "full",
    "jiff",
    "chrono",
    "native-tls",
    "rustls",
    "serde",
    "std",
    "time",
    "tracing",
    "turnbuckle-runtime",
    "unused-models",
    "validate",
    "webhooks",
];

/// The methods of every client.
pub(super) const CLIENT_METHODS: &[&str] = &[
    "as_ref",
    "borrow",
    "builder",
    "call",
    "clone",
    "cmp",
    "default",
    "deref",
    "drop",
    "eq",
    "for_connection",
    "from",
    "hash",
    "into",
    "new",
    "request",
    "runtime",
    "to_owned",
    "try_into",
    "type_id",
    "with",
];

/// The methods of every group: those of traits that it implements, and those that clippy takes for a trait's
/// (`should_implement_trait`).
pub(super) const GROUP_METHODS: &[&str] = &[
    "as_mut",
    "as_ref",
    "borrow",
    "borrow_mut",
    "clone",
    "clone_from",
    "clone_into",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "drop",
    "eq",
    "fmt",
    "from",
    "hash",
    "index",
    "index_mut",
    "into",
    "new",
    "next",
    "to_owned",
    "try_from",
    "try_into",
    "type_id",
];

/// The methods of every client's builder.
pub(super) const BUILDER_METHODS: &[&str] = &[
    "allow_http",
    "as_ref",
    "attempt_timeout",
    "base_url",
    "borrow",
    "build",
    "clock",
    "clone",
    "connect_timeout",
    "credential",
    "credentials",
    "default",
    "from",
    "header",
    "headers",
    "into",
    "limit",
    "limits",
    "max_response_bytes",
    "new",
    "proxy",
    "random",
    "retry",
    "server",
    "server_variable",
    "signer",
    "timeout",
    "to_owned",
    "tolerant",
    "transport",
    "try_into",
    "type_id",
    "user_agent",
    "validate_requests",
];

/// Names that a package must not have: cargo refuses them, or they would hide the standard library.
pub(super) const PACKAGES: &[&str] = &[
    "alloc",
    "build",
    "core",
    "deps",
    "examples",
    "incremental",
    "proc-macro",
    "serde",
    "std",
    "test",
    "turnbuckle",
    "turnbuckle-runtime",
];

/// Returns whether Windows keeps a name to itself, so that no file can have it, and cargo refuses a package of it.
pub(super) fn is_device(name: &str) -> bool {
    let is_port =
        |kind: &str| name.strip_prefix(kind).is_some_and(|port| port.len() == 1 && port.bytes().all(|byte| byte.is_ascii_digit()));
    matches!(name, "aux" | "con" | "nul" | "prn") || is_port("com") || is_port("lpt")
}

/// Returns whether a word is a keyword.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word) || word == "_"
}

/// Returns whether a keyword can be written as a raw identifier.
pub(super) fn can_be_raw(keyword: &str) -> bool {
    !NEVER_RAW.contains(&keyword)
}
