#!/usr/bin/env python3
"""Runs mutation testing over a seeded sample: `tests/mutants.py [--shard K/N] [--sample 300] [--seed 1] [--only WORD] [--in-place]`.

Needs `cargo install cargo-mutants`. The sample is chosen by a hash of the seed and of each mutant's file, function and replacement, so that
a change elsewhere in the sources does not choose another sample. A shard is every Nth mutant of the sample, from the Kth on (K counts from 0).

A mutant that the crate's own unit tests catch is not tested again by a later run: results are kept in `target/mutants/RESULTS.tsv`, and a run that
was stopped continues where it ended. The table at the end counts the whole sample, whichever runs tested it. `--fresh` forgets the results;
a mutant whose outcome was `missed` or `timeout` is always tested again. `--only` takes only the mutants whose file has that word in its path.
"""

import argparse
import collections
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Where a fault pays twice, leaks or misleads. Tests themselves are not mutated.
AREAS = {
    "turnbuckle-runtime": [
        "runtime/src/retry",
        "runtime/src/governor",
        "runtime/src/breaker",
        "runtime/src/page",
        "runtime/src/send",
        "runtime/src/auth",
        "runtime/src/webhook/verify",
        "runtime/src/redact",
        "runtime/src/json/flatten",
        "runtime/src/json/index",
        "runtime/src/json/unions",
    ],
    "turnbuckle": ["generator/src/write"],
}
# Tests that take most of the time and tell few mutants apart. They run only for mutants that all others miss.
SLOW = {
    "turnbuckle-runtime": [
        "json::tests::deep::the_index_does_not_change_which_arm_is_chosen",
        "json::tests::mutilated_text_is_read_as_serde_json_reads_it",
        "tests::bases::no_value_of_a_variable_leads_to_another_origin",
        "tests::governor::ten_thousand_concurrent_calls",
        "tests::governor::windows::a_server_that_names_ever_other_limits_does_not_fill_the_memory",
        "tests::leaks::",
        "tests::recordings::a_body_that_cannot_be_decoded",
        "tests::tls::",
        "validate::tests::patterns_that_are_known",
    ],
    "turnbuckle": ["markdown::tests::fuzz"],
}
FEATURES = {"turnbuckle-runtime": ["--all-features"], "turnbuckle": []}


def mutants(package):
    """Lists the mutants of a package's areas."""
    files = [argument for area in AREAS[package] for argument in ("-f", f"{area}.rs", "-f", f"{area}/**")]
    listed = subprocess.run(
        ["cargo", "mutants", "--list", "--json", "--no-config", "-p", package, "-e", "**/tests.rs", "-e", "**/tests/**", *files],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    return json.loads(listed.stdout)


def key(mutant):
    """What identifies a mutant although lines move: the file, the function, and the change."""
    change = re.sub(r"^\S+?:\d+:\d+: ", "", mutant["name"])
    lines = [line for line in mutant["diff"].splitlines() if line[:1] in "+-"][2:]
    return "\t".join([mutant["file"], change, hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]])


def area(mutant):
    """The area that a mutant is of, for the table."""
    path = mutant["file"]
    return max((area for areas in AREAS.values() for area in areas if path.startswith(area)), key=len)


def sample(size, seed):
    """Chooses mutants of all packages by the hash of the seed and their keys."""
    every = [mutant for package in AREAS for mutant in mutants(package)]
    by_hash = sorted(every, key=lambda mutant: hashlib.sha256(f"{seed}\t{key(mutant)}".encode()).hexdigest())
    return by_hash[:size], len(every)


def run(package, chosen, results, in_place):
    """Tests mutants of a package: with the quick tests, and those that they miss with all tests."""
    run_tests(package, chosen, results, in_place, [word for test in SLOW[package] for word in ("--skip", test)])
    missed = [mutant for mutant in chosen if results.get(key(mutant)) == "missed"]
    if missed:
        run_tests(package, missed, results, in_place, [])


