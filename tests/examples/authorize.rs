//! Has a user authorize a program on the command line, in the browser, and calls the CRM for that user: `authorize CLIENT_ID FOLDER`. The second
//! time, the token is there.

#![allow(clippy::print_stdout, reason = "an example shows what it got")]

use std::time::Duration;

use crm::contacts::ListContacts;
use turnbuckle_runtime::Credential;
use turnbuckle_runtime::auth::FileTokenStore;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(id), Some(folder)) = (args.next(), args.next()) else { return Err("usage: authorize CLIENT_ID FOLDER".into()) };
    let credential = Credential::oauth(id)
        .authorization_url("https://eu.crm.example.com/v1/oauth/authorize")
        .scopes(["contacts.read"])
        .store(FileTokenStore::new(folder));
    let client = crm::Client::builder().oauth(credential).connection("acme").build()?;

    let page = match client.contacts().list(&ListContacts::default()).await {
        Err(error) if error.is_auth() => {
            authorize(&client).await?;
            client.contacts().list(&ListContacts::default()).await?
        }
        result => result?,
    };
    println!("{} contacts on the first page", page.data.len());
    Ok(())
}

async fn authorize(client: &crm::Client) -> Result<(), Box<dyn std::error::Error>> {
    let oauth = client.runtime().oauth("oauth")?;
    let loopback = oauth.loopback(0, "/callback").await?;
    let authorization = oauth.authorization_code(loopback.redirect_uri()).await?;
    println!("Open {}", authorization.url());
    let query = loopback.receive(authorization.pending(), Duration::from_secs(300)).await?;
    oauth.exchange(authorization.pending(), &query).await?;
    Ok(())
}
