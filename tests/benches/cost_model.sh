#!/bin/bash
# Fits the weights of `turnbuckle inspect --cost` to measurements: `tests/benches/cost_model.sh [ID]...`, with documents of the shared
# corpus by their ids. It prints each measurement beside the estimate of the built generator, then the weights that would fit best.
#
# Measured is `cargo check` of the crate alone (development profile, not incremental, dependencies checked before), whole and with the
# feature of its costliest tag only. Weights are never negative and fit the relative error, so that small crates count like large ones.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
corpus=${TURNBUCKLE_SHARED:-$root/../shared}/corpus
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/cost-model
[ -e "$corpus/INDEX.tsv" ] || { echo "there is no corpus in $corpus" >&2; exit 1; }
ids=("$@")
[ ${#ids[@]} -gt 0 ] || ids=(petstore-3.0 train-travel hubspot-contacts klaviyo-profiles spotify httpbin docker-engine notion discord asana
  jira box gitea kubernetes zoom plaid digitalocean openai stripe github)
mkdir -p "$work"
[ -n "${TURNBUCKLE:-}" ] || (cd "$root" && CARGO_TARGET_DIR=$target cargo build --release --quiet -p turnbuckle)
generator=${TURNBUCKLE:-$target/release/turnbuckle}
export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$work/build

exec python3 - "$root" "$corpus" "$work" "$generator" "${ids[@]}" <<'PY'
import json, os, pathlib, resource, subprocess, sys

root, corpus, work, generator, *ids = sys.argv[1:]
files = dict(line.split("\t")[:2] for line in open(f"{corpus}/INDEX.tsv"))
THINGS = ["operations", "params", "structs", "fields", "enums", "variants"]


def check(folder, *features):
    """Returns the CPU seconds and rustc's peak memory in MB of checking the crate alone."""
    for source in pathlib.Path(folder, "src").rglob("*.rs"):
        source.touch()
    pid = os.fork()
    if pid == 0:
        # A process of its own, whose children's peak memory is that of this check and no other.
        done = subprocess.run(["cargo", "check", "--quiet", "--jobs", "1", *features], cwd=folder)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        pathlib.Path(folder, "measured.json").write_text(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6]))
        os._exit(done.returncode)
    if os.waitpid(pid, 0)[1] != 0:
        sys.exit(f"{folder} does not compile")
    return json.loads(pathlib.Path(folder, "measured.json").read_text())


rows = []
print(f"{'crate':44} {'check s':>8} {'estimate':>8} {'MB':>6} {'estimate':>8}", flush=True)
for id in ids:
    spec, folder = f"{corpus}/{files[id]}", f"{work}/{id}"
    common = [spec, "--allow-outside-root"]
    subprocess.run([generator, "generate", *common, "--output", folder, "--runtime", f"{root}/runtime"], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    if "[workspace]" not in (manifest := pathlib.Path(folder, "Cargo.toml")).read_text():
        manifest.write_text(manifest.read_text() + "\n[workspace]\n")
    pathlib.Path(folder, "Cargo.lock").write_text(pathlib.Path(root, "Cargo.lock").read_text())
    budget = json.loads(subprocess.run([generator, "inspect", *common, "--cost", "--format", "json"], check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)["cost"]
    subprocess.run(["cargo", "check", "--quiet", "--jobs", "1", "--no-default-features"], cwd=folder, check=True)
    parts = [(budget["whole"], [])]
    if len(budget["tags"]) > 1:
        parts.append((budget["tags"][0], ["--no-default-features", "--features", budget["tags"][0]["choose"]]))
    for part, features in parts:
        seconds, megabytes = check(folder, *features)
        rows.append(([1.0] + [float(part["counts"][thing]) for thing in THINGS], seconds, megabytes))
        name = id if not features else f"{id}: {part['choose']}"
        print(f"{name[:44]:44} {seconds:8.2f} {part['alone_seconds']:8.2f} {megabytes:6.0f} {part['alone_megabytes']:8.0f}", flush=True)


def fit(pairs):
    """Least squares of the relative error over weights that are not negative, one coordinate at a time."""
    scaled = [([x / y for x in xs], 1.0) for xs, y in pairs]
    weights = [0.0] * len(scaled[0][0])
    for _ in range(20000):
        for i in range(len(weights)):
            top = sum(xs[i] * (y - sum(w * x for w, x in zip(weights, xs)) + weights[i] * xs[i]) for xs, y in scaled)
            bottom = sum(xs[i] ** 2 for xs, _ in scaled)
            weights[i] = max(0.0, top / bottom) if bottom else 0.0
    errors = [abs(sum(w * x for w, x in zip(weights, xs)) / y - 1) for xs, y in pairs]
    return weights, sorted(errors)


for name, column, unit in (("milliseconds", 1, 1e3), ("kilobytes", 2, 1e3)):
    weights, errors = fit([(row[0], row[column]) for row in rows])
    text = ", ".join(f"{thing}: {weight * unit:.3f}" for thing, weight in zip(["base"] + THINGS, weights))
    print(f"\n{name}: {text}\n  relative error: median {errors[len(errors) // 2]:.0%}, largest {errors[-1]:.0%}")
PY
