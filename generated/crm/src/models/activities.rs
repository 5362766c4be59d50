//! Models of the operations tagged `activities`.

use turnbuckle_runtime::{record, string_enum, tagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

/// What kind of activity it is.
#[derive(Clone)]
pub enum ActivityKind {
    /// `call`.
    Call,
    /// `email`.
    Email,
    /// `meeting`.
    Meeting,
    /// `note`.
    Note,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(ActivityKind {
    Call "call",
    Email "email",
    Meeting "meeting",
    Note "note",
    ; Unknown
});

/// Something that happened with a contact; `kind` tells what.
#[derive(Clone, Debug, PartialEq)]
pub enum Activity {
    /// `CallActivity`.
    Call(CallActivity),
    /// `EmailActivity`.
    Email(EmailActivity),
    /// `MeetingActivity`.
    Meeting(MeetingActivity),
    /// `NoteActivity`.
    Note(NoteActivity),
    /// A value that fits none of them.
    Unknown(Value),
}

tagged_union!(Activity by "kind" {
    0 Call "call",
    1 Email "email",
    2 Meeting "meeting",
    3 Note "note",
    ; Unknown
});

impl From<CallActivity> for Activity {
    #[inline]
    fn from(value: CallActivity) -> Self {
        Self::Call(value)
    }
}

impl From<EmailActivity> for Activity {
    #[inline]
    fn from(value: EmailActivity) -> Self {
        Self::Email(value)
    }
}

impl From<MeetingActivity> for Activity {
    #[inline]
    fn from(value: MeetingActivity) -> Self {
        Self::Meeting(value)
    }
}

impl From<NoteActivity> for Activity {
    #[inline]
    fn from(value: NoteActivity) -> Self {
        Self::Note(value)
    }
}

/// A phone call.
#[derive(Clone)]
pub struct CallActivity {
    /// Identifies the activity. Set by the service.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// The contact it was with.
    pub contact_id: String,
    /// When it happened.
    pub happened_at: Timestamp,
    /// Always `call`.
    pub kind: CallActivityKind,
    /// Who called.
    pub direction: CallActivityDirection,
    /// How long it took.
    ///
    /// Valid: at least 0.
    pub duration_seconds: i32,
    /// How it ended.
    pub outcome: Nullable<CallActivityOutcome>,
}

record!(CallActivity [0 "/components/schemas/ActivityBase", 3 "/components/schemas/CallActivity/allOf/1", 7 "/components/schemas/CallActivity"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "contact_id" contact_id REQUIRED,
    2 "happened_at" happened_at REQUIRED,
    3 "kind" kind REQUIRED,
    4 "direction" direction REQUIRED,
    5 "duration_seconds" duration_seconds REQUIRED,
    6 "outcome" outcome OPTIONAL,
});

impl CallActivity {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        contact_id: impl Into<String>,
        happened_at: Timestamp,
        direction: CallActivityDirection,
        duration_seconds: i32,
    ) -> Self {
        Self {
            contact_id: contact_id.into(),
            happened_at,
            kind: CallActivityKind::Call,
            direction,
            duration_seconds,
            ..Model::blank()
        }
    }
}

/// An e-mail.
#[derive(Clone)]
pub struct EmailActivity {
    /// Identifies the activity. Set by the service.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// The contact it was with.
    pub contact_id: String,
    /// When it happened.
    pub happened_at: Timestamp,
    /// Always `email`.
    pub kind: EmailActivityKind,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: Nullable<String>,
    /// Whether it was opened.
    pub opened: Option<bool>,
}

record!(EmailActivity [0 "/components/schemas/ActivityBase", 3 "/components/schemas/EmailActivity/allOf/1", 7 "/components/schemas/EmailActivity"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "contact_id" contact_id REQUIRED,
    2 "happened_at" happened_at REQUIRED,
    3 "kind" kind REQUIRED,
    4 "subject" subject REQUIRED,
    5 "body" body OPTIONAL,
    6 "opened" opened OPTIONAL,
});

impl EmailActivity {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        contact_id: impl Into<String>,
        happened_at: Timestamp,
        subject: impl Into<String>,
    ) -> Self {
        Self {
            contact_id: contact_id.into(),
            happened_at,
            kind: EmailActivityKind::Email,
            subject: subject.into(),
            ..Model::blank()
        }
    }
}

