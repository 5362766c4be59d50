//! Calls that block the thread (feature `blocking`), for programs without an asynchronous runtime. There is none of it in a browser.
//!
//! A client starts a thread at its first blocking call: its engine, which drives the connections, also between calls. If the server closes
//! a connection between calls, the engine removes it from the pool before the next request is written to it. The call itself runs on the
//! thread that blocks, and any number of threads may block on one client at once. Clones of a client share its engine, and so do clients
//! for other connections of it; clients that are built separately do not. The engine ends with the last client that shares it.
//!
//! On a thread that already runs a tokio runtime, even in `spawn_blocking`, a blocking call returns an error instead of blocking that
//! runtime: `.await` the call there, or pass it to `Handle::block_on`. A process that was forked after the client's first blocking call
//! also gets an error, because threads stay in the parent: build the client in the child.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::pin::{Pin, pin};
use std::process;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, JoinHandle, Thread};
use std::time::Duration;

use bytes::{Buf as _, Bytes};
use futures_core::Stream;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::yield_now;

use crate::call::Call;
use crate::client::Client;
use crate::error::{Error, Failure, Kind};
use crate::model::Model;
use crate::operation::Operation;
use crate::output::{ErrorBody, Output};
use crate::page::{Items, Pages};
use crate::response::Response;
use crate::stream::Download;

/// The interval at which a blocked thread checks the clock.
const LOOK: Duration = Duration::from_millis(25);

/// The engine that a client's blocking calls share. The first blocking call starts it.
#[derive(Default)]
pub(crate) struct Engine(OnceLock<Result<Running, String>>);

/// A thread that drives a runtime until this value is dropped.
struct Running {
    handle: Handle,
    thread: JoinHandle<()>,
    /// The id of the process that has the thread.
    process: u32,
    /// Ends the thread when it is dropped. Nobody waits for the thread: the drop may happen in another runtime.
    _stop: oneshot::Sender<()>,
}

impl Running {
    fn start() -> io::Result<Self> {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name("turnbuckle-engine".to_owned()).spawn(move || {
            // Nothing is ever sent: the sender is dropped.
            let _ = runtime.block_on(stopped);
            runtime.shutdown_background();
        })?;
        Ok(Self { handle, thread, process: process::id(), _stop: stop })
    }

    /// Returns why calls cannot be made, if they cannot.
    fn fault(&self, process: u32) -> Option<&'static str> {
        if self.process != process {
            return Some("the process was forked after the client had blocked: build the client in the child");
        }
        self.thread.is_finished().then_some("the thread that drives the client's connections has ended: build another client")
    }
}

impl Engine {
    /// Runs a call after the engine has processed earlier events: connections that the server has closed, and the connection of the last
    /// call, which returns to the pool after its last byte.
    fn call<F: Future>(&self, op: &'static Operation, future: F) -> Result<F::Output, Box<Failure>> {
        let running = self.running(op)?;
        // If the engine ends in the meantime, the call itself reports that.
        let _ = drive(&running.handle, running.handle.spawn(catch_up()));
        Ok(drive(&running.handle, future))
    }

    fn block_on<F: Future>(&self, op: &'static Operation, future: F) -> Result<F::Output, Box<Failure>> {
        self.running(op).map(|running| drive(&running.handle, future))
    }

    fn running(&self, op: &'static Operation) -> Result<&Running, Box<Failure>> {
        let fault = |message: String| Failure::new(op, Kind::Config, message);
        if Handle::try_current().is_ok() {
            let message = "a call that blocks was made where an asynchronous runtime is at work: await it instead";
            return Err(fault(message.to_owned()));
        }
        let running = self.0.get_or_init(|| Running::start().map_err(|error| error.to_string()));
        let running = running.as_ref().map_err(|error| fault(format!("the thread that drives connections cannot be started: {error}")))?;
        running.fault(process::id()).map_or(Ok(running), |message| Err(fault(message.to_owned())))
    }
}

/// Lets a runtime poll its sockets, and then run the tasks that this woke.
async fn catch_up() {
    yield_now().await;
    yield_now().await;
}

/// Runs a future on this thread, with the engine's sockets and timers. An engine that is busy with data from a server checks its timers
/// late, so this thread checks the clock itself.
fn drive<F: Future>(engine: &Handle, future: F) -> F::Output {
    let _context = engine.enter();
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut cx = Context::from_waker(&waker);
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut cx) {
            return output;
        }
        thread::park_timeout(LOOK);
    }
}

/// Wakes a thread that is parked.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
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
        client.inner().settings.engine.call(op, async move { self.send().await }).unwrap_or_else(|failure| Err(Error::new(failure)))
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

    /// Returns the stream, to continue without blocking. The client's engine drives its connection: keep a clone of the client while the
    /// stream is read.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_that_cannot_drive_a_call_says_why() {
        let mut running = Running::start().expect("a thread can be started");
        let own = process::id();
        assert_eq!(running.fault(own), None);
        let forked = "the process was forked after the client had blocked: build the client in the child";
        assert_eq!(running.fault(own.wrapping_add(1)), Some(forked));
        running.thread = thread::spawn(|| {});
        while !running.thread.is_finished() {
            thread::yield_now();
        }
        assert_eq!(running.fault(own), Some("the thread that drives the client's connections has ended: build another client"));
    }

    #[test]
    fn the_thread_ends_when_the_engine_is_dropped() {
        let Running { thread, _stop: stop, .. } = Running::start().expect("a thread can be started");
        assert!(!thread.is_finished());
        drop(stop);
        thread.join().expect("it does not panic");
    }
}
