//! Holds each entry of the table of schemes against examples: published ones where there are any, and else ones that were computed with
//! Python's `hmac` and `cryptography`, independently of what is tested.

use std::time::{Duration, SystemTime};

use turnbuckle_consumer::signatures;
use turnbuckle_runtime::clock::{Clock, FakeClock};
use turnbuckle_runtime::http::{HeaderName, Request, Uri};
use turnbuckle_runtime::transport::BoxFuture;
use turnbuckle_runtime::webhook::{Reason, Scheme, Signer, Verifier};

/// A clock that shows one time, in seconds since 1970.
struct At(u64);

impl Clock for At {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
    fn wall(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(self.0)
    }
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
    fn random(&self) -> u64 {
        0
    }
}

struct Example {
    scheme: &'static Scheme,
    secret: &'static str,
    /// When it came, in seconds since 1970.
    at: u64,
    url: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    id: Option<&'static str>,
}

impl Example {
    fn request(&self) -> Request<Vec<u8>> {
        let mut request = Request::post(self.url);
        for (name, value) in self.headers {
            request = request.header(HeaderName::from_static(name), *value);
        }
        request.body(self.body.as_bytes().to_vec()).expect("it is a request")
    }

    fn verifier(&self) -> Verifier {
        Verifier::new(self.scheme, self.secret).expect("it is a secret").clock(At(self.at))
    }

    /// The example is authentic; with another secret, another body and another time it is not, and what is signed here is.
    #[track_caller]
    fn check(&self) {
        let verified = self.verifier().verify(&self.request()).expect("it is authentic");
        assert_eq!(verified.id(), self.id);
        let other = if self.secret.len() == 64 { self.secret.replace('4', "5") } else { format!("{}1234", self.secret) };
        if let Ok(other) = Verifier::new(self.scheme, other.as_str()) {
            let error = other.clock(At(self.at)).verify(&self.request()).expect_err("the secret is another");
            assert_eq!(error.reason(), Reason::NoMatch);
        }
        let mut changed = self.request();
        *changed.body_mut() = self.body.replacen(['1', '4', 'o', 'x'], "7", 1).into_bytes();
        assert!(self.body.is_empty() || self.verifier().verify(&changed).is_err(), "the body is another");
        if verified.timestamp().is_some() {
            let error = self.verifier().clock(At(self.at + 301)).verify(&self.request()).expect_err("it is old");
            assert_eq!(error.reason(), Reason::TooOld);
        }
    }

    /// What is signed by the scheme here is authentic by it.
    #[track_caller]
    fn check_signer(&self) {
        let signer = Signer::new(self.scheme, self.secret).expect("it is a secret").clock(FakeClock::new());
        let bare = Request::post(self.url).body(self.body.as_bytes().to_vec()).expect("it is a request");
        let request = signer.sign(bare).expect("it can be signed");
        self.verifier().clock(FakeClock::new()).verify(&request).expect("it is authentic");
    }
}

/// Computed: the documentation shows headers without the secret that they were made with.
#[test]
fn stripe() {
    let example = Example {
        scheme: &signatures::stripe::webhooks::SIGNATURE,
        secret: "whsec_test_secret",
        at: 1_700_000_000,
        url: "/hook",
        headers: &[(
            "stripe-signature",
            "t=1700000000,v1=2a09a61dfa162193768e74214e064f929600f74b0ac644e8af83ac9499efdc66,v1=9a1a53f1cd0ae0c308d16e2f258d51d87b2ab899d7ef4b95a848e1f44175ff5d,v0=6ffbb59b2300aae63f272406069a9788598b792a944a07aba816edb039989a39",
        )],
        body: r#"{"id":"evt_1","type":"thing.happened"}"#,
        id: Some("evt_1"),
    };
    example.check();
    example.check_signer();
    // The first signature is of the secret before.
    Verifier::new(example.scheme, "whsec_old")
        .expect("it is a secret")
        .clock(At(example.at))
        .verify(&example.request())
        .expect("authentic");
}

/// Published: the documentation on validating deliveries.
#[test]
fn github() {
    let example = Example {
        scheme: &signatures::github::webhooks::SIGNATURE,
        secret: "It's a Secret to Everybody",
        at: 0,
        url: "/hook",
        headers: &[
            ("x-hub-signature-256", "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"),
            ("x-github-delivery", "72d3162e-cc78-11e3-81ab-4c9367dc0958"),
        ],
        body: "Hello, World!",
        id: Some("72d3162e-cc78-11e3-81ab-4c9367dc0958"),
    };
    example.check();
    example.check_signer();
}

