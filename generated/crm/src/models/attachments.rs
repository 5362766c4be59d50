//! Models of the operations tagged `attachments`.

use turnbuckle_runtime::{FilePart, record};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::model::{Model, Nullable};

/// A file that belongs to a deal.
#[derive(Clone)]
pub struct Attachment {
    /// Identifies the attachment.
    ///
    /// Set by the server; not sent.
    pub id: String,
    /// The deal it belongs to.
    pub deal_id: String,
    /// The name it was uploaded under.
    pub file_name: String,
    /// Its media type.
    pub content_type: String,
    /// How many bytes it has.
    ///
    /// Valid: at least 0.
    pub size: i64,
    /// What it is.
    pub title: Nullable<String>,
    /// Free labels.
    pub labels: Vec<String>,
    /// When it was uploaded.
    ///
    /// Set by the server; not sent.
    pub created_at: Timestamp,
}

record!(Attachment {
    0 "id" id REQUIRED | READ_ONLY,
    1 "deal_id" deal_id REQUIRED,
    2 "file_name" file_name REQUIRED,
    3 "content_type" content_type REQUIRED,
    4 "size" size REQUIRED,
    5 "title" title OPTIONAL,
    6 "labels" labels REQUIRED,
    7 "created_at" created_at REQUIRED | READ_ONLY,
});

/// A file to store.
#[derive(Clone)]
pub struct AttachmentUpload {
    /// The file.
    pub file: FilePart,
    /// What it is.
    pub title: Option<String>,
    /// Free labels, as a JSON array.
    pub labels: Option<Vec<String>>,
}

record!(AttachmentUpload {
    0 "file" file REQUIRED,
    1 "title" title OPTIONAL,
    2 "labels" labels OPTIONAL,
});

impl AttachmentUpload {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(file: FilePart) -> Self {
        Self { file, ..Model::blank() }
    }
}
