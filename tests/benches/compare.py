#!/usr/bin/env python3
"""Measures what a client costs: `tests/benches/compare.py [ID]...`, with documents of the shared corpus by their ids; nine without.

For each document and each tool: CPU seconds and peak memory in MB of writing the crate (the least of nine runs), and of `cargo check` of the
crate alone (development profile, all features, not incremental, dependencies checked before; the least of three runs where one takes less
than a minute). The least, since what else the machine does can only add to them. For ours also the check with the feature of its costliest
tag only, and of a crate of eight operations, spread evenly over the document. Peers are measured where they are installed (`cargo install
ploidy oas3-gen cargo-progenitor`). Below stand the ratios, each with its limit: ours to the fastest peer that writes the document, and to
the best peer whose crate compiles. A crate that does not compile is marked with `!`.

`ONLY=generate` compiles nothing; `PEERS=ploidy` takes that peer only (several with commas between them; none for an empty one); `RELEASE=1`
adds `cargo build --release`. `TURNBUCKLE` names a built generator. What is printed is also kept, line by line, in `compare/results.tsv` of the target directory.
"""

import json, os, pathlib, resource, shutil, subprocess, sys, tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORPUS = pathlib.Path(os.environ.get("TURNBUCKLE_SHARED", ROOT.parent / "shared"), "corpus")
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
WORK = TARGET / "compare"
GENERATOR = os.environ.get("TURNBUCKLE", str(TARGET / "release/turnbuckle"))
ONLY, RELEASE = os.environ.get("ONLY", ""), "RELEASE" in os.environ
PEERS = os.environ.get("PEERS", "ploidy,oas3-gen,cargo-progenitor").split(",")
# A compilation of fewer CPU seconds is run three times: on a machine that does other work, too, one run differs by a fifth from the next.
SHORT = 60
IDS = sys.argv[1:] or ["github", "stripe", "openai", "asana", "jira", "plaid", "zoom", "box", "kubernetes"]

# What oas3-gen leaves to its user: its code is a module, for a crate that has these dependencies.
OAS3_GEN_MANIFEST = """[package]
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
regex = "1"
reqwest = { version = "0.13", features = ["form", "json", "multipart", "query", "stream"] }
secrecy = "0.10"
serde = { version = "1", features = ["derive"] }
serde_html_form = "0.4"
serde_json = "1"
serde_with = { version = "3", features = ["base64", "chrono_0_4", "indexmap_2"] }
uuid = { version = "1", features = ["serde"] }
validator = { version = "0.21", features = ["derive", "indexmap"] }
"""

TOOLS = {
    "turnbuckle": lambda spec, out: [GENERATOR, "generate", spec, "--allow-outside-root", "--output", out, "--runtime", f"{ROOT}/runtime"],
    "ploidy": lambda spec, out: ["ploidy", "generate", "rust", spec, "--output", out, "--name", "client"],
    "oas3-gen": lambda spec, out: ["oas3-gen", "generate", "client-mod", "-i", spec, "-o", f"{out}/src"],
    "cargo-progenitor": lambda spec, out: ["cargo-progenitor", "progenitor", "-i", spec, "-o", out, "-n", "client", "-v", "0.1.0"],
}


