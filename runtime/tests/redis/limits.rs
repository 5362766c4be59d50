//! One limit for several processes.

use std::time::{Duration, Instant};

use turnbuckle_runtime::http;
use turnbuckle_runtime::redis::RedisBackend;
use turnbuckle_runtime::transport::{Fake, FakeAnswer};
use turnbuckle_runtime::{Client, Governor, Retry, Value};

use super::process::{API, Counted, GET, join, redis_of_process, start};
use super::server::RedisServer;

const PROCESSES: usize = 4;
const RATE: u32 = 400;
const SECONDS: f64 = 2.5;

fn client(governor: Governor, transport: impl turnbuckle_runtime::transport::Transport) -> Client {
    let builder = Client::builder(&API).base_url("https://pets.example").transport(transport).governor(governor);
    builder.retry(Retry::never()).build().expect("the values can be used")
}

/// What each process does: 20 tasks call as fast as they may.
#[tokio::test(flavor = "current_thread")]
async fn process_that_calls_as_fast_as_it_may() {
    let Some(url) = redis_of_process() else { return };
    let backend = RedisBackend::new(&url).expect("the URL is one");
    let governor = Governor::builder().rate(RATE, Duration::from_secs(1)).backend(backend).local_share(1.0 / PROCESSES as f64);
    let client = client(governor.build(), Counted::new(&url).await);
    let from = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        tasks.spawn(async move {
            while from.elapsed().as_secs_f64() < SECONDS {
                client.call::<Value, Value, ()>(&GET).await.map(drop).expect("it is answered");
            }
        });
    }
    tasks.join_all().await;
}

#[test]
fn the_limit_holds_over_all_processes_within_5_percent() {
    let Some(server) = RedisServer::start() else { return };
    join((0..PROCESSES).map(|number| start("limits::process_that_calls_as_fast_as_it_may", &server.url(), number)).collect());
    let counts = server.ask("HGETALL sent");
    let mut tenths: Vec<(u64, u32)> =
        counts.chunks(2).map(|pair| (pair[0].parse().expect("a moment"), pair[1].parse().expect("a count"))).collect();
    tenths.sort_unstable();
    // The first and the last are not whole, and not all processes start and end at once.
    let (first, last) = (tenths[0].0, tenths[tenths.len() - 1].0);
    let within = |from: u64, to: u64| -> u32 { tenths.iter().filter(|(at, _)| (from..to).contains(at)).map(|(_, count)| *count).sum() };
    for from in first..=last - 10 {
        let count = within(from, from + 10);
        assert!(f64::from(count) <= f64::from(RATE) * 1.05, "{count} in the second from {from}: {tenths:?}");
    }
    // Units are not lost either: while all processes run, the limit is used.
    let (from, to) = (first + 5, first + 20);
    let (count, ideal) = (within(from, to), f64::from(RATE) * 1.5);
    assert!((f64::from(count) / ideal - 1.0).abs() <= 0.05, "{count} in place of {ideal}: {tenths:?}");
}

/// Calls for a time, and returns how many went through and the longest that one took.
async fn calls_for(client: &Client, time: Duration) -> (u32, Duration) {
    let from = Instant::now();
    let (mut count, mut longest) = (0, Duration::ZERO);
    while from.elapsed() < time {
        let began = Instant::now();
        client.call::<Value, Value, ()>(&GET).await.map(drop).expect("it is answered");
        longest = longest.max(began.elapsed());
        count += 1;
    }
    (count, longest)
}

#[tokio::test(flavor = "current_thread")]
async fn while_redis_is_gone_or_hangs_calls_go_on_with_the_local_share_and_recover() {
    let Some(mut server) = RedisServer::start() else { return };
    let backend = RedisBackend::new(&server.url()).expect("the URL is one");
    let governor = Governor::builder().rate(200, Duration::from_secs(1)).backend(backend).local_share(0.25).build();
    let fake = Fake::new((0..20_000).map(|_| FakeAnswer::json(200, "{}")));
    let client = client(governor, fake);
    let second = Duration::from_secs(1);
    let share = |count: u32| f64::from(count) / 200.0;

    let (with_redis, _) = calls_for(&client, second).await;
    assert!((0.6..=1.05).contains(&share(with_redis)), "{with_redis} with Redis");

    server.signal("-STOP");
    // The units in hand run out, and the first to ask waits for 100 ms.
    let (hanging, longest) = calls_for(&client, second).await;
    server.signal("-CONT");
    assert!((0.1..=0.35).contains(&share(hanging)), "{hanging} while Redis hangs");
    assert!(longest < Duration::from_millis(400), "a call took {longest:?} while Redis hangs");

    server.stop();
    calls_for(&client, Duration::from_millis(1200)).await;
    let (gone, longest) = calls_for(&client, second).await;
    assert!((0.1..=0.35).contains(&share(gone)), "{gone} while Redis is gone");
    assert!(longest < Duration::from_millis(400), "a call took {longest:?} while Redis is gone");

    server.start_again();
    calls_for(&client, Duration::from_millis(2200)).await;
    let (again, _) = calls_for(&client, second).await;
    assert!((0.6..=1.05).contains(&share(again)), "{again} with Redis again");
}

#[tokio::test(flavor = "current_thread")]
async fn a_pause_that_one_process_was_told_holds_the_others_back() {
    let Some(server) = RedisServer::start() else { return };
    let make = |answers: Vec<FakeAnswer>| {
        let backend = RedisBackend::new(&server.url()).expect("the URL is one");
        let governor = Governor::builder().rate(100, Duration::from_secs(1)).backend(backend).build();
        client(governor, Fake::new(answers))
    };
    let told = make(vec![FakeAnswer::status(http::StatusCode::TOO_MANY_REQUESTS.as_u16()).header("retry-after", "0.7")]);
    let other = make(vec![FakeAnswer::json(200, "{}")]);
    told.call::<Value, Value, ()>(&GET).await.map(drop).expect_err("it is refused");
    let from = Instant::now();
    other.call::<Value, Value, ()>(&GET).await.map(drop).expect("it is answered after the pause");
    assert!((0.6..1.2).contains(&from.elapsed().as_secs_f64()), "{:?}", from.elapsed());
}
