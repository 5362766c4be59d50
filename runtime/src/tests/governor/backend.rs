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
    Grants(Grant),
    More,
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
            Mood::Grants(grant) => Box::pin(std::future::ready(Ok(grant))),
            Mood::More => Box::pin(std::future::ready(Ok(Grant::Units(claim.most.saturating_mul(1000))))),
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

fn governed(bench: &Bench, backend: &Scripted, calls: u32) -> crate::Client {
    let governor = Governor::builder().rate(calls, Duration::from_secs(1)).backend(backend.clone()).build();
    bench.builder().governor(governor).timeout(Duration::from_secs(10)).build().expect("the values can be used")
}

#[tokio::test]
async fn a_wait_without_end_is_cut_to_the_longest_pause() {
    let backend = Scripted::new(Mood::Grants(Grant::Wait(Duration::from_micros(i64::MAX as u64))));
    let bench = Bench::new([ok(), ok()]);
    let client = governed(&bench, &backend, 100);
    // Redis keeps what somebody wrote there.
    let error = get(&client).await.expect_err("there is nothing to take");
    assert_eq!((error.is_rate_limited(), error.retry_after()), (true, Some(Duration::from_secs(60))));
    backend.set(Mood::Grants(Grant::Wait(Duration::MAX)));
    bench.clock.advance(Duration::from_secs(60));
    let error = get(&client).await.expect_err("there is nothing to take");
    assert_eq!((error.retry_after(), backend.asked.load(Ordering::Relaxed)), (Some(Duration::from_secs(60)), 2));
    backend.set(Mood::Generous);
    bench.clock.advance(Duration::from_secs(60));
    get(&client).await.expect("the wait is over");
}

#[tokio::test]
async fn a_grant_outside_of_what_was_asked_for_is_bounded() {
    let bench = Bench::new((0..40).map(|_| ok()));
    // None is no grant: calls go on with the rate of this process.
    let backend = Scripted::new(Mood::Grants(Grant::Units(0)));
    let client = governed(&bench, &backend, 100);
    for _ in 0..20 {
        get(&client).await.expect("it is answered");
    }
    assert_eq!(backend.asked.load(Ordering::Relaxed), 1);
    // What is too much is left alone: at most two are taken at once, which is what goes in 20 ms.
    let backend = Scripted::new(Mood::More);
    let client = governed(&bench, &backend, 100);
    for _ in 0..20 {
        get(&client).await.expect("it is answered");
    }
    assert_eq!(backend.asked.load(Ordering::Relaxed), 11);
}
