//! What the benches share: a way to compare two programs on a machine that is busy.

/// Returns the median.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Measures two programs in turn, each first every other time. Returns the measures of each round.
pub(crate) fn in_turn(rounds: usize, mut ours: impl FnMut() -> f64, mut theirs: impl FnMut() -> f64) -> Vec<(f64, f64)> {
    ours();
    theirs();
    let round = |round: usize| {
        if round.is_multiple_of(2) {
            let ours = ours();
            (ours, theirs())
        } else {
            let theirs = theirs();
            (ours(), theirs)
        }
    };
    (0..rounds).map(round).collect()
}

/// Says whether a limit holds, and ends the bench where `TURNBUCKLE_BENCH_CHECK` is set and it does not.
pub(crate) fn held(holds: bool) -> &'static str {
    assert!(holds || std::env::var_os("TURNBUCKLE_BENCH_CHECK").is_none(), "a limit does not hold");
    if holds { "held" } else { "NOT HELD" }
}
