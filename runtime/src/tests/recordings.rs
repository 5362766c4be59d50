//! Recordings of bodies whose secrets are not plain to see: compressed, encoded, or text within text.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::Bench;
use crate::model::Value;
use crate::operation::Operation;
use crate::scalar::base64;
use crate::transport::cassette::{Player, Recorder};
use crate::transport::{Fake, FakeAnswer};
use crate::{Call, Client, Retry};

static READ: Operation = Operation::new("read", "GET", "/notes");
static SEND: Operation = Operation::new("send", "POST", "/notes").body("application/octet-stream");

struct File(PathBuf);

impl File {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("turnbuckle-recordings-{}-{number}.json", std::process::id())))
    }

    /// Returns a part of the first exchange.
    fn at(&self, pointer: &str) -> Option<Value> {
        let text = std::fs::read_to_string(&self.0).expect("it was written");
        let file: Value = serde_json::from_str(&text).expect("it is JSON");
        file.pointer(&format!("/exchanges/0/{pointer}")).cloned()
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.0).expect("it was written")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn client(transport: impl crate::transport::Transport) -> Client {
    Bench::new([]).builder().transport(transport).build().expect("the values can be used")
}

fn read(client: &Client) -> Call<'_, Value, Value> {
    client.call(&READ).retry(Retry::never())
}

/// Records one response.
async fn recorded(answer: FakeAnswer) -> File {
    let file = File::new();
    let recorder = Recorder::new(Fake::new([answer]), &file.0);
    // What becomes of the response is not the recorder's concern.
    if let Ok(response) = read(&client(recorder.clone())).raw().await {
        let _ = response.into_body().bytes(1 << 20).await;
    }
    recorder.save().expect("the file can be written");
    file
}

/// Records one request.
async fn sent(send: impl AsyncFnOnce(Call<'_, (), Value>)) -> File {
    let file = File::new();
    let recorder = Recorder::new(Fake::new([FakeAnswer::status(204)]), &file.0);
    send(client(recorder.clone()).call(&SEND)).await;
    recorder.save().expect("the file can be written");
    file
}

async fn replayed(file: &File) -> Result<Value, String> {
    read(&client(Player::open(&file.0).expect("it was written"))).await.map_err(|error| error.to_string())
}

fn gzip(bytes: &[u8], level: u32) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(level));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory does not fail")
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory does not fail")
}

fn raw_deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory does not fail")
}

const TOKEN: &[u8] = br#"{"access_token":"hunter2-token","note":"hunter2-token"}"#;

#[tokio::test]
async fn a_compressed_response_is_recorded_decoded_and_without_its_secrets() {
    let cases = [
        ("gzip", gzip(TOKEN, 9)),
        ("GZIP", gzip(TOKEN, 0)),
        ("x-gzip", gzip(TOKEN, 6)),
        ("gzip", [gzip(&TOKEN[..20], 6), gzip(&TOKEN[20..], 6)].concat()),
        ("deflate", zlib(TOKEN)),
        ("deflate", raw_deflate(TOKEN)),
        ("deflate, gzip", gzip(&zlib(TOKEN), 6)),
        ("gzip, identity", gzip(TOKEN, 6)),
        ("identity", TOKEN.to_vec()),
    ];
    for (coding, body) in cases {
        let answer = FakeAnswer::status(200).header("content-type", "application/json").header("content-encoding", coding).body(body);
        let file = recorded(answer).await;
        let redacted = serde_json::json!({"access_token": "REDACTED", "note": "REDACTED"});
        assert_eq!(file.at("response/json"), Some(redacted.clone()), "{coding}");
        assert_eq!(file.at("response/headers"), Some(serde_json::json!({"content-type": "application/json"})), "{coding}");
        assert!(!file.text().contains("hunter2"), "{coding}");
        assert_eq!(replayed(&file).await, Ok(redacted), "{coding}");
    }
}

#[tokio::test]
async fn a_secret_in_a_compressed_response_is_taken_out_of_every_other_place() {
    let answer = FakeAnswer::status(200).header("content-encoding", "gzip").header("x-note", "hunter2-token").body(gzip(TOKEN, 6));
    assert_eq!(recorded(answer).await.at("response/headers"), Some(serde_json::json!({"x-note": "REDACTED"})));
}

