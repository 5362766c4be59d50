//! What holding calls back costs a call that nothing holds back. Allocations are counted, so this is a binary of its own.

use std::time::Duration;

use turnbuckle_runtime::operation::{Api, Operation};
use turnbuckle_runtime::transport::{BoxFuture, ByteStream, Transport, TransportError};
use turnbuckle_runtime::{Body, Breaker, Client, ClientBuilder, Governor, Value, http};

static API: Api = Api { title: "Notes", version: "1", user_agent: "notes/1", servers: &[], schemes: &[], security: &[] };
static READ: Operation = Operation::new("read", "GET", "/notes");

/// A service that tells of a limit that nobody reaches, or of none.
struct Service {
    tells: bool,
}

impl Transport for Service {
    fn send(&self, _: http::Request<Body>) -> BoxFuture<'_, Result<http::Response<ByteStream>, TransportError>> {
        let mut response = http::Response::new(ByteStream::from_bytes("{}"));
        let headers = response.headers_mut();
        // As many either way, so that the maps are alike.
        let names = if self.tells { ["ratelimit", "ratelimit-policy"] } else { ["x-one", "x-other"] };
        headers.insert(names[0], http::HeaderValue::from_static(r#""default";r=1000000;t=60"#));
        headers.insert(names[1], http::HeaderValue::from_static(r#""default";q=1000000;w=60"#));
        Box::pin(std::future::ready(Ok(response)))
    }
}

/// Returns how many allocations a call takes after the first few.
fn allocations(tells: bool, set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> u64 {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("the runtime starts");
    let builder = Client::builder(&API).base_url("https://notes.example").transport(Service { tells });
    let client = set(builder).build().expect("the values can be used");
    let call = || runtime.block_on(async { client.call::<Value, Value, ()>(&READ).await.map(drop).expect("it is answered") });
    (0..3).for_each(|_| call());
    allocation_counter::measure(call).count_total
}

#[test]
fn a_call_that_nothing_holds_back_allocates_nothing_for_the_governor() {
    let plain = allocations(false, |builder| builder.governor(Governor::builder().ignore_headers().build()));
    assert_eq!(allocations(false, |builder| builder), plain, "the governor of every client");
    let rate = Governor::builder().rate(1_000_000_000, Duration::from_secs(1)).concurrency(100).build();
    assert_eq!(allocations(false, |builder| builder.governor(rate)), plain, "a rate and a number of calls at a time");
}

#[test]
fn reading_a_named_limit_costs_a_few_small_allocations() {
    let plain = allocations(false, |builder| builder);
    // The policies, the limits that are told and the name of one, and the lists of windows that the call passes and reports to.
    let told = allocations(true, |builder| builder) - plain;
    assert!(told <= 8, "{told}");
}

#[test]
fn a_breaker_costs_a_few_small_allocations() {
    let plain = allocations(false, |builder| builder);
    assert!(allocations(false, |builder| builder.breaker(Breaker::default())) <= plain + 4);
}
