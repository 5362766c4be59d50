//! Models of the operations tagged `payments`.

use turnbuckle_runtime::{DecimalString, record};
use turnbuckle_runtime::model::Model;

use super::{Currency, CustomerListObject, Metadata, Payment};

/// A payment to take.
#[derive(Clone)]
pub struct PaymentCreate {
    /// How much; more than nothing.
    pub amount: DecimalString,
    /// `currency`
    pub currency: Currency,
    /// The token of a card or an account.
    ///
    /// Set by the client; not received.
    pub source: String,
    /// Who pays.
    pub customer: Option<String>,
    /// Whether to take the money at once; else it is only authorized.
    ///
    /// Default: `true`.
    pub capture: Option<bool>,
    /// What it is for.
    pub description: Option<String>,
    /// `metadata`
    pub metadata: Option<Metadata>,
}

record!(PaymentCreate {
    0 "amount" amount REQUIRED,
    1 "currency" currency REQUIRED,
    2 "source" source REQUIRED | WRITE_ONLY,
    3 "customer" customer OPTIONAL,
    4 "capture" capture OPTIONAL,
    5 "description" description OPTIONAL,
    6 "metadata" metadata OPTIONAL,
});

impl PaymentCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        amount: DecimalString,
        currency: Currency,
        source: impl Into<String>,
    ) -> Self {
        Self {
            amount,
            currency,
            source: source.into(),
            ..Model::blank()
        }
    }
}

/// A page of payments.
#[derive(Clone)]
pub struct PaymentList {
    /// Always `list`.
    pub object: PaymentListObject,
    /// The payments of this page.
    pub data: Vec<Payment>,
    /// Whether there are more after these.
    pub has_more: bool,
}

record!(PaymentList {
    0 "object" object REQUIRED,
    1 "data" data REQUIRED,
    2 "has_more" has_more REQUIRED,
});

/// Always `list`.
pub type PaymentListObject = CustomerListObject;
