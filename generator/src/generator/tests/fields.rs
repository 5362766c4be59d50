//! Each field of OpenAPI 2.0 to 3.2 and each keyword of JSON Schema has a row in the guide that says what becomes of it, and the row is true.
//!
//! For each field of `fields.yaml`, two documents are generated that differ in that field alone. What differs between the two packages, and what is reported
//! for only one of them, is in the row's column "changes".

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde_json::{Map, Value};

use crate::config::Config;
use crate::emit::Layout;
use crate::generator::Generator;
use crate::normalize::Dialect;
use crate::normalize::fields::{EVERY, Object, version};
use crate::source::Input;

const GUIDE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/fields.md");

/// What of a package depends on a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Changes {
    parts: BTreeSet<&'static str>,
    messages: BTreeSet<String>,
}

impl Changes {
    fn text(&self) -> String {
        let parts: Vec<_> = self.parts.iter().copied().collect();
        let what = if parts.is_empty() { "nothing".to_owned() } else { parts.join(", ") };
        self.messages.iter().fold(what, |text, message| format!("{text}, {message}"))
    }
}

/// A package in parts that stand for what its users see of a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Made {
    parts: BTreeMap<&'static str, String>,
    messages: BTreeSet<String>,
}

fn make(document: &Value) -> Made {
    let generator = Generator::from_input(Input::Text { name: "api.json".to_owned(), text: document.to_string() });
    let mut plan = match generator.plan() {
        Ok(plan) => plan,
        Err(failure) => {
            let messages = failure.diagnostics.iter().map(message).collect();
            return Made { parts: BTreeMap::new(), messages };
        }
    };
    plan.config = Config::default();
    let digest = plan.sources.digest();
    let files = generator.files(&plan, Layout::Package, Path::new("/nowhere")).unwrap_or_else(|error| panic!("{error:?}"));
    let mut made = Made { messages: plan.diagnostics.iter().map(message).collect(), ..Made::default() };
    for file in files {
        let name = file.path.to_string_lossy().into_owned();
        for line in file.contents.replace(&digest, "").lines() {
            let part = match name.as_str() {
                "Cargo.toml" => "the package",
                _ if !name.ends_with(".rs") || line.trim_start().starts_with("//") => "documentation",
                _ => "code",
            };
            let _ = writeln!(made.parts.entry(part).or_default(), "{name}: {line}");
        }
    }
    made
}

/// Names a diagnostic by its severity and code, and its place if that does not depend on the field.
fn message(diagnostic: &crate::diagnostic::Diagnostic) -> String {
    format!("{} `{}`", diagnostic.severity.word(), diagnostic.code)
}

/// Merges `more` into `value`, member by member.
fn merge(value: &mut Value, more: &Value) {
    match (value, more) {
        (Value::Object(map), Value::Object(more)) => {
            for (key, more) in more {
                merge(map.entry(key.clone()).or_insert(Value::Null), more);
            }
        }
        (value, more) => more.clone_into(value),
    }
}

/// Returns the document of a version without and with the field.
fn documents(samples: &Value, object: &Value, sample: &Map<String, Value>, name: &str, dialect: Dialect) -> (Value, Value) {
    let family = if dialect == Dialect::V2 { "2.0" } else { "3" };
    let mut sample = sample.clone();
    if dialect == Dialect::V2
        && let Some(Value::Object(own)) = sample.remove("2.0")
    {
        sample.extend(own);
    }
    let mut without = samples["documents"][family].clone();
    match dialect {
        Dialect::V2 | Dialect::V3_0 => {}
        Dialect::V3_1 => without["openapi"] = "3.1.1".into(),
        Dialect::V3_2 => without["openapi"] = "3.2.0".into(),
    }
    if let Some(around) = sample.get("around") {
        merge(&mut without, around);
    }
    let at = sample.get("at").or_else(|| object["at"].get(family)).and_then(Value::as_str).unwrap_or_else(|| panic!("{name}: no place"));
    if without.pointer(at).is_none() {
        let (parent, last) = at.rsplit_once('/').unwrap_or_else(|| panic!("{name}: {at}"));
        let parent = without.pointer_mut(parent).and_then(Value::as_object_mut).unwrap_or_else(|| panic!("{name}: {at}"));
        parent.insert(last.to_owned(), Value::Object(Map::new()));
    }
    let place = without.pointer_mut(at).unwrap_or_else(|| panic!("{name}: {at} is not in the document"));
    if let Some(with) = sample.get("with") {
        merge(place, with);
    }
    let mut with = without.clone();
    let place = with.pointer_mut(at).and_then(Value::as_object_mut).unwrap_or_else(|| panic!("{name}: {at} is not an object"));
    for absent in sample.get("without").and_then(Value::as_array).into_iter().flatten() {
        place.shift_remove(absent.as_str().unwrap_or_default());
    }
    let value = sample.get("value").unwrap_or_else(|| panic!("{name}: no value"));
    place.insert(name.to_owned(), value.clone());
    assert_ne!(without, with, "{name}: the sample changes nothing in the document of {}", version(dialect));
    (without, with)
}

