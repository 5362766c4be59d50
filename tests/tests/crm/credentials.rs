use crm::contacts::ListContacts;
use crm::runtime::{Credential, Secret};
use turnbuckle_tests::demo::{self, DemoServer, credentials};

use crate::{last, targets};

fn with_oauth(server: &DemoServer) -> crm::Client {
    let credential = Credential::client_credentials(credentials::CRM_CLIENT_ID, credentials::CRM_CLIENT_SECRET);
    let credential = credential.token_url(format!("{}/oauth/token", server.url("crm")));
    crm::Client::builder().base_url(server.url("crm")).oauth(credential).build().expect("the client is complete")
}

#[tokio::test]
async fn a_token_is_fetched_once() {
    let server = demo::start().await;
    let client = with_oauth(&server);
    for _ in 0..2 {
        client.contacts().get("con_0001").await.expect("the token is taken");
    }
    assert_eq!(targets(&server), ["/oauth/token", "/contacts/con_0001", "/contacts/con_0001"]);
    assert_eq!(last(&server).header("authorization"), Some("Bearer crm-token-1"));
}

#[tokio::test]
async fn a_revoked_token_is_replaced_once() {
    let server = demo::start().await;
    let client = with_oauth(&server);
    client.contacts().get("con_0001").await.expect("the token is taken");
    server.revoke_tokens();
    server.log().clear();
    client.contacts().get("con_0002").await.expect("another token is taken");
    assert_eq!(targets(&server), ["/contacts/con_0002", "/oauth/token", "/contacts/con_0002"]);
}

#[tokio::test]
async fn calls_at_once_share_a_token() {
    let server = demo::start().await;
    let client = with_oauth(&server);
    let (contacts, deals, company) = (client.contacts(), client.deals(), client.companies());
    let params = ListContacts::default();
    let (list, deal, company) =
        tokio::join!(contacts.list(&params).into_future(), deals.get("dea_0001").into_future(), company.get("com_0001").into_future());
    assert!(list.is_ok() && deal.is_ok() && company.is_ok());
    assert_eq!(targets(&server).iter().filter(|target| *target == "/oauth/token").count(), 1);
}

#[tokio::test]
async fn a_wrong_secret_is_an_error_of_credentials() {
    let server = demo::start().await;
    let credential = Credential::client_credentials(credentials::CRM_CLIENT_ID, "wrong");
    let credential = credential.token_url(format!("{}/oauth/token", server.url("crm")));
    let client = crm::Client::builder().base_url(server.url("crm")).oauth(credential).build().expect("the client is complete");
    let error = client.contacts().get("con_0001").await.expect_err("there is no token");
    assert!(error.is_auth());
    assert_eq!(targets(&server), ["/oauth/token"]);
}

#[tokio::test]
async fn a_wrong_key_is_refused() {
    let server = demo::start().await;
    let key: Secret = "wrong".into();
    let client = crm::Client::builder().base_url(server.url("crm")).api_key(key).build().expect("the client is complete");
    let error = client.contacts().get("con_0001").await.expect_err("the key is wrong");
    assert!(error.is_auth());
    assert_eq!(error.api().map(|problem| problem.title.as_str()), Some("Unauthorized"));
}

#[tokio::test]
async fn without_credentials_nothing_is_sent() {
    let server = demo::start().await;
    let client = crm::Client::builder().base_url(server.url("crm")).build().expect("the client is complete");
    let error = client.contacts().get("con_0001").await.expect_err("there are no credentials");
    assert!(error.is_auth());
    assert_eq!(server.log().requests().len(), 0);
}
