//! The manifest and the README of a generated package.

use serde::Serialize;
use serde_json::json;

use crate::analyze::Gate;
use crate::config::DateTimeLibrary;
use crate::write::File;

use super::context::Cx;
use super::{Runtime, docs, example, layout, markdown};

/// Renders the files that are no Rust.
pub(super) fn files(cx: &Cx<'_>) -> Vec<File> {
    let rustfmt = "# The generator has laid the sources out, and `--check` compares them as they are.\ndisable_all_formatting = true\n";
    vec![
        File { path: "Cargo.toml".into(), contents: manifest(cx) },
        File { path: "README.md".into(), contents: readme(cx) },
        File { path: "rustfmt.toml".into(), contents: rustfmt.to_owned() },
    ]
}

fn manifest(cx: &Cx<'_>) -> String {
    let mut out = String::from("[package]\n");
    let info = &cx.api.info;
    let mut push = |key: &str, value: &str| out.push_str(&format!("{key} = {}\n", toml_string(value)));
    push("name", &cx.names.package);
    push("version", &cx.options.version);
    push("edition", "2024");
    push("rust-version", "1.88");
    push("description", &one_line(&format!("A client of {}", info.title)));
    push("license", "MIT OR Apache-2.0");
    push("readme", "README.md");
    out.push_str("categories = [\"api-bindings\"]\n");
    out.push_str("\n[lib]\n# The documentation is the vendor's: nothing in it is run.\ndoctest = false\n");
    if cx.options.workspace_lints {
        out.push_str("\n[lints.rust]\nmissing_docs = \"warn\"\n");
    }
    out.push_str("\n[features]\n");
    let chosen = cx.gates().iter().filter(|gate| **gate != Gate::Expandable);
    let features: Vec<&str> = chosen.map(|gate| cx.feature(*gate)).collect();
    let all: Vec<String> = features.iter().map(|feature| format!("    {},\n", toml_string(feature))).collect();
    if all.is_empty() {
        out.push_str("default = []\n");
    } else {
        out.push_str(&format!("default = [\n{}]\n", all.concat()));
    }
    for gate in cx.gates() {
        let needs = match gate {
            Gate::Webhooks => super::webhooks::features(cx),
            Gate::Group(_) | Gate::Expandable | Gate::Unused => &[],
        };
        if *gate == Gate::Expandable {
            out.push_str("# The types of what stands in place of its identifier where a call asks for it.\n");
        }
        let needs: Vec<String> = needs.iter().map(|feature| format!("\"turnbuckle-runtime/{feature}\"")).collect();
        out.push_str(&format!("{} = [{}]\n", cx.feature(*gate), needs.join(", ")));
    }
    out.push_str("# Checks against the rules of the document, before anything is sent.\nvalidate = [\"turnbuckle-runtime/validate\"]\n");
    out.push_str("# `Serialize` and `Deserialize` of the models.\nserde = [\"turnbuckle-runtime/serde\"]\n");
    out.push_str("# Calls, lists and streams that block the thread.\nblocking = [\"turnbuckle-runtime/blocking\"]\n");
    out.push_str("# Spans and events.\ntracing = [\"turnbuckle-runtime/tracing\"]\n");
    out.push_str("\n[dependencies]\n");
    let date_time = match cx.options.date_time {
        DateTimeLibrary::Jiff | DateTimeLibrary::String => None,
        DateTimeLibrary::Chrono => Some("\"chrono\""),
        DateTimeLibrary::Time => Some("\"time\""),
    };
    let xml = (!cx.facts.xml.gates.is_empty()).then_some("\"xml\"");
    let charset = cx.facts.charset.then_some("\"charset\"");
    let features: Vec<&str> = date_time.into_iter().chain(xml).chain(charset).collect();
    let extra = if features.is_empty() { String::new() } else { format!(", features = [{}]", features.join(", ")) };
    match &cx.options.runtime {
        Runtime::Path(path) => out.push_str(&format!(
            "turnbuckle-runtime = {{ version = {}, path = {}{extra} }}\n",
            toml_string(env!("CARGO_PKG_VERSION")),
            toml_string(path)
        )),
        Runtime::Version(version) => out.push_str(&format!("turnbuckle-runtime = {{ version = {}{extra} }}\n", toml_string(version))),
    }
    out
}

/// Writes a TOML basic string. Its escapes are those of JSON (TOML 1.0, section "String"), but for the solidus, which JSON does not need.
fn toml_string(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| {
            if c.is_control() {
                ' '
            } else if markdown::is_forbidden(c) {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::new(&mut out);
    match json!(clean).serialize(&mut serializer) {
        Ok(()) => String::from_utf8_lossy(&out).into_owned(),
        Err(_) => "\"\"".to_owned(),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn readme(cx: &Cx<'_>) -> String {
    let (info, names) = (&cx.api.info, cx.names);
    let mut lines = vec![format!("# {}", names.package), String::new()];
    lines.push(format!("A client of {}, version {}.", docs::code(&one_line(&info.title)), docs::code(&one_line(&info.version))));
    lines.push(String::new());
    lines.push("Written by turnbuckle from the vendor's API description. Do not edit: change the description or the configuration, and generate it again.".to_owned());
    lines.push(String::new());
    lines.extend(example::lines(cx));
    if !cx.facts.groups.is_empty() {
        lines.push(String::new());
        lines.push("| feature | operations | on the client |".to_owned());
        lines.push("|---|---|---|".to_owned());
        for group in &cx.facts.groups {
            let count = cx.operations_of(*group).len();
            let names = &cx.names.groups[group.0 as usize];
            lines.push(format!("| `{}` | {count} | `client.{}()` |", names.feature, names.accessor.0));
        }
        lines.push(String::new());
        lines.push(
            "Each of these is on by default. With `default-features = false` and the features that you use, the others cost nothing."
                .to_owned(),
        );
    }
    if cx.gates().contains(&Gate::Expandable) {
        lines.push(String::new());
        lines.push("The feature `expandable`, off by default, has the types of what stands in place of its identifier where a call asks for it. Without it such a value is kept as one that fits no variant.".to_owned());
    }
    lines.push(String::new());
    lines.push("The feature `validate`, off by default, checks values against the rules of the description: `value.validate()`, or `validate_requests()` on the client's builder for all requests. The feature `serde` has `Serialize` and `Deserialize` for the models. The feature `blocking` has calls that block the thread: `call.wait()`. The feature `tracing` has a span for each attempt.".to_owned());
    layout::lines(&lines)
}
