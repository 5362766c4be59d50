//! The rules that a valid value keeps, from where a schema stands: its own, those of its `allOf` (the tighter holds), and those of the one
//! alternative beside null.

use std::sync::Arc;

use openapiv3::{AdditionalProperties, ReferenceOr, Schema, SchemaKind, Type};
use serde_json::Number;

use crate::diagnostic::Diagnostic;
use crate::ecma;
use crate::ir::{Bound, Constraints, Pattern};
use crate::normalize::ext;
use crate::source::Pointer;

use super::Cx;
use super::keywords::Keywords;

/// How deep schemas are followed for rules: lists in lists, components that are composed of components.
const MAX_DEPTH: usize = 64;

/// What lowering remembers of rules.
#[derive(Default)]
pub(super) struct Known {
    /// The rules of components; none while they are being found out.
    components: std::collections::HashMap<usize, Constraints>,
    /// Patterns and their translations, or why they cannot be matched. The results are cached because compiling a pattern is slow.
    patterns: std::collections::HashMap<String, Result<Arc<str>, ecma::Refused>>,
    /// The places that were reported.
    reported: std::collections::HashSet<String>,
    depth: usize,
}

impl Cx<'_> {
    /// Returns the rules of a schema; none for a reference, whose target has them.
    pub(super) fn constraints(&mut self, schema: &ReferenceOr<Schema>, pointer: &Pointer) -> Constraints {
        match schema {
            ReferenceOr::Item(schema) => self.constraints_of(schema, pointer),
            ReferenceOr::Reference { .. } => Constraints::default(),
        }
    }

    /// Returns the rules of a schema that stands in a place.
    pub(super) fn constraints_of(&mut self, schema: &Schema, pointer: &Pointer) -> Constraints {
        if self.rules.depth >= MAX_DEPTH {
            let message = format!("rules are not followed deeper than {MAX_DEPTH} schemas");
            self.report_once(Diagnostic::note("deep-constraints", message), pointer);
            return Constraints::default();
        }
        self.rules.depth += 1;
        let keywords = Keywords::of(schema);
        let mut rules = of(schema);
        self.check_own(&mut rules, pointer);
        for (index, member) in keywords.all_of.iter().enumerate() {
            let member = self.member_constraints(member, &pointer.join("allOf").index(index));
            tighten(&mut rules, member);
        }
        for (key, members) in [("oneOf", keywords.one_of), ("anyOf", keywords.any_of)] {
            let mut others = members.iter().enumerate().filter(|(_, member)| !self.fact((*member).into()).is_null);
            if let (Some((index, only)), None) = (others.next(), others.next()) {
                let member = self.member_constraints(only, &pointer.join(key).index(index));
                tighten(&mut rules, member);
            }
        }
        if let Some(ReferenceOr::Item(items)) = keywords.items {
            let own = self.constraints_of(items, &pointer.join("items"));
            rules.items = boxed(own);
        }
        if keywords.properties.is_none() {
            let own = self.value_constraints(schema, &keywords, pointer);
            rules.values = boxed(own);
        }
        self.rules.depth -= 1;
        rules
    }

    /// Returns the rules of the properties that are not declared.
    pub(super) fn value_constraints(&mut self, schema: &Schema, keywords: &Keywords<'_>, pointer: &Pointer) -> Constraints {
        match keywords.additional {
            Some(AdditionalProperties::Schema(schema)) => self.constraints(schema, &pointer.join("additionalProperties")),
            Some(AdditionalProperties::Any(true)) => Constraints::default(),
            Some(AdditionalProperties::Any(false)) | None => {
                let patterns = ext::pattern_properties(&schema.schema_data).unwrap_or_default();
                match patterns.iter().collect::<Vec<_>>().as_slice() {
                    [(name, schema)] => self.constraints(schema, &pointer.join(ext::PATTERN_PROPERTIES).join(name)),
                    _ => Constraints::default(),
                }
            }
        }
    }

    pub(super) fn member_constraints(&mut self, member: &ReferenceOr<Schema>, pointer: &Pointer) -> Constraints {
        let ReferenceOr::Reference { reference } = member else { return self.constraints(member, pointer) };
        let Some(index) = self.component(reference) else { return Constraints::default() };
        if let Some(known) = self.rules.components.get(&index) {
            return known.clone();
        }
        self.rules.components.insert(index, Constraints::default());
        let Some(end) = self.end_of_chain(index) else { return Constraints::default() };
        let (name, schema) = (self.components[end].name, self.components[end].schema);
        let rules = match schema {
            ReferenceOr::Item(schema) => self.constraints_of(schema, &super::component_pointer(name)),
            ReferenceOr::Reference { .. } => Constraints::default(),
        };
        self.rules.components.insert(index, rules.clone());
        rules
    }

    /// Returns the component at the end of a chain of references, which may be longer than the stack is deep.
    pub(super) fn end_of_chain(&self, start: usize) -> Option<usize> {
        let mut at = start;
        // `normalize` leaves no ring of references; the bound keeps one from hanging here.
        for _ in 0..self.components.len() {
            match self.components[at].schema {
                ReferenceOr::Item(_) => return Some(at),
                ReferenceOr::Reference { reference } => at = self.component(reference)?,
            }
        }
        None
    }

    /// Reports the rules that no value can be held against, and takes them out.
    fn check_own(&mut self, rules: &mut Constraints, pointer: &Pointer) {
        for pattern in &mut rules.patterns {
            let translated = match self.rules.patterns.get(&pattern.text) {
                Some(known) => known.clone(),
                None => {
                    let translated: Result<Arc<str>, _> = ecma::translate(&pattern.text).map(Into::into);
                    self.rules.patterns.insert(pattern.text.clone(), translated.clone());
                    translated
                }
            };
            if let Err(refused) = translated {
                let shown: String = pattern.text.chars().take(80).collect();
                let message = format!("pattern `{}` cannot be matched, it is not checked", shown.escape_debug());
                self.report_once(Diagnostic::warning("unsupported-pattern", message).help(refused.help()), &pointer.join("pattern"));
            }
            pattern.translated = translated.ok();
        }
        if let Some(step) = rules.multiples_of.iter().find(|step| step.as_f64().is_none_or(|step| step <= 0.0)) {
            let message = format!("`multipleOf: {step}` holds for no value, it is not checked");
            self.report_once(Diagnostic::warning("unusable-constraint", message), &pointer.join("multipleOf"));
            rules.multiples_of.retain(|step| step.as_f64().is_some_and(|step| step > 0.0));
        }
        let bounds = |least: &Option<Bound>, most: &Option<Bound>| match (least, most) {
            (Some(least), Some(most)) => greater(&least.value, &most.value),
            _ => false,
        };
        if bounds(&rules.minimum, &rules.maximum) {
            self.report_contradiction("minimum", "maximum", pointer);
            (rules.minimum, rules.maximum) = (None, None);
        }
        for (least, most, names) in [
            (&mut rules.min_length, &mut rules.max_length, ("minLength", "maxLength")),
            (&mut rules.min_items, &mut rules.max_items, ("minItems", "maxItems")),
            (&mut rules.min_properties, &mut rules.max_properties, ("minProperties", "maxProperties")),
        ] {
            if matches!((&least, &most), (Some(least), Some(most)) if least > most) {
                self.report_contradiction(names.0, names.1, pointer);
                (*least, *most) = (None, None);
            }
        }
    }

    fn report_contradiction(&mut self, least: &str, most: &str, pointer: &Pointer) {
        let message = format!("`{least}` is greater than `{most}`, which no value keeps: they are not checked");
        self.report_once(Diagnostic::warning("unusable-constraint", message), &pointer.join(least));
    }

    /// A schema is looked at once for each way that leads to it.
    pub(super) fn report_once(&mut self, diagnostic: Diagnostic, at: &Pointer) {
        if self.rules.reported.insert(at.to_string()) {
            self.report(diagnostic, at);
        }
    }
}

