//! Names the types and what is in them.
//!
//! All types live in one module, those that the document names first. A type that has no name of its own is called after what it stands
//! in, so that an unrelated change elsewhere in the document leaves its name alone.

use serde_json::Value;

use crate::analyze::ErrorUnion;
use crate::ir::{Api, Enum, EnumValue, Field, NameHint, Owner, Shape, Struct, StructForm, Type, TypeDef, TypeId, Union, type_name};

use super::scope::{Given, Kind, Request, Scope, Ties};
use super::words::{Words, singular, words};
use super::{Cx, ErrorUnionNames, Name, TypeNames, reserved};

/// The names of the module of types.
pub(super) struct Models {
    /// The name of each type, by its index; of one that is not in the crate, what it would be called.
    pub(super) given: Vec<Given>,
    /// All that is taken.
    pub(super) scope: Scope<'static>,
}

impl Models {
    /// Returns the names of the types that are in the crate.
    pub(super) fn names<'m>(&'m self, cx: &'m Cx<'_>) -> impl Iterator<Item = &'m Name> + 'm {
        let used = cx.api.type_ids().zip(&self.given).filter(|(id, _)| is_used(cx, *id));
        used.map(|(_, given)| &given.name)
    }

    /// Returns the names of tuple structs, each of which is the name of a function as well.
    pub(super) fn newtypes<'m>(&'m self, cx: &'m Cx<'_>) -> impl Iterator<Item = &'m str> + 'm {
        let newtypes = cx.api.type_ids().zip(&self.given).filter(|(id, _)| is_used(cx, *id) && cx.facts.ty(*id).newtype);
        newtypes.map(|(_, given)| given.name.0.as_str())
    }
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
    for mut ids in levels {
        ids.retain(|id| {
            let used = is_used(cx, *id);
            if !used {
                let words = request(cx, *id, &given, operations).choices.swap_remove(0);
                given[id.0 as usize] = Some(Given { name: Name(words.to_camel()), words, obstacle: None, configured: false });
            }
            used
        });
        let requests: Vec<Request> = ids.iter().map(|id| request(cx, *id, &given, operations)).collect();
        for (id, name) in ids.iter().zip(scope.resolve(&requests, Ties::First)) {
            let def = api.ty(*id);
            let item = || format!("type `{}`", type_name(api, *id));
            match &def.hint {
                NameHint::Declared(wire) => cx.note(item, wire, &name, &def.origin),
                NameHint::Derived { .. } => cx.note_derived(item, &name, &def.origin),
            }
            given[id.0 as usize] = Some(name);
        }
    }
    let given = given.into_iter().map(|given| given.expect("every type is on a level")).collect();
    Models { given, scope }
}

/// Returns whether a type is in the crate. One that is not takes no name from others, and only lends its words to what was found in it.
fn is_used(cx: &Cx<'_>, id: TypeId) -> bool {
    !cx.facts.ty(id).gates.is_empty()
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
            derived(&start, path, behind(cx.api, id))
        }
    }
}

/// Returns what a type is made of, behind the other names of it: an inline type that another one says the same as is no less a struct.
fn behind(api: &Api, id: TypeId) -> &Shape {
    let mut at = id;
    for _ in 0..api.types.len() {
        match &api.ty(at).shape {
            Shape::Alias(Type::Named(next)) => at = *next,
            Shape::Alias(_) | Shape::Struct(_) | Shape::Enum(_) | Shape::Union(_) => break,
        }
    }
    &api.ty(at).shape
}

