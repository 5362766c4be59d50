//! Finds the next page from the one at hand, whatever its type.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

use http::Uri;

use super::position::{Page, Position, param};
use super::{PageFault, link};
use crate::auth::without_secrets;
use crate::client::Client;
use crate::encode;
use crate::error::{Failure, Kind};
use crate::model::{Value, View, lookup};
use crate::operation::{NextPage, Operation, PrevPage};
use crate::request::Request;
use crate::response::Answer;
use crate::url::{has_user, resolve};

/// How many pages in a row may promise more and have no items.
const MAX_EMPTY: u32 = 16;

/// Goes from page to page.
pub(super) struct Pager {
    pub(super) client: Client,
    op: &'static Operation,
    /// The first page's request, which every page's is made from.
    template: Request,
    next: Option<Position>,
    /// Where the page is that an error ended the run at.
    failed: Option<Position>,
    /// Hashes of the cursors and URLs so far, which costs little even for lists that are long.
    seen: HashSet<u64>,
    hasher: RandomState,
    empty: u32,
    /// The items of the page at hand.
    received: usize,
    /// The items of all pages.
    all_received: u64,
    /// The largest page so far: what the server gives at most, whatever was asked for.
    largest: usize,
    number: Option<u64>,
    /// Whether the pages go backwards.
    back: bool,
    /// How many pages were given out.
    pages: u64,
    /// How many pages there may be at most.
    pub(super) max_pages: Option<u64>,
    total: Option<u64>,
    /// Whether the run began at the list's first page, so that the items received can be checked against the total.
    whole: bool,
    /// Whether pages are asked for by the operation's second way.
    by_fallback: bool,
    /// A hash of the first page's items, where there is a second way. A server that does not know its parameter sends them again.
    first_items: Option<u64>,
    /// What is wrong, said after the page at hand was given out.
    incomplete: Option<String>,
}

impl Pager {
    pub(super) fn new(client: Client, mut template: Request, back: bool) -> Self {
        let start = template.options.resumed.take();
        let cursor = template.op.pages.and_then(|pages| param(pages.next));
        let began = cursor.and_then(|(location, name)| template.page_param(location, name)).is_none_or(|cursor| cursor.is_empty());
        let by_fallback = start.as_ref().is_some_and(|start| start.is_by_fallback());
        Self {
            whole: began && start.is_none() && !back,
            by_fallback,
            first_items: None,
            incomplete: None,
            client,
            op: template.op,
            template,
            next: Some(start.map_or_else(|| Position::new(Page::First, back), |start| *start)),
            seen: HashSet::new(),
            hasher: RandomState::new(),
            empty: 0,
            received: 0,
            all_received: 0,
            largest: 0,
            number: None,
            back,
            pages: 0,
            max_pages: None,
            total: None,
            failed: None,
        }
    }

    #[cfg(all(feature = "blocking", not(target_family = "wasm")))]
    pub(super) fn origin(&self) -> (Client, &'static Operation) {
        (self.client.clone(), self.op)
    }

    /// Returns where the next page is, or the one that failed.
    pub(super) fn position(&self) -> Option<&Position> {
        self.next.as_ref().or(self.failed.as_ref())
    }

    pub(super) fn is_back(&self) -> bool {
        self.back
    }

    pub(super) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Checks a page against the number of items above which the caller wants an error.
    pub(super) fn check_items(&self, page: View<'_>, max: Option<u64>) -> Result<(), Box<Failure>> {
        let Some(max) = max else { return Ok(()) };
        let items = count(lookup(page, self.items_pointer())).unwrap_or(0) as u64;
        if self.all_received + items > max {
            return Err(self.fault(PageFault::Limit, format!("the list has more than {max} items")));
        }
        Ok(())
    }

    pub(super) fn skip(&self) -> usize {
        self.template.options.skip_items
    }

