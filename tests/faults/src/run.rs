//! Runs by seed.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use turnbuckle_runtime::Retry;
use turnbuckle_runtime::transport::Transport;
use turnbuckle_runtime::transport::cassette::{Recorder, Redaction};

use crate::fault::Fault;
use crate::jobs::{JOBS, Job, Site, work};
use crate::judge::{Judge, TRACE};
use crate::memory::{LATE, Memory, RunClock};
use crate::random::Random;
use crate::traces;
use crate::world::World;

/// What a seed chooses.
#[derive(Clone, Debug)]
pub struct Run {
    /// The seed.
    pub seed: u64,
    /// What the clients do.
    pub job: Job,
    /// What goes wrong with each request in turn.
    pub script: Vec<Option<Fault>>,
    timeout: Duration,
    attempt_timeout: Duration,
    retry: Retry,
    records: bool,
}

impl Run {
    /// Chooses by a seed.
    pub fn new(seed: u64) -> Self {
        let mut random = Random::new(seed);
        let job = *random.pick(&JOBS);
        let timeout = Duration::from_millis(500 + random.below(90_000));
        let attempt_timeout = Duration::from_millis(500 + random.below(40_000));
        let retry = match random.below(4) {
            0 => Retry::never(),
            1 => Retry::default().attempts(6).max_delay(Duration::from_secs(100_000_000_000)),
            _ => Retry::default(),
        };
        let script = if job == Job::Limits { Fault::limits(&mut random) } else { Fault::script(&mut random) };
        Self { seed, job, script, timeout, attempt_timeout, retry, records: random.chance(12) }
    }

    /// Sets when requests are sent again, in place of what the seed says.
    #[must_use]
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Sets what goes wrong, in place of what the seed says.
    #[must_use]
    pub fn script(mut self, script: &[Fault]) -> Self {
        self.script = script.iter().cloned().map(Some).collect();
        self
    }

    /// Does the run in memory and judges it.
    pub async fn judge(&self) -> Judge {
        self.judge_with(|memory| Arc::new(memory)).await
    }

    /// Does the run in memory, with something before the network.
    pub async fn judge_with(&self, wrap: impl FnOnce(Memory) -> Arc<dyn Transport>) -> Judge {
        let world = Arc::new(World::new("https://api.test", "https://cdn.test", &self.script));
        let clock = RunClock::new(self.seed);
        let memory = Memory::new(Arc::clone(&world), clock.clone());
        let recorder = self.records.then(|| Recorder::new(memory.clone(), cassette()).redaction(Redaction::default().header("x-private")));
        let transport = match &recorder {
            Some(recorder) => Arc::new(recorder.clone()) as Arc<dyn Transport>,
            None => wrap(memory),
        };
        let site = Site {
            world: Arc::clone(&world),
            transport,
            clock: Arc::new(clock),
            timeout: self.timeout,
            attempt_timeout: self.attempt_timeout,
            retry: self.retry.clone(),
            pause: Duration::from_secs(5),
            grace: if self.script.contains(&Some(Fault::Members)) { LATE } else { Duration::ZERO },
        };
        let mut judge = Judge::default();
        traces::take();
        work(self.job, &site, &mut Random::new(self.seed ^ 0x5eed), &mut judge).await;
        judge.shown(TRACE, &traces::take());
        judge.elsewhere(&world);
        if let Some(recorder) = recorder {
            judge.shown("a cassette", &written(&recorder));
        }
        judge.counts.requests = world.arrivals().len();
        judge.counts.faults = world.happened().len();
        judge
    }

    /// Takes faults out for as long as the run still fails.
    pub async fn shrink(mut self) -> Self {
        for at in (0..self.script.len()).rev() {
            let Some(fault) = self.script[at].take() else { continue };
            if self.judge().await.counts.wrong() == 0 {
                self.script[at] = Some(fault);
            }
        }
        while matches!(self.script.last(), Some(None)) {
            self.script.pop();
        }
        self
    }
}

/// Names a file that no other run writes.
fn cassette() -> PathBuf {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    std::env::temp_dir().join(format!("turnbuckle-faults-{}-{number}.json", std::process::id()))
}

/// Returns what a recorder writes.
fn written(recorder: &Recorder) -> String {
    let path = cassette();
    let shown = format!("{recorder:?}");
    let path = shown.split('"').nth(1).map_or(path, PathBuf::from);
    recorder.save().expect("the folder for temporary files can be written to");
    let text = std::fs::read_to_string(&path).expect("it was written");
    std::fs::remove_file(&path).expect("it was written");
    text
}

/// Returns a number from the environment.
pub fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}
