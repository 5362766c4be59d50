//! Models of the operations tagged `invoices`.

use turnbuckle_runtime::{DecimalString, default_by_blank, record};
use turnbuckle_runtime::jiff::civil::Date;
use turnbuckle_runtime::model::Model;

use super::{Currency, CustomerListObject, Invoice, Metadata};

/// A line to put on an invoice.
#[derive(Clone)]
pub struct LineItemCreate {
    /// What it is for.
    ///
    /// Valid: at least 1 characters.
    pub description: String,
    /// How many.
    ///
    /// Default: `1`.
    ///
    /// Valid: at least 1.
    pub quantity: Option<i32>,
    /// The price of one.
    pub unit_amount: DecimalString,
    /// Tax in per cent.
    pub tax_rate: Option<DecimalString>,
}

record!(LineItemCreate {
    0 "description" description REQUIRED,
    1 "quantity" quantity OPTIONAL,
    2 "unit_amount" unit_amount REQUIRED,
    3 "tax_rate" tax_rate OPTIONAL,
});

impl LineItemCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(description: impl Into<String>, unit_amount: DecimalString) -> Self {
        Self {
            description: description.into(),
            unit_amount,
            ..Model::blank()
        }
    }
}

/// An invoice to draft.
#[derive(Clone)]
pub struct InvoiceCreate {
    /// The customer who owes it.
    pub customer: String,
    /// `currency`
    pub currency: Option<Currency>,
    /// What it is for.
    ///
    /// Valid: 1 to 50 elements.
    pub lines: Vec<LineItemCreate>,
    /// When it must be paid.
    pub due_date: Option<Date>,
    /// A word to the customer.
    pub memo: Option<String>,
    /// `metadata`
    pub metadata: Option<Metadata>,
}

record!(InvoiceCreate {
    0 "customer" customer REQUIRED,
    1 "currency" currency OPTIONAL,
    2 "lines" lines REQUIRED,
    3 "due_date" due_date OPTIONAL,
    4 "memo" memo OPTIONAL,
    5 "metadata" metadata OPTIONAL,
});

impl InvoiceCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(customer: impl Into<String>, lines: Vec<LineItemCreate>) -> Self {
        Self {
            customer: customer.into(),
            lines,
            ..Model::blank()
        }
    }
}

/// Changes to a draft.
#[derive(Clone)]
pub struct InvoiceUpdate {
    /// All lines; they replace those there are.
    ///
    /// Valid: 1 to 50 elements.
    pub lines: Option<Vec<LineItemCreate>>,
    /// When it must be paid.
    pub due_date: Option<Date>,
    /// A word to the customer.
    pub memo: Option<String>,
    /// `metadata`
    pub metadata: Option<Metadata>,
}

record!(InvoiceUpdate {
    0 "lines" lines OPTIONAL,
    1 "due_date" due_date OPTIONAL,
    2 "memo" memo OPTIONAL,
    3 "metadata" metadata OPTIONAL,
});

default_by_blank!(InvoiceUpdate);

/// A page of invoices.
#[derive(Clone)]
pub struct InvoiceList {
    /// Always `list`.
    pub object: InvoiceListObject,
    /// The invoices of this page.
    pub data: Vec<Invoice>,
    /// Whether there are more after these.
    pub has_more: bool,
}

record!(InvoiceList {
    0 "object" object REQUIRED,
    1 "data" data REQUIRED,
    2 "has_more" has_more REQUIRED,
});

/// Always `list`.
pub type InvoiceListObject = CustomerListObject;

/// Invoice payment
///
/// What to pay with.
#[derive(Clone)]
pub struct PayInvoiceBody {
    /// The token of a card or an account.
    ///
    /// Set by the client; not received.
    pub source: String,
}

record!(PayInvoiceBody [0 "/paths/~1invoices~1{invoice_id}~1pay/post/requestBody/content/application~1x-www-form-urlencoded/schema"] {
    0 "source" source REQUIRED | WRITE_ONLY,
});

impl PayInvoiceBody {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into() }
    }
}
