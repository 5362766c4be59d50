//! Whole documents, written and read.

use super::{XmlBody, XmlForm};
use crate::decode::DecodeError;
use crate::encode::EncodeError;
use crate::model::{Model, Slot, View};
use crate::operation::{Operation, Status};
use crate::tree::UNDECLARED;

/// How deep elements may stand in each other.
pub(crate) const MAX_DEPTH: usize = 128;

impl Operation {
    /// Returns the form of the request's body.
    pub(crate) fn xml_request(&self) -> &'static XmlForm {
        self.xml.iter().find(|(body, _)| *body == XmlBody::Request).map_or(&UNDECLARED, |(_, form)| form)
    }

    /// Returns the form of the body of an answer.
    pub(crate) fn xml_response(&self, status: u16) -> &'static XmlForm {
        self.xml_of_status(status, |body| match body {
            XmlBody::Response(declared) => Some(declared),
            XmlBody::Request | XmlBody::RequestPart(_) | XmlBody::ResponsePart(..) => None,
        })
    }

    /// Returns the form of a part of the request's body.
    pub(crate) fn xml_request_part(&self, name: &str) -> &'static XmlForm {
        let is_part = |body: &XmlBody| matches!(body, XmlBody::RequestPart(own) if *own == name);
        self.xml.iter().find(|(body, _)| is_part(body)).map_or(&UNDECLARED, |(_, form)| form)
    }

    /// Returns the form of a part of the body of an answer.
    pub(crate) fn xml_response_part(&self, status: u16, name: &str) -> &'static XmlForm {
        self.xml_of_status(status, |body| match body {
            XmlBody::ResponsePart(declared, own) if *own == name => Some(declared),
            XmlBody::Request | XmlBody::Response(_) | XmlBody::RequestPart(_) | XmlBody::ResponsePart(..) => None,
        })
    }

    fn xml_of_status(&self, status: u16, status_of: impl Fn(&'static XmlBody) -> Option<&'static Status>) -> &'static XmlForm {
        let declared = self.xml.iter().filter_map(|(body, form)| Some((status_of(body)?, form)));
        let (statuses, forms): (Vec<&Status>, Vec<&'static XmlForm>) = declared.unzip();
        // An undeclared success is read like a declared one.
        let chosen = crate::output::fitting(statuses, status).or((status < 400).then_some(0));
        chosen.and_then(|index| forms.get(index).copied()).unwrap_or(&UNDECLARED)
    }
}

/// Writes a value as the body of a request, with an XML declaration, in UTF-8.
///
/// # Errors
///
/// Returns an error for a key of a map that is no XML name, a character that XML does not have, a list or record where an attribute
/// stands, and a file.
pub fn to_request_vec(view: View<'_>, form: &XmlForm) -> Result<Vec<u8>, EncodeError> {
    super::write::document(view, form)
}

/// Reads a value.
///
/// # Errors
///
/// Returns an error that names what is wrong where the text is not XML, and the JSON pointer of what does not fit the type.
pub fn from_slice<T: Model>(xml: &[u8], form: &XmlForm) -> Result<T, DecodeError> {
    let mut value = T::blank();
    fill(xml, value.slot(), form)?;
    Ok(value)
}

/// Reads a value into a slot.
///
/// # Errors
///
/// Returns an error as [`from_slice`] does.
pub fn fill(xml: &[u8], slot: Slot<'_>, form: &XmlForm) -> Result<(), DecodeError> {
    let root = super::parse::parse(xml)?;
    crate::tree::fill(&root, slot, form)
}
