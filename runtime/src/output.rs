//! What a call can return: how a response becomes a value, for successes ([`Output`]) and for errors ([`ErrorBody`]).

use http::HeaderMap;

use crate::decode::DecodeError;
use crate::drift::{Report, Tolerant};
use crate::encode::{is_json, is_xml};
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

impl From<DecodeError> for ReadError {
    fn from(error: DecodeError) -> Self {
        Self { message: "the body does not fit its type".to_owned(), source: Some(error.into()) }
    }
}

impl<T: Model> Output for T {
    fn read(answer: &mut Answer) -> Result<Self, ReadError> {
        let (op, status, tolerance) = (answer.op, answer.status.as_u16(), answer.tolerance.as_ref());
        read_whole(&WholeAnswer { op, status, headers: &answer.headers, body: answer.bytes(), tolerance })
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
    // Only JSON is read again.
    let Some(report) = answer.tolerance.filter(|_| !is_xml(media_type(answer.headers))) else { return Err(error) };
    value = T::blank();
    let tolerant = Tolerant { report, operation: answer.op, status: answer.status };
    tolerant.read(answer.body, value.slot()).map(|()| value).ok_or(error)
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
}

impl std::fmt::Debug for WholeAnswer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WholeAnswer").field("status", &self.status).finish_non_exhaustive()
    }
}

impl WholeAnswer<'_> {
    fn fill(&self, slot: Slot<'_>) -> Result<(), ReadError> {
        self.fill_as(slot, media_type(self.headers))
    }

    /// Reads the body into a slot by its media type.
    fn fill_as(&self, slot: Slot<'_>, media_type: &str) -> Result<(), ReadError> {
        match slot {
            Slot::Opt(_) | Slot::Any(_) if self.body.is_empty() => Ok(()),
            Slot::Opt(option) if !is_json(media_type) => self.fill_as(option.insert(), media_type),
            slot if is_xml(media_type) && !matches!(slot, Slot::Str(_) | Slot::Bytes(_)) => self.fill_xml(slot),
            Slot::Str(text) if is_text(media_type) || is_xml(media_type) => {
                *text = String::from_utf8_lossy(self.body).into_owned();
                Ok(())
            }
            Slot::Enum(target) if is_text(media_type) => {
                target.put(&String::from_utf8_lossy(self.body));
                Ok(())
            }
            Slot::Bytes(bytes) if !is_json(media_type) => {
                bytes.extend_from_slice(self.body);
                Ok(())
            }
            slot => fill_json(slot, media_type, self.body),
        }
    }

    #[cfg(feature = "xml")]
    fn fill_xml(&self, slot: Slot<'_>) -> Result<(), ReadError> {
        Ok(crate::xml::fill(self.body, slot, self.op.xml_response(self.status))?)
    }

    #[cfg(not(feature = "xml"))]
    fn fill_xml(&self, slot: Slot<'_>) -> Result<(), ReadError> {
        // Without the feature XML is like anything else that is not JSON: some servers send JSON under a wrong name.
        fill_json(slot, "application/xml", self.body).map_err(|error| ReadError {
            message: format!("{}; `{}` answers XML, which needs the feature `xml` of the runtime", error.message, self.op.id),
            ..error
        })
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
