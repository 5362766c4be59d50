//! TLS, proxies and sockets of the transport over reqwest. The certificates beside this file are for these tests alone.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread::JoinHandle;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion, version};

use super::{API, GET, Pet};
use crate::model::Value;
use crate::transport::{ConnectFault, Reqwest, ReqwestBuilder, TlsVersion};
use crate::{Client, Error, Retry};

const ROOT: &[u8] = include_bytes!("tls/root.pem");
const SERVER: (&[u8], &[u8]) = (include_bytes!("tls/server.pem"), include_bytes!("tls/server.key.pem"));
const CLIENT: (&[u8], &str) = (include_bytes!("tls/client.pem"), include_str!("tls/client.key.pem"));
const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: 8\r\n\r\n{\"id\":1}";

fn certificate(pem: &[u8]) -> CertificateDer<'static> {
    CertificateDer::from_pem_slice(pem).expect("a certificate")
}

/// Serves one TLS connection. Returns its URL, and how many certificates the client showed.
fn serve(versions: &[&'static SupportedProtocolVersion], mutual: bool) -> (String, JoinHandle<Option<usize>>) {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider)).with_protocol_versions(versions).expect("versions");
    let config = if mutual {
        let mut roots = RootCertStore::empty();
        roots.add(certificate(ROOT)).expect("a root");
        config
            .with_client_cert_verifier(WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider).build().expect("a verifier"))
    } else {
        config.with_no_client_auth()
    };
    let key = PrivateKeyDer::from_pem_slice(SERVER.1).expect("a key");
    let config = config.with_single_cert(vec![certificate(SERVER.0)], key).expect("they fit");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let url = format!("https://localhost:{}", listener.local_addr().expect("it is bound").port());
    let thread = std::thread::spawn(move || {
        let (socket, _) = listener.accept().ok()?;
        let connection = ServerConnection::new(Arc::new(config)).ok()?;
        let mut stream = StreamOwned::new(connection, socket);
        let mut buffer = [0; 4096];
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        assert!(buffer[..read].starts_with(b"GET /pets/1 "));
        stream.write_all(ANSWER).ok()?;
        stream.conn.send_close_notify();
        stream.flush().ok()?;
        Some(stream.conn.peer_certificates().map_or(0, <[_]>::len))
    });
    (url, thread)
}

async fn get(url: &str, builder: ReqwestBuilder) -> Result<Pet, Error> {
    let transport = builder.build().expect("the values can be used");
    let client = Client::builder(&API).base_url(url).transport(transport).retry(Retry::never()).build().expect("the values can be used");
    client.call::<Pet, Value, ()>(&GET).path("id", &1).await
}

#[tokio::test]
async fn a_root_certificate_of_the_users_is_trusted_and_no_other() {
    let (url, server) = serve(rustls::ALL_VERSIONS, false);
    assert_eq!(get(&url, Reqwest::builder().direct().root_certificates(ROOT)).await.expect("it is trusted").id, 1);
    assert_eq!(server.join().expect("it served"), Some(0));
    let (url, server) = serve(rustls::ALL_VERSIONS, false);
    let own = Reqwest::builder().direct().root_certificates(ROOT).only_own_root_certificates();
    assert_eq!(get(&url, own).await.expect("it is trusted").id, 1);
    assert_eq!(server.join().expect("it served"), Some(0));
    let (url, server) = serve(rustls::ALL_VERSIONS, false);
    let error = get(&url, Reqwest::builder().direct().root_certificates(CLIENT.0).only_own_root_certificates()).await;
    assert!(error.expect_err("it is not trusted").is_connect());
    assert_eq!(server.join().expect("it served"), None);
}

#[tokio::test]
async fn a_client_shows_its_certificate() {
    let mutual = || Reqwest::builder().direct().root_certificates(ROOT);
    let (url, server) = serve(rustls::ALL_VERSIONS, true);
    assert_eq!(get(&url, mutual().client_certificate(CLIENT.0, CLIENT.1)).await.expect("it is let in").id, 1);
    assert_eq!(server.join().expect("it served"), Some(1));
    let (url, server) = serve(rustls::ALL_VERSIONS, true);
    get(&url, mutual()).await.expect_err("it has no certificate");
    assert_eq!(server.join().expect("it served"), None);
}

