//! A redis-server for one test.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// A server on a port of its own, that keeps nothing on disk and ends with this value.
pub(crate) struct RedisServer {
    child: Child,
    port: u16,
    /// Time passes in these tests: one at a time has the processor.
    _turn: MutexGuard<'static, ()>,
}

static TURN: Mutex<()> = Mutex::new(());

impl RedisServer {
    /// Starts a server; `None`, and a line that says so, where redis-server is not installed. In continuous integration it must be.
    pub(crate) fn start() -> Option<Self> {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port is free").port();
        let Some(child) = launch(port) else {
            assert!(std::env::var_os("CI").is_none(), "redis-server is not installed");
            eprintln!("skipped: redis-server is not installed");
            return None;
        };
        let server = Self { child, port, _turn: turn };
        server.wait();
        Some(server)
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://127.0.0.1:{}/", self.port)
    }

    /// Ends the server, and with it all that it kept.
    pub(crate) fn stop(&mut self) {
        self.child.kill().expect("the server can be ended");
        self.child.wait().expect("the server ends");
    }

    /// Starts the server again on its port.
    pub(crate) fn start_again(&mut self) {
        self.child = launch(self.port).expect("it was installed before");
        self.wait();
    }

    /// Has the server hang, with its connections open, or go on.
    pub(crate) fn signal(&self, signal: &str) {
        let status = Command::new("kill").args([signal, &self.child.id().to_string()]).status().expect("kill starts");
        assert!(status.success());
    }

    /// Sends a command, and returns the lines of the answer that hold values.
    pub(crate) fn ask(&self, command: &str) -> Vec<String> {
        let mut socket = TcpStream::connect(("127.0.0.1", self.port)).expect("the server listens");
        write!(socket, "{command}\r\nQUIT\r\n").expect("the server reads");
        let mut text = String::new();
        socket.read_to_string(&mut text).expect("the server answers");
        let values = text.lines().filter(|line| !line.starts_with(['*', '$', '+'])).map(|line| line.trim_start_matches(':').to_owned());
        values.collect()
    }

    fn wait(&self) {
        let from = Instant::now();
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            assert!(from.elapsed() < Duration::from_secs(20), "redis-server does not listen");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn launch(port: u16) -> Option<Child> {
    Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
