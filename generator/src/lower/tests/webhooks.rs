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
    check(CALLBACKS, "", expect![[""]]);
}

#[test]
fn callbacks_of_what_is_not_asked_for_are_none() {
    check(CALLBACKS, "include = [\"restart\"]", expect![[""]]);
}

#[test]
fn a_payload_is_the_event_of_all_names() {
    check(CALLBACKS, "include = [\"restart\"]\n[webhooks]\npayload = \"Done\"", expect![[""]]);
    check(CALLBACKS, "[webhooks]\npayload = \"Gone\"\n[webhooks.names]\nx = \"none\"\ny = \"done\"", expect![[""]]);
}

#[test]
fn a_scheme_of_its_own_is_resolved() {
    let scheme = "[webhooks]\nevent = [\"X-Event\", \"/a~1b\"]\n[webhooks.scheme]\nplace = \"X-Sig\"\nalgorithm = \"hmac-sha512\"\nencoding = \"base64\"\nkey = \"base64:k_\"\nsigned = \"v0:{header:X-Id}{url-decoded:/:}{form:sha}{json:/a}{timestamp}\"\ntimestamp = { json = \"/t\" }\n";
    check("", scheme, expect![[""]]);
}

#[test]
fn mistakes_in_a_scheme_are_told() {
    check("", "[webhooks]\nsignature = \"none-such\"", expect![[""]]);
    let wrong = |more: &str, expect| {
        let rest = "algorithm = \"hmac-sha256\"\nencoding = \"hex\"";
        check("", &format!("[webhooks.scheme]\n{rest}\n{more}"), expect);
    };
    wrong("place = \"X-Sig\"\nsigned = \"{bdy}\"", expect![[""]]);
    wrong("place = \"X-Sig\"\nsigned = \"{body\"", expect![[""]]);
    wrong("place = \"X-Sig\"\nsigned = \"body\"", expect![[""]]);
    wrong("place = \"X Sig\"\nsigned = \"{body}\"", expect![[""]]);
    wrong("place = \"/a~2\"\nsigned = \"{body}\"", expect![[""]]);
    wrong("place = \"X-Sig\"\nsigned = \"{body}\"\nkey = \"rot13\"", expect![[""]]);
    wrong("place = \"X-Sig\"\nsigned = \"{timestamp}{body}\"", expect![[""]]);
    wrong("place = \"X-Sig\"\nsigned = \"{timestamp}{body}\"\ntimestamp = {}", expect![[""]]);
    wrong("place = \"X-Sig\"\nsigned = \"{body}\"\ntimestamp = { header = \"X-Time\" }", expect![[""]]);
}
