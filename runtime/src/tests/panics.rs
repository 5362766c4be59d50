//! Code of the user's that panics. Held everywhere: the call fails and says whose panic it was, and the next call is as if nothing had been.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;

use super::{API, Bench, CREATE, Pet, ms, ok, pet, uses};
use crate::auth::{Grant, Signature, Signer, Stored, Token, TokenSource, TokenStore, Unsigned, Version};
use crate::body::Body;
use crate::governor::{Claim, GovernorBackend, Grant as Units};
use crate::model::Value;
use crate::operation::{Operation, Use};
use crate::transport::{BoxError, BoxFuture, ByteStream, FakeAnswer, Transport, TransportError};
use crate::{Call, Client, ClientBuilder, Credential, Download, Error, Governor, Meter};

static GET: Operation = Operation::new("get", "GET", "/pets/1");
static SECRET: Operation = Operation::new("secret", "GET", "/secret").security(&[&[uses("oauth")]]);
static KEYED: Operation = Operation::new("keyed", "GET", "/keyed").security(&[KEY]);
const KEY: &[Use] = &[uses("key")];

/// Panics the first time that it is asked.
#[derive(Clone, Default)]
struct Once(Arc<AtomicU32>);

impl Once {
    fn step(&self) {
        assert!(self.0.fetch_add(1, Ordering::SeqCst) != 0, "out of cheese");
    }
}

async fn get(client: &Client) -> Result<Pet, Error> {
    client.call::<Pet, Value, ()>(&GET).await
}

/// Expects the error of a panic.
#[track_caller]
fn told<T>(result: Result<T, Error>, op: &str, whose: &str) -> Error {
    let error = result.map(drop).expect_err("it panics");
    assert!(error.is_panic(), "{error:?}");
    assert_eq!(error.to_string(), format!("{op}: the {whose} panicked: out of cheese"));
    error
}

const GET_NAME: &str = "get (GET /pets/1)";

/// Calls twice: the first call panics, and is answered or not before; the second is as any other.
async fn twice(bench: &Bench, builder: ClientBuilder, whose: &str, sent: usize) -> Error {
    let client = builder.governor(Governor::builder().concurrency(1).build()).build().expect("the values can be used");
    let error = told(get(&client).await, GET_NAME, whose);
    assert_eq!(bench.fake.requests().len(), sent, "nothing is tried again");
    assert_eq!(get(&client).await.expect("it is answered").id, 1);
    error
}

#[tokio::test]
async fn a_hook_that_panics_fails_its_call_alone() {
    let once = || {
        let once = Once::default();
        move || once.step()
    };
    let bench = || Bench::new([ok().header("deprecation", "true"), ok(), ok()]);
    let (here, step) = (bench(), once());
    let error = twice(&here, here.builder().on_request(move |_| step()), "hook `on_request`", 0).await;
    assert_eq!((error.status(), error.attempts().len()), (None, 1));
    let (here, step) = (bench(), once());
    twice(&here, here.builder().on_response(move |_| step()), "hook `on_response`", 1).await;
    let (here, step) = (bench(), once());
    twice(&here, here.builder().on_attempt(move |_| step()), "hook `on_attempt`", 1).await;
    let (here, step) = (bench(), once());
    twice(&here, here.builder().on_deprecation(move |_| step()), "hook `on_deprecation`", 1).await;
    let (here, step) = (bench(), once());
    twice(&here, here.builder().meter(Meter::new().on_call(move |_| step())), "callback of the meter", 1).await;
    let (here, step) = (bench(), once());
    let cost = move |_: &Operation| {
        step();
        1
    };
    twice(&here, here.builder().meter(Meter::new().cost(cost)), "cost of the meter", 0).await;
}

#[tokio::test]
async fn the_cost_of_a_governor_that_panics_fails_its_call_alone() {
    let bench = Bench::new([ok()]);
    let once = Once::default();
    let cost = move |_: &Operation| {
        once.step();
        1
    };
    let client = bench.builder().governor(Governor::builder().concurrency(1).cost(cost).build()).build().expect("the values can be used");
    told(get(&client).await, GET_NAME, "cost of the governor");
    get(&client).await.expect("it is answered");
}

#[tokio::test]
async fn what_is_known_of_the_effect_stays() {
    let create = async |bench: &Bench, client: &Client| {
        let call: Call<'_, Pet, Value> = client.call(&CREATE).body(&pet(1, "Rex"));
        let error = call.await.expect_err("it panics");
        assert_eq!(bench.fake.left(), 0);
        (error.is_panic(), error.status(), error.is_outcome_unknown())
    };
    // Nothing was sent.
    let bench = Bench::new([]);
    let client = bench.builder().on_request(|_| panic!("no")).build().expect("the values can be used");
    assert_eq!(create(&bench, &client).await, (true, None, false));
    // The server has responded.
    let bench = Bench::new([ok()]);
    let client = bench.builder().on_response(|_| panic!("no")).build().expect("the values can be used");
    assert_eq!(create(&bench, &client).await, (true, None, true));
    // The server has refused.
    let bench = Bench::new([FakeAnswer::status(400)]);
    let client = bench.builder().on_attempt(|_| panic!("no")).build().expect("the values can be used");
    assert_eq!(create(&bench, &client).await, (true, Some(400), false));
    let bench = Bench::new([ok()]);
    let client = bench.builder().on_attempt(|_| panic!("no")).build().expect("the values can be used");
    assert_eq!(create(&bench, &client).await, (true, None, true));
}

