//! The meter: what an integration costs, counted for each operation.
//!
//! Counters are atomic; the table of operations is locked for reading only, but for an operation's first call. Bytes are those of
//! bodies as they travel: compressed, and without headers.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use crate::body::{self, Body};
use crate::operation::Operation;
use crate::transport::{ByteStream, TransportError};

/// Is told of every call.
type OnCall = Arc<dyn Fn(&CallRecord<'_>) + Send + Sync>;

/// Says what an operation costs.
type Cost = Arc<dyn Fn(&Operation) -> u32 + Send + Sync>;

/// Counts calls, attempts, bytes and costs. Off unless a client is given one; clones share the counters, and so do the clients that
/// are given the same.
///
/// ```
/// use turnbuckle_runtime::Meter;
///
/// let meter = Meter::new().on_call(|call| println!("{}: {} attempts", call.operation.id, call.attempts));
/// for row in meter.snapshot().operations {
///     println!("{} {}: {} calls, {} units", row.api, row.operation, row.usage.calls, row.usage.cost);
/// }
/// ```
#[derive(Clone, Default)]
pub struct Meter {
    counters: Arc<RwLock<HashMap<usize, Arc<Counters>>>>,
    on_call: Option<OnCall>,
    cost: Option<Cost>,
}

/// A call at its end.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct CallRecord<'a> {
    /// The title of the operation's API.
    pub api: &'static str,
    /// The operation.
    pub operation: &'static Operation,
    /// The name of the client's connection.
    pub connection: Option<&'a str>,
    /// How many attempts were sent, the first included.
    pub attempts: u32,
    /// The status of the last answer; `None` where there was none.
    pub status: Option<u16>,
    /// Whether the call succeeded.
    pub is_success: bool,
    /// What the attempts cost together.
    pub cost: u64,
    /// How many bytes of bodies were sent.
    pub sent_bytes: u64,
    /// How many bytes of bodies came; of a stream, those that had come when the call returned.
    pub received_bytes: u64,
    /// How long the call waited for the governor and between attempts.
    pub waited: Duration,
    /// How long the call took, waiting included; of a stream, until it began.
    pub elapsed: Duration,
}

/// What was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Usage {
    /// Calls.
    pub calls: u64,
    /// Attempts that were sent.
    pub attempts: u64,
    /// Attempts after the first of their call.
    pub retries: u64,
    /// Calls that failed.
    pub failures: u64,
    /// Calls that were dropped before their end. They count as calls, and not as failures.
    pub abandoned: u64,
    /// Bytes of bodies that were sent.
    pub sent_bytes: u64,
    /// Bytes of bodies that came.
    pub received_bytes: u64,
    /// What the attempts cost.
    pub cost: u64,
    /// How long calls waited for the governor and between attempts.
    pub waited: Duration,
}

/// What was counted of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationUsage {
    /// The title of the API.
    pub api: &'static str,
    /// The operationId, or `METHOD /path`.
    pub operation: &'static str,
    /// What was counted.
    pub usage: Usage,
}

/// What a meter has counted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Snapshot {
    /// Each operation that was called, by API and identifier.
    pub operations: Vec<OperationUsage>,
    /// All of them together.
    pub total: Usage,
}

#[derive(Debug)]
struct Counters {
    api: &'static str,
    operation: &'static str,
    calls: AtomicU64,
    attempts: AtomicU64,
    retries: AtomicU64,
    failures: AtomicU64,
    abandoned: AtomicU64,
    sent_bytes: AtomicU64,
    received_bytes: AtomicU64,
    cost: AtomicU64,
    waited_nanos: AtomicU64,
}

impl Meter {
    /// Makes a meter at zero.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets who is told of every call at its end, on the task of the call. A call that is dropped has no end. Default: nobody.
    #[must_use]
    pub fn on_call(mut self, on_call: impl Fn(&CallRecord<'_>) + Send + Sync + 'static) -> Self {
        self.on_call = Some(Arc::new(on_call));
        self
    }

    /// Sets what an attempt of an operation costs. Default: [`Operation::cost`], which the configuration of the generated crate sets.
    #[must_use]
    pub fn cost(mut self, cost: impl Fn(&Operation) -> u32 + Send + Sync + 'static) -> Self {
        self.cost = Some(Arc::new(cost));
        self
    }

    /// Returns what was counted so far. Calls that end meanwhile may be counted in part.
    pub fn snapshot(&self) -> Snapshot {
        let mut rows: BTreeMap<(&'static str, &'static str), Usage> = BTreeMap::new();
        let mut total = Usage::default();
        for counters in self.counters.read().unwrap_or_else(PoisonError::into_inner).values() {
            let usage = counters.usage();
            rows.entry((counters.api, counters.operation)).or_default().add(&usage);
            total.add(&usage);
        }
        let operations = rows.into_iter().map(|((api, operation), usage)| OperationUsage { api, operation, usage }).collect();
        Snapshot { operations, total }
    }

    /// Starts counting a call.
    pub(crate) fn start(&self, api: &'static str, operation: &'static Operation, now: Duration) -> Tally {
        // An operation is a static: its address is its name, and quicker to look up.
        let key = std::ptr::from_ref(operation).addr();
        let known = self.counters.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let counters = known.unwrap_or_else(|| {
            let mut table = self.counters.write().unwrap_or_else(PoisonError::into_inner);
            table.entry(key).or_insert_with(|| Arc::new(Counters::new(api, operation.id))).clone()
        });
        let cost = self.cost.as_ref().map_or(operation.cost, |cost| cost(operation));
        let traffic = Traffic { counters, call: Arc::default() };
        Tally { operation, cost, from: now, attempts: 0, waited: Duration::ZERO, traffic, is_over: false }
    }

    /// Ends counting a call.
    pub(crate) fn finish(&self, mut tally: Tally, connection: Option<&str>, status: Option<u16>, is_success: bool, now: Duration) {
        tally.is_over = true;
        let counters = &tally.traffic.counters;
        add(&counters.calls, 1);
        add(&counters.failures, u64::from(!is_success));
        let Some(on_call) = &self.on_call else { return };
        on_call(&CallRecord {
            api: counters.api,
            operation: tally.operation,
            connection,
            attempts: tally.attempts,
            status,
            is_success,
            cost: u64::from(tally.cost) * u64::from(tally.attempts),
            sent_bytes: tally.traffic.call.sent.load(Ordering::Relaxed),
            received_bytes: tally.traffic.call.received.load(Ordering::Relaxed),
            waited: tally.waited,
            elapsed: now.saturating_sub(tally.from),
        });
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Meter").field("total", &self.snapshot().total).finish_non_exhaustive()
    }
}

impl Usage {
    fn add(&mut self, other: &Self) {
        self.calls += other.calls;
        self.attempts += other.attempts;
        self.retries += other.retries;
        self.failures += other.failures;
        self.abandoned += other.abandoned;
        self.sent_bytes += other.sent_bytes;
        self.received_bytes += other.received_bytes;
        self.cost += other.cost;
        self.waited += other.waited;
    }
}

impl Counters {
    fn new(api: &'static str, operation: &'static str) -> Self {
        Self {
            api,
            operation,
            calls: AtomicU64::new(0),
            attempts: AtomicU64::new(0),
            retries: AtomicU64::new(0),
            failures: AtomicU64::new(0),
            abandoned: AtomicU64::new(0),
            sent_bytes: AtomicU64::new(0),
            received_bytes: AtomicU64::new(0),
            cost: AtomicU64::new(0),
            waited_nanos: AtomicU64::new(0),
        }
    }

