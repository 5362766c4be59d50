//! How pages are inferred, hinted at and configured.

use super::{Config, lowered};

/// Lowers one operation, `GET` on a path, and returns how its pages are asked for: as printed, or `hint: LINE`, or nothing.
fn pages(path: &str, params: &str, headers: &str, schema: &str) -> String {
    configured(path, params, headers, "application/json", schema, &Config::default())
}

fn configured(path: &str, params: &str, headers: &str, media_type: &str, schema: &str, config: &Config) -> String {
    let text = format!(
        "openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths:\n  {path}:\n    get:\n      operationId: list\n      parameters: [{params}]\n      \
         responses: {{'200': {{description: '', headers: {{{headers}}}, content: {{{media_type}: {{schema: {schema}}}}}}}}}\n\
         components:\n  schemas:\n    Pet: {{type: object, properties: {{id: {{type: string}}, name: {{type: string}}}}}}\n    \
         Address: {{type: string, format: uri}}\n"
    );
    let mut loaded =
        crate::source::load(&crate::source::Input::Text { name: "test.yaml".to_owned(), text: text.clone() }, &Default::default());
    let (document, _) = crate::normalize::normalize(&mut loaded.sources);
    let (api, diagnostics) = crate::lower::lower(&document, config);
    let hint = api.operations[0].page_hint.as_ref();
    let printed = lowered(&text, config);
    let mut told: Vec<String> =
        printed.lines().filter_map(|line| Some(line.trim().strip_prefix("pages ")?.split(", Inferred").next()?.to_owned())).collect();
    told.extend(hint.map(|hint| format!("hint: {}", hint.line.as_deref().unwrap_or(&hint.reason))));
    told.extend(diagnostics.iter().filter(|own| own.code == "pagination-misfit").map(|own| own.message.clone()));
    told.join("\n")
}

const PETS: &str = "pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}";

fn object(fields: &str) -> String {
    format!("{{type: object, properties: {{{PETS}, {fields}}}}}")
}

fn query(name: &str) -> String {
    format!("{{name: {name}, in: query, schema: {{type: string}}}}")
}

#[test]
fn the_format_of_a_url_leads_to_the_next_page() {
    let schemas = [
        "{type: string, format: uri}",
        "{type: [string, 'null'], format: uri-reference}",
        "{type: string, format: url}",
        "{$ref: '#/components/schemas/Address'}",
        "{allOf: [{$ref: '#/components/schemas/Address'}], description: More.}",
        "{anyOf: [{type: string, format: uri}, {type: 'null'}]}",
        "{oneOf: [{$ref: '#/components/schemas/Address'}, {type: 'null'}]}",
    ];
    for schema in schemas {
        for name in ["next", "next_page", "nextPageUrl", "nextResults", "next_pets"] {
            let told = pages("/pets", "", "", &object(&format!("{name}: {schema}")));
            assert_eq!(told, format!("\"/pets\" of Pet by Url {{ url: \"/{name}\" }}"), "{name} {schema}");
        }
    }
}

#[test]
fn a_url_of_something_else_does_not() {
    for name in ["next_invoice_url", "nextStep", "next_action", "homepage", "context"] {
        assert_eq!(pages("/pets", "", "", &object(&format!("{name}: {{type: string, format: uri}}"))), "", "{name}");
    }
}

#[test]
fn a_parameter_and_a_field_match_without_the_words_of_pages() {
    let pairs = [
        ("token", "nextToken"),
        ("token", "next_page_token"),
        ("pageToken", "nextToken"),
        ("page_key", "next_key"),
        ("startKey", "nextStartKey"),
        ("since_id", "next_since_id"),
        ("continuation", "nextContinuation"),
        ("searchAfter", "next_search_after"),
    ];
    for (param, field) in pairs {
        let told = pages("/pets", &query(param), "", &object(&format!("{field}: {{type: [string, 'null']}}")));
        let way = format!("Cursor {{ param: \"{param}\", location: Query, cursor: \"/{field}\", more: None }}");
        assert_eq!(told, format!("\"/pets\" of Pet by {way}"), "{param} {field}");
    }
}

