//! Configurations and what is wrong with them.

use std::fs;
use std::path::Path;

use expect_test::{Expect, expect};

use super::{Config, PageParam, Pagination};

fn check(text: &str, expect: Expect) {
    let message = match Config::parse(text, "crm.toml") {
        Ok(config) => format!("{config:?}"),
        Err(error) => error.message,
    };
    expect.assert_eq(&message);
}

#[test]
fn mistakes_are_told_with_their_place() {
    check(
        "name = \"crm\"\nnme = 1",
        expect![
            "the configuration `crm.toml:2:1` cannot be read: unknown field `nme`, expected one of `name`, `version`, `include`, `pagination`, `idempotency`, `costs`, `allow-empty`, `stream`, `webhooks`, `date-time`, `unknown-fields`, `form-objects`, `workspace-lints`, `names`"
        ],
    );
    check(
        "\n[pagination]\nlistX = { kind = \"curser\", items = \"\" }",
        expect![
            "the configuration `crm.toml:3:18` cannot be read: unknown variant `curser`, expected one of `cursor`, `last-id`, `offset`, `page`, `next-url`, `link`, `header`, `none`"
        ],
    );
    check(
        "[pagination.listX]\nkind = \"cursor\"\nitems = \"\"",
        expect!["the configuration `crm.toml:1:1` cannot be read: missing field `param`"],
    );
    check("name = ", expect!["the configuration `crm.toml:1:8` cannot be read: string values must be quoted, expected literal string"]);
    check(
        "include = \"x\"",
        expect![[r#"the configuration `crm.toml:1:11` cannot be read: invalid type: string "x", expected a sequence"#]],
    );
    check(
        "date-time = \"moment\"",
        expect![
            "the configuration `crm.toml:1:13` cannot be read: unknown variant `moment`, expected one of `jiff`, `chrono`, `time`, `string`"
        ],
    );
}

#[test]
fn keys_have_defaults() {
    let config =
        Config::parse("pagination.x = { kind = \"page\", param = \"page\", items = \"/a\" }", "x.toml").expect("the text is valid");
    let Some(Pagination::Page { first, r#in, .. }) = config.pagination.get("x") else { panic!("not by page: {config:?}") };
    assert_eq!((*first, *r#in), (1, PageParam::Query));
}

#[test]
fn a_configuration_is_found_beside_its_spec() {
    let dir = tempfile::tempdir().expect("there is a folder for temporary files");
    let at = |path: &str| dir.path().join(path);
    fs::create_dir_all(at("helpdesk")).expect("the folder can be made");
    for path in ["crm.toml", "helpdesk.toml"] {
        fs::write(at(path), "").expect("the file can be written");
    }
    assert_eq!(Config::find(&at("crm.yaml")), Some(at("crm.toml")));
    assert_eq!(Config::find(&at("helpdesk/helpdesk.yaml")), Some(at("helpdesk.toml")));
    assert_eq!(Config::find(&at("helpdesk/other.yaml")), None);
    assert_eq!(Config::find(Path::new("nothing.yaml")), None);
}
