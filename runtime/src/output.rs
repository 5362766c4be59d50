//! What a call can return: how a response becomes a value, for successes ([`Output`]) and for errors ([`ErrorBody`]).

use http::HeaderMap;

use turnbuckle_encoding::MediaKind;

use crate::content::{charset, form, parts};
use crate::decode::DecodeError;
use crate::drift::{Report, Tolerant};
use crate::encode::is_json;
use crate::model::{Model, Slot, Value};
use crate::operation::{Operation, Status};
#[doc(hidden)]
pub use crate::response::Answer;
use crate::response::content_type;
use crate::transport::BoxError;
use crate::tree::fill_text;

/// What happens to a response's body before it is read as a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[doc(hidden)]
pub enum Mode {
    /// It is read whole.
    Buffer,
    /// It is passed on as it comes.
    Stream,
    /// It is passed on as it comes, and the request is kept, for the stream may be opened again.
    Events,
}

/// What a call can return: a model, `()`, a [`Download`](crate::stream::Download), an [`EventStream`](crate::stream::EventStream),
/// [`JsonLines`](crate::stream::JsonLines), or an enum made by [`responses!`](crate::responses).
///
/// A model is read as JSON, as XML, as a form or from the parts of a multipart body, as the media type of the response says. A `String` takes a
/// body of text as it is, a model of bytes any body that is not JSON. Text is decoded from its charset (feature `charset`; UTF-8 and UTF-16
/// always). An empty body is the empty value of `Option` and of `Value`, and an error for other models.
pub trait Output: Sized + Send {
    /// What happens to the body first.
    #[doc(hidden)]
    const MODE: Mode = Mode::Buffer;

    /// Reads the value.
    #[doc(hidden)]
    fn read(answer: &mut Answer) -> Result<Self, ReadError>;
}

/// What the body of an error can be: a model, or an enum made by [`errors!`](crate::errors).
pub trait ErrorBody: Sized + Send {
    /// Reads the value; `None` where the body is of another form. The variant is the operation's word for the status.
    #[doc(hidden)]
    fn read(variant: usize, answer: &WholeAnswer<'_>) -> Option<Self>;
}

/// A response that cannot be read.
#[derive(Debug)]
pub struct ReadError {
    pub(crate) message: String,
    pub(crate) source: Option<BoxError>,
}

impl ReadError {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None }
    }
}

impl ReadError {
    /// Says in which part of a multipart body it is.
    pub(crate) fn of_part(mut self, name: &str) -> Self {
        self.message = match self.message.strip_prefix("the body ") {
            Some(rest) => format!("the part `{}` {rest}", name.escape_debug()),
            None => format!("the part `{}`: {}", name.escape_debug(), self.message),
        };
        self
    }
}

impl From<charset::CharsetError> for ReadError {
    fn from(error: charset::CharsetError) -> Self {
        Self::new(error.to_string())
    }
}

impl From<DecodeError> for ReadError {
    fn from(error: DecodeError) -> Self {
        Self { message: "the body does not fit its type".to_owned(), source: Some(error.into()) }
    }
}

impl<T: Model> Output for T {
    fn read(answer: &mut Answer) -> Result<Self, ReadError> {
        let (op, status, tolerance) = (answer.op, answer.status.as_u16(), answer.tolerance.as_ref());
        read_whole(&WholeAnswer { op, status, headers: &answer.headers, body: answer.bytes(), tolerance, part: None })
    }
}

impl Output for () {
    fn read(_: &mut Answer) -> Result<Self, ReadError> {
        Ok(())
    }
}

impl<T: Model> ErrorBody for T {
    fn read(_: usize, answer: &WholeAnswer<'_>) -> Option<Self> {
        read_whole(answer).ok()
    }
}

