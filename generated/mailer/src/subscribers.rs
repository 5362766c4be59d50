//! Operations tagged `subscribers`.

use turnbuckle_runtime::{Call, Paged, operation};
use turnbuckle_runtime::jiff::Timestamp;
use turnbuckle_runtime::operation::Operation;

use super::models::{
    ErrorModel, Import, ImportSubscribersBody, ListSubscribersStatusItem, Subscriber,
    SubscriberInput, SubscriberPage, SubscriberUpdate, UnsubscribeBody,
};
use super::Client;

/// Those who are on a list.
///
/// Obtain one with [`Client::subscribers`].
#[derive(Clone, Copy, Debug)]
pub struct Subscribers<'c>(pub(crate) &'c Client);

impl<'c> Subscribers<'c> {
    /// List subscribers
    ///
    /// Lists those on a list, in the order in which they came.
    ///
    /// `GET /lists/{list_id}/subscribers`
    ///
    /// * `list_id`: Which list.
    ///
    /// In pages by the offset `offset`, as configured: `.items()` goes over the pages.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn list(
        &self,
        list_id: &str,
        params: &ListSubscribers,
    ) -> Call<'c, SubscriberPage, ErrorModel, Paged<Subscriber>> {
        self.0
            .inner
            .call(&LIST_SUBSCRIBERS)
            .path("list_id", list_id)
            .query("offset", &params.offset)
            .query("limit", &params.limit)
            .query("status", &params.status)
            .query("tag", &params.tag)
            .query("since_changed", &params.since_changed)
    }

    /// Add a subscriber
    ///
    /// Puts someone on a list. Refused with `409` where the address is on it already.
    ///
    /// `POST /lists/{list_id}/subscribers`
    ///
    /// * `list_id`: Which list.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn add(
        &self,
        list_id: &str,
        body: &SubscriberInput,
    ) -> Call<'c, Subscriber, ErrorModel> {
        self.0.inner.call(&ADD_SUBSCRIBER).path("list_id", list_id).body(body)
    }

    /// Get a subscriber
    ///
    /// Returns one subscriber.
    ///
    /// `GET /lists/{list_id}/subscribers/{email}`
    ///
    /// * `list_id`: Which list.
    /// * `email`: The address of the subscriber.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn get(&self, list_id: &str, email: &str) -> Call<'c, Subscriber, ErrorModel> {
        self.0.inner.call(&GET_SUBSCRIBER).path("list_id", list_id).path("email", email)
    }

    /// Add or replace a subscriber
    ///
    /// Puts someone on a list, or replaces what is known about them where they are on it already.
    ///
    /// `PUT /lists/{list_id}/subscribers/{email}`
    ///
    /// * `list_id`: Which list.
    /// * `email`: The address of the subscriber.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn put(
        &self,
        list_id: &str,
        email: &str,
        body: &SubscriberInput,
    ) -> Call<'c, Subscriber, ErrorModel> {
        self.0
            .inner
            .call(&PUT_SUBSCRIBER)
            .path("list_id", list_id)
            .path("email", email)
            .body(body)
    }

    /// Remove a subscriber
    ///
    /// Takes someone off a list for good.
    ///
    /// `DELETE /lists/{list_id}/subscribers/{email}`
    ///
    /// * `list_id`: Which list.
    /// * `email`: The address of the subscriber.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn remove(&self, list_id: &str, email: &str) -> Call<'c, (), ErrorModel> {
        self.0
            .inner
            .call(&REMOVE_SUBSCRIBER)
            .path("list_id", list_id)
            .path("email", email)
    }

    /// Change a subscriber
    ///
    /// Changes the fields that are given.
    ///
    /// `PATCH /lists/{list_id}/subscribers/{email}`
    ///
    /// * `list_id`: Which list.
    /// * `email`: The address of the subscriber.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn update(
        &self,
        list_id: &str,
        email: &str,
        body: &SubscriberUpdate,
    ) -> Call<'c, Subscriber, ErrorModel> {
        self.0
            .inner
            .call(&UPDATE_SUBSCRIBER)
            .path("list_id", list_id)
            .path("email", email)
            .body(body)
    }

    /// Unsubscribe an address
    ///
    /// Notes that someone wants no more mail. They stay on the list as unsubscribed.
    ///
    /// `POST /lists/{list_id}/unsubscribe`
    ///
    /// * `list_id`: Which list.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn unsubscribe(
        &self,
        list_id: &str,
        body: &UnsubscribeBody,
    ) -> Call<'c, Subscriber, ErrorModel> {
        self.0.inner.call(&UNSUBSCRIBE).path("list_id", list_id).body(body)
    }

    /// Import subscribers from a file
    ///
    /// Puts everyone in a CSV file on a list. The first line names the columns; `email` must be one of them.
    ///
    /// `POST /lists/{list_id}/imports`
    ///
    /// * `list_id`: Which list.
    ///
    /// Headers of the answer: [`RETRY_AFTER`](super::headers::RETRY_AFTER), [`WWW_AUTHENTICATE`](super::headers::WWW_AUTHENTICATE).
    #[inline]
    pub fn import(
        &self,
        list_id: &str,
        body: &ImportSubscribersBody,
    ) -> Call<'c, Import, ErrorModel> {
        self.0.inner.call(&IMPORT_SUBSCRIBERS).path("list_id", list_id).body(body)
    }
}

