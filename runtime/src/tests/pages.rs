//! Lists in pages, and what servers do to them.

mod second_way;
mod ways;

use super::{Bench, Pet, secret, uses};
use crate::call::Paged;
use crate::model::Value;
use crate::operation::{NextPage, Operation, Pages, ParamLocation, PrevPage};
use crate::page::{PageFault, Position};
use crate::transport::FakeAnswer;
use crate::{Call, Client, Credential, Error};

/// A page as most vendors write it.
#[derive(Clone)]
struct List {
    data: Option<Vec<Pet>>,
    meta: Option<Value>,
}

crate::record!(List { 0 "data" data OPTIONAL, 1 "meta" meta OPTIONAL });

const QUERY: ParamLocation = ParamLocation::Query;

const fn list(next: NextPage) -> Operation {
    Operation::new("list", "GET", "/pets").pages(Pages { items: "/data", next })
}

static CURSOR: Operation = list(NextPage::Cursor { param: "after", location: QUERY, cursor: "/meta/next", more: "" });
static MORE: Operation = list(NextPage::Cursor { param: "after", location: QUERY, cursor: "/meta/next", more: "/meta/more" });
static LAST_ID: Operation = list(NextPage::LastId { param: "after", location: QUERY, id: "/id", more: "/meta/more" });
static OFFSET: Operation = list(NextPage::Offset { param: "offset", location: QUERY, limit: "limit", total: "/meta/total", more: "" });
static PAGE: Operation =
    list(NextPage::Page { param: "page", location: QUERY, first: 1, size: "size", pages: "/meta/pages", total: "", more: "" });
static URL: Operation = list(NextPage::Url { url: "/meta/next" }).security(&[&[], &[uses("key"), uses("query_key")]]);
static LINK: Operation = list(NextPage::Link);
static HEADER: Operation = list(NextPage::Header { name: "Next-Page" });
static BODY: Operation = Operation::new("search", "POST", "/search").body("application/json").pages(Pages {
    items: "/data",
    next: NextPage::Cursor { param: "after", location: ParamLocation::Field, cursor: "/meta/next", more: "" },
});

