#![allow(unreachable_pub, dead_code)]

mod deep;
mod flattened;
mod kept;
mod left_out;

use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use serde_json::json;

use super::*;
use crate::model::Nullable;
use crate::scalar::{Base64, Decimal, DecimalString};

#[derive(Clone)]
struct Pet {
    name: String,
    age: Option<i32>,
    tags: Vec<String>,
    owner: Nullable<Box<Owner>>,
    price: Option<Decimal>,
    status: Status,
    password: Option<String>,
    id: u64,
}

crate::record!(Pet {
    0 "name" name REQUIRED,
    1 "age" age OPTIONAL,
    2 "tags" tags OPTIONAL,
    3 "owner" owner OPTIONAL,
    4 "price" price OPTIONAL,
    5 "status" status OPTIONAL,
    6 "password" password SECRET | WRITE_ONLY,
    7 "id" id READ_ONLY,
});

#[derive(Clone)]
struct Owner {
    email: String,
    score: f64,
    boss: Option<Box<Owner>>,
    others: BTreeMap<String, Value>,
}

crate::record!(Owner {
    0 "email" email REQUIRED,
    1 "score" score OPTIONAL,
    2 "boss" boss OPTIONAL,
    3 "" others EXTRA,
});

#[derive(Clone)]
enum Status {
    Open,
    Closed,
    Unknown(String),
}

crate::string_enum!(Status { Open "open", Closed "closed"; Unknown });

#[derive(Clone, Debug, PartialEq)]
enum Activity {
    Call(Call),
    Mail(Mail),
    Unknown(Value),
}

crate::tagged_union!(Activity by "type" { 0 Call "call" | "phone", 1 Mail "mail"; Unknown });

#[derive(Clone, Debug, PartialEq)]
enum Shipment {
    Other(Call),
    Mail(Mail),
    Unknown(Value),
}

crate::tagged_union!(Shipment by "type" { 0 Other "other", 1 Mail "mail"; Unknown } else 0);

#[derive(Clone)]
struct Call {
    kind: Option<String>,
    seconds: i64,
}

crate::record!(Call { 0 "type" kind OPTIONAL, 1 "seconds" seconds REQUIRED });

#[derive(Clone)]
struct Mail {
    subject: String,
}

crate::record!(Mail { 0 "subject" subject REQUIRED });

#[derive(Clone, Debug, PartialEq)]
enum Anything {
    Number(i64),
    Float(f64),
    Text(Status),
    Mail(Mail),
    Call(Call),
    Many(Vec<Anything>),
    Unknown(Value),
}

crate::untagged_union!(Anything { 0 Number, 1 Float, 2 Text, 3 Mail, 4 Call, 5 Many; Unknown });

#[derive(Clone, Debug, PartialEq)]
enum Chain {
    Left(Box<Link>),
    Right(Box<Link>),
    Unknown(Value),
}

crate::untagged_union!(Chain { 0 Left, 1 Right; Unknown });

#[derive(Clone)]
struct Link {
    next: Chain,
    value: i32,
}

crate::record!(Link { 0 "next" next REQUIRED, 1 "value" value REQUIRED });

#[derive(Clone)]
struct Wide {
    id: String,
    call: Option<Call>,
    mail: Mail,
    rest: BTreeMap<String, i32>,
}

crate::record!(Wide { 0 "id" id REQUIRED, 1 "" call FLATTEN, 2 "" mail FLATTEN, 3 "" rest EXTRA });

#[derive(Clone)]
struct Scalars {
    bytes: Base64,
    money: DecimalString,
    float: f32,
    small: i8,
    flag: bool,
}

crate::record!(Scalars {
    0 "bytes" bytes OPTIONAL,
    1 "money" money OPTIONAL,
    2 "float" float OPTIONAL,
    3 "small" small OPTIONAL,
    4 "flag" flag OPTIONAL,
});

#[derive(Clone)]
struct Loose {
    any: Option<Value>,
    text: Option<String>,
}