    fn usage(&self) -> Usage {
        let of = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Usage {
            calls: of(&self.calls),
            attempts: of(&self.attempts),
            retries: of(&self.retries),
            failures: of(&self.failures),
            abandoned: of(&self.abandoned),
            sent_bytes: of(&self.sent_bytes),
            received_bytes: of(&self.received_bytes),
            cost: of(&self.cost),
            waited: Duration::from_nanos(of(&self.waited_nanos)),
        }
    }
}

/// A call that is being counted.
#[derive(Debug)]
pub(crate) struct Tally {
    operation: &'static Operation,
    cost: u32,
    from: Duration,
    attempts: u32,
    waited: Duration,
    pub(crate) traffic: Traffic,
    is_over: bool,
}

impl Tally {
    /// Counts an attempt that is about to be sent, and how long it was held back.
    pub(crate) fn attempt(&mut self, waited: Duration) {
        let counters = &self.traffic.counters;
        add(&counters.attempts, 1);
        add(&counters.retries, u64::from(self.attempts > 0));
        add(&counters.cost, u64::from(self.cost));
        self.attempts += 1;
        self.wait(waited);
    }

    /// Counts a wait.
    pub(crate) fn wait(&mut self, waited: Duration) {
        self.waited += waited;
        add(&self.traffic.counters.waited_nanos, u64::try_from(waited.as_nanos()).unwrap_or(u64::MAX));
    }
}

impl Drop for Tally {
    fn drop(&mut self) {
        if !self.is_over {
            add(&self.traffic.counters.calls, 1);
            add(&self.traffic.counters.abandoned, 1);
        }
    }
}

fn add(counter: &AtomicU64, value: u64) {
    counter.fetch_add(value, Ordering::Relaxed);
}

/// The bytes of a call's bodies.
#[derive(Clone, Debug)]
pub(crate) struct Traffic {
    counters: Arc<Counters>,
    call: Arc<CallBytes>,
}

#[derive(Debug, Default)]
struct CallBytes {
    sent: AtomicU64,
    received: AtomicU64,
}

impl Traffic {
    fn sent(&self, bytes: usize) {
        add(&self.counters.sent_bytes, bytes as u64);
        add(&self.call.sent, bytes as u64);
    }

    fn received(&self, bytes: usize) {
        add(&self.counters.received_bytes, bytes as u64);
        add(&self.call.received, bytes as u64);
    }

    /// Counts a body that is sent.
    pub(crate) fn outgoing(&self, body: Body) -> Body {
        if let Some(bytes) = body.as_bytes() {
            self.sent(bytes.len());
            return body;
        }
        let (length, traffic) = (body.length(), self.clone());
        Body::once(Counted { stream: body.into_stream(), count: move |bytes| traffic.sent(bytes) }, length)
    }

    /// Counts a body that comes.
    pub(crate) fn incoming(&self, stream: ByteStream) -> ByteStream {
        let traffic = self.clone();
        ByteStream::new(CountedAnswer { stream, traffic })
    }
}

struct Counted<F> {
    stream: body::ByteStream,
    count: F,
}

impl<F: Fn(usize) + Unpin> Stream for Counted<F> {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.stream.as_mut().poll_next(cx);
        if let Poll::Ready(Some(Ok(bytes))) = &polled {
            (self.count)(bytes.len());
        }
        polled
    }
}

struct CountedAnswer {
    stream: ByteStream,
    traffic: Traffic,
}

impl Stream for CountedAnswer {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = Pin::new(&mut self.stream).poll_next(cx);
        if let Poll::Ready(Some(Ok(bytes))) = &polled {
            self.traffic.received(bytes.len());
        }
        polled
    }
}
