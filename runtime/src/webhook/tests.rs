//! Each rule of verifying, with a clock that stands still.

use std::time::{Duration, SystemTime};

use http::{Request, StatusCode, Uri};

use super::*;
use crate::clock::{Clock, FakeClock};

/// What the clock shows.
const NOW: u64 = 1_767_225_600;

static DATED: Scheme = Scheme::new(
    Place::Header("signature"),
    &[Signature::new("v1=", Algorithm::HmacSha256, Encoding::Hex, KeyForm::Text)],
    &[Part::Timestamp, Part::Text("."), Part::Body],
)
.separator(',')
.timestamp(Timestamp::item("t=", Unit::Seconds))
.id(&[Place::Json("/id")]);

static PLAIN: Scheme =
    Scheme::new(Place::Header("signature"), &[Signature::new("", Algorithm::HmacSha1, Encoding::Base64, KeyForm::Hex)], &[Part::Body])
        .id(&[Place::Header("delivery")]);

static OF_ITEMS: Scheme = Scheme::new(
    Place::Json("/extra/signature"),
    &[Signature::new("", Algorithm::HmacSha512, Encoding::Base64, KeyForm::Text)],
    &[Part::Json("/reference"), Part::Text(":"), Part::Json("/amount/value"), Part::Text(":"), Part::Json("/done")],
)
.each("/items")
.id(&[Place::Json("/reference"), Place::Json("/amount/value")]);

static OF_URL: Scheme = Scheme::new(
    Place::Header("signature"),
    &[Signature::new("", Algorithm::HmacSha256, Encoding::Base64, KeyForm::Text)],
    &[Part::Method, Part::DecodedUrl(":/"), Part::Form { digest: "sha" }],
);

const BODY: &str = r#"{"id":"evt_1","type":"contact.created"}"#;

fn post(body: &str) -> Request<Vec<u8>> {
    Request::post("https://hooks.example.com/in?a=%3Ab%20c").body(body.as_bytes().to_vec()).expect("it is a request")
}

fn signed(scheme: &Scheme, secret: &str, body: &str) -> Request<Vec<u8>> {
    sign(scheme, secret, post(body))
}

fn sign(scheme: &Scheme, secret: &str, request: Request<Vec<u8>>) -> Request<Vec<u8>> {
    let signer = Signer::new(scheme, secret).expect("the secret is one").clock(FakeClock::new());
    signer.sign(request).expect("the request can be signed")
}

fn verifier(scheme: &Scheme, secret: &str) -> Verifier {
    Verifier::new(scheme, secret).expect("the secret is one").clock(FakeClock::new())
}

fn with_header(mut request: Request<Vec<u8>>, name: &'static str, value: &str) -> Request<Vec<u8>> {
    request.headers_mut().insert(name, value.parse().expect("it is a value"));
    request
}

#[track_caller]
fn refused(verifier: &Verifier, request: &Request<Vec<u8>>, reason: Reason, status: u16, text: &str) {
    let error = verifier.verify(request).expect_err("it is not authentic");
    assert_eq!((error.reason(), error.status().as_u16(), error.to_string().as_str()), (reason, status, text));
}

// The example of the specification of Standard Webhooks and of its libraries.
fn standard_example() -> Request<Vec<u8>> {
    let request = Request::post("/").header("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek").header("webhook-timestamp", "1614265330");
    let request = request.header("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    request.body(br#"{"test": 2432232314}"#.to_vec()).expect("it is a request")
}

fn at(seconds: u64) -> FakeClock {
    let clock = FakeClock::new();
    clock.advance(Duration::from_secs(seconds - NOW));
    clock
}

/// A clock before the fake one's start.
struct Past(u64);

impl Clock for Past {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.0)
    }
    fn sleep(&self, _: Duration) -> crate::transport::BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
    fn random(&self) -> u64 {
        0
    }
}

#[test]
fn the_example_of_standard_webhooks_is_authentic() {
    for secret in ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] {
        let verifier = Verifier::new(&STANDARD_WEBHOOKS, secret).expect("it is a secret").clock(Past(1_614_265_330));
        let verified = verifier.verify(&standard_example()).expect("it is authentic");
        assert_eq!((verified.id(), verified.is_id_signed()), (Some("msg_p5jXN8AQM9LWM0D4loKWxJek"), true));
        assert_eq!(verified.key(), "msg_p5jXN8AQM9LWM0D4loKWxJek");
        assert_eq!(verified.timestamp(), Some(SystemTime::UNIX_EPOCH + Duration::from_secs(1_614_265_330)));
    }
}

