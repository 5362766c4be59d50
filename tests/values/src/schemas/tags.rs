//! Which schemas a discriminator chooses, and by which tags.

use std::collections::HashMap;

use serde_json::Value;

use crate::spec::{Place, Spec};

/// What the discriminator of a schema says.
#[derive(Clone, Debug)]
pub(crate) struct Tagged {
    /// The property that holds the tag.
    pub(crate) property: String,
    /// The schemas among the alternatives of the schema, with their tags.
    pub(crate) arms: Vec<(Place, Vec<String>)>,
    /// The schemas that extend the schema by `allOf`, directly or not, with their tags.
    pub(crate) children: Vec<(Place, Vec<String>)>,
}

/// The discriminators of a spec.
pub(crate) struct Tags {
    known: HashMap<Place, Tagged>,
}

impl Tags {
    pub(crate) fn of(spec: &Spec) -> Self {
        let parents = Parents::of(spec);
        let mut known = HashMap::new();
        for file in 0..spec.files() {
            visit(spec, &Place { file, pointer: String::new() }, &mut |place, discriminator| {
                if let Some(tagged) = tagged(spec, &parents, place, discriminator) {
                    known.insert(place.clone(), tagged);
                }
            });
        }
        Self { known }
    }

    pub(crate) fn at(&self, place: &Place) -> Option<&Tagged> {
        self.known.get(place)
    }
}

/// Calls back for every object that has a discriminator.
fn visit(spec: &Spec, place: &Place, found: &mut dyn FnMut(&Place, &Value)) {
    match spec.at(place) {
        Some(Value::Object(members)) => {
            if let Some(discriminator) = members.get("discriminator") {
                found(place, discriminator);
            }
            members.keys().filter(|key| !matches!(key.as_str(), "example" | "examples" | "default")).for_each(|key| {
                visit(spec, &place.join(key), found);
            });
        }
        Some(Value::Array(items)) => (0..items.len()).for_each(|index| visit(spec, &place.join(&index.to_string()), found)),
        _ => {}
    }
}

fn tagged(spec: &Spec, parents: &Parents, place: &Place, discriminator: &Value) -> Option<Tagged> {
    let property = discriminator.as_str().or_else(|| discriminator.get("propertyName")?.as_str())?;
    let mapping: Vec<(String, Place)> = discriminator
        .get("mapping")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
        .filter_map(|(tag, target)| Some((tag.clone(), mapped(spec, parents, place.file, target.as_str()?)?)))
        .collect();
    let tags = |target: &Place| -> Vec<String> {
        let mapped: Vec<String> = mapping.iter().filter(|(_, to)| to == target).map(|(tag, _)| tag.clone()).collect();
        let own = spec.at(target).and_then(|schema| schema.get("x-ms-discriminator-value")).and_then(Value::as_str);
        match own {
            _ if !mapped.is_empty() => mapped,
            Some(own) => vec![own.to_owned()],
            None => vec![target.pointer.rsplit('/').next().unwrap_or_default().replace("~1", "/").replace("~0", "~")],
        }
    };
    let mut arms = Vec::new();
    for keyword in ["oneOf", "anyOf"] {
        let list = place.join(keyword);
        let length = spec.at(&list).and_then(Value::as_array).map_or(0, Vec::len);
        let targets = (0..length).filter_map(|index| spec.followed(&list.join(&index.to_string())));
        arms.extend(targets.map(|target| (target.clone(), tags(&target))));
    }
    let mut children: Vec<(Place, Vec<String>)> = Vec::new();
    if arms.is_empty() {
        children.extend(parents.below(place).into_iter().map(|child| (child.clone(), tags(&child))));
        if mapping.iter().any(|(_, to)| to == place) {
            children.push((place.clone(), tags(place)));
        }
    }
    Some(Tagged { property: property.to_owned(), arms, children })
}

/// A value of a mapping is a reference, or the name of a component.
fn mapped(spec: &Spec, parents: &Parents, file: usize, target: &str) -> Option<Place> {
    let named = Place { file: 0, pointer: parents.list.clone() }.join(target);
    if spec.at(&named).is_some() {
        return Some(named);
    }
    spec.target(file, target)
}

/// The component schemas that extend others.
struct Parents {
    /// The pointer of the component schemas.
    list: String,
    /// Pairs of a schema and one that it lists in its `allOf`.
    pairs: Vec<(Place, Place)>,
}

impl Parents {
    fn of(spec: &Spec) -> Self {
        let list = if spec.is_v2 { "/definitions" } else { "/components/schemas" };
        let place = Place { file: 0, pointer: list.to_owned() };
        let mut pairs = Vec::new();
        for name in spec.at(&place).and_then(Value::as_object).into_iter().flat_map(|members| members.keys()) {
            let child = place.join(name);
            let all = child.join("allOf");
            let length = spec.at(&all).and_then(Value::as_array).map_or(0, Vec::len);
            let parents = (0..length).filter_map(|index| spec.followed(&all.join(&index.to_string())));
            pairs.extend(parents.map(|parent| (child.clone(), parent)));
        }
        Self { list: list.to_owned(), pairs }
    }

    /// Returns the schemas that extend a schema, directly or not.
    fn below(&self, place: &Place) -> Vec<Place> {
        let mut found: Vec<Place> = Vec::new();
        let mut queue = vec![place.clone()];
        while let Some(parent) = queue.pop() {
            for (child, of) in &self.pairs {
                if *of == parent && !found.contains(child) && child != place {
                    found.push(child.clone());
                    queue.push(child.clone());
                }
            }
        }
        found
    }
}
