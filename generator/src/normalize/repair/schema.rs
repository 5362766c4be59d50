//! Reads schemas.

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Discriminator, IntegerType, NumberType, ObjectType, ReferenceOr, Schema,
    SchemaData, SchemaKind, StringType, Type,
};
use serde_json::{Map, Number, Value, json};

use super::Reader;
use super::values::any;
use crate::normalize::cx::form;
use crate::normalize::fields::Object;
use crate::normalize::{component, ext};
use crate::source::Path;
use crate::source::shape::{Child, Kind};

/// What a schema says, before it is known what kind of schema that makes it.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) data: SchemaData,
    pub(super) any: AnySchema,
    /// Bounds as written: an integer's may be beyond what a float holds.
    pub(super) minimum: Option<Number>,
    pub(super) maximum: Option<Number>,
    pub(super) multiple_of: Option<Number>,
}

impl Parts {
    fn into_schema(self: Box<Self>) -> Schema {
        let Self { data, any, minimum, maximum, multiple_of } = *self;
        Schema { schema_data: data, schema_kind: kind(any, minimum, maximum, multiple_of) }
    }
}

impl Reader<'_, '_> {
    /// Reads a schema or a reference to one. What is no schema becomes one that allows any value.
    pub(super) fn schema_or_reference(&mut self, value: Value, path: &Path<'_>) -> ReferenceOr<Schema> {
        match value {
            Value::Object(map) => match map.get("$ref").and_then(Value::as_str) {
                Some(reference) if self.schema_exists(reference) => ReferenceOr::ref_(reference),
                Some(reference) => {
                    let message = format!("`{}` was left out, taking any value", self.cx.shown(reference));
                    self.cx.warn(path, "dangling-ref", message);
                    ReferenceOr::Item(faulty_schema())
                }
                None => ReferenceOr::Item(self.schema(map, path)),
            },
            other => {
                self.cx.warn(path, "invalid-schema", format!("a schema is due here and not {}, taking any value", form(&other)));
                ReferenceOr::Item(faulty_schema())
            }
        }
    }

    fn schema_exists(&self, reference: &str) -> bool {
        component(reference)
            .is_some_and(|(section, name)| section == "schemas" && self.sections.get(section).is_some_and(|names| names.contains(&name)))
    }

    // The steps between one schema and the next within it are functions of their own, so that what one of them holds while the next
    // one runs is little: a schema is a large value, and nesting is limited by the stack.
    fn schema(&mut self, map: Map<String, Value>, path: &Path<'_>) -> Schema {
        let mut parts = self.parts(map, path);
        self.fit(&mut parts, path);
        parts.into_schema()
    }

    fn parts(&mut self, mut map: Map<String, Value>, path: &Path<'_>) -> Box<Parts> {
        self.drop_nulls(&mut map, path);
        let mut parts = Box::<Parts>::default();
        for (key, value) in map {
            match key.as_str() {
                "properties" | "items" | "not" | "additionalProperties" | "allOf" | "anyOf" | "oneOf" => {
                    self.inner_schemas(&mut parts.any, &key, value, &path.key(&key));
                }
                _ => self.schema_member(&mut parts, key, value, path),
            }
        }
        parts
    }

    fn inner_schemas(&mut self, form: &mut AnySchema, key: &str, value: Value, at: &Path<'_>) {
        match key {
            "properties" => form.properties = self.named(value, "`properties`", at, |cx, value, at| Some(cx.boxed_schema(value, at))),
            "items" => form.items = Some(self.boxed_schema(value, at)),
            "not" => form.not = Some(self.boxed_reference(value, at)),
            "additionalProperties" => form.additional_properties = self.additional(value, at),
            "allOf" => form.all_of = self.branches(value, at),
            "anyOf" => form.any_of = self.branches(value, at),
            _ => form.one_of = self.branches(value, at),
        }
    }

    fn boxed_schema(&mut self, value: Value, path: &Path<'_>) -> ReferenceOr<Box<Schema>> {
        match self.schema_or_reference(value, path) {
            ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
            ReferenceOr::Item(schema) => ReferenceOr::boxed_item(schema),
        }
    }

