//! Each target over its corpus, and over inputs that were changed at random by a fixed seed.
//!
//! `TURNBUCKLE_FUZZ_RUNS` sets how many changed inputs each target takes, `TURNBUCKLE_FUZZ_SECONDS` for how long it takes them instead,
//! `TURNBUCKLE_FUZZ_SEED` where to begin, and `TURNBUCKLE_FUZZ_SLOW` prints those that take more milliseconds than it says. The input at hand is kept in the folder for temporary files of the build, as
//! `fuzz-TARGET`, and stays there where the process dies; `tests/fuzz/run.sh` takes it as an argument to run it again.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Once;
use std::time::Instant;
use std::{env, fs, panic, thread};

use turnbuckle_fuzz::Target;

/// How many failures are told of.
const TOLD: usize = 5;

fn hold(name: &str) {
    let target = Target::named(name).expect("it is a target");
    let corpus = (target.seeds)();
    assert!(corpus.len() > 3, "only {} inputs", corpus.len());
    let setting = |name: &str, default: u64| env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default);
    let first = setting("TURNBUCKLE_FUZZ_SEED", 0);
    let runs = setting("TURNBUCKLE_FUZZ_RUNS", target.runs) + if first == 0 { corpus.len() as u64 } else { 0 };
    let seconds = setting("TURNBUCKLE_FUZZ_SECONDS", 0);
    let (slow, begun) = (setting("TURNBUCKLE_FUZZ_SLOW", u64::MAX), Instant::now());
    let mut taken: u64 = 0;
    let kept = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{name}"));
    let mut failures = Vec::new();
    for seed in first.. {
        let goes_on = if seconds > 0 { begun.elapsed().as_secs() < seconds } else { taken < runs };
        if !goes_on {
            break;
        }
        taken += 1;
        let input = target.input(&corpus, seed);
        fs::write(&kept, &input).expect("the input can be kept");
        let start = Instant::now();
        let failure = take(target, input);
        let took = start.elapsed().as_millis();
        if u128::from(slow) < took {
            eprintln!("{name}, seed {seed}: {took} ms");
        }
        if let Some(failure) = failure {
            let beside = kept.with_extension(seed.to_string());
            fs::copy(&kept, &beside).expect("the input can be kept");
            // At once, for a run of many hours is stopped by hand.
            eprintln!("{name}, seed {seed}, kept in {}: {failure}", beside.display());
            failures.push(format!("seed {seed}: {failure}"));
        }
    }
    if seconds > 0 {
        eprintln!("{name}: {taken} inputs in {seconds} s, {} findings", failures.len());
    }
    let told = failures[..failures.len().min(TOLD)].join("\n");
    assert!(failures.is_empty(), "{name}: {} of {taken} inputs failed\n{told}", failures.len());
}

thread_local! {
    /// The first panic on this thread. A client turns a panic into an error, so that it would pass for the input's fault.
    static PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the first panic of each thread.
fn watch_panics() {
    static WATCHED: Once = Once::new();
    WATCHED.call_once(|| {
        let shown = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            PANIC.with_borrow_mut(|first| _ = first.get_or_insert_with(|| info.to_string()));
            shown(info);
        }));
    });
}

/// Takes one input on a stack as any thread has it, 2 MiB, and returns what went wrong.
fn take(target: &'static Target, input: Vec<u8>) -> Option<String> {
    watch_panics();
    let work = move || {
        let memory = allocation_counter::measure(|| (target.run)(&input)).bytes_max;
        (memory, PANIC.take())
    };
    match thread::Builder::new().stack_size(2 << 20).spawn(work).expect("a thread can be started").join() {
        Ok((_, Some(panic))) => Some(panic),
        Ok((memory, None)) => (memory > target.memory).then(|| format!("took {memory} bytes of memory")),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            Some(text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_else(|| "panicked".to_owned()))
        }
    }
}

#[test]
fn document_changes_never_break_the_generator() {
    hold("document");
}

#[test]
fn config_faults_are_told_in_words() {
    hold("config");
}

#[test]
fn description_changes_nothing_but_documentation() {
    hold("description");
}

#[test]
fn json_that_was_read_is_the_same_after_it_was_written() {
    hold("json");
}

#[test]
fn xml_that_was_read_is_the_same_after_it_was_written() {
    hold("xml");
}

#[test]
fn text_and_downloads_end_within_their_limits() {
    hold("text");
}

#[test]
fn errors_show_no_credential_whatever_their_bodies() {
    hold("errors");
}

#[test]
fn headers_hold_no_call_past_its_time_and_send_no_credential_elsewhere() {
    hold("headers");
}

#[test]
fn events_are_the_same_however_their_bytes_come() {
    hold("events");
}

#[test]
fn lines_are_the_same_however_their_bytes_come() {
    hold("lines");
}

#[test]
fn webhook_requests_that_nobody_signed_are_never_authentic() {
    hold("webhook");
}

#[test]
fn cassette_files_are_refused_or_play_the_same_again() {
    hold("cassette");
}

#[test]
fn oauth_responses_show_no_secret_and_pass_on_no_foreign_code() {
    hold("oauth");
}
