//! The types of server-sent events: of their data, which the name of an event may tell apart.

use openapiv3::{MediaType, ReferenceOr, Schema};
use serde_json::Value;

use crate::ir::{Constraints, Docs, EVENT_TAG, MediaKind, Owner, Shape, Type, TypeDef, Union, Variant};
use crate::normalize::ext;
use crate::source::Pointer;

use super::Cx;
use super::bodies::kind;
use super::keywords::Keywords;
use super::place::Place;

/// The name of an event that the server gives none (HTML standard, section 9.2.6).
const UNNAMED: &str = "message";

/// One kind of event in a stream of several.
struct Arm {
    names: Vec<String>,
    data: ReferenceOr<Box<Schema>>,
    /// The one text that the data is.
    constant: Option<String>,
    pointer: Pointer,
    docs: Docs,
}

impl Cx<'_> {
    /// The type of an event's data: OpenAPI 3.2 describes the whole event by `itemSchema`, with the payload under `data`.
    pub(super) fn event(&mut self, media: &MediaType, place: &Place) -> Type {
        let Some(item) = ext::item_schema(media) else {
            // Before 3.2 there is one schema for the whole answer; one of a list means that its items come one by one.
            return match self.schema_of(media, place) {
                Type::List(item) => *item,
                ty => ty,
            };
        };
        let pointer = place.pointer.join(ext::ITEM_SCHEMA);
        if let Some(ty) = self.named_events(&item, &place.part(pointer.clone(), "event")) {
            return ty;
        }
        if let Some(content) = self.event_content(&item) {
            return self.ty(&content, &place.part(pointer, "event"));
        }
        let whole = self.ty(&item, &place.part(pointer, "event"));
        let Type::Named(id) = &whole else { return whole };
        let Shape::Struct(shape) = &self.api.ty(*id).shape else { return whole };
        match shape.fields.iter().find(|field| field.wire == "data") {
            Some(field) => field.ty.clone(),
            None => whole,
        }
    }

    /// Returns the text that ends a stream of events where its `itemSchema` lists it: data that is one text, in an event without a name.
    pub(super) fn event_end(&self, op: &openapiv3::Operation) -> Option<String> {
        let components = self.document.api.components.as_ref();
        let answers = op.responses.responses.values().chain(&op.responses.default);
        let answers = answers.filter_map(|answer| match answer {
            ReferenceOr::Item(answer) => Some(answer),
            ReferenceOr::Reference { reference } => {
                components?.responses.get(&super::name_in("responses", reference)?).and_then(ReferenceOr::as_item)
            }
        });
        let media = answers.flat_map(|answer| &answer.content).filter(|(name, media)| kind(name, media) == MediaKind::EventStream);
        let items = media.filter_map(|(_, media)| ext::item_schema(media));
        items
            .into_iter()
            .find_map(|item| self.arms(&item, &Pointer::default())?.into_iter().find_map(|arm| end_mark(&arm).map(str::to_owned)))
    }

    /// The type of events that are listed one by one, each with its name; `None` where they are not.
    fn named_events(&mut self, item: &ReferenceOr<Schema>, place: &Place) -> Option<Type> {
        let reference = match item {
            ReferenceOr::Reference { reference } => Some(reference.clone()),
            ReferenceOr::Item(_) => None,
        };
        if let Some(known) = reference.as_ref().and_then(|reference| self.shared.events.get(reference)) {
            return Some(known.clone());
        }
        let mut arms = self.arms(item, &place.pointer)?;
        arms.retain(|arm| end_mark(arm).is_none());
        let place = match reference.as_deref().and_then(|reference| self.component(reference)) {
            Some(index) => Place::shared(format!("{} data", self.components[index].name), place.pointer.clone()),
            None => place.clone(),
        };
        let ty = match arms.as_slice() {
            [] => Type::String,
            [only] => self.event_data(&only.data, &place.moved(only.pointer.clone())),
            _ => self.event_union(arms, &place),
        };
        if let Some(reference) = reference {
            self.shared.events.insert(reference, ty.clone());
        }
        Some(ty)
    }

    fn event_union(&mut self, arms: Vec<Arm>, place: &Place) -> Type {
        let id = self.push(TypeDef {
            hint: place.hint(),
            docs: Docs { description: Some("The data of an event, told by the event's name.".to_owned()), ..Docs::default() },
            shape: Shape::Alias(Type::String),
            constraints: Constraints::default(),
            origin: self.document.locate(&place.pointer),
        });
        let mut names: Vec<&String> = arms.iter().flat_map(|arm| &arm.names).collect();
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        let are_told = names.len() == all;
        let mut variants: Vec<Variant> = Vec::new();
        for arm in arms {
            let name = arm.names.first().map_or(UNNAMED, String::as_str).to_owned();
            let origin = self.document.locate(&arm.pointer);
            let ty = self.event_data(&arm.data, &Place::member(Owner::Type(id), arm.pointer, &name));
            let tags = if are_told { arm.names.into_iter().map(Value::String).collect() } else { Vec::new() };
            if are_told || !variants.iter().any(|known| known.ty == ty) {
                let (constraints, expandable) = (Constraints::default(), false);
                variants.push(Variant { name, ty, tags, docs: arm.docs, constraints, expandable, origin });
            }
        }
        let tag = are_told.then(|| EVENT_TAG.to_owned());
        self.finish(id, Shape::Union(Union { tag, variants, fallback: None, several: false }))
    }

    fn event_data(&mut self, data: &ReferenceOr<Box<Schema>>, place: &Place) -> Type {
        match data {
            ReferenceOr::Reference { reference } => self.ty(&ReferenceOr::Reference { reference: reference.clone() }, place),
            ReferenceOr::Item(schema) => match ext::content_media_type(&schema.schema_data) {
                Some(media_type) if is_json(media_type) => match ext::content_schema(&schema.schema_data) {
                    Some(content) => self.ty(&content, place),
                    None => Type::Any(crate::ir::AnyReason::Unconstrained),
                },
                // Text, or bytes that are written as text in a way that the document does not say.
                Some(_) => Type::String,
                None => self.inline(schema, place),
            },
        }
    }

    /// Returns the kinds of events that a schema lists.
    fn arms(&self, item: &ReferenceOr<Schema>, at: &Pointer) -> Option<Vec<Arm>> {
        let keywords = Keywords::of(self.schema_behind(item)?);
        let (key, members) = if keywords.one_of.is_empty() { ("anyOf", keywords.any_of) } else { ("oneOf", keywords.one_of) };
        let at = match item {
            ReferenceOr::Reference { reference } => Pointer::from_escaped(reference.trim_start_matches('#')),
            ReferenceOr::Item(_) => at.clone(),
        };
        let mut arms = Vec::with_capacity(members.len());
        for (index, member) in members.iter().enumerate() {
            let schema = self.schema_behind(member)?;
            let properties = Keywords::of(schema).properties?;
            let data = properties.get("data")?.clone();
            let names = properties.get("event").and_then(|event| self.schema_at(event.into())).map(texts).unwrap_or_default();
            let constant = self.schema_at((&data).into()).map(texts).filter(|texts| texts.len() == 1).and_then(|mut texts| texts.pop());
            let names = if names.is_empty() { vec![UNNAMED.to_owned()] } else { names };
            arms.push(Arm {
                names,
                data,
                constant,
                pointer: at.join(key).index(index).join("properties").join("data"),
                docs: super::schemas::docs(schema),
            });
        }
        (!arms.is_empty()).then_some(arms)
    }

    /// The schema of the JSON that is the text of an event's `data` (JSON Schema 2020-12, validation, section 8.5).
    fn event_content(&self, event: &ReferenceOr<Schema>) -> Option<ReferenceOr<Schema>> {
        let data = Keywords::of(self.schema_behind(event)?).properties?.get("data")?;
        let ReferenceOr::Item(data) = data else { return None };
        let is_json = ext::content_media_type(&data.schema_data).is_some_and(is_json);
        ext::content_schema(&data.schema_data).filter(|_| is_json)
    }

    pub(super) fn schema_behind<'s>(&'s self, schema: &'s ReferenceOr<Schema>) -> Option<&'s Schema> {
        match schema {
            ReferenceOr::Item(schema) => Some(schema),
            ReferenceOr::Reference { reference } => match self.components[self.component(reference)?].schema {
                ReferenceOr::Item(schema) => Some(schema),
                ReferenceOr::Reference { .. } => None,
            },
        }
    }
}

/// An event without a name whose data is always the same text has nothing to say but that there is no more.
fn end_mark(arm: &Arm) -> Option<&str> {
    arm.constant.as_deref().filter(|_| arm.names == [UNNAMED])
}

fn is_json(media_type: &str) -> bool {
    kind(media_type, &MediaType::default()) == MediaKind::Json
}

/// Returns the texts that a schema allows by `const` or `enum`.
fn texts(schema: &Schema) -> Vec<String> {
    match ext::constant(&schema.schema_data) {
        Some(constant) => constant.as_str().map(str::to_owned).into_iter().collect(),
        None => Keywords::of(schema).values.to_json().iter().filter_map(Value::as_str).map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests;
