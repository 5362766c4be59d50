//! Multipart bodies, redirects and charsets between a client and a server of this machine.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Multipart, Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use turnbuckle_behaviour::sent::models::{Letter, Sender};
use turnbuckle_behaviour::{answered, sent, sent_files};
use turnbuckle_runtime::{Body, FilePart, Redirects};

/// What a server has seen: the fields of forms with their file names, media types and contents, or the headers of a request.
type Seen = Arc<Mutex<Vec<String>>>;

async fn serve(router: Router<Seen>) -> (SocketAddr, Seen) {
    let seen = Seen::default();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("the loopback address has a free port");
    let address = listener.local_addr().expect("a bound listener has an address");
    tokio::spawn(axum::serve(listener, router.with_state(Arc::clone(&seen))).into_future());
    (address, seen)
}

fn seen(seen: &Seen) -> Vec<String> {
    std::mem::take(&mut *seen.lock().expect("no handler panics"))
}

async fn take_parts(State(seen): State<Seen>, mut parts: Multipart) -> StatusCode {
    while let Ok(Some(part)) = parts.next_field().await {
        let (name, file) = (part.name().unwrap_or_default().to_owned(), part.file_name().unwrap_or_default().to_owned());
        let media_type = part.content_type().unwrap_or_default().to_owned();
        let content = part.text().await.unwrap_or_default();
        seen.lock().expect("no handler panics").push(format!("{name} {file} {media_type}: {content}"));
    }
    StatusCode::NO_CONTENT
}

#[tokio::test]
async fn a_server_reads_the_parts_that_a_client_sends() {
    let (address, log) = serve(Router::new().route("/form-data", post(take_parts)).route("/scans", post(take_parts))).await;
    let client = sent::Client::builder().base_url(format!("http://{address}")).build().expect("the values can be used");
    let mut letter = Letter::new(Sender::new("Ada"));
    letter.topics = Some(vec!["notes".to_owned(), "engines".to_owned()]);
    letter.pages = Some(vec![Sender::new("p")]);
    let stream = Body::from_reader(&b"streamed"[..], None);
    letter.scan = Some(FilePart::from_body(stream).file_name("é \"1\".jpg"));
    client.letters().post_form_data(&letter).part_header("sender", "X-Seal", "red").await.expect("it is taken");
    assert_eq!(
        seen(&log),
        [
            "sender  application/xml: <?xml version=\"1.0\" encoding=\"UTF-8\"?><Sender><name>Ada</name></Sender>",
            "topics  : notes",
            "topics  : engines",
            "scan é %221%22.jpg image/jpeg: streamed",
            "pages  application/json: {\"name\":\"p\"}",
        ]
    );
    let client = sent_files::Client::builder().base_url(format!("http://{address}")).build().expect("the values can be used");
    let body = sent_files::models::PostScansBody {
        scans: Some(vec![FilePart::from("1").file_name("a.png"), FilePart::from("2").file_name("b.png")]),
        topics: Some(Vec::new()),
        ..Default::default()
    };
    client.letters().post_scans(Some(&body)).await.expect("it is taken");
    assert_eq!(seen(&log), ["scans a.png application/octet-stream: 1", "scans b.png application/octet-stream: 2"]);
}

fn note(seen: &Seen, request: &Request) {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or("none").to_owned();
    seen.lock().expect("no handler panics").push(format!(
        "{} {} {}",
        request.uri().path(),
        header(AUTHORIZATION),
        header("x-own".parse().expect("it is a name"))
    ));
}

async fn give_archive(State(seen): State<Seen>, request: Request) -> Response {
    note(&seen, &request);
    ([(CONTENT_TYPE, "application/zip")], vec![b'P', b'K', 0, 255]).into_response()
}

#[tokio::test]
async fn the_bytes_behind_a_redirect_come_without_credentials_of_the_client() {
    let (storage, storage_log) = serve(Router::new().route("/a.zip", get(give_archive))).await;
    let redirect = move |State(seen): State<Seen>, request: Request| async move {
        note(&seen, &request);
        (StatusCode::FOUND, [(LOCATION, format!("http://{storage}/a.zip?signature=s"))])
    };
    let (api, api_log) = serve(Router::new().route("/archive", get(redirect))).await;
    let builder = answered::Client::builder().base_url(format!("http://{api}"));
    let client = builder.header("authorization", "Bearer secret").header("x-own", "1").build().expect("the values can be used");
    let archive = client.books().get_archive().await.expect("it is followed");
    assert_eq!(archive.bytes(100).await.expect("it comes").as_ref(), [b'P', b'K', 0, 255]);
    assert_eq!(seen(&api_log), ["/archive Bearer secret 1"]);
    assert_eq!(seen(&storage_log), ["/a.zip none none"]);

    let itself = client.books().get_archive().redirects(Redirects::Return).send().await.expect("it is returned");
    assert_eq!((itself.status(), itself.location()), (302, Some(format!("http://{storage}/a.zip?signature=s"))));
    assert_eq!((seen(&api_log).len(), seen(&storage_log).len()), (1, 0));
}

#[tokio::test]
async fn a_response_is_decoded_from_the_charset_that_the_server_names() {
    let as_asked = |headers: HeaderMap| async move {
        assert_eq!(headers.get("accept").and_then(|value| value.to_str().ok()), Some("text/csv"));
        ([(CONTENT_TYPE, "text/csv; charset=Shift_JIS")], vec![b'a', b',', 0x83, 0x65])
    };
    let xml = || async {
        ([(CONTENT_TYPE, "application/xml")], b"<?xml version='1.0' encoding='iso-8859-1'?><book><title>caf\xe9</title></book>".to_vec())
    };
    let (address, _) = serve(Router::new().route("/table", get(as_asked)).route("/book.xml", get(xml))).await;
    let client = answered::Client::builder().base_url(format!("http://{address}")).build().expect("the values can be used");
    assert_eq!(client.books().get_table().await.expect("it is decoded"), "a,テ");
    assert_eq!(client.books().get_xml().await.expect("it is decoded").title.as_deref(), Some("café"));
}
