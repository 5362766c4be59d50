//! What a value has to be: the schemas in force after every choice was made.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::{Choice, Kind, Maker};

/// The height of a schema without a finite value.
const ENDLESS: u32 = 1 << 20;

/// The schemas in force for a value, and the tags that the schemas among them are chosen by.
pub(super) struct Shape<'s> {
    pub(super) nodes: Vec<&'s Map<String, Value>>,
    pub(super) tags: Vec<(String, String)>,
}

impl<'s> Maker<'s> {
    /// Returns the schemas in force for a value of all these schemas at once; `None` if one allows nothing.
    pub(super) fn shape(&mut self, pointers: &[String], depth: usize) -> Option<Shape<'s>> {
        let schemas = self.schemas;
        let mut shape = Shape { nodes: Vec::new(), tags: Vec::new() };
        let mut seen: Vec<String> = Vec::new();
        let mut queue: Vec<String> = pointers.iter().rev().cloned().collect();
        while let Some(pointer) = queue.pop() {
            if seen.contains(&pointer) {
                continue;
            }
            seen.push(pointer.clone());
            let node = match schemas.document.pointer(&pointer[1..])? {
                Value::Bool(allowed) => {
                    if *allowed {
                        continue;
                    }
                    return None;
                }
                other => other.as_object()?,
            };
            shape.nodes.push(node);
            queue.extend(node.get("$ref").and_then(Value::as_str).map(str::to_owned));
            for index in 0..node.get("allOf").and_then(Value::as_array).map_or(0, Vec::len) {
                queue.push(format!("{pointer}/allOf/{index}"));
            }
            for keyword in ["anyOf", "oneOf"] {
                queue.extend(self.alternatives(node, &pointer, keyword, depth, &mut shape));
            }
            queue.extend(self.branch(node, &pointer));
            queue.extend(self.child(node, &seen, depth, &mut shape));
        }
        Some(shape)
    }

    /// Chooses an alternative; of `anyOf` sometimes a second one.
    fn alternatives(
        &mut self,
        node: &Map<String, Value>,
        pointer: &str,
        keyword: &str,
        depth: usize,
        shape: &mut Shape<'s>,
    ) -> Vec<String> {
        let Some(Value::Array(members)) = node.get(keyword) else { return Vec::new() };
        let arms: Vec<(String, u32)> =
            (0..members.len()).map(|index| format!("{pointer}/{keyword}/{index}")).map(|arm| (arm.clone(), self.height(&arm))).collect();
        let chosen = self.arm(node, &arms, depth);
        let tagged = node.get("x-tags");
        if let (Some(tagged), Some(target)) = (tagged, members[chosen].get("$ref").and_then(Value::as_str)) {
            shape.tags.extend(self.tag(tagged, "arms", target));
        }
        let mut found = vec![arms[chosen].0.clone()];
        if keyword == "anyOf" && tagged.is_none() && self.kind != Kind::Minimal && self.rng.u8(..8) == 0 {
            let second = self.rng.usize(..arms.len());
            if arms[second].1 < ENDLESS && !is_null(&members[second]) && !is_null(&members[chosen]) {
                found.push(arms[second].0.clone());
            }
        }
        found
    }

    /// Chooses an alternative: the one that was taken least often, of those of least height where values are deep. Null is rare, because
    /// it covers nothing else.
    fn arm(&mut self, node: &Map<String, Value>, arms: &[(String, u32)], depth: usize) -> usize {
        let least = arms.iter().map(|(_, height)| *height).min().unwrap_or_default();
        let is_deep = depth > 3 || self.budget == 0;
        let open: Vec<usize> = (0..arms.len()).filter(|arm| if is_deep { arms[*arm].1 == least } else { arms[*arm].1 < ENDLESS }).collect();
        let open = if open.is_empty() { (0..arms.len()).collect() } else { open };
        let members = ["anyOf", "oneOf"].iter().find_map(|keyword| node.get(*keyword)?.as_array());
        let null = open.iter().copied().find(|arm| members.is_some_and(|members| members.get(*arm).is_some_and(is_null)));
        match null {
            Some(null) if open.len() > 1 => {
                if self.rng.u8(..5) == 0 {
                    return null;
                }
                let rest: Vec<usize> = open.into_iter().filter(|arm| *arm != null).collect();
                self.least_taken(node, Choice::Alternative, &rest)
            }
            _ => self.least_taken(node, Choice::Alternative, &open),
        }
    }

    /// Returns the option of a choice that was taken least often so far, and counts it.
    pub(super) fn least_taken(&mut self, node: &Map<String, Value>, choice: Choice, options: &[usize]) -> usize {
        // A schema is known by where it is in memory: the document stays where it is.
        let node = std::ptr::from_ref(node) as usize;
        let count = |option: &usize| self.taken.get(&(node, choice, *option)).copied().unwrap_or_default();
        let least = options.iter().map(count).min().unwrap_or_default();
        let rarest: Vec<usize> = options.iter().copied().filter(|option| count(option) == least).collect();
        let option = rarest[self.rng.usize(..rarest.len())];
        *self.taken.entry((node, choice, option)).or_default() += 1;
        option
    }

    /// Chooses a branch of `if`.
    fn branch(&mut self, node: &Map<String, Value>, pointer: &str) -> Vec<String> {
        if !node.contains_key("if") {
            return Vec::new();
        }
        let branches: &[&str] = if self.rng.bool() { &["if", "then"] } else { &["else"] };
        branches.iter().filter(|keyword| node.contains_key(**keyword)).map(|keyword| format!("{pointer}/{keyword}")).collect()
    }

    /// Chooses one of the schemas that extend a schema, unless the value is of one already.
    fn child(&mut self, node: &Map<String, Value>, seen: &[String], depth: usize, shape: &mut Shape<'s>) -> Option<String> {
        let tagged = node.get("x-tags")?;
        let children = tagged.get("children")?.as_object().filter(|children| !children.is_empty())?;
        // The first one is the furthest from the parent.
        let known = seen.iter().find(|pointer| children.contains_key(*pointer));
        if let Some(known) = known {
            shape.tags.extend(self.tag(tagged, "children", known));
            return None;
        }
        let arms: Vec<(String, u32)> = children.keys().map(|pointer| (pointer.clone(), self.height(pointer))).collect();
        let chosen = arms[self.arm(node, &arms, depth)].0.clone();
        shape.tags.extend(self.tag(tagged, "children", &chosen));
        Some(chosen)
    }

    /// Returns the property of a discriminator with one of the tags that choose a schema.
    fn tag(&mut self, tagged: &Value, list: &str, pointer: &str) -> Option<(String, String)> {
        let tags = tagged.get(list)?.get(pointer)?.as_array().filter(|tags| !tags.is_empty())?;
        let tag = tags[self.rng.usize(..tags.len())].as_str()?;
        Some((tagged.get("property")?.as_str()?.to_owned(), tag.to_owned()))
    }

    pub(super) fn height(&self, pointer: &str) -> u32 {
        height(&self.schemas.document, pointer, &self.heights)
    }
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("null")
}

