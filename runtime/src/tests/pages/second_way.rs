//! Lists that can be asked for in two ways, cursors in headers, and limits that stop.

use super::*;

const fn cursor(more: &'static str) -> NextPage {
    NextPage::Cursor { param: "after", location: QUERY, cursor: "/meta/next", more }
}

const OFFSET_WAY: NextPage = NextPage::Offset { param: "offset", location: QUERY, limit: "limit", total: "/meta/total", more: "" };
const PAGE_WAY: NextPage =
    NextPage::Page { param: "page", location: QUERY, first: 1, size: "", pages: "/meta/pages", total: "/meta/total", more: "" };

static BOTH: Operation = list(cursor("")).total("/meta/total").fallback(OFFSET_WAY);
static BOTH_MORE: Operation = list(cursor("/meta/more")).total("/meta/total").fallback(OFFSET_WAY);
static BOTH_PAGES: Operation = list(cursor("")).total("/meta/total").fallback(PAGE_WAY);
static URL_BOTH: Operation = list(NextPage::Url { url: "/meta/next" }).total("/meta/total").fallback(OFFSET_WAY);
static HEADER_CURSOR: Operation =
    list(NextPage::Cursor { param: "X-Token", location: ParamLocation::Header, cursor: "/meta/next", more: "" });
static HEADERS: Operation = list(NextPage::Cursor { param: "X-Token", location: ParamLocation::Header, cursor: "Next-Token", more: "" });

