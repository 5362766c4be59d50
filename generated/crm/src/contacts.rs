//! Operations tagged `contacts`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::operation::Operation;

use super::models::{
    Contact, ContactCreate, ContactPage, ContactSearch, ContactUpdate, Lifecycle,
    Problem, ProblemOrValidationProblem, ProblemOrValidationProblemOrConflictProblem,
};
use super::Client;

/// People.
///
/// Obtain one with [`Client::contacts`].
#[derive(Clone, Copy, Debug)]
pub struct Contacts<'c>(pub(crate) &'c Client);

impl<'c> Contacts<'c> {
    /// List contacts
    ///
    /// Lists contacts, oldest first.
    ///
    /// `GET /contacts`
    ///
    /// In pages by a cursor in `cursor`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        params: &ListContacts,
    ) -> Call<'c, ContactPage, ProblemOrValidationProblem, Paged<Contact>> {
        self.0
            .inner
            .call(&LIST_CONTACTS)
            .query("cursor", &params.cursor)
            .query("limit", &params.limit)
            .query("tag", &params.tag)
            .query("lifecycle", &params.lifecycle)
            .query("updated_since", &params.updated_since)
    }

    /// Create a contact
    ///
    /// Creates a contact. No two contacts may have the same e-mail address.
    ///
    /// `POST /contacts`
    ///
    /// Headers of the answer: [`LOCATION`](super::headers::LOCATION), [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &ContactCreate,
    ) -> Call<'c, Contact, ProblemOrValidationProblemOrConflictProblem> {
        self.0.inner.call(&CREATE_CONTACT).body(body)
    }

    /// Search contacts
    ///
    /// Finds contacts by any combination of conditions. The conditions travel in the body, and so does the cursor:
    /// repeat the same body with `cursor` set to the `next_cursor` of the page before.
    ///
    /// `POST /contacts/search`
    ///
    /// In pages by a cursor in `cursor`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn search(
        &self,
        body: &ContactSearch,
    ) -> Call<'c, ContactPage, ProblemOrValidationProblem, Paged<Contact>> {
        self.0.inner.call(&SEARCH_CONTACTS).body(body)
    }

    /// Get a contact
    ///
    /// Returns one contact.
    ///
    /// `GET /contacts/{contact_id}`
    ///
    /// * `contact_id`: Which contact.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, contact_id: &str) -> Call<'c, Contact, Problem> {
        self.0.inner.call(&GET_CONTACT).path("contact_id", contact_id)
    }

    /// Delete a contact
    ///
    /// Deletes a contact and its activities. Its deals stay.
    ///
    /// `DELETE /contacts/{contact_id}`
    ///
    /// * `contact_id`: Which contact.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, contact_id: &str) -> Call<'c, (), Problem> {
        self.0.inner.call(&DELETE_CONTACT).path("contact_id", contact_id)
    }

    /// Change a contact
    ///
    /// Changes the fields that are given. `null` clears a field.
    ///
    /// `PATCH /contacts/{contact_id}`
    ///
    /// * `contact_id`: Which contact.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        contact_id: &str,
        body: &ContactUpdate,
    ) -> Call<'c, Contact, ProblemOrValidationProblemOrConflictProblem> {
        self.0.inner.call(&UPDATE_CONTACT).path("contact_id", contact_id).body(body)
    }
}

/// Optional parameters of [`Contacts::list`].
#[derive(Clone, Debug, Default)]
pub struct ListContacts {
    /// The `next_cursor` of the page before; leave it out for the first page.
    pub cursor: Option<String>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// Only contacts that have all of these tags. Repeat the parameter for several.
    ///
    /// Valid: at most 10 elements.
    pub tag: Vec<String>,
    /// Only contacts in this phase.
    pub lifecycle: Option<Lifecycle>,
    /// Only contacts changed at or after this time.
    pub updated_since: Option<Timestamp>,
}

static LIST_CONTACTS: Operation = Operation::new("listContacts", "GET", "/contacts")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/data",
        next: operation::NextPage::Cursor {
            param: "cursor",
            location: operation::ParamLocation::Query,
            cursor: "/next_cursor",
            more: "",
        },
    });

static CREATE_CONTACT: Operation = Operation::new("createContact", "POST", "/contacts")
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(409), 2),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    );

static SEARCH_CONTACTS: Operation = Operation::new(
        "searchContacts",
        "POST",
        "/contacts/search",
    )
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    )
    .pages(operation::Pages {
        items: "/data",
        next: operation::NextPage::Cursor {
            param: "cursor",
            location: operation::ParamLocation::Field,
            cursor: "/next_cursor",
            more: "",
        },
    })
    .cost(5);

static GET_CONTACT: Operation = Operation::new(
        "getContact",
        "GET",
        "/contacts/{contact_id}",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_CONTACT: Operation = Operation::new(
        "deleteContact",
        "DELETE",
        "/contacts/{contact_id}",
    )
    .accept("application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_CONTACT: Operation = Operation::new(
        "updateContact",
        "PATCH",
        "/contacts/{contact_id}",
    )
    .body("application/merge-patch+json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(409), 2),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    );
