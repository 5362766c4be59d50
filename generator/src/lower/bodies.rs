//! Bodies of requests, and media types.

use openapiv3::{Content as MediaTypes, MediaType, ReferenceOr, RequestBody};
use turnbuckle_encoding::{body_refusal, is_range};

use crate::diagnostic::Diagnostic;
use crate::ir::{AnyReason, Body, Constraints, Content, Docs, MediaKind, Owner, Presence, Shape, Type};
use crate::normalize::ext;
use crate::source::Pointer;

use super::Cx;
use super::audit::shape_of;
use super::keywords::Keywords;
use super::place::Place;
use super::responses::response_alternative;

/// Which way a body goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// To the service.
    Sent,
    /// From the service.
    Received,
}

impl Cx<'_> {
    /// Returns the body of an operation; `None` where no form of it can be sent.
    pub(super) fn body(&mut self, body: &ReferenceOr<RequestBody>, pointer: &Pointer, operation: u32) -> Option<Body> {
        match body {
            ReferenceOr::Item(body) => self.own_body(body, &Place::member(Owner::Operation(operation), pointer.clone(), "body")),
            ReferenceOr::Reference { reference } => self.shared_body(reference),
        }
    }

    fn shared_body(&mut self, reference: &str) -> Option<Body> {
        if let Some(known) = self.shared.bodies.get(reference) {
            return known.clone();
        }
        let name = super::name_in("requestBodies", reference)?;
        let lowered = match self.document.api.components.as_ref()?.request_bodies.get(&name)? {
            ReferenceOr::Item(body) => {
                let pointer = Pointer::from_escaped("/components/requestBodies").join(&name);
                self.own_body(body, &Place::shared(format!("{name} body"), pointer))
            }
            ReferenceOr::Reference { reference } => self.shared_body(reference),
        };
        self.shared.bodies.insert(reference.to_owned(), lowered.clone());
        lowered
    }

    fn own_body(&mut self, body: &RequestBody, place: &Place) -> Option<Body> {
        let mut contents: Vec<Content> = Vec::new();
        for (media_type, media) in &body.content {
            let place = place.moved(place.pointer.join("content").join(media_type));
            let content = self.content(media_type, media, Direction::Sent, &place);
            if let Some(known) = contents.iter().find(|known| known.is_of(&content)) {
                let message = format!("the body can be `{}` too, sending `{}`", content.media_type, known.media_type);
                self.report(Diagnostic::note("body-alternative", message), &place.pointer);
            } else {
                contents.push(content);
            }
        }
        self.report_unused(&body.content, Direction::Sent, place);
        contents.sort_by_key(|content| preference(content.kind));
        let docs = Docs { description: body.description.clone(), ..Docs::default() };
        let presence = if body.required { Presence::Required } else { Presence::Optional };
        (!contents.is_empty()).then(|| Body { presence, docs, contents, origin: self.document.locate(&place.pointer) })
    }

    /// Returns the type of a webhook's payload.
    pub(super) fn payload(&mut self, body: &ReferenceOr<RequestBody>, place: &Place) -> Option<Type> {
        let body = match body {
            ReferenceOr::Item(body) => self.own_body(body, place),
            ReferenceOr::Reference { reference } => self.shared_body(reference),
        };
        Some(body?.contents.first()?.ty.clone())
    }

    /// Returns the forms of an answer that differ in type, the preferred one first; the others are told of.
    pub(super) fn answer_contents(&mut self, content: &MediaTypes, place: &Place) -> Vec<Content> {
        self.report_unused(content, Direction::Received, place);
        let mut forms: Vec<(&String, &MediaType)> = content.iter().collect();
        forms.sort_by_key(|(media_type, media)| preference(kind(media_type, media)));
        let mut contents: Vec<Content> = Vec::with_capacity(forms.len());
        for (media_type, media) in &forms {
            let repeats = !contents.is_empty() && self.is_rendition(media_type, media, forms[0].1);
            let place = place.moved(place.pointer.join("content").join(media_type));
            let content = if repeats { None } else { Some(self.content(media_type, media, Direction::Received, &place)) };
            match content.filter(|content| !contents.iter().any(|known| known.is_of(content))) {
                Some(content) => contents.push(content),
                None => {
                    self.report(response_alternative(media_type, &contents[0].media_type), &place.pointer);
                }
            }
        }
        contents
    }

    /// Returns whether a form of a response says the same as the preferred one: the same schema as text or XML.
    fn is_rendition(&self, media_type: &str, media: &MediaType, preferred: &MediaType) -> bool {
        let is_same = || match (&media.schema, &preferred.schema) {
            (Some(own), Some(preferred)) => {
                let whole = self.schema_at(own.into());
                own == preferred || (whole.is_some() && whole == self.schema_at(preferred.into()))
            }
            (own, preferred) => own.is_none() && preferred.is_none(),
        };
        match kind(media_type, media) {
            MediaKind::Text | MediaKind::Xml | MediaKind::Form | MediaKind::Multipart => is_same(),
            MediaKind::Json | MediaKind::Binary | MediaKind::EventStream | MediaKind::JsonLines => false,
        }
    }

    fn content(&mut self, media_type: &str, media: &MediaType, direction: Direction, place: &Place) -> Content {
        let kind = kind(media_type, media);
        let ty = match kind {
            MediaKind::Binary => Type::Binary,
            MediaKind::EventStream => self.event(media, place),
            MediaKind::JsonLines => self.line(media, place),
            MediaKind::Multipart if ext::item_schema(media).is_some() => Type::List(Box::new(self.line(media, place))),
            MediaKind::Json | MediaKind::Form | MediaKind::Multipart | MediaKind::Xml => self.schema_of(media, place),
            MediaKind::Text => match self.schema_of(media, place) {
                // Text has no structure: a schema of an object is the vendor's description of what the text says.
                ty @ (Type::Named(_) | Type::Int(_) | Type::Bool | Type::Float(_) | Type::Decimal(_) | Type::Date | Type::DateTime)
                    if self.is_text(&ty) =>
                {
                    ty
                }
                Type::Binary => Type::Binary,
                _ => Type::String,
            },
        };
        let (kind, ty) = self.written(kind, ty, media_type, direction, place);
        let sent = if is_range(media_type) || !media_type.contains('/') { default_media_type(kind) } else { media_type };
        let constraints = match (&media.schema, kind) {
            // Text takes the place of the type that a reference names, and of its rules.
            (Some(schema), MediaKind::Text) if ty == Type::String => self.member_constraints(schema, &place.pointer.join("schema")),
            (Some(schema), MediaKind::Json | MediaKind::Form | MediaKind::Multipart | MediaKind::Text | MediaKind::Xml) => {
                self.constraints(schema, &place.pointer.join("schema"))
            }
            _ => Constraints::default(),
        };
        let xml = (kind == MediaKind::Xml).then(|| self.xml_of_body(media.schema.as_ref(), &ty));
        let origin = self.document.locate(&place.pointer.join(if ext::item_schema(media).is_some() { ext::ITEM_SCHEMA } else { "schema" }));
        let encodings = match kind {
            MediaKind::Form => self.form_encodings(media, &ty),
            MediaKind::Multipart => self.part_encodings(media, &ty, place),
            MediaKind::Json | MediaKind::Text | MediaKind::Xml | MediaKind::Binary | MediaKind::EventStream | MediaKind::JsonLines => {
                Vec::new()
            }
        };
        Content { media_type: sent.to_owned(), kind, ty, constraints, encodings, xml, origin }
    }

    /// Returns the kind and the type that a body is written or read as: bytes where its media type cannot hold its type.
    fn written(&mut self, kind: MediaKind, ty: Type, media_type: &str, direction: Direction, place: &Place) -> (MediaKind, Type) {
        let is_whole = match kind {
            MediaKind::EventStream | MediaKind::JsonLines | MediaKind::Binary => return (kind, ty),
            MediaKind::Json | MediaKind::Text | MediaKind::Xml | MediaKind::Form => direction == Direction::Sent,
            MediaKind::Multipart => true,
        };
        let refusal = body_refusal(kind, shape_of(&self.api, &ty)).filter(|_| is_whole);
        if let Some(reason) = refusal {
            let (becomes, help) = match (direction, kind) {
                (Direction::Sent, MediaKind::Multipart) => (
                    "the method takes the bytes of the whole body",
                    "set the media type with its boundary by `.content_type(..)` on the call, or correct the schema by an overlay",
                ),
                (Direction::Sent, _) => ("the method takes the bytes of the whole body", "correct the schema by an overlay"),
                (Direction::Received, _) => ("the body is returned as bytes", "correct the schema by an overlay"),
            };
            let message = format!("a body of the media type `{media_type}` cannot hold its schema: {reason}; {becomes}");
            self.report(Diagnostic::warning("body-as-bytes", message).help(help), &place.pointer);
            return (MediaKind::Binary, Type::Binary);
        }
        // Bytes are sent as they are, whatever their media type.
        if *self.resolved(&ty) == Type::Binary { (MediaKind::Binary, Type::Binary) } else { (kind, ty) }
    }

    /// Reports the schemas that say more than bytes and that no form of a body uses, because how values are written in its media type is not
    /// known. 2.0 gives all forms of a body one schema.
    fn report_unused(&mut self, forms: &MediaTypes, direction: Direction, place: &Place) {
        for (media_type, media) in forms {
            let is_unused = kind(media_type, media) == MediaKind::Binary && !is_range(media_type);
            let is_used = || forms.iter().any(|(name, other)| other.schema == media.schema && kind(name, other) != MediaKind::Binary);
            let keywords = media.schema.as_ref().and_then(|schema| self.schema_behind(schema)).map(Keywords::of);
            let is_structured = keywords.is_some_and(|keywords| keywords.is_object() || keywords.ty == Some("array"));
            if !is_unused || !is_structured || is_used() {
                continue;
            }
            let (verb, becomes) = match direction {
                Direction::Sent => ("written", "the method takes bytes"),
                Direction::Received => ("read", "the body is returned as bytes"),
            };
            let message = format!("how values are {verb} in `{media_type}` is not known, so its schema is not used; {becomes}");
            self.report(Diagnostic::warning("unknown-media-type", message), &place.pointer.join("content").join(media_type));
        }
    }

    fn is_text(&self, ty: &Type) -> bool {
        match self.resolved(ty) {
            Type::Named(id) => match &self.api.ty(*id).shape {
                Shape::Enum(_) => true,
                Shape::Struct(_) | Shape::Union(_) | Shape::Alias(_) => false,
            },
            Type::Int(_) | Type::Bool | Type::Float(_) | Type::Decimal(_) | Type::Date | Type::DateTime => true,
            _ => false,
        }
    }

    pub(super) fn schema_of(&mut self, media: &MediaType, place: &Place) -> Type {
        match &media.schema {
            Some(schema) => self.ty(schema, &place.moved(place.pointer.join("schema"))),
            None if ext::item_schema(media).is_some() => Type::Any(AnyReason::Unsupported("itemSchema")),
            None => Type::Any(AnyReason::NoSchema),
        }
    }

    fn line(&mut self, media: &MediaType, place: &Place) -> Type {
        if let Some(item) = ext::item_schema(media) {
            let pointer = place.pointer.join(ext::ITEM_SCHEMA);
            return self.ty(&item, &place.part(pointer, "item"));
        }
        match self.schema_of(media, place) {
            Type::List(item) => *item,
            // Binary or text is how 3.0 says that the lines are not described.
            Type::Binary | Type::String => Type::Any(AnyReason::NoSchema),
            ty => ty,
        }
    }
}

