//! Names the types and what is in them.
//!
//! All types live in one module, those that the document names first. A type that has no name of its own is called after what it stands
//! in, so that an unrelated change elsewhere in the document leaves its name alone.

use serde_json::Value;

use crate::analyze::ErrorUnion;
use crate::ir::{Api, Enum, Field, NameHint, Owner, Shape, Struct, StructForm, Type, TypeDef, TypeId, Union, type_name};

use super::scope::{Given, Kind, Obstacle, Request, Scope, Ties};
use super::words::{Words, singular, words};
use super::{Cx, ErrorUnionNames, Name, TypeNames, reserved};

/// The names of the module of types.
pub(super) struct Models {
    /// The name of each type, by its index.
    pub(super) given: Vec<Given>,
    /// All that is taken.
    pub(super) scope: Scope<'static>,
}

/// Names the types.
pub(super) fn models(cx: &mut Cx<'_>, operations: &[Words]) -> Models {
    let api = cx.api;
    let mut scope = Scope::new(Kind::Type, reserved::TYPES);
    let mut given: Vec<Option<Given>> = vec![None; api.types.len()];
    let mut levels: Vec<Vec<TypeId>> = Vec::new();
    for id in api.type_ids() {
        let depth = depth(api, id);
        levels.resize_with(levels.len().max(depth + 1), Vec::new);
        levels[depth].push(id);
    }
    for ids in levels {
        let requests: Vec<Request> = ids.iter().map(|id| request(cx, *id, &given, operations)).collect();
        for (id, name) in ids.iter().zip(scope.resolve(&requests, Ties::First)) {
            cx.note(|| format!("type `{}`", type_name(api, *id)), &name, &api.ty(*id).origin);
            given[id.0 as usize] = Some(name);
        }
    }
    let given = given.into_iter().map(|given| given.expect("every type is on a level")).collect();
    Models { given, scope }
}

/// Returns how many types there are between a type and one that the document names.
fn depth(api: &Api, id: TypeId) -> usize {
    let mut at = id;
    let mut depth = 0;
    while let NameHint::Derived { owner, .. } = &api.ty(at).hint {
        depth += 1;
        match owner {
            // A ring of owners would be a mistake of `lower`; the bound keeps it from hanging here.
            Owner::Type(owner) if depth <= api.types.len() => at = *owner,
            Owner::Type(_) | Owner::Operation(_) | Owner::Webhook(_) => break,
        }
    }
    depth
}

fn request(cx: &Cx<'_>, id: TypeId, given: &[Option<Given>], operations: &[Words]) -> Request {
    let def = cx.api.ty(id);
    match &def.hint {
        NameHint::Declared(name) => Request::text(name).fixed(cx.overrides.ty(id)),
        NameHint::Derived { owner, path } => {
            let start = match owner {
                Owner::Type(owner) => {
                    given[owner.0 as usize].as_ref().map_or_else(|| words(&type_name(cx.api, *owner)), |own| own.words.clone())
                }
                Owner::Operation(index) => operations[*index as usize].clone(),
                Owner::Webhook(index) => words(&cx.api.webhooks[*index as usize].wire),
            };
            derived(&start, path, def)
        }
    }
}

/// The owner and the last step, then with more steps, then with a word for the kind of type.
fn derived(start: &Words, path: &[String], def: &TypeDef) -> Request {
    let mut choices = Vec::new();
    let steps: Vec<Words> = path.iter().map(|step| words(step)).collect();
    let of_item = path.last().and_then(|last| item_of(last));
    // The plain path of an element is as good a name as the singular of its list.
    let natural = 1 + usize::from(of_item.is_some());
    choices.extend(of_item.map(|of_item| start.then(&of_item)));
    for from in (0..steps.len()).rev() {
        choices.push(steps[from..].iter().fold(start.clone(), |name, step| name.then(step)));
    }
    let whole = choices.last().unwrap_or(start).clone();
    choices.push(whole.with(match &def.shape {
        Shape::Struct(_) => "object",
        Shape::Enum(_) => "value",
        Shape::Union(_) => "choice",
        Shape::Alias(_) => "alias",
    }));
    Request::new(choices).natural(natural)
}