/// The owner and the last step, then with more steps, then with a word for the kind of type.
fn derived(start: &Words, path: &[String], shape: &Shape) -> Request {
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
    choices.push(whole.with(match shape {
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
        if !is_used(cx, id) {
            return TypeNames::default();
        }
        let ident = Some(models.given[id.0 as usize].name.clone());
        let names = match &api.ty(id).shape {
            Shape::Struct(shape) => fields(cx, id, shape, models),
            Shape::Enum(shape) => values(cx, id, shape),
            Shape::Union(shape) => variants(cx, id, shape),
            Shape::Alias(_) => TypeNames::default(),
        };
        TypeNames { ident, ..names }
    });
    names.collect()
}

fn fields(cx: &mut Cx<'_>, id: TypeId, shape: &Struct, models: &Models) -> TypeNames {
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
    for (field, name) in shape.fields.iter().zip(&given).filter(|(field, _)| !field.flatten) {
        cx.note(|| format!("property `{}` of `{}`", field.wire, type_name(cx.api, id)), &field.wire, name, &field.origin);
    }
    let rest = shape.additional.as_ref().map(|_| {
        let choices = match shape.form {
            StructForm::Object => [Words::of(["additional", "properties"]), Words::of(["other", "properties"])],
            StructForm::List => [Words::of(["rest"]), Words::of(["other", "items"])],
        };
        scope.resolve_one(&Request::new(choices)).name
    });
    TypeNames { members: given.into_iter().map(|given| given.name).collect(), rest, ..TypeNames::default() }
}

/// Returns what an element of a list with a type of its own is called: by its title, or by its place.
fn element(field: &Field, index: usize) -> String {
    field.docs.title.clone().unwrap_or_else(|| format!("item {}", index + 1))
}

fn values(cx: &mut Cx<'_>, id: TypeId, shape: &Enum) -> TypeNames {
    let own = |value: &EnumValue| match &value.wire {
        Value::String(text) => text.clone(),
        wire @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => wire.to_string(),
    };
    let cases = shape.values.iter().enumerate().map(|(index, value)| {
        let own = own(value);
        let text = value.name.as_ref().unwrap_or(&own);
        let request = match &value.name {
            Some(name) => Request::new(Request::text(name).whole().choices.into_iter().chain(Request::text(&own).whole().choices)),
            None => Request::text(&own),
        };
        let request = request.fixed(cx.overrides.member(id, index));
        Case { item: format!("value `{}`", value.wire), wire: text.clone(), request, short: None }
    });
    let cases = cases.collect();
    name_cases(cx, id, Kind::Value, cases).0
}

fn variants(cx: &mut Cx<'_>, id: TypeId, shape: &Union) -> TypeNames {
    let own = own_words(cx.api.ty(id));
    let cases = shape.variants.iter().enumerate().map(|(index, variant)| Case {
        item: format!("variant `{}`", variant.name),
        wire: variant.name.clone(),
        request: Request::text(&variant.name).fixed(cx.overrides.member(id, index)),
        short: without_type(&words(&variant.name), &own),
    });
    let mut cases: Vec<Case> = cases.collect();
    shorten(&mut cases);
    let (names, mut scope) = name_cases(cx, id, Kind::Variant, cases);
    let several = shape.several.then(|| scope.resolve_one(&catch_all(["several", "combined", "together"])).name);
    TypeNames { several, ..names }
}

/// A variant of a Rust enum that is to be named.
struct Case {
    /// What it is in the document.
    item: String,
    /// The text that it is named after.
    wire: String,
    request: Request,
    /// The name without the words that its type's name has already.
    short: Option<Words>,
}

/// Returns the words that the document calls a type by.
fn own_words(def: &TypeDef) -> Words {
    match &def.hint {
        NameHint::Declared(name) => words(name),
        NameHint::Derived { path, .. } => path.last().map(|step| words(step)).unwrap_or_default(),
    }
}

/// Returns what is left of a variant's name without the words of its type, which stand before it wherever it is used: `Activity::Call`
/// for the `CallActivity` among `Activity`. Each variant is looked at by itself: one that is added does not change the others.
fn without_type(variant: &Words, own: &Words) -> Option<Words> {
    let rest = variant.0.strip_suffix(own.0.as_slice()).or_else(|| variant.0.strip_prefix(own.0.as_slice()))?;
    let says_something = rest.first()?.starts_with(|c: char| c.is_alphabetic()) && !own.is_empty();
    says_something.then(|| Words(rest.to_vec()))
}

/// Takes the short names where no other variant of the type is called so, in short or in full.
fn shorten(cases: &mut [Case]) {
    let full: Vec<Words> = cases.iter().map(|case| words(&case.wire)).collect();
    let short: Vec<Option<Words>> = cases.iter().map(|case| case.short.clone()).collect();
    for case in cases {
        let Some(own) = case.short.take() else { continue };
        let free = !full.contains(&own) && short.iter().flatten().filter(|other| **other == own).count() == 1;
        if free {
            case.request.choices.insert(0, own.clone());
            case.short = Some(own);
        }
    }
}

/// Names the variants of an enum, and the one for what is not known. Returns what is taken, too.
fn name_cases(cx: &mut Cx<'_>, id: TypeId, kind: Kind, cases: Vec<Case>) -> (TypeNames, Scope<'static>) {
    let mut scope = Scope::new(kind, &[]);
    let requests: Vec<Request> = cases.iter().map(|case| case.request.clone()).collect();
    let given = scope.resolve(&requests, Ties::First);
    let origin = &cx.api.ty(id).origin;
    // A short name is no surprise beside that of its type.
    let long = cases.iter().zip(&given).filter(|(case, name)| case.short.as_ref() != Some(&name.words));
    for (case, name) in long {
        cx.note(|| format!("{} of `{}`", case.item, type_name(cx.api, id)), &case.wire, name, origin);
    }
    let rest = scope.resolve_one(&catch_all(["unknown", "other", "unlisted"])).name;
    let members = given.into_iter().map(|given| given.name).collect();
    (TypeNames { members, rest: Some(rest), ..TypeNames::default() }, scope)
}

/// Names a variant for what is not known.
pub(super) fn catch_all(words: [&str; 3]) -> Request {
    Request::new(words.map(|word| Words::of([word])))
}

/// Names the enums over several error bodies after their types, and after nothing else: the operations that share one come and go.
pub(super) fn error_unions(cx: &Cx<'_>, models: &mut Models) -> Vec<ErrorUnionNames> {
    let unions = &cx.facts.error_unions;
    let requests: Vec<Request> = unions.iter().map(|union| error_union(union, models)).collect();
    let idents = models.scope.resolve(&requests, Ties::Nobody);
    let names = unions.iter().zip(idents).map(|(union, ident)| {
        let mut scope = Scope::new(Kind::Variant, &[]);
        let requests: Vec<Request> = union.types.iter().map(|ty| Request::new([type_words(ty, models)])).collect();
        let variants = scope.resolve(&requests, Ties::First).into_iter().map(|given| given.name).collect();
        let rest = scope.resolve_one(&catch_all(["other", "unknown", "unlisted"])).name;
        ErrorUnionNames { ident: ident.name, variants, rest }
    });
    names.collect()
}

/// `NotFoundOrConflictError` for `NotFoundError` and `ConflictError`; `NotFoundErrorOr3Others` where there are many.
fn error_union(union: &ErrorUnion, models: &Models) -> Request {
    let types: Vec<Words> = union.types.iter().map(|ty| type_words(ty, models)).collect();
    let or = |types: &[Words]| {
        let start = types.first().cloned().unwrap_or_default();
        types.iter().skip(1).fold(start, |name, ty| name.with("or").then(ty))
    };
    let few = types.len() <= 3;
    let short = few.then(|| or(&without_shared(&types)));
    // Where two begin with the same types, each names more of them.
    let named = 1..if few { 1 } else { types.len() };
    let others = named.map(|named| or(&types[..named]).with("or").with(&(types.len() - named).to_string()).with("others"));
    Request::new(short.into_iter().chain(others).chain([or(&types)])).natural(types.len().max(2))
}

/// Leaves out the words that all names begin with, but for the first name, and those that all end with, but for the last.
fn without_shared(names: &[Words]) -> Vec<Words> {
    let shortest = names.iter().map(|name| name.0.len()).min().unwrap_or(0);
    let all_have = |word: &dyn Fn(&Words) -> String| names.windows(2).all(|pair| word(&pair[0]) == word(&pair[1]));
    let front = (0..shortest).take_while(|at| all_have(&|name| name.0[*at].clone())).count().min(shortest.saturating_sub(1));
    let back = (0..shortest - front).take_while(|at| all_have(&|name| name.0[name.0.len() - 1 - at].clone())).count();
    let back = back.min((shortest - front).saturating_sub(1));
    let last = names.len() - 1;
    let parts = names.iter().enumerate().map(|(index, name)| {
        let start = if index == 0 { 0 } else { front };
        let end = if index == last { name.0.len() } else { name.0.len() - back };
        Words(name.0[start..end].to_vec())
    });
    parts.collect()
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
