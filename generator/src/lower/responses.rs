//! Answers.

use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, StatusCode};

use crate::ir::{AnyReason, Content, Docs, MediaKind, Owner, Presence, Response, ResponseHeader, Responses, Status, Type};
use crate::source::Pointer;

use super::Cx;
use super::place::Place;

impl Cx<'_> {
    /// Returns what an operation answers.
    pub(super) fn responses(&mut self, responses: &openapiv3::Responses, pointer: &Pointer, operation: u32, method: &str) -> Responses {
        let mut lowered = Responses::default();
        for (code, response) in &responses.responses {
            let status = match code {
                StatusCode::Code(code) => Status::Code(*code),
                StatusCode::Range(hundred) => Status::Range(u8::try_from(*hundred).unwrap_or(0)),
            };
            let key = code.to_string();
            match hundred(status) {
                2 => lowered.success.push(self.response(status, response, &pointer.join(&key), operation)),
                4 | 5 => lowered.errors.push(self.response(status, response, &pointer.join(&key), operation)),
                // Informational answers and redirects are the transport's business.
                _ => {}
            }
        }
        if let Some(response) = &responses.default {
            let response = self.response(Status::Default, response, &pointer.join("default"), operation);
            if lowered.success.is_empty() { lowered.success.push(response) } else { lowered.errors.push(response) }
        }
        for response in &mut lowered.success {
            // RFC 9110, sections 9.3.2 and 15.3.5: these have no body, whatever the document says.
            if method == "HEAD" || response.status == Status::Code(204) {
                response.content = None;
            }
        }
        for response in &mut lowered.errors {
            response.content = response.content.take().filter(|content| content.kind == MediaKind::Json && is_typed(content));
        }
        lowered
    }

    fn response(&mut self, status: Status, response: &ReferenceOr<openapiv3::Response>, pointer: &Pointer, operation: u32) -> Response {
        match response {
            ReferenceOr::Item(response) => {
                let place = Place::member(Owner::Operation(operation), pointer.clone(), &word(status));
                self.own_response(status, response, &place)
            }
            ReferenceOr::Reference { reference } => Response { status, ..self.shared_response(reference) },
        }
    }

    fn shared_response(&mut self, reference: &str) -> Response {
        if let Some(known) = self.shared.responses.get(reference) {
            return known.clone();
        }
        let name = super::name_in("responses", reference).unwrap_or_default();
        let document = self.document;
        let lowered = match document.api.components.as_ref().and_then(|components| components.responses.get(&name)) {
            Some(ReferenceOr::Item(response)) => {
                let pointer = Pointer::from_escaped("/components/responses").join(&name);
                self.own_response(Status::Default, response, &Place::shared(format!("{name} response"), pointer))
            }
            Some(ReferenceOr::Reference { reference }) => self.shared_response(reference),
            None => Response { status: Status::Default, description: None, content: None, headers: Vec::new() },
        };
        self.shared.responses.insert(reference.to_owned(), lowered.clone());
        lowered
    }

    fn own_response(&mut self, status: Status, response: &openapiv3::Response, place: &Place) -> Response {
        let content = self.preferred(&response.content, place);
        let headers = response.headers.iter().map(|(wire, header)| self.header(wire, header, place)).collect();
        let description = Some(response.description.clone()).filter(|text| !text.trim().is_empty());
        Response { status, description, content, headers }
    }

    fn header(&mut self, wire: &str, header: &ReferenceOr<Header>, place: &Place) -> ResponseHeader {
        let components = self.document.api.components.as_ref();
        let resolved = match header {
            ReferenceOr::Item(header) => Some(header),
            ReferenceOr::Reference { reference } => {
                let name = super::name_in("headers", reference).unwrap_or_default();
                components.and_then(|components| components.headers.get(&name)).and_then(ReferenceOr::as_item)
            }
        };
        let Some(header) = resolved else {
            let ty = Type::Any(AnyReason::Faulty);
            return ResponseHeader { wire: wire.to_owned(), ty, presence: Presence::Optional, docs: Docs::default() };
        };
        let ty = match &header.format {
            // Headers are read as text; a type of their own would only name it.
            ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) => match super::keywords::Keywords::of(schema).ty {
                Some("integer") => Type::Int(crate::ir::IntWidth::I64),
                Some("boolean") => Type::Bool,
                _ => Type::String,
            },
            ParameterSchemaOrContent::Schema(ReferenceOr::Reference { .. }) | ParameterSchemaOrContent::Content(_) => Type::String,
        };
        let docs = Docs { description: header.description.clone(), deprecated: header.deprecated.unwrap_or(false), ..Docs::default() };
        let presence = if header.required { Presence::Required } else { Presence::Optional };
        let _ = place;
        ResponseHeader { wire: wire.to_owned(), ty, presence, docs }
    }
}

fn is_typed(content: &Content) -> bool {
    !matches!(content.ty, Type::Any(_) | Type::String | Type::Binary)
}

fn hundred(status: Status) -> u16 {
    match status {
        Status::Code(code) => code / 100,
        Status::Range(hundred) => u16::from(hundred),
        Status::Default => 0,
    }
}

/// The word that names the type of an answer's body, after its operation.
fn word(status: Status) -> String {
    match status {
        Status::Code(200..=299) | Status::Range(2) | Status::Default => "response".to_owned(),
        Status::Code(code) => format!("error {code}"),
        Status::Range(hundred) => format!("error {hundred}xx"),
    }
}
