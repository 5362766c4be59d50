//! Contacts of the CRM become subscribers of the mailer: all pages of them, and nobody twice.

#![allow(clippy::print_stdout, reason = "an example shows what it did")]

use std::error::Error;

use turnbuckle_tests::demo::{self, credentials};
use turnbuckle_tests::integrations::crm_to_mailer;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let server = demo::start().await;
    let crm = crm::Client::builder().base_url(server.url("crm")).api_key(credentials::CRM_KEY).build()?;
    let mailer = mailer::Client::builder().base_url(server.url("mailer")).key(credentials::MAILER_KEY).build()?;

    for run in ["first", "second"] {
        let counts = crm_to_mailer::run(&crm, &mailer, "news", "lst_0003").await?;
        println!("{run} run: {} created, {} present", counts.created, counts.present);
    }
    Ok(())
}
