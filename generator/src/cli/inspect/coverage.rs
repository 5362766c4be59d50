//! Measures how much of a document is in the crate, and finds every value without a type.
//!
//! A *field* is a place in the document that holds a value: a property of an object, the values of a map, a member of a union, a parameter,
//! a body, an answer, an event's payload, and a schema among the components that is none of a struct, an enum and a union. It counts once,
//! however many types and operations share it, and so do inline schemas that say the same. The members of a field's own lists and maps
//! belong to the field, unless they have a type of their own with fields of its own. An answer that is an error has a field only where it
//! describes an object: the client hands out the bytes of any other.
//!
//! A field is *typed* where nothing in it is a `Value`. What a reason counts is the fields that it leaves without a type.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use crate::generator::Plan;
use crate::ir::{AnyReason, Content, Operation, Shape, Status, Type, TypeId, type_name};
use crate::source::{Location, Sources};

use super::survey::{Spot, spot};

/// How much of a document is in the crate.
#[derive(Debug, Serialize)]
pub(super) struct Coverage {
    /// The operations under the document's paths, as they are written.
    pub(super) operations_in_document: usize,
    /// Those that have a method.
    pub(super) operations: usize,
    pub(super) operations_percent: f64,
    /// The places that hold a value.
    pub(super) fields: usize,
    /// Those that have a type all through.
    pub(super) fields_typed: usize,
    pub(super) fields_percent: f64,
    /// The fields without a type for each thousand fields.
    pub(super) untyped_per_1000_fields: f64,
}

/// The values that have no type for one reason.
#[derive(Debug, Serialize)]
pub(super) struct Untyped {
    /// A stable word for the reason.
    pub(super) reason: String,
    pub(super) explanation: String,
    pub(super) count: usize,
    pub(super) places: Vec<Place>,
}

/// A value without a type.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Place {
    pub(super) item: String,
    pub(super) spot: Spot,
}

/// Measures.
pub(super) fn measure(plan: &Plan) -> (Coverage, Vec<Untyped>) {
    let mut walk = Walk { plan, seen: HashSet::new(), fields: 0, typed: 0, untyped: BTreeMap::new() };
    // What nothing refers to was lowered for something that took another form.
    let used = plan.api.type_ids().filter(|id| !plan.facts.ty(*id).gates.is_empty());
    used.for_each(|id| walk.ty(id));
    plan.api.operations.iter().for_each(|op| walk.operation(op));
    for webhook in &plan.api.webhooks {
        if let Some(payload) = &webhook.payload {
            walk.field(&webhook.origin, "payload", payload, || format!("payload of webhook `{}`", webhook.wire));
        }
    }
    let in_document = plan.document.as_ref().map_or(plan.api.operations.len(), |document| document.operations);
    let coverage = Coverage {
        operations_in_document: in_document,
        operations: plan.api.operations.len(),
        operations_percent: per(100, plan.api.operations.len(), in_document),
        fields: walk.fields,
        fields_typed: walk.typed,
        fields_percent: per(100, walk.typed, walk.fields),
        untyped_per_1000_fields: if walk.fields == 0 { 0.0 } else { per(1000, walk.fields - walk.typed, walk.fields) },
    };
    let mut untyped: Vec<Untyped> = walk.untyped.into_values().collect();
    untyped.sort_by_key(|own| std::cmp::Reverse(own.count));
    (coverage, untyped)
}

/// Returns a share, cut after two digits so that nothing short of all is shown as all.
#[expect(clippy::cast_precision_loss, reason = "counts of a document are far below 2^52")]
fn per(whole: usize, part: usize, all: usize) -> f64 {
    (part * whole * 100).checked_div(all).map_or(whole as f64, |share| share as f64 / 100.0)
}

struct Walk<'p> {
    plan: &'p Plan,
    seen: HashSet<(Location, String)>,
    fields: usize,
    typed: usize,
    untyped: BTreeMap<String, Untyped>,
}

