//! Models of the operations tagged `customers`.

use turnbuckle_runtime::{DecimalString, default_by_blank, record};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable};

use super::{Currency, CustomerListObject, Metadata};

/// A span of time.
#[derive(Clone)]
pub struct TimeRange {
    /// At or after.
    pub gte: Option<Timestamp>,
    /// Before.
    pub lt: Option<Timestamp>,
}

record!(TimeRange {
    0 "gte" gte OPTIONAL,
    1 "lt" lt OPTIONAL,
});

default_by_blank!(TimeRange);

/// A postal address.
#[derive(Clone)]
pub struct Address {
    /// Street and number.
    pub line1: String,
    /// Floor, flat, care of.
    pub line2: Nullable<String>,
    /// City or town.
    pub city: String,
    /// Postal code.
    pub postal_code: Nullable<String>,
    /// Country, two letters of ISO 3166-1.
    ///
    /// Valid: exactly 2 characters.
    pub country: String,
}

record!(Address {
    0 "line1" line1 REQUIRED,
    1 "line2" line2 OPTIONAL,
    2 "city" city REQUIRED,
    3 "postal_code" postal_code OPTIONAL,
    4 "country" country REQUIRED,
});

impl Address {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        line1: impl Into<String>,
        city: impl Into<String>,
        country: impl Into<String>,
    ) -> Self {
        Self {
            line1: line1.into(),
            city: city.into(),
            country: country.into(),
            ..Model::blank()
        }
    }
}

/// Someone who pays.
#[derive(Clone)]
pub struct Customer {
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
    /// The name on the invoice.
    pub name: String,
    /// Where invoices go.
    pub email: String,
    /// The address on the invoice.
    pub address: Nullable<Address>,
    /// VAT identification number.
    pub vat_id: Nullable<String>,
    /// What the customer owes, in `currency`.
    pub balance: DecimalString,
    /// `currency`
    pub currency: Currency,
    /// `metadata`
    pub metadata: Metadata,
}

record!(Customer [0 "/components/schemas/Record", 3 "/components/schemas/Customer/allOf/1", 10 "/components/schemas/Customer"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "created" created REQUIRED | READ_ONLY,
    2 "livemode" livemode REQUIRED | READ_ONLY,
    3 "name" name REQUIRED,
    4 "email" email REQUIRED,
    5 "address" address OPTIONAL,
    6 "vat_id" vat_id OPTIONAL,
    7 "balance" balance REQUIRED,
    8 "currency" currency REQUIRED,
    9 "metadata" metadata REQUIRED,
});

/// A customer to create.
#[derive(Clone)]
pub struct CustomerCreate {
    /// The name on the invoice.
    ///
    /// Valid: at least 1 characters.
    pub name: String,
    /// Where invoices go; no other customer may have it.
    pub email: String,
    /// `address`
    pub address: Option<Address>,
    /// VAT identification number.
    pub vat_id: Option<String>,
    /// `currency`
    pub currency: Option<Currency>,
    /// `metadata`
    pub metadata: Option<Metadata>,
}

record!(CustomerCreate {
    0 "name" name REQUIRED,
    1 "email" email REQUIRED,
    2 "address" address OPTIONAL,
    3 "vat_id" vat_id OPTIONAL,
    4 "currency" currency OPTIONAL,
    5 "metadata" metadata OPTIONAL,
});

impl CustomerCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(name: impl Into<String>, email: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            email: email.into(),
            ..Model::blank()
        }
    }
}

/// Changes to a customer.
#[derive(Clone)]
pub struct CustomerUpdate {
    /// The name on the invoice.
    ///
    /// Valid: at least 1 characters.
    pub name: Option<String>,
    /// Where invoices go.
    pub email: Option<String>,
    /// `address`
    pub address: Option<Address>,
    /// VAT identification number; empty to clear it.
    pub vat_id: Option<String>,
    /// `metadata`
    pub metadata: Option<Metadata>,
}

record!(CustomerUpdate {
    0 "name" name OPTIONAL,
    1 "email" email OPTIONAL,
    2 "address" address OPTIONAL,
    3 "vat_id" vat_id OPTIONAL,
    4 "metadata" metadata OPTIONAL,
});

default_by_blank!(CustomerUpdate);

/// A page of customers.
#[derive(Clone)]
pub struct CustomerList {
    /// Always `list`.
    pub object: CustomerListObject,
    /// The customers of this page.
    pub data: Vec<Customer>,
    /// Whether there are more after these.
    pub has_more: bool,
}

record!(CustomerList {
    0 "object" object REQUIRED,
    1 "data" data REQUIRED,
    2 "has_more" has_more REQUIRED,
});
