//! A server that writes bytes and knows no rules.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use turnbuckle_runtime::clock::{Clock, FakeClock};
use turnbuckle_runtime::transport::BoxFuture;

/// What is written to one connection, which is closed then.
#[derive(Clone)]
pub(crate) enum Reply {
    Bytes(Vec<u8>),
    /// A head, and the same piece until the client hangs up.
    Endless(Vec<u8>, Vec<u8>),
}

/// A server of this process. The last reply is given again and again.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
    written: Arc<AtomicU64>,
}

impl Server {
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let url = format!("http://{}", listener.local_addr().expect("it is bound"));
        let server = Self { url, requests: Arc::default(), written: Arc::default() };
        let (requests, written) = (Arc::clone(&server.requests), Arc::clone(&server.written));
        let replies: Vec<Reply> = replies.into_iter().collect();
        tokio::spawn(async move {
            let mut number = 0;
            while let Ok((mut socket, _)) = listener.accept().await {
                let Some(request) = read(&mut socket).await else { continue };
                requests.lock().unwrap_or_else(PoisonError::into_inner).push(request);
                let reply = replies[number.min(replies.len() - 1)].clone();
                number += 1;
                let written = Arc::clone(&written);
                tokio::spawn(async move { write(socket, reply, &written).await });
            }
        });
        server
    }

    /// Returns the requests so far, head and body.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the first lines of the requests so far, without the version.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.requests().iter().filter_map(|request| Some(request.lines().next()?.trim_end_matches(" HTTP/1.1").to_owned())).collect()
    }

    /// Returns how many bytes were handed to the network, which the client cannot have more of.
    pub(crate) fn written(&self) -> u64 {
        self.written.load(Ordering::Relaxed)
    }
}

async fn read(socket: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return Some(text);
            }
        }
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => request.extend_from_slice(&buffer[..read]),
        }
    }
}

async fn write(mut socket: TcpStream, reply: Reply, written: &AtomicU64) {
    match reply {
        Reply::Bytes(bytes) => {
            written.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            // The client may have seen enough and hung up.
            let _ = socket.write_all(&bytes).await;
        }
        Reply::Endless(head, piece) => {
            let mut sent = socket.write_all(&head).await;
            while sent.is_ok() {
                sent = socket.write_all(&piece).await;
                written.fetch_add(piece.len() as u64, Ordering::Relaxed);
            }
        }
    }
    let _ = socket.shutdown().await;
}

/// Writes an answer: a status line without the version, headers a line each, and a body.
pub(crate) fn answer(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let mut bytes = head(status, &format!("content-length: {}\n{headers}", body.len()));
    bytes.extend_from_slice(body);
    Reply::Bytes(bytes)
}

/// Writes an answer with the status 200 and a JSON body.
pub(crate) fn json(body: impl AsRef<[u8]>) -> Reply {
    answer("200 OK", "content-type: application/json", body)
}

/// Writes an answer whose body ends with the connection.
pub(crate) fn until_closed(content_type: &str, body: impl AsRef<[u8]>) -> Reply {
    let mut bytes = head("200 OK", &format!("content-type: {content_type}"));
    bytes.extend_from_slice(body.as_ref());
    Reply::Bytes(bytes)
}

/// Writes the head of an answer.
pub(crate) fn head(status: &str, headers: &str) -> Vec<u8> {
    let headers: String = headers.lines().filter(|line| !line.is_empty()).map(|line| format!("{line}\r\n")).collect();
    format!("HTTP/1.1 {status}\r\nconnection: close\r\n{headers}\r\n").into_bytes()
}

/// A clock on which retries wait for no time at all, and time-outs, which are longer, never come.
#[derive(Clone)]
pub(crate) struct Patient(pub(crate) FakeClock);

impl Patient {
    pub(crate) fn new() -> Self {
        Self(FakeClock::new())
    }
}

impl Clock for Patient {
    fn now(&self) -> std::time::Duration {
        self.0.now()
    }
    fn wall(&self) -> std::time::SystemTime {
        self.0.wall()
    }
    fn sleep(&self, duration: std::time::Duration) -> BoxFuture<'static, ()> {
        if duration > std::time::Duration::from_secs(20) { Box::pin(std::future::pending()) } else { self.0.sleep(duration) }
    }
    fn random(&self) -> u64 {
        self.0.random()
    }
}
