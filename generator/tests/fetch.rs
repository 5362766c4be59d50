//! Specs on the network. User information and the query of an address are used for the fetch, and are not stored.
#![cfg(all(feature = "fetch", feature = "cli"))]

use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use turnbuckle::Generator;
use turnbuckle::generator::Runtime;
use turnbuckle::source::LoadOptions;

const SPEC: &str = "\
openapi: 3.0.3
info: {title: Zoo, version: '1'}
servers: [{url: v1}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      responses:
        '200':
          description: The pets.
          content:
            application/json:
              schema: {$ref: 'shared/pets.yaml#/Pets'}
";
const PETS: &str = "Pets: {type: array, items: {type: object, properties: {id: {type: colour}}}}\n";
const OLD: &str = "swagger: '2.0'\ninfo: {title: Zoo, version: '1'}\npaths: {/pets: {get: {responses: {200: {description: ''}}}}}\n";

/// A server on the loopback interface that responds by path, and keeps the request line and headers of each request.
struct Server {
    port: u16,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(files: &[(&str, &str)]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let port = listener.local_addr().expect("the listener has an address").port();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let files: HashMap<String, String> = files.iter().map(|(path, body)| ((*path).to_owned(), (*body).to_owned())).collect();
        let kept = Arc::clone(&heads);
        // The thread ends with the test's process.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                respond(&stream, &files, &kept);
            }
        });
        Self { port, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().expect("no thread panicked").clone()
    }
}

fn respond(mut stream: &TcpStream, files: &HashMap<String, String>, heads: &Mutex<Vec<String>>) {
    let lines = BufReader::new(stream).lines().map_while(Result::ok).take_while(|line| !line.is_empty());
    let head = lines.collect::<Vec<_>>().join("\n");
    let target = head.split(' ').nth(1).unwrap_or_default();
    let path = target.split('?').next().unwrap_or_default();
    let response = match files.get(path) {
        Some(location) if location.starts_with("->") => {
            let location = location.trim_start_matches("->");
            format!("HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        }
        Some(body) => format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()),
        None => "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned(),
    };
    heads.lock().expect("no thread panicked").push(head);
    // A client that has disconnected needs no response.
    let _ = stream.write_all(response.as_bytes());
}

/// Returns the text of every file of a folder, with its path.
fn tree(root: &Path) -> String {
    let mut text = String::new();
    for entry in fs::read_dir(root).expect("the folder can be read").flatten() {
        let path = entry.path();
        text.push_str(&path.display().to_string());
        text.push_str(&if path.is_dir() { tree(&path) } else { fs::read_to_string(&path).expect("the file is text") });
    }
    text
}

/// Fails if a text contains one of the secrets of these tests.
fn keeps_no_secret(text: &str) {
    for secret in ["s3cr%40et", "s3cr@et", "us3r", "t0ken", "dXMzc"] {
        assert!(!text.contains(secret), "`{secret}` is in:\n{text}");
    }
}

fn generator(url: &str) -> Generator {
    let options = LoadOptions { allow_network: true, ..LoadOptions::default() };
    Generator::new(url).load_options(options).runtime(Runtime::Version("0.1".to_owned()))
}

/// `us3r:s3cr@et`, in base64.
const BASIC: &str = "Basic dXMzcjpzM2NyQGV0";

#[test]
fn user_information_and_query_fetch_the_spec_and_are_kept_nowhere() {
    for spec in [SPEC, OLD] {
        let server = Server::start(&[("/api/openapi.yaml", spec), ("/api/shared/pets.yaml", PETS)]);
        let url = format!("http://us3r:s3cr%40et@127.0.0.1:{}/api/openapi.yaml?token=t0ken#t0ken", server.port);
        let generator = generator(&url);
        keeps_no_secret(&format!("{generator:?}"));
        let folder = tempfile::tempdir().expect("there is a folder for temporary files");
        let outcome = generator.generate_to(folder.path().join("out")).unwrap_or_else(|failure| panic!("{failure}"));
        keeps_no_secret(&tree(folder.path()));
        keeps_no_secret(&format!("{:?}", outcome.plan));
        let client = fs::read_to_string(folder.path().join("out/src/client.rs")).expect("there is a client");
        assert!(client.contains(&format!("http://127.0.0.1:{}", server.port)), "{client}");
        let heads = server.heads();
        assert_eq!(heads.len(), if spec == SPEC { 2 } else { 1 });
        assert!(heads[0].starts_with("GET /api/openapi.yaml?token=t0ken HTTP/1.1"), "{heads:?}");
        assert!(heads.iter().all(|head| head.to_lowercase().contains(&format!("authorization: {BASIC}").to_lowercase())), "{heads:?}");
        assert!(heads[1..].iter().all(|head| head.starts_with("GET /api/shared/pets.yaml HTTP/1.1")), "{heads:?}");
    }
}

#[test]
fn commands_show_no_user_information_and_no_query() {
    let server = Server::start(&[("/openapi.yaml", SPEC), ("/shared/pets.yaml", PETS), ("/broken.yaml", "openapi: [")]);
    let folder = tempfile::tempdir().expect("there is a folder for temporary files");
    let run = |args: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_turnbuckle")).args(args).current_dir(folder.path()).output().expect("the command starts");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        keeps_no_secret(&said);
        (output.status.code(), said)
    };
    let at = |path: &str| format!("http://us3r:s3cr%40et@127.0.0.1:{}/{path}?token=t0ken", server.port);
    let good = at("openapi.yaml");
    for args in [
        &["inspect", "--allow-network"][..],
        &["inspect", "--allow-network", "--format=json", "--cost"],
        &["dump", "--allow-network", "--stage=places"],
        &["dump", "--allow-network", "--stage=normalized"],
        &["dump", "--allow-network", "--stage=ir"],
        &["generate", "--allow-network", "--output=out", "--runtime=0.1", "--message-format=json"],
    ] {
        let (status, said) = run(&[args, &[&good]].concat());
        assert_eq!(status, Some(0), "{said}");
    }
    keeps_no_secret(&tree(folder.path()));
    for url in [at("broken.yaml"), at("missing.yaml"), "http://us3r:s3cr%40et@127.0.0.1:1/a?token=t0ken".to_owned()] {
        let (status, said) = run(&["generate", &url, "--output=new"]);
        assert_eq!(status, Some(1), "{said}");
        assert!(said.contains("error["), "{said}");
    }
    for url in
        ["http://us3r:s3cr/@et@example.com/t0ken", "ftp://us3r:s3cr%40et@example.com/a?t0ken", "HTTP://us3r:s3cr%40et@127.0.0.1:1/?t0ken"]
    {
        let (status, said) = run(&["inspect", url]);
        assert_eq!(status, Some(1), "{said}");
        assert!(said.contains("error[unusable-file]"), "{said}");
    }
}

