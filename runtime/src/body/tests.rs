use std::task::{Context, Poll, Waker};

use expect_test::{Expect, expect};

use super::*;
use crate::encode::EncodeError;
use crate::model::{Model as _, Value, View};
use crate::operation::{Operation, Param, ParamStyle};

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

fn op(media_type: &'static str, encodings: Vec<Param>) -> &'static Operation {
    let encodings = vec![(media_type, &*encodings.leak())].leak();
    Box::leak(Box::new(Operation::new("sendParts", "POST", "/parts").encodings(encodings)))
}

fn form_data(view: View<'_>) -> Result<Parts, EncodeError> {
    Parts::write(op("multipart/form-data", Vec::new()), "multipart/form-data", view)
}

fn check(upload: &Upload, encodings: Vec<Param>, expect: Expect) {
    check_as("multipart/form-data", upload.view(), encodings, expect);
}

fn check_as(media_type: &'static str, view: View<'_>, encodings: Vec<Param>, expect: Expect) {
    let written = Parts::with_boundary(op(media_type, encodings), media_type, view, "B".to_owned()).expect("it can be written");
    let (content_type, length) = (written.content_type().to_owned(), written.length());
    let body = written.into_body();
    assert_eq!(length, body.length());
    let body = read(body).expect("the body can be read");
    assert_eq!(length, Some(body.len() as u64));
    let text = String::from_utf8_lossy(&body).replace("\r\n", "\n");
    expect.assert_eq(&format!("{content_type}\n{text}"));
}

#[test]
fn parts_by_type() {
    let file = FilePart::from("content").file_name("a.txt").content_type("text/plain").header("X-Part", "1");
    let mut upload = upload("é", vec![file, FilePart::from(vec![1, 2])]);
    upload.tags = vec!["a".to_owned(), "b".to_owned()];
    upload.codes = vec![1, 2];
    upload.meta = Some(serde_json::json!({"k": [1]}));
    let encodings = vec![
        Param::field("codes").style(ParamStyle::Form, false),
        Param::field("tags").content_type("text/x-tag"),
        Param::field("files").content_type("image/png, image/jpeg"),
    ];
    check(
        &upload,
        encodings,
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
        Vec::new(),
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
    assert!(form_data(upload("t", vec![file]).view()).is_err());
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
        let error = form_data(upload("t", vec![file]).view()).expect_err("it would begin another header");
        assert_eq!(error.to_string(), message);
    }
    let written = form_data(upload("t", vec![file()]).view()).expect("the upload can be written");
    let body = read(written.into_body()).expect("the body can be read");
    let text = String::from_utf8_lossy(&body).into_owned();
    assert!(text.lines().all(|line| !line.starts_with("X-Evil")), "{text}");
    assert_eq!(text.matches("\r\n\r\n").count(), 2, "{text}");
}

#[test]
fn boundary_does_not_occur_in_a_part() {
    check(
        &upload("B B-1", vec![]),
        Vec::new(),
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
    let written = form_data(upload("t", vec![FilePart::from_path(&path)]).view()).expect("the file is there");
    let again = written.try_clone();
    let length = written.length();
    let read = |parts: Parts| blocking(|| read(parts.into_body()).map(|bytes| bytes.len() as u64));
    assert_eq!(read(written).ok(), length);
    assert_eq!(again.map(|parts| read(parts).ok()), Some(length));
    std::fs::remove_file(&path).expect("the file can be removed");
    let error = form_data(upload("t", vec![FilePart::from_path(&path)]).view()).expect_err("the file is gone");
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
    let written = form_data(upload("t", vec![file.clone()]).view()).expect("the stream is there");
    assert!(!written.is_replayable());
    assert!(written.try_clone().is_none());
    assert_eq!(written.length(), None);
    assert!(read(written.into_body()).expect("the body can be read").windows(7).any(|window| window == b"\r\nabc\r\n"));
    assert!(form_data(upload("t", vec![file]).view()).is_err());
}

#[test]
fn scalars_have_no_parts() {
    assert!(form_data(View::Int(1)).is_err());
    assert!(form_data(View::Null).is_err());
}

#[test]
fn a_list_without_elements_has_no_part() {
    let encodings = vec![Param::field("tags").content_type("application/json"), Param::field("codes").style(ParamStyle::Form, false)];
    check(
        &upload("t", Vec::new()),
        encodings,
        expect![[r#"
        multipart/form-data; boundary=B
        --B
        Content-Disposition: form-data; name="title"

        t
        --B--
    "#]],
    );
}

#[test]
fn files_are_parts_whatever_the_style_of_their_field() {
    let encodings = vec![Param::field("files").style(ParamStyle::Form, false), Param::field("title").style(ParamStyle::Form, false)];
    check(
        &upload("t", vec![FilePart::from("a").file_name("a.txt"), FilePart::from("b")]),
        encodings,
        expect![[r#"
        multipart/form-data; boundary=B
        --B
        Content-Disposition: form-data; name="title"

        t
        --B
        Content-Disposition: form-data; name="files"; filename="a.txt"
        Content-Type: application/octet-stream

        a
        --B
        Content-Disposition: form-data; name="files"; filename="file"
        Content-Type: application/octet-stream

        b
        --B--
    "#]],
    );
}

#[test]
fn a_file_has_one_of_the_listed_types_by_its_name() {
    let files = ["a.PNG", "b.jpeg", "c.txt"].map(|name| FilePart::from("x").file_name(name)).to_vec();
    let own = FilePart::from("x").file_name("d.png").content_type("image/webp");
    let files = [files, vec![own]].concat();
    check(
        &upload("t", files),
        vec![Param::field("files").content_type("image/png, image/jpeg")],
        expect![[r#"
        multipart/form-data; boundary=B
        --B
        Content-Disposition: form-data; name="title"

        t
        --B
        Content-Disposition: form-data; name="files"; filename="a.PNG"
        Content-Type: image/png

        x
        --B
        Content-Disposition: form-data; name="files"; filename="b.jpeg"
        Content-Type: image/jpeg

        x
        --B
        Content-Disposition: form-data; name="files"; filename="c.txt"
        Content-Type: application/octet-stream

        x
        --B
        Content-Disposition: form-data; name="files"; filename="d.png"
        Content-Type: image/webp

        x
        --B--
    "#]],
    );
}

#[test]
fn parts_have_the_headers_of_the_document_and_of_the_call() {
    let encodings = vec![Param::field("tags").headers(&[("X-Kind", "tag")])];
    let mut upload = upload("t", Vec::new());
    upload.tags = vec!["a".to_owned(), "b".to_owned()];
    let op = op("multipart/form-data", encodings);
    let mut parts = Parts::with_boundary(op, "multipart/form-data", upload.view(), "B".to_owned()).expect("it can be written");
    parts.add_header("tags", "X-Part", "1").expect("it can be a header");
    assert!(parts.add_header("nothing", "X-Part", "1").is_err());
    assert!(parts.add_header("tags", "X-Part", "1\r\nX-Evil: 2").is_err());
    let length = parts.length();
    let body = read(parts.into_body()).expect("the body can be read");
    assert_eq!(length, Some(body.len() as u64));
    expect![[r#"
        --B
        Content-Disposition: form-data; name="title"

        t
        --B
        Content-Disposition: form-data; name="tags"
        X-Kind: tag
        X-Part: 1

        a
        --B
        Content-Disposition: form-data; name="tags"
        X-Kind: tag
        X-Part: 1

        b
        --B--
    "#]]
    .assert_eq(&String::from_utf8_lossy(&body).replace("\r\n", "\n"));
}

#[test]
fn other_subtypes_are_named_as_form_data_is() {
    let mut upload = upload("é", vec![FilePart::from("a").file_name("a.txt")]);
    upload.meta = Some(serde_json::json!({"k": 1}));
    check_as(
        "multipart/mixed; charset=utf-8",
        upload.view(),
        Vec::new(),
        expect![[r#"
            multipart/mixed; boundary=B
            --B
            Content-Disposition: form-data; name="title"
            Content-Type: text/plain; charset=utf-8

            é
            --B
            Content-Disposition: form-data; name="files"; filename="a.txt"
            Content-Type: application/octet-stream

            a
            --B
            Content-Disposition: form-data; name="meta"
            Content-Type: application/json

            {"k":1}
            --B--
        "#]],
    );
    let related = vec![Param::field("title").content_type("text/html; charset=utf-8")];
    check_as(
        "Multipart/Related",
        upload.view(),
        related,
        expect![[r#"
        Multipart/Related; boundary=B; type="text/html"
        --B
        Content-Disposition: form-data; name="title"
        Content-Type: text/html; charset=utf-8

        é
        --B
        Content-Disposition: form-data; name="files"; filename="a.txt"
        Content-Type: application/octet-stream

        a
        --B
        Content-Disposition: form-data; name="meta"
        Content-Type: application/json

        {"k":1}
        --B--
    "#]],
    );
}

#[test]
fn lists_have_parts_without_names() {
    let list = serde_json::json!(["é", {"a": 1}, null, [2]]);
    let encodings = vec![Param::field("3").content_type("application/vnd.list+json"), Param::field("").headers(&[("X-Item", "1")])];
    check_as(
        "multipart/mixed",
        list.view(),
        encodings,
        expect![[r#"
        multipart/mixed; boundary=B
        --B
        Content-Type: text/plain; charset=utf-8
        X-Item: 1

        é
        --B
        Content-Type: application/json
        X-Item: 1

        {"a":1}
        --B
        Content-Type: application/vnd.list+json

        [2]
        --B--
    "#]],
    );
    check_as(
        "multipart/form-data",
        list.view(),
        Vec::new(),
        expect![[r#"
            multipart/form-data; boundary=B
            --B
            Content-Disposition: form-data; name="0"

            é
            --B
            Content-Disposition: form-data; name="1"
            Content-Type: application/json

            {"a":1}
            --B
            Content-Disposition: form-data; name="3"
            Content-Type: application/json

            [2]
            --B--
        "#]],
    );
    let files = vec![FilePart::from("a").file_name("a.txt"), FilePart::from("b")];
    check_as(
        "multipart/related",
        files.view(),
        Vec::new(),
        expect![[r#"
        multipart/related; boundary=B; type="application/octet-stream"
        --B
        Content-Disposition: attachment; filename="a.txt"
        Content-Type: application/octet-stream

        a
        --B
        Content-Type: application/octet-stream

        b
        --B--
    "#]],
    );
    check_as(
        "multipart/related",
        Vec::<String>::new().view(),
        Vec::new(),
        expect![[r#"
        multipart/related; boundary=B; type="text/plain"
        --B--
    "#]],
    );
}

#[test]
fn objects_are_written_in_the_media_type_of_their_part() {
    let mut upload = upload("t", Vec::new());
    upload.meta = Some(serde_json::json!({"k": "é", "n": 1}));
    let written = |content_type: &'static str| {
        let op = op("multipart/form-data", vec![Param::field("meta").content_type(content_type)]);
        let parts = Parts::with_boundary(op, "multipart/form-data", upload.view(), "B".to_owned()).ok()?;
        let text = String::from_utf8_lossy(&read(parts.into_body()).ok()?).into_owned();
        let part = text.split("name=\"meta\"\r\n").nth(1)?.split("\r\n--B").next()?.replace("\r\n", "\n");
        Some(part)
    };
    for (content_type, part) in [
        ("application/x-www-form-urlencoded", "Content-Type: application/x-www-form-urlencoded\n\nk=%C3%A9&n=1"),
        ("application/vnd.meta+json; charset=utf-8", "Content-Type: application/vnd.meta+json; charset=utf-8\n\n{\"k\":\"é\",\"n\":1}"),
        ("text/plain, application/vnd.meta+json", "Content-Type: application/vnd.meta+json\n\n{\"k\":\"é\",\"n\":1}"),
        ("image/*", "Content-Type: application/json\n\n{\"k\":\"é\",\"n\":1}"),
    ] {
        assert_eq!(written(content_type).as_deref(), Some(part));
    }
    #[cfg(feature = "xml")]
    assert_eq!(
        written("application/xml").as_deref(),
        Some("Content-Type: application/xml\n\n<?xml version=\"1.0\" encoding=\"UTF-8\"?><root><k>é</k><n>1</n></root>")
    );
}
