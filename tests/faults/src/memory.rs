//! A network in memory, by the tests' clock.

use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use turnbuckle_runtime::Body;
use turnbuckle_runtime::clock::{Clock, FakeClock};
use turnbuckle_runtime::transport::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};

use crate::fault::Fault;
use crate::random::Random;
use crate::world::World;

/// A clock that takes no time, with chance of its own.
#[derive(Clone)]
pub struct RunClock {
    clock: FakeClock,
    random: Arc<Mutex<Random>>,
}

impl RunClock {
    /// Makes a clock whose chance depends on a seed.
    pub fn new(seed: u64) -> Self {
        Self { clock: FakeClock::new(), random: Arc::new(Mutex::new(Random::new(seed))) }
    }
}

impl RunClock {
    /// Moves the clock on.
    pub fn advance(&self, duration: Duration) {
        self.clock.advance(duration);
    }
}

impl Clock for RunClock {
    fn now(&self) -> Duration {
        self.clock.now()
    }

    fn wall(&self) -> SystemTime {
        self.clock.wall()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        self.clock.sleep(duration)
    }

    fn random(&self) -> u64 {
        self.random.lock().unwrap_or_else(PoisonError::into_inner).draw()
    }
}

/// The network.
#[derive(Clone)]
pub struct Memory {
    world: Arc<World>,
    /// The time in it.
    pub clock: RunClock,
}

impl Memory {
    /// Leads to a world.
    pub fn new(world: Arc<World>, clock: RunClock) -> Self {
        Self { world, clock }
    }

    async fn exchange(&self, request: http::Request<Bytes>) -> Result<http::Response<ByteStream>, TransportError> {
        let failed = |kind| Err(TransportError::new(kind, "a fault"));
        self.world.see(&request);
        let Some(fault) = self.world.arrive(self.clock.now()) else {
            return Ok(whole(self.world.work(&request)));
        };
        match &fault {
            Fault::Refuse => failed(TransportErrorKind::Connect),
            Fault::Unprocessed => failed(TransportErrorKind::Refused),
            Fault::ResetBefore => failed(TransportErrorKind::Broken),
            Fault::GiveUp => failed(TransportErrorKind::Timeout),
            Fault::ResetAfter => {
                self.world.work(&request);
                failed(TransportErrorKind::Broken)
            }
            Fault::Stall => std::future::pending().await,
            Fault::StallAfter => {
                self.world.work(&request);
                std::future::pending().await
            }
            Fault::Half => Ok(half(self.world.work(&request), false)),
            Fault::HalfStall => Ok(half(self.world.work(&request), true)),
            Fault::StatusStall(..) => Ok(half(self.world.respond(&request, &fault), true)),
            Fault::Slow(millis) => {
                let response = self.world.work(&request);
                self.clock.sleep(Duration::from_millis(*millis)).await;
                Ok(whole(response))
            }
            Fault::Late(millis) => {
                self.clock.sleep(Duration::from_millis(*millis)).await;
                Ok(whole(self.world.work(&request)))
            }
            Fault::Members => Ok(self.world.respond(&request, &fault).map(|_| members(&self.clock))),
            Fault::Drip(millis) => {
                let gap = Duration::from_millis(*millis);
                Ok(self.world.respond(&request, &fault).map(|body| drip(&body, gap, &self.clock)))
            }
            _ => Ok(whole(self.world.respond(&request, &fault))),
        }
    }
}

impl Transport for Memory {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let (parts, body) = request.into_parts();
        // No job sends a body that is not in memory.
        let bytes = body.as_bytes().cloned().unwrap_or_default();
        Box::pin(self.exchange(http::Request::from_parts(parts, bytes)))
    }
}

/// How long it takes until the next piece of an endless body is there, in which nobody else has a turn.
const PIECE: Duration = Duration::from_millis(20);

/// How late a call may end whose body never lets it wait.
pub const LATE: Duration = Duration::from_millis(100);

/// Members of a gzip file without content, one after the other, each of which is there at once and takes time. For the sake of a client
/// that never looks at its time, there is an end after an hour.
fn members(clock: &RunClock) -> ByteStream {
    struct Members {
        clock: RunClock,
        until: Duration,
    }
    impl turnbuckle_runtime::Stream for Members {
        type Item = Result<Bytes, TransportError>;
        fn poll_next(self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
            self.clock.advance(PIECE);
            let goes_on = self.clock.now() < self.until;
            std::task::Poll::Ready(goes_on.then(|| Ok(gzip(b"").into())))
        }
    }
    ByteStream::new(Members { clock: clock.clone(), until: clock.now() + Duration::from_secs(3600) })
}

/// Compresses bytes.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory can be written to")
}

/// A compressed body that comes byte by byte.
fn drip(body: &[u8], gap: Duration, clock: &RunClock) -> ByteStream {
    struct Drip {
        bytes: std::vec::IntoIter<u8>,
        gap: Duration,
        clock: RunClock,
        wait: Option<BoxFuture<'static, ()>>,
    }
    impl turnbuckle_runtime::Stream for Drip {
        type Item = Result<Bytes, TransportError>;
        fn poll_next(mut self: std::pin::Pin<&mut Self>, cx: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
            let this = &mut *self;
            let wait = this.wait.get_or_insert_with(|| this.clock.sleep(this.gap));
            std::task::ready!(wait.as_mut().poll(cx));
            this.wait = None;
            std::task::Poll::Ready(this.bytes.next().map(|byte| Ok(vec![byte].into())))
        }
    }
    ByteStream::new(Drip { bytes: gzip(body).into_iter(), gap, clock: clock.clone(), wait: None })
}

fn whole(response: http::Response<Bytes>) -> http::Response<ByteStream> {
    response.map(ByteStream::from_bytes)
}

fn half(response: http::Response<Bytes>, stalls: bool) -> http::Response<ByteStream> {
    response.map(|body| {
        let half = Ok(body.slice(..body.len() / 2));
        if stalls {
            return stalled(half);
        }
        ByteStream::from_chunks(vec![half, Err(TransportError::new(TransportErrorKind::Broken, "a fault"))])
    })
}

/// A body that has a piece and no end.
fn stalled(piece: Result<Bytes, TransportError>) -> ByteStream {
    struct Stalled(Option<Result<Bytes, TransportError>>);
    impl turnbuckle_runtime::Stream for Stalled {
        type Item = Result<Bytes, TransportError>;
        fn poll_next(mut self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> {
            self.0.take().map_or(std::task::Poll::Pending, |piece| std::task::Poll::Ready(Some(piece)))
        }
    }
    ByteStream::new(Stalled(Some(piece)))
}
