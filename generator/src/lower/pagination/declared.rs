//! Pagination that the document declares by an extension: `x-speakeasy-pagination`, `x-ms-pageable`, `x-dropshot-pagination`, and
//! `x-ms-list-*`, which TypeSpec's words for pages travel in.

use openapiv3::{Parameter, ReferenceOr, Schema, SchemaKind, StatusCode, Type as SchemaType};
use serde_json::Value;

use crate::config::{PageParam, Pagination};
use crate::ir::{Api, Evidence, Operation, Pages};
use crate::normalize::Document;
use crate::source::Path;

use super::shape::{page_type, pointer};
use super::{answer, configured, request};

/// What a document declares of an operation's pages.
pub(in crate::lower) struct Declaration {
    /// The extension.
    by: &'static str,
    said: Said,
}

enum Said {
    /// The value of an extension of the operation.
    Value(Value),
    /// What parameters and fields are marked as.
    Marked(Box<Marked>),
}

/// The parameters and fields that have marks: names and JSON pointers.
#[derive(Default)]
struct Marked {
    items: Option<String>,
    token_param: Option<String>,
    token: Option<String>,
    next_link: Option<String>,
    offset: Option<String>,
    page_index: Option<String>,
    page_size: Option<String>,
}

/// The extensions of operations.
const EXTENSIONS: [&str; 3] = ["x-speakeasy-pagination", "x-ms-pageable", "x-dropshot-pagination"];

impl Declaration {
    /// Reads what an operation declares.
    pub(in crate::lower) fn read(document: &Document, op: &openapiv3::Operation, shared: &[ReferenceOr<Parameter>]) -> Option<Self> {
        let own = EXTENSIONS.into_iter().find_map(|by| Some((by, op.extensions.get(by)?)));
        if let Some((by, value)) = own {
            return Some(Self { by, said: Said::Value(value.clone()) });
        }
        let mut marked = Marked::default();
        for param in shared.iter().chain(&op.parameters) {
            marked.param(document, param);
        }
        let success = op.responses.responses.iter().find(|(status, _)| matches!(status, StatusCode::Code(200..=299)))?.1;
        let contents = response(document, success).map(|response| &response.content)?;
        let schema = contents.iter().find(|(media_type, _)| media_type.contains("json"))?.1.schema.as_ref()?;
        marked.schema(document, resolved(document, schema), &Path::root(), 0);
        let any = marked.items.is_some() || marked.next_link.is_some() || marked.token.is_some();
        any.then(|| Self { by: "x-ms-list", said: Said::Marked(Box::new(marked)) })
    }
}

fn response<'d>(document: &'d Document, response: &'d ReferenceOr<openapiv3::Response>) -> Option<&'d openapiv3::Response> {
    let mut at = response;
    for _ in 0..16 {
        match at {
            ReferenceOr::Item(response) => return Some(response),
            ReferenceOr::Reference { reference } => {
                let name = crate::lower::name_in("responses", reference)?;
                at = document.api.components.as_ref()?.responses.get(&name)?;
            }
        }
    }
    None
}

impl Marked {
    fn param(&mut self, document: &Document, param: &ReferenceOr<Parameter>) {
        let components = document.api.components.as_ref();
        let param = match param {
            ReferenceOr::Item(param) => param,
            ReferenceOr::Reference { reference } => {
                let named = crate::lower::name_in("parameters", reference).and_then(|name| components?.parameters.get(&name));
                let Some(ReferenceOr::Item(param)) = named else { return };
                param
            }
        };
        let data = param.parameter_data_ref();
        let places = [
            ("x-ms-list-continuation-token", &mut self.token_param),
            ("x-ms-list-offset", &mut self.offset),
            ("x-ms-list-page-index", &mut self.page_index),
            ("x-ms-list-page-size", &mut self.page_size),
        ];
        for (mark, place) in places {
            if data.extensions.get(mark) == Some(&Value::Bool(true)) {
                *place = Some(data.name.clone());
            }
        }
    }

    /// Looks for marks three objects deep.
    fn schema(&mut self, document: &Document, schema: Option<&Schema>, at: &Path<'_>, depth: usize) {
        let Some(schema) = schema.filter(|_| depth < 4) else { return };
        let places = [
            ("x-ms-list-page-items", &mut self.items),
            ("x-ms-list-continuation-token", &mut self.token),
            ("x-ms-list-next-link", &mut self.next_link),
        ];
        for (mark, place) in places {
            if schema.schema_data.extensions.get(mark) == Some(&Value::Bool(true)) {
                *place = Some(at.to_pointer().as_str().to_owned());
            }
        }
        match &schema.schema_kind {
            SchemaKind::Type(SchemaType::Object(object)) => {
                for (name, own) in &object.properties {
                    let own = match own {
                        ReferenceOr::Item(own) => Some(&**own),
                        ReferenceOr::Reference { reference } => component(document, reference).and_then(|own| resolved(document, own)),
                    };
                    self.schema(document, own, &at.key(name), depth + 1);
                }
            }
            SchemaKind::AllOf { all_of } => all_of.iter().for_each(|own| self.schema(document, resolved(document, own), at, depth + 1)),
            _ => {}
        }
    }
}

