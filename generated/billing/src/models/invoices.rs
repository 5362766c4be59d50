//! Models of the operations tagged `invoices`.

use turnbuckle_runtime::{DecimalString, default_by_blank, record, string_enum};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::jiff::civil::Date;
use turnbuckle_runtime::model::{Model, Nullable};

use super::{Currency, CustomerListObject, Metadata};

/// The state of an invoice.
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

string_enum!(InvoiceStatus {
    Draft "draft",
    Open "open",
    Paid "paid",
    Void "void",
    ; Unknown
});

/// A line of an invoice.
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

record!(LineItem {
    0 "id" id REQUIRED | READ_ONLY,
    1 "description" description REQUIRED,
    2 "quantity" quantity REQUIRED,
    3 "unit_amount" unit_amount REQUIRED,
    4 "tax_rate" tax_rate OPTIONAL,
    5 "amount" amount REQUIRED | READ_ONLY,
});

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
    pub fn new(description: impl Into<String>, unit_amount: DecimalString) -> Self {
        Self {
            description: description.into(),
            unit_amount,
            ..Model::blank()
        }
    }
}

/// What a customer owes.
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
    pub fn new(source: impl Into<String>) -> Self {
        Self { source: source.into() }
    }
}