#[cfg(feature = "webhooks-ed25519")]
#[test]
fn the_asymmetric_signature_of_standard_webhooks_is_verified() {
    // Test 1 of RFC 8032, section 7.1, is the key; the signature is of OpenSSL 3.0.
    let verifier = Verifier::new(&STANDARD_WEBHOOKS, "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").expect("it is a key");
    let verifier = verifier.clock(Past(1_614_265_330));
    let signature = "v1a,fldxM4gAKugP6nnt1hdz3sgGfZ6d99nzrMFnZOELIxbzEHoVmAb2ADpkJK7zgPePmPsle0zV9jSeGlHFG2NVAw==";
    let request = with_header(standard_example(), "webhook-signature", signature);
    verifier.verify(&request).expect("it is authentic");
    let both = format!("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE= {signature}");
    verifier.verify(&with_header(standard_example(), "webhook-signature", &both)).expect("one of them fits");
    let mut other = with_header(standard_example(), "webhook-signature", signature);
    other.body_mut().push(b' ');
    refused(&verifier, &other, Reason::NoMatch, 401, "no signature fits");
}

#[cfg(feature = "webhooks-ed25519")]
#[test]
fn a_private_key_signs_for_its_public_key() {
    let private = "whsk_nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2DXWpgBgrEKt9VL/tPJZAc6DuFy89qmIyWvAhpo9wdRGg==";
    let request = signed(&STANDARD_WEBHOOKS, private, BODY);
    verifier(&STANDARD_WEBHOOKS, "whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=").verify(&request).expect("it is authentic");
    assert_eq!(Verifier::new(&STANDARD_WEBHOOKS, "whpk_AAAA").map(drop), Err(SecretError::NO_KEY));
    // The neutral element: everybody can sign for it.
    let weak = "whpk_AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    assert_eq!(Verifier::new(&STANDARD_WEBHOOKS, weak).map(drop), Err(SecretError::NO_KEY));
}

#[test]
fn what_is_signed_is_verified_by_each_kind_of_scheme() {
    let items =
        r#"{"items":[{"reference":"r1","amount":{"value":12},"done":true},{"reference":"r2","amount":{"value":"1.50"},"done":false}]}"#;
    for (scheme, secret, body, id) in [
        (&DATED, "secret", BODY, Some("evt_1")),
        (&PLAIN, "00ff", BODY, Some("msg_ffffffffffffffff")),
        (&OF_ITEMS, "secret", items, Some("r1:12,r2:1.50")),
        (&OF_URL, "secret", BODY, None),
    ] {
        let request = signed(scheme, secret, body);
        let verified = verifier(scheme, secret).verify(&request).unwrap_or_else(|error| panic!("{error}: {request:?}"));
        assert_eq!(verified.id(), id);
    }
}

#[test]
fn parts_and_body_are_as_good_as_a_request() {
    let (parts, body) = signed(&DATED, "secret", BODY).into_parts();
    verifier(&DATED, "secret").verify((&parts, &body)).expect("it is authentic");
    verifier(&DATED, "secret").verify((&parts, BODY)).expect("a text is bytes");
}

#[test]
fn a_changed_body_and_another_secret_do_not_fit() {
    let mut request = signed(&DATED, "secret", BODY);
    refused(&verifier(&DATED, "other"), &request, Reason::NoMatch, 401, "no signature fits");
    request.body_mut().push(b' ');
    refused(&verifier(&DATED, "secret"), &request, Reason::NoMatch, 401, "no signature fits");
}

#[test]
fn a_changed_time_does_not_fit() {
    let request = signed(&DATED, "secret", BODY);
    let list = request.headers()["signature"].to_str().expect("it is text").replace("t=1767225600", "t=1767225601");
    refused(&verifier(&DATED, "secret"), &with_header(request, "signature", &list), Reason::NoMatch, 401, "no signature fits");
}