/// Computed, over the published secret and body.
#[test]
fn github_by_sha1() {
    let example = Example {
        scheme: &signatures::github_sha1::webhooks::SIGNATURE,
        secret: "It's a Secret to Everybody",
        at: 0,
        url: "/hook",
        headers: &[("x-hub-signature", "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59")],
        body: "Hello, World!",
        id: None,
    };
    example.check();
    example.check_signer();
}

/// Published: the documentation on verifying requests.
#[test]
fn slack() {
    let example = Example {
        scheme: &signatures::slack::webhooks::SIGNATURE,
        secret: "8f742231b10e8888abcd99yyyzzz85a5",
        at: 1_531_420_618,
        url: "/hook",
        headers: &[
            ("x-slack-signature", "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"),
            ("x-slack-request-timestamp", "1531420618"),
        ],
        body: "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c",
        id: None,
    };
    example.check();
    example.check_signer();
}

/// Computed: the documentation has no example.
#[test]
fn shopify() {
    let example = Example {
        scheme: &signatures::shopify::webhooks::SIGNATURE,
        secret: "hush",
        at: 0,
        url: "/hook",
        headers: &[
            ("x-shopify-hmac-sha256", "rg4ScVmc1s60estmk6DfIyEklB79H2UpVpYDsGfu7CA="),
            ("x-shopify-event-id", "98880550-7158-44d4-b7cd-2c97c8a091b5"),
        ],
        body: r#"{"id":"evt_1","type":"thing.happened"}"#,
        id: Some("98880550-7158-44d4-b7cd-2c97c8a091b5"),
    };
    example.check();
    example.check_signer();
}

/// Published: the first is that of the tests of the vendor's library for Python. The second is computed: the documentation lists the
/// characters that are decoded, without an example.
#[test]
fn hubspot() {
    let published = Example {
        scheme: &signatures::hubspot::webhooks::SIGNATURE,
        secret: "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
        at: 1_693_657_560,
        url: "https://www.example.com/webhook_uri",
        headers: &[
            ("x-hubspot-signature-v3", "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y="),
            ("x-hubspot-request-timestamp", "1693657560000"),
        ],
        body: "{'example_field':'example_value'}",
        id: None,
    };
    published.check();
    published.check_signer();
    let url = "https://www.example.com/webhook_uri?a=b%3Ac%2fd%20e";
    const HEADERS: &[(&str, &str)] =
        &[("x-hubspot-signature-v3", "5Cs60O1AnfFCjzBcss5Jgtj6ehJ6beHx739I+bhWrgI="), ("x-hubspot-request-timestamp", "1693657560000")];
    let decoded = Example { url, headers: HEADERS, body: "{}", ..published };
    decoded.verifier().verify(&decoded.request()).expect("it is authentic");
}

/// Published: the documentation on security and the vendor's libraries.
#[test]
fn twilio() {
    let example = Example {
        scheme: &signatures::twilio::webhooks::SIGNATURE,
        secret: "12345",
        at: 0,
        url: "https://mycompany.com/myapp.php?foo=1&bar=2",
        headers: &[("x-twilio-signature", "RSOYDt4T1cUTdK1PDd93/VVr8B8="), ("content-type", "application/x-www-form-urlencoded")],
        body: "Digits=1234&To=%2B18005551212&From=%2B14158675309&Caller=%2B14158675309&CallSid=CA1234567890ABCDE",
        id: None,
    };
    example.check();
    example.check_signer();
    // A proxy has changed the scheme and the host.
    let mut inner = example.request();
    *inner.uri_mut() = Uri::from_static("/myapp.php?foo=1&bar=2");
    inner.headers_mut().insert("host", "10.0.0.1".parse().expect("it is a value"));
    let verifier = example.verifier();
    assert_eq!(verifier.verify(&inner).map_err(|error| error.reason()), Err(Reason::NoMatch));
    verifier.public_url(Uri::from_static("https://mycompany.com")).verify(&inner).expect("it is authentic");
}

/// Computed: a body that is no form.
#[test]
fn twilio_with_json() {
    let example = Example {
        scheme: &signatures::twilio::webhooks::SIGNATURE,
        secret: "12345",
        at: 0,
        url: "https://mycompany.com/myapp.php?bodySHA256=9c4a16c453529ae3bef136cb7cb4974bd219c347e24fcb1b027c7860f627c6a6",
        headers: &[("x-twilio-signature", "XR+bfjSN2NoFp8unBWB3dEI0R6w="), ("content-type", "application/json")],
        body: r#"{"id":"evt_1","type":"thing.happened"}"#,
        id: None,
    };
    example.check();
}