#[derive(Clone, Default)]
struct Source(Once, bool);

impl TokenSource for Source {
    fn token(&self) -> BoxFuture<'_, Result<Token, BoxError>> {
        if self.1 {
            self.0.step();
        }
        Box::pin(async {
            self.0.step();
            Ok(Token::new("t"))
        })
    }
}

#[tokio::test]
async fn a_token_source_that_panics_fails_those_that_wait_and_is_asked_again_by_the_next() {
    for at_once in [false, true] {
        let bench = Bench::new((0..4).map(|_| ok()));
        let source = Source(Once::default(), at_once);
        let client = bench.builder().credential("oauth", Credential::token(source)).build().expect("the values can be used");
        let call = || async { client.call::<Pet, Value, ()>(&SECRET).await };
        let error = told(call().await, "secret (GET /secret)", "token source");
        assert!(!error.is_outcome_unknown() && error.attempts().len() == 1);
        for _ in 0..3 {
            call().await.expect("there is a token");
        }
        assert_eq!(bench.fake.requests()[2].header("authorization"), Some("Bearer t"));
    }
}

struct Signing(Once);

impl Signer for Signing {
    fn sign<'a>(&'a self, _: Unsigned<'a>) -> BoxFuture<'a, Result<Signature, BoxError>> {
        self.0.step();
        Box::pin(std::future::ready(Ok(Signature::new())))
    }
}

#[tokio::test]
async fn a_signer_that_panics_fails_its_call_alone() {
    let bench = Bench::new([ok()]);
    twice(&bench, bench.builder().signer(Signing(Once::default())), "signer", 0).await;
}

struct Store(Once);

impl TokenStore for Store {
    fn load<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<Stored>, BoxError>> {
        Box::pin(async {
            self.0.step();
            Ok(None)
        })
    }

    fn compare_and_swap<'a>(&'a self, _: &'a str, _: Version, _: &'a Grant) -> BoxFuture<'a, Result<Option<Version>, BoxError>> {
        Box::pin(std::future::ready(Ok(Some(Version::new(1)))))
    }
}

