//! Calls whose answers are read as a stream although the document, or the preferred form of the answer, has it otherwise.

use super::{Download, EventStream, JsonLines, Reconnect};
use crate::Limits;
use crate::call::Call;
use crate::model::Model;

impl<'c, T, E, P> Call<'c, T, E, P> {
    /// Asks for server-sent events, and reads the answer as a stream of them: for an operation that answers so when its parameters or
    /// its body ask for it.
    pub fn events<D: Model>(self) -> Call<'c, EventStream<D>, E> {
        self.accept("text/event-stream").read_as()
    }

    /// Reads the answer as JSON values, line by line.
    pub fn json_lines<D: Model>(self) -> Call<'c, JsonLines<D>, E> {
        self.read_as()
    }

    /// Reads the answer as bytes as they come, whatever its type.
    pub fn download(self) -> Call<'c, Download, E> {
        self.read_as()
    }

    /// Sets when a stream of events is opened again. Setting it is a promise that sending the request again does no harm,
    /// whatever its method. Default: [`Reconnect::default`] for methods that are idempotent (RFC 9110, section 9.2.2), else never.
    pub fn reconnect(mut self, reconnect: Reconnect) -> Self {
        self.options().reconnect = Some(reconnect);
        self
    }

    /// Sets how much of the answer is taken in. Default: the client's.
    pub fn limits(mut self, limits: Limits) -> Self {
        let options = self.options();
        options.limits = Some(limits);
        options.max_response_bytes = None;
        self
    }
}