#[test]
fn equal_words_that_mean_no_cursor_do_not() {
    for (param, field) in [
        ("id", "next_id"),
        ("date", "next_date"),
        ("status", "nextStatus"),
        ("key", "nextToken"),
        ("token", "token"),
        ("sync_token", "next_sync_token"),
        ("stream_position", "next_stream_position"),
    ] {
        let told = pages("/pets", &query(param), "", &object(&format!("{field}: {{type: string}}")));
        assert!(!told.contains(&format!("param: \"{param}\"")), "{param} {field}: {told}");
    }
    let needed = "{name: token, in: query, required: true, schema: {type: string}}";
    assert!(!pages("/pets", needed, "", &object("nextToken: {type: string}")).contains(" by "));
}

#[test]
fn a_cursor_is_in_a_header_of_the_request_or_the_response() {
    let header = |name: &str| format!("{{name: {name}, in: header, schema: {{type: string}}}}");
    let field = object("nextToken: {type: string}");
    let way = |param: &str, at: &str, cursor: &str| {
        format!("\"/pets\" of Pet by Cursor {{ param: \"{param}\", location: {at}, cursor: \"{cursor}\", more: None }}")
    };
    assert_eq!(pages("/pets", &header("token"), "", &field), way("token", "Header", "/nextToken"));
    assert_eq!(pages("/pets", &header("X-Page-Token"), "", &field), way("X-Page-Token", "Header", "/nextToken"));
    let sent = "X-Next-Token: {schema: {type: string}}";
    assert_eq!(pages("/pets", &query("token"), sent, &object("size: {type: integer}")), way("token", "Query", "X-Next-Token"));
    // A header that carries a credential is no cursor.
    assert!(!pages("/pets", &header("X-Auth-Token"), "", &field).contains(" by "));
}

#[test]
fn a_link_that_belongs_to_a_nested_list_is_no_sign() {
    let nested = |sibling: &str| {
        format!(
            "{{type: object, properties: {{{sibling}, reviews: {{type: object, properties: {{{PETS}, paging: {{type: object, properties: \
             {{next: {{type: string, format: uri}}}}}}}}}}}}}}"
        )
    };
    for sibling in ["name: {type: string}", "id: {type: string}", "price: {type: number}", "owner: {$ref: '#/components/schemas/Pet'}"] {
        assert_eq!(pages("/thing", "", "", &nested(sibling)), "", "{sibling}");
    }
    for sibling in ["status: {type: integer}", "request_id: {type: string}", "errors: {type: array, items: {type: object}}"] {
        let told = pages("/things", "", "", &nested(sibling));
        assert_eq!(told, "\"/reviews/pets\" of Pet by Url { url: \"/reviews/paging/next\" }", "{sibling}");
    }
}

#[test]
fn a_link_in_an_object_with_a_list_of_its_own_is_no_sign() {
    let other = "page: {type: object, properties: {blocks: {type: array, items: {type: object}}, next: {type: string, format: uri}}}";
    assert_eq!(pages("/pets", "", "", &object(other)), "");
}

#[test]
fn the_link_of_a_thing_to_the_next_thing_is_no_sign() {
    let thing = object("id: {type: string}, title: {type: string}, next: {type: string, format: uri}");
    assert_eq!(pages("/post/latest", "", "", &thing), "");
}

#[test]
fn a_cursor_beside_an_offset_has_a_second_way() {
    let integer = |name: &str| format!("{{name: {name}, in: query, schema: {{type: integer}}}}");
    let fields = object("next_cursor: {type: [string, 'null']}, total: {type: integer}");
    let both = [query("cursor"), integer("offset"), integer("limit")].join(", ");
    let told = pages("/pets", &both, "", &fields);
    let second = r#"else by Offset { param: "offset", location: Query, limit: Some("limit"), total: Some("/total"), more: None }"#;
    assert!(told.contains(second) && told.contains("by Cursor"), "{told}");
    let told = pages("/pets", &[query("cursor"), integer("page")].join(", "), "", &fields);
    assert!(told.contains("else by Page"), "{told}");
    // Nothing would tell that the first way ended too early.
    let told = pages("/pets", &both, "", &object("next_cursor: {type: string}"));
    assert!(!told.contains("else by"), "{told}");
}

