//! What a call costs, against code written by hand with reqwest, `http` and `serde_json` that does the same: over a loopback
//! server, and over a transport in memory. The server has threads of its own; only the client's thread is measured.
//!
//! `taskset -c 0 cargo bench -p turnbuckle-tests --bench calls` prints the ratios and their limits. On more than one processor, where the
//! kernel puts the server's thread decides more of the time of a small call than what is measured.
#![allow(clippy::print_stdout)] // A bench prints its figures.

mod common;
mod server;

use std::hint::black_box;
use std::sync::LazyLock;
use std::time::Duration;

use bytes::Bytes;
use cpu_time::ThreadTime;
use serde::Deserialize;
use turnbuckle_runtime::operation::{Api, Operation, Scheme, SchemeKind, Use};
use turnbuckle_runtime::transport::{BoxFuture, ByteStream, Transport, TransportError};
use turnbuckle_runtime::{Body, Client, Credential, Value, http};

use common::{held, in_turn, median};
use server::{json, serve};

/// Rounds of a comparison.
const ROUNDS: usize = 31;

/// An item as a generated crate has it.
#[derive(Clone)]
struct Item {
    id: String,
    name: String,
    price: f64,
    active: bool,
    stock: i64,
    tags: Vec<String>,
    note: Option<String>,
}

turnbuckle_runtime::record!(Item {
    0 "id" id REQUIRED,
    1 "name" name REQUIRED,
    2 "price" price REQUIRED,
    3 "active" active REQUIRED,
    4 "stock" stock REQUIRED,
    5 "tags" tags REQUIRED,
    6 "note" note OPTIONAL,
});

#[derive(Clone)]
struct Page {
    data: Vec<Item>,
}

turnbuckle_runtime::record!(Page { 0 "data" data REQUIRED });

/// The same by hand.
#[derive(Deserialize)]
struct PlainItem {
    id: String,
    name: String,
    price: f64,
    active: bool,
    stock: i64,
    tags: Vec<String>,
    note: Option<String>,
}

#[derive(Deserialize)]
struct PlainPage {
    data: Vec<PlainItem>,
}

static API: Api = Api {
    title: "Items",
    version: "1",
    user_agent: "items/1",
    servers: &[],
    schemes: &[Scheme { name: "key", kind: SchemeKind::ApiKeyHeader("X-Key") }],
    security: &[&[Use { scheme: "key", scopes: &[] }]],
};

static GET: Operation = Operation::new("getItem", "GET", "/items/{id}").accept("application/json");
static LIST: Operation = Operation::new("listItems", "GET", "/items").accept("application/json");

/// Names of a hundred parameters, which a generated crate has as literals.
static NAMES: LazyLock<Vec<&'static str>> = LazyLock::new(|| (0..100).map(|number| &*format!("parameter_{number}").leak()).collect());

/// The case that is measured.
#[derive(Clone, Copy, PartialEq)]
enum Case {
    Small,
    Megabyte,
    Parameters,
}

