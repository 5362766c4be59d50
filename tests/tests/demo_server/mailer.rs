//! `mailer`: offsets, links, subscribers and imports.

use crate::client::{Api, answer, header, len, respond};
use reqwest::multipart::{Form, Part};
use serde_json::json;
use turnbuckle_tests::demo::{credentials, start};

#[tokio::test]
async fn mailer_pages_by_offset_and_by_link() {
    let server = start().await;
    let mailer = Api::of(&server, "mailer");
    let key = format!("apikey={}", credentials::MAILER_KEY);
    let (_, page) = mailer.get(&format!("/lists/lst_0001/subscribers?{key}&offset=30&limit=10")).await;
    assert_eq!((len(&page["items"]), &page["total"], &page["offset"]), (7, &json!(37), &json!(30)));
    let filter = "status=pending,unsubscribed&tag=vip&tag=early";
    assert_eq!(mailer.get(&format!("/lists/lst_0001/subscribers?{key}&{filter}")).await.1["total"], 4);
    let response = respond(mailer.request("GET", &format!("/campaigns?{key}&status=sent&status=draft"))).await;
    let link = header(&response, "link");
    assert!(link.ends_with("rel=\"next\"") && link.contains("status=sent&status=draft"), "{link}");
    let next = link.split('<').nth(2).and_then(|rest| rest.split('>').next()).expect("there is a second link");
    let (_, page) = mailer.get(&format!("/{next}&{key}")).await;
    assert_eq!(len(&page), 5);
    let (_, reports) = mailer.get(&format!("/reports?{key}&ids=cam_0001%7Ccam_0004&metrics=sent%20opened")).await;
    assert_eq!((len(&reports), &reports[0]["figures"]), (2, &json!({"sent": 23, "opened": 11})));
}

#[tokio::test]
async fn mailer_keeps_subscribers_once_and_imports_files() {
    let server = start().await;
    let mailer = Api::of(&server, "mailer");
    let at = |path: &str| format!("/lists/lst_0003{path}?apikey={}", credentials::MAILER_KEY);
    let ada = json!({"email": "ada+x@example.com", "name": "Ada"});
    assert_eq!(mailer.send("PUT", &at("/subscribers/ada%2Bx@example.com"), ada.clone()).await.0, 201);
    assert_eq!(mailer.send("PUT", &at("/subscribers/ada%2Bx@example.com"), ada.clone()).await.0, 200);
    assert_eq!(mailer.send("POST", &at("/subscribers"), ada).await.0, 409);
    let csv = "email,name\nada+x@example.com,A\nbob@example.com,Bob\nnobody,\n";
    let form = Form::new().part("file", Part::text(csv).file_name("p.csv")).text("tags", "a").text("tags", "b");
    let (status, import) = answer(mailer.request("POST", &at("/imports")).multipart(form)).await;
    let failed = json!([{"line": 4, "reason": "not an e-mail address"}]);
    assert_eq!((status, &import["added"], &import["skipped"], &import["failed"]), (202, &json!(1), &json!(1), &failed));
    assert_eq!(mailer.get(&at("/subscribers/bob@example.com")).await.1["tags"], json!(["a", "b"]));
    let form = "email=bob%40example.com&reason=too_often&campaign_ids=cam_0001,cam_0002";
    let (_, gone) = mailer.form(&at("/unsubscribe"), form).await;
    assert_eq!((&gone["status"], &gone["unsubscribe_reason"]), (&json!("unsubscribed"), &json!("too_often")));
}