/// Returns the name of an element of a list: `address` for `addresses item`.
fn item_of(step: &str) -> Option<Words> {
    let mut list = words(step.strip_suffix(" item")?);
    let last = list.0.pop()?;
    let one = singular(&last);
    if one == last {
        return None;
    }
    Some(list.with(&one))
}

/// Names what is in each type.
pub(super) fn members(cx: &mut Cx<'_>, models: &Models) -> Vec<TypeNames> {
    let api = cx.api;
    let names = api.type_ids().map(|id| {
        let ident = Some(models.given[id.0 as usize].name.clone());
        let (members, rest) = match &api.ty(id).shape {
            Shape::Struct(shape) => fields(cx, id, shape, models),
            Shape::Enum(shape) => values(cx, id, shape),
            Shape::Union(shape) => variants(cx, id, shape),
            Shape::Alias(_) => (Vec::new(), None),
        };
        TypeNames { ident, members, rest }
    });
    names.collect()
}

fn fields(cx: &mut Cx<'_>, id: TypeId, shape: &Struct, models: &Models) -> (Vec<Name>, Option<Name>) {
    let mut scope = Scope::new(Kind::Field, &[]);
    let requests: Vec<Request> = shape
        .fields
        .iter()
        .enumerate()
        .map(|(index, field)| match &field.ty {
            Type::Named(ty) if field.flatten => Request::new([models.given[ty.0 as usize].words.clone()]),
            _ if field.flatten => Request::new([Words::of(["flattened"])]),
            _ if shape.form == StructForm::List => Request::text(&element(field, index)).fixed(cx.overrides.member(id, index)),
            _ => Request::text(&field.wire).fixed(cx.overrides.member(id, index)),
        })
        .collect();
    let given = scope.resolve(&requests, Ties::First);
    for (field, name) in shape.fields.iter().zip(&given) {
        cx.note(|| format!("property `{}` of `{}`", field.wire, type_name(cx.api, id)), name, &field.origin);
    }
    let rest = shape.additional.as_ref().map(|_| {
        let choices = match shape.form {
            StructForm::Object => [Words::of(["additional", "properties"]), Words::of(["other", "properties"])],
            StructForm::List => [Words::of(["rest"]), Words::of(["other", "items"])],
        };
        scope.resolve_one(&Request::new(choices)).name
    });
    (given.into_iter().map(|given| given.name).collect(), rest)
}

/// Returns what an element of a list with a type of its own is called: by its title, or by its place.
fn element(field: &Field, index: usize) -> String {
    field.docs.title.clone().unwrap_or_else(|| format!("item {}", index + 1))
}

fn values(cx: &mut Cx<'_>, id: TypeId, shape: &Enum) -> (Vec<Name>, Option<Name>) {
    let requests: Vec<Request> = shape
        .values
        .iter()
        .enumerate()
        .map(|(index, value)| {
            let own = match &value.wire {
                Value::String(text) => text.clone(),
                wire @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => wire.to_string(),
            };
            let text = value.name.as_ref().unwrap_or(&own);
            Request::new(Request::text(text).choices.into_iter().chain(Request::text(&own).choices)).fixed(cx.overrides.member(id, index))
        })
        .collect();
    let labels: Vec<String> = shape.values.iter().map(|value| format!("value `{}`", value.wire)).collect();
    cases(cx, id, Kind::Value, &requests, &labels)
}

fn variants(cx: &mut Cx<'_>, id: TypeId, shape: &Union) -> (Vec<Name>, Option<Name>) {
    let requests: Vec<Request> = shape
        .variants
        .iter()
        .enumerate()
        .map(|(index, variant)| Request::text(&variant.name).fixed(cx.overrides.member(id, index)))
        .collect();
    let labels: Vec<String> = shape.variants.iter().map(|variant| format!("variant `{}`", variant.name)).collect();
    cases(cx, id, Kind::Variant, &requests, &labels)
}

