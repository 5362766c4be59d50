//! A thousand runs in memory, and proof that the judge would have told.

use std::sync::Arc;

use turnbuckle_faults::fault::Fault;
use turnbuckle_faults::jobs::Job;
use turnbuckle_faults::judge::Counts;
use turnbuckle_faults::memory::Memory;
use turnbuckle_faults::run::{Run, number};
use turnbuckle_faults::traces;
use turnbuckle_runtime::transport::{BoxFuture, ByteStream, Transport, TransportError, TransportErrorKind};
use turnbuckle_runtime::{Body, Retry};

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
    assert!(runs < 100 || counts.traced > 0, "nothing was traced: {counts}");
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
