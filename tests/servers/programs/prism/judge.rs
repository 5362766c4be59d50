//! Makes calls, and says what the server made of the request and the client of the answer.

use std::collections::BTreeSet;

use petstore_client::runtime::output::{ErrorBody, Output};
use petstore_client::runtime::{Call, Retry};

/// How often a call is made: each answer is another.
const TIMES: usize = 6;

/// Makes a call some times, and prints what became of it. A request that does not fit its document gets the status 422.
pub async fn judge<'c, T: Output + 'c, E: ErrorBody + 'c, P>(what: &str, call: impl Fn() -> Call<'c, T, E, P>) {
    let mut seen = BTreeSet::new();
    for _ in 0..TIMES {
        seen.insert(match call().retry(Retry::never()).send().await {
            Ok(response) => format!("{} read", response.status()),
            Err(error) => format!("{error}: {}", String::from_utf8_lossy(error.body())),
        });
    }
    println!("{what}: {}", seen.into_iter().collect::<Vec<_>>().join("; "));
}

/// Makes a call that must be refused, and prints its status and whether the error has its declared type.
pub async fn refused<'c, T: Output + 'c, E: ErrorBody + 'c, P>(what: &str, call: Call<'c, T, E, P>) {
    match call.retry(Retry::never()).send().await {
        Ok(response) => println!("{what}: {} although it must be refused", response.status()),
        Err(error) => println!("{what}: {:?}, typed: {}", error.status(), error.api().is_some()),
    }
}
