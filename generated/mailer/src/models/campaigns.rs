//! Models of the operations tagged `campaigns`.

use std::collections::BTreeMap;

use turnbuckle_runtime::{default_by_blank, record, string_enum, tagged_union};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable, Value};

/// What a mail says; `kind` tells how it is given.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// `HtmlContent`.
    Html(HtmlContent),
    /// `TemplateContent`.
    Template(TemplateContent),
    /// The parent's own properties, for a kind that is not listed.
    Base(ContentBase),
    /// A value that fits none of them.
    Unknown(Value),
}

tagged_union!(Content by "kind" {
    0 Html "HtmlContent",
    1 Template "TemplateContent",
    2 Base "Content",
    ; Unknown
} else 2);

impl From<HtmlContent> for Content {
    #[inline]
    fn from(value: HtmlContent) -> Self {
        Self::Html(value)
    }
}

impl From<TemplateContent> for Content {
    #[inline]
    fn from(value: TemplateContent) -> Self {
        Self::Template(value)
    }
}

impl From<ContentBase> for Content {
    #[inline]
    fn from(value: ContentBase) -> Self {
        Self::Base(value)
    }
}

/// Content written out.
#[derive(Clone)]
pub struct HtmlContent {
    /// How the content is given.
    pub kind: String,
    /// The line that is shown beside the subject.
    pub preview: Option<String>,
    /// The mail in HTML.
    pub html: String,
    /// The mail in plain text.
    pub text: Option<String>,
}

record!(HtmlContent [0 "/definitions/Content", 2 "/definitions/HtmlContent/allOf/1", 4 "/definitions/HtmlContent"] {
    0 "kind" kind REQUIRED,
    1 "preview" preview OPTIONAL,
    2 "html" html REQUIRED,
    3 "text" text OPTIONAL,
});

impl HtmlContent {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(html: impl Into<String>) -> Self {
        Self {
            kind: "HtmlContent".to_owned(),
            html: html.into(),
            ..Model::blank()
        }
    }
}

/// Content made from a template.
#[derive(Clone)]
pub struct TemplateContent {
    /// How the content is given.
    pub kind: String,
    /// The line that is shown beside the subject.
    pub preview: Option<String>,
    /// The template.
    pub template_id: String,
    /// What to fill in.
    pub variables: Option<BTreeMap<String, String>>,
}

record!(TemplateContent [0 "/definitions/Content", 2 "/definitions/TemplateContent/allOf/1", 4 "/definitions/TemplateContent"] {
    0 "kind" kind REQUIRED,
    1 "preview" preview OPTIONAL,
    2 "template_id" template_id REQUIRED,
    3 "variables" variables OPTIONAL,
});

impl TemplateContent {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(template_id: impl Into<String>) -> Self {
        Self {
            kind: "TemplateContent".to_owned(),
            template_id: template_id.into(),
            ..Model::blank()
        }
    }
}

/// Something to send, or that was sent.
#[derive(Clone)]
pub struct Campaign {
    /// Identifies the campaign.
    pub id: String,
    /// Whom it goes to.
    pub list_id: String,
    /// Its subject.
    pub subject: String,
    /// How far it is.
    pub status: CampaignStatus,
    /// `content`
    pub content: Content,
    /// When it is to be sent.
    pub send_at: Nullable<Timestamp>,
    /// When it was sent.
    ///
    /// Set by the server; not sent.
    pub sent_at: Nullable<Timestamp>,
    /// How many mails went out.
    pub emails_sent: i64,
    /// When it was created.
    pub created_at: Timestamp,
}

record!(Campaign [0 "/definitions/Campaign"] {
    0 "id" id REQUIRED,
    1 "list_id" list_id REQUIRED,
    2 "subject" subject REQUIRED,
    3 "status" status REQUIRED,
    4 "content" content REQUIRED,
    5 "send_at" send_at OPTIONAL,
    6 "sent_at" sent_at OPTIONAL | READ_ONLY,
    7 "emails_sent" emails_sent REQUIRED,
    8 "created_at" created_at REQUIRED,
});

