//! Models that several groups of operations share.

use std::collections::BTreeMap;

use turnbuckle_runtime::{DecimalString, errors, record, string_enum, tagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::jiff::civil::Date;
use turnbuckle_runtime::model::{Nullable, Value};

/// A currency, three letters of ISO 4217 in lower case.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds",
        feature = "webhooks",
        feature = "expandable"
    )
)]
#[derive(Clone)]
pub enum Currency {
    /// `chf`.
    Chf,
    /// `eur`.
    Eur,
    /// `gbp`.
    Gbp,
    /// `usd`.
    Usd,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds",
        feature = "webhooks",
        feature = "expandable"
    )
)]
string_enum!(Currency {
    Chf "chf",
    Eur "eur",
    Gbp "gbp",
    Usd "usd",
    ; Unknown
});

/// Your own notes, by key. At most 20 keys.
///
/// Valid: at most 20 properties. Each value: at most 500 characters.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds",
        feature = "webhooks",
        feature = "expandable"
    )
)]
pub type Metadata = BTreeMap<String, String>;

/// The state of an invoice.
#[cfg(any(feature = "invoices", feature = "webhooks"))]
#[derive(Clone)]
pub enum InvoiceStatus {
    /// `draft`.
    Draft,
    /// `open`.
    Open,
    /// `paid`.
    Paid,
    /// `void`.
    Void,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "invoices", feature = "webhooks"))]
string_enum!(InvoiceStatus {
    Draft "draft",
    Open "open",
    Paid "paid",
    Void "void",
    ; Unknown
});

/// A line of an invoice.
#[cfg(any(feature = "invoices", feature = "webhooks"))]
#[derive(Clone)]
pub struct LineItem {
    /// Identifies the line.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// What it is for.
    pub description: String,
    /// How many.
    ///
    /// Valid: at least 1.
    pub quantity: i32,
    /// The price of one.
    pub unit_amount: DecimalString,
    /// Tax in per cent.
    pub tax_rate: Nullable<DecimalString>,
    /// What the line comes to, with tax.
    ///
    /// Set by the server; not sent.
    pub amount: DecimalString,
}

#[cfg(any(feature = "invoices", feature = "webhooks"))]
record!(LineItem {
    0 "id" id REQUIRED | READ_ONLY,
    1 "description" description REQUIRED,
    2 "quantity" quantity REQUIRED,
    3 "unit_amount" unit_amount REQUIRED,
    4 "tax_rate" tax_rate OPTIONAL,
    5 "amount" amount REQUIRED | READ_ONLY,
});

/// What a customer owes.
#[cfg(any(feature = "invoices", feature = "webhooks"))]
#[derive(Clone)]
pub struct Invoice {
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
    /// Its number; a draft has none.
    ///
    /// Set by the server; not sent.
    pub number: Nullable<String>,
    /// The customer who owes it.
    pub customer: String,
    /// `status`
    pub status: InvoiceStatus,
    /// `currency`
    pub currency: Currency,
    /// What it is for.
    pub lines: Vec<LineItem>,
    /// What the lines come to without tax.
    ///
    /// Set by the server; not sent.
    pub subtotal: DecimalString,
    /// The tax on them.
    ///
    /// Set by the server; not sent.
    pub tax: DecimalString,
    /// What is owed in all.
    ///
    /// Set by the server; not sent.
    pub total: DecimalString,
    /// When it must be paid.
    pub due_date: Nullable<Date>,
    /// When it was paid.
    ///
    /// Set by the server; not sent.
    pub paid_at: Nullable<Timestamp>,
    /// The payment that paid it.
    ///
    /// Set by the server; not sent.
    pub payment: Nullable<String>,
    /// A word to the customer.
    pub memo: Nullable<String>,
    /// `metadata`
    pub metadata: Metadata,
}

#[cfg(any(feature = "invoices", feature = "webhooks"))]
record!(Invoice [0 "/components/schemas/Record", 3 "/components/schemas/Invoice/allOf/1", 16 "/components/schemas/Invoice"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "created" created REQUIRED | READ_ONLY,
    2 "livemode" livemode REQUIRED | READ_ONLY,
    3 "number" number OPTIONAL | READ_ONLY,
    4 "customer" customer REQUIRED,
    5 "status" status REQUIRED,
    6 "currency" currency REQUIRED,
    7 "lines" lines REQUIRED,
    8 "subtotal" subtotal REQUIRED | READ_ONLY,
    9 "tax" tax REQUIRED | READ_ONLY,
    10 "total" total REQUIRED | READ_ONLY,
    11 "due_date" due_date OPTIONAL,
    12 "paid_at" paid_at OPTIONAL | READ_ONLY,
    13 "payment" payment OPTIONAL | READ_ONLY,
    14 "memo" memo OPTIONAL,
    15 "metadata" metadata REQUIRED,
});

