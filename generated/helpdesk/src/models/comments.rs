//! Models of the operations tagged `comments`.

use turnbuckle_runtime::record;
use turnbuckle_runtime::model::{Model, Nullable};

use super::{Author, Comment};

/// Something to say about a ticket.
#[derive(Clone)]
pub struct CommentCreate {
    /// What to say.
    ///
    /// Valid: at least 1 characters.
    pub text: String,
    /// Whether the requester sees it.
    ///
    /// Default: `true`.
    pub public: Option<bool>,
    /// `author`
    pub author: Option<Author>,
    /// The comment that it answers.
    pub reply_to_id: Nullable<i64>,
}

record!(CommentCreate [0 "schemas/comments.yaml#/CommentCreate"] {
    0 "text" text REQUIRED,
    1 "public" public OPTIONAL,
    2 "author" author OPTIONAL,
    3 "reply_to_id" reply_to_id OPTIONAL,
});

impl CommentCreate {
    /// Makes a value of what must be set.
    #[inline]
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Model::blank()
        }
    }
}

/// A page of comments.
#[derive(Clone)]
pub struct CommentPage {
    /// The number of this page, from 1.
    pub page: i32,
    /// How many things a page holds.
    pub per_page: i32,
    /// How many pages there are.
    pub total_pages: i32,
    /// How many things there are.
    pub total: i32,
    /// The comments of this page.
    pub comments: Vec<Comment>,
}

record!(CommentPage [0 "schemas/common.yaml#/PageInfo", 4 "schemas/comments.yaml#/CommentPage/allOf/1", 5 "schemas/comments.yaml#/CommentPage"] {
    0 "page" page REQUIRED,
    1 "per_page" per_page REQUIRED,
    2 "total_pages" total_pages REQUIRED,
    3 "total" total REQUIRED,
    4 "comments" comments REQUIRED,
});
