#!/usr/bin/env bash
# Runs the fuzz targets by coverage: tests/fuzz/run.sh SECONDS [TARGET [INPUT]]. Without a target, each of them for so many seconds, one
# after the other. With the file of an input, that input once. Needs `cargo install cargo-fuzz` and a C++ compiler; no nightly compiler. Without
# cargo-fuzz, the ordinary tests run for so long, which change inputs at random and know nothing of coverage.
#
# What is found is kept under target/fuzz/artifacts/TARGET, and the corpus that coverage has added under target/fuzz/corpus/TARGET. The last
# line of a target says how many inputs it took and how many of these failed.
set -uo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:?usage: tests/fuzz/run.sh SECONDS [TARGET [INPUT]]}
kept=$PWD/target/fuzz
# An input may take this many seconds, and this much memory in MB.
limits=(-timeout=20 -rss_limit_mb=2048 -malloc_limit_mb=512 -max_len=65536)
if ! command -v cargo-fuzz >/dev/null; then
    echo "cargo-fuzz is not installed: inputs are changed at random, without regard to coverage" >&2
    TURNBUCKLE_FUZZ_SECONDS=$seconds TURNBUCKLE_FUZZ_SEED=$RANDOM$RANDOM \
        exec cargo test --quiet -p turnbuckle-fuzz --test seeds -- --nocapture --test-threads=1 ${2:+"${2}_"}
fi
targets=${2:-$(cargo run --quiet -p turnbuckle-fuzz --bin corpus)} || exit 2
failed=0
for target in $targets; do
    fuzz=(cargo fuzz run --fuzz-dir tests/fuzz/libfuzzer --sanitizer none --target-dir "$kept/build" "$target")
    if [ $# -ge 3 ]; then
        "${fuzz[@]}" "$3" -- "${limits[@]}"
        exit
    fi
    mkdir -p "$kept/corpus/$target" "$kept/artifacts/$target"
    cargo run --quiet -p turnbuckle-fuzz --bin corpus "$target" "$kept/seeds/$target" || exit 2
    log=$kept/$target.log
    # One job that ends at the first failure would leave the rest of the time unused, so libFuzzer's forks go on.
    "${fuzz[@]}" "$kept/corpus/$target" "$kept/seeds/$target" -- "${limits[@]}" -max_total_time="$seconds" -fork=1 -ignore_crashes=1 \
        -ignore_timeouts=1 -ignore_ooms=1 -artifact_prefix="$kept/artifacts/$target/" >"$log" 2>&1
    runs=$(grep -oE '^#[0-9]+' "$log" | tail -n 1 | tr -d '#')
    found=$(find "$kept/artifacts/$target" -type f | wc -l)
    echo "$target: ${runs:-0} inputs in $seconds s, $found findings"
    if [ -z "$runs" ] || [ "$found" -gt 0 ]; then
        tail -n 20 "$log"
        failed=1
    fi
done
exit $failed