/// Names the variants of an enum, and the one for what is not known.
fn cases(cx: &mut Cx<'_>, id: TypeId, kind: Kind, requests: &[Request], labels: &[String]) -> (Vec<Name>, Option<Name>) {
    let mut scope = Scope::new(kind, &[]);
    let given = scope.resolve(requests, Ties::First);
    let origin = &cx.api.ty(id).origin;
    for (label, name) in labels.iter().zip(&given) {
        cx.note(|| format!("{label} of `{}`", type_name(cx.api, id)), name, origin);
    }
    let rest = scope.resolve_one(&catch_all(["unknown", "other", "unlisted"])).name;
    (given.into_iter().map(|given| given.name).collect(), Some(rest))
}

/// Names a variant for what is not known.
pub(super) fn catch_all(words: [&str; 3]) -> Request {
    Request::new(words.map(|word| Words::of([word])))
}

/// Names the enums over several error bodies: after their types where these are few, else after the first operation.
pub(super) fn error_unions(cx: &mut Cx<'_>, models: &mut Models, operations: &[Words]) -> Vec<ErrorUnionNames> {
    let unions = &cx.facts.error_unions;
    let requests: Vec<Request> =
        unions.iter().enumerate().map(|(index, union)| error_union(cx, index, union, models, operations)).collect();
    let idents = models.scope.resolve(&requests, Ties::First);
    let names = unions.iter().zip(idents).map(|(union, ident)| {
        let mut scope = Scope::new(Kind::Variant, &[]);
        let requests: Vec<Request> = union.types.iter().map(|ty| Request::new([type_words(ty, models)])).collect();
        let variants = scope.resolve(&requests, Ties::First).into_iter().map(|given| given.name).collect();
        let rest = scope.resolve_one(&catch_all(["other", "unknown", "unlisted"])).name;
        ErrorUnionNames { ident: ident.name, variants, rest }
    });
    names.collect()
}

fn error_union(cx: &Cx<'_>, index: usize, union: &ErrorUnion, models: &Models, operations: &[Words]) -> Request {
    let first =
        cx.facts.operations.iter().position(|facts| matches!(facts.error, crate::analyze::ErrorForm::Several(own, _) if own == index));
    let of_operation = first.map(|first| operations[first].with("error"));
    let few = union.types.len() <= 3 && union.types.iter().all(|ty| matches!(ty, Type::Named(_)));
    let of_types = few.then(|| {
        let mut types = union.types.iter().map(|ty| type_words(ty, models));
        let start = types.next().unwrap_or_default();
        types.fold(start, |name, ty| name.with("or").then(&ty))
    });
    let natural = usize::from(of_types.is_some()) + usize::from(of_operation.is_some());
    Request::new(of_types.into_iter().chain(of_operation).chain([Words::of(["errors"])])).natural(natural.max(1))
}

fn type_words(ty: &Type, models: &Models) -> Words {
    match ty {
        Type::Named(id) => models.given[id.0 as usize].words.clone(),
        Type::Nullable(inner) => type_words(inner, models),
        Type::List(inner) => type_words(inner, models).with("list"),
        Type::Map(inner) => type_words(inner, models).with("map"),
        Type::Bool => Words::of(["bool"]),
        Type::Int(_) => Words::of(["integer"]),
        Type::Float(_) | Type::Decimal(_) => Words::of(["number"]),
        Type::String => Words::of(["text"]),
        Type::DateTime => Words::of(["date", "time"]),
        Type::Date => Words::of(["date"]),
        Type::Time => Words::of(["time"]),
        Type::Base64 | Type::Binary => Words::of(["bytes"]),
        Type::Any(_) => Words::of(["value"]),
    }
}

/// Returns the words for what stood in the way of a name.
pub(super) fn reason(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::Reserved(ident) => format!("`{ident}` has a meaning in Rust or in every generated crate"),
        Obstacle::Taken(ident) => format!("`{ident}` is taken"),
    }
}
