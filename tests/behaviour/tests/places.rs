//! An error names the place of the operation that was called, where the document has the same object in several.

use turnbuckle_behaviour::places::Client;
use turnbuckle_runtime::Error;
use turnbuckle_runtime::transport::{Fake, FakeAnswer};

fn client(status: u16, body: &'static str) -> Client {
    Client::builder()
        .base_url("https://example.com")
        .transport(Fake::new([FakeAnswer::json(status, body)]))
        .build()
        .expect("it can be built")
}

fn place<E>(error: &Error<E>) -> &str {
    error.decode_error().and_then(|error| error.schema()).expect("the place is known")
}

#[tokio::test]
async fn equal_responses_are_told_apart_by_the_operation() {
    for (body, property) in [(r#"{"id":1,"inner":{"x":1}}"#, "id"), (r#"{"id":"a","inner":{"x":"y"}}"#, "inner/properties/x")] {
        let at =
            |path: &str, status: u16| format!("#/paths/{path}/responses/{status}/content/application~1json/schema/properties/{property}");
        for status in [200, 203] {
            let error = client(status, body).all().get_left().await.expect_err("it does not fit");
            assert_eq!(error.decode_error().and_then(|error| error.schema()), Some(at("~1left/get", status).as_str()));
        }
        let error = client(200, body).all().get_right("i").await.expect_err("it does not fit");
        assert_eq!(place(&error), at("~1right~1{id}/get", 200));
        let error = client(200, body).all().put_right("i").await.expect_err("it does not fit");
        assert_eq!(place(&error), at("~1right~1{id}/put", 200));
        assert!(error.to_string().contains("~1right~1{id}/put"), "{error}");
    }
    let error = client(200, r#"{"id":null,"inner":{"x":1}}"#).all().put_right("i").await.expect_err("it does not fit");
    let overlay = error.overlay().expect("a null can be allowed");
    assert!(overlay.contains("['/right/{id}']['put']") && !overlay.contains("/left"), "{overlay}");
}

#[tokio::test]
async fn equal_objects_of_one_response_are_told_apart_by_their_properties() {
    for own in ["billing", "shipping"] {
        let body: &'static str = format!(r#"{{"{own}":{{"street":7}}}}"#).leak();
        let error = client(200, body).all().get_order().await.expect_err("it does not fit");
        assert_eq!(place(&error), format!("#/components/schemas/Order/properties/{own}/properties/street"));
        let body: &'static str = format!(r#"{{"{own}":{{"street":"s","lines":[{{"at":1}},{{"at":null}}]}}}}"#).leak();
        let error = client(200, body).all().get_order().await.expect_err("it does not fit");
        assert_eq!(place(&error), format!("#/components/schemas/Order/properties/{own}/properties/lines/items/properties/at"));
    }
}

#[tokio::test]
async fn equal_objects_of_two_components_are_told_apart_by_the_component() {
    let error = client(200, r#"[{},{"billing":{"street":7}}]"#).all().list_quotes().await.expect_err("it does not fit");
    assert_eq!(place(&error), "#/components/schemas/Quote/properties/billing/properties/street");
    let error = client(200, r#"[{"amount":{"at":"x"}}]"#).all().list_quotes().await.expect_err("it does not fit");
    assert_eq!(place(&error), "#/components/schemas/Quote/properties/amount/properties/at");
    let error = client(200, r#"[{"billing":{"street":"s","lines":[{"at":"x"}]}}]"#).all().list_quotes().await.expect_err("it does not fit");
    assert_eq!(place(&error), "#/components/schemas/Quote/properties/billing/properties/lines/items/properties/at");
}
