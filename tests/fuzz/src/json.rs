//! Bodies in JSON of operations that succeed, through generated clients.
//!
//! What a strict client reads is the same after it was written and read again, and a tolerant client reads the same from it.

use std::fmt::Debug;

use turnbuckle_runtime::model::Model;
use turnbuckle_runtime::output::ErrorBody;
use turnbuckle_runtime::{Call, Value};

use crate::exchange::{Script, json, script};
use crate::shown::{SECRET, block_on, check_error, check_requests};

/// Builds a client over the responses of a script.
macro_rules! client {
    ($api:ident, $server:expr, $($credential:tt)*) => {
        $api::Client::builder()
            .base_url($crate::shown::ORIGIN)
            .transport($server)
            .clock(turnbuckle_runtime::clock::FakeClock::new())
            .limits($crate::shown::LIMITS)
            .$($credential)*
    };
}
pub(crate) use client;

/// Makes a call with a strict and with a tolerant client, and compares them.
macro_rules! both {
    ($script:ident, $api:ident, $($credential:ident($($key:expr),*)).+, |$client:ident| $call:expr) => {{
        let server = $script.server();
        let strict = client!($api, server.clone(), $($credential($($key),*)).+).build().expect("the client is complete");
        let tolerant =
            client!($api, $script.server(), $($credential($($key),*)).+).tolerant(|_| {}).build().expect("the client is complete");
        let first = {
            let $client = &strict;
            read($call).await
        };
        let second = {
            let $client = &tolerant;
            read($call).await
        };
        if let Some(value) = first {
            round_trip(&value);
            assert_eq!(Some(value), second, "a tolerant client reads something else");
        }
        check_requests(&server.seen(), 3, $script.rest);
    }};
}

async fn read<T: Model + PartialEq + Debug, E: ErrorBody + Debug, P>(call: Call<'_, T, E, P>) -> Option<T> {
    match call.send().await {
        Ok(response) => Some(response.into_inner()),
        Err(error) => {
            check_error(&error);
            None
        }
    }
}

/// Writes a value and reads it again.
pub(crate) fn round_trip<T: Model + PartialEq + Debug>(value: &T) {
    let written = turnbuckle_runtime::json::to_vec(value.view()).expect("a value that was read can be written");
    match turnbuckle_runtime::json::from_slice::<T>(&written) {
        Ok(again) => assert_eq!(&again, value, "{}", String::from_utf8_lossy(&written)),
        Err(error) => panic!("{error}: {}", String::from_utf8_lossy(&written)),
    }
}

/// Takes an input.
pub(crate) fn run(input: &[u8]) {
    block_on(read_all(&Script::read(input)));
}

