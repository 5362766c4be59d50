//! Checks which URL each operation is sent to, where a document writes paths in unusual ways.

use turnbuckle_behaviour::paths::Client;
use turnbuckle_behaviour::paths::piers::PiersOptions;
use turnbuckle_runtime::transport::{Fake, FakeAnswer};

fn start(calls: usize) -> (Fake, Client) {
    let fake = Fake::new((0..calls).map(|_| FakeAnswer::status(204)));
    let client = Client::builder().transport(fake.clone()).edition("spring").build().expect("the values can be used");
    (fake, client)
}

/// Returns the URL of each request behind the server's.
fn sent(fake: &Fake) -> Vec<String> {
    let urls = fake.requests().iter().map(|request| request.uri.to_string()).collect::<Vec<_>>();
    urls.iter().map(|url| url.strip_prefix("https://north.moorings.test/spring").unwrap_or(url).to_owned()).collect()
}

#[tokio::test]
async fn fragments_are_not_sent() {
    let (fake, client) = start(2);
    client.tides().low().await.expect("it is done");
    client.tides().high().await.expect("it is done");
    assert_eq!(sent(&fake), ["/tide", "/tide"]);
}

#[tokio::test]
async fn expressions_of_rfc_6570_say_how_parameters_are_written() {
    let (fake, client) = start(4);
    client.berths().several(vec![1, 2]).await.expect("it is done");
    client.charts().chart("north/2 b").await.expect("it is done");
    client.piers().piers("json", "east", &PiersOptions::default()).await.expect("it is done");
    let params = PiersOptions { from: Some(3), till: Some("now".to_owned()) };
    client.piers().piers("json", "east", &params).await.expect("it is done");
    assert_eq!(sent(&fake), ["/berths/1,2", "/charts/north/2%20b", "/piers.json;side=east", "/piers.json;side=east?from=3&till=now"]);
}

#[tokio::test]
async fn a_brace_that_is_open_ends_with_its_segment() {
    let (fake, client) = start(1);
    client.buoys().buoy(7).await.expect("it is done");
    assert_eq!(sent(&fake), ["/buoys/7"]);
}

#[tokio::test]
async fn path_arguments_stand_in_the_order_of_the_url() {
    let (fake, client) = start(1);
    client.logs().log("1906", "12-24", true).await.expect("it is done");
    assert_eq!(sent(&fake), ["/logs/1906/12-24?deep=true"]);
}

#[tokio::test]
async fn an_empty_value_is_sent_where_the_configuration_allows_it() {
    let (fake, client) = start(1);
    client.files().file("").await.expect("it is done");
    assert_eq!(sent(&fake), ["/files/"]);
    let error = client.charts().chart("").await.expect_err("an empty value is refused");
    assert!(error.to_string().contains("`sheet`"), "{error}");
}

#[tokio::test]
async fn a_get_body_without_properties_is_no_argument() {
    let (fake, client) = start(1);
    client.crews().crew(5).await.expect("it is done");
    assert_eq!((sent(&fake), fake.requests()[0].body.len()), (vec!["/crews/5".to_owned()], 0));
}

#[test]
fn a_server_variable_without_a_default_has_to_be_set() {
    let error = Client::builder().transport(Fake::new([])).build().err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("`edition`") && error.contains("no value"), "{error}");
}
