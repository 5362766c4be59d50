//! Lists in pages, as a generated client asks for them.

use turnbuckle_behaviour::pages::Client;
use turnbuckle_behaviour::pages::boats::ListBoats;
use turnbuckle_behaviour::pages::crews::ListCrews;
use turnbuckle_behaviour::pages::flags::ListFlags;
use turnbuckle_runtime::transport::{Fake, FakeAnswer};

fn start<const N: usize>(bodies: [&'static str; N]) -> (Fake, Client) {
    let fake = Fake::new(bodies.map(|body| FakeAnswer::json(200, body)));
    let client = Client::builder().transport(fake.clone()).build().expect("the client is complete");
    (fake, client)
}

fn queries(fake: &Fake) -> Vec<String> {
    fake.requests().iter().map(|request| request.uri.query().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_list_by_cursor_or_offset_is_read_to_its_total() {
    let (fake, client) = start([
        r#"{"boats":[{"id":"a"},{"id":"b"}],"total":3,"next_cursor":null}"#,
        r#"{"boats":[{"id":"c"}],"total":3,"next_cursor":null}"#,
    ]);
    let boats = client.boats().list(&ListBoats::default()).items().all(9).await.expect("the list is whole");
    assert_eq!(boats.into_iter().map(|boat| boat.id).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(queries(&fake), ["", "offset=2"]);
}

#[tokio::test]
async fn a_url_is_known_by_its_format() {
    let (fake, client) =
        start([r#"{"harbours":[{"id":"a"}],"next":"https://boats.example/v1/harbours?at=2"}"#, r#"{"harbours":[{"id":"b"}]}"#]);
    let harbours = client.harbours().list().items().all(9).await.expect("the list is whole");
    assert_eq!(harbours.len(), 2);
    assert_eq!(queries(&fake), ["", "at=2"]);
}

#[tokio::test]
async fn a_token_goes_into_a_header() {
    let (fake, client) = start([r#"{"crews":[{"id":"a"}],"nextToken":"t 2"}"#, r#"{"crews":[{"id":"b"}]}"#]);
    let crews = client.crews().list(&ListCrews::default()).items().all(9).await.expect("the list is whole");
    assert_eq!(crews.len(), 2);
    let sent: Vec<Option<String>> = fake.requests().iter().map(|request| request.header("x-page-token").map(str::to_owned)).collect();
    assert_eq!(sent, [None, Some("t 2".to_owned())]);
}

#[tokio::test]
async fn a_list_in_xml_has_pages() {
    let xml = |body: &str| FakeAnswer::status(200).header("content-type", "application/xml").body(body.to_owned());
    let fake = Fake::new([
        xml("<FlagList><Flags><Flag><id>a</id></Flag><Flag><id>b</id></Flag></Flags><NextMarker>m</NextMarker></FlagList>"),
        xml("<FlagList><Flags><Flag><id>c</id></Flag></Flags></FlagList>"),
    ]);
    let client = Client::builder().transport(fake.clone()).build().expect("the client is complete");
    let flags = client.flags().list(&ListFlags::default()).items().all(9).await.expect("the list is whole");
    assert_eq!(flags.into_iter().map(|flag| flag.id).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(queries(&fake), ["", "marker=m"]);
}

#[tokio::test]
async fn the_most_items_end_a_list() {
    let (fake, client) = start([r#"{"harbours":[{"id":"a"},{"id":"b"}],"next":"?at=2"}"#]);
    let harbours = client.harbours().list().items().max_items(1).all(9).await.expect("it stops");
    assert_eq!(harbours.len(), 1);
    assert_eq!(fake.requests().len(), 1);
}
