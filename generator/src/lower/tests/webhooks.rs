//! Tests of webhooks, callbacks and how events are signed.

use expect_test::{Expect, expect};

use super::lowered;
use crate::config::Config;

const CALLBACKS: &str = "
paths:
  /a:
    post:
      operationId: start
      responses: {}
      callbacks:
        done: &done
          '{$request.body#/url}':
            post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Done'}}}}, responses: {}}
  /b:
    post:
      operationId: restart
      responses: {}
      callbacks:
        done: *done
  /c:
    post:
      responses: {}
      callbacks:
        done:
          '{$request.query.url}': {put: {responses: {}}}
components: {schemas: {Done: {type: object, properties: {id: {type: string}}}}}
webhooks:
  moved: {post: {responses: {}}, put: {responses: {}}}
";

fn check(document: &str, config: &str, expect: Expect) {
    let config = Config::parse(config, "test.toml").expect("the configuration can be read");
    let printed = lowered(&format!("openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\n{document}"), &config);
    let is_wanted = |line: &&str| ["webhook", "signing", "event names", "Error", "Warning"].iter().any(|start| line.starts_with(start));
    expect.assert_eq(&printed.lines().filter(is_wanted).map(|line| format!("{line}\n")).collect::<String>());
}

#[test]
fn callbacks_are_events_and_the_same_of_two_operations_is_one() {
    check(
        CALLBACKS,
        "",
        expect![[r#"
        webhook "moved" nothing
        webhook "moved POST" nothing
        webhook "done" Done from "start" to "{$request.body#/url}"
        webhook "POST /c.done" nothing from "POST /c" to "{$request.query.url}"
    "#]],
    );
}

#[test]
fn callbacks_of_what_is_not_asked_for_are_none() {
    check(
        CALLBACKS,
        "include = [\"restart\"]",
        expect![[r#"
        webhook "done" Done from "restart" to "{$request.body#/url}"
    "#]],
    );
}

#[test]
fn a_payload_is_the_event_of_all_names() {
    check(
        CALLBACKS,
        "include = [\"restart\"]\n[webhooks]\npayload = \"Done\"",
        expect![[r#"
        webhook "done" Done from "restart" to "{$request.body#/url}"
        webhook "Done" Done for all others
    "#]],
    );
    check(
        CALLBACKS,
        "[webhooks]\npayload = \"Gone\"\n[webhooks.names]\nx = \"none\"\ny = \"done\"",
        expect![[r#"
            webhook "moved" nothing
            webhook "moved POST" nothing
            webhook "done" Done from "start" to "{$request.body#/url}"
            webhook "POST /c.done" nothing from "POST /c" to "{$request.query.url}"
            Error unknown-payload: `payload` of `[webhooks]` names `Gone`, which is not a schema of the document
            Warning unknown-webhook: `[webhooks.names]` has `none`, which is not an event of the document, leaving it out
        "#]],
    );
}

#[test]
fn a_scheme_of_its_own_is_resolved() {
    let scheme = "[webhooks]\nevent = [\"X-Event\", \"/a~1b\"]\n[webhooks.scheme]\nplace = \"X-Sig\"\nalgorithm = \"hmac-sha512\"\nencoding = \"base64\"\nkey = \"base64:k_\"\nsigned = \"v0:{header:X-Id}{url-decoded:/:}{form:sha}{json:/a}{timestamp}\"\ntimestamp = { json = \"/t\" }\n";
    check(
        "",
        scheme,
        expect![[r#"
        signing Own(SigningScheme { place: Header("x-sig"), separator: None, kinds: [SignatureKind { prefix: "", algorithm: HmacSha512, encoding: Base64, key: Base64("k_") }], signed: [Text("v0:"), Header("x-id"), DecodedUrl("/:"), Form("sha"), Json("/a"), Timestamp], timestamp: Some((Elsewhere(Json("/t")), Seconds)), id: [], each: None, tolerance: None })
        event names EventNames { places: [Header("x-event"), Json("/a~1b")], sent_as: [] }
    "#]],
    );
}

#[test]
fn mistakes_in_a_scheme_are_told() {
    check(
        "",
        "[webhooks]\nsignature = \"none-such\"",
        expect![[r#"
        Error unknown-signature: `signature` of `[webhooks]` names `none-such`, which is not known
    "#]],
    );
    let wrong = |more: &str, expect| {
        let rest = "algorithm = \"hmac-sha256\"\nencoding = \"hex\"";
        check("", &format!("[webhooks.scheme]\n{rest}\n{more}"), expect);
    };
    wrong(
        "place = \"X-Sig\"\nsigned = \"{bdy}\"",
        expect![[r#"
        Error invalid-signature: `[webhooks]` cannot be used: `{bdy}` is no part of a request
    "#]],
    );
    wrong(
        "place = \"X-Sig\"\nsigned = \"{body\"",
        expect![[r#"
        Error invalid-signature: `[webhooks]` cannot be used: `{body` has a `{` that is not closed
    "#]],
    );
    wrong(
        "place = \"X-Sig\"\nsigned = \"body\"",
        expect![[r#"
        Error invalid-signature: `[webhooks]` cannot be used: `signed` has nothing of the request
    "#]],
    );
    wrong(
        "place = \"X Sig\"\nsigned = \"{body}\"",
        expect![[r#"
        Error invalid-signature: `[webhooks]` cannot be used: `X Sig` is neither the name of a header nor a JSON pointer
    "#]],
    );
    wrong(
        "place = \"/a~2\"\nsigned = \"{body}\"",
        expect![[r#"
        Error invalid-signature: `[webhooks]` cannot be used: `/a~2` is no JSON pointer
    "#]],
    );
    wrong(
        "place = \"X-Sig\"\nsigned = \"{body}\"\nkey = \"rot13\"",
        expect![[r#"
        Error invalid-signature: `[webhooks]` cannot be used: `rot13` is no form of a secret, which are `text`, `hex`, `base64` and `base64:PREFIX`
    "#]],
    );
    wrong(
        "place = \"X-Sig\"\nsigned = \"{timestamp}{body}\"",
        expect![[r#"
        Error invalid-signature: `[webhooks]` cannot be used: `signed` has the time of sending, but `timestamp` does not say where that is
    "#]],
    );
    wrong(
        "place = \"X-Sig\"\nsigned = \"{timestamp}{body}\"\ntimestamp = {}",
        expect![[r#"
        Error invalid-signature: `[webhooks]` cannot be used: `timestamp` needs one of `item`, `header` and `json`
    "#]],
    );
    wrong(
        "place = \"X-Sig\"\nsigned = \"{body}\"\ntimestamp = { header = \"X-Time\" }",
        expect![[r#"
        signing Own(SigningScheme { place: Header("x-sig"), separator: None, kinds: [SignatureKind { prefix: "", algorithm: HmacSha256, encoding: Hex, key: Text }], signed: [Body], timestamp: Some((Elsewhere(Header("x-time")), Seconds)), id: [], each: None, tolerance: None })
        Warning unsigned-timestamp: the time of sending is not signed, so that an old event can be sent again with another time
    "#]],
    );
}