#[test]
fn secrets_are_rotated_on_either_side() {
    let old = signed(&DATED, "old", BODY);
    let both = verifier(&DATED, "new").and_secret("old").expect("it is a secret");
    both.verify(&old).expect("the old secret is taken");
    both.verify(&signed(&DATED, "new", BODY)).expect("the new secret is taken");

    let signer = Signer::new(&DATED, "old").and_then(|signer| signer.and_secret("new")).expect("they are secrets").clock(FakeClock::new());
    let request = signer.sign(post(BODY)).expect("it can be signed");
    assert_eq!(request.headers()["signature"].to_str().map(|list| list.matches("v1=").count()).ok(), Some(2));
    verifier(&DATED, "new").verify(&request).expect("the second signature fits");
    verifier(&DATED, "old").verify(&request).expect("the first signature fits");
}

#[test]
fn signatures_of_other_versions_are_passed_over() {
    let request = signed(&DATED, "secret", BODY);
    let list = request.headers()["signature"].to_str().expect("it is text").to_owned();
    let more = format!("v0=00, {list} , v2=zz");
    verifier(&DATED, "secret").verify(&with_header(request, "signature", &more)).expect("one of them fits");
    let other = with_header(post(BODY), "signature", &list.replace("v1=", "v0="));
    refused(&verifier(&DATED, "secret"), &other, Reason::Malformed, 400, "the header `signature` cannot be read");
}

#[test]
fn an_event_is_in_time_for_300_seconds_both_ways() {
    let request = signed(&DATED, "secret", BODY);
    let seen = |clock| Verifier::new(&DATED, "secret").expect("it is a secret").clock(clock);
    seen(at(NOW + 300)).verify(&request).expect("it is in time");
    refused(&seen(at(NOW + 301)), &request, Reason::TooOld, 401, "the event was sent 301 s ago, which is too long");
    let ahead = |seconds| Verifier::new(&DATED, "secret").expect("it is a secret").clock(Past(NOW - seconds));
    ahead(300).verify(&request).expect("it is in time");
    refused(&ahead(301), &request, Reason::TooEarly, 401, "the event was sent 301 s in the future, which is too far");
    assert_eq!(ahead(301).verify(&request).map_err(|error| error.off_by()), Err(Some(Duration::from_secs(301))));
    ahead(301).tolerance(Duration::from_secs(301)).verify(&request).expect("the tolerance is another");
}

#[test]
fn milliseconds_are_a_unit() {
    static IN_MILLIS: Scheme = Scheme::new(
        Place::Header("signature"),
        &[Signature::new("", Algorithm::HmacSha256, Encoding::Hex, KeyForm::Text)],
        &[Part::Timestamp, Part::Body],
    )
    .timestamp(Timestamp::header("time", Unit::Milliseconds));
    let request = signed(&IN_MILLIS, "secret", BODY);
    assert_eq!(request.headers()["time"], "1767225600000");
    verifier(&IN_MILLIS, "secret").verify(&request).expect("it is authentic");
}

#[test]
fn a_time_is_a_number_and_there_once() {
    for (time, reason, status, text) in [
        ("t=", Reason::Malformed, 400, "the time of sending cannot be read"),
        ("t=+1767225600", Reason::Malformed, 400, "the time of sending cannot be read"),
        ("t=-1", Reason::Malformed, 400, "the time of sending cannot be read"),
        ("t=99999999999999999999", Reason::Malformed, 400, "the time of sending cannot be read"),
        ("t=18446744073709551615", Reason::Malformed, 400, "the time of sending cannot be read"),
        ("t=1767225600,t=1767225601", Reason::Malformed, 400, "the time of sending cannot be read"),
        ("x=1", Reason::Missing, 400, "the time of sending is missing"),
    ] {
        refused(&verifier(&DATED, "secret"), &with_header(post(BODY), "signature", &format!("{time},v1=00")), reason, status, text);
    }
}

#[test]
fn a_missing_header_is_told_by_name() {
    refused(&verifier(&DATED, "secret"), &post(BODY), Reason::Missing, 400, "the header `signature` is missing");
    let mut request = standard_example();
    request.headers_mut().remove("webhook-id");
    let verifier = Verifier::new(&STANDARD_WEBHOOKS, "whsec_AAAA").expect("it is a secret").clock(Past(1_614_265_330));
    refused(&verifier, &request, Reason::Missing, 400, "the header `webhook-id` is missing");
}

#[test]
fn a_header_that_is_there_twice_is_refused() {
    let mut request = signed(&DATED, "secret", BODY);
    request.headers_mut().append("signature", "t=1,v1=00".parse().expect("it is a value"));
    refused(&verifier(&DATED, "secret"), &request, Reason::Malformed, 400, "the header `signature` cannot be read");
}

