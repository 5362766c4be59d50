//! Makes small APIs.

use serde_json::Value;

use crate::ir::{
    Api, Body, Constraints, Content, Docs, Encoding, Enum, EnumKind, EnumValue, Field, Group, GroupId, MediaKind, NameHint, Operation,
    Owner, Param, ParamLocation, ParamStyle, Presence, Response, Responses, Scheme, SchemeKind, Server, ServerVariable, Shape, Status,
    Struct, Type, TypeDef, Union, Variant,
};
use crate::source::{FileId, Location, Pointer};

fn origin() -> Location {
    Location { file: FileId(0), pointer: Pointer::root() }
}

pub(super) fn api<const N: usize>(types: [TypeDef; N]) -> Api {
    Api { types: types.into(), ..Api::default() }
}

pub(super) fn declared(name: &str, shape: Shape) -> TypeDef {
    TypeDef {
        hint: NameHint::Declared(name.to_owned()),
        docs: Docs::default(),
        shape,
        constraints: Constraints::default(),
        origin: origin(),
    }
}

pub(super) fn derived(owner: Owner, step: &str, shape: Shape) -> TypeDef {
    TypeDef {
        hint: NameHint::Derived { owner, path: vec![step.to_owned()] },
        docs: Docs::default(),
        shape,
        constraints: Constraints::default(),
        origin: origin(),
    }
}

pub(super) fn fields<const N: usize>(wires: [&str; N]) -> Shape {
    let fields = wires.map(|wire| Field::new(wire, Type::String, Presence::Required, origin()));
    let (additional_constraints, form) = Default::default();
    Shape::Struct(Struct { fields: fields.into(), additional: None, additional_constraints, form })
}

pub(super) fn strings<const N: usize>(values: [&str; N]) -> Shape {
    mixed(values.map(Value::from))
}

pub(super) fn mixed<const N: usize>(values: [Value; N]) -> Shape {
    let values = values.map(|wire| EnumValue { wire, name: None, docs: None, deprecated: false });
    Shape::Enum(Enum { kind: EnumKind::Mixed, values: values.into() })
}

pub(super) fn union<const N: usize>(variants: [(&str, Type); N]) -> Shape {
    let variants = variants.map(|(name, ty)| Variant {
        expandable: false,
        name: name.to_owned(),
        ty,
        tags: Vec::new(),
        docs: Docs::default(),
        constraints: Constraints::default(),
        origin: origin(),
    });
    Shape::Union(Union { tag: None, variants: variants.into(), fallback: None, several: false })
}

pub(super) fn add_group(api: &mut Api, tag: &str) -> GroupId {
    api.groups.push(Group { tag: tag.to_owned(), description: None, documentation_url: None, parent: None });
    GroupId(api.groups.len() as u32 - 1)
}

pub(super) fn add_operation(api: &mut Api, group: GroupId, id: Option<&str>, method: &str, path: &str) -> usize {
    api.operations.push(Operation {
        id: id.map(str::to_owned),
        method: method.to_owned(),
        path: path.to_owned(),
        group,
        summary: None,
        docs: Docs::default(),
        params: Vec::new(),
        body: None,
        responses: Responses::default(),
        security: None,
        servers: Vec::new(),
        pages: None,
        page_hint: None,
        idempotency_header: None,
        idempotent: None,
        cost: 1,
        stream_end: None,
        origin: origin(),
    });
    api.operations.len() - 1
}

pub(super) fn op_mut(api: &mut Api, index: usize) -> &mut Operation {
    &mut api.operations[index]
}

pub(super) fn param(wire: &str, location: ParamLocation, presence: Presence) -> Param {
    let encoding = Encoding { style: ParamStyle::Form, explode: true, allow_reserved: false, content_type: None };
    Param {
        wire: wire.to_owned(),
        location,
        ty: Type::String,
        presence,
        encoding,
        docs: Docs::default(),
        default: None,
        allow_empty: false,
        segments: false,
        constraints: Constraints::default(),
        origin: origin(),
    }
}

pub(super) fn body<const N: usize>(contents: [(&str, MediaKind); N]) -> Body {
    let contents = contents.map(|(media_type, kind)| content(media_type, kind, Type::String));
    Body { presence: Presence::Required, docs: Docs::default(), contents: contents.into(), origin: origin() }
}

pub(super) fn response(status: Status, ty: Option<Type>) -> Response {
    Response {
        status,
        description: None,
        content: ty.map(|ty| content("application/json", MediaKind::Json, ty)),
        alternatives: Vec::new(),
        headers: Vec::new(),
    }
}

fn content(media_type: &str, kind: MediaKind, ty: Type) -> Content {
    let constraints = Constraints::default();
    Content { media_type: media_type.to_owned(), kind, ty, constraints, encodings: Vec::new(), xml: None, origin: origin() }
}

pub(super) fn add_scheme(api: &mut Api, wire: &str) {
    api.schemes.push(Scheme { wire: wire.to_owned(), description: None, deprecated: false, kind: SchemeKind::Bearer });
}

pub(super) fn add_server<const N: usize>(api: &mut Api, variables: [&str; N]) {
    let variables = variables.map(|name| ServerVariable {
        name: name.to_owned(),
        default: Some("x".to_owned()),
        values: Vec::new(),
        description: None,
    });
    api.servers.push(Server { url: "https://x".to_owned(), description: None, variables: variables.into() });
}
