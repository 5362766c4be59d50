//! Tells pages by names. Only what fits on both sides, the request's and the answer's, is taken.

use crate::ir::{Api, Evidence, NextPage, Operation, PageParam, Pages, Presence, Type};

use super::LinkHabits;
use super::answer::{self, List, Mark};
use super::request::{self, Taken};
use super::shape::{fields, is_cursor, is_integer, page_type, resolve};
use super::words::{CURSOR_FIELDS, CURSOR_PARAMS, LIMIT_PARAMS, MORE_FIELDS, OFFSET_PARAMS, PAGE_PARAMS, PAGES_FIELDS, URL_FIELDS};
use super::words::{is_no_cursor, is_of_envelope, says_next, stem};

/// What is known of an operation that may have pages.
pub(super) struct Candidate<'a> {
    pub(super) api: &'a Api,
    pub(super) op: &'a Operation,
    pub(super) taken: Vec<Taken<'a>>,
    pub(super) list: List<'a>,
    pub(super) marks: Vec<Mark<'a>>,
    /// The headers of the response.
    pub(super) headers: Vec<Mark<'a>>,
    /// Whether the list belongs to the response itself, and not to a resource in it.
    pub(super) own: bool,
}

/// A way to the next page, and what it was told by.
type Found = Option<(NextPage, String)>;

/// Tells the pages of an operation.
pub(super) fn infer(api: &Api, op: &Operation, links: &LinkHabits) -> Option<Pages> {
    if op.method != "GET" && op.method != "POST" && op.method != "QUERY" {
        return None;
    }
    let page = page_type(op)?;
    let list = answer::items(api, op, page)?;
    let candidate = Candidate::new(api, op, page, list);
    // A list of plain values stands in many an answer, and so does what is sent back as it was sent.
    let plain = !super::shape::is_object(api, candidate.list.item) && !candidate.asks_for_pages();
    if plain || (op.method == "POST" && candidate.is_echo(page)) {
        return None;
    }
    let (next, evidence) = candidate.next(links)?;
    let (items, item) = (candidate.list.pointer.clone(), candidate.list.item.clone());
    let mut pages = super::pages(api, op, items, item, next, Evidence::Inferred(evidence));
    pages.fallback = candidate.second_way(&pages);
    Some(pages)
}

/// Counts the parameters of the operations that answer a `Link` header: others with the same parameters page the same way, though the
/// document does not say so.
pub(super) fn link_habits(api: &Api) -> LinkHabits {
    let mut habits = LinkHabits::new();
    for op in api.operations.iter().filter(|op| op.method == "GET" && has_link(op)) {
        for param in &op.params {
            *habits.entry(param.wire.clone()).or_default() += 1;
        }
    }
    habits
}

/// How far a header of the response ranks behind a field.
const HEADER_RANK: usize = 50;

/// How many operations must answer a `Link` header for a parameter, so that it tells of one that is not declared.
const HABIT: usize = 3;

fn has_link(op: &Operation) -> bool {
    op.responses.success.iter().flat_map(|response| &response.headers).any(|header| header.wire.eq_ignore_ascii_case("link"))
}

impl<'a> Candidate<'a> {
    pub(super) fn new(api: &'a Api, op: &'a Operation, page: &'a Type, list: List<'a>) -> Self {
        let marks = answer::marks(api, page, &list);
        let own = answer::is_own(api, page, &list);
        Self { api, op, taken: request::taken(api, op), list, marks, headers: answer::headers(api, op), own }
    }

    /// Tries the ways, the surest first.
    pub(super) fn next(&self, links: &LinkHabits) -> Found {
        self.cursor()
            .or_else(|| self.last_id())
            .or_else(|| self.last_field())
            .or_else(|| self.next_url(|mark| mark.is_url()))
            .or_else(|| self.link())
            .or_else(|| self.offset())
            .or_else(|| self.page())
            .or_else(|| self.next_page_url())
            .or_else(|| self.next_url(|_| self.asks_for_pages()))
            .or_else(|| self.link_by_habit(links))
    }

