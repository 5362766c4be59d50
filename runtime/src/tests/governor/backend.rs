//! Limits that several processes share, over a backend of these tests.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::super::{Bench, ms, ok};
use super::get;
use crate::Governor;
use crate::clock::Clock;
use crate::governor::{Claim, GovernorBackend, Grant};
use crate::transport::{BoxError, BoxFuture, FakeAnswer};

#[derive(Clone, Copy, Debug, PartialEq)]
enum Mood {
    Generous,
    Hanging,
    Failing,
}

#[derive(Clone)]
struct Scripted {
    mood: Arc<Mutex<Mood>>,
    asked: Arc<AtomicU32>,
    paused: Arc<Mutex<Vec<(String, Duration)>>>,
}

impl Scripted {
    fn new(mood: Mood) -> Self {
        Self { mood: Arc::new(Mutex::new(mood)), asked: Arc::default(), paused: Arc::default() }
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().expect("no test panics") = mood;
    }
}

impl GovernorBackend for Scripted {
    fn take<'a>(&'a self, claim: Claim<'a>) -> BoxFuture<'a, Result<Grant, BoxError>> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        match *self.mood.lock().expect("no test panics") {
            Mood::Generous => Box::pin(std::future::ready(Ok(Grant::Units(claim.most)))),
            Mood::Hanging => Box::pin(std::future::pending()),
            Mood::Failing => Box::pin(std::future::ready(Err("gone".into()))),
        }
    }

    fn pause<'a>(&'a self, key: &'a str, pause: Duration) -> BoxFuture<'a, Result<(), BoxError>> {
        self.paused.lock().expect("no test panics").push((key.to_owned(), pause));
        Box::pin(std::future::ready(Ok(())))
    }
}

#[tokio::test]
async fn while_the_backend_is_gone_calls_go_on_with_the_local_share_and_then_by_the_backend_again() {
    for (mood, stalled) in [(Mood::Hanging, 0.1), (Mood::Failing, 0.0)] {
        let backend = Scripted::new(mood);
        let bench = Bench::new((0..1000).map(|_| ok()));
        let governor = Governor::builder().rate(100, Duration::from_secs(1)).backend(backend.clone()).local_share(0.25).build();
        let client = bench.builder().governor(governor).build().expect("the values can be used");
        for _ in 0..100 {
            get(&client).await.expect("it is answered");
        }
        // 25 a second; the backend is asked each second, and a hanging one is waited for for 100 ms.
        let took = bench.clock.now().as_secs_f64();
        assert!((3.9..=4.1 + 4.5 * stalled).contains(&took), "{mood:?}: {took}");
        assert!((4..=5).contains(&backend.asked.load(Ordering::Relaxed)));
        backend.set(Mood::Generous);
        bench.clock.advance(ms(1100));
        let from = bench.clock.now();
        for _ in 0..100 {
            get(&client).await.expect("it is answered");
        }
        assert_eq!(bench.clock.now(), from, "the backend gives what is asked for");
    }
}

#[tokio::test]
async fn units_are_taken_ahead_so_that_not_every_call_is_a_round_trip() {
    let backend = Scripted::new(Mood::Generous);
    let bench = Bench::new((0..1010).map(|_| ok()));
    let governor = Governor::builder().rate(10_000, Duration::from_secs(1)).backend(backend.clone()).build();
    let client = bench.builder().governor(governor).build().expect("the values can be used");
    for _ in 0..1000 {
        get(&client).await.expect("it is answered");
    }
    // 1, 2, 4, ..., then 200 at a time, which is what goes in 20 ms.
    assert_eq!(backend.asked.load(Ordering::Relaxed), 12);
    // Whoever calls now and then takes what it needs.
    for _ in 0..10 {
        bench.clock.advance(ms(100));
        get(&client).await.expect("it is answered");
    }
    assert_eq!(backend.asked.load(Ordering::Relaxed), 22);
}

#[tokio::test]
async fn a_pause_is_shared() {
    let backend = Scripted::new(Mood::Generous);
    let bench = Bench::new([FakeAnswer::status(429).header("retry-after", "5")]);
    let governor = Governor::builder().rate(100, Duration::from_secs(1)).backend(backend.clone()).build();
    let client = bench.builder().governor(governor).connection("acme").build().expect("the values can be used");
    get(&client).await.expect_err("it is refused");
    let paused = backend.paused.lock().expect("no test panics").clone();
    assert_eq!(paused, [("https://eu.pets.example:443/acme".to_owned(), Duration::from_secs(5))]);
}
