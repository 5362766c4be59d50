//! Tests that long chains of types are broken.

use std::fmt::Write;

use crate::analyze::{TypeFacts, analyze};
use crate::config::Config;
use crate::ir::{Api, Presence, Shape, Type, TypeId, type_name};

/// The walk limit plus a margin: the walk may end in a field with an `OpaqueBox`.
const LIMIT: u32 = 118;

fn lowered(schemas: &str) -> Api {
    super::lowered(
        format!("openapi: 3.0.3\ninfo: {{title: T, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}"),
        &Config::default(),
    )
}

/// Writes components `S0` to `S{count - 1}` with a property for each link.
fn components(count: usize, links: impl Fn(usize) -> Vec<String>) -> String {
    (0..count).fold(String::new(), |mut text, at| {
        let links: Vec<String> = links(at).iter().enumerate().map(|(index, link)| format!("p{index}: {link}")).collect();
        let _ = writeln!(text, "    S{at}: {{type: object, properties: {{v: {{type: string}}, {}}}}}", links.join(", "));
        text
    })
}

fn link(form: usize, target: usize) -> String {
    let reference = format!("{{$ref: '#/components/schemas/S{target}'}}");
    match form % 7 {
        0 => reference,
        1 => format!("{{type: array, items: {reference}}}"),
        2 => format!("{{type: object, additionalProperties: {reference}}}"),
        3 => format!("{{nullable: true, allOf: [{reference}]}}"),
        4 => format!("{{oneOf: [{reference}, {{type: string}}]}}"),
        5 => format!("{{type: array, items: {{type: array, items: {reference}}}}}"),
        _ => format!("{{type: object, properties: {{inner: {reference}}}}}"),
    }
}

/// Returns how deep rustc walks from a type. The walk is independent of the one under test and unwraps a type layer by layer.
fn depth(api: &Api, facts: &[TypeFacts], root: TypeId) -> u32 {
    let mut seen = vec![false; api.types.len()];
    seen[root.0 as usize] = true;
    let mut deepest = 0;
    let mut stack = vec![members(api, facts, root, 0)];
    while let Some(open) = stack.last_mut() {
        let Some((ty, depth)) = open.pop() else {
            stack.pop();
            continue;
        };
        deepest = deepest.max(depth);
        match ty {
            Type::Nullable(inner) => open.push((*inner, depth + 1)),
            Type::List(inner) | Type::Map(inner) => open.push((*inner, depth + 3)),
            Type::Named(id) => match &api.ty(id).shape {
                Shape::Alias(inner) if !facts[id.0 as usize].newtype => open.push((inner.clone(), depth)),
                _ if std::mem::replace(&mut seen[id.0 as usize], true) => {}
                _ => stack.push(members(api, facts, id, depth)),
            },
            _ => {}
        }
    }
    deepest
}

/// Returns the types of the members that the compiler visits, last first, each with its depth.
fn members(api: &Api, facts: &[TypeFacts], id: TypeId, depth: u32) -> Vec<(Type, u32)> {
    let facts = &facts[id.0 as usize];
    let boxed = |index: usize| if facts.boxed.get(index).is_some_and(|boxed| *boxed) { 2 } else { 0 };
    let mut members: Vec<(usize, Type, u32)> = match &api.ty(id).shape {
        Shape::Struct(shape) => {
            let fields = shape.fields.iter().enumerate().map(|(index, field)| {
                let optional = field.presence == Presence::Optional || facts.broken[index];
                (index, field.ty.clone(), u32::from(optional && !matches!(field.ty, Type::Nullable(_))))
            });
            let rest = shape.additional.iter().map(|ty| (shape.fields.len(), Type::Map(Box::new(ty.clone())), 0));
            fields.chain(rest).collect()
        }
        Shape::Union(shape) => shape.rows().into_iter().map(|index| (index, shape.variants[index].ty.clone(), 0)).collect(),
        Shape::Alias(inner) => vec![(0, inner.clone(), 0)],
        Shape::Enum(_) => Vec::new(),
    };
    members.retain(|(index, ..)| !facts.opaque[*index]);
    members.into_iter().rev().map(|(index, ty, around)| (ty, depth + 1 + around + boxed(index))).collect()
}

fn opaque(facts: &[TypeFacts]) -> usize {
    facts.iter().map(|facts| facts.opaque.iter().filter(|opaque| **opaque).count()).sum()
}