    fn boxed_reference(&mut self, value: Value, path: &Path<'_>) -> Box<ReferenceOr<Schema>> {
        Box::new(self.schema_or_reference(value, path))
    }

    fn schema_member(&mut self, parts: &mut Parts, key: String, value: Value, path: &Path<'_>) {
        let at = path.key(&key);
        let Parts { data, any: form, .. } = parts;
        match key.as_str() {
            "type" => form.typ = self.text(value, &at),
            "format" => form.format = self.text(value, &at),
            "pattern" => form.pattern = self.text(value, &at),
            "title" => data.title = self.text(value, &at),
            "description" => data.description = self.text(value, &at),
            "default" => data.default = any(value),
            "example" => data.example = any(value),
            "nullable" => data.nullable = self.flag(&value, &at).unwrap_or_default(),
            "readOnly" => data.read_only = self.flag(&value, &at).unwrap_or_default(),
            "writeOnly" => data.write_only = self.flag(&value, &at).unwrap_or_default(),
            "deprecated" => data.deprecated = self.flag(&value, &at).unwrap_or_default(),
            "discriminator" => data.discriminator = self.discriminator(value, &at),
            "externalDocs" => data.external_docs = self.external_docs(value, &at),
            "xml" => {
                for (name, _) in value.as_object().into_iter().flatten() {
                    let is_known = Object::Xml.fields().iter().any(|(own, ..)| own == name);
                    if !is_known && !name.starts_with("x-") {
                        self.unknown_field(Object::Xml, name, &at);
                    }
                }
                data.extensions.insert(ext::XML.to_owned(), value);
            }
            "enum" => form.enumeration = self.values(value, &at),
            "required" => self.required(parts, value, &at),
            _ if key.starts_with("x-") => self.extension(parts, key, value, path),
            _ => self.validation(parts, &key, &value, path),
        }
    }

    /// Reads what limits values without giving them another form.
    fn validation(&mut self, parts: &mut Parts, key: &str, value: &Value, path: &Path<'_>) {
        let at = path.key(key);
        let form = &mut parts.any;
        match key {
            "minLength" => form.min_length = self.count(value, &at),
            "maxLength" => form.max_length = self.count(value, &at),
            "minItems" => form.min_items = self.count(value, &at),
            "maxItems" => form.max_items = self.count(value, &at),
            "minProperties" => form.min_properties = self.count(value, &at),
            "maxProperties" => form.max_properties = self.count(value, &at),
            "uniqueItems" => form.unique_items = self.flag(value, &at).filter(|flag| *flag),
            "exclusiveMinimum" => form.exclusive_minimum = self.flag(value, &at).filter(|flag| *flag),
            "exclusiveMaximum" => form.exclusive_maximum = self.flag(value, &at).filter(|flag| *flag),
            "minimum" => parts.minimum = self.number(value, &at),
            "maximum" => parts.maximum = self.number(value, &at),
            "multipleOf" => parts.multiple_of = self.number(value, &at),
            // Names of a schema that no dialect reads.
            "id" | "$defs" => {}
            _ => self.unknown_field(Object::Schema, key, path),
        }
    }

    fn number(&mut self, value: &Value, path: &Path<'_>) -> Option<Number> {
        match value {
            Value::Number(number) => Some(number.clone()),
            Value::String(text) if text.trim().parse::<i64>().is_ok() => text.trim().parse::<i64>().ok().map(Number::from),
            Value::String(text) if text.trim().parse::<f64>().is_ok() => text.trim().parse().ok().and_then(Number::from_f64),
            Value::Null => None,
            other => {
                self.wrong(path, other, "a number");
                None
            }
        }
    }

    fn required(&mut self, parts: &mut Parts, value: Value, path: &Path<'_>) {
        match value {
            // Draft 3 said this on the property itself, where the name of the owner's property is not known.
            Value::Bool(false) | Value::Null => {}
            Value::Array(_) => {
                let names = self.texts(value, path);
                for name in names {
                    if !parts.any.required.contains(&name) {
                        parts.any.required.push(name);
                    }
                }
            }
            Value::String(name) => {
                self.cx.note(path, "invalid-field", format!("`required` is a text, not a list, taking it as a list of `{name}`"));
                parts.any.required.push(name);
            }
            other => self.wrong(path, &other, "a list of names"),
        }
    }

