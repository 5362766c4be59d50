//! What the governor, the breaker and the meter cost a call that none of them holds back, over a transport in memory.
//!
//! `taskset -c 0 cargo bench -p turnbuckle-tests --bench governor` prints the figures and their limits.
#![allow(clippy::print_stdout)] // A bench prints its figures.

mod common;

use std::time::Duration;

use cpu_time::ThreadTime;
use turnbuckle_runtime::operation::{Api, Operation};
use turnbuckle_runtime::transport::{BoxFuture, ByteStream, Transport, TransportError};
use turnbuckle_runtime::{Body, Breaker, Client, ClientBuilder, Governor, Meter, Value, http};

use common::{held, in_turn, median};

/// Rounds of a comparison.
const ROUNDS: usize = 31;

/// Calls of a round.
const CALLS: usize = 5_000;

static API: Api = Api { title: "Notes", version: "1", user_agent: "notes/1", servers: &[], schemes: &[], security: &[] };
static READ: Operation = Operation::new("read", "GET", "/notes");

/// A service with the headers that many send, and those of a limit where it tells of one.
struct Service {
    tells: bool,
}

const HEADERS: [(&str, &str); 8] = [
    ("content-type", "application/json"),
    ("date", "Sun, 06 Nov 1994 08:49:37 GMT"),
    ("server", "notes"),
    ("vary", "accept"),
    ("etag", "\"1\""),
    ("cache-control", "private"),
    ("strict-transport-security", "max-age=31536000"),
    ("x-request-id", "1"),
];

const LIMIT: [(&str, &str); 3] =
    [("x-ratelimit-limit", "1000000000"), ("x-ratelimit-remaining", "999999999"), ("x-ratelimit-reset", "784111837")];

impl Transport for Service {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let mut response = http::Response::new(ByteStream::from_bytes("{}"));
        let limit: &[_] = if self.tells { &LIMIT } else { &[] };
        for (name, value) in HEADERS.iter().chain(limit) {
            let (name, value) = (http::HeaderName::from_static(name), http::HeaderValue::from_static(value));
            response.headers_mut().insert(name, value);
        }
        Box::pin(std::future::ready(Ok(response)))
    }
}

fn client(tells: bool, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    let builder = Client::builder(&API).base_url("https://notes.example").transport(Service { tells });
    set(builder).build().expect("the values can be used")
}

/// Returns the seconds of the processor that a call takes.
fn cpu(runtime: &tokio::runtime::Runtime, client: &Client) -> f64 {
    let start = ThreadTime::now();
    runtime.block_on(async {
        for _ in 0..CALLS {
            client.call::<Value, Value, ()>(&READ).await.map(drop).expect("it is answered");
        }
    });
    start.elapsed().as_secs_f64() / CALLS as f64
}

fn main() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("the runtime starts");
    let none = |builder: ClientBuilder| builder.governor(Governor::builder().ignore_headers().build());
    let rate = Governor::builder().rate(u32::MAX, Duration::from_secs(1)).concurrency(100).build();
    let cases = [
        ("the governor of every client", 100.0, client(false, |it| it), client(false, none)),
        ("a rate and a number of calls", 300.0, client(false, |it| it.governor(rate)), client(false, none)),
        ("a limit that the server tells", 1000.0, client(true, |it| it), client(true, none)),
        ("a breaker", 500.0, client(false, |it| it.breaker(Breaker::default())), client(false, none)),
        ("a meter", 700.0, client(false, |it| it.meter(Meter::new())), client(false, none)),
    ];
    for (name, limit, with, without) in &cases {
        let measures = in_turn(ROUNDS, || cpu(&runtime, with), || cpu(&runtime, without));
        let more = median(measures.iter().map(|(with, without)| (with - without) * 1e9).collect());
        let each = median(measures.iter().map(|(_, without)| without * 1e9).collect());
        println!("{name}: {more:.0} ns more than the {each:.0} ns of a call (limit {limit}, {})", held(more < *limit));
    }
}
