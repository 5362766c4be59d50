//! Brings path parameters into agreement with the templates of paths.

use std::collections::HashMap;

use indexmap::IndexMap;
use openapiv3::{Operation, Parameter, ParameterData, ParameterSchemaOrContent, PathItem, PathStyle, ReferenceOr};

use super::Reader;
use super::schema::string_schema;
use crate::normalize::component;
use crate::source::Path;

/// What tells parameters apart: the place and the name.
pub(super) type Key = (&'static str, String);

/// The methods that the model has a member for.
pub(super) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Returns the keys of the shared parameters, those of aliases included.
pub(super) fn keys(parameters: &IndexMap<String, ReferenceOr<Parameter>>) -> HashMap<String, Key> {
    let mut keys = HashMap::new();
    for (name, mut parameter) in parameters {
        // A chain of aliases is no longer than the map.
        for _ in 0..parameters.len().min(64) {
            match parameter {
                ReferenceOr::Item(parameter) => {
                    keys.insert(name.clone(), key(parameter));
                    break;
                }
                ReferenceOr::Reference { reference } => match component(reference).and_then(|(_, target)| parameters.get(&target)) {
                    Some(target) => parameter = target,
                    None => break,
                },
            }
        }
    }
    keys
}

fn key(parameter: &Parameter) -> Key {
    let place = match parameter {
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Path { .. } => "path",
        Parameter::Cookie { .. } => "cookie",
    };
    let name = parameter.parameter_data_ref().name.clone();
    (place, name)
}

impl Reader<'_, '_> {
    pub(super) fn parameter_key(&self, parameter: &ReferenceOr<Parameter>) -> Option<Key> {
        match parameter {
            ReferenceOr::Item(parameter) => Some(key(parameter)),
            ReferenceOr::Reference { reference } => self.parameters.get(&component(reference)?.1).cloned(),
        }
    }

    /// Leaves out path parameters that a template does not have, and adds those that are not declared.
    pub(super) fn match_template(&mut self, template: &str, item: &mut PathItem, path: &Path<'_>) {
        let names = placeholders(template);
        let mut shared = std::mem::take(&mut item.parameters);
        self.drop_absent(&mut shared, &names, &path.key("parameters"));
        let declared_above = self.path_names(&shared);
        item.parameters = shared;
        let mut operations: Vec<(&str, &mut Operation)> = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
            ("options", &mut item.options),
            ("head", &mut item.head),
            ("patch", &mut item.patch),
            ("trace", &mut item.trace),
        ]
        .into_iter()
        .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
        .collect();
        for (method, operation) in &mut operations {
            let at = path.key(method);
            self.drop_absent(&mut operation.parameters, &names, &at.key("parameters"));
            let declared = self.path_names(&operation.parameters);
            for name in &names {
                if !declared.contains(name) && !declared_above.contains(name) {
                    let message = format!("path parameter `{name}` is not declared, taking it as a text");
                    self.cx.warn(&at, "undeclared-path-parameter", message);
                    operation.parameters.push(ReferenceOr::Item(text_parameter(name)));
                }
            }
        }
    }

    fn path_names(&self, parameters: &[ReferenceOr<Parameter>]) -> Vec<String> {
        let keys = parameters.iter().filter_map(|parameter| self.parameter_key(parameter));
        keys.filter(|(place, _)| *place == "path").map(|(_, name)| name).collect()
    }

    fn drop_absent(&mut self, parameters: &mut Vec<ReferenceOr<Parameter>>, names: &[String], path: &Path<'_>) {
        let mut index = 0;
        parameters.retain(|parameter| {
            let at = path.index(index);
            index += 1;
            match self.parameter_key(parameter) {
                Some(("path", name)) if !names.contains(&name) => {
                    let message = format!("path parameter `{name}` is not in the path, leaving it out");
                    self.cx.warn(&at, "absent-path-parameter", message);
                    false
                }
                _ => true,
            }
        });
    }
}

/// Returns the names in the braces of a template, each once. A fragment or a query is part of what is sent, so it counts as well.
fn placeholders(template: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut rest = template;
    while let Some((_, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else {
            break;
        };
        if !name.is_empty() && !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
        rest = tail;
    }
    names
}

fn text_parameter(name: &str) -> Parameter {
    Parameter::Path {
        parameter_data: ParameterData {
            name: name.to_owned(),
            description: None,
            required: true,
            deprecated: None,
            format: ParameterSchemaOrContent::Schema(ReferenceOr::Item(string_schema())),
            example: None,
            examples: IndexMap::new(),
            explode: None,
            extensions: IndexMap::new(),
        },
        style: PathStyle::Simple,
    }
}
