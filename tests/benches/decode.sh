#!/bin/bash
# Reads and writes real answers: `tests/benches/decode.sh`. Prints microseconds a pass and ratios.
#
# Compared are the types of generated crates (github, stripe, openai of the shared corpus) with the same types whose tables are replaced by
# serde's derives, read by serde_json, and by simd-json and sonic-rs. The answers are examples of the documents; where a document has none,
# as stripe's, one is made of its schema. Needs python3. simd-json changes the bytes it reads, so its time includes a copy of them.
set -eu
root=$(cd "$(dirname "$0")/../.." && pwd)
corpus=${TURNBUCKLE_SHARED:-$root/../shared}/corpus
target=${CARGO_TARGET_DIR:-$root/target}
work=$target/decode
[ -e "$corpus/INDEX.tsv" ] || { echo "there is no corpus in $corpus" >&2; exit 1; }
mkdir -p "$work/src"
[ -n "${TURNBUCKLE:-}" ] || (cd "$root" && CARGO_TARGET_DIR=$target cargo build --release --quiet -p turnbuckle)
generator=${TURNBUCKLE:-$target/release/turnbuckle}
export CARGO_TARGET_DIR=$work/build

python3 - "$root" "$corpus" "$work" "$generator" <<'PY'
import json, pathlib, re, subprocess, sys

root, corpus, work, generator = sys.argv[1:]
files = dict(line.split("\t")[:2] for line in open(f"{corpus}/INDEX.tsv"))

# Each: a name, the document, the operation, its path and method, and the type of the answer.
CASES = [
    ("github_repository", "github", "repos/get", "/repos/{owner}/{repo}", "get"),
    ("github_issues", "github", "issues/list-for-repo", "/repos/{owner}/{repo}/issues", "get"),
    ("openai_chat", "openai", "createChatCompletion", "/chat/completions", "post"),
    ("stripe_balance", "stripe", "GetBalance", "/v1/balance", "get"),
]


class Document:
    def __init__(self, id):
        command = [generator, "dump", f"{corpus}/{files[id]}", "--stage", "normalized", "--allow-outside-root"]
        self.root = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout)

    def at(self, node):
        while isinstance(node, dict) and "$ref" in node:
            target = self.root
            for step in node["$ref"].removeprefix("#/").split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            node = target
        return node

    def answer(self, path, method):
        """Returns an example of a successful answer: the document's, or one that fits its schema."""
        operation = self.root["paths"][path][method]
        content = self.at(operation["responses"]["200"])["content"]["application/json"]
        for example in content.get("examples", {}).values():
            return self.at(example)["value"]
        if "example" in content:
            return content["example"]
        texts = [example.get("response", "") for example in operation.get("x-oaiMeta", {}).get("examples", [])]
        texts = [text for text in texts if text.count('"object": "chat.completion"') == 1]
        if texts:
            return json.loads(max(texts, key=len))
        return self.made(content["schema"], 0)

    def made(self, schema, depth):
        schema = self.at(schema)
        if "enum" in schema:
            return schema["enum"][0]
        for keyword in ("anyOf", "oneOf", "allOf"):
            if keyword in schema and "properties" not in schema:
                return self.made(schema[keyword][0], depth + 1)
        if "properties" in schema:
            # Optional parts of parts are left out, as servers do, and text stands for what could be expanded.
            wanted = lambda name: depth < 6 or name in schema.get("required", [])
            return {name: self.made(own, depth + 1) for name, own in schema["properties"].items() if wanted(name)}
        kind = schema.get("type", "object")
        if kind == "array":
            return [self.made(schema["items"], depth + 1) for _ in range(10 if depth <= 1 else 2)]
        return {"string": "ch_3MmlLrLkdIwHu7ix0snN0B15", "integer": 1679090539, "number": 12.5, "boolean": True}.get(kind, {})


