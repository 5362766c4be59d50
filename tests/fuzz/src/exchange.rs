//! Responses as an input writes them, and a transport that gives them in turn.
//!
//! An input begins with a byte that chooses what is called and one that chooses how large the pieces of bodies are. The responses follow,
//! each as a status, lines of headers, an empty line and a body, with [`SEPARATOR`] between them. After the last one there is no
//! connection any more, so every call ends.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use turnbuckle_runtime::Body;
use turnbuckle_runtime::http::{HeaderName, HeaderValue, Request, Response, StatusCode};
use turnbuckle_runtime::transport::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};

/// What is between two responses.
pub(crate) const SEPARATOR: &[u8] = b"\n====\n";

/// The most responses of an input.
const MOST: usize = 32;

/// An input: what to call, and what comes back.
pub(crate) struct Script<'i> {
    /// What to call.
    pub(crate) choice: usize,
    /// How many bytes come at once; 0 for all.
    pub(crate) piece: usize,
    /// The responses.
    pub(crate) rest: &'i [u8],
}

impl<'i> Script<'i> {
    /// Reads an input.
    pub(crate) fn read(input: &'i [u8]) -> Self {
        let (choice, rest) = input.split_first().unwrap_or((&0, &[]));
        let (piece, rest) = rest.split_first().unwrap_or((&0, &[]));
        // Both are digits and letters in the corpus, for a corpus that can be read.
        Self { choice: usize::from(choice.wrapping_sub(b'A')), piece: usize::from(piece.saturating_sub(b'0')), rest }
    }

    /// Returns a server that gives the responses.
    pub(crate) fn server(&self) -> Server {
        self.server_in_pieces(self.piece)
    }

    /// Returns a server that gives the responses in pieces of a size; 0 for all at once.
    pub(crate) fn server_in_pieces(&self, piece: usize) -> Server {
        let responses = split(self.rest, SEPARATOR).into_iter().take(MOST).map(|text| response(text, piece)).collect();
        Server { state: Arc::new(Mutex::new(State { responses, seen: Vec::new() })) }
    }
}

/// Writes an input.
pub(crate) fn script(choice: u8, piece: u8, responses: &[&[u8]]) -> Vec<u8> {
    let mut input = vec![b'A' + choice, b'0' + piece];
    input.extend(responses.join(SEPARATOR));
    input
}

/// Writes a response with a JSON body.
pub(crate) fn json(body: &str) -> Vec<u8> {
    [b"200\ncontent-type: application/json\n\n", body.as_bytes()].concat()
}

fn split<'i>(bytes: &'i [u8], separator: &[u8]) -> Vec<&'i [u8]> {
    let mut parts = Vec::new();
    let mut rest = bytes;
    while let Some(at) = rest.windows(separator.len()).position(|window| window == separator) {
        parts.push(&rest[..at]);
        rest = &rest[at + separator.len()..];
    }
    parts.push(rest);
    parts
}

/// Reads a response. What no HTTP library would pass on, such as a header with a line break, is left out.
fn response(text: &[u8], piece: usize) -> Response<Vec<Bytes>> {
    let (head, body) = match text.windows(2).position(|window| window == b"\n\n") {
        Some(end) => (&text[..end], &text[end + 2..]),
        None => (text, &[][..]),
    };
    let mut lines = head.split(|byte| *byte == b'\n');
    let status = lines.next().and_then(|line| StatusCode::from_bytes(line).ok()).unwrap_or(StatusCode::OK);
    let pieces = if piece == 0 { vec![Bytes::copy_from_slice(body)] } else { body.chunks(piece).map(Bytes::copy_from_slice).collect() };
    let mut response = Response::new(pieces);
    *response.status_mut() = status;
    for line in lines {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(&line[..colon]), value) {
            response.headers_mut().append(name, value);
        }
    }
    response
}

/// A transport that gives responses in turn and keeps the requests. Clones share both.
#[derive(Clone)]
pub(crate) struct Server {
    state: Arc<Mutex<State>>,
}

struct State {
    responses: VecDeque<Response<Vec<Bytes>>>,
    seen: Vec<Request<()>>,
}

impl Server {
    /// Returns the requests so far, without their bodies.
    pub(crate) fn seen(&self) -> Vec<Request<()>> {
        self.state().seen.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Server {
    fn send(&self, request: Request<Body>) -> BoxFuture<'_, Result<Response<ByteStream>, TransportError>> {
        let mut state = self.state();
        state.seen.push(request.map(drop));
        let response = state.responses.pop_front();
        Box::pin(async move {
            let response = response.ok_or_else(|| TransportError::new(TransportErrorKind::Connect, "no more responses"))?;
            Ok(response.map(|pieces| ByteStream::from_chunks(pieces.into_iter().map(Ok).collect())))
        })
    }
}
