use std::task::{Context, Poll, Waker};

use expect_test::{Expect, expect};

use super::*;
use crate::model::{Model as _, Value, View};
use crate::operation::{Param, ParamStyle};

#[derive(Clone)]
struct Upload {
    title: String,
    files: Vec<FilePart>,
    tags: Vec<String>,
    codes: Vec<i32>,
    meta: Option<Value>,
    note: Option<String>,
}

crate::record!(Upload {
    0 "title" title REQUIRED,
    1 "files" files OPTIONAL,
    2 "tags" tags OPTIONAL,
    3 "codes" codes OPTIONAL,
    4 "meta" meta OPTIONAL,
    5 "note" note OPTIONAL,
});

fn upload(title: &str, files: Vec<FilePart>) -> Upload {
    Upload { title: title.to_owned(), files, tags: Vec::new(), codes: Vec::new(), meta: None, note: None }
}

/// Reads a body whose streams are always ready.
fn read(body: Body) -> io::Result<Vec<u8>> {
    let mut stream = body.into_stream();
    let mut out = Vec::new();
    loop {
        match stream.as_mut().poll_next(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(Some(chunk)) => out.extend_from_slice(&chunk?),
            Poll::Ready(None) => return Ok(out),
            Poll::Pending => std::thread::yield_now(),
        }
    }
}

fn check(upload: &Upload, encodings: &[Param], expect: Expect) {
    let written = multipart::with_boundary(upload.view(), encodings, "B".to_owned()).expect("the upload can be written");
    let length = written.body.length();
    let body = read(written.body).expect("the body can be read");
    assert_eq!(length, Some(body.len() as u64));
    let text = String::from_utf8_lossy(&body).replace("\r\n", "\n");
    expect.assert_eq(&format!("{}\n{text}", written.content_type));
}

