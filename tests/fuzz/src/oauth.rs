//! What an OAuth server sends: tokens, codes for devices, metadata and errors; and the way back of a user's browser.
//!
//! No error shows the client's secret or a refresh token, no other origin gets them unless the metadata name it over https, what was granted
//! is the same after it was kept as text, and a way back is taken only if it belongs to the authorization.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use turnbuckle_runtime::auth::{Grant, PendingAuthorization};
use turnbuckle_runtime::clock::{Clock, FakeClock, SystemClock};
use turnbuckle_runtime::operation::{Api, OAuth2, Operation, Scheme, SchemeKind, Use};
use turnbuckle_runtime::{Client, Credential, Value};

use crate::exchange::{Script, Server, script};
use crate::shown::{LIMITS, ORIGIN, SECRET, block_on, check_any, check_error, check_text, check_time};

static API: Api = Api {
    title: "Notes",
    version: "1",
    user_agent: "notes/1",
    servers: &[],
    schemes: &[Scheme { name: "oauth", kind: SchemeKind::OAuth2(&OAUTH) }],
    security: &[&[Use { scheme: "oauth", scopes: &[] }]],
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

static READ: Operation = Operation::new("read", "GET", "/notes");

/// How long a call may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Takes an input.
pub(crate) fn run(input: &[u8]) {
    let script = Script::read(input);
    match script.choice % 8 {
        0 => calls(&script, Credential::client_credentials("id", SECRET)),
        1 => calls(&script, Credential::refresh_token("id", SECRET).client_secret(SECRET)),
        2 => calls(&script, Credential::client_credentials("id", SECRET).issuer(ORIGIN)),
        3 => device(&script),
        4 | 5 => way_back(&script),
        6 => loopback(script.rest),
        _ => kept(script.rest),
    }
}

fn client(server: Server, clock: &FakeClock, credential: Credential) -> Client {
    let builder = Client::builder(&API).base_url(ORIGIN).transport(server).clock(clock.clone()).limits(LIMITS).timeout(TIMEOUT);
    builder.credential("oauth", credential).build().expect("the client is complete")
}

/// Makes calls that need a token.
fn calls(script: &Script<'_>, credential: Credential) {
    let (server, clock) = (script.server(), FakeClock::new());
    let client = client(server.clone(), &clock, credential);
    block_on(async {
        for _ in 0..3 {
            let since = clock.now();
            if let Err(error) = client.call::<Value, Value, ()>(&READ).send().await {
                check_error(&error);
            }
            check_time(&clock, since, TIMEOUT);
            clock.advance(Duration::from_secs(100));
        }
    });
    check_text(&format!("{client:?}"));
    assert!(server.seen().len() <= 3 * 3 * 12, "{} requests", server.seen().len());
    for request in server.seen() {
        assert!(!request.uri().to_string().contains(SECRET), "a secret is in a URL: {}", request.uri());
    }
}

/// Asks for a code and waits for the user.
fn device(script: &Script<'_>) {
    let (server, clock) = (script.server(), FakeClock::new());
    let client = client(server.clone(), &clock, Credential::oauth("id").client_secret(SECRET));
    block_on(async {
        let oauth = client.oauth("oauth").expect("there is an OAuth client");
        let device = match oauth.device().await {
            Ok(device) => device,
            Err(error) => return check_any(&error),
        };
        check_text(&format!("{device:?}"));
        // A code may be good for centuries; nobody waits for longer than this.
        let patience = clock.sleep(Duration::from_secs(40 * 60));
        tokio::select! {
            result = device.wait() => match result {
                Ok(grant) => keep(&grant),
                Err(error) => check_any(&error),
            },
            () = patience => {}
        }
    });
    let (seen, asked) = (server.seen().len(), clock.now().as_secs());
    assert!(seen as u64 <= 40 + asked, "{seen} requests in {asked} s");
}

/// Exchanges the code of a way back, which is the first line, for what the rest of the script grants.
fn way_back(script: &Script<'_>) {
    let at = script.rest.iter().position(|byte| *byte == b'\n').unwrap_or(script.rest.len());
    let (query, rest) = script.rest.split_at(at);
    let query = String::from_utf8_lossy(query).into_owned();
    let (server, clock) = (Script { choice: 0, piece: script.piece, rest: rest.get(1..).unwrap_or_default() }.server(), FakeClock::new());
    let credential = Credential::oauth("id").client_secret(SECRET);
    let credential = if script.choice % 8 == 5 { credential.issuer(ORIGIN) } else { credential };
    let client = client(server.clone(), &clock, credential);
    let pending = pending();
    block_on(async {
        match client.oauth("oauth").expect("there is an OAuth client").exchange(&pending, &query).await {
            Ok(grant) => {
                assert!(query.contains("state"), "a way back without a state is taken: {query}");
                keep(&grant);
            }
            Err(error) => check_any(&error),
        }
    });
    check_text(&format!("{pending:?}"));
    let has_state = query.contains("7f9a");
    assert!(has_state || server.seen().is_empty(), "a code of another authorization is sent: {query}");
}

fn pending() -> PendingAuthorization {
    PendingAuthorization { state: "7f9a".into(), verifier: SECRET.into(), redirect_uri: "https://app.test/back".to_owned() }
}

/// Sends bytes to the port that waits for a user, and then comes back properly.
fn loopback(bytes: &[u8]) {
    let server = Script { choice: 0, piece: 0, rest: &[] }.server();
    let builder = Client::builder(&API).base_url(ORIGIN).transport(server).clock(SystemClock::new());
    let client = builder.credential("oauth", Credential::oauth("id")).build().expect("the client is complete");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    runtime.block_on(async {
        let oauth = client.oauth("oauth").expect("there is an OAuth client");
        let Ok(loopback) = oauth.loopback(0, "/back").await else { return };
        let address = loopback.redirect_uri().trim_start_matches("http://").trim_end_matches("/back").to_owned();
        let pending = pending();
        let send = async |bytes: &[u8]| {
            let Ok(mut socket) = TcpStream::connect(&address).await else { return };
            // The port may be closed by now, for the user may have come back.
            let _ = socket.write_all(bytes).await;
            let _ = socket.shutdown().await;
            let mut answer = Vec::new();
            let _ = socket.read_to_end(&mut answer).await;
        };
        let browser = async {
            send(bytes).await;
            send(b"GET /back?state=7f9a&code=c HTTP/1.1\r\nHost: x\r\n\r\n").await;
        };
        let (query, ()) = tokio::join!(loopback.receive(&pending, Duration::from_secs(60)), browser);
        let query = query.expect("the user came back");
        assert!(query.contains("7f9a"), "a way back of another authorization is taken: {query}");
    });
}

/// Reads a grant as a store kept it.
fn kept(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    if let Some(grant) = Grant::from_json(&text) {
        keep(&grant);
    }
}

/// Checks that a grant is the same after it was kept as text, and that it does not show its tokens.
fn keep(grant: &Grant) {
    let again = Grant::from_json(grant.to_json().expose()).expect("a grant that was kept can be read");
    assert_eq!((&again.access_token, &again.refresh_token, &again.scopes), (&grant.access_token, &grant.refresh_token, &grant.scopes));
    check_text(&format!("{:?}", Grant { scopes: Vec::new(), ..grant.clone() }));
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let token =
        r#"{"access_token":"s3cr3t-7f9a2c51d0","token_type":"Bearer","expires_in":1000,"refresh_token":"s3cr3t-7f9a2c51d0","scope":"a b"}"#;
    let granted = format!("200\ncontent-type: application/json\n\n{token}");
    let refused = |code: &str| format!("400\n\n{{\"error\":\"{code}\",\"error_description\":\"s3cr3t-7f9a2c51d0\",\"error_uri\":7}}");
    let metadata = r#"200

{"issuer":"https://api.test","token_endpoint":"https://api.test/t","authorization_endpoint":"https://api.test/a","device_authorization_endpoint":"/d","token_endpoint_auth_methods_supported":["client_secret_post"],"authorization_response_iss_parameter_supported":true}"#;
    let device = r#"200

{"device_code":"s3cr3t-7f9a2c51d0","user_code":"AB-CD","verification_uri":"https://api.test/device","verification_uri_complete":"x","expires_in":600,"interval":5}"#;
    let expired = r#"200

{"access_token":"a","expires_in":0}"#;
    let odd = r#"200

{"access_token":"a b","expires_in":"1e3","scope":["a"],"refresh_token":null,"token_type":"mac"}"#;
    let hasty = device.replace("\"interval\":5", "\"interval\":0").replace("600", "99999999999");
    let ok = "200\n\n{}";
    let echoing = device.replace("https://api.test/device", "s3cr3t-7f9a2c51d0");
    let scripts: [(u8, &[&str]); 15] = [
        (0, &[&granted, ok, "401\n\n", &granted, ok]),
        (0, &[&refused("invalid_client"), ok]),
        (0, &[expired, ok, odd, ok]),
        (0, &["503\nretry-after: 1\n\n", "429\nretry-after: 99999999\n\n", &granted, ok]),
        (1, &[&granted, ok, &refused("invalid_grant"), ok]),
        (1, &["302\nlocation: https://other.test/\n\n", &granted]),
        (2, &[metadata, &granted, ok]),
        (2, &["404\n\n", metadata, &granted, ok]),
        (3, &[device, &refused("authorization_pending"), &refused("slow_down"), &granted]),
        (3, &[&hasty, &refused("authorization_pending"), "500\n\n"]),
        (3, &["200\n\n{\"device_code\":1}"]),
        (3, &[&echoing, &granted]),
        (0, &["200\ncontent-encoding: gzip\n\nx", &granted]),
        (0, &["200\ncontent-type: application/x-www-form-urlencoded\n\naccess_token=s3cr3t-7f9a2c51d0&expires_in=5"]),
        (2, &["200\n\n{\"issuer\":\"https://api.test\",\"token_endpoint\":\"http://s3cr3t-7f9a2c51d0@other.test/\"}"]),
    ];
    let mut seeds: Vec<Vec<u8>> = scripts
        .iter()
        .map(|(choice, responses)| script(*choice, 0, &responses.iter().map(|response| response.as_bytes()).collect::<Vec<_>>()))
        .collect();
    for (choice, rest) in [
        (4, format!("?state=7f9a&code=s3cr3t-7f9a2c51d0\n{granted}")),
        (4, "state=7f9a&error=access_denied&error_description=%00\n".to_owned()),
        (4, format!("https://app.test/back?code=%zz&state=%37f9a#x\n{granted}")),
        (4, format!("state=other&code=a\n{granted}")),
        (5, format!("code=a&state=7f9a&iss=https%3A%2F%2Fapi.test\n{metadata}\n====\n{granted}")),
        (6, "GET /back?state=other HTTP/1.1\r\n\r\n".to_owned()),
        (6, "POST / HTTP/9\r\nx".to_owned()),
        (7, r#"{"access_token":"s3cr3t-7f9a2c51d0","refresh_token":"r","expires_at_ms":1767225600000,"scopes":["a",1]}"#.to_owned()),
    ] {
        seeds.push(script(choice, 0, &[rest.as_bytes()]));
    }
    seeds
}