/// A meeting.
#[derive(Clone)]
pub struct MeetingActivity {
    /// Identifies the activity. Set by the service.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// The contact it was with.
    pub contact_id: String,
    /// When it happened.
    pub happened_at: Timestamp,
    /// Always `meeting`.
    pub kind: MeetingActivityKind,
    /// When it ended.
    pub ends_at: Timestamp,
    /// Where it was.
    pub location: Nullable<String>,
    /// Who took part.
    pub attendees: Vec<String>,
}

record!(MeetingActivity [0 "/components/schemas/ActivityBase", 3 "/components/schemas/MeetingActivity/allOf/1", 7 "/components/schemas/MeetingActivity"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "contact_id" contact_id REQUIRED,
    2 "happened_at" happened_at REQUIRED,
    3 "kind" kind REQUIRED,
    4 "ends_at" ends_at REQUIRED,
    5 "location" location OPTIONAL,
    6 "attendees" attendees REQUIRED,
});

impl MeetingActivity {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        contact_id: impl Into<String>,
        happened_at: Timestamp,
        ends_at: Timestamp,
        attendees: Vec<String>,
    ) -> Self {
        Self {
            contact_id: contact_id.into(),
            happened_at,
            kind: MeetingActivityKind::Meeting,
            ends_at,
            attendees,
            ..Model::blank()
        }
    }
}

/// A note.
#[derive(Clone)]
pub struct NoteActivity {
    /// Identifies the activity. Set by the service.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// The contact it was with.
    pub contact_id: String,
    /// When it happened.
    pub happened_at: Timestamp,
    /// Always `note`.
    pub kind: NoteActivityKind,
    /// What it says.
    pub text: String,
    /// Whether it stays on top.
    ///
    /// Default: `false`.
    pub pinned: Option<bool>,
}

record!(NoteActivity [0 "/components/schemas/ActivityBase", 3 "/components/schemas/NoteActivity/allOf/1", 6 "/components/schemas/NoteActivity"] {
    0 "id" id REQUIRED | READ_ONLY,
    1 "contact_id" contact_id REQUIRED,
    2 "happened_at" happened_at REQUIRED,
    3 "kind" kind REQUIRED,
    4 "text" text REQUIRED,
    5 "pinned" pinned OPTIONAL,
});

impl NoteActivity {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        contact_id: impl Into<String>,
        happened_at: Timestamp,
        text: impl Into<String>,
    ) -> Self {
        Self {
            contact_id: contact_id.into(),
            happened_at,
            kind: NoteActivityKind::Note,
            text: text.into(),
            ..Model::blank()
        }
    }
}

/// A page of activities.
#[derive(Clone)]
pub struct ActivityPage {
    /// The activities of this page.
    pub data: Vec<Activity>,
    /// Where the next page begins; `null` on the last one.
    pub next_cursor: Option<String>,
}

record!(ActivityPage {
    0 "data" data REQUIRED,
    1 "next_cursor" next_cursor REQUIRED,
});

/// Always `call`.
#[derive(Clone)]
pub enum CallActivityKind {
    /// `call`.
    Call,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(CallActivityKind {
    Call "call",
    ; Unknown
});

/// Who called.
#[derive(Clone)]
pub enum CallActivityDirection {
    /// `inbound`.
    Inbound,
    /// `outbound`.
    Outbound,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(CallActivityDirection {
    Inbound "inbound",
    Outbound "outbound",
    ; Unknown
});

/// How it ended.
#[derive(Clone)]
pub enum CallActivityOutcome {
    /// `answered`.
    Answered,
    /// `voicemail`.
    Voicemail,
    /// `busy`.
    Busy,
    /// `no_answer`.
    NoAnswer,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(CallActivityOutcome {
    Answered "answered",
    Voicemail "voicemail",
    Busy "busy",
    NoAnswer "no_answer",
    ; Unknown
});

/// Always `email`.
#[derive(Clone)]
pub enum EmailActivityKind {
    /// `email`.
    Email,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(EmailActivityKind {
    Email "email",
    ; Unknown
});

/// Always `meeting`.
#[derive(Clone)]
pub enum MeetingActivityKind {
    /// `meeting`.
    Meeting,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(MeetingActivityKind {
    Meeting "meeting",
    ; Unknown
});

/// Always `note`.
#[derive(Clone)]
pub enum NoteActivityKind {
    /// `note`.
    Note,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(NoteActivityKind {
    Note "note",
    ; Unknown
});
