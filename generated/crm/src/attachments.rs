//! Operations tagged `attachments`.

use turnbuckle_runtime::{Call, Download, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{Attachment, AttachmentUpload, Problem, ProblemOrValidationProblem};
use super::Client;

/// Files that belong to a deal.
///
/// Obtain one with [`Client::attachments`].
#[derive(Clone, Copy, Debug)]
pub struct Attachments<'c>(pub(crate) &'c Client);

impl<'c> Attachments<'c> {
    /// List the attachments of a deal
    ///
    /// Lists the files of a deal. The list is short and comes whole.
    ///
    /// `GET /deals/{deal_id}/attachments`
    ///
    /// * `deal_id`: Which deal.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(&self, deal_id: &str) -> Call<'c, Vec<Attachment>, Problem> {
        self.0.inner.call(&LIST_ATTACHMENTS).path("deal_id", deal_id)
    }

    /// Attach a file to a deal
    ///
    /// Stores a file of at most 10 MB with a deal.
    ///
    /// `POST /deals/{deal_id}/attachments`
    ///
    /// * `deal_id`: Which deal.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn upload(
        &self,
        deal_id: &str,
        body: &AttachmentUpload,
    ) -> Call<'c, Attachment, ProblemOrValidationProblem> {
        self.0.inner.call(&UPLOAD_ATTACHMENT).path("deal_id", deal_id).body(body)
    }

    /// Download an attachment
    ///
    /// Returns the bytes of the file as they were uploaded.
    ///
    /// `GET /attachments/{attachment_id}/content`
    ///
    /// * `attachment_id`: Which attachment.
    ///
    /// Headers of the answer: [`CONTENT_DISPOSITION`](super::headers::CONTENT_DISPOSITION), [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn download(&self, attachment_id: &str) -> Call<'c, Download, Problem> {
        self.0.inner.call(&DOWNLOAD_ATTACHMENT).path("attachment_id", attachment_id)
    }

    /// Delete an attachment
    ///
    /// Deletes a file.
    ///
    /// `DELETE /attachments/{attachment_id}`
    ///
    /// * `attachment_id`: Which attachment.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, attachment_id: &str) -> Call<'c, (), Problem> {
        self.0.inner.call(&DELETE_ATTACHMENT).path("attachment_id", attachment_id)
    }
}

static LIST_ATTACHMENTS: Operation = Operation::new(
        "listAttachments",
        "GET",
        "/deals/{deal_id}/attachments",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPLOAD_ATTACHMENT: Operation = Operation::new(
        "uploadAttachment",
        "POST",
        "/deals/{deal_id}/attachments",
    )
    .body("multipart/form-data")
    .encodings(
        &[
            operation::Param::field("file")
                .content_type(
                    "application/pdf, image/png, text/plain, application/octet-stream",
                ),
            operation::Param::field("labels").content_type("application/json"),
        ],
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    );

static DOWNLOAD_ATTACHMENT: Operation = Operation::new(
        "downloadAttachment",
        "GET",
        "/attachments/{attachment_id}/content",
    )
    .accept("application/octet-stream, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_ATTACHMENT: Operation = Operation::new(
        "deleteAttachment",
        "DELETE",
        "/attachments/{attachment_id}",
    )
    .accept("application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );
