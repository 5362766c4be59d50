//! Lists whose pages lead astray.

use turnbuckle_runtime::operation::{NextPage, Operation, Pages, ParamLocation};
use turnbuckle_runtime::page::PageFault;
use turnbuckle_runtime::{Call, Error, Paged, Value};

use super::server::{answer, json};
use super::{KEY, Pet, Reply, Server, client};

#[derive(Clone)]
struct List {
    data: Option<Vec<Pet>>,
    next: Option<String>,
    total: Option<Value>,
}

turnbuckle_runtime::record!(List { 0 "data" data OPTIONAL, 1 "next" next OPTIONAL, 2 "total" total OPTIONAL });

const QUERY: ParamLocation = ParamLocation::Query;

const fn list(next: NextPage) -> Operation {
    Operation::new("list", "GET", "/pets").pages(Pages { items: "/data", next }).security(KEY)
}

static CURSOR: Operation = list(NextPage::Cursor { param: "after", location: QUERY, cursor: "/next", more: "" });
static URL: Operation = list(NextPage::Url { url: "/next" });
static LINK: Operation = list(NextPage::Link);
static OFFSET: Operation = list(NextPage::Offset { param: "offset", location: QUERY, limit: "limit", total: "/total", more: "" });
static PAGE: Operation =
    list(NextPage::Page { param: "page", location: QUERY, first: 1, size: "size", pages: "", total: "/total", more: "" });

