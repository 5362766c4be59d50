//! The file of a recording.
//!
//! A file either is refused or answers; what was played from it and recorded again is a file that plays the same.

use std::path::Path;

use turnbuckle_runtime::clock::FakeClock;
use turnbuckle_runtime::transport::cassette::{Player, Recorder};
use turnbuckle_runtime::{Retry, Value};

use crate::shown::{LIMITS, ORIGIN, SECRET, block_on, check_any, check_error, check_text};

/// Takes an input.
pub(crate) fn run(input: &[u8]) {
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let (path, again) = (folder.path().join("tape.json"), folder.path().join("again.json"));
    std::fs::write(&path, input).expect("the file can be written");
    let player = match Player::open(&path) {
        Ok(player) => player,
        Err(error) => return check_any(&error),
    };
    let recorder = Recorder::new(player, &again);
    let first = block_on(play(recorder.clone()));
    recorder.save().expect("the file can be written");
    let written = std::fs::read_to_string(&again).expect("it was written");
    assert!(!written.contains(SECRET), "a credential is recorded: {written}");
    let second = block_on(play(open(&again)));
    assert_eq!(first, second, "{written}");
}

fn open(path: &Path) -> Player {
    Player::open(path).unwrap_or_else(|error| panic!("what a recorder writes cannot be read: {error}"))
}

/// Makes two calls, and returns the statuses and values that came.
async fn play(transport: impl turnbuckle_runtime::transport::Transport) -> Vec<String> {
    let builder = crm::Client::builder().base_url(ORIGIN).transport(transport).clock(FakeClock::new()).limits(LIMITS);
    let client = builder.api_key(SECRET).retry(Retry::never()).build().expect("the client is complete");
    let mut told = Vec::new();
    for id in ["c1", "c2"] {
        match client.contacts().get(id).read_as::<Value>().send().await {
            Ok(response) => {
                let shown = format!("{} {}", response.status(), response.value());
                told.push(shown);
            }
            Err(error) => {
                check_error(&error);
                told.push(format!("{:?} {}", error.status(), error.is_broken()));
            }
        }
    }
    check_text(&format!("{client:?}"));
    told
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let exchange = |path: &str, response: &str| {
        format!(
            r#"{{"request":{{"method":"GET","url":"https://api.test/{path}","headers":{{"accept":"application/json"}}}},"response":{response}}}"#
        )
    };
    let one = exchange("contacts/c1", r#"{"status":200,"headers":{"content-type":"application/json"},"body":{"json":{"id":"c1"}}}"#);
    let other = exchange(
        "contacts/c2",
        r#"{"status":404,"headers":{"content-type":["text/plain"]},"body":{"text":"s3cr3t-7f9a2c51d0"},"broken":true}"#,
    );
    let broken = exchange("contacts/c2", r#"{"error":"timeout"}"#);
    let bytes =
        exchange("contacts/c1", r#"{"status":200,"headers":{"content-encoding":"gzip"},"body":{"base64":"H4sIAAAAAAAA/wMAAAAAAAAAAAA="}}"#);
    let files = [vec![&one, &other], vec![&one, &broken], vec![&bytes], vec![]];
    let mut seeds: Vec<Vec<u8>> = files
        .iter()
        .map(|exchanges| {
            let exchanges: Vec<&str> = exchanges.iter().map(|it| it.as_str()).collect();
            format!(r#"{{"version":1,"exchanges":[{}]}}"#, exchanges.join(",")).into_bytes()
        })
        .collect();
    seeds.push(b"{\"version\":2}".to_vec());
    seeds
}