#[test]
fn parts_by_type() {
    let file = FilePart::from("content").file_name("a.txt").content_type("text/plain").header("X-Part", "1");
    let mut upload = upload("é", vec![file, FilePart::from(vec![1, 2])]);
    upload.tags = vec!["a".to_owned(), "b".to_owned()];
    upload.codes = vec![1, 2];
    upload.meta = Some(serde_json::json!({"k": [1]}));
    let encodings = [
        Param::field("codes").style(ParamStyle::Form, false),
        Param::field("tags").content_type("text/x-tag"),
        Param::field("files").content_type("image/png, image/jpeg"),
    ];
    check(
        &upload,
        &encodings,
        expect![[r#"
        multipart/form-data; boundary=B
        --B
        Content-Disposition: form-data; name="title"

        é
        --B
        Content-Disposition: form-data; name="files"; filename="a.txt"
        Content-Type: text/plain
        X-Part: 1

        content
        --B
        Content-Disposition: form-data; name="files"; filename="file"
        Content-Type: application/octet-stream

        
        --B
        Content-Disposition: form-data; name="tags"
        Content-Type: text/x-tag

        a
        --B
        Content-Disposition: form-data; name="tags"
        Content-Type: text/x-tag

        b
        --B
        Content-Disposition: form-data; name="codes"

        1,2
        --B
        Content-Disposition: form-data; name="meta"
        Content-Type: application/json

        {"k":[1]}
        --B--
    "#]],
    );
}

#[test]
fn names_cannot_break_out() {
    let file = FilePart::from("x").file_name("a\"; x=\"\r\nX-Evil: 1\r\n\r\n\0né.txt");
    check(
        &upload("t", vec![file]),
        &[],
        expect![[r#"
        multipart/form-data; boundary=B
        --B
        Content-Disposition: form-data; name="title"

        t
        --B
        Content-Disposition: form-data; name="files"; filename="a%22; x=%22%0D%0AX-Evil: 1%0D%0A%0D%0A%00né.txt"
        Content-Type: application/octet-stream

        x
        --B--
    "#]],
    );
    let file = FilePart::from("x").content_type("text/plain\r\nX-Evil: 1");
    assert!(multipart(upload("t", vec![file]).view(), &[]).is_err());
}

#[test]
fn f42_types_and_headers_of_parts_cannot_break_out() {
    let file = || FilePart::from("c").file_name("a\"\r\nX-Evil: 0.txt");
    for (file, message) in [
        (file().content_type("text/plain\r\nX-Evil: 1\r\n\r\nbody"), "`Content-Type` is no header that a part can have at `/files/0`"),
        (file().header("X-Part\r\nX-Evil", "1"), "`X-Part\\r\\nX-Evil` is no header that a part can have at `/files/0`"),
        (file().header("X-Part: 1", "1"), "`X-Part: 1` is no header that a part can have at `/files/0`"),
        (file().header("", "1"), "`` is no header that a part can have at `/files/0`"),
        (file().header("X-Part", "1\nX-Evil: 2"), "`X-Part` is no header that a part can have at `/files/0`"),
    ] {
        let error = multipart(upload("t", vec![file]).view(), &[]).expect_err("it would begin another header");
        assert_eq!(error.to_string(), message);
    }
    let written = multipart::with_boundary(upload("t", vec![file()]).view(), &[], "B".to_owned()).expect("the upload can be written");
    let body = read(written.body).expect("the body can be read");
    let text = String::from_utf8_lossy(&body).into_owned();
    assert!(text.lines().all(|line| !line.starts_with("X-Evil")), "{text}");
    assert_eq!(text.matches("\r\n\r\n").count(), 2, "{text}");
}

#[test]
fn boundary_does_not_occur_in_a_part() {
    check(
        &upload("B B-1", vec![]),
        &[],
        expect![[r#"
        multipart/form-data; boundary=B-2
        --B-2
        Content-Disposition: form-data; name="title"

        B B-1
        --B-2--
    "#]],
    );
}

#[test]
fn files_are_streamed_and_read_again() {
    let path = std::env::temp_dir().join(format!("turnbuckle-body-{}", std::process::id()));
    std::fs::write(&path, vec![b'x'; 200_000]).expect("the file can be written");
    let written = multipart(upload("t", vec![FilePart::from_path(&path)]).view(), &[]).expect("the file is there");
    let again = written.body.try_clone();
    let length = written.body.length();
    let read = |body| blocking(|| read(body).map(|bytes| bytes.len() as u64));
    assert_eq!(read(written.body).ok(), length);
    assert_eq!(again.map(|body| read(body).ok()), Some(length));
    std::fs::remove_file(&path).expect("the file can be removed");
    let error = multipart(upload("t", vec![FilePart::from_path(&path)]).view(), &[]).expect_err("the file is gone");
    assert_eq!(error.pointer(), "/files/0");
}

/// Runs where files can be read: with the feature `tokio`, in its runtime.
#[cfg(not(feature = "tokio"))]
fn blocking<T>(run: impl FnOnce() -> T) -> T {
    run()
}

#[cfg(feature = "tokio")]
fn blocking<T>(run: impl FnOnce() -> T) -> T {
    let runtime = ::tokio::runtime::Builder::new_current_thread().build().expect("a runtime can be made");
    let _entered = runtime.enter();
    run()
}

#[test]
fn streams_are_sent_once() {
    let stream = Chunks(vec![Bytes::from("ab"), Bytes::from("c")].into_iter());
    let file = FilePart::from_body(Body::once(stream, None));
    let written = multipart(upload("t", vec![file.clone()]).view(), &[]).expect("the stream is there");
    assert!(!written.body.is_replayable());
    assert!(written.body.try_clone().is_none());
    assert_eq!(written.body.length(), None);
    assert!(read(written.body).expect("the body can be read").windows(7).any(|window| window == b"\r\nabc\r\n"));
    assert!(multipart(upload("t", vec![file]).view(), &[]).is_err());
}

#[test]
fn only_objects_have_parts() {
    assert!(multipart(View::Int(1), &[]).is_err());
}
