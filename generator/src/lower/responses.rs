//! Answers.

use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, Schema, StatusCode};

use crate::diagnostic::Diagnostic;
use crate::ir::{
    AnyReason, Content, Docs, FloatWidth, IntWidth, MediaKind, Owner, Presence, Response, ResponseHeader, Responses, Status, Type,
};
use crate::source::Pointer;

use super::Cx;
use super::keywords::Keywords;
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
                response.alternatives.clear();
            }
        }
        for response in &mut lowered.errors {
            response.content = response.content.take().filter(|content| content.kind == MediaKind::Json && is_typed(content));
            response.alternatives.clear();
        }
        self.report_unreachable(&lowered.success);
        lowered
    }

    /// Tells of the forms that no method asks for: methods ask for those of one success, and where successes differ, for none.
    fn report_unreachable(&mut self, success: &[Response]) {
        let Some((first, further)) = success.split_first() else { return };
        let differ = further.iter().any(|response| !first.has_body_of(response));
        for response in if differ { success } else { further } {
            let Some(content) = &response.content else { continue };
            for form in &response.alternatives {
                if !differ && first.alternatives.iter().any(|known| known.is_of(form)) {
                    continue;
                }
                let diagnostic = response_alternative(&form.media_type, &content.media_type).at(form.origin.clone());
                // A shared response is told of once.
                if !self.diagnostics.contains(&diagnostic) {
                    self.diagnostics.push(diagnostic);
                }
            }
        }
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
            None => Response { status: Status::Default, description: None, content: None, alternatives: Vec::new(), headers: Vec::new() },
        };
        self.shared.responses.insert(reference.to_owned(), lowered.clone());
        lowered
    }

    fn own_response(&mut self, status: Status, response: &openapiv3::Response, place: &Place) -> Response {
        let mut contents = self.answer_contents(&response.content, place).into_iter();
        let (content, alternatives) = (contents.next(), contents.collect());
        let headers = response.headers.iter().map(|(wire, header)| self.header(wire, header)).collect();
        let description = Some(response.description.clone()).filter(|text| !text.trim().is_empty());
        Response { status, description, content, alternatives, headers }
    }

    fn header(&self, wire: &str, header: &ReferenceOr<Header>) -> ResponseHeader {
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
            ParameterSchemaOrContent::Schema(schema) => self.header_type(schema),
            ParameterSchemaOrContent::Content(_) => Type::String,
        };
        let docs = Docs { description: header.description.clone(), deprecated: header.deprecated.unwrap_or(false), ..Docs::default() };
        let presence = if header.required { Presence::Required } else { Presence::Optional };
        ResponseHeader { wire: wire.to_owned(), ty, presence, docs }
    }

    /// Headers are read as text: a type of their own would only name it.
    fn header_type(&self, schema: &ReferenceOr<Schema>) -> Type {
        let Some(schema) = self.schema_behind(schema) else { return Type::String };
        let keywords = Keywords::of(schema);
        match (keywords.ty, keywords.format) {
            (Some("integer"), _) => Type::Int(IntWidth::I64),
            (Some("number"), _) => Type::Float(FloatWidth::F64),
            (Some("boolean"), _) => Type::Bool,
            (Some("string"), Some("date-time" | "http-date")) => Type::DateTime,
            (Some("string"), Some("byte")) => Type::Base64,
            (Some("array"), _) => {
                let item = keywords.items.map_or(Type::String, |items| self.header_type(&items.clone().unbox()));
                Type::List(Box::new(item))
            }
            _ => Type::String,
        }
    }
}

/// Tells of a form of an answer that has no method.
pub(super) fn response_alternative(media_type: &str, preferred: &str) -> Diagnostic {
    let help = "another media type can be asked for with `.accept(..)` on a call";
    Diagnostic::note("response-alternative", format!("the answer can be `{media_type}` too, asking for `{preferred}`")).help(help)
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
