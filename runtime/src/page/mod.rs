//! Lists that come in pages: as a stream of pages or of items.
//!
//! **Invariants**, each an error of its own where a server breaks it: a cursor or URL never comes twice in one run, pages without
//! items that promise more are bounded, and a list with more pages or items than allowed is an error. Filters go to every page; an
//! offset grows by the items received; a page elsewhere gets no credentials.

pub(crate) mod link;
mod pager;
mod position;

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use self::pager::Pager;
pub use self::position::{ParsePositionError, Position};
use crate::call::typed;
use crate::client::Client;
use crate::error::{Error, Failure};
use crate::model::{Model, Value, take_list};
use crate::output::{ErrorBody, Mode};
use crate::request::Request;
use crate::response::{Answer, Response};
use crate::send::execute;
use crate::transport::BoxFuture;

/// What is wrong with the pages of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageFault {
    /// A cursor, identifier or URL came a second time.
    Repeated,
    /// Too many pages in a row promised more and had no items.
    Empty,
    /// The next page's URL is none of HTTP.
    Url,
    /// The page does not hold the list of items.
    NoList,
    /// The list has more items than the caller allows.
    Limit,
    /// The list goes on after as many pages as the caller takes.
    PageLimit,
    /// Nothing is known that leads to the page before.
    OneWay,
    /// The pages end, and the server reports more items.
    Incomplete,
}

type Fetch = BoxFuture<'static, Result<Answer, Box<Failure>>>;

/// The pages of a list, from the first on. A stream that ends after an error; [`position`](Self::position) then is where the page is that
/// failed.
#[must_use = "streams do nothing unless they are polled"]
pub struct Pages<T, E = Value> {
    pager: Pager,
    fetch: Option<Fetch>,
    /// The answer to the next page, where it came before it was asked for.
    ahead: Option<Result<Answer, Box<Failure>>>,
    prefetch: bool,
    max_items: Option<u64>,
    fail_above: Option<u64>,
    types: PhantomData<fn() -> (T, E)>,
}

impl<T: Model, E: ErrorBody> Pages<T, E> {
    pub(crate) fn new(client: Client, request: Request, back: bool) -> Self {
        let pager = Pager::new(client, request, back);
        Self { pager, fetch: None, ahead: None, prefetch: false, max_items: None, fail_above: None, types: PhantomData }
    }

    /// Asks for the next page while the one at hand is worked on. It is sent when a page is given out and goes on whenever the stream is
    /// polled; nothing is spawned. Default: a page is asked for when it is needed.
    pub fn prefetch(mut self) -> Self {
        self.prefetch = true;
        self
    }

    /// Takes so many pages at most: a list that goes on is an error ([`PageFault::PageLimit`]). Default: no limit.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.pager.max_pages = Some(pages);
        self
    }

    /// Ends after the page with which so many items have come; pages are not cut. Default: no limit.
    pub fn max_items(mut self, items: u64) -> Self {
        self.max_items = Some(items);
        self
    }

    /// Fails with [`PageFault::Limit`] at the page with which there are more than so many items. Default: no limit.
    pub fn fail_above(mut self, items: u64) -> Self {
        self.fail_above = Some(items);
        self
    }

    /// Returns how many items the list has on all pages, as the last page said; `None` before the first page, and where the vendor does
    /// not say.
    pub fn total(&self) -> Option<u64> {
        self.pager.total()
    }

    /// Returns the next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<T, Error<E>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the next page; `None` after the last.
    pub async fn try_next(&mut self) -> Result<Option<T>, Error<E>> {
        self.next().await.transpose()
    }

    /// Returns where the next page is, to go on with [`Call::resume`](crate::Call::resume); after an error, where the page is that was not
    /// had. `None` after the last.
    pub fn position(&self) -> Option<Position> {
        self.pager.position().cloned()
    }

    /// Returns whose pages these are.
    #[cfg(all(feature = "blocking", not(target_family = "wasm")))]
    pub(crate) fn origin(&self) -> (Client, &'static crate::operation::Operation) {
        self.pager.origin()
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<T, Box<Failure>>>> {
        if self.has_enough() {
            return Poll::Ready(None);
        }
        let result = match self.ahead.take() {
            Some(result) => result,
            None => match ready!(poll_answer(&mut self.pager, &mut self.fetch, cx)) {
                Some(result) => result,
                None => return Poll::Ready(None),
            },
        };
        let page = typed::<T>(result).and_then(|Response { value, answer }| {
            self.pager.check_items(value.view(), self.fail_above)?;
            self.pager.advance(value.view(), &answer)?;
            Ok(value)
        });
        if page.is_err() {
            self.pager.fail();
        } else {
            self.poll_ahead(cx);
        }
        Poll::Ready(Some(page))
    }

    /// Returns whether as many items have come as the caller takes.
    fn has_enough(&self) -> bool {
        self.max_items.is_some_and(|max| self.pager.all_received() >= max)
    }

    /// Lets the next page come nearer.
    fn poll_ahead(&mut self, cx: &mut Context<'_>) {
        if self.prefetch
            && self.ahead.is_none()
            && !self.has_enough()
            && let Poll::Ready(Some(result)) = poll_answer(&mut self.pager, &mut self.fetch, cx)
        {
            self.ahead = Some(result);
        }
    }
}

