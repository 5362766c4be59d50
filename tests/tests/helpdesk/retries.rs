use std::future::pending;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use helpdesk::runtime::clock::Clock;
use helpdesk::runtime::transport::BoxFuture;
use turnbuckle_tests::demo::{self, Fault};

use crate::builder;

/// The longest wait between attempts by default; what waits longer is a time-out, which does not come here.
const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// A clock for a real connection: waits between attempts take no time and are noted, time-outs never come.
#[derive(Clone, Default)]
struct NoWait(Arc<Mutex<Vec<Duration>>>);

impl NoWait {
    fn waited(&self) -> Vec<Duration> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Clock for NoWait {
    fn now(&self) -> Duration {
        self.waited().iter().sum()
    }

    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.now()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'static, ()> {
        if duration > LONGEST_WAIT {
            return Box::pin(pending());
        }
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(duration);
        Box::pin(async {})
    }

    fn random(&self) -> u64 {
        0
    }
}

#[tokio::test]
async fn the_server_says_how_long_to_wait() {
    let server = demo::start().await;
    let clock = NoWait::default();
    let client = builder(&server).clock(clock.clone()).build().expect("the client is complete");
    server.faults().fail_next("helpdesk", "GET", "/tickets", Fault::Status(429, Some(7)), 1);
    server.faults().fail_next("helpdesk", "GET", "/tickets", Fault::Status(503, Some(1)), 1);
    client.tickets().get(1).await.expect("the third attempt succeeds");
    assert_eq!(clock.waited(), [7, 1].map(Duration::from_secs));
}

#[tokio::test]
async fn three_attempts_are_made() {
    let server = demo::start().await;
    let clock = NoWait::default();
    let client = builder(&server).clock(clock.clone()).build().expect("the client is complete");
    server.faults().fail_next("helpdesk", "GET", "/tickets", Fault::Status(503, Some(2)), 5);
    let error = client.tickets().get(1).await.expect_err("the server stays away");
    assert_eq!((error.status(), error.is_retries_exhausted(), error.attempts().len()), (Some(503), true, 3));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(2)));
    assert_eq!(
        error.to_string(),
        "getTicket (GET /tickets/{ticket_id}): 503 Service Unavailable: Failed with 503, given up after 3 attempts"
    );
    assert_eq!(clock.waited(), [2, 2].map(Duration::from_secs));
}