#[test]
fn redirects_to_another_origin_get_no_user_information() {
    let other = Server::start(&[("/openapi.yaml", SPEC), ("/shared/pets.yaml", PETS)]);
    let elsewhere = format!("->http://127.0.0.1:{}/openapi.yaml", other.port);
    let server = Server::start(&[
        ("/away", &elsewhere),
        ("/moved", "->deep/../openapi.yaml?version=1/2"),
        ("/openapi.yaml", SPEC),
        ("/shared/pets.yaml", PETS),
        ("/ring", "->/ring"),
    ]);
    let at = |path: &str| format!("http://us3r:s3cr%40et@127.0.0.1:{}/{path}?token=t0ken", server.port);
    generator(&at("away")).plan().unwrap_or_else(|failure| panic!("{failure}"));
    let heads = other.heads();
    assert_eq!(heads.len(), 1);
    assert!(!heads[0].to_lowercase().contains("authorization") && !heads[0].contains("t0ken"), "{heads:?}");
    generator(&at("moved")).plan().unwrap_or_else(|failure| panic!("{failure}"));
    let heads = server.heads();
    let moved = heads.iter().find(|head| head.starts_with("GET /openapi.yaml?version=1/2 ")).expect("the redirect was followed");
    assert!(moved.contains(BASIC), "{moved}");
    let failure = generator(&at("ring")).plan().expect_err("the redirects do not end");
    keeps_no_secret(&failure.to_string());
    assert!(failure.to_string().contains("more than 10 redirects"), "{failure}");
}

#[test]
fn references_to_another_origin_get_no_user_information() {
    let other = Server::start(&[("/pets.yaml", PETS)]);
    let spec = SPEC.replace("shared/pets.yaml", &format!("http://127.0.0.1:{}/pets.yaml", other.port));
    let server = Server::start(&[("/openapi.yaml", &spec)]);
    let url = format!("http://us3r:s3cr%40et@127.0.0.1:{}/openapi.yaml?token=t0ken", server.port);
    generator(&url).plan().unwrap_or_else(|failure| panic!("{failure}"));
    let heads = other.heads();
    assert_eq!(heads.len(), 1);
    assert!(!heads[0].to_lowercase().contains("authorization"), "{heads:?}");
}
