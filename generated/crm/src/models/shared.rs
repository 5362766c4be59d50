//! Models that several groups of operations share.

use std::collections::BTreeMap;

use turnbuckle_runtime::{DecimalString, errors, record, string_enum, untagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::jiff::civil::Date;
use turnbuckle_runtime::model::{Model, Nullable, Value};

/// How far a contact has come.
#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
#[derive(Clone)]
pub enum Lifecycle {
    /// `lead`.
    Lead,
    /// `prospect`.
    Prospect,
    /// `customer`.
    Customer,
    /// `former`.
    Former,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
string_enum!(Lifecycle {
    Lead "lead",
    Prospect "prospect",
    Customer "customer",
    Former "former",
    ; Unknown
});

/// A postal address.
#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
#[derive(Clone)]
pub struct Address {
    /// Street and number.
    pub street: String,
    /// City or town.
    pub city: String,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Country, two letters of ISO 3166-1.
    ///
    /// Valid: matches `^[A-Z]{2}$`.
    pub country: String,
}

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
record!(Address {
    0 "street" street REQUIRED,
    1 "city" city REQUIRED,
    2 "postal_code" postal_code OPTIONAL,
    3 "country" country REQUIRED,
});

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
impl Address {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        street: impl Into<String>,
        city: impl Into<String>,
        country: impl Into<String>,
    ) -> Self {
        Self {
            street: street.into(),
            city: city.into(),
            country: country.into(),
            ..Model::blank()
        }
    }
}

/// Your account's own fields, by their keys.
#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
pub type CustomFields = BTreeMap<String, Option<CustomFieldsValue>>;

/// A person.
#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
#[derive(Clone)]
pub struct Contact {
    /// Identifies the thing. Never changes.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
    /// When it was last changed.
    ///
    /// Set by the server; not sent.
    pub updated_at: Timestamp,
    /// The address; no other contact has it.
    pub email: String,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Phone number in international form.
    pub phone: Nullable<String>,
    /// Fax number. Kept for old accounts only.
    #[deprecated]
    pub fax: Nullable<String>,
    /// `lifecycle`
    pub lifecycle: Lifecycle,
    /// Free labels.
    ///
    /// Valid: no two elements the same.
    pub tags: Vec<String>,
    /// The company that the contact works for.
    pub company_id: Nullable<String>,
    /// Where to send things.
    pub address: Nullable<Address>,
    /// `custom_fields`
    pub custom_fields: CustomFields,
}

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
record!(Contact [0 "/components/schemas/Resource", 3 "/components/schemas/Contact/allOf/1", 13 "/components/schemas/Contact"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "created_at" created_at REQUIRED | READ_ONLY,
    2 "updated_at" updated_at REQUIRED | READ_ONLY,
    3 "email" email REQUIRED,
    4 "first_name" first_name REQUIRED,
    5 "last_name" last_name REQUIRED,
    6 "phone" phone OPTIONAL,
    7 "fax" fax OPTIONAL,
    8 "lifecycle" lifecycle REQUIRED,
    9 "tags" tags REQUIRED,
    10 "company_id" company_id OPTIONAL,
    11 "address" address OPTIONAL,
    12 "custom_fields" custom_fields REQUIRED,
});

/// A page of contacts.
#[cfg(any(feature = "contacts", feature = "companies"))]
#[derive(Clone)]
pub struct ContactPage {
    /// The contacts of this page.
    pub data: Vec<Contact>,
    /// Where the next page begins; `null` on the last one.
    pub next_cursor: Option<String>,
}

#[cfg(any(feature = "contacts", feature = "companies"))]
record!(ContactPage {
    0 "data" data REQUIRED,
    1 "next_cursor" next_cursor REQUIRED,
});

/// An amount of money.
#[cfg(any(feature = "deals", feature = "webhooks"))]
#[derive(Clone)]
pub struct Money {
    /// The amount, written out in decimal so that nothing is rounded.
    ///
    /// Valid: matches `^-?[0-9]+(\.[0-9]+)?$`.
    pub amount: DecimalString,
    /// Currency, three letters of ISO 4217.
    ///
    /// Valid: matches `^[A-Z]{3}$`.
    pub currency: String,
}

#[cfg(any(feature = "deals", feature = "webhooks"))]
record!(Money {
    0 "amount" amount REQUIRED,
    1 "currency" currency REQUIRED,
});

#[cfg(any(feature = "deals", feature = "webhooks"))]
impl Money {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(amount: DecimalString, currency: impl Into<String>) -> Self {
        Self {
            amount,
            currency: currency.into(),
        }
    }
}

/// How far a deal has come.
#[cfg(any(feature = "deals", feature = "webhooks"))]
#[derive(Clone)]
pub enum DealStage {
    /// `qualified`.
    Qualified,
    /// `proposal`.
    Proposal,
    /// `negotiation`.
    Negotiation,
    /// `won`.
    Won,
    /// `lost`.
    Lost,
    /// A value that the document does not list.
    Unknown(String),
}

#[cfg(any(feature = "deals", feature = "webhooks"))]
string_enum!(DealStage {
    Qualified "qualified",
    Proposal "proposal",
    Negotiation "negotiation",
    Won "won",
    Lost "lost",
    ; Unknown
});

/// A sale under way, or one that ended.
#[cfg(any(feature = "deals", feature = "webhooks"))]
#[derive(Clone)]
pub struct Deal {
    /// Identifies the thing. Never changes.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// When it was created.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
    /// When it was last changed.
    ///
    /// Set by the server; not sent.
    pub updated_at: Timestamp,
    /// What it is about.
    pub name: String,
    /// `stage`
    pub stage: DealStage,
    /// What it would bring.
    pub value: Nullable<Money>,
    /// How likely it is to be won.
    ///
    /// Valid: at least 0, at most 1.
    pub probability: f64,
    /// When it should be closed, or was.
    pub close_date: Nullable<Date>,
    /// The company that buys.
    pub company_id: Nullable<String>,
    /// The contacts involved.
    ///
    /// Valid: no two elements the same.
    pub contact_ids: Vec<String>,
}

#[cfg(any(feature = "deals", feature = "webhooks"))]
record!(Deal [0 "/components/schemas/Resource", 3 "/components/schemas/Deal/allOf/1", 10 "/components/schemas/Deal"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "created_at" created_at REQUIRED | READ_ONLY,
    2 "updated_at" updated_at REQUIRED | READ_ONLY,
    3 "name" name REQUIRED,
    4 "stage" stage REQUIRED,
    5 "value" value OPTIONAL,
    6 "probability" probability REQUIRED,
    7 "close_date" close_date OPTIONAL,
    8 "company_id" company_id OPTIONAL,
    9 "contact_ids" contact_ids REQUIRED,
});

/// What went wrong (RFC 9457).
#[cfg(
    any(
        feature = "contacts",
        feature = "companies",
        feature = "deals",
        feature = "activities",
        feature = "attachments"
    )
)]
#[derive(Clone)]
pub struct Problem {
    /// What kind of problem it is.
    ///
    /// Default: `"about:blank"`.
    pub r#type: String,
    /// The kind of problem, in words.
    pub title: String,
    /// The HTTP status.
    pub status: i32,
    /// What is wrong this time.
    pub detail: Option<String>,
    /// The request that failed.
    pub instance: Option<String>,
}