    /// Returns how many items all pages had so far.
    pub(super) fn all_received(&self) -> u64 {
        self.all_received
    }

    pub(super) fn received(&self) -> usize {
        self.received
    }

    pub(super) fn items_pointer(&self) -> &'static str {
        self.op.pages.map_or("", |pages| pages.items)
    }

    /// Ends the run with an error at the page that was asked for. Its position stays, so that the run can be taken up there.
    pub(super) fn fail(&mut self) {
        self.failed = self.next.take();
    }

    /// Ends the run with an error at a page that the run has gone past.
    pub(super) fn fail_at(&mut self, page: Option<Position>) {
        self.failed = page;
        self.next = None;
    }

    pub(super) fn fault(&self, fault: PageFault, message: impl Into<String>) -> Box<Failure> {
        Failure::new(self.op, Kind::Page(fault), message)
    }

    /// Returns the request for the next page; `None` after the last.
    pub(super) fn request(&mut self) -> Option<Result<Request, Box<Failure>>> {
        if let Some(message) = self.incomplete.take() {
            return Some(Err(self.fault(PageFault::Incomplete, message)));
        }
        let position = self.next.as_ref()?;
        if let Some(max) = self.max_pages.filter(|max| self.pages >= *max) {
            return Some(Err(self.fault(PageFault::PageLimit, format!("the list has more than {max} pages"))));
        }
        if self.back && !self.has_way_back() {
            return Some(Err(self.fault(PageFault::OneWay, "nothing is known that leads to the page before")));
        }
        let Some(mut request) = self.template.again() else {
            let message = "the body can be sent once only, but every page needs it";
            return Some(Err(Failure::new(self.op, Kind::Encode, message)));
        };
        request.place(position);
        Some(Ok(request))
    }

    /// Takes note of a page and finds the next.
    pub(super) fn advance(&mut self, page: View<'_>, answer: &Answer) -> Result<(), Box<Failure>> {
        let Some(pages) = self.op.pages else {
            self.next = None;
            return Ok(());
        };
        self.received = count(lookup(page, pages.items))
            .ok_or_else(|| self.fault(PageFault::NoList, format!("the page holds no list at `{}`", pages.items)))?;
        self.all_received += self.received as u64;
        self.total = self.read_total(page, answer, pages.next).or(self.total);
        let next = if self.back {
            self.prev_page(page, answer, pages.next, pages.items)?
        } else {
            self.check_first(page, pages.items)?;
            self.next_page(page, answer, self.way(pages.next), pages.items)?
        };
        self.largest = self.largest.max(self.received);
        if let Some(next) = &next {
            self.check(next, &answer.url, self.way(pages.next))?;
        }
        self.next = match next {
            Some(Page::Number(number)) if self.by_fallback => Some(Position::by_fallback(number)),
            Some(next) => Some(Position::new(next, self.back)),
            None => self.other_way(page, pages.next),
        };
        self.pages += 1;
        Ok(())
    }

    /// Returns how the next page is asked for: by the operation's first way, or by its second.
    fn way(&self, first: NextPage) -> NextPage {
        self.op.fallback.filter(|_| self.by_fallback).unwrap_or(first)
    }

    /// Checks the first page of the second way against the first page of all.
    fn check_first(&mut self, page: View<'_>, items: &str) -> Result<(), Box<Failure>> {
        if self.op.fallback.is_none() || !self.whole || self.received == 0 || (self.pages > 0 && self.first_items.is_none()) {
            return Ok(());
        }
        let hash = lookup(page, items).and_then(|items| crate::json::to_vec(items).ok()).map(|items| self.hasher.hash_one(items));
        if self.pages == 0 {
            self.first_items = hash;
        } else if self.by_fallback && self.first_items.take() == hash {
            let received = self.all_received - self.received as u64;
            let total = self.total.map_or_else(String::new, |total| format!(" of the {total} that the server reports"));
            let message = format!("the pages end after {received} items{total}: the server sends the first page again");
            return Err(self.fault(PageFault::Incomplete, message));
        }
        Ok(())
    }

    /// Goes on by the operation's second way where the first has ended too early. An operation that takes a cursor and an offset sends no
    /// cursor while it counts by offset, and which of them it does is the server's choice while the request has neither.
    fn other_way(&mut self, page: View<'_>, first: NextPage) -> Option<Position> {
        let more = match first {
            NextPage::Cursor { more, .. } => flag(lookup_named(page, more)),
            _ => None,
        };
        // What the server says outright counts more than a total, which may be an estimate.
        if self.by_fallback || self.back || more == Some(false) {
            return None;
        }
        let way = self.op.fallback.filter(|_| self.whole && self.all_received > 0);
        let next = way.and_then(|way| self.is_short(page, way, more));
        if let Some(number) = next {
            (self.by_fallback, self.number) = (true, Some(number));
            return Some(Position::by_fallback(number));
        }
        if more == Some(true) {
            self.incomplete = Some("the last page says that there are more, and holds nothing that asks for them".to_owned());
        }
        None
    }

    /// Returns the number that asks for the next page by the second way, where the server reports more than came.
    fn is_short(&self, page: View<'_>, way: NextPage, more: Option<bool>) -> Option<u64> {
        let asked = param(way).and_then(|(location, name)| self.template.page_param(location, name)?.parse::<u64>().ok());
        match way {
            NextPage::Offset { .. } => {
                let next = asked.unwrap_or(0).saturating_add(self.all_received);
                let is_short = more == Some(true) || self.total.is_some_and(|total| next < total);
                is_short.then_some(next)
            }
            NextPage::Page { first, pages, .. } => {
                let first = u64::from(first);
                let next = asked.unwrap_or(first).saturating_add(self.pages).saturating_add(1);
                let count = number(lookup_named(page, pages)).map(|count| next < count.saturating_add(first));
                let total = || asked.is_none_or(|asked| asked == first) && self.total.is_some_and(|total| self.all_received < total);
                (more == Some(true) || count.unwrap_or_else(total)).then_some(next)
            }
            _ => None,
        }
    }

    fn read_total(&self, page: View<'_>, answer: &Answer, next: NextPage) -> Option<u64> {
        match (self.op.total, next) {
            ("", NextPage::Offset { total, .. } | NextPage::Page { total, .. }) => number(lookup_named(page, total)),
            ("", _) => None,
            (pointer, _) if pointer.starts_with('/') => number(lookup(page, pointer)),
            (header, _) => answer.headers.get(header)?.to_str().ok()?.trim().parse().ok(),
        }
    }

    fn has_way_back(&self) -> bool {
        self.op.prev_page.is_some() || matches!(self.op.pages.map(|pages| pages.next), Some(NextPage::Page { .. }))
    }

    fn prev_page(&mut self, page: View<'_>, answer: &Answer, next: NextPage, items: &str) -> Result<Option<Page>, Box<Failure>> {
        match (self.op.prev_page, next) {
            (Some(PrevPage::Cursor { cursor, .. }), _) => Ok(self.cursor(lookup(page, cursor), answer)),
            (Some(PrevPage::FirstId { param, location, id }), _) => {
                // What says whether there is more speaks of the way that was asked for.
                let more = match next {
                    NextPage::LastId { more, .. } => flag(lookup_named(page, more)),
                    _ => None,
                };
                let asked = self.pages > 0 || self.template.page_param(location, param).is_some();
                let goes_on = !(asked && more == Some(false));
                Ok(lookup(page, &format!("{items}/0{id}")).filter(|_| goes_on).and_then(|id| self.cursor(Some(id), answer)))
            }
            (Some(PrevPage::Url { url }), _) => self.url(text(lookup(page, url)), answer),
            (Some(PrevPage::Link), _) => self.url(link::target(&answer.headers, "prev"), answer),
            (None, NextPage::Page { first, .. }) => {
                let this = self.start(next, u64::from(first));
                let before = this.checked_sub(1).filter(|before| *before >= u64::from(first));
                self.number = before;
                Ok(before.map(Page::Number))
            }
            (None, _) => Ok(None),
        }
    }

    /// Makes a page of a cursor: a URL is followed, and a number stays one in a body.
    fn cursor(&self, cursor: Option<View<'_>>, answer: &Answer) -> Option<Page> {
        let whole = matches!(cursor, Some(View::Int(_) | View::Uint(_) | View::Any(Value::Number(_))));
        let text = text(cursor)?;
        if text.starts_with("https://") || text.starts_with("http://") {
            return self.url(Some(text), answer).ok().flatten();
        }
        Some(text.parse().ok().filter(|_| whole).map_or(Page::Text(text), Page::Number))
    }

    fn next_page(&mut self, page: View<'_>, answer: &Answer, next: NextPage, items: &str) -> Result<Option<Page>, Box<Failure>> {
        let said = |more: &str| if more.is_empty() { None } else { flag(lookup(page, more)) };
        match next {
            NextPage::Cursor { cursor, more, .. } => {
                if said(more) == Some(false) {
                    return Ok(None);
                }
                if !cursor.starts_with('/') {
                    let text = answer.headers.get(cursor).and_then(|value| value.to_str().ok()).map(str::trim);
                    return Ok(text.filter(|text| !text.is_empty()).map(|text| Page::Text(text.to_owned())));
                }
                Ok(lookup(page, cursor).and_then(|cursor| self.cursor(Some(cursor), answer)))
            }
            NextPage::LastId { id, more, .. } => {
                let last = self.received.checked_sub(1).and_then(|last| lookup(page, &format!("{items}/{last}{id}")));
                let goes_on = if more.is_empty() { true } else { said(more) == Some(true) };
                Ok(last.filter(|_| goes_on).and_then(|last| self.cursor(Some(last), answer)))
            }
            NextPage::Offset { total, more, .. } => {
                let start = self.start(next, 0);
                let offset = start.saturating_add(self.received as u64);
                self.number = Some(offset);
                let end = number(lookup_named(page, total)).map(|total| offset >= total);
                Ok(self.goes_on(said(more), end).then_some(Page::Number(offset)))
            }
            NextPage::Page { first, pages, total, more, .. } => {
                let this = self.start(next, u64::from(first));
                self.number = Some(this + 1);
                let count = number(lookup_named(page, pages)).map(|count| this + 1 >= count.saturating_add(u64::from(first)));
                let all = || number(lookup_named(page, total)).filter(|_| this == u64::from(first) || self.began_at(next, first));
                let end = count.or_else(|| all().map(|total| self.all_received >= total));
                Ok(self.goes_on(said(more), end).then_some(Page::Number(this + 1)))
            }
            NextPage::Url { url } => self.url(text(lookup(page, url)), answer),
            NextPage::Link => self.url(link::target(&answer.headers, "next"), answer),
            NextPage::Header { name } => {
                let url = answer.headers.get(name).and_then(|value| value.to_str().ok());
                self.url(url.filter(|url| !url.is_empty()).map(str::to_owned), answer)
            }
        }
    }

    /// Returns the number that the page at hand was asked for by.
    fn start(&self, next: NextPage, default: u64) -> u64 {
        let asked = || param(next).and_then(|(location, name)| self.template.page_param(location, name)?.parse().ok());
        self.number.or_else(asked).unwrap_or(default)
    }

    /// Returns whether the run began with the first page, so that the items received count from the list's start.
    fn began_at(&self, next: NextPage, first: u32) -> bool {
        let asked = param(next).and_then(|(location, name)| self.template.page_param(location, name));
        asked.is_none_or(|asked| asked == first.to_string())
    }

    /// Decides for pages that are counted. What the server says counts; else a page that is as large as the largest before it means
    /// more. The size that was asked for does not decide, because servers give less than they are asked for.
    fn goes_on(&self, more: Option<bool>, end: Option<bool>) -> bool {
        if self.received == 0 {
            return false;
        }
        match (more, end) {
            (Some(more), _) => more,
            (None, Some(end)) => !end,
            (None, None) => self.received >= self.largest,
        }
    }

    fn url(&self, url: Option<String>, answer: &Answer) -> Result<Option<Page>, Box<Failure>> {
        let Some(url) = url else { return Ok(None) };
        let url = resolve(&answer.url.to_string(), &url);
        let usable = |uri: &Uri| {
            matches!(uri.scheme_str(), Some("http" | "https")) && uri.host().is_some_and(|host| !host.is_empty()) && !has_user(uri)
        };
        match url.parse::<Uri>().ok().filter(usable) {
            // A key that the server repeats is sent anyway. It belongs into no position, and would tell a page from itself.
            Some(uri) => Ok(Some(Page::Url(without_secrets(self.client.inner(), uri).to_string()))),
            None => Err(self.fault(PageFault::Url, "the next page is at no http or https URL")),
        }
    }

    /// Holds the invariants of a run.
    fn check(&mut self, next: &Page, at: &Uri, by: NextPage) -> Result<(), Box<Failure>> {
        let hash = match next {
            Page::Text(text) => {
                // The cursor of the page at hand counts, too, which a run that was taken up has not met before.
                if let Some(Position { page: Page::Text(at), .. }) = &self.next {
                    self.seen.insert(self.hasher.hash_one(at));
                }
                self.hasher.hash_one(text)
            }
            Page::Url(url) => {
                // The page at hand counts, too, so that a first page that names itself is found at once.
                self.seen.insert(self.hasher.hash_one(at.to_string()));
                self.hasher.hash_one(url)
            }
            // A page's number changes, and an offset grows where there are items.
            Page::Number(_) if matches!(by, NextPage::Offset { .. } | NextPage::Page { .. }) => return Ok(()),
            Page::Number(number) => {
                if let Some(Position { page: Page::Number(at), .. }) = &self.next {
                    self.seen.insert(self.hasher.hash_one(at.to_string()));
                }
                self.hasher.hash_one(number.to_string())
            }
            Page::First => return Ok(()),
        };
        if !self.seen.insert(hash) {
            return Err(self.fault(PageFault::Repeated, "the server names a page as the next that was there before"));
        }
        self.empty = if self.received == 0 { self.empty + 1 } else { 0 };
        if self.empty >= MAX_EMPTY {
            let message = format!("{MAX_EMPTY} pages in a row have no items and promise more");
            return Err(self.fault(PageFault::Empty, message));
        }
        Ok(())
    }
}

fn lookup_named<'a>(page: View<'a>, pointer: &str) -> Option<View<'a>> {
    if pointer.is_empty() { None } else { lookup(page, pointer) }
}

/// Counts the items; a list that is null or not there has none.
fn count(items: Option<View<'_>>) -> Option<usize> {
    match items {
        None | Some(View::Null | View::Absent | View::Any(Value::Null)) => Some(0),
        Some(View::List(list)) => Some(list.len()),
        Some(View::Any(Value::Array(list))) => Some(list.len()),
        Some(_) => None,
    }
}

/// Returns a scalar's text; an empty one is none.
fn text(view: Option<View<'_>>) -> Option<String> {
    encode::scalar(view?).ok().flatten().filter(|text| !text.is_empty())
}

fn flag(view: Option<View<'_>>) -> Option<bool> {
    match view? {
        View::Bool(flag) | View::Any(&Value::Bool(flag)) => Some(flag),
        _ => None,
    }
}

fn number(view: Option<View<'_>>) -> Option<u64> {
    text(view)?.parse().ok()
}
