//! Models of the operations tagged `lists`.

use std::collections::BTreeMap;

use turnbuckle_runtime::record;
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable};

/// A mailing list.
#[derive(Clone)]
pub struct MailingList {
    /// Its name; no other list has it.
    ///
    /// Valid: 1 to 100 characters.
    pub name: String,
    /// Who writes.
    pub from_name: String,
    /// The address that answers go to.
    pub from_email: String,
    /// The language of its mails.
    pub language: Nullable<String>,
    /// Whether an address must be confirmed.
    ///
    /// Default: `true`.
    pub double_opt_in: Option<bool>,
    /// What can be put into mails, by key: the value where a subscriber has none.
    pub merge_fields: Option<BTreeMap<String, String>>,
    /// Identifies the list.
    pub id: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// `stats`
    pub stats: ListStats,
}

record!(MailingList [0 "/definitions/MailingListInput", 6 "/definitions/MailingList/allOf/1", 9 "/definitions/MailingList"] {
    0 "name" name REQUIRED,
    1 "from_name" from_name REQUIRED,
    2 "from_email" from_email REQUIRED,
    3 "language" language OPTIONAL,
    4 "double_opt_in" double_opt_in OPTIONAL,
    5 "merge_fields" merge_fields OPTIONAL,
    6 "id" id REQUIRED,
    7 "created_at" created_at REQUIRED,
    8 "stats" stats REQUIRED,
});

/// The settings of a mailing list.
#[derive(Clone)]
pub struct MailingListInput {
    /// Its name; no other list has it.
    ///
    /// Valid: 1 to 100 characters.
    pub name: String,
    /// Who writes.
    pub from_name: String,
    /// The address that answers go to.
    pub from_email: String,
    /// The language of its mails.
    pub language: Nullable<String>,
    /// Whether an address must be confirmed.
    ///
    /// Default: `true`.
    pub double_opt_in: Option<bool>,
    /// What can be put into mails, by key: the value where a subscriber has none.
    pub merge_fields: Option<BTreeMap<String, String>>,
}

record!(MailingListInput [0 "/definitions/MailingListInput"] {
    0 "name" name REQUIRED,
    1 "from_name" from_name REQUIRED,
    2 "from_email" from_email REQUIRED,
    3 "language" language OPTIONAL,
    4 "double_opt_in" double_opt_in OPTIONAL,
    5 "merge_fields" merge_fields OPTIONAL,
});

impl MailingListInput {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        name: impl Into<String>,
        from_name: impl Into<String>,
        from_email: impl Into<String>,
    ) -> Self {
        Self {
            name: name.into(),
            from_name: from_name.into(),
            from_email: from_email.into(),
            ..Model::blank()
        }
    }
}

/// How many are on a list.
#[derive(Clone)]
pub struct ListStats {
    /// How many are subscribed.
    pub subscribed: i64,
    /// How many are not any more.
    pub unsubscribed: i64,
    /// When something was last sent.
    pub last_sent_at: Nullable<Timestamp>,
}

record!(ListStats [0 "/definitions/ListStats"] {
    0 "subscribed" subscribed REQUIRED,
    1 "unsubscribed" unsubscribed REQUIRED,
    2 "last_sent_at" last_sent_at OPTIONAL,
});

/// A page of lists.
#[derive(Clone)]
pub struct MailingListPage {
    /// The lists of this page.
    pub items: Vec<MailingList>,
    /// How many there are in all.
    pub total: i32,
    /// How many were passed over.
    pub offset: i32,
}

record!(MailingListPage [0 "/definitions/MailingListPage"] {
    0 "items" items REQUIRED,
    1 "total" total REQUIRED,
    2 "offset" offset REQUIRED,
});
