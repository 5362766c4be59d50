//! Walks the types of answers and bodies: through aliases, null, the arms of unions and flattened fields.

use crate::ir::{Api, Field, IntWidth, MediaKind, Operation, Shape, Type};
use crate::source::{push_escaped, unescape};

/// Returns the type of the successful answer in JSON or XML. There is none where successes differ in their bodies, for a call then returns any of
/// them.
pub(super) fn page_type(op: &Operation) -> Option<&Type> {
    let (first, others) = op.responses.success.split_first()?;
    if !others.iter().all(|other| first.has_body_of(other)) {
        return None;
    }
    let contents = op.responses.success.iter().filter_map(|response| response.content.as_ref());
    contents.filter(|content| matches!(content.kind, MediaKind::Json | MediaKind::Xml)).map(|content| &content.ty).next()
}

/// Looks through aliases and null.
pub(super) fn resolve<'a>(api: &'a Api, ty: &'a Type) -> &'a Type {
    let mut ty = ty;
    for _ in 0..api.types.len() + 2 {
        ty = match ty {
            Type::Nullable(inner) => inner,
            Type::Named(id) => match &api.ty(*id).shape {
                Shape::Alias(inner) => inner,
                Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => return ty,
            },
            _ => return ty,
        };
    }
    ty
}

/// Returns the type at a JSON pointer in a type.
pub(super) fn at<'a>(api: &'a Api, ty: &'a Type, pointer: &str) -> Option<&'a Type> {
    let mut ty = ty;
    for wire in pointer.split('/').skip(1).map(unescape) {
        ty = match resolve(api, ty) {
            Type::Map(value) => value,
            any @ Type::Any(_) => any,
            Type::Named(_) => &fields(api, ty).into_iter().find(|field| field.wire == wire)?.ty,
            _ => return None,
        };
    }
    Some(ty)
}

/// Returns the type of a list's elements.
pub(super) fn element<'a>(api: &'a Api, ty: &'a Type) -> Option<&'a Type> {
    match resolve(api, ty) {
        Type::List(item) => Some(item),
        _ => None,
    }
}

/// Returns the fields of a struct, or of the structs that a union has.
pub(super) fn fields<'a>(api: &'a Api, ty: &'a Type) -> Vec<&'a Field> {
    let mut found = Vec::new();
    gather(api, ty, 0, &mut found);
    found
}

/// How deep unions and flattened fields are looked into.
const DEPTH: usize = 4;

fn gather<'a>(api: &'a Api, ty: &'a Type, depth: usize, found: &mut Vec<&'a Field>) {
    let Type::Named(id) = resolve(api, ty) else { return };
    if depth > DEPTH {
        return;
    }
    match &api.ty(*id).shape {
        // The names of a struct's own fields differ.
        Shape::Struct(shape) if found.is_empty() && shape.fields.iter().all(|field| !field.flatten) => found.extend(&shape.fields),
        Shape::Struct(shape) => {
            for field in &shape.fields {
                if field.flatten {
                    gather(api, &field.ty, depth + 1, found);
                } else if found.iter().all(|own| own.wire != field.wire) {
                    found.push(field);
                }
            }
        }
        Shape::Union(shape) => shape.variants.iter().for_each(|variant| gather(api, &variant.ty, depth + 1, found)),
        Shape::Enum(_) | Shape::Alias(_) => {}
    }
}

/// Returns whether a type is an object of a known or unknown form.
pub(super) fn is_object(api: &Api, ty: &Type) -> bool {
    match resolve(api, ty) {
        Type::Named(id) => !matches!(api.ty(*id).shape, Shape::Enum(_)),
        Type::Map(_) | Type::Any(_) => true,
        _ => false,
    }
}

/// Returns the pointer to a member.
pub(super) fn pointer(base: &str, wire: &str) -> String {
    let mut pointer = String::with_capacity(base.len() + 1 + wire.len());
    pointer.push_str(base);
    pointer.push('/');
    push_escaped(&mut pointer, wire);
    pointer
}

/// Returns whether a type is a number that counts.
pub(super) fn is_integer(ty: &Type) -> bool {
    matches!(
        ty,
        Type::Int(IntWidth::I8 | IntWidth::I16 | IntWidth::I32 | IntWidth::I64 | IntWidth::U16 | IntWidth::U32 | IntWidth::U64)
            | Type::Float(_)
    )
}

/// Returns whether a type may hold a cursor.
pub(super) fn is_cursor(api: &Api, ty: &Type) -> bool {
    match ty {
        Type::Named(id) => matches!(api.ty(*id).shape, Shape::Union(_)),
        Type::String | Type::Any(_) | Type::DateTime | Type::Date | Type::Base64 => true,
        ty => is_integer(ty),
    }
}
