//! What real servers do, and their documents do not say: a test for each habit, through the client of a harbour's register whose
//! description is as far from its server as many are.

use std::sync::{Arc, Mutex, PoisonError};

use harbour::models::{CreateBerthBody, ListBerthsResponseBerthKind};
use harbour::runtime::http::HeaderMap;
use harbour::runtime::transport::{Fake, FakeAnswer};
use harbour::{Client, ClientBuilder, headers};

const BASE: &str = "https://harbour.example/eu/register";
const BERTH: &str = r#"{"id":7,"quay":"north","length":12.5,"kind":"ferry"}"#;

fn builder(fake: &Fake) -> ClientBuilder {
    Client::builder().base_url(BASE).transport(fake.clone())
}

fn client(answers: impl IntoIterator<Item = FakeAnswer>) -> Client {
    builder(&Fake::new(answers)).build().expect("the values can be used")
}

fn page(berths: &str, next: &str) -> FakeAnswer {
    FakeAnswer::json(200, format!(r#"{{"berths":[{berths}],"next":{next}}}"#))
}

#[tokio::test]
async fn drift_1_integer_status_keys_are_answers() {
    let page = client([page(BERTH, "null")]).berths().list(&Default::default()).await.expect("it is a page");
    assert_eq!(page.berths.iter().map(|berth| berth.id).collect::<Vec<_>>(), [7]);
    let error = client([FakeAnswer::json(404, r#"{"reason":"no such quay"}"#)]).berths().list(&Default::default()).await;
    assert_eq!(error.expect_err("it is an error").api().map(|api| api.reason.as_str()), Some("no such quay"));
}

#[tokio::test]
async fn drift_2_an_undeclared_success_is_one() {
    let body = CreateBerthBody::new("north");
    let created = client([FakeAnswer::json(201, BERTH)]).berths().create(&body).send().await.expect("it is a success");
    assert_eq!((created.status(), created.value().id), (201, 7));
}

#[tokio::test]
async fn drift_2_no_content_in_place_of_a_body_is_a_success_without_one() {
    let nothing = client([FakeAnswer::status(204)]).berths().delete(7).optional().await.expect("it is a success");
    assert!(nothing.is_none());
    let berth = client([FakeAnswer::json(200, r#"{"id":7}"#)]).berths().delete(7).optional().await.expect("it is a success");
    assert_eq!(berth.map(|berth| berth.id), Some(7));
    let error = client([FakeAnswer::status(204)]).berths().delete(7).await.expect_err("there is no berth in it");
    assert_eq!((error.status(), error.is_decode(), error.is_outcome_unknown()), (Some(204), true, false));
}

#[tokio::test]
async fn drift_2_an_undeclared_success_of_another_form_keeps_its_body() {
    let answer = FakeAnswer::status(202).header("content-type", "text/plain").header("x-job", "9").body("queued");
    let error = client([answer]).berths().create(&CreateBerthBody::new("north")).await.expect_err("it is no berth");
    assert_eq!((error.status(), error.body()), (Some(202), &b"queued"[..]));
    assert_eq!(error.headers().and_then(|headers: &HeaderMap| headers.get("x-job")).map(|value| value.as_bytes()), Some(&b"9"[..]));
}

#[tokio::test]
async fn drift_3_what_can_be_kept_is_kept() {
    let berth = r#"{"id":7,"quay":"north","length":12.5,"kind":"yacht","note":null,"since":1999}"#;
    let page = client([page(berth, "null")]).berths().list(&Default::default()).await.expect("it is a page");
    assert_eq!(page.berths[0].note, None);
    assert_eq!(page.berths[0].kind, ListBerthsResponseBerthKind::Unknown("yacht".to_owned()));
}

#[tokio::test]
async fn drift_3_a_required_null_is_told_with_its_place_and_a_mend() {
    let berth = r#"{"id":7,"quay":null,"length":12.5,"kind":"ferry"}"#;
    let error = client([page(berth, "null")]).berths().list(&Default::default()).await.expect_err("a quay is required");
    let decode = error.decode_error().expect("it is an error of reading");
    let place = "#/paths/~1berths/get/responses/200/schema/properties/berths/items/properties/quay";
    assert_eq!((decode.pointer(), decode.schema()), ("/berths/0/quay", Some(place)));
    assert_eq!(
        error.to_string(),
        format!(
            "GET /berths: 200 OK: the body does not fit its type: expected a string, found null at `/berths/0/quay`, declared at `{place}`"
        )
    );
    let overlay = "overlay: 1.0.0\n\
        info:\n  title: \"`quay` is not always there\"\n  version: 1.0.0\n\
        actions:\n";
    let schema = "$['paths']['/berths']['get']['responses']['200']['schema']['properties']['berths']['items']";
    let action = |member: &str| format!("  - target: \"{schema}{member}['required'][?@ == 'quay']\"\n    remove: true\n");
    assert_eq!(error.overlay(), Some([overlay.to_owned(), action(""), action("['allOf'][*]")].concat()));
}

#[tokio::test]
async fn drift_3_a_tolerant_client_goes_on_and_reports() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let hear = told.clone();
    let berths = r#"{"id":"7","quay":null,"length":12.5,"kind":"ferry"},{"id":8,"quay":"south","kind":"cargo"}"#;
    let client = builder(&Fake::new([page(berths, "null"), FakeAnswer::status(204)]))
        .tolerant(move |drift| {
            let line = format!("{} {} {} {}", drift.operation.id, drift.status, drift.deviation.pointer, drift.deviation.found);
            hear.lock().unwrap_or_else(PoisonError::into_inner).push(line);
        })
        .build()
        .expect("the values can be used");
    let page = client.berths().list(&Default::default()).await.expect("it goes on");
    let read: Vec<_> = page.berths.iter().map(|berth| (berth.id, berth.quay.as_str(), berth.length)).collect();
    assert_eq!(read, [(7, "", 12.5), (8, "south", 0.0)]);
    assert_eq!(client.berths().delete(7).await.expect("it goes on").id, 0);
    let told = told.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(
        *told,
        [
            "GET /berths 200 /berths/0/id the string \"7\"",
            "GET /berths 200 /berths/0/quay null",
            "GET /berths 200 /berths/1/length nothing",
            "DELETE /berths/{id} 204  nothing",
        ]
    );
}

/// Makes a note of each deviation that a client tells of.
fn noting(told: &Arc<Mutex<Vec<String>>>) -> impl Fn(&harbour::runtime::Drift<'_>) + Send + Sync + 'static {
    let told = told.clone();
    move |drift| {
        let line = format!("{} {} {}", drift.status, drift.deviation.pointer, drift.deviation.found);
        told.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }
}

#[tokio::test]
async fn drift_3_a_tolerant_client_reads_error_bodies_with_holes() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let answers = [r#"{"reason":null}"#, r#"{"reason":"no such quay"}"#, "no JSON"].map(|body| FakeAnswer::json(404, body));
    let client = builder(&Fake::new(answers)).tolerant(noting(&told)).build().expect("the values can be used");
    let mut reasons = Vec::new();
    for _ in 0..3 {
        let error = client.berths().list(&Default::default()).await.expect_err("it is an error");
        assert_eq!(error.status(), Some(404));
        reasons.push(error.api().map(|api| api.reason.clone()));
    }
    assert_eq!(reasons, [Some(String::new()), Some("no such quay".to_owned()), None]);
    assert_eq!(*told.lock().unwrap_or_else(PoisonError::into_inner), ["404 /reason null"]);
    let strict = client_of_one(404, r#"{"reason":null}"#).berths().list(&Default::default()).await.expect_err("it is an error");
    assert!(strict.api().is_none());
}

fn client_of_one(status: u16, body: &'static str) -> Client {
    client([FakeAnswer::json(status, body)])
}

#[tokio::test]
async fn drift_3_a_tolerant_client_reads_items_of_streams_with_holes() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let body = "{\"id\":1,\"subject\":null}\nno JSON\n{\"id\":\"2\"}\n";
    let fake = Fake::new([FakeAnswer::status(200).header("content-type", "application/jsonl").body(body)]);
    let builder = helpdesk::Client::builder().base_url(BASE).transport(fake).account("a").key("k");
    let client = builder.tolerant(noting(&told)).build().expect("the values can be used");
    let mut lines = client.tickets().export(&Default::default()).await.expect("the export begins");
    let mut read = Vec::new();
    while let Some(line) = lines.next().await {
        read.push(line.map(|ticket| (ticket.id, ticket.subject)).map_err(|error| error.is_decode()));
    }
    assert_eq!(read, [Ok((1, String::new())), Err(true), Ok((2, String::new()))]);
    let told = told.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(told.contains(&"200 /subject null".to_owned()) && told.contains(&"200 /id the string \"2\"".to_owned()), "{told:?}");
}

#[tokio::test]
async fn drift_4_errors_of_any_form_keep_status_and_body() {
    for status in [400, 403, 404, 422] {
        let answer = FakeAnswer::status(status).header("content-type", "text/plain").body("no");
        let error = client([answer]).berths().list(&Default::default()).await.expect_err("it is an error");
        assert_eq!((error.status(), error.body(), error.is_status(), error.api().is_none()), (Some(status), &b"no"[..], true, true));
    }
    let problem = FakeAnswer::status(422).header("content-type", "application/problem+json").body(r#"{"title":"Too long"}"#);
    let error = client([problem]).berths().list(&Default::default()).await.expect_err("it is an error");
    assert_eq!(error.problem().and_then(|problem| problem.title).as_deref(), Some("Too long"));
}

#[tokio::test]
async fn drift_5_operations_without_ids_and_inline_schemas_have_names() {
    let fake = Fake::new([FakeAnswer::json(200, BERTH)]);
    let client = builder(&fake).build().expect("the values can be used");
    client.berths().create(&CreateBerthBody::new("north")).await.expect("it is a berth");
    assert_eq!(fake.requests()[0].body, r#"{"quay":"north"}"#);
}

#[tokio::test]
async fn drift_6_credentials_that_the_document_does_not_mention_are_sent() {
    let fake = Fake::new([page("", "null"), page("", "null")]);
    let client = builder(&fake).header("Authorization", "token s3cr3t").build().expect("the values can be used");
    client.berths().list(&Default::default()).await.expect("it is a page");
    client.berths().list(&Default::default()).header("Authorization", "s3cr3t-of-this-call").await.expect("it is a page");
    let sent: Vec<_> = fake.requests().iter().map(|request| request.header("authorization").map(str::to_owned)).collect();
    assert_eq!(sent, [Some("token s3cr3t".to_owned()), Some("s3cr3t-of-this-call".to_owned())]);
}

#[tokio::test]
async fn drift_7_the_base_url_can_be_set_with_a_prefix() {
    let fake = Fake::new([page("", "null"), page("", "null")]);
    let client = builder(&fake).build().expect("the values can be used");
    client.berths().list(&Default::default()).await.expect("it is a page");
    client.berths().list(&Default::default()).base_url("http://127.0.0.1:9/a/b/").await.expect("it is a page");
    let urls: Vec<_> = fake.requests().iter().map(|request| request.uri.to_string()).collect();
    assert_eq!(urls, ["https://harbour.example/eu/register/berths", "http://127.0.0.1:9/a/b/berths"]);
}

#[tokio::test]
async fn drift_7_without_a_server_the_error_says_what_to_set() {
    let client = Client::builder().transport(Fake::default()).build().expect("the values can be used");
    let error = client.berths().list(&Default::default()).await.expect_err("there is no address");
    assert!(error.is_config());
    assert_eq!(error.to_string(), "GET /berths: no base URL: set one with `base_url` on the client's builder");
}

#[tokio::test]
async fn drift_8_a_next_link_outside_the_document_is_followed() {
    let next = r#""https://harbour.example/cursors/8f?page=2""#;
    let fake = Fake::new([page(BERTH, next), page(&BERTH.replace('7', "8"), "null")]);
    let client = builder(&fake).build().expect("the values can be used");
    let all = client.berths().list(&Default::default()).items().all(10).await.expect("there are two pages");
    assert_eq!(all.iter().map(|berth| berth.id).collect::<Vec<_>>(), [7, 8]);
    assert_eq!(fake.requests()[1].uri, "https://harbour.example/cursors/8f?page=2");
}

#[tokio::test]
async fn drift_9_a_vendors_media_type_is_sent_as_it_is() {
    let fake = Fake::new([page("", "null"), FakeAnswer::json(200, "{}"), FakeAnswer::status(200).body("png")]);
    let client = builder(&fake).build().expect("the values can be used");
    client.berths().list(&Default::default()).await.expect("it is a page");
    client.plan().get().accept("application/vnd.harbour.v3+json").await.expect("it is a plan");
    assert_eq!(client.plan().get_as_binary().await.expect("it is a picture").bytes(10).await.expect("it is short"), "png");
    let sent: Vec<_> = fake.requests().iter().map(|request| request.header("accept").map(str::to_owned)).collect();
    let wanted = ["application/vnd.harbour.v4+json", "application/vnd.harbour.v3+json", "image/png"];
    assert_eq!(sent, wanted.map(|accept| Some(accept.to_owned())));
}

#[tokio::test]
async fn headers_of_answers_are_typed_on_success_and_error_alike() {
    let told = |answer: FakeAnswer| answer.header("X-Rate-Left", "41").header("x-read-at", "Fri, 26 Aug 2022 14:38:00 GMT");
    let response = client([told(page("", "null"))]).berths().list(&Default::default()).send().await.expect("it is a page");
    assert_eq!(response.header(headers::X_RATE_LEFT), Ok(Some(41)));
    assert_eq!(response.header(headers::X_READ_AT).ok().flatten().map(|at| at.as_second()), Some(1_661_524_680));
    let error = client([told(FakeAnswer::status(429))]).berths().list(&Default::default()).retry(harbour::runtime::Retry::never()).await;
    assert_eq!(error.expect_err("it is an error").header(headers::X_RATE_LEFT), Ok(Some(41)));
    let faulty = page("", "null").header("x-rate-left", "many");
    let raw = client([faulty]).berths().list(&Default::default()).raw().await.expect("there is an answer");
    assert!(raw.header(headers::X_RATE_LEFT).is_err());
}