/// Reads a model strictly, and where that fails and the client is tolerant, again with its holes filled.
fn read_whole<T: Model>(answer: &WholeAnswer<'_>) -> Result<T, ReadError> {
    let mut value = T::blank();
    let Err(error) = answer.fill(value.slot()) else { return Ok(value) };
    let is_json = match MediaKind::of(answer.content_type()) {
        // Servers do send JSON as text or under a name of their own.
        MediaKind::Json | MediaKind::Text | MediaKind::Binary | MediaKind::EventStream | MediaKind::JsonLines => true,
        MediaKind::Xml | MediaKind::Form | MediaKind::Multipart => false,
    };
    // Only JSON is read again.
    let Some(report) = answer.tolerance.filter(|_| is_json) else { return Err(error) };
    let Ok(json) = charset::decoded(answer.body, answer.content_type()) else { return Err(error) };
    value = T::blank();
    let tolerant = Tolerant { report, operation: answer.op, status: answer.status };
    tolerant.read(&json, value.slot()).map(|()| value).ok_or(error)
}

/// An answer whose body was read whole, of a success or an error.
#[doc(hidden)]
pub struct WholeAnswer<'a> {
    pub(crate) op: &'static Operation,
    pub(crate) status: u16,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    /// Who is told where the body differs from its type, in place of there being none.
    pub(crate) tolerance: Option<&'a Report>,
    /// Which part of a multipart body it is, where it is one.
    pub(crate) part: Option<Part<'a>>,
}

/// A part of a multipart body.
#[derive(Clone, Copy)]
pub(crate) struct Part<'a> {
    /// The property, or the index, that it holds.
    pub(crate) name: &'a str,
    /// How many multipart bodies it is in.
    pub(crate) depth: usize,
}

impl std::fmt::Debug for WholeAnswer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = self.part.map(|part| part.name);
        f.debug_struct("WholeAnswer").field("status", &self.status).field("part", &part).finish_non_exhaustive()
    }
}

