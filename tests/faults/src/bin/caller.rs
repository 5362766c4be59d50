//! A process that makes calls with a grant that other processes renew, too: `caller ORIGIN FOLDER CALLS`.

use std::process::ExitCode;

use turnbuckle_faults::rotation::FIRST;
use turnbuckle_runtime::Credential;
use turnbuckle_runtime::auth::FileTokenStore;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, origin, folder, calls] = arguments.as_slice() else { return ExitCode::from(2) };
    let store = FileTokenStore::new(folder);
    let oauth = Credential::refresh_token("app", FIRST).store(store).token_url(format!("{origin}/crm/oauth/token"));
    let client = crm::Client::builder().base_url(format!("{origin}/crm")).oauth(oauth).build().expect("the client is complete");
    let mut refused = 0;
    let mut left = calls.parse().unwrap_or(0_usize);
    while left > 0 {
        match client.contacts().get("con_0001").await {
            Ok(_) => (left, refused) = (left - 1, 0),
            // The other process may use a new token up before this one has sent it.
            Err(error) if error.status() == Some(401) && refused < 5 => refused += 1,
            Err(error) => {
                eprintln!("{error:?}");
                return ExitCode::FAILURE;
            }
        }
    }
    ExitCode::SUCCESS
}
