//! Answers.

use openapiv3::{Header, ParameterSchemaOrContent, ReferenceOr, Schema, StatusCode};

use crate::diagnostic::Diagnostic;
use crate::ir::{
    AnyReason, Constraints, Content, Docs, FloatWidth, HeaderForm, IntWidth, MediaKind, Owner, Presence, Response, ResponseHeader,
    Responses, Status, Type,
};
use crate::normalize::ext;
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
                3 => lowered.redirects.push(self.response(status, response, &pointer.join(&key), operation)),
                4 | 5 => lowered.errors.push(self.response(status, response, &pointer.join(&key), operation)),
                // The transport deals with informational answers.
                _ => {}
            }
        }
        if let Some(response) = &responses.default {
            let response = self.response(Status::Default, response, &pointer.join("default"), operation);
            // Without a success of its own, an operation has that of `default`, which is for every status that is not declared.
            if lowered.success.is_empty() {
                lowered.success.push(response.clone());
            }
            lowered.errors.push(response);
        }
        if lowered.success.is_empty() && method != "HEAD" && lowered.redirects.iter().any(is_followed) {
            lowered.success.push(self.behind_redirect(pointer));
        }
        for response in &mut lowered.success {
            // RFC 9110, sections 9.3.2 and 15.3.5: these have no body, whatever the document says.
            if method == "HEAD" || response.status == Status::Code(204) {
                response.content = None;
                response.alternatives.clear();
            }
        }
        for response in &mut lowered.errors {
            response.content = response.content.take().filter(is_error_body);
            let preferred = response.content.as_ref().map(|content| content.media_type.clone());
            for form in response.alternatives.drain(..).filter(is_error_body) {
                if let Some(preferred) = &preferred {
                    self.report_form(&form, preferred);
                }
            }
        }
        self.report_unreachable(&lowered.success);
        lowered
    }

    /// Returns the success of an operation that declares nothing but redirects: what is behind them, of which the document says nothing.
    fn behind_redirect(&self, pointer: &Pointer) -> Response {
        let content = Content {
            media_type: "*/*".to_owned(),
            kind: MediaKind::Binary,
            ty: Type::Binary,
            constraints: Constraints::default(),
            encodings: Vec::new(),
            xml: None,
            origin: self.document.locate(pointer),
        };
        Response { status: Status::Default, description: None, content: Some(content), alternatives: Vec::new(), headers: Vec::new() }
    }

    /// Tells once of a form of an answer that has no method.
    fn report_form(&mut self, form: &Content, preferred: &str) {
        let diagnostic = response_alternative(&form.media_type, preferred).at(form.origin.clone());
        // A shared response is reported once.
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
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
                self.report_form(form, &content.media_type);
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
        let headers = response.headers.iter().map(|(wire, header)| self.header(wire, header, place)).collect();
        let description = Some(response.description.clone()).filter(|text| !text.trim().is_empty());
        Response { status, description, content, alternatives, headers }
    }

    fn header(&mut self, wire: &str, header: &ReferenceOr<Header>, place: &Place) -> ResponseHeader {
        match header {
            ReferenceOr::Item(header) => {
                let pointer = place.pointer.join("headers").join(wire);
                self.own_header(wire, header, &place.part(pointer, wire))
            }
            ReferenceOr::Reference { reference } => ResponseHeader { wire: wire.to_owned(), ..self.shared_header(reference) },
        }
    }

    fn shared_header(&mut self, reference: &str) -> ResponseHeader {
        if let Some(known) = self.shared.headers.get(reference) {
            return known.clone();
        }
        let name = super::name_in("headers", reference).unwrap_or_default();
        let document = self.document;
        let lowered = match document.api.components.as_ref().and_then(|components| components.headers.get(&name)) {
            Some(ReferenceOr::Item(header)) => {
                let pointer = Pointer::from_escaped("/components/headers").join(&name);
                self.own_header(&name, header, &Place::shared(format!("{name} header"), pointer))
            }
            Some(ReferenceOr::Reference { reference }) => self.shared_header(reference),
            None => {
                let ty = Type::Any(AnyReason::Faulty);
                ResponseHeader { wire: name, ty, form: HeaderForm::Text, presence: Presence::Optional, docs: Docs::default() }
            }
        };
        self.shared.headers.insert(reference.to_owned(), lowered.clone());
        lowered
    }

    fn own_header(&mut self, wire: &str, header: &Header, place: &Place) -> ResponseHeader {
        let (ty, form) = match &header.format {
            ParameterSchemaOrContent::Schema(schema) => self.header_type(schema, header, place),
            ParameterSchemaOrContent::Content(content) => match content.first() {
                Some((media_type, media)) if MediaKind::of(media_type) == MediaKind::Json && media.schema.is_some() => {
                    (self.schema_of(media, &place.moved(place.pointer.join("content").join(media_type))), HeaderForm::Json)
                }
                Some(_) | None => (Type::String, HeaderForm::Text),
            },
        };
        let docs = Docs { description: header.description.clone(), deprecated: header.deprecated.unwrap_or(false), ..Docs::default() };
        let presence = if header.required { Presence::Required } else { Presence::Optional };
        ResponseHeader { wire: wire.to_owned(), ty, form, presence, docs }
    }

    /// Scalars are read as text: a type of their own would only name it.
    fn header_type(&mut self, schema: &ReferenceOr<Schema>, header: &Header, place: &Place) -> (Type, HeaderForm) {
        let is_object = self.schema_behind(schema).is_some_and(|schema| {
            let keywords = Keywords::of(schema);
            keywords.is_object() || !keywords.all_of.is_empty()
        });
        if let ReferenceOr::Item(schema) = schema
            && let Some(format @ ("ssv" | "tsv" | "pipes")) = ext::collection_format(&schema.schema_data)
        {
            let message =
                format!("the list in the header is separated as `{format}`, which is not supported: the header is read as a text");
            let help = "split the text after reading it";
            self.report(Diagnostic::warning("unknown-separator", message).help(help), &place.pointer);
            return (Type::String, HeaderForm::Text);
        }
        if !is_object {
            return (self.scalar_header(schema), HeaderForm::Text);
        }
        let ty = self.ty(schema, &place.moved(place.pointer.join("schema")));
        match super::audit::shape_of(&self.api, &ty) {
            turnbuckle_encoding::Shape::Object if header.extensions.get(ext::EXPLODE) == Some(&true.into()) => (ty, HeaderForm::Pairs),
            turnbuckle_encoding::Shape::Object => (ty, HeaderForm::Alternating),
            _ => (self.scalar_header(schema), HeaderForm::Text),
        }
    }

    fn scalar_header(&self, schema: &ReferenceOr<Schema>) -> Type {
        let Some(schema) = self.schema_behind(schema) else { return Type::String };
        let keywords = Keywords::of(schema);
        match (keywords.ty, keywords.format) {
            (Some("integer"), _) => Type::Int(IntWidth::I64),
            (Some("number"), _) => Type::Float(FloatWidth::F64),
            (Some("boolean"), _) => Type::Bool,
            (Some("string"), Some("date-time" | "http-date")) => Type::DateTime,
            (Some("string"), Some("date")) => Type::Date,
            (Some("string"), Some("byte")) => Type::Base64,
            (Some("array"), _) => {
                let item = keywords.items.map_or(Type::String, |items| self.scalar_header(&items.clone().unbox()));
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

/// Returns whether an error's body has a type. That of others is in the bytes of the body, which every error has.
fn is_error_body(content: &Content) -> bool {
    match content.kind {
        MediaKind::Json | MediaKind::Xml | MediaKind::Form | MediaKind::Multipart | MediaKind::Text => content.ty != Type::Binary,
        MediaKind::Binary | MediaKind::EventStream | MediaKind::JsonLines => false,
    }
}

/// Returns whether a response is a redirect that clients follow (RFC 9110, section 15.4).
fn is_followed(response: &Response) -> bool {
    match response.status {
        Status::Code(code) => matches!(code, 301 | 302 | 303 | 307 | 308),
        Status::Range(hundred) => hundred == 3,
        Status::Default => false,
    }
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
        Status::Code(code @ 300..=399) => format!("redirect {code}"),
        Status::Range(3) => "redirect".to_owned(),
        Status::Code(code) => format!("error {code}"),
        Status::Range(hundred) => format!("error {hundred}xx"),
    }
}
