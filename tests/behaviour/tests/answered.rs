//! How responses are read: every charset, forms, parts, errors of every form, redirects and headers.

use turnbuckle_behaviour::answered::models::Reason;
use turnbuckle_behaviour::answered::{Client, headers};
use turnbuckle_runtime::transport::{Fake, FakeAnswer};
use turnbuckle_runtime::{Download, Redirects, Retry};

fn client(answers: impl IntoIterator<Item = FakeAnswer>) -> Client {
    Client::builder().transport(Fake::new(answers)).retry(Retry::never()).build().expect("the values can be used")
}

fn answer(content_type: &str, body: &[u8]) -> Client {
    client([of(200, content_type, body)])
}

fn of(status: u16, content_type: &str, body: &[u8]) -> FakeAnswer {
    FakeAnswer::status(status).header("content-type", content_type).body(body.to_vec())
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[tokio::test]
async fn text_is_decoded_from_its_charset() {
    for (content_type, body) in [
        ("text/csv; charset=iso-8859-1", &b"a,caf\xe9"[..]),
        ("text/csv;Charset=\"ISO-8859-1\"", b"a,caf\xe9"),
        ("text/csv; header=present; charset=windows-1252", b"a,caf\xe9"),
        ("text/csv; charset=utf-16", &utf16("a,café")),
        ("text/csv", &[b"\xff\xfe".as_slice(), &utf16("a,café")].concat()),
        ("text/csv; charset=us-ascii", "\u{feff}a,café".as_bytes()),
        ("text/csv", "a,café".as_bytes()),
    ] {
        let text = answer(content_type, body).books().get_table().await.expect("it can be decoded");
        assert_eq!(text, "a,café", "{content_type}");
    }
}

#[tokio::test]
async fn text_that_cannot_be_decoded_is_an_error_that_names_the_charset() {
    for (content_type, body, said) in [
        ("text/csv; charset=\"X-Unknown\"", &b"a"[..], "the body is in the charset `X-Unknown`, which is not known"),
        ("text/csv; charset=utf-8", b"caf\xe9", "the body is not in its charset `utf-8`"),
        ("text/csv", b"caf\xe9", "the body is not UTF-8, and its media type has no `charset`"),
        ("text/csv; charset=shift_jis", b"\x83", "the body is not in its charset `shift_jis`"),
    ] {
        let error = answer(content_type, body).books().get_table().await.expect_err("it cannot be decoded");
        assert!(error.is_decode() && error.to_string().contains(said), "{error}");
        assert_eq!(error.body(), body);
    }
}

#[tokio::test]
async fn json_and_xml_are_decoded_from_their_charset() {
    for (content_type, body) in [
        ("application/json; charset=iso-8859-1", &b"{\"title\":\"caf\xe9\"}"[..]),
        ("application/json; charset=UTF-16", &utf16("{\"title\":\"café\"}")),
        ("application/json", &utf16("{\"title\":\"café\"}")),
        ("text/plain; charset=latin1", b"{\"title\":\"caf\xe9\"}"),
        ("application/json", "\u{feff}{\"title\":\"café\"}".as_bytes()),
    ] {
        let book = answer(content_type, body).books().get().await.expect("it can be decoded");
        assert_eq!(book.title.as_deref(), Some("café"), "{content_type}");
    }
    for (content_type, body) in [
        ("application/xml", &b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><book year=\"7\"><title>caf\xe9</title></book>"[..]),
        ("application/xml; charset=iso-8859-1", b"<book year=\"7\"><title>caf\xe9</title></book>"),
        ("text/xml; charset=utf-16", &utf16("<?xml version=\"1.0\" encoding=\"utf-16\"?><book year=\"7\"><title>café</title></book>")),
        ("application/xml", &utf16("<book year=\"7\"><title>café</title></book>")),
    ] {
        let book = answer(content_type, body).books().get_xml().await.expect("it can be decoded");
        assert_eq!((book.title.as_deref(), book.year), (Some("café"), Some(7)), "{content_type}");
    }
    let error = answer("application/json; charset=utf-8", b"{\"title\":\"caf\xe9\"}").books().get().await.expect_err("it is not UTF-8");
    assert!(error.is_decode(), "{error}");
}

#[tokio::test]
async fn errors_are_decoded_from_their_charset() {
    let problem = of(400, "application/problem+json; charset=iso-8859-1", b"{\"title\":\"caf\xe9 ferm\xe9\"}");
    let error = client([problem]).books().get_table().await.expect_err("it is an error");
    assert_eq!(error.problem().and_then(|problem| problem.title).as_deref(), Some("café fermé"));
    assert_eq!(error.server_message().as_deref(), Some("café fermé"));
    let error = client([of(404, "text/plain; charset=iso-8859-1", b"caf\xe9")]).books().get().await.expect_err("it is an error");
    assert_eq!(error.server_message().as_deref(), Some("café"));
}

#[tokio::test]
async fn streams_are_utf_8_whatever_charset_is_declared() {
    let events = answer("text/event-stream; charset=iso-8859-1", b"data: caf\xc3\xa9\n\ndata: caf\xe9\n\n: caf\xe9\ndata: tea\n\n");
    let mut events = events.books().get_events().await.expect("they begin");
    assert_eq!(events.try_next().await.ok().flatten().map(|event| event.data).as_deref(), Some("café"));
    assert_eq!(events.try_next().await.ok().flatten().map(|event| event.data).as_deref(), Some("caf\u{fffd}"));
    assert_eq!(events.try_next().await.ok().flatten().map(|event| event.data).as_deref(), Some("tea"));

    let mut lines =
        answer("application/x-ndjson", b"{\"title\":\"caf\xe9\"}\n{\"title\":\"tea\"}\n").books().get_lines().await.expect("they begin");
    assert!(lines.try_next().await.expect_err("it is not UTF-8").is_decode());
    assert_eq!(lines.try_next().await.ok().flatten().and_then(|book| book.title).as_deref(), Some("tea"));
}

#[tokio::test]
async fn a_scalar_of_text_is_read_with_and_without_quotes() {
    for body in ["2026-07-01T00:00:00Z", "\"2026-07-01T00:00:00Z\"", "2026-07-01T00:00:00Z\n"] {
        let day = answer("text/plain", body.as_bytes()).books().get_day().await.expect("it is an instant");
        assert_eq!(day.to_string(), "2026-07-01T00:00:00Z");
    }
}

#[tokio::test]
async fn forms_are_read() {
    let body = b"name=Top+row&rows=1%7C2|3&book%5Btitle%5D=caf%C3%A9&book[year]=7&books={\"title\":\"a\"}&books={\"title\":\"b\"}&full=true&picture=%ff";
    let error = answer("application/x-www-form-urlencoded", body).books().get_form().await.expect_err("a byte is not UTF-8");
    assert!(error.is_decode(), "{error}");
    let body = body.strip_suffix(b"&picture=%ff").expect("it is there");
    let shelf = answer("application/x-www-form-urlencoded", body).books().get_form().await.expect("it is read");
    let written = turnbuckle_behaviour::written(&shelf);
    let expected =
        r#"{"name":"Top row","rows":[1,2,3],"book":{"title":"café","year":7},"books":[{"title":"a"},{"title":"b"}],"full":true}"#;
    assert_eq!(written, expected);
    let error = answer("application/x-www-form-urlencoded", b"full=true").books().get_form().await.expect_err("the name is missing");
    assert_eq!(error.decode_error().map(turnbuckle_runtime::DecodeError::pointer), Some("/name"));
}

#[tokio::test]
async fn the_parts_of_a_response_are_read() {
    let body = b"--x\r\nContent-Disposition: form-data; name=\"name\"\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\ncaf\xe9\r\n\
        --x\r\nContent-Disposition: form-data; name=\"book\"\r\nContent-Type: application/xml\r\n\r\n<book year=\"7\"><title>t</title></book>\r\n\
        --x\r\nContent-Disposition: form-data; name=\"books\"\r\nContent-Type: application/json\r\n\r\n{\"title\":\"a\"}\r\n\
        --x\r\nContent-Disposition: form-data; name=\"books\"\r\nContent-Type: application/json\r\n\r\n{\"title\":\"b\"}\r\n\
        --x\r\nContent-Disposition: attachment; name=\"picture\"; filename=\"p.png\"\r\nContent-Type: image/png\r\n\r\n\x89PNG\r\n\r\n--x--\r\n";
    let shelf = answer("multipart/mixed; boundary=\"x\"", body).books().get_parts().await.expect("it is read");
    assert_eq!((shelf.name.as_str(), shelf.book.and_then(|book| book.year)), ("café", Some(7)));
    assert_eq!(shelf.books.map(|books| books.len()), Some(2));
    let picture = shelf.picture.expect("it is there");
    assert_eq!((picture.name(), picture.media_type(), picture.as_bytes()), (Some("p.png"), Some("image/png"), Some(&b"\x89PNG\r\n"[..])));

    let body = b"--x\r\nContent-Type: application/json\r\n\r\n{\"title\":\"a\"}\r\n--x\r\nContent-Type: application/json\r\n\r\n{\"title\":\"b\"}\r\n--x--";
    let pages = answer("multipart/related; type=\"application/json\"; boundary=x", body).books().get_pages().await.expect("it is read");
    assert_eq!(pages.iter().filter_map(|page| page.title.as_deref()).collect::<Vec<_>>(), ["a", "b"]);

    let bundle: Download = answer("multipart/mixed; boundary=x", body).books().get_bundle().await.expect("it is read");
    assert_eq!(bundle.bytes(1 << 20).await.expect("it comes").as_ref(), body);

    let cut = &body[..body.len() - 5];
    let error = answer("multipart/related; boundary=x", cut).books().get_pages().await.expect_err("its end is missing");
    assert!(error.to_string().contains("ends without its last boundary"), "{error}");
}

#[tokio::test]
async fn each_error_has_the_type_of_its_status() {
    let error = async |answer| client([answer]).books().get().await.expect_err("it is an error");
    let shown = async |answer| format!("{:?}", error(answer).await.api());
    assert_eq!(shown(of(400, "application/json", b"\"no\"")).await, "Some(Text(\"no\"))");
    assert_eq!(shown(of(404, "text/plain", b"no such book")).await, "Some(Text(\"no such book\"))");
    assert_eq!(shown(of(409, "application/json", b"[\"a\",\"b\"]")).await, "Some(TextList([\"a\", \"b\"]))");
    assert_eq!(
        shown(of(422, "application/x-www-form-urlencoded", b"code=7&why=a+b")).await,
        "Some(Reason(Reason { code: 7, why: \"a b\" }))"
    );
    assert!(shown(of(500, "application/xml", b"<fault><why>late</why></fault>")).await.contains("why: \"late\""));
    assert_eq!(shown(of(503, "application/json", b"{\"a\":1}")).await, "Some(Other(Object {\"a\": Number(1)}))");
    assert_eq!(shown(of(409, "application/json", b"{\"a\":1}")).await, "Some(Other(Object {\"a\": Number(1)}))");
    assert_eq!(shown(of(418, "text/plain", b"tea")).await, "None");
}

#[tokio::test]
async fn default_alone_types_successes_and_errors() {
    let reason = b"{\"code\":7}";
    let ok: Reason = answer("application/json", reason).books().get_anything().await.expect("it is a success");
    assert_eq!(ok.code, 7);
    let error = client([of(500, "application/json", reason)]).books().get_anything().await.expect_err("it is an error");
    assert_eq!(error.api().map(|reason| reason.code), Some(7));
    let error = client([of(500, "application/xml", b"<a/>")]).books().get_failing().await.expect_err("it is an error");
    assert_eq!(error.api().map(String::as_str), Some("<a/>"));
    let error = client([of(404, "application/json", b"[1]")]).books().get_untyped_error().await.expect_err("it is an error");
    assert_eq!(error.api(), Some(&serde_json::json!([1])));
}

#[tokio::test]
async fn a_declared_redirect_gives_what_is_behind_it_or_itself() {
    let redirect = || FakeAnswer::status(302).header("location", "/files/a.zip").body("moved");
    let zip = || of(200, "application/zip", b"PK");
    let archive: Download = client([redirect(), zip()]).books().get_archive().await.expect("it is followed");
    assert_eq!(archive.bytes(100).await.expect("it comes").as_ref(), b"PK");

    let returned = client([redirect()]).books().get_archive().redirects(Redirects::Return).send().await.expect("it is returned");
    assert_eq!((returned.status(), returned.header(headers::LOCATION).ok().flatten().as_deref()), (302, Some("/files/a.zip")));
    assert_eq!(returned.location().as_deref(), Some("https://answered.example.test/files/a.zip"));

    let fake = Fake::new([redirect(), redirect(), zip()]);
    let client = Client::builder().transport(fake.clone()).redirects(Redirects::Return).build().expect("the values can be used");
    let raw = client.books().get_archive().raw().await.expect("it is returned");
    assert_eq!((raw.status(), raw.location().as_deref()), (302, Some("https://answered.example.test/files/a.zip")));
    let followed = client.books().get_archive().redirects(Redirects::Follow).await.expect("the call has the last word");
    assert_eq!(followed.media_type(), "application/zip");
    assert_eq!(fake.requests().len(), 3);
}

#[tokio::test]
async fn a_redirect_that_is_not_of_the_call_s_type_is_an_error_with_its_location() {
    use turnbuckle_behaviour::answered::models::GetMovedRedirect307;

    let redirect = || of(307, "application/json", b"{\"to\":\"elsewhere\"}").header("location", "next");
    let error = client([FakeAnswer::status(307).header("location", "next")]).books().get_moved().redirects(Redirects::Return).await;
    let error = error.expect_err("it has no book");
    assert!(error.is_redirect() && !error.is_decode(), "{error}");
    assert_eq!((error.status(), error.header(headers::LOCATION).ok().flatten().as_deref()), (Some(307), Some("next")));

    let own = client([redirect()]).books().get_moved().redirects(Redirects::Return).read_as::<GetMovedRedirect307>().send().await;
    let own = own.expect("it is its own body");
    assert_eq!((own.location().as_deref(), own.value().to.as_str()), (Some("https://answered.example.test/next"), "elsewhere"));
    let client = client([FakeAnswer::status(307).header("location", "next")]);
    let none = client.books().get_moved().redirects(Redirects::Return).optional();
    assert_eq!(none.await.expect("it may be empty"), None);
}

#[tokio::test]
async fn a_header_has_the_type_of_its_operation() {
    let old = FakeAnswer::status(200)
        .header("x-mark", "2026-07-01T00:00:00Z")
        .header("x-place", "{\"row\": 3, \"Case\": \"B\"}")
        .header("x-pairs", "row=4,Case=B")
        .header("x-turns", "row,5,Case,B")
        .header("x-due", "2026-07-02");
    let old = client([old]).books().get_old().send().await.expect("it is a success");
    let place = old.header(headers::X_PLACE).expect("it fits").expect("it is there");
    assert_eq!((place.row, place.case.as_deref()), (3, Some("B")));
    assert_eq!(old.header(headers::X_PAIRS).expect("it fits").map(|pairs| (pairs.row, pairs.case)), Some((Some(4), Some("B".to_owned()))));
    assert_eq!(old.header(headers::X_TURNS).expect("it fits").map(|turns| (turns.row, turns.case)), Some((Some(5), Some("B".to_owned()))));
    assert_eq!(old.header(headers::X_MARK).expect("it fits").map(|mark| mark.to_string()).as_deref(), Some("2026-07-01T00:00:00Z"));
    assert_eq!(old.header(headers::X_DUE).expect("it fits").map(|due| due.to_string()).as_deref(), Some("2026-07-02"));

    let new = client([FakeAnswer::status(200).header("x-mark", "41")]).books().get_new().send().await.expect("it is a success");
    assert_eq!(new.header(headers::X_MARK_INTEGER).expect("it fits"), Some(41));
}
