//! Models of the operations tagged `payments`.

use turnbuckle_runtime::{DecimalString, record, string_enum, tagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

use super::{Currency, CustomerListObject, Metadata};

/// The state of a payment.
#[derive(Clone)]
pub enum PaymentStatus {
    /// `authorized`.
    Authorized,
    /// `succeeded`.
    Succeeded,
    /// `refunded`.
    Refunded,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(PaymentStatus {
    Authorized "authorized",
    Succeeded "succeeded",
    Refunded "refunded",
    ; Unknown
});

/// A card.
#[derive(Clone)]
pub struct CardMethod {
    /// Always `card`.
    pub r#type: CardMethodType,
    /// Whose card.
    pub brand: CardMethodBrand,
    /// Its last four digits.
    ///
    /// Valid: exactly 4 characters.
    pub last4: String,
    /// The month it expires.
    ///
    /// Valid: at least 1, at most 12.
    pub exp_month: i32,
    /// The year it expires.
    pub exp_year: i32,
}

record!(CardMethod {
    0 "type" r#type REQUIRED,
    1 "brand" brand REQUIRED,
    2 "last4" last4 REQUIRED,
    3 "exp_month" exp_month REQUIRED,
    4 "exp_year" exp_year REQUIRED,
});

/// A bank account.
#[derive(Clone)]
pub struct BankMethod {
    /// Always `bank`.
    pub r#type: BankMethodType,
    /// The bank.
    pub bank_name: Nullable<String>,
    /// The last four characters of its IBAN.
    ///
    /// Valid: exactly 4 characters.
    pub iban_last4: String,
}

record!(BankMethod {
    0 "type" r#type REQUIRED,
    1 "bank_name" bank_name OPTIONAL,
    2 "iban_last4" iban_last4 REQUIRED,
});

/// What was paid with; `type` tells what.
#[derive(Clone, Debug, PartialEq)]
pub enum PaymentMethod {
    /// `CardMethod`.
    CardMethod(CardMethod),
    /// `BankMethod`.
    BankMethod(BankMethod),
    /// A value that fits none of them.
    Unknown(Value),
}

tagged_union!(PaymentMethod by "type" {
    0 CardMethod "card",
    1 BankMethod "bank",
    ; Unknown
});

impl From<CardMethod> for PaymentMethod {
    fn from(value: CardMethod) -> Self {
        Self::CardMethod(value)
    }
}

impl From<BankMethod> for PaymentMethod {
    fn from(value: BankMethod) -> Self {
        Self::BankMethod(value)
    }
}

/// Money that was taken.
#[derive(Clone)]
pub struct Payment {
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
    /// How much.
    pub amount: DecimalString,
    /// How much of it went back.
    ///
    /// Set by the server; not sent.
    pub amount_refunded: DecimalString,
    /// `currency`
    pub currency: Currency,
    /// `status`
    pub status: PaymentStatus,
    /// Who paid.
    pub customer: Nullable<String>,
    /// What it paid.
    pub invoice: Nullable<String>,
    /// `method`
    pub method: PaymentMethod,
    /// What it is for.
    pub description: Nullable<String>,
    /// `metadata`
    pub metadata: Metadata,
}

record!(Payment [0 "/components/schemas/Record", 3 "/components/schemas/Payment/allOf/1", 12 "/components/schemas/Payment"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "created" created REQUIRED | READ_ONLY,
    2 "livemode" livemode REQUIRED | READ_ONLY,
    3 "amount" amount REQUIRED,
    4 "amount_refunded" amount_refunded REQUIRED | READ_ONLY,
    5 "currency" currency REQUIRED,
    6 "status" status REQUIRED,
    7 "customer" customer OPTIONAL,
    8 "invoice" invoice OPTIONAL,
    9 "method" method REQUIRED,
    10 "description" description OPTIONAL,
    11 "metadata" metadata REQUIRED,
});

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

/// Always `card`.
#[derive(Clone)]
pub enum CardMethodType {
    /// `card`.
    Card,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(CardMethodType {
    Card "card",
    ; Unknown
});

/// Whose card.
#[derive(Clone)]
pub enum CardMethodBrand {
    /// `visa`.
    Visa,
    /// `mastercard`.
    Mastercard,
    /// `amex`.
    Amex,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(CardMethodBrand {
    Visa "visa",
    Mastercard "mastercard",
    Amex "amex",
    ; Unknown
});

/// Always `bank`.
#[derive(Clone)]
pub enum BankMethodType {
    /// `bank`.
    Bank,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(BankMethodType {
    Bank "bank",
    ; Unknown
});

/// Always `list`.
pub type PaymentListObject = CustomerListObject;
