//! No secret shows.

use super::*;

/// What every secret of these tests contains.
const MARK: &str = "hunter2";

#[track_caller]
fn hides(text: impl std::fmt::Debug) {
    let text = format!("{text:?} {text:#?}");
    assert!(!text.contains(MARK), "{text}");
}

#[test]
fn credentials_and_grants_hide_their_secrets() {
    let store = MemoryTokenStore::new();
    hides(Credential::api_key(MARK));
    hides(Credential::basic("me", MARK));
    hides(Credential::bearer(MARK));
    hides(Credential::client_credentials("id", MARK));
    hides(Credential::refresh_token("id", MARK).client_secret(MARK).grant(Grant::access(MARK)).store(store.clone()));
    let grant = Grant { id_token: Some(MARK.into()), ..super::grant(MARK, MARK, seconds(1)) };
    hides(&grant);
    hides(grant.to_json());
    hides(Stored { grant, version: Version::new(1) });
    hides(super::super::Token::new(MARK));
    hides(store);
}

#[tokio::test]
async fn clients_flows_and_errors_hide_their_secrets() {
    let echo = || FakeAnswer::json(400, format!(r#"{{"error":"{MARK}","error_description":"{MARK}"}}"#));
    let bench = Bench::new([echo(), echo(), FakeAnswer::error(crate::transport::TransportErrorKind::Invalid)]);
    let client = bench.client(Credential::refresh_token("id", MARK).client_secret(MARK));
    hides(&client);
    let error = read(&client).await.expect_err("it is refused");
    hides(&error);
    assert_eq!(error.to_string(), "read (GET /notes): the token endpoint answered 400 (no error code)");
    let oauth = client.oauth("oauth").expect("there is one");
    hides(&oauth);
    hides(oauth.device().await.expect_err("it is refused"));
    let error = read(&client).await.expect_err("it is not sent");
    hides(&error);
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        assert!(!cause.to_string().contains(MARK), "{cause}");
        source = cause.source();
    }
}

#[tokio::test]
async fn a_token_that_no_header_may_hold_is_not_shown() {
    let bench = Bench::new([FakeAnswer::json(200, format!(r#"{{"access_token":"{MARK}\n"}}"#))]);
    let error = read(&bench.client(Credential::client_credentials("id", "s"))).await.expect_err("it cannot be sent");
    hides(&error);
    assert_eq!(error.to_string(), "read (GET /notes): the token has characters that no header may hold");
}

#[tokio::test]
async fn no_secret_follows_a_redirect_of_the_token_endpoint() {
    let bench = Bench::new([FakeAnswer::status(307).header("location", "https://evil.example/t"), granted("a1", "r1")]);
    let error = read(&bench.client(Credential::refresh_token("id", MARK))).await.expect_err("it is no answer");
    assert_eq!(error.to_string(), "read (GET /notes): the token endpoint answered 307 (no error code)");
    assert_eq!(bench.lines().len(), 1);
}

#[cfg(feature = "authorization-code")]
#[tokio::test]
async fn a_pending_authorization_hides_its_verifier() {
    let bench = Bench::new([]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is one");
    let authorization = oauth.authorization_code("https://app.example/back").await.expect("there is an endpoint");
    assert!(!format!("{:?}", authorization.pending()).contains(authorization.pending().verifier.expose()));
}

#[cfg(feature = "hmac")]
#[test]
fn a_signer_hides_its_key() {
    let signer = super::super::HmacSigner::sha256(MARK, "X-Signature").expect("it is a name");
    hides(&signer);
    hides(Credential::signer(signer));
}