/// Published: the key, the values and the signature are those of the documentation and of the vendor's libraries.
#[test]
fn adyen() {
    let example = Example {
        scheme: &signatures::adyen::webhooks::SIGNATURE,
        secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
        at: 0,
        url: "/hook",
        headers: &[],
        body: r#"{"live":"false","notificationItems":[{"NotificationRequestItem":{"additionalData":{"hmacSignature":"coqCmt/IZ4E3CzPvMY8zTjQVL5hYJUiBRg8UU+iCWo0="},"amount":{"value":1130,"currency":"EUR"},"pspReference":"7914073381342284","eventCode":"AUTHORISATION","merchantAccountCode":"TestMerchant","merchantReference":"TestPayment-1407325143704","paymentMethod":"visa","success":"true"}}]}"#,
        id: Some("AUTHORISATION:7914073381342284"),
    };
    example.check();
    example.check_signer();
}

/// Computed: the documentation has no example with a key.
#[test]
fn adyen_of_platforms() {
    let example = Example {
        scheme: &signatures::adyen_platform::webhooks::SIGNATURE,
        secret: "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056",
        at: 0,
        url: "/hook",
        headers: &[("hmacsignature", "xcpGSw37o3LxPDKnMxHKp655iAiBcXkRsxIuP5vxN+A=")],
        body: r#"{"id":"evt_1","type":"thing.happened"}"#,
        id: None,
    };
    example.check();
    example.check_signer();
}

/// Published: the example of Standard Webhooks, by either name of its headers.
#[test]
fn standard_webhooks() {
    let example = Example {
        scheme: &signatures::standard_webhooks::webhooks::SIGNATURE,
        secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        at: 1_614_265_330,
        url: "/hook",
        headers: &[
            ("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
            ("webhook-timestamp", "1614265330"),
            ("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
        ],
        body: r#"{"test": 2432232314}"#,
        id: Some("msg_p5jXN8AQM9LWM0D4loKWxJek"),
    };
    example.check();
    example.check_signer();
    let scheme = &signatures::svix::webhooks::SIGNATURE;
    const OLDER: &[(&str, &str)] = &[
        ("svix-id", "msg_p5jXN8AQM9LWM0D4loKWxJek"),
        ("svix-timestamp", "1614265330"),
        ("svix-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="),
    ];
    let older = Example { scheme, headers: OLDER, ..example };
    older.check();
    older.check_signer();
}

/// Computed, with the key of the first test of RFC 8032, section 7.1.
#[test]
fn discord() {
    let example = Example {
        scheme: &signatures::discord::webhooks::SIGNATURE,
        secret: "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        at: 1_700_000_000,
        url: "/hook",
        headers: &[
            (
                "x-signature-ed25519",
                "be14ae1f5fc217e5b6edd3493897bcc142f1ad23cf792da8aaefb83d10e1c3a0ad8dba97787be8dfa612415b28e8be264f70cc90d5ec52fab992edd5c2503c07",
            ),
            ("x-signature-timestamp", "1700000000"),
        ],
        body: r#"{"id":"evt_1","type":"thing.happened"}"#,
        id: None,
    };
    example.check();
}

#[test]
fn an_event_is_verified_and_read_in_one_call() {
    use signatures::stripe::webhooks::Webhook;

    let secret = "whsec_test_secret";
    let verifier = Webhook::verifier(secret).expect("it is a secret").clock(FakeClock::new());
    let signer = Signer::new(&signatures::stripe::webhooks::SIGNATURE, secret).expect("it is a secret").clock(FakeClock::new());
    let signed =
        |body: &str| signer.sign(Request::post("/").body(body.as_bytes().to_vec()).expect("it is a request")).expect("it is signed");
    let delivery = Webhook::receive(&verifier, &signed(r#"{"id":"evt_1","type":"thing.happened"}"#)).expect("it is authentic");
    assert!(matches!(&delivery.event, Webhook::ThingHappened(event) if event.id == "evt_1"));
    assert_eq!((delivery.verified.id(), delivery.verified.is_id_signed()), (Some("evt_1"), true));
    let other = Webhook::receive(&verifier, &signed(r#"{"id":"evt_2","type":"thing.vanished"}"#)).expect("it is authentic");
    assert!(matches!(other.event, Webhook::Unlisted(_)));
    let error = Webhook::receive(&verifier, &signed(r#"{"type":"thing.happened"}"#)).expect_err("there is no identifier");
    assert_eq!((error.status().as_u16(), error.decode().map(|error| error.pointer().to_owned())), (422, Some("/id".to_owned())));
    let named = Webhook::receive_as("thing.happened", &verifier, &signed(r#"{"id":"evt_3"}"#)).expect("it is authentic");
    assert!(matches!(named.event, Webhook::ThingHappened(_)));
}
