#!/bin/bash
# Checks generated types against values made from the documents alone: `tests/values_corpus.sh [ID]... | third | all`.
#
# Makes 50 values of each component schema of a document of the shared corpus, decodes each into the generated type, encodes it again and
# compares; see tests/examples-roundtrip/src/bin/made_values.rs. `third` is a third of the documents, none of them large. What is generated, and
# lists of the values that did not come back, go to target/examples. A run that was stopped continues where it ended.
set -u
root=$(cd "$(dirname "$0")/.." && pwd)
corpus=${TURNBUCKLE_SHARED:-$root/../shared}/corpus
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$root/target}
[ -e "$corpus/INDEX.tsv" ] || { echo "there is no corpus in $corpus" >&2; [ -z "${CI:-}" ] && exit 0; exit 1; }

third=(additional-operations-3.2 sse-3.2 webhook-example link-example uspto petstore-2.0 petstore-expanded-3.0 tictactoe museum pets-3.1.2
  features-3.2 train-travel walk-3.1 cafe-3.2 petstore-separate-2.0 petstore-3.1-dialect vtex-masterdata notion hubspot-contacts budibase
  hubspot-files webhooks-adyen-tokenization httpbin billingo docker-engine spotify)
ids=("$@")
[ ${#ids[@]} -gt 0 ] || ids=(third)
[ "${ids[0]}" != third ] || ids=("${third[@]}")
[ "${ids[0]}" != all ] || ids=()
work=$CARGO_TARGET_DIR/examples
mkdir -p "$work"
cd "$root" && exec cargo run --quiet -p turnbuckle-examples --bin made_values -- "$corpus" "$work" ${ids[@]+"${ids[@]}"}
