//! The names that parameters and fields of pages have, folded: lower case, without what is no letter or digit.

/// Folds `nextPageToken`, `next_page_token` and `next-page-token` into one.
pub(super) fn fold(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

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
pub(super) const WRAPPERS: &[&str] = &[
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

/// Objects of a request's body that hold what is asked of the pages.
pub(super) const BODY_WRAPPERS: &[&str] = &["options", "pagination", "paging", "page", "model", "params"];

/// Lists that are never the items.
pub(super) const ASIDE: &[&str] = &["errors", "error", "warnings", "warningmessages", "links", "order", "responsemetadata"];

/// Lists that are the items only where there is no other.
pub(super) const PERHAPS_ASIDE: &[&str] = &["messages", "included", "metadata", "facets", "aggregations"];

/// What most call the list of items.
pub(super) const USUAL_ITEMS: &[&str] = &["data", "items", "results", "entries", "records", "values", "content", "value"];
