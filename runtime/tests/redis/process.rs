//! Other processes: this binary again, which then runs one test that does another's work.

use std::process::{Child, Command, Stdio};

use redis::aio::MultiplexedConnection;
use turnbuckle_runtime::Body;
use turnbuckle_runtime::operation::{Api, Operation};
use turnbuckle_runtime::transport::{BoxFuture, ByteStream, Transport, TransportError};

pub(crate) static API: Api = Api { title: "Pets", version: "1", user_agent: "pets/1", servers: &[], schemes: &[], security: &[] };

pub(crate) static GET: Operation = Operation::new("getPets", "GET", "/pets");

/// Starts a process that runs one test of this binary, ignored elsewhere by the lack of the variable.
pub(crate) fn start(test: &str, redis: &str, number: usize) -> Child {
    Command::new(std::env::current_exe().expect("the binary knows where it is"))
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env("TURNBUCKLE_TEST_REDIS", redis)
        .env("TURNBUCKLE_TEST_NUMBER", number.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("the binary starts")
}

/// Waits for processes.
pub(crate) fn join(children: Vec<Child>) {
    for mut child in children {
        assert!(child.wait().expect("the process ends").success(), "a process failed");
    }
}

/// Returns the Redis that a process was given; `None` in the process that all begins with.
pub(crate) fn redis_of_process() -> Option<String> {
    std::env::var("TURNBUCKLE_TEST_REDIS").ok()
}

/// A service that answers at once, and counts in Redis, by its time: all calls, and those of each tenth of a second.
pub(crate) struct Counted(pub(crate) MultiplexedConnection);

impl Counted {
    pub(crate) async fn new(url: &str) -> Self {
        let client = redis::Client::open(url).expect("the URL is one");
        Self(client.get_multiplexed_async_connection().await.expect("the server listens"))
    }
}

impl Transport for Counted {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let script = redis::Script::new(
                "local t = redis.call('TIME')
                return redis.call('HINCRBY', 'sent', t[1] * 10 + math.floor(t[2] / 100000), 1)",
            );
            let _: u32 = script.invoke_async(&mut self.0.clone()).await.expect("Redis counts");
            Ok(http::Response::new(ByteStream::from_bytes("{}")))
        })
    }
}