/// Returns for each definition how many objects and lists a value has within each other at least.
pub(super) fn heights(document: &Value) -> HashMap<String, u32> {
    let names = document.get("$defs").and_then(Value::as_object).into_iter().flat_map(|defs| defs.keys());
    let mut heights: HashMap<String, u32> = names.map(|name| (format!("#/$defs/{name}"), ENDLESS)).collect();
    loop {
        let lower: Vec<(String, u32)> = heights
            .iter()
            .map(|(pointer, known)| (pointer, *known, of_schema(document, pointer, &heights)))
            .filter(|(_, known, height)| height < known)
            .map(|(pointer, _, height)| (pointer.clone(), height))
            .collect();
        if lower.is_empty() {
            return heights;
        }
        heights.extend(lower);
    }
}

fn height(document: &Value, pointer: &str, heights: &HashMap<String, u32>) -> u32 {
    heights.get(pointer).copied().unwrap_or_else(|| of_schema(document, pointer, heights))
}

fn of_schema(document: &Value, pointer: &str, heights: &HashMap<String, u32>) -> u32 {
    let Some(Value::Object(node)) = document.pointer(&pointer[1..]) else { return 0 };
    let of = |reference: &Value| reference.get("$ref").and_then(Value::as_str).map_or(0, |target| height(document, target, heights));
    let members = |keyword: &str| -> Vec<u32> {
        let length = node.get(keyword).and_then(Value::as_array).map_or(0, Vec::len);
        (0..length).map(|index| height(document, &format!("{pointer}/{keyword}/{index}"), heights)).collect()
    };
    let mut least = node.get("$ref").and_then(Value::as_str).map_or(0, |target| height(document, target, heights));
    least = least.max(members("allOf").into_iter().max().unwrap_or_default());
    for keyword in ["anyOf", "oneOf"] {
        least = least.max(members(keyword).into_iter().min().unwrap_or_default());
    }
    let allows = |name: &str| match node.get("type") {
        Some(Value::String(only)) => only == name,
        Some(Value::Array(names)) => names.len() == 1 && names[0].as_str() == Some(name),
        _ => true,
    };
    let mut own = None;
    if let (Some(Value::Array(required)), true) = (node.get("required"), allows("object")) {
        let properties = node.get("properties");
        let inner = required.iter().filter_map(|name| properties?.get(name.as_str()?)).map(of).max();
        own = Some(1 + inner.unwrap_or_default());
    }
    if node.get("minItems").and_then(Value::as_u64).is_some_and(|least| least > 0) && allows("array") {
        own = Some(1 + node.get("items").map_or(0, of));
    }
    least.max(own.unwrap_or_default()).min(ENDLESS)
}
