//! What is sent, and how answers are read.

use std::collections::BTreeMap;

use super::{API, Bench, CREATE, GET, Pet, ok, pet};
use crate::Client;
use crate::model::Value;
use crate::operation::{Operation, Param, ParamStyle, Server, Status};
use crate::transport::{Fake, FakeAnswer};

type Get<'c> = crate::Call<'c, Pet, Value>;

#[tokio::test]
async fn path_query_header_and_cookie_reach_their_places() {
    static OP: Operation = Operation::new("find", "GET", "/pets/{id}/toys")
        .params(&[Param::query("tag").style(ParamStyle::PipeDelimited, false)])
        .accept("application/json");
    let bench = Bench::new([ok()]);
    let client = bench.client();
    let call: Get<'_> = client.call(&OP).path("id", "a/b").query("tag", &vec!["x".to_owned(), "y z".to_owned()]);
    let call = call.query("limit", &Some(5)).query("none", &None::<i32>).header("X-Trace", "7").cookie("theme", "dark");
    let found = call.await.expect("it is answered");
    assert_eq!(found, pet(1, "Rex"));
    assert_eq!(bench.lines(), ["GET https://eu.pets.example/v1/pets/a%2Fb/toys?tag=x%7Cy%20z&limit=5"]);
    let request = &bench.fake.requests()[0];
    let headers: BTreeMap<&str, &str> =
        request.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().expect("text"))).collect();
    assert_eq!(
        headers,
        BTreeMap::from([("accept", "application/json"), ("cookie", "theme=dark"), ("user-agent", "pets/1"), ("x-trace", "7")])
    );
}

#[tokio::test]
async fn a_map_stands_for_its_entries_in_the_query() {
    let bench = Bench::new([ok()]);
    let more = BTreeMap::from([("a".to_owned(), "1".to_owned()), ("b".to_owned(), "2".to_owned())]);
    let client = bench.client();
    let call: Get<'_> = client.call(&GET).path("id", "1").query("more", &more);
    call.await.expect("it is answered");
    assert_eq!(bench.lines(), ["GET https://eu.pets.example/v1/pets/1?a=1&b=2"]);
}

#[tokio::test]
async fn a_body_is_written_as_the_operation_says() {
    static FORM: Operation = Operation::new("form", "POST", "/pets").body("application/x-www-form-urlencoded");
    static PATCH: Operation = Operation::new("patch", "PATCH", "/pets").body("application/merge-patch+json");
    static TEXT: Operation = Operation::new("text", "POST", "/pets").body("text/plain");
    for (op, expect) in [(&FORM, "id=1&name=Rex"), (&PATCH, r#"{"id":1,"name":"Rex"}"#)] {
        let bench = Bench::new([FakeAnswer::status(204)]);
        bench.client().call::<(), Value, ()>(op).body(&pet(1, "Rex")).await.expect("it is answered");
        let request = &bench.fake.requests()[0];
        assert_eq!((request.header("content-type"), &*request.body), (Some(op.body), expect.as_bytes()));
    }
    let bench = Bench::new([FakeAnswer::status(204)]);
    bench.client().call::<(), Value, ()>(&TEXT).body("hello").await.expect("it is answered");
    assert_eq!(bench.fake.requests()[0].body, "hello");
}

#[tokio::test]
async fn a_body_in_an_unknown_media_type_is_an_error_before_sending() {
    static OP: Operation = Operation::new("pack", "POST", "/pets").body("application/x-pack");
    let bench = Bench::new([]);
    let error = bench.client().call::<(), Value, ()>(&OP).body(&pet(1, "Rex")).await.expect_err("it cannot be written");
    assert!(error.is_encode());
    assert_eq!(error.to_string(), "pack (POST /pets): the body is `application/x-pack`: values cannot be written in this media type");
    assert_eq!(bench.lines(), [""; 0]);
}

#[tokio::test]
async fn a_body_that_is_absent_is_not_sent() {
    let bench = Bench::new([FakeAnswer::status(204)]);
    bench.client().call::<(), Value, ()>(&CREATE).body(&None::<Pet>).await.expect("it is answered");
    let request = &bench.fake.requests()[0];
    assert_eq!((request.header("content-type"), &*request.body), (None, &b""[..]));
}

#[tokio::test]
async fn bytes_are_sent_as_they_are() {
    let bench = Bench::new([FakeAnswer::status(204)]);
    let client = bench.client();
    let call = client.call::<(), Value, ()>(&CREATE).stream_body_as("image/png", vec![1, 2, 3]);
    call.await.expect("it is answered");
    let request = &bench.fake.requests()[0];
    assert_eq!((request.header("content-type"), &*request.body), (Some("image/png"), &[1, 2, 3][..]));
}

#[tokio::test]
async fn a_missing_path_parameter_is_an_error_before_sending() {
    let bench = Bench::new([]);
    let error = bench.client().call::<Pet, Value, ()>(&GET).await.expect_err("there is no id");
    assert!(error.is_encode());
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): there is no value in parameter `id`");
}

