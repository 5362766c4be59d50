//! Events that a service sends: whether they are authentic, which ones they are, and what is in them.
//!
//! What nobody signed is never authentic, what was signed is, and what was changed after it was signed is not, unless the change is to what
//! no signature covers.

use std::time::Duration;

use turnbuckle_runtime::Value;
use turnbuckle_runtime::clock::FakeClock;
use turnbuckle_runtime::http::{HeaderName, HeaderValue, Request};
use turnbuckle_runtime::webhook::{
    Algorithm, Encoding, KeyForm, Part, Place, STANDARD_WEBHOOKS, Scheme, Signature, Signer, Timestamp, Unit, Verifier,
};

use crate::json::PAYMENT;
use crate::shown::{SECRET, check_any};

/// Over the time, which is one of the items, and the body.
static ITEMS: Scheme = Scheme::new(
    Place::Header("signature"),
    &[
        Signature::new("v1=", Algorithm::HmacSha256, Encoding::Hex, KeyForm::Text),
        Signature::new("v2=", Algorithm::HmacSha512, Encoding::Base64, KeyForm::Text),
    ],
    &[Part::Timestamp, Part::Text("."), Part::Body],
)
.separator(',')
.timestamp(Timestamp::item("t=", Unit::Seconds))
.id(&[Place::Json("/id")]);

/// Over the URL, the method and a header.
static URL: Scheme = Scheme::new(
    Place::Header("signature"),
    &[Signature::new("", Algorithm::HmacSha1, Encoding::Base64, KeyForm::Text)],
    &[Part::Method, Part::DecodedUrl("/?@!$'()*,;"), Part::Header("x-request-id"), Part::Body],
)
.timestamp(Timestamp::header("sent-at", Unit::Milliseconds))
.id(&[Place::Header("x-request-id")]);

/// Over some values of each item of a list in the body.
static INSIDE: Scheme = Scheme::new(
    Place::Json("/signature"),
    &[Signature::new("", Algorithm::HmacSha256, Encoding::Base64, KeyForm::Text)],
    &[Part::Json("/id"), Part::Text(":"), Part::Json("/amount/value")],
)
.each("/items")
.id(&[Place::Json("/id")]);

