//! Tests of obtaining, keeping and sharing tokens.

mod cell;
#[cfg(feature = "authorization-code")]
mod code;
mod connections;
mod device;
mod discovery;
#[cfg(feature = "token-file")]
mod files;
#[cfg(feature = "loopback")]
mod loopback;
mod refresh;
mod secrets;
mod security;
mod service;
mod signing;
mod stores;

use std::time::Duration;

use super::{Grant, MemoryTokenStore, Stored, TokenStore, Version};
use crate::clock::{Clock, FakeClock};
use crate::model::Value;
use crate::operation::{Api, OAuth2, Operation, Scheme, SchemeKind, Use};
use crate::transport::{BoxError, BoxFuture, Fake, FakeAnswer};
use crate::{Client, ClientBuilder, Credential, Error};

const fn uses(scheme: &'static str) -> Use {
    Use { scheme, scopes: &[] }
}

static API: Api = Api {
    title: "Notes",
    version: "1",
    user_agent: "notes/1",
    servers: &[],
    schemes: &[
        Scheme { name: "oauth", kind: SchemeKind::OAuth2(&OAUTH) },
        Scheme { name: "openid", kind: SchemeKind::OpenIdConnect("https://login.example/.well-known/openid-configuration") },
        Scheme { name: "metadata", kind: SchemeKind::OAuth2(&BY_METADATA) },
        Scheme { name: "declared", kind: SchemeKind::OAuth2(&DECLARED) },
        Scheme { name: "key", kind: SchemeKind::ApiKeyHeader("X-Key") },
        Scheme { name: "signed", kind: SchemeKind::ApiKeyHeader("X-Signature") },
    ],
    security: &[&[uses("oauth")]],
};

static OAUTH: OAuth2 = OAuth2 {
    token_url: "/oauth/token",
    authorization_url: "/oauth/authorize",
    refresh_url: "/oauth/refresh",
    device_url: "/oauth/device",
    metadata_url: "",
    client_credentials: true,
    scopes: &[],
};

/// A scheme that declares its token endpoint, and where the others are named.
static DECLARED: OAuth2 = OAuth2 { token_url: "/oauth/token", ..BY_METADATA };

/// A scheme that declares only where its endpoints are named.
static BY_METADATA: OAuth2 = OAuth2 {
    token_url: "",
    authorization_url: "",
    refresh_url: "",
    device_url: "",
    metadata_url: "https://login.example/.well-known/oauth-authorization-server/acme",
    client_credentials: true,
    scopes: &[],
};

static READ: Operation = Operation::new("read", "GET", "/notes");
static WRITE: Operation = Operation::new("write", "POST", "/notes").body("application/json");
static OPENID: Operation = Operation::new("openid", "GET", "/notes").security(&[&[uses("openid")]]);
static METADATA: Operation = Operation::new("metadata", "GET", "/notes").security(&[&[uses("metadata")]]);
static WITH_TOKEN_URL: Operation = Operation::new("declared", "GET", "/notes").security(&[&[uses("declared")]]);
static SIGNED: Operation = Operation::new("signed", "GET", "/notes?a=1").security(&[&[uses("signed")]]);

const KEY: &str = "notes.example/acme/oauth/id";

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
        Client::builder(&API).base_url("https://notes.example").connection("acme").transport(self.fake.clone()).clock(self.clock.clone())
    }

    fn client(&self, credential: Credential) -> Client {
        self.builder().credential("oauth", credential).build().expect("the values can be used")
    }

    /// Returns `METHOD PATH` of each request, and what it was sent with: a form without its first pair, or `Authorization`.
    fn lines(&self) -> Vec<String> {
        let line = |request: &crate::transport::FakeRequest| {
            let body = String::from_utf8_lossy(&request.body).into_owned();
            let with = if body.is_empty() { request.header("authorization").unwrap_or("-").to_owned() } else { body };
            format!("{} {} {with}", request.method, request.uri.path())
        };
        self.fake.requests().iter().map(line).collect()
    }
}

async fn read(client: &Client) -> Result<(), Error> {
    client.call::<Value, Value, ()>(&READ).await.map(|_| ())
}

fn ok() -> FakeAnswer {
    FakeAnswer::json(200, "{}")
}

/// A token endpoint's answer with a token that is good for 1,000 s.
fn granted(access: &str, refresh: &str) -> FakeAnswer {
    FakeAnswer::json(200, format!(r#"{{"access_token":"{access}","token_type":"Bearer","expires_in":1000,"refresh_token":"{refresh}"}}"#))
}

fn refused(code: &str) -> FakeAnswer {
    FakeAnswer::json(400, format!(r#"{{"error":"{code}"}}"#))
}

/// A grant that is good until a moment of the fake clock.
fn grant(access: &str, refresh: &str, until: Duration) -> Grant {
    Grant {
        access_token: access.into(),
        refresh_token: Some(refresh.into()),
        expires_at: Some(FakeClock::new().wall() + until),
        ..Grant::default()
    }
}

const fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

async fn stored(store: &MemoryTokenStore) -> Option<(String, String, u64)> {
    let stored = store.load(KEY).await.expect("memory does not fail")?;
    let refresh = stored.grant.refresh_token.unwrap_or_default();
    Some((stored.grant.access_token.expose().to_owned(), refresh.expose().to_owned(), stored.version.number()))
}

fn seen(access: &str, refresh: &str, version: u64) -> Option<(String, String, u64)> {
    Some((access.to_owned(), refresh.to_owned(), version))
}