/// Optional parameters of [`Subscribers::list`].
#[derive(Clone, Debug, Default)]
pub struct ListSubscribers {
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
    /// Only subscribers in one of these states.
    pub status: Vec<ListSubscribersStatusItem>,
    /// Only subscribers who have all of these tags.
    pub tag: Vec<String>,
    /// Only subscribers changed at or after this time.
    pub since_changed: Option<Timestamp>,
}

static LIST_SUBSCRIBERS: Operation = Operation::new(
        "listSubscribers",
        "GET",
        "/lists/{list_id}/subscribers",
    )
    .params(
        &[operation::Param::query("status").style(operation::ParamStyle::Form, false)],
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
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

static ADD_SUBSCRIBER: Operation = Operation::new(
        "addSubscriber",
        "POST",
        "/lists/{list_id}/subscribers",
    )
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

static GET_SUBSCRIBER: Operation = Operation::new(
        "getSubscriber",
        "GET",
        "/lists/{list_id}/subscribers/{email}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static PUT_SUBSCRIBER: Operation = Operation::new(
        "putSubscriber",
        "PUT",
        "/lists/{list_id}/subscribers/{email}",
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

static REMOVE_SUBSCRIBER: Operation = Operation::new(
        "removeSubscriber",
        "DELETE",
        "/lists/{list_id}/subscribers/{email}",
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static UPDATE_SUBSCRIBER: Operation = Operation::new(
        "updateSubscriber",
        "PATCH",
        "/lists/{list_id}/subscribers/{email}",
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

static UNSUBSCRIBE: Operation = Operation::new(
        "unsubscribe",
        "POST",
        "/lists/{list_id}/unsubscribe",
    )
    .body("application/x-www-form-urlencoded")
    .encodings(
        &[
            operation::Param::field("campaign_ids")
                .style(operation::ParamStyle::Form, false),
        ],
    )
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );

static IMPORT_SUBSCRIBERS: Operation = Operation::new(
        "importSubscribers",
        "POST",
        "/lists/{list_id}/imports",
    )
    .body("multipart/form-data")
    .encodings(&[operation::Param::field("tags")])
    .accept("application/json")
    .errors(
        &[
            (operation::Status::Code(401), 0),
            (operation::Status::Code(404), 0),
            (operation::Status::Code(422), 0),
            (operation::Status::Code(429), 0),
        ],
    );