#[cfg(
    any(
        feature = "contacts",
        feature = "companies",
        feature = "deals",
        feature = "activities",
        feature = "attachments"
    )
)]
record!(Problem {
    0 "type" r#type REQUIRED,
    1 "title" title REQUIRED,
    2 "status" status REQUIRED,
    3 "detail" detail OPTIONAL,
    4 "instance" instance OPTIONAL,
});

/// What is wrong with the body or the parameters.
#[cfg(
    any(
        feature = "contacts",
        feature = "companies",
        feature = "deals",
        feature = "activities",
        feature = "attachments"
    )
)]
#[derive(Clone)]
pub struct ValidationProblem {
    /// What kind of problem it is.
    ///
    /// Default: `"about:blank"`.
    pub r#type: String,
    /// The kind of problem, in words.
    pub title: String,
    /// The HTTP status.
    pub status: i32,
    /// What is wrong this time.
    pub detail: Option<String>,
    /// The request that failed.
    pub instance: Option<String>,
    /// Each thing that is wrong.
    pub errors: Vec<FieldError>,
}

#[cfg(
    any(
        feature = "contacts",
        feature = "companies",
        feature = "deals",
        feature = "activities",
        feature = "attachments"
    )
)]
record!(ValidationProblem [0 "/components/schemas/Problem", 5 "/components/schemas/ValidationProblem/allOf/1", 6 "/components/schemas/ValidationProblem"] {
    0 "type" r#type REQUIRED,
    1 "title" title REQUIRED,
    2 "status" status REQUIRED,
    3 "detail" detail OPTIONAL,
    4 "instance" instance OPTIONAL,
    5 "errors" errors REQUIRED,
});