/// Returns the kind of media type that a body has. A range is JSON, unless its schema says that it is bytes.
pub(super) fn kind(media_type: &str, media: &MediaType) -> MediaKind {
    let essence = turnbuckle_encoding::essence(media_type);
    match essence {
        "*/*" | "application/*" | "" if !is_binary(media) => MediaKind::Json,
        "text/*" => MediaKind::Text,
        _ => MediaKind::of(essence),
    }
}

/// Returns whether a media type is XML.
pub(super) fn is_xml(media_type: &str) -> bool {
    kind(media_type, &MediaType::default()) == MediaKind::Xml
}

fn is_binary(media: &MediaType) -> bool {
    match &media.schema {
        Some(ReferenceOr::Item(schema)) => Keywords::of(schema).format == Some("binary"),
        Some(ReferenceOr::Reference { .. }) => false,
        None => true,
    }
}

fn default_media_type(kind: MediaKind) -> &'static str {
    match kind {
        MediaKind::Json => "application/json",
        MediaKind::Form => "application/x-www-form-urlencoded",
        MediaKind::Multipart => "multipart/form-data",
        MediaKind::Text => "text/plain",
        MediaKind::Xml => "application/xml",
        MediaKind::Binary => "application/octet-stream",
        MediaKind::EventStream => "text/event-stream",
        MediaKind::JsonLines => "application/jsonl",
    }
}

/// A smaller number is preferred.
fn preference(kind: MediaKind) -> u8 {
    match kind {
        MediaKind::Json => 0,
        MediaKind::Form => 1,
        MediaKind::Multipart => 2,
        MediaKind::JsonLines => 3,
        MediaKind::EventStream => 4,
        MediaKind::Binary => 5,
        MediaKind::Text => 6,
        MediaKind::Xml => 7,
    }
}
