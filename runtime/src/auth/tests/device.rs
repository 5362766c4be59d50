//! The device flow (RFC 8628).

use super::*;

fn codes(interval: &str) -> FakeAnswer {
    let answer = format!(
        r#"{{"device_code":"d1","user_code":"AB-CD","verification_uri":"https://notes.example/device","expires_in":60{interval}}}"#
    );
    FakeAnswer::json(200, answer)
}

#[tokio::test]
async fn a_user_authorizes_on_another_device() {
    let script = [codes(r#","interval":3"#), refused("authorization_pending"), refused("slow_down"), granted("a1", "r1"), ok()];
    let bench = Bench::new(script);
    let client = bench.client(Credential::oauth("id").scopes(["read"]));
    let device = client.oauth("oauth").expect("there is an OAuth client").device().await.expect("there is a code");
    assert_eq!((device.user_code(), device.verification_uri()), ("AB-CD", "https://notes.example/device"));
    assert_eq!(device.wait().await.expect("the user says yes").access_token.expose(), "a1");
    read(&client).await.expect("it is answered");
    // 5 s more after `slow_down` (section 3.5).
    assert_eq!(bench.clock.slept(), [seconds(3), seconds(3), seconds(8)]);
    let poll = "POST /oauth/token grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d1&client_id=id";
    assert_eq!(bench.lines(), ["POST /oauth/device scope=read&client_id=id", poll, poll, poll, "GET /notes Bearer a1"]);
}

#[tokio::test]
async fn a_connection_that_fails_is_tried_less_often() {
    let broken = || FakeAnswer::error(crate::transport::TransportErrorKind::Broken);
    let bench = Bench::new([codes(""), broken(), broken(), granted("a1", "r1")]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    oauth.device().await.expect("there is a code").wait().await.expect("the user says yes");
    // 5 s where the server does not say (section 3.2).
    assert_eq!(bench.clock.slept(), [seconds(5), seconds(10), seconds(20)]);
}

#[tokio::test]
async fn a_server_that_wants_no_pause_is_asked_once_a_second() {
    let broken = || FakeAnswer::error(crate::transport::TransportErrorKind::Connect);
    let bench = Bench::new([codes(r#","interval":0"#), refused("authorization_pending"), broken(), granted("a1", "r1")]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    oauth.device().await.expect("there is a code").wait().await.expect("the user says yes");
    assert_eq!(bench.clock.slept(), [seconds(1), seconds(1), seconds(2)]);
}

#[tokio::test]
async fn a_client_with_a_secret_names_itself_once_in_each_form() {
    let plain = Credential::oauth("id").client_secret("s");
    for (credential, rest) in [(plain.clone(), "&client_id=id"), (plain.secret_in_body(), "&client_id=id&client_secret=s")] {
        let bench = Bench::new([codes(""), granted("a1", "r1")]);
        let oauth = bench.client(credential).oauth("oauth").expect("there is an OAuth client");
        oauth.device().await.expect("there is a code").wait().await.expect("the user says yes");
        let poll = "POST /oauth/token grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=d1";
        let first = format!("POST /oauth/device {}", rest.trim_start_matches('&'));
        assert_eq!(bench.lines(), [first, format!("{poll}{rest}")]);
    }
}

#[tokio::test]
async fn a_code_is_asked_for_as_often_as_the_clients_policy_has_it() {
    for attempts in [1, 2, 3, 5] {
        let bench = Bench::new((0..9).map(|_| FakeAnswer::status(503)));
        let builder = bench.builder().credential("oauth", Credential::oauth("id")).retry(crate::Retry::default().attempts(attempts));
        let oauth = builder.build().expect("the values can be used").oauth("oauth").expect("there is an OAuth client");
        oauth.device().await.expect_err("the server is busy");
        assert_eq!(bench.lines().len(), attempts as usize);
        // Full jitter over 500 ms that double.
        let waits: Vec<u128> = bench.clock.slept().iter().map(Duration::as_millis).collect();
        assert_eq!(waits, [500, 1000, 2000, 4000][..attempts as usize - 1]);
    }
}

#[tokio::test]
async fn codes_expire() {
    let bench = Bench::new([codes(""), refused("expired_token")]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    let error = oauth.device().await.expect("there is a code").wait().await.expect_err("the server says so");
    assert_eq!(error.code(), Some("expired_token"));

    let bench = Bench::new([codes("")].into_iter().chain((0..20).map(|_| refused("authorization_pending"))));
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    let error = oauth.device().await.expect("there is a code").wait().await.expect_err("the time is up");
    assert_eq!(error.code(), Some("expired_token"));
    assert_eq!(bench.clock.slept().len(), 11, "60 s, and none is waited for past them");
}

#[tokio::test]
async fn a_user_who_says_no_ends_the_wait() {
    let bench = Bench::new([codes(""), refused("access_denied")]);
    let oauth = bench.client(Credential::oauth("id")).oauth("oauth").expect("there is an OAuth client");
    assert!(oauth.device().await.expect("there is a code").wait().await.expect_err("the user says no").is_denied());
}
