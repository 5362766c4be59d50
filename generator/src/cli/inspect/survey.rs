//! Collects what is to be shown.

use serde::Serialize;

use crate::generator::Plan;
use crate::ir::{Api, Evidence, NextPage, Operation, SchemeKind, Shape};
use crate::normalize::Dialect;
use crate::source::{Location, Sources};

use super::super::terminal::counts;
use super::cost::Budget;
use super::coverage::{self, Coverage, Untyped};

/// What would be generated.
#[derive(Debug, Serialize)]
pub(super) struct Survey {
    pub(super) title: String,
    pub(super) version: String,
    pub(super) dialect: &'static str,
    pub(super) package: String,
    pub(super) config: Option<String>,
    pub(super) servers: Vec<String>,
    pub(super) auth: Vec<Auth>,
    pub(super) groups: Vec<Group>,
    pub(super) webhooks: Vec<String>,
    /// The kinds of pages.
    pub(super) pagination: PageKinds,
    /// What looks like pages.
    pub(super) page_hints: Vec<PageHint>,
    pub(super) types: Types,
    /// How much of the document is in the crate.
    pub(super) coverage: Coverage,
    /// The values without a type, by the reason.
    pub(super) untyped: Vec<Untyped>,
    /// The items whose names are not the plain casing of the document's.
    pub(super) renamed: Vec<Renamed>,
    /// What was found in the document, by its code.
    pub(super) diagnostics: Vec<Problem>,
    /// What the crate costs to compile, where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) cost: Option<Budget>,
}

/// The length of a line, in bytes, from which on people do not read it.
const MINIFIED: usize = 1_000;

/// A place in a file.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Spot {
    pub(super) file: String,
    pub(super) line: Option<usize>,
    pub(super) column: Option<usize>,
    pub(super) pointer: String,
    /// Whether the line is too long to find a column in.
    #[serde(skip)]
    pub(super) is_minified: bool,
}

/// An item with another name.
#[derive(Debug, Serialize)]
pub(super) struct Renamed {
    pub(super) item: String,
    pub(super) wire: String,
    pub(super) name: String,
    pub(super) reason: String,
    pub(super) spot: Option<Spot>,
}

/// A way to authenticate.
#[derive(Debug, Serialize)]
pub(super) struct Auth {
    pub(super) scheme: String,
    pub(super) kind: String,
    pub(super) method: String,
    /// How many operations may be called with it.
    pub(super) operations: usize,
}

/// A group.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    pub(super) tag: String,
    pub(super) accessor: String,
    pub(super) feature: String,
    pub(super) operations: Vec<Call>,
}

/// An operation.
#[derive(Debug, Serialize)]
pub(super) struct Call {
    pub(super) id: Option<String>,
    pub(super) method: String,
    pub(super) path: String,
    pub(super) name: String,
    pub(super) deprecated: bool,
    pub(super) pages: Option<Pages>,
}

/// How an operation's pages hang together.
#[derive(Debug, Serialize)]
pub(super) struct Pages {
    pub(super) kind: String,
    pub(super) evidence: String,
    /// The JSON pointer to the list of items.
    pub(super) items: String,
    /// Whether there is a way to the page before.
    pub(super) backwards: bool,
    /// Where the total of items is.
    pub(super) total: Option<String>,
}

/// How many operations have pages of each kind.
#[derive(Debug, Default, Serialize)]
pub(super) struct PageKinds {
    pub(super) cursor: usize,
    pub(super) last_id: usize,
    pub(super) offset: usize,
    pub(super) page: usize,
    pub(super) next_url: usize,
    pub(super) link: usize,
    pub(super) header: usize,
}

/// An operation that looks as if it had pages, and is generated without.
#[derive(Debug, Serialize)]
pub(super) struct PageHint {
    pub(super) operation: String,
    pub(super) reason: String,
    /// A line for the table `pagination` of the configuration.
    pub(super) config: Option<String>,
}

/// How many types of each kind there are.
#[derive(Debug, Default, Serialize)]
pub(super) struct Types {
    pub(super) structs: usize,
    pub(super) enums: usize,
    pub(super) unions: usize,
    pub(super) aliases: usize,
}