/// Returns the rules that stand in a schema itself.
pub(super) fn of(schema: &Schema) -> Constraints {
    let mut rules = Constraints::default();
    match &schema.schema_kind {
        SchemaKind::Type(Type::String(string)) => {
            rules.patterns = pattern(string.pattern.as_ref());
            rules.min_length = string.min_length.map(|length| length as u64);
            rules.max_length = string.max_length.map(|length| length as u64);
        }
        SchemaKind::Type(Type::Number(number)) => {
            rules.minimum = bound(number.minimum.and_then(float), number.exclusive_minimum);
            rules.maximum = bound(number.maximum.and_then(float), number.exclusive_maximum);
            rules.multiples_of = number.multiple_of.and_then(float).into_iter().collect();
        }
        SchemaKind::Type(Type::Integer(integer)) => {
            let beyond = |key| ext::raw_bound(&schema.schema_data, key).cloned();
            let (least, most) = (integer.minimum.map(Number::from), integer.maximum.map(Number::from));
            rules.minimum = bound(least.or_else(|| beyond(ext::MINIMUM)), integer.exclusive_minimum);
            rules.maximum = bound(most.or_else(|| beyond(ext::MAXIMUM)), integer.exclusive_maximum);
            rules.multiples_of = integer.multiple_of.map(Number::from).into_iter().collect();
        }
        SchemaKind::Type(Type::Array(array)) => {
            rules.min_items = array.min_items.map(|count| count as u64);
            rules.max_items = array.max_items.map(|count| count as u64);
            rules.unique_items = array.unique_items;
        }
        SchemaKind::Type(Type::Object(object)) => {
            rules.min_properties = object.min_properties.map(|count| count as u64);
            rules.max_properties = object.max_properties.map(|count| count as u64);
        }
        SchemaKind::Any(any) => {
            rules.patterns = pattern(any.pattern.as_ref());
            rules.min_length = any.min_length.map(|length| length as u64);
            rules.max_length = any.max_length.map(|length| length as u64);
            rules.minimum = bound(any.minimum.and_then(float), any.exclusive_minimum.unwrap_or(false));
            rules.maximum = bound(any.maximum.and_then(float), any.exclusive_maximum.unwrap_or(false));
            rules.multiples_of = any.multiple_of.and_then(float).into_iter().collect();
            rules.min_items = any.min_items.map(|count| count as u64);
            rules.max_items = any.max_items.map(|count| count as u64);
            rules.unique_items = any.unique_items.unwrap_or(false);
            rules.min_properties = any.min_properties.map(|count| count as u64);
            rules.max_properties = any.max_properties.map(|count| count as u64);
        }
        SchemaKind::Type(Type::Boolean(_))
        | SchemaKind::OneOf { .. }
        | SchemaKind::AllOf { .. }
        | SchemaKind::AnyOf { .. }
        | SchemaKind::Not { .. } => {}
    }
    rules
}

