#!/bin/bash
# Generates clients of documents of the shared corpus and compiles them: `tests/compile_corpus.sh [ID]... | third | all`.
#
# Without arguments it takes a few. `third` is a fixed and diverse third of them: every dialect, each kind of service, sizes from 1 to
# 1,223 operations. In both, and in `all`, small documents come first.
#
# Each goes to target/corpus/ID; all share one target folder. Prints a line for each with the CPU seconds and the peak memory of
# checking the crate itself (its dependencies are checked before), the errors of `cargo check`, the warnings of `cargo check` and
# `cargo clippy --all-features -- -D warnings`, and those of `cargo doc --all-features` with `RUSTDOCFLAGS="-D warnings"`. Exit status 1
# where there is an error or a warning. `TURNBUCKLE` names a built generator; without it, one is built.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
corpus=${TURNBUCKLE_SHARED:-$root/../shared}/corpus
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/corpus
export CARGO_TARGET_DIR=$target/corpus-build
index=$corpus/INDEX.tsv
[ -e "$index" ] || { echo "there is no corpus in $corpus" >&2; [ -z "${CI:-}" ] && exit 0; exit 1; }
command -v python3 >/dev/null || { echo "python3 measures the compiler: it is missing" >&2; exit 2; }

ids=("$@")
[ ${#ids[@]} -gt 0 ] || ids=(github stripe petstore-2.0 petstore-3.0 petstore-3.1 train-travel docker-engine digitalocean discord budibase
  hubspot-contacts webhook-example cafe-3.2)
third=(additional-operations-3.2 sse-3.2 webhook-example security-3.0 link-example uspto petstore-2.0 petstore-expanded-3.0 tictactoe museum
  pets-3.1.2 callback-example train-travel walk-3.1 paypal-orders-v2 vtex-masterdata amazon-shipping-v2 notion hubspot-contacts budibase
  klaviyo-profiles deepgram httpbin docker-engine mailchimp-transactional spotify github)
[ "${ids[0]}" != third ] || ids=("${third[@]}")
[ "${ids[0]}" != all ] || mapfile -t ids < <(tail -n +2 "$index" | sort -t "$(printf '\t')" -k8,8n -k1,1 | cut -f1)

# Runs a command, writes its output to a file, and prints its CPU seconds and the peak memory in MB of its largest process.
measure() { # file command...
  python3 - "$@" <<'PY'
import resource, subprocess, sys
with open(sys.argv[1], "w") as log:
    status = subprocess.run(sys.argv[2:], stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.1f} {used.ru_maxrss // 1024} {status}")
PY
}

# Counts the messages of a level that speak of code, not cargo's or rustc's own summaries.
count() { # level file
  grep -E "^$1(\[[A-Z0-9]+\])?: " "$2" | grep -cvE 'could not compile|aborting due to|generated [0-9]+ warning'
}

turnbuckle=$work/turnbuckle
mkdir -p "$work"
if [ -n "${TURNBUCKLE:-}" ]; then
  cp "$TURNBUCKLE" "$turnbuckle"
else
  (cd "$root" && CARGO_TARGET_DIR=$target cargo build --release --quiet -p turnbuckle) || exit 1
  cp "$target/release/turnbuckle" "$turnbuckle"
fi

failed=0
printf '%-28s %6s %8s %8s %8s %7s %9s %8s\n' id ops gen-s check-s peak-MB errors warnings doc
for id in "${ids[@]}"; do
  file=$(awk -F'\t' -v id="$id" '$1 == id { print $2 }' "$index")
  [ -n "$file" ] || { echo "$id is not in $index" >&2; exit 2; }
  out=$work/$id
  rm -rf "$out"
  read -r seconds _ status <<<"$(measure "$work/$id.generate.log" "$turnbuckle" generate "$corpus/$file" --allow-outside-root --output "$out" --runtime "$root/runtime")"
  if [ "$status" != 0 ]; then
    printf '%-28s %6s %8s %8s %8s %7s %9s %8s  see %s\n' "$id" - "$seconds" - - 1 - - "$work/$id.generate.log"
    failed=1
    continue
  fi
  ops=$(grep -rhoE '^static [A-Z0-9_]+: Operation = ' "$out/src" | wc -l)
  # The crate is outside the workspace, with the workspace's versions.
  printf '\n[workspace]\n' >>"$out/Cargo.toml"
  cp "$root/Cargo.lock" "$out/Cargo.lock"
  package=$(sed -n 's/^name = "\(.*\)"/\1/p' "$out/Cargo.toml" | head -1)
  # Dependencies first, so that they are not counted: without features there is nothing of the crate's own but its skeleton.
  (cd "$out" && cargo check --quiet --no-default-features; cargo clean --quiet -p "$package") >"$work/$id.dependencies.log" 2>&1
  read -r seconds_check peak _ <<<"$(cd "$out" && measure "$work/$id.check.log" cargo check --jobs 1)"
  (cd "$out" && cargo clean --quiet -p "$package" && measure "$work/$id.clippy.log" cargo clippy --all-features -- -D warnings) >/dev/null 2>&1
  (cd "$out" && RUSTDOCFLAGS="-D warnings" cargo doc --all-features --no-deps --jobs 1) >"$work/$id.doc.log" 2>&1
  doc_status=$?
  documented=$(count '(warning|error)' "$work/$id.doc.log")
  [ "$documented" != 0 ] || [ "$doc_status" = 0 ] || documented=1
  errors=$(count error "$work/$id.check.log")
  warnings=$(($(count warning "$work/$id.check.log") + $(count '(warning|error)' "$work/$id.clippy.log") - errors))
  [ "$errors" = 0 ] && [ "$warnings" = 0 ] && [ "$documented" = 0 ] || failed=1
  printf '%-28s %6s %8s %8s %8s %7s %9s %8s\n' "$id" "$ops" "$seconds" "$seconds_check" "$peak" "$errors" "$warnings" "$documented"
  # A crate's documentation and build take up to a gigabyte.
  (cd "$out" && cargo clean --quiet -p "$package") >/dev/null 2>&1
  rm -rf "${CARGO_TARGET_DIR:?}/doc"
done
exit $failed