def derived(source):
    """Puts serde's derives in place of the runtime's macros."""
    tables = {}
    for macro, name, rest in re.findall(r"^(record|string_enum|int_enum|tagged_union|untagged_union)!\((\w+)(.*?)^\}(?: else \d+)?\);", source, re.S | re.M):
        body = rest[rest.index("{") + 1 :]
        if macro == "record":
            tables[name] = {field: (wire, flags) for wire, field, flags in re.findall(r'\d+ "((?:[^"\\]|\\.)*)" (\S+) (.+?),\n', body)}
        elif macro == "string_enum":
            tables[name] = {variant: (wire, "") for variant, wire in re.findall(r'(\w+) "((?:[^"\\]|\\.)*)"', body)}
        else:
            tables[name] = {}
    source = re.sub(r"^(record|string_enum|int_enum|tagged_union|untagged_union)!\(.*?^\}(?: else \d+)?\);\n", "", source, flags=re.S | re.M)
    source = re.sub(r"^errors!\(.*?^\}\);\n", "", source, flags=re.S | re.M)
    source = re.sub(r"^default_by_blank!\(.*?\);\n", "", source, flags=re.S | re.M)
    source = re.sub(r"^impl(?: Default for)? \w+ \{.*?^\}\n", "", source, flags=re.S | re.M)
    source = re.sub(r"^impl[^\n]*\{\n.*?^\}\n", "", source, flags=re.S | re.M)
    source = re.sub(r"^ *#\[cfg\([^\n]*\)\]\n", "", source, flags=re.M)
    lines, current = [], None
    for line in source.split("\n"):
        if match := re.match(r"pub (struct|enum) (\w+)", line):
            current = (match[1], tables.get(match[2], {}))
            lines.append("#[derive(serde::Serialize, serde::Deserialize)]")
        elif current and line == "}":
            current = None
        elif current and current[0] == "struct" and (match := re.match(r"    pub ((?:r#)?\w+): (.*)", line)):
            wire, flags = current[1].get(match[1], (match[1], ""))
            attributes = ["flatten"] if "EXTRA" in flags else [f'rename = "{wire}"']
            if "REQUIRED" not in flags and "EXTRA" not in flags:
                attributes.append("default")
                if match[2].startswith(("Option<", "Nullable<")):
                    attributes.append('skip_serializing_if = "Option::is_none"')
            lines.append(f"    #[serde({', '.join(attributes)})]")
        elif current and current[0] == "enum" and (match := re.match(r"    (\w+)(\(?)", line)):
            if match[2]:
                lines.append("    #[serde(untagged)]")
            elif match[1] in current[1]:
                lines.append(f'    #[serde(rename = "{current[1][match[1]][0]}")]')
        lines.append(line)
    # Absent and null are one with derives, as most write them.
    text = "\n".join(lines).replace("Nullable<", "Option<")
    return text.replace("#[derive(Clone, Debug, PartialEq)]\n", "#[derive(Clone)]\n").replace("#[derive(Clone, Debug, PartialEq, Eq, Hash)]\n", "#[derive(Clone)]\n")


