use std::time::Duration;

use super::{Fake, FakeAnswer, FakeRequest};
use crate::clock::{Clock, FakeClock};
use crate::model::Value;
use crate::operation::{Api, Operation};
use crate::{Call, Client};

static API: Api = Api { title: "Pets", version: "1", user_agent: "pets/1", servers: &[], schemes: &[], security: &[] };
static GET: Operation = Operation::new("get", "GET", "/pets/{id}");
static ADD: Operation = Operation::new("add", "POST", "/pets").body("application/json");

fn client(fake: &Fake, clock: &FakeClock) -> Client {
    let builder = Client::builder(&API).base_url("https://pets.example/v1").transport(fake.clone()).clock(clock.clone());
    builder.build().expect("the values can be used")
}

fn get<'c>(client: &'c Client, id: &str) -> Call<'c, Value> {
    client.call(&GET).path("id", id)
}

#[tokio::test]
async fn rules_answer_by_method_and_path() {
    let (fake, clock) = (Fake::default(), FakeClock::new());
    fake.on("GET", "/pets/{id}", |request: &FakeRequest| {
        let (id, tag) = (request.path_value("/pets/{id}", "id"), request.query("tag"));
        FakeAnswer::json(200, serde_json::json!([id, tag]).to_string())
    });
    fake.when(|request| request.json()["name"] == "Rex", FakeAnswer::json(201, "7"));
    let client = client(&fake, &clock);
    assert_eq!(get(&client, "a/b").query("tag", "x y").await.expect("a rule fits"), serde_json::json!(["a/b", "x y"]));
    let call: Call<'_, Value> = client.call(&ADD).body(&serde_json::json!({"name": "Rex"}));
    assert_eq!(call.await.expect("a rule fits"), 7);
    fake.assert_lines(&["GET /v1/pets/a%2Fb?tag=x%20y", "POST /v1/pets"]);
    fake.assert_count("GET", "/pets/{id}", 1);
    fake.assert_done();
}

#[tokio::test]
async fn an_answer_given_once_comes_before_those_made_after_it() {
    let (fake, clock) = (Fake::new([FakeAnswer::json(200, "3")]), FakeClock::new());
    fake.once("GET", "/pets/{id}", FakeAnswer::json(200, "1"));
    fake.once("GET", "/pets/{id}", FakeAnswer::json(200, "2"));
    assert_eq!(fake.left(), 3);
    let client = client(&fake, &clock);
    for expected in 1..=3 {
        assert_eq!(get(&client, "1").await.expect("there is an answer"), expected);
    }
    assert_eq!(fake.left(), 0);
    let error = get(&client, "1").await.expect_err("there is none left");
    assert_eq!(
        error.to_string(),
        "get (GET /pets/{id}): the request cannot be sent: no rule fits `GET /v1/pets/1`, and the script has no more answers"
    );
}

#[tokio::test]
async fn answers_take_their_time_by_the_clock() {
    let (fake, clock) = (Fake::default(), FakeClock::new());
    let seconds = Duration::from_secs;
    fake.on("GET", "/pets/{id}", FakeAnswer::status(200).after(seconds(3), &clock).body("[1,").pause(seconds(4), &clock).body("2]"));
    let client = client(&fake, &clock);
    let call: Call<'_, Value> = get(&client, "1");
    call.raw().await.expect("it comes");
    assert_eq!(clock.now(), seconds(3));
    get(&client, "1").retry(crate::Retry::never()).attempt_timeout(seconds(5)).await.expect_err("it takes 7 seconds");
    assert_eq!(clock.now(), seconds(8));
    fake.on("POST", "/pets", FakeAnswer::json(201, "{").stalled());
    let call: Call<'_, Value> = client.call(&ADD);
    assert!(call.await.expect_err("it never ends").is_timeout());
}

#[tokio::test]
#[should_panic(expected = "`DELETE /pets/{id}` was sent 0 times and not 1 times; all requests: []")]
async fn a_wrong_count_says_what_was_sent() {
    Fake::default().assert_count("DELETE", "/pets/{id}", 1);
}

#[tokio::test]
#[should_panic(expected = "answers of the script and those for [\"GET /pets\"] were not asked for")]
async fn an_answer_that_is_left_is_named() {
    let fake = Fake::default();
    fake.once("GET", "/pets", FakeAnswer::status(200));
    fake.assert_done();
}

#[tokio::test]
#[should_panic(expected = "other requests were sent than expected")]
async fn other_requests_are_listed() {
    Fake::default().assert_lines(&["GET /"]);
}