impl WholeAnswer<'_> {
    /// Returns the `Content-Type`; empty where there is none.
    pub(crate) fn content_type(&self) -> &str {
        content_type(self.headers)
    }

    /// Reads the body into a slot by its media type.
    pub(crate) fn fill(&self, slot: Slot<'_>) -> Result<(), ReadError> {
        let kind = MediaKind::of(self.content_type());
        match slot {
            Slot::Opt(option) if self.body.is_empty() && self.part.is_some() => {
                // The part is there, and text may be empty.
                if !matches!(option.insert(), Slot::Str(_) | Slot::Bytes(_) | Slot::File(_)) {
                    option.put_null();
                }
                Ok(())
            }
            Slot::Opt(_) | Slot::Any(_) if self.body.is_empty() && self.part.is_none() => Ok(()),
            Slot::Opt(option) if kind != MediaKind::Json => self.fill(option.insert()),
            Slot::Bytes(bytes) if kind != MediaKind::Json => {
                bytes.extend_from_slice(self.body);
                Ok(())
            }
            Slot::File(file) if kind != MediaKind::Json || self.part.is_some() => {
                file.set_content(self.body.to_vec());
                file.set_labels(parts::file_name(self.headers), Some(self.content_type().to_owned()).filter(|it| !it.is_empty()));
                Ok(())
            }
            Slot::Str(text) if matches!(kind, MediaKind::Text | MediaKind::Xml | MediaKind::Form) => {
                *text = self.text()?.into_owned();
                Ok(())
            }
            slot => match kind {
                MediaKind::Text => self.fill_scalar(slot),
                MediaKind::Xml => self.fill_xml(slot),
                MediaKind::Form => Ok(form::fill(&self.text()?, self.op.received, slot)?),
                MediaKind::Multipart => parts::fill(self, slot),
                MediaKind::Json | MediaKind::Binary | MediaKind::EventStream | MediaKind::JsonLines => self.fill_json(slot),
            },
        }
    }

    fn text(&self) -> Result<std::borrow::Cow<'_, str>, ReadError> {
        Ok(charset::text(self.body, self.content_type())?)
    }

    /// Reads text that is not JSON for sure.
    fn fill_scalar(&self, slot: Slot<'_>) -> Result<(), ReadError> {
        match slot {
            Slot::Enum(target) => {
                target.put(&self.text()?);
                Ok(())
            }
            // A part that says nothing of its type is text.
            Slot::Any(target) if self.part.is_some() => {
                *target = Value::String(self.text()?.into_owned());
                Ok(())
            }
            Slot::Text(target) => {
                let text = self.text()?;
                if target.put(text.trim()) && target.known() {
                    return Ok(());
                }
                // JSON under a wrong name, or a text that is kept as it is.
                self.fill_json(Slot::Text(&mut *target)).or_else(|error| target.put(text.trim()).then_some(()).ok_or(error))
            }
            slot @ Slot::Scalar(_) => Ok(fill_text(&self.text()?, slot)?),
            slot => self.fill_json(slot),
        }
    }

    #[cfg(feature = "xml")]
    fn fill_xml(&self, slot: Slot<'_>) -> Result<(), ReadError> {
        let form = match self.part {
            Some(part) => self.op.xml_response_part(self.status, part.name),
            None => self.op.xml_response(self.status),
        };
        Ok(crate::xml::fill(&charset::decoded(self.body, self.content_type())?, slot, form)?)
    }

    #[cfg(not(feature = "xml"))]
    fn fill_xml(&self, slot: Slot<'_>) -> Result<(), ReadError> {
        // Without the feature XML is like anything else that is not JSON: some servers send JSON under a wrong name.
        self.fill_json(slot).map_err(|error| ReadError {
            message: format!("{}; `{}` answers XML, which needs the feature `xml` of the runtime", error.message, self.op.id),
            ..error
        })
    }

    fn fill_json(&self, slot: Slot<'_>) -> Result<(), ReadError> {
        let json = charset::decoded(self.body, self.content_type())?;
        self.read_json(&json, slot).map_err(|error| {
            let mut error = ReadError::from(error);
            let media_type = turnbuckle_encoding::essence(self.content_type());
            // Servers do send JSON as `text/plain`, so the media type alone is no reason to give up.
            if self.body.is_empty() {
                error.message = "the body is empty".to_owned();
            } else if !is_json(media_type) && !media_type.is_empty() {
                error.message = format!("expected JSON, found `{media_type}`");
            }
            error
        })
    }

    fn read_json(&self, json: &[u8], slot: Slot<'_>) -> Result<(), DecodeError> {
        let read = match self.tolerance {
            Some(report) => Tolerant { report, operation: self.op, status: self.status }.read_strictly(json, slot),
            None => crate::json::fill(json, slot),
        };
        read.map_err(|error| error.of(self.op, self.status))
    }
}

/// Chooses the entry of a table of statuses that fits best; `None` where none does.
#[doc(hidden)]
pub fn fitting<'t>(table: impl IntoIterator<Item = &'t Status>, code: u16) -> Option<usize> {
    let closeness = |status: &Status| match status {
        Status::Code(declared) => 3 * u8::from(*declared == code),
        Status::Range(hundred) => 2 * u8::from(u16::from(*hundred) == code / 100),
        Status::Default => 1,
    };
    let fitting = table.into_iter().enumerate().filter(|(_, status)| closeness(status) > 0);
    fitting.max_by_key(|(_, status)| closeness(status)).map(|(index, _)| index)
}

/// Chooses the entry of a table of statuses that fits best; the first where none does, for a success that the document does not
/// declare is read like one that it does.
#[doc(hidden)]
pub fn choose(table: &[Status], code: u16) -> usize {
    fitting(table, code).unwrap_or(0)
}

/// Reads an arm of [`responses!`](crate::responses).
#[doc(hidden)]
pub fn read_arm<T: Output>(answer: &mut Answer) -> Result<T, ReadError> {
    T::read(answer)
}

/// Returns the status of an answer, for [`responses!`](crate::responses).
#[doc(hidden)]
pub fn answer_status(answer: &Answer) -> u16 {
    answer.status.as_u16()
}
