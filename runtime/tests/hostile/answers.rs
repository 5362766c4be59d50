//! Bodies that are not what they should be.

use super::server::{answer, head, json};
use super::{GET, Home, Kind, Pet, Reply, Server, client, get, refused};
use turnbuckle_runtime::{Call, Value};

#[tokio::test]
async fn g48_unknown_enum_value() {
    let pet = get(json(r#"{"id":1,"kind":"dragon"}"#)).await.expect("it is kept");
    assert_eq!(pet.kind, Some(Kind::Unknown("dragon".to_owned())));
}

#[tokio::test]
async fn g48_unknown_discriminator() {
    let pet = get(json(r#"{"id":1,"home":{"type":"cave","depth":3}}"#)).await.expect("it is kept");
    let Some(Home::Unknown(home)) = pet.home else { panic!("there is no such home") };
    assert_eq!(home, serde_json::json!({"type": "cave", "depth": 3}));
}

#[tokio::test]
async fn g48_extra_fields() {
    let pet = get(json(r#"{"x":[{"id":9}],"id":1,"y":{"z":null}}"#)).await.expect("they are passed over");
    assert_eq!(pet.id, 1);
}

async fn fault(body: &str) -> (String, String, String) {
    let error = refused(json(body)).await;
    assert!(error.is_decode());
    let deviation = error.decode_error().expect("it says where");
    (deviation.pointer().to_owned(), deviation.expected().to_owned(), deviation.found().to_owned())
}

fn told(pointer: &str, expected: &str, found: &str) -> (String, String, String) {
    (pointer.to_owned(), expected.to_owned(), found.to_owned())
}

#[tokio::test]
async fn g48_missing_required_field() {
    assert_eq!(fault(r#"{"name":"Rex"}"#).await, told("/id", "a 64-bit integer", "nothing"));
}

#[tokio::test]
async fn g48_null_for_non_null() {
    assert_eq!(fault(r#"{"id":null}"#).await, told("/id", "a 64-bit integer", "null"));
    let pet = get(json(r#"{"id":1,"name":null,"home":null}"#)).await.expect("null is no value");
    assert!(pet.name.is_none() && pet.home.is_none());
}

#[tokio::test]
async fn g48_number_as_string() {
    assert_eq!(fault(r#"{"id":"12"}"#).await, told("/id", "a 64-bit integer", "the string \"12\""));
    assert_eq!(fault(r#"{"id":1,"name":12}"#).await, told("/name", "a string", "the number 12"));
}

#[tokio::test]
async fn g48_empty_body_with_200() {
    let error = refused(json("")).await;
    assert_eq!(error.to_string(), "getPet (GET /pet): 200 OK: the body is empty");
}

#[tokio::test]
async fn g48_html_page_with_200() {
    let page = "<!doctype html><title>Sign in</title>";
    let error = refused(answer("200 OK", "content-type: text/html; charset=utf-8", page)).await;
    assert_eq!(error.to_string(), "getPet (GET /pet): 200 OK: expected JSON, found `text/html`");
    assert_eq!(error.body(), page.as_bytes());
}

#[tokio::test]
async fn g48_json_with_bom() {
    let pet = get(json("\u{feff}{\"id\":1}")).await.expect("RFC 8259, section 8.1, lets a reader pass it over");
    assert_eq!(pet.id, 1);
}

#[tokio::test]
async fn g48_wrong_charset() {
    let latin = b"{\"id\":1,\"name\":\"Ren\xe9\"}";
    let error = refused(answer("200 OK", "content-type: application/json; charset=utf-8", latin)).await;
    assert!(error.is_decode() && error.body() == latin, "{error:?}");
    let utf16: Vec<u8> = "{\"id\":1}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(get(answer("200 OK", "content-type: application/json; charset=utf-16", utf16)).await.expect("it is decoded").id, 1);
    let error = refused(answer("200 OK", "content-type: application/json; charset=utf-16", b"{\"id\":1}")).await;
    assert!(error.is_decode() && error.to_string().contains("`utf-16`"), "{error:?}");
    assert!(
        refused(answer("200 OK", "content-type: application/json; charset=x-none", b"{\"id\":1}")).await.to_string().contains("`x-none`")
    );
}

#[tokio::test]
async fn g48_truncated_chunk() {
    let mut bytes = head("200 OK", "content-type: application/json\ntransfer-encoding: chunked");
    bytes.extend_from_slice(b"40\r\n{\"id\":1");
    let error = refused(Reply::Bytes(bytes)).await;
    assert!(error.is_broken(), "{error:?}");
}

#[tokio::test]
async fn g48_chunk_size_that_is_none() {
    let mut bytes = head("200 OK", "content-type: application/json\ntransfer-encoding: chunked");
    bytes.extend_from_slice(b"fffffffffffffffffff\r\n{\"id\":1}");
    assert!(refused(Reply::Bytes(bytes)).await.is_broken());
}

#[tokio::test]
async fn g48_json_nested_100_000_deep() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    assert!(refused(json(&deep)).await.is_decode());
    assert!(refused(json(format!(r#"{{"id":1,"extra":{deep}}}"#))).await.is_decode());
    assert!(refused(json(format!(r#"{{"id":1,"home":{{"type":"cave","x":{deep}}}}}"#))).await.is_decode());
    let server = Server::start([json(&deep)]).await;
    let client = client(&server);
    let call: Call<'_, Value> = client.call(&GET);
    assert!(call.await.expect_err("it is too deep").is_decode());
}

#[tokio::test]
async fn g48_duplicate_keys() {
    // RFC 8259, section 4: which of them counts is left open; most readers take the last.
    let pet = get(json(r#"{"id":1,"name":"a","id":2,"name":"b"}"#)).await.expect("it is read");
    assert_eq!((pet.id, pet.name.as_deref()), (2, Some("b")));
}

#[tokio::test]
async fn g48_content_length_that_is_too_long() {
    let mut bytes = head("200 OK", "content-type: application/json\ncontent-length: 100");
    bytes.extend_from_slice(b"{\"id\":1}");
    assert!(refused(Reply::Bytes(bytes)).await.is_broken());
}

#[tokio::test]
async fn g48_content_length_that_is_too_short() {
    let mut bytes = head("200 OK", "content-type: application/json\ncontent-length: 5");
    bytes.extend_from_slice(b"{\"id\":1}");
    assert!(refused(Reply::Bytes(bytes)).await.is_decode());
}

#[tokio::test]
async fn g48_content_lengths_that_differ_or_are_none() {
    for lengths in ["content-length: 8\ncontent-length: 3", "content-length: -8", "content-length: 99999999999999999999999"] {
        let mut bytes = head("200 OK", &format!("content-type: application/json\n{lengths}"));
        bytes.extend_from_slice(b"{\"id\":1}");
        let error = get(Reply::Bytes(bytes)).await.map(|pet| pet.id).expect_err("such an answer cannot be trusted");
        assert!(error.is_broken() || error.is_too_large(), "{lengths}: {error:?}");
    }
}

#[tokio::test]
async fn g48_header_values_that_are_not_utf8() {
    let mut bytes = b"HTTP/1.1 200 OK\r\nconnection: close\r\nx-name: Ren\xe9\r\nx-request-id: \xff\r\n".to_vec();
    bytes.extend_from_slice(b"content-type: application/json\r\nlink: <\xff>; rel=next\r\ncontent-length: 8\r\n\r\n{\"id\":1}");
    let server = Server::start([Reply::Bytes(bytes)]).await;
    let client = client(&server);
    let call: Call<'_, Pet> = client.call(&GET);
    let response = call.send().await.expect("the body is fine");
    assert_eq!(response.headers()["x-name"].as_bytes(), b"Ren\xe9");
    assert_eq!(response.value().id, 1);
    let mut bytes = b"HTTP/1.1 500 \xff\xfe\r\nconnection: close\r\nx-request-id: \xff\r\ncontent-type: \xff\r\n".to_vec();
    bytes.extend_from_slice(b"retry-after: \xff\r\ncontent-length: 2\r\n\r\n{}");
    let error = get(Reply::Bytes(bytes)).await.map(|pet| pet.id).expect_err("it is an error");
    assert_eq!((error.status(), error.request_id(), error.retry_after()), (Some(500), None, None));
}
