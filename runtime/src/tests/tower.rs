//! Transports as services, and services as transports.

use std::time::Duration;

use tower::ServiceBuilder;
use tower_service::Service as _;

use super::{API, Bench, CREATE, GET, Pet, ok, pet};
use crate::body::Body;
use crate::model::Value;
use crate::transport::{ByteStream, FakeAnswer, Transport, TransportError, TransportErrorKind, from_service, into_service};
use crate::{Call, Client, Error};

async fn get(client: &Client) -> Result<Pet, Error> {
    let call: Call<'_, Pet, Value> = client.call(&GET).path("id", &1);
    call.await
}

/// A client over the layers that programs put beneath one.
fn layered(bench: &Bench) -> Client {
    let service = ServiceBuilder::new()
        .concurrency_limit(2)
        .map_request(|mut request: http::Request<Body>| {
            request.headers_mut().insert("x-layer", "1".parse().expect("a header"));
            request
        })
        .timeout(Duration::from_millis(20))
        .service(into_service(bench.fake.clone()));
    client(from_service(service))
}

/// A client with tokio's time, which the layers have, too.
fn client(transport: impl Transport) -> Client {
    Client::builder(&API).transport(transport).build().expect("the values can be used")
}

#[tokio::test(start_paused = true)]
async fn layers_lie_between_the_client_and_its_transport() {
    let bench = Bench::new([ok()]);
    assert_eq!(get(&layered(&bench)).await.expect("it is answered").id, 1);
    let request = &bench.fake.requests()[0];
    assert_eq!((request.header("x-layer"), request.uri.path()), (Some("1"), "/v1/pets/1"));
}

#[tokio::test(start_paused = true)]
async fn an_error_of_the_transport_is_known_beneath_layers() {
    let refused = || FakeAnswer::error(TransportErrorKind::Connect);
    let bench = Bench::new([refused(), refused(), refused()]);
    let client = layered(&bench);
    let call: Call<'_, Pet, Value> = client.call(&CREATE).body(&pet(1, "Rex"));
    let error = call.await.expect_err("there is no connection");
    assert!(error.is_connect() && !error.is_outcome_unknown(), "{error}");
    assert_eq!(error.attempts().len(), 3, "what was not sent is sent again");
}

#[tokio::test(start_paused = true)]
async fn an_error_of_a_layer_leaves_the_outcome_unknown() {
    let bench = Bench::new([FakeAnswer::silence()]);
    let client = layered(&bench);
    let call: Call<'_, Pet, Value> = client.call(&CREATE).body(&pet(1, "Rex"));
    let error = call.await.expect_err("the layer's time is up");
    assert!(error.is_broken() && error.is_outcome_unknown(), "{error}");
    assert_eq!(error.attempts().len(), 1, "what may have had its effect is not sent again");
}

#[tokio::test(start_paused = true)]
async fn the_user_says_what_an_error_of_a_layer_means() {
    let bench = Bench::new([FakeAnswer::silence(), FakeAnswer::silence(), ok()]);
    let service = ServiceBuilder::new().timeout(Duration::from_millis(20)).service(into_service(bench.fake.clone()));
    let transport = from_service(service).classify(|error| {
        if error.is::<tower::timeout::error::Elapsed>() { TransportErrorKind::Timeout } else { TransportErrorKind::Broken }
    });
    let client = client(transport);
    get(&client).await.expect("a time-out of a GET is tried again");
    assert_eq!(bench.fake.requests().len(), 3);
}

#[tokio::test]
async fn bodies_are_streams_of_frames_both_ways() {
    let echo = tower::service_fn(|request: http::Request<Body>| async move {
        // The body goes back as it came, as a body of `http_body`.
        assert_eq!(http_body::Body::size_hint(request.body()).exact(), Some(3));
        Ok::<_, TransportError>(http::Response::new(request.into_body()))
    });
    let client = client(from_service(echo));
    let open = || -> crate::body::ByteStream { Body::from("abc").into_stream() };
    let body = Body::reopenable(open, Some(3));
    let call: Call<'_, crate::Download, Value> = client.call(&CREATE).stream_body(body);
    let bytes = call.await.expect("it is answered").bytes(10).await.expect("it is whole");
    assert_eq!(bytes, "abc");
}

#[tokio::test]
async fn a_transport_is_a_service() {
    let bench = Bench::new([ok()]);
    let mut service = into_service(bench.fake.clone());
    let request = http::Request::get("https://pets.example/").body(Body::empty()).expect("a request");
    let response: http::Response<ByteStream> = service.call(request).await.expect("it is answered");
    assert_eq!(response.status(), 200);
}