fn poll_answer(pager: &mut Pager, fetch: &mut Option<Fetch>, cx: &mut Context<'_>) -> Poll<Option<Result<Answer, Box<Failure>>>> {
    if fetch.is_none() {
        match pager.request() {
            None => return Poll::Ready(None),
            Some(Err(failure)) => return Poll::Ready(Some(Err(failure))),
            Some(Ok(request)) => {
                let client = pager.client.clone();
                *fetch = Some(Box::pin(async move { execute(client.inner(), Box::new(request), Mode::Buffer).await }));
            }
        }
    }
    let Some(under_way) = fetch else { return Poll::Ready(None) };
    let result = ready!(under_way.as_mut().poll(cx));
    *fetch = None;
    Poll::Ready(Some(result))
}

impl<T: Model, E: ErrorBody> Stream for Pages<T, E> {
    type Item = Result<T, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll_page(cx).map(|page| page.map(|page| page.map_err(Error::new)))
    }
}

/// The items of a list over all pages. A stream that ends after an error.
#[must_use = "streams do nothing unless they are polled"]
pub struct Items<T, I, E = Value> {
    pages: Pages<T, E>,
    ready: VecDeque<I>,
    /// Where the page is that the ready items are from.
    page: Option<Position>,
    /// How many of its items were given out.
    taken: usize,
    /// How many items of the first page are passed over.
    skip: usize,
    /// How many items were given out.
    given: u64,
    max_items: Option<u64>,
    fail_above: Option<u64>,
    /// Whether an error has ended the stream.
    over: bool,
}

impl<T: Model, I: Model, E: ErrorBody> Items<T, I, E> {
    pub(crate) fn new(pages: Pages<T, E>) -> Self {
        let skip = pages.pager.skip();
        Self { pages, ready: VecDeque::new(), page: None, taken: 0, skip, given: 0, max_items: None, fail_above: None, over: false }
    }

    /// Asks for the next page while the items at hand are worked on, like [`Pages::prefetch`].
    pub fn prefetch(mut self) -> Self {
        self.pages = self.pages.prefetch();
        self
    }

    /// Takes so many pages at most: a list that goes on is an error ([`PageFault::PageLimit`]). Default: no limit.
    pub fn max_pages(mut self, pages: u64) -> Self {
        self.pages = self.pages.max_pages(pages);
        self
    }

    /// Ends after so many items, like `take`. No page is asked for that is not needed, and [`position`](Self::position) is where the rest of
    /// the list begins. Default: no limit.
    pub fn max_items(mut self, items: u64) -> Self {
        // The items that a run begins after are on its first page.
        self.pages = self.pages.max_items(items.saturating_add(self.skip as u64));
        self.max_items = Some(items);
        self
    }

