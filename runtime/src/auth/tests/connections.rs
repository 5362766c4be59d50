//! Several accounts over one transport.

use super::*;

#[tokio::test]
async fn tokens_of_two_connections_do_not_mix() {
    let store = MemoryTokenStore::new();
    let bench = Bench::new([granted("a1", "r1"), ok(), granted("b1", "s1"), ok(), ok()]);
    let credential = |token: &str| Credential::refresh_token("id", token).store(store.clone());
    let first = bench.client(credential("r0"));
    let second = first.for_connection("globex", [("oauth", credential("s0"))]).expect("the values can be used");
    read(&first).await.expect("it is answered");
    read(&second).await.expect("it is answered");
    read(&first).await.expect("it is answered");
    let tokens: Vec<String> = bench.lines().into_iter().filter(|line| line.starts_with("GET")).collect();
    assert_eq!(tokens, ["GET /notes Bearer a1", "GET /notes Bearer b1", "GET /notes Bearer a1"]);
    assert_eq!((first.connection(), second.connection()), (Some("acme"), Some("globex")));
    assert_eq!(first.oauth("oauth").expect("there is one").key().expect("it has a key"), KEY);
    assert_eq!(second.oauth("oauth").expect("there is one").key().expect("it has a key"), "notes.example/globex/oauth/id");
}

#[tokio::test]
async fn no_credential_of_one_connection_goes_into_another() {
    let bench = Bench::new([]);
    let first = bench.client(Credential::refresh_token("id", "r0"));
    let none: [(&str, Credential); 0] = [];
    let error = read(&first.for_connection("globex", none).expect("the values can be used")).await.expect_err("there is no credential");
    assert!(error.is_auth());
    assert_eq!(bench.lines(), [""; 0]);
}

#[tokio::test]
async fn retry_budgets_of_two_connections_do_not_mix() {
    let bench = Bench::new((0..400).map(|_| FakeAnswer::status(503)).chain([FakeAnswer::status(503), ok()]));
    let key = || [("oauth", Credential::bearer("t"))];
    let first = bench.client(Credential::bearer("t"));
    let second = first.for_connection("globex", key()).expect("the values can be used");
    // 500 is the budget, and a retry costs 5: after 50 calls of 3 attempts it is spent.
    for _ in 0..60 {
        read(&first).await.expect_err("the server is in trouble");
    }
    let before = bench.lines().len();
    read(&first).await.expect_err("there is no retry");
    assert_eq!(bench.lines().len(), before + 1);
    while bench.fake.left() > 2 {
        read(&first).await.expect_err("there is no retry");
    }
    read(&second).await.expect("the second attempt is answered");
}

#[test]
fn parts_of_a_key_are_told_apart() {
    let bench = Bench::new([]);
    let key = |connection: &str, id: &str| {
        let client = bench.builder().connection(connection).credential("oauth", Credential::oauth(id));
        let client = client.build().expect("the values can be used");
        client.oauth("oauth").expect("there is one").key().expect("it has a key").to_owned()
    };
    assert_eq!(key("a/b", "c"), "notes.example/a%2Fb/oauth/c");
    assert_ne!(key("a/oauth", "c"), key("a", "oauth/c"));
}

#[tokio::test]
async fn a_connection_that_is_forgotten_has_to_be_authorized_anew() {
    let bench = Bench::new([granted("a1", "r1"), ok()]);
    let client = bench.client(Credential::refresh_token("id", "r0"));
    read(&client).await.expect("it is answered");
    client.oauth("oauth").expect("there is one").forget().await.expect("memory does not fail");
    assert!(read(&client).await.expect_err("nothing is granted").is_auth());
}