async fn read_all(script: &Script<'_>) {
    match script.choice % 14 {
        0 => both!(script, crm, api_key(SECRET), |client| client.contacts().get("c")),
        1 => both!(script, crm, api_key(SECRET), |client| client.activities().get("a")),
        2 => both!(script, crm, api_key(SECRET), |client| client.deals().get("d")),
        3 => both!(script, crm, api_key(SECRET), |client| client.contacts().list(&Default::default())),
        4 => both!(script, crm, api_key(SECRET), |client| client.companies().get("c")),
        5 => both!(script, billing, bearer(SECRET), |client| client.payments().get("p")),
        6 => both!(script, billing, bearer(SECRET), |client| client.invoices().get("i")),
        7 => both!(script, billing, bearer(SECRET), |client| client.refunds().get("r", &Default::default())),
        8 => both!(script, billing, bearer(SECRET), |client| client.balance().get()),
        9 => both!(script, helpdesk, account("acme").key(SECRET), |client| client.tickets().get(1)),
        10 => both!(script, helpdesk, account("acme").key(SECRET), |client| client.calls().get(1)),
        11 => both!(script, warehouse, token(SECRET), |client| client.shipments().get("s")),
        12 => both!(script, mailer, key(SECRET), |client| client.campaigns().get("c")),
        _ => both!(script, crm, api_key(SECRET), |client| client.contacts().get("c").read_as::<Value>()),
    }
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let bodies: [(u8, &str); 14] = [
        (0, CONTACT),
        (
            1,
            r#"{"id":"a1","contact_id":"c1","happened_at":"2026-01-02T03:04:05Z","kind":"call","direction":"inbound","duration_seconds":7,"outcome":null}"#,
        ),
        (1, r#"{"id":"a1","contact_id":"c1","happened_at":"2026-01-02T03:04:05.678+01:00","kind":"fax","pages":[1,2.5,{"a":null}]}"#),
        (
            2,
            r#"{"id":"d1","title":"Deal","stage":"won","value":{"amount":"12.50","currency":"EUR"},"created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z","contact_ids":["c1"],"close_date":"2026-02-03"}"#,
        ),
        (3, r#"{"data":[],"next_cursor":"abc"}"#),
        (5, PAYMENT),
        (
            6,
            r#"{"id":"i1","object":"invoice","status":"open","lines":[{"description":"x","quantity":2,"amount":"1.00"}],"total":"2.00","currency":"EUR"}"#,
        ),
        (7, r#"{"id":"r1","payment":"pay_1","amount":"1.00","reason":"duplicate","created":"2026-02-03T10:15:00Z","livemode":true}"#),
        (8, r#"{"object":"balance","available":[{"amount":"1.00","currency":"EUR"}],"pending":[]}"#),
        (9, TICKET),
        (10, r#"{"id":1,"direction":"in","duration":3.5,"recording_url":null,"transcript":[["a",1,null]]}"#),
        (11, r#"{"id":"s1","status":"packed","lines":[{"sku":"A","quantity":1}],"carrier":{"type":"post"},"tracking":null}"#),
        (13, r#"{"a":[1,-0.0,1e308,18446744073709551615,9007199254740993,"\ud83d\ude00","\u0000"],"a":{"$ref":"x"}}"#),
        (13, r#"[[[[[[[[[[[[[[[[{"":[true,false,null,""]}]]]]]]]]]]]]]]]]"#),
    ];
    let mut seeds: Vec<Vec<u8>> = bodies.iter().map(|(choice, body)| script(*choice, 0, &[&json(body)])).collect();
    // A server that repeats the credential, one that sends a byte order mark, and one that compresses.
    seeds.push(script(0, 0, &[&json(&CONTACT.replace("Ada", SECRET).replace("\"lead\"", &format!("[\"{SECRET}\"]")))]));
    seeds.push(script(0, 3, &[&json(&format!("\u{feff}{CONTACT}"))]));
    seeds.push(script(0, 0, &[&compressed(CONTACT.as_bytes())]));
    seeds
}

/// Writes a response in gzip.
pub(crate) fn compressed(body: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::GzEncoder::new(
        b"200\ncontent-type: application/json\ncontent-encoding: gzip\n\n".to_vec(),
        flate2::Compression::fast(),
    );
    encoder.write_all(body).expect("memory can be written to");
    encoder.finish().expect("memory can be written to")
}

pub(crate) const CONTACT: &str = r#"{"id":"c1","email":"ada@example.com","first_name":"Ada","last_name":"Keller","phone":null,"lifecycle":"lead","tags":["vip"],"company_id":"com_1","address":{"street":"Road 1","city":"Bern","country":"CH"},"custom_fields":{"score":2.5,"newsletter":true,"note":null},"created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z"}"#;

pub(crate) const PAYMENT: &str = r#"{"id":"pay_1","created":"2026-02-03T10:15:00Z","livemode":true,"amount":"129.72","amount_refunded":"0.00","currency":"EUR","status":"failed","metadata":{"a":"b"},"method":{"type":"card","brand":"visa","last4":"4242","exp_month":12,"exp_year":2030}}"#;

pub(crate) const TICKET: &str = r#"{"id":1,"created_at":"2026-01-02T03:04:05Z","updated_at":"2026-01-02T03:04:05Z","subject":"Smoke","description":"x","status":"open","priority":"high","requester":{"name":"Ada","email":"ada@example.com"},"assignee_id":null,"tags":["a"],"due_at":null,"custom_fields":{"a":[1]},"related_ids":[2],"satisfaction":null}"#;
