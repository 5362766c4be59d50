//! Backwards, ahead of time, up to a limit, from a place on, and with the total.

use std::task::{Context, Poll, Waker};

use super::*;

static BACK: Operation = list(NextPage::Cursor { param: "after", location: QUERY, cursor: "/meta/next", more: "" })
    .total("/meta/total")
    .prev_page(PrevPage::Cursor { param: "before", location: QUERY, cursor: "/meta/prev" });
static BACK_ID: Operation = list(NextPage::LastId { param: "after", location: QUERY, id: "/id", more: "/meta/more" })
    .prev_page(PrevPage::FirstId { param: "before", location: QUERY, id: "/id" });
static BACK_URL: Operation = list(NextPage::Url { url: "/meta/next" }).prev_page(PrevPage::Url { url: "/meta/prev" });
static BACK_LINK: Operation = list(NextPage::Link).prev_page(PrevPage::Link).total("X-Total-Count");
static NESTED: Operation = Operation::new("search", "POST", "/search").body("application/json").pages(Pages {
    items: "/data",
    next: NextPage::Cursor { param: "/options/after", location: ParamLocation::Field, cursor: "/meta/next", more: "" },
});
static NESTED_OFFSET: Operation = Operation::new("search", "POST", "/search").body("application/json").pages(Pages {
    items: "/data",
    next: NextPage::Offset {
        param: "/options/offset",
        location: ParamLocation::Field,
        limit: "/options/count",
        total: "/meta/total",
        more: "",
    },
});
static NESTED_BACK: Operation = nested_back("application/json", "/options/after", "/options/before");
static FORM_BACK: Operation = nested_back("application/x-www-form-urlencoded", "after", "before");

const fn nested_back(media_type: &'static str, after: &'static str, before: &'static str) -> Operation {
    Operation::new("search", "POST", "/search")
        .body(media_type)
        .pages(Pages {
            items: "/data",
            next: NextPage::Cursor { param: after, location: ParamLocation::Field, cursor: "/meta/next", more: "" },
        })
        .prev_page(PrevPage::Cursor { param: before, location: ParamLocation::Field, cursor: "/meta/prev" })
}

async fn back(op: &'static Operation, answers: impl IntoIterator<Item = FakeAnswer>, queries: &[&str]) -> Vec<i64> {
    let bench = Bench::new(answers);
    let client = bench.client();
    let items = call(&client, op).query("tag", "x").rev_items().all(100).await.expect("the pages hang together");
    let sent: Vec<String> = bench.fake.requests().iter().map(|it| it.uri.query().unwrap_or_default().to_owned()).collect();
    assert_eq!(sent, queries);
    ids(items)
}

