//! The names that parameters and fields of pages have, folded: lower case, without what is no letter or digit.

/// Folds `nextPageToken`, `next_page_token` and `next-page-token` into one.
pub(super) fn fold(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Folds the name of a header, without the `X-` that many begin with.
pub(super) fn fold_header(name: &str) -> String {
    let own = name.get(..2).filter(|start| start.eq_ignore_ascii_case("x-")).map_or(name, |start| &name[start.len()..]);
    fold(own)
}

/// Returns what is left of a folded name without the words that say that it is about the next page.
pub(super) fn stem(folded: &str) -> String {
    ["continuation", "continue", "pagination", "paging", "next", "page"].iter().fold(folded.to_owned(), |stem, word| stem.replace(word, ""))
}

/// Returns whether a folded name speaks of what follows.
pub(super) fn says_next(folded: &str) -> bool {
    ["next", "continuation", "continue"].iter().any(|word| folded.contains(word)) && !folded.contains("context")
}

/// Returns whether a folded name says nothing but that it leads to the next page of a list.
pub(super) fn names_next_page(folded: &str, list: &str) -> bool {
    if !says_next(folded) {
        return false;
    }
    let about = ["results", "result", "records", "items", "list", "set", "batch", "links", "link", "href", "url", "uri", "odata", "of"];
    let rest = if list.is_empty() { stem(folded) } else { stem(&folded.replace(list, "")) };
    about.iter().fold(rest, |rest, word| rest.replace(word, "")).is_empty()
}

/// Returns whether equal stems are no sign of a cursor: of names that count or that belong to the items, and of streams of changes, whose
/// position has no last page.
pub(super) fn is_no_cursor(stem: &str) -> bool {
    let names = [
        "offset", "skip", "number", "no", "num", "index", "size", "limit", "count", "id", "ids", "date", "step", "action", "status",
        "state", "type", "name", "version", "event", "run",
    ];
    names.contains(&stem) || ["sync", "delta", "stream", "poll", "change"].iter().any(|word| stem.contains(word))
}

/// Words of headers that take a cursor.
pub(super) const HEADER_WORDS: &[&str] = &["cursor", "token", "continuation", "marker", "bookmark", "next"];

/// Parameters that take a cursor, the surest first.
pub(super) const CURSOR_PARAMS: &[&str] = &[
    "cursor",
    "startingafter",
    "pagetoken",
    "nextpagetoken",
    "nexttoken",
    "continuationtoken",
    "continuation",
    "continue",
    "marker",
    "nextmarker",
    "nextcursor",
    "pagecursor",
    "aftercursor",
    "pageafter",
    "startcursor",
    "paginationtoken",
    "bookmark",
    "scrollid",
    "scrollparam",
    "after",
    "page",
    "offset",
    "start",
];

/// Parameters that take an offset.
pub(super) const OFFSET_PARAMS: &[&str] = &["offset", "skip", "startat", "startindex", "pageoffset"];

/// Parameters that take a page's number.
pub(super) const PAGE_PARAMS: &[&str] = &["page", "pagenumber", "pageno", "pagenum", "currentpage", "pageindex"];

/// Parameters that take a page's size.
pub(super) const LIMIT_PARAMS: &[&str] =
    &["limit", "count", "top", "pagesize", "perpage", "size", "maxresults", "pagelimit", "maxitems", "itemsperpage"];

/// Fields of the answer that hold the next cursor, the surest first. Those that also have other meanings come last.
pub(super) const CURSOR_FIELDS: &[&str] = &[
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "nextmarker",
    "nextcontinuationtoken",
    "nextpagecursor",
    "continuationtoken",
    "endcursor",
    "cursor",
    "continue",
    "bookmark",
    "scrollparam",
    "scrollid",
    "nextoffset",
    "startingafter",
    "after",
    "nextpage",
    "next",
];

/// Fields of the answer that hold the next page's URL.
pub(super) const URL_FIELDS: &[&str] = &[
    "nexturl",
    "nextpageurl",
    "nextpageuri",
    "nextpagelink",
    "odatanextlink",
    "nextlink",
    "nexthref",
    "href",
    "uri",
    "url",
    "link",
    "next",
];

/// Fields of the answer that hold the URL of the page before.
pub(super) const PREV_URL_FIELDS: &[&str] = &[
    "prevurl",
    "previousurl",
    "prevpageurl",
    "previouspageurl",
    "prevpageuri",
    "previouspageuri",
    "prevlink",
    "previouslink",
    "href",
    "link",
    "prev",
    "previous",
];

/// Booleans of the answer that say whether there are more pages.
pub(super) const MORE_FIELDS: &[&str] = &["hasmore", "hasnextpage", "hasnext", "more", "moreresults", "hasmorepages"];

/// Numbers of the answer that say how many items there are on all pages.
pub(super) const TOTAL_FIELDS: &[&str] = &[
    "total",
    "totalcount",
    "totalitems",
    "totalresults",
    "totalsize",
    "totalrecords",
    "totalentries",
    "odatacount",
    "totalrows",
    "itemcount",
];

/// Numbers of the answer that say how many pages there are.
pub(super) const PAGES_FIELDS: &[&str] = &["totalpages", "pagecount", "lastpage", "pages", "numpages"];

/// Objects of the answer that hold what is said of the pages.
const WRAPPERS: &[&str] = &[
    "meta",
    "metadata",
    "pagination",
    "paging",
    "page",
    "pages",
    "pageinfo",
    "pageinfos",
    "responsemetadata",
    "listmetadata",
    "paginationinfo",
    "pagingmetadata",
    "links",
    "cursors",
    "cursor",
    "next",
    "nextpage",
];

/// Returns whether an object of a folded name holds what is said of the pages.
pub(super) fn is_wrapper(folded: &str) -> bool {
    WRAPPERS.contains(&folded)
        || ["next", "paging", "pagination", "cursor"].iter().any(|word| folded.contains(word) && !folded.contains("context"))
}

/// Fields that an envelope has: an object around the list that is not a thing of its own.
const ENVELOPE: &[&str] = &[
    "data",
    "result",
    "results",
    "response",
    "payload",
    "body",
    "content",
    "status",
    "statuscode",
    "statustext",
    "code",
    "message",
    "msg",
    "success",
    "successful",
    "succeeded",
    "ok",
    "errormessage",
    "errorcode",
    "errordescription",
    "errno",
    "warning",
    "requestid",
    "request",
    "traceid",
    "correlationid",
    "timestamp",
    "time",
    "took",
    "timedout",
    "shards",
    "duration",
    "elapsed",
    "version",
    "apiversion",
    "jsonapi",
    "jsonrpc",
    "object",
    "kind",
    "self",
    "etag",
    "context",
    "method",
    "params",
    "query",
    "filter",
    "filters",
    "sort",
    "orderby",
    "count",
    "number",
    "first",
    "last",
    "prev",
    "previous",
    "selflink",
    "embedded",
    "debug",
    "exception",
];

/// Returns whether a field of a folded name belongs to an envelope.
pub(super) fn is_of_envelope(folded: &str) -> bool {
    let lists = [
        ENVELOPE,
        WRAPPERS,
        ASIDE,
        PERHAPS_ASIDE,
        TOTAL_FIELDS,
        PAGES_FIELDS,
        MORE_FIELDS,
        CURSOR_FIELDS,
        URL_FIELDS,
        PREV_URL_FIELDS,
        LIMIT_PARAMS,
        OFFSET_PARAMS,
        PAGE_PARAMS,
        CURSOR_PARAMS,
    ];
    lists.iter().any(|list| list.contains(&folded)) || folded.starts_with("odata") || says_next(folded)
}

/// Objects of a request's body that hold what is asked of the pages.
pub(super) const BODY_WRAPPERS: &[&str] = &["options", "pagination", "paging", "page", "model", "params"];

/// Lists that are never the items.
pub(super) const ASIDE: &[&str] = &["errors", "error", "warnings", "warningmessages", "links", "order", "responsemetadata"];

/// Lists that are the items only where there is no other.
pub(super) const PERHAPS_ASIDE: &[&str] = &["messages", "included", "metadata", "facets", "aggregations"];

/// What most call the list of items.
pub(super) const USUAL_ITEMS: &[&str] = &["data", "items", "results", "entries", "records", "values", "content", "value"];