#[tokio::test]
async fn a_body_that_cannot_be_decoded_is_not_recorded_and_the_file_says_so() {
    let whole = gzip(TOKEN, 6);
    let cases = [
        ("br", TOKEN.to_vec(), "it is coded with `br`, which is not decoded here"),
        ("zstd", TOKEN.to_vec(), "it is coded with `zstd`, which is not decoded here"),
        ("gzip, br", TOKEN.to_vec(), "it is coded with `br`, which is not decoded here"),
        ("aes128gcm", TOKEN.to_vec(), "it is coded with `aes128gcm`, which is not decoded here"),
        ("gzip", TOKEN.to_vec(), "it is not whole, or not the gzip that it should be"),
        ("gzip", whole[..whole.len() - 1].to_vec(), "it is not whole, or not the gzip that it should be"),
        ("gzip", [&whole, TOKEN].concat(), "it is not whole, or not the gzip that it should be"),
        ("deflate", TOKEN.to_vec(), "it is not whole, or not the deflate that it should be"),
        ("", [&[0x28, 0xb5, 0x2f, 0xfd], TOKEN].concat(), "it looks like Zstandard, which is not decoded here"),
        ("", [&[0x1f, 0x8b], TOKEN].concat(), "it is not whole, or not the gzip that it should be"),
        ("", whole.clone(), "it is compressed and holds a secret"),
        ("gzip", gzip(&gzip(TOKEN, 6), 6), "it is compressed and holds a secret"),
        ("gzip", gzip(&vec![b' '; (64 << 20) + 1], 6), "it is larger than 64 MiB once it is decoded"),
    ];
    for (coding, body, reason) in cases {
        let answer = FakeAnswer::status(200).header("content-encoding", coding).body(body);
        let file = recorded(answer).await;
        assert_eq!(file.at("response/omitted"), Some(format!("the body is not recorded: {reason}").into()), "{coding}");
        assert_eq!((file.at("response/base64"), file.at("response/text"), file.at("response/json")), (None, None, None), "{coding}");
        assert_eq!(file.at("response/headers/content-encoding"), Some(coding.into()), "{coding}");
        assert!(!file.text().contains("hunter2"), "{coding}");
        let error = replayed(&file).await.expect_err("there is nothing to replay");
        let message = "read (GET /notes): the request cannot be sent: the response cannot be replayed: the body is not recorded: ";
        assert_eq!(error, format!("{message}{reason}"));
    }
}

#[tokio::test]
async fn a_compressed_response_that_broke_off_breaks_off_again() {
    let whole = gzip(TOKEN, 6);
    let answer = FakeAnswer::status(200).header("content-encoding", "gzip").body(whole[..30].to_vec()).broken();
    let file = recorded(answer).await;
    assert_eq!(file.at("response/broken"), Some(true.into()));
    assert!(file.at("response/omitted").is_some());
    let error = read(&client(Player::open(&file.0).expect("it was written"))).await.expect_err("it breaks off");
    assert!(error.is_broken(), "{error}");
}

#[tokio::test]
async fn a_compressed_file_without_a_secret_is_recorded_as_it_is() {
    let body = gzip(b"a note", 6);
    let file = recorded(FakeAnswer::status(200).header("content-type", "application/gzip").body(body.clone())).await;
    assert_eq!(file.at("response/base64"), Some(base64::encode(&body).into()));
}

#[tokio::test]
async fn a_response_without_a_body_keeps_its_headers() {
    let file = recorded(FakeAnswer::status(200).header("content-encoding", "br").body("")).await;
    assert_eq!(file.at("response"), Some(serde_json::json!({"headers": {"content-encoding": "br"}, "status": 200})));
}

