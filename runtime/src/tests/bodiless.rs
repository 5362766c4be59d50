//! Requests whose method may have a body and that have none (RFC 9110, section 8.6).

use super::{Bench, GET, Pet, pet};
use crate::model::Value;
use crate::operation::Operation;
use crate::transport::FakeAnswer;
use crate::{Body, Client};

static STAR: Operation = Operation::new("star", "PUT", "/star").body("application/json");
static PATCH: Operation = Operation::new("patch", "PATCH", "/star").body("application/json");
static POST: Operation = Operation::new("post", "POST", "/star").body("application/json");
static DELETE: Operation = Operation::new("delete", "DELETE", "/star");
static HEAD: Operation = Operation::new("head", "HEAD", "/star");

async fn call(client: &Client, op: &'static Operation) {
    client.call::<(), Value, ()>(op).await.expect("it is answered");
}

fn lengths(bench: &Bench) -> Vec<Option<String>> {
    bench.fake.requests().iter().map(|request| request.header("content-length").map(str::to_owned)).collect()
}

fn zero() -> Option<String> {
    Some("0".to_owned())
}

#[tokio::test]
async fn a_request_whose_method_may_have_a_body_says_that_it_has_none() {
    let bench = Bench::new((0..6).map(|_| FakeAnswer::status(204)));
    for op in [&POST, &STAR, &PATCH, &DELETE, &HEAD] {
        call(&bench.client(), op).await;
    }
    bench.client().call::<(), Value, ()>(&GET).path("id", &1).await.expect("it is answered");
    assert_eq!(lengths(&bench), [zero(), zero(), zero(), None, None, None]);
}

#[tokio::test]
async fn a_body_speaks_for_itself_unless_it_is_known_to_be_empty() {
    let bench = Bench::new((0..4).map(|_| FakeAnswer::status(204)));
    let client = bench.client();
    client.call::<(), Value, ()>(&POST).body(&pet(1, "Rex")).await.expect("it is answered");
    let open = || -> crate::body::ByteStream { Body::empty().into_stream() };
    for length in [Some(0), Some(3), None] {
        client.call::<(), Value, ()>(&POST).stream_body(Body::reopenable(open, length)).await.expect("it is answered");
    }
    assert_eq!(lengths(&bench), [None, zero(), None, None]);
}

#[tokio::test]
async fn after_a_redirect_the_length_is_that_of_the_next_request() {
    let moved = |status: u16| FakeAnswer::status(status).header("location", "/v1/other");
    let bench = Bench::new([moved(307), FakeAnswer::status(204), moved(303), FakeAnswer::status(204)]);
    call(&bench.client(), &POST).await;
    call(&bench.client(), &POST).await;
    assert_eq!(lengths(&bench), [zero(), zero(), zero(), None]);
}

#[tokio::test]
async fn a_signer_sees_the_length() {
    use crate::auth::{Signature, Signer, Unsigned};
    use crate::transport::{BoxError, BoxFuture};

    struct Length;
    impl Signer for Length {
        fn sign<'a>(&'a self, request: Unsigned<'a>) -> BoxFuture<'a, Result<Signature, BoxError>> {
            let seen = request.headers.get("content-length").cloned();
            Box::pin(async { Ok(Signature::new().header(http::HeaderName::from_static("x-seen"), seen.ok_or("it has no length")?)) })
        }
    }
    let bench = Bench::new([FakeAnswer::status(204)]);
    let client = bench.builder().signer(Length).build().expect("the values can be used");
    call(&client, &STAR).await;
    assert_eq!(bench.fake.requests()[0].header("x-seen"), Some("0"));
}

#[test]
fn the_command_for_a_shell_says_it_too() {
    let bench = Bench::new([]);
    let client = bench.client();
    let curl = client.call::<Pet, Value, ()>(&STAR).to_curl();
    assert!(curl.contains("--header 'content-length: ''0'"), "{curl}");
    for call in [client.call::<Pet, Value, ()>(&STAR).body(&pet(1, "Rex")), client.call::<Pet, Value, ()>(&DELETE)] {
        assert!(!call.to_curl().contains("content-length"), "{}", call.to_curl());
    }
}

#[cfg(feature = "tower")]
#[tokio::test]
async fn a_tower_service_gets_the_length() {
    let service = tower::service_fn(|request: http::Request<Body>| async move {
        assert_eq!(request.headers()["content-length"], "0");
        assert_eq!(http_body::Body::size_hint(request.body()).exact(), Some(0));
        Ok::<_, crate::transport::TransportError>(http::Response::new(Body::empty()))
    });
    let client = Client::builder(&super::API).transport(crate::transport::from_service(service)).build().expect("the values can be used");
    call(&client, &POST).await;
}