def measure(command, folder=None):
    """Runs a command as a process of its own; returns its CPU seconds, the peak memory in MB of its largest process, and whether it succeeded."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        quiet = dict(stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        status = subprocess.run(command, cwd=folder, **quiet).returncode
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(write, json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss * 1024 / 1e6, status == 0]).encode())
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        result = json.loads(pipe.read())
    os.waitpid(pid, 0)
    return result


def generate(tool, spec, out, times=9):
    """Writes a crate, each time anew; returns the least of the seconds, the memory, and whether it was written.

    What is measured writes to memory where there is such a folder: ext4 takes long to make a file where others were deleted just before. Runs
    of one tool follow each other: a virtual machine may have to ask its host for memory in the first, which can double a run's time.
    """
    runs = []
    for _ in range(times):
        with tempfile.TemporaryDirectory(dir="/dev/shm" if os.path.isdir("/dev/shm") else None) as folder:
            runs.append(measure(TOOLS[tool](str(spec), f"{folder}/client")))
        if not runs[-1][2]:
            break
    fine = all(run[2] for run in runs)
    if fine:
        shutil.rmtree(out, ignore_errors=True)
        measure(TOOLS[tool](str(spec), str(out)))
        if tool == "oas3-gen":
            (out / "Cargo.toml").write_text(OAS3_GEN_MANIFEST)
        own_workspace(out)
    return min(runs)[0], max(run[1] for run in runs), fine


def own_workspace(out):
    manifest = out / "Cargo.toml"
    if "[workspace]" not in manifest.read_text():
        manifest.write_text(manifest.read_text() + "\n[workspace]\n")


def compile_alone(folder, command, *features):
    """Measures compiling a crate alone: what it depends on is compiled first, through an empty crate of the same manifest beside it."""
    folder = pathlib.Path(folder)
    os.environ.update(CARGO_INCREMENTAL="0", CARGO_TARGET_DIR=str(WORK / "build"))
    command = ["cargo", *command, "--quiet", *features]
    if not (folder / "Cargo.lock").exists():
        measure(["cargo", "generate-lockfile", "--quiet"], folder)
    with tempfile.TemporaryDirectory(prefix="empty-", dir=folder.parent) as empty:
        empty = pathlib.Path(empty)
        for name in ("Cargo.toml", "Cargo.lock"):
            shutil.copy(folder / name, empty)
        for source in ("src/lib.rs", "src/mod.rs"):
            if (folder / source).exists():
                (empty / source).parent.mkdir(exist_ok=True)
                (empty / source).touch()
        if not measure(command, empty)[2]:
            sys.exit(f"{folder}: what the crate depends on does not compile")
    runs = []
    while len(runs) < 3 and (not runs or (runs[0][2] and runs[0][0] < SHORT)):
        for source in folder.glob("src/**/*.rs"):
            source.touch()
        runs.append(measure(command, folder))
    return min(runs)


def inspect(spec):
    command = [GENERATOR, "inspect", str(spec), "--allow-outside-root", "--cost", "--format", "json"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)


def own_parts(spec, out):
    """Measures the check with one tag's feature, and of a crate of eight operations."""
    described = inspect(spec)
    parts = {}
    tags = described["cost"]["tags"]
    if len(tags) > 1:
        parts["tag"] = compile_alone(out, ["check"], "--no-default-features", "--features", tags[0]["choose"])
    operations = [operation["id"] for group in described["groups"] for operation in group["operations"]]
    eight = out.with_name(out.name + "-8")
    shutil.rmtree(eight, ignore_errors=True)
    chosen = [argument for id in operations[:: -(-len(operations) // 8)] for argument in ("--include", id)]
    subprocess.run(TOOLS["turnbuckle"](str(spec), str(eight)) + chosen, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    own_workspace(eight)
    parts["eight"] = compile_alone(eight, ["check"])
    return parts


def against(own, peers, limit):
    """Says how our figure stands to the least of the peers', and whether the limit holds."""
    if own is None:
        return "-"
    if not peers:
        return f"{own:.2f}, no peer"
    ratio = own / min(peers)
    return f"{ratio:.3f}{'' if ratio <= limit else ' NOT HELD'}"


def document(id, files, results):
    """Measures one document with every tool; returns its row of ratios."""
    spec = CORPUS / files[id]
    own, peers = {}, {}
    for tool in TOOLS:
        if tool != "turnbuckle" and (tool not in PEERS or not shutil.which(tool)):
            continue
        out = WORK / f"{id}-{tool}"
        seconds, memory, fine = generate(tool, spec, out)
        figures = {"gen-s": seconds, "gen-MB": memory}
        compiled = {}
        if fine and ONLY != "generate":
            compiled["check"] = compile_alone(out, ["check"], "--all-features")
            if tool == "turnbuckle":
                compiled |= own_parts(spec, out)
            if RELEASE and compiled["check"][2]:
                compiled["release"] = compile_alone(out, ["build", "--release"], "--all-features")
        line = [id, tool] + ([f"{figures['gen-s']:.2f}/{figures['gen-MB']:.0f}"] if fine else ["refuses"])
        for part, (seconds, memory, compiles) in compiled.items():
            line.append(f"{part} {seconds:.2f}/{memory:.0f}{'' if compiles else '!'}")
            if compiles:
                figures |= {f"{part}-s": seconds, f"{part}-MB": memory}
        print(f"{line[0]:<12}{line[1]:<18}{'  '.join(line[2:])}", flush=True)
        results.write("\t".join(line) + "\n")
        results.flush()
        if tool == "turnbuckle":
            own = figures
        elif fine:
            for name, value in figures.items():
                peers.setdefault(name, []).append(value)
    row = [id, against(own["gen-s"], peers.get("gen-s"), 0.35)]
    if ONLY != "generate":
        row += [against(own.get("check-s"), peers.get("check-s"), 0.25), against(own.get("check-MB"), peers.get("check-MB"), 0.4)]
        row += [against(own.get("tag-s"), peers.get("check-s"), 0.08)]
        eight = own.get("eight-s")
        row += ["-" if eight is None else f"{eight:.2f}{'' if eight < 2.0 else ' NOT HELD'}"]
    if RELEASE:
        row += [against(own.get("release-s"), peers.get("release-s"), 0.25), against(own.get("release-MB"), peers.get("release-MB"), 0.4)]
    return row


def main():
    if not (CORPUS / "INDEX.tsv").exists():
        sys.exit(f"there is no corpus in {CORPUS}")
    files = dict(line.split("\t")[:2] for line in (CORPUS / "INDEX.tsv").read_text().splitlines())
    unknown = [id for id in IDS if id not in files]
    if unknown:
        sys.exit(f"{', '.join(unknown)} is not in INDEX.tsv")
    if "TURNBUCKLE" not in os.environ:
        subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "turnbuckle"], cwd=ROOT, check=True)
    WORK.mkdir(parents=True, exist_ok=True)
    print("CPU seconds/MB: of writing, then of compiling")
    with open(WORK / "results.tsv", "a", encoding="utf-8") as results:
        rows = [document(id, files, results) for id in IDS]
    head = ["ratio (limit)", "gen-s (0.35)"]
    if ONLY != "generate":
        head += ["check-s (0.25)", "check-MB (0.4)", "tag-s (0.08)", "eight (< 2 s)"]
    if RELEASE:
        head += ["release-s (0.25)", "release-MB (0.4)"]
    print()
    for row in [head, *rows]:
        print("".join(f"{cell:<18}" for cell in row).rstrip())


main()
