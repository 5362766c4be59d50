#![allow(unreachable_pub)]

mod deep;

use std::collections::BTreeMap;

use expect_test::{Expect, expect};

use super::*;
use crate::model::{Argument as _, Nullable, Value, View};
use crate::scalar::Decimal;

#[derive(Clone)]
struct Pet {
    id: i64,
    kind: Kind,
    name: String,
    tags: Vec<String>,
    owner: Nullable<Box<Owner>>,
    labels: Option<BTreeMap<String, String>>,
    toys: Vec<Owner>,
    price: Option<Decimal>,
}

crate::record!(Pet {
    0 "id" id REQUIRED,
    1 "kind" kind OPTIONAL,
    2 "name" name REQUIRED,
    3 "tags" tags OPTIONAL,
    4 "owner" owner OPTIONAL,
    5 "labels" labels OPTIONAL,
    6 "toys" toys OPTIONAL,
    7 "price" price OPTIONAL,
});

#[derive(Clone)]
struct Owner {
    lang: Option<String>,
    text: String,
}

crate::record!(Owner { 0 "lang" lang OPTIONAL, 1 "text" text REQUIRED });

#[derive(Clone)]
enum Kind {
    Cat,
    Dog,
    Unknown(String),
}

crate::string_enum!(Kind { Cat "cat", Dog "dog"; Unknown });

static RECORDS: &[XmlRecord] = &[
    XmlRecord {
        record: "Owner",
        name: XmlName::local("Owner"),
        fields: &[XmlField::element("lang", "lang").node(XmlNode::Attribute), XmlField::element("text", "text").node(XmlNode::Text)],
    },
    XmlRecord {
        record: "Pet",
        name: XmlName::new("p", "pet", "urn:pets"),
        fields: &[
            XmlField::element("id", "id").node(XmlNode::Attribute),
            XmlField::element("name", "name").namespace("p", "urn:pets"),
            XmlField::element("tags", "tag"),
            XmlField::element("toys", "Toys").wrapped(XmlName::local("Toy")),
        ],
    },
];

static FORM: XmlForm = XmlForm {
    root: XmlField { wire: "", name: XmlName::new("p", "pet", "urn:pets"), node: XmlNode::Element, item: None },
    records: RECORDS,
};

static LIST: XmlForm = XmlForm { root: XmlField::element("", "owners").wrapped(XmlName::local("owner")), records: RECORDS };

fn owner(lang: Option<&str>, text: &str) -> Owner {
    Owner { lang: lang.map(str::to_owned), text: text.to_owned() }
}

fn pet() -> Pet {
    Pet {
        id: 7,
        kind: Kind::Dog,
        name: "Rex & <co>".to_owned(),
        tags: vec!["a".to_owned(), "b c".to_owned()],
        owner: Nullable::Value(Box::new(owner(Some("d\"e\n"), "Ada"))),
        labels: Some([("Colour".to_owned(), "red".to_owned())].into()),
        toys: vec![owner(None, "ball")],
        price: "1.10".parse().ok(),
    }
}

fn written(view: View<'_>, form: &XmlForm) -> String {
    match to_request_vec(view, form) {
        Ok(xml) => String::from_utf8_lossy(&xml).replace("><", ">\n<"),
        Err(error) => format!("error: {error}"),
    }
}

fn read(xml: &str, expect: &Expect) {
    match from_slice::<Pet>(xml.as_bytes(), &FORM) {
        Ok(pet) => expect.assert_debug_eq(&pet),
        Err(error) => expect.assert_eq(&error.to_string()),
    }
}

#[test]
fn writes_attributes_wrappers_namespaces_and_text() {
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <p:pet xmlns:p="urn:pets" id="7">
        <kind>dog</kind>
        <p:name>Rex &amp; &lt;co&gt;</p:name>
        <tag>a</tag>
        <tag>b c</tag>
        <owner lang="d&quot;e&#10;">Ada</owner>
        <labels>
        <Colour>red</Colour>
        </labels>
        <Toys>
        <Toy>ball</Toy>
        </Toys>
        <price>1.10</price>
        </p:pet>"#]]
    .assert_eq(&written(pet().view(), &FORM));
}

#[test]
fn what_is_written_is_read_again() {
    let xml = to_request_vec(pet().view(), &FORM).expect("it is written");
    let again: Pet = from_slice(&xml, &FORM).expect("it is read");
    assert_eq!(again, pet());
}

