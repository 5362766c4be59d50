//! Bodies in XML of operations that succeed.
//!
//! What was read is the same after it was written and read again, where XML has all of its characters.

use turnbuckle_runtime::Value;
use turnbuckle_runtime::model::Model;
use turnbuckle_runtime::xml;

use crate::exchange::{Script, script};
use crate::own::{FORM, GET_PET, Pet, client};
use crate::shown::{SECRET, block_on, check_error, check_requests};

/// Takes an input.
pub(crate) fn run(input: &[u8]) {
    block_on(read(&Script::read(input)));
}

async fn read(script: &Script<'_>) {
    let server = script.server();
    let client = client(server.clone());
    if script.choice % 4 == 3 {
        // Without a type, elements become what their form suggests.
        if let Err(error) = client.call::<Value, Value, ()>(&GET_PET).await {
            check_error(&error);
        }
    } else {
        match client.call::<Pet, Value, ()>(&GET_PET).await {
            Ok(pet) => {
                if let Ok(written) = xml::to_request_vec(pet.view(), &FORM) {
                    let again = xml::from_slice::<Pet>(&written, &FORM);
                    assert!(again.as_ref().is_ok_and(|again| *again == pet), "{pet:?}\n{again:?}\n{}", String::from_utf8_lossy(&written));
                }
            }
            Err(error) => check_error(&error),
        }
    }
    check_requests(&server.seen(), 3, script.rest);
}

/// Returns the corpus.
pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let pet = r#"<?xml version="1.0" encoding="UTF-8"?><p:pet xmlns:p="urn:pets" id="7"><kind>dog</kind><p:name>Rex &amp; &#x1F600;</p:name><tag>a</tag><tag/><owner lang="en">Ada</owner><labels><a>1</a><b>2</b></labels><Toys><Toy lang="de">Ball</Toy></Toys><price>1.50</price></p:pet>"#;
    let bodies = [
        pet.to_owned(),
        format!(
            r#"<!DOCTYPE p [<!ENTITY a "{SECRET}"><!ENTITY b "&a;&a;&a;&a;">]><p:pet xmlns:p="urn:pets" id="1"><p:name>&b;</p:name></p:pet>"#
        ),
        r#"<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/passwd">]><pet id="1"><name>&x;</name></pet>"#.to_owned(),
        format!(r#"<pet id="{SECRET}"><name>x</name></pet>"#),
        r#"<pet xmlns="urn:pets" id="1"><name><![CDATA[<a>]]> b </name><!-- c --><?pi d?><kind xml:space="preserve"> </kind></pet>"#
            .to_owned(),
        "<a>".repeat(200),
    ];
    let mut seeds: Vec<Vec<u8>> = Vec::new();
    for (at, body) in bodies.iter().enumerate() {
        for choice in [0, 3] {
            let response = ["200\ncontent-type: application/xml\n\n", body].concat();
            seeds.push(script(choice, u8::from(at == 0) * 5, &[response.as_bytes()]));
        }
    }
    seeds
}
