use serde_json::json;

use super::{Arm, Kind, Node, OperationRules, Parts, Pattern, Rule, Table, Violations, check};
use crate::model::{Model, Value};
use crate::operation::{Api, Operation, ParamLocation, Server};
use crate::scalar::Decimal;
use crate::transport::{Fake, FakeAnswer};

static PATTERNS: [Pattern; 4] = [
    Pattern::new("^[A-Z]{2}$", "^[A-Z]{2}$"),
    // The lookahead inside keeps it from the linear matcher.
    Pattern::new("^(?:(?=a)a+)+$", "^(?:(?=a)a+)+$"),
    Pattern::new("(", "("),
    Pattern::new("b", "b"),
];

/// Returns what a value breaks of some rules.
fn broken(rules: &'static [Rule], value: &impl Model) -> String {
    violations(Parts::None, rules, value)
}

fn violations(parts: Parts, rules: &'static [Rule], value: &impl Model) -> String {
    let nodes = Box::leak(Box::new([Node::new(&[], Parts::None, 0), Node::new(rules, parts, 0), SHORT, SECOND]));
    let table = Box::leak(Box::new(Table::new(nodes, &PATTERNS, &[])));
    let mut found = Violations::default();
    check(table, 1, value.view(), &mut found);
    found.to_string()
}

const SHORT: Node = Node::new(&[Rule::MaxLength(3)], Parts::None, 0);
const SECOND: Node = Node::new(&[Rule::MinLength(5)], Parts::None, 0);

#[test]
fn lengths_count_code_points() {
    let text = "äß🦀".to_owned();
    assert_eq!(broken(&[Rule::MinLength(3), Rule::MaxLength(3)], &text), "");
    assert_eq!(broken(&[Rule::MinLength(4)], &text), "the value must have at least 4 characters");
    assert_eq!(broken(&[Rule::MaxLength(2)], &text), "the value must have at most 2 characters");
    // A letter and a combining mark are two.
    assert_eq!(broken(&[Rule::MaxLength(1)], &"e\u{301}".to_owned()), "the value must have at most 1 characters");
}

#[test]
fn patterns_are_found_anywhere() {
    assert_eq!(broken(&[Rule::Pattern(0)], &"DE".to_owned()), "");
    assert_eq!(broken(&[Rule::Pattern(0)], &"de".to_owned()), "the value must match the pattern `^[A-Z]{2}$`");
    assert_eq!(broken(&[Rule::Pattern(3)], &"abc".to_owned()), "");
    assert_eq!(broken(&[Rule::Pattern(9)], &"abc".to_owned()), "", "a number that leads nowhere");
}

#[test]
fn a_pattern_takes_a_bounded_number_of_steps() {
    let text = format!("{}!", "a".repeat(60));
    assert_eq!(broken(&[Rule::Pattern(1)], &text), "the value is too hard to match against the pattern `^(?:(?=a)a+)+$`");
}

/// Returns for texts of some lengths whether a pattern is found in them.
fn found(pattern: &'static str, lengths: [usize; 3], end: &str) -> [Option<bool>; 3] {
    let pattern = Pattern::new(pattern, pattern);
    lengths.map(|length| pattern.is_match(&format!("{}{end}", "a".repeat(length - end.len()))))
}

#[test]
fn patterns_that_are_known_to_be_catastrophic_are_decided_or_given_up() {
    const SHORT: usize = 30;
    const LONG: usize = 20_001;
    // Without steps backwards: linear whatever the text is.
    for pattern in ["^(a+)+$", "^(a|a)*b$", "^(a|aa)+$", "^(.*)*x$", "^([a-zA-Z]+)*$", "^(a*)*$", "^(?:(?:a?){20}){3}b$"] {
        assert_eq!(found(pattern, [SHORT, 2_048, LONG], "!"), [Some(false); 3], "{pattern}");
    }
    // With them: a text of 2 KiB is looked at, a longer one is not.
    for pattern in ["(?<=a+)b", "(?<!a)b", "(?=a*c)a", "(a)\\1c"] {
        assert_eq!(found(pattern, [SHORT, 2_048, 2_049], "!"), [Some(false), Some(false), None], "{pattern}");
    }
    assert_eq!(found("(?<=a+)b", [SHORT, 2_048, 2_049], "b"), [Some(true), Some(true), None]);
    for pattern in ["^(?:(?=a)a+)+$", "^(a+)+\\1$", "^(?:a|a(?=a))*b$", "^(?=(?:a+)+$)(a|aa)+\\1b"] {
        assert!(found(pattern, [SHORT, 2_048, LONG], "!").iter().all(|found| *found != Some(true)), "{pattern}");
        assert_eq!(found(pattern, [SHORT, 2_048, LONG], "!")[2], None, "{pattern}");
    }
}

