//! Values as they were written: what is read from JSON is written again as it came.

use turnbuckle_behaviour::values::Client;
use turnbuckle_behaviour::values::models::{AddScanBody, Colour, Level, Photo, PhotoForm, Size, Thing};
use turnbuckle_behaviour::{read, round_trip, written};
use turnbuckle_runtime::FilePart;
use turnbuckle_runtime::model::Nullable;
use turnbuckle_runtime::transport::{Fake, FakeAnswer};

#[test]
fn a_null_in_a_map_is_absent_unless_its_values_may_be_null() {
    let thing: Thing = read(r#"{"labels":{"a":null,"b":"c"}}"#);
    assert_eq!(written(&thing), r#"{"labels":{"b":"c"}}"#);
    let thing: Thing = read(r#"{"sizes":{"a":null,"b":{"c":null,"d":42}}}"#);
    assert_eq!(written(&thing), r#"{"sizes":{"b":{"d":42}}}"#);
    let thing: Thing = round_trip(r#"{"counts":{"a":null,"b":2}}"#);
    assert_eq!(thing.counts.expect("there are counts").len(), 2);
}

#[test]
fn bytes_in_json_are_text() {
    let thing: Thing = round_trip(r#"{"scan":"not base64: é","scans":["a","%"]}"#);
    assert_eq!(thing.scan.as_deref(), Some("not base64: é"));
    let photo: Photo = round_trip(r#"{"name":"n","picture":"\u0000p","tags":{"t":"v"}}"#);
    assert_eq!(photo.picture, "\0p");
}

#[tokio::test]
async fn bytes_in_a_part_are_a_file() {
    let fake = Fake::new([FakeAnswer::json(200, r#"{"name":"n","picture":"p"}"#)]);
    let client = Client::builder().transport(fake.clone()).build().expect("the client is complete");
    let form = PhotoForm::new("n", FilePart::from(vec![0xff, 0x00]).file_name("p.png"));
    let photo: Photo = client.photos().add(&form).await.expect("it is sent");
    assert_eq!(photo.picture, "p");
}

#[tokio::test]
async fn a_part_is_bytes_or_a_list_of_them() {
    let fake = Fake::new([FakeAnswer::status(204), FakeAnswer::status(204)]);
    let client = Client::builder().transport(fake.clone()).build().expect("the client is complete");
    let page = || FilePart::from(b"p".to_vec());
    client.scans().add(&AddScanBody::new(page(), page().into())).await.expect("it is sent");
    client.scans().add(&AddScanBody::new(page(), vec![page(), page()].into())).await.expect("it is sent");
    let count = |index: usize| String::from_utf8_lossy(&fake.requests()[index].body).matches("name=\"pages\"").count();
    assert_eq!((count(0), count(1)), (1, 2));
}

#[tokio::test]
async fn bytes_of_a_whole_body_are_a_download() {
    let fake = Fake::new([FakeAnswer::status(200).header("content-type", "image/png").body("\u{1}p".to_owned())]);
    let client = Client::builder().transport(fake.clone()).build().expect("the client is complete");
    let bytes = client.scan().get().await.expect("it is there").bytes(64).await.expect("it is whole");
    assert_eq!(&bytes[..], b"\x01p");
}

#[test]
fn an_enum_with_null_in_front_has_all_its_values() {
    let thing: Thing = round_trip(r#"{"colour":"green","level":2,"shade":null}"#);
    assert!(matches!(thing.colour, Nullable::Value(Colour::Green)));
    assert!(matches!(thing.level, Nullable::Value(Level::High)));
    let thing: Thing = round_trip(r#"{"colour":"blue","level":1,"shade":"red"}"#);
    assert!(matches!(thing.colour, Nullable::Value(Colour::Unknown(_))));
    assert!(matches!(thing.level, Nullable::Value(Level::Low)));
    assert!(matches!(round_trip::<Thing>(r#"{"colour":null}"#).colour, Nullable::Null));
}

#[test]
fn numbers_of_an_enum_are_written_as_the_document_writes_them() {
    assert_eq!(written(&Size::Value42), "42");
    assert_eq!(written(&Size::Value1000), "1000");
    assert_eq!(written(&Size::Value1_5), "1.5");
    assert_eq!(round_trip::<Size>("1.5"), Size::Value1_5);
    assert!(matches!(round_trip::<Size>("7"), Size::Unknown(_)));
}