#[test]
fn a_list_is_the_outermost() {
    let owners = vec![owner(None, "Ada"), owner(Some("de"), "Bob")];
    let xml = to_request_vec(owners.view(), &LIST).expect("it is written");
    expect![[r#"<?xml version="1.0" encoding="UTF-8"?><owners><owner>Ada</owner><owner lang="de">Bob</owner></owners>"#]]
        .assert_eq(&String::from_utf8_lossy(&xml));
    assert_eq!(from_slice::<Vec<Owner>>(&xml, &LIST).expect("it is read"), owners);
}

#[test]
fn null_is_told_from_absent() {
    let xml = written(Pet { owner: Nullable::Null, labels: None, toys: vec![], tags: vec![], price: None, ..pet() }.view(), &FORM);
    assert!(xml.contains("<owner xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:nil=\"true\"/>"), "{xml}");
    let again: Pet = from_slice(xml.as_bytes(), &FORM).expect("it is read");
    assert_eq!(again.owner, Nullable::Null);
}

#[test]
fn what_is_not_declared_is_passed_over_and_an_enum_is_open() {
    read(
        "<pet id=' 7 ' more='1'><!-- c --><kind>fox</kind><name><![CDATA[<Rex>]]> &#x41;</name><?pi?><more><name>x</name></more></pet>",
        &expect![[r#"
            Pet {
                id: 7,
                kind: "fox",
                name: "<Rex> A",
                tags: [],
                toys: [],
            }
        "#]],
    );
}

#[test]
fn faults_name_the_place() {
    read("<pet id='x'><name>Rex</name></pet>", &expect!["expected a 64-bit integer, found the text `x` at `/id`"]);
    read("<pet id='1'/>", &expect!["expected a string, found nothing at `/name`"]);
    read(
        "<pet id='1'><name>Rex</pet>",
        &expect!["expected an XML document, found ill-formed document: expected `</name>`, but `</pet>` was found in line 1"],
    );
    read("", &expect!["expected an XML document, found nothing"]);
    read(
        "<pet id='1'><name>&bomb;</name></pet>",
        &expect!["expected an XML document, found the entity `bomb`, which XML does not define in line 1"],
    );
    read("<a/><b/>", &expect!["expected an XML document, found a second root element in line 1"]);
    read("{\"id\": 1}", &expect!["expected an XML document, found text outside the root element in line 1"]);
}

#[test]
fn elements_deep_in_each_other_are_refused() {
    let xml = "<a>".repeat(100_000);
    read(&xml, &expect!["expected an XML document, found more than 128 elements in each other in line 1"]);
}

#[test]
fn what_xml_cannot_say_is_an_error() {
    let labels = |key: &str, value: &str| Pet { labels: Some([(key.to_owned(), value.to_owned())].into()), ..pet() };
    expect!["error: `a b><evil` is no name of an XML element at `/labels/a b><evil`"]
        .assert_eq(&written(labels("a b><evil", "").view(), &FORM));
    expect![[r#"error: the character \u{1} cannot be part of XML at `/labels/a`"#]].assert_eq(&written(labels("a", "\u{1}").view(), &FORM));
}

#[test]
fn any_value_is_what_the_text_says() {
    let value: Value = from_slice(b"<a x='1'><b>2</b><b>3</b><c><d/></c></a>", &FORM).expect("it is read");
    expect![[r#"{"x":"1","b":["2","3"],"c":{"d":""}}"#]].assert_eq(&sorted(&value));
}

/// The text of a value, whose order of keys depends on a feature of `serde_json`.
fn sorted(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let mut keys: Vec<_> = object.keys().collect();
            keys.sort_by_key(|key| (*key != "x", (*key).clone()));
            let entries: Vec<_> = keys.into_iter().map(|key| format!("{}:{}", Value::String(key.clone()), sorted(&object[key]))).collect();
            format!("{{{}}}", entries.join(","))
        }
        value => value.to_string(),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Part {
    Named(NamedPart),
    Owned(OwnedPart),
    Sized(SizedPart),
    Several(Vec<Part>),
    Unknown(Value),
}

crate::untagged_union!(Part { 0 Named, 1 Owned, 2 Sized; Unknown } and Several);

#[derive(Clone)]
struct NamedPart {
    name: String,
}

#[derive(Clone)]
struct OwnedPart {
    name: String,
    owner: Option<Owner>,
    kind: Option<Kind>,
}

#[derive(Clone)]
struct SizedPart {
    size: i64,
}

crate::record!(NamedPart { 0 "name" name REQUIRED });
crate::record!(OwnedPart { 0 "name" name REQUIRED, 1 "owner" owner OPTIONAL, 2 "kind" kind OPTIONAL });
crate::record!(SizedPart { 0 "size" size REQUIRED });

#[test]
fn a_union_takes_the_arm_that_keeps_the_most() {
    let form = XmlForm { root: XmlField::element("", "part"), records: RECORDS };
    let read = |xml: &str| {
        let part: Part = from_slice(xml.as_bytes(), &form).expect("a union takes all");
        let again: Part = from_slice(&to_request_vec(part.view(), &form).expect("it can be written"), &form).expect("a union takes all");
        assert_eq!(part, again, "{xml}");
        part
    };
    assert!(matches!(read("<part><name>n</name></part>"), Part::Named(_)), "of equal arms the first");
    assert!(matches!(read("<part><name>n</name><owner lang='en'>o</owner></part>"), Part::Owned(_)));
    assert!(matches!(read("<part><name>n</name><kind>bird</kind></part>"), Part::Owned(_)), "a value that is not listed is a doubt");
    assert!(matches!(read("<part><size>1</size></part>"), Part::Sized(_)));
    let several = read("<part><size>1</size><kind>cat</kind><name>n</name></part>");
    assert!(matches!(&several, Part::Several(parts) if matches!(parts.as_slice(), [Part::Owned(_), Part::Sized(_)])), "{several:?}");
    assert!(matches!(read("<part><x>1</x></part>"), Part::Unknown(_)), "no arm takes any of it");
}