/// A kind of problem.
#[derive(Debug, Serialize)]
pub(super) struct Problem {
    pub(super) severity: &'static str,
    pub(super) code: &'static str,
    pub(super) count: usize,
    pub(super) occurrences: Vec<Occurrence>,
}

/// A problem.
#[derive(Debug, Serialize)]
pub(super) struct Occurrence {
    pub(super) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<String>,
    pub(super) spot: Option<Spot>,
}

/// Collects everything.
pub(super) fn survey(plan: &Plan) -> Survey {
    let Plan { api, names, .. } = plan;
    let (coverage, untyped) = coverage::measure(plan);
    Survey {
        title: api.info.title.clone(),
        version: api.info.version.clone(),
        dialect: match plan.dialect {
            Dialect::V2 => "Swagger 2.0",
            Dialect::V3_0 => "OpenAPI 3.0",
            Dialect::V3_1 => "OpenAPI 3.1",
            Dialect::V3_2 => "OpenAPI 3.2",
        },
        package: names.package.clone(),
        config: plan.config_file.as_ref().map(|path| path.display().to_string()),
        servers: api.servers.iter().map(|server| server.url.clone()).collect(),
        auth: auth(plan),
        groups: groups(plan),
        webhooks: api.webhooks.iter().map(|webhook| webhook.wire.clone()).collect(),
        pagination: page_kinds(api),
        page_hints: page_hints(api),
        types: types(api),
        coverage,
        untyped,
        renamed: renamed(plan),
        diagnostics: diagnostics(plan),
        cost: None,
    }
}

fn auth(plan: &Plan) -> Vec<Auth> {
    let api = &plan.api;
    let auth = api.schemes.iter().zip(&plan.names.schemes).map(|(scheme, method)| {
        let takes = |op: &&Operation| {
            let security = op.security.as_ref().unwrap_or(&api.security);
            security.0.iter().flatten().any(|own| own.scheme == scheme.wire)
        };
        Auth {
            scheme: scheme.wire.clone(),
            kind: scheme_kind(&scheme.kind),
            method: method.0.clone(),
            operations: api.operations.iter().filter(takes).count(),
        }
    });
    auth.collect()
}

fn groups(plan: &Plan) -> Vec<Group> {
    let groups = plan.facts.groups.iter().map(|id| {
        let names = &plan.names.groups[id.0 as usize];
        let own = plan.api.operations.iter().zip(&plan.names.operations).filter(|(op, _)| op.group == *id);
        Group {
            tag: plan.api.groups[id.0 as usize].tag.clone(),
            accessor: names.accessor.0.clone(),
            feature: names.feature.clone(),
            operations: own.map(|(op, names)| call(op, &names.method.0)).collect(),
        }
    });
    groups.collect()
}

fn call(op: &Operation, name: &str) -> Call {
    let pages = op.pages.as_ref().map(|pages| Pages {
        kind: page_kind(&pages.next),
        evidence: evidence(&pages.evidence),
        items: pages.items.clone(),
        backwards: pages.prev.is_some() || matches!(pages.next, NextPage::Page { .. }),
        total: pages.total.clone(),
    });
    Call {
        id: op.id.clone(),
        method: op.method.clone(),
        path: op.path.clone(),
        name: name.to_owned(),
        deprecated: op.docs.deprecated,
        pages,
    }
}

fn page_kinds(api: &Api) -> PageKinds {
    let mut kinds = PageKinds::default();
    for pages in api.operations.iter().filter_map(|op| op.pages.as_ref()) {
        *match pages.next {
            NextPage::Cursor { .. } => &mut kinds.cursor,
            NextPage::LastId { .. } => &mut kinds.last_id,
            NextPage::Offset { .. } => &mut kinds.offset,
            NextPage::Page { .. } => &mut kinds.page,
            NextPage::Url { .. } => &mut kinds.next_url,
            NextPage::Link => &mut kinds.link,
            NextPage::Header { .. } => &mut kinds.header,
        } += 1;
    }
    kinds
}