#[test]
fn hostile_headers_are_refused_at_a_bounded_cost() {
    let verifier = verifier(&DATED, "secret");
    let malformed = "the header `signature` cannot be read";
    let many = format!("t={NOW},{}", "v1=00,".repeat(32));
    refused(&verifier, &with_header(post(BODY), "signature", &many), Reason::Malformed, 400, malformed);
    let long = format!("t={NOW},v1={}", "0".repeat(9_000));
    refused(&verifier, &with_header(post(BODY), "signature", &long), Reason::Malformed, 400, malformed);
    let mut bytes = post(BODY);
    bytes.headers_mut().insert("signature", http::HeaderValue::from_bytes(b"t=1,v1=\xff\xfe").expect("it is a value"));
    refused(&verifier, &bytes, Reason::Malformed, 400, malformed);
    for odd in ["", ",", "v1", "=", "v1=,t=", ",,,,", "t", "\u{fc}"] {
        let error = verifier.verify(&with_header(post(BODY), "signature", odd)).expect_err("it is no signature");
        assert_eq!(error.status(), StatusCode::BAD_REQUEST, "{odd}");
    }
    for odd in ["v1=0", "v1=zz", "v1=", "v1=\t00", "v1=00 00"] {
        refused(&verifier, &with_header(post(BODY), "signature", &format!("t={NOW},{odd}")), Reason::NoMatch, 401, "no signature fits");
    }
}

