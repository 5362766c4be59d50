//! How the pages of an operation hang together: as configured, as declared, or as names tell with high confidence.

use crate::config::{self, Pagination};
use crate::diagnostic::Diagnostic;
use crate::ir::{Api, Evidence, Field, IntWidth, MediaKind, NextPage, Operation, PageParam, Pages, ParamLocation, Shape, Type, TypeBox};

use super::Cx;

/// Finds the pages of every operation.
pub(super) fn find(cx: &mut Cx<'_>) {
    for index in 0..cx.api.operations.len() {
        let op = &cx.api.operations[index];
        let configured = op.id.as_ref().and_then(|id| cx.config.pagination.get(id));
        let pages = match configured {
            Some(Pagination::None) => None,
            Some(pagination) => match configure(&cx.api, op, pagination) {
                Ok(pages) => Some(pages),
                Err(problem) => {
                    let id = op.id.clone().unwrap_or_default();
                    let message = format!("the configured pagination of `{id}` does not fit: {problem}");
                    cx.diagnostics.push(Diagnostic::warning("pagination-misfit", message).at(op.origin.clone()));
                    None
                }
            },
            None => infer(&cx.api, op),
        };
        cx.api.operations[index].pages = pages;
    }
    for id in cx.config.pagination.keys() {
        if !cx.api.partial && !cx.api.operations.iter().any(|op| op.id.as_ref() == Some(id)) {
            let message = format!("`pagination` names `{id}`, which is no operationId of the document");
            cx.diagnostics.push(Diagnostic::warning("pagination-misfit", message));
        }
    }
}

/// Returns the type of the successful JSON answer.
fn page_type(op: &Operation) -> Option<&Type> {
    let contents = op.responses.success.iter().filter_map(|response| response.content.as_ref());
    contents.filter(|content| content.kind == MediaKind::Json).map(|content| &content.ty).next()
}

