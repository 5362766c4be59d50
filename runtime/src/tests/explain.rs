//! What is said of a call that is not made.

use std::time::Duration;

use super::{Bench, Pet, pet, secret, uses};
use crate::body::{Body, FilePart};
use crate::explain::{BodyOutline, Repetition};
use crate::model::Value;
use crate::operation::{NextPage, Operation, Pages, ParamLocation};
use crate::transport::{BoxError, BoxFuture};
use crate::{Call, Client, Credential, Retry, Secret};

/// What must never be seen.
const PLANTED: [&str; 7] = ["hunter2", "p'ss w\"rd", "in-query", "in-header", "in-cookie", "by-hand", "in-body"];

static KEYED: Operation = Operation::new("keyed", "GET", "/x").security(&[&[uses("login"), uses("query_key")], &[uses("key")]]);
static EVERY: Operation = Operation::new("every", "POST", "/x").body("application/json").security(&[&[
    uses("key"),
    uses("query_key"),
    uses("cookie_key"),
    uses("oauth"),
]]);
static LIST: Operation = Operation::new("list", "GET", "/pets")
    .pages(Pages { items: "/data", next: NextPage::Cursor { param: "after", location: ParamLocation::Query, cursor: "/next", more: "" } });
static PAY: Operation = Operation::new("pay", "POST", "/pay").body("application/json").idempotency_header("Idempotency-Key");
static UPLOAD: Operation = Operation::new("upload", "POST", "/files").body("multipart/form-data");

/// A login, with a password of the document and one that only sounds like it.
#[derive(Clone)]
struct Login {
    user: String,
    pin: Secret,
    api_token: String,
    client_secret: String,
}

crate::record!(Login {
    0 "user" user REQUIRED,
    1 "pin" pin SECRET | REQUIRED,
    2 "api_token" api_token REQUIRED,
    3 "client_secret" client_secret REQUIRED,
});

/// A form with a file.
#[derive(Clone)]
struct Upload {
    name: String,
    file: FilePart,
}

crate::record!(Upload { 0 "name" name REQUIRED, 1 "file" file REQUIRED });

fn call<'c>(client: &'c Client, op: &'static Operation) -> Call<'c, Pet, Value> {
    client.call(op)
}

/// A token source that must not be asked.
struct Untouched;

impl crate::auth::TokenSource for Untouched {
    fn token(&self) -> BoxFuture<'_, Result<crate::auth::Token, BoxError>> {
        panic!("an explanation fetches no token")
    }
}

fn every_credential(bench: &Bench) -> Client {
    let builder = bench.builder().header("X-Api-Token", "in-header");
    let builder = builder.credential("key", Credential::api_key(secret())).credential("query_key", Credential::api_key("in-query"));
    let builder = builder.credential("cookie_key", Credential::api_key("in-cookie")).credential("oauth", Credential::token(Untouched));
    builder.build().expect("the values can be used")
}

fn login() -> Login {
    let (pin, client_secret) = (Secret::from("p'ss w\"rd"), "in-body".to_owned());
    Login { user: "ann".to_owned(), pin, api_token: String::new(), client_secret }
}

#[track_caller]
fn hides_everything(text: &str) {
    for planted in PLANTED {
        assert!(!text.contains(planted), "`{planted}` is shown:\n{text}");
    }
    assert!(!text.contains("p\\'ss") && !text.contains("p'\\''ss") && !text.contains("rd\\\""), "an escaped secret is shown:\n{text}");
}

#[test]
fn no_secret_is_in_an_explanation_or_a_command() {
    let bench = Bench::new([]);
    let client = every_credential(&bench);
    let pin = Secret::from("p'ss w\"rd");
    let call = call(&client, &EVERY)
        .query("filter", &pin)
        .query("access_token", "in-query")
        .cookie("sid", "in-cookie")
        .header("Authorization", "Bearer by-hand")
        .header("X-Pin", &pin)
        .body(&login());
    let explanation = call.explain();
    assert_eq!(explanation.problem, None);
    for text in [explanation.to_string(), format!("{explanation:?}"), call.to_curl()] {
        hides_everything(&text);
        assert!(text.contains("ann"), "what is no secret is shown:\n{text}");
    }
    let names: Vec<&str> = explanation.headers.iter().map(|(name, _)| name.as_str()).collect();
    assert!(["x-key", "cookie", "authorization", "x-pin", "x-api-token"].iter().all(|name| names.contains(name)), "{names:?}");
    assert_eq!(explanation.url, "https://eu.pets.example/v1/x?filter=[redacted]&access_token=[redacted]&key=[redacted]");
    assert_eq!(bench.lines(), Vec::<String>::new(), "nothing is sent");
}

