//! What a call can return: how a response becomes a value, for successes ([`Output`]) and for errors ([`ErrorBody`]).

use http::HeaderMap;

use crate::decode::DecodeError;
use crate::drift::{Report, Tolerant};
use crate::model::{Model, Slot};
use crate::operation::{Operation, Status};
#[doc(hidden)]
pub use crate::response::Answer;
use crate::response::media_type;
use crate::transport::BoxError;

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
/// A model is read as JSON. A `String` takes a body of `text/*` as it is, a model of bytes any body that is not JSON. An empty
/// body is the empty value of `Option` and of `Value`, and an error for other models.
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
    fn read(variant: usize, answer: &ErrorAnswer<'_>) -> Option<Self>;
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

impl From<DecodeError> for ReadError {
    fn from(error: DecodeError) -> Self {
        Self { message: "the body does not fit its type".to_owned(), source: Some(error.into()) }
    }
}

impl<T: Model> Output for T {
    fn read(answer: &mut Answer) -> Result<Self, ReadError> {
        let mut value = T::blank();
        let source = Source { op: answer.op, status: answer.status.as_u16() };
        let Err(error) = fill(value.slot(), answer.media_type(), answer.bytes(), source) else { return Ok(value) };
        // Only JSON is read again with its holes filled.
        if is_xml(answer.media_type()) {
            return Err(error);
        }
        let Some(report) = &answer.tolerance else { return Err(error) };
        value = T::blank();
        let tolerant = Tolerant { report, operation: answer.op, status: answer.status.as_u16() };
        tolerant.read(answer.bytes(), value.slot()).map(|()| value).ok_or(error)
    }
}

impl Output for () {
    fn read(_: &mut Answer) -> Result<Self, ReadError> {
        Ok(())
    }
}

impl<T: Model> ErrorBody for T {
    fn read(_: usize, answer: &ErrorAnswer<'_>) -> Option<Self> {
        let mut value = T::blank();
        let media_type = media_type(answer.headers);
        if fill(value.slot(), media_type, answer.body, Source { op: answer.op, status: answer.status }).is_ok() {
            return Some(value);
        }
        let report = answer.tolerance.filter(|_| !is_xml(media_type))?;
        value = T::blank();
        Tolerant { report, operation: answer.op, status: answer.status }.read(answer.body, value.slot()).map(|()| value)
    }
}

/// The answer that is read for the body of an error.
#[doc(hidden)]
pub struct ErrorAnswer<'a> {
    pub(crate) op: &'static Operation,
    pub(crate) status: u16,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
    /// Who is told where the body differs from its type, in place of there being none.
    pub(crate) tolerance: Option<&'a Report>,
}

impl std::fmt::Debug for ErrorAnswer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ErrorAnswer").field("status", &self.status).finish_non_exhaustive()
    }
}

/// What an answer is the answer to.
#[derive(Clone, Copy)]
struct Source {
    op: &'static Operation,
    status: u16,
}

/// Reads a body into a slot by its media type.
fn fill(slot: Slot<'_>, media_type: &str, body: &[u8], source: Source) -> Result<(), ReadError> {
    match slot {
        Slot::Opt(_) | Slot::Any(_) if body.is_empty() => Ok(()),
        Slot::Opt(option) if !is_json(media_type) => fill(option.insert(), media_type, body, source),
        slot if is_xml(media_type) && !matches!(slot, Slot::Str(_) | Slot::Bytes(_)) => fill_xml(slot, body, source),
        Slot::Str(text) if is_text(media_type) || is_xml(media_type) => {
            *text = String::from_utf8_lossy(body).into_owned();
            Ok(())
        }
        Slot::Bytes(bytes) if !is_json(media_type) => {
            bytes.extend_from_slice(body);
            Ok(())
        }
        slot => fill_json(slot, media_type, body),
    }
}

fn fill_json(slot: Slot<'_>, media_type: &str, body: &[u8]) -> Result<(), ReadError> {
    crate::json::fill(body, slot).map_err(|error| {
        let mut error = ReadError::from(error);
        // Servers do send JSON as `text/plain`, so the media type alone is no reason to give up.
        if body.is_empty() {
            error.message = "the body is empty".to_owned();
        } else if !is_json(media_type) && !media_type.is_empty() {
            error.message = format!("expected JSON, found `{media_type}`");
        }
        error
    })
}

#[cfg(feature = "xml")]
fn fill_xml(slot: Slot<'_>, body: &[u8], source: Source) -> Result<(), ReadError> {
    Ok(crate::xml::fill(body, slot, source.op.xml_response(source.status))?)
}

#[cfg(not(feature = "xml"))]
fn fill_xml(slot: Slot<'_>, body: &[u8], source: Source) -> Result<(), ReadError> {
    // Without the feature XML is like anything else that is not JSON: some servers send JSON under a wrong name.
    let Source { op, status } = source;
    let _ = status;
    fill_json(slot, "application/xml", body).map_err(|error| ReadError {
        message: format!("{}; `{}` answers XML, which needs the feature `xml` of the runtime", error.message, op.id),
        ..error
    })
}

/// Returns whether a media type is XML or, by its suffix, a format made of it (RFC 7303, section 4.2).
pub(crate) fn is_xml(media_type: &str) -> bool {
    let lower = media_type.to_ascii_lowercase();
    lower == "application/xml" || lower == "text/xml" || lower.ends_with("+xml")
}

/// Returns whether a media type is JSON or one of its relatives.
pub(crate) fn is_json(media_type: &str) -> bool {
    let lower = media_type.to_ascii_lowercase();
    lower == "application/json" || lower == "text/json" || lower.ends_with("+json")
}

fn is_text(media_type: &str) -> bool {
    media_type.get(..5).is_some_and(|start| start.eq_ignore_ascii_case("text/")) && !is_json(media_type)
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
