//! Versions, and documents that are no OpenAPI descriptions.

use expect_test::{Expect, expect};

use super::{print_diagnostics, read};

fn check(text: &str, expect: Expect) {
    let (sources, document, diagnostics) = read(&[("api.yaml", text)]);
    let mut out = format!("{:?}\n", document.dialect);
    print_diagnostics(&mut out, &diagnostics, &sources);
    expect.assert_eq(&out);
}

#[test]
fn versions_however_they_are_written() {
    check(
        "openapi: 3.0\npaths: {}",
        expect![[r#"
        V3_0
    "#]],
    );
    check(
        "openapi: 3.0.0-rc2\npaths: {}",
        expect![[r#"
        V3_0
    "#]],
    );
    check(
        "openapi: 3.1\npaths: {}",
        expect![[r#"
        V3_1
    "#]],
    );
    check(
        "openapi: '3.2.0'\npaths: {}",
        expect![[r#"
        V3_2
    "#]],
    );
    check(
        "swagger: 2.0\npaths: {}",
        expect![[r#"
        V2
    "#]],
    );
    check(
        "openapi: 3.7.0\npaths: {}",
        expect![[r#"
        V3_2
        warning[unknown-version] api.yaml:1:10 #/openapi: OpenAPI version `3.7.0` is not known, reading it as 3.2
    "#]],
    );
    check(
        "openapi: 3.0.0\nswagger: '2.0'\npaths: {}",
        expect![[r#"
        V3_0
        warning[two-versions] api.yaml:2:10 #/swagger: the document has both `swagger` and `openapi`, going by `openapi`
    "#]],
    );
}

#[test]
fn versions_that_are_not_known() {
    check(
        "openapi: 4.0.0",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:10 #/openapi: OpenAPI version `4.0.0` is not known, so there is nothing to generate
    "#]],
    );
    check(
        "swagger: '1.2'",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:10 #/swagger: Swagger version `1.2` is not known, so there is nothing to generate
    "#]],
    );
    check(
        "openapi: {}",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:1 #/openapi: OpenAPI version `` is not known, so there is nothing to generate
    "#]],
    );
}

#[test]
fn other_documents() {
    check(
        "asyncapi: 3.0.0",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:11 #/asyncapi: the document is an AsyncAPI document, so there is nothing to generate
    "#]],
    );
    check(
        "arazzo: 1.0.0",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:9 #/arazzo: the document is an Arazzo document, so there is nothing to generate
    "#]],
    );
    check(
        "overlay: 1.0.0",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:10 #/overlay: the document is an overlay, which changes an OpenAPI document but is none, so there is nothing to generate
    "#]],
    );
    check(
        "{\"info\": {\"_postman_id\": \"1\"}, \"item\": []}",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:1 #: the document is a Postman collection, so there is nothing to generate
    "#]],
    );
    check(
        "{\"data\": {\"__schema\": {}}}",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:1 #: the document is a GraphQL schema, so there is nothing to generate
    "#]],
    );
    check(
        "type Query {\n  a: Int\n}\n",
        expect![[r#"
        V3_0
        error[not-a-description] api.yaml:1:1 #: this file is a GraphQL schema, not an OpenAPI description
    "#]],
    );
    check(
        "<!doctype html><html></html>",
        expect![[r#"
        V3_0
        error[not-a-description] api.yaml:1:1 #: this file is HTML, not an OpenAPI description in JSON or YAML
    "#]],
    );
    check(
        "[1, 2]",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:1 #: the document is a list, so there is nothing to generate
    "#]],
    );
    check(
        "just text",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:1 #: the document is a text, so there is nothing to generate
    "#]],
    );
    check(
        "a: 1",
        expect![[r#"
        V3_0
        error[not-openapi] api.yaml:1:1 #: the document has neither `openapi` nor `swagger`, so there is nothing to generate
    "#]],
    );
}
