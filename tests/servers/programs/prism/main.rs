//! Calls a server for each of ten vendors' documents, which refuses a request that does not fit its document and answers at random
//! within what the document allows.

mod folders;
mod hubspot;
mod judge;
mod klaviyo;
mod mistral;
mod museum;
mod petstore;
mod resend;
mod slack;
mod spotify;
mod twilio;

use std::error::Error;

type Outcome = Result<(), Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    for arg in std::env::args().skip(1) {
        let (name, base) = arg.split_once('=').ok_or("give servers as `name=address`")?;
        println!("{name}");
        match name {
            "folders" => folders::call(base).await?,
            "hubspot" => hubspot::call(base).await?,
            "klaviyo" => klaviyo::call(base).await?,
            "mistral" => mistral::call(base).await?,
            "museum" => museum::call(base).await?,
            "petstore" => petstore::call(base).await?,
            "resend" => resend::call(base).await?,
            "slack" => slack::call(base).await?,
            "spotify" => spotify::call(base).await?,
            "twilio" => twilio::call(base).await?,
            _ => return Err(format!("there is no program for {name}").into()),
        }
    }
    Ok(())
}