fn page_hints(api: &Api) -> Vec<PageHint> {
    let hints = api.operations.iter().filter_map(|op| {
        let hint = op.page_hint.as_ref()?;
        let operation = op.id.clone().unwrap_or_else(|| format!("{} {}", op.method, op.path));
        Some(PageHint { operation, reason: hint.reason.clone(), config: hint.line.clone() })
    });
    hints.collect()
}

fn page_kind(next: &NextPage) -> String {
    match next {
        NextPage::Cursor { param, cursor, .. } => format!("cursor `{param}` from `{cursor}`"),
        NextPage::LastId { param, id, .. } => format!("`{param}` of the last item's `{id}`"),
        NextPage::Offset { param, .. } => format!("offset `{param}`"),
        NextPage::Page { param, .. } => format!("page number `{param}`"),
        NextPage::Url { url } => format!("URL in `{url}`"),
        NextPage::Link => "`Link` header".to_owned(),
        NextPage::Header { name } => format!("URL in header `{name}`"),
    }
}

fn evidence(evidence: &Evidence) -> String {
    match evidence {
        Evidence::Configured => "configured".to_owned(),
        Evidence::Declared(extension) => format!("declared by `{extension}`"),
        Evidence::Inferred(signs) => format!("inferred from {signs}"),
    }
}

fn scheme_kind(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKeyHeader(name) => format!("key in the header `{name}`"),
        SchemeKind::ApiKeyQuery(name) => format!("key in the query parameter `{name}`"),
        SchemeKind::ApiKeyCookie(name) => format!("key in the cookie `{name}`"),
        SchemeKind::Basic => "user name and password (HTTP Basic)".to_owned(),
        SchemeKind::Bearer => "bearer token".to_owned(),
        SchemeKind::Http(scheme) => format!("HTTP scheme `{scheme}`"),
        SchemeKind::OAuth2(flows) if flows.client_credentials => "OAuth 2.0 with client credentials".to_owned(),
        SchemeKind::OAuth2(_) => "OAuth 2.0".to_owned(),
        SchemeKind::OpenIdConnect(url) => format!("OpenID Connect by {url}"),
        SchemeKind::MutualTls => "client certificate".to_owned(),
    }
}

fn types(api: &Api) -> Types {
    let mut types = Types::default();
    for def in &api.types {
        match def.shape {
            Shape::Struct(_) => types.structs += 1,
            Shape::Enum(_) => types.enums += 1,
            Shape::Union(_) => types.unions += 1,
            Shape::Alias(_) => types.aliases += 1,
        }
    }
    types
}

fn renamed(plan: &Plan) -> Vec<Renamed> {
    let renamed = plan.names.renames.iter().map(|rename| Renamed {
        item: rename.item.clone(),
        wire: rename.wire.clone(),
        name: rename.name.0.clone(),
        reason: rename.reason.clone(),
        spot: rename.origin.as_ref().map(|origin| spot(&plan.sources, origin)),
    });
    renamed.collect()
}

fn diagnostics(plan: &Plan) -> Vec<Problem> {
    let problems = counts(&plan.diagnostics).into_iter().map(|(severity, code, count)| {
        let own = plan.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity && diagnostic.code == code);
        let occurrences = own.map(|diagnostic| Occurrence {
            message: diagnostic.message.clone(),
            help: diagnostic.help.clone(),
            spot: diagnostic.location.as_ref().map(|location| spot(&plan.sources, location)),
        });
        Problem { severity: severity.word(), code, count, occurrences: occurrences.collect() }
    });
    problems.collect()
}

/// Returns where a location is in its file.
pub(super) fn spot(sources: &Sources, location: &Location) -> Spot {
    let span = sources.span(location);
    Spot {
        file: sources.file(location.file).name().to_owned(),
        line: span.as_ref().map(|span| span.line),
        column: span.as_ref().map(|span| span.column),
        pointer: location.pointer.as_str().to_owned(),
        is_minified: span.is_some_and(|span| span.line_bytes.len() > MINIFIED),
    }
}