    /// A parameter takes what a field holds: `page_token` what `next_page_token` does.
    fn cursor(&self) -> Found {
        let pairs = self.taken.iter().filter(|taken| is_cursor(self.api, taken.ty)).filter_map(|taken| {
            let known = CURSOR_PARAMS.iter().position(|name| *name == taken.folded).or_else(|| self.bracketed(taken));
            let fit = |mark| known.and_then(|_| self.fit(taken, mark)).or_else(|| self.fit_by_words(taken, mark));
            let body = self.marks.iter().filter_map(|mark| Some((fit(mark)?, mark))).min_by_key(|(fit, _)| *fit);
            let (fit, mark) = body.or_else(|| {
                let headers = self.headers.iter().filter_map(|mark| Some((self.fit_by_words(taken, mark)?, mark)));
                headers.min_by_key(|(fit, _)| *fit).map(|(fit, mark)| (fit + HEADER_RANK, mark))
            })?;
            Some(((fit, known.unwrap_or(CURSOR_PARAMS.len())), taken, mark))
        });
        let (_, taken, mark) = pairs.min_by_key(|(rank, ..)| *rank)?;
        let (param, cursor) = (taken.name.clone(), mark.pointer.clone());
        let evidence = format!("parameter `{param}` takes `{cursor}`");
        let more = self.more();
        Some((NextPage::Cursor { param, location: taken.location, cursor, more }, evidence))
    }

    /// `page[after]` and the like.
    fn bracketed(&self, taken: &Taken<'_>) -> Option<usize> {
        let inner = taken.folded.strip_prefix("page")?;
        CURSOR_PARAMS.iter().position(|name| *name == inner).filter(|_| taken.name.ends_with(']'))
    }

    /// Ranks how well a field holds what a parameter takes; `None` for one that does not.
    fn fit(&self, taken: &Taken<'_>, mark: &Mark<'_>) -> Option<usize> {
        // Numbers are offsets and page numbers, but for names that mean nothing else.
        let numbers = is_integer(mark.ty) && is_integer(taken.ty);
        let sure = ["cursor", "marker", "token", "bookmark"].iter().any(|word| taken.folded.contains(word));
        if !is_cursor(self.api, mark.ty) || (numbers && !sure) || *mark.ty == Type::Bool {
            return None;
        }
        let (leaf, wrapper) = (mark.leaf.as_str(), mark.wrapper());
        let place = CURSOR_FIELDS.iter().position(|name| *name == leaf)?;
        let general = matches!(taken.folded.as_str(), "page" | "offset" | "start");
        let next = leaf.strip_prefix("next") == Some(&taken.folded) || (leaf.starts_with("next") && leaf == taken.folded);
        match leaf {
            _ if next => Some(0),
            "nextpage" if taken.folded == "pagetoken" => Some(1),
            _ if general => None,
            // The cursor of the page at hand has the parameter's name, too, and then there is a next one beside it.
            _ if leaf == taken.folded && !matches!(leaf, "after" | "startingafter") => Some(2),
            "after" if wrapper == "cursors" && self.next_url(|mark| mark.is_url()).is_some() => None,
            "startingafter" | "after" => {
                matches!(wrapper, "next" | "cursors" | "listmetadata" | "meta" | "paging" | "pagination" | "page").then_some(3)
            }
            "nextpage" => None,
            "next" => (!mark.is_url() && wrapper != "next").then_some(30),
            _ => Some(4 + place),
        }
    }

    /// Ranks a field that is called as the parameter is, but for the words that say that it is about the next page: `key` and
    /// `next_page_key`.
    fn fit_by_words(&self, taken: &Taken<'_>, mark: &Mark<'_>) -> Option<usize> {
        let (asked, told) = (stem(&taken.folded), stem(&mark.leaf));
        // A parameter that the first page requires is not a cursor.
        let optional = taken.presence == Presence::Optional;
        let text =
            |ty: &Type| matches!(ty, Type::String | Type::Base64 | Type::Any(_)) || matches!(ty, Type::Named(_)) && is_cursor(self.api, ty);
        let fits = (text(mark.ty) || is_integer(mark.ty)) && (text(taken.ty) || is_integer(taken.ty)) && !mark.is_url();
        if !optional || !fits || asked != told || is_no_cursor(&asked) || !says_next(&mark.leaf) {
            return None;
        }
        let whole = !asked.is_empty() || mark.leaf == taken.folded || (mark.leaf.contains("contin") && taken.folded.contains("contin"));
        (whole && text(mark.ty) == text(taken.ty)).then_some(3)
    }

    /// The last item's identifier asks for the next page, and the answer says whether there is one.
    fn last_id(&self) -> Found {
        let names = ["startingafter", "after", "afterid", "startafter"];
        let taken = request::find(&self.taken, &names, |ty| matches!(ty, Type::String) || is_integer(ty))?;
        let more = self.more()?;
        // A cursor that is the last item's place, and not its identifier.
        if answer::find(&self.marks, &["last"], |mark| *mark.ty == Type::String).is_some() {
            return None;
        }
        let (id, of) = self.id(taken)?;
        let param = taken.name.clone();
        let evidence = format!("parameter `{param}` takes the last item's `{of}`, and `{more}` says whether there are more");
        Some((NextPage::LastId { param, location: taken.location, id, more: Some(more) }, evidence))
    }

