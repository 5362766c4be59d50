//! What a store promises, and clients that share one.

use std::sync::atomic::Ordering;

use super::service::Service;
use super::*;

/// Holds a store to its interface.
pub(super) async fn check(store: &dyn TokenStore) {
    assert!(store.load("k").await.expect("it reads").is_none());
    let first = store.compare_and_swap("k", Version::ABSENT, &grant("a1", "r1", seconds(1))).await.expect("it writes").expect("it is free");
    assert_ne!(first, Version::ABSENT);
    // Who comes with what is past does not write.
    assert_eq!(store.compare_and_swap("k", Version::ABSENT, &Grant::access("x")).await.expect("it reads"), None);
    let second = store.compare_and_swap("k", first, &grant("a2", "r2", seconds(2))).await.expect("it writes").expect("it is the version");
    assert_ne!(first, second);
    let found = store.load("k").await.expect("it reads").expect("it is there");
    assert_eq!((found.grant, found.version), (grant("a2", "r2", seconds(2)), second));
    // Keys do not mix.
    assert!(store.load("K").await.expect("it reads").is_none());

    let lease = store.try_lock("k", seconds(60)).await.expect("it locks").expect("it is free");
    assert!(store.try_lock("k", seconds(60)).await.expect("it locks").is_none());
    assert!(store.try_lock("other", seconds(60)).await.expect("it locks").is_some());
    store.unlock("k", lease).await.expect("it is given back");
    // A lease that is dropped ends, too.
    drop(store.try_lock("k", seconds(60)).await.expect("it locks").expect("it is free"));
    assert!(store.try_lock("k", seconds(60)).await.expect("it locks").is_some());
}

#[tokio::test]
async fn a_store_in_memory_keeps_its_promises() {
    check(&MemoryTokenStore::new()).await;
}

#[test]
fn a_lease_gives_back_what_it_holds_and_does_not_show_it() {
    let lease = || super::super::Lease::new("hunter2");
    assert_eq!(format!("{:?} {:#?}", lease(), lease()), "Lease Lease");
    assert_eq!((lease().into_inner::<&str>(), lease().into_inner::<u8>()), (Some("hunter2"), None));
}

#[test]
fn a_grant_is_the_same_after_json() {
    let whole = Grant { scopes: vec!["a".into(), "b c".into()], ..grant("a\"1", "r1", seconds(3)) };
    for it in [whole, Grant::access("x"), Grant::refresh("y")] {
        assert_eq!(Grant::from_json(it.to_json().expose()), Some(it));
    }
    assert_eq!(Grant::from_json("{}"), None);
}

#[tokio::test]
async fn two_clients_that_share_a_store_refresh_once() {
    let (store, bench, service) = (MemoryTokenStore::new(), Bench::new([]), Service::default());
    let client = || {
        let credential = Credential::refresh_token("id", "r0").store(store.clone());
        bench.builder().transport(service.clone()).credential("oauth", credential).build().expect("the values can be used")
    };
    let (first, second) = (client(), client());
    // The service lets the second run before it answers the first.
    let (a, b) = tokio::join!(read(&first), read(&second));
    a.and(b).expect("both are answered");
    assert_eq!(service.granted.load(Ordering::Relaxed), 1);
    assert_eq!(stored(&store).await, seen("1", "r1", 1));
    // It waited for what the first would store.
    assert_eq!(bench.clock.slept(), [Duration::from_millis(100)]);
}

#[tokio::test]
async fn without_a_lease_the_later_of_two_refreshes_yields_to_the_earlier() {
    let (store, bench, service) = (Leaseless(MemoryTokenStore::new()), Bench::new([]), Service::default());
    let client = || {
        let credential = Credential::refresh_token("id", "r0").store(store.clone());
        bench.builder().transport(service.clone()).credential("oauth", credential).build().expect("the values can be used")
    };
    let (first, second) = (client(), client());
    let (a, b) = tokio::join!(read(&first), read(&second));
    a.and(b).expect("both are answered");
    assert_eq!(service.granted.load(Ordering::Relaxed), 2);
    assert_eq!(stored(&store.0).await, seen("1", "r1", 1));
}

/// A store without leases.
#[derive(Clone)]
struct Leaseless(MemoryTokenStore);

impl TokenStore for Leaseless {
    fn load<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<Stored>, BoxError>> {
        self.0.load(key)
    }

    fn compare_and_swap<'a>(&'a self, key: &'a str, it: Version, grant: &'a Grant) -> BoxFuture<'a, Result<Option<Version>, BoxError>> {
        self.0.compare_and_swap(key, it, grant)
    }
}

#[tokio::test]
async fn a_lease_that_does_not_come_free_is_waited_for_and_then_done_without() {
    let store = MemoryTokenStore::new();
    let _lease = store.try_lock(KEY, seconds(1)).await.expect("it locks").expect("it is free");
    let bench = Bench::new([granted("a1", "r1"), ok()]);
    let client = bench.builder().credential("oauth", Credential::refresh_token("id", "r0").store(store.clone()));
    let client = client.attempt_timeout(seconds(60)).timeout(seconds(90)).build().expect("the values can be used");
    bench.clock.set_random(0);
    let wait = bench.clock.now();
    read(&client).await.expect("it is answered");
    assert_eq!(bench.clock.now() - wait, seconds(70));
    assert_eq!(stored(&store).await, seen("a1", "r1", 1));
}

#[tokio::test]
async fn tokens_by_the_clients_own_secret_are_shared_by_a_store_too() {
    let store = MemoryTokenStore::new();
    let bench = Bench::new([FakeAnswer::json(200, r#"{"access_token":"a1","expires_in":1000}"#), ok(), ok()]);
    for _ in 0..2 {
        read(&bench.client(Credential::client_credentials("id", "s").store(store.clone()))).await.expect("it is answered");
    }
    assert_eq!(bench.fake.left(), 0);
    assert_eq!(stored(&store).await, seen("a1", "", 1));
}
