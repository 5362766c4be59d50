//! A service of the tests' own, for the media types that no generated client here reads.

use std::collections::BTreeMap;

use turnbuckle_runtime::clock::FakeClock;
use turnbuckle_runtime::operation::{Api, Operation, Scheme, SchemeKind, Status, Use};
use turnbuckle_runtime::scalar::Decimal;
use turnbuckle_runtime::transport::Transport;
use turnbuckle_runtime::xml::{XmlBody, XmlField, XmlForm, XmlName, XmlNode, XmlRecord};
use turnbuckle_runtime::{Client, Credential, Nullable, record, string_enum};

use crate::shown::{LIMITS, ORIGIN, SECRET};

static API: Api = Api {
    title: "Pets",
    version: "1",
    user_agent: "pets/1",
    servers: &[],
    schemes: &[Scheme { name: "key", kind: SchemeKind::ApiKeyHeader("X-Key") }],
    security: &[&[Use { scheme: "key", scopes: &[] }]],
};

/// Returns a pet in XML.
pub(crate) static GET_PET: Operation =
    Operation::new("getPet", "GET", "/pet").accept("application/xml").xml(&[(XmlBody::Response(Status::Code(200)), FORM)]);

/// Returns text.
pub(crate) static GET_TEXT: Operation = Operation::new("getText", "GET", "/text").accept("text/plain");

/// Builds a client.
pub(crate) fn client(transport: impl Transport) -> Client {
    let builder = Client::builder(&API).base_url(ORIGIN).transport(transport).clock(FakeClock::new()).limits(LIMITS);
    builder.credential("key", Credential::api_key(SECRET)).build().expect("the client is complete")
}

/// A pet, with a field for each form that XML has.
#[derive(Clone)]
pub(crate) struct Pet {
    id: i64,
    kind: Kind,
    name: String,
    tags: Vec<String>,
    owner: Nullable<Box<Owner>>,
    labels: Option<BTreeMap<String, String>>,
    toys: Vec<Owner>,
    price: Option<Decimal>,
}

record!(Pet {
    0 "id" id REQUIRED,
    1 "kind" kind OPTIONAL,
    2 "name" name REQUIRED,
    3 "tags" tags OPTIONAL,
    4 "owner" owner OPTIONAL,
    5 "labels" labels OPTIONAL,
    6 "toys" toys OPTIONAL,
    7 "price" price OPTIONAL,
});

/// Whose it is.
#[derive(Clone)]
pub(crate) struct Owner {
    lang: Option<String>,
    text: String,
}

record!(Owner { 0 "lang" lang OPTIONAL, 1 "text" text REQUIRED });

/// What kind of pet it is.
#[derive(Clone)]
pub(crate) enum Kind {
    /// `cat`.
    Cat,
    /// `dog`.
    Dog,
    /// Another kind.
    Unknown(String),
}

string_enum!(Kind { Cat "cat", Dog "dog"; Unknown });

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

/// How a pet is written.
pub(crate) const FORM: XmlForm = XmlForm {
    root: XmlField { wire: "", name: XmlName::new("p", "pet", "urn:pets"), node: XmlNode::Element, item: None },
    records: RECORDS,
};