    /// Finds the one field of an item that the description of an `after_id` names.
    fn told_id(&self, taken: &Taken<'_>) -> Option<(String, String)> {
        let text = taken.docs.description.as_deref().filter(|_| taken.folded == "afterid")?;
        let own = fields(self.api, self.list.item);
        let mut named =
            own.into_iter().filter(|field| text.contains(&format!("`{}`", field.wire)) && is_integer(resolve(self.api, &field.ty)));
        let field = named.next().filter(|_| named.next().is_none())?;
        Some((super::shape::pointer("", &field.wire), field.wire.clone()))
    }

    /// Finds the field that identifies an item: `id`, or the one that the parameter's description names.
    pub(super) fn id(&self, taken: &Taken<'_>) -> Option<(String, String)> {
        let own = fields(self.api, self.list.item);
        let fits = |ty: &Type| matches!(resolve(self.api, ty), Type::String) == matches!(taken.ty, Type::String);
        let id = own.iter().find(|field| field.wire == "id" && fits(&field.ty));
        let id = id.map(|field| (super::shape::pointer("", &field.wire), field.wire.clone()));
        id.or_else(|| self.told_id(taken))
    }

    /// The answer says which item is its last.
    fn last_field(&self) -> Found {
        let taken = request::find(&self.taken, &["startingafter", "after", "afterid"], |ty| is_cursor(self.api, ty))?;
        let mark = answer::find(&self.marks, &["lastid", "last"], |mark| is_cursor(self.api, mark.ty))?;
        let more = self.more()?;
        let (param, cursor) = (taken.name.clone(), mark.pointer.clone());
        let evidence = format!("parameter `{param}` takes `{cursor}`, and `{more}` says whether there are more");
        Some((NextPage::Cursor { param, location: taken.location, cursor, more: Some(more) }, evidence))
    }

    /// A field holds the next page's URL.
    fn next_url(&self, sure: impl Fn(&Mark<'_>) -> bool) -> Found {
        // The URL leads to a page of that list, which has another form than this response.
        if !self.own || self.is_thing() {
            return None;
        }
        let fits = |mark: &Mark<'_>| *mark.ty == Type::String && sure(mark);
        let known = answer::find(&self.marks, URL_FIELDS, |mark| fits(mark) && self.leads_on(mark));
        let mark =
            known.or_else(|| self.marks.iter().find(|mark| fits(mark) && mark.leaf != "nextpage" && mark.leads_on(&self.list.name)))?;
        // One thing that is asked for by its name has no pages; a method that creates something neither.
        let one = self.op.method != "GET" || self.op.path.ends_with('}');
        if one && !self.asks_for_pages() {
            return None;
        }
        Some(url(mark))
    }

    /// Returns whether the answer is what was sent.
    pub(super) fn is_echo(&self, page: &Type) -> bool {
        let body = self.op.body.as_ref().and_then(|body| body.contents.first());
        body.is_some_and(|body| resolve(self.api, &body.ty) == resolve(self.api, page))
    }

    fn leads_on(&self, mark: &Mark<'_>) -> bool {
        !matches!(mark.leaf.as_str(), "href" | "uri" | "url" | "link") || mark.leads_on(&self.list.name)
    }

    /// Returns whether the answer is a thing that has a list, and not a list: it has an `id` and more of its own. Its link may lead to the
    /// next thing.
    pub(super) fn is_thing(&self) -> bool {
        let Some(page) = page_type(self.op) else { return false };
        let Some(holder) = super::shape::at(self.api, page, &self.list.holder) else { return false };
        let own = fields(self.api, holder);
        let scalar = |ty: &Type| matches!(resolve(self.api, ty), Type::String | Type::Int(_));
        let more = |field: &&crate::ir::Field| field.wire != "id" && scalar(&field.ty) && !is_of_envelope(&super::words::fold(&field.wire));
        !self.asks_for_pages() && own.iter().any(|field| field.wire == "id" && scalar(&field.ty)) && own.iter().any(more)
    }

    /// `nextPage` is a URL where it is told to be, and there is no surer way.
    fn next_page_url(&self) -> Found {
        let mark = answer::find(&self.marks, &["nextpage"], |mark| *mark.ty == Type::String && mark.is_url())?;
        (self.op.method == "GET" && self.own).then(|| url(mark))
    }

    fn link(&self) -> Found {
        let asked = self.list.pointer.is_empty() || self.asks_for_pages();
        let found = self.op.method == "GET" && asked && has_link(self.op);
        found.then(|| (NextPage::Link, "the answer has a `Link` header".to_owned()))
    }

    fn link_by_habit(&self, links: &LinkHabits) -> Found {
        let known = |taken: &&Taken<'_>| taken.location == PageParam::Query && links.get(&taken.name).is_some_and(|count| *count >= HABIT);
        let cursor = self.taken.iter().filter(known).find(|taken| matches!(taken.folded.as_str(), "after" | "cursor" | "pageafter"))?;
        let size = self.taken.iter().filter(known).find(|taken| LIMIT_PARAMS.contains(&taken.folded.as_str()))?;
        let evidence = format!("other operations with `{}` and `{}` answer a `Link` header", cursor.name, size.name);
        (self.op.method == "GET").then_some((NextPage::Link, evidence))
    }

    /// Returns whether the request takes something that pages are asked for by.
    pub(super) fn asks_for_pages(&self) -> bool {
        let known = |taken: &Taken<'_>| {
            CURSOR_PARAMS.contains(&taken.folded.as_str())
                || PAGE_PARAMS.contains(&taken.folded.as_str())
                || OFFSET_PARAMS.contains(&taken.folded.as_str())
                || LIMIT_PARAMS.contains(&taken.folded.as_str())
        };
        self.taken.iter().any(known)
    }