#[tokio::test]
async fn a_header_cannot_split_a_request() {
    let bench = Bench::new([]);
    let client = bench.client();
    let call = client.call::<Pet, Value, ()>(&GET).path("id", "1").header("X-Trace", "a\r\nHost: b");
    let error = call.await.expect_err("it holds a line break");
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): a control character cannot be sent in parameter `X-Trace`");
}

#[tokio::test]
async fn status_headers_and_bytes_come_with_send() {
    let bench = Bench::new([ok().header("x-trace", "7")]);
    let client = bench.client();
    let response = client.call::<Pet, Value, ()>(&GET).path("id", "1").send().await.expect("it is answered");
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["x-trace"], "7");
    assert_eq!(response.bytes(), br#"{"id":1,"name":"Rex"}"#);
    assert_eq!(response.into_inner(), pet(1, "Rex"));
}

#[tokio::test]
async fn a_raw_response_is_none_but_the_servers_words() {
    let bench = Bench::new([FakeAnswer::status(404).body("gone")]);
    let client = bench.client();
    let response = client.call::<Pet, Value, ()>(&GET).path("id", "1").raw().await.expect("it is answered");
    assert_eq!(response.status(), 404);
    assert_eq!(response.into_body().bytes(10).await.expect("it fits"), "gone");
}

#[tokio::test]
async fn a_success_that_is_not_declared_is_read_like_one_that_is() {
    let bench = Bench::new([FakeAnswer::json(206, r#"{"id":1,"name":"Rex","extra":true}"#)]);
    let found = bench.client().call::<Pet, Value, ()>(&GET).path("id", "1").await.expect("it is a success");
    assert_eq!(found, pet(1, "Rex"));
}

#[tokio::test]
async fn no_content_is_the_empty_value_of_an_option() {
    let bench = Bench::new([FakeAnswer::status(204)]);
    let found = bench.client().call::<Option<Pet>, Value, ()>(&GET).path("id", "1").await.expect("it is a success");
    assert_eq!(found, None);
}

#[tokio::test]
async fn an_empty_body_is_an_error_where_a_value_is_needed() {
    let bench = Bench::new([FakeAnswer::status(200)]);
    let error = bench.client().call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("there is no pet");
    assert!(error.is_decode());
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): 200 OK: the body is empty");
}

#[tokio::test]
async fn an_html_page_is_said_to_be_one() {
    let bench = Bench::new([FakeAnswer::status(200).header("content-type", "text/html").body("<html>")]);
    let error = bench.client().call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("it is no JSON");
    assert!(error.is_decode());
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): 200 OK: expected JSON, found `text/html`");
    assert_eq!((error.status(), error.body()), (Some(200), &b"<html>"[..]));
}

#[tokio::test]
async fn text_is_taken_as_it_is() {
    let bench = Bench::new([FakeAnswer::status(200).header("content-type", "text/plain; charset=utf-8").body("hello")]);
    let text = bench.client().call::<String, Value, ()>(&GET).path("id", "1").await.expect("it is text");
    assert_eq!(text, "hello");
}

#[tokio::test]
#[allow(unreachable_pub)] // The type is of this function alone.
async fn text_may_be_one_of_a_list() {
    #[derive(Clone)]
    enum Health {
        Up,
        Unknown(String),
    }
    crate::string_enum!(Health { Up "up"; Unknown });
    let answer = |text: &'static str| FakeAnswer::status(200).header("content-type", "text/plain").body(text);
    let bench = Bench::new([answer("up"), answer("down")]);
    let client = bench.client();
    let call = async || client.call::<Health, Value, ()>(&GET).path("id", "1").await.expect("it is text");
    assert_eq!((call().await, call().await), (Health::Up, Health::Unknown("down".to_owned())));
}

#[tokio::test]
async fn an_answer_over_the_limit_is_refused() {
    let bench = Bench::new([ok(), ok().header("content-length", "99999999")]);
    let client = bench.client();
    let error = client.call::<Pet, Value, ()>(&GET).path("id", "1").max_response_bytes(20).await.expect_err("it is larger");
    assert!(error.is_too_large());
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): the answer is larger than 20 bytes");
    let error = client.call::<Pet, Value, ()>(&GET).path("id", "1").max_response_bytes(30).await.expect_err("it says so");
    assert!(error.is_too_large());
}

