//! Models of the operations tagged `refunds`.

use turnbuckle_runtime::{DecimalString, record, string_enum, untagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

use super::{Currency, CustomerListObject, Metadata};

/// Why money goes back.
#[derive(Clone)]
pub enum RefundReason {
    /// `requested_by_customer`.
    RequestedByCustomer,
    /// `duplicate`.
    Duplicate,
    /// `fraudulent`.
    Fraudulent,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(RefundReason {
    RequestedByCustomer "requested_by_customer",
    Duplicate "duplicate",
    Fraudulent "fraudulent",
    ; Unknown
});

/// Money that went back.
#[derive(Clone)]
pub struct Refund {
    /// Identifies the thing. Never changes.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created: Timestamp,
    /// Whether it is about real money.
    ///
    /// Set by the server; not sent.
    pub livemode: bool,
    /// The payment it is of: its id, or all of it where `expand` asks for that.
    pub payment: RefundPayment,
    /// How much.
    pub amount: DecimalString,
    /// `currency`
    pub currency: Currency,
    /// Why.
    pub reason: Nullable<RefundReason>,
    /// `metadata`
    pub metadata: Metadata,
}

record!(Refund [0 "/components/schemas/Record", 3 "/components/schemas/Refund/allOf/1", 8 "/components/schemas/Refund"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "created" created REQUIRED | READ_ONLY,
    2 "livemode" livemode REQUIRED | READ_ONLY,
    3 "payment" payment REQUIRED,
    4 "amount" amount REQUIRED,
    5 "currency" currency REQUIRED,
    6 "reason" reason OPTIONAL,
    7 "metadata" metadata REQUIRED,
});

/// A refund to make.
#[derive(Clone)]
pub struct RefundCreate {
    /// The payment to refund.
    pub payment: String,
    /// How much; leave it out for all that is left.
    pub amount: Option<DecimalString>,
    /// `reason`
    pub reason: Option<RefundReason>,
    /// `metadata`
    pub metadata: Option<Metadata>,
}

record!(RefundCreate {
    0 "payment" payment REQUIRED,
    1 "amount" amount OPTIONAL,
    2 "reason" reason OPTIONAL,
    3 "metadata" metadata OPTIONAL,
});

impl RefundCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(payment: impl Into<String>) -> Self {
        Self {
            payment: payment.into(),
            ..Model::blank()
        }
    }
}

/// A page of refunds.
#[derive(Clone)]
pub struct RefundList {
    /// Always `list`.
    pub object: RefundListObject,
    /// The refunds of this page.
    pub data: Vec<Refund>,
    /// Whether there are more after these.
    pub has_more: bool,
}

record!(RefundList {
    0 "object" object REQUIRED,
    1 "data" data REQUIRED,
    2 "has_more" has_more REQUIRED,
});

/// The payment it is of: its id, or all of it where `expand` asks for that.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum RefundPayment {
    /// `string`.
    String(String),
    /// `Payment`.
    ///
    /// Only where the call asks for it, and with the feature `expandable`: else it is kept as what fits none.
    #[cfg(feature = "expandable")]
    Payment(super::Payment),
    /// A value that fits none of them.
    Unknown(Value),
}

untagged_union!(RefundPayment {
    0 String,
    #[cfg(feature = "expandable")]
    1 Payment,
    ; Unknown
});

impl From<String> for RefundPayment {
    #[inline]
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

impl From<&str> for RefundPayment {
    #[inline]
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

#[cfg(feature = "expandable")]
impl From<super::Payment> for RefundPayment {
    #[inline]
    fn from(value: super::Payment) -> Self {
        Self::Payment(value)
    }
}

/// Always `list`.
pub type RefundListObject = CustomerListObject;

/// One of a list of values: `GetRefundExpandItem`.
#[derive(Clone)]
pub enum GetRefundExpandItem {
    /// `payment`.
    Payment,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(GetRefundExpandItem {
    Payment "payment",
    ; Unknown
});