fn page(ids: &[i64], more: &str) -> Reply {
    let pets: Vec<String> = ids.iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    json(format!(r#"{{"data":[{}]{more}}}"#, pets.join(",")))
}

async fn read(server: &Server, op: &'static Operation) -> Result<Vec<i64>, Error> {
    let client = client(server);
    let call: Call<'_, List, Value, Paged<Pet>> = client.call(op);
    let pets = call.query("limit", &0_i64).items().all(1000).await?;
    Ok(pets.into_iter().map(|pet| pet.id).collect())
}

async fn fault(op: &'static Operation, replies: impl IntoIterator<Item = Reply>) -> (Option<PageFault>, usize) {
    let server = Server::start(replies).await;
    let error = read(&server, op).await.expect_err("the pages do not hang together");
    (error.page_fault(), server.requests().len())
}

#[tokio::test]
async fn g49_next_link_to_another_host_gets_no_credentials() {
    let elsewhere = Server::start([page(&[2], "")]).await;
    let link = format!("link: <{}/pets?after=1>; rel=\"next\"", elsewhere.url);
    for (op, first) in [
        (&URL, page(&[1], &format!(r#","next":"{}/pets?after=1""#, elsewhere.url))),
        (&LINK, answer("200 OK", &format!("content-type: application/json\n{link}"), r#"{"data":[{"id":1}]}"#)),
    ] {
        let server = Server::start([first]).await;
        assert_eq!(read(&server, op).await.expect("another host may hold the next page"), [1, 2]);
        assert!(server.requests()[0].contains("x-key: hunter2"));
    }
    for request in elsewhere.requests() {
        assert!(!request.contains("hunter2") && request.starts_with("GET /pets?after=1 "), "{request}");
    }
    assert_eq!(elsewhere.requests().len(), 2);
}

#[tokio::test]
async fn g49_next_link_with_a_user_in_it() {
    let url = r#","next":"http://me:hunter3@127.0.0.1:1/pets""#;
    let server = Server::start([page(&[1], url)]).await;
    let error = read(&server, &URL).await.expect_err("nobody listens there");
    assert!(!format!("{error} {error:?}").contains("hunter3"), "{error:?}");
}

#[tokio::test]
async fn g49_next_link_to_itself() {
    assert_eq!(fault(&URL, [page(&[1], r#","next":"/pets?limit=0""#)]).await, (Some(PageFault::Repeated), 1));
    let link = answer("200 OK", "link: <?limit=0>; rel=next\ncontent-type: application/json", r#"{"data":[{"id":1}]}"#);
    assert_eq!(fault(&LINK, [link]).await, (Some(PageFault::Repeated), 1));
}

#[tokio::test]
async fn g49_next_links_in_a_circle() {
    let pages = [page(&[1], r#","next":"/a""#), page(&[2], r#","next":"/b""#), page(&[3], r#","next":"/a""#)];
    assert_eq!(fault(&URL, pages).await, (Some(PageFault::Repeated), 3));
}

#[tokio::test]
async fn g49_next_link_to_a_file() {
    for url in
        ["file:///etc/passwd", "FILE:/etc/passwd", "javascript:alert(1)", "data:application/json,{}", "ftp://a/b", "http://", "http:///x"]
    {
        assert_eq!(fault(&URL, [page(&[1], &format!(r#","next":"{url}""#))]).await, (Some(PageFault::Url), 1), "{url}");
    }
}

#[tokio::test]
async fn g49_next_link_that_is_relative() {
    let pages = [
        page(&[1], r#","next":"?after=1""#),
        page(&[2], r#","next":"/pets/more?x=ü y""#),
        page(&[3], r#","next":"../up""#),
        page(&[4], ""),
    ];
    let server = Server::start(pages).await;
    assert_eq!(read(&server, &URL).await.expect("each is there"), [1, 2, 3, 4]);
    assert_eq!(server.lines(), ["GET /pets?limit=0", "GET /pets?after=1", "GET /pets/more?x=%C3%BC%20y", "GET /up"]);
}

#[tokio::test]
async fn g49_empty_page_with_a_cursor() {
    let server = Server::start([page(&[], r#","next":"a""#), page(&[], r#","next":"b""#), page(&[1], "")]).await;
    assert_eq!(read(&server, &CURSOR).await.expect("it goes on"), [1]);
}

#[tokio::test]
async fn g49_empty_pages_for_ever() {
    let pages = (0..50).map(|number| page(&[], &format!(r#","next":"c{number}""#)));
    assert_eq!(fault(&CURSOR, pages).await, (Some(PageFault::Empty), 16));
}

#[tokio::test]
async fn g49_the_same_cursor_for_ever() {
    assert_eq!(fault(&CURSOR, [page(&[1], r#","next":"a""#)]).await, (Some(PageFault::Repeated), 2));
}

#[tokio::test]
async fn g49_new_cursors_for_ever_end_at_the_callers_limit() {
    let pages = (0..2000).map(|number| page(&[number], &format!(r#","next":"c{number}""#)));
    assert_eq!(fault(&CURSOR, pages).await, (Some(PageFault::Limit), 1001));
}

#[tokio::test]
async fn g49_total_that_lies() {
    // A total that is a count says when to stop; beside any other, a page shorter than those before it is the last.
    for (total, requests) in [("1000", 3), ("99999999999999999999", 2), ("-5", 2), ("2.5", 2), ("\"many\"", 2), ("{}", 2)] {
        for op in [&OFFSET, &PAGE] {
            let more = format!(r#","total":{total}"#);
            let server = Server::start([page(&[1, 2], &more), page(&[3], &more), page(&[], &more)]).await;
            let items = read(&server, op).await.unwrap_or_else(|error| panic!("{total}: {error:?}"));
            assert_eq!((items.as_slice(), server.requests().len()), (&[1, 2, 3][..], requests), "{total}");
        }
    }
    // This is beyond every number that a `Value` can hold, so the page itself cannot be read.
    let server = Server::start([page(&[1, 2], r#","total":1e400"#)]).await;
    let error = read(&server, &OFFSET).await.expect_err("the page cannot be read");
    assert_eq!((error.is_decode(), error.status(), server.requests().len()), (true, Some(200), 1));
    let server = Server::start([page(&[1, 2], r#","total":1"#)]).await;
    assert_eq!(read(&server, &OFFSET).await.expect("what came counts"), [1, 2]);
}

#[tokio::test]
async fn g49_page_size_0() {
    // The server gives pages without items, and says that there are items.
    for op in [&OFFSET, &PAGE] {
        let server = Server::start([page(&[], r#","total":100"#)]).await;
        assert_eq!(read(&server, op).await.expect("a page without items ends the list"), [0; 0]);
        assert_eq!(server.requests().len(), 1);
    }
}
