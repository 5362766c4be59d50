//! Signers: what they see, when they are asked, and where not.

use std::sync::{Arc, Mutex};

use http::{HeaderName, HeaderValue};

use super::super::{Signature, Signer, Unsigned};
use super::*;

/// Writes down what it sees, and numbers its signatures.
#[derive(Clone, Default)]
struct Numbers(Arc<Mutex<Vec<String>>>);

impl Numbers {
    fn seen(&self) -> Vec<String> {
        self.0.lock().expect("no test panics in between").clone()
    }
}

impl Signer for Numbers {
    fn sign<'a>(&'a self, request: Unsigned<'a>) -> BoxFuture<'a, Result<Signature, BoxError>> {
        let mut seen = self.0.lock().expect("no test panics in between");
        let key = request.headers.get("x-key").and_then(|value| value.to_str().ok()).unwrap_or("-");
        let body = request.body.map_or("stream".into(), |body| String::from_utf8_lossy(body));
        seen.push(format!("{} {} {key} {body}", request.method, request.uri));
        let number = seen.len();
        let signature =
            Signature::new().header(HeaderName::from_static("x-signature"), HeaderValue::from(number)).query("sig", &format!("n {number}"));
        Box::pin(std::future::ready(Ok(signature)))
    }
}

static KEYED: Operation = Operation::new("keyed", "POST", "/notes").body("application/json").security(&[&[uses("key")]]);

#[tokio::test]
async fn a_signer_is_asked_last_and_once_an_attempt() {
    let bench = Bench::new([FakeAnswer::status(429), ok()]);
    let signer = Numbers::default();
    let client =
        bench.builder().credential("key", Credential::api_key("k")).signer(signer.clone()).build().expect("the values can be used");
    client.call::<Value, Value, ()>(&KEYED).body(&Value::from("x")).await.expect("the second is answered");
    let seen = r#"POST https://notes.example/notes k "x""#;
    assert_eq!(signer.seen(), [seen, seen]);
    let sent: Vec<_> = bench.fake.requests().iter().map(|it| (it.uri.to_string(), it.header("x-signature").map(str::to_owned))).collect();
    let of = |number: u32| (format!("https://notes.example/notes?sig=n%20{number}"), Some(number.to_string()));
    assert_eq!(sent, [of(1), of(2)]);
}

#[tokio::test]
async fn a_signer_of_a_scheme_signs_the_operations_that_ask_for_it() {
    let bench = Bench::new([ok(), ok()]);
    let signer = Numbers::default();
    let client = bench.builder().credential("signed", Credential::signer(signer.clone())).credential("oauth", Credential::bearer("t"));
    let client = client.build().expect("the values can be used");
    read(&client).await.expect("it is answered");
    client.call::<Value, Value, ()>(&SIGNED).await.expect("it is answered");
    assert_eq!(signer.seen(), ["GET https://notes.example/notes?a=1 - "]);
    assert_eq!(bench.fake.requests()[1].uri, "https://notes.example/notes?a=1&sig=n%201");
}

#[tokio::test]
async fn nothing_is_signed_for_another_origin() {
    let bench = Bench::new([FakeAnswer::status(302).header("location", "https://evil.example/x"), ok()]);
    let signer = Numbers::default();
    let client = bench.builder().credential("signed", Credential::signer(signer.clone())).signer(signer.clone());
    client.build().expect("the values can be used").call::<Value, Value, ()>(&SIGNED).await.expect("it is answered");
    // Both signers were asked for the first hop.
    assert_eq!(signer.seen().len(), 2);
    assert_eq!(
        (&*bench.fake.requests()[1].uri.to_string(), bench.fake.requests()[1].header("x-signature")),
        ("https://evil.example/x", None)
    );
}

#[tokio::test]
async fn nothing_is_signed_for_plain_http() {
    let bench = Bench::new([]);
    let client = bench.builder().base_url("http://notes.example").credential("oauth", Credential::bearer("t")).signer(Numbers::default());
    assert!(read(&client.build().expect("the values can be used")).await.expect_err("it is plain").is_config());
}

/// A signer that cannot.
struct Broken;

impl Signer for Broken {
    fn sign<'a>(&'a self, _: Unsigned<'a>) -> BoxFuture<'a, Result<Signature, BoxError>> {
        Box::pin(std::future::ready(Err("the key is locked away".into())))
    }
}

