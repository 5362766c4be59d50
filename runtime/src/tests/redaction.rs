//! Secrets in every form in which they may be written.

use super::{Bench, GET, Pet};
use crate::model::Value;
use crate::operation::Operation;
use crate::scalar::base64;
use crate::transport::FakeAnswer;
use crate::{Call, Credential, Retry, Secret};

const SECRET: &str = "gr\u{fc}n \"7\"+y/z";
/// What is left of the secret where a form of it is not found.
const REMAINS: [&str; 8] = ["gr\u{fc}n", "gr%", "gr\\u", "%227", "y/z", "y%2", "y\\/", "yL3"];

static SEND: Operation = Operation::new("send", "POST", "/x").body("text/plain");

/// Returns the secret as it may be written, each with a name.
fn forms() -> Vec<(&'static str, String)> {
    let basic = base64::encode(format!("ann:{SECRET}").as_bytes());
    vec![
        ("plain", SECRET.to_owned()),
        ("percent-encoded", "gr%C3%BCn%20%227%22%2By%2Fz".to_owned()),
        ("percent-encoded in lower case, where need be", "gr%c3%bcn%20%227%22+y/z".to_owned()),
        ("in a form", "gr%C3%BCn+%227%22%2By%2Fz".to_owned()),
        ("in JSON", "gr\u{fc}n \\\"7\\\"+y/z".to_owned()),
        ("in JSON of ASCII", "gr\\u00fcn \\u00227\\u0022+y\\/z".to_owned()),
        ("JSON in a URL", "gr%C3%BCn%20%5C%227%5C%22%2By%2Fz".to_owned()),
        ("a URL in a URL", "gr%25C3%25BCn%2520%25227%2522%252By%252Fz".to_owned()),
        ("in base64", base64::encode(SECRET.as_bytes())),
        ("in base64 for URLs", base64::encode_url_safe(SECRET.as_bytes())),
        ("in base64 behind a name", basic.clone()),
        ("in base64 behind a name in a URL", basic.replace('+', "%2B").replace('/', "%2F")),
    ]
}

#[track_caller]
fn hides(form: &str, shown: &str) {
    let digits = |encoded: String| encoded[4..encoded.len() - 6].to_owned();
    let encoded = [digits(base64::encode(SECRET.as_bytes())), digits(base64::encode(format!("ann:{SECRET}").as_bytes()))[3..].to_owned()];
    for left in REMAINS.iter().copied().chain(encoded.iter().map(String::as_str)) {
        assert!(!shown.contains(left), "{form}: `{left}` is shown:\n{shown}");
    }
    assert!(shown.contains("before") && shown.contains("after"), "{form}: too much is hidden:\n{shown}");
}

#[test]
fn an_explanation_hides_each_form() {
    let bench = Bench::new([]);
    let client = bench.client();
    for (form, text) in forms() {
        let call: Call<'_, Pet, Value> = client.call(&SEND).query("pin", &Secret::from(SECRET)).body(&*format!("before {text} after"));
        hides(form, &call.explain().to_string());
        hides(form, &call.to_curl());
    }
}

#[tokio::test]
async fn an_error_hides_each_form() {
    for (form, text) in forms() {
        let title = serde_json::json!({"title": format!("before {text} after")}).to_string();
        let bench = Bench::new([FakeAnswer::status(400).header("content-type", "application/problem+json").body(title)]);
        let client = bench.client();
        let call: Call<'_, Pet, Value> = client.call(&GET).path("id", &1).query("pin", &Secret::from(SECRET)).retry(Retry::never());
        let error = call.await.expect_err("it is refused");
        hides(form, &error.to_string());
    }
}

#[tokio::test]
async fn an_error_shows_what_only_looks_like_a_secret() {
    let title = r#"{"title":"the secret is 100% green+blue\\n"}"#;
    let bench = Bench::new([FakeAnswer::status(400).header("content-type", "application/problem+json").body(title)]);
    let client = bench.client();
    let call: Call<'_, Pet, Value> = client.call(&GET).path("id", &1).query("pin", &Secret::from(SECRET)).retry(Retry::never());
    let error = call.await.expect_err("it is refused");
    assert!(error.to_string().contains("the secret is 100% green+blue"), "{error}");
}

