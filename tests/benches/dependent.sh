#!/bin/bash
# Measures what a service pays that depends on one tag of a large client: `tests/benches/dependent.sh [ID] [FEATURE]`, with a document of the
# shared corpus by its id and a feature of its client; github and issues without.
#
# Makes a package that depends on the client with that feature alone, and one that depends on all of it, and prints the CPU seconds and peak
# memory in MB of `cargo check` (development profile, not incremental): first of everything in an empty target folder, with the count of
# packages, then of the client and the package alone. `TURNBUCKLE` names a built generator. Needs python3.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
corpus=${TURNBUCKLE_SHARED:-$root/../shared}/corpus
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/dependent
id=${1:-github} feature=${2:-issues}
[ -e "$corpus/INDEX.tsv" ] || { echo "there is no corpus in $corpus" >&2; exit 1; }
file=$(awk -F'\t' -v id="$id" '$1 == id { print $2 }' "$corpus/INDEX.tsv")
[ -n "$file" ] || { echo "$id is not in INDEX.tsv" >&2; exit 2; }
[ -n "${TURNBUCKLE:-}" ] || (cd "$root" && CARGO_TARGET_DIR=$target cargo build --release --quiet -p turnbuckle)
generator=${TURNBUCKLE:-$target/release/turnbuckle}
mkdir -p "$work/service/src"
"$generator" generate "$corpus/$file" --allow-outside-root --output "$work/client" --name client --runtime "$root/runtime" >"$work/log" 2>&1 ||
  { cat "$work/log" >&2; exit 1; }
cp "$root/Cargo.lock" "$work/service/Cargo.lock"
echo 'pub use client::Client;' >"$work/service/src/lib.rs"

# Runs `cargo check` and prints its CPU seconds, and the peak memory in MB of its largest process.
measure() {
  python3 - <<'PY'
import resource, subprocess
subprocess.run(["cargo", "check", "--quiet"], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.2f} s, {used.ru_maxrss * 1024 / 1e6:.0f} MB")
PY
}

export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$work/build
cd "$work/service"
for choice in "default-features = false, features = [\"$feature\"]" 'default-features = true'; do
  cat >Cargo.toml <<TOML
[package]
name = "service"
version = "0.1.0"
edition = "2024"

[dependencies]
client = { path = "../client", $choice }

[workspace]
TOML
  cargo fetch --quiet
  rm -rf "$work/build"
  all=$(measure)
  find ../client/src src -name '*.rs' -exec touch {} +
  printf '%s: %s packages from nothing: %s; the client and the package alone: %s\n' "$choice" \
    "$(cargo tree --prefix none --edges normal | awk '{ print $1, $2 }' | sort -u | wc -l)" "$all" "$(measure)"
done