fn configure(api: &Api, op: &Operation, pagination: &Pagination) -> Result<Pages, String> {
    let (items, next) = match pagination.clone() {
        Pagination::None => return Err("it is `none`".to_owned()),
        Pagination::Cursor { param, r#in, next, more, items } => {
            (items, NextPage::Cursor { param, location: location(r#in), cursor: next, more })
        }
        Pagination::LastId { param, r#in, id, more, items } => (items, NextPage::LastId { param, location: location(r#in), id, more }),
        Pagination::Offset { param, r#in, limit, total, more, items } => {
            (items, NextPage::Offset { param, location: location(r#in), limit, total, more })
        }
        Pagination::Page { param, r#in, first, size, pages, total, more, items } => {
            (items, NextPage::Page { param, location: location(r#in), first, size, pages, total, more })
        }
        Pagination::NextUrl { next, items } => (items, NextPage::Url { url: next }),
        Pagination::Link { items } => (items, NextPage::Link),
        Pagination::Header { name, items } => (items, NextPage::Header { name }),
    };
    let page = page_type(op).ok_or("the operation answers no JSON")?;
    let list = at(api, page, &items).ok_or_else(|| format!("there is nothing at `{items}` in the answer"))?;
    let item = element(api, &list).ok_or_else(|| format!("what is at `{items}` is no list"))?;
    Ok(Pages { items, item: TypeBox(item), next, evidence: Evidence::Configured })
}

fn location(param: config::PageParam) -> PageParam {
    match param {
        config::PageParam::Query => PageParam::Query,
        config::PageParam::Body => PageParam::Body,
    }
}

/// Returns the type at a JSON pointer in a type.
fn at(api: &Api, ty: &Type, pointer: &str) -> Option<Type> {
    let mut ty = ty.clone();
    for segment in pointer.split('/').skip(1) {
        let wire = segment.replace("~1", "/").replace("~0", "~");
        ty = match resolve(api, &ty) {
            Type::Map(value) => *value,
            Type::Named(id) => match &api.ty(id).shape {
                Shape::Struct(shape) => shape.fields.iter().find(|field| field.wire == wire)?.ty.clone(),
                Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => return None,
            },
            _ => return None,
        };
    }
    Some(ty)
}

/// Looks through aliases and null.
fn resolve(api: &Api, ty: &Type) -> Type {
    let mut ty = ty.clone();
    for _ in 0..api.types.len() + 2 {
        ty = match &ty {
            Type::Nullable(inner) => (**inner).clone(),
            Type::Named(id) => match &api.ty(*id).shape {
                Shape::Alias(inner) => inner.clone(),
                Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => return ty,
            },
            _ => return ty,
        };
    }
    ty
}

fn element(api: &Api, ty: &Type) -> Option<Type> {
    match resolve(api, ty) {
        Type::List(item) => Some(*item),
        _ => None,
    }
}

/// What is known of an operation that may have pages.
struct Candidate<'a> {
    api: &'a Api,
    op: &'a Operation,
    page: Type,
    items: String,
    item: Type,
}

/// Tells by names. Only what fits on both sides, the request's and the response's, is taken.
fn infer(api: &Api, op: &Operation) -> Option<Pages> {
    if op.method != "GET" && op.method != "POST" && op.method != "QUERY" {
        return None;
    }
    let page = page_type(op)?;
    let (items, item) = items(api, page)?;
    let candidate = Candidate { api, op, page: resolve(api, page), items, item };
    let (next, evidence) = candidate
        .last_id()
        .or_else(|| candidate.cursor())
        .or_else(|| candidate.next_url())
        .or_else(|| candidate.link())
        .or_else(|| candidate.offset())
        .or_else(|| candidate.page())?;
    Some(Pages { items: candidate.items, item: TypeBox(candidate.item), next, evidence: Evidence::Inferred(evidence) })
}

/// Finds the one list in a page: the body itself, or the only list of objects among its fields, one level down at most.
fn items(api: &Api, page: &Type) -> Option<(String, Type)> {
    if let Some(item) = element(api, page) {
        return Some((String::new(), item));
    }
    let mut lists = lists_in(api, page, "");
    if lists.is_empty() {
        for field in fields(api, page) {
            lists.extend(lists_in(api, &field.ty, &pointer("", &field.wire)));
        }
    }
    if lists.len() > 1 {
        // A page of included resources beside the items names the items as most do.
        let usual = ["data", "items", "results", "entries", "records", "values", "content", "value"];
        lists.retain(|(at, _)| usual.iter().any(|name| at.ends_with(&format!("/{name}"))));
    }
    (lists.len() == 1).then(|| lists.pop()).flatten()
}

fn lists_in(api: &Api, ty: &Type, base: &str) -> Vec<(String, Type)> {
    let lists = fields(api, ty).into_iter().filter_map(|field| {
        let item = element(api, &field.ty)?;
        let object = matches!(resolve(api, &item), Type::Named(_) | Type::Map(_) | Type::Any(_));
        let about = matches!(field.wire.as_str(), "errors" | "warnings" | "links" | "_links" | "messages");
        (object && !about).then(|| (pointer(base, &field.wire), item))
    });
    lists.collect()
}

fn fields(api: &Api, ty: &Type) -> Vec<Field> {
    match resolve(api, ty) {
        Type::Named(id) => match &api.ty(id).shape {
            Shape::Struct(shape) => shape.fields.clone(),
            Shape::Enum(_) | Shape::Union(_) | Shape::Alias(_) => Vec::new(),
        },
        _ => Vec::new(),
    }
}

fn pointer(base: &str, wire: &str) -> String {
    format!("{base}/{}", wire.replace('~', "~0").replace('/', "~1"))
}

/// Folds `nextPageToken`, `next_page_token` and `next-page-token` into one.
fn fold(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

const CURSOR_PARAMS: &[&str] = &[
    "cursor",
    "after",
    "startingafter",
    "pagetoken",
    "nexttoken",
    "marker",
    "nextmarker",
    "continuation",
    "continuationtoken",
    "continue",
    "pagecursor",
    "aftercursor",
    "nextcursor",
    "pageafter",
    "nextpagetoken",
    "paginationtoken",
    "scrollid",
];
const CURSOR_FIELDS: &[&str] = &[
    "nextcursor",
    "cursor",
    "nextpagetoken",
    "nexttoken",
    "nextmarker",
    "pagingnextafter",
    "responsemetadatanextcursor",
    "metanextcursor",
    "metanext",
    "metanexttoken",
    "paginationnextcursor",
    "pagenextcursor",
    "metaafter",
    "pagesnextstartingafter",
    "continuationtoken",
    "metadatacontinue",
    "metapageafter",
    "cursorsafter",
    "pagingcursorsafter",
    "listmetadataafter",
    "paginationcursor",
    "nextcontinuationtoken",
    "metacursor",
    "metadatanextcursor",
    "endcursor",
    "pageinfoendcursor",
];
const URL_FIELDS: &[&str] = &[
    "next",
    "nexturl",
    "nextpageurl",
    "nextpageuri",
    "linksnext",
    "linksnexthref",
    "odatanextlink",
    "nextlink",
    "pagingnext",
    "paginationnext",
    "metanextpageurl",
    "nexthref",
    "linkspagesnext",
    "paginationnexturl",
    "metanexturl",
    "pagingnextlink",
    "pagesnext",
];
const MORE_FIELDS: &[&str] =
    &["hasmore", "more", "hasnext", "hasnextpage", "metahasmore", "paginationhasmore", "paginghasmore", "pageinfohasnextpage"];
const TOTAL_FIELDS: &[&str] = &[
    "total",
    "totalcount",
    "totalitems",
    "totalresults",
    "count",
    "totalsize",
    "metatotal",
    "paginationtotal",
    "metatotalcount",
    "metapaginationtotal",
    "totalrecords",
    "totalentries",
    "metatotalitems",
];
const PAGES_FIELDS: &[&str] =
    &["totalpages", "pages", "pagecount", "lastpage", "metatotalpages", "paginationtotalpages", "metapaginationtotalpages", "metalastpage"];
const LIMIT_PARAMS: &[&str] =
    &["limit", "count", "top", "pagesize", "perpage", "size", "maxresults", "pagelimit", "maxitems", "itemsperpage"];

impl Candidate<'_> {
    fn cursor(&self) -> Option<(NextPage, String)> {
        let (param, location) = self.param(CURSOR_PARAMS, |ty| matches!(ty, Type::String | Type::Named(_) | Type::Any(_)))?;
        let (cursor, ty) = self.field(CURSOR_FIELDS)?;
        if !matches!(ty, Type::String | Type::Any(_)) {
            return None;
        }
        let more = self.field(MORE_FIELDS).map(|(at, _)| at);
        let evidence = format!("parameter `{param}` takes `{cursor}`");
        Some((NextPage::Cursor { param, location, cursor, more }, evidence))
    }

    fn next_url(&self) -> Option<(NextPage, String)> {
        let (url, ty) = self.field(URL_FIELDS)?;
        if !matches!(ty, Type::String) {
            return None;
        }
        let evidence = format!("`{url}` in the answer leads to the next page");
        Some((NextPage::Url { url }, evidence))
    }

    fn link(&self) -> Option<(NextPage, String)> {
        let declared = self.op.responses.success.iter().flat_map(|response| &response.headers);
        let found = declared.into_iter().any(|header| header.wire.eq_ignore_ascii_case("link"));
        found.then(|| (NextPage::Link, "the answer has a `Link` header".to_owned()))
    }

    fn last_id(&self) -> Option<(NextPage, String)> {
        let (param, location) = self.param(&["startingafter", "after", "afterid"], |ty| matches!(ty, Type::String))?;
        let (more, ty) = self.field(MORE_FIELDS)?;
        let id = fields(self.api, &self.item).into_iter().find(|field| field.wire == "id")?;
        if ty != Type::Bool || resolve(self.api, &id.ty) != Type::String || self.field(CURSOR_FIELDS).is_some() {
            return None;
        }
        let evidence = format!("parameter `{param}` takes the last item's `id`, and `{more}` says whether there are more");
        Some((NextPage::LastId { param, location, id: "/id".to_owned(), more: Some(more) }, evidence))
    }

    fn offset(&self) -> Option<(NextPage, String)> {
        let (param, location) = self.param(&["offset", "skip", "startat", "startindex", "pageoffset"], is_integer)?;
        let limit = self.param(LIMIT_PARAMS, is_integer).map(|(limit, _)| limit);
        let total = self.field(TOTAL_FIELDS).filter(|(_, ty)| is_integer(ty)).map(|(at, _)| at);
        let more = self.field(MORE_FIELDS).filter(|(_, ty)| *ty == Type::Bool).map(|(at, _)| at);
        limit.as_ref()?;
        let evidence = format!("parameters `{param}` and `{}` move a window over the list", limit.as_deref().unwrap_or_default());
        Some((NextPage::Offset { param, location, limit, total, more }, evidence))
    }

    fn page(&self) -> Option<(NextPage, String)> {
        let (param, location) = self.param(&["page", "pagenumber", "pageno", "pagenum", "currentpage", "pageindex"], is_integer)?;
        let size = self.param(LIMIT_PARAMS, is_integer).map(|(size, _)| size);
        let pages = self.field(PAGES_FIELDS).filter(|(_, ty)| is_integer(ty)).map(|(at, _)| at);
        let total = self.field(TOTAL_FIELDS).filter(|(_, ty)| is_integer(ty)).map(|(at, _)| at);
        let more = self.field(MORE_FIELDS).filter(|(_, ty)| *ty == Type::Bool).map(|(at, _)| at);
        if size.is_none() && pages.is_none() && total.is_none() && more.is_none() {
            return None;
        }
        let evidence = format!("parameter `{param}` numbers the pages");
        Some((NextPage::Page { param, location, first: self.first_page(), size, pages, total, more }, evidence))
    }

    /// A default or bound of zero says that pages are numbered from zero.
    fn first_page(&self) -> u32 {
        let param = self.op.params.iter().find(|param| fold(&param.wire).starts_with("page") && is_integer(&resolve(self.api, &param.ty)));
        let zero = param.and_then(|param| param.default.as_ref()).is_some_and(|default| default.as_i64() == Some(0));
        u32::from(!zero)
    }

    /// Finds a parameter by its folded name, in the query or at the top of a JSON body.
    fn param(&self, names: &[&str], fits: fn(&Type) -> bool) -> Option<(String, PageParam)> {
        let query = self.op.params.iter().filter(|param| param.location == ParamLocation::Query);
        let named = |name: &str| names.iter().position(|known| *known == fold(name));
        let in_query =
            query.filter(|param| fits(&resolve(self.api, &param.ty))).filter_map(|param| Some((named(&param.wire)?, &param.wire)));
        if let Some((_, wire)) = in_query.min() {
            return Some((wire.clone(), PageParam::Query));
        }
        let body = self.op.body.as_ref()?.contents.first().filter(|content| content.kind == MediaKind::Json)?;
        let members = fields(self.api, &body.ty);
        let in_body =
            members.iter().filter(|field| fits(&resolve(self.api, &field.ty))).filter_map(|field| Some((named(&field.wire)?, &field.wire)));
        in_body.min().map(|(_, wire)| (wire.clone(), PageParam::Body))
    }

    /// Finds a field of the page by the folded names on the way to it, three levels down at most.
    fn field(&self, names: &[&str]) -> Option<(String, Type)> {
        let mut found: Option<(usize, String, Type)> = None;
        let mut level = vec![(String::new(), String::new(), self.page.clone())];
        for _ in 0..4 {
            let mut below = Vec::new();
            for (at, folded, ty) in level {
                for field in fields(self.api, &ty) {
                    let (at, folded) = (pointer(&at, &field.wire), format!("{folded}{}", fold(&field.wire)));
                    let own = resolve(self.api, &field.ty);
                    if let Some(rank) = names.iter().position(|name| *name == folded)
                        && !matches!(own, Type::Named(_) | Type::Map(_) | Type::List(_))
                        && found.as_ref().is_none_or(|(best, ..)| rank < *best)
                    {
                        found = Some((rank, at.clone(), own.clone()));
                    }
                    if matches!(own, Type::Named(_)) && at != self.items {
                        below.push((at, folded, own));
                    }
                }
            }
            level = below;
        }
        found.map(|(_, at, ty)| (at, ty))
    }
}

fn is_integer(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Int(IntWidth::I8 | IntWidth::I16 | IntWidth::I32 | IntWidth::I64 | IntWidth::U16 | IntWidth::U32 | IntWidth::U64)
            | Type::Float(_)
    )
}
