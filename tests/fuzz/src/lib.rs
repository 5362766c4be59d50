//! A fuzz target for each input that nobody vouches for: documents and configurations, and everything that a server sends.
//!
//! A [`Target`] is a function over bytes that panics where an invariant does not hold. All targets hold that nothing panics, that the work
//! ends, and that no credential of the client is in the text of an error; what else a target holds is said in its module. The same functions
//! run in two ways:
//!
//! * `cargo test -p turnbuckle-fuzz` changes the inputs of each target's small corpus at random, by a fixed seed and for a bounded number of
//!   runs, and bounds the memory that one input takes. `TURNBUCKLE_FUZZ_RUNS` and `TURNBUCKLE_FUZZ_SEED` choose other runs.
//! * `tests/fuzz/run.sh SECONDS [TARGET]` lets libFuzzer find inputs by coverage, from the same corpus.
//!
//! The corpus is code: [`Target::seeds`].

mod cassette;
mod config;
mod description;
mod document;
mod errors;
mod exchange;
mod headers;
mod json;
mod lines;
mod mutate;
mod oauth;
#[path = "../../../generator/tests/oracle/mod.rs"]
#[allow(dead_code, reason = "the generator's own tests read packages from a folder")]
mod oracle;
mod own;
mod rust;
mod shown;
mod sse;
mod text;
mod tree;
mod webhook;
mod words;
mod xml;

use fastrand::Rng;

/// An input that nobody vouches for, and what has to hold of it.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// The name, which is that of the binary under `libfuzzer/fuzz_targets`.
    pub name: &'static str,
    /// Takes an input.
    ///
    /// # Panics
    ///
    /// Where an invariant does not hold.
    pub run: fn(&[u8]),
    /// Returns the corpus.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many changed inputs an ordinary test takes.
    pub runs: u64,
    /// How many bytes of memory one input may take at once.
    pub memory: u64,
}

const MIB: u64 = 1 << 20;

/// Every target.
pub const TARGETS: [Target; 13] = [
    Target { name: "document", run: document::run, seeds: document::seeds, runs: 150, memory: 128 * MIB },
    Target { name: "config", run: config::run, seeds: config::seeds, runs: 150, memory: 128 * MIB },
    Target { name: "description", run: description::run, seeds: description::seeds, runs: 150, memory: 128 * MIB },
    Target { name: "json", run: json::run, seeds: json::seeds, runs: 800, memory: 16 * MIB },
    Target { name: "xml", run: xml::run, seeds: xml::seeds, runs: 800, memory: 16 * MIB },
    Target { name: "text", run: text::run, seeds: text::seeds, runs: 500, memory: 16 * MIB },
    Target { name: "errors", run: errors::run, seeds: errors::seeds, runs: 800, memory: 16 * MIB },
    Target { name: "headers", run: headers::run, seeds: headers::seeds, runs: 600, memory: 16 * MIB },
    Target { name: "events", run: sse::run, seeds: sse::seeds, runs: 400, memory: 16 * MIB },
    Target { name: "lines", run: lines::run, seeds: lines::seeds, runs: 500, memory: 16 * MIB },
    Target { name: "webhook", run: webhook::run, seeds: webhook::seeds, runs: 800, memory: 16 * MIB },
    Target { name: "cassette", run: cassette::run, seeds: cassette::seeds, runs: 400, memory: 16 * MIB },
    Target { name: "oauth", run: oauth::run, seeds: oauth::seeds, runs: 600, memory: 16 * MIB },
];

impl Target {
    /// Returns the target of a name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TARGETS.iter().find(|target| target.name == name)
    }

    /// Returns the input of a seed: the corpus first, then the corpus changed at random.
    pub fn input(&self, corpus: &[Vec<u8>], seed: u64) -> Vec<u8> {
        if let Some(whole) = usize::try_from(seed).ok().and_then(|at| corpus.get(at)) {
            return whole.clone();
        }
        let mut rng = Rng::with_seed(seed);
        let (input, donor) = (rng.choice(corpus), rng.choice(corpus));
        let mut input = input.cloned().unwrap_or_default();
        mutate::change(&mut input, donor.map_or(&[], Vec::as_slice), &mut rng);
        input
    }
}

/// Changes an input in place as libFuzzer's own changes cannot: by what the bytes mean. Returns the new length, which is at most `largest`.
pub fn mutate(input: &mut [u8], size: usize, largest: usize, seed: u32) -> usize {
    let mut rng = Rng::with_seed(u64::from(seed));
    let mut changed = input[..size].to_vec();
    let donor = changed.clone();
    mutate::change(&mut changed, &donor, &mut rng);
    let length = changed.len().min(largest).min(input.len());
    input[..length].copy_from_slice(&changed[..length]);
    length
}
