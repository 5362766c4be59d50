//! Real servers, called through clients generated from the documents they serve.

use std::path::Path;

use expect_test::expect_file;
use turnbuckle_servers::Server;

/// The workspace's target folder.
fn target() -> &'static Path {
    Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("the folder for temporary files is in the target folder")
}

/// Kinto: a 2.0 document with every schema inline and no word about who may call; basic credentials, conditional requests.
#[test]
fn a_document_store() {
    if let Some(server) = Server::start("kinto", target()) {
        expect_file!["../programs/kinto.txt"].assert_eq(&server.run(server.url("/v1/__api__")));
    }
}

/// PowerDNS: a 2.0 document, a key in a header, errors as JSON and as text.
#[test]
fn a_name_server() {
    if let Some(server) = Server::start("pdns", target()) {
        let spec = server.download("/api/docs", &["Accept: application/json", "X-API-Key: key1"]);
        expect_file!["../programs/pdns.txt"].assert_eq(&server.run(spec));
    }
}