#[tokio::test]
async fn a_signer_that_fails_sends_nothing() {
    let bench = Bench::new([]);
    let client = bench.builder().credential("signed", Credential::signer(Broken)).build().expect("the values can be used");
    let error = client.call::<Value, Value, ()>(&SIGNED).await.expect_err("it is not signed");
    assert_eq!(error.to_string(), "signed (GET /notes?a=1): the request could not be signed");
    assert_eq!(bench.lines(), [""; 0]);
}

#[cfg(feature = "hmac")]
mod hmac {
    use super::super::super::{Encoding, HmacSigner, Part};
    use super::*;

    /// Returns the signature of a text by a key.
    async fn sign(signer: HmacSigner, body: &'static str) -> Vec<(String, String)> {
        let bench = Bench::new([ok()]);
        let client = bench.builder().credential("key", Credential::signer(signer)).build().expect("the values can be used");
        client.call::<Value, Value, ()>(&KEYED).header("X-Trace", "t").stream_body(body).await.expect("it is answered");
        let request = bench.fake.requests().remove(0);
        ["x-signature", "x-time", "x-id"].iter().filter_map(|name| Some((name.to_string(), request.header(name)?.to_owned()))).collect()
    }

    #[tokio::test]
    async fn hmac_is_that_of_rfc_4231() {
        let text = "what do ya want for nothing?";
        let sha256 = HmacSigner::sha256("Jefe", "X-Signature").expect("it is a name").parts([Part::Body]);
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(sign(sha256, text).await, [("x-signature".to_owned(), expected.to_owned())]);
        let sha512 = HmacSigner::sha512("Jefe", "X-Signature").expect("it is a name").parts([Part::Body]).prefix("v1=");
        let expected = "v1=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737";
        assert_eq!(sign(sha512, text).await, [("x-signature".to_owned(), expected.to_owned())]);
    }

    #[tokio::test]
    async fn what_is_signed_is_laid_out_as_the_vendor_has_it() {
        // Both signatures were made with another implementation.
        let signer = || HmacSigner::sha256("secret", "X-Signature").and_then(|it| it.timestamp_header("X-Time")).expect("they are names");
        let time = ("x-time".to_owned(), "1767225600".to_owned());
        let expected = "a56f60172ae0477457f49ec5b12c1770bb021ba9eb3a8139561f518f3ea053d0";
        assert_eq!(sign(signer(), r#"{"a":1}"#).await, [("x-signature".to_owned(), expected.to_owned()), time.clone()]);

        let (dot, trace) = (Part::Text("."), HeaderName::from_static("x-trace"));
        let head = [Part::Timestamp, dot.clone(), Part::Method, Part::Path, Part::Text("?b=1"), dot, Part::BodyDigest];
        let parts = head.into_iter().chain([Part::Text("\n"), Part::Host, Part::Text("\n"), Part::Header(trace)]);
        let signer = signer().parts(parts).encoding(Encoding::Base64).key_header("X-Id", "k1").expect("it can be sent");
        let expected = "JUdj5YyZgDUtPykkgd8gt95JK6zo9xYthVnPNYhWmjk=";
        let id = ("x-id".to_owned(), "k1".to_owned());
        assert_eq!(sign(signer, r#"{"a":1}"#).await, [("x-signature".to_owned(), expected.to_owned()), time, id]);
    }

    #[test]
    fn a_signer_shows_what_it_signs_and_not_its_secret() {
        let signer =
            HmacSigner::sha256("hunter2", "X-Signature").expect("it is a name").parts([Part::Timestamp, Part::Text("."), Part::Body]);
        assert_eq!(format!("{signer:?}"), r#"HmacSigner { header: "x-signature", parts: [Timestamp, Text("."), Body], .. }"#);
    }

    #[tokio::test]
    async fn a_body_that_is_a_stream_cannot_be_signed() {
        let bench = Bench::new([]);
        let signer = HmacSigner::sha256("secret", "X-Signature").expect("it is a name");
        let client = bench.builder().credential("key", Credential::signer(signer)).build().expect("the values can be used");
        let body = crate::Body::from_reader(&b"x"[..], None);
        let error = client.call::<Value, Value, ()>(&KEYED).stream_body(body).await.expect_err("it cannot be signed");
        assert_eq!(error.to_string(), "keyed (POST /notes): the request could not be signed");
        assert_eq!(bench.lines(), [""; 0]);
    }
}
