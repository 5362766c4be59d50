//! Checks that a relative server is resolved against the URL that the document came from (OpenAPI 3.0.4, section 4.8.5).
#![cfg(feature = "fetch")]

use std::io::{Read, Write};
use std::net::TcpListener;

use turnbuckle::Generator;
use turnbuckle::generator::Failure;

/// Serves one document once at a path of a server of this process, and returns the servers of the client, the process's own address
/// written as `HOST`.
fn servers(path: &str, document: &'static str) -> Result<Vec<String>, Failure> {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    let host = listener.local_addr().expect("the socket is bound").to_string();
    let serving = std::thread::spawn(move || {
        let (mut socket, _) = listener.accept().expect("the generator connects");
        let mut request = Vec::new();
        let mut chunk = [0; 1024];
        while !request.windows(4).any(|end| end == b"\r\n\r\n") {
            let count = socket.read(&mut chunk).expect("the request is read");
            assert!(count > 0, "the request broke off");
            request.extend_from_slice(&chunk[..count]);
        }
        let head = format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", document.len());
        socket.write_all(&[head.as_bytes(), document.as_bytes()].concat()).expect("the document is sent");
    });
    let plan = Generator::new(format!("http://{host}{path}")).plan()?;
    serving.join().expect("the document was served");
    Ok(plan.api.servers.iter().map(|server| server.url.replace(&host, "HOST")).collect())
}

#[test]
fn relative_servers_are_relative_to_the_documents_url() -> Result<(), Failure> {
    let document = "openapi: 3.0.3
info: {title: T, version: '1'}
servers:
- {url: /v1}
- {url: v2}
- {url: ../v3/}
- {url: //other.example/v4}
- {url: 'https://other.example/v5'}
- {url: '/{version}', variables: {version: {default: v6}}}
paths: {}
";
    let expected = [
        "http://HOST/v1",
        "http://HOST/docs/v2",
        "http://HOST/v3/",
        "http://other.example/v4",
        "https://other.example/v5",
        "http://HOST/{version}",
    ];
    assert_eq!(servers("/docs/api.yaml", document)?, expected);
    Ok(())
}

#[test]
fn without_a_server_the_documents_host_is_it() -> Result<(), Failure> {
    // OpenAPI 3.0.4, section 4.8.1: the default is a server with the URL `/`.
    assert_eq!(servers("/docs/api.yaml", "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\n")?, ["http://HOST/"]);
    // OpenAPI 2.0: without `host` and `schemes` they are those of the document.
    assert_eq!(
        servers("/docs/api.yaml", "swagger: '2.0'\ninfo: {title: T, version: '1'}\nbasePath: /v1\npaths: {}\n")?,
        ["http://HOST/v1"]
    );
    Ok(())
}