    fn offset(&self) -> Found {
        let taken = request::find(&self.taken, OFFSET_PARAMS, is_integer)?;
        let limit = request::find(&self.taken, LIMIT_PARAMS, is_integer)?.name.clone();
        let param = taken.name.clone();
        let evidence = format!("parameters `{param}` and `{limit}` move a window over the list");
        let (total, more) = (self.total(), self.more());
        Some((NextPage::Offset { param, location: taken.location, limit: Some(limit), total, more }, evidence))
    }

    fn page(&self) -> Found {
        let size =
            request::find(&self.taken, LIMIT_PARAMS, |ty| is_integer(ty) || matches!(ty, Type::String)).map(|size| size.name.clone());
        let pages = answer::find(&self.marks, PAGES_FIELDS, |mark| is_integer(mark.ty));
        let pages = pages.or_else(|| self.marks.iter().find(|mark| is_integer(mark.ty) && super::back::counts_pages(mark)));
        let pages = pages.map(|mark| mark.pointer.clone());
        let (total, more) = (self.total(), self.more());
        let counted = pages.is_some() || total.is_some();
        let taken = request::find(&self.taken, PAGE_PARAMS, |ty| is_integer(ty) || (counted && matches!(ty, Type::String)))?;
        if size.is_none() && !counted && more.is_none() {
            return None;
        }
        let param = taken.name.clone();
        let evidence = format!("parameter `{param}` numbers the pages");
        Some((NextPage::Page { param, location: taken.location, first: first_page(taken), size, pages, total, more }, evidence))
    }

    /// Finds a second way, for a server that counts by it and then sends no cursor or URL: an offset or a page's number, where the answer
    /// reports how much there is. A `Link` header is the same whichever way the server counts, and a last identifier comes with an answer
    /// that says whether there are more.
    fn second_way(&self, pages: &Pages) -> Option<NextPage> {
        if !matches!(pages.next, NextPage::Cursor { .. } | NextPage::Url { .. }) {
            return None;
        }
        let (way, _) = self.offset().or_else(|| self.page())?;
        let counts = matches!(&way, NextPage::Page { pages: Some(_), .. });
        let says_more = matches!(&pages.next, NextPage::Cursor { more: Some(_), .. });
        (counts || says_more || pages.total.is_some()).then_some(way)
    }

    pub(super) fn more(&self) -> Option<String> {
        answer::find(&self.marks, MORE_FIELDS, |mark| *mark.ty == Type::Bool).map(|mark| mark.pointer.clone())
    }

    pub(super) fn total(&self) -> Option<String> {
        super::back::total_of(&self.marks, &self.list)
    }
}

fn url(mark: &Mark<'_>) -> (NextPage, String) {
    let url = mark.pointer.clone();
    let evidence = format!("`{url}` in the answer leads to the next page");
    (NextPage::Url { url }, evidence)
}

/// A default of zero, or the words of the description, say that pages are numbered from zero.
pub(super) fn first_page(taken: &Taken<'_>) -> u32 {
    let zero = taken.default.is_some_and(|default| default.as_i64() == Some(0));
    let text = taken.docs.description.as_deref().unwrap_or_default().to_ascii_lowercase();
    let told = ["zero-based", "0-based", "zero based", "starts at 0", "starting at 0", "starts from 0", "starting from 0"];
    u32::from(!zero && !told.iter().any(|words| text.contains(words)))
}
