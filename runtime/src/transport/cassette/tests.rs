use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use expect_test::{Expect, expect};

use super::{Player, Recorder, Redaction};
use crate::clock::FakeClock;
use crate::model::Value;
use crate::operation::{Api, OAuth2, Operation, Scheme, SchemeKind, Use};
use crate::transport::{Fake, FakeAnswer, Transport, TransportErrorKind};
use crate::{Call, Client, ClientBuilder, Credential, Error};

const KEYS: &[&[Use]] = &[&[
    Use { scheme: "key", scopes: &[] },
    Use { scheme: "odd", scopes: &[] },
    Use { scheme: "session", scopes: &[] },
    Use { scheme: "oauth", scopes: &[] },
]];
static API: Api = Api {
    title: "Notes",
    version: "1",
    user_agent: "notes/1",
    servers: &[],
    schemes: &[
        Scheme { name: "key", kind: SchemeKind::ApiKeyHeader("X-Plain") },
        Scheme { name: "odd", kind: SchemeKind::ApiKeyQuery("k") },
        Scheme { name: "session", kind: SchemeKind::ApiKeyCookie("sid") },
        Scheme { name: "oauth", kind: SchemeKind::OAuth2(&OAUTH) },
    ],
    security: KEYS,
};
static OAUTH: OAuth2 = OAuth2 {
    token_url: "/token",
    authorization_url: "",
    refresh_url: "",
    device_url: "",
    metadata_url: "",
    client_credentials: true,
    scopes: &[],
};
static LIST: Operation = Operation::new("list", "GET", "/notes");
static ADD: Operation = Operation::new("add", "POST", "/notes").body("application/json");

/// A file that is gone when the test is over.
struct File(PathBuf);

impl File {
    fn new() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Self(std::env::temp_dir().join(format!("turnbuckle-cassettes-{}-{number}/tape.json", std::process::id())))
    }

    fn text(&self) -> String {
        std::fs::read_to_string(&self.0).expect("the file was written")
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // What is left in the folder for temporary files harms nobody.
        let _ = self.0.parent().map(std::fs::remove_dir_all);
    }
}

fn builder(transport: impl Transport) -> ClientBuilder {
    let base = "https://notes.example/v1";
    Client::builder(&API).base_url(base).transport(transport).clock(FakeClock::new()).user_agent("")
}

fn client(transport: impl Transport) -> Client {
    let oauth = Credential::client_credentials("me", "hunter2-client");
    builder(transport)
        .credential("key", Credential::api_key("hunter2-header"))
        .credential("odd", Credential::api_key("hunter2-query"))
        .credential("session", Credential::api_key("hunter2-cookie"))
        .credential("oauth", oauth)
        .build()
        .expect("the values can be used")
}

fn list(client: &Client) -> Call<'_, Value> {
    client.call(&LIST)
}

fn add(client: &Client, note: Value) -> Call<'_, Value> {
    client.call(&ADD).body(&note)
}

