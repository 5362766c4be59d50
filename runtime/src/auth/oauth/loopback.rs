//! Receives the user's way back on this machine (RFC 8252, section 7.3): for programs on the command line.
//!
//! **Invariant:** it listens on the loopback address alone, reads a bounded number of bytes of a bounded number of connections, and takes
//! nothing but the answer to the authorization that it waits for.

use std::fmt;
use std::future::poll_fn;
use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::code::PendingAuthorization;
use super::flow::OAuth;
use crate::auth::AuthError;
use crate::clock::{Clock, within};
use crate::transport::BoxFuture;

/// How much of a request is read.
const MAX_REQUEST: usize = 16 * 1024;
/// The maximum number of open connections: browsers open some that they never use. With [`MAX_REQUEST`], this bounds the memory to 1 MiB.
const MAX_CONNECTIONS: usize = 64;

const DONE: &str = "<!doctype html><meta charset=utf-8><title>Done</title><p>You can close this window and go back to the program.";
const ELSEWHERE: &str = "<!doctype html><meta charset=utf-8><title>Not found</title><p>There is nothing here.";

/// A port of this machine that waits for a user to come back.
pub struct Loopback {
    listener: TcpListener,
    path: String,
    redirect_uri: String,
    clock: Arc<dyn Clock>,
}

impl OAuth {
    /// Opens a port of this machine, 0 for any that is free, for a user to come back to at a path, such as `/callback`.
    ///
    /// # Errors
    ///
    /// Returns an error where the port cannot be opened.
    pub async fn loopback(&self, port: u16, path: &str) -> Result<Loopback, AuthError> {
        let failed = |error: io::Error| AuthError::last("no port of this machine could be opened").with_source(error);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await.map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let path = format!("/{}", path.trim_start_matches('/'));
        // Section 7.3 prefers the address to the name `localhost`, which may lead elsewhere.
        let redirect_uri = format!("http://127.0.0.1:{port}{path}");
        Ok(Loopback { listener, path, redirect_uri, clock: self.wire().clock })
    }
}

impl Loopback {
    /// Returns the URL that the user comes back to.
    pub fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    /// Waits for the user to come back from an authorization, and returns the query that [`exchange`](OAuth::exchange) takes. Requests of
    /// other paths, and answers to other authorizations, are turned away.
    ///
    /// # Errors
    ///
    /// Returns an error where the user does not come within `limit`.
    pub async fn receive(&self, pending: &PendingAuthorization, limit: Duration) -> Result<String, AuthError> {
        within(&*self.clock, limit, self.accept(pending))
            .await
            .ok_or_else(|| AuthError::last("the user did not come back in time"))?
            .map_err(|error| AuthError::last("the port was lost").with_source(error))
    }

    async fn accept(&self, pending: &PendingAuthorization) -> io::Result<String> {
        let mut open: Vec<Visit<'_>> = Vec::new();
        poll_fn(|cx| {
            let mut is_full = true;
            while open.len() < MAX_CONNECTIONS {
                match self.listener.poll_accept(cx) {
                    Poll::Ready(Ok((connection, _))) => open.push(self.visit(connection, pending)),
                    // The visitor left before the connection was accepted; the next one may stay.
                    Poll::Ready(Err(error)) if is_visitors_fault(&error) => {}
                    Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                    Poll::Pending => {
                        is_full = false;
                        break;
                    }
                }
            }
            let mut found = None;
            open.retain_mut(|visit| match visit.served.as_mut().poll(cx) {
                Poll::Ready(query) => {
                    found = found.take().or(query);
                    false
                }
                Poll::Pending => true,
            });
            if let Some(query) = found {
                return Poll::Ready(Ok(query));
            }
            if is_full {
                make_room(&mut open);
                // The listener was not polled until it was pending, so it wakes no task: this task has to wake itself.
                cx.waker().wake_by_ref();
            }
            Poll::Pending
        })
        .await
    }

    fn visit<'a>(&'a self, connection: TcpStream, pending: &'a PendingAuthorization) -> Visit<'a> {
        let has_spoken = Arc::new(AtomicBool::new(false));
        Visit { has_spoken: Arc::clone(&has_spoken), served: Box::pin(self.serve(connection, pending, has_spoken)) }
    }

    /// Answers one request; returns its query where it is the one waited for.
    async fn serve(&self, mut connection: TcpStream, pending: &PendingAuthorization, has_spoken: Arc<AtomicBool>) -> Option<String> {
        let target = read_target(&mut connection, &has_spoken).await?;
        let (path, query) = target.split_once('?').unwrap_or((&target, ""));
        let found = (path == self.path && pending.is_answered_by(query)).then(|| query.to_owned());
        let (status, page) = if found.is_some() { ("200 OK", DONE) } else { ("404 Not Found", ELSEWHERE) };
        let answer = format!(
            "HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
             Referrer-Policy: no-referrer\r\nConnection: close\r\n\r\n{page}",
            page.len()
        );
        // A browser that has gone does not unmake what it brought.
        let _ = connection.write_all(answer.as_bytes()).await;
        let _ = connection.shutdown().await;
        found
    }
}

/// An open connection.
struct Visit<'a> {
    /// Whether a byte of a request was received.
    has_spoken: Arc<AtomicBool>,
    served: BoxFuture<'a, Option<String>>,
}

/// If the limit is reached, closes the oldest connection that has received no byte, or else the oldest connection.
fn make_room(open: &mut Vec<Visit<'_>>) {
    if open.len() == MAX_CONNECTIONS {
        let silent = open.iter().position(|visit| !visit.has_spoken.load(Ordering::Relaxed));
        drop(open.remove(silent.unwrap_or(0)));
    }
}

fn is_visitors_fault(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset | io::ErrorKind::Interrupted)
}

/// Reads a request to the end of its headers; returns the target of a `GET`.
async fn read_target(connection: &mut TcpStream, has_spoken: &AtomicBool) -> Option<String> {
    let mut request = Vec::with_capacity(1024);
    while !request.windows(4).any(|window| window == b"\r\n\r\n") {
        if request.len() >= MAX_REQUEST || connection.read_buf(&mut request).await.ok()? == 0 {
            return None;
        }
        has_spoken.store(true, Ordering::Relaxed);
    }
    let line = request.split(|byte| *byte == b'\r').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    (method == "GET").then(|| target.to_owned())
}

impl fmt::Debug for Loopback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Loopback").field("redirect_uri", &self.redirect_uri).finish_non_exhaustive()
    }
}