#[derive(Clone, Debug, PartialEq)]
enum Job {
    Done(Pet),
    Accepted(Value),
    Nothing,
}

crate::responses!(Job { Code(200) => Done(_), Range(2) => Accepted(_), Code(204) => Nothing });

#[tokio::test]
async fn several_types_of_success_are_told_by_the_status() {
    let bench = Bench::new([ok(), FakeAnswer::json(202, "7"), FakeAnswer::status(204)]);
    let client = bench.client();
    let mut jobs = Vec::new();
    for _ in 0..3 {
        jobs.push(client.call::<Job, Value, ()>(&GET).path("id", "1").await.expect("it is a success"));
    }
    assert_eq!(jobs, [Job::Done(pet(1, "Rex")), Job::Accepted(7.into()), Job::Nothing]);
}

#[tokio::test]
async fn the_servers_variables_and_paths_make_the_base() {
    static UPLOAD: Operation = Operation::new("upload", "POST", "/files")
        .servers(&[Server { url: "https://up.{region}.example", description: "", variables: &[("region", "eu")] }])
        .errors(&[(Status::Default, 0)]);
    let cases = [
        (Client::builder(&API).server_variable("region", "us"), "https://us.pets.example/v1/pets/1", "https://up.us.example/files"),
        (Client::builder(&API).base_url("http://localhost:80/x/"), "http://localhost:80/x/pets/1", "http://localhost:80/x/files"),
    ];
    for (builder, get, upload) in cases {
        let fake = Fake::new([FakeAnswer::status(204), FakeAnswer::status(204)]);
        let client = builder.transport(fake.clone()).build().expect("the values can be used");
        client.call::<(), Value, ()>(&GET).path("id", "1").await.expect("it is answered");
        client.call::<(), Value, ()>(&UPLOAD).await.expect("it is answered");
        let uris: Vec<String> = fake.requests().iter().map(|request| request.uri.to_string()).collect();
        assert_eq!(uris, [get, upload]);
    }
}

#[tokio::test]
async fn redirects_are_followed_by_the_rules_of_http() {
    let to = |status, target| FakeAnswer::status(status).header("location", target);
    let bench = Bench::new([to(303, "/v1/pets/9"), ok(), to(307, "elsewhere"), ok(), to(302, "?moved=1"), ok()]);
    let client = bench.client();
    for _ in 0..3 {
        client.call::<Pet, Value, ()>(&CREATE).body(&pet(0, "Rex")).await.expect("it is answered");
    }
    assert_eq!(
        bench.lines(),
        [
            "POST https://eu.pets.example/v1/pets",
            "GET https://eu.pets.example/v1/pets/9",
            "POST https://eu.pets.example/v1/pets",
            "POST https://eu.pets.example/v1/elsewhere",
            "POST https://eu.pets.example/v1/pets",
            "GET https://eu.pets.example/v1/pets?moved=1",
        ]
    );
}

#[tokio::test]
async fn a_location_that_is_no_url_as_written_is_followed_after_percent_encoding() {
    let cases: [(&[u8], &str); 6] = [
        (b"/v1/two words?q=a b", "/v1/two%20words?q=a%20b"),
        ("/v1/f\u{fc}r\u{2028}".as_bytes(), "/v1/f%C3%BCr%E2%80%A8"),
        (b"/v1/latin\xfc", "/v1/latin%FC"),
        (b"/v1/a\tb", "/v1/a%09b"),
        (b"/v1/kept%20%C3%BC", "/v1/kept%20%C3%BC"),
        ("https://eu.pets.example/v1/\u{fc}|x".as_bytes(), "/v1/%C3%BC%7Cx"),
    ];
    for (location, expect) in cases {
        let bench = Bench::new([FakeAnswer::status(302).header_bytes("location", location), ok()]);
        bench.client().call::<Pet, Value, ()>(&GET).path("id", "1").await.expect("it is followed");
        assert_eq!(bench.lines()[1], format!("GET https://eu.pets.example{expect}"));
    }
    // A host is not to be guessed.
    let bench = Bench::new([FakeAnswer::status(302).header_bytes("location", "https://b\u{fc}cher.example/".as_bytes())]);
    let error = bench.client().call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("it names no host");
    assert!(error.is_redirect(), "{error}");
}

