#!/bin/bash
# Measures what a client costs: `tests/benches/compare.sh [ID]...`, with documents of the shared corpus by their ids; nine without.
#
# For each document: CPU seconds and peak memory of writing the crate (the median of five runs), and of `cargo check` of the crate alone
# (development profile, not incremental, dependencies checked before). Where `ploidy` or `oas3-gen` are installed (`cargo install ploidy
# oas3-gen`), the same for them, in the same run. Below, the ratios: ours to the fastest peer that writes the document, and to the best
# peer whose crate compiles, each with its limit. A crate that does not compile is marked with `!`. `GENERATE_ONLY=1` checks nothing.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
corpus=${TURNBUCKLE_SHARED:-$root/../shared}/corpus
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/compare
[ -e "$corpus/INDEX.tsv" ] || { echo "there is no corpus in $corpus" >&2; exit 1; }
command -v python3 >/dev/null || { echo "python3 measures the processes: it is missing" >&2; exit 2; }
ids=("$@")
[ ${#ids[@]} -gt 0 ] || ids=(github stripe openai asana jira plaid zoom box kubernetes)
mkdir -p "$work"
[ -n "${TURNBUCKLE:-}" ] || (cd "$root" && cargo build --release --quiet -p turnbuckle) || exit 1
generator=${TURNBUCKLE:-$target/release/turnbuckle}

# Runs a command once for each time; prints the median of its CPU seconds, the peak memory in MB of its largest process, and its status.
measure() { # times command...
  python3 - "$@" <<'PY'
import os, resource, shutil, subprocess, sys
seconds, before = [], 0.0
for _ in range(int(sys.argv[1])):
    if "FRESH" in os.environ:
        shutil.rmtree(os.environ["FRESH"], ignore_errors=True)
    status = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL).returncode
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds.append(used.ru_utime + used.ru_stime - before)
    before = used.ru_utime + used.ru_stime
print(f"{sorted(seconds)[len(seconds) // 2]:.2f} {used.ru_maxrss // 1024} {status}")
PY
}

# Checks the crate in a folder, once for its dependencies and once measured for itself.
check() { # folder
  (cd "$1" || exit 1
    grep -q '^\[workspace\]' Cargo.toml || printf '\n[workspace]\n' >>Cargo.toml
    export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$work/build
    cargo check --quiet >/dev/null 2>&1
    find src -name '*.rs' -exec touch {} +
    measure 1 cargo check --quiet)
}

# Writes a crate, each time anew.
generate() { # tool document folder
  local -x FRESH=$3
  case $1 in
    turnbuckle) measure 5 "$generator" generate "$2" --allow-outside-root --output "$3" --runtime "$root/runtime" ;;
    ploidy) measure 5 ploidy generate rust "$2" --output "$3" --name client ;;
    oas3-gen) measure 5 oas3-gen generate client-mod -i "$2" -o "$3/src" ;;
  esac
}

# Writes the manifest that oas3-gen leaves to its user.
manifest() { # folder
  cat >"$1/Cargo.toml" <<'TOML'
[package]
name = "client"
version = "0.1.0"
edition = "2024"

[lib]
path = "src/mod.rs"

[dependencies]
anyhow = "1"
chrono = { version = "0.4", features = ["serde"] }
http = "1"
indexmap = { version = "2", features = ["serde"] }
mime = "0.3"
oas3-gen-support = "0.29"
reqwest = { version = "0.13", features = ["form", "json", "multipart", "query", "stream"] }
secrecy = "0.10"
serde = { version = "1", features = ["derive"] }
serde_html_form = "0.4"
serde_json = "1"
serde_with = { version = "3", features = ["chrono_0_4", "base64"] }
uuid = { version = "1", features = ["serde"] }
validator = { version = "0.21", features = ["derive"] }
TOML
}

# Prints the least of the numbers, and nothing for none.
least() { # numbers...
  printf '%s\n' "$@" | grep . | sort -g | head -1
}

# Prints how one number stands to another, and whether a limit holds.
against() { # ours theirs limit
  [ -n "$2" ] || { echo "no peer"; return; }
  awk "BEGIN { ratio = $1 / $2; printf \"%.2f%s\", ratio, ratio <= $3 ? \"\" : \" NOT HELD\" }"
}

ratios=()
printf '%-16s %-12s %8s %7s %8s %7s\n' document tool gen-s gen-MB check-s check-MB
for id in "${ids[@]}"; do
  file=$(awk -F'\t' -v id="$id" '$1 == id { print $2 }' "$corpus/INDEX.tsv")
  [ -n "$file" ] || { echo "$id is not in INDEX.tsv" >&2; exit 2; }
  peers_gen=() peers_check=() peers_memory=()
  for tool in turnbuckle ploidy oas3-gen; do
    [ $tool = turnbuckle ] || command -v $tool >/dev/null || continue
    out=$work/$id-$tool
    read -r gen gen_mb status <<<"$(generate $tool "$corpus/$file" "$out")"
    if [ "$status" != 0 ]; then
      printf '%-16s %-12s %8s\n' "$id" $tool "refuses"
      continue
    fi
    [ $tool != oas3-gen ] || manifest "$out"
    chk=- chk_mb=- mark=''
    if [ -z "${GENERATE_ONLY:-}" ]; then
      read -r chk chk_mb status <<<"$(check "$out")"
      [ "$status" = 0 ] || mark='!'
    fi
    if [ $tool = turnbuckle ]; then
      own_gen=$gen own_check=$chk own_memory=$chk_mb
    else
      peers_gen+=("$gen")
      [ "$chk$mark" = - ] || [ -n "$mark" ] || { peers_check+=("$chk"); peers_memory+=("$chk_mb"); }
    fi
    printf '%-16s %-12s %8s %7s %8s %7s\n' "$id" $tool "$gen" "$gen_mb" "$chk$mark" "$chk_mb"
  done
  row=$(printf '%-16s %-16s' "$id" "$(against "$own_gen" "$(least "${peers_gen[@]}")" 0.35)")
  if [ -z "${GENERATE_ONLY:-}" ]; then
    row+=$(printf ' %-16s %-16s' "$(against "$own_check" "$(least "${peers_check[@]}")" 0.25)" "$(against "$own_memory" "$(least "${peers_memory[@]}")" 0.4)")
  fi
  ratios+=("$row")
done
printf '\n%-16s %-16s %-16s %-16s\n' 'ratio (limit)' 'gen-s (0.35)' 'check-s (0.25)' 'check-MB (0.4)'
printf '%s\n' "${ratios[@]}"
