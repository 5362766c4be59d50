//! A name never changes because an unrelated part of the document did.
//!
//! Real documents are changed at random, by a seed: an operation, a schema that nothing refers to, a property or a tag is taken out or put
//! in, first and last. Every item that was there before and is there after must have the name that it had. A name may change only with an
//! item that would be called the same in the same scope; the test holds it to that.
//!
//! The documents are in the shared corpus, which is not part of the repository: without it nothing is tested, which a line says, and in
//! continuous integration that fails.

mod shared;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use turnbuckle::Generator;
use turnbuckle::generator::Plan;
use turnbuckle::ir::{Shape, type_name};
use turnbuckle::source::Input;

use shared::corpus;

const DOCUMENTS: [&str; 6] =
    ["hubspot-contacts.json", "notion.json", "billbee.json", "twilio-taskrouter-v1.json", "paypal-orders-v2.json", "vtex-logistics.json"];
const ROUNDS: u64 = 3;
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Numbers that look random and are the same in every run (xorshift64*, Vigna 2016).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap_or_default() % limit.max(1)
    }
}

/// Names by what they are for: a place in the document and what stands there.
type Named = BTreeMap<String, String>;

fn plan(tree: &Value) -> Plan {
    let input = Input::Text { name: "spec.json".to_owned(), text: tree.to_string() };
    Generator::from_input(input).plan().unwrap_or_else(|failure| panic!("{failure}"))
}

fn names(tree: &Value) -> Named {
    let plan = plan(tree);
    let (api, names) = (&plan.api, &plan.names);
    let mut found = Named::new();
    for id in api.type_ids() {
        let own = &names.types[id.0 as usize];
        let Some(ident) = &own.ident else { continue };
        let at = format!("type {} {}", type_name(api, id), api.ty(id).origin.pointer);
        let wires: Vec<String> = match &api.ty(id).shape {
            Shape::Struct(shape) => shape.fields.iter().map(|field| field.wire.clone()).collect(),
            Shape::Enum(shape) => shape.values.iter().map(|value| value.wire.to_string()).collect(),
            Shape::Union(shape) => shape.variants.iter().map(|variant| variant.name.clone()).collect(),
            Shape::Alias(_) => Vec::new(),
        };
        found.extend(wires.iter().zip(&own.members).map(|(wire, name)| (format!("{at} . {wire}"), name.0.clone())));
        found.insert(at, ident.0.clone());
    }
    for (group, own) in api.groups.iter().zip(&names.groups) {
        found.insert(format!("tag {}", group.tag), format!("{} {} {}", own.feature, own.module, own.ident));
    }
    for (op, own) in api.operations.iter().zip(&names.operations) {
        let at = format!("operation {} {}", op.method, op.path);
        for (param, name) in op.params.iter().zip(&own.params) {
            found.insert(format!("{at} {:?} {}", param.location, param.wire), name.0.clone());
        }
        found.insert(format!("{at} parts"), format!("{} {} {}", own.constant, own.options, own.response));
        found.insert(at, own.method.0.clone());
    }
    for (facts, own) in plan.facts.error_unions.iter().zip(&names.error_unions) {
        let types: Vec<String> = facts.types.iter().map(|ty| turnbuckle::ir::type_text(api, ty)).collect();
        found.insert(format!("errors {}", types.join(" | ")), own.ident.0.clone());
    }
    found
}

/// A change of a document: what it is, and whether something is taken out.
type Change = (&'static str, fn(&mut Value, &mut Random) -> bool);

const CHANGES: [Change; 8] = [
    ("an operation is taken out", take_operation),
    ("a schema is taken out", take_schema),
    ("a property is taken out", take_property),
    ("a tag is taken out", take_tag),
    ("an operation is put in", put_operation),
    ("a schema is put in", put_schema),
    ("a property is put in", put_property),
    ("a tag is put in", put_tag),
];

fn member<'v>(tree: &'v mut Value, key: &str) -> Option<&'v mut Map<String, Value>> {
    tree.as_object_mut()?.get_mut(key)?.as_object_mut()
}

fn schemas(tree: &mut Value) -> Option<&mut Map<String, Value>> {
    if tree.get("definitions").is_some() { member(tree, "definitions") } else { member(tree.get_mut("components")?, "schemas") }
}

fn pick_key(map: &Map<String, Value>, random: &mut Random) -> Option<String> {
    map.keys().nth(random.below(map.len())).cloned()
}

/// Puts a member in, first or last.
fn insert(map: &mut Map<String, Value>, key: &str, value: Value, random: &mut Random) {
    if random.below(2) == 0 {
        map.insert(key.to_owned(), value);
    } else {
        let members = std::mem::take(map);
        map.insert(key.to_owned(), value);
        map.extend(members);
    }
}

fn take_operation(tree: &mut Value, random: &mut Random) -> bool {
    let Some(paths) = member(tree, "paths") else { return false };
    let Some(item) = pick_key(paths, random).and_then(|path| paths.get_mut(&path)?.as_object_mut()) else { return false };
    let found: Vec<&str> = METHODS.into_iter().filter(|method| item.contains_key(*method)).collect();
    found.get(random.below(found.len())).is_some_and(|method| item.shift_remove(*method).is_some())
}

fn take_schema(tree: &mut Value, random: &mut Random) -> bool {
    let text = tree.to_string();
    let Some(schemas) = schemas(tree) else { return false };
    let free: Vec<String> = schemas.keys().filter(|name| !text.contains(&format!("/{name}\""))).cloned().collect();
    free.get(random.below(free.len())).is_some_and(|name| schemas.shift_remove(name).is_some())
}