/// The scheme of a choice, and a secret of its form.
fn scheme(choice: usize) -> (&'static Scheme, String) {
    match choice % 5 {
        0 => (&ITEMS, SECRET.to_owned()),
        1 => (&URL, SECRET.to_owned()),
        2 => (&INSIDE, SECRET.to_owned()),
        3 => (&STANDARD_WEBHOOKS, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".to_owned()),
        _ => (&crm::webhooks::SIGNATURE, SECRET.to_owned()),
    }
}

/// Takes an input: a choice, lines of headers, an empty line and a body.
pub(crate) fn run(input: &[u8]) {
    let (choice, rest) = input.split_first().unwrap_or((&0, &[]));
    let choice = usize::from(choice.wrapping_sub(b'A'));
    let (scheme, secret) = scheme(choice);
    let request = request(rest);
    let verifier = Verifier::new(scheme, secret.as_str()).expect("the secret has its form").clock(FakeClock::new());
    match verifier.verify(&request) {
        Ok(_) => panic!("nobody has signed it"),
        Err(error) => check_any(&error),
    }
    if let Err(error) = verifier.receive(&request, |_| Ok(())) {
        assert!((400..500).contains(&error.status().as_u16()));
        check_any(&error);
    }
    // A wrong secret, so a wrong signature in the right form; a verifier with two secrets takes either.
    let signer = Signer::new(scheme, secret.as_str()).expect("the secret has its form").clock(FakeClock::new());
    match signer.sign(request.clone()) {
        Ok(signed) => judge_signed(&verifier, scheme, &signed),
        Err(error) => check_any(&error),
    }
    read(&request);
}

fn judge_signed(verifier: &Verifier, scheme: &Scheme, signed: &Request<Vec<u8>>) {
    if let Err(error) = verifier.verify(signed) {
        // What the input sets in addition, such as the header of the signatures twice, may make a request that nobody can read.
        check_any(&error);
        return;
    }
    let late = FakeClock::new();
    late.advance(Duration::from_secs(100_000));
    let verified = verifier.clone().clock(late).verify(signed);
    assert!(verified.is_err() || !has_time(scheme), "an old request is taken");
    let mut changed = signed.clone();
    changed.body_mut().push(b' ');
    assert!(verifier.verify(&changed).is_err() || std::ptr::eq(scheme, &INSIDE), "another body is taken");
    let other = Verifier::new(scheme, "whsec_b3RoZXI=").expect("the secret has its form").clock(FakeClock::new());
    assert!(other.verify(signed).is_err(), "another secret is taken");
    read(signed);
}

fn has_time(scheme: &Scheme) -> bool {
    !std::ptr::eq(scheme, &INSIDE) && !std::ptr::eq(scheme, &crm::webhooks::SIGNATURE)
}

/// Reads an event with the generated readers.
fn read(request: &Request<Vec<u8>>) {
    match crm::webhooks::Webhook::from_request(request) {
        Ok(event) => drop(format!("{event:?}")),
        Err(error) => check_any(&error),
    }
    match billing::webhooks::Webhook::from_request(request) {
        Ok(billing::webhooks::Webhook::Unlisted(value)) => {
            // A byte order mark is ignored (RFC 8259, section 8.1), and `serde_json` refuses it.
            let body = request.body().strip_prefix(b"\xef\xbb\xbf").unwrap_or(request.body());
            let whole: Result<Value, _> = serde_json::from_slice(body);
            assert!(whole.is_ok_and(|whole| whole == value), "an event that is not listed is kept as it is");
        }
        Ok(event) => drop(format!("{event:?}")),
        Err(error) => check_any(&error),
    }
}

fn request(text: &[u8]) -> Request<Vec<u8>> {
    let (head, body) = match text.windows(2).position(|window| window == b"\n\n") {
        Some(end) => (&text[..end], &text[end + 2..]),
        None => (&[][..], text),
    };
    let mut request = Request::post("https://app.test/hooks?a=%2F&b").body(body.to_vec()).expect("it is a request");
    for line in head.split(|byte| *byte == b'\n') {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { continue };
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii());
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(&line[..colon]), value) {
            request.headers_mut().append(name, value);
        }
    }
    request
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let paid = format!(r#"{{"id":"evt_1","type":"payment.failed","timestamp":"2026-02-03T10:15:00Z","data":{PAYMENT}}}"#);
    let bodies = [
        paid.as_str(),
        r#"{"event_id":"e1","type":"contact.created","occurred_at":"2026-01-02T03:04:05Z","contact":{"id":"c1"}}"#,
        r#"{"items":[{"id":"1","amount":{"value":5},"signature":"AA=="},{"id":"2","amount":{"value":"x"}}]}"#,
        "a=1&b=%2F&bodySHA256=00",
        "[]",
        "",
    ];
    let heads = [
        "",
        "signature: t=1767225600,v1=00ff,v2=AAAA,v1=\nx-request-id: s3cr3t-7f9a2c51d0",
        "sent-at: 1767225600000\nsignature: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\nx-request-id: 1",
        "webhook-id: msg_1\nwebhook-timestamp: 1767225600\nwebhook-signature: v1,AAAA v1a,BBBB",
        "x-crm-signature: zz",
    ];
    let mut seeds = Vec::new();
    for (at, head) in heads.iter().enumerate() {
        for body in bodies {
            seeds.push(format!("{}{head}\n\n{body}", char::from(b'A' + u8::try_from(at).expect("there are five"))).into_bytes());
        }
    }
    for choice in ["A", "B", "C"] {
        seeds.push(format!("{choice}\n\n{paid}").into_bytes());
    }
    seeds
}