fn page(ids: &[i64], meta: &str) -> FakeAnswer {
    let pets: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    FakeAnswer::json(200, format!(r#"{{"data":[{}],"meta":{meta}}}"#, pets.join(",")))
}

fn call<'c>(client: &'c Client, op: &'static Operation) -> Call<'c, List, Value, Paged<Pet>> {
    client.call(op)
}

fn ids(pets: Vec<Pet>) -> Vec<i64> {
    pets.into_iter().map(|pet| pet.id).collect()
}

async fn all(bench: &Bench, op: &'static Operation) -> Result<Vec<i64>, Error> {
    call(&bench.client(), op).query("tag", "x").items().all(100).await.map(ids)
}

/// Lists all items, and the queries that were sent.
async fn check(op: &'static Operation, answers: impl IntoIterator<Item = FakeAnswer>, queries: &[&str]) -> Vec<i64> {
    let bench = Bench::new(answers);
    let items = all(&bench, op).await.expect("the pages hang together");
    let sent: Vec<String> = bench.fake.requests().iter().map(|it| it.uri.query().unwrap_or_default().to_owned()).collect();
    assert_eq!(sent, queries);
    items
}

#[tokio::test]
async fn a_cursor_is_followed_until_there_is_none() {
    let pages = [page(&[1, 2], r#"{"next":"a b"}"#), page(&[3], r#"{"next":7}"#), page(&[4], r#"{"next":""}"#)];
    assert_eq!(check(&CURSOR, pages, &["tag=x", "tag=x&after=a%20b", "tag=x&after=7"]).await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn a_cursor_counts_only_while_there_is_more() {
    let pages = [page(&[1], r#"{"next":"a","more":true}"#), page(&[2], r#"{"next":"b","more":false}"#)];
    assert_eq!(check(&MORE, pages, &["tag=x", "tag=x&after=a"]).await, [1, 2]);
}

#[tokio::test]
async fn an_empty_page_with_a_cursor_goes_on() {
    let pages = [page(&[], r#"{"next":"a"}"#), page(&[1], "null")];
    assert_eq!(check(&CURSOR, pages, &["tag=x", "tag=x&after=a"]).await, [1]);
}

#[tokio::test]
async fn a_cursor_goes_into_the_body() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#), page(&[2], "{}")]);
    let client = bench.client();
    let call = call(&client, &BODY).body(&serde_json::json!({"filter": {"tag": "x"}}));
    assert_eq!(ids(call.items().all(9).await.expect("the pages hang together")), [1, 2]);
    let bodies: Vec<Value> = bench.fake.requests().iter().map(|it| serde_json::from_slice(&it.body).expect("it is JSON")).collect();
    assert_eq!(bodies, [serde_json::json!({"filter": {"tag": "x"}}), serde_json::json!({"filter": {"tag": "x"}, "after": "a"})]);
}

#[tokio::test]
async fn the_last_item_asks_for_the_next_page() {
    let pages = [page(&[1, 2], r#"{"more":true}"#), page(&[3], r#"{"more":false}"#)];
    assert_eq!(check(&LAST_ID, pages, &["tag=x", "tag=x&after=2"]).await, [1, 2, 3]);
}

#[tokio::test]
async fn an_offset_grows_by_the_items_received() {
    let pages = [page(&[1, 2, 3], r#"{"total":5}"#), page(&[4, 5], r#"{"total":5}"#)];
    assert_eq!(check(&OFFSET, pages, &["tag=x", "tag=x&offset=3"]).await, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn without_a_total_a_shorter_page_ends_the_list() {
    let pages = [page(&[1, 2, 3], "{}"), page(&[4, 5, 6], "{}"), page(&[7], "{}")];
    assert_eq!(check(&OFFSET, pages, &["tag=x", "tag=x&offset=3", "tag=x&offset=6"]).await, [1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn a_server_that_gives_less_than_asked_for_loses_no_items() {
    let bench = Bench::new([page(&[1, 2], "{}"), page(&[3, 4], "{}"), page(&[5], "{}")]);
    let client = bench.client();
    let items = call(&client, &OFFSET).query("limit", &1000).items().all(9).await.expect("the pages hang together");
    assert_eq!(ids(items), [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn a_total_that_lies_does_not_make_the_list_endless() {
    let pages = [page(&[1], r#"{"total":99}"#), page(&[], r#"{"total":99}"#)];
    assert_eq!(check(&OFFSET, pages, &["tag=x", "tag=x&offset=1"]).await, [1]);
}

#[tokio::test]
async fn page_numbers_go_up_to_the_count_of_pages() {
    let pages = [page(&[1], r#"{"pages":2}"#), page(&[2], r#"{"pages":2}"#)];
    assert_eq!(check(&PAGE, pages, &["tag=x", "tag=x&page=2"]).await, [1, 2]);
}

#[tokio::test]
async fn a_list_starts_at_the_page_asked_for() {
    let bench = Bench::new([page(&[3], r#"{"pages":4}"#), page(&[4], r#"{"pages":4}"#)]);
    let client = bench.client();
    let items = call(&client, &PAGE).query("page", &3).items().all(9).await.expect("the pages hang together");
    assert_eq!(ids(items), [3, 4]);
    assert_eq!(bench.lines()[1], "GET https://eu.pets.example/v1/pets?page=4");
}

#[tokio::test]
async fn a_url_is_followed_whole_and_may_be_relative() {
    let pages = [page(&[1], r#"{"next":"https://eu.pets.example/v1/pets?c=2"}"#), page(&[2], r#"{"next":"?c=3"}"#), page(&[3], "{}")];
    assert_eq!(check(&URL, pages, &["tag=x", "c=2", "c=3"]).await, [1, 2, 3]);
}

#[tokio::test]
async fn a_link_header_names_the_next_page() {
    let first = page(&[1], "{}").header("link", r#"</v1/pets?p=0>; rel="prev", </v1/pets?p=2>; rel="next""#);
    assert_eq!(check(&LINK, [first, page(&[2], "{}")], &["tag=x", "p=2"]).await, [1, 2]);
}

#[tokio::test]
async fn a_header_of_its_own_names_the_next_page() {
    let first = page(&[1], "{}").header("next-page", "https://eu.pets.example/v1/pets?t=2");
    assert_eq!(check(&HEADER, [first, page(&[2], "{}")], &["tag=x", "t=2"]).await, [1, 2]);
}

#[tokio::test]
async fn a_page_elsewhere_gets_no_credentials() {
    let bench = Bench::new([
        page(&[1], r#"{"next":"/v1/pets?c=2&key=hunter2"}"#),
        page(&[2], r#"{"next":"https://evil.example/?c=3"}"#),
        page(&[3], "{}"),
    ]);
    let key = || Credential::api_key(secret());
    let client = bench.builder().credential("key", key()).credential("query_key", key()).build();
    let client = client.expect("the values can be used");
    assert_eq!(ids(call(&client, &URL).items().all(9).await.expect("the pages hang together")), [1, 2, 3]);
    assert_eq!(
        bench.lines(),
        [
            "GET https://eu.pets.example/v1/pets?key=hunter2",
            "GET https://eu.pets.example/v1/pets?c=2&key=hunter2",
            "GET https://evil.example/?c=3"
        ]
    );
    let keys: Vec<bool> = bench.fake.requests().iter().map(|it| it.header("x-key").is_some()).collect();
    assert_eq!(keys, [true, true, false]);
}

async fn fault(op: &'static Operation, answers: impl IntoIterator<Item = FakeAnswer>) -> (Option<PageFault>, usize) {
    let bench = Bench::new(answers);
    let error = all(&bench, op).await.expect_err("the pages do not hang together");
    assert!(error.is_pagination(), "{error:?}");
    (error.page_fault(), bench.lines().len())
}

#[tokio::test]
async fn a_cursor_that_comes_again_is_an_error() {
    let pages = (0..9).map(|_| page(&[1], r#"{"next":"a"}"#));
    assert_eq!(fault(&CURSOR, pages).await, (Some(PageFault::Repeated), 2));
}

#[tokio::test]
async fn a_page_that_names_itself_is_an_error() {
    let pages = (0..9).map(|_| page(&[1], r#"{"next":"?tag=x"}"#));
    assert_eq!(fault(&URL, pages).await, (Some(PageFault::Repeated), 1));
}

#[tokio::test]
async fn empty_pages_without_end_are_an_error() {
    let pages = (0..99).map(|index| page(&[], &format!(r#"{{"next":"c{index}"}}"#)));
    assert_eq!(fault(&CURSOR, pages).await, (Some(PageFault::Empty), 16));
}

#[tokio::test]
async fn a_next_page_at_a_url_that_holds_a_user_is_an_error() {
    let next = r#"{"next":"https://eu.pets.example@evil.example/v1/pets?page=2"}"#;
    assert_eq!(fault(&URL, [page(&[1], next)]).await, (Some(PageFault::Url), 1));
}

#[tokio::test]
async fn a_next_page_in_a_file_is_an_error() {
    assert_eq!(fault(&URL, [page(&[1], r#"{"next":"file:///etc/passwd"}"#)]).await, (Some(PageFault::Url), 1));
}

#[tokio::test]
async fn a_list_over_the_limit_is_an_error() {
    let bench = Bench::new([page(&[1, 2, 3], "{}")]);
    let client = bench.client();
    let error = call(&client, &CURSOR).items().all(2).await.expect_err("there are more");
    assert_eq!(error.page_fault(), Some(PageFault::Limit));
    assert_eq!(error.to_string(), "list (GET /pets): the list has more than 2 items");
}

#[tokio::test]
async fn a_list_that_is_null_or_missing_has_no_items() {
    for body in [r#"{"data":null}"#, "{}"] {
        let bench = Bench::new([FakeAnswer::json(200, body)]);
        assert_eq!(all(&bench, &CURSOR).await.expect("there are none"), [0; 0]);
    }
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#), FakeAnswer::status(403), page(&[2], "{}")]);
    let client = bench.client();
    let mut items = call(&client, &CURSOR).items();
    assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(1));
    assert_eq!(items.try_next().await.expect_err("it is refused").status(), Some(403));
    assert_eq!(items.try_next().await.expect("the stream is over"), None);
}

#[tokio::test]
async fn pages_come_whole() {
    let bench = Bench::new([page(&[1, 2], r#"{"next":"a"}"#), page(&[3], "{}")]);
    let client = bench.client();
    let mut pages = call(&client, &CURSOR).pages();
    let mut lengths = Vec::new();
    while let Some(page) = pages.try_next().await.expect("the pages hang together") {
        lengths.push(page.data.map(|pets| pets.len()));
    }
    assert_eq!(lengths, [Some(2), Some(1)]);
}

#[tokio::test]
async fn a_position_is_saved_and_taken_up_again() {
    let bench = Bench::new([page(&[1, 2], r#"{"next":"a"}"#), page(&[3, 4], r#"{"next":"b"}"#)]);
    let client = bench.client();
    let mut items = call(&client, &CURSOR).items();
    for _ in 0..3 {
        items.try_next().await.expect("the pages hang together");
    }
    let saved = items.position().expect("it is not over").to_string();
    assert_eq!(saved, "1:text:a");

    let bench = Bench::new([page(&[3, 4], r#"{"next":"b"}"#), page(&[5], "{}")]);
    let client = bench.client();
    let position: Position = saved.parse().expect("it was saved");
    let rest = call(&client, &CURSOR).resume(&position).items().all(9).await.expect("the pages hang together");
    assert_eq!(ids(rest), [4, 5]);
    assert_eq!(bench.lines()[0], "GET https://eu.pets.example/v1/pets?after=a");
}

#[tokio::test]
async fn a_run_that_fails_is_taken_up_at_the_page_that_was_not_had() {
    let broken = || FakeAnswer::json(200, r#"{"data":[{"id":3},{"#).broken();
    let bench = Bench::new([page(&[1, 2], r#"{"next":"a"}"#), broken(), broken(), broken()]);
    let client = bench.client();
    let mut items = call(&client, &CURSOR).items();
    assert_eq!(items.position().map(|position| position.to_string()).as_deref(), Some("0:first"));
    for _ in 0..2 {
        items.try_next().await.expect("the page is whole");
    }
    assert!(items.try_next().await.expect_err("the page is not").is_broken());
    let position = items.position().expect("it is not over");
    assert_eq!(position.to_string(), "0:text:a");
    // The position outlives a second failure before anything came.
    bench.fake.push(FakeAnswer::status(403));
    let mut again = call(&client, &CURSOR).resume(&position).items();
    assert_eq!(again.try_next().await.expect_err("it is refused").status(), Some(403));
    let position = again.position().expect("it is not over");
    bench.fake.push(page(&[3], "{}"));
    assert_eq!(ids(call(&client, &CURSOR).resume(&position).items().all(9).await.expect("it is whole")), [3]);
}

#[tokio::test]
async fn a_resumed_run_has_its_place_before_its_first_page() {
    let bench = Bench::new([]);
    let client = bench.client();
    let position: Position = "1:text:a".parse().expect("it is one");
    let items = call(&client, &CURSOR).resume(&position).items();
    assert_eq!(items.position().map(|position| position.to_string()).as_deref(), Some("1:text:a"));
}

#[tokio::test]
async fn a_key_that_the_server_repeats_in_links_hides_no_loop_and_is_in_no_position() {
    let bench = Bench::new([page(&[1], r#"{"next":"/v1/pets?c=2&key=hunter2"}"#), page(&[2], r#"{"next":"/v1/pets?key=hunter2&c=2"}"#)]);
    let client = bench.builder().credential("query_key", Credential::api_key(secret())).build().expect("the values can be used");
    let mut items = call(&client, &URL).items();
    items.try_next().await.expect("the page is whole");
    assert_eq!(items.position().map(|position| position.to_string()).as_deref(), Some("0:url:https://eu.pets.example/v1/pets?c=2"));
    assert_eq!(items.try_next().await.expect_err("it names itself").page_fault(), Some(PageFault::Repeated));
}

#[tokio::test]
async fn a_cursor_that_a_run_was_taken_up_at_is_known() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#)]);
    let client = bench.client();
    let position: Position = "0:text:a".parse().expect("it is one");
    let error = call(&client, &CURSOR).resume(&position).items().all(9).await.expect_err("it comes again");
    assert_eq!(error.page_fault(), Some(PageFault::Repeated));
}
