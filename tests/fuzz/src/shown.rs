//! What an error shows, and how targets run calls.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::future::Future;
use std::time::Duration;

use turnbuckle_runtime::clock::{Clock, FakeClock};
use turnbuckle_runtime::http::{Request, Uri};
use turnbuckle_runtime::{Error, Limits};

/// What every client here holds as its credential. Inputs of the corpus repeat it, as servers do that echo a request.
pub(crate) const SECRET: &str = "s3cr3t-7f9a2c51d0";

/// Where the clients' own server is.
pub(crate) const ORIGIN: &str = "https://api.test";

/// How much of a response the clients take in.
pub(crate) const LIMITS: Limits =
    Limits { response_bytes: 256 << 10, error_bytes: 64 << 10, header_bytes: 64 << 10, line_bytes: 64 << 10, event_bytes: 64 << 10 };

/// The longest text of an error, in bytes.
const LONGEST: usize = 64 << 10;

/// Runs a future to its end.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime can be made");
    runtime.block_on(future)
}

/// Checks everything that an error prints: it holds no credential, and it is bounded.
pub(crate) fn check_error<E: Debug>(error: &Error<E>) {
    let mut shown = format!("{error} {error:?} {error:#?} {:?}", error.attempts());
    let mut source = StdError::source(error);
    while let Some(cause) = source {
        shown.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    check_text(&shown);
}

/// Checks an error of any other type.
pub(crate) fn check_any(error: &(impl Display + Debug)) {
    check_text(&format!("{error} {error:?}"));
}

/// Checks a text that is printed.
pub(crate) fn check_text(shown: &str) {
    assert!(!shown.contains(SECRET), "a credential is shown: {shown}");
    assert!(shown.len() < LONGEST, "{} bytes are shown", shown.len());
}

/// Checks that no request to another origin has a header with the credential, or a URL where the server did not write it into one itself, and
/// that there are not more requests than a call may send. `told` is what the server said.
pub(crate) fn check_requests(requests: &[Request<()>], most: usize, told: &[u8]) {
    let holds = |bytes: &[u8]| bytes.windows(SECRET.len()).any(|part| part == SECRET.as_bytes());
    assert!(requests.len() <= most, "{} requests, and not {most} at most", requests.len());
    for request in requests.iter().filter(|request| !is_own(request.uri())) {
        let (uri, headers) = (request.uri().to_string(), request.headers());
        assert!(holds(told) || !holds(uri.as_bytes()), "another origin sees the credential: {uri}");
        assert!(!headers.values().any(|value| holds(value.as_bytes())), "another origin sees the credential: {uri} {headers:?}");
    }
}

fn is_own(uri: &Uri) -> bool {
    uri.scheme_str() == Some("https") && uri.authority().is_some_and(|authority| authority == "api.test" || authority == "api.test:443")
}

/// Checks that a call took no longer than it may, by its own clock.
pub(crate) fn check_time(clock: &FakeClock, since: Duration, limit: Duration) {
    let took = clock.now().saturating_sub(since);
    assert!(took <= limit, "a call took {took:?} of {limit:?}");
}

/// Checks that two readings of a stream came to the same. Where the stream broke off, one of them may have come further than the other, for a
/// piece that is broken is not read.
pub(crate) fn check_same(one: &str, other: &str, piece: usize) {
    let split = |told: &str| {
        told.trim_end()
            .rsplit_once('\n')
            .map_or((String::new(), told.to_owned()), |(before, last)| (before.to_owned(), last.trim_end().to_owned()))
    };
    let ((before, last), (other_before, other_last)) = (split(one), split(other));
    let is_prefix = before.starts_with(&other_before) || other_before.starts_with(&before);
    let same = one == other || (last.trim_end() == other_last.trim_end() && last.contains("): ") && is_prefix);
    assert!(same, "pieces of {piece} bytes change what is read\n{one}\n--\n{other}");
}
