//! Applies overlays (OpenAPI Overlay 1.0.0) with targets of names, wildcards and comparisons of the value itself: `$['a'][*][?@ == 'b']`.

use serde_json::Value;

/// Applies the actions of an overlay in their order.
pub(crate) fn apply(document: &mut Value, overlay: &Value) {
    for action in overlay["actions"].as_array().into_iter().flatten() {
        let target = action["target"].as_str().unwrap_or_default();
        // What is removed last comes first, so that the places of the others stay.
        for pointer in select(document, target).iter().rev() {
            if action["remove"] == true {
                remove(document, pointer);
            } else if let Some(place) = document.pointer_mut(pointer) {
                merge(place, &action["update"]);
            }
        }
    }
}

/// Returns the JSON pointers of what a path selects.
fn select(document: &Value, path: &str) -> Vec<String> {
    let inner = path.strip_prefix("$[").and_then(|path| path.strip_suffix(']')).unwrap_or_else(|| panic!("the target is `{path}`"));
    let mut selected = vec![String::new()];
    for selector in inner.split("][") {
        let children = selected.iter().flat_map(|pointer| {
            let entries = document.pointer(pointer).map(entries).unwrap_or_default();
            let fitting = entries.into_iter().filter(|(name, value)| fits(selector, name, value));
            fitting.map(move |(name, _)| format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")))
        });
        selected = children.collect();
    }
    selected
}

fn entries(value: &Value) -> Vec<(String, &Value)> {
    match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    }
}

fn fits(selector: &str, name: &str, value: &Value) -> bool {
    match selector.strip_prefix("?@ == ") {
        Some(wanted) => value.as_str() == unquoted(wanted).as_deref(),
        None => selector == "*" || selector == name || unquoted(selector).as_deref() == Some(name),
    }
}

fn unquoted(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'')?.strip_suffix('\'')?;
    Some(inner.replace("\\'", "'").replace("\\\\", "\\"))
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, name)) = pointer.rsplit_once('/') else { return };
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => drop(members.remove(&name.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(items)) => drop(name.parse().map(|index: usize| items.remove(index))),
        _ => {}
    }
}

/// Merges as section 4.4.1 says: objects by member, everything else in place of what was there.
fn merge(place: &mut Value, update: &Value) {
    match (place, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (name, update) in updates {
                merge(members.entry(name).or_insert(Value::Null), update);
            }
        }
        (place, update) => *place = update.clone(),
    }
}
