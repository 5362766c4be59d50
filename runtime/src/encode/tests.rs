use std::collections::BTreeMap;

use expect_test::{Expect, expect};
use serde_json::{Value, json};

use super::*;
use crate::model::Argument as _;
use crate::operation::{Param, ParamStyle};

mod hostile;

const STYLES: [ParamStyle; 8] = [
    ParamStyle::Simple,
    ParamStyle::Label,
    ParamStyle::Matrix,
    ParamStyle::Form,
    ParamStyle::SpaceDelimited,
    ParamStyle::PipeDelimited,
    ParamStyle::TabDelimited,
    ParamStyle::DeepObject,
];

/// Writes values in the styles given, one per line, with the error where there is one.
fn check(
    values: &[Value],
    styles: &[ParamStyle],
    write: fn(&Param, View<'_>) -> Result<String, EncodeError>,
    base: fn() -> Param,
    expect: Expect,
) {
    let mut out = String::new();
    for style in styles {
        for explode in [false, true] {
            for value in values {
                let written = write(&base().style(*style, explode), value.view());
                let text = written.unwrap_or_else(|error| format!("error: {error}"));
                out.push_str(&format!("{style:?} {explode} {value}: {text}\n"));
            }
        }
    }
    expect.assert_eq(&out);
}

fn query(param: &Param, view: View<'_>) -> Result<String, EncodeError> {
    let mut out = String::new();
    query_pair(&mut out, param, view).map(|()| out)
}

fn header(param: &Param, view: View<'_>) -> Result<String, EncodeError> {
    header_value(param, view).map(|value| value.unwrap_or_else(|| "nothing".to_owned()))
}

fn as_cookie(param: &Param, view: View<'_>) -> Result<String, EncodeError> {
    let mut out = String::new();
    cookie(&mut out, param, view).map(|()| out)
}

#[test]
fn paths_by_style() {
    let values = [json!("a/b"), json!(["x", 1]), json!({"G": 2, "R": 100})];
    check(
        &values,
        &STYLES[..3],
        path_value,
        || Param::path("p"),
        expect![[r#"
            Simple false "a/b": a%2Fb
            Simple false ["x",1]: x,1
            Simple false {"G":2,"R":100}: G,2,R,100
            Simple true "a/b": a%2Fb
            Simple true ["x",1]: x,1
            Simple true {"G":2,"R":100}: G=2,R=100
            Label false "a/b": .a%2Fb
            Label false ["x",1]: .x,1
            Label false {"G":2,"R":100}: .G,2,R,100
            Label true "a/b": .a%2Fb
            Label true ["x",1]: .x.1
            Label true {"G":2,"R":100}: .G=2.R=100
            Matrix false "a/b": ;p=a%2Fb
            Matrix false ["x",1]: ;p=x,1
            Matrix false {"G":2,"R":100}: ;p=G,2,R,100
            Matrix true "a/b": ;p=a%2Fb
            Matrix true ["x",1]: ;p=x;p=1
            Matrix true {"G":2,"R":100}: ;G=2;R=100
        "#]],
    );
}

#[test]
fn queries_by_style() {
    let values = [json!("a b"), json!(["x,y", null, 1]), json!({"G": [1, 2], "R": 100}), json!([]), json!({})];
    check(
        &values,
        &STYLES[3..],
        query,
        || Param::query("q"),
        expect![[r#"
            Form false "a b": q=a%20b
            Form false ["x,y",null,1]: q=x%2Cy,1
            Form false {"G":[1,2],"R":100}: error: a list cannot be sent here in parameter `q` at `/G`
            Form false []: 
            Form false {}: 
            Form true "a b": q=a%20b
            Form true ["x,y",null,1]: q=x%2Cy&q=1
            Form true {"G":[1,2],"R":100}: G=1&G=2&R=100
            Form true []: 
            Form true {}: 
            SpaceDelimited false "a b": q=a%20b
            SpaceDelimited false ["x,y",null,1]: q=x%2Cy%201
            SpaceDelimited false {"G":[1,2],"R":100}: error: a list cannot be sent here in parameter `q` at `/G`
            SpaceDelimited false []: 
            SpaceDelimited false {}: 
            SpaceDelimited true "a b": q=a%20b
            SpaceDelimited true ["x,y",null,1]: q=x%2Cy&q=1
            SpaceDelimited true {"G":[1,2],"R":100}: G=1&G=2&R=100
            SpaceDelimited true []: 
            SpaceDelimited true {}: 
            PipeDelimited false "a b": q=a%20b
            PipeDelimited false ["x,y",null,1]: q=x%2Cy%7C1
            PipeDelimited false {"G":[1,2],"R":100}: error: a list cannot be sent here in parameter `q` at `/G`
            PipeDelimited false []: 
            PipeDelimited false {}: 
            PipeDelimited true "a b": q=a%20b
            PipeDelimited true ["x,y",null,1]: q=x%2Cy&q=1
            PipeDelimited true {"G":[1,2],"R":100}: G=1&G=2&R=100
            PipeDelimited true []: 
            PipeDelimited true {}: 
            TabDelimited false "a b": q=a%20b
            TabDelimited false ["x,y",null,1]: q=x%2Cy%091
            TabDelimited false {"G":[1,2],"R":100}: error: a list cannot be sent here in parameter `q` at `/G`
            TabDelimited false []: 
            TabDelimited false {}: 
            TabDelimited true "a b": q=a%20b
            TabDelimited true ["x,y",null,1]: q=x%2Cy&q=1
            TabDelimited true {"G":[1,2],"R":100}: G=1&G=2&R=100
            TabDelimited true []: 
            TabDelimited true {}: 
            DeepObject false "a b": q=a%20b
            DeepObject false ["x,y",null,1]: q%5B0%5D=x%2Cy&q%5B1%5D=1
            DeepObject false {"G":[1,2],"R":100}: q%5BG%5D%5B0%5D=1&q%5BG%5D%5B1%5D=2&q%5BR%5D=100
            DeepObject false []: 
            DeepObject false {}: 
            DeepObject true "a b": q=a%20b
            DeepObject true ["x,y",null,1]: q%5B0%5D=x%2Cy&q%5B1%5D=1
            DeepObject true {"G":[1,2],"R":100}: q%5BG%5D%5B0%5D=1&q%5BG%5D%5B1%5D=2&q%5BR%5D=100
            DeepObject true []: 
            DeepObject true {}: 
        "#]],
    );
}

#[test]
fn queries_nest_as_deep_as_the_value() {
    let values = [json!({"a": {"b": [{"c": "d"}, [1]]}}), json!([{"a": 1}])];
    check(
        &values,
        &[ParamStyle::Form, ParamStyle::DeepObject],
        query,
        || Param::query("q[]"),
        expect![[r#"
        Form false {"a":{"b":[{"c":"d"},[1]]}}: error: an object cannot be sent here in parameter `q[]` at `/a`
        Form false [{"a":1}]: error: an object cannot be sent here in parameter `q[]` at `/0`
        Form true {"a":{"b":[{"c":"d"},[1]]}}: a%5Bb%5D%5B0%5D%5Bc%5D=d&a%5Bb%5D%5B1%5D%5B0%5D=1
        Form true [{"a":1}]: q%5B%5D%5B0%5D%5Ba%5D=1
        DeepObject false {"a":{"b":[{"c":"d"},[1]]}}: q%5B%5D%5Ba%5D%5Bb%5D%5B0%5D%5Bc%5D=d&q%5B%5D%5Ba%5D%5Bb%5D%5B1%5D%5B0%5D=1
        DeepObject false [{"a":1}]: q%5B%5D%5B0%5D%5Ba%5D=1
        DeepObject true {"a":{"b":[{"c":"d"},[1]]}}: q%5B%5D%5Ba%5D%5Bb%5D%5B0%5D%5Bc%5D=d&q%5B%5D%5Ba%5D%5Bb%5D%5B1%5D%5B0%5D=1
        DeepObject true [{"a":1}]: q%5B%5D%5B0%5D%5Ba%5D=1
    "#]],
    );
}

#[test]
fn hostile_characters_in_queries() {
    let values = [json!(",| &=#%/?+;.\0é👍~*'()!@$[]%41")];
    check(
        &values,
        &[ParamStyle::Form],
        query,
        || Param::query("q"),
        expect![[r#"
        Form false ",| &=#%/?+;.\u0000é👍~*'()!@$[]%41": q=%2C%7C%20%26%3D%23%25%2F%3F%2B%3B.%00%C3%A9%F0%9F%91%8D~%2A%27%28%29%21%40%24%5B%5D%2541
        Form true ",| &=#%/?+;.\u0000é👍~*'()!@$[]%41": q=%2C%7C%20%26%3D%23%25%2F%3F%2B%3B.%00%C3%A9%F0%9F%91%8D~%2A%27%28%29%21%40%24%5B%5D%2541
    "#]],
    );
    check(
        &values,
        &[ParamStyle::Form],
        query,
        || Param::query("q").allow_reserved(),
        expect![[r#"
        Form false ",| &=#%/?+;.\u0000é👍~*'()!@$[]%41": q=,%7C%20%26=%23%25/?%2B;.%00%C3%A9%F0%9F%91%8D~*'()!@$%5B%5D%41
        Form true ",| &=#%/?+;.\u0000é👍~*'()!@$[]%41": q=,%7C%20%26=%23%25/?%2B;.%00%C3%A9%F0%9F%91%8D~*'()!@$%5B%5D%41
    "#]],
    );
}

#[test]
fn headers() {
    let values = [
        json!("a b"),
        json!("naïve"),
        json!(["x", 1]),
        json!({"R": 1}),
        json!([]),
        json!(""),
        json!("a\r\nX: y"),
        json!("\0"),
        json!([[1]]),
    ];
    check(
        &values,
        &[ParamStyle::Simple],
        header,
        || Param::header("X-H"),
        expect![[r#"
        Simple false "a b": a b
        Simple false "naïve": naïve
        Simple false ["x",1]: x,1
        Simple false {"R":1}: R,1
        Simple false []: nothing
        Simple false "": 
        Simple false "a\r\nX: y": error: a control character cannot be sent in parameter `X-H`
        Simple false "\u0000": error: a control character cannot be sent in parameter `X-H`
        Simple false [[1]]: error: a list cannot be sent here in parameter `X-H` at `/0`
        Simple true "a b": a b
        Simple true "naïve": naïve
        Simple true ["x",1]: x,1
        Simple true {"R":1}: R=1
        Simple true []: nothing
        Simple true "": 
        Simple true "a\r\nX: y": error: a control character cannot be sent in parameter `X-H`
        Simple true "\u0000": error: a control character cannot be sent in parameter `X-H`
        Simple true [[1]]: error: a list cannot be sent here in parameter `X-H` at `/0`
    "#]],
    );
}

#[test]
fn cookies() {
    let values = [json!("a;b=c, \"d\\ é"), json!(["x", "y"]), json!({"R": 1})];
    check(
        &values,
        &[ParamStyle::Form],
        as_cookie,
        || Param::cookie("c"),
        expect![[r#"
        Form false "a;b=c, \"d\\ é": c=a%3Bb=c%2C%20%22d%5C%20%C3%A9
        Form false ["x","y"]: c=x%2Cy
        Form false {"R":1}: c=R%2C1
        Form true "a;b=c, \"d\\ é": c=a%3Bb=c%2C%20%22d%5C%20%C3%A9
        Form true ["x","y"]: c=x; c=y
        Form true {"R":1}: R=1
    "#]],
    );
}

#[test]
fn content_in_parameters() {
    let values = [json!({"a": [1, "&"]}), json!("x")];
    check(
        &values,
        &[ParamStyle::Form],
        query,
        || Param::query("q").content_type("application/json"),
        expect![[r#"
        Form false {"a":[1,"&"]}: q=%7B%22a%22%3A%5B1%2C%22%26%22%5D%7D
        Form false "x": q=%22x%22
        Form true {"a":[1,"&"]}: q=%7B%22a%22%3A%5B1%2C%22%26%22%5D%7D
        Form true "x": q=%22x%22
    "#]],
    );
    check(
        &values,
        &[ParamStyle::Simple],
        header,
        || Param::header("H").content_type("application/json"),
        expect![[r#"
        Simple false {"a":[1,"&"]}: {"a":[1,"&"]}
        Simple false "x": "x"
        Simple true {"a":[1,"&"]}: {"a":[1,"&"]}
        Simple true "x": "x"
    "#]],
    );
    check(
        &values,
        &[ParamStyle::Form],
        query_string,
        || Param::query("q"),
        expect![[r#"
            Form false {"a":[1,"&"]}: a=1&a=%26
            Form false "x": error: only an object or a list has fields that a form can hold in parameter `q`
            Form true {"a":[1,"&"]}: a=1&a=%26
            Form true "x": error: only an object or a list has fields that a form can hold in parameter `q`
        "#]],
    );
    check(
        &values,
        &[ParamStyle::Form],
        query_string,
        || Param::query("q").content_type("application/json"),
        expect![[r#"
            Form false {"a":[1,"&"]}: %7B%22a%22%3A%5B1%2C%22%26%22%5D%7D
            Form false "x": %22x%22
            Form true {"a":[1,"&"]}: %7B%22a%22%3A%5B1%2C%22%26%22%5D%7D
            Form true "x": %22x%22
        "#]],
    );
}

#[test]
fn absent_values_are_left_out_and_null_is_empty() {
    let mut out = String::new();
    query_pair(&mut out, &Param::query("a"), None::<i32>.view()).expect("nothing can be written");
    query_pair(&mut out, &Param::query("b"), crate::model::Nullable::<i32>::Null.view()).expect("null can be written");
    query_pair(&mut out, &Param::query("c"), "x".view()).expect("a string can be written");
    assert_eq!(out, "b=&c=x");
    assert_eq!(header_value(&Param::header("H"), None::<i32>.view()), Ok(None));
}

#[test]
fn templates() {
    let cases: &[(&str, &[(&str, &str)])] = &[
        ("/a/{x}", &[("x", "1")]),
        ("/a/{x}/{y}.json", &[("x", "é?#"), ("y", "..")]),
        ("/a/{x}{y}:cancel", &[("x", "1"), ("y", "2")]),
        ("/a/{x}", &[("x", "..")]),
        ("/a/{x}{y}", &[("x", "."), ("y", ".")]),
        ("/a/{x}", &[("x", ".")]),
        ("/a/{x}", &[("x", "...")]),
        ("/a/{x}", &[("x", "%2e%2e")]),
        ("/a/{x}", &[("x", "../../b")]),
        ("/a/{x}", &[("x", "")]),
        ("/a/{x}", &[]),
        ("/a b/\"é\"/{", &[]),
        ("/a/../b", &[]),
        ("/a/{+x}", &[("+x", "%2E.")]),
    ];
    let mut out = String::new();
    for (template, values) in cases {
        let encoded: Result<Vec<_>, _> = values
            .iter()
            .map(|(name, value)| {
                path_value(&Param { name, allow_reserved: name.starts_with('+'), ..Param::path("") }, value.view())
                    .map(|value| (*name, value))
            })
            .collect();
        let filled = encoded.and_then(|values| path(template, &values));
        out.push_str(&format!("{template} {values:?}: {}\n", filled.unwrap_or_else(|error| format!("error: {error}"))));
    }
    expect![[r#"
        /a/{x} [("x", "1")]: /a/1
        /a/{x}/{y}.json [("x", "é?#"), ("y", "..")]: /a/%C3%A9%3F%23/...json
        /a/{x}{y}:cancel [("x", "1"), ("y", "2")]: /a/12:cancel
        /a/{x} [("x", "..")]: error: `..` cannot stand as a path segment in parameter `x`
        /a/{x}{y} [("x", "."), ("y", ".")]: error: `..` cannot stand as a path segment in parameter `y`
        /a/{x} [("x", ".")]: error: `.` cannot stand as a path segment in parameter `x`
        /a/{x} [("x", "...")]: /a/...
        /a/{x} [("x", "%2e%2e")]: /a/%252e%252e
        /a/{x} [("x", "../../b")]: /a/..%2F..%2Fb
        /a/{x} [("x", "")]: error: an empty value cannot be sent in parameter `x`
        /a/{x} []: error: there is no value in parameter `x`
        /a b/"é"/{ []: /a%20b/%22%C3%A9%22/%7B
        /a/../b []: /a/../b
        /a/{+x} [("+x", "%2E.")]: error: `%2E.` cannot stand as a path segment in parameter `+x`
    "#]]
    .assert_eq(&out);
}

#[derive(Clone)]
struct Order {
    id: Option<String>,
    items: Vec<Value>,
    tags: Vec<String>,
    codes: Vec<i32>,
    address: Option<BTreeMap<String, String>>,
    filter: Option<Value>,
    note: crate::model::Nullable<String>,
}

crate::record!(Order {
    0 "id" id READ_ONLY,
    1 "items" items OPTIONAL,
    2 "tags" tags OPTIONAL,
    3 "codes" codes OPTIONAL,
    4 "address" address OPTIONAL,
    5 "filter" filter OPTIONAL,
    6 "note" note OPTIONAL,
});

#[test]
fn forms() {
    let order: Order = crate::json::from_value(&json!({
        "id": "1",
        "items": [{"price": "p 1", "quantity": 2, "taxes": ["a", "b"]}],
        "tags": ["x&y", "z~*+"],
        "codes": [1, 2],
        "address": {"line 1": "é"},
        "filter": {"a": [1]},
        "note": null
    }))
    .expect("the order is whole");
    let encodings =
        [Param::field("codes").style(ParamStyle::SpaceDelimited, false), Param::field("filter").content_type("application/json")];
    let form = form(order.view(), &encodings).expect("the order can be written");
    expect!["items=%7B%22price%22%3A%22p+1%22%2C%22quantity%22%3A2%2C%22taxes%22%3A%5B%22a%22%2C%22b%22%5D%7D&tags=x%26y&tags=z%7E*%2B&codes=1+2&address=%7B%22line+1%22%3A%22%C3%A9%22%7D&filter=%7B%22a%22%3A%5B1%5D%7D&note="].assert_eq(&String::from_utf8_lossy(&form));
    assert!(super::form(View::Int(1), &[]).is_err());
}

#[test]
fn text_bodies() {
    assert_eq!(text(View::Str("a")), Ok(b"a".to_vec()));
    assert_eq!(text(View::Bool(true)), Ok(b"true".to_vec()));
    assert!(text(json!({}).view()).is_err());
}

#[test]
fn an_empty_value_stands_in_a_path_only_where_it_is_allowed() {
    use crate::operation::ParamStyle;
    let empty = String::new();
    let plain = path_value(&Param::path("p"), empty.view());
    assert_eq!(plain.map_err(|error| error.to_string()), Err("an empty value cannot be sent in parameter `p`".to_owned()));
    assert_eq!(path_value(&Param::path("p").allow_empty(), empty.view()), Ok(String::new()));
    assert_eq!(path_value(&Param::path("p").style(ParamStyle::Matrix, false).allow_empty(), empty.view()), Ok(";p".to_owned()));
    let none: Vec<String> = Vec::new();
    assert_eq!(path_value(&Param::path("p").style(ParamStyle::Label, true).allow_empty(), none.view()), Ok(String::new()));
    assert!(path_value(&Param::path("p").allow_empty(), crate::model::View::Absent).is_err());
    assert_eq!(path("/contents/{p}", &[("p", String::new())]), Ok("/contents/".to_owned()));
}

#[test]
fn a_value_of_several_segments_keeps_its_slashes_and_never_goes_up() {
    let value = |text: &str| path_value(&Param::path("p").segments(), text.to_owned().view());
    let filled =
        |text: &str| path("/charts/{p}", &[("p", value(text).expect("the value can be written"))]).map_err(|error| error.to_string());
    assert_eq!(filled("north/2 b?#"), Ok("/charts/north/2%20b%3F%23".to_owned()));
    for text in ["..", "a/../b", "a/%2e%2E/b", "./a", "a/."] {
        assert!(filled(text).is_err_and(|error| error.contains("cannot stand as a path segment")), "{text}");
    }
}
