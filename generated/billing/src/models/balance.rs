//! Models of the operations tagged `balance`.

use std::collections::BTreeMap;

use turnbuckle_runtime::{DecimalString, record, string_enum};

/// What is yours.
#[derive(Clone)]
pub struct Balance {
    /// Always `balance`.
    pub object: BalanceObject,
    /// What can be paid out, by currency.
    pub available: BTreeMap<String, DecimalString>,
}

record!(Balance {
    0 "object" object REQUIRED,
    1 "available" available REQUIRED,
});

/// Always `balance`.
#[derive(Clone)]
pub enum BalanceObject {
    /// `balance`.
    Balance,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(BalanceObject {
    Balance "balance",
    ; Unknown
});
