//! The user's way back to a program on the command line, over real sockets of the loopback address.

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::super::{Loopback, PendingAuthorization};
use super::*;
use crate::clock::SystemClock;

fn pending() -> PendingAuthorization {
    PendingAuthorization { state: "s1".into(), verifier: "v1".into(), redirect_uri: String::new() }
}

/// Opens a port, with a limit that no test comes near.
async fn open(bench: &Bench) -> Loopback {
    let client = bench.builder().clock(SystemClock::new()).credential("oauth", Credential::oauth("id"));
    let client = client.build().expect("the values can be used");
    client.oauth("oauth").expect("there is one").loopback(0, "callback").await.expect("there is a free port")
}

fn address(loopback: &Loopback) -> String {
    let rest = loopback.redirect_uri().strip_prefix("http://").expect("it is plain HTTP on this machine");
    rest.strip_suffix("/callback").expect("it is the path").to_owned()
}

/// Sends a request and returns the status line of the answer; nothing where there is none.
async fn ask(address: &str, request: &str) -> String {
    let mut connection = TcpStream::connect(address).await.expect("the port is open");
    // An answer may come before all was read, and close the connection.
    let _ = connection.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = connection.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_first_answer_to_this_authorization_is_taken() {
    let loopback = open(&Bench::new([])).await;
    let address = address(&loopback);
    assert!(address.starts_with("127.0.0.1:"));
    let browser = async {
        // A connection that is opened and never used, as browsers do.
        let _idle = TcpStream::connect(&address).await.expect("the port is open");
        let get = |target: &str| format!("GET {target} HTTP/1.1\r\nHost: {address}\r\n\r\n");
        assert_eq!(ask(&address, &get("/favicon.ico")).await, "HTTP/1.1 404 Not Found");
        assert_eq!(ask(&address, &get("/callback")).await, "HTTP/1.1 404 Not Found");
        assert_eq!(ask(&address, &get("/callback?code=x&state=other")).await, "HTTP/1.1 404 Not Found");
        assert_eq!(ask(&address, "POST /callback?code=x&state=s1 HTTP/1.1\r\n\r\n").await, "");
        assert_eq!(ask(&address, &get(&format!("/{}", "x".repeat(100_000)))).await, "");
        assert_eq!(ask(&address, &get("/callback?code=c&state=s1")).await, "HTTP/1.1 200 OK");
    };
    let pending = pending();
    let (received, ()) = tokio::join!(loopback.receive(&pending, Duration::from_secs(600)), browser);
    assert_eq!(received.expect("the user comes back"), "code=c&state=s1");
}

#[tokio::test]
async fn a_user_who_does_not_come_back_is_not_waited_for_for_ever() {
    let bench = Bench::new([]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is one");
    let loopback = oauth.loopback(0, "/callback").await.expect("there is a free port");
    let error = loopback.receive(&pending(), seconds(120)).await.expect_err("nobody comes");
    assert_eq!(error.to_string(), "the user did not come back in time");
    assert_eq!(bench.clock.slept(), [seconds(120)]);
}

/// Opens idle connections, requests an unknown path, returns as the user, and returns what the program receives.
async fn visited_with_idle(count: usize) -> String {
    let loopback = open(&Bench::new([])).await;
    let address = address(&loopback);
    let browser = async {
        let mut idle = Vec::new();
        for _ in 0..count {
            idle.push(TcpStream::connect(&address).await.expect("the port is open"));
        }
        assert_eq!(ask(&address, "GET /favicon.ico HTTP/1.1\r\n\r\n").await, "HTTP/1.1 404 Not Found", "{count}");
        // A connection that is opened and closed at once.
        drop(TcpStream::connect(&address).await.expect("the port is open"));
        assert_eq!(ask(&address, "GET /callback?code=c&state=s1 HTTP/1.1\r\n\r\n").await, "HTTP/1.1 200 OK", "{count}");
    };
    let pending = pending();
    let visit = async { tokio::join!(loopback.receive(&pending, Duration::from_secs(600)), browser) };
    // This time passes only if the test fails.
    let (received, ()) = tokio::time::timeout(Duration::from_secs(60), visit).await.unwrap_or_else(|_| panic!("{count}: nobody is woken"));
    received.expect("the user comes back")
}

#[tokio::test]
async fn idle_connections_however_many_do_not_shut_the_user_out() {
    for count in (0..=40).chain(60..=68).chain([130]) {
        assert_eq!(visited_with_idle(count).await, "code=c&state=s1", "{count}");
    }
}

#[tokio::test]
async fn a_user_who_began_to_speak_is_not_turned_away_for_idle_connections() {
    let loopback = open(&Bench::new([])).await;
    let address = address(&loopback);
    let browser = async {
        let mut user = TcpStream::connect(&address).await.expect("the port is open");
        user.write_all(b"GET /callback?code=c").await.expect("it is read");
        let mut idle = Vec::new();
        for _ in 0..100 {
            idle.push(TcpStream::connect(&address).await.expect("the port is open"));
        }
        // This connection is served, so the earlier ones were accepted.
        assert_eq!(ask(&address, "GET / HTTP/1.1\r\n\r\n").await, "HTTP/1.1 404 Not Found");
        user.write_all(b"&state=s1 HTTP/1.1\r\n\r\n").await.expect("it is still read");
        let mut answer = String::new();
        user.read_to_string(&mut answer).await.expect("it is text");
        assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    };
    let pending = pending();
    let (received, ()) = tokio::join!(loopback.receive(&pending, Duration::from_secs(600)), browser);
    assert_eq!(received.expect("the user comes back"), "code=c&state=s1");
}