/// The state of a payment.
#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
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

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
string_enum!(PaymentStatus {
    Authorized "authorized",
    Succeeded "succeeded",
    Refunded "refunded",
    ; Unknown
});

/// A card.
#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
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

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
record!(CardMethod {
    0 "type" r#type REQUIRED,
    1 "brand" brand REQUIRED,
    2 "last4" last4 REQUIRED,
    3 "exp_month" exp_month REQUIRED,
    4 "exp_year" exp_year REQUIRED,
});

/// A bank account.
#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
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

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
record!(BankMethod {
    0 "type" r#type REQUIRED,
    1 "bank_name" bank_name OPTIONAL,
    2 "iban_last4" iban_last4 REQUIRED,
});

/// What was paid with; `type` tells what.
#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
#[derive(Clone, Debug, PartialEq)]
pub enum PaymentMethod {
    /// `CardMethod`.
    CardMethod(CardMethod),
    /// `BankMethod`.
    BankMethod(BankMethod),
    /// A value that fits none of them.
    Unknown(Value),
}

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
tagged_union!(PaymentMethod by "type" {
    0 CardMethod "card",
    1 BankMethod "bank",
    ; Unknown
});

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
impl From<CardMethod> for PaymentMethod {
    #[inline]
    fn from(value: CardMethod) -> Self {
        Self::CardMethod(value)
    }
}

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
impl From<BankMethod> for PaymentMethod {
    #[inline]
    fn from(value: BankMethod) -> Self {
        Self::BankMethod(value)
    }
}

/// Money that was taken.
#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
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

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
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

/// Says what was deleted.
#[cfg(any(feature = "customers", feature = "invoices"))]
#[derive(Clone)]
pub struct Deleted {
    /// What was deleted.
    pub id: String,
    /// Always true.
    pub deleted: bool,
}

#[cfg(any(feature = "customers", feature = "invoices"))]
record!(Deleted {
    0 "id" id REQUIRED,
    1 "deleted" deleted REQUIRED,
});

/// What went wrong.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds",
        feature = "balance"
    )
)]
#[derive(Clone)]
pub struct ErrorResponse {
    /// `error`
    pub error: ApiError,
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds",
        feature = "balance"
    )
)]
record!(ErrorResponse {
    0 "error" error REQUIRED,
});

/// What went wrong.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds",
        feature = "balance"
    )
)]
#[derive(Clone)]
pub struct ApiError {
    /// The kind of error.
    pub r#type: ApiErrorType,
    /// What is wrong, in words.
    pub message: String,
    /// The field that is wrong.
    pub param: Nullable<String>,
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds",
        feature = "balance"
    )
)]
record!(ApiError {
    0 "type" r#type REQUIRED,
    1 "message" message REQUIRED,
    2 "param" param OPTIONAL,
});

/// Why a payment failed.
#[cfg(any(feature = "invoices", feature = "payments"))]
#[derive(Clone)]
pub struct PaymentErrorResponse {
    /// `error`
    pub error: PaymentError,
}

#[cfg(any(feature = "invoices", feature = "payments"))]
record!(PaymentErrorResponse {
    0 "error" error REQUIRED,
});

/// Why a payment failed.
#[cfg(any(feature = "invoices", feature = "payments"))]
#[derive(Clone)]
pub struct PaymentError {
    /// Always `payment_error`.
    pub r#type: PaymentErrorType,
    /// Why it failed.
    pub code: PaymentErrorCode,
    /// Why, in words for the customer.
    pub message: String,
    /// What the bank said.
    pub decline_code: Nullable<String>,
    /// Whether the same source may work later.
    pub retryable: bool,
}

#[cfg(any(feature = "invoices", feature = "payments"))]
record!(PaymentError {
    0 "type" r#type REQUIRED,
    1 "code" code REQUIRED,
    2 "message" message REQUIRED,
    3 "decline_code" decline_code OPTIONAL,
    4 "retryable" retryable REQUIRED,
});

