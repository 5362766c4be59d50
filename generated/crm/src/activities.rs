//! Operations tagged `activities`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::operation::Operation;

use super::models::{
    Activity, ActivityKind, ActivityPage, Problem, ProblemOrValidationProblem,
};
use super::Client;

/// Calls, e-mails, meetings and notes.
///
/// Obtain one with [`Client::activities`].
#[derive(Clone, Copy, Debug)]
pub struct Activities<'c>(pub(crate) &'c Client);

impl<'c> Activities<'c> {
    /// List the activities of a contact
    ///
    /// Lists what happened with a contact, latest first.
    ///
    /// `GET /contacts/{contact_id}/activities`
    ///
    /// * `contact_id`: Which contact.
    ///
    /// In pages by a cursor in `cursor`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list_contact_activities(
        &self,
        contact_id: &str,
        params: &ListContactActivities,
    ) -> Call<'c, ActivityPage, Problem, Paged<Activity>> {
        self.0
            .inner
            .call(&LIST_CONTACT_ACTIVITIES)
            .path("contact_id", contact_id)
            .query("cursor", &params.cursor)
            .query("limit", &params.limit)
            .query("kind", &params.kind)
    }

    /// Record an activity
    ///
    /// Records a call, an e-mail, a meeting or a note.
    ///
    /// `POST /activities`
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn create(
        &self,
        body: &Activity,
    ) -> Call<'c, Activity, ProblemOrValidationProblem> {
        self.0.inner.call(&CREATE_ACTIVITY).body(body)
    }

    /// Get an activity
    ///
    /// Returns one activity.
    ///
    /// `GET /activities/{activity_id}`
    ///
    /// * `activity_id`: Which activity.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, activity_id: &str) -> Call<'c, Activity, Problem> {
        self.0.inner.call(&GET_ACTIVITY).path("activity_id", activity_id)
    }

    /// Delete an activity
    ///
    /// Deletes an activity.
    ///
    /// `DELETE /activities/{activity_id}`
    ///
    /// * `activity_id`: Which activity.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn delete(&self, activity_id: &str) -> Call<'c, (), Problem> {
        self.0.inner.call(&DELETE_ACTIVITY).path("activity_id", activity_id)
    }
}

/// Optional parameters of [`Activities::list_contact_activities`].
#[derive(Clone, Debug, Default)]
pub struct ListContactActivities {
    /// The `next_cursor` of the page before; leave it out for the first page.
    pub cursor: Option<String>,
    /// How many at most.
    ///
    /// Default: `10`.
    ///
    /// Valid: at least 1, at most 100.
    pub limit: Option<i32>,
    /// Only activities of these kinds, separated by commas.
    pub kind: Vec<ActivityKind>,
}

static LIST_CONTACT_ACTIVITIES: Operation = Operation::new(
        "listContactActivities",
        "GET",
        "/contacts/{contact_id}/activities",
    )
    .params(&[operation::Param::query("kind").style(operation::ParamStyle::Form, false)])
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
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

static CREATE_ACTIVITY: Operation = Operation::new(
        "createActivity",
        "POST",
        "/activities",
    )
    .body("application/json")
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(422), 1),
            (operation::Status::Code(429), 0),
        ],
    );

static GET_ACTIVITY: Operation = Operation::new(
        "getActivity",
        "GET",
        "/activities/{activity_id}",
    )
    .accept("application/json, application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static DELETE_ACTIVITY: Operation = Operation::new(
        "deleteActivity",
        "DELETE",
        "/activities/{activity_id}",
    )
    .accept("application/problem+json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );
