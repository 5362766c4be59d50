//! Operations tagged `categories`.

use turnbuckle_runtime::{Call, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{Category, CategoryInput, Problem, ProblemOrStockProblem};
use super::Client;

/// How items are sorted.
///
/// Obtain one with [`Client::categories`].
#[derive(Clone, Copy, Debug)]
pub struct Categories<'c>(pub(crate) &'c Client);

impl<'c> Categories<'c> {
    /// List categories
    ///
    /// Returns the whole tree of categories.
    ///
    /// `GET /categories`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(&self) -> Call<'c, Vec<Category>, Problem> {
        self.0.inner.call(&LIST_CATEGORIES)
    }

    /// Create a category
    ///
    /// Creates a category under another, or at the root.
    ///
    /// `POST /categories`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &CategoryInput,
    ) -> Call<'c, Category, ProblemOrStockProblem> {
        self.0.inner.call(&CREATE_CATEGORY).body(body)
    }

    /// Get a category
    ///
    /// Returns one category with all below it.
    ///
    /// `GET /categories/{category_id}`
    ///
    /// * `category_id`: Which category.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, category_id: &str) -> Call<'c, Category, Problem> {
        self.0.inner.call(&GET_CATEGORY).path("category_id", category_id)
    }
}

static LIST_CATEGORIES: Operation = Operation::new(
        "listCategories",
        "GET",
        "/categories",
    )
    .accept("application/json, application/problem+json")
    .errors(&[(operation::Status::Code(401), 0), (operation::Status::Code(429), 0)]);

static CREATE_CATEGORY: Operation = Operation::new(
        "createCategory",
        "POST",
        "/categories",
    )
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

static GET_CATEGORY: Operation = Operation::new(
        "getCategory",
        "GET",
        "/categories/{category_id}",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );
