//! Collects what is to be shown.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::diagnostic::Severity;
use crate::generator::Plan;
use crate::ir::{AnyReason, Api, Evidence, NextPage, Operation, SchemeKind, Shape, Type};
use crate::normalize::Dialect;

use super::super::terminal::counts;

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
    pub(super) types: Types,
    /// How many values have no type, by the reason.
    pub(super) untyped: BTreeMap<String, usize>,
    /// What could not have its natural name, and why.
    pub(super) renamed: Vec<String>,
    /// How often each problem was found.
    pub(super) diagnostics: Vec<Problem>,
}

/// A way to authenticate.
#[derive(Debug, Serialize)]
pub(super) struct Auth {
    pub(super) scheme: String,
    pub(super) kind: String,
    pub(super) method: String,
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
}

/// Collects everything.
pub(super) fn survey(plan: &Plan) -> Survey {
    let Plan { api, names, .. } = plan;
    let auth = api.schemes.iter().zip(&names.schemes).map(|(scheme, method)| Auth {
        scheme: scheme.wire.clone(),
        kind: scheme_kind(&scheme.kind),
        method: method.0.clone(),
    });
    let renamed = plan.diagnostics.iter().filter(|diagnostic| diagnostic.code == "renamed" && diagnostic.severity == Severity::Note);
    let problems = counts(&plan.diagnostics).into_iter().map(|(severity, code, count)| Problem { severity: severity.word(), code, count });
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
        auth: auth.collect(),
        groups: groups(plan),
        webhooks: api.webhooks.iter().map(|webhook| webhook.wire.clone()).collect(),
        types: types(api),
        untyped: untyped(api),
        renamed: renamed.map(|diagnostic| diagnostic.message.clone()).collect(),
        diagnostics: problems.collect(),
    }
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
    let pages = op.pages.as_ref().map(|pages| Pages { kind: page_kind(&pages.next), evidence: evidence(&pages.evidence) });
    Call {
        id: op.id.clone(),
        method: op.method.clone(),
        path: op.path.clone(),
        name: name.to_owned(),
        deprecated: op.docs.deprecated,
        pages,
    }
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

fn untyped(api: &Api) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for def in &api.types {
        match &def.shape {
            Shape::Struct(shape) => {
                shape.fields.iter().for_each(|field| add_untyped(&field.ty, &mut counts));
                shape.additional.iter().for_each(|ty| add_untyped(ty, &mut counts));
            }
            Shape::Union(shape) => shape.variants.iter().for_each(|variant| add_untyped(&variant.ty, &mut counts)),
            Shape::Alias(ty) => add_untyped(ty, &mut counts),
            Shape::Enum(_) => {}
        }
    }
    for op in &api.operations {
        op.params.iter().for_each(|param| add_untyped(&param.ty, &mut counts));
        let bodies = op.body.iter().flat_map(|body| &body.contents);
        let answers = op.responses.success.iter().chain(&op.responses.errors).filter_map(|response| response.content.as_ref());
        bodies.chain(answers).for_each(|content| add_untyped(&content.ty, &mut counts));
    }
    counts
}

fn add_untyped(ty: &Type, counts: &mut BTreeMap<String, usize>) {
    match ty {
        Type::Any(reason) => *counts.entry(reason_text(reason)).or_default() += 1,
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => add_untyped(inner, counts),
        Type::Named(_)
        | Type::Bool
        | Type::Int(_)
        | Type::Float(_)
        | Type::Decimal(_)
        | Type::String
        | Type::DateTime
        | Type::Date
        | Type::Time
        | Type::Base64
        | Type::Binary => {}
    }
}

fn reason_text(reason: &AnyReason) -> String {
    match reason {
        AnyReason::Unconstrained => "the schema allows everything".to_owned(),
        AnyReason::Never => "the schema allows nothing".to_owned(),
        AnyReason::Null => "only null is allowed".to_owned(),
        AnyReason::FreeObject => "an object that declares no properties".to_owned(),
        AnyReason::Unsupported(keyword) => format!("`{keyword}` has no rendering"),
        AnyReason::Faulty => "the schema is at fault".to_owned(),
        AnyReason::Undeclared => "not declared, and kept by the configuration".to_owned(),
    }
}