/// What the request is at odds with.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
#[derive(Clone)]
pub struct ConflictErrorResponse {
    /// `error`
    pub error: ConflictError,
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
record!(ConflictErrorResponse {
    0 "error" error REQUIRED,
});

/// What the request is at odds with.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
#[derive(Clone)]
pub struct ConflictError {
    /// Always `conflict`.
    pub r#type: ConflictErrorType,
    /// What kind of conflict it is.
    pub code: ConflictErrorCode,
    /// What is at odds, in words.
    pub message: String,
    /// The state that is in the way.
    pub state: Nullable<String>,
    /// The thing that is in the way.
    pub existing: Nullable<String>,
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
record!(ConflictError {
    0 "type" r#type REQUIRED,
    1 "code" code REQUIRED,
    2 "message" message REQUIRED,
    3 "state" state OPTIONAL,
    4 "existing" existing OPTIONAL,
});

/// Always `list`.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
#[derive(Clone)]
pub enum CustomerListObject {
    /// `list`.
    List,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
string_enum!(CustomerListObject {
    List "list",
    ; Unknown
});

/// Always `card`.
#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
#[derive(Clone)]
pub enum CardMethodType {
    /// `card`.
    Card,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
string_enum!(CardMethodType {
    Card "card",
    ; Unknown
});

/// Whose card.
#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
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

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
string_enum!(CardMethodBrand {
    Visa "visa",
    Mastercard "mastercard",
    Amex "amex",
    ; Unknown
});

/// Always `bank`.
#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
#[derive(Clone)]
pub enum BankMethodType {
    /// `bank`.
    Bank,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "payments", feature = "webhooks", feature = "expandable"))]
string_enum!(BankMethodType {
    Bank "bank",
    ; Unknown
});

/// The kind of error.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds",
        feature = "balance"
    )
)]
#[derive(Clone)]
pub enum ApiErrorType {
    /// `authentication_error`.
    AuthenticationError,
    /// `invalid_request`.
    InvalidRequest,
    /// `not_found`.
    NotFound,
    /// `rate_limit`.
    RateLimit,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds",
        feature = "balance"
    )
)]
string_enum!(ApiErrorType {
    AuthenticationError "authentication_error",
    InvalidRequest "invalid_request",
    NotFound "not_found",
    RateLimit "rate_limit",
    ; Unknown
});

/// Always `payment_error`.
#[cfg(any(feature = "invoices", feature = "payments"))]
#[derive(Clone)]
pub enum PaymentErrorType {
    /// `payment_error`.
    PaymentError,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "invoices", feature = "payments"))]
string_enum!(PaymentErrorType {
    PaymentError "payment_error",
    ; Unknown
});

/// Why it failed.
#[cfg(any(feature = "invoices", feature = "payments"))]
#[derive(Clone)]
pub enum PaymentErrorCode {
    /// `card_declined`.
    CardDeclined,
    /// `expired_card`.
    ExpiredCard,
    /// `insufficient_funds`.
    InsufficientFunds,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "invoices", feature = "payments"))]
string_enum!(PaymentErrorCode {
    CardDeclined "card_declined",
    ExpiredCard "expired_card",
    InsufficientFunds "insufficient_funds",
    ; Unknown
});

/// Always `conflict`.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
#[derive(Clone)]
pub enum ConflictErrorType {
    /// `conflict`.
    Conflict,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
string_enum!(ConflictErrorType {
    Conflict "conflict",
    ; Unknown
});

/// What kind of conflict it is.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
#[derive(Clone)]
pub enum ConflictErrorCode {
    /// `already_exists`.
    AlreadyExists,
    /// `invalid_state`.
    InvalidState,
    /// `idempotency_key_reused`.
    IdempotencyKeyReused,
    /// `amount_too_large`.
    AmountTooLarge,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
string_enum!(ConflictErrorCode {
    AlreadyExists "already_exists",
    InvalidState "invalid_state",
    IdempotencyKeyReused "idempotency_key_reused",
    AmountTooLarge "amount_too_large",
    ; Unknown
});

/// The error bodies of an operation, told by its statuses.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
#[derive(Clone, Debug, PartialEq)]
pub enum ErrorOrConflictErrorResponse {
    /// `ErrorResponse`.
    ErrorResponse(ErrorResponse),
    /// `ConflictErrorResponse`.
    ConflictErrorResponse(ConflictErrorResponse),
    /// A body that is not as described.
    Other(Value),
}

#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
    )
)]
errors!(ErrorOrConflictErrorResponse {
    0 ErrorResponse,
    1 ConflictErrorResponse,
    ; Other
});

/// The error bodies of an operation, told by its statuses.
#[cfg(any(feature = "invoices", feature = "payments"))]
#[derive(Clone, Debug, PartialEq)]
pub enum ErrorOrPaymentErrorOrConflictErrorResponse {
    /// `ErrorResponse`.
    ErrorResponse(ErrorResponse),
    /// `PaymentErrorResponse`.
    PaymentErrorResponse(PaymentErrorResponse),
    /// `ConflictErrorResponse`.
    ConflictErrorResponse(ConflictErrorResponse),
    /// A body that is not as described.
    Other(Value),
}

#[cfg(any(feature = "invoices", feature = "payments"))]
errors!(ErrorOrPaymentErrorOrConflictErrorResponse {
    0 ErrorResponse,
    1 PaymentErrorResponse,
    2 ConflictErrorResponse,
    ; Other
});
