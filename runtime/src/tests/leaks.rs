//! What no text that leaves a client holds: a property over random secrets, which a server repeats everywhere.

use std::error::Error as _;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex};

use super::{API, Bench, GET, Pet};
use crate::clock::FakeClock;
use crate::model::Value;
use crate::operation::Operation;
use crate::scalar::base64;
use crate::transport::{BoxFuture, ByteStream, Fake, FakeAnswer, Transport, TransportError, TransportErrorKind};
use crate::{Call, Client, ClientBuilder, Credential, Retry, Secret};

static LOGIN: Operation = Operation::new("login", "GET", "/pets/{id}").security(&[&[super::uses("login")]]);
static KEYED: Operation = Operation::new("keyed", "GET", "/pets/{id}").security(&[&[super::uses("key")]]);
static IN_QUERY: Operation = Operation::new("inQuery", "GET", "/pets/{id}").security(&[&[super::uses("query_key")]]);
static BEARER: Operation = Operation::new("bearer", "POST", "/pets/{id}").body("application/json").security(&[&[super::uses("oauth")]]);
const OPERATIONS: [&Operation; 4] = [&LOGIN, &KEYED, &IN_QUERY, &BEARER];

/// Numbers that are the same with each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        // The generator of Numerical Recipes; its upper bits are good enough here.
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % end
    }

    /// Returns a secret of 6 to 40 characters that a header may hold, and that stands in no other text.
    fn secret(&mut self) -> String {
        const PLAIN: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        const ODD: &[u8] = b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~ ";
        let length = 6 + self.below(35);
        let mut text = String::new();
        for at in 0..length {
            let odd = self.below(3) == 0 && at > 0 && at + 1 < length;
            let from = if odd { ODD } else { PLAIN };
            text.push(char::from(from[self.below(from.len())]));
        }
        text
    }
}

fn escaped(text: &str, escape: impl Fn(char) -> Option<String>) -> String {
    text.chars().map(|c| escape(c).unwrap_or_else(|| c.to_string())).collect()
}

fn percent(text: &str) -> String {
    let mut out = String::new();
    crate::url::push_component(&mut out, text);
    out
}

/// Returns a text in each encoding in which a server may repeat it.
fn encodings(secret: &str) -> Vec<String> {
    let json = serde_json::Value::from(secret).to_string();
    let json = json[1..json.len() - 1].to_owned();
    let html = escaped(secret, |c| match c {
        '&' => Some("&amp;".to_owned()),
        '<' => Some("&lt;".to_owned()),
        '>' => Some("&gt;".to_owned()),
        '"' => Some("&quot;".to_owned()),
        '\'' => Some("&#39;".to_owned()),
        _ => None,
    });
    let basic = base64::encode(format!("ann:{secret}").as_bytes());
    vec![
        secret.to_owned(),
        percent(secret),
        percent(secret).to_ascii_lowercase().replace("%20", "+"),
        escaped(secret, |c| (!c.is_ascii_alphanumeric()).then(|| format!("%{:02x}", u32::from(c)))),
        percent(secret).replace("%20", "+"),
        percent(&percent(secret)),
        json.clone(),
        escaped(secret, |c| (!c.is_ascii_alphanumeric()).then(|| format!("\\u{:04x}", u32::from(c)))),
        percent(&json),
        html.clone(),
        escaped(secret, |c| (!c.is_ascii_alphanumeric()).then(|| format!("&#x{:X};", u32::from(c)))),
        percent(&html),
        base64::encode(secret.as_bytes()),
        base64::encode_url_safe(secret.as_bytes()),
        base64::encode(format!(" {secret}").as_bytes()),
        basic.clone(),
        percent(&basic),
        base64::encode(basic.as_bytes()),
        base64::encode(format!("{{\"key\":\"{json}\"}}").as_bytes()),
        base64::encode(percent(secret).as_bytes()),
        secret.replace('~', "~0").replace('/', "~1"),
    ]
    .into_iter()
    // The lower case of a percent-encoding may be another secret.
    .filter(|form| {
        !form.contains("%%") && (form.contains(secret) || form.to_ascii_lowercase() != *form || !secret.contains(char::is_uppercase))
    })
    .collect()
}

