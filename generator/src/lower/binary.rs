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
    let mut parts = Parts { api, used, forms: HashMap::new(), parts: HashMap::new(), kept: HashSet::new() };
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

/// Replaces aliases of bytes by the bytes themselves.
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

/// Returns the types that are used outside multipart bodies and their parts.
fn used_elsewhere(api: &mut Api) -> HashSet<TypeId> {
    let mut edges: Vec<Vec<TypeId>> = vec![Vec::new(); api.types.len()];
    visit::in_types(api, &mut |index, ty| edges[index].extend(ty.innermost()));
    let (mut open, mut bodies) = (Vec::new(), Vec::new());
    visit::in_messages(api, &mut |ty| open.extend(ty.innermost()));
    visit::in_contents(api, &mut |content| {
        let ids = if is_multipart(content.kind) { &mut bodies } else { &mut open };
        ids.extend(content.ty.innermost());
    });
    let mut seen = HashSet::new();
    while let Some(id) = bodies.pop() {
        if !seen.insert(id) {
            continue;
        }
        match &api.ty(id).shape {
            Shape::Struct(shape) => {
                for field in &shape.fields {
                    let is_one = |id: &TypeId| field.flatten || !matches!(api.ty(*id).shape, Shape::Struct(_));
                    let (own, others): (Vec<_>, Vec<_>) = field.ty.innermost().into_iter().partition(is_one);
                    bodies.extend(own);
                    open.extend(others);
                }
                open.extend(shape.additional.as_ref().and_then(Type::innermost));
            }
            Shape::Union(union) => bodies.extend(union.variants.iter().filter_map(|variant| variant.ty.innermost())),
            Shape::Alias(ty) => bodies.extend(ty.innermost()),
            Shape::Enum(_) => {}
        }
    }
    let mut used = HashSet::new();
    while let Some(id) = open.pop() {
        if used.insert(id) {
            open.extend(&edges[id.0 as usize]);
        }
    }
    used
}

/// The types whose fields are parts.
struct Parts<'a> {
    api: &'a mut Api,
    used: HashSet<TypeId>,
    /// The types for multipart bodies of those that are used elsewhere too.
    forms: HashMap<TypeId, TypeId>,
    /// Those for parts.
    parts: HashMap<TypeId, TypeId>,
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
            // Each item is a part.
            Type::List(inner) => Type::List(Box::new(self.part(inner))),
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
        let form = self.copy_of(id);
        self.forms.insert(id, form);
        let mut shape = self.api.ty(form).shape.clone();
        match &mut shape {
            Shape::Struct(shape) => {
                for field in &mut shape.fields {
                    field.ty = if field.flatten { self.form(&field.ty) } else { self.part(&field.ty) };
                }
                shape.additional = shape.additional.as_ref().map(|ty| self.part(ty));
            }
            Shape::Union(union) => union.variants.iter_mut().for_each(|variant| variant.ty = self.form(&variant.ty)),
            Shape::Alias(ty) => *ty = self.form(ty),
            Shape::Enum(_) => {}
        }
        self.api.types[form.0 as usize].shape = shape;
        form
    }

    /// Returns the type of a part: bytes may be one of several variants of it.
    fn part(&mut self, ty: &Type) -> Type {
        match ty {
            Type::Named(id) => Type::Named(self.part_of(*id)),
            Type::Nullable(inner) => Type::Nullable(Box::new(self.part(inner))),
            Type::List(inner) => Type::List(Box::new(self.part(inner))),
            other => other.clone(),
        }
    }

    fn part_of(&mut self, id: TypeId) -> TypeId {
        if let Some(known) = self.parts.get(&id) {
            return *known;
        }
        if !self.may_be_bytes(&Type::Named(id), &mut Vec::new()) {
            return id;
        }
        let part = self.copy_of(id);
        self.parts.insert(id, part);
        let mut shape = self.api.ty(part).shape.clone();
        match &mut shape {
            Shape::Union(union) => union.variants.iter_mut().for_each(|variant| variant.ty = self.part(&variant.ty)),
            Shape::Alias(ty) => *ty = self.part(ty),
            Shape::Struct(_) | Shape::Enum(_) => {}
        }
        self.api.types[part.0 as usize].shape = shape;
        part
    }

    /// Returns the type whose bytes stay: the type itself, or a further one where it is used elsewhere too.
    fn copy_of(&mut self, id: TypeId) -> TypeId {
        let copy = if self.used.contains(&id) {
            let mut def = self.api.ty(id).clone();
            def.hint = NameHint::Derived { owner: Owner::Type(id), path: vec!["form".to_owned()] };
            self.api.types.push(def);
            TypeId(self.api.types.len() as u32 - 1)
        } else {
            id
        };
        self.kept.insert(copy.0 as usize);
        copy
    }

    /// Returns whether one of the parts of a body of this type may be bytes.
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
                let is_part = |ty: &Type| self.may_be_bytes(ty, &mut Vec::new());
                shape.fields.iter().any(|field| if field.flatten { leads(&field.ty) } else { is_part(&field.ty) })
                    || shape.additional.as_ref().is_some_and(is_part)
            }
            Shape::Union(union) => union.variants.iter().any(|variant| is_part(&variant.ty) || leads(&variant.ty)),
            Shape::Alias(ty) => leads(ty),
            Shape::Enum(_) => false,
        }
    }

    /// Returns whether a part may be bytes, or a list of them.
    fn may_be_bytes(&self, ty: &Type, seen: &mut Vec<TypeId>) -> bool {
        match ty {
            Type::Binary => true,
            Type::Nullable(inner) | Type::List(inner) => self.may_be_bytes(inner, seen),
            Type::Named(id) if !seen.contains(id) => {
                seen.push(*id);
                match &self.api.ty(*id).shape {
                    Shape::Union(union) => union.variants.iter().any(|variant| self.may_be_bytes(&variant.ty, seen)),
                    Shape::Alias(ty) => self.may_be_bytes(ty, seen),
                    // A part that is an object is in JSON.
                    Shape::Struct(_) | Shape::Enum(_) => false,
                }
            }
            _ => false,
        }
    }
}
