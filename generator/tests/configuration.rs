//! Configuration keys that name nothing in the document: each is reported at its location, with the nearest names.

use std::fs;
use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use tempfile::TempDir;
use turnbuckle::Generator;
use turnbuckle::diagnostic::{Severity, Style, render};
use turnbuckle::generator::Runtime;

const SPEC: &str = "\
openapi: 3.1.0
info: {title: Crm, version: '1'}
servers: [{url: https://crm.example.com}]
paths:
  /contacts:
    parameters: [{$ref: '#/components/parameters/Key'}]
    get:
      operationId: listContacts
      tags: [contacts, people]
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Contact'}}}}}
    post: {operationId: createContact, tags: [contacts], responses: {'204': {description: ''}}}
  /deals:
    get:
      operationId: listDeals
      tags: [deals]
      parameters: [{name: X-Trace, in: header, schema: {type: string}}]
      responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Deal'}}}}}
webhooks:
  dealMoved: {post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Deal'}}}}}}
components:
  parameters:
    Key: {name: Idempotency-Key, in: header, schema: {type: string}}
  schemas:
    Contact: {type: object, properties: {id: {type: string}, nickname: {type: string}, status: {$ref: '#/components/schemas/Status'}}}
    Deal: {type: object, properties: {id: {type: string}}}
    Status: {type: string, enum: [active, archived]}
";

fn folder(config: &str) -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("there is a folder for temporary files");
    fs::write(dir.path().join("crm.yaml"), SPEC).expect("the spec can be written");
    fs::write(dir.path().join("crm.toml"), config).expect("the configuration can be written");
    let spec = dir.path().join("crm.yaml");
    (dir, spec)
}

fn generator(spec: &Path) -> Generator {
    Generator::new(spec).runtime(Runtime::Version("0.1".to_owned()))
}

/// Returns the diagnostics about a configuration, without notes and without the folder of the files.
fn said(config: &str, include: &[&str]) -> String {
    let (dir, spec) = folder(config);
    let text = match generator(&spec).include(include.iter().copied()).plan() {
        Ok(plan) => {
            let serious: Vec<_> = plan.diagnostics.iter().filter(|own| own.severity > Severity::Note).cloned().collect();
            render(&serious, &plan.sources, Style::Plain)
        }
        Err(failure) => format!("{failure}\n\nfailed\n"),
    };
    text.replace(&format!("{}/", dir.path().display()), "")
}

fn check(config: &str, expect: Expect) {
    expect.assert_eq(&said(config, &[]));
}

#[test]
fn what_names_something_is_not_reported() {
    let config = "\
include = ['contacts', 'listDeals']
costs = { listDeals = 2 }
[pagination]
createContact = { kind = 'none' }
'GET /contacts' = { kind = 'none' }
[idempotency]
header = 'idempotency-key'
[names]
Contact = 'Person'
'Contact.nickname' = 'nick'
'Status.active' = 'Live'
listDeals = 'all'
";
    assert_eq!(said(config, &[]), "");
    assert_eq!(said(&config.replace("include = ['contacts', 'listDeals']", ""), &[]), "");
    // Excluded operations still count as part of the document.
    let part = "\
include = ['deals']
costs = { listContacts = 2 }
[pagination]
createContact = { kind = 'none' }
'GET /contacts' = { kind = 'none' }
[idempotency]
header = 'Idempotency-Key'
[names]
listContacts = 'all'
Contact = 'Person'
[webhooks]
signature = 'standard-webhooks'
event = '/type'
[webhooks.names]
x = 'dealMoved'
";
    assert_eq!(said(part, &[]), "");
}

#[test]
fn an_include_that_names_nothing_is_an_error_with_the_nearest_names() {
    check(
        "name = 'crm'\ninclude = [\n  'deals',\n  'contact',\n]\n",
        expect![[r#"
        error[unknown-include]: `include` names `contact`, which is neither a tag nor an operationId of the document; nothing is written
         --> crm.toml:4:3
          |
        4 |   'contact',
          |   ^^^^^^^^^
          = at #/include/1
          = help: did you mean `contacts`, `listContacts` or `createContact`?

        failed
    "#]],
    );
    check(
        "include = ['people', 'zzz']\n",
        expect![[r#"
            error[unknown-include]: `include` names `people`, which is not the first tag of any operation; nothing is written
             --> crm.toml:1:12
              |
            1 | include = ['people', 'zzz']
              |            ^^^^^^^^
              = at #/include/0
              = help: operations are grouped by their first tag, which is `contacts` for one with the tag `people`

            error[unknown-include]: `include` names `zzz`, which is neither a tag nor an operationId of the document; nothing is written
             --> crm.toml:1:22
              |
            1 | include = ['people', 'zzz']
              |                      ^^^^^
              = at #/include/1
              = help: run `turnbuckle inspect` to see what there is

            failed
        "#]],
    );
}

#[test]
fn an_include_of_the_program_has_no_place_in_the_configuration() {
    let (dir, spec) = folder("include = ['contacts']\n");
    let output = dir.path().join("out");
    generator(&spec).generate_to(&output).unwrap_or_else(|failure| panic!("{failure}"));
    let before = fs::read_to_string(output.join(".turnbuckle")).expect("there is a list");
    let failure = generator(&spec).include(["contact"]).generate_to(&output).expect_err("nothing is called so");
    expect![[r#"
        error[unknown-include]: `include` names `contact`, which is neither a tag nor an operationId of the document; nothing is written
          = help: did you mean `contacts`, `listContacts` or `createContact`?
    "#]]
    .assert_eq(&format!("{failure}\n"));
    assert_eq!(fs::read_to_string(output.join(".turnbuckle")).ok(), Some(before));
    assert!(output.join("src/contacts.rs").is_file());
}

#[test]
fn costs_and_pagination_of_no_operation_are_reported_in_their_line() {
    check(
        "costs.listContacts = 1\ncosts.listDeal = 2\n",
        expect![[r#"
        warning[unknown-cost]: `costs` names `listDeal`, which is not an operationId of the document, and is ignored
         --> crm.toml:2:7
          |
        2 | costs.listDeal = 2
          |       ^^^^^^^^
          = at #/costs/listDeal
          = help: did you mean `listDeals`?

    "#]],
    );
    check(
        "[pagination.listContact]\nkind = 'none'\n\n[pagination.'GET /deal']\nkind = 'none'\n",
        expect![[r#"
        warning[unknown-pagination]: `pagination` names `GET /deal`, which is not an operationId of the document, and is ignored
         --> crm.toml:4:13
          |
        4 | [pagination.'GET /deal']
          |             ^^^^^^^^^^^
          = at #/pagination/GET ~1deal
          = help: did you mean `GET /deals`, `GET /contacts` or `listDeals`?

        warning[unknown-pagination]: `pagination` names `listContact`, which is not an operationId of the document, and is ignored
         --> crm.toml:1:13
          |
        1 | [pagination.listContact]
          |             ^^^^^^^^^^^
          = at #/pagination/listContact
          = help: did you mean `listContacts`, `GET /contacts` or `POST /contacts`?

    "#]],
    );
    check(
        "pagination = { listContacts = { kind = 'link', items = '/nowhere' } }\n",
        expect![[r#"
        warning[pagination-misfit]: the configured pagination of `listContacts` does not fit: there is nothing at `/nowhere` in the answer
         --> crm.toml:1:16
          |
        1 | pagination = { listContacts = { kind = 'link', items = '/nowhere' } }
          |                ^^^^^^^^^^^^
          = at #/pagination/listContacts

    "#]],
    );
}

#[test]
fn a_header_for_idempotency_that_no_operation_declares_is_reported() {
    check(
        "# Keys.\n[idempotency]\nheader = 'Idempotence-Key'\n",
        expect![[r#"
        warning[unknown-idempotency-header]: `idempotency` names the header `Idempotence-Key`, which no operation declares, so no request has a key
         --> crm.toml:3:1
          |
        3 | header = 'Idempotence-Key'
          | ^^^^^^
          = at #/idempotency/header
          = help: did you mean `Idempotency-Key`?

    "#]],
    );
}

#[test]
fn names_of_nothing_are_reported_with_the_nearest_keys() {
    check(
        "[names]\n'Contakt' = 'A'\n'Contact.nicknam' = 'b'\n'Contacts.nickname' = 'c'\n'Status.activ' = 'D'\nlistContact = 'e'\nzzz = 'f'\n",
        expect![[r#"
            warning[unknown-name]: `names."Contact.nicknam"` in the configuration names nothing in the document, and is ignored
             --> crm.toml:3:1
              |
            3 | 'Contact.nicknam' = 'b'
              | ^^^^^^^^^^^^^^^^^
              = at #/names/Contact.nicknam
              = help: did you mean `Contact.nickname`, `Contact.id` or `Contact.status`?

            warning[unknown-name]: `names."Contacts.nickname"` in the configuration names nothing in the document, and is ignored
             --> crm.toml:4:1
              |
            4 | 'Contacts.nickname' = 'c'
              | ^^^^^^^^^^^^^^^^^^^
              = at #/names/Contacts.nickname
              = help: did you mean `Contact.nickname`, `Contact.id` or `Contact`?

            warning[unknown-name]: `names."Contakt"` in the configuration names nothing in the document, and is ignored
             --> crm.toml:2:1
              |
            2 | 'Contakt' = 'A'
              | ^^^^^^^^^
              = at #/names/Contakt
              = help: did you mean `Contact`?

            warning[unknown-name]: `names."Status.activ"` in the configuration names nothing in the document, and is ignored
             --> crm.toml:5:1
              |
            5 | 'Status.activ' = 'D'
              | ^^^^^^^^^^^^^^
              = at #/names/Status.activ
              = help: did you mean `Status.active` or `Status.archived`?

            warning[unknown-name]: `names."listContact"` in the configuration names nothing in the document, and is ignored
             --> crm.toml:6:1
              |
            6 | listContact = 'e'
              | ^^^^^^^^^^^
              = at #/names/listContact
              = help: did you mean `listContacts` or `Contact`?

            warning[unknown-name]: `names."zzz"` in the configuration names nothing in the document, and is ignored
             --> crm.toml:7:1
              |
            7 | zzz = 'f'
              | ^^^
              = at #/names/zzz
              = help: keys are the name of a schema, `Schema.property`, or an operationId

        "#]],
    );
    check(
        "[names]\nContact = 'not good'\nDeal = 'Same'\nStatus = 'Same'\n",
        expect![[r#"
        error[invalid-name]: `names."Contact" = "not good"` in the configuration is not a Rust identifier
         --> crm.toml:2:1
          |
        2 | Contact = 'not good'
          | ^^^^^^^
          = at #/names/Contact

        error[invalid-name]: the configuration gives the name `Same` to more than one type
         --> crm.toml:4:1
          |
        4 | Status = 'Same'
          | ^^^^^^
          = at #/names/Status

        failed
    "#]],
    );
    check(
        "name = 'std'\n",
        expect![[r#"
        error[invalid-name]: `std` cannot be the name of a package
         --> crm.toml:1:1
          |
        1 | name = 'std'
          | ^^^^
          = at #/name
          = help: use lower-case letters, digits, `-` and `_`, beginning with a letter, and no name of the standard library

        failed
    "#]],
    );
}

#[test]
fn names_of_webhooks_that_the_document_does_not_have_are_reported() {
    check(
        "[webhooks]\nsignature = 'standard-webhook'\n",
        expect![[r#"
        error[unknown-signature]: `signature` of `[webhooks]` names `standard-webhook`, which is not known
         --> crm.toml:2:1
          |
        2 | signature = 'standard-webhook'
          | ^^^^^^^^^
          = at #/webhooks/signature
          = help: did you mean `standard-webhooks`? known are `standard-webhooks`, `adyen`, `adyen-platform`, `discord`, `github`, `github-sha1`, `hubspot`, `shopify`, `slack`, `stripe`, `svix`, `twilio`; another is described in `[webhooks.scheme]`

        failed
    "#]],
    );
    check(
        "[webhooks]\npayload = 'Deals'\nevent = '/type'\n",
        expect![[r#"
        error[unknown-payload]: `payload` of `[webhooks]` names `Deals`, which is not a schema of the document
         --> crm.toml:2:1
          |
        2 | payload = 'Deals'
          | ^^^^^^^
          = at #/webhooks/payload
          = help: did you mean `Deal`?

        failed
    "#]],
    );
    check(
        "[webhooks]\nsignature = 'standard-webhooks'\nevent = '/type'\n\n[webhooks.names]\n'deal.moved' = 'dealMove'\nx = 'dealMoved'\n",
        expect![[r#"
            warning[unknown-webhook]: `[webhooks.names]` has `dealMove`, which is not an event of the document, leaving it out
             --> crm.toml:6:1
              |
            6 | 'deal.moved' = 'dealMove'
              | ^^^^^^^^^^^^
              = at #/webhooks/names/deal.moved
              = help: did you mean `dealMoved`?

        "#]],
    );
    check(
        "[webhooks.scheme]\nplace = 'X Y'\nalgorithm = 'hmac-sha256'\nencoding = 'hex'\nsigned = '{body}'\n",
        expect![[r#"
        error[invalid-signature]: `[webhooks]` cannot be used: `X Y` is neither the name of a header nor a JSON pointer
         --> crm.toml:1:2
          |
        1 | [webhooks.scheme]
          |  ^^^^^^^^
          = at #/webhooks

        failed
    "#]],
    );
}
