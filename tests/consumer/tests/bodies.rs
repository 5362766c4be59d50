//! Checks what bodies are on the wire, for each form that a generated client sends them in.

use turnbuckle_consumer::bodies::models::{Change, Query, Step, StepOp, Upload};
use turnbuckle_consumer::bodies::{Client, FilePart, Nullable};
use turnbuckle_runtime::Body;
use turnbuckle_runtime::transport::{Fake, FakeAnswer};

fn start(calls: usize) -> (Fake, Client) {
    let fake = Fake::new((0..calls).map(|_| FakeAnswer::status(204)));
    let client = Client::builder().transport(fake.clone()).build().expect("the values can be used");
    (fake, client)
}

/// Returns `METHOD`, the media type and the body of each request.
fn sent(fake: &Fake) -> Vec<(String, Option<String>, String)> {
    let requests = fake.requests();
    let told = requests.iter().map(|request| {
        let media_type = request.header("content-type").map(str::to_owned);
        (request.method.to_string(), media_type, String::from_utf8_lossy(&request.body).into_owned())
    });
    told.collect()
}

fn told(method: &str, media_type: Option<&str>, body: &str) -> (String, Option<String>, String) {
    (method.to_owned(), media_type.map(str::to_owned), body.to_owned())
}

#[tokio::test]
async fn get_and_delete_send_the_bodies_they_declare() {
    let (fake, client) = start(3);
    let query = Query::new("a");
    client.things().search(&query).await.expect("it is done");
    client.things().clear(Some(&query)).await.expect("it is done");
    client.things().clear(None).await.expect("it is done");
    let json = Some("application/json");
    assert_eq!(sent(&fake), [told("GET", json, r#"{"text":"a"}"#), told("DELETE", json, r#"{"text":"a"}"#), told("DELETE", None, "")]);
}

#[tokio::test]
async fn a_body_of_several_media_types_has_a_method_for_each() {
    let (fake, client) = start(3);
    client.things().change(7, &Change { name: Nullable::Null, ..Default::default() }).await.expect("it is done");
    client.things().change(7, &Change { size: Some(2), ..Default::default() }).await.expect("it is done");
    let mut add = Step::new(StepOp::Add, "/name");
    add.value = Some(serde_json::json!("n"));
    let steps = vec![add, Step::new(StepOp::Remove, "/size")];
    client.things().change_as_json(7, &steps).await.expect("it is done");
    let merge = Some("application/merge-patch+json");
    assert_eq!(
        sent(&fake),
        [
            told("PATCH", merge, r#"{"name":null}"#),
            told("PATCH", merge, r#"{"size":2}"#),
            told(
                "PATCH",
                Some("application/json-patch+json"),
                r#"[{"op":"add","path":"/name","value":"n"},{"op":"remove","path":"/size"}]"#
            ),
        ]
    );
}

#[tokio::test]
async fn parts_are_files_of_bytes_paths_and_streams() {
    let (fake, client) = start(1);
    let path = std::env::temp_dir().join(format!("turnbuckle-bodies-{}.txt", std::process::id()));
    std::fs::write(&path, "from a path").expect("the file can be written");
    let mut upload = Upload::new("t", FilePart::from(b"png".to_vec()).file_name("a.png"));
    let reader = Body::from_reader(&b"from a reader"[..], None);
    upload.more = Some(vec![
        FilePart::from_path(&path).content_type("text/plain").header("X-Part", "1"),
        FilePart::from_body(reader).file_name("r.bin"),
    ]);
    upload.about = Some(Query::new("q"));
    let done = client.things().upload(&upload).await;
    std::fs::remove_file(&path).expect("the file can be removed");
    done.expect("it is done");
    let request = sent(&fake).remove(0);
    let boundary = request.1.as_deref().and_then(|it| it.strip_prefix("multipart/form-data; boundary=")).expect("it has a boundary");
    let name = path.file_name().expect("it has a name").to_string_lossy();
    let expected = [
        "Content-Disposition: form-data; name=\"title\"\n\nt\n".to_owned(),
        "Content-Disposition: form-data; name=\"picture\"; filename=\"a.png\"\nContent-Type: image/png\n\npng\n".to_owned(),
        format!("Content-Disposition: form-data; name=\"more\"; filename=\"{name}\"\nContent-Type: text/plain\nX-Part: 1\n\nfrom a path\n"),
        "Content-Disposition: form-data; name=\"more\"; filename=\"r.bin\"\nContent-Type: application/octet-stream\n\nfrom a reader\n"
            .to_owned(),
        "Content-Disposition: form-data; name=\"about\"\nContent-Type: application/json\n\n{\"text\":\"q\"}\n".to_owned(),
    ];
    let body = request.2.replace("\r\n", "\n");
    let parts: Vec<&str> = body.split(&format!("--{boundary}")).map(|part| part.strip_prefix('\n').unwrap_or(part)).collect();
    assert_eq!(parts[1..parts.len() - 1], expected);
}
