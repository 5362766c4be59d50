//! Real servers, called through clients generated from the documents they serve.

use std::path::Path;
use std::{iter, thread};

use expect_test::expect_file;
use turnbuckle_servers::{Server, run_all, shared};

/// Documents of every dialect, by the name of their client.
const DOCUMENTS: [(&str, &str); 10] = [
    ("petstore", "petstore-2.0.json"),
    ("slack", "slack-web.json"),
    ("hubspot", "hubspot-contacts.json"),
    ("spotify", "spotify.json"),
    ("klaviyo", "klaviyo-profiles.json"),
    ("folders", "box.json"),
    ("mistral", "mistral.yaml"),
    ("museum", "museum.yaml"),
    ("resend", "resend.yaml"),
    ("twilio", "twilio-messaging-v1.yaml"),
];

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

/// An OAuth server: client credentials, authorization code with PKCE, refresh with rotation, discovery. It describes no API, so the
/// document is one of ours.
#[test]
fn an_authorization_server() {
    if let Some(server) = Server::start("oauth2mock", target()) {
        let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs/oauth2mock.yaml");
        expect_file!["../programs/oauth2mock.txt"].assert_eq(&server.run(spec));
    }
}

/// A stand-in for a payment service, older than its document: nested forms, cursor pages, typed errors, a signed webhook.
#[test]
fn a_payment_service() {
    if let (Some(server), Some(spec)) = (Server::start("localstripe", target()), shared("corpus/stripe.yaml")) {
        expect_file!["../programs/localstripe.txt"].assert_eq(&server.run(spec));
    }
}

/// Ten vendors' documents, each served by a judge of requests that answers at random within the document.
#[test]
fn ten_vendors_documents() {
    let (Some(script), Some(corpus)) = (shared("servers/prism.sh"), shared("corpus")) else { return };
    // The first installs what the others use.
    let (name, file) = DOCUMENTS[0];
    let first = Server::start_for(name, &script, &corpus.join(file), target());
    let prefix = first.prefix();
    let others = thread::scope(|scope| {
        let start = |(name, file): &'static (&str, &str)| {
            let (script, prefix, spec) = (&script, &prefix, corpus.join(file));
            scope.spawn(move || Server::start_beside(name, script, prefix, &spec, target()))
        };
        let starting: Vec<_> = DOCUMENTS[1..].iter().map(start).collect();
        starting.into_iter().map(|thread| thread.join().expect("the server starts")).collect::<Vec<_>>()
    });
    let servers: Vec<_> = iter::once(&first).chain(&others).zip(DOCUMENTS).map(|(server, (_, file))| (server, corpus.join(file))).collect();
    expect_file!["../programs/prism/prism.txt"].assert_eq(&run_all("prism", &servers, target()));
}
