//! Finds inline schemas that say the same, and makes each after the first another name for it.
//!
//! Vendors repeat whole objects inline, hundreds of times in some documents, and a struct costs a compiler far more than an alias. A
//! name stays, so that a part of the document that goes away takes no name with it that another part gave; only what stands inside of a
//! repeated type goes by the names of the first. What a schema is called, and its
//! own description, which the alias keeps, tell no two apart: Stripe has 282 inline unions, and 200 that differ.

use std::collections::HashMap;
use std::fmt::Write;

use crate::ir::{Api, Constraints, Declaration, Docs, NameHint, Shape, Type, TypeDef, TypeId};

/// Replaces repeated inline types.
pub(super) fn dedupe(api: &mut Api) {
    let mut classes: Vec<u32> = vec![0; api.types.len()];
    let mut known: HashMap<String, u32> = HashMap::new();
    // Members come after what they stand in, so that going backwards meets them first. A reference forward is one to a component, or one
    // back to an enclosing type, and is told by its own index.
    let mut done = vec![false; api.types.len()];
    for id in api.type_ids().rev() {
        let index = id.0 as usize;
        let key = match &api.ty(id).hint {
            NameHint::Derived { .. } => key(api.ty(id), &classes, &done),
            NameHint::Declared(_) => None,
        };
        let next = known.len() as u32;
        classes[index] = match key {
            Some(key) => *known.entry(key).or_insert(next),
            None => {
                known.insert(format!("#{index}"), next);
                next
            }
        };
        done[index] = true;
    }
    let mut first: HashMap<u32, TypeId> = HashMap::new();
    for id in api.type_ids() {
        let canonical = *first.entry(classes[id.0 as usize]).or_insert(id);
        if canonical != id {
            let def = api.ty(id);
            if let Shape::Struct(shape) = &def.shape {
                let fields = shape.fields.iter().map(|field| field.origin.clone()).collect();
                let places = Declaration { origin: def.origin.clone(), fields };
                api.elsewhere.entry(canonical).or_default().push(places);
            }
            api.types[id.0 as usize].shape = Shape::Alias(Type::Named(canonical));
        }
    }
}

/// Returns what a type says, as text that is the same for the same; `None` for an alias, which costs nothing.
fn key(def: &TypeDef, classes: &[u32], done: &[bool]) -> Option<String> {
    let cx = Classes { classes, done };
    let mut out = String::new();
    // Writing to a `String` cannot fail.
    rules(&mut out, &def.constraints);
    let _ = match &def.shape {
        Shape::Struct(shape) => {
            let _ = write!(out, "{:?}", shape.form);
            for field in &shape.fields {
                text(&mut out, &field.wire);
                let (presence, access) = (field.presence as u8, field.access as u8);
                let _ = write!(out, "{presence}{access}{}{}", u8::from(field.secret), u8::from(field.flatten));
                cx.write(&mut out, &field.ty);
                said(&mut out, 'd', field.default.as_ref());
                said(&mut out, 'c', field.constant.as_ref());
                said(&mut out, 'x', field.xml.as_ref());
                rules(&mut out, &field.constraints);
                docs(&mut out, &field.docs);
            }
            if let Some(ty) = &shape.additional {
                out.push_str("..");
                cx.write(&mut out, ty);
                rules(&mut out, &shape.additional_constraints);
            }
            Ok(())
        }
        Shape::Enum(shape) => {
            for value in &shape.values {
                let _ = write!(out, "{}{:?}{:?}|", value.wire, value.name, value.docs);
            }
            write!(out, "{:?}", shape.kind)
        }
        Shape::Union(shape) => {
            for variant in &shape.variants {
                let _ = write!(out, "{:?}{:?}{}", variant.name, variant.tags, variant.expandable);
                cx.write(&mut out, &variant.ty);
                rules(&mut out, &variant.constraints);
                docs(&mut out, &variant.docs);
            }
            write!(out, "{:?}{:?}{}", shape.tag, shape.fallback, shape.several)
        }
        Shape::Alias(_) => return None,
    };
    Some(out)
}

/// Writes rules. Most items have none, and the form for debugging is slow.
fn rules(out: &mut String, rules: &Constraints) {
    said(out, 'r', (*rules != Constraints::default()).then_some(rules));
}

fn docs(out: &mut String, docs: &Docs) {
    for part in [&docs.title, &docs.description] {
        match part {
            Some(part) => text(out, part),
            None => out.push('-'),
        }
    }
    out.push(if docs.deprecated { '!' } else { ';' });
}

/// Writes a text after its length, so that it ends where it ends.
fn text(out: &mut String, text: &str) {
    let _ = write!(out, "{}\"", text.len());
    out.push_str(text);
}

fn said<T: std::fmt::Debug>(out: &mut String, key: char, value: Option<&T>) {
    if let Some(value) = value {
        let _ = write!(out, "{key}{value:?}");
    }
}

struct Classes<'a> {
    classes: &'a [u32],
    done: &'a [bool],
}

impl Classes<'_> {
    fn write(&self, out: &mut String, ty: &Type) {
        let _ = match ty {
            Type::Named(id) if self.done[id.0 as usize] => write!(out, "<{}>", self.classes[id.0 as usize]),
            Type::Named(id) => write!(out, "<#{}>", id.0),
            Type::Nullable(inner) => {
                out.push('?');
                self.write(out, inner);
                Ok(())
            }
            Type::List(inner) => {
                out.push('*');
                self.write(out, inner);
                Ok(())
            }
            Type::Map(inner) => {
                out.push('%');
                self.write(out, inner);
                Ok(())
            }
            Type::Bool
            | Type::Int(_)
            | Type::Float(_)
            | Type::Decimal(_)
            | Type::String
            | Type::DateTime
            | Type::Date
            | Type::Time
            | Type::Base64
            | Type::Binary
            | Type::Any(_) => write!(out, "{ty:?}"),
        };
    }
}