#[tokio::test]
async fn a_cursor_leads_backwards() {
    let pages = [page(&[5, 6], r#"{"prev":"p"}"#), page(&[3, 4], r#"{"prev":null,"next":"n"}"#)];
    assert_eq!(back(&BACK, pages, &["tag=x", "tag=x&before=p"]).await, [6, 5, 4, 3]);
}

#[tokio::test]
async fn the_way_back_drops_the_parameter_of_the_way_forwards() {
    let bench = Bench::new([page(&[5], r#"{"prev":"p"}"#), page(&[4], "{}")]);
    let client = bench.client();
    let items = call(&client, &BACK).query("after", "a").rev_items().all(9).await.expect("the pages hang together");
    assert_eq!(ids(items), [5, 4]);
    assert_eq!(bench.lines()[1], "GET https://eu.pets.example/v1/pets?before=p");
}

/// Asks for the page before, and returns the body that does.
async fn body_of_the_page_before(op: &'static Operation, body: Value) -> Vec<u8> {
    let bench = Bench::new([page(&[5], r#"{"prev":"p"}"#), page(&[4], "{}")]);
    let client = bench.client();
    let items = call(&client, op).body(&body).rev_items().all(9).await.expect("the pages hang together");
    assert_eq!(ids(items), [5, 4]);
    bench.fake.requests()[1].body.to_vec()
}

#[tokio::test]
async fn the_way_back_drops_a_nested_field_of_the_way_forwards() {
    // As JSON: the order of an object's keys is serde_json's, and another package's feature can change it.
    let json = |sent: Vec<u8>| serde_json::from_slice::<Value>(&sent).expect("it is JSON");
    let body = serde_json::json!({"after": "kept", "options": {"after": "a", "size": 1}});
    let sent = json(body_of_the_page_before(&NESTED_BACK, body).await);
    assert_eq!(sent, serde_json::json!({"after": "kept", "options": {"before": "p", "size": 1}}));
    let sent = json(body_of_the_page_before(&NESTED_BACK, serde_json::json!({"options": null})).await);
    assert_eq!(sent, serde_json::json!({"options": {"before": "p"}}));
}

#[tokio::test]
async fn the_way_back_drops_a_field_of_a_form() {
    let sent = body_of_the_page_before(&FORM_BACK, serde_json::json!({"after": "a", "size": 1})).await;
    assert_eq!(String::from_utf8_lossy(&sent), "size=1&before=p");
}

#[tokio::test]
async fn the_first_item_asks_for_the_page_before() {
    // On the first page, `more` speaks of the way forwards.
    let pages = [page(&[5, 6], r#"{"more":false}"#), page(&[3, 4], r#"{"more":true}"#), page(&[2], r#"{"more":false}"#)];
    assert_eq!(back(&BACK_ID, pages, &["tag=x", "tag=x&before=5", "tag=x&before=3"]).await, [6, 5, 4, 3, 2]);
}

#[tokio::test]
async fn a_url_leads_backwards() {
    let pages = [page(&[5], r#"{"prev":"?p=2"}"#), page(&[4], "{}")];
    assert_eq!(back(&BACK_URL, pages, &["tag=x", "p=2"]).await, [5, 4]);
}

#[tokio::test]
async fn a_link_leads_backwards_and_a_header_tells_the_total() {
    let first = page(&[5], "{}").header("link", r#"</v1/pets?p=2>; rel="prev", </v1/pets?p=9>; rel="next""#).header("x-total-count", "7");
    assert_eq!(back(&BACK_LINK, [first.clone(), page(&[4], "{}")], &["tag=x", "p=2"]).await, [5, 4]);
    let bench = Bench::new([first, page(&[6], "{}")]);
    let client = bench.client();
    let mut pages = call(&client, &BACK_LINK).pages();
    assert_eq!(pages.total(), None);
    pages.try_next().await.expect("it is there");
    assert_eq!(pages.total(), Some(7));
}

#[tokio::test]
async fn page_numbers_go_down_to_the_first() {
    let bench = Bench::new([page(&[3], "{}"), page(&[2], "{}"), page(&[1], "{}")]);
    let client = bench.client();
    let items = call(&client, &PAGE).query("page", &3).rev_items().all(9).await.expect("the pages hang together");
    assert_eq!(ids(items), [3, 2, 1]);
    assert_eq!(bench.lines()[2], "GET https://eu.pets.example/v1/pets?page=1");
}

#[tokio::test]
async fn where_there_is_no_way_back_it_is_an_error() {
    let bench = Bench::new([]);
    let client = bench.client();
    let error = call(&client, &CURSOR).rev_items().try_next().await.expect_err("there is no way");
    assert_eq!(error.page_fault(), Some(PageFault::OneWay));
    assert_eq!(bench.lines().len(), 0);
}

#[tokio::test]
async fn a_cap_on_items_is_an_error_and_the_rest_can_be_had() {
    let bench = Bench::new([page(&[1, 2, 3], r#"{"next":"a"}"#), page(&[1, 2, 3], r#"{"next":"a"}"#), page(&[4], "{}")]);
    let client = bench.client();
    let mut items = call(&client, &CURSOR).items().fail_above(2);
    assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(1));
    assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(2));
    assert_eq!(items.try_next().await.expect_err("there are more").page_fault(), Some(PageFault::Limit));
    assert_eq!(items.try_next().await.expect("the stream is over"), None);
    let position = items.position().expect("it goes on");
    let rest = call(&client, &CURSOR).resume(&position).items().all(9).await.expect("the pages hang together");
    assert_eq!(ids(rest), [3, 4]);
}

#[tokio::test]
async fn a_cap_that_is_met_exactly_is_no_error() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#), page(&[2], "{}")]);
    let client = bench.client();
    let items = call(&client, &CURSOR).items().fail_above(2).max_pages(2).all(2).await.expect("there are no more");
    assert_eq!(ids(items), [1, 2]);
}

#[tokio::test]
async fn a_cap_on_pages_is_an_error_before_the_next_is_asked_for() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#), page(&[2], r#"{"next":"b"}"#)]);
    let client = bench.client();
    let mut pages = call(&client, &CURSOR).pages().max_pages(1);
    assert!(pages.try_next().await.expect("it is there").is_some());
    let error = pages.try_next().await.expect_err("there are more");
    assert_eq!(error.page_fault(), Some(PageFault::PageLimit));
    assert_eq!(error.to_string(), "list (GET /pets): the list has more than 1 pages");
    assert_eq!(bench.lines().len(), 1);
    assert_eq!(pages.position().map(|it| it.to_string()).as_deref(), Some("0:text:a"));
}

#[tokio::test]
async fn a_cap_on_items_holds_for_pages_too() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#), page(&[2, 3], "{}")]);
    let client = bench.client();
    let mut pages = call(&client, &CURSOR).pages().fail_above(2);
    assert!(pages.try_next().await.expect("it is there").is_some());
    assert_eq!(pages.try_next().await.expect_err("there are more").page_fault(), Some(PageFault::Limit));
}

#[tokio::test]
async fn a_list_is_taken_up_after_an_error() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#), FakeAnswer::status(403), page(&[2], "{}")]);
    let client = bench.client();
    let mut items = call(&client, &CURSOR).items();
    items.try_next().await.expect("it is there");
    items.try_next().await.expect_err("it is refused");
    let position = items.position().expect("the page that failed is still to be had");
    let rest = call(&client, &CURSOR).resume(&position).items().all(9).await.expect("the pages hang together");
    assert_eq!(ids(rest), [2]);
    assert_eq!(bench.lines()[2], "GET https://eu.pets.example/v1/pets?after=a");
}

#[tokio::test]
async fn a_place_on_the_way_back_is_saved() {
    let bench = Bench::new([page(&[5, 6], r#"{"prev":"p"}"#), page(&[3, 4], "{}"), page(&[3, 4], "{}")]);
    let client = bench.client();
    let mut items = call(&client, &BACK).rev_items();
    for _ in 0..3 {
        items.try_next().await.expect("it is there");
    }
    let saved = items.position().expect("it is not over").to_string();
    assert_eq!(saved, "1:back:text:p");
    let position: Position = saved.parse().expect("it was saved");
    let rest = call(&client, &BACK).resume(&position).rev_items().all(9).await.expect("the pages hang together");
    assert_eq!(ids(rest), [3]);
}

#[tokio::test]
async fn the_next_page_is_asked_for_ahead_of_time_only_by_choice() {
    for (ahead, sent) in [(false, 1), (true, 2)] {
        let bench = Bench::new([page(&[1, 2], r#"{"next":"a"}"#), page(&[3], "{}")]);
        let client = bench.client();
        let items = call(&client, &CURSOR).items();
        let mut items = if ahead { items.prefetch() } else { items };
        assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(1));
        assert_eq!(bench.lines().len(), sent);
        assert_eq!(items.position().map(|it| it.to_string()).as_deref(), Some("1:first"));
        assert_eq!(ids(items.all(9).await.expect("the pages hang together")), [2, 3]);
    }
}

#[tokio::test]
async fn an_error_ahead_of_time_waits_for_its_page() {
    let bench = Bench::new([page(&[1, 2], r#"{"next":"a"}"#), FakeAnswer::status(403)]);
    let client = bench.client();
    let mut items = call(&client, &CURSOR).items().prefetch();
    assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(1));
    assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(2));
    assert_eq!(items.try_next().await.expect_err("it is refused").status(), Some(403));
    assert_eq!(items.position().map(|it| it.to_string()).as_deref(), Some("0:text:a"));
}

#[tokio::test]
async fn a_cap_on_pages_holds_ahead_of_time() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#), page(&[2], "{}")]);
    let client = bench.client();
    let mut pages = call(&client, &CURSOR).pages().prefetch().max_pages(1);
    assert!(pages.try_next().await.expect("it is there").is_some());
    assert_eq!(bench.lines().len(), 1);
    assert_eq!(pages.try_next().await.expect_err("there are more").page_fault(), Some(PageFault::PageLimit));
}

#[tokio::test]
async fn a_cursor_goes_into_an_object_of_the_body() {
    let bench = Bench::new([page(&[1], r#"{"next":7}"#), page(&[2], r#"{"next":"b"}"#), page(&[3], "{}")]);
    let client = bench.client();
    let call = call(&client, &NESTED).body(&serde_json::json!({"filter": "x", "options": {"count": 2}}));
    assert_eq!(ids(call.items().all(9).await.expect("the pages hang together")), [1, 2, 3]);
    let bodies: Vec<Value> = bench.fake.requests().iter().map(|it| serde_json::from_slice(&it.body).expect("it is JSON")).collect();
    // A number stays a number.
    assert_eq!(bodies[1], serde_json::json!({"filter": "x", "options": {"count": 2, "after": 7}}));
    assert_eq!(bodies[2], serde_json::json!({"filter": "x", "options": {"count": 2, "after": "b"}}));
}

#[tokio::test]
async fn an_offset_in_an_object_of_the_body_starts_where_it_was_set() {
    let bench = Bench::new([page(&[3, 4], r#"{"total":5}"#), page(&[5], r#"{"total":5}"#)]);
    let client = bench.client();
    let mut items = call(&client, &NESTED_OFFSET).body(&serde_json::json!({"options": {"offset": 2}})).items();
    assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(3));
    assert_eq!(items.total(), Some(5));
    assert_eq!(ids(items.all(9).await.expect("the pages hang together")), [4, 5]);
    assert_eq!(bench.fake.requests()[1].body.as_ref(), br#"{"options":{"offset":4}}"#);
}

#[tokio::test]
async fn an_object_of_the_body_is_made_where_there_is_none() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#), page(&[2], "{}")]);
    let client = bench.client();
    let call = call(&client, &NESTED).body(&serde_json::json!({"options": null}));
    assert_eq!(ids(call.items().all(9).await.expect("the pages hang together")), [1, 2]);
    assert_eq!(bench.fake.requests()[1].body.as_ref(), br#"{"options":{"after":"a"}}"#);
}

#[tokio::test]
async fn a_cursor_that_is_a_url_is_followed() {
    let pages = [page(&[1], r#"{"next":"https://eu.pets.example/v1/pets?c=2"}"#), page(&[2], "{}")];
    assert_eq!(check(&CURSOR, pages, &["tag=x", "c=2"]).await, [1, 2]);
}

#[tokio::test]
async fn a_number_as_cursor_that_comes_again_is_an_error() {
    let pages = (0..9).map(|_| page(&[1], r#"{"next":7}"#));
    assert_eq!(fault(&CURSOR, pages).await, (Some(PageFault::Repeated), 2));
}

#[tokio::test]
async fn a_url_that_comes_again_is_an_error() {
    let pages = ["?c=2", "?c=3", "?c=2"].map(|next| page(&[1], &format!(r#"{{"next":"{next}"}}"#)));
    assert_eq!(fault(&URL, pages).await, (Some(PageFault::Repeated), 3));
}

#[test]
fn streams_need_no_runtime_of_their_own_to_be_made() {
    let bench = Bench::new([]);
    let client = bench.client();
    let mut items = call(&client, &CURSOR).rev_items();
    let mut cx = Context::from_waker(Waker::noop());
    let polled = futures_core::Stream::poll_next(std::pin::Pin::new(&mut items), &mut cx);
    assert!(matches!(polled, Poll::Ready(Some(Err(_)))));
}

#[tokio::test]
async fn items_of_another_type_are_an_error_at_their_page_and_an_empty_list_is_none() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#)]);
    let client = bench.client();
    let mut items = client.call::<List, Value, Paged<List>>(&CURSOR).items();
    let error = items.try_next().await.expect_err("the page holds pets");
    assert_eq!(error.page_fault(), Some(PageFault::NoList));
    assert_eq!(items.position().map(|position| position.to_string()).as_deref(), Some("0:first"));
    assert!(items.next().await.is_none());

    let bench = Bench::new([FakeAnswer::json(200, r#"{"data":null}"#)]);
    let client = bench.client();
    let mut items = client.call::<List, Value, Paged<List>>(&CURSOR).items();
    assert!(items.try_next().await.expect("there are no items").is_none());
}

#[tokio::test]
async fn pages_with_exactly_as_many_items_as_allowed_are_no_error() {
    let bench = Bench::new([page(&[1], r#"{"next":"a"}"#), page(&[2], "{}")]);
    let client = bench.client();
    let mut pages = call(&client, &CURSOR).pages().fail_above(2);
    assert_eq!(ids(pages.try_next().await.expect("one item").expect("a page").data.expect("it has a list")), [1]);
    assert_eq!(ids(pages.try_next().await.expect("two items").expect("a page").data.expect("it has a list")), [2]);
    assert!(pages.try_next().await.expect("no page follows").is_none());
}

/// Lists all items of a list in numbered pages that report a total, from a page on, and returns which pages were asked for.
async fn numbers(from: Option<u64>, pages: &[(&[i64], u64)]) -> Vec<String> {
    static COUNTED: Operation =
        list(NextPage::Page { param: "page", location: QUERY, first: 1, size: "", pages: "", total: "/meta/total", more: "" });
    // A page after those that are to be asked for.
    let answers = pages.iter().map(|(ids, total)| page(ids, &format!(r#"{{"total":{total}}}"#))).chain([page(&[], "{}")]);
    let bench = Bench::new(answers);
    let client = bench.client();
    call(&client, &COUNTED).query("page", &from).items().all(99).await.expect("the pages are linked");
    bench.fake.requests().iter().map(|it| it.uri.query().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn a_total_ends_numbered_pages_that_were_listed_from_the_first() {
    let full: [(&[i64], u64); 2] = [(&[1, 2], 4), (&[3, 4], 4)];
    assert_eq!(numbers(None, &full).await, ["", "page=2"]);
    assert_eq!(numbers(Some(1), &full).await, ["page=1", "page=2"]);
    // The server gives less than was asked for, and the total says that there is more.
    assert_eq!(numbers(None, &[(&[1, 2], 4), (&[3], 4), (&[4], 4)]).await, ["", "page=2", "page=3"]);
    // From a later page on, what was received is not all that there is: a shorter page ends the list.
    assert_eq!(numbers(Some(3), &[(&[5, 6], 7), (&[7], 7)]).await, ["page=3", "page=4"]);
}