    fn values(&mut self, value: Value, path: &Path<'_>) -> Vec<Value> {
        let list = self.list(value, path);
        if list.is_empty() {
            self.cx.warn(path, "empty-enum", "`enum` has no values, ignoring it");
        }
        list
    }

    fn branches(&mut self, value: Value, path: &Path<'_>) -> Vec<ReferenceOr<Schema>> {
        let list = match value {
            Value::Null => Vec::new(),
            // An author's slip: one branch without a list around it.
            single @ Value::Object(_) => {
                let key = path.last_key().unwrap_or_default().to_owned();
                self.cx.warn(path, "invalid-field", format!("`{key}` is an object, not a list, taking it as a list of one"));
                return vec![self.schema_or_reference(single, path)];
            }
            value => self.list(value, path),
        };
        list.into_iter().enumerate().map(|(index, value)| self.schema_or_reference(value, &path.index(index))).collect()
    }

    fn additional(&mut self, value: Value, path: &Path<'_>) -> Option<AdditionalProperties> {
        match value.get(ext::SCHEMA) {
            Some(Value::Bool(truth)) => Some(AdditionalProperties::Any(*truth)),
            _ => match value {
                Value::Null => None,
                Value::String(text) if text == "true" || text == "false" => Some(AdditionalProperties::Any(text == "true")),
                value => Some(AdditionalProperties::Schema(self.boxed_reference(value, path))),
            },
        }
    }

    fn discriminator(&mut self, value: Value, path: &Path<'_>) -> Option<Discriminator> {
        let map = match value {
            Value::Object(map) => map,
            Value::String(name) => {
                return Some(Discriminator { property_name: name, ..Discriminator::default() });
            }
            other => {
                self.wrong(path, &other, "an object");
                return None;
            }
        };
        let mut discriminator = Discriminator::default();
        for (key, value) in map {
            let at = path.key(&key);
            match key.as_str() {
                "propertyName" => discriminator.property_name = self.text(value, &at).unwrap_or_default(),
                "mapping" => discriminator.mapping = self.text_map(value, &at),
                _ if key.starts_with("x-") => {
                    discriminator.extensions.insert(key, value);
                }
                _ => self.unknown_field(Object::Discriminator, &key, path),
            }
        }
        if discriminator.property_name.is_empty() {
            self.cx.warn(path, "missing-field", "the discriminator has no `propertyName`, ignoring it");
            return None;
        }
        Some(discriminator)
    }

    /// Reads an extension; those under the project's own prefix may hold schemas.
    fn extension(&mut self, parts: &mut Parts, key: String, value: Value, path: &Path<'_>) {
        let at = path.key(&key);
        let value = match (Kind::Schema.child(&key), value) {
            (Child::One(_), value) => serde_json::to_value(self.schema_or_reference(value, &at)).unwrap_or_default(),
            (Child::List(_), value) => serde_json::to_value(self.branches(value, &at)).unwrap_or_default(),
            (Child::Map(_), value) => {
                let what = "a map of schemas";
                let schemas: IndexMap<String, ReferenceOr<Schema>> =
                    self.named(value, what, &at, |cx, value, at| Some(cx.schema_or_reference(value, at)));
                serde_json::to_value(schemas).unwrap_or_default()
            }
            (Child::Leaf, value) => value,
        };
        parts.data.extensions.insert(key, value);
    }
}

/// Returns the schema that allows any value.
pub(super) fn any_schema() -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Any(AnySchema::default()) }
}

/// Returns the schema that allows any value, because what is there is at fault.
fn faulty_schema() -> Schema {
    let mut schema = any_schema();
    schema.schema_data.extensions.insert(ext::FAULT.to_owned(), Value::Bool(true));
    schema
}