/// A campaign to draft.
#[derive(Clone)]
pub struct CampaignInput {
    /// Whom it goes to.
    pub list_id: String,
    /// Its subject.
    ///
    /// Valid: at least 1 characters.
    pub subject: String,
    /// `content`
    pub content: Content,
    /// When it is to be sent.
    pub send_at: Nullable<Timestamp>,
}

record!(CampaignInput [0 "/definitions/CampaignInput"] {
    0 "list_id" list_id REQUIRED,
    1 "subject" subject REQUIRED,
    2 "content" content REQUIRED,
    3 "send_at" send_at OPTIONAL,
});

impl CampaignInput {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(
        list_id: impl Into<String>,
        subject: impl Into<String>,
        content: Content,
    ) -> Self {
        Self {
            list_id: list_id.into(),
            subject: subject.into(),
            content,
            ..Model::blank()
        }
    }
}

/// Changes to a campaign.
#[derive(Clone)]
pub struct CampaignUpdate {
    /// Its subject.
    ///
    /// Valid: at least 1 characters.
    pub subject: Option<String>,
    /// `content`
    pub content: Option<Content>,
    /// When it is to be sent.
    pub send_at: Nullable<Timestamp>,
}

record!(CampaignUpdate [0 "/definitions/CampaignUpdate"] {
    0 "subject" subject OPTIONAL,
    1 "content" content OPTIONAL,
    2 "send_at" send_at OPTIONAL,
});

default_by_blank!(CampaignUpdate);

/// What became of a campaign.
#[derive(Clone)]
pub struct Report {
    /// The campaign.
    pub campaign_id: String,
    /// How many, by figure.
    pub figures: BTreeMap<String, i64>,
}

record!(Report [0 "/definitions/Report"] {
    0 "campaign_id" campaign_id REQUIRED,
    1 "figures" figures REQUIRED,
});

/// What a mail says; `kind` tells how it is given.
#[derive(Clone)]
pub struct ContentBase {
    /// How the content is given.
    pub kind: String,
    /// The line that is shown beside the subject.
    pub preview: Option<String>,
}

record!(ContentBase [0 "/definitions/Content"] {
    0 "kind" kind REQUIRED,
    1 "preview" preview OPTIONAL,
});

impl ContentBase {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(kind: impl Into<String>) -> Self {
        Self {
            kind: kind.into(),
            ..Model::blank()
        }
    }
}

/// How far it is.
#[derive(Clone)]
pub enum CampaignStatus {
    /// `draft`.
    Draft,
    /// `scheduled`.
    Scheduled,
    /// `sent`.
    Sent,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(CampaignStatus {
    Draft "draft",
    Scheduled "scheduled",
    Sent "sent",
    ; Unknown
});

/// `CampaignStatus`, by another name.
pub type ListCampaignsStatusItem = CampaignStatus;

/// Schedule
///
/// When to send.
#[derive(Clone)]
pub struct ScheduleCampaignBody {
    /// When to send.
    pub send_at: Timestamp,
}

record!(ScheduleCampaignBody [0 "/paths/~1campaigns~1{campaign_id}~1schedule/post/parameters/0/schema"] {
    0 "send_at" send_at REQUIRED,
});

impl ScheduleCampaignBody {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(send_at: Timestamp) -> Self {
        Self { send_at }
    }
}

/// One of a list of values: `GetReportsMetric`.
#[derive(Clone)]
pub enum GetReportsMetric {
    /// `sent`.
    Sent,
    /// `opened`.
    Opened,
    /// `clicked`.
    Clicked,
    /// `bounced`.
    Bounced,
    /// `unsubscribed`.
    Unsubscribed,
    /// A value that the document does not list.
    Unknown(String),
}

string_enum!(GetReportsMetric {
    Sent "sent",
    Opened "opened",
    Clicked "clicked",
    Bounced "bounced",
    Unsubscribed "unsubscribed",
    ; Unknown
});
