//! F. Operations, media, servers, security. What is said of each case stands beside it in `tests/cases`.

use super::check_case;

#[test]
fn f41_responses() {
    check_case("accept/f41-responses.yaml");
}

#[test]
fn f42_bodies() {
    check_case("accept/f42-bodies.yaml");
    check_case("accept/f42-bodies-2.0.yaml");
}

/// What values become on the wire is tested in the runtime, where a value is written: `encode::tests::hostile`.
#[test]
fn f43_every_style_of_every_type_is_a_parameter() {
    check_case("accept/f43-styles.yaml");
}

#[test]
fn f44_servers() {
    check_case("accept/f44-servers.yaml");
    check_case("accept/f44-servers-2.0.yaml");
}

#[test]
fn f45_security() {
    check_case("accept/f45-security.yaml");
}

#[test]
fn f46_callbacks_links_and_webhooks() {
    check_case("accept/f46-callbacks.yaml");
}

#[test]
fn f47_extensions_and_unknown_keys() {
    check_case("accept/f47-extensions.yaml");
    check_case("accept/f47-wrong-sections.yaml");
}

#[test]
fn f47_versions() {
    for case in ["3.0", "3.0.0-rc2", "3.1", "both"] {
        check_case(&format!("accept/f47-version-{case}.yaml"));
    }
    for case in ["4.0.0", "none", "asyncapi", "arazzo", "overlay", "postman", "graphql"] {
        check_case(&format!("reject/f47-{case}.yaml"));
    }
}