/// Returns the schema of a text.
pub(super) fn string_schema() -> Schema {
    Schema { schema_data: SchemaData::default(), schema_kind: SchemaKind::Type(Type::String(StringType::default())) }
}

/// Chooses the kind by what a schema says, as the model's own `Deserialize` does.
fn kind(mut any: AnySchema, minimum: Option<Number>, maximum: Option<Number>, multiple_of: Option<Number>) -> SchemaKind {
    let composed = usize::from(!any.all_of.is_empty())
        + usize::from(!any.any_of.is_empty())
        + usize::from(!any.one_of.is_empty())
        + usize::from(any.not.is_some());
    if composed == 0
        && let Some(typ) = any.typ.take()
    {
        return match typ.as_str() {
            "string" => SchemaKind::Type(Type::String(string_type(any))),
            "number" => SchemaKind::Type(Type::Number(number_type(any, minimum, maximum, multiple_of))),
            "integer" => SchemaKind::Type(Type::Integer(integer_type(any, minimum, maximum, multiple_of))),
            "boolean" => SchemaKind::Type(Type::Boolean(BooleanType { enumeration: any.enumeration.iter().map(Value::as_bool).collect() })),
            "array" => SchemaKind::Type(Type::Array(ArrayType {
                items: any.items,
                min_items: any.min_items,
                max_items: any.max_items,
                unique_items: any.unique_items.unwrap_or_default(),
            })),
            _ => SchemaKind::Type(Type::Object(ObjectType {
                properties: any.properties,
                required: any.required,
                additional_properties: any.additional_properties,
                min_properties: any.min_properties,
                max_properties: any.max_properties,
            })),
        };
    }
    any.minimum = minimum.and_then(|number| number.as_f64());
    any.maximum = maximum.and_then(|number| number.as_f64());
    any.multiple_of = multiple_of.and_then(|number| number.as_f64());
    if composed == 1 {
        return only_composition(any);
    }
    SchemaKind::Any(any)
}

fn only_composition(mut any: AnySchema) -> SchemaKind {
    let (all_of, any_of, one_of, not) =
        (std::mem::take(&mut any.all_of), std::mem::take(&mut any.any_of), std::mem::take(&mut any.one_of), any.not.take());
    if any != AnySchema::default() {
        return SchemaKind::Any(AnySchema { all_of, any_of, one_of, not, ..any });
    }
    match not {
        Some(not) => SchemaKind::Not { not },
        None if !all_of.is_empty() => SchemaKind::AllOf { all_of },
        None if !any_of.is_empty() => SchemaKind::AnyOf { any_of },
        None => SchemaKind::OneOf { one_of },
    }
}

fn string_type(any: AnySchema) -> StringType {
    StringType {
        format: any.format.into(),
        pattern: any.pattern,
        enumeration: any.enumeration.iter().map(|value| value.as_str().map(str::to_owned)).collect(),
        min_length: any.min_length,
        max_length: any.max_length,
    }
}

fn number_type(any: AnySchema, minimum: Option<Number>, maximum: Option<Number>, multiple_of: Option<Number>) -> NumberType {
    let float = |number: Option<Number>| number.and_then(|number| number.as_f64());
    NumberType {
        format: any.format.into(),
        multiple_of: float(multiple_of),
        exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
        exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
        minimum: float(minimum),
        maximum: float(maximum),
        enumeration: any.enumeration.iter().map(Value::as_f64).collect(),
    }
}

fn integer_type(any: AnySchema, minimum: Option<Number>, maximum: Option<Number>, multiple_of: Option<Number>) -> IntegerType {
    let integer = |number: Option<Number>| number.and_then(|number| number.as_i64());
    IntegerType {
        format: any.format.into(),
        multiple_of: integer(multiple_of),
        exclusive_minimum: any.exclusive_minimum.unwrap_or_default(),
        exclusive_maximum: any.exclusive_maximum.unwrap_or_default(),
        minimum: integer(minimum),
        maximum: integer(maximum),
        enumeration: any.enumeration.iter().map(Value::as_i64).collect(),
    }
}

/// Returns a number as the value that the model stores.
pub(super) fn stored(number: Number) -> Value {
    json!(number)
}
