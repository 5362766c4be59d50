//! Operations tagged `items`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    Item, ItemInput, ItemPage, ItemQuery, Problem, ProblemOrStockProblem,
};
use super::Client;

/// The things themselves.
///
/// Obtain one with [`Client::items`].
#[derive(Clone, Copy, Debug)]
pub struct Items<'c>(pub(crate) &'c Client);

impl<'c> Items<'c> {
    /// List items
    ///
    /// Lists items by SKU.
    ///
    /// `GET /items`
    ///
    /// In pages by the URL at `/next`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(&self, params: &ListItems) -> Call<'c, ItemPage, Problem, Paged<Item>> {
        self.0
            .inner
            .call(&LIST_ITEMS)
            .query("page_token", &params.page_token)
            .query("limit", &params.limit)
            .query("category_id", &params.category_id)
    }

    /// Create an item
    ///
    /// Creates an item. No two items may have the same SKU.
    ///
    /// `POST /items`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(&self, body: &ItemInput) -> Call<'c, Item, ProblemOrStockProblem> {
        self.0.inner.call(&CREATE_ITEM).body(body)
    }

    /// Find items
    ///
    /// Finds items by conditions that are too long for a URL. Changes nothing.
    ///
    /// `QUERY /items`
    ///
    /// In pages by a cursor in `page_token`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn query(&self, body: &ItemQuery) -> Call<'c, ItemPage, Problem, Paged<Item>> {
        self.0.inner.call(&QUERY_ITEMS).body(body)
    }

    /// Get an item
    ///
    /// Returns one item.
    ///
    /// `GET /items/{sku}`
    ///
    /// * `sku`: Which item.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, sku: &str) -> Call<'c, Item, Problem> {
        self.0.inner.call(&GET_ITEM).path("sku", sku)
    }

    /// Replace an item
    ///
    /// Replaces what is known about an item. Its SKU stays.
    ///
    /// `PUT /items/{sku}`
    ///
    /// * `sku`: Which item.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn replace(&self, sku: &str, body: &ItemInput) -> Call<'c, Item, Problem> {
        self.0.inner.call(&REPLACE_ITEM).path("sku", sku).body(body)
    }

    /// Delete an item
    ///
    /// Deletes an item. Refused with `409` while there is stock of it.
    ///
    /// `DELETE /items/{sku}`
    ///
    /// * `sku`: Which item.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, sku: &str) -> Call<'c, (), ProblemOrStockProblem> {
        self.0.inner.call(&DELETE_ITEM).path("sku", sku)
    }
}

/// Optional parameters of [`Items::list`].
#[derive(Clone, Debug, Default)]
pub struct ListItems {
    /// Which page. Part of `next`; never made by hand.
    pub page_token: Option<String>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// Only items of this category.
    pub category_id: Option<String>,
}

static LIST_ITEMS: Operation = Operation::new("listItems", "GET", "/items")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/data",
        next: operation::NextPage::Url {
            url: "/next",
        },
    });

static CREATE_ITEM: Operation = Operation::new("createItem", "POST", "/items")
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static QUERY_ITEMS: Operation = Operation::new("queryItems", "QUERY", "/items")
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/data",
        next: operation::NextPage::Cursor {
            param: "page_token",
            location: operation::ParamLocation::Field,
            cursor: "/next_token",
            more: "",
        },
    });

static GET_ITEM: Operation = Operation::new("getItem", "GET", "/items/{sku}")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static REPLACE_ITEM: Operation = Operation::new("replaceItem", "PUT", "/items/{sku}")
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_ITEM: Operation = Operation::new("deleteItem", "DELETE", "/items/{sku}")
    .accept("application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 1),
            (operation::Status::Code(429), 0),
        ],
    );
