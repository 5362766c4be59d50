//! A thousand runs in memory, and proof that the judge would have told.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use turnbuckle_faults::fault::Fault;
use turnbuckle_faults::jobs::Job;
use turnbuckle_faults::judge::Counts;
use turnbuckle_faults::memory::{Memory, RunClock};
use turnbuckle_faults::run::{Run, number};
use turnbuckle_faults::traces;
use turnbuckle_runtime::clock::Clock;
use turnbuckle_runtime::transport::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use turnbuckle_runtime::{Body, Retry, Stream};

/// The first seed, and how many runs there are; `TURNBUCKLE_FAULT_SEED` and `TURNBUCKLE_FAULT_RUNS` say otherwise.
const SEED: u64 = 20_260_101;
const RUNS: u64 = 1000;

#[tokio::test]
async fn a_thousand_runs_with_faults() {
    traces::capture();
    let (seed, runs) = (number("TURNBUCKLE_FAULT_SEED", SEED), number("TURNBUCKLE_FAULT_RUNS", RUNS));
    let mut counts = Counts::default();
    let mut failures = Vec::new();
    for seed in seed..seed + runs {
        let run = Run::new(seed);
        let judge = run.judge().await;
        counts += &judge.counts;
        if judge.counts.wrong() > 0 {
            let short = run.clone().shrink().await;
            let findings = short.judge().await.findings;
            failures.push(format!("seed {seed}, {:?}, script {:?}:\n  {}", short.job, short.script, findings.join("\n  ")));
        }
    }
    eprintln!("{runs} runs from seed {seed}: {counts}");
    assert!(failures.is_empty(), "{} of {runs} runs failed, {counts}\n{}", failures.len(), failures[..failures.len().min(5)].join("\n"));
    assert!(runs < 100 || (counts.traced > 0 && counts.panicked > 0), "nothing was traced, or nothing panicked: {counts}");
    assert!(runs < 100 || (counts.faults as u64 > runs && counts.resumed > 0 && counts.unknown > 0), "too little went wrong: {counts}");
}

/// Returns a run of a job with a script, by the first seed that chooses the job.
fn run(job: Job, script: &[Fault]) -> Run {
    (0..).map(Run::new).find(|run| run.job == job).expect("every job is chosen some time").script(script)
}

#[tokio::test]
async fn a_client_that_repeats_what_may_have_happened_is_caught() {
    for fault in [Fault::ResetAfter, Fault::StatusAfter(500), Fault::Half] {
        let script = [fault.clone()];
        let careless = run(Job::ChangeTickets, &script).retry(Retry::default().repeat_ambiguous());
        assert_eq!(careless.judge().await.counts.duplicates, 1, "{fault:?}");
        let careful = run(Job::ChangeTickets, &script).retry(Retry::default());
        assert_eq!(careful.judge().await.counts.wrong(), 0, "{fault:?}");
    }
}

/// A network that tells another origin who asks.
struct Telltale(Memory);

impl Transport for Telltale {
    fn send(&self, mut request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        if request.uri().host() == Some("cdn.test") {
            request.headers_mut().insert("cookie", "wh_session=warehouse-session".parse().expect("it is a header's value"));
        }
        self.0.send(request)
    }
}

#[tokio::test]
async fn a_credential_at_another_origin_is_caught() {
    let run = run(Job::ListItems, &[Fault::LinkAway]);
    assert_eq!(run.judge().await.counts.wrong(), 0);
    let counts = run.judge_with(|memory| Arc::new(Telltale(memory))).await.counts;
    assert!(counts.leaked > 0, "{counts}");
}

/// A network that forgets where lists go on.
struct Forgetful(Memory);

impl Transport for Forgetful {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let mut response = self.0.send(request).await?;
            response.headers_mut().remove("link");
            Ok(response)
        })
    }
}

#[tokio::test]
async fn a_list_that_ends_early_is_caught() {
    let run = run(Job::ListCampaigns, &[]);
    assert_eq!(run.judge_with(|memory| Arc::new(memory)).await.counts.lost, 0);
    assert_eq!(run.judge_with(|memory| Arc::new(Forgetful(memory))).await.counts.lost, 1);
}

/// A network that does not let go for an hour, whatever a call's time is.
struct Clinging(Memory);

impl Transport for Clinging {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        self.0.clock.advance(std::time::Duration::from_secs(3600));
        self.0.send(request)
    }
}

#[tokio::test]
async fn a_call_that_takes_too_long_is_caught() {
    let run = run(Job::ChangeItems, &[]);
    assert!(run.judge_with(|memory| Arc::new(Clinging(memory))).await.counts.past_deadline > 0);
}

/// A network that says that nothing was sent, and lies.
struct Lying(Memory);

impl Transport for Lying {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            self.0.send(request).await?;
            Err(TransportError::new(TransportErrorKind::Connect, "sk_test_demo"))
        })
    }
}

