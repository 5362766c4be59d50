//! What bodies are on the wire: forms and multipart bodies in every form that a document can ask for.

use turnbuckle_behaviour::sent::models::{Draft, Letter, PostEitherBody, Sender};
use turnbuckle_behaviour::{sent, sent_brackets, sent_files};
use turnbuckle_runtime::FilePart;
use turnbuckle_runtime::transport::{Fake, FakeAnswer};

fn fake() -> Fake {
    Fake::new([FakeAnswer::status(204)])
}

fn client(fake: &Fake) -> sent::Client {
    sent::Client::builder().transport(fake.clone()).build().expect("the values can be used")
}

/// Returns the media type and the body of the one request, with `B` for the boundary and line feeds for line ends.
fn sent(fake: &Fake) -> (String, String) {
    let requests = fake.requests();
    let [request] = requests.as_slice() else { panic!("{} requests were sent", requests.len()) };
    let media_type = request.header("content-type").unwrap_or_default().to_owned();
    let body = String::from_utf8_lossy(&request.body).replace("\r\n", "\n");
    match media_type.split("boundary=").nth(1) {
        Some(boundary) => {
            let boundary = boundary.split(';').next().unwrap_or_default();
            (media_type.replace(boundary, "B"), body.replace(boundary, "B"))
        }
        None => (media_type, body),
    }
}

/// Returns the head and the content of each part.
fn parts(body: &str) -> Vec<(Vec<&str>, &str)> {
    let body = body.strip_prefix("--B\n").and_then(|body| body.strip_suffix("\n--B--\n")).expect("it has a first and a last boundary");
    body.split("\n--B\n")
        .map(|part| {
            let (head, content) = part.split_once("\n\n").expect("a part has a head");
            (head.lines().collect(), content)
        })
        .collect()
}

fn letter() -> Letter {
    let mut letter = Letter::new(Sender::new("Ada é"));
    letter.sender.since = Some(1843);
    letter.written = Some("1843-07-10".parse().expect("it is a date"));
    letter.topics = Some(vec!["notes".to_owned(), "engines".to_owned()]);
    letter.scan = Some(FilePart::from("PNG").file_name("note.png"));
    letter
}

#[tokio::test]
async fn a_part_is_encoded_as_the_document_says() {
    let fake = fake();
    client(&fake).letters().post_form_data(&letter()).part_header("sender", "X-Seal", "red").await.expect("it is sent");
    let (media_type, body) = sent(&fake);
    assert_eq!(media_type, "multipart/form-data; boundary=B");
    assert_eq!(
        parts(&body),
        [
            (
                vec!["Content-Disposition: form-data; name=\"sender\"", "Content-Type: application/xml", "X-Seal: red"],
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Sender since=\"1843\"><name>Ada é</name></Sender>"
            ),
            (vec!["Content-Disposition: form-data; name=\"written\"", "Content-Type: text/plain"], "1843-07-10"),
            (vec!["Content-Disposition: form-data; name=\"topics\""], "notes"),
            (vec!["Content-Disposition: form-data; name=\"topics\""], "engines"),
            (
                vec!["Content-Disposition: form-data; name=\"scan\"; filename=\"note.png\"", "Content-Type: image/png", "X-Origin: desk"],
                "PNG"
            ),
        ]
    );
}

#[tokio::test]
async fn an_empty_list_sends_no_part() {
    let fake = fake();
    let mut letter = Letter::new(Sender::new("Ada"));
    (letter.topics, letter.pages) = (Some(Vec::new()), Some(Vec::new()));
    client(&fake).letters().post_mixed(&letter).await.expect("it is sent");
    let (_, body) = sent(&fake);
    assert_eq!(parts(&body).len(), 1, "{body}");
}

#[tokio::test]
async fn a_header_for_a_part_that_is_not_there_is_an_error() {
    let fake = fake();
    let error =
        client(&fake).letters().post_mixed(&letter()).part_header("pages", "X-Seal", "red").await.expect_err("there is no such part");
    assert!(error.is_encode(), "{error}");
    assert!(error.to_string().contains("the body has no part `pages`"), "{error}");
    assert!(fake.requests().is_empty());
}

