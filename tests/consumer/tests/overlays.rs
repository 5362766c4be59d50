//! Checks that the overlay of an error mends the document: the client of the mended one reads the answer that led to the error.

use expect_test::expect_file;
use turnbuckle_consumer::{mended, quay};
use turnbuckle_runtime::transport::{Fake, FakeAnswer};

/// There is no `name`, which a member of `allOf` requires that does not declare it.
const NAMELESS: &str = r#"{"flags":["a"]}"#;
/// There is a null among the flags.
const GAP: &str = r#"{"name":"n","flags":["a",null]}"#;
/// The draught is a text.
const WORDY: &str = r#"{"name":"n","flags":[],"draught":"4 m"}"#;
/// A number among the moorings is none.
const ADRIFT: &str = r#"{"name":"n","flags":[],"draught":4,"moored":[1,false]}"#;

async fn overlay(answer: &'static str) -> String {
    let client = quay::Client::builder().transport(Fake::new([FakeAnswer::json(200, answer)])).build().expect("the values can be used");
    let error = client.ships().get(7).await.expect_err("the answer does not fit");
    error.overlay().expect("an overlay would mend the document")
}

#[tokio::test]
async fn errors_name_the_overlays_that_mend_the_document() {
    expect_file!["../overlays/name.yaml"].assert_eq(&overlay(NAMELESS).await);
    expect_file!["../overlays/flags.yaml"].assert_eq(&overlay(GAP).await);
    expect_file!["../overlays/draught.yaml"].assert_eq(&overlay(WORDY).await);
    expect_file!["../overlays/moored.yaml"].assert_eq(&overlay(ADRIFT).await);
}

#[tokio::test]
async fn the_client_of_the_mended_document_reads_the_answers() {
    let fake = Fake::new([NAMELESS, GAP, WORDY, ADRIFT].map(|body| FakeAnswer::json(200, body)));
    let client = mended::Client::builder().transport(fake).build().expect("the values can be used");
    let ship = client.ships().get(7).await.expect("a ship needs no name");
    assert_eq!((ship.name, ship.flags), (None, vec![Some("a".to_owned())]));
    let ship = client.ships().get(7).await.expect("a flag can be null");
    assert_eq!((ship.name.as_deref(), ship.flags), (Some("n"), vec![Some("a".to_owned()), None]));
    let ship = client.ships().get(7).await.expect("a draught can be a text");
    assert!(matches!(ship.draught, Some(mended::models::NamedDraught::String(text)) if text == "4 m"));
    let ship = client.ships().get(7).await.expect("a mooring can be a boolean");
    assert!(matches!(ship.draught, Some(mended::models::NamedDraught::Integer(4))));
    assert_eq!(ship.moored.map(|moored| moored.len()), Some(2));
}