#[test]
fn the_larger_a_pattern_the_shorter_the_texts_it_is_matched_with() {
    let longest = |pattern: &'static str| Pattern::new(pattern, pattern).longest();
    assert_eq!(longest("^[a-z]+$"), Some(128 << 10));
    assert_eq!(longest("^(?:a{0,50}){0,10}$"), Some(32 << 10));
    assert_eq!(longest("^(?:a{0,100}){0,10}$"), Some(8 << 10));
    assert_eq!(longest("^(?:a{0,100}){0,50}$"), Some(2 << 10));
    assert_eq!(longest("^(?:a{0,1000}){0,100}$"), None);
    assert_eq!(longest("^(?=a)a+$"), Some(2 << 10));
    // What only seems to look around has the stricter limit.
    assert_eq!(longest(r"^\\1$"), Some(2 << 10));
    let pattern = Pattern::new("^a+$", "^a+$");
    assert_eq!([128 << 10, (128 << 10) + 1].map(|length| pattern.is_match(&"a".repeat(length))), [Some(true), None]);
    let large = Pattern::new("^(?:a{0,1000}){0,100}$", "^(?:a{0,1000}){0,100}$");
    assert_eq!(large.is_match("a"), None);
}

#[test]
fn a_pattern_that_does_not_compile_is_no_panic() {
    assert_eq!(broken(&[Rule::Pattern(2)], &"a".to_owned()), "the value is too hard to match against the pattern `(`");
}

#[test]
fn bounds_are_inclusive_or_not() {
    assert_eq!(broken(&[Rule::Minimum("1"), Rule::Maximum("3")], &1_i32), "");
    assert_eq!(broken(&[Rule::Minimum("1")], &0_i32), "the value must be at least 1");
    assert_eq!(broken(&[Rule::Maximum("3")], &4_u64), "the value must be at most 3");
    assert_eq!(broken(&[Rule::ExclusiveMinimum("1")], &1.0_f64), "the value must be more than 1");
    assert_eq!(broken(&[Rule::ExclusiveMaximum("-1.5")], &-1.5_f32), "the value must be less than -1.5");
    assert_eq!(broken(&[Rule::ExclusiveMaximum("-1.5")], &-2_i8), "");
}

#[test]
fn numbers_are_not_rounded() {
    assert_eq!(broken(&[Rule::Maximum("9007199254740992")], &9_007_199_254_740_993_i64), "the value must be at most 9007199254740992");
    assert_eq!(broken(&[Rule::Minimum("18446744073709551615")], &u64::MAX), "");
    let tiny: Decimal = "0.30000000000000000000000000001".parse().expect("it is a decimal");
    assert_eq!(broken(&[Rule::Maximum("0.3")], &tiny), "the value must be at most 0.3");
    assert_eq!(broken(&[Rule::Maximum("1e400")], &json!(5)), "");
}

#[test]
fn multiples_of_decimals_are_exact() {
    for value in [0.0, 0.3, 19.99, 1e22, -0.01, 4.35] {
        assert_eq!(broken(&[Rule::MultipleOf("0.01")], &value), "", "{value}");
    }
    assert_eq!(broken(&[Rule::MultipleOf("0.01")], &0.005), "the value must be a multiple of 0.01");
    assert_eq!(broken(&[Rule::MultipleOf("0.01")], &19.999), "the value must be a multiple of 0.01");
    assert_eq!(broken(&[Rule::MultipleOf("7")], &49_i32), "");
    assert_eq!(broken(&[Rule::MultipleOf("7")], &50_i32), "the value must be a multiple of 7");
    assert_eq!(broken(&[Rule::MultipleOf("1.5")], &4.5), "");
    assert_eq!(broken(&[Rule::MultipleOf("100")], &150_i32), "the value must be a multiple of 100");
    let huge: Decimal = "3e999999999999999999".parse().expect("it is a decimal");
    assert_eq!(broken(&[Rule::MultipleOf("3")], &huge), "");
    assert_eq!(broken(&[Rule::MultipleOf("7")], &huge), "the value must be a multiple of 7");
}