#[tokio::test]
async fn every_multipart_type_is_sent_under_its_own_name() {
    let mut written = Vec::new();
    for which in 0..3 {
        let fake = fake();
        let (client, letter) = (client(&fake), letter());
        match which {
            0 => client.letters().post_mixed(&letter).await.expect("it is sent"),
            1 => client.letters().post_related(&letter).await.expect("it is sent"),
            _ => client.letters().post_own(&letter).await.expect("it is sent"),
        }
        let (media_type, body) = sent(&fake);
        assert_eq!(
            parts(&body)[..2],
            [
                (
                    vec!["Content-Disposition: form-data; name=\"sender\"", "Content-Type: application/json"],
                    "{\"name\":\"Ada é\",\"since\":1843}"
                ),
                (vec!["Content-Disposition: form-data; name=\"written\"", "Content-Type: text/plain; charset=utf-8"], "1843-07-10"),
            ]
        );
        written.push(media_type);
    }
    assert_eq!(
        written,
        ["multipart/mixed; boundary=B", "multipart/related; boundary=B; type=\"application/json\"", "multipart/x-letters; boundary=B"]
    );
}

#[tokio::test]
async fn the_elements_of_a_list_are_parts_or_fields() {
    let fake = fake();
    client(&fake).letters().post_pages(vec![Sender::new("a"), Sender::new("b")]).await.expect("it is sent");
    let json = vec!["Content-Type: application/json"];
    assert_eq!(parts(&sent(&fake).1), [(json.clone(), "{\"name\":\"a\"}"), (json, "{\"name\":\"b\"}")]);

    let fake = self::fake();
    client(&fake).letters().post_names(vec!["a".to_owned(), "b".to_owned()]).await.expect("it is sent");
    let named = |name: &str| vec![format!("Content-Disposition: form-data; name=\"{name}\"")];
    let (_, body) = sent(&fake);
    let heads: Vec<Vec<String>> = parts(&body).iter().map(|(head, _)| head.iter().map(|&line| line.to_owned()).collect()).collect();
    assert_eq!(heads, [named("0"), named("1")]);

    let fake = self::fake();
    client(&fake).letters().post_name_list(vec!["a".to_owned(), "b c".to_owned()]).await.expect("it is sent");
    assert_eq!(sent(&fake), ("application/x-www-form-urlencoded".to_owned(), "0=a&1=b+c".to_owned()));
}

#[tokio::test]
async fn a_body_that_its_media_type_cannot_hold_is_sent_as_bytes() {
    let fake = fake();
    let call = client(&fake);
    call.letters().post_raw("--x--\r\n").content_type("multipart/form-data; boundary=x").await.expect("it is sent");
    let request = fake.requests().remove(0);
    assert_eq!((request.header("content-type"), &request.body[..]), (Some("multipart/form-data; boundary=x"), &b"--x--\r\n"[..]));

    let fake = self::fake();
    client(&fake).letters().post_raw_form("a=1&b=2").await.expect("it is sent");
    assert_eq!(sent(&fake), ("application/x-www-form-urlencoded".to_owned(), "a=1&b=2".to_owned()));
}

fn draft() -> Draft {
    let mut sender = Sender::new("Ada");
    sender.since = Some(1843);
    Draft {
        id: Some("a b".to_owned()),
        sender: Some(sender.clone()),
        topics: Some(vec!["x".to_owned(), "y".to_owned()]),
        copies: Some(vec![1, 2]),
        pages: Some(vec![Sender::new("p"), Sender::new("q")]),
        extra: Some(sender),
        link: Some("/a?b".to_owned()),
    }
}

#[tokio::test]
async fn an_object_in_a_form_is_json_where_the_document_says_nothing() {
    let fake = fake();
    client(&fake).letters().post_form(&draft()).await.expect("it is sent");
    let sender = "%7B%22name%22%3A%22Ada%22%2C%22since%22%3A1843%7D";
    let page = |name: &str| format!("%7B%22name%22%3A%22{name}%22%7D");
    assert_eq!(
        sent(&fake).1,
        format!(
            "id=a+b&sender={sender}&topics=x&topics=y&copies=1&copies=2&pages={}&pages={}&extra={sender}&link=%2Fa%3Fb",
            page("p"),
            page("q")
        )
    );
}