/// Answers that repeat a text wherever a server may put one.
fn answers(text: &str) -> Vec<FakeAnswer> {
    let header = |answer: FakeAnswer| {
        let text: String = text.chars().filter(|c| c.is_ascii() && !c.is_control()).collect();
        answer
            .header("x-request-id", &text)
            .header("deprecation", "true")
            .header("link", &format!("</docs/{0}?q={0}>; rel=\"deprecation\"", text.replace(['>', ' '], "")))
            .header("x-note", &text)
    };
    let problem = serde_json::json!({"title": format!("no {text} here"), "detail": text, "type": text, text: text}).to_string();
    let problem = |status: u16| header(FakeAnswer::status(status).header("content-type", "application/problem+json").body(problem.clone()));
    let body = |status: u16, body: serde_json::Value| header(FakeAnswer::json(status, body.to_string()));
    vec![
        problem(200),
        problem(400),
        problem(500),
        body(403, serde_json::json!({"error": text, "message": text, "errors": [{"message": text}]})),
        body(200, serde_json::json!({"id": text})),
        body(200, serde_json::json!({"id": 1, "name": {text: text}})),
        body(200, serde_json::json!({text: text})),
        header(FakeAnswer::status(200).header("content-type", "text/html").body(format!("<p>{text}"))),
        header(FakeAnswer::status(302).header("location", &format!("ftp://{}", text.replace(' ', "")))),
        body(200, serde_json::json!({"id": 1, "name": "Rex"})),
    ]
}

/// Everything that a person may read of a client and its call.
#[derive(Clone, Default)]
struct Read(Arc<Mutex<String>>);

impl Read {
    fn add(&self, text: impl std::fmt::Debug) {
        let mut read = self.0.lock().expect("no test panics with it");
        let _ = writeln!(read, "{text:?}");
    }

    fn add_text(&self, text: impl std::fmt::Display) {
        let mut read = self.0.lock().expect("no test panics with it");
        let _ = writeln!(read, "{text}");
    }

    fn take(&self) -> String {
        std::mem::take(&mut self.0.lock().expect("no test panics with it"))
    }
}

/// A client with the secret as the credential of each scheme, in a default header, and in a variable of its server.
fn builder(secret: &str, fake: Fake, read: &Read, tolerant: bool) -> ClientBuilder {
    let (drifts, links, requests, responses, attempts) = (read.clone(), read.clone(), read.clone(), read.clone(), read.clone());
    let builder = Client::builder(&API).transport(fake).clock(FakeClock::new()).header("X-Client-Secret", secret);
    let builder = builder
        .credential("key", Credential::api_key(secret))
        .credential("query_key", Credential::api_key(secret))
        .credential("login", Credential::basic("ann", secret))
        .credential("oauth", Credential::bearer(secret).client_secret(secret))
        .on_deprecation(move |deprecation| links.add(deprecation))
        .on_request(move |request| requests.add(request))
        .on_response(move |response| responses.add(response))
        .on_attempt(move |attempt| attempts.add(attempt));
    if tolerant { builder.tolerant(move |drift| drifts.add(drift)) } else { builder }
}

/// Makes a call with the secret in its parameters and its body.
fn call<'c>(op: &'static Operation, secret: &str, client: &'c Client) -> Call<'c, Pet, Value> {
    let call = client.call::<Pet, Value, ()>(op).path("id", secret).query("pin", &Secret::from(secret)).query("api_key", secret);
    let call = call.header("X-Auth-Token", secret).cookie("sid", secret).retry(Retry::default().attempts(2));
    if op.method == "POST" { call.body(&serde_json::json!({"password": secret, "note": secret})) } else { call }
}

/// Sends a call, and reads everything that comes of it.
async fn send(call: Call<'_, Pet, Value>, read: &Read) {
    match call.send().await {
        Ok(response) => read.add(response.attempts()),
        Err(error) => {
            read.add(&error);
            read.add_text(&error);
            read.add(error.attempts());
            error.overlay().into_iter().for_each(|overlay| read.add_text(overlay));
            let mut cause = error.source();
            while let Some(source) = cause {
                read.add(source);
                read.add_text(source);
                cause = source.source();
            }
            read.add(error.erase());
        }
    }
}

#[track_caller]
fn holds_none(read: &str, secret: &str, encoding: &str) {
    for form in encodings(secret) {
        let debug = format!("{form:?}");
        for form in [form.as_str(), &debug[1..debug.len() - 1]] {
            assert!(!read.contains(form), "the secret {secret:?}, repeated as {encoding:?}, is shown as {form:?}:\n{read}");
        }
    }
    // Half of a secret is one as well.
    let part: String = secret.chars().take(secret.chars().count().div_ceil(2).max(5)).collect();
    assert!(!read.contains(&part), "the secret {secret:?}, repeated as {encoding:?}, is shown in part:\n{read}");
}

/// Runs a call for each response to it.
async fn no_response_shows(secret: &str) {
    for (at, encoding) in encodings(secret).into_iter().enumerate() {
        let read = Read::default();
        for (index, answer) in answers(&encoding).into_iter().enumerate() {
            let fake = Fake::new([answer.clone(), answer]);
            let client = builder(secret, fake, &read, (at + index) % 2 == 0).build().expect("the values can be used");
            send(call(OPERATIONS[(at + index) % OPERATIONS.len()], secret, &client), &read).await;
        }
        holds_none(&read.take(), secret, &encoding);
    }
}

fn secrets(seed: u64, count: usize) -> Vec<String> {
    let mut random = Random(seed);
    (0..count).map(|_| random.secret()).collect()
}

const ODD: [&str; 4] = ["hunter2-\"&<%41>/~+\\", "a/b~c%2Fd", "password with spaces", "sk_live_0123456789abcdef0123456789abcdef"];

#[tokio::test]
async fn no_text_about_a_response_shows_a_secret_in_any_encoding() {
    for secret in ODD.map(str::to_owned).into_iter().chain(secrets(13, 2)) {
        no_response_shows(&secret).await;
    }
}

#[test]
fn no_explanation_and_no_debug_shows_a_secret() {
    for secret in ODD.map(str::to_owned).into_iter().chain(secrets(16, 30)) {
        let read = Read::default();
        let builder = builder(&secret, Fake::default(), &read, true);
        read.add(&builder);
        let client = builder.build().expect("the values can be used");
        read.add(&client);
        for op in OPERATIONS {
            let call = call(op, &secret, &client);
            read.add_text(call.explain());
            read.add(call.explain());
            read.add_text(call.to_curl());
            read.add(call);
        }
        holds_none(&read.take(), &secret, "nothing");
    }
}

#[tokio::test]
async fn a_request_that_is_not_sent_shows_no_secret() {
    for secret in ODD.map(str::to_owned).into_iter().chain(secrets(17, 4)) {
        let read = Read::default();
        let fake = Fake::new([
            FakeAnswer::error(TransportErrorKind::Connect),
            FakeAnswer::error(TransportErrorKind::Invalid),
            FakeAnswer::error(TransportErrorKind::Broken),
        ]);
        let client = builder(&secret, fake, &read, false).build().expect("the values can be used");
        send(call(&KEYED, &secret, &client).base_url(format!("https://ann:{}@evil.example", percent(&secret))), &read).await;
        for _ in 0..3 {
            send(call(&BEARER, &secret, &client), &read).await;
        }
        holds_none(&read.take(), &secret, "nothing");
    }
}

/// Puts a secret into a call, in one place.
type Place = for<'c> fn(Call<'c, Pet, Value>, &str) -> Call<'c, Pet, Value>;

/// The places of a secret in a call. The first leaves it to the client's credential.
const PLACES: [(&str, Place); 8] = [
    ("credential", |call, _| call),
    ("value of a secret's type", |call, secret| call.query("pin", &Secret::from(secret))),
    ("query, by its name", |call, secret| call.query("api_key", secret)),
    ("query, by the document", |call, secret| call.query("key", secret)),
    ("header, by its name", |call, secret| call.header("X-Auth-Token", secret)),
    ("header, by the document", |call, secret| call.header("X-Key", secret)),
    ("cookie", |call, secret| call.cookie("sid", secret)),
    ("body", |call, secret| call.body(&serde_json::json!({"password": secret}))),
];

fn client_with(place: &str, secret: &str) -> Client {
    let builder = Client::builder(&API).transport(Fake::default()).clock(FakeClock::new());
    let builder = if place == "credential" { builder.credential("key", Credential::api_key(secret)) } else { builder };
    builder.build().expect("the values can be used")
}

#[tokio::test]
async fn a_request_that_cannot_be_made_shows_no_secret() {
    static SEND: Operation = Operation::new("send", "POST", "/pets").body("application/json");
    for secret in ODD.map(str::to_owned).into_iter().chain(secrets(18, 20)) {
        for (place, put) in PLACES {
            let read = Read::default();
            let client = client_with(place, &secret);
            // A property of this name has a value that no header may hold.
            let call = || put(client.call::<Pet, Value, ()>(&SEND), &secret).header("X-Map", &serde_json::json!({secret.as_str(): [1]}));
            read.add_text(call().explain());
            send(call(), &read).await;
            let read = read.take();
            assert_eq!(read.matches("at `/[redacted]`").count(), 4, "{place}: {read}");
            holds_none(&read, &secret, place);
        }
    }
}

#[tokio::test]
async fn a_base_url_that_is_cut_within_a_secret_does_not_show_its_beginning() {
    for secret in ODD.map(str::to_owned).into_iter().chain(secrets(19, 4)) {
        let (encoded, start) = (percent(&secret), percent(&secret[..5]));
        for shown in 0..=encoded.len().min(90) {
            let client = client_with("credential", &secret);
            let url = format!("ftp://files.example/{}/{encoded}", "x".repeat(99 - shown));
            let error = client.call::<Pet, Value, ()>(&GET).path("id", &1).base_url(url).await.expect_err("it cannot be used");
            let text = format!("{error} {error:?}");
            assert!(
                text.contains("is not an absolute http or https URL") && !text.contains(&start),
                "{secret:?} cut after {shown}: {text}"
            );
        }
    }
}

/// A transport whose error repeats what was sent, as that of an HTTP/2 connection that the server closed with its own words.
struct Repeats(String);

impl Transport for Repeats {
    fn send(&self, _: http::Request<crate::Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let error = TransportError::new(TransportErrorKind::Broken, format!("go away, {} says I", self.0));
        Box::pin(async move { Err(error) })
    }
}

#[tokio::test]
async fn no_cause_of_an_error_shows_a_secret_in_any_encoding() {
    let secret = "hunter2-\"&<%41>/~+\\";
    for encoding in encodings(secret) {
        let read = Read::default();
        let client = builder(secret, Fake::default(), &read, false).transport(Repeats(encoding.clone())).build();
        send(call(&BEARER, secret, &client.expect("the values can be used")), &read).await;
        let read = read.take();
        assert!(read.contains("go away, ") && read.contains(" says I"), "{encoding}: too much is hidden:\n{read}");
        holds_none(&read, secret, &encoding);
    }
}

#[tokio::test]
async fn a_token_that_was_refused_is_hidden_as_well_as_the_one_after_it() {
    let token = |token: &str| FakeAnswer::json(200, format!(r#"{{"access_token":"{token}"}}"#));
    let title = r#"{"title":"neither first-token nor second-token will do"}"#;
    let refused = FakeAnswer::status(401).header("content-type", "application/problem+json").body(title);
    let bench = Bench::new([token("first-token"), refused.clone(), token("second-token"), refused]);
    let client = bench.builder().credential("oauth", Credential::client_credentials("id", "s")).build().expect("the values can be used");
    let error = client.call::<Pet, Value, ()>(&BEARER).path("id", &1).await.expect_err("both are refused");
    assert!(error.to_string().contains("neither [redacted] nor [redacted] will do"), "{error}");
}

#[tokio::test]
async fn a_value_that_is_too_short_to_be_searched_for_hides_no_other_text() {
    let title = r#"{"title":"a pet has no 12345"}"#;
    let bench = Bench::new([FakeAnswer::status(400).header("content-type", "application/problem+json").body(title)]);
    let client = bench.builder().credential("key", Credential::api_key("12345")).build().expect("the values can be used");
    let error = client.call::<Pet, Value, ()>(&KEYED).path("id", &1).await.expect_err("it is refused");
    assert!(error.to_string().ends_with("a pet has no 12345"), "{error}");
}

#[cfg(feature = "tracing")]
mod spans {
    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::*;

    /// Writes down every field of every span and event.
    struct Recorder(Read);

    struct Fields<'a>(&'a Read);

    impl Visit for Fields<'_> {
        fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
            self.0.add_text(format!("{}={value:?}", field.name()));
        }
    }

    impl Subscriber for Recorder {
        fn enabled(&self, _: &Metadata<'_>) -> bool {
            true
        }
        fn new_span(&self, span: &Attributes<'_>) -> Id {
            span.record(&mut Fields(&self.0));
            Id::from_u64(1)
        }
        fn record(&self, _: &Id, values: &Record<'_>) {
            values.record(&mut Fields(&self.0));
        }
        fn record_follows_from(&self, _: &Id, _: &Id) {}
        fn event(&self, event: &Event<'_>) {
            event.record(&mut Fields(&self.0));
        }
        fn enter(&self, _: &Id) {}
        fn exit(&self, _: &Id) {}
    }

    #[test]
    fn no_span_and_no_event_shows_a_secret_in_any_encoding() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it can be built");
        for secret in secrets(14, 2) {
            for (at, encoding) in encodings(&secret).into_iter().enumerate() {
                let read = Read::default();
                for answer in answers(&encoding) {
                    let client = builder(&secret, Fake::new([answer.clone(), answer]), &Read::default(), true).build();
                    let client = client.expect("the values can be used");
                    let quiet = Read::default();
                    tracing::subscriber::with_default(Recorder(read.clone()), || {
                        runtime.block_on(send(call(OPERATIONS[at % OPERATIONS.len()], &secret, &client), &quiet));
                    });
                }
                let read = read.take();
                assert!(read.contains("url.full="), "{read}");
                holds_none(&read, &secret, &encoding);
            }
        }
    }
}

#[cfg(feature = "cassette")]
#[tokio::test]
async fn no_recording_holds_a_secret_in_any_encoding() {
    use crate::transport::cassette::Recorder;
    for (round, secret) in std::iter::once(ODD[0].to_owned()).chain(secrets(15, 1)).enumerate() {
        let file = std::env::temp_dir().join(format!("turnbuckle-secrets-{round}-{}", std::process::id()));
        for (at, encoding) in encodings(&secret).into_iter().enumerate() {
            let op = OPERATIONS[at % OPERATIONS.len()];
            let answers = answers(&encoding);
            let recorder = Recorder::new(Fake::new(answers.iter().flat_map(|answer| [answer.clone(), answer.clone()])), &file);
            let read = Read::default();
            let builder = builder(&secret, Fake::default(), &read, false).transport(recorder.clone());
            let client = builder.build().expect("the values can be used");
            for _ in &answers {
                send(call(op, &secret, &client), &read).await;
            }
            recorder.save().expect("the file can be written");
            let text = std::fs::read_to_string(&file).expect("it was written");
            holds_none(&text, &secret, &encoding);
        }
        std::fs::remove_file(&file).expect("it is there");
    }
}
