//! One refresh token for several processes. The OAuth server of this test keeps its state in Redis, too, so that every process can play it.

use std::time::Duration;

use redis::aio::MultiplexedConnection;
use turnbuckle_runtime::operation::{Api, OAuth2, Operation, Scheme, SchemeKind, Use};
use turnbuckle_runtime::redis::RedisTokenStore;
use turnbuckle_runtime::transport::{BoxFuture, ByteStream, Transport, TransportError};
use turnbuckle_runtime::{Body, Client, Credential, Value, http};

use super::process::{join, redis_of_process, start};
use super::server::RedisServer;

const PROCESSES: usize = 4;
const TASKS: usize = 25;

static API: Api = Api {
    title: "Notes",
    version: "1",
    user_agent: "notes/1",
    servers: &[],
    schemes: &[Scheme { name: "oauth", kind: SchemeKind::OAuth2(&OAUTH) }],
    security: &[&[Use { scheme: "oauth", scopes: &[] }]],
};

static OAUTH: OAuth2 = OAuth2 {
    token_url: "/token",
    authorization_url: "",
    refresh_url: "",
    device_url: "",
    metadata_url: "",
    client_credentials: false,
    scopes: &[],
};

static READ: Operation = Operation::new("read", "GET", "/notes");

/// Gives a new refresh token with each access token, and takes each once; refuses access tokens up to a number.
struct Service(MultiplexedConnection);

impl Service {
    async fn token(&self, body: &[u8]) -> (u16, String) {
        let form = String::from_utf8_lossy(body);
        let sent = form.split('&').find_map(|pair| pair.strip_prefix("refresh_token=r")?.parse::<i64>().ok()).unwrap_or(-1);
        // What is asked for a second time counts as a reuse.
        let script = redis::Script::new(
            "if tonumber(redis.call('GET', 'current') or '0') ~= tonumber(ARGV[1]) then redis.call('INCR', 'reuses') return 0 end
            redis.call('INCR', 'refreshes')
            return redis.call('INCR', 'current')",
        );
        let next: u32 = script.arg(sent).invoke_async(&mut self.0.clone()).await.expect("Redis answers");
        if next == 0 {
            return (400, r#"{"error":"invalid_grant"}"#.to_owned());
        }
        // The others come while this one waits.
        tokio::time::sleep(Duration::from_millis(100)).await;
        (200, format!(r#"{{"access_token":"{next}","token_type":"Bearer","expires_in":3600,"refresh_token":"r{next}"}}"#))
    }

    async fn notes(&self, headers: &http::HeaderMap) -> (u16, String) {
        let token = headers.get("authorization").and_then(|value| value.to_str().ok()?.strip_prefix("Bearer ")?.parse::<u32>().ok());
        let refused: Option<u32> = redis::cmd("GET").arg("refused").query_async(&mut self.0.clone()).await.expect("Redis answers");
        (if token > Some(refused.unwrap_or(0)) { 200 } else { 401 }, "{}".to_owned())
    }
}

impl Transport for Service {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let body = request.body().as_bytes().cloned().unwrap_or_default();
            let (status, text) = match request.uri().path() {
                "/token" => self.token(&body).await,
                _ => self.notes(request.headers()).await,
            };
            let mut response = http::Response::new(ByteStream::from_bytes(text));
            *response.status_mut() = http::StatusCode::from_u16(status).expect("it is a status");
            response.headers_mut().insert("content-type", http::HeaderValue::from_static("application/json"));
            Ok(response)
        })
    }
}

/// Waits until all processes have come as far.
async fn meet(connection: &MultiplexedConnection, place: &str) {
    let mut connection = connection.clone();
    let _: u32 = redis::cmd("INCR").arg(place).query_async(&mut connection).await.expect("Redis answers");
    loop {
        let here: usize = redis::cmd("GET").arg(place).query_async(&mut connection).await.expect("Redis answers");
        if here >= PROCESSES {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// What each process does: many tasks need a token at once, and again when it is refused.
#[tokio::test(flavor = "current_thread")]
async fn process_that_needs_a_token() {
    let Some(url) = redis_of_process() else { return };
    let redis = redis::Client::open(url.as_str()).expect("the URL is one");
    let connection = redis.get_multiplexed_async_connection().await.expect("the server listens");
    let store = RedisTokenStore::new(&url).expect("the URL is one");
    let credential = Credential::refresh_token("id", "r0").store(store);
    let builder = Client::builder(&API).base_url("https://notes.example").transport(Service(connection.clone()));
    let client = builder.credential("oauth", credential).build().expect("the values can be used");
    for round in ["first", "second"] {
        meet(&connection, round).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..TASKS {
            let client = client.clone();
            tasks.spawn(async move { client.call::<Value, Value, ()>(&READ).await.map(drop) });
        }
        for result in tasks.join_all().await {
            result.expect("every call is answered");
        }
        meet(&connection, &format!("{round}.done")).await;
        // The token that all have is good no more.
        let _: () = redis::cmd("SET").arg("refused").arg(1).query_async(&mut connection.clone()).await.expect("Redis answers");
    }
}

#[test]
fn processes_that_share_a_rotating_refresh_token_in_redis_refresh_once() {
    let Some(server) = RedisServer::start() else { return };
    join((0..PROCESSES).map(|number| start("tokens::process_that_needs_a_token", &server.url(), number)).collect());
    assert_eq!(server.ask("MGET refreshes reuses"), ["2"], "once for what was missing, once for what was refused; no reuse");
}