def run_tests(package, chosen, results, in_place, choice):
    """Tests mutants of a package with a choice of its tests, and records the outcome of each."""
    output = ROOT / "target" / "mutants" / package
    output.mkdir(parents=True, exist_ok=True)
    names = {mutant["name"]: mutant for mutant in chosen}
    config = output / "sample.toml"
    exact = [f"^{re.escape(name)}$" for name in names]
    config.write_text(f"examine_re = {json.dumps(exact)}\n")
    command = ["cargo", "mutants", "--config", config, "-p", package, "--output", output, "--timeout", "60", "--build-timeout", "600"]
    # cargo-mutants does not choose mutants that delete a field by their name, so the files are named as well.
    command += [argument for file in sorted({mutant["file"] for mutant in chosen}) for argument in ("-f", file)]
    command += ["--in-place"] if in_place else []
    command += [*FEATURES[package], "--cargo-arg=--lib", "--", "--", *choice]
    # Debug information is a third of a mutant's build.
    env = os.environ | {"CARGO_INCREMENTAL": "1", "CARGO_PROFILE_DEV_DEBUG": "0", "CARGO_PROFILE_TEST_DEBUG": "0"}
    try:
        subprocess.run(command, cwd=ROOT, env=env, check=False)
    finally:
        for outcome in ("caught", "missed", "timeout", "unviable"):
            file = output / "mutants.out" / f"{outcome}.txt"
            for name in file.read_text().splitlines() if file.exists() else []:
                if name in names:
                    results[key(names[name])] = outcome


def main():
    """Parses the arguments, tests what is to be tested, and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shard", default="0/1")
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--only", default="")
    parser.add_argument("--fresh", action="store_true", help="forget earlier results")
    parser.add_argument("--in-place", action="store_true", help="mutate this checkout, whose build folder is used, instead of a copy")
    parser.add_argument("--table", action="store_true", help="only print the table of earlier results")
    arguments = parser.parse_args()
    shard, shards = (int(part) for part in arguments.shard.split("/"))
    if not 0 <= shard < shards:
        sys.exit("--shard takes K/N, where K counts from 0 and is less than N")

    store = ROOT / "target" / "mutants" / "RESULTS.tsv"
    store.parent.mkdir(parents=True, exist_ok=True)
    results = {}
    if store.exists() and not arguments.fresh:
        results = dict(line.rsplit("\t", 1) for line in store.read_text().splitlines())
    chosen, total = sample(arguments.sample, arguments.seed)
    if not arguments.table:
        done = ("caught", "unviable")
        mine = [mutant for index, mutant in enumerate(chosen) if index % shards == shard and arguments.only in mutant["file"]]
        for package in AREAS:
            todo = [mutant for mutant in mine if mutant["package"] == package and results.get(key(mutant)) not in done]
            # In batches, so that an interruption loses little.
            for start in range(0, len(todo), 50):
                run(package, todo[start : start + 50], results, arguments.in_place)
                store.write_text("".join(f"{name}\t{outcome}\n" for name, outcome in sorted(results.items())))

    counts = collections.defaultdict(collections.Counter)
    missed = []
    for mutant in chosen:
        outcome = results.get(key(mutant), "not tested")
        counts[area(mutant)][outcome] += 1
        if outcome == "missed":
            missed.append(mutant["name"])
    columns = ("caught", "timeout", "missed", "unviable", "not tested")
    print(f"sample of {len(chosen)} of {total} mutants, seed {arguments.seed}")
    print("area".ljust(30), *(column.rjust(10) for column in columns))
    for name, row in sorted(counts.items()):
        print(name.ljust(30), *(str(row[column]).rjust(10) for column in columns))
    sums = {column: sum(row[column] for row in counts.values()) for column in columns}
    print("all".ljust(30), *(str(sums[column]).rjust(10) for column in columns))
    viable = sums["caught"] + sums["timeout"] + sums["missed"]
    if viable:
        print(f"caught {(sums['caught'] + sums['timeout']) / viable:.1%} of the {viable} viable mutants tested")
    print("\n".join(missed))


if __name__ == "__main__":
    main()
