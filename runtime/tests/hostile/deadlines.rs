//! Servers that never come to an end, and never fall silent. Held everywhere: a call ends within its time and 100 ms.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::time::{Duration, Instant};

use tokio::runtime::{Builder, Runtime};
use turnbuckle_runtime::operation::Operation;
use turnbuckle_runtime::{Call, Client, Error, Retry};

use super::{API, Pet};

const TIME: Duration = Duration::from_millis(200);
const GRACE: Duration = Duration::from_millis(100);

/// A server that writes a head, and the same piece until the client hangs up. It has threads of its own, so that the client's runtime has
/// nothing to do but the call.
struct Endless {
    url: String,
}

impl Endless {
    fn start(head: impl Into<Vec<u8>>, piece: impl Into<Vec<u8>>) -> Self {
        let (head, piece) = (head.into(), piece.into());
        // So large that the client is never ahead.
        let piece = piece.repeat((1 << 18) / piece.len() + 1);
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        std::thread::spawn(move || {
            while let Ok((mut socket, _)) = listener.accept() {
                let (head, piece) = (head.clone(), piece.clone());
                std::thread::spawn(move || {
                    let _ = socket.read(&mut [0; 4096]);
                    let mut sent = socket.write_all(&head);
                    while sent.is_ok() {
                        sent = socket.write_all(&piece);
                    }
                });
            }
        });
        Self { url }
    }

    fn client(&self) -> Client {
        Client::builder(&API).base_url(&self.url).retry(Retry::never()).build().expect("the values can be used")
    }
}

fn ok(headers: &str) -> String {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{headers}\r\n")
}

fn empty_member() -> Vec<u8> {
    flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()).finish().expect("memory takes it")
}

static PLAIN: Operation = Operation::new("plain", "GET", "/pet");

/// Runs one call and returns how it ended and after how long.
async fn timed(client: &Client) -> (Error, Duration) {
    let from = Instant::now();
    let call: Call<'_, Pet> = client.call(&PLAIN);
    let error = call.timeout(TIME).await.map(|pet| pet.id).expect_err("it has no end");
    (error, from.elapsed())
}

fn one_thread() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("it can be built")
}

fn workers(number: usize) -> Runtime {
    Builder::new_multi_thread().worker_threads(number).enable_all().build().expect("it can be built")
}

/// Calls from a task of a runtime.
fn in_task(runtime: Runtime, server: &Endless) -> (Error, Duration) {
    let client = server.client();
    runtime.block_on(async { tokio::spawn(async move { timed(&client).await }).await.expect("it does not panic") })
}

/// Calls on each kind of runtime.
#[track_caller]
fn ends_in_time(server: &Endless, check: fn(&Error)) {
    in_time("one thread", check, || one_thread().block_on(async { timed(&server.client()).await }));
    in_time("a task on one thread", check, || in_task(one_thread(), server));
    in_time("one worker", check, || in_task(workers(1), server));
}

/// Calls until a call was in time. A machine that is busy may be late once, and is not five times.
#[track_caller]
fn in_time(kind: &str, check: fn(&Error), mut run: impl FnMut() -> (Error, Duration)) {
    let mut took = Duration::MAX;
    for _ in 0..5 {
        let (error, elapsed) = run();
        check(&error);
        took = took.min(elapsed);
        if took < TIME + GRACE {
            return;
        }
    }
    panic!("on {kind} the call took {} ms of {}", took.as_millis(), TIME.as_millis());
}

fn is_timeout(error: &Error) {
    assert!(error.is_timeout(), "{error:?}");
}

#[test]
fn endless_members_of_gzip_without_content_end_with_the_calls_time() {
    ends_in_time(&Endless::start(ok("content-encoding: gzip\r\n"), empty_member()), is_timeout);
}

#[test]
fn endless_blocks_of_deflate_without_content_end_with_the_calls_time() {
    let gzip = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    // Stored blocks of no bytes (RFC 1951, section 3.2.4).
    ends_in_time(&Endless::start([ok("content-encoding: gzip\r\n").as_bytes(), &gzip].concat(), [0, 0, 0, 0xff, 0xff]), is_timeout);
    ends_in_time(&Endless::start([ok("content-encoding: deflate\r\n").as_bytes(), &[0x78, 1]].concat(), [0, 0, 0, 0xff, 0xff]), is_timeout);
}

#[test]
fn an_endless_head_of_gzip_ends_with_the_calls_time_or_as_no_gzip() {
    // A file's name (RFC 1952, section 2.3.1) without its zero.
    let gzip = [0x1f, 0x8b, 8, 8, 0, 0, 0, 0, 0, 3];
    let server = Endless::start([ok("content-encoding: gzip\r\n").as_bytes(), &gzip].concat(), *b"name");
    ends_in_time(&server, |error| assert!(error.is_timeout() || error.is_decode(), "{error:?}"));
}

#[test]
fn an_endless_error_in_members_without_content_ends_with_the_calls_time_and_keeps_its_status() {
    let server = Endless::start("HTTP/1.1 404 Nope\r\ncontent-encoding: gzip\r\n\r\n", empty_member());
    ends_in_time(&server, |error| assert_eq!(error.status(), Some(404)));
}

/// hyper parses interim responses for as long as tokio lets a task read at a stretch, and reqwest has no setting for it. A worker that does so may
/// be the one that drives the timers, so an asynchronous call ends after that stretch; a blocking call looks at the clock on its own thread.
#[test]
fn endless_interim_responses_end_a_blocking_call_in_its_time_and_any_call_after_a_stretch() {
    for piece in [&b"HTTP/1.1 100 Continue\r\n\r\n"[..], b"HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n"] {
        let server = Endless::start("", piece);
        is_timeout(&in_task(workers(2), &server).0);
        #[cfg(feature = "blocking")]
        in_time("a thread that blocks", is_timeout, || {
            let (client, from) = (server.client(), Instant::now());
            let call: Call<'_, Pet> = client.call(&PLAIN);
            (call.timeout(TIME).wait().map(|pet| pet.id).expect_err("it has no end"), from.elapsed())
        });
    }
}

#[test]
fn endless_headers_trailers_and_chunks_end_in_time() {
    let early = |error: &Error| assert!(error.is_timeout() || error.is_broken(), "{error:?}");
    ends_in_time(&Endless::start("HTTP/1.1 200 OK\r\n", *b"x-more: and more\r\n"), early);
    let chunked = ok("transfer-encoding: chunked\r\n");
    ends_in_time(&Endless::start(format!("{chunked}0\r\n"), *b"x-more: and more\r\n"), early);
    ends_in_time(&Endless::start(format!("{chunked}1;x="), *b"more"), early);
    ends_in_time(&Endless::start(chunked, *b"1\r\n \r\n"), |error| assert!(error.is_timeout() || error.is_too_large(), "{error:?}"));
}

#[test]
fn a_stream_in_members_without_content_falls_silent() {
    let server = Endless::start(ok("content-encoding: gzip\r\n"), empty_member());
    in_time("one thread", is_timeout, || {
        let (client, from) = (server.client(), Instant::now());
        let error = one_thread().block_on(async {
            let call: Call<'_, Pet> = client.call(&PLAIN);
            let mut download = call.attempt_timeout(TIME).download().await.expect("the head is there");
            download.chunk().await.expect_err("nothing comes")
        });
        (error, from.elapsed())
    });
}