#[tokio::test]
async fn a_server_that_counts_by_offset_and_sends_no_cursor_is_asked_by_offset() {
    let pages = [
        page(&[1, 2, 3], r#"{"next":null,"total":7}"#),
        page(&[4, 5, 6], r#"{"next":null,"total":7}"#),
        page(&[7], r#"{"next":null,"total":7}"#),
    ];
    assert_eq!(check(&BOTH, pages, &["tag=x", "tag=x&offset=3", "tag=x&offset=6"]).await, [1, 2, 3, 4, 5, 6, 7]);
}

#[tokio::test]
async fn a_cursor_that_is_sent_is_preferred_and_the_total_ends_nothing() {
    let pages = [page(&[1, 2], r#"{"next":"a","total":2}"#), page(&[3], r#"{"next":null,"total":3}"#)];
    assert_eq!(check(&BOTH, pages, &["tag=x", "tag=x&after=a"]).await, [1, 2, 3]);
}

#[tokio::test]
async fn cursors_that_end_before_the_total_are_followed_by_an_offset_and_no_cursor() {
    let pages = [page(&[1, 2], r#"{"next":"a","total":5}"#), page(&[3], r#"{"total":5}"#), page(&[4, 5], r#"{"total":5}"#)];
    assert_eq!(check(&BOTH, pages, &["tag=x", "tag=x&after=a", "tag=x&offset=3"]).await, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn a_total_that_counts_more_than_the_list_costs_one_request() {
    let pages = [page(&[1, 2], r#"{"total":9}"#), page(&[], r#"{"total":9}"#)];
    assert_eq!(check(&BOTH, pages, &["tag=x", "tag=x&offset=2"]).await, [1, 2]);
}

#[tokio::test]
async fn a_total_that_counts_less_than_the_list_asks_for_nothing() {
    for total in ["1", "2", "null", "-1", "\"many\""] {
        let pages = [page(&[1, 2], &format!(r#"{{"total":{total}}}"#))];
        assert_eq!(check(&BOTH, pages, &["tag=x"]).await, [1, 2], "{total}");
    }
}

#[tokio::test]
async fn a_total_that_shrinks_while_pages_come_ends_the_list() {
    let pages = [page(&[1, 2], r#"{"total":6}"#), page(&[3, 4], r#"{"total":4}"#)];
    assert_eq!(check(&BOTH, pages, &["tag=x", "tag=x&offset=2"]).await, [1, 2, 3, 4]);
}

#[tokio::test]
async fn a_list_without_items_is_not_asked_for_again() {
    assert_eq!(check(&BOTH, [page(&[], r#"{"total":4}"#)], &["tag=x"]).await, [0; 0]);
}

#[tokio::test]
async fn what_the_server_says_outright_counts_more_than_a_total() {
    let pages = [page(&[1, 2], r#"{"more":false,"total":9}"#)];
    assert_eq!(check(&BOTH_MORE, pages, &["tag=x"]).await, [1, 2]);
    let pages = [page(&[1, 2], r#"{"more":true}"#), page(&[3], r#"{"more":false,"total":3}"#)];
    assert_eq!(check(&BOTH_MORE, pages, &["tag=x", "tag=x&offset=2"]).await, [1, 2, 3]);
}

#[tokio::test]
async fn a_server_that_counts_pages_is_asked_by_number() {
    for total in [r#"{"total":3}"#, r#"{"pages":2}"#] {
        let pages = [page(&[1, 2], total), page(&[3], total)];
        assert_eq!(check(&BOTH_PAGES, pages, &["tag=x", "tag=x&page=2"]).await, [1, 2, 3], "{total}");
    }
}

#[tokio::test]
async fn a_url_that_is_missing_before_the_total_is_replaced_by_an_offset() {
    let pages = [page(&[1], r#"{"next":"?tag=x&offset=1","total":3}"#), page(&[2], r#"{"total":3}"#), page(&[3], r#"{"total":3}"#)];
    assert_eq!(check(&URL_BOTH, pages, &["tag=x", "tag=x&offset=1", "tag=x&offset=2"]).await, [1, 2, 3]);
}

#[tokio::test]
async fn a_server_that_sends_the_first_page_again_has_an_incomplete_list() {
    let bench = Bench::new((0..2).map(|_| page(&[1, 2, 3], r#"{"next":null,"total":7}"#)));
    let client = bench.client();
    let mut items = call(&client, &BOTH).items();
    for id in [1, 2, 3] {
        assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(id));
    }
    let error = items.try_next().await.expect_err("the list is not whole");
    assert_eq!(error.page_fault(), Some(PageFault::Incomplete));
    let message = "the pages end after 3 items of the 7 that the server reports: the server sends the first page again";
    assert_eq!(error.to_string(), format!("list (GET /pets): {message}"));
    assert_eq!(items.try_next().await.expect("the stream is over"), None);
}

#[tokio::test]
async fn more_that_nothing_asks_for_is_an_error_after_the_page() {
    let bench = Bench::new([page(&[1], r#"{"next":null,"more":true}"#)]);
    let client = bench.client();
    let mut items = call(&client, &MORE).items();
    assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(1));
    assert_eq!(items.try_next().await.expect_err("there is more").page_fault(), Some(PageFault::Incomplete));
    assert_eq!(items.try_next().await.expect("the stream is over"), None);
}

#[tokio::test]
async fn a_list_that_begins_elsewhere_is_checked_from_there() {
    let bench = Bench::new([page(&[3, 4], r#"{"total":5}"#), page(&[5], r#"{"total":5}"#)]);
    let client = bench.client();
    let items = call(&client, &BOTH).query("offset", &2).items().all(9).await.expect("the pages are linked");
    assert_eq!(ids(items), [3, 4, 5]);
    assert_eq!(bench.lines()[1], "GET https://eu.pets.example/v1/pets?offset=4");
    // How many items come before a cursor of the caller's is not known.
    let bench = Bench::new([page(&[3, 4], r#"{"total":5}"#)]);
    let client = bench.client();
    let items = call(&client, &BOTH).query("after", "b").items().all(9).await.expect("the pages are linked");
    assert_eq!(ids(items), [3, 4]);
}

#[tokio::test]
async fn a_place_on_the_second_way_is_saved() {
    let bench = Bench::new([page(&[1, 2], r#"{"total":5}"#), page(&[3, 4], r#"{"total":5}"#)]);
    let client = bench.client();
    let mut items = call(&client, &BOTH).items();
    for _ in 0..3 {
        items.try_next().await.expect("it is there");
    }
    let saved = items.position().expect("there is more").to_string();
    assert_eq!(saved, "1:fallback:number:2");
    let bench = Bench::new([page(&[3, 4], r#"{"total":5}"#), page(&[5], r#"{"total":5}"#)]);
    let client = bench.client();
    let position: Position = saved.parse().expect("it was saved");
    let rest = call(&client, &BOTH).query("after", "x").resume(&position).items().all(9).await.expect("the pages are linked");
    assert_eq!(ids(rest), [4, 5]);
    assert_eq!(bench.lines(), ["GET https://eu.pets.example/v1/pets?offset=2", "GET https://eu.pets.example/v1/pets?offset=4"]);
    // An operation that has lost its second way cannot use the place.
    let bench = Bench::new([]);
    let client = bench.client();
    call(&client, &CURSOR).resume(&position).items().try_next().await.expect_err("there is no parameter");
    assert_eq!(bench.lines().len(), 0);
}

#[tokio::test]
async fn a_cursor_goes_into_a_header() {
    for (op, first) in [(&HEADER_CURSOR, page(&[1], r#"{"next":"a b"}"#)), (&HEADERS, page(&[1], "{}").header("next-token", "a b"))] {
        let bench = Bench::new([first, page(&[2], "{}")]);
        assert_eq!(all(&bench, op).await.expect("the pages are linked"), [1, 2]);
        let sent: Vec<Option<String>> = bench.fake.requests().iter().map(|it| it.header("x-token").map(str::to_owned)).collect();
        assert_eq!(sent, [None, Some("a b".to_owned())]);
        assert_eq!(bench.lines()[1], "GET https://eu.pets.example/v1/pets?tag=x");
    }
}

#[tokio::test]
async fn a_cursor_that_no_header_can_hold_is_an_error() {
    let bench = Bench::new([page(&[1], r#"{"next":"a\nb"}"#), page(&[2], "{}")]);
    let error = all(&bench, &HEADER_CURSOR).await.expect_err("it cannot be sent");
    assert!(error.to_string().contains("cannot be sent in the header `X-Token`"), "{error}");
    assert_eq!(bench.lines().len(), 1);
}

#[tokio::test]
async fn the_most_items_end_the_stream_and_ask_for_no_further_page() {
    for prefetch in [false, true] {
        let bench = Bench::new([page(&[1, 2], r#"{"next":"a"}"#), page(&[3, 4], r#"{"next":"b"}"#)]);
        let client = bench.client();
        let items = call(&client, &CURSOR).items();
        let mut items = if prefetch { items.prefetch() } else { items }.max_items(3);
        for id in [1, 2, 3] {
            assert_eq!(items.try_next().await.expect("it is there").map(|pet| pet.id), Some(id));
        }
        assert_eq!(items.try_next().await.expect("the stream is over"), None);
        assert_eq!(bench.lines().len(), 2);
        // The rest begins in the page at hand.
        assert_eq!(items.position().map(|position| position.to_string()).as_deref(), Some("1:text:a"));
    }
}

#[tokio::test]
async fn the_most_items_are_no_error_where_the_list_has_more_or_fewer() {
    for (most, expected) in [(0, vec![]), (1, vec![1]), (2, vec![1, 2]), (9, vec![1, 2])] {
        let bench = Bench::new([page(&[1, 2], "{}")]);
        let client = bench.client();
        let items = call(&client, &CURSOR).items().max_items(most).all(9).await.expect("it stops");
        assert_eq!(ids(items), expected);
        assert_eq!(bench.lines().len(), usize::from(most > 0));
    }
}

#[tokio::test]
async fn the_most_items_count_from_where_a_run_is_taken_up() {
    let bench = Bench::new([page(&[1, 2, 3], r#"{"next":"a"}"#), page(&[4], "{}")]);
    let client = bench.client();
    let position: Position = "1:first".parse().expect("it is one");
    let items = call(&client, &CURSOR).resume(&position).items().max_items(2).all(9).await.expect("it stops");
    assert_eq!(ids(items), [2, 3]);
    assert_eq!(bench.lines().len(), 1);
}

#[tokio::test]
async fn pages_end_after_the_page_with_the_most_items() {
    let bench = Bench::new([page(&[1, 2], r#"{"next":"a"}"#), page(&[3, 4], r#"{"next":"b"}"#), page(&[5], "{}")]);
    let client = bench.client();
    let mut pages = call(&client, &CURSOR).pages().max_items(3).prefetch();
    let mut lengths = Vec::new();
    while let Some(page) = pages.try_next().await.expect("it stops") {
        lengths.push(page.data.map(|pets| pets.len()));
    }
    assert_eq!(lengths, [Some(2), Some(2)]);
    assert_eq!(bench.lines().len(), 2);
    assert_eq!(pages.position().map(|position| position.to_string()).as_deref(), Some("0:text:b"));
}