#[test]
fn a_total_of_pages_is_not_one_of_items() {
    let params = "{name: page, in: query, schema: {type: integer}}";
    for fields in
        ["pages: {type: object, properties: {total: {type: integer}}}", "total: {type: integer, description: The number of pages.}"]
    {
        let told = pages("/pets", params, "", &object(fields));
        assert!(told.contains("total: None") && !told.contains("pages: None"), "{told}");
    }
}

#[test]
fn pages_of_xml_are_found() {
    let schema = object("NextMarker: {type: string}");
    let told = configured("/pets", &query("marker"), "", "application/xml", &schema, &Config::default());
    assert!(told.starts_with(r#""/pets" of Pet by Cursor { param: "marker", location: Query, cursor: "/NextMarker""#), "{told}");
}

#[test]
fn a_response_alone_that_looks_like_a_page_has_a_line_to_paste() {
    let lines = [
        ("next: {type: string}", r#"list = { kind = "next-url", next = "/next", items = "/pets" }"#),
        ("nextToken: {type: string}", r#"list = { kind = "cursor", param = "nextToken", next = "/nextToken", items = "/pets" }"#),
        ("next_marker: {type: string}", r#"list = { kind = "cursor", param = "marker", next = "/next_marker", items = "/pets" }"#),
        ("next_page: {type: string}", r#"list = { kind = "cursor", param = "page", next = "/next_page", items = "/pets" }"#),
        (
            "meta: {type: object, properties: {page: {type: integer}, per_page: {type: integer}, total_pages: {type: integer}}}",
            r#"list = { kind = "page", param = "page", size = "per_page", pages = "/meta/total_pages", items = "/pets" }"#,
        ),
        (
            "offset: {type: integer}, limit: {type: integer}, total: {type: integer}",
            r#"list = { kind = "offset", param = "offset", limit = "limit", total = "/total", items = "/pets" }"#,
        ),
    ];
    for (fields, line) in lines {
        assert_eq!(pages("/pets", "", "", &object(fields)), format!("hint: {line}"));
        let config = Config::parse(&format!("[pagination]\n{line}\n"), "test.toml").expect("the line is valid");
        let told = configured("/pets", "", "", "application/json", &object(fields), &config);
        assert!(told.starts_with("\"/pets\" of Pet by "), "{told}");
    }
    let told = pages("/pets", "", "", &object("has_more: {type: boolean}"));
    assert!(told.starts_with("hint: the response says at `/has_more`"), "{told}");
    assert_eq!(pages("/pets", "", "", &object("total: {type: integer}")), "");
}

#[test]
fn a_configured_pointer_needs_its_slash() {
    let lines = [
        r#"kind = "cursor", param = "a", next = "next", items = "/pets""#,
        r#"kind = "cursor", param = "a", next = "/next", items = "pets""#,
        r#"kind = "offset", param = "a", total = "next", items = "/pets""#,
    ];
    for line in lines {
        let config = Config::parse(&format!("[pagination]\nlist = {{ {line} }}\n"), "test.toml").expect("it is valid");
        let told = configured("/pets", "", "", "application/json", &object("next: {type: string}"), &config);
        assert!(told.contains("is not a JSON pointer, which begins with `/`"), "{told}");
    }
    let line = "[pagination]\nlist = { kind = \"cursor\", param = \"a\", in = \"header\", next = \"X-After\", items = \"/pets\" }\n";
    let config = Config::parse(line, "test.toml").expect("it is valid");
    let headers = "x-after: {schema: {type: string}}";
    let told = configured("/pets", "", headers, "application/json", &object("a: {type: string}"), &config);
    assert!(told.contains(r#"location: Header, cursor: "X-After""#), "{told}");
}
