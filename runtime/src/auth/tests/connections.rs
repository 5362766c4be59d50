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

/// Returns the headers of the second connection's request, without those that every client sends.
async fn headers_of_second(bench: &Bench, first: &crate::Client) -> Vec<(String, String)> {
    let second = first.for_connection("globex", [("oauth", Credential::bearer("theirs"))]).expect("the values can be used");
    read(&second).await.expect("it is answered");
    let request = bench.fake.requests().pop().expect("it was sent");
    let own = |name: &&http::HeaderName| !matches!(name.as_str(), "user-agent" | "accept");
    let names = request.headers.keys().filter(own);
    names.map(|name| (name.to_string(), request.headers[name].to_str().unwrap_or_default().to_owned())).collect()
}

#[tokio::test]
async fn a_header_that_carries_a_credential_by_name_does_not_go_to_another_connection() {
    let names = [
        "Authorization",
        "authorization",
        "Proxy-Authorization",
        "Cookie",
        "X-Api-Key",
        "x-api-key",
        "Api-Key",
        "X-Auth-Token",
        "X-Access-Token",
        "X-Amz-Security-Token",
        "X-Key",
        "X-Signature",
        "Session-Id",
        "X-Session-Token",
        "X-Client-Secret",
        "X-Password",
        "PRIVATE-TOKEN",
        "X-Account-Key",
        "Ocp-Apim-Subscription-Key",
        "X-Goog-Api-Key",
        "X-RapidAPI-Key",
        "X-Auth-Key",
        "X-App-Key",
    ];
    for name in names {
        let bench = Bench::new([ok(), ok()]);
        let first = bench.builder().header(name, "ours-1234").credential("oauth", Credential::bearer("ours")).build();
        let first = first.expect("the values can be used");
        read(&first).await.expect("it is answered");
        if !name.eq_ignore_ascii_case("authorization") {
            assert_eq!(bench.fake.requests()[0].header(name), Some("ours-1234"), "the first connection keeps it");
        }
        assert_eq!(headers_of_second(&bench, &first).await, [("authorization".to_owned(), "Bearer theirs".to_owned())], "{name}");
    }
}

#[tokio::test]
async fn a_header_that_carries_a_credential_by_value_does_not_go_to_another_connection() {
    for value in ["Bearer abc", "basic YTpi", "the key hunter2-key", "Digest username=x"] {
        let bench = Bench::new([ok()]);
        let first = bench.builder().header("X-Upstream", value).credential("key", Credential::api_key("hunter2-key")).build();
        let headers = headers_of_second(&bench, &first.expect("the values can be used")).await;
        assert_eq!(headers, [("authorization".to_owned(), "Bearer theirs".to_owned())], "{value}");
    }
}

#[tokio::test]
async fn other_headers_go_to_every_connection() {
    let bench = Bench::new([ok()]);
    let first = bench.builder().header("X-Trace", "on").header("Accept-Language", "de").header("X-Tokens-Limit", "5").build();
    let headers = headers_of_second(&bench, &first.expect("the values can be used")).await;
    let names: Vec<&str> = headers.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["x-trace", "accept-language", "x-tokens-limit", "authorization"]);
}

#[tokio::test]
async fn a_signer_of_one_account_does_not_sign_for_another() {
    struct Signs;
    impl crate::auth::Signer for Signs {
        fn sign<'a>(
            &'a self,
            _: crate::auth::Unsigned<'a>,
        ) -> crate::transport::BoxFuture<'a, Result<crate::auth::Signature, crate::transport::BoxError>> {
            Box::pin(async { Ok(crate::auth::Signature::new().header("x-mark".parse()?, "ours".parse()?)) })
        }
    }
    let bench = Bench::new([ok(), ok()]);
    let first = bench.builder().signer(Signs).credential("oauth", Credential::bearer("ours")).build().expect("the values can be used");
    read(&first).await.expect("it is answered");
    assert_eq!(bench.fake.requests()[0].header("x-mark"), Some("ours"));
    assert_eq!(headers_of_second(&bench, &first).await, [("authorization".to_owned(), "Bearer theirs".to_owned())]);
}
