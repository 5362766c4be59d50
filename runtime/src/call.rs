//! A call: an operation, the values for it, and what the user overrides.
//!
//! The typed part is a shell: everything happens in one function that knows neither the success's type nor the error's.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use crate::body::Body;
use crate::client::Client;
use crate::error::{Error, Failure, Kind};
use crate::governor::Lane;
use crate::limits::Limits;
use crate::model::{Argument, Model, Value};
use crate::operation::Operation;
use crate::output::{ErrorBody, Mode, Output};
use crate::page::{Items, Pages, Position};
use crate::panics::guarded;
use crate::redact::Cloak;
use crate::request::{Options, Request};
use crate::response::{Answer, AnswerBody, RawResponse, Response};
use crate::retry::Retry;
use crate::send::{Redirects, execute, execute_again};
use crate::transport::BoxFuture;

/// Says that the answer is a page of items of a type, and that there are calls for the other pages.
pub struct Paged<I>(PhantomData<fn() -> I>);

/// A call that has not been sent. It is sent by `.await`, which gives the body, or by [`send`](Self::send), which gives status
/// and headers, too.
#[must_use = "a call does nothing until it is awaited"]
pub struct Call<'c, T, E = Value, P = ()> {
    client: &'c Client,
    /// Boxed, because each method moves the call.
    request: Box<Request>,
    types: Types<T, E, P>,
}

/// Types that are only named.
type Types<T, E, P> = PhantomData<fn() -> (T, E, P)>;

impl<'c, T, E, P> Call<'c, T, E, P> {
    pub(crate) fn new(client: &'c Client, op: &'static Operation) -> Self {
        let request = Request::new(op);
        #[cfg(feature = "validate")]
        let request = request.checked(client.inner().settings.rules);
        Self { client, request: Box::new(request), types: PhantomData }
    }

    /// Sets a path parameter.
    pub fn path(mut self, name: &'static str, value: &(impl Argument + ?Sized)) -> Self {
        self.request.add_path(name, value.view());
        self
    }

    /// Adds a query parameter. One that the document does not declare is encoded in the default style: a list repeats the name, a
    /// map stands for its entries.
    pub fn query(mut self, name: &'static str, value: &(impl Argument + ?Sized)) -> Self {
        self.request.add_query(name, value.view());
        self
    }

    /// Sets a header.
    pub fn header(mut self, name: &'static str, value: &(impl Argument + ?Sized)) -> Self {
        self.request.add_header(name, value.view());
        self
    }

    /// Adds a cookie.
    pub fn cookie(mut self, name: &'static str, value: &(impl Argument + ?Sized)) -> Self {
        self.request.add_cookie(name, value.view());
        self
    }

    /// Sets the body, written as the operation's media type says.
    pub fn body(mut self, value: &(impl Argument + ?Sized)) -> Self {
        let media_type = self.request.op.body;
        self.request.set_body(if media_type.is_empty() { "application/json" } else { media_type }, value.view());
        self
    }

    /// Sets the body, written as a media type says: JSON and its relatives, XML, `application/x-www-form-urlencoded`, multipart types and
    /// text.
    pub fn body_as(mut self, media_type: &str, value: &(impl Argument + ?Sized)) -> Self {
        self.request.set_body(media_type, value.view());
        self
    }

    /// Sets the body like [`body`](Self::body) where there is one.
    pub fn optional_body(self, value: Option<&(impl Argument + ?Sized)>) -> Self {
        match value {
            Some(value) => self.body(value),
            None => self,
        }
    }

    /// Sets the body like [`body_as`](Self::body_as) where there is one.
    pub fn optional_body_as(self, media_type: &str, value: Option<&(impl Argument + ?Sized)>) -> Self {
        match value {
            Some(value) => self.body_as(media_type, value),
            None => self,
        }
    }

    /// Adds a header to the part of a multipart body that holds a property, or to each part of a list. The body is set before.
    pub fn part_header(mut self, part: &str, name: &str, value: &(impl Argument + ?Sized)) -> Self {
        self.request.add_part_header(part, name, value.view());
        self
    }