fn server() -> Fake {
    let fake = Fake::default();
    let token = r#"{"access_token":"hunter2-token","refresh_token":"hunter2-refresh","expires_in":3600}"#;
    fake.on("POST", "/token", FakeAnswer::json(200, token));
    let next = r#"{"notes":[{"id":1}],"next":"https://cdn.example/?k=hunter2-query&c=2","me":"hunter2-header"}"#;
    fake.on("GET", "/notes", FakeAnswer::json(200, next).header("set-cookie", "sid=hunter2-set; Path=/"));
    fake.on("POST", "/notes", FakeAnswer::json(201, r#"{"id":2,"price":1.10}"#));
    fake
}

async fn record(file: &File, redaction: Redaction) {
    let recorder = Recorder::new(server(), &file.0).redaction(redaction);
    let client = client(recorder.clone());
    list(&client).query("tag", "a b").await.expect("it is answered");
    add(&client, serde_json::json!({"text": "hello", "password": "hunter2-body", "pin": "1234"})).await.expect("it is answered");
    recorder.save().expect("the file can be written");
}

fn check(text: &str, expected: Expect) {
    expected.assert_eq(text);
}

#[tokio::test]
async fn a_recording_has_no_secrets_and_a_line_for_each_value() {
    let file = File::new();
    record(&file, Redaction::default().field("pin")).await;
    let text = file.text();
    assert!(!text.contains("hunter2") && !text.contains("1234"), "{text}");
    check(
        &text,
        expect![[r#"
        {
          "exchanges": [
            {
              "request": {
                "headers": {
                  "accept": "application/json",
                  "authorization": "REDACTED",
                  "content-type": "application/x-www-form-urlencoded"
                },
                "method": "POST",
                "text": "grant_type=client_credentials",
                "url": "https://notes.example/token"
              },
              "response": {
                "headers": {
                  "content-type": "application/json"
                },
                "json": {
                  "access_token": "REDACTED",
                  "expires_in": 3600,
                  "refresh_token": "REDACTED"
                },
                "status": 200
              }
            },
            {
              "request": {
                "headers": {
                  "authorization": "REDACTED",
                  "cookie": "REDACTED",
                  "x-plain": "REDACTED"
                },
                "method": "GET",
                "url": "https://notes.example/v1/notes?tag=a%20b&k=REDACTED"
              },
              "response": {
                "headers": {
                  "content-type": "application/json",
                  "set-cookie": "REDACTED"
                },
                "json": {
                  "me": "REDACTED",
                  "next": "https://cdn.example/?k=REDACTED&c=2",
                  "notes": [
                    {
                      "id": 1
                    }
                  ]
                },
                "status": 200
              }
            },
            {
              "request": {
                "headers": {
                  "authorization": "REDACTED",
                  "content-type": "application/json",
                  "cookie": "REDACTED",
                  "x-plain": "REDACTED"
                },
                "json": {
                  "password": "REDACTED",
                  "pin": "REDACTED",
                  "text": "hello"
                },
                "method": "POST",
                "url": "https://notes.example/v1/notes?k=REDACTED"
              },
              "response": {
                "headers": {
                  "content-type": "application/json"
                },
                "status": 201,
                "text": "{\"id\":2,\"price\":1.10}"
              }
            }
          ],
          "version": 1
        }
    "#]],
    );
}

#[tokio::test]
async fn a_recording_is_replayed_in_any_order() {
    let file = File::new();
    record(&file, Redaction::default()).await;
    let player = Player::open(&file.0).expect("it was written");
    assert_eq!(player.left(), 3);
    let client = client(player);
    let note = serde_json::json!({"text": "hello", "password": "another", "pin": "1234"});
    let added = client.call::<Value, Value, ()>(&ADD).body(&note).send().await.expect("it was recorded");
    assert_eq!((added.status(), added.bytes()), (201, &br#"{"id":2,"price":1.10}"#[..]));
    assert_eq!(list(&client).query("tag", "a b").await.expect("it was recorded")["notes"][0]["id"], 1);
}

#[tokio::test]
async fn other_credentials_do_as_well() {
    let file = File::new();
    record(&file, Redaction::default()).await;
    let all = Credential::api_key;
    let client = builder(Player::open(&file.0).expect("it was written"))
        .credential("key", all("another-key"))
        .credential("odd", all("another-odd"))
        .credential("session", all("another-session"))
        .credential("oauth", Credential::client_credentials("me", "another-secret"))
        .build()
        .expect("the values can be used");
    list(&client).query("tag", "a b").await.expect("it was recorded");
}

async fn unfit(player: Player, call: impl AsyncFnOnce(&Client) -> Result<Value, Error>, expected: Expect) {
    let path = format!("{:?}", player);
    let path = path.split('"').nth(1).expect("it names the file").to_owned();
    let client = client(player);
    let error = call(&client).await.expect_err("it was not recorded");
    expected.assert_eq(&error.to_string().replace(&path, "tape.json"));
}

#[tokio::test]
async fn what_was_not_recorded_is_told_from_the_nearest() {
    let file = File::new();
    record(&file, Redaction::default()).await;
    let open = || Player::open(&file.0).expect("it was written");
    unfit(open(), async |client| list(client).query("tag", "b").await, expect!["list (GET /notes): the request cannot be sent: `GET https://notes.example/v1/notes?tag=b&k=REDACTED` was not recorded in `tape.json`: the nearest, number 2 (`GET https://notes.example/v1/notes?tag=a%20b&k=REDACTED`), differs in the query at `tag`"]).await;
    let note = serde_json::json!({"text": "bye", "password": "hunter2-body", "pin": "1234"});
    unfit(open(), async |client| add(client, note).await, expect!["add (POST /notes): the request cannot be sent: `POST https://notes.example/v1/notes?k=REDACTED` was not recorded in `tape.json`: the nearest, number 3 (`POST https://notes.example/v1/notes?k=REDACTED`), differs in the body at `/text`"]).await;
    let twice = async |client: &Client| {
        list(client).query("tag", "a b").await?;
        list(client).query("tag", "a b").await
    };
    unfit(open(), twice, expect!["list (GET /notes): the request cannot be sent: `GET https://notes.example/v1/notes?tag=a%20b&k=REDACTED` was not recorded in `tape.json`: the answer of number 2 (`GET https://notes.example/v1/notes?tag=a%20b&k=REDACTED`) was given already"]).await;
    let note = serde_json::json!({"text": "hello", "password": "hunter2-body", "pin": "1234"});
    unfit(open().in_order(), async |client| add(client, note).await, expect!["add (POST /notes): the request cannot be sent: `POST https://notes.example/v1/notes?k=REDACTED` was not recorded in `tape.json`: the next, number 2 (`GET https://notes.example/v1/notes?tag=a%20b&k=REDACTED`), has another method"]).await;
}

#[tokio::test]
async fn failures_and_broken_bodies_are_replayed() {
    let file = File::new();
    let broken = FakeAnswer::json(200, r#"{"id":"#).broken();
    let fake = Fake::new([FakeAnswer::error(TransportErrorKind::Connect), broken, FakeAnswer::json(200, "{}")]);
    fake.on("POST", "/token", FakeAnswer::json(200, r#"{"access_token":"hunter2-token"}"#));
    let recorder = Recorder::new(fake, &file.0);
    let recorded = client(recorder.clone());
    let attempts = list(&recorded).send().await.expect("the third is answered").attempts().to_vec();
    recorder.save().expect("the file can be written");
    let player = client(Player::open(&file.0).expect("it was written"));
    let replayed = list(&player).send().await.expect("the third is answered").attempts().to_vec();
    assert_eq!(attempts.len(), 2);
    assert_eq!(attempts.iter().map(|it| it.reason()).collect::<Vec<_>>(), replayed.iter().map(|it| it.reason()).collect::<Vec<_>>());
}

#[tokio::test]
async fn bodies_come_back_as_they_were() {
    let bodies: [(&str, &[u8]); 6] = [
        ("application/json", br#"{"b":1.50,"a":[null,true,"x"]}"#),
        ("text/event-stream", b"data: {\"n\":1}\n\ndata: {\"n\":2}\n\n"),
        ("application/octet-stream", &[0, 159, 146, 150, 255]),
        ("text/plain", "Gr\u{fc}ezi".as_bytes()),
        ("application/json", br#"{"a":1,"a":2}"#),
        ("application/json", b""),
    ];
    for (kind, body) in bodies {
        let file = File::new();
        let fake = Fake::new([FakeAnswer::status(200).header("content-type", kind).body(body)]);
        fake.on("POST", "/token", FakeAnswer::json(200, r#"{"access_token":"hunter2-token"}"#));
        let recorder = Recorder::new(fake, &file.0);
        let call = async |transport: &Client| {
            list(transport).raw().await.expect("it is answered").into_body().bytes(1 << 20).await.expect("it is whole").to_vec()
        };
        assert_eq!(call(&client(recorder.clone())).await, body, "{kind}");
        recorder.save().expect("the file can be written");
        assert_eq!(call(&client(Player::open(&file.0).expect("it was written"))).await, body, "{}", file.text());
    }
}

#[tokio::test]
async fn forms_and_parts_lose_their_secrets_only() {
    let file = File::new();
    let fake = Fake::new([FakeAnswer::status(204), FakeAnswer::status(204)]);
    let recorder = Recorder::new(fake, &file.0);
    let send = async |content_type: &str, body: &'static str| {
        let mut request = http::Request::new(crate::Body::from(body));
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() =
            http::Uri::from_static("https://user:hunter2-info@a.example/hunter2-info/x?signature=hunter2-sig&page_token=p2&k=v");
        request.headers_mut().insert("content-type", content_type.parse().expect("it is a header's value"));
        recorder.send(request).await.expect("it is answered");
    };
    send("application/x-www-form-urlencoded", "grant_type=authorization_code&code=hunter2-code&state=s&client_secret=hunter2%2Bx").await;
    let part = "--b7\r\nContent-Disposition: form-data; name=\"password\"\r\n\r\nhunter2-part\r\n--b7\r\nContent-Disposition: form-data; \
                name=\"note\"\r\n\r\nhello\r\n--b7--\r\n";
    send("multipart/form-data; boundary=b7", part).await;
    recorder.save().expect("the file can be written");
    check(
        &file.text(),
        expect![[r#"
        {
          "exchanges": [
            {
              "request": {
                "headers": {
                  "content-type": "application/x-www-form-urlencoded"
                },
                "method": "POST",
                "text": "grant_type=authorization_code&code=REDACTED&state=s&client_secret=REDACTED",
                "url": "https://a.example/REDACTED/x?signature=REDACTED&page_token=p2&k=v"
              },
              "response": {
                "headers": {},
                "status": 204
              }
            },
            {
              "request": {
                "headers": {
                  "content-type": "multipart/form-data; boundary=BOUNDARY"
                },
                "method": "POST",
                "text": [
                  "--BOUNDARY\r\n",
                  "Content-Disposition: form-data; name=\"password\"\r\n",
                  "\r\n",
                  "REDACTED\r\n",
                  "--BOUNDARY\r\n",
                  "Content-Disposition: form-data; name=\"note\"\r\n",
                  "\r\n",
                  "hello\r\n",
                  "--BOUNDARY--\r\n"
                ],
                "url": "https://a.example/REDACTED/x?signature=REDACTED&page_token=p2&k=v"
              },
              "response": {
                "headers": {},
                "status": 204
              }
            }
          ],
          "version": 1
        }
    "#]],
    );
}

#[tokio::test]
async fn a_file_is_put_in_place_whole() {
    let file = File::new();
    record(&file, Redaction::default()).await;
    let before = file.text();
    // A folder of the file's name cannot be replaced by a file.
    let folder = file.0.with_file_name("folder");
    std::fs::create_dir_all(folder.join("x")).expect("the folder can be made");
    assert!(Recorder::new(Fake::default(), &folder).save().is_err());
    let names = std::fs::read_dir(file.0.parent().expect("it is in a folder")).expect("it can be read");
    let names: Vec<_> = names.map(|entry| entry.expect("it can be read").file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert_eq!(file.text(), before);
}

#[test]
fn what_is_no_cassette_is_an_error() {
    let file = File::new();
    std::fs::create_dir_all(file.0.parent().expect("it is in a folder")).expect("the folder can be made");
    for text in ["", "{}", r#"{"version":2,"exchanges":[]}"#, r#"{"version":1,"exchanges":[{}]}"#] {
        std::fs::write(&file.0, text).expect("it can be written");
        assert!(Player::open(&file.0).is_err(), "{text}");
    }
    assert!(Player::open(file.0.with_file_name("nowhere.json")).is_err());
}

#[tokio::test]
async fn a_body_that_broke_off_and_events_have_no_secrets() {
    for body in [
        r#"{"access_token":"hunter2-cut","expires_in":3600,""#,
        r#"{"a":"\"","password" : "hunter2-\"cut"#,
        "data: {\"client_secret\":\"hunter2-event\"}\n\ndata: {\"id\":\"hunter2-event\"}\n\n",
    ] {
        let file = File::new();
        let fake = Fake::new([FakeAnswer::json(200, body).broken()]);
        fake.on("POST", "/token", FakeAnswer::json(200, r#"{"access_token":"hunter2-token"}"#));
        let recorder = Recorder::new(fake, &file.0);
        let recorded = client(recorder.clone());
        list(&recorded).retry(crate::Retry::never()).await.expect_err("it breaks off");
        recorder.save().expect("the file can be written");
        assert!(file.text().contains("REDACTED") && !file.text().contains("hunter2"), "{}", file.text());
    }
}