#[tokio::test]
async fn a_compressed_request_is_recorded_decoded_and_found_however_it_was_compressed() {
    let send = async |call: Call<'_, (), Value>, body: Vec<u8>| {
        call.header("Content-Encoding", "gzip").content_type("application/json").stream_body(body).await
    };
    let file = sent(async |call| send(call, gzip(TOKEN, 9)).await.expect("it is answered")).await;
    assert_eq!(file.at("request/json"), Some(serde_json::json!({"access_token": "REDACTED", "note": "REDACTED"})));
    assert_eq!(file.at("request/headers/content-encoding"), None);
    let other = client(Player::open(&file.0).expect("it was written"));
    send(other.call(&SEND), gzip(br#"{"access_token":"another-token","note":"another-token"}"#, 1)).await.expect("it was recorded");
    let file = sent(async |call| {
        call.header("Content-Encoding", "br").stream_body(TOKEN.to_vec()).await.expect("it is answered");
    })
    .await;
    let reason = "the body is not recorded: it is coded with `br`, which is not decoded here";
    assert_eq!(file.at("request/omitted"), Some(reason.into()));
}

/// Returns what stands in the file for a body of a type.
async fn body(content_type: &str, body: impl Into<bytes::Bytes>) -> Value {
    let file = recorded(FakeAnswer::status(200).header("content-type", content_type).body(body)).await;
    assert!(!file.text().contains("hunter2"), "{}", file.text());
    let response = file.at("response").expect("there is one");
    ["json", "text", "base64", "omitted"].iter().find_map(|form| response.get(*form)).cloned().expect("there is a body")
}

#[tokio::test]
async fn json_within_json_has_no_secrets() {
    let inner = r#"{"password":"hunter2","a":1}"#;
    let hidden = r#"{"password":"REDACTED","a":1}"#;
    let hidden = serde_json::from_str::<Value>(hidden).expect("it is JSON").to_string();
    let cases = [
        (inner.to_owned(), hidden.clone()),
        (serde_json::json!([inner]).to_string(), serde_json::json!([hidden]).to_string()),
        (base64::encode(inner.as_bytes()), base64::encode(hidden.as_bytes())),
        (base64::encode_url_safe(inner.as_bytes()), base64::encode_url_safe(hidden.as_bytes())),
    ];
    for (text, expected) in &cases {
        assert_eq!(body("application/json", serde_json::json!({"data": text}).to_string()).await, serde_json::json!({"data": expected}));
    }
}

#[tokio::test]
async fn a_secret_that_stands_elsewhere_is_learnt_from_json_within_json() {
    let inner = base64::encode(br#"{"password":"hunter2-inner"}"#);
    let shown = body("application/json", serde_json::json!({"data": inner, "note": "it is hunter2-inner"}).to_string()).await;
    assert_eq!(shown["note"], "it is REDACTED");
    let shown =
        body("application/json", serde_json::json!({"data": r#"{"password":"hunter2-inner"}"#, "note": "hunter2-inner"}).to_string());
    assert_eq!(shown.await["note"], "REDACTED");
}

#[tokio::test]
async fn what_is_not_json_in_base64_stays() {
    for text in ["SGVsbG8sIHdvcmxkIQ==", "bm90ZQ", "eyJhIjoxfQ==", "0123456789abcdef", "https://a.example/b/c"] {
        assert_eq!(body("application/json", serde_json::json!([text]).to_string()).await, serde_json::json!([text]));
    }
}

#[tokio::test]
async fn a_list_under_a_secret_name_and_a_secret_in_a_name_are_taken_out() {
    let json = serde_json::json!({"access_token": ["hunter2", ["hunter2", 7]], "token": {"id": 5, "name": "mine"}, "password": "hunter2-name", "hunter2-name": 1});
    let shown = body("application/json", json.to_string()).await;
    assert_eq!(shown["access_token"], serde_json::json!(["REDACTED", ["REDACTED", "REDACTED"]]));
    assert_eq!(shown["token"], serde_json::json!({"id": 5, "name": "mine"}));
    assert_eq!(shown["REDACTED"], 1);
}

#[tokio::test]
async fn a_json_web_token_is_a_secret_whatever_it_is_called() {
    let part = |text: &str| base64::encode_url_safe(text.as_bytes());
    let token = format!("{}.{}.hunter2", part(r#"{"alg":"RS256"}"#), part(r#"{"sub":"ann"}"#));
    let shown = body("application/json", serde_json::json!({"data": token, "note": format!("take {token}")}).to_string()).await;
    assert_eq!(shown, serde_json::json!({"data": "REDACTED", "note": "take REDACTED"}));
    let other = format!("{}.b.c", part(r#"{"a":"RS256"}"#));
    assert_eq!(body("application/json", serde_json::json!([other]).to_string()).await, serde_json::json!([other]));
}

#[tokio::test]
async fn values_are_secrets_by_the_name_before_them_in_any_text() {
    let cases = [
        ("see https://a.example/?x=1&access_token=hunter2&y=2.", "see https://a.example/?x=1&access_token=REDACTED&y=2."),
        ("see https://a.example/?sig=hunter2#top", "see https://a.example/?sig=REDACTED"),
        ("access_token=hunter2&expires=5", "access_token=REDACTED&expires=5"),
        ("<login password='hunter2' user='ann'/>", "<login password='REDACTED' user='ann'/>"),
        ("<a><s:Password type=\"x\">hunter2</s:Password><b>1</b></a>", "<a><s:Password type=\"x\">REDACTED</s:Password><b>1</b></a>"),
        ("<Password><![CDATA[hunter2]]></Password>", "<Password><![CDATA[REDACTED]]></Password>"),
        ("<password/><b>1</b>", "<password/><b>1</b>"),
        ("a < b and c = d", "a < b and c = d"),
    ];
    for (text, expected) in cases {
        assert_eq!(body("text/plain", text).await, expected);
        assert_eq!(body("application/json", serde_json::json!([text]).to_string()).await, serde_json::json!([expected]));
    }
    let file = recorded(FakeAnswer::status(200).header("location", "https://a.example/?access_token=hunter2&b=1").body("x")).await;
    assert_eq!(file.at("response/headers/location"), Some("https://a.example/?access_token=REDACTED&b=1".into()));
}

#[tokio::test]
async fn events_and_lines_have_no_secrets() {
    let inner = serde_json::json!({"data": r#"{"password":"hunter2"}"#}).to_string();
    let events = format!("event: a\ndata: {{\"password\":\ndata: \"hunter2\"}}\n\ndata: {inner}\n\ndata: plain\n\n");
    let hidden = serde_json::json!({"data": r#"{"password":"REDACTED"}"#}).to_string();
    let expected = format!("event: a\ndata: {{\"password\":\"REDACTED\"}}\n\ndata: {hidden}\n\ndata: plain\n\n");
    let lines: Vec<&str> = expected.split_inclusive('\n').collect();
    assert_eq!(body("text/event-stream", events).await, serde_json::json!(lines));
    let lines = body("application/x-ndjson", "{\"a\":1}\n{\"secret\":\"hunter2\"}\nnot JSON\n").await;
    assert_eq!(lines, serde_json::json!(["{\"a\":1}\n", "{\"secret\":\"REDACTED\"}\n", "not JSON\n"]));
}

#[tokio::test]
async fn parts_have_no_secrets_whatever_they_are() {
    let json = r#"{"password":"hunter2"}"#;
    let zipped = base64::encode(&gzip(json.as_bytes(), 6));
    let parts = format!(
        "--b\r\ncontent-disposition: form-data; name=password\r\n\r\nhunter2\r\n\
         --b\r\nContent-Disposition: form-data; filename=\"x\"; name=\"meta\"\r\nContent-Type: application/json\r\n\r\n{json}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"coded\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n\
         --b\r\nContent-Disposition: form-data; name=\"note\"\r\nContent-Transfer-Encoding: base64\r\n\r\nYSBub3Rl\r\n\
         --b\r\nContent-Disposition: form-data; name=\"zipped\"\r\nContent-Encoding: gzip\r\nContent-Transfer-Encoding: base64\r\n\r\n{zipped}\r\n--b--\r\n",
        base64::encode(json.as_bytes()),
    );
    let shown = body("multipart/form-data; Boundary=\"b\"", parts).await;
    let values: Vec<&str> =
        shown.as_array().expect("there are lines").iter().filter_map(Value::as_str).filter(|line| !line.contains(": ")).collect();
    let expected = [
        "--BOUNDARY\r\n",
        "\r\n",
        "REDACTED\r\n",
        "--BOUNDARY\r\n",
        "\r\n",
        "{\"password\":\"REDACTED\"}\r\n",
        "--BOUNDARY\r\n",
        "\r\n",
        "REDACTED\r\n",
        "--BOUNDARY\r\n",
        "\r\n",
        "YSBub3Rl\r\n",
        "--BOUNDARY\r\n",
        "\r\n",
        "REDACTED\r\n",
        "--BOUNDARY--\r\n",
    ];
    assert_eq!(values, expected);
    let broken = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Encoding: br\r\n\r\nhunter2\r\n--b--\r\n";
    let reason = "the body is not recorded: it is coded with `br`, which is not decoded here";
    assert_eq!(body("multipart/form-data; boundary=b", broken).await, reason);
}