/// Adds rules to others: a value that keeps the result keeps both.
pub(super) fn tighten(rules: &mut Constraints, more: Constraints) {
    for pattern in more.patterns {
        if !rules.patterns.contains(&pattern) {
            rules.patterns.push(pattern);
        }
    }
    for step in more.multiples_of {
        if !rules.multiples_of.contains(&step) {
            rules.multiples_of.push(step);
        }
    }
    for (own, other) in
        [(&mut rules.min_length, more.min_length), (&mut rules.min_items, more.min_items), (&mut rules.min_properties, more.min_properties)]
    {
        *own = (*own).max(other);
    }
    for (own, other) in
        [(&mut rules.max_length, more.max_length), (&mut rules.max_items, more.max_items), (&mut rules.max_properties, more.max_properties)]
    {
        *own = own.iter().chain(&other).min().copied();
    }
    let tighter = |own: &mut Option<Bound>, other: Option<Bound>, beats: fn(&Number, &Number) -> bool| match (&mut *own, other) {
        (_, None) => {}
        (Some(own), Some(other)) if own.value == other.value => own.exclusive |= other.exclusive,
        (Some(known), Some(other)) if !beats(&other.value, &known.value) => {}
        (_, other) => *own = other,
    };
    tighter(&mut rules.minimum, more.minimum, greater);
    tighter(&mut rules.maximum, more.maximum, |a, b| greater(b, a));
    rules.unique_items |= more.unique_items;
    for (own, other) in [(&mut rules.items, more.items), (&mut rules.values, more.values)] {
        match (own.as_mut(), other) {
            (_, None) => {}
            (Some(own), Some(other)) => tighten(own, *other),
            (None, other) => *own = other,
        }
    }
}

fn greater(a: &Number, b: &Number) -> bool {
    match (a.as_i64(), b.as_i64()) {
        (Some(a), Some(b)) => a > b,
        _ => a.as_f64() > b.as_f64(),
    }
}

fn boxed(rules: Constraints) -> Option<Box<Constraints>> {
    (rules != Constraints::default()).then(|| Box::new(rules))
}

fn pattern(text: Option<&String>) -> Vec<Pattern> {
    text.into_iter().map(|text| Pattern { text: text.clone(), translated: None }).collect()
}

/// The model has every number as a float; one that is whole is written as it was.
pub(super) fn float(value: f64) -> Option<Number> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() <= EXACT { Some(Number::from(value as i64)) } else { Number::from_f64(value) }
}

fn bound(value: Option<Number>, exclusive: bool) -> Option<Bound> {
    value.map(|value| Bound { value, exclusive })
}
