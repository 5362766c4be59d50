//! Calls that block the thread.

use std::io::Read as _;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{API, Bench, GET, Pet, ok};

use crate::model::Value;
use crate::operation::{NextPage, Operation, Pages, ParamLocation};
use crate::transport::{BoxFuture, ByteStream, FakeAnswer, Transport, TransportError};
use crate::{Body, Call, Client, Download, EventStream, Paged, Retry};

static LIST: Operation = Operation::new("list", "GET", "/pets")
    .pages(Pages { items: "/data", next: NextPage::Cursor { param: "after", location: ParamLocation::Query, cursor: "/next", more: "" } });

/// A page of pets.
#[derive(Clone)]
struct Page {
    data: Vec<Pet>,
    next: Option<String>,
}

crate::record!(Page { 0 "data" data REQUIRED, 1 "next" next OPTIONAL });

fn get(client: &Client) -> Call<'_, Pet, Value> {
    client.call(&GET).path("id", &1)
}

#[test]
fn a_call_waits_for_its_answer() {
    let bench = Bench::new([ok(), ok().header("x-id", "7")]);
    let client = bench.client();
    assert_eq!(get(&client).wait().expect("it is answered").id, 1);
    let response = get(&client).wait_response().expect("it is answered");
    assert_eq!(response.headers()["x-id"], "7");
}

#[test]
fn items_and_pages_are_iterators() {
    let page = |next: &str| FakeAnswer::json(200, format!(r#"{{"data":[{{"id":1}},{{"id":2}}],"next":{next}}}"#));
    let bench = Bench::new([page("\"b\""), page("null"), page("\"b\""), page("null")]);
    let client = bench.client();
    let list = || -> Call<'_, Page, Value, Paged<Pet>> { client.call(&LIST) };
    let ids: Result<Vec<i64>, _> = list().items().blocking().map(|pet| pet.map(|pet| pet.id)).collect();
    assert_eq!(ids.expect("all pages come"), [1, 2, 1, 2]);
    assert_eq!(list().pages().blocking().filter_map(Result::ok).map(|page| page.data.len()).collect::<Vec<_>>(), [2, 2]);
}

#[test]
fn a_download_is_a_reader_and_events_are_an_iterator() {
    let file = FakeAnswer::status(200).body("abc").body("").body("defg");
    let events = FakeAnswer::status(200).header("content-type", "text/event-stream").body("data: {\"id\":1}\n\ndata: {\"id\":2}\n\n");
    let broken = FakeAnswer::status(200).body("ab").broken();
    let bench = Bench::new([file, events, broken]);
    let client = bench.client();
    let mut reader = client.call::<Download, Value, ()>(&GET).path("id", &1).wait_stream().expect("it is answered");
    let mut two = [0; 2];
    reader.read_exact(&mut two).expect("there are bytes");
    let mut rest = String::new();
    reader.read_to_string(&mut rest).expect("the rest comes");
    assert_eq!((&two, rest.as_str()), (b"ab", "cdefg"));
    let stream = client.call::<EventStream<Pet>, Value, ()>(&GET).path("id", &1).wait_stream().expect("it is answered");
    assert_eq!(stream.map(|event| event.map(|event| event.data.id)).collect::<Result<Vec<_>, _>>().expect("they fit"), [1, 2]);
    let mut reader = client.call::<Download, Value, ()>(&GET).path("id", &1).wait_stream().expect("it is answered");
    let error = reader.read_to_end(&mut Vec::new()).expect_err("the connection broke");
    assert!(error.get_ref().is_some_and(|error| error.is::<crate::Error>()), "{error}");
}

#[tokio::test]
async fn to_block_where_a_runtime_is_at_work_is_an_error_and_no_panic() {
    let bench = Bench::new([ok(), ok()]);
    let client = bench.client();
    let error = get(&client).wait().expect_err("there is a runtime");
    assert_eq!(
        error.to_string(),
        "getPet (GET /pets/{id}): a call that blocks was made where an asynchronous runtime is at work: await it instead"
    );
    let list: Call<'_, Page, Value, Paged<Pet>> = client.call(&LIST);
    assert!(list.items().blocking().next().is_some_and(|item| item.is_err()));
    assert_eq!(bench.fake.requests().len(), 0, "nothing is sent");
    // A client that has blocked before can be dropped here.
    let other = client.clone();
    std::thread::spawn(move || get(&other).wait().map(drop)).join().expect("no panic").expect("it is answered");
    drop(client);
}

/// A transport that answers when as many requests wait as it was told.
struct Together {
    count: usize,
    waiting: AtomicUsize,
    all: tokio::sync::Notify,
}

impl Transport for Together {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        Box::pin(async move {
            let all = self.all.notified();
            if self.waiting.fetch_add(1, Ordering::SeqCst) + 1 == self.count {
                self.all.notify_waiters();
            } else {
                all.await;
            }
            Ok(http::Response::new(ByteStream::from_bytes(r#"{"id":1}"#)))
        })
    }
}

#[test]
fn several_threads_block_on_one_client_at_once() {
    let transport = Together { count: 8, waiting: AtomicUsize::new(0), all: tokio::sync::Notify::new() };
    let client = Client::builder(&API).transport(transport).retry(Retry::never()).build().expect("the values can be used");
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let client = client.clone();
            std::thread::spawn(move || get(&client).wait().map(|pet| pet.id))
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("no panic").expect("it is answered"), 1);
    }
}

/// Serves connections that are kept, and counts them.
#[cfg(feature = "reqwest")]
fn keeping() -> (String, std::sync::Arc<AtomicUsize>) {
    use std::io::Write as _;

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let connections = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = connections.clone();
    std::thread::spawn(move || {
        while let Ok((mut socket, _)) = listener.accept() {
            counted.fetch_add(1, Ordering::SeqCst);
            std::thread::spawn(move || {
                let mut buffer = [0; 4096];
                while socket.read(&mut buffer).is_ok_and(|read| read > 0) {
                    let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n{\"id\":1}";
                    socket.write_all(answer).expect("the client reads");
                }
            });
        }
    });
    (url, connections)
}

#[cfg(feature = "reqwest")]
#[test]
fn clients_of_one_transport_go_on_with_its_connections() {
    let (url, connections) = keeping();
    let client = Client::builder(&API).base_url(url).retry(Retry::never()).build().expect("the values can be used");
    let credentials: [(&str, crate::Credential); 0] = [];
    let other = client.for_connection("other", credentials).expect("the values can be used");
    for client in [&client, &other].into_iter().cycle().take(10) {
        assert_eq!(get(client).timeout(std::time::Duration::from_secs(20)).wait().expect("it is answered").id, 1);
    }
    // A connection goes back into the pool after its last byte, on the engine's thread: once in a while that is too late for the next call.
    let connections = connections.load(Ordering::SeqCst);
    assert!((1..=3).contains(&connections), "{connections} connections for 10 calls");
}

/// Serves one request on each connection and closes it, without a word before. Tells when each is closed, and returns how many requests
/// had their effect.
#[cfg(feature = "reqwest")]
fn forgetful(calls: usize) -> (String, std::sync::mpsc::Receiver<()>, std::sync::Arc<AtomicUsize>) {
    use std::io::Write as _;

    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    let (closed, told) = std::sync::mpsc::channel();
    let effects = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = effects.clone();
    std::thread::spawn(move || {
        for _ in 0..calls {
            let (mut socket, _) = listener.accept().expect("the client connects");
            let mut request = Vec::new();
            while !request.ends_with(b"{\"id\":1,\"name\":\"Rex\"}") {
                let mut buffer = [0; 4096];
                let read = socket.read(&mut buffer).expect("the client writes");
                assert!(read > 0, "the request is whole");
                request.extend_from_slice(&buffer[..read]);
            }
            counted.fetch_add(1, Ordering::SeqCst);
            let answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 8\r\n\r\n{\"id\":1}";
            socket.write_all(answer).expect("the client reads");
            drop(socket);
            let _ = closed.send(());
        }
    });
    (url, told, effects)
}

#[cfg(feature = "reqwest")]
#[test]
fn every_post_after_the_server_closed_an_idle_connection_succeeds_and_has_one_effect() {
    let (url, closed, effects) = forgetful(10);
    let client = Client::builder(&API).base_url(url).build().expect("the values can be used");
    for number in 1..=10 {
        let call: Call<'_, Pet, Value> = client.call(&super::CREATE).body(&super::pet(1, "Rex"));
        call.wait().expect("the connection that was closed is not used");
        closed.recv().expect("the server closes");
        assert_eq!(effects.load(Ordering::SeqCst), number);
    }
}

#[cfg(feature = "reqwest")]
#[test]
fn a_runtime_of_one_thread_that_rests_between_calls_does_not_use_closed_connections() {
    for in_task in [false, true] {
        let (url, closed, effects) = forgetful(10);
        let client = Client::builder(&API).base_url(url).build().expect("the values can be used");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("it can be built");
        for number in 1..=10 {
            let client = client.clone();
            let post = async move {
                let call: Call<'_, Pet, Value> = client.call(&super::CREATE).body(&super::pet(1, "Rex"));
                call.await.map(drop)
            };
            let result =
                if in_task { runtime.block_on(async { tokio::spawn(post).await.expect("no panic") }) } else { runtime.block_on(post) };
            result.expect("the connection that was closed is not used");
            closed.recv().expect("the server closes");
            assert_eq!(effects.load(Ordering::SeqCst), number);
        }
    }
}

#[test]
fn the_thread_of_the_engine_drives_connections_while_nobody_calls_and_ends_with_the_client() {
    let bench = Bench::new([ok(), ok()]);
    let client = bench.client();
    let other = client.clone();
    get(&client).wait().expect("it is answered");
    drop(client);
    std::thread::spawn(move || get(&other).wait().map(drop)).join().expect("no panic").expect("it is answered");
}