#[tokio::test]
async fn the_fields_of_a_form_have_the_styles_of_the_document() {
    let fake = fake();
    client(&fake).letters().post_styled(&Draft { id: None, pages: None, ..draft() }).await.expect("it is sent");
    assert_eq!(sent(&fake).1, "sender%5Bname%5D=Ada&sender%5Bsince%5D=1843&topics=x%7Cy&copies=1&copies=2&name=Ada&since=1843&link=/a?b");
}

#[tokio::test]
async fn the_configuration_chooses_brackets() {
    use turnbuckle_behaviour::sent_brackets::models::{PostFormBody, Sender};

    let fake = fake();
    let client = sent_brackets::Client::builder().transport(fake.clone()).build().expect("the values can be used");
    let body = PostFormBody {
        sender: Some(Sender::new("Ada")),
        topics: Some(vec!["x".to_owned(), "y".to_owned()]),
        pages: Some(vec![Sender::new("p")]),
        plain: Some(Sender::new("Bob")),
    };
    client.letters().post_form(&body).await.expect("it is sent");
    assert_eq!(sent(&fake).1, "sender%5Bname%5D=Ada&topics=x&topics=y&pages%5B0%5D%5Bname%5D=p&plain=%7B%22name%22%3A%22Bob%22%7D");
}

#[tokio::test]
async fn a_further_media_type_has_its_own_encodings() {
    let fake = fake();
    let body = PostEitherBody { topics: Some(vec!["x".to_owned(), "y".to_owned()]) };
    client(&fake).letters().post_either_as_form(&body).await.expect("it is sent");
    assert_eq!(sent(&fake), ("application/x-www-form-urlencoded".to_owned(), "topics=x+y".to_owned()));
}

#[tokio::test]
async fn a_text_is_sent_in_the_declared_charset() {
    let fake = fake();
    client(&fake).letters().put_note("café").await.expect("it is sent");
    let request = fake.requests().remove(0);
    assert_eq!((request.header("content-type"), &request.body[..]), (Some("text/plain; charset=iso-8859-1"), &b"caf\xe9"[..]));
    let fake = self::fake();
    let error = client(&fake).letters().put_note("й").await.expect_err("the charset does not have it");
    assert!(error.is_encode() && error.to_string().contains("`iso-8859-1`"), "{error}");
}

#[tokio::test]
async fn json_under_an_old_name_is_sent_as_json() {
    let fake = fake();
    client(&fake).letters().put_odd_json(&Sender::new("Ada")).await.expect("it is sent");
    assert_eq!(sent(&fake), ("application/x-json".to_owned(), "{\"name\":\"Ada\"}".to_owned()));
}

#[tokio::test]
async fn lists_of_files_of_2_0_are_a_part_for_each() {
    use turnbuckle_behaviour::sent_files::models::PostScansBody;

    let fake = fake();
    let client = sent_files::Client::builder().transport(fake.clone()).build().expect("the values can be used");
    let file = |name: &str| FilePart::from(name).file_name(name);
    let body = PostScansBody {
        scans: Some(vec![file("a.png"), file("b.png")]),
        copies: Some(vec![file("c.png"), file("d.png")]),
        cover: Some(file("e.png")),
        topics: Some(vec!["x".to_owned(), "y".to_owned()]),
        columns: Some(vec!["1".to_owned(), "2".to_owned()]),
    };
    client.letters().post_scans(Some(&body)).await.expect("it is sent");
    let (_, body) = sent(&fake);
    let parts: Vec<(&str, &str)> = parts(&body).into_iter().map(|(head, content)| (head[0], content)).collect();
    let file = |name: &str, file: &str| format!("Content-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"");
    let expected = [
        (file("scans", "a.png"), "a.png"),
        (file("scans", "b.png"), "b.png"),
        (file("copies", "c.png"), "c.png"),
        (file("copies", "d.png"), "d.png"),
        (file("cover", "e.png"), "e.png"),
        ("Content-Disposition: form-data; name=\"topics\"".to_owned(), "x,y"),
        ("Content-Disposition: form-data; name=\"columns\"".to_owned(), "1\t2"),
    ];
    assert_eq!(parts, expected.iter().map(|(head, content)| (head.as_str(), *content)).collect::<Vec<_>>());
}
