//! Operations tagged `comments`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{Comment, CommentCreate, CommentPage, ErrorModel};
use super::Client;

/// What is said about a ticket.
///
/// Obtain one with [`Client::comments`].
#[derive(Clone, Copy, Debug)]
pub struct Comments<'c>(pub(crate) &'c Client);

impl<'c> Comments<'c> {
    /// List comments
    ///
    /// Lists what was said about a ticket, oldest first.
    ///
    /// `GET /tickets/{ticket_id}/comments`
    ///
    /// * `ticket_id`: Which ticket.
    ///
    /// In pages by the number `page`, as configured: `.items()` and `.rev_items()` go over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        ticket_id: i64,
        params: &ListComments,
    ) -> Call<'c, CommentPage, ErrorModel, Paged<Comment>> {
        self.0
            .inner
            .call(&LIST_COMMENTS)
            .path("ticket_id", &ticket_id)
            .query("page", &params.page)
            .query("per_page", &params.per_page)
    }

    /// Add a comment
    ///
    /// Says something about a ticket.
    ///
    /// `POST /tickets/{ticket_id}/comments`
    ///
    /// * `ticket_id`: Which ticket.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn add(
        &self,
        ticket_id: i64,
        body: &CommentCreate,
    ) -> Call<'c, Comment, ErrorModel> {
        self.0.inner.call(&ADD_COMMENT).path("ticket_id", &ticket_id).body(body)
    }

    /// Delete a comment
    ///
    /// Deletes a comment.
    ///
    /// `DELETE /tickets/{ticket_id}/comments/{comment_id}`
    ///
    /// * `ticket_id`: Which ticket.
    /// * `comment_id`: Which comment.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, ticket_id: i64, comment_id: i64) -> Call<'c, (), ErrorModel> {
        self.0
            .inner
            .call(&DELETE_COMMENT)
            .path("ticket_id", &ticket_id)
            .path("comment_id", &comment_id)
    }
}

/// Optional parameters of [`Comments::list`].
#[derive(Clone, Debug, Default)]
pub struct ListComments {
    /// Which page, from 1.
    ///
    /// Default: `1`.
    ///
    /// Valid: at least 1.
    pub page: Option<i32>,
    /// How many things a page holds.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub per_page: Option<i32>,
}

static LIST_COMMENTS: Operation = Operation::new(
        "listComments",
        "GET",
        "/tickets/{ticket_id}/comments",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/comments",
        next: operation::NextPage::Page {
            param: "page",
            location: operation::ParamLocation::Query,
            first: 1,
            size: "per_page",
            pages: "/total_pages",
            total: "",
            more: "",
        },
    })
    .total("/total");

static ADD_COMMENT: Operation = Operation::new(
        "addComment",
        "POST",
        "/tickets/{ticket_id}/comments",
    )
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_COMMENT: Operation = Operation::new(
        "deleteComment",
        "DELETE",
        "/tickets/{ticket_id}/comments/{comment_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );
