//! The span of an attempt, as a subscriber sees it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

use super::{Bench, Pet, ok, secret, uses};
use crate::model::Value;
use crate::operation::Operation;
use crate::transport::{FakeAnswer, TransportErrorKind};
use crate::{Call, Credential, Error, Secret};

static FIND: Operation = Operation::new("find", "GET", "/pets/{id}").security(&[&[uses("query_key"), uses("key")]]).deprecated(true);
static LINK: Operation = Operation::new("link", "LINK", "/pets");

type Fields = BTreeMap<&'static str, String>;

/// Keeps what it is told: each span, and each event.
#[derive(Clone, Default)]
struct Recorder {
    next: Arc<AtomicU64>,
    spans: Arc<Mutex<BTreeMap<u64, Fields>>>,
    events: Arc<Mutex<Vec<Fields>>>,
}

struct Write<'a>(&'a mut Fields);

impl Visit for Write<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

impl Recorder {
    fn spans(&self) -> MutexGuard<'_, BTreeMap<u64, Fields>> {
        self.spans.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn events(&self) -> MutexGuard<'_, Vec<Fields>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target().starts_with("turnbuckle_runtime")
    }
    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let id = self.next.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = Fields::from([("name", attributes.metadata().name().to_owned())]);
        attributes.record(&mut Write(&mut fields));
        self.spans().insert(id, fields);
        Id::from_u64(id)
    }
    fn record(&self, span: &Id, values: &Record<'_>) {
        if let Some(fields) = self.spans().get_mut(&span.into_u64()) {
            values.record(&mut Write(fields));
        }
    }
    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Write(&mut fields));
        self.events().push(fields);
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Subscribers that stay. A thread that meets a span first notes for all threads whether anybody listens, and while there is no more than
/// one subscriber it asks its own only: a test beside this one, without any, would silence the span.
static LISTENERS: LazyLock<[tracing::Dispatch; 2]> = LazyLock::new(|| std::array::from_fn(|_| tracing::Dispatch::new(Recorder::default())));

/// Makes a call under a subscriber, and returns what that was told.
fn recorded(bench: &Bench, op: &'static Operation) -> (Result<Pet, Error>, Recorder) {
    LazyLock::force(&LISTENERS);
    tracing::callsite::rebuild_interest_cache();
    let recorder = Recorder::default();
    let client = bench.builder().credential("query_key", Credential::api_key(secret())).credential("key", Credential::api_key(secret()));
    let client = client.build().expect("the values can be used");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("there are threads");
    let pin = Secret::from("planted pin");
    let result = tracing::subscriber::with_default(recorder.clone(), || {
        let call: Call<'_, Pet, Value> = client.call(op).path("id", &7).query("limit", &2).query("sig", "planted-sig").query("pin", &pin);
        runtime.block_on(async { call.header("Authorization", "planted-by-hand").await })
    });
    (result, recorder)
}

#[test]
fn each_attempt_has_a_span_by_the_conventions_of_opentelemetry() {
    let bench = Bench::new([FakeAnswer::status(503), FakeAnswer::error(TransportErrorKind::Broken), ok()]);
    let (result, recorder) = recorded(&bench, &FIND);
    result.expect("it is answered");
    let spans: Vec<Fields> = recorder.spans().values().cloned().collect();
    let text: Vec<String> =
        spans.iter().map(|span| span.iter().map(|(name, value)| format!("{name}={value}\n")).collect::<String>()).collect();
    expect_test::expect![[r#"
        error.type=503
        http.request.method=GET
        http.response.status_code=503
        name=HTTP
        network.protocol.version=1.1
        operation=find
        otel.kind=client
        otel.name=GET /pets/{id}
        otel.status_code=ERROR
        server.address=eu.pets.example
        server.port=443
        url.full=https://eu.pets.example/v1/pets/7?limit=2&sig=REDACTED&pin=REDACTED
        url.template=/pets/{id}

        error.type=broken
        http.request.method=GET
        http.request.resend_count=1
        name=HTTP
        operation=find
        otel.kind=client
        otel.name=GET /pets/{id}
        otel.status_code=ERROR
        server.address=eu.pets.example
        server.port=443
        url.full=https://eu.pets.example/v1/pets/7?limit=2&sig=REDACTED&pin=REDACTED
        url.template=/pets/{id}

        http.request.method=GET
        http.request.resend_count=2
        http.response.status_code=200
        name=HTTP
        network.protocol.version=1.1
        operation=find
        otel.kind=client
        otel.name=GET /pets/{id}
        server.address=eu.pets.example
        server.port=443
        url.full=https://eu.pets.example/v1/pets/7?limit=2&sig=REDACTED&pin=REDACTED
        url.template=/pets/{id}
    "#]]
    .assert_eq(&text.join("\n"));
}

#[test]
fn no_secret_is_in_a_span_or_an_event() {
    let old = |answer: FakeAnswer| answer.header("deprecation", "true");
    let bench = Bench::new([old(FakeAnswer::status(500)), old(ok())]);
    let (result, recorder) = recorded(&bench, &FIND);
    result.expect("it is answered");
    let told = format!("{:?}{:?}", recorder.spans(), recorder.events());
    for planted in ["hunter2", "planted"] {
        assert!(!told.contains(planted), "`{planted}` is shown: {told}");
    }
    assert_eq!(recorder.events().len(), 1, "the deprecation is told once: {told}");
    assert_eq!(recorder.events()[0].get("by_document").map(String::as_str), Some("true"));
    let sent: String =
        bench.fake.requests().iter().map(|request| format!("{} {:?}", request.uri, request.header("authorization"))).collect();
    assert!(sent.contains("hunter2") && sent.contains("planted%20pin"), "they were sent");
}

#[test]
fn a_method_that_the_conventions_do_not_know_is_named_apart() {
    let bench = Bench::new([ok()]);
    let (_, recorder) = recorded(&bench, &LINK);
    let spans = recorder.spans();
    let span = spans.values().next().expect("there is a span");
    let field = |name| span.get(name).map(String::as_str);
    assert_eq!(field("otel.name"), Some("HTTP /pets"));
    assert_eq!((field("http.request.method"), field("http.request.method_original")), (Some("_OTHER"), Some("LINK")));
}