documents, manifest, modules, calls = {}, [], [], []
for name, id, operation, path, method in CASES:
    folder = pathlib.Path(work, name)
    command = [generator, "generate", f"{corpus}/{files[id]}", "--allow-outside-root", "--include", operation, "--name", name, "--output", str(folder), "--runtime", f"{root}/runtime"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    documents.setdefault(id, Document(id))
    pathlib.Path(work, f"{name}.json").write_text(json.dumps(documents[id].answer(path, method), indent=1))
    groups = "".join(file.read_text() for file in folder.joinpath("src").glob("*.rs"))
    answer = re.search(r"-> Call<'c, (?:Vec<)?(\w+)>?[,>]", groups)
    kind = f"Vec<{{}}::{answer[1]}>" if "Vec<" in answer[0] else f"{{}}::{answer[1]}"
    shadow = pathlib.Path(work, "src", f"{name}_derived")
    shadow.mkdir(parents=True, exist_ok=True)
    sources = [folder / "src/models.rs", *folder.joinpath("src/models").glob("*.rs")]
    for source in sources:
        target = shadow / ("mod.rs" if source.name == "models.rs" else source.name)
        target.write_text("#![allow(warnings)]\n" + derived(source.read_text()))
    chosen = '["expandable"]' if "\nexpandable = [" in folder.joinpath("Cargo.toml").read_text() else "[]"
    manifest.append(f'{name} = {{ path = "{name}", features = {chosen} }}')
    modules.append(f"mod {name}_derived;")
    ours, theirs = kind.format(f"{name}::models"), kind.format(f"{name}_derived")
    calls.append(f'    compare::<{ours}, {theirs}>("{name}", include_bytes!("../{name}.json"));')

pathlib.Path(work, "Cargo.toml").write_text(f"""[package]
name = "decode"
edition = "2024"

[dependencies]
jiff = {{ version = "0.2", default-features = false, features = ["serde", "std"] }}
serde = {{ version = "1", features = ["derive"] }}
serde_json = "1"
simd-json = "0.17"
sonic-rs = "0.5"
turnbuckle-runtime = {{ path = "{root}/runtime", features = ["serde"] }}
{chr(10).join(manifest)}

[workspace]
members = ["."]
exclude = ["*"]
""")
pathlib.Path(work, "src/main.rs").write_text(f"""use std::hint::black_box;
use std::time::{{Duration, Instant}};

{chr(10).join(modules)}

/// Runs both in turns and returns the microseconds of the fastest pass of each: what else runs can only slow them.
fn fastest(passes: &mut [&mut dyn FnMut()]) -> Vec<f64> {{
    let mut best = vec![f64::MAX; passes.len()];
    let end = Instant::now() + Duration::from_secs(3);
    while Instant::now() < end {{
        for (pass, best) in passes.iter_mut().zip(&mut best) {{
            let start = Instant::now();
            for _ in 0..8 {{
                pass();
            }}
            *best = best.min(start.elapsed().as_secs_f64() * 1e6 / 8.0);
        }}
    }}
    best
}}

fn compare<O, D>(name: &str, text: &[u8])
where
    O: turnbuckle_runtime::model::Model,
    D: serde::Serialize + serde::de::DeserializeOwned,
{{
    let ours: O = turnbuckle_runtime::json::from_slice(text).expect("the answer fits the generated type");
    let derived: D = serde_json::from_slice(text).expect("the answer fits the derived type");
    let again: serde_json::Value = serde_json::from_slice(&turnbuckle_runtime::json::to_vec(ours.view()).expect("it can be written")).expect("it is JSON");
    assert!(again.is_object() || again.is_array());
    let read = fastest(&mut [
        &mut || drop(black_box(turnbuckle_runtime::json::from_slice::<O>(black_box(text)))),
        &mut || drop(black_box(serde_json::from_slice::<D>(black_box(text)))),
        &mut || drop(black_box(simd_json::serde::from_slice::<D>(&mut black_box(text).to_vec()))),
        &mut || drop(black_box(sonic_rs::from_slice::<D>(black_box(text)))),
    ]);
    let write = fastest(&mut [
        &mut || drop(black_box(turnbuckle_runtime::json::to_vec(black_box(&ours).view()))),
        &mut || drop(black_box(serde_json::to_vec(black_box(&derived)))),
        &mut || drop(black_box(sonic_rs::to_vec(black_box(&derived)))),
    ]);
    println!("{{name}} ({{}} bytes)", text.len());
    println!("  read   {{:8.1}} us; of serde_json's derive {{:.2}}, simd-json {{:.2}}, sonic-rs {{:.2}}", read[0], read[0] / read[1], read[0] / read[2], read[0] / read[3]);
    println!("  write  {{:8.1}} us; of serde_json's derive {{:.2}}, sonic-rs {{:.2}}", write[0], write[0] / write[1], write[0] / write[2]);
}}

fn main() {{
{chr(10).join(calls)}
}}
""")
PY
cd "$work" && exec cargo run --release --quiet
