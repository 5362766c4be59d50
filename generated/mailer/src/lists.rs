//! Operations tagged `lists`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{ErrorModel, MailingList, MailingListInput, MailingListPage};
use super::Client;

/// Mailing lists.
///
/// Obtain one with [`Client::lists`].
#[derive(Clone, Copy, Debug)]
pub struct Lists<'c>(pub(crate) &'c Client);

impl<'c> Lists<'c> {
    /// List mailing lists
    ///
    /// Lists mailing lists by name.
    ///
    /// `GET /lists`
    ///
    /// In pages by the offset `offset`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListLists,
    ) -> Call<'c, MailingListPage, ErrorModel, Paged<MailingList>> {
        self.0
            .inner
            .call(&LIST_LISTS)
            .query("offset", &params.offset)
            .query("limit", &params.limit)
            .query("fields", &params.fields)
    }

    /// Create a mailing list
    ///
    /// Creates a mailing list.
    ///
    /// `POST /lists`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(&self, body: &MailingListInput) -> Call<'c, MailingList, ErrorModel> {
        self.0.inner.call(&CREATE_LIST).body(body)
    }

    /// Get a mailing list
    ///
    /// Returns one mailing list.
    ///
    /// `GET /lists/{list_id}`
    ///
    /// * `list_id`: Which list.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, list_id: &str) -> Call<'c, MailingList, ErrorModel> {
        self.0.inner.call(&GET_LIST).path("list_id", list_id)
    }

    /// Replace a mailing list
    ///
    /// Replaces the settings of a mailing list.
    ///
    /// `PUT /lists/{list_id}`
    ///
    /// * `list_id`: Which list.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        list_id: &str,
        body: &MailingListInput,
    ) -> Call<'c, MailingList, ErrorModel> {
        self.0.inner.call(&UPDATE_LIST).path("list_id", list_id).body(body)
    }

    /// Delete a mailing list
    ///
    /// Deletes a mailing list with everyone on it.
    ///
    /// `DELETE /lists/{list_id}`
    ///
    /// * `list_id`: Which list.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, list_id: &str) -> Call<'c, (), ErrorModel> {
        self.0.inner.call(&DELETE_LIST).path("list_id", list_id)
    }
}

/// Optional parameters of [`Lists::list`].
#[derive(Clone, Debug, Default)]
pub struct ListLists {
    /// How many to pass over.
    ///
    /// Default: `0`.
    ///
    /// Valid: at least 0.
    pub offset: Option<i32>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// Only these fields of each list; all where it is left out.
    pub fields: Vec<String>,
}

static LIST_LISTS: Operation = Operation::new("listLists", "GET", "/lists")
    .params(
        &[operation::Param::query("fields").style(operation::ParamStyle::Form, false)],
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/items",
        next: operation::NextPage::Offset {
            param: "offset",
            location: operation::ParamLocation::Query,
            limit: "limit",
            total: "/total",
            more: "",
        },
    });

static CREATE_LIST: Operation = Operation::new("createList", "POST", "/lists")
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_LIST: Operation = Operation::new("getList", "GET", "/lists/{list_id}")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_LIST: Operation = Operation::new("updateList", "PUT", "/lists/{list_id}")
    .body("application/json")
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_LIST: Operation = Operation::new(
        "deleteList",
        "DELETE",
        "/lists/{list_id}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );
