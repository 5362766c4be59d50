#!/bin/bash
# Measures what a client costs: `tests/benches/compare.sh [ID]...`, with documents of the shared corpus by their ids.
#
# For each document: CPU seconds and peak memory of writing the crate, and of `cargo check` of the crate alone (development profile, not
# incremental, dependencies checked before). Where `ploidy` or `oas3-gen` are installed (`cargo install ploidy oas3-gen`), the same for
# them, in the same run, and our figures as a ratio of theirs. A crate that does not compile is marked with `!`.
set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
corpus=${TURNBUCKLE_SHARED:-$root/../shared}/corpus
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/compare
[ -e "$corpus/INDEX.tsv" ] || { echo "there is no corpus in $corpus" >&2; exit 1; }
command -v python3 >/dev/null || { echo "python3 measures the processes: it is missing" >&2; exit 2; }
ids=("$@")
[ ${#ids[@]} -gt 0 ] || ids=(github stripe petstore-3.0)
mkdir -p "$work"
(cd "$root" && cargo build --release --quiet -p turnbuckle) || exit 1

# Runs a command; prints its CPU seconds, the peak memory in MB of its largest process, and its status.
measure() { # command...
  python3 - "$@" <<'PY'
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(f"{used.ru_utime + used.ru_stime:.2f} {used.ru_maxrss // 1024} {status}")
PY
}

# Checks the crate in a folder, once for its dependencies and once measured for itself.
check() { # folder
  (cd "$1" || exit 1
    grep -q '^\[workspace\]' Cargo.toml || printf '\n[workspace]\n' >>Cargo.toml
    export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$work/build
    cargo check --quiet >/dev/null 2>&1
    find src -name '*.rs' -exec touch {} +
    measure cargo check --quiet)
}

generate() { # tool document folder
  rm -rf "$3"
  case $1 in
    turnbuckle) measure "$target/release/turnbuckle" generate "$2" --allow-outside-root --output "$3" --runtime "$root/runtime" ;;
    ploidy) measure ploidy generate rust "$2" --output "$3" --name client ;;
    oas3-gen) measure oas3-gen generate client-mod -i "$2" -o "$3/src" ;;
  esac
}

printf '%-16s %-12s %8s %7s %9s %8s %7s %9s\n' document tool gen-s gen-MB gen-ratio check-s check-MB check-ratio
for id in "${ids[@]}"; do
  file=$(awk -F'\t' -v id="$id" '$1 == id { print $2 }' "$corpus/INDEX.tsv")
  [ -n "$file" ] || { echo "$id is not in INDEX.tsv" >&2; exit 2; }
  own_gen='' own_check=''
  for tool in turnbuckle ploidy oas3-gen; do
    [ $tool = turnbuckle ] || command -v $tool >/dev/null || continue
    out=$work/$id-$tool
    read -r gen gen_mb status <<<"$(generate $tool "$corpus/$file" "$out")"
    if [ "$status" != 0 ]; then
      printf '%-16s %-12s %8s\n' "$id" $tool "refuses"
      continue
    fi
    chk=- chk_mb=- mark=''
    if [ -e "$out/Cargo.toml" ]; then
      read -r chk chk_mb status <<<"$(check "$out")"
      [ "$status" = 0 ] || mark='!'
    fi
    gen_ratio=- chk_ratio=-
    if [ $tool = turnbuckle ]; then
      own_gen=$gen own_check=$chk
    else
      gen_ratio=$(awk "BEGIN { printf \"%.2f\", $own_gen / $gen }")
      [ "$chk" = - ] || chk_ratio=$(awk "BEGIN { printf \"%.2f\", $own_check / $chk }")
    fi
    printf '%-16s %-12s %8s %7s %9s %8s %7s %9s\n' "$id" $tool "$gen" "$gen_mb" "$gen_ratio" "$chk$mark" "$chk_mb" "$chk_ratio"
  done
done
