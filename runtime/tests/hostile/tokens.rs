//! Token endpoints that say strange things, and many tasks that want a token at once.

use std::sync::Arc;

use turnbuckle_runtime::operation::{OAuth2, Operation, Use};
use turnbuckle_runtime::{Call, Client, Credential, Error, Retry, Secret};

use super::server::{Patient, answer, json};
use super::{API, Pet, Server};

pub(crate) static OAUTH: OAuth2 = OAuth2 {
    token_url: "",
    authorization_url: "",
    refresh_url: "",
    device_url: "",
    metadata_url: "",
    client_credentials: true,
    scopes: &[],
};

static OP: Operation = Operation::new("getPet", "GET", "/pet").security(&[&[Use { scheme: "oauth", scopes: &[] }]]);

fn client(server: &Server, tokens: &Server, clock: &Patient) -> Client {
    let credential = Credential::client_credentials("me", Secret::from("hunter2")).token_url(format!("{}/token", tokens.url));
    let builder = Client::builder(&API).base_url(&server.url).credential("oauth", credential).clock(clock.clone());
    builder.retry(Retry::never()).build().expect("the values can be used")
}

async fn get(client: &Client) -> Result<i64, Error> {
    let call: Call<'_, Pet> = client.call(&OP);
    call.await.map(|pet| pet.id)
}

#[tokio::test]
async fn g49_clock_skew_at_token_refresh() {
    // A token that is over when it comes, by a server whose clock is ahead, is used once for each call and never asked for in a loop.
    for life in ["0", "-3600", "0.001", "\"0\""] {
        let tokens = Server::start([json(format!(r#"{{"access_token":"t","token_type":"bearer","expires_in":{life}}}"#))]).await;
        let server = Server::start([json(r#"{"id":1}"#)]).await;
        let client = client(&server, &tokens, &Patient::new());
        for _ in 0..3 {
            assert_eq!(get(&client).await.expect("the server takes it"), 1, "{life}");
        }
        assert!((1..=3).contains(&tokens.requests().len()), "{life}: {}", tokens.requests().len());
    }
}

#[tokio::test]
async fn g49_token_for_ever() {
    for life in ["1e300", "99999999999999999999", "\"soon\"", "null", "{}"] {
        let tokens = Server::start([json(format!(r#"{{"access_token":"t","expires_in":{life}}}"#))]).await;
        let server = Server::start([json(r#"{"id":1}"#)]).await;
        let client = client(&server, &tokens, &Patient::new());
        for _ in 0..3 {
            assert_eq!(get(&client).await.expect("the server takes it"), 1, "{life}");
        }
        assert_eq!(tokens.requests().len(), 1, "{life}");
    }
}

#[tokio::test]
async fn g49_token_that_the_server_refuses_although_it_is_good() {
    let tokens = Server::start([json(r#"{"access_token":"t","expires_in":3600}"#)]).await;
    let server = Server::start([answer("401 No", "", "")]).await;
    let client = client(&server, &tokens, &Patient::new());
    let error = get(&client).await.expect_err("it is refused");
    assert_eq!((error.status(), error.is_auth()), (Some(401), true));
    assert_eq!((tokens.requests().len(), server.requests().len()), (2, 2));
}

#[tokio::test]
async fn g49_token_rotated_while_many_tasks_refresh() {
    // The first token is refused for all of them; the server would take each further one only once if they came from several
    // requests. One refresh serves all.
    let tokens = Server::start([
        json(r#"{"access_token":"first","expires_in":3600}"#),
        json(r#"{"access_token":"second","expires_in":3600}"#),
        json(r#"{"access_token":"third","expires_in":3600}"#),
    ])
    .await;
    let server = Server::start((0..8).map(|_| answer("401 No", "", "")).chain([json(r#"{"id":1}"#)])).await;
    let client = Arc::new(client(&server, &tokens, &Patient::new()));
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { get(&client).await })
        })
        .collect();
    for task in tasks {
        let _ = task.await.expect("no task panics");
    }
    assert_eq!(tokens.requests().len(), 2, "{:?}", server.lines());
    let seconds = server.requests().iter().filter(|request| request.contains("Bearer second")).count();
    assert_eq!((server.requests().len(), seconds), (16, 8));
}

#[tokio::test]
async fn g49_token_endpoint_that_answers_nonsense() {
    let large = format!(r#"{{"access_token":"{}"}}"#, "x".repeat(2 << 20));
    for body in ["", "<html>", "[]", r#"{"access_token":""}"#, r#"{"access_token":7}"#, r#"{"access_token":"a\nb"}"#, &large] {
        let tokens = Server::start([json(body)]).await;
        let server = Server::start([json(r#"{"id":1}"#)]).await;
        let error = get(&client(&server, &tokens, &Patient::new())).await.expect_err("that is no token");
        assert!(error.is_auth() && server.requests().is_empty(), "{error:?}");
    }
}

#[tokio::test]
async fn g50_secrets_echoed_by_the_token_endpoint() {
    let body = r#"{"error":"hunter2 is wrong","error_description":"the secret hunter2 of me"}"#;
    let tokens = Server::start([answer("400 No hunter2", "content-type: application/json\nx-hunter2: hunter2", body)]).await;
    let server = Server::start([json(r#"{"id":1}"#)]).await;
    let error = get(&client(&server, &tokens, &Patient::new())).await.expect_err("that is no token");
    let shown = format!("{error} {error:?} {:?}", std::error::Error::source(&error).map(ToString::to_string));
    assert!(!shown.contains("hunter2"), "{shown}");
}