#[tokio::test]
async fn an_old_version_of_tls_is_refused_where_the_user_says_so() {
    let trusting = || Reqwest::builder().direct().root_certificates(ROOT);
    let (url, _server) = serve(&[&version::TLS12], false);
    get(&url, trusting()).await.expect("1.2 is spoken by default");
    let (url, _server) = serve(&[&version::TLS12], false);
    let error = get(&url, trusting().min_tls_version(TlsVersion::V1_3)).await.expect_err("1.2 is too old");
    assert!(error.is_connect(), "{error:?}");
}

#[cfg(feature = "native-tls")]
#[tokio::test]
async fn the_platforms_library_does_the_same() {
    let native = || Reqwest::builder().direct().native_tls().root_certificates(ROOT);
    let (url, server) = serve(rustls::ALL_VERSIONS, true);
    assert_eq!(get(&url, native().client_certificate(CLIENT.0, CLIENT.1)).await.expect("it is let in").id, 1);
    // It may show the chain up to its root.
    assert!(server.join().expect("it served").is_some_and(|certificates| certificates > 0));
    let (url, _server) = serve(rustls::ALL_VERSIONS, false);
    get(&url, Reqwest::builder().direct().native_tls()).await.expect_err("it is not trusted");
    assert!(native().client_certificate(CLIENT.0, "hunter2").build().is_err());
}

#[test]
fn what_is_no_certificate_or_proxy_is_an_error_without_it() {
    let faulty = [
        Reqwest::builder().root_certificates("hunter2"),
        Reqwest::builder().client_certificate("hunter2", "hunter2"),
        Reqwest::builder().client_certificate(CLIENT.0, "hunter2"),
        Reqwest::builder().client_certificate(SERVER.0, CLIENT.1),
        Reqwest::builder().proxy("http://me:hunter2@[/"),
    ];
    for builder in faulty {
        assert!(!format!("{builder:?}").contains("hunter2"));
        let error = builder.build().expect_err("it cannot be read");
        assert!(!format!("{error:?}").contains("hunter2"), "{error:?}");
    }
}

/// Serves one plain connection, and returns the first line and the credentials for a proxy.
fn plain(accept: impl FnOnce() -> Box<dyn ReadWrite> + Send + 'static) -> JoinHandle<(String, bool)> {
    std::thread::spawn(move || {
        let mut socket = accept();
        let mut buffer = [0; 4096];
        let read = socket.read(&mut buffer).expect("the client writes");
        socket.write_all(ANSWER).expect("the client reads");
        let text = String::from_utf8_lossy(&buffer[..read]).into_owned();
        let has_credentials = text.to_ascii_lowercase().contains("\r\nproxy-authorization: basic ");
        (text.lines().next().unwrap_or_default().to_owned(), has_credentials)
    })
}

trait ReadWrite: std::io::Read + std::io::Write {}
impl<T: std::io::Read + std::io::Write> ReadWrite for T {}

fn tcp() -> (u16, JoinHandle<(String, bool)>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    (port, plain(move || Box::new(listener.accept().expect("the client connects").0)))
}

#[tokio::test]
async fn requests_go_through_the_proxy_of_their_scheme() {
    let (port, proxy) = tcp();
    let builder = Reqwest::builder().https_proxy("http://127.0.0.1:9").http_proxy(format!("http://me:pass@127.0.0.1:{port}"));
    get("http://pets.invalid", builder).await.expect("the proxy answers");
    assert_eq!(proxy.join().expect("it served"), ("GET http://pets.invalid/pets/1 HTTP/1.1".to_owned(), true));
    let (port, server) = tcp();
    let builder = Reqwest::builder().proxy("http://127.0.0.1:9").no_proxy("127.0.0.1");
    get(&format!("http://127.0.0.1:{port}"), builder).await.expect("the server answers");
    assert_eq!(server.join().expect("it served"), ("GET /pets/1 HTTP/1.1".to_owned(), false));
    let (port, server) = tcp();
    get(&format!("http://127.0.0.1:{port}"), Reqwest::builder().proxy("http://127.0.0.1:9").direct()).await.expect("the server answers");
    server.join().expect("it served");
}

#[cfg(unix)]
#[tokio::test]
async fn requests_go_over_a_unix_socket() {
    let path = std::env::temp_dir().join(format!("turnbuckle-{}.sock", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let listener = std::os::unix::net::UnixListener::bind(&path).expect("the folder can be written");
    let server = plain(move || Box::new(listener.accept().expect("the client connects").0));
    get("http://pets.invalid", Reqwest::builder().unix_socket(&path)).await.expect("the server answers");
    assert_eq!(server.join().expect("it served").0, "GET /pets/1 HTTP/1.1");
    std::fs::remove_file(&path).expect("the socket is there");
}

/// Answers each connection with some bytes.
fn answering(bytes: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let port = listener.local_addr().expect("it is bound").port();
    std::thread::spawn(move || {
        let Ok((mut socket, _)) = listener.accept() else { return };
        let _ = socket.read(&mut [0; 4096]);
        let _ = socket.write_all(bytes);
    });
    port
}

#[derive(Clone, Debug)]
struct NoNames;

impl reqwest::dns::Resolve for NoNames {
    fn resolve(&self, _: reqwest::dns::Name) -> reqwest::dns::Resolving {
        Box::pin(std::future::ready(Err("no such name".into())))
    }
}

#[tokio::test]
async fn an_error_of_connecting_names_the_server_and_the_fault() {
    let trusting = || Reqwest::builder().direct().root_certificates(ROOT);
    let check = |error: Error, fault: ConnectFault, port: u16| {
        let text = error.to_string();
        assert_eq!((error.connect_fault(), error.is_connect()), (Some(fault), true), "{error:?}");
        assert_eq!(text, format!("getPet (GET /pets/{{id}}): no connection to localhost:{port}: {fault}"));
        let cause = std::error::Error::source(&error).expect("it has a cause").to_string();
        assert!(!text.contains(&cause) && !cause.contains("localhost"), "{cause}");
    };
    let (url, _server) = serve(rustls::ALL_VERSIONS, false);
    let port = url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("it has a port");
    check(
        get(&url, Reqwest::builder().direct().root_certificates(CLIENT.0).only_own_root_certificates()).await.expect_err("no trust"),
        ConnectFault::Tls,
        port,
    );
    for plain in [ANSWER, b"HTTP/1.1 400 Bad Request\r\n\r\n", b"220 mail.example ESMTP\r\n"] {
        let port = answering(plain);
        let error = get(&format!("https://localhost:{port}"), trusting()).await.expect_err("the port is plain");
        check(error, ConnectFault::NotTls, port);
    }
    let port = TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).expect("a port is free").port();
    for scheme in ["http", "https"] {
        check(get(&format!("{scheme}://localhost:{port}"), trusting()).await.expect_err("nobody listens"), ConnectFault::Refused, port);
    }
    // reqwest asks for one even where there is no TLS.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let transport = reqwest::Client::builder().no_proxy().dns_resolver(Arc::new(NoNames)).build().map(Reqwest::from_client);
    let transport = transport.expect("the values can be used");
    let client = Client::builder(&API).base_url("http://localhost").transport(transport).retry(Retry::never()).build();
    let client = client.expect("the values can be used");
    let call = client.call::<Pet, Value, ()>(&GET).path("id", &1);
    check(call.await.expect_err("there are no names"), ConnectFault::Dns, 80);
}

#[tokio::test]
async fn a_plain_request_to_a_tls_port_says_what_may_be_wrong() {
    // The alert that a TLS server sends (RFC 8446, section 6): unexpected_message.
    let port = answering(&[21, 3, 1, 0, 2, 2, 10]);
    let error = get(&format!("http://localhost:{port}"), Reqwest::builder().direct()).await.expect_err("it is no HTTP");
    assert!(error.is_broken(), "{error:?}");
    assert_eq!(error.to_string(), "getPet (GET /pets/{id}): the response is not HTTP, the port may speak TLS: use an `https` URL if so");
    assert!(std::error::Error::source(&error).is_some());
}
