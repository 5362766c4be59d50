//! Calls that block the thread (feature `blocking`), for programs without an asynchronous runtime. There is none of it in a browser.
//!
//! A client makes a runtime of its own, on the thread that calls, when it first blocks. Several threads may block on one client at once: one
//! of them drives the connections for all. While none blocks, nothing moves. Clients for other connections of one client share its runtime;
//! clients that were built apart do not, so give them no transport in common where both block.
//!
//! Where a tokio runtime is at work on the thread already, even in `spawn_blocking`, a call that would block returns an error in place of
//! stopping that runtime: `.await` the call there, or pass it to `Handle::block_on`.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::OnceLock;

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use tokio::runtime::{Builder, Handle, Runtime};

use crate::call::Call;
use crate::client::Client;
use crate::error::{Error, Failure, Kind};
use crate::model::Model;
use crate::operation::Operation;
use crate::output::{ErrorBody, Output};
use crate::page::{Items, Pages};
use crate::response::Response;
use crate::stream::Download;

/// The runtime that a client's blocking calls share, made by the first.
#[derive(Default)]
pub(crate) struct Engine(OnceLock<Result<Owned, String>>);

struct Owned(Option<Runtime>);

impl Drop for Owned {
    fn drop(&mut self) {
        // A runtime that is dropped in another one waits for its tasks, which is a panic there.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Engine {
    fn block_on<F: Future>(&self, op: &'static Operation, future: F) -> Result<F::Output, Box<Failure>> {
        if Handle::try_current().is_ok() {
            let message = "a call that blocks was made where an asynchronous runtime is at work: await it in place of that";
            return Err(Failure::new(op, Kind::Config, message));
        }
        let made = self.0.get_or_init(|| {
            let runtime = Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| Owned(Some(runtime))).map_err(|error| error.to_string())
        });
        match made {
            Ok(Owned(Some(runtime))) => Ok(runtime.block_on(future)),
            Ok(Owned(None)) => Err(Failure::new(op, Kind::Config, "the client's runtime was shut down")),
            Err(error) => Err(Failure::new(op, Kind::Config, format!("no runtime can be made: {error}"))),
        }
    }
}

impl<T: Output, E: ErrorBody, P> Call<'_, T, E, P> {
    /// Sends the request, and blocks the thread until the body is there (feature `blocking`).
    ///
    /// # Errors
    ///
    /// Returns the call's error, or one that says so where an asynchronous runtime is at work on the thread.
    pub fn wait(self) -> Result<T, Error<E>> {
        self.wait_response().map(Response::into_inner)
    }

    /// Sends the request, and blocks the thread until the body is there, with status and headers (feature `blocking`).
    ///
    /// # Errors
    ///
    /// As of [`wait`](Self::wait).
    pub fn wait_response(self) -> Result<Response<T>, Error<E>> {
        let (client, request) = self.parts();
        let op = request.op;
        client.inner().settings.engine.block_on(op, async move { self.send().await }).unwrap_or_else(|failure| Err(Error::new(failure)))
    }
}

impl<T: Output + Unpin, E: ErrorBody, P> Call<'_, T, E, P> {
    /// Sends the request, blocks the thread until the answer's headers are there, and returns a stream that blocks: an `Iterator` of
    /// events or lines, and of a [`Download`] an [`io::Read`] (feature `blocking`).
    ///
    /// # Errors
    ///
    /// As of [`wait`](Self::wait).
    pub fn wait_stream(self) -> Result<Blocking<T>, Error<E>> {
        let (client, request) = self.parts();
        let (client, op) = (client.clone(), request.op);
        self.wait().map(|stream| Blocking::new(client, op, stream))
    }
}

impl<T: Model, E: ErrorBody> Pages<T, E> {
    /// Blocks the thread for each page (feature `blocking`).
    pub fn blocking(self) -> Blocking<Self> {
        let (client, op) = self.origin();
        Blocking::new(client, op, self)
    }
}

impl<T: Model, I: Model, E: ErrorBody> Items<T, I, E> {
    /// Blocks the thread for each item that is not there yet (feature `blocking`).
    pub fn blocking(self) -> Blocking<Self> {
        let (client, op) = self.origin();
        Blocking::new(client, op, self)
    }
}

/// A stream that blocks the thread, as an iterator.
pub struct Blocking<S> {
    client: Client,
    op: &'static Operation,
    stream: S,
    /// Bytes that came and were not read.
    rest: Bytes,
}

impl<S> Blocking<S> {
    fn new(client: Client, op: &'static Operation, stream: S) -> Self {
        Self { client, op, stream, rest: Bytes::new() }
    }

    /// Returns the stream, for what else it tells.
    pub fn get_ref(&self) -> &S {
        &self.stream
    }

    /// Returns the stream, to go on without blocking. Connections of a call that has blocked move only while some call of the client
    /// blocks.
    pub fn into_inner(self) -> S {
        self.stream
    }
}

impl<S, T, E> Iterator for Blocking<S>
where
    S: Stream<Item = Result<T, Error<E>>> + Unpin,
    E: ErrorBody,
{
    type Item = Result<T, Error<E>>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = &mut self.stream;
        let next = poll_fn(|cx| Pin::new(&mut *stream).poll_next(cx));
        self.client.inner().settings.engine.block_on(self.op, next).unwrap_or_else(|failure| Some(Err(Error::new(failure))))
    }
}

impl io::Read for Blocking<Download> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.rest.is_empty() {
            match self.next() {
                Some(chunk) => self.rest = chunk.map_err(io::Error::other)?,
                None => return Ok(0),
            }
        }
        let length = buffer.len().min(self.rest.len());
        self.rest.split_to(length).copy_to_slice(buffer.get_mut(..length).unwrap_or_default());
        Ok(length)
    }
}

impl<S> fmt::Debug for Blocking<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Blocking").field("operation", &self.op.id).finish_non_exhaustive()
    }
}
