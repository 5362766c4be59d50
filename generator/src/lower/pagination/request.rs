//! What a request takes that may ask for a page: query parameters, headers that are called as cursors are, and fields of a JSON body, also in an object about the pages.

use crate::ir::{Api, Docs, MediaKind, Operation, PageParam, Param, ParamLocation, Presence, Type};

use super::shape::{fields, pointer, resolve};
use super::words::{BODY_WRAPPERS, HEADER_WORDS, fold, fold_header};

/// A value that the request takes.
pub(super) struct Taken<'a> {
    /// The parameter's name, or for a body the field's name or the pointer to it.
    pub(super) name: String,
    /// The name of its own, folded.
    pub(super) folded: String,
    pub(super) location: PageParam,
    pub(super) ty: &'a Type,
    pub(super) docs: &'a Docs,
    pub(super) default: Option<&'a serde_json::Value>,
    pub(super) presence: Presence,
}

/// Lists what a request takes, nearest first.
pub(super) fn taken<'a>(api: &'a Api, op: &'a Operation) -> Vec<Taken<'a>> {
    let param = |param: &'a Param, folded: String, location: PageParam| Taken {
        name: param.wire.clone(),
        folded,
        location,
        ty: resolve(api, &param.ty),
        docs: &param.docs,
        default: param.default.as_ref(),
        presence: param.presence,
    };
    let at = |location: ParamLocation| op.params.iter().filter(move |param| param.location == location);
    let mut taken: Vec<Taken<'a>> = at(ParamLocation::Query).map(|own| param(own, fold(&own.wire), PageParam::Query)).collect();
    let headers = at(ParamLocation::Header).map(|own| param(own, fold_header(&own.wire), PageParam::Header));
    taken.extend(headers.filter(|own| HEADER_WORDS.iter().any(|word| own.folded.contains(word))));
    let body = op.body.as_ref().and_then(|body| body.contents.first()).filter(|content| content.kind == MediaKind::Json);
    let Some(body) = body else { return taken };
    let members = fields(api, &body.ty);
    let field = |name: String, field: &'a crate::ir::Field| Taken {
        name,
        folded: fold(&field.wire),
        location: PageParam::Body,
        ty: resolve(api, &field.ty),
        docs: &field.docs,
        default: field.default.as_ref(),
        presence: field.presence,
    };
    taken.extend(members.iter().map(|member| field(member.wire.clone(), member)));
    for wrapper in members.iter().filter(|member| BODY_WRAPPERS.contains(&fold(&member.wire).as_str())) {
        let base = pointer("", &wrapper.wire);
        taken.extend(fields(api, &wrapper.ty).into_iter().map(|own| field(pointer(&base, &own.wire), own)));
    }
    taken
}

/// Finds the first of some folded names.
pub(super) fn find<'t, 'a>(taken: &'t [Taken<'a>], names: &[&str], fits: impl Fn(&Type) -> bool) -> Option<&'t Taken<'a>> {
    let ranked = taken.iter().filter(|own| fits(own.ty)).filter_map(|own| Some((names.iter().position(|name| *name == own.folded)?, own)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, own)| own)
}