fn changes(samples: &Value, object: &Value, sample: &Map<String, Value>, name: &str, dialect: Dialect) -> Changes {
    let (without, with) = documents(samples, object, sample, name, dialect);
    let (before, after) = (make(&without), make(&with));
    let every: BTreeSet<_> = before.parts.keys().chain(after.parts.keys()).copied().collect();
    let parts = every.into_iter().filter(|part| before.parts.get(part) != after.parts.get(part)).collect();
    Changes { parts, messages: after.messages.difference(&before.messages).cloned().collect() }
}

#[test]
fn the_guide_tells_what_becomes_of_each_field() {
    let samples: Value = serde_yaml::from_str(include_str!("fields.yaml")).expect("the samples are YAML");
    let mut guide = String::from(include_str!("fields.md"));
    let mut wrong = Vec::new();
    for object in EVERY {
        let title = format!("{object:?}");
        let own = &samples["objects"][&title];
        let fields = own["fields"].as_object().unwrap_or_else(|| panic!("{title} has no samples"));
        let listed: BTreeSet<&str> = object.fields().iter().map(|(name, ..)| *name).collect();
        let sampled: BTreeSet<&str> = fields.keys().map(String::as_str).collect();
        assert_eq!(listed, sampled, "{title}: the fields and their samples");
        let _ = write!(guide, "\n# {}\n\n| field | versions | changes | what becomes of it |\n|---|---|---|---|\n", heading(*object));
        for &(name, first, last) in object.fields() {
            let sample = fields[name].as_object().unwrap_or_else(|| panic!("{title}.{name}: the sample is not an object"));
            let means = sample.get("means").and_then(Value::as_str).unwrap_or_default();
            if means.is_empty() {
                wrong.push(format!("{title}.{name} says nothing of what becomes of it"));
            }
            let text = if sample.contains_key("value") {
                let early = changes(&samples, own, sample, name, first).text();
                let late = changes(&samples, own, sample, name, last).text();
                if early == late { early } else { format!("{early}; in {} {late}", version(last)) }
            } else {
                "the version".to_owned()
            };
            let versions = if first == last { version(first).to_owned() } else { format!("{} to {}", version(first), version(last)) };
            let _ = writeln!(guide, "| `{name}` | {versions} | {text} | {means} |");
        }
    }
    let extensions = samples["extensions"].as_object().expect("there are extensions");
    assert_eq!(
        extensions.keys().cloned().collect::<BTreeSet<_>>(),
        read_extensions(),
        "the extensions that the sources name, and the samples"
    );
    guide.push_str("\n# Extensions\n\n| extension | of | changes | what becomes of it |\n|---|---|---|---|\n");
    for (name, sample) in extensions {
        let sample = sample.as_object().unwrap_or_else(|| panic!("{name}: the sample is not an object"));
        let text = changes(&samples, &Value::Null, sample, name, Dialect::V3_0);
        if text == Changes::default() {
            wrong.push(format!("{name} changes nothing"));
        }
        let _ = writeln!(
            guide,
            "| `{name}` | {} | {} | {} |",
            sample["of"].as_str().unwrap_or_default(),
            text.text(),
            sample["means"].as_str().unwrap_or_default()
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
    expect_test::expect_file![GUIDE].assert_eq(&guide);
}

/// Returns the extensions that the stages ask for by name.
fn read_extensions() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut folders = ["lower", "normalize"].map(|stage| Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(stage)).to_vec();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the sources are there") {
            let path = entry.expect("the folder can be listed").path();
            if path.file_name().is_some_and(|name| name == "tests" || name == "tests.rs") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source can be read");
            let quoted = text.split('"').skip(1).step_by(2);
            let is_name = |name: &&str| name.len() > 2 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            names.extend(quoted.filter(|text| text.starts_with("x-")).filter(is_name).map(str::to_owned));
        }
    }
    // The prefix under which this crate stores what 3.0 cannot say, and the name of a group of extensions.
    names.retain(|name| name != "x-turnbuckle-" && name != "x-ms-list");
    names
}

fn heading(object: Object) -> String {
    let words = object.words().replace('`', "");
    let bare = words.strip_prefix("the ").or_else(|| words.strip_prefix("an ")).or_else(|| words.strip_prefix("a ")).unwrap_or(&words);
    let mut letters = bare.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
