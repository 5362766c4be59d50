//! A first call: the contacts of a CRM, through the crate that was generated from `specs/crm.yaml`.
//!
//! The service is played by a server in this process. Against the real one, leave out `base_url`.

#![allow(clippy::print_stdout, reason = "an example shows what it got")]

use std::error::Error;

use crm::contacts::ListContacts;
use turnbuckle_tests::demo;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let server = demo::start().await;

    let client = crm::Client::builder().base_url(server.url("crm")).api_key(demo::credentials::CRM_KEY).build()?;

    let page = client.contacts().list(&ListContacts::default()).await?;
    for contact in &page.data {
        println!("{} {} {} <{}>", contact.id, contact.first_name, contact.last_name, contact.email);
    }

    let contact = client.contacts().get("con_0007").await?;
    println!("{contact:#?}");
    Ok(())
}