#[tokio::test]
async fn redirects_that_lead_astray_are_errors() {
    let cases = [
        ("http://eu.pets.example/", "a redirect from https to http"),
        ("file:///etc/passwd", "a redirect to what is no http or https URL"),
        ("https://evil.example/", "a redirect of a body to another origin"),
    ];
    for (target, expect) in cases {
        let bench = Bench::new([FakeAnswer::status(308).header("location", target)]);
        let error = bench.client().call::<Pet, Value, ()>(&CREATE).body(&pet(0, "Rex")).await.expect_err("it leads astray");
        assert!(error.is_redirect());
        assert_eq!(error.to_string(), format!("createPet (POST /pets): {expect}"));
    }
    let bench = Bench::new((0..20).map(|_| FakeAnswer::status(302).header("location", "/v1/pets/1")));
    let error = bench.client().call::<Pet, Value, ()>(&GET).path("id", "1").await.expect_err("it goes round");
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): more than 10 redirects");
}

#[test]
fn a_server_that_the_document_does_not_have_is_refused() {
    let bench = Bench::new([]);
    let error = bench.builder().server(1).build().expect_err("there is one server");
    assert_eq!(error.to_string(), "there is no server 1: the document has 1");
    assert!(bench.builder().server(1).base_url("https://pets.example").build().is_ok());
}

/// Gets a pet under limits, and returns the error where the response is too large.
async fn too_large(answer: FakeAnswer, limits: crate::Limits) -> Option<String> {
    let bench = Bench::new([answer]);
    let client = bench.builder().limits(limits).build().expect("the values can be used");
    let error = client.call::<Pet, Value, ()>(&GET).path("id", &1).retry(crate::Retry::never()).await.err()?;
    assert!(error.is_too_large() && error.status() == Some(200), "{error:?}");
    Some(error.to_string())
}

#[tokio::test]
async fn headers_may_be_as_large_as_the_limit_with_all_names_and_values() {
    // `content-type: application/json` has 28 bytes, and a name that comes twice counts twice.
    let answer = || ok().header("x-a", "12345").header("x-a", "").header("x-b", "1");
    for (header_bytes, error) in [(43, None), (42, Some("the answer's headers are larger than 42 bytes"))] {
        let found = too_large(answer(), crate::Limits { header_bytes, ..crate::Limits::default() }).await;
        assert_eq!(found, error.map(|error| format!("getPet (GET /pets/{{id}}): {error}")));
    }
}

#[tokio::test]
async fn a_body_may_be_as_large_as_the_limit_whether_its_length_is_announced_or_not() {
    let length = r#"{"id":1,"name":"Rex"}"#.len() as u64;
    for answer in [ok(), ok().header("content-length", &length.to_string())] {
        for (response_bytes, fits) in [(length, true), (length - 1, false)] {
            let found = too_large(answer.clone(), crate::Limits { response_bytes, ..crate::Limits::default() }).await;
            let error = format!("getPet (GET /pets/{{id}}): the answer is larger than {response_bytes} bytes");
            assert_eq!(found, (!fits).then_some(error));
        }
    }
}

#[tokio::test]
async fn of_an_error_as_much_is_kept_as_the_limit() {
    for (error_bytes, kept) in [(0, ""), (2, "ab"), (3, "abc"), (4, "abc")] {
        let bench = Bench::new([FakeAnswer::status(400).body("a").body("bc")]);
        let client = bench.builder().limits(crate::Limits { error_bytes, ..crate::Limits::default() }).build();
        let error = client.expect("the values can be used").call::<Pet, Value, ()>(&GET).path("id", &1).await.expect_err("it is refused");
        assert_eq!(String::from_utf8_lossy(error.body()), kept, "{error_bytes}");
    }
}

#[tokio::test]
async fn the_media_type_that_the_user_asks_for_wins() {
    static OP: Operation = Operation::new("find", "GET", "/pets").accept("application/json");
    let bench = Bench::new([ok(), ok(), ok()]);
    let plain = bench.client();
    plain.call::<Pet, Value, ()>(&OP).await.expect("it is answered");
    let client = bench.builder().header("Accept", "application/vnd.pets+json").build().expect("the values can be used");
    client.call::<Pet, Value, ()>(&OP).await.expect("it is answered");
    client.call::<Pet, Value, ()>(&OP).header("accept", "application/problem+json").await.expect("it is answered");
    let asked: Vec<String> = bench.fake.requests().iter().filter_map(|request| request.header("accept").map(str::to_owned)).collect();
    assert_eq!(asked, ["application/json", "application/vnd.pets+json", "application/problem+json"]);
}
