//! What the governor does to whole calls.

mod backend;
mod headers;
mod redirects;
mod windows;

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::task::JoinSet;

use super::{API, Bench, GET, Pet, alone, ms, ok, turn};
use crate::body::Body;
use crate::clock::{Clock, FakeClock};
use crate::model::Value;
use crate::operation::Operation;
use crate::transport::{BoxFuture, ByteStream, FakeAnswer, Transport, TransportError};
use crate::{Client, Error, Governor, Lane, Retry};

async fn get(client: &Client) -> Result<Pet, Error> {
    client.call::<Pet, Value, ()>(&GET).path("id", "1").retry(Retry::never()).await
}

/// A transport that takes 100 ms, and keeps the names of calls in the order in which they were sent.
#[derive(Clone)]
struct Slow {
    clock: FakeClock,
    running: Arc<AtomicU32>,
    most: Arc<AtomicU32>,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Slow {
    fn new() -> Self {
        Self { clock: FakeClock::new(), running: Arc::default(), most: Arc::default(), sent: Arc::default() }
    }

    fn client(&self, governor: Governor) -> Client {
        let builder = Client::builder(&API).transport(self.clone()).clock(self.clock.clone()).governor(governor);
        builder.timeout(Duration::from_secs(3600)).build().expect("the values can be used")
    }

    fn sent(&self) -> String {
        self.sent.lock().expect("no test panics").join(" ")
    }
}

impl Transport for Slow {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let name = request.uri().path().rsplit('/').next().unwrap_or_default().to_owned();
        self.sent.lock().expect("no test panics").push(name);
        Box::pin(async move {
            let running = self.running.fetch_add(1, Ordering::Relaxed) + 1;
            self.most.fetch_max(running, Ordering::Relaxed);
            self.clock.sleep(ms(100)).await;
            self.running.fetch_sub(1, Ordering::Relaxed);
            Ok(http::Response::new(ByteStream::from_bytes(r#"{"id":1}"#)))
        })
    }
}

/// Starts a call of a name in a lane. It stands in the queue when this returns.
async fn start(tasks: &mut JoinSet<()>, client: &Client, name: &'static str, lane: Lane) -> tokio::task::AbortHandle {
    let client = client.clone();
    let handle = tasks.spawn(async move {
        client.call::<Pet, Value, ()>(&GET).path("id", name).lane(lane).await.expect("it is answered");
    });
    turn().await;
    handle
}

async fn join(mut tasks: JoinSet<()>) {
    while let Some(result) = tasks.join_next().await {
        assert!(result.is_ok() || result.is_err_and(|error| error.is_cancelled()), "a call panicked");
    }
}

#[tokio::test]
async fn ten_thousand_concurrent_calls_finish_at_the_governors_rate_within_2_percent() {
    const CALLS: u32 = 10_000;
    let bench = Bench::new((0..CALLS).map(|_| ok()));
    let governor = Governor::builder().rate(500, Duration::from_secs(1)).build();
    let client = bench.builder().governor(governor.clone()).timeout(Duration::from_secs(600)).build().expect("the values can be used");
    let mut tasks = JoinSet::new();
    for _ in 0..CALLS {
        let client = client.clone();
        tasks.spawn(async move { get(&client).await.map(drop) });
    }
    while let Some(result) = tasks.join_next().await {
        result.expect("no call panics").expect("it is answered");
    }
    let (took, ideal) = (bench.clock.now().as_secs_f64(), f64::from(CALLS) / 500.0);
    assert!((took / ideal - 1.0).abs() < 0.02, "{took} s in place of {ideal} s");
    assert_eq!(governor.waiting(), 0);
}

#[tokio::test]
async fn interactive_calls_go_before_bulk_and_the_first_to_come_is_the_first_to_go() {
    alone(async {
        let slow = Slow::new();
        let client = slow.client(Governor::builder().concurrency(1).build());
        let mut tasks = JoinSet::new();
        for (name, lane) in
            [("b1", Lane::Bulk), ("b2", Lane::Bulk), ("i1", Lane::Interactive), ("b3", Lane::Bulk), ("i2", Lane::Interactive)]
        {
            start(&mut tasks, &client, name, lane).await;
        }
        join(tasks).await;
        assert_eq!(slow.sent(), "b1 i1 i2 b2 b3");
    })
    .await;
}

#[tokio::test]
async fn the_lane_of_a_client_holds_for_calls_that_name_none() {
    alone(async {
        let slow = Slow::new();
        let governor = Governor::builder().concurrency(1).build();
        let client = slow.client(governor.clone());
        let bulk = Client::builder(&API).transport(slow.clone()).clock(slow.clock.clone()).governor(governor).lane(Lane::Bulk);
        let bulk = bulk.build().expect("the values can be used");
        let mut tasks = JoinSet::new();
        start(&mut tasks, &client, "first", Lane::Interactive).await;
        tasks.spawn(async move { bulk.call::<Pet, Value, ()>(&GET).path("id", "bulk").await.map(drop).expect("it is answered") });
        turn().await;
        start(&mut tasks, &client, "last", Lane::Interactive).await;
        join(tasks).await;
        assert_eq!(slow.sent(), "first last bulk");
    })
    .await;
}

#[tokio::test]
async fn a_waiter_that_is_dropped_gives_back_its_place() {
    alone(async {
        let slow = Slow::new();
        let governor = Governor::builder().concurrency(1).build();
        let client = slow.client(governor.clone());
        let mut tasks = JoinSet::new();
        start(&mut tasks, &client, "a", Lane::Interactive).await;
        let first_waiter = start(&mut tasks, &client, "b", Lane::Interactive).await;
        start(&mut tasks, &client, "c", Lane::Interactive).await;
        let last = start(&mut tasks, &client, "d", Lane::Interactive).await;
        assert_eq!(governor.waiting(), 3);
        first_waiter.abort();
        last.abort();
        turn().await;
        assert_eq!(governor.waiting(), 1);
        join(tasks).await;
        assert_eq!(slow.sent(), "a c");
        assert_eq!(governor.waiting(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_call_that_is_dropped_under_way_makes_room_for_the_next() {
    alone(async {
        let slow = Slow::new();
        let client = slow.client(Governor::builder().concurrency(1).build());
        let mut tasks = JoinSet::new();
        let under_way = start(&mut tasks, &client, "a", Lane::Interactive).await;
        start(&mut tasks, &client, "b", Lane::Interactive).await;
        under_way.abort();
        join(tasks).await;
        assert_eq!((slow.sent(), slow.clock.now()), ("a b".to_owned(), ms(100)));
    })
    .await;
}

#[tokio::test]
async fn no_more_calls_are_under_way_than_allowed() {
    alone(async {
        let slow = Slow::new();
        let client = slow.client(Governor::builder().concurrency(7).build());
        let mut tasks = JoinSet::new();
        for _ in 0..70 {
            start(&mut tasks, &client, "x", Lane::Interactive).await;
        }
        join(tasks).await;
        assert_eq!((slow.most.load(Ordering::Relaxed), slow.clock.now()), (7, ms(1000)));
    })
    .await;
}

#[tokio::test]
async fn a_wait_longer_than_the_call_may_take_fails_at_once_and_says_so() {
    let bench = Bench::new([ok(), ok()]);
    let governor = Governor::builder().rate(1, Duration::from_secs(90)).build();
    let client = bench.builder().governor(governor).build().expect("the values can be used");
    get(&client).await.expect("the first goes at once");
    let error = get(&client).await.expect_err("the second would wait for 90 s");
    assert!(error.is_rate_limited() && !error.is_outcome_unknown());
    assert_eq!(error.status(), None);
    assert_eq!(error.retry_after(), Some(ms(90_000)));
    assert_eq!(
        error.to_string(),
        "getPet (GET /pets/{id}): held back by the governor: it would have to wait 90 s, which is longer than the call may take"
    );
    assert_eq!((bench.fake.left(), bench.clock.now(), error.attempts().len()), (1, Duration::ZERO, 0));
}

#[tokio::test]
async fn nobody_in_the_queue_waits_past_the_end_of_the_call() {
    alone(async {
        let slow = Slow::new();
        let client = slow.client(Governor::builder().concurrency(1).build());
        let mut tasks = JoinSet::new();
        start(&mut tasks, &client, "a", Lane::Interactive).await;
        start(&mut tasks, &client, "b", Lane::Interactive).await;
        let impatient = client.clone();
        let error = tokio::spawn(async move {
            let call = impatient.call::<Pet, Value, ()>(&GET).path("id", "c").timeout(ms(50));
            (call.await.map(drop).expect_err("it has no time"), impatient)
        });
        let (error, _) = error.await.expect("it does not panic");
        assert!(error.is_rate_limited());
        assert_eq!(slow.clock.now(), ms(50));
        assert_eq!(error.to_string(), "getPet (GET /pets/{id}): held back by the governor until the call's time was up");
        join(tasks).await;
    })
    .await;
}

#[tokio::test]
async fn clients_that_are_given_one_governor_share_it_by_origin_and_connection() {
    let bench = Bench::new((0..5).map(|_| ok()));
    let governor = Governor::builder().rate(1, Duration::from_secs(1)).build();
    let client = |url: &str, connection: Option<&str>| {
        let builder = bench.builder().base_url(url).governor(governor.clone());
        let builder = connection.into_iter().fold(builder, |builder, name| builder.connection(name));
        builder.build().expect("the values can be used")
    };
    let one = client("https://a.example", None);
    get(&one).await.expect("it goes at once");
    get(&client("https://b.example", None)).await.expect("another origin has a gate of its own");
    get(&client("https://a.example", Some("acme"))).await.expect("and so has another connection");
    assert_eq!(bench.clock.now(), Duration::ZERO);
    get(&client("https://A.example:443/v2", None)).await.expect("this one waits");
    get(&one.clone()).await.expect("and so does this one");
    assert_eq!(bench.clock.now().as_secs_f64().round(), 2.0);
}

#[tokio::test]
async fn an_operation_that_costs_more_takes_more_of_the_rate() {
    static SEARCH: Operation = Operation::new("search", "GET", "/search").cost(5);
    let bench = Bench::new((0..6).map(|_| ok()));
    let second = Duration::from_secs(1);
    let client = bench.builder().governor(Governor::builder().rate(10, second).build()).build().expect("the values can be used");
    for _ in 0..3 {
        client.call::<Pet, Value, ()>(&SEARCH).await.expect("it is answered");
    }
    assert_eq!((bench.clock.now().as_secs_f64() * 10.0).round(), 10.0);
    // By a function in place of the operation's own.
    let governor = Governor::builder().rate(10, second).cost(|op| if op.id == "search" { 20 } else { 1 }).build();
    let client = bench.builder().governor(governor).build().expect("the values can be used");
    let from = bench.clock.now();
    for _ in 0..3 {
        client.call::<Pet, Value, ()>(&SEARCH).await.expect("it is answered");
    }
    assert_eq!(((bench.clock.now() - from).as_secs_f64() * 10.0).round(), 40.0);
}

#[tokio::test]
async fn a_burst_goes_at_once_after_a_rest() {
    let bench = Bench::new((0..12).map(|_| ok()));
    let governor = Governor::builder().rate(1, Duration::from_secs(1)).burst(10).build();
    let client = bench.builder().governor(governor).build().expect("the values can be used");
    for _ in 0..10 {
        get(&client).await.expect("it goes at once");
    }
    assert_eq!(bench.clock.now(), Duration::ZERO);
    get(&client).await.expect("it waits");
    get(&client).await.expect("it waits");
    assert_eq!(bench.clock.now().as_secs_f64().round(), 2.0);
}

#[tokio::test]
async fn each_attempt_takes_its_part_and_a_refused_one_leaves_the_servers_own_word() {
    let bench = Bench::new([FakeAnswer::status(503), ok()]);
    let governor = Governor::builder().rate(1, Duration::from_secs(90)).build();
    let client = bench.builder().governor(governor).build().expect("the values can be used");
    let error = client.call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("there is no room for the second attempt");
    assert_eq!((error.status(), error.attempts().len()), (Some(503), 1));
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): 503 Service Unavailable, and the next attempt was held back");
}

#[tokio::test]
async fn the_retry_budget_is_shared_with_the_governor_and_told_apart_by_connection() {
    let bench = Bench::new((0..1000).map(|_| FakeAnswer::status(503)));
    let governor = Governor::default();
    let client = |name: &str| bench.builder().governor(governor.clone()).connection(name).build().expect("the values can be used");
    let attempts = |client: Client| async move {
        let error = client.call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("all fail");
        error.attempts().len()
    };
    for _ in 0..50 {
        assert_eq!(attempts(client("acme")).await, 3);
    }
    assert_eq!(attempts(client("acme")).await, 1);
    assert_eq!(attempts(client("other")).await, 3);
}
