#!/bin/bash
# Holds generated types against vendors' examples: `tests/examples_corpus.sh [ID]... | all`.
#
# Decodes each example of a document of the shared corpus into the generated type, encodes it again and compares; see
# tests/examples-roundtrip. Without an ID it takes the documents that tests/compile_corpus.sh takes. What is generated, and lists of what
# missed, what does not fit its own schema and what has no type, go to target/examples. Exit status 1 where too much missed.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
corpus=${TURNBUCKLE_SHARED:-$root/../shared}/corpus
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
[ -e "$corpus/INDEX.tsv" ] || { echo "there is no corpus in $corpus" >&2; [ -z "${CI:-}" ] && exit 0; exit 1; }

ids=("$@")
[ ${#ids[@]} -gt 0 ] || ids=(github stripe petstore-2.0 petstore-3.0 petstore-3.1 train-travel docker-engine digitalocean discord budibase
  hubspot-contacts webhook-example cafe-3.2)
[ "${ids[0]}" != all ] || ids=()
work=$CARGO_TARGET_DIR/examples
mkdir -p "$work"
cd "$root" && exec cargo run --quiet -p turnbuckle-examples --bin vendor_examples -- "$corpus" "$work" ${ids[@]+"${ids[@]}"}