#[tokio::test]
async fn an_effect_that_the_error_does_not_tell_of_and_a_printed_key_are_caught() {
    let run = run(Job::ChangeTickets, &[]).retry(Retry::never());
    let counts = run.judge_with(|memory| Arc::new(Lying(memory))).await.counts;
    assert!(counts.unsaid > 0 && counts.leaked > 0, "{counts}");
}

#[tokio::test]
async fn limits_hold_up_only_the_calls_that_they_are_of() {
    let limits = [Fault::Limit, Fault::LimitAway(429), Fault::LimitAway(200), Fault::LimitAway(503), Fault::Limit];
    let counts = run(Job::Limits, &limits).judge().await.counts;
    assert_eq!((counts.held, counts.wrong()), (0, 0), "{counts}");
    assert!(counts.succeeded > 0, "{counts}");
}

/// A network that holds up everything once any resource is used up, as a client would that takes each limit for its own.
struct Sweeping(Memory, Arc<AtomicUsize>);

impl Transport for Sweeping {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            if self.1.load(Ordering::Relaxed) > 0 {
                self.0.clock.sleep(std::time::Duration::from_secs(45)).await;
            }
            let response = self.0.send(request).await?;
            self.1.fetch_add(usize::from(response.headers().contains_key("x-ratelimit-resource")), Ordering::Relaxed);
            Ok(response)
        })
    }
}

#[tokio::test]
async fn a_limit_of_one_resource_that_holds_up_another_is_caught() {
    // Several seeds, for one that asks for the same resource each time has nothing to hold up.
    let mut held = 0;
    for seed in 0..200 {
        let run = Run::new(seed);
        if run.job == Job::Limits {
            held += run.script(&[Fault::Limit]).judge_with(|memory| Arc::new(Sweeping(memory, Arc::default()))).await.counts.held;
        }
    }
    assert!(held > 0);
}

/// A network that passes on what another origin says as if the client's own had said it.
struct Gullible(Memory);

impl Transport for Gullible {
    fn send(&self, mut request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            if request.uri().host() == Some("api.test") {
                request.headers_mut().insert("cookie", "planted=elsewhere".parse().expect("it is a header's value"));
            }
            self.0.send(request).await
        })
    }
}

#[tokio::test]
async fn a_cookie_of_another_origin_is_caught() {
    let run = run(Job::Limits, &[Fault::LimitAway(200)]);
    assert_eq!(run.judge().await.counts.leaked, 0);
    assert!(run.judge_with(|memory| Arc::new(Gullible(memory))).await.counts.leaked > 0);
}

#[tokio::test]
async fn endless_and_slow_compressed_bodies_end_in_time() {
    for fault in [Fault::Members, Fault::Drip(1_500)] {
        let counts = run(Job::ChangeItems, &[fault.clone(), fault.clone(), fault.clone()]).judge().await.counts;
        assert_eq!(counts.wrong(), 0, "{fault:?}: {counts}");
    }
}

/// A network whose bodies take an hour that nobody can interrupt, as decoding would that never gives way.
struct Greedy(Memory);

impl Transport for Greedy {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        struct Greed(ByteStream, RunClock);
        impl Stream for Greed {
            type Item = Result<Bytes, TransportError>;
            fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
                self.1.advance(std::time::Duration::from_secs(3600));
                Pin::new(&mut self.0).poll_next(cx)
            }
        }
        Box::pin(async move {
            let response = self.0.send(request).await?;
            Ok(response.map(|body| ByteStream::new(Greed(body, self.0.clock.clone()))))
        })
    }
}

#[tokio::test]
async fn a_body_that_keeps_a_call_past_its_time_is_caught() {
    let run = run(Job::ChangeItems, &[]);
    assert_eq!(run.judge().await.counts.past_deadline, 0);
    assert!(run.judge_with(|memory| Arc::new(Greedy(memory))).await.counts.past_deadline > 0);
}

#[tokio::test]
async fn a_panic_of_the_users_code_fails_its_call_and_nothing_else() {
    let counts = run(Job::Panics, &[]).judge().await.counts;
    assert_eq!(counts.wrong(), 0, "{counts}");
    assert!(counts.panicked > 0 && counts.failed > 0, "{counts}");
}

/// A network that is lost for good with the first call that is given up, as a client would be that a panic has broken.
struct Brittle(Memory, Arc<AtomicUsize>);

impl Transport for Brittle {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        if self.1.fetch_add(1, Ordering::Relaxed) > 2 {
            return Box::pin(async { Err(TransportError::new(TransportErrorKind::Connect, "it is broken")) });
        }
        self.0.send(request)
    }
}

#[tokio::test]
async fn a_client_that_is_lost_after_a_panic_is_caught() {
    let run = run(Job::Panics, &[]);
    assert!(run.judge_with(|memory| Arc::new(Brittle(memory, Arc::default()))).await.counts.lost > 0);
}