    /// Sets a body that is sent as it is, with the operation's media type.
    pub fn stream_body(mut self, body: impl Into<Body>) -> Self {
        self.request.set_stream(self.request.op.body, body.into());
        self
    }

    /// Sets a body that is sent as it is, with a media type.
    pub fn stream_body_as(mut self, media_type: &str, body: impl Into<Body>) -> Self {
        self.request.set_stream(media_type, body.into());
        self
    }

    /// Asks for the answer in a media type, in place of those that the operation names in `Accept`.
    pub fn accept(self, media_type: &str) -> Self {
        self.header("Accept", media_type)
    }

    /// Says that the body is of a media type, in place of the operation's: a JPEG, for example, where any image is taken.
    pub fn content_type(self, media_type: &str) -> Self {
        self.header("Content-Type", media_type)
    }

    /// Reads the answer as another type: a model that the document does not declare, a [`Download`](crate::Download), `()`.
    pub fn read_as<U>(self) -> Call<'c, U, E> {
        Call { client: self.client, request: self.request, types: PhantomData }
    }

    /// Sets how long the call may take, all attempts and waiting times included. Default: the client's.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.options.timeout = Some(timeout);
        self
    }

    /// Sets how long one attempt may take. Default: the client's.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.request.options.attempt_timeout = Some(timeout);
        self
    }

    /// Sets when the request is sent again. Default: the client's.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.request.options.retry = Some(retry);
        self
    }

    /// Sets what becomes of redirects. Default: the client's.
    pub fn redirects(mut self, redirects: Redirects) -> Self {
        self.request.options.redirects = Some(redirects);
        self
    }

    /// Sets which calls go before this one where calls have to wait. Default: the client's.
    pub fn lane(mut self, lane: Lane) -> Self {
        self.request.options.lane = Some(lane);
        self
    }

    /// Sets the idempotency key, sent with every attempt. Default: a random one where the operation takes one.
    pub fn idempotency_key(mut self, key: impl Into<String>) -> Self {
        self.request.options.idempotency_key = Some(key.into());
        self
    }

    /// Sets the base URL: absolute, `http` or `https`, without user, query and fragment. Credentials are sent there. Default: the
    /// operation's or the client's.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.request.options.base_url = Some(url.into());
        self
    }

    /// Sets how large a body that is read whole may be. Default: the client's.
    pub fn max_response_bytes(mut self, bytes: u64) -> Self {
        self.request.options.max_response_bytes = Some(bytes);
        self
    }

    pub(crate) fn parts(&self) -> (&'c Client, &Request) {
        (self.client, &self.request)
    }

    pub(crate) fn options(&mut self) -> &mut Options {
        &mut self.request.options
    }

    /// Sends the request and returns the response as it came, whatever its status. Of the body of an error, the first 1 MiB is kept.
    pub async fn raw(self) -> Result<RawResponse, Error<E>>
    where
        E: ErrorBody,
    {
        match raw(self.client, self.request).await {
            Ok(response) => Ok(response),
            Err(failure) => Err(Error::new(failure)),
        }
    }
}

impl<'c, T: Model, E, P> Call<'c, T, E, P> {
    /// Takes an answer without a body as `None`: a 204, for example, that the document does not declare.
    pub fn optional(self) -> Call<'c, Option<T>, E> {
        self.read_as()
    }
}

impl<'c, T: Output, E: ErrorBody, P> Call<'c, T, E, P> {
    /// Sends the request and returns the body with status and headers.
    pub fn send(self) -> Sending<'c, T, E> {
        let inner: BoxFuture<'c, _> = match T::MODE {
            Mode::Events => Box::pin(execute_again(self.client, self.request)),
            Mode::Buffer | Mode::Stream => Box::pin(execute(self.client.inner(), self.request, T::MODE)),
        };
        Sending { inner, types: PhantomData }
    }
}

