//! Authorization code with PKCE.

use super::super::PendingAuthorization;
use super::*;
use crate::url::query_value;

const BACK: &str = "https://app.example/back";

fn pending() -> PendingAuthorization {
    PendingAuthorization { state: "s1".into(), verifier: "v1".into(), redirect_uri: BACK.to_owned() }
}

#[tokio::test]
async fn a_user_authorizes_with_code_and_pkce() {
    let store = MemoryTokenStore::new();
    let bench = Bench::new([granted("a1", "r1"), ok()]);
    let client = bench.client(Credential::oauth("id").scopes(["read", "write"]).param("audience", "notes").store(store.clone()));
    let oauth = client.oauth("oauth").expect("there is an OAuth client");
    let authorization = oauth.authorization_code(BACK).await.expect("there is an endpoint").with_param("prompt", "login");
    let (base, query) = authorization.url().split_once('?').expect("the URL has a query");
    let value = |name| query_value(query, name).unwrap_or_default();
    assert_eq!(base, "https://notes.example/oauth/authorize");
    let names: Vec<&str> = query.split('&').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
    assert_eq!(
        names,
        ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", "audience", "prompt"]
    );
    assert_eq!(
        ["response_type", "client_id", "redirect_uri", "scope", "code_challenge_method"].map(value),
        ["code", "id", BACK, "read write", "S256"]
    );
    let pending = authorization.pending();
    assert_eq!((value("state").as_str(), value("code_challenge").len()), (pending.state.expose(), 43));
    let verifier = pending.verifier.expose();
    assert_eq!(verifier.len(), 43, "256 bits (RFC 7636, section 4.1: at least 43 characters)");

    let callback = format!("{BACK}?code=c%2F1&state={}#fragment", pending.state.expose());
    let granted = oauth.exchange(pending, &callback).await.expect("the code is good");
    assert_eq!(granted.access_token.expose(), "a1");
    assert_eq!(stored(&store).await, seen("a1", "r1", 1));
    read(&client).await.expect("it is answered");
    let back = "https%3A%2F%2Fapp.example%2Fback";
    assert_eq!(
        bench.lines(),
        [
            format!(
                "POST /oauth/token grant_type=authorization_code&code=c%2F1&redirect_uri={back}&code_verifier={verifier}&audience=notes&client_id=id"
            ),
            "GET /notes Bearer a1".to_owned(),
        ]
    );
}

#[tokio::test]
async fn no_two_authorizations_have_the_same_state_or_verifier() {
    let bench = Bench::new([]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    let a = oauth.authorization_code(BACK).await.expect("there is an endpoint");
    let b = oauth.authorization_code(BACK).await.expect("there is an endpoint");
    assert!(a.pending().state != b.pending().state && a.pending().verifier != b.pending().verifier);
    assert!(a.pending().state != a.pending().verifier);
}

#[track_caller]
fn refuses(result: Result<Grant, super::super::AuthError>, message: &str) {
    assert_eq!(result.expect_err("it is refused").to_string(), message);
}

#[tokio::test]
async fn a_way_back_with_another_state_is_refused_unsent() {
    let bench = Bench::new([]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    for query in ["code=c&state=s2", "code=c", "error=access_denied"] {
        refuses(oauth.exchange(&pending(), query).await, "the way back does not belong to this authorization: its `state` is another");
    }
}

#[tokio::test]
async fn a_user_who_says_no_is_an_error_that_can_be_told() {
    let bench = Bench::new([]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    let error = oauth.exchange(&pending(), "?error=access_denied&error_description=x&state=s1").await.expect_err("the user said no");
    assert!(error.is_denied());
    assert_eq!(error.to_string(), "the user came back without a code (access_denied)");
    refuses(oauth.exchange(&pending(), "state=s1").await, "the user came back without a code");
}

fn metadata(more: &str) -> FakeAnswer {
    FakeAnswer::json(200, format!(r#"{{"issuer":"https://login.example","token_endpoint":"https://login.example/t"{more}}}"#))
}

#[tokio::test]
async fn another_issuer_on_the_way_back_is_refused() {
    let bench = Bench::new([metadata("")]);
    let oauth = bench.client(Credential::oauth("id").issuer("https://login.example")).oauth("oauth").expect("there is an OAuth client");
    let query = "code=c&state=s1&iss=https%3A%2F%2Fevil.example";
    refuses(oauth.exchange(&pending(), query).await, "the user comes back from another issuer");
    assert_eq!(bench.lines().len(), 1, "the code was not sent");
}

#[tokio::test]
async fn an_issuer_that_names_itself_has_to() {
    let bench = Bench::new([metadata(r#","authorization_response_iss_parameter_supported":true"#), granted("a1", "r1")]);
    let oauth = bench.client(Credential::oauth("id").issuer("https://login.example")).oauth("oauth").expect("there is an OAuth client");
    let message = "the user comes back from an issuer that does not say its name, though it should";
    refuses(oauth.exchange(&pending(), "code=c&state=s1").await, message);
    oauth.exchange(&pending(), "code=c&state=s1&iss=https%3A%2F%2Flogin.example").await.expect("it is the issuer");
}

#[tokio::test]
async fn a_code_is_sent_again_only_where_it_was_not_received() {
    let bench = Bench::new([FakeAnswer::status(503), granted("a1", "r1")]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    oauth.exchange(&pending(), "code=c&state=s1").await.expect("the second is answered");
    let bench = Bench::new([FakeAnswer::status(500), granted("a1", "r1")]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    refuses(oauth.exchange(&pending(), "code=c&state=s1").await, "the token endpoint answered 500 (no error code)");
}