#[tokio::test]
async fn a_token_store_that_panics_fails_its_call_alone() {
    let bench = Bench::new([FakeAnswer::json(200, r#"{"access_token":"t","token_type":"bearer","expires_in":3600}"#), ok()]);
    let credential = Credential::client_credentials("id", "secret").store(Store(Once::default()));
    let client = bench.builder().credential("oauth", credential).build().expect("the values can be used");
    told(client.call::<Pet, Value, ()>(&SECRET).await, "secret (GET /secret)", "token store");
    client.call::<Pet, Value, ()>(&SECRET).await.expect("there is a token");
}

/// Where a transport panics.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Call,
    Future,
    Body,
}

struct Broken(Once, Place);

impl Transport for Broken {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        if self.1 == Place::Call {
            self.0.step();
        }
        Box::pin(async {
            if self.1 == Place::Future {
                self.0.step();
            }
            let step = (self.1 == Place::Body).then(|| self.0.clone());
            Ok(http::Response::new(ByteStream::new(Stepping(step, Some(Bytes::from_static(br#"{"id":1}"#))))))
        })
    }
}

/// A body that panics when it is first read.
struct Stepping(Option<Once>, Option<Bytes>);

impl Stream for Stepping {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(once) = &self.0 {
            once.step();
        }
        Poll::Ready(self.1.take().map(Ok))
    }
}

#[tokio::test]
async fn a_transport_that_panics_fails_its_call_alone() {
    for place in [Place::Call, Place::Future, Place::Body] {
        let once = Once::default();
        let client = Client::builder(&API).transport(Broken(once.clone(), place)).build().expect("the values can be used");
        told(get(&client).await, GET_NAME, "transport");
        assert_eq!(once.0.load(Ordering::SeqCst), 1, "it is not tried again");
        assert_eq!(get(&client).await.expect("it is answered").id, 1);
    }
    let client = Client::builder(&API).transport(Broken(Once::default(), Place::Body)).build().expect("the values can be used");
    let mut download = client.call::<Download, Value, ()>(&GET).await.expect("the head is there");
    told(download.chunk().await, GET_NAME, "transport");
    assert!(download.chunk().await.expect("it has ended").is_none());
}

/// A body to be sent that panics at its second piece.
struct Pieces(u32);

impl Stream for Pieces {
    type Item = std::io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0 += 1;
        assert!(self.0 < 2, "out of cheese");
        Poll::Ready(Some(Ok(Bytes::from_static(b"x"))))
    }
}

const CREATE_NAME: &str = "createPet (POST /pets)";

async fn create(client: &Client, body: Body) -> Result<Pet, Error> {
    let call: Call<'_, Pet, Value> = client.call(&CREATE).stream_body(body);
    call.await
}

#[tokio::test]
async fn a_body_that_panics_fails_its_call_alone() {
    let bodies: [fn() -> Body; 3] = [
        || Body::once(Pieces(0), None),
        || Body::reopenable(|| Box::pin(Pieces(0)), Some(5)),
        || Body::reopenable(|| panic!("out of cheese"), None),
    ];
    for body in bodies {
        let bench = Bench::new([ok(), ok()]);
        let client = bench.client();
        told(create(&client, body()).await, CREATE_NAME, "request's body");
        get(&client).await.expect("it is answered");
    }
    let bench = Bench::new([ok(), ok()]);
    let client = bench.client();
    let telling = Body::from("abc").on_progress(|_| panic!("out of cheese"));
    told(create(&client, telling).await, CREATE_NAME, "callback of the progress");
    get(&client).await.expect("it is answered");
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_body_that_panics_on_the_task_of_a_connection_fails_its_call_alone() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let client = Client::builder(&API).base_url(url).build().expect("the values can be used");
    let error = told(create(&client, Body::once(Pieces(0), None)).await, CREATE_NAME, "request's body");
    assert!(error.is_outcome_unknown(), "a piece may have been read");
}

#[tokio::test]
async fn a_callback_for_deviations_or_progress_that_panics_fails_its_call_alone() {
    let odd = || FakeAnswer::json(200, r#"{"name":"Rex"}"#);
    let bench = Bench::new([odd(), odd()]);
    let once = Once::default();
    let client = bench.builder().tolerant(move |_| once.step()).build().expect("the values can be used");
    let error = get(&client).await.expect_err("it panics");
    assert_eq!(error.to_string(), format!("{GET_NAME}: 200 OK: the callback for deviations panicked: out of cheese"));
    assert_eq!((error.is_panic(), error.status()), (true, Some(200)));
    assert_eq!(get(&client).await.expect("it is tolerated").id, 0);

    let bench = Bench::new([ok()]);
    let client = bench.client();
    let download = client.call::<Download, Value, ()>(&GET).await.expect("it is answered");
    let mut download = download.on_progress(|_| panic!("out of cheese"));
    told(download.chunk().await, GET_NAME, "callback of the progress");
    assert!(download.chunk().await.expect("it has ended").is_none());
}

struct Backend;

impl GovernorBackend for Backend {
    fn take<'a>(&'a self, _: Claim<'a>) -> BoxFuture<'a, Result<Units, BoxError>> {
        panic!("out of cheese")
    }

    fn pause<'a>(&'a self, _: &'a str, _: Duration) -> BoxFuture<'a, Result<(), BoxError>> {
        Box::pin(async { panic!("out of cheese") })
    }
}

#[tokio::test]
async fn a_backend_that_panics_is_gone_and_calls_go_on() {
    let bench = Bench::new([ok(), FakeAnswer::status(429).header("retry-after", "5"), ok()]);
    let governor = Governor::builder().rate(10, Duration::from_secs(1)).backend(Backend).build();
    let client = bench.builder().governor(governor).build().expect("the values can be used");
    get(&client).await.expect("it is answered");
    get(&client).await.expect("it is answered after the pause");
    assert!(crate::clock::Clock::now(&bench.clock) >= ms(5000));
}

#[tokio::test]
async fn the_message_of_a_panic_shows_no_credential() {
    for (message, expect) in [
        ("no hunter2", "the hook `on_request` panicked: no [redacted]"),
        ("no abcdef/1234567890abcdef", "the hook `on_request` panicked: no abcdef/[redacted]"),
    ] {
        let bench = Bench::new([]);
        let builder = bench.builder().credential("key", Credential::api_key("hunter2")).on_request(move |_| panic!("{message}"));
        let client = builder.build().expect("the values can be used");
        let error: Error = client.call::<Pet, Value, ()>(&KEYED).await.expect_err("it panics");
        assert_eq!(error.to_string(), format!("keyed (GET /keyed): {expect}"));
        assert!(error.is_panic());
        let shown = format!("{error:?} {:?}", std::error::Error::source(&error).map(|source| format!("{source} {source:?}")));
        assert!(!shown.contains("hunter2") && !error.attempts()[0].reason().contains("hunter2"), "{shown}");
    }
}