impl<T: Model, I: Model, E: ErrorBody> Call<'_, T, E, Paged<I>> {
    /// Returns the items of all pages, from this one on.
    pub fn items(self) -> Items<T, I, E> {
        Items::new(self.pages())
    }

    /// Returns all pages, from this one on.
    pub fn pages(self) -> Pages<T, E> {
        Pages::new(self.client.clone(), *self.request, false)
    }

    /// Returns the items of this page and all before it, the last first. Where the vendor goes forwards only, the stream is one error
    /// ([`PageFault::OneWay`](crate::page::PageFault::OneWay)).
    pub fn rev_items(self) -> Items<T, I, E> {
        Items::new(self.rev_pages())
    }

    /// Returns this page and all before it, the last first; the items of each are in the vendor's order. Where the vendor goes forwards
    /// only, the stream is one error ([`PageFault::OneWay`](crate::page::PageFault::OneWay)).
    pub fn rev_pages(self) -> Pages<T, E> {
        Pages::new(self.client.clone(), *self.request, true)
    }

    /// Goes on where [`Items::position`] or [`Pages::position`] was taken. Filters are those of this call.
    pub fn resume(mut self, position: &Position) -> Self {
        position.apply(&mut self.request);
        self
    }
}

impl<'c, T: Output + 'c, E: ErrorBody + 'c, P> IntoFuture for Call<'c, T, E, P> {
    type Output = Result<T, Error<E>>;
    type IntoFuture = Receiving<'c, T, E>;

    fn into_future(self) -> Self::IntoFuture {
        Receiving(self.send())
    }
}

impl<T, E, P> fmt::Debug for Call<'_, T, E, P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &self.request.op.id).finish_non_exhaustive()
    }
}

async fn raw(client: &Client, request: Box<Request>) -> Result<RawResponse, Box<Failure>> {
    match execute(client.inner(), request, Mode::Stream).await {
        Ok(answer) => Ok(RawResponse::new(answer)),
        Err(mut failure) => match failure.answer.take().filter(|_| failure.kind == Kind::Status) {
            Some(answered) => Ok(RawResponse::new(Answer {
                op: failure.op,
                status: answered.status,
                headers: answered.headers,
                url: http::Uri::default(),
                body: AnswerBody::Bytes(answered.body),
                attempts: failure.attempts,
                idle: None,
                limits: Limits::default(),
                reopen: None,
                tolerance: None,
                cloak: Cloak::default(),
            })),
            None => Err(failure),
        },
    }
}

/// A call on its way, for the body with status and headers.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Sending<'c, T, E> {
    inner: BoxFuture<'c, Result<Answer, Box<Failure>>>,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T: Output, E: ErrorBody> Future for Sending<'_, T, E> {
    type Output = Result<Response<T>, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let result = ready!(self.inner.as_mut().poll(cx));
        Poll::Ready(typed(result).map_err(Error::new))
    }
}

/// Reads an answer as its type.
pub(crate) fn typed<T: Output>(result: Result<Answer, Box<Failure>>) -> Result<Response<T>, Box<Failure>> {
    let mut answer = result?;
    match guarded("code of the client", || T::read(&mut answer)) {
        Ok(Ok(value)) => {
            // A response that was read is kept for long, and shows nothing.
            answer.cloak = Cloak::default();
            Ok(Response { value, answer })
        }
        Ok(Err(_)) if answer.status.is_redirection() => Err(answer.redirected()),
        Ok(Err(error)) => Err(answer.unreadable(error)),
        Err(panicked) => Err(answer.panicked(panicked)),
    }
}

/// A call on its way, for the body.
#[must_use = "futures do nothing unless they are awaited"]
pub struct Receiving<'c, T, E>(Sending<'c, T, E>);

impl<T: Output, E: ErrorBody> Future for Receiving<'_, T, E> {
    type Output = Result<T, Error<E>>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map(|result| result.map(Response::into_inner))
    }
}

impl<T, E> fmt::Debug for Sending<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sending")
    }
}

impl<T, E> fmt::Debug for Receiving<'_, T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Receiving")
    }
}
