//! Headers of responses: limits, waits, links, redirects, codings, deprecations, and those that a document declares.
//!
//! A client makes several calls, so that what one response says may hold up the next. Each call ends within its time by the client's clock,
//! sends no more requests than its policy has, and shows no other origin a credential.

use std::time::Duration;

use turnbuckle_runtime::clock::{Clock, FakeClock};
use turnbuckle_runtime::http::Request;

use crate::exchange::{Script, script};
use crate::shown::{LIMITS, ORIGIN, SECRET, block_on, check_error, check_requests, check_text, check_time};

/// How long a call may take.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Takes an input.
pub(crate) fn run(input: &[u8]) {
    block_on(read(&Script::read(input)));
}

async fn read(script: &Script<'_>) {
    let (server, clock) = (script.server(), FakeClock::new());
    macro_rules! client {
        ($api:ident, $($credential:tt)*) => {
            $api::Client::builder()
                .base_url(ORIGIN)
                .transport(server.clone())
                .clock(clock.clone())
                .limits(LIMITS)
                .timeout(TIMEOUT)
                .on_deprecation(|old| check_text(&format!("{} {:?} {:?}", old.operation.id, old.sunset, old.link)))
                .$($credential)*
                .build()
                .expect("the client is complete")
        };
    }
    match script.choice % 5 {
        0 => {
            let client = client!(crm, api_key(SECRET));
            for _ in 0..3 {
                let since = clock.now();
                match client.contacts().create(&crm::models::ContactCreate::new("a@example.com", "Ada", "Keller")).send().await {
                    Ok(response) => {
                        let typed = response.header(crm::headers::RETRY_AFTER).map_err(|error| check_text(&format!("{error} {error:?}")));
                        check_text(&format!("{typed:?}"));
                    }
                    Err(error) => {
                        let typed = error.header(crm::headers::RETRY_AFTER);
                        check_text(&format!("{typed:?} {:?}", error.retry_after()));
                        check_error(&error);
                    }
                }
                check_time(&clock, since, TIMEOUT);
            }
        }
        1 => pages(&clock, client!(mailer, key(SECRET)).campaigns().list(&Default::default()).items()).await,
        2 => pages(&clock, client!(warehouse, token(SECRET)).items().list(&Default::default()).items()).await,
        3 => {
            let client = client!(billing, bearer(SECRET));
            for _ in 0..3 {
                let since = clock.now();
                match client.invoices().download_invoice_pdf("i").await {
                    Ok(download) => {
                        check_text(&format!("{:?} {} {download:?}", download.content_length(), download.media_type()));
                    }
                    Err(error) => check_error(&error),
                }
                check_time(&clock, since, TIMEOUT);
            }
        }
        _ => {
            let client = client!(helpdesk, account("acme").key(SECRET));
            let since = clock.now();
            let (one, other) = tokio::join!(client.tickets().get(1).send(), client.calls().get(1).send());
            for error in [one.err(), other.err()].into_iter().flatten() {
                check_error(&error);
            }
            check_time(&clock, since, TIMEOUT);
        }
    }
    check_requests(&server.seen(), 3 * 3 * 11, script.rest);
    check_framing(&server.seen());
}

/// Reads a list for as long as it goes on.
async fn pages<T, I, E>(clock: &FakeClock, mut items: turnbuckle_runtime::page::Items<T, I, E>)
where
    T: turnbuckle_runtime::model::Model,
    I: turnbuckle_runtime::model::Model,
    E: turnbuckle_runtime::output::ErrorBody + std::fmt::Debug,
{
    let mut read = 0;
    loop {
        let since = clock.now();
        match items.try_next().await {
            Ok(Some(_)) => read += 1,
            Ok(None) => break,
            Err(error) => {
                check_error(&error);
                break;
            }
        }
        // A page is a call, and there are as many as the input has responses.
        check_time(clock, since, TIMEOUT * 32);
        assert!(read < 1 << 20, "a list without end");
    }
    if let Some(position) = items.position() {
        let written = position.to_string();
        assert!(written.parse::<turnbuckle_runtime::page::Position>().is_ok_and(|again| again.to_string() == written), "{written}");
    }
}

/// Checks that what a server said did not get into the lines of a request.
fn check_framing(requests: &[Request<()>]) {
    for request in requests {
        let uri = request.uri().to_string();
        assert!(uri.bytes().all(|byte| byte > b' ' && byte != 0x7f), "{uri:?}");
        assert!(matches!(request.uri().scheme_str(), Some("http" | "https")), "{uri:?}");
    }
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let heads: [&[&str]; 14] = [
        &["200\nx-ratelimit-limit: 10\nx-ratelimit-remaining: 0\nx-ratelimit-reset: 45\nx-ratelimit-resource: search\n\n{}", "200\n\n{}"],
        &["200\nratelimit: \"default\";r=0;t=30\nratelimit-policy: \"default\";q=10;w=60\n\n{}", "200\n\n{}"],
        &["200\nratelimit-limit: 10, 10;w=60\nratelimit-remaining: 9\nratelimit-reset: 99999999999\n\n{}", "200\n\n{}"],
        &[
            "429\nretry-after: 7\n\n",
            "503\nretry-after: Fri, 31 Dec 9999 23:59:59 GMT\ndate: Thu, 01 Jan 2026 00:00:00 GMT\n\n",
            "200\n\n{}",
        ],
        &["429\nretry-after-ms: 1e308\nx-ratelimit-reset: 1767225660\n\n", "200\n\n[]"],
        &[
            "302\nlocation: https://other.test/a?apikey=s3cr3t-7f9a2c51d0\n\n",
            "429\nretry-after: 86000\nx-ratelimit-remaining: 0\nset-cookie: a=b\n\n",
            "200\n\n{}",
        ],
        &["307\nlocation: //other.test\n\n", "303\nlocation: /x y?\u{e9}#f\n\n", "200\n\n{}"],
        &["308\nlocation: http://api.test/\n\n", "301\nlocation: file:///etc/passwd\n\n"],
        &["301\nlocation: ?\n\n", "301\nlocation: https://api.test@other.test/\n\n", "200\n\n{}"],
        &["200\nlink: <?page=2>; rel=\"prev next\", <https://other.test/x>; rel=next; title*=UTF-8''%e2\n\n[]", "200\nlink: <\n\n[]"],
        &["200\n\n{\"data\":[],\"next\":\"https://other.test/items?session=s3cr3t-7f9a2c51d0\"}", "200\n\n{\"data\":[],\"next\":null}"],
        &["200\ndeprecation: @1767225600\nsunset: Thu, 01 Jan 2026 00:00:09 GMT\nlink: <https://x.test>; rel=\"deprecation\"\n\n{}"],
        &["200\ncontent-type: application/pdf; q=\"\ncontent-disposition: attachment; filename=\"../../x\"\ncontent-length: -1\n\n%PDF"],
        &["200\ncontent-encoding: gzip, deflate, identity, br\ncontent-type: application/json;charset=\n\n\u{1f}\u{8b}"],
    ];
    let mut seeds = Vec::new();
    for responses in heads {
        for choice in 0..5 {
            let responses: Vec<&[u8]> = responses.iter().map(|response| response.as_bytes()).collect();
            seeds.push(script(choice, 0, &responses));
        }
    }
    seeds
}