fn assert_bounded(schemas: &str) -> usize {
    let api = lowered(schemas);
    let facts = analyze(&api).types;
    for id in api.type_ids() {
        let depth = depth(&api, &facts, id);
        assert!(depth <= LIMIT, "{} is {depth} deep\n{schemas}", type_name(&api, id));
    }
    opaque(&facts)
}

#[test]
fn chains_of_every_form_are_no_deeper_than_the_compiler_follows() {
    for form in 0..7 {
        let broken = assert_bounded(&components(500, |at| vec![link(form, (at + 1).min(499))]));
        assert!((4..80).contains(&broken), "form {form}: {broken}");
    }
    assert_bounded(&components(500, |at| vec![link(at, (at + 1).min(499))]));
}

#[test]
fn mutually_recursive_types_are_no_deeper_than_the_compiler_follows() {
    for form in 0..7 {
        assert_bounded(&components(300, |at| {
            vec![link(form, (at * 7 + 1) % 300), link(form, (at * 11 + 5) % 300), link(form, (at + 1) % 300)]
        }));
    }
    // Every type leads to every other, so the walk visits all of them.
    assert_bounded(&components(60, |at| (0..60).map(|target| link(target + at, target)).collect()));
}

#[test]
fn rings_of_thousands_of_types_are_broken_in_little_time() {
    assert_bounded(&components(3_000, |at| vec![link(0, (at * 7 + 1) % 3_000), link(1, (at + 1) % 3_000)]));
}

#[test]
fn random_graphs_are_no_deeper_than_the_compiler_follows() {
    for seed in 0..40 {
        let mut random = fastrand::Rng::with_seed(seed);
        let count = random.usize(1..160);
        let links: Vec<Vec<String>> =
            (0..count).map(|_| (0..random.usize(0..4)).map(|_| link(random.usize(..), random.usize(..count))).collect()).collect();
        assert_bounded(&components(count, |at| links[at].clone()));
    }
}

#[test]
fn what_the_compiler_follows_holds_no_box_that_hides_its_content() {
    assert_eq!(assert_bounded(&components(20, |at| vec![link(1, (at + 1) % 20)])), 0);
    assert_eq!(assert_bounded(&components(50, |at| vec![link(0, (at + 1).min(49))])), 0);
    assert_eq!(assert_bounded(&components(3, |at| vec![link(1, at), link(2, (at + 1) % 3), link(6, 0)])), 0);
}

#[test]
fn additional_properties_are_broken_as_fields_are() {
    let text: String = (0..100)
        .map(|at| {
            let next = (at + 1).min(99);
            format!("    S{at}: {{type: object, properties: {{v: {{type: string}}}}, additionalProperties: {{$ref: '#/components/schemas/S{next}'}}}}\n")
        })
        .collect();
    assert!(assert_bounded(&text) > 0);
}

#[test]
fn lists_of_lists_by_name_or_in_place_become_types_of_their_own() {
    let text: String =
        (0..200).map(|at| format!("    S{at}: {{type: array, items: {{$ref: '#/components/schemas/S{}'}}}}\n", at + 1)).collect();
    let text = format!("{text}    S200: {{type: string}}\n");
    let api = lowered(&text);
    let facts = analyze(&api).types;
    let newtypes = facts.iter().filter(|facts| facts.newtype).count();
    assert!((16..30).contains(&newtypes), "{newtypes}");
    assert_bounded(&text);

    let nested = (0..50).fold("{type: string}".to_owned(), |inner, _| format!("{{type: array, items: {inner}}}"));
    let text = format!("    S: {{type: object, properties: {{p: {nested}}}}}\n");
    assert_bounded(&text);
    let api = lowered(&text);
    let facts = analyze(&api).types;
    assert!(facts.iter().any(|facts| facts.newtype));
}

#[test]
fn a_broken_chain_is_named_once() {
    let api = lowered(&components(120, |at| vec![link(1, (at + 1).min(119))]));
    let facts = analyze(&api);
    let told = crate::analyze::report(&api, &facts);
    let [note] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((note.code, note.severity), ("long-chain", crate::diagnostic::Severity::Note));
    assert!(note.message.starts_with("the chain `S"), "{}", note.message);
    assert!(note.message.contains(&format!("{} fields", opaque(&facts.types))), "{}", note.message);
    assert!(note.location.is_some());

    let api = lowered(&components(10, |at| vec![link(1, (at + 1).min(9))]));
    assert_eq!(crate::analyze::report(&api, &analyze(&api)), []);
}
