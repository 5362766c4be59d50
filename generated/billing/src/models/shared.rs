//! Models that several groups of operations share.

use std::collections::BTreeMap;

use turnbuckle_runtime::{errors, record, string_enum};
use turnbuckle_runtime::model::{Nullable, Value};

/// A currency, three letters of ISO 4217 in lower case.
#[cfg(
    any(
        feature = "customers",
        feature = "invoices",
        feature = "payments",
        feature = "refunds"
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
        feature = "refunds"
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
        feature = "refunds"
    )
)]
pub type Metadata = BTreeMap<String, String>;

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