/// What is wrong with one field.
#[cfg(
    any(
        feature = "contacts",
        feature = "companies",
        feature = "deals",
        feature = "activities",
        feature = "attachments"
    )
)]
#[derive(Clone)]
pub struct FieldError {
    /// The field.
    pub pointer: String,
    /// What is wrong with it.
    pub message: String,
}

#[cfg(
    any(
        feature = "contacts",
        feature = "companies",
        feature = "deals",
        feature = "activities",
        feature = "attachments"
    )
)]
record!(FieldError {
    0 "pointer" pointer REQUIRED,
    1 "message" message REQUIRED,
});

/// The request is at odds with what is stored.
#[cfg(any(feature = "contacts", feature = "companies"))]
#[derive(Clone)]
pub struct ConflictProblem {
    /// What kind of problem it is.
    ///
    /// Default: `"about:blank"`.
    pub r#type: String,
    /// The kind of problem, in words.
    pub title: String,
    /// The HTTP status.
    pub status: i32,
    /// What is wrong this time.
    pub detail: Option<String>,
    /// The request that failed.
    pub instance: Option<String>,
    /// The stored thing that is in the way.
    pub conflicting_id: Option<String>,
}

#[cfg(any(feature = "contacts", feature = "companies"))]
record!(ConflictProblem [0 "/components/schemas/Problem", 5 "/components/schemas/ConflictProblem/allOf/1", 6 "/components/schemas/ConflictProblem"] {
    0 "type" r#type REQUIRED,
    1 "title" title REQUIRED,
    2 "status" status REQUIRED,
    3 "detail" detail OPTIONAL,
    4 "instance" instance OPTIONAL,
    5 "conflicting_id" conflicting_id OPTIONAL,
});

/// The value of the field.
#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
#[derive(Clone, Debug, PartialEq)]
pub enum CustomFieldsValue {
    /// `string`.
    String(String),
    /// `number`.
    Number(f64),
    /// `boolean`.
    Boolean(bool),
    /// A value that fits none of them.
    Unknown(Value),
}

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
untagged_union!(CustomFieldsValue {
    0 String,
    1 Number,
    2 Boolean,
    ; Unknown
});

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
impl From<String> for CustomFieldsValue {
    #[inline]
    fn from(value: String) -> Self {
        Self::String(value)
    }
}

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
impl From<&str> for CustomFieldsValue {
    #[inline]
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
impl From<f64> for CustomFieldsValue {
    #[inline]
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}

#[cfg(any(feature = "contacts", feature = "companies", feature = "webhooks"))]
impl From<bool> for CustomFieldsValue {
    #[inline]
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

/// The error bodies of an operation, told by its statuses.
#[cfg(
    any(
        feature = "contacts",
        feature = "activities",
        feature = "companies",
        feature = "deals",
        feature = "attachments"
    )
)]
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemOrValidationProblem {
    /// `Problem`.
    Problem(Problem),
    /// `ValidationProblem`.
    ValidationProblem(ValidationProblem),
    /// A body that is not as described.
    Other(Value),
}

#[cfg(
    any(
        feature = "contacts",
        feature = "activities",
        feature = "companies",
        feature = "deals",
        feature = "attachments"
    )
)]
errors!(ProblemOrValidationProblem {
    0 Problem,
    1 ValidationProblem,
    ; Other
});

/// The error bodies of an operation, told by its statuses.
#[cfg(any(feature = "contacts", feature = "companies"))]
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemOrValidationProblemOrConflictProblem {
    /// `Problem`.
    Problem(Problem),
    /// `ValidationProblem`.
    ValidationProblem(ValidationProblem),
    /// `ConflictProblem`.
    ConflictProblem(ConflictProblem),
    /// A body that is not as described.
    Other(Value),
}

#[cfg(any(feature = "contacts", feature = "companies"))]
errors!(ProblemOrValidationProblemOrConflictProblem {
    0 Problem,
    1 ValidationProblem,
    2 ConflictProblem,
    ; Other
});
