//! Runs over sockets of the loopback address, and two processes that share a token.

use std::sync::Arc;
use std::time::Duration;

use tokio::process::Command;
use turnbuckle_faults::fault::Fault;
use turnbuckle_faults::jobs::{JOBS, Site, work};
use turnbuckle_faults::judge::{Counts, Judge, TRACE};
use turnbuckle_faults::random::Random;
use turnbuckle_faults::run::number;
use turnbuckle_faults::sockets::{ATTEMPT, Server};
use turnbuckle_faults::traces;
use turnbuckle_runtime::Retry;
use turnbuckle_runtime::clock::SystemClock;
use turnbuckle_runtime::transport::Reqwest;

const SEED: u64 = 1;
const RUNS: u64 = 60;

/// Has no server ask for a wait: a client would keep to it, and time is real here.
fn at_once(fault: Fault) -> Fault {
    let no_wait = |wait: Option<&'static str>| wait.filter(|wait| ["", "0", "-5", "soon"].contains(wait));
    match fault {
        Fault::Status(code, wait) => Fault::Status(code, no_wait(wait)),
        Fault::StatusStall(code, wait) => Fault::StatusStall(code, no_wait(wait)),
        Fault::Limit => Fault::LimitAway(200),
        other => other,
    }
}

async fn judge(seed: u64) -> Judge {
    let mut random = Random::new(seed);
    let job = *random.pick(&JOBS);
    let script: Vec<_> = Fault::script(&mut random).into_iter().map(|fault| fault.map(at_once)).collect();
    let server = Server::start(&script).await;
    let transport = Reqwest::builder().build().expect("it can be set up");
    let site = Site {
        world: Arc::clone(&server.world),
        transport: Arc::new(transport),
        clock: Arc::new(SystemClock::new()),
        timeout: Duration::from_secs(3),
        attempt_timeout: ATTEMPT,
        // Nobody waits here for as long as a server asks.
        retry: Retry::default().base_delay(Duration::from_millis(1)).max_delay(Duration::from_millis(3)),
        pause: Duration::ZERO,
        // The time is the machine's, and others work on it.
        grace: Duration::from_secs(20),
    };
    let mut judge = Judge::default();
    work(job, &site, &mut random, &mut judge).await;
    judge.shown(TRACE, &traces::take());
    judge.elsewhere(&server.world);
    judge.counts.requests = server.world.arrivals().len();
    judge.counts.faults = server.world.happened().len();
    judge
}

#[tokio::test]
async fn runs_with_faults() {
    traces::capture();
    let (seed, runs) = (number("TURNBUCKLE_FAULT_SEED", SEED), number("TURNBUCKLE_FAULT_SOCKET_RUNS", RUNS));
    let mut counts = Counts::default();
    let mut findings = Vec::new();
    for seed in seed..seed + runs {
        let judge = judge(seed).await;
        counts += &judge.counts;
        findings.extend(judge.findings.into_iter().map(|finding| format!("seed {seed}: {finding}")));
    }
    eprintln!("{runs} runs over sockets from seed {seed}: {counts}");
    assert!(findings.is_empty() && counts.wrong() == 0, "{counts}\n{}", findings.join("\n"));
    assert!(runs < 10 || counts.faults > 0);
}

#[tokio::test]
async fn two_processes_share_a_token_that_is_renewed() {
    const CALLS: usize = 40;
    const USES: u32 = 5;
    let server = Server::start(&[]).await;
    server.world.rotation.be_strict(USES);
    let folder = std::env::temp_dir().join(format!("turnbuckle-tokens-{}", std::process::id()));
    let start = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caller"));
        command.arg(&server.world.origin).arg(&folder).arg(CALLS.to_string()).kill_on_drop(true).output()
    };
    let (first, second) = tokio::join!(start(), start());
    for output in [first, second] {
        let output = output.expect("the process was started");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    std::fs::remove_dir_all(&folder).expect("tokens were kept in it");
    let refreshes = server.world.rotation.refreshes();
    eprintln!("two processes made {} calls with {refreshes} refreshes", 2 * CALLS);
    assert_eq!(server.world.rotation.reused(), 0);
    // Each token is good for some calls, and both processes go on with the one that either of them has renewed.
    assert!((2 * CALLS / USES as usize..=2 * CALLS / 3).contains(&refreshes), "{refreshes}");
}
