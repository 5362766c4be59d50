//! Brings path parameters into agreement with the templates of paths.

use indexmap::IndexMap;
use openapiv3::{Operation, Parameter, ParameterData, ParameterSchemaOrContent, PathItem, PathStyle, QueryStyle, ReferenceOr};
use serde_json::Value;

use super::Reader;
use super::expressions::{self, Form, Oddity, Template};
use super::schema::string_schema;
use crate::normalize::{component, ext};
use crate::source::Path;

/// What tells parameters apart: the place and the name.
pub(super) type Key = (&'static str, String);

/// The methods that the model has a member for.
pub(super) const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn key(parameter: &Parameter) -> Key {
    let place = match parameter {
        Parameter::Query { .. } => "query",
        Parameter::Header { .. } => "header",
        Parameter::Path { .. } => "path",
        Parameter::Cookie { .. } => "cookie",
    };
    let name = &parameter.parameter_data_ref().name;
    // The names of headers are case-insensitive (RFC 9110, section 5.1).
    let name = if place == "header" { name.to_ascii_lowercase() } else { name.clone() };
    (place, name)
}

/// A path item with all of its operations.
pub(super) struct Item {
    pub(super) item: PathItem,
    /// The operations whose methods the model has no member for.
    pub(super) more: IndexMap<String, Operation>,
}

impl Item {
    /// Returns the operations, each with what leads to it.
    fn operations(&mut self) -> impl Iterator<Item = (Slot, &mut Operation)> {
        let item = &mut self.item;
        let usual = [
            ("get", &mut item.get),
            ("put", &mut item.put),
            ("post", &mut item.post),
            ("delete", &mut item.delete),
            ("options", &mut item.options),
            ("head", &mut item.head),
            ("patch", &mut item.patch),
            ("trace", &mut item.trace),
        ];
        let usual = usual.into_iter().filter_map(|(method, operation)| Some((Slot::Usual(method), operation.as_mut()?)));
        usual.chain(self.more.iter_mut().map(|(method, operation)| (Slot::More(method.clone()), operation)))
    }
}

/// Where an operation stands in its path item.
enum Slot {
    Usual(&'static str),
    More(String),
}

impl Slot {
    /// Calls something with the place of the operation.
    fn at<T>(&self, item: &Path<'_>, call: impl FnOnce(&Path<'_>) -> T) -> T {
        match self {
            Self::Usual(method) => call(&item.key(method)),
            Self::More(method) => call(&item.key(ext::OPERATIONS).key(method)),
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn parameter_key(&self, parameter: &ReferenceOr<Parameter>) -> Option<Key> {
        match parameter {
            ReferenceOr::Item(parameter) => Some(key(parameter)),
            ReferenceOr::Reference { reference } => self.shared_parameter(reference).map(key),
        }
    }

    /// Reads a path as its author wrote it, and returns the template with nothing but names in its braces. What its expressions say of
    /// parameters becomes theirs.
    pub(super) fn template(&mut self, written: &str, item: &mut Item, path: &Path<'_>) -> String {
        let mut declared = self.path_names(&item.item.parameters);
        for (_, operation) in item.operations() {
            declared.extend(self.path_names(&operation.parameters));
        }
        declared.sort();
        declared.dedup();
        let template = expressions::read(written, &declared);
        for oddity in &template.oddities {
            self.report_oddity(oddity, written, path);
        }
        if template.variables.iter().any(|variable| variable.form != Form::Simple || variable.explode) {
            self.shape(&template, &mut item.item.parameters, &path.key("parameters"));
            for (slot, operation) in item.operations() {
                slot.at(path, |at| self.shape(&template, &mut operation.parameters, &at.key("parameters")));
            }
            self.add_query(&template, item, path);
        }
        self.match_template(&template, item, path);
        template.text
    }

    fn report_oddity(&mut self, oddity: &Oddity, template: &str, path: &Path<'_>) {
        let shown = |text: &str| text.escape_debug().to_string();
        match oddity {
            Oddity::Expression { written, read } => {
                let message = format!("`{}` in the path is not of OpenAPI, reading it as {}", shown(written), shown(read));
                self.cx.note(path, "path-expression", message);
            }
            Oddity::Constraint { written } => {
                let message = format!("`{}` in the path has a constraint, which the server checks and the client does not", shown(written));
                self.cx.note(path, "path-expression", message);
            }
            Oddity::Misspelled { written, meant } => {
                let message = format!("`{{{}}}` in the path is declared as `{}`, taking the two for one", shown(written), shown(meant));
                self.cx.warn(path, "path-expression", message);
            }
            Oddity::Brace { written } if written == "}" => {
                let message = format!("path `{}` closes a brace that is not open, taking it for a character of the path", shown(template));
                self.cx.warn(path, "unclosed-brace", message);
            }
            Oddity::Brace { written } => {
                let message = format!("`{}` in the path has no closing brace, adding it", shown(written));
                self.cx.warn(path, "unclosed-brace", message);
            }
            Oddity::Nameless => {
                let message = format!("path `{}` has braces without a name in them", shown(template));
                self.cx.warn(path, "invalid-path", message);
                self.cx.help("write the name of the parameter into the braces");
            }
            Oddity::Fragment { written } => {
                let message = format!("`{}` in the path is a fragment, which no client sends, leaving it out", shown(written));
                self.cx.note(path, "path-fragment", message);
            }
        }
    }

    /// Gives parameters the form that the expressions of a template ask for. A shared parameter becomes one of the operation's own.
    fn shape(&mut self, template: &Template, parameters: &mut [ReferenceOr<Parameter>], path: &Path<'_>) {
        for (index, parameter) in parameters.iter_mut().enumerate() {
            let Some(("path", name)) = self.parameter_key(parameter) else { continue };
            let Some(variable) = template.variables.iter().find(|variable| variable.name == name) else { continue };
            if variable.form == Form::Simple && !variable.explode {
                continue;
            }
            if let ReferenceOr::Reference { reference } = &*parameter
                && let Some(shared) = self.shared_parameter(reference).cloned()
            {
                if let Some((section, name)) = component(reference) {
                    let shared_path = Path::root();
                    let shared_path = shared_path.key("components");
                    let shared_path = shared_path.key(section);
                    self.cx.moved(&path.index(index), &shared_path.key(&name));
                }
                *parameter = ReferenceOr::Item(shared);
            }
            let ReferenceOr::Item(own @ Parameter::Path { .. }) = parameter else { continue };
            let mut data = own.parameter_data_ref().clone();
            data.explode = data.explode.or(variable.explode.then_some(true));
            *own = match variable.form {
                Form::Query => {
                    data.explode.get_or_insert(variable.explode);
                    Parameter::Query { parameter_data: data, allow_reserved: false, style: QueryStyle::Form, allow_empty_value: None }
                }
                Form::Label => Parameter::Path { parameter_data: data, style: PathStyle::Label },
                Form::Matrix => Parameter::Path { parameter_data: data, style: PathStyle::Matrix },
                Form::Reserved => {
                    data.extensions.insert(ext::SEGMENTS.to_owned(), Value::Bool(true));
                    Parameter::Path { parameter_data: data, style: PathStyle::Simple }
                }
                Form::Simple => {
                    let Parameter::Path { style, .. } = own else { continue };
                    let style = std::mem::take(style);
                    Parameter::Path { parameter_data: data, style }
                }
            };
        }
    }

    /// Adds the parameters of the query that a template names and nothing declares.
    fn add_query(&mut self, template: &Template, item: &mut Item, path: &Path<'_>) {
        for variable in template.variables.iter().filter(|variable| variable.form == Form::Query) {
            let key = ("query", variable.name.clone());
            let is_declared = |reader: &Self, parameters: &[ReferenceOr<Parameter>]| {
                parameters.iter().any(|own| reader.parameter_key(own).as_ref() == Some(&key))
            };
            if is_declared(self, &item.item.parameters) {
                continue;
            }
            for (slot, operation) in item.operations() {
                if !is_declared(self, &operation.parameters) {
                    let message = format!("query parameter `{}` of the path is not declared, taking it as an optional text", variable.name);
                    slot.at(path, |at| self.cx.warn(at, "undeclared-path-parameter", message));
                    let Parameter::Path { parameter_data, .. } = text_parameter(&variable.name) else { continue };
                    let parameter_data = ParameterData { required: false, explode: Some(variable.explode), ..parameter_data };
                    operation.parameters.push(ReferenceOr::Item(Parameter::Query {
                        parameter_data,
                        allow_reserved: false,
                        style: QueryStyle::Form,
                        allow_empty_value: None,
                    }));
                }
            }
        }
    }

    /// Returns the shared parameter that a reference leads to, through aliases too.
    fn shared_parameter(&self, reference: &str) -> Option<&Parameter> {
        let mut name = component(reference)?.1;
        // A chain of aliases is no longer than the map.
        for _ in 0..self.shared_parameters.len().min(64) {
            match self.shared_parameters.get(&name)? {
                ReferenceOr::Item(parameter) => return Some(parameter),
                ReferenceOr::Reference { reference } => name = component(reference)?.1,
            }
        }
        None
    }

    /// Leaves out path parameters that a template does not have, and adds those that are not declared.
    fn match_template(&mut self, template: &Template, item: &mut Item, path: &Path<'_>) {
        let in_path = template.variables.iter().filter(|variable| variable.form != Form::Query);
        let names: Vec<String> = in_path.map(|variable| variable.name.clone()).collect();
        let mut shared = std::mem::take(&mut item.item.parameters);
        self.drop_absent(&mut shared, &names, &path.key("parameters"));
        let declared_above = self.path_names(&shared);
        item.item.parameters = shared;
        for (slot, operation) in item.operations() {
            slot.at(path, |at| self.drop_absent(&mut operation.parameters, &names, &at.key("parameters")));
            let declared = self.path_names(&operation.parameters);
            for name in &names {
                if !declared.contains(name) && !declared_above.contains(name) {
                    let message = format!("path parameter `{name}` is not declared, taking it as a text");
                    slot.at(path, |at| self.cx.warn(at, "undeclared-path-parameter", message));
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