#[tokio::test]
async fn an_error_hides_the_password_of_a_login() {
    static OP: Operation = Operation::new("op", "GET", "/x").security(&[&[super::uses("login")]]);
    let title = r#"{"title":"the password hunter2-login is old"}"#;
    let bench = Bench::new([FakeAnswer::status(401).header("content-type", "application/problem+json").body(title)]);
    let client = bench.builder().credential("login", Credential::basic("ann", "hunter2-login")).build().expect("the values can be used");
    let call: Call<'_, Pet, Value> = client.call(&OP).retry(Retry::never());
    let error = call.await.expect_err("it is refused");
    assert!(!error.to_string().contains("hunter2"), "{error}");
}

#[cfg(feature = "cassette")]
mod recorded {
    use super::*;
    use crate::transport::cassette::{Recorder, Redaction};

    /// Records an answer, and returns what stands in the file.
    async fn recorded(answer: FakeAnswer, redaction: Redaction) -> String {
        let file = std::env::temp_dir().join(format!("turnbuckle-forms-{:?}-{}", std::thread::current().id(), std::process::id()));
        let recorder = Recorder::new(crate::transport::Fake::new([answer]), &file).redaction(redaction);
        let bench = Bench::new([]);
        let client = bench.builder().transport(recorder.clone()).build().expect("the values can be used");
        let call: Call<'_, Value, Value> = client.call(&GET).path("id", &1).query("password", SECRET);
        call.raw().await.expect("it is answered").into_body().bytes(1 << 20).await.expect("it is whole");
        recorder.save().expect("the file can be written");
        let text = std::fs::read_to_string(&file).expect("the file was written");
        std::fs::remove_file(&file).expect("it is there");
        text
    }

    #[tokio::test]
    async fn a_recording_hides_each_form() {
        for (form, text) in forms() {
            let text = format!("before {text} after");
            let answer = FakeAnswer::status(200).header("x-note", "note");
            for answer in [
                answer.clone().header("content-type", "text/plain").body(text.clone()),
                answer.clone().header("content-type", "application/json").body(serde_json::json!([text]).to_string()),
                answer.clone().header("content-type", "text/event-stream").body(format!("data: {text}\n\n")),
                FakeAnswer::json(200, r#""before after""#).header("link", if text.is_ascii() { &text } else { "" }),
            ] {
                hides(form, &recorded(answer, Redaction::default()).await);
            }
            let bytes = [b"before ", text.as_bytes(), b" after\xff\xfe"].concat();
            let file = recorded(answer.body(bytes), Redaction::default()).await;
            let file: serde_json::Value = serde_json::from_str(&file).expect("it is JSON");
            let encoded = file.pointer("/exchanges/0/response/base64").and_then(Value::as_str).expect("they are no text");
            hides(form, &String::from_utf8_lossy(&base64::decode(encoded).expect("it is base64")));
        }
    }

    #[tokio::test]
    async fn a_recording_takes_out_what_both_ends_of_a_name_say() {
        let body = r#"{"sid":"an-identifier","key":"an-identifier","page_token":"an-identifier","webhookSecret":"hunter2-1","new_password":"hunter2-2"}"#;
        let answer = FakeAnswer::json(200, body).header("x-ratelimit-remaining-tokens", "149984").header("x-xsrftoken", "hunter2-3");
        let file = recorded(answer, Redaction::default()).await;
        assert!(!file.contains("hunter2"), "{file}");
        assert_eq!(file.matches("an-identifier").count(), 3, "{file}");
        assert!(file.contains("149984"), "{file}");
    }
}

#[test]
fn an_explanation_hides_what_a_name_says() {
    let bench = Bench::new([]);
    let client = bench.client();
    let names = ["assertion", "client_assertion", "code_verifier", "device_code", "id_token", "X-Amz-Credential", "bearer_token", "sid"];
    for name in names {
        let call: Call<'_, Pet, Value> = client.call(&SEND).query(name, "hunter2-query").body(&serde_json::json!({name: "hunter2-body"}));
        let shown = call.explain().to_string();
        assert!(!shown.contains("hunter2"), "`{name}` is shown:\n{shown}");
    }
    for name in ["X-Account-Key", "X-User-Session", "Set-Cookie2", "X-My-Signature"] {
        let call: Call<'_, Pet, Value> = client.call(&GET).path("id", &1).header(name, "hunter2-header");
        let shown = call.explain().to_string();
        assert!(!shown.contains("hunter2"), "`{name}` is shown:\n{shown}");
    }
}