fn properties<'v>(tree: &'v mut Value, random: &mut Random) -> Option<&'v mut Map<String, Value>> {
    let schemas = schemas(tree)?;
    let with: Vec<String> = schemas.iter().filter(|(_, schema)| schema.get("properties").is_some()).map(|(name, _)| name.clone()).collect();
    member(schemas.get_mut(with.get(random.below(with.len()))?)?, "properties")
}

fn take_property(tree: &mut Value, random: &mut Random) -> bool {
    let Some(properties) = properties(tree, random) else { return false };
    pick_key(properties, random).is_some_and(|name| properties.shift_remove(&name).is_some())
}

fn take_tag(tree: &mut Value, random: &mut Random) -> bool {
    let Some(tags) = tree.get_mut("tags").and_then(Value::as_array_mut).filter(|tags| !tags.is_empty()) else { return false };
    tags.remove(random.below(tags.len()));
    true
}

fn put_operation(tree: &mut Value, random: &mut Random) -> bool {
    let Some(paths) = member(tree, "paths") else { return false };
    let other = pick_key(paths, random).and_then(|path| paths[&path].as_object()?.values().find_map(|op| op.get("tags").cloned()));
    let op = json!({
        "operationId": "zyzzyvaListed",
        "tags": other.unwrap_or_else(|| json!(["Zyzzyvas"])),
        "parameters": [{"name": "zyzzyvaKind", "in": "query", "schema": {"type": "string", "enum": ["zyzzyva one", "zyzzyva two"]}}],
        "responses": {"200": {"description": "d", "content": {"application/json": {"schema": {"type": "object", "properties": {
            "zyzzyvaOwner": {"type": "object", "properties": {"zyzzyva": {"type": "string"}}}
        }}}}}}
    });
    insert(paths, "/zyzzyvas", json!({"get": op}), random);
    true
}

fn put_schema(tree: &mut Value, random: &mut Random) -> bool {
    let Some(schemas) = schemas(tree) else { return false };
    // What it holds is held by others too, which finds and merges inline types that say the same.
    let twin = schemas.values().find_map(|schema| schema.get("properties").cloned()).unwrap_or_default();
    insert(schemas, "Zyzzyva", json!({"type": "object", "properties": {"zyzzyvaTwin": {"type": "object", "properties": twin}}}), random);
    true
}

fn put_property(tree: &mut Value, random: &mut Random) -> bool {
    let Some(properties) = properties(tree, random) else { return false };
    let inline = json!({"type": "object", "properties": {"zyzzyvaKind": {"type": "string", "enum": ["a", "b"]}}});
    insert(properties, "zyzzyvaProperty", inline, random);
    true
}

fn put_tag(tree: &mut Value, random: &mut Random) -> bool {
    let Some(root) = tree.as_object_mut() else { return false };
    let Some(tags) = root.entry("tags").or_insert_with(|| json!([])).as_array_mut() else { return false };
    let at = if random.below(2) == 0 { 0 } else { tags.len() };
    tags.insert(at, json!({"name": "Zyzzyva"}));
    true
}

/// Returns the letters and digits of a name.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Returns the names that differ without an item that came or went and that has the name, or would have it.
fn unexplained(before: &Named, after: &Named) -> Vec<String> {
    let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
    let new = after.iter().filter(|(key, _)| !before.contains_key(*key));
    let moved: Vec<String> = gone.chain(new).map(|(key, name)| format!("{} {}", letters(name), letters(key))).collect();
    let both = before.iter().filter_map(|(key, name)| Some((key, name, after.get(key)?)));
    let changed = both.filter(|(_, old, new)| old != new);
    let begins = |key: &str| key.starts_with("errors ").then(|| (key.split(" | ").next().map(str::to_owned), key.matches(" | ").count()));
    let twins = before.keys().filter(|key| !after.contains_key(*key)).chain(after.keys().filter(|key| !before.contains_key(*key)));
    let twins: Vec<_> = twins.filter_map(|key| begins(key)).collect();
    // Error enums over many types are called after the first of them, so that those that begin with it would be called the same.
    let changed = changed.filter(|(key, ..)| begins(key).is_none_or(|own| !twins.contains(&own)));
    let apart = changed.filter(|(_, old, new)| !moved.iter().any(|own| own.contains(&letters(old)) || own.contains(&letters(new))));
    apart.map(|(key, old, new)| format!("{key}: {old} -> {new}")).collect()
}

#[test]
fn an_unrelated_change_changes_no_name() {
    let Some(corpus) = corpus() else { return };
    let mut random = Random(0x5EED);
    let mut wrong = Vec::new();
    let mut tried = 0;
    for document in DOCUMENTS {
        let text = fs::read_to_string(Path::new(&corpus).join(document)).expect("the document is in the corpus");
        let tree: Value = serde_json::from_str(&text).expect("the document is JSON");
        let before = names(&tree);
        for round in 0..ROUNDS {
            for (what, change) in CHANGES {
                let mut changed = tree.clone();
                if !change(&mut changed, &mut random) {
                    continue;
                }
                tried += 1;
                let found = unexplained(&before, &names(&changed));
                wrong.extend(found.into_iter().map(|found| format!("{document}, {what} ({round}): {found}")));
            }
        }
    }
    assert!(tried > 100, "only {tried} changes");
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