impl Case {
    const ALL: [(Self, &'static str, usize); 3] =
        [(Self::Small, "small body", 200), (Self::Megabyte, "1 MB body", 8), (Self::Parameters, "100 parameters", 100)];
}

async fn ours(client: &Client, case: Case) {
    match case {
        Case::Small => {
            let item: Item = client.call::<Item, Value, ()>(&GET).path("id", "item-42").await.expect("it is answered");
            black_box((item.id, item.name, item.price, item.active, item.stock, item.tags, item.note));
        }
        Case::Megabyte => {
            let page: Page = client.call::<Page, Value, ()>(&LIST).query("limit", &4000_i64).await.expect("it is answered");
            black_box(page.data);
        }
        Case::Parameters => {
            let mut call = client.call::<Item, Value, ()>(&GET).path("id", "item-42");
            for (index, name) in NAMES.iter().copied().enumerate() {
                call = if index % 2 == 0 { call.query(name, &(index as i64)) } else { call.query(name, "some text & more") };
            }
            black_box(call.await.expect("it is answered").id);
        }
    }
}

/// A client that sends the same headers and gives up after the same time.
fn plain_client() -> reqwest::Client {
    reqwest::Client::builder().user_agent(API.user_agent).timeout(Duration::from_secs(30)).build().expect("it is set up")
}

/// Code as one writes it by hand for reqwest.
async fn theirs(client: &reqwest::Client, base: &str, case: Case) {
    let get = |path: &str| client.get(format!("{base}{path}")).header("X-Key", "secret").header("Accept", "application/json");
    match case {
        Case::Small => {
            let answer = get("/items/item-42").send().await.expect("it is answered").error_for_status().expect("it is a success");
            consume(answer.json().await.expect("it fits"));
        }
        Case::Megabyte => {
            let answer = get("/items").query(&[("limit", 4000)]).send().await.expect("it is answered");
            let page: PlainPage = answer.error_for_status().expect("it is a success").json().await.expect("it fits");
            black_box(page.data);
        }
        Case::Parameters => {
            let answer = get("/items/item-42").query(&pairs()).send().await.expect("it is answered");
            consume(answer.error_for_status().expect("it is a success").json().await.expect("it fits"));
        }
    }
}

fn pairs() -> Vec<(&'static str, String)> {
    let value = |index: usize| if index.is_multiple_of(2) { index.to_string() } else { "some text & more".to_owned() };
    NAMES.iter().copied().enumerate().map(|(index, name)| (name, value(index))).collect()
}

fn consume(item: PlainItem) {
    black_box((item.id, item.name, item.price, item.active, item.stock, item.tags, item.note));
}

/// A transport that answers out of memory.
#[derive(Clone)]
struct Memory {
    small: Bytes,
    large: Bytes,
}

impl Transport for Memory {
    fn send(&self, request: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let body = if request.uri().path() == "/items" { &self.large } else { &self.small };
        let mut response = http::Response::new(ByteStream::from_bytes(body.clone()));
        response.headers_mut().insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static("application/json"));
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// Code as one writes it by hand for this transport.
async fn by_hand(transport: &Memory, case: Case) {
    let url = match case {
        Case::Small => format!("{}/items/{}", "http://127.0.0.1", "item-42"),
        Case::Megabyte => format!("{}/items?limit={}", "http://127.0.0.1", 4000),
        Case::Parameters => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            for (name, value) in pairs() {
                query.append_pair(name, &value);
            }
            format!("{}/items/{}?{}", "http://127.0.0.1", "item-42", query.finish())
        }
    };
    let request = http::Request::get(url).header("X-Key", "secret").header("Accept", "application/json").header("User-Agent", "items/1");
    let response = transport.send(request.body(Body::empty()).expect("it is a request")).await.expect("it is answered");
    assert!(response.status().is_success());
    let body = response.into_body().chunk().await.expect("there is a body").expect("it is whole");
    match case {
        Case::Megabyte => drop(black_box(serde_json::from_slice::<PlainPage>(&body).expect("it fits").data)),
        Case::Small | Case::Parameters => consume(serde_json::from_slice(&body).expect("it fits")),
    }
}

fn item(number: usize) -> String {
    format!(
        r#"{{"id":"item-{number}","name":"Item number {number} of the list","price":{number}.25,"active":{},"stock":{},"tags":["red","large","sold in pairs"],"note":"A note of some length, as people write them \"here\"."}}"#,
        number.is_multiple_of(2),
        number * 7
    )
}

fn client(base: &str, transport: Option<Memory>) -> Client {
    let builder = Client::builder(&API).base_url(base).credential("key", Credential::api_key("secret"));
    let builder = match transport {
        Some(transport) => builder.transport(transport),
        None => builder,
    };
    builder.build().expect("the values can be used")
}

fn cpu(runtime: &tokio::runtime::Runtime, calls: usize, call: impl AsyncFn()) -> f64 {
    let start = ThreadTime::now();
    runtime.block_on(async {
        for _ in 0..calls {
            call().await;
        }
    });
    start.elapsed().as_secs_f64() / calls as f64
}

fn main() {
    let small = Bytes::from(item(42));
    let items: Vec<String> = (0..)
        .map(item)
        .scan(0, |size, item| {
            *size += item.len();
            (*size < 1_000_000).then_some(item)
        })
        .collect();
    let large = Bytes::from(format!(r#"{{"data":[{}]}}"#, items.join(",")));
    let memory = Memory { small: small.clone(), large: large.clone() };
    let base = serve(move |path, out| json(out, if path.starts_with("/items?") { &large } else { &small }));
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("there is a runtime");

    let (client_of, plain) = (client(&base, None), plain_client());
    for (case, name, calls) in Case::ALL {
        let measures = in_turn(
            ROUNDS,
            || cpu(&runtime, calls, async || ours(&client_of, case).await),
            || cpu(&runtime, calls, async || theirs(&plain, &base, case).await),
        );
        let ratio = median(measures.iter().map(|(ours, theirs)| ours / theirs).collect());
        let each = median(measures.iter().map(|(ours, _)| *ours).collect()) * 1e6;
        println!("loopback, {name}: {each:.1} us of CPU a call, {ratio:.3} of reqwest's (limit 1.05, {})", held(ratio <= 1.05));
    }

    let client_of = client("http://127.0.0.1", Some(memory.clone()));
    for (case, name, calls) in Case::ALL {
        let calls = calls * 5;
        let measures = in_turn(
            ROUNDS,
            || cpu(&runtime, calls, async || ours(&client_of, case).await),
            || cpu(&runtime, calls, async || by_hand(&memory, case).await),
        );
        let more = median(measures.iter().map(|(ours, theirs)| (ours - theirs) * 1e6).collect());
        let each = median(measures.iter().map(|(ours, _)| *ours).collect()) * 1e6;
        let ours_count = allocation_counter::measure(|| runtime.block_on(ours(&client_of, case))).count_total as i64;
        let theirs_count = allocation_counter::measure(|| runtime.block_on(by_hand(&memory, case))).count_total as i64;
        let allocations = ours_count - theirs_count;
        println!("in memory, {name}: {each:.1} us a call, {more:.2} us more than by hand (limit 3, {})", held(more < 3.0));
        println!("in memory, {name}: {ours_count} allocations, {allocations} more than by hand (limit 15, {})", held(allocations < 15));
    }
}
