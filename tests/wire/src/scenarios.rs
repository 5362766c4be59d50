//! Runs calls, and compares what the server has seen with the table of scenarios.

use std::collections::BTreeSet;
use std::error::Error;
use std::pin::Pin;

use turnbuckle_runtime::Download;

use crate::server::{Server, has_document, table};

/// What a call comes to: an error, or a panic, where something was not as it should be.
pub type Outcome = Result<(), Box<dyn Error + Send + Sync>>;

/// The calls of a scenario, or of a few that belong together.
pub type Call = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// Calls with their names.
pub type Calls = Vec<(&'static str, Call)>;

/// Starts the server, makes the calls, and holds the server's record against the table.
///
/// Every scenario must have passed that the documents of the dialect can express, except those `impossible`, named with the reason. Those
/// must not have passed.
pub fn run(dialect: &str, calls: fn(&str) -> Calls, impossible: &[(&str, &str)]) {
    let server = Server::start();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("there is a runtime");
    let mut failed: Vec<String> = runtime.block_on(make(calls(&server.url())));
    let missing = missing(dialect, &server);
    let expected: BTreeSet<&str> = impossible.iter().map(|(scenario, _)| *scenario).collect();
    let found: BTreeSet<&str> = missing.iter().map(String::as_str).collect();
    failed.extend(found.difference(&expected).map(|scenario| format!("{scenario} has not passed")));
    failed.extend(expected.difference(&found).map(|scenario| format!("{scenario} has passed, or is not in the table")));
    assert!(failed.is_empty(), "{} of {dialect} went wrong:\n{}", failed.len(), failed.join("\n"));
}

/// Makes the calls one after the other, and returns what went wrong.
async fn make(calls: Calls) -> Vec<String> {
    let mut failed = Vec::new();
    for (name, call) in calls {
        // A task of its own, so that a call which panics does not end the others.
        match tokio::spawn(call).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => failed.push(format!("{name}: {error:?}")),
            Err(panic) => failed.push(format!("{name}: {panic}")),
        }
    }
    failed
}

/// Returns the scenarios that have not passed, of those that the documents of the dialect can express.
fn missing(dialect: &str, server: &Server) -> Vec<String> {
    let passed: BTreeSet<String> =
        server.coverage().into_iter().filter_map(|(scenario, status)| (status == "pass").then_some(scenario)).collect();
    let table = table();
    let rows = table.lines().skip(1).map(|line| line.split('\t').collect::<Vec<&str>>());
    let expressible = rows.filter(|row| row[2] == "yes" && has_document(dialect, row[3]));
    let scenarios: BTreeSet<&str> = expressible.map(|row| row[0]).collect();
    eprintln!("{dialect}: {} scenarios, {} passed", scenarios.len(), scenarios.iter().filter(|name| passed.contains(**name)).count());
    scenarios.into_iter().filter(|scenario| !passed.contains(*scenario)).map(str::to_owned).collect()
}

/// Reads a download whole.
pub async fn bytes(download: Download) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
    Ok(download.bytes(1 << 20).await?.to_vec())
}