#[test]
fn every_damage_to_a_request_is_refused_and_none_panics() {
    let verifier = verifier(&STANDARD_WEBHOOKS, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    let request = signed(&STANDARD_WEBHOOKS, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", BODY);
    verifier.verify(&request).expect("it is authentic");
    // A linear congruential generator: the runs are the same each time.
    let mut state = 1_u64;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for _ in 0..2_000 {
        let mut damaged = request.clone();
        let name = ["webhook-id", "webhook-timestamp", "webhook-signature", "body"][draw(4)];
        let mut bytes = damaged.headers().get(name).map_or_else(|| request.body().clone(), |value| value.as_bytes().to_vec());
        let at = draw(bytes.len());
        let byte = b"!*09AZaz~\xe9"[draw(10)];
        if bytes[at] == byte {
            continue;
        }
        bytes[at] = byte;
        match damaged.headers_mut().get_mut(name) {
            Some(value) => *value = http::HeaderValue::from_bytes(&bytes).expect("it is a value"),
            None => *damaged.body_mut() = bytes.clone(),
        }
        // The last digit of base64 has bits that say nothing.
        if name == "webhook-signature" && at + 2 >= bytes.len() {
            continue;
        }
        assert!(verifier.verify(&damaged).is_err(), "{name}: {}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn each_item_of_a_list_is_verified() {
    let body = r#"{"items":[{"reference":"r1","amount":{"value":1},"done":true},{"reference":"r2","amount":{"value":2},"done":true}]}"#;
    let request = signed(&OF_ITEMS, "secret", body);
    let text = String::from_utf8(request.body().clone()).expect("it is text");
    let verifier = verifier(&OF_ITEMS, "secret");
    refused(&verifier, &post(&text.replace("\"value\":2", "\"value\":3")), Reason::NoMatch, 401, "no signature fits");
    refused(&verifier, &post(r#"{"items":[]}"#), Reason::Missing, 400, "the list at `/items` is missing");
    refused(&verifier, &post("{}"), Reason::Missing, 400, "the list at `/items` is missing");
    refused(&verifier, &post(body), Reason::Missing, 400, "`/extra/signature` of the body is missing");
    let many = format!(r#"{{"items":[{}]}}"#, vec!["{}"; 101].join(","));
    refused(&verifier, &post(&many), Reason::Malformed, 400, "the list at `/items` cannot be read");
    refused(&verifier, &post(r#"{"items":{"0":1}}"#), Reason::Malformed, 400, "the list at `/items` cannot be read");
    refused(
        &verifier,
        &post(&text.replace("\"value\":2", "\"value\":[2]")),
        Reason::Malformed,
        400,
        "`/amount/value` of the body cannot be read",
    );
}

#[test]
fn a_signed_value_that_is_there_twice_is_refused() {
    let request = signed(&OF_ITEMS, "secret", r#"{"items":[{"reference":"r1","amount":{"value":1},"done":true}]}"#);
    let text = String::from_utf8(request.body().clone()).expect("it is text");
    let twice = text.replace(r#""done":true"#, r#""done":false,"done":true"#);
    refused(&verifier(&OF_ITEMS, "secret"), &post(&twice), Reason::Malformed, 400, "the body cannot be read");
    let deep = "[".repeat(100_000);
    refused(&verifier(&OF_ITEMS, "secret"), &post(&deep), Reason::Malformed, 400, "the body cannot be read");
}

#[test]
fn a_form_is_signed_by_its_sorted_parameters() {
    let form = |body: &str| with_header(post(body), "content-type", "Application/x-www-form-urlencoded; charset=utf-8");
    let request = sign(&OF_URL, "secret", form("b=2&a=%2B1+x&empty&b=1"));
    let verifier = verifier(&OF_URL, "secret");
    verifier.verify(&request).expect("it is authentic");
    let moved = |body: &str| {
        let mut moved = request.clone();
        *moved.body_mut() = body.as_bytes().to_vec();
        moved
    };
    verifier.verify(&moved("empty=&b=1&a=%2b1%20x&b=2")).expect("the order does not count");
    refused(&verifier, &moved("b=2&a=%2B1+x&empty&b=3"), Reason::NoMatch, 401, "no signature fits");
    refused(&verifier, &moved("%&%%&%zz&=&&==%f"), Reason::NoMatch, 401, "no signature fits");
}

#[test]
fn a_body_that_is_no_form_needs_its_digest_in_the_url() {
    let verifier = verifier(&OF_URL, "secret");
    let mut request = signed(&OF_URL, "secret", BODY);
    assert!(request.uri().query().is_some_and(|query| query.contains("sha=")));
    verifier.verify(&request).expect("it is authentic");
    request.body_mut().push(b' ');
    refused(&verifier, &request, Reason::NoMatch, 401, "no signature fits");
    // The signature of a request without a body says nothing of the body that somebody adds.
    let mut added = signed(&OF_URL, "secret", "");
    verifier.verify(&added).expect("it is authentic");
    *added.body_mut() = BODY.as_bytes().to_vec();
    refused(&verifier, &added, Reason::Missing, 400, "the query parameter `sha` is missing");
}

#[test]
fn the_url_is_the_one_that_the_service_knows() {
    let request = sign(&OF_URL, "secret", post(""));
    let verifier = verifier(&OF_URL, "secret");
    let behind_proxy = |uri: &str, host: Option<&str>| {
        let mut request = request.clone();
        *request.uri_mut() = uri.parse().expect("it is a URI");
        match host {
            Some(host) => with_header(request, "host", host),
            None => request,
        }
    };
    verifier.verify(&behind_proxy("/in?a=%3ab%20c", Some("hooks.example.com"))).expect("the host is that of the header");
    let local = behind_proxy("http://10.0.0.1:8080/in?a=%3Ab%20c", None);
    refused(&verifier, &local, Reason::NoMatch, 401, "no signature fits");
    let public = |url: &'static str| verifier.clone().public_url(Uri::from_static(url));
    public("https://hooks.example.com").verify(&local).expect("the public URL counts");
    public("https://hooks.example.com/in/").verify(&behind_proxy("/?a=%3Ab%20c", None)).expect_err("a slash is a slash");
    let nested = sign(&OF_URL, "secret", Request::post("https://hooks.example.com/v1/in").body(Vec::new()).expect("it is a request"));
    let mut inner = nested;
    *inner.uri_mut() = Uri::from_static("/in");
    public("https://hooks.example.com/v1").verify(&inner).expect("the path comes before");
    refused(&verifier, &behind_proxy("/in", None), Reason::Missing, 400, "the header `host` is missing");
}

#[test]
fn a_secret_that_cannot_be_one_is_refused() {
    let error = |scheme, secret: &str| Verifier::new(scheme, secret).map(drop).expect_err("it is no secret").to_string();
    assert_eq!(error(&DATED, ""), "the secret is empty, so that anybody could sign");
    assert_eq!(error(&PLAIN, "xyz"), "the secret is not hexadecimal");
    assert_eq!(error(&PLAIN, "123"), "the secret is not hexadecimal");
    assert_eq!(error(&STANDARD_WEBHOOKS, "whsec_!"), "the secret is not base64");
    assert_eq!(error(&STANDARD_WEBHOOKS, "whsec_"), "the secret is empty, so that anybody could sign");
}

#[test]
fn no_text_shows_a_secret_or_a_signature() {
    let verifier = verifier(&DATED, "hunter2");
    let signer = Signer::new(&DATED, "hunter2").expect("it is a secret");
    let request = signed(&DATED, "hunter3", BODY);
    let error = verifier.verify(&request).expect_err("it is not authentic");
    let received = ReceiveError::from(error.clone());
    let expected = signed(&DATED, "hunter2", BODY);
    let expected = expected.headers()["signature"].to_str().expect("it is text").split("v1=").nth(1).expect("there is one").to_owned();
    let shown = format!("{verifier:?} {signer:?} {error:?} {error} {received:?} {received}");
    assert!(!shown.contains("hunter2") && !shown.contains(&expected) && !shown.contains("[104, 117"), "{shown}");
}

#[test]
fn an_identifier_that_is_not_signed_is_no_key() {
    let request = signed(&PLAIN, "00ff", BODY);
    let verified = verifier(&PLAIN, "00ff").verify(&request).expect("it is authentic");
    let again = verifier(&PLAIN, "00ff").verify(&with_header(request, "delivery", "another")).expect("the identifier is not signed");
    assert!(!verified.is_id_signed() && verified.id() != again.id());
    assert_eq!(verified.key(), again.key());
    assert_eq!(verified.key(), verified.fingerprint());
}

#[test]
fn an_event_is_found_by_its_name() {
    let events = Events::new(&[Place::Header("event"), Place::Json("/action")], &["issues-opened", "push", "contactCreated", "issues"]);
    let events = events.sent_as(&[("ping", "push")]);
    let name = |event: &str, body: &str| events.name(&Received::from(&with_header(post(body), "event", event)));
    assert_eq!(name("issues", r#"{"action":"opened"}"#), Some("issues-opened"));
    assert_eq!(name("issues", r#"{"action":"closed"}"#), Some("issues"));
    assert_eq!(name("push", "{}"), Some("push"));
    assert_eq!(name("contact.created", "[]"), Some("contactCreated"));
    assert_eq!(name("ping", ""), Some("push"));
    assert_eq!(name("other", r#"{"action":"opened"}"#), None);
    assert_eq!(events.name(&Received::from(&post(r#"{"action":"opened"}"#))), None);
}

#[test]
fn a_value_is_found_in_a_body() {
    let body = br#"{"a/b":{"~":[{"x":1},{"x":"two"}]},"n":null,"t":true,"f":1.5,"twice":1,"twice":2}"#;
    let find = |pointer| tree::find(body, pointer);
    assert_eq!(find("/a~1b/~0/1/x"), Some("two".to_owned()));
    assert_eq!(find("/a~1b/~0/0/x"), Some("1".to_owned()));
    assert_eq!((find("/t"), find("/f")), (Some("true".to_owned()), Some("1.5".to_owned())));
    assert_eq!((find("/n"), find("/a~1b"), find("/none"), find("/a~1b/~0/7/x"), find("/twice")), (None, None, None, None, None));
    assert_eq!(tree::find(b"no JSON", "/a"), None);
    assert_eq!(tree::find(br#"{"a":1} x"#, "/a"), None);
}

async fn claims(guard: &MemoryGuard, keys: &[&str]) -> Vec<Claim> {
    let mut claims = Vec::new();
    for key in keys {
        claims.push(guard.claim(key).await.expect("memory does not fail"));
    }
    claims
}

#[tokio::test]
async fn an_event_is_claimed_once() {
    let clock = FakeClock::new();
    let guard = MemoryGuard::new().clock(clock.clone()).keep(Duration::from_secs(600));
    assert_eq!(claims(&guard, &["a", "b", "a"]).await, [Claim::First, Claim::First, Claim::Duplicate]);
    guard.clone().release("a").await.expect("memory does not fail");
    assert_eq!(claims(&guard, &["a", "a"]).await, [Claim::First, Claim::Duplicate]);
    clock.advance(Duration::from_secs(599));
    assert_eq!(claims(&guard, &["b"]).await, [Claim::Duplicate]);
    clock.advance(Duration::from_secs(1));
    assert_eq!(claims(&guard, &["b"]).await, [Claim::First]);
}

#[tokio::test]
async fn a_guard_does_not_grow_beyond_its_capacity() {
    let guard = MemoryGuard::new().clock(FakeClock::new()).capacity(2);
    assert_eq!(
        claims(&guard, &["a", "b", "c", "b", "a"]).await,
        [Claim::First, Claim::First, Claim::First, Claim::Duplicate, Claim::First]
    );
    for index in 0..10_000 {
        let key = index.to_string();
        guard.claim(&key).await.expect("memory does not fail");
        guard.release(&key).await.expect("memory does not fail");
    }
    assert_eq!(claims(&guard, &["a"]).await, [Claim::Duplicate]);
}

#[tokio::test]
async fn one_of_many_claims_at_once_is_the_first() {
    let guard = MemoryGuard::new();
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let guard = guard.clone();
            tokio::spawn(async move { guard.claim("a").await.expect("memory does not fail") })
        })
        .collect();
    let mut first = 0;
    for task in tasks {
        first += usize::from(task.await.expect("it does not panic") == Claim::First);
    }
    assert_eq!(first, 1);
}

#[test]
#[expect(unreachable_pub, reason = "the functions are made for the public types of generated crates")]
fn events_without_names_or_signatures_have_the_functions_that_need_none() {
    /// What the only event holds.
    #[derive(Debug, PartialEq)]
    struct Only(String);

    impl Only {
        fn decode(name: &str, body: &[u8]) -> Result<Self, crate::DecodeError> {
            Ok(Self(format!("{name}:{}", crate::json::from_slice::<String>(body)?)))
        }
    }
    crate::webhook_events!(Only, named by _);

    let verifier = Verifier::new(&STANDARD_WEBHOOKS, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("the secret can be used");
    let signer = Signer::new(&STANDARD_WEBHOOKS, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").expect("the secret can be used");
    let request = http::Request::post("/").body(br#""it""#.to_vec()).expect("it is a request");
    assert_eq!(Only::from_request(&request).expect("it can be read"), Only(":it".to_owned()));
    assert!(Only::receive(&verifier, &request).is_err(), "it is not signed");
    let request = signer.sign(request).expect("it can be signed");
    assert_eq!(Only::receive(&verifier, &request).expect("it is signed").event, Only(":it".to_owned()));
    assert_eq!(Only::receive_as("named", &verifier, &request).expect("it is signed").event, Only("named:it".to_owned()));
    let request = signer.sign(http::Request::post("/").body(b"[]".to_vec()).expect("it is a request")).expect("it can be signed");
    assert!(Only::receive(&verifier, &request).is_err(), "it is no text");
}

/// Returns what an error of receiving says; its causes would say it again.
fn received(verifier: &Verifier, request: &Request<Vec<u8>>) -> String {
    let error = verifier
        .receive(request, |_| Err::<(), _>(crate::DecodeError::new("/id", "a string", "the number 77123")))
        .expect_err("it is refused");
    assert!(std::error::Error::source(&error).is_none());
    error.to_string()
}

#[test]
fn an_error_of_receiving_tells_old_missing_and_wrong_apart_and_nothing_that_helps_a_forger() {
    let fitting = signed(&DATED, "s", BODY);
    let signature = fitting.headers()["signature"].to_str().expect("it is text").to_owned();
    let (time, mac) = signature.split_once(",v1=").expect("it is dated");
    let verifier = |seconds: u64| Verifier::new(&DATED, "s").expect("the secret is one").clock(at(seconds));
    let early = Signer::new(&DATED, "s").expect("the secret is one").clock(at(NOW + 301)).sign(post(BODY)).expect("it can be signed");
    let wrong = with_header(signed(&DATED, "s", BODY), "signature", &format!("{time},v1={}", "0".repeat(64)));
    let texts = [
        received(&verifier(NOW + 301), &fitting),
        received(&verifier(NOW), &early),
        received(&verifier(NOW), &post(BODY)),
        received(&verifier(NOW), &with_header(post(BODY), "signature", time)),
        received(&verifier(NOW), &with_header(post(BODY), "signature", &format!("v1={mac}"))),
        received(&verifier(NOW), &wrong),
        received(&verifier(NOW), &fitting),
    ];
    assert_eq!(
        texts,
        [
            "the event is not authentic: the event was sent 301 s ago, which is too long",
            "the event is not authentic: the event was sent 301 s in the future, which is too far",
            "the event is not authentic: the header `signature` is missing",
            "the event is not authentic: the header `signature` cannot be read",
            "the event is not authentic: the time of sending is missing",
            "the event is not authentic: no signature fits",
            "the event is not as described: expected a string, found a number at `/id`",
        ]
    );
    assert!(texts.iter().all(|text| !text.contains(&mac[..8]) && !text.contains("77123")));
}
