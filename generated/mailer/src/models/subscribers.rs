//! Models of the operations tagged `subscribers`.

use std::collections::BTreeMap;

use turnbuckle_runtime::{FilePart, default_by_blank, record, string_enum};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::jiff::civil::Date;
use turnbuckle_runtime::model::{Model, Nullable};

/// Whether someone wants mail.
#[derive(Clone)]
pub enum SubscriberStatus {
    /// `subscribed`.
    Subscribed,
    /// `unsubscribed`.
    Unsubscribed,
    /// `pending`.
    Pending,
    /// `bounced`.
    Bounced,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(SubscriberStatus {
    Subscribed "subscribed",
    Unsubscribed "unsubscribed",
    Pending "pending",
    Bounced "bounced",
    ; Unknown
});

/// Someone on a list.
#[derive(Clone)]
pub struct Subscriber {
    /// The address.
    pub email: String,
    /// The name.
    pub name: Nullable<String>,
    /// `status`
    pub status: SubscriberStatus,
    /// Free labels.
    ///
    /// Valid: no two elements the same.
    pub tags: Option<Vec<String>>,
    /// What to put into mails for this one.
    pub merge_fields: Option<BTreeMap<String, String>>,
    /// The day of birth.
    pub birthday: Nullable<Date>,
    /// Where the address comes from.
    pub source: Option<String>,
    /// Identifies the subscriber.
    pub id: String,
    /// The list.
    pub list_id: String,
    /// How often mails are opened.
    ///
    /// Valid: at least 0, at most 5.
    pub rating: f64,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// Why they left.
    ///
    /// Set by the server; not sent.
    pub unsubscribe_reason: Nullable<String>,
}

record!(Subscriber [0 "/definitions/SubscriberInput", 7 "/definitions/Subscriber/allOf/1", 12 "/definitions/Subscriber"] {
    0 "email" email REQUIRED,
    1 "name" name OPTIONAL,
    2 "status" status REQUIRED,
    3 "tags" tags OPTIONAL,
    4 "merge_fields" merge_fields OPTIONAL,
    5 "birthday" birthday OPTIONAL,
    6 "source" source OPTIONAL,
    7 "id" id REQUIRED,
    8 "list_id" list_id REQUIRED,
    9 "rating" rating REQUIRED,
    10 "changed_at" changed_at REQUIRED,
    11 "unsubscribe_reason" unsubscribe_reason OPTIONAL | READ_ONLY,
});

/// What is known about someone on a list.
#[derive(Clone)]
pub struct SubscriberInput {
    /// The address.
    pub email: String,
    /// The name.
    pub name: Nullable<String>,
    /// `status`
    pub status: Option<SubscriberStatus>,
    /// Free labels.
    ///
    /// Valid: no two elements the same.
    pub tags: Option<Vec<String>>,
    /// What to put into mails for this one.
    pub merge_fields: Option<BTreeMap<String, String>>,
    /// The day of birth.
    pub birthday: Nullable<Date>,
    /// Where the address comes from.
    pub source: Option<String>,
}

record!(SubscriberInput [0 "/definitions/SubscriberInput"] {
    0 "email" email REQUIRED,
    1 "name" name OPTIONAL,
    2 "status" status OPTIONAL,
    3 "tags" tags OPTIONAL,
    4 "merge_fields" merge_fields OPTIONAL,
    5 "birthday" birthday OPTIONAL,
    6 "source" source OPTIONAL,
});

impl SubscriberInput {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(email: impl Into<String>) -> Self {
        Self {
            email: email.into(),
            ..Model::blank()
        }
    }
}

/// Changes to a subscriber.
#[derive(Clone)]
pub struct SubscriberUpdate {
    /// The name.
    pub name: Nullable<String>,
    /// `status`
    pub status: Option<SubscriberStatus>,
    /// All labels.
    ///
    /// Valid: no two elements the same.
    pub tags: Option<Vec<String>>,
    /// What to put into mails for this one.
    pub merge_fields: Option<BTreeMap<String, String>>,
    /// The day of birth.
    pub birthday: Nullable<Date>,
}

record!(SubscriberUpdate [0 "/definitions/SubscriberUpdate"] {
    0 "name" name OPTIONAL,
    1 "status" status OPTIONAL,
    2 "tags" tags OPTIONAL,
    3 "merge_fields" merge_fields OPTIONAL,
    4 "birthday" birthday OPTIONAL,
});

default_by_blank!(SubscriberUpdate);

/// A page of subscribers.
#[derive(Clone)]
pub struct SubscriberPage {
    /// The subscribers of this page.
    pub items: Vec<Subscriber>,
    /// How many there are in all.
    pub total: i32,
    /// How many were passed over.
    pub offset: i32,
}

record!(SubscriberPage [0 "/definitions/SubscriberPage"] {
    0 "items" items REQUIRED,
    1 "total" total REQUIRED,
    2 "offset" offset REQUIRED,
});

/// What came of an import.
#[derive(Clone)]
pub struct Import {
    /// Identifies the import.
    pub id: String,
    /// The name of the file.
    pub file_name: String,
    /// How many were added.
    pub added: i32,
    /// How many were replaced.
    pub updated: i32,
    /// How many were on the list already.
    pub skipped: i32,
    /// The lines that could not be read.
    pub failed: Vec<ImportFailure>,
}

record!(Import [0 "/definitions/Import"] {
    0 "id" id REQUIRED,
    1 "file_name" file_name REQUIRED,
    2 "added" added REQUIRED,
    3 "updated" updated REQUIRED,
    4 "skipped" skipped REQUIRED,
    5 "failed" failed REQUIRED,
});

/// A line that could not be read.
#[derive(Clone)]
pub struct ImportFailure {
    /// The line, from 1.
    pub line: i32,
    /// What is wrong with it.
    pub reason: String,
}

record!(ImportFailure [0 "/definitions/ImportFailure"] {
    0 "line" line REQUIRED,
    1 "reason" reason REQUIRED,
});

/// One of a list of values: `ListSubscribersStatusItem`.
#[derive(Clone)]
pub enum ListSubscribersStatusItem {
    /// `subscribed`.
    Subscribed,
    /// `unsubscribed`.
    Unsubscribed,
    /// `pending`.
    Pending,
    /// `bounced`.
    Bounced,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(ListSubscribersStatusItem {
    Subscribed "subscribed",
    Unsubscribed "unsubscribed",
    Pending "pending",
    Bounced "bounced",
    ; Unknown
});

/// An object: `UnsubscribeBody`.
#[derive(Clone)]
pub struct UnsubscribeBody {
    /// The address.
    pub email: String,
    /// Why.
    ///
    /// Default: `"other"`.
    pub reason: Option<UnsubscribeBodyReason>,
    /// The campaigns that were too much.
    pub campaign_ids: Option<Vec<String>>,
}

record!(UnsubscribeBody [0 "/paths/~1lists~1{list_id}~1unsubscribe/post/parameters/content/application~1x-www-form-urlencoded/schema"] {
    0 "email" email REQUIRED,
    1 "reason" reason OPTIONAL,
    2 "campaign_ids" campaign_ids OPTIONAL,
});

impl UnsubscribeBody {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(email: impl Into<String>) -> Self {
        Self {
            email: email.into(),
            ..Model::blank()
        }
    }
}

/// Why.
#[derive(Clone)]
pub enum UnsubscribeBodyReason {
    /// `no_interest`.
    NoInterest,
    /// `too_often`.
    TooOften,
    /// `never_asked`.
    NeverAsked,
    /// `other`.
    Other,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(UnsubscribeBodyReason {
    NoInterest "no_interest",
    TooOften "too_often",
    NeverAsked "never_asked",
    Other "other",
    ; Unknown
});

/// An object: `ImportSubscribersBody`.
#[derive(Clone)]
pub struct ImportSubscribersBody {
    /// The CSV file, in UTF-8.
    pub file: FilePart,
    /// Whether to replace what is known about those on the list already.
    ///
    /// Default: `false`.
    pub update_existing: Option<bool>,
    /// Tags to give to everyone in the file.
    pub tags: Option<Vec<String>>,
}

record!(ImportSubscribersBody [0 "/paths/~1lists~1{list_id}~1imports/post/parameters/content/multipart~1form-data/schema"] {
    0 "file" file REQUIRED,
    1 "update_existing" update_existing OPTIONAL,
    2 "tags" tags OPTIONAL,
});

impl ImportSubscribersBody {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(file: FilePart) -> Self {
        Self { file, ..Model::blank() }
    }
}