fn resolved<'d>(document: &'d Document, schema: &'d ReferenceOr<Schema>) -> Option<&'d Schema> {
    let mut at = schema;
    for _ in 0..16 {
        match at {
            ReferenceOr::Item(schema) => return Some(schema),
            ReferenceOr::Reference { reference } => at = component(document, reference)?,
        }
    }
    None
}

fn component<'d>(document: &'d Document, reference: &str) -> Option<&'d ReferenceOr<Schema>> {
    let name = crate::lower::name_in("schemas", reference)?;
    document.api.components.as_ref()?.schemas.get(&name)
}

/// Makes pages of a declaration; the error says what does not fit. `None` where it says that there is one page only.
pub(super) fn resolve(api: &Api, op: &Operation, declaration: &Declaration) -> Option<Result<Pages, String>> {
    let pagination = match &declaration.said {
        Said::Value(value) => match declaration.by {
            "x-speakeasy-pagination" => speakeasy(api, op, value),
            "x-ms-pageable" => Ok(pageable(value)?),
            _ => dropshot(api, op),
        },
        Said::Marked(marked) => marked_pages(api, op, marked),
    };
    Some(pagination.and_then(|pagination| fit(api, op, declaration, &pagination)))
}

fn fit(api: &Api, op: &Operation, declaration: &Declaration, pagination: &Pagination) -> Result<Pages, String> {
    for param in params(pagination) {
        if !request::taken(api, op).iter().any(|taken| taken.name == *param) {
            return Err(format!("`{}` names the parameter `{param}`, which the operation does not take", declaration.by));
        }
    }
    configured::configure(api, op, pagination, Evidence::Declared(declaration.by.to_owned()))
}

fn params(pagination: &Pagination) -> Vec<&String> {
    match pagination {
        Pagination::Cursor { param, .. } | Pagination::LastId { param, .. } => vec![param],
        Pagination::Offset { param, limit, .. } => [Some(param), limit.as_ref()].into_iter().flatten().collect(),
        Pagination::Page { param, size, .. } => [Some(param), size.as_ref()].into_iter().flatten().collect(),
        Pagination::None | Pagination::NextUrl { .. } | Pagination::Link { .. } | Pagination::Header { .. } => Vec::new(),
    }
}

/// The list of items, where the declaration leaves it to the answer.
fn items(api: &Api, op: &Operation) -> Result<String, String> {
    let page = page_type(op).ok_or(configured::NO_PAGE)?;
    answer::items(api, op, page).map(|list| list.pointer).ok_or_else(|| "the answer has no list that is sure to hold the items".to_owned())
}

/// The extension of Azure's generators: the next page's URL, and the list.
fn pageable(value: &Value) -> Option<Pagination> {
    let name = |key: &str| value.get(key).and_then(Value::as_str).filter(|name| !name.is_empty());
    if value.get("nextLinkName").is_some_and(Value::is_null) {
        return None;
    }
    let next = name("nextLinkName").unwrap_or("nextLink");
    Some(Pagination::NextUrl { next: pointer("", next), items: pointer("", name("itemName").unwrap_or("value")) })
}

