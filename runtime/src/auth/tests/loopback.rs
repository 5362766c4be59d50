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

#[tokio::test]
async fn more_connections_than_are_served_do_not_shut_the_user_out() {
    let loopback = open(&Bench::new([])).await;
    let address = address(&loopback);
    let browser = async {
        let mut idle = Vec::new();
        for _ in 0..40 {
            idle.push(TcpStream::connect(&address).await.expect("the port is open"));
        }
        assert_eq!(ask(&address, "GET /callback?code=c&state=s1 HTTP/1.1\r\n\r\n").await, "HTTP/1.1 200 OK");
    };
    let pending = pending();
    let (received, ()) = tokio::join!(loopback.receive(&pending, Duration::from_secs(600)), browser);
    assert_eq!(received.expect("the user comes back"), "code=c&state=s1");
}