#[test]
fn an_explanation_says_which_alternative_was_taken_and_what_is_missing_for_the_others() {
    let bench = Bench::new([]);
    let client = bench.builder().credential("key", Credential::api_key(secret())).build().expect("the values can be used");
    let explanation = call(&client, &KEYED).explain();
    assert_eq!(explanation.auth.chosen, Some(1));
    let held: Vec<Vec<bool>> =
        explanation.auth.alternatives.iter().map(|it| it.schemes.iter().map(|scheme| scheme.is_held).collect()).collect();
    assert_eq!(held, [vec![false, false], vec![true]]);
    expect_test::expect![[r#"
        keyed
        GET https://eu.pets.example/v1/x
        user-agent: pets/1
        x-key: [redacted]
        no body
        credentials: `key` (an API key in the header `X-Key`): the first alternative that all credentials are there for
          not taken, 1: `login` (HTTP Basic, missing) and `query_key` (an API key in the query parameter `key`, missing)
        time: 60s in all, 30s for each attempt
        attempts: 3 at most; where the outcome is unknown, it is sent again, for its method is idempotent
    "#]]
    .assert_eq(&explanation.to_string());
}

#[test]
fn an_explanation_says_what_is_missing_where_nothing_would_be_sent() {
    let bench = Bench::new([]);
    let explanation = call(&bench.client(), &KEYED).explain();
    let problem = explanation.problem.clone().expect("there is no credential");
    assert!(problem.contains("no credential for the security scheme `login` and `query_key`, or `key`"), "{problem}");
    assert_eq!(explanation.url, "https://eu.pets.example/v1/x");
    assert!(explanation.to_curl().starts_with("# would not be sent: "), "{}", explanation.to_curl());
}

#[test]
fn an_explanation_says_how_often_and_why_a_request_is_repeated() {
    let bench = Bench::new([]);
    let client = bench.client();
    let class = |call: Call<'_, Pet, Value>| (call.explain().repetition, call.explain().attempts);
    static SAFE: Operation = Operation::new("safe", "POST", "/search").idempotent(true);
    assert_eq!(class(call(&client, &LIST)), (Repetition::ByMethod, 3));
    assert_eq!(class(call(&client, &SAFE)), (Repetition::ByConfiguration, 3));
    assert_eq!(class(call(&client, &PAY)), (Repetition::ByKey, 3));
    assert_eq!(class(call(&client, &EVERY).idempotency_key("7").retry(Retry::default().attempts(5))), (Repetition::ByKey, 5));
    assert_eq!(class(call(&client, &super::CREATE)), (Repetition::Never, 3));
    assert_eq!(class(call(&client, &super::CREATE).retry(Retry::default().repeat_ambiguous())), (Repetition::ByChoice, 3));
    let once = Body::once(Body::from("x").into_stream(), None);
    assert_eq!(class(call(&client, &super::CREATE).stream_body(once)), (Repetition::NotWithThisBody, 1));
}

#[test]
fn an_explanation_has_the_times_of_the_call_and_how_its_pages_hang_together() {
    let bench = Bench::new([]);
    let client = bench.client();
    let explanation = call(&client, &LIST).timeout(Duration::from_secs(5)).attempt_timeout(Duration::from_millis(1500)).explain();
    assert_eq!((explanation.timeout, explanation.attempt_timeout), (Duration::from_secs(5), Duration::from_millis(1500)));
    assert_eq!(explanation.pagination.as_deref(), Some("the cursor at `/next` in the parameter `after`; items at `/data`"));
    assert!(explanation.to_curl().contains("--max-time 1.5 "));
}

#[test]
fn an_explanation_leaves_the_call_as_it_was() {
    let bench = Bench::new([super::ok()]);
    let client = bench.client();
    let body = Body::once(Body::from("{\"id\":1}").into_stream(), Some(8));
    let call: Call<'_, Pet, Value> = client.call(&super::CREATE).stream_body(body);
    let outline = call.explain().body;
    assert_eq!(outline, BodyOutline::Stream { length: Some(8), is_replayable: false });
    assert!(call.to_curl().starts_with("# The body is a stream of 8 bytes that is not read here: put it into the file BODY.\n"));
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("there are threads");
    runtime.block_on(async { call.await }).expect("it is answered");
    assert_eq!(bench.fake.requests()[0].body, "{\"id\":1}");
}

#[cfg(unix)]
#[test]
fn a_shell_reads_a_command_as_it_was_meant() {
    let bench = Bench::new([]);
    let client = bench.builder().credential("query_key", Credential::api_key("in-query")).build().expect("the values can be used");
    static OP: Operation = Operation::new("op", "PUT", "/a/{id}").body("text/plain").security(&[&[uses("query_key")]]);
    let text = "@it's \"quoted\"\n$HOME `id` \\ !x";
    let call: Call<'_, Pet, Value> = client.call(&OP).path("id", "it's").query("a[]", "x y").header("X-Note", "a 'b' $c").body(text);
    let arguments = arguments(&call.to_curl(), "QUERY_KEY=se'cret\"1");
    let expected = [
        "--request",
        "PUT",
        "--max-time",
        "30",
        "--globoff",
        "--path-as-is",
        "https://eu.pets.example/v1/a/it%27s?a%5B%5D=x%20y&key=se'cret\"1",
        "--header",
        "user-agent: pets/1",
        "--header",
        "x-note: a 'b' $c",
        "--header",
        "content-type: text/plain",
        "--data-raw",
        text,
    ];
    assert_eq!(arguments, expected);
}

/// Has a shell take a command apart. `curl` is a function that prints what it is given.
#[cfg(unix)]
fn arguments(command: &str, variable: &str) -> Vec<String> {
    let script = format!("curl() {{ for it in \"$@\"; do printf '%s\\0' \"$it\"; done; }}\n{command}\n");
    let (name, value) = variable.split_once('=').expect("a variable and its value");
    let output = std::process::Command::new("sh").arg("-c").arg(script).env(name, value).output().expect("there is a shell");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("the arguments are text");
    text.split_terminator('\0').map(str::to_owned).collect()
}

#[test]
fn a_multipart_body_is_told_as_it_is() {
    let bench = Bench::new([]);
    let client = bench.client();
    let upload = |file: FilePart| -> Call<'_, Pet, Value> { client.call(&UPLOAD).body(&Upload { name: "a".to_owned(), file }) };
    let text = upload(FilePart::from("one,two").file_name("t.csv"));
    let BodyOutline::Text(body) = text.explain().body else { panic!("the parts are text") };
    assert!(body.contains("filename=\"t.csv\"") && body.contains("one,two"), "{body}");
    let curl = text.to_curl();
    let boundary = body.lines().next().and_then(|line| line.strip_prefix("--")).expect("a boundary");
    assert!(curl.contains(&format!("boundary={boundary}")), "the boundary is the body's:\n{curl}");
    let bytes = upload(FilePart::from(&b"\xff\xfe\x00"[..]));
    assert!(matches!(bytes.explain().body, BodyOutline::Bytes(_)));
    assert!(bytes.to_curl().ends_with("--data-binary @BODY"), "{}", bytes.to_curl());
    let stream = upload(FilePart::from_body(Body::once(Body::from("x").into_stream(), None)));
    assert_eq!(stream.explain().body, BodyOutline::Stream { length: None, is_replayable: false });
}

#[test]
fn a_random_key_is_named_and_not_drawn() {
    let bench = Bench::new([]);
    let client = bench.client();
    let call = call(&client, &PAY).body(&pet(1, "Rex"));
    assert_eq!(call.to_curl(), call.to_curl());
    assert!(call.to_curl().contains("--header 'idempotency-key: '\"${IDEMPOTENCY_KEY}\""), "{}", call.to_curl());
}

#[tokio::test]
async fn a_secret_is_sent_as_it_is() {
    let bench = Bench::new([super::ok()]);
    let client = bench.client();
    let pin = Secret::from("p'ss w\"rd");
    let call: Call<'_, Pet, Value> = client.call(&super::CREATE).query("pin", &pin).header("X-Pin", &pin).body(&login());
    call.await.expect("it is answered");
    let request = &bench.fake.requests()[0];
    assert_eq!(request.uri.query(), Some("pin=p%27ss%20w%22rd"));
    assert_eq!(request.header("x-pin"), Some("p'ss w\"rd"));
    let body: serde_json::Value = serde_json::from_slice(&request.body).expect("JSON");
    assert_eq!(body["pin"], "p'ss w\"rd");
}
