//! Schemas that are made of others: `allOf`, and parents.

use expect_test::expect;

use super::check;
use crate::config::Config;

#[test]
fn all_of_merges_fields_and_requirements() {
    check(
        "
Base: {type: object, properties: {id: {type: string}, name: {type: string}}}
A:
  allOf:
    - $ref: '#/components/schemas/Base'
    - {type: object, required: [id], properties: {size: {type: integer}}}",
        expect![[r#"
            type Base struct
              "id"? String
              "name"? String
            type A struct
              "id" String
              "name"? String
              "size"? i64
        "#]],
    );
}

#[test]
fn all_of_merges_what_members_declare_twice() {
    check(
        "
Base:
  type: object
  properties:
    deep: {type: object, properties: {a: {type: string}, in: {type: object, properties: {b: {type: string}}}}}
    list: {type: array, items: {type: object, properties: {a: {type: string}}}}
    own: {$ref: '#/components/schemas/Part'}
Part: {type: object, required: [p], properties: {p: {type: string}, next: {$ref: '#/components/schemas/Part'}}}
Other: {type: object, properties: {o: {type: string}, next: {$ref: '#/components/schemas/Other'}}}
More: {allOf: [{$ref: '#/components/schemas/Part'}, {properties: {m: {type: string}}}]}
InPlace:
  allOf:
  - {type: object, properties: {x: {type: object, properties: {a: {type: string}}}, y: {type: object, nullable: true, properties: {a: {type: string}}}}}
  - {type: object, properties: {x: {required: [b], properties: {b: {type: string}}}, y: {properties: {b: {type: string}}}}}
Child:
  allOf:
  - {$ref: '#/components/schemas/Base'}
  - type: object
    properties:
      deep: {properties: {c: {type: string}, in: {properties: {d: {type: string}}}}}
      list: {type: array, items: {properties: {b: {type: string}}}}
      own: {properties: {q: {type: string}}}
Pair:
  allOf:
  - {properties: {own: {$ref: '#/components/schemas/Part'}, more: {$ref: '#/components/schemas/Part'}}}
  - {properties: {own: {$ref: '#/components/schemas/Other'}, more: {$ref: '#/components/schemas/More'}}}",
        expect![[r#"
            type Base struct
              "deep"? Base.deep
              "list"? [Base.list item]
              "own"? Part
            type Part struct
              "p" String
              "next"? Part
            type Other struct
              "o"? String
              "next"? Other
            type More struct
              "p" String
              "next"? Part
              "m"? String
            type InPlace struct
              "x"? InPlace.x
              "y"? nullable InPlace.y
            type Child struct
              "deep"? Child.deep
              "list"? [Child.list item]
              "own"? Child.own
            type Pair struct
              "own"? Pair.own
              "more"? More
            type Base.deep struct
              "a"? String
              "in"? Base.deep.in
            type Base.deep.in struct
              "b"? String
            type Base.list item struct
              "a"? String
            type InPlace.x struct
              "a"? String
              "b" String
            type InPlace.y struct
              "a"? String
              "b"? String
            type Child.deep struct
              "a"? String
              "in"? Child.deep.in
              "c"? String
            type Child.deep.in struct
              "b"? String
              "d"? String
            type Child.list item = InPlace.y
            type Child.own struct
              "p" String
              "next"? Part
              "q"? String
            type Pair.own struct
              "p" String
              "next"? Pair.own
              "o"? String
        "#]],
    );
}

#[test]
fn all_of_that_contains_itself_ends() {
    check(
        "
A:
  allOf:
    - $ref: '#/components/schemas/A'
    - {type: object, properties: {size: {type: integer}}}",
        expect![[r#"
            type A struct
              "size"? i64
        "#]],
    );
}

#[test]
fn a_parent_that_lists_its_children_is_inherited_without_the_list() {
    check(
        "
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind}
  oneOf: [{$ref: '#/components/schemas/Cat'}]
Cat:
  allOf:
    - $ref: '#/components/schemas/Pet'
    - {type: object, properties: {lives: {type: integer}}}",
        expect![[r#"
            type Pet struct
              "kind" String
              (flattened) Pet.variant
            type Cat struct
              "kind" String const "Cat"
              "lives"? i64
            type Pet.variant union by "kind"
              "Cat" Cat "Cat"
        "#]],
    );
}

#[test]
fn a_parent_with_a_discriminator_stands_for_its_children() {
    check(
        "
Pet:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
Cat:
  allOf:
    - $ref: '#/components/schemas/Pet'
    - {type: object, properties: {lives: {type: integer}}}",
        expect![[r#"
            type Pet union by "kind"
              "Cat" Cat "cat"
              "base" Pet.base "Pet" fallback
            type Cat struct
              "kind" String const "cat"
              "lives"? i64
            type Pet.base struct
              "kind" String
        "#]],
    );
}

#[test]
fn a_reference_may_be_described_in_a_member_of_its_own() {
    check(
        "
A:
  type: object
  properties:
    a:
      allOf:
      - $ref: '#/components/schemas/B'
      - description: About b.
    b:
      allOf:
      - $ref: '#/components/schemas/B'
      - required: [c]
B:
  type: [object, 'null']
  properties:
    c: {type: string}",
        expect![[r#"
            type A struct
              "a"? nullable B
              "b"? nullable A.b
            type B struct
              "c"? String
            type A.b struct
              "c" String
        "#]],
    );
}

#[test]
fn a_child_that_is_told_by_another_property_stands_for_its_own() {
    check(
        "
Fish:
  type: object
  required: [kind]
  properties: {kind: {type: string}}
  discriminator: {propertyName: kind, mapping: {shark: '#/components/schemas/Shark'}}
Shark:
  type: object
  required: [kind, sort]
  properties: {kind: {type: string, enum: [shark]}, sort: {type: string}}
  discriminator: {propertyName: sort, mapping: {saw: '#/components/schemas/Saw'}}
  allOf: [{$ref: '#/components/schemas/Fish'}]
Saw:
  type: object
  properties: {sort: {type: string, enum: [saw]}}
  allOf: [{$ref: '#/components/schemas/Shark'}]",
        expect![[r#"
            type Fish union by "kind"
              "Shark" Shark "shark"
              "base" Fish.base "Fish" fallback
            type Shark union by "sort"
              "Saw" Saw "saw"
              "base" Shark.base "Shark" fallback
            type Saw struct
              "kind" Shark.kind
              "sort" Saw.sort const "saw"
            type Fish.base struct
              "kind" String
            type Shark.base struct
              "kind" Shark.kind
              "sort" String
            type Shark.kind enum String "shark"
            type Saw.sort enum String "saw"
        "#]],
    );
}

/// Without a limit, the copies of fields would take 1 GB, and the output could not be compiled.
#[test]
fn a_long_chain_of_all_of_keeps_what_is_inherited_in_a_map() {
    let mut text =
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    C0: {type: object}\n".to_owned();
    for at in 1..=1_000 {
        let base = format!("{{$ref: '#/components/schemas/C{}'}}", at - 1);
        text.push_str(&format!("    C{at}: {{allOf: [{base}, {{type: object, properties: {{p{at}: {{type: string}}}}}}]}}\n"));
    }
    let printed = super::lowered(&text, &Config::default());
    let fields = printed.lines().filter(|line| line.starts_with("  \"p")).count();
    assert!((20_000..40_000).contains(&fields), "{fields}");
    // A chain of ordinary length is fully typed.
    let of = |name: &str| -> Vec<&str> {
        printed.lines().skip_while(|line| *line != format!("type {name} struct")).skip(1).take_while(|line| line.starts_with(' ')).collect()
    };
    assert_eq!(of("C100").len(), 100);
    assert_eq!(of("C1000"), ["  \"p1000\"? String", "  .. Any(OpenProperties)"]);
    let warnings = printed.lines().filter(|line| line.starts_with("Warning too-much-inheritance: ")).count();
    assert!((700..900).contains(&warnings), "{warnings}");
}

#[test]
fn many_that_extend_a_wide_base_do_not_multiply_its_fields() {
    let mut text = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    Base:\n      type: object\n      properties:\n".to_owned();
    (0..500).for_each(|at| text.push_str(&format!("        b{at}: {{type: string}}\n")));
    (0..500).for_each(|at| {
        text.push_str(&format!("    C{at}: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {{properties: {{p: {{type: string}}}}}}]}}\n"))
    });
    let printed = super::lowered(&text, &Config::default());
    let fields = printed.lines().filter(|line| line.starts_with("  \"")).count();
    assert!((20_000..40_000).contains(&fields), "{fields}");
}
