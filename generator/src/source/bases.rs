//! References that count from a schema with a name of its own: `$id` (JSON Schema 2020-12, section 8.2.1), and `$self` of a document
//! (OpenAPI 3.2, section 4.1.2.2).
//!
//! A relative reference counts from the nearest `$id` around it. What it names in the same file is written as a pointer from the file's root
//! instead, so that all later stages count from there. A reference to something else stays as it is: it may name another file, and many
//! documents give their schemas an `$id` and still count from the root.

use std::collections::HashMap;

use fluent_uri::{Uri, UriRef};
use serde_json::Value;

use super::locate::decode;
use super::shape::{Keys, members};
use super::{Path, Pointer};

/// The base of a file without a name of its own. No reference names it.
const NAMELESS: &str = "x-document://file/";

/// The schemas of a file that have names.
#[derive(Default)]
struct Index {
    /// The place of each by its name without a fragment.
    resources: HashMap<String, Pointer>,
    /// The places of anchors by the name of the schema that they are in, and their own.
    anchors: HashMap<(String, String), Pointer>,
}

/// Rewrites the references of a file that name schemas by their `$id`, or count from one.
pub(super) fn rewrite(tree: &mut Value) {
    let mut index = Index::default();
    index.collect(tree, Keys::Keywords, NAMELESS, &Path::root());
    if index.resources.is_empty() {
        return;
    }
    let mut found = Vec::new();
    index.references(tree, tree, Keys::Keywords, NAMELESS, &Path::root(), &mut found);
    for (place, reference) in found {
        if let Some(Value::Object(map)) = tree.pointer_mut(place.as_str()) {
            map.insert("$ref".to_owned(), Value::String(reference));
        }
    }
}

impl Index {
    fn collect(&mut self, value: &Value, keys: Keys, base: &str, path: &Path<'_>) {
        let own = own_base(value, keys, base);
        let base = own.as_deref().unwrap_or(base);
        if own.is_some() {
            self.resources.entry(base.to_owned()).or_insert_with(|| path.to_pointer());
        }
        for key in ["$anchor", "$dynamicAnchor"] {
            if keys == Keys::Keywords
                && let Some(Value::String(anchor)) = value.get(key)
            {
                self.anchors.entry((base.to_owned(), anchor.clone())).or_insert_with(|| path.to_pointer());
            }
        }
        members(value, keys, path, &mut |value, keys, path| self.collect(value, keys, base, path));
    }

    /// Lists the objects whose `$ref` is to be another one.
    fn references(&self, tree: &Value, value: &Value, keys: Keys, base: &str, path: &Path<'_>, found: &mut Vec<(Pointer, String)>) {
        let own = own_base(value, keys, base);
        let base = own.as_deref().unwrap_or(base);
        if keys == Keys::Keywords
            && let Some(Value::String(reference)) = value.get("$ref")
            && let Some(pointer) = self.target(tree, reference, base)
        {
            found.push((path.to_pointer(), format!("#{}", pointer.as_str().replace('%', "%25"))));
        }
        members(value, keys, path, &mut |value, keys, path| self.references(tree, value, keys, base, path, found));
    }