/// Dropshot's pages are all the same: `next_page` is the token of the next one.
fn dropshot(api: &Api, op: &Operation) -> Result<Pagination, String> {
    let (param, next) = ("page_token".to_owned(), "/next_page".to_owned());
    Ok(Pagination::Cursor { param, r#in: PageParam::Query, next, more: None, items: items(api, op)? })
}

fn marked_pages(api: &Api, op: &Operation, marked: &Marked) -> Result<Pagination, String> {
    let items = marked.items.clone().map_or_else(|| items(api, op), Ok)?;
    let (query, size) = (PageParam::Query, marked.page_size.clone());
    match (&marked.token_param, &marked.token, &marked.next_link, &marked.offset, &marked.page_index) {
        (Some(param), Some(next), ..) => {
            Ok(Pagination::Cursor { param: param.clone(), r#in: query, next: next.clone(), more: None, items })
        }
        (_, _, Some(next), ..) => Ok(Pagination::NextUrl { next: next.clone(), items }),
        (_, _, _, Some(param), _) => {
            Ok(Pagination::Offset { param: param.clone(), r#in: query, limit: size, total: None, more: None, items })
        }
        (_, _, _, _, Some(param)) => {
            Ok(Pagination::Page { param: param.clone(), r#in: query, first: 1, size, pages: None, total: None, more: None, items })
        }
        (Some(_), None, ..) => Err("a parameter is marked as the continuation token, and no field of the answer".to_owned()),
        (None, Some(_), ..) => Err("a field of the answer is marked as the continuation token, and no parameter".to_owned()),
        (None, None, None, None, None) => Err("nothing is marked that leads to the next page".to_owned()),
    }
}

/// `type`, `inputs` and `outputs`, whose values are JSONPaths (RFC 9535).
fn speakeasy(api: &Api, op: &Operation, value: &Value) -> Result<Pagination, String> {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let inputs = value.get("inputs").and_then(Value::as_array).cloned().unwrap_or_default();
    let input = |kind: &str| {
        let own = inputs.iter().find(|input| text(input, "type").as_deref() == Some(kind))?;
        let location = if text(own, "in").as_deref() == Some("requestBody") { PageParam::Body } else { PageParam::Query };
        let name = text(own, "name")?;
        Some((path(&name).filter(|_| name.starts_with('$')).map_or(name, |at| at.trim_start_matches('/').to_owned()), location))
    };
    let outputs = value.get("outputs").cloned().unwrap_or_default();
    let output = |key: &str| match text(&outputs, key) {
        None => Ok(None),
        Some(said) => path(&said).map(Some).ok_or_else(|| format!("`{said}` is no path to one place")),
    };
    let items = output("results")?.map_or_else(|| items(api, op), Ok)?;
    let limit = input("limit").map(|(name, _)| name);
    let first_page = || op.params.iter().any(|param| param.default.as_ref().is_some_and(|default| default.as_i64() == Some(0)));
    match text(value, "type").as_deref() {
        Some("cursor") => {
            let (param, r#in) = input("cursor").ok_or("it is of the type `cursor` and has no input of that type")?;
            let next = text(&outputs, "nextCursor").ok_or("it is of the type `cursor` and has no output `nextCursor`")?;
            if let Some((list, id)) = next.split_once("[-1]").or_else(|| next.split_once("[(@.length-1)]")) {
                let same = path(list).is_some_and(|list| list == items);
                let id = path(&format!("${id}")).filter(|_| same).ok_or_else(|| format!("`{next}` is not in an item"))?;
                return Ok(Pagination::LastId { param, r#in, id, more: None, items });
            }
            let next = path(&next).ok_or_else(|| format!("`{next}` is no path to one place"))?;
            Ok(Pagination::Cursor { param, r#in, next, more: None, items })
        }
        Some("offsetLimit") => match (input("offset"), input("page")) {
            (Some((param, r#in)), _) => Ok(Pagination::Offset { param, r#in, limit, total: None, more: None, items }),
            (None, Some((param, r#in))) => {
                let first = u32::from(!first_page());
                Ok(Pagination::Page { param, r#in, first, size: limit, pages: output("numPages")?, total: None, more: None, items })
            }
            (None, None) => Err("it is of the type `offsetLimit` and has no input of the type `offset` or `page`".to_owned()),
        },
        Some("url") => {
            let next = output("nextUrl")?.ok_or("it is of the type `url` and has no output `nextUrl`")?;
            Ok(Pagination::NextUrl { next, items })
        }
        Some(other) => Err(format!("`{other}` is no known type of pagination")),
        None => Err("it has no `type`".to_owned()),
    }
}

/// Makes a JSON pointer of a JSONPath to one place: names after dots, and in brackets.
fn path(text: &str) -> Option<String> {
    let mut rest = text.trim().strip_prefix('$')?;
    let mut at = String::new();
    while !rest.is_empty() {
        if let Some(bracket) = rest.strip_prefix("['").or_else(|| rest.strip_prefix("[\"")) {
            let end = bracket.find(['\'', '"'])?;
            at = pointer(&at, &bracket[..end]);
            rest = bracket[end + 1..].strip_prefix(']')?;
        } else {
            let name = rest.strip_prefix('.')?;
            let end = name.find(['.', '[']).unwrap_or(name.len());
            let usable = end > 0 && !name[..end].contains(['*', '(', '@', '?']);
            at = pointer(&at, name[..end].get(..end).filter(|_| usable)?);
            rest = &name[end..];
        }
    }
    Some(at)
}
