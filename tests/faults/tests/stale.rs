//! Connections that the server closes while nobody calls, for programs that leave the client alone between calls: with `blocking`, and on a
//! runtime of one thread that runs only during a call.
//!
//! The server counts the effects of what it is sent and closes each connection after its response. A request that follows has to go over a
//! new connection: none is lost, and none has its effect twice.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use crm::models::ContactCreate;
use turnbuckle_runtime::Retry;

/// How many calls each test makes.
const CALLS: usize = 50;

/// How long the server waits for a client to notice that it has hung up, before it goes on.
const PATIENCE: Duration = Duration::from_secs(5);

/// When a server says that a connection is closed.
#[derive(Clone, Copy)]
enum Closed {
    /// Its own side is.
    Here,
    /// The client's side is, too: it has noticed.
    There,
}

/// A server that closes each connection after its response, and tells of it.
struct Server {
    origin: String,
    effects: Arc<AtomicUsize>,
    closed: Receiver<()>,
}

impl Server {
    fn start(closed: Closed) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port of the loopback address is free");
        let origin = format!("http://{}", listener.local_addr().expect("it is bound"));
        let (tell, told) = mpsc::channel();
        let effects = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&effects);
        thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let (tell, counted) = (tell.clone(), Arc::clone(&counted));
                thread::spawn(move || serve(socket, closed, &counted, &tell));
            }
        });
        Self { origin, effects, closed: told }
    }

    fn client(&self) -> crm::Client {
        // Without retries: a request that fails would hide behind one.
        let builder = crm::Client::builder().base_url(format!("{}/crm", self.origin)).api_key("key").retry(Retry::never());
        builder.timeout(Duration::from_secs(20)).build().expect("the client is complete")
    }

    /// Waits until the connection of the last call is closed.
    fn wait(&self) {
        self.closed.recv_timeout(PATIENCE * 2).expect("the server closes each connection");
    }
}

/// Answers one request and hangs up. Of a second one on the connection, only its effect is counted.
fn serve(socket: TcpStream, closed: Closed, effects: &AtomicUsize, tell: &Sender<()>) {
    let Some(()) = take_request(&socket, effects) else { return };
    let body = r#"{"id":"con_1","email":"a@example.com","first_name":"Ada","last_name":"Keller","lifecycle":"lead","tags":[],"custom_fields":{},"created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"}"#;
    let response = format!("HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
    // A client that has gone is told of by its own error.
    let _ = (&socket).write_all(response.as_bytes()).and_then(|()| socket.shutdown(std::net::Shutdown::Write));
    if matches!(closed, Closed::There) {
        let _ = socket.set_read_timeout(Some(PATIENCE));
        let _ = take_request(&socket, effects);
    }
    let _ = tell.send(());
    if matches!(closed, Closed::Here) {
        let _ = take_request(&socket, effects);
    }
}

/// Reads a request and counts its effect; `None` where none comes.
fn take_request(socket: &TcpStream, effects: &AtomicUsize) -> Option<()> {
    let mut reader = BufReader::new(socket);
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    effects.fetch_add(1, Ordering::SeqCst);
    Some(())
}

fn contact() -> ContactCreate {
    ContactCreate::new("a@example.com", "Ada", "Keller")
}

#[test]
fn a_blocking_client_sends_nothing_over_a_connection_that_the_server_has_closed() {
    let server = Server::start(Closed::There);
    let client = server.client();
    for number in 0..CALLS {
        client.contacts().create(&contact()).wait().unwrap_or_else(|error| panic!("call {number}: {error:?}"));
        server.wait();
    }
    assert_eq!(server.effects.load(Ordering::SeqCst), CALLS);
}

#[test]
fn a_runtime_of_one_thread_sends_nothing_over_a_connection_that_the_server_has_closed() {
    let server = Server::start(Closed::Here);
    let client = server.client();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
    for number in 0..CALLS {
        runtime.block_on(client.contacts().create(&contact()).send()).unwrap_or_else(|error| panic!("call {number}: {error:?}"));
        server.wait();
    }
    assert_eq!(server.effects.load(Ordering::SeqCst), CALLS);
}
