//! Several processes that share one refresh token by a store in a folder. The test starts itself again, as each of them.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use tokio::sync::Barrier;
use turnbuckle_runtime::auth::FileTokenStore;
use turnbuckle_runtime::operation::{Api, OAuth2, Operation, Scheme, SchemeKind, Use};
use turnbuckle_runtime::{Client, Credential, Error, Value};

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
static MEET: Operation = Operation::new("meet", "GET", "/meet").security(&[]);

/// A service whose refresh tokens are good once.
struct Service {
    /// The number of the grant that is good.
    current: AtomicU32,
    /// The number up to which access tokens are refused.
    refused: AtomicU32,
    refreshes: AtomicU32,
    /// How often a refresh token came a second time.
    reuses: AtomicU32,
    barrier: Barrier,
}

async fn token(State(service): State<Arc<Service>>, form: String) -> (StatusCode, String) {
    let sent = form.split('&').find_map(|pair| pair.strip_prefix("refresh_token=r")?.parse::<u32>().ok());
    let current = service.current.load(Ordering::SeqCst);
    if sent != Some(current) || service.current.compare_exchange(current, current + 1, Ordering::SeqCst, Ordering::SeqCst).is_err() {
        service.reuses.fetch_add(1, Ordering::SeqCst);
        return (StatusCode::BAD_REQUEST, r#"{"error":"invalid_grant"}"#.to_owned());
    }
    service.refreshes.fetch_add(1, Ordering::SeqCst);
    let next = current + 1;
    (StatusCode::OK, format!(r#"{{"access_token":"{next}","token_type":"Bearer","expires_in":3600,"refresh_token":"r{next}"}}"#))
}

async fn notes(State(service): State<Arc<Service>>, headers: HeaderMap) -> (StatusCode, &'static str) {
    let token = headers.get("authorization").and_then(|value| value.to_str().ok()?.strip_prefix("Bearer ")?.parse::<u32>().ok());
    match token {
        Some(number) if number > service.refused.load(Ordering::SeqCst) => (StatusCode::OK, "{}"),
        _ => (StatusCode::UNAUTHORIZED, "{}"),
    }
}

/// Lets all processes go on together; from then on, the tokens given so far are refused.
async fn meet(State(service): State<Arc<Service>>) -> &'static str {
    if service.barrier.wait().await.is_leader() {
        service.refused.store(service.current.load(Ordering::SeqCst), Ordering::SeqCst);
    }
    service.barrier.wait().await;
    "{}"
}

/// Plays one of the processes: many tasks need a token at once, and twice.
async fn play(url: &str, folder: &str) -> Result<(), Error> {
    let credential = Credential::refresh_token("id", "r0").store(FileTokenStore::new(folder));
    let client = Client::builder(&API).base_url(url).credential("oauth", credential).build().expect("the values can be used");
    for _ in 0..2 {
        client.call::<Value, Value, ()>(&MEET).await?;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..TASKS {
            let client = client.clone();
            tasks.spawn(async move { client.call::<Value, Value, ()>(&READ).await });
        }
        for result in tasks.join_all().await {
            result?;
        }
    }
    Ok(())
}

#[tokio::test]
async fn processes_that_share_a_rotating_refresh_token_refresh_once() {
    if let (Ok(url), Ok(folder)) = (std::env::var("TURNBUCKLE_TEST_URL"), std::env::var("TURNBUCKLE_TEST_FOLDER")) {
        play(&url, &folder).await.expect("every call is answered");
        return;
    }
    let service = Arc::new(Service {
        current: AtomicU32::new(0),
        refused: AtomicU32::new(0),
        refreshes: AtomicU32::new(0),
        reuses: AtomicU32::new(0),
        barrier: Barrier::new(PROCESSES),
    });
    let app = Router::new().route("/token", post(token)).route("/notes", get(notes)).route("/meet", get(meet)).with_state(service.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("there is a free port");
    let url = format!("http://{}", listener.local_addr().expect("it has an address"));
    let server = tokio::spawn(async move { axum::serve(listener, app).await });

    let folder = tempfile::tempdir().expect("there is a folder");
    let start = |_| {
        tokio::task::spawn_blocking({
            let (url, folder) = (url.clone(), folder.path().to_owned());
            move || {
                std::process::Command::new(std::env::current_exe().expect("this is a program"))
                    .args(["--exact", "processes_that_share_a_rotating_refresh_token_refresh_once"])
                    .env("TURNBUCKLE_TEST_URL", url)
                    .env("TURNBUCKLE_TEST_FOLDER", folder)
                    .stdin(Stdio::null())
                    .output()
                    .expect("this program starts")
            }
        })
    };
    let processes: Vec<_> = (0..PROCESSES).map(start).collect();
    for process in processes {
        let output = process.await.expect("it does not panic");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    }
    server.abort();
    let count = |counter: &AtomicU32| counter.load(Ordering::SeqCst);
    assert_eq!((count(&service.refreshes), count(&service.reuses)), (2, 0), "once for what was missing, once for what was refused");
}