impl Walk<'_> {
    fn ty(&mut self, id: TypeId) {
        let plan = self.plan;
        let (api, def) = (&plan.api, plan.api.ty(id));
        let name = || type_name(api, id);
        match &def.shape {
            Shape::Struct(shape) => {
                for field in &shape.fields {
                    let part = if field.flatten { &field.wire } else { "" };
                    let what = if field.flatten { "alternatives".to_owned() } else { format!("property `{}`", field.wire) };
                    self.field(&field.origin, part, &field.ty, || format!("{what} of `{}`", name()));
                }
                // What the configuration keeps is no field of the document.
                if let Some(ty) = shape.additional.as_ref().filter(|ty| **ty != Type::Any(AnyReason::Undeclared)) {
                    self.field(&def.origin, "additionalProperties", ty, || format!("further properties of `{}`", name()));
                }
            }
            Shape::Union(shape) => {
                for (index, variant) in shape.variants.iter().enumerate() {
                    let part = format!("variant {index}");
                    self.field(&def.origin, &part, &variant.ty, || format!("alternative `{}` of `{}`", variant.name, name()));
                }
            }
            // Another name for a type that is counted where it is.
            Shape::Enum(_) | Shape::Alias(Type::Named(_)) => {}
            Shape::Alias(ty) => self.field(&def.origin, "", ty, || format!("schema `{}`", name())),
        }
    }

    fn operation(&mut self, op: &Operation) {
        let label = || op.id.clone().unwrap_or_else(|| format!("{} {}", op.method, op.path));
        for param in &op.params {
            self.field(&param.origin, "", &param.ty, || format!("parameter `{}` of `{}`", param.wire, label()));
        }
        for content in op.body.iter().flat_map(|body| &body.contents) {
            self.content(content, || format!("body of `{}`", label()));
        }
        for response in op.responses.all() {
            if let Some(content) = &response.content {
                self.content(content, || format!("answer {} of `{}`", status(response.status), label()));
            }
        }
    }

    fn content(&mut self, content: &Content, item: impl Fn() -> String) {
        self.field(&content.origin, "", &content.ty, item);
    }

    /// Counts a field; `part` tells those apart that share an origin.
    fn field(&mut self, origin: &Location, part: &str, ty: &Type, item: impl Fn() -> String) {
        if !self.seen.insert((origin.clone(), part.to_owned())) {
            return;
        }
        self.fields += 1;
        let Some((reason, path)) = untyped(ty) else {
            self.typed += 1;
            return;
        };
        let item = path.iter().fold(item(), |item, step| format!("{} of {item}", step.0));
        let deepest = path.iter().fold(origin.pointer.clone(), |pointer, step| pointer.join(step.1));
        let place = Place { item, spot: spot_of(&self.plan.sources, origin, Location { file: origin.file, pointer: deepest }) };
        let code = code(reason);
        let own = self.untyped.entry(code.clone()).or_insert_with(|| Untyped {
            reason: code,
            explanation: explain(reason),
            count: 0,
            places: Vec::new(),
        });
        own.count += 1;
        own.places.push(place);
    }
}

/// Returns where a part of a field is, as near as the text has it.
fn spot_of(sources: &Sources, origin: &Location, deepest: Location) -> Spot {
    let part = spot(sources, &deepest);
    Spot { pointer: origin.pointer.as_str().to_owned(), ..part }
}

/// A step into a type: what it leads to, and the keyword.
type Step = (&'static str, &'static str);

/// Finds what in a type is untyped, and the way there.
fn untyped(ty: &Type) -> Option<(&AnyReason, Vec<Step>)> {
    let mut steps = Vec::new();
    let mut at = ty;
    loop {
        at = match at {
            Type::Any(reason) => return Some((reason, steps)),
            Type::Nullable(inner) => inner,
            Type::List(inner) => {
                steps.push(("elements", "items"));
                inner
            }
            Type::Map(inner) => {
                steps.push(("values", "additionalProperties"));
                inner
            }
            Type::Named(_)
            | Type::Bool
            | Type::Int(_)
            | Type::Float(_)
            | Type::Decimal(_)
            | Type::String
            | Type::DateTime
            | Type::Date
            | Type::Time
            | Type::Base64
            | Type::Binary => return None,
        };
    }
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(hundred) => format!("{hundred}XX"),
        Status::Default => "default".to_owned(),
    }
}

fn code(reason: &AnyReason) -> String {
    match reason {
        AnyReason::Unconstrained => "unconstrained".to_owned(),
        AnyReason::OpenProperties => "open-properties".to_owned(),
        AnyReason::Items => "no-items".to_owned(),
        AnyReason::NoSchema => "no-schema".to_owned(),
        AnyReason::OpenAlternative => "open-alternative".to_owned(),
        AnyReason::Never => "never".to_owned(),
        AnyReason::Null => "only-null".to_owned(),
        AnyReason::FreeObject => "free-object".to_owned(),
        AnyReason::Unsupported(keyword) => format!("unsupported-{keyword}"),
        AnyReason::Faulty => "faulty".to_owned(),
        AnyReason::Undeclared => "undeclared".to_owned(),
    }
}

fn explain(reason: &AnyReason) -> String {
    match reason {
        AnyReason::Unconstrained => "the schema allows everything".to_owned(),
        AnyReason::OpenProperties => "`additionalProperties` allows properties of any value".to_owned(),
        AnyReason::Items => "the list does not say what it holds".to_owned(),
        AnyReason::NoSchema => "no schema is given".to_owned(),
        AnyReason::OpenAlternative => "one of the alternatives allows everything".to_owned(),
        AnyReason::Never => "the schema allows nothing".to_owned(),
        AnyReason::Null => "only null is allowed".to_owned(),
        AnyReason::FreeObject => "the object declares no properties".to_owned(),
        AnyReason::Unsupported(keyword) => format!("`{keyword}` has no rendering"),
        AnyReason::Faulty => "the schema is at fault, as a diagnostic says".to_owned(),
        AnyReason::Undeclared => "the document does not declare it, and the configuration keeps it".to_owned(),
    }
}