    /// Returns the place of what a reference names, where that is in a schema with a name.
    fn target(&self, tree: &Value, reference: &str, base: &str) -> Option<Pointer> {
        let (address, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let named = if address.is_empty() { base.to_owned() } else { resolved(address, base)? };
        let resource = self.resources.get(&named)?;
        let fragment = decode(fragment);
        if fragment.is_empty() {
            return Some(resource.clone());
        }
        if !fragment.starts_with('/') {
            return self.anchors.get(&(named, fragment)).cloned();
        }
        let pointer = Pointer::from_escaped(format!("{resource}{fragment}"));
        pointer.get(tree).is_some().then_some(pointer)
    }
}

/// Returns the base that a schema or a document sets, without a fragment.
fn own_base(value: &Value, keys: Keys, base: &str) -> Option<String> {
    if keys == Keys::Names {
        return None;
    }
    let id = ["$id", "$self"].iter().find_map(|key| value.get(key)?.as_str())?;
    let address = id.split('#').next().unwrap_or_default();
    if address.is_empty() { None } else { resolved(address, base) }
}

/// Resolves a reference against a base (RFC 3986, section 5.2).
fn resolved(address: &str, base: &str) -> Option<String> {
    let base = Uri::parse(base).ok()?;
    Some(UriRef::parse(address).ok()?.resolve_against(&base).ok()?.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rewritten(mut tree: Value) -> Value {
        rewrite(&mut tree);
        tree
    }

    #[test]
    fn references_count_from_the_nearest_id() {
        let tree = json!({"s": {
            "User": {"$id": "https://example.test/s/user.json", "properties": {"name": {"$anchor": "name", "type": "string"}}},
            "B": {
                "$id": "https://example.test/s/b",
                "properties": {
                    "n": {"$ref": "#/$defs/n"},
                    "u": {"$ref": "user.json"},
                    "x": {"$ref": "user.json#/properties/name"},
                    "a": {"$ref": "/s/user.json#name"},
                    "self": {"$ref": "#"},
                    "root": {"$ref": "#/s/User"},
                    "file": {"$ref": "other.json"},
                    "inner": {"$id": "inner/", "items": {"$ref": "../user.json"}, "not": {"$ref": "https://example.test/s/inner/"}}
                },
                "$defs": {"n": {"type": "integer"}},
                "default": {"$ref": "user.json"}
            },
            "Outside": {"$ref": "https://example.test/s/b#/$defs/n"},
            "Plain": {"$ref": "user.json"}
        }});
        let tree = rewritten(tree);
        let at = |pointer: &str| tree.pointer(pointer).and_then(|value| value["$ref"].as_str()).unwrap_or_default().to_owned();
        let of_b = ["n", "u", "x", "a", "self", "root", "file"].map(|name| at(&format!("/s/B/properties/{name}")));
        assert_eq!(
            of_b,
            ["#/s/B/$defs/n", "#/s/User", "#/s/User/properties/name", "#/s/User/properties/name", "#/s/B", "#/s/User", "other.json"]
        );
        assert_eq!(at("/s/B/properties/inner/items"), "#/s/User");
        assert_eq!(at("/s/B/properties/inner/not"), "#/s/B/properties/inner");
        assert_eq!(
            (at("/s/B/default"), at("/s/Outside"), at("/s/Plain")),
            ("user.json".into(), "#/s/B/$defs/n".into(), "user.json".into())
        );
    }

    #[test]
    fn properties_and_responses_may_have_the_names_of_values() {
        let user = json!({"$id": "https://example.test/user"});
        let properties =
            json!({"example": {"$ref": "user"}, "default": {"$ref": "user"}, "$id": {"type": "string"}, "properties": {"$ref": "user"}});
        let tree = json!({
            "paths": {"/a": {"get": {"responses": {"default": {"content": {"enum": {"schema": {"$id": "https://example.test/b", "not": {"$ref": "user"}}}}}}}}},
            "components": {"schemas": {"const": user, "b": {"$id": "https://example.test/c", "properties": properties, "example": {"$ref": "user"}}}}
        });
        let tree = rewritten(tree);
        let at = |pointer: &str| tree.pointer(pointer).and_then(|value| value["$ref"].as_str()).unwrap_or_default().to_owned();
        for name in ["example", "default", "properties"] {
            assert_eq!(at(&format!("/components/schemas/b/properties/{name}")), "#/components/schemas/const");
        }
        assert_eq!(at("/paths/~1a/get/responses/default/content/enum/schema/not"), "#/components/schemas/const");
        assert_eq!(at("/components/schemas/b/example"), "user", "it is a value");
    }

    #[test]
    fn a_relative_id_counts_from_the_document() {
        let tree = json!({"$self": "api/v1", "a": {"$id": "a.json", "b": {"$ref": "b.json#/c"}}, "b": {"$id": "b.json", "c": {}}, "d": {"$ref": "/api/a.json"}});
        let tree = rewritten(tree);
        assert_eq!((&tree["a"]["b"]["$ref"], &tree["d"]["$ref"]), (&json!("#/b/c"), &json!("#/a")));
    }

    #[test]
    fn names_that_are_no_addresses_change_nothing() {
        let tree = json!({"a": {"$id": "has space", "b": {"$ref": "#/a"}}, "c": {"$id": {"type": "string"}, "d": {"$ref": "c#/x y"}}});
        assert_eq!(rewritten(tree.clone()), tree);
    }
}