#[test]
fn lists_are_counted() {
    let list = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(broken(&[Rule::MinItems(2), Rule::MaxItems(2)], &list), "");
    assert_eq!(broken(&[Rule::MinItems(3)], &list), "the value must have at least 3 elements");
    assert_eq!(broken(&[Rule::MaxItems(1)], &list), "the value must have at most 1 elements");
}

#[test]
fn elements_are_the_same_as_json() {
    let same = "the value must not have two elements that are the same";
    assert_eq!(broken(&[Rule::UniqueItems], &json!([1, 1.0])), same);
    assert_eq!(broken(&[Rule::UniqueItems], &vec![0.1, 0.1]), same);
    assert_eq!(broken(&[Rule::UniqueItems], &json!([{"a": 1, "b": 2}, {"b": 2.0, "a": 1}])), same);
    assert_eq!(broken(&[Rule::UniqueItems], &json!([1, "1", true, null, [1], [[1]], {"a": 1}, {"a": "1"}])), "");
    assert_eq!(broken(&[Rule::UniqueItems], &vec![pet("a", 1), pet("a", 1)]), same);
    assert_eq!(broken(&[Rule::UniqueItems], &vec![pet("a", 1), pet("a", 2)]), "");
}

#[test]
fn properties_are_counted() {
    assert_eq!(broken(&[Rule::MinProperties(1)], &json!({})), "the value must have at least 1 properties");
    assert_eq!(broken(&[Rule::MaxProperties(1)], &pet("a", 1)), "the value must have at most 1 properties");
    assert_eq!(broken(&[Rule::MaxProperties(2)], &pet("a", 1)), "");
}

#[test]
fn a_rule_for_another_kind_of_value_does_not_count() {
    let all = &[Rule::MinLength(9), Rule::Pattern(0), Rule::MinItems(9), Rule::MinProperties(9), Rule::UniqueItems];
    assert_eq!(broken(all, &5_i32), "");
    assert_eq!(broken(&[Rule::Minimum("9"), Rule::MultipleOf("7")], &"5".to_owned()), "");
    assert_eq!(broken(&[Rule::MinLength(9)], &None::<String>), "");
    assert_eq!(broken(&[Rule::MinLength(9)], &Value::Null), "");
}

/// A record with a field that only the server sets.
#[derive(Clone)]
struct Pet {
    name: String,
    age: i32,
    id: String,
}

crate::record!(Pet { 0 "na/me" name REQUIRED, 1 "age" age REQUIRED, 2 "id" id REQUIRED | READ_ONLY });

fn pet(name: &str, age: i32) -> Pet {
    Pet { name: name.to_owned(), age, id: "long enough".to_owned() }
}

#[test]
fn every_violation_is_told_by_its_pointer() {
    static NODES: [Node; 5] = [
        Node::new(&[], Parts::None, 0),
        Node::new(&[Rule::MaxItems(1)], Parts::Items(2), 0),
        Node::new(&[], Parts::Fields(&[(0, 3), (1, 4), (2, 3)]), 0),
        SHORT,
        Node::new(&[Rule::Minimum("0")], Parts::None, 0),
    ];
    static TABLE: Table = Table::new(&NODES, &PATTERNS, &[]);
    let mut found = Violations::default();
    check(&TABLE, 1, vec![pet("ok", 1), pet("secret", -1)].view(), &mut found);
    let told: Vec<_> = found.iter().map(|it| (it.pointer(), it.keyword(), it.limit())).collect();
    assert_eq!(told, [("", "maxItems", "1"), ("/1/na~1me", "maxLength", "3"), ("/1/age", "minimum", "0")]);
    assert!(!format!("{found} {found:?}").contains("secret"));
}