    /// Fails with [`PageFault::Limit`] after so many items if the list has more. Default: no limit.
    pub fn fail_above(mut self, items: u64) -> Self {
        self.fail_above = Some(items);
        self
    }

    /// Returns how many items the list has on all pages, as the last page said; `None` before the first page, and where the vendor does
    /// not say.
    pub fn total(&self) -> Option<u64> {
        self.pages.total()
    }

    /// Returns the next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Returns the next item; `None` after the last.
    pub async fn try_next(&mut self) -> Result<Option<I>, Error<E>> {
        self.next().await.transpose()
    }

    /// Returns all items that are left. More than `limit` are an error.
    pub async fn all(mut self, limit: usize) -> Result<Vec<I>, Error<E>> {
        let limit = limit as u64;
        self.fail_above = Some(self.fail_above.unwrap_or(u64::MAX).min(self.given.saturating_add(limit)));
        let mut all = Vec::new();
        while let Some(item) = self.try_next().await? {
            all.push(item);
        }
        Ok(all)
    }

    /// Returns where the next item is, to go on with [`Call::resume`](crate::Call::resume), after an error, too. `None` after the last.
    pub fn position(&self) -> Option<Position> {
        if self.ready.is_empty() {
            return self.pages.position().map(|position| position.with_skip(self.skip));
        }
        self.page.clone().map(|page| page.with_skip(self.taken))
    }

    /// Returns whose items these are.
    #[cfg(all(feature = "blocking", not(target_family = "wasm")))]
    pub(crate) fn origin(&self) -> (Client, &'static crate::operation::Operation) {
        self.pages.origin()
    }

    fn poll_items(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<(), Box<Failure>>>> {
        let position = self.pages.position();
        let Some(page) = ready!(self.pages.poll_page(cx)) else { return Poll::Ready(None) };
        let taken = page.and_then(|mut page| {
            let pointer = self.pages.pager.items_pointer();
            match take_list::<I>(page.slot(), pointer) {
                Some(items) => Ok(items),
                None if self.pages.pager.received() == 0 => Ok(Vec::new()),
                None => {
                    self.pages.pager.fail_at(position.clone());
                    (self.pages.ahead, self.pages.fetch) = (None, None);
                    Err(self.pages.pager.fault(PageFault::NoList, "the page's items are of another type"))
                }
            }
        });
        Poll::Ready(Some(taken.map(|items| {
            let skip = std::mem::take(&mut self.skip).min(items.len());
            self.ready = if self.pages.pager.is_back() {
                items.into_iter().rev().skip(skip).collect()
            } else {
                items.into_iter().skip(skip).collect()
            };
            self.taken = skip;
            self.page = position;
        })))
    }
}

impl<T: Model, I: Model, E: ErrorBody> Stream for Items<T, I, E> {
    type Item = Result<I, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if self.over {
                return Poll::Ready(None);
            }
            if self.max_items.is_some_and(|max| self.given >= max) {
                self.over = true;
                return Poll::Ready(None);
            }
            if let Some(max) = self.fail_above.filter(|max| self.given >= *max && !self.ready.is_empty()) {
                self.over = true;
                let failure = self.pages.pager.fault(PageFault::Limit, format!("the list has more than {max} items"));
                return Poll::Ready(Some(Err(Error::new(failure))));
            }
            if let Some(item) = self.ready.pop_front() {
                self.taken += 1;
                self.given += 1;
                self.pages.poll_ahead(cx);
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(self.poll_items(cx)) {
                None => return Poll::Ready(None),
                Some(Ok(())) => {}
                Some(Err(failure)) => return Poll::Ready(Some(Err(Error::new(failure)))),
            }
        }
    }
}

// Items are moved out of the buffer and never pinned.
impl<T, I, E> Unpin for Items<T, I, E> {}

impl<T, E> fmt::Debug for Pages<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages")
    }
}

impl<T, I, E> fmt::Debug for Items<T, I, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items")
    }
}
