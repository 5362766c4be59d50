//! OpenID Connect Discovery 1.0 and RFC 8414.

use super::*;

fn metadata(issuer: &str, more: &str) -> FakeAnswer {
    FakeAnswer::json(200, format!(r#"{{"issuer":"{issuer}","token_endpoint":"https://login.example/t"{more}}}"#))
}

fn openid(bench: &Bench) -> Client {
    let client = bench.builder().credential("openid", Credential::client_credentials("id", "s"));
    client.build().expect("the values can be used")
}

fn urls(bench: &Bench) -> Vec<String> {
    bench.fake.requests().iter().map(|request| request.uri.to_string()).collect()
}

async fn call(client: &Client, op: &'static Operation) -> Result<(), Error> {
    client.call::<Value, Value, ()>(op).await.map(|_| ())
}

#[tokio::test]
async fn a_scheme_of_openid_connect_finds_its_endpoints_once() {
    let bench = Bench::new([metadata("https://login.example", ""), granted("a1", "r1"), ok(), granted("a2", "r2"), ok()]);
    let client = openid(&bench);
    call(&client, &OPENID).await.expect("it is answered");
    bench.clock.advance(seconds(2_000));
    call(&client, &OPENID).await.expect("it is answered");
    let (token, notes) = ("https://login.example/t", "https://notes.example/notes");
    assert_eq!(urls(&bench), ["https://login.example/.well-known/openid-configuration", token, notes, token, notes]);
}

#[tokio::test]
async fn metadata_that_the_document_names_add_the_endpoints_that_it_lacks() {
    let named = metadata("https://login.example/acme", "");
    let bench = Bench::new([named, granted("a1", "r1"), ok(), granted("a2", "r2"), ok()]);
    let client = bench.builder().credential("metadata", Credential::client_credentials("id", "s"));
    let client = client.build().expect("the metadata name the token endpoint");
    call(&client, &METADATA).await.expect("it is answered");
    bench.clock.advance(seconds(2_000));
    call(&client, &METADATA).await.expect("it is answered");
    let found = "https://login.example/.well-known/oauth-authorization-server/acme";
    let (token, notes) = ("https://login.example/t", "https://notes.example/notes");
    assert_eq!(urls(&bench), [found, token, notes, token, notes]);
}

#[tokio::test]
async fn an_endpoint_that_the_document_declares_is_used_although_its_metadata_name_another() {
    let bench = Bench::new([metadata("https://login.example/acme", ""), granted("a1", "r1"), ok()]);
    let client = bench.builder().credential("declared", Credential::client_credentials("id", "s"));
    call(&client.build().expect("the values can be used"), &WITH_TOKEN_URL).await.expect("it is answered");
    assert_eq!(urls(&bench)[1..], ["https://notes.example/oauth/token", "https://notes.example/notes"]);
}

#[tokio::test]
async fn metadata_of_another_path_of_the_server_are_refused() {
    let bench = Bench::new([metadata("https://login.example/other", "")]);
    let client = bench.builder().credential("metadata", Credential::client_credentials("id", "s"));
    let error = call(&client.build().expect("the values can be used"), &METADATA).await.expect_err("the issuer is another");
    assert_eq!(error.to_string(), "metadata (GET /notes): the metadata are of another issuer than where they were found");
    assert_eq!(bench.lines().len(), 1, "no secret was sent");
}

#[tokio::test]
async fn metadata_of_another_issuer_are_refused() {
    let bench = Bench::new([metadata("https://evil.example", "")]);
    let error = call(&openid(&bench), &OPENID).await.expect_err("the issuer is another");
    assert_eq!(error.to_string(), "openid (GET /notes): the metadata are of another issuer than where they were found");
    assert_eq!(bench.lines().len(), 1, "no secret was sent");
}

#[tokio::test]
async fn an_issuer_without_openid_is_found_by_rfc_8414() {
    let bench = Bench::new([FakeAnswer::status(404), metadata("https://login.example/acme", ""), granted("a1", "r1"), ok()]);
    let client = bench.client(Credential::client_credentials("id", "s").issuer("https://login.example/acme"));
    read(&client).await.expect("it is answered");
    assert_eq!(
        urls(&bench)[..2],
        [
            "https://login.example/acme/.well-known/openid-configuration",
            "https://login.example/.well-known/oauth-authorization-server/acme"
        ]
    );
}

#[tokio::test]
async fn metadata_are_asked_for_again_where_the_server_is_in_trouble() {
    let bench = Bench::new([FakeAnswer::status(500), metadata("https://login.example", ""), granted("a1", "r1"), ok()]);
    call(&openid(&bench), &OPENID).await.expect("the second is answered");
}

#[tokio::test]
async fn a_server_that_takes_secrets_only_in_the_body_gets_them_there() {
    let methods = r#","token_endpoint_auth_methods_supported":["client_secret_post"]"#;
    let bench = Bench::new([metadata("https://login.example", methods), granted("a1", "r1"), ok()]);
    call(&openid(&bench), &OPENID).await.expect("it is answered");
    assert_eq!(bench.lines()[1], "POST /t grant_type=client_credentials&client_id=id&client_secret=s");
}

#[tokio::test]
async fn endpoints_on_plain_http_get_no_secret() {
    let plain = r#"{"issuer":"https://login.example","token_endpoint":"http://login.example/t"}"#;
    let bench = Bench::new([FakeAnswer::json(200, plain)]);
    let error = call(&openid(&bench), &OPENID).await.expect_err("it is plain");
    assert_eq!(error.to_string(), "openid (GET /notes): the token endpoint is on plain HTTP, over which no secret is sent: use https");
}

#[tokio::test]
async fn an_endpoint_that_holds_a_user_gets_no_secret() {
    let odd = r#"{"issuer":"https://login.example","token_endpoint":"https://login.example@evil.example/t"}"#;
    let bench = Bench::new([FakeAnswer::json(200, odd)]);
    let error = call(&openid(&bench), &OPENID).await.expect_err("it leads elsewhere");
    assert_eq!(error.to_string(), "openid (GET /notes): the URL of the token endpoint holds a user");
    assert_eq!(bench.lines().len(), 1);
}

#[test]
fn a_scheme_without_any_endpoint_is_an_error_when_building() {
    let credential = Credential::client_credentials("id", "s");
    let bench = Bench::new([]);
    let error = bench.builder().credential("key", credential).build().expect_err("a key is no OAuth");
    assert_eq!(error.to_string(), "the credential for the security scheme `key` is of another kind");
}