#[test]
fn maps_and_values_without_a_type_are_walked() {
    assert_eq!(violations(Parts::Values(2), &[], &json!({"a~b": "long"})), "`/a~0b` must have at most 3 characters");
    assert_eq!(violations(Parts::Items(2), &[], &json!(["ok", "long"])), "`/1` must have at most 3 characters");
    const TUPLE: Parts = Parts::Elements(&[(0, 3), (1, 0)], 2);
    assert_eq!(violations(TUPLE, &[], &json!(["abc", "anything", "ok"])), "`/0` must have at least 5 characters");
    assert_eq!(violations(TUPLE, &[], &json!(["enough", 1, "ok", "long"])), "`/3` must have at most 3 characters");
}

#[test]
fn one_arm_of_a_union_is_enough() {
    const TWO: Parts = Parts::Arms(&[Arm::new(Kind::Text, 2), Arm::new(Kind::Text, 3), Arm::new(Kind::Number, 0)]);
    assert_eq!(violations(TWO, &[], &"ab".to_owned()), "");
    assert_eq!(violations(TWO, &[], &"abcdef".to_owned()), "");
    assert_eq!(violations(TWO, &[], &"abcd".to_owned()), "the value must have at most 3 characters");
    assert_eq!(violations(TWO, &[], &4_i32), "");
    const OTHER: Parts = Parts::Arms(&[Arm::new(Kind::Record("Other"), 2)]);
    assert_eq!(violations(OTHER, &[], &pet("long", 1)), "");
}

static API: Api = Api {
    title: "Pets",
    version: "1",
    user_agent: "pets/1",
    servers: &[Server { url: "https://pets.example", description: "", variables: &[] }],
    schemes: &[],
    security: &[],
};

static CREATE: Operation = Operation::new("createPet", "POST", "/pets/{kind}").body("application/json");

static REQUESTS: Table = Table::new(
    &[
        Node::new(&[], Parts::None, 0),
        Node::new(&[], Parts::Fields(&[(0, 2), (1, 3)]), 0),
        SHORT,
        Node::new(&[Rule::Minimum("0")], Parts::None, 0),
    ],
    &PATTERNS,
    &[OperationRules {
        method: "POST",
        path: "/pets/{kind}",
        params: &[(ParamLocation::Path, "kind", 2), (ParamLocation::Query, "limit", 3)],
        bodies: &[("application/json", 1)],
    }],
);

#[tokio::test]
async fn a_request_that_breaks_rules_is_not_sent() {
    let fake = Fake::new([]);
    let client = crate::Client::builder(&API).transport(fake.clone()).validate_requests(&REQUESTS).build().expect("the client is complete");
    let call = client.call::<(), Value, ()>(&CREATE).path("kind", "mammal").query("limit", &-1).body(&pet("secret", -1));
    let error = call.await.expect_err("it is refused");
    let violations = error.violations().expect("it is refused for its rules");
    let told: Vec<_> = violations.iter().map(|it| (it.location(), it.parameter(), it.pointer(), it.keyword())).collect();
    assert_eq!(
        told,
        [
            (Some(ParamLocation::Path), "kind", "", "maxLength"),
            (Some(ParamLocation::Query), "limit", "", "minimum"),
            (None, "", "/na~1me", "maxLength"),
            (None, "", "/age", "minimum"),
        ]
    );
    assert_eq!(
        error.to_string(),
        "createPet (POST /pets/{kind}): not sent, for the document has rules that the request breaks: parameter `kind` must have at most 3 \
         characters; parameter `limit` must be at least 0; `/na~1me` must have at most 3 characters; `/age` must be at least 0"
    );
    assert!(!format!("{error} {error:?}").contains("secret"));
    assert!(error.attempts().is_empty() && !error.is_outcome_unknown());
}

#[tokio::test]
async fn a_request_is_checked_only_where_the_client_is_told_to() {
    let fake = Fake::new([FakeAnswer::status(204)]);
    let client = crate::Client::builder(&API).transport(fake.clone()).build().expect("the client is complete");
    let call = client.call::<(), Value, ()>(&CREATE).path("kind", "mammal").body(&pet("long", -1));
    call.await.expect("it is sent");
    assert_eq!(fake.requests().len(), 1);
}