crate::record!(Loose { 0 "any" any OPTIONAL, 1 "text" text OPTIONAL });

/// Reads a value and writes it again; the error where it cannot be read.
fn check<T: Model>(json: &str, expect: Expect) {
    let out = match from_slice::<T>(json.as_bytes()) {
        Ok(value) => String::from_utf8_lossy(&to_vec(value.view()).expect("the value can be written")).into_owned(),
        Err(error) => format!("error: {error}"),
    };
    expect.assert_eq(&out);
}

#[test]
fn fields_in_any_order() {
    check::<Pet>(
        r#" { "tags" : [ "a" , "b" ] , "name":"R\u00e9x\n" , "age": 3 } "#,
        expect![[r#"{"name":"Réx\n","age":3,"tags":["a","b"],"status":"","id":0}"#]],
    );
}

#[test]
fn unknown_fields_are_passed_over_or_kept() {
    check::<Pet>(
        r#"{"name":"Rex","x":{"y":[1,{"z":null}]},"status":"lost","owner":{"email":"e","":1,"others":[true]}}"#,
        expect![[r#"{"name":"Rex","tags":[],"owner":{"email":"e","score":0.0,"":1,"others":[true]},"status":"lost","id":0}"#]],
    );
}

#[test]
fn null_and_absent_are_told_apart() {
    check::<Pet>(
        r#"{"name":"Rex","age":null,"tags":null,"owner":null,"status":null}"#,
        expect![[r#"{"name":"Rex","tags":[],"owner":null,"status":"","id":0}"#]],
    );
}

#[test]
fn null_is_a_value_of_any_type() {
    check::<Loose>(r#"{"any":null,"text":null}"#, expect![[r#"{"any":null}"#]]);
    check::<Loose>("{}", expect!["{}"]);
}

#[test]
fn holes_are_errors_with_their_place() {
    check::<Pet>("{}", expect!["error: expected a string, found nothing at `/name` (line 1, column 1)"]);
    check::<Pet>(r#"{"name": null}"#, expect!["error: expected a string, found null at `/name` (line 1, column 10)"]);
    check::<Pet>(
        "{\"name\": \"a\",\n \"owner\": {\"boss\": {\"email\": [1, 2]}}}",
        expect!["error: expected a string, found a list at `/owner/boss/email` (line 2, column 30)"],
    );
    check::<Vec<String>>(r#"["a/b", null]"#, expect!["error: expected a string, found null at `/1` (line 1, column 9)"]);
    check::<BTreeMap<String, i8>>(
        r#"{"a/b~c": 300}"#,
        expect!["error: expected an 8-bit integer, found the number 300 at `/a~1b~0c` (line 1, column 11)"],
    );
}

#[test]
fn excerpts_are_short_and_secrets_are_not_shown() {
    check::<Vec<i32>>(
        r#"["0123456789012345678901234567890123456789"]"#,
        expect![[r#"error: expected a 32-bit integer, found the string "012345678901234567890123…" at `/0` (line 1, column 2)"#]],
    );
    check::<Pet>(
        r#"{"name": "a", "password": 12345}"#,
        expect!["error: expected a string, found a number at `/password` (line 1, column 27)"],
    );
}

#[test]
fn text_that_is_not_json() {
    check::<Pet>("", expect!["error: expected a value, found the end of the text (line 1, column 1)"]);
    check::<Pet>("<html>", expect!["error: expected a value, found `<` (line 1, column 1)"]);
    check::<Pet>(r#"{"name": "a""#, expect!["error: expected a value, found the end of the text (line 1, column 13)"]);
    check::<Pet>(r#"{"name": "a"} x"#, expect!["error: expected the end of the text, found `x` (line 1, column 15)"]);
    check::<Vec<Value>>("[1,]", expect!["error: expected a value, found `]` (line 1, column 4)"]);
    check::<Vec<Value>>("[01]", expect!["error: expected a value, found `0` at `/0` (line 1, column 2)"]);
    check::<Value>(
        "\"a\tb\"",
        expect!["error: expected no bare control character in a string, found the character U+0009 (line 1, column 3)"],
    );
    let deep = "[".repeat(100_000);
    check::<Value>(
        &deep,
        expect![
            "error: expected at most 128 levels of nesting, found `[` at `/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0/0` (line 1, column 129)"
        ],
    );
    let error = from_slice::<Pet>(b"{\"name\": \"\xff\"}").expect_err("the text is not UTF-8");
    expect!["expected UTF-8 text, found the end of the text at `/name` (line 1, column 11)"].assert_eq(&error.to_string());
}

#[test]
fn byte_order_mark_is_ignored() {
    check::<Vec<i64>>("\u{feff}[1]", expect!["[1]"]);
}

/// Numbers of all lengths are read to the last digit, as the standard library reads them.
#[test]
fn numbers_of_any_length_are_read_exactly() {
    let mut state = 7_u64;
    let mut dice = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut texts = vec!["36854775801844674407616".to_owned(), "3.6854775801844674e+22".to_owned()];
    for _ in 0..2_000 {
        let digits =
            |count: u64, dice: &mut dyn FnMut(u64) -> u64| (0..count).map(|_| char::from(b'0' + dice(10) as u8)).collect::<String>();
        let (whole, fraction) = (1 + dice(30), 1 + dice(30));
        let number = format!("1{}.{}", digits(whole, &mut dice), digits(fraction, &mut dice));
        texts.push(format!("{number}e{}", dice(200) as i64 - 100));
        texts.push(number);
    }
    for text in texts {
        let exact: f64 = text.parse().expect("it is a number");
        let value: Value = from_slice(text.as_bytes()).expect("it is a number");
        assert_eq!(value.as_f64(), Some(exact), "{text}");
        let again = to_vec(value.view()).expect("it can be written");
        assert_eq!(from_slice::<f64>(&again), Ok(exact), "{text}");
    }
}

#[test]
fn numbers() {
    check::<Vec<i64>>("[3.0, 3e2, -0, 120e-1, 9223372036854775807]", expect!["[3,300,0,12,9223372036854775807]"]);
    check::<Vec<i64>>("[]", expect!["[]"]);
    check::<Vec<i64>>(
        "[0,7,-1,42,-100,999999999999999999,1000000000000000000,-9223372036854775808]",
        expect!["[0,7,-1,42,-100,999999999999999999,1000000000000000000,-9223372036854775808]"],
    );
    check::<Vec<i64>>(
        "[1, 9223372036854775808]",
        expect!["error: expected a 64-bit integer, found the number 9223372036854775808 at `/1` (line 1, column 5)"],
    );
    check::<Vec<i64>>("[1, 2.5]", expect!["error: expected a 64-bit integer, found the number 2.5 at `/1` (line 1, column 5)"]);
    check::<Vec<i64>>("[1, null]", expect!["error: expected a 64-bit integer, found null at `/1` (line 1, column 5)"]);
    check::<Vec<i64>>("[1, 02]", expect!["error: expected a value, found `0` at `/1` (line 1, column 5)"]);
    check::<Vec<i64>>("[1, -]", expect!["error: expected a value, found `-` at `/1` (line 1, column 5)"]);
    check::<Vec<i64>>("[1, 2", expect!["error: expected a value, found the end of the text (line 1, column 6)"]);
    check::<i8>("128", expect!["error: expected an 8-bit integer, found the number 128 (line 1, column 1)"]);
    check::<Vec<u64>>("[18446744073709551615]", expect!["[18446744073709551615]"]);
    check::<i64>(
        "9223372036854775808",
        expect!["error: expected a 64-bit integer, found the number 9223372036854775808 (line 1, column 1)"],
    );
    check::<i64>("3.5", expect!["error: expected a 64-bit integer, found the number 3.5 (line 1, column 1)"]);
    check::<i64>("1e999999999", expect!["error: expected a 64-bit integer, found the number 1e999999999 (line 1, column 1)"]);
    check::<Vec<f64>>("[1, 0.1, 1e22, -0.0]", expect!["[1.0,0.1,1e+22,-0.0]"]);
    check::<f64>("1e400", expect!["error: expected a number in the range of the type, found the number 1e400 (line 1, column 1)"]);
    check::<f32>("1e39", expect!["error: expected a number in the range of the type, found the number 1e39 (line 1, column 1)"]);
    check::<Vec<Decimal>>(
        r#"[1e400, 0.10, "12.50", 123456789012345678901234567890]"#,
        expect!["[1e400,0.10,12.50,123456789012345678901234567890]"],
    );
    check::<Value>("[18446744073709551615, 1.5, -0]", expect!["[18446744073709551615,1.5,-0.0]"]);
}

#[test]
fn scalars_by_format() {
    check::<Scalars>(
        r#"{"bytes":"-_8","money":12.50,"float":0.1,"small":-1,"flag":true}"#,
        expect![[r#"{"bytes":"+/8=","money":"12.50","float":0.1,"small":-1,"flag":true}"#]],
    );
}

#[test]
fn surrogates() {
    check::<String>(r#""\ud83d\ude00 \ud83d \udc00x\ud83dA""#, expect![[r#""😀 � �x�A""#]]);
}

#[test]
fn last_of_duplicates_wins() {
    check::<Pet>(
        r#"{"name":"a","tags":["x"],"owner":{"email":"e","k":1},"name":"b","tags":["y"],"owner":{"email":"f"}}"#,
        expect![[r#"{"name":"b","tags":["y"],"owner":{"email":"f","score":0.0},"status":"","id":0}"#]],
    );
}

#[test]
fn tagged_unions() {
    check::<Activity>(r#"{"seconds":3,"type":"phone"}"#, expect![[r#"{"type":"phone","seconds":3}"#]]);
    check::<Activity>(r#"{"subject":"s","type":"mail"}"#, expect![[r#"{"type":"mail","subject":"s"}"#]]);
    check::<Activity>(r#"{"pages":[1],"type":"fax"}"#, expect![[r#"{"pages":[1],"type":"fax"}"#]]);
    check::<Activity>(r#"{"pages":1}"#, expect![[r#"{"pages":1}"#]]);
    check::<Activity>("[1]", expect!["[1]"]);
    check::<Activity>("null", expect!["error: expected an object, found null (line 1, column 1)"]);
    check::<Vec<Activity>>(
        r#"[{"type":"call"}]"#,
        expect!["error: expected a 64-bit integer, found nothing at `/0/seconds` (line 1, column 2)"],
    );
}

#[derive(Clone, Debug, PartialEq)]
enum Mixed {
    Two,
    Half,
    On,
    Auto,
    Unknown(Value),
}

crate::mixed_enum!(Mixed { Two -2, Half 0.5, On true, Auto "auto"; Unknown });

#[test]
fn enums_of_several_types() {
    check::<Vec<Mixed>>(r#"[-2, 0.5, true, "auto", "-2", 3, {"a": []}]"#, expect![[r#"[-2,0.5,true,"auto","-2",3,{"a":[]}]"#]]);
    let mixed: Vec<Mixed> = from_slice(br#"[-2, 0.5, true, "auto", "x"]"#).expect("the list is whole");
    assert_eq!(mixed, [Mixed::Two, Mixed::Half, Mixed::On, Mixed::Auto, Mixed::Unknown(json!("x"))]);
    assert_eq!(mixed.iter().map(ToString::to_string).collect::<Vec<_>>(), ["-2", "0.5", "true", "auto", "x"]);
}

#[test]
fn fallback_takes_other_tags_and_keeps_them() {
    check::<Shipment>(r#"{"type":"drone","seconds":3}"#, expect![[r#"{"type":"drone","seconds":3}"#]]);
    check::<Shipment>(r#"{"seconds":3}"#, expect![[r#"{"seconds":3}"#]]);
    check::<Shipment>(r#"{"type":"","seconds":3}"#, expect![[r#"{"type":"","seconds":3}"#]]);
    check::<Shipment>(r#"{"type":"mail","subject":"s"}"#, expect![[r#"{"type":"mail","subject":"s"}"#]]);
    let wrong = Shipment::Other(Call { kind: Some("mail".to_owned()), seconds: 1 });
    expect![[r#"{"type":"other","seconds":1}"#]]
        .assert_eq(&String::from_utf8_lossy(&to_vec(wrong.view()).expect("the value can be written")));
}

#[test]
fn records_as_deep_as_text_may_be() {
    let json = format!("{}null{}", r#"{"email":"e","boss":"#.repeat(127), "}".repeat(127));
    let owner: Owner = from_slice(json.as_bytes()).expect("the nesting is allowed");
    assert_eq!(from_slice::<Owner>(&to_vec(owner.view()).expect("the value can be written")), Ok(owner));
}

#[test]
fn untagged_unions() {
    let arm = |json: &str| format!("{:?}", from_slice::<Anything>(json.as_bytes()).expect("unions take everything"));
    expect![[r#"Number(3)"#]].assert_eq(&arm("3"));
    expect![[r#"Float(3.0)"#]].assert_eq(&arm("3.0"));
    expect![[r#"Text("open")"#]].assert_eq(&arm(r#""open""#));
    expect![[r#"Mail(Mail { subject: "s" })"#]].assert_eq(&arm(r#"{"subject":"s"}"#));
    expect![[r#"Call(Call { type: "x", seconds: 1 })"#]].assert_eq(&arm(r#"{"subject":"s","type":"x","seconds":1}"#));
    expect![[r#"Many([Number(1), Many([Text("closed")]), Unknown(Bool(true))])"#]].assert_eq(&arm(r#"[1,["closed"],true]"#));
}

#[test]
fn nested_unions_do_not_take_exponential_time() {
    let json = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    let value: Anything = from_slice(json.as_bytes()).expect("unions take everything");
    assert_eq!(to_vec(value.view()), Ok(json.into_bytes()));
    // Both arms of each level fail at the innermost value.
    let json = format!("{}1{}", r#"{"next":"#.repeat(100), "}".repeat(100));
    let value: Chain = from_slice(json.as_bytes()).expect("unions take everything");
    assert_eq!(to_vec(value.view()), Ok(json.into_bytes()));
}

#[test]
fn arms_explain_themselves() {
    let reasons: Vec<_> =
        crate::model::explain_union::<Anything>(&json!({"type": "x"})).into_iter().map(|(arm, error)| format!("{arm}: {error}")).collect();
    expect![[r#"
        Number: expected a 64-bit integer, found an object
        Float: expected a number, found an object
        Text: expected a string, found an object
        Mail: expected a string, found nothing at `/subject`
        Call: expected a 64-bit integer, found nothing at `/seconds`
        Many: expected a list, found an object"#]]
    .assert_eq(&reasons.join("\n"));
}

#[test]
fn flattened_fields() {
    check::<Wide>(r#"{"subject":"s","id":"i","more":7,"seconds":3}"#, expect![[r#"{"id":"i","seconds":3,"subject":"s","more":7}"#]]);
    check::<Wide>(r#"{"subject":"s","id":"i"}"#, expect![[r#"{"id":"i","subject":"s"}"#]]);
    check::<Wide>(r#"{"id":"i"}"#, expect!["error: expected a string, found nothing at `/subject` (line 1, column 1)"]);
}

#[test]
fn tolerance_fills_holes_and_tells() {
    let json = br#"{"name": 12, "age": "7", "tags": ["a", null, 1], "owner": {"score": "x"}, "id": [], "password": 99}"#;
    let mut report = Vec::new();
    let pet: Pet = from_slice_tolerant(json, &mut |deviation| report.push(deviation.to_string())).expect("the text is JSON");
    expect![[r#"Pet { name: "12", age: 7, tags: ["a", "", "1"], owner: Owner { email: "", score: 0.0, (others): {} }, status: "", password: [redacted], id: 0 }"#]]
        .assert_eq(&format!("{pet:?}"));
    expect![[r#"
        expected a string, found the number 12 at `/name`
        expected a 32-bit integer, found the string "7" at `/age`
        expected a string, found null at `/tags/1`
        expected a string, found the number 1 at `/tags/2`
        expected a string, found nothing at `/owner/email`
        expected a number, found the string "x" at `/owner/score`
        expected an unsigned 64-bit integer, found a list at `/id`
        expected a string, found a number at `/password`"#]]
    .assert_eq(&report.join("\n"));
}

#[test]
fn request_bodies_leave_out_what_the_server_sets() {
    let pet: Pet = from_slice(br#"{"name":"a","id":7}"#).expect("the pet is whole");
    let json = to_request_vec(pet.view()).expect("the pet can be written");
    expect![[r#"{"name":"a","tags":[],"status":""}"#]].assert_eq(&String::from_utf8_lossy(&json));
}

#[test]
fn floats_that_are_no_numbers_are_errors() {
    let owner = Owner { email: String::new(), score: f64::NAN, boss: None, others: BTreeMap::new() };
    let error = to_vec(View::List(&vec![owner])).expect_err("there is no NaN in JSON");
    expect!["NaN is not a number that JSON has at `/0/score`"].assert_eq(&error.to_string());
    let error = to_vec(View::List(&vec![0.5, f64::INFINITY])).expect_err("there is no infinity in JSON");
    expect!["inf is not a number that JSON has at `/1`"].assert_eq(&error.to_string());
}

#[cfg(feature = "serde")]
#[test]
fn serde_reads_and_writes_the_same() {
    let json =
        json!({"name": "a", "owner": {"email": "e", "score": 1.5, "k": [1, {}]}, "price": 0.1, "tags": [], "status": "open", "id": 1});
    let pet: Pet = serde_json::from_value(json.clone()).expect("the pet is whole");
    assert_eq!(serde_json::to_value(&pet).expect("the pet can be written"), json);
    assert_eq!(to_value(pet.view()).expect("the pet can be written"), json);
    assert_eq!(from_value::<Pet>(&json).expect("the pet is whole"), pet);
    let error = serde_json::from_str::<Pet>(r#"{"name": {}}"#).expect_err("the name is no string");
    expect!["expected a string, found an object at `/name`"].assert_eq(&error.to_string());
}

#[test]
fn lists_of_integers_are_written_as_each_of_them_is() {
    let list: Vec<i64> = (-12..1_012).chain([9_999, i64::MAX, i64::MIN]).collect();
    assert_eq!(to_vec(list.view()).expect("integers are JSON"), serde_json::to_vec(&list).expect("integers are JSON"));
    assert_eq!(to_vec(Vec::<i64>::new().view()).expect("a list is JSON"), b"[]");
}

#[test]
fn pointers_into_typed_values() {
    let mut pet: Pet = from_slice(br#"{"name":"a","tags":["x","y"],"owner":{"email":"e","k":{"l":[5]}}}"#).expect("the pet is whole");
    let at = |pointer: &str| crate::model::lookup(pet.view(), pointer).map(|view| to_value(view).expect("a view can be written"));
    assert_eq!(at("/tags/1"), Some(json!("y")));
    assert_eq!(at("/owner/k/l/0"), Some(json!(5)));
    assert_eq!(at("/age"), None);
    assert_eq!(at("/tags/2"), None);
    assert_eq!(at("name"), None);
    let tags = crate::model::take_list::<String>(pet.slot(), "/tags");
    assert_eq!(tags, Some(vec!["x".to_owned(), "y".to_owned()]));
    assert_eq!(crate::model::take_list::<Value>(pet.slot(), "/owner/k/l"), Some(vec![json!(5)]));
    assert_eq!(crate::model::take_list::<String>(pet.slot(), "/name"), None);
}

/// Gives pseudo-random numbers below a limit.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Mutilates JSON text in many ways, and holds what is read against serde_json.
#[test]
fn mutilated_text_is_read_as_serde_json_reads_it() {
    let whole = r#"{"name":"R\u00e9x \"é👍\\","age":-12.50e+1,"tags":["a",[],{}],"owner":{"email":"e","score":1e5,"boss":null,"k":[true,false,0.1,-0]},"type":"call","seconds":3}"#;
    let pieces =
        ["{", "}", "[", "]", ",", ":", "\"", "\\", "\\u12", "e", ".", "-", "0", "1", " ", "\n", "null", "tru", "\0", "👍", "\"type\":"];
    let mut dice = Dice(7);
    for _ in 0..20_000 {
        let mut text = whole.to_owned();
        for _ in 0..=dice.below(3) {
            let mut at = dice.below(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            match dice.below(8) {
                0 => text.truncate(at),
                1..4 if at < text.len() => drop(text.remove(at)),
                _ => text.insert_str(at, pieces[dice.below(pieces.len())]),
            }
        }
        let ours = from_slice::<Value>(text.as_bytes());
        match serde_json::from_str::<Value>(&text) {
            Ok(theirs) => assert_eq!(ours.as_ref(), Ok(&theirs), "{text}"),
            Err(error) => assert!(ours.is_err() || error.to_string().contains("surrogate"), "{error}: {text}"),
        }
        // None of the others may panic or hang, and what is read can be written and read again.
        drop(from_slice::<Pet>(text.as_bytes()));
        drop(from_slice::<Wide>(text.as_bytes()));
        drop(from_slice_tolerant::<Pet>(text.as_bytes(), &mut |_| {}));
        let anything = from_slice::<Anything>(text.as_bytes()).map(|value| to_vec(value.view()));
        let activity = from_slice::<Activity>(text.as_bytes()).map(|value| to_vec(value.view()));
        for json in [anything, activity].into_iter().flatten() {
            assert!(from_slice::<Value>(&json.expect("what is read can be written")).is_ok(), "{text}");
        }
    }
}

#[test]
fn what_stands_for_itself_is_counted_at_any_length() {
    for length in 0..26 {
        assert_eq!(super::read::plain(&vec![b'a'; length]), length);
        for at in 0..length {
            for (byte, stands) in
                [(b'"', false), (b'\\', false), (0, false), (0x1f, false), (b' ', true), (0x7f, true), (0x80, true), (0xff, true)]
            {
                let mut bytes = vec![b'a'; length];
                bytes[at] = byte;
                let first = if stands { length } else { at };
                assert_eq!(super::read::plain(&bytes), first, "{byte:#x} at {at} of {length}");
                // Another one after it is not the first.
                if let Some(last) = bytes.last_mut().filter(|_| !stands) {
                    *last = b'"';
                    assert_eq!(super::read::plain(&bytes), at, "{byte:#x} at {at} of {length}, and a quote at the end");
                }
            }
        }
    }
}

#[test]
fn strings_are_written_as_serde_json_writes_them() {
    for length in 0..20 {
        for at in 0..length {
            for char in ['"', '\\', '\n', '\u{1}', '\u{7f}', 'ä', '\u{2028}', '😀'] {
                let mut text: Vec<char> = "abcdefghijklmnopqrst".chars().take(length).collect();
                text[at] = char;
                text.push(char);
                let text: String = text.into_iter().collect();
                let written = to_vec(crate::model::View::Str(&text)).expect("it can be written");
                assert_eq!(String::from_utf8_lossy(&written), json!(text).to_string());
                assert_eq!(from_slice::<String>(&written).expect("it is a string"), text);
            }
        }
    }
}
