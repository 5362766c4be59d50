//! Bytes: what `format: binary` is depends on where it stands.
//!
//! A whole body is bytes, and so is a part of a multipart body. Anywhere else a value is text, and bytes have no form there (OpenAPI 3.0.4,
//! section 4.7.14.2): in JSON, XML, forms, parameters and headers, `binary` is a string. A schema that is used both ways becomes two types.

use std::collections::{HashMap, HashSet};

use crate::ir::{Api, Content, MediaKind, NameHint, Owner, Shape, Type, TypeId};

use super::visit;

/// Makes strings of the bytes that are no body and no part of one.
pub(super) fn settle(api: &mut Api) {
    let mut found = false;
    visit::in_types(api, &mut |_, ty| found |= holds_bytes(ty));
    visit::in_messages(api, &mut |ty| found |= holds_bytes(ty));
    visit::in_contents(api, &mut |content| found |= holds_bytes(&content.ty));
    if !found {
        return;
    }
    expand(api);
    let used = used_elsewhere(api);
    let mut parts = Parts { api, used, forms: HashMap::new(), kept: HashSet::new() };
    parts.separate();
    let kept = parts.kept;
    visit::in_types(api, &mut |index, ty| {
        if !kept.contains(&index) || !is_part(ty) {
            to_text(ty);
        }
    });
    visit::in_messages(api, &mut to_text);
    visit::in_contents(api, &mut |content| {
        if content.ty != Type::Binary && !is_multipart(content.kind) {
            to_text(&mut content.ty);
        }
    });
}

/// Returns whether the members of a body are parts, each with a media type of its own.
fn is_multipart(kind: MediaKind) -> bool {
    match kind {
        MediaKind::Multipart => true,
        MediaKind::Json
        | MediaKind::Form
        | MediaKind::Xml
        | MediaKind::Text
        | MediaKind::Binary
        | MediaKind::EventStream
        | MediaKind::JsonLines => false,
    }
}

/// Returns whether a type is bytes, or a list of them, which is a part for each.
fn is_part(ty: &Type) -> bool {
    match ty {
        Type::Binary => true,
        Type::Nullable(inner) | Type::List(inner) => is_part(inner),
        _ => false,
    }
}

fn holds_bytes(ty: &Type) -> bool {
    match ty {
        Type::Binary => true,
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => holds_bytes(inner),
        _ => false,
    }
}

fn to_text(ty: &mut Type) {
    match ty {
        Type::Binary => *ty = Type::String,
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => to_text(inner),
        _ => {}
    }
}

/// Puts what they stand for in place of other names of bytes.
fn expand(api: &mut Api) {
    let mut names: HashMap<TypeId, Type> = HashMap::new();
    for _ in 0..api.types.len() {
        let before = names.len();
        for id in api.type_ids() {
            if let Shape::Alias(ty) = &api.ty(id).shape
                && !names.contains_key(&id)
            {
                let mut whole = ty.clone();
                put(&mut whole, &names);
                if holds_bytes(&whole) {
                    names.insert(id, whole);
                }
            }
        }
        if names.len() == before {
            break;
        }
    }
    visit::in_types(api, &mut |_, ty| put(ty, &names));
    visit::in_messages(api, &mut |ty| put(ty, &names));
    visit::in_contents(api, &mut |content| put(&mut content.ty, &names));
}

fn put(ty: &mut Type, names: &HashMap<TypeId, Type>) {
    match ty {
        Type::Named(id) => {
            if let Some(whole) = names.get(id) {
                *ty = whole.clone();
            }
        }
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => put(inner, names),
        _ => {}
    }
}

/// Returns the types that stand somewhere else than a multipart body as a whole.
fn used_elsewhere(api: &mut Api) -> HashSet<TypeId> {
    let mut used = HashSet::new();
    visit::in_types(api, &mut |_, ty| used.extend(ty.innermost()));
    visit::in_messages(api, &mut |ty| used.extend(ty.innermost()));
    visit::in_contents(api, &mut |content| {
        if !is_multipart(content.kind) {
            used.extend(content.ty.innermost());
        }
    });
    used
}

/// The types whose fields are parts.
struct Parts<'a> {
    api: &'a mut Api,
    used: HashSet<TypeId>,
    /// The types for multipart bodies of those that are used elsewhere too.
    forms: HashMap<TypeId, TypeId>,
    kept: HashSet<usize>,
}

impl Parts<'_> {
    fn separate(&mut self) {
        let mut bodies: Vec<Type> = Vec::new();
        let mut collect = |content: &mut Content| {
            if is_multipart(content.kind) {
                bodies.push(content.ty.clone());
            }
        };
        visit::in_contents(self.api, &mut collect);
        let forms: Vec<Type> = bodies.into_iter().map(|body| self.form(&body)).collect();
        let mut forms = forms.into_iter();
        let mut replace = |content: &mut Content| {
            if is_multipart(content.kind)
                && let Some(form) = forms.next()
            {
                content.ty = form;
            }
        };
        visit::in_contents(self.api, &mut replace);
    }

    /// Returns the type of a multipart body.
    fn form(&mut self, ty: &Type) -> Type {
        match ty {
            Type::Named(id) => Type::Named(self.form_of(*id)),
            Type::Nullable(inner) => Type::Nullable(Box::new(self.form(inner))),
            other => other.clone(),
        }
    }

    fn form_of(&mut self, id: TypeId) -> TypeId {
        if let Some(known) = self.forms.get(&id) {
            return *known;
        }
        if !self.has_parts(id, &mut Vec::new()) {
            return id;
        }
        let form = if self.used.contains(&id) {
            let mut def = self.api.ty(id).clone();
            def.hint = NameHint::Derived { owner: Owner::Type(id), path: vec!["form".to_owned()] };
            self.api.types.push(def);
            TypeId(self.api.types.len() as u32 - 1)
        } else {
            id
        };
        self.forms.insert(id, form);
        self.kept.insert(form.0 as usize);
        let mut shape = self.api.ty(form).shape.clone();
        match &mut shape {
            Shape::Struct(shape) => {
                for field in shape.fields.iter_mut().filter(|field| field.flatten) {
                    field.ty = self.form(&field.ty);
                }
            }
            Shape::Union(union) => union.variants.iter_mut().for_each(|variant| variant.ty = self.form(&variant.ty)),
            Shape::Alias(ty) => *ty = self.form(ty),
            Shape::Enum(_) => {}
        }
        self.api.types[form.0 as usize].shape = shape;
        form
    }

    /// Returns whether a type has bytes among the parts that it comes to.
    fn has_parts(&self, id: TypeId, seen: &mut Vec<TypeId>) -> bool {
        if seen.contains(&id) {
            return false;
        }
        seen.push(id);
        let mut leads = |ty: &Type| match ty {
            Type::Named(id) => self.has_parts(*id, seen),
            _ => false,
        };
        match &self.api.ty(id).shape {
            Shape::Struct(shape) => {
                shape.fields.iter().any(|field| is_part(&field.ty) || (field.flatten && leads(&field.ty)))
                    || shape.additional.as_ref().is_some_and(is_part)
            }
            Shape::Union(union) => union.variants.iter().any(|variant| is_part(&variant.ty) || leads(&variant.ty)),
            Shape::Alias(ty) => leads(ty),
            Shape::Enum(_) => false,
        }
    }
}
