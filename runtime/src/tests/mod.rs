//! Tests of whole calls: over the scripted transport and clock, and a few over a loopback socket.

mod auth;
mod bases;
#[cfg(feature = "blocking")]
mod blocking;
mod bodiless;
mod breaker;
mod calls;
mod effects;
mod errors;
mod explain;
mod governor;
mod leaks;
#[cfg(feature = "reqwest")]
mod loopback;
mod meter;
mod observe;
mod pages;
mod panics;
mod reconnect;
#[cfg(feature = "cassette")]
mod recordings;
mod redaction;
mod retries;
mod retry_rules;
#[cfg(feature = "tracing")]
mod spans;
mod streams;
#[cfg(all(feature = "reqwest", feature = "rustls"))]
mod tls;
#[cfg(feature = "tower")]
mod tower;

use std::time::Duration;

use crate::clock::FakeClock;
use crate::operation::{Api, Operation, Scheme, SchemeKind, Server, Use};
use crate::transport::{Fake, FakeAnswer};
use crate::{Client, ClientBuilder, Secret};

/// A pet, the model of these tests.
#[derive(Clone)]
struct Pet {
    id: i64,
    name: Option<String>,
}

crate::record!(Pet { 0 "id" id REQUIRED, 1 "name" name OPTIONAL });

fn pet(id: i64, name: &str) -> Pet {
    Pet { id, name: Some(name.to_owned()) }
}

/// The error of these tests.
#[derive(Clone)]
struct Fault {
    code: String,
}

crate::record!(Fault { 0 "code" code REQUIRED });

static API: Api = Api {
    title: "Pets",
    version: "1",
    user_agent: "pets/1",
    servers: &[Server { url: "https://{region}.pets.example/v1/", description: "", variables: &[("region", "eu")] }],
    schemes: &[
        Scheme { name: "key", kind: SchemeKind::ApiKeyHeader("X-Key") },
        Scheme { name: "query_key", kind: SchemeKind::ApiKeyQuery("key") },
        Scheme { name: "cookie_key", kind: SchemeKind::ApiKeyCookie("session") },
        Scheme { name: "login", kind: SchemeKind::Basic },
        Scheme { name: "oauth", kind: SchemeKind::OAuth2(&OAUTH) },
    ],
    security: &[],
};

static OAUTH: crate::operation::OAuth2 = crate::operation::OAuth2 {
    token_url: "/oauth/token",
    authorization_url: "",
    refresh_url: "",
    device_url: "",
    metadata_url: "",
    client_credentials: true,
    scopes: &[],
};

const fn uses(scheme: &'static str) -> Use {
    Use { scheme, scopes: &[] }
}

static GET: Operation = Operation::new("getPet", "GET", "/pets/{id}");
static CREATE: Operation = Operation::new("createPet", "POST", "/pets").body("application/json");

/// A client with a script and a clock of its own.
struct Bench {
    fake: Fake,
    clock: FakeClock,
}

impl Bench {
    fn new(answers: impl IntoIterator<Item = FakeAnswer>) -> Self {
        Self { fake: Fake::new(answers), clock: FakeClock::new() }
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder(&API).transport(self.fake.clone()).clock(self.clock.clone())
    }

    fn client(&self) -> Client {
        self.builder().build().expect("the values can be used")
    }

    /// Returns `METHOD URL` of each request.
    fn lines(&self) -> Vec<String> {
        self.fake.requests().iter().map(|request| format!("{} {}", request.method, request.uri)).collect()
    }
}

/// Runs a test as a task among its tasks, so that [`turn`] is fair to all of them.
async fn alone(test: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(test).await.expect("the test holds");
}

/// Lets every other task have one turn: too few for the clock to move.
async fn turn() {
    let mut is_over = false;
    std::future::poll_fn(|cx| {
        if std::mem::replace(&mut is_over, true) {
            return std::task::Poll::Ready(());
        }
        cx.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

fn ok() -> FakeAnswer {
    FakeAnswer::json(200, r#"{"id":1,"name":"Rex"}"#)
}

fn secret() -> Secret {
    Secret::from("hunter2")
}

const fn ms(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
