//! What this process has used.

/// Returns the CPU seconds of user and system.
#[cfg(unix)]
pub(crate) fn cpu_seconds() -> f64 {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;
    let used = getrusage(UsageWho::RUSAGE_SELF).expect("the system counts what a process uses");
    (used.user_time().num_microseconds() + used.system_time().num_microseconds()) as f64 / 1e6
}

/// Returns the most memory that was in use, in MB.
#[cfg(unix)]
#[allow(dead_code, reason = "each bench uses what it needs")]
pub(crate) fn peak_mb() -> u64 {
    use nix::sys::resource::{UsageWho, getrusage};
    let used = getrusage(UsageWho::RUSAGE_SELF).expect("the system counts what a process uses");
    // Linux counts in kB, the BSDs and macOS in bytes.
    let unit = if cfg!(any(target_os = "linux", target_os = "android")) { 1 << 10 } else { 1 << 20 };
    u64::try_from(used.max_rss()).unwrap_or(0) / unit
}

/// Returns the seconds since the first call: elsewhere nothing better is at hand.
#[cfg(not(unix))]
pub(crate) fn cpu_seconds() -> f64 {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed().as_secs_f64()
}

/// Returns 0: elsewhere nothing is at hand.
#[cfg(not(unix))]
#[allow(dead_code, reason = "each bench uses what it needs")]
pub(crate) fn peak_mb() -> u64 {
    0
}
