//! `crm`: merge patches, cursors, kinds of activities, files, tokens.

use crate::client::{Api, answer, id, len, respond};
use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};
use turnbuckle_tests::demo::{credentials, start};

#[tokio::test]
async fn crm_issues_tokens_and_revokes_them() {
    let server = start().await;
    let http = crate::client::http();
    let url = server.url("crm") + "/oauth/token";
    let (status, body) = answer(http.post(&url).form(&[("grant_type", "client_credentials")])).await;
    assert_eq!((status, &body["error"]), (401, &json!("invalid_client")));
    let by_basic = http.post(&url).basic_auth(credentials::CRM_CLIENT_ID, Some(credentials::CRM_CLIENT_SECRET));
    let (status, token) = answer(by_basic.form(&[("grant_type", "client_credentials")])).await;
    assert_eq!((status, &token["expires_in"]), (200, &json!(3600)));
    let token = token["access_token"].as_str().expect("a token is text").to_owned();
    let contacts = server.url("crm") + "/contacts";
    assert_eq!(respond(http.get(&contacts).bearer_auth(&token)).await.status(), 200);
    server.revoke_tokens();
    assert_eq!(respond(http.get(&contacts).bearer_auth(&token)).await.status(), 401);
}

#[tokio::test]
async fn crm_keeps_contacts_and_tells_null_from_absent() {
    let server = start().await;
    let crm = Api::of(&server, "crm");
    let new = json!({"email": "ada@example.com", "first_name": "Ada", "last_name": "Lovelace", "phone": "1"});
    let (status, contact) = crm.send("POST", "/contacts", new.clone()).await;
    assert_eq!((status, &contact["lifecycle"]), (201, &json!("lead")));
    let path = format!("/contacts/{}", id(&contact));
    let (status, problem) = crm.send("POST", "/contacts", new).await;
    assert_eq!((status, &problem["conflicting_id"]), (409, &contact["id"]));
    let (_, kept) = crm.merge(&path, json!({"first_name": "Augusta"})).await;
    assert_eq!((&kept["phone"], &kept["first_name"]), (&json!("1"), &json!("Augusta")));
    let (_, cleared) = crm.merge(&path, json!({"phone": null})).await;
    assert_eq!(cleared["phone"], Value::Null);
    let (status, problem) = crm.send("POST", "/contacts", json!({"email": "x", "age": 1})).await;
    let wrong: Vec<_> = problem["errors"].as_array().expect("errors are a list").iter().map(|error| &error["pointer"]).collect();
    assert_eq!((status, wrong.len(), wrong[0]), (422, 4, &json!("/first_name")));
    assert_eq!(crm.send("PATCH", &path, json!({})).await.0, 415);
    assert_eq!(answer(crm.request("DELETE", &path)).await.0, 204);
    assert_eq!(crm.get(&path).await.0, 404);
    assert_eq!(server.log().effects("createContact"), 1);
}

#[tokio::test]
async fn crm_pages_by_cursor_in_query_and_body() {
    let server = start().await;
    let crm = Api::of(&server, "crm");
    let (mut ids, mut path) = (Vec::new(), "/contacts?limit=7".to_owned());
    loop {
        let (_, page) = crm.get(&path).await;
        ids.extend(page["data"].as_array().expect("data is a list").iter().map(|contact| contact["id"].to_string()));
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/contacts?limit=7&cursor={cursor}");
    }
    let count = ids.len();
    ids.dedup();
    assert_eq!((count, ids.len()), (25, 25));
    let mut search = json!({"where": [{"field": "tag", "operator": "eq", "value": "news"}], "limit": 10});
    let (_, first) = crm.send("POST", "/contacts/search", search.clone()).await;
    search["cursor"] = first["next_cursor"].clone();
    let (_, second) = crm.send("POST", "/contacts/search", search).await;
    assert_eq!((len(&first["data"]), len(&second["data"]), &second["next_cursor"]), (10, 5, &Value::Null));
    assert_eq!(crm.get("/contacts?cursor=zz").await.0, 422);
    assert_eq!(len(&crm.get("/contacts?tag=vip&tag=news").await.1["data"]), 5);
    assert_eq!(len(&crm.get("/deals?filter[stage]=qualified&filter[min_amount]=5000").await.1["data"]), 2);
}

#[tokio::test]
async fn crm_has_activities_of_four_kinds_and_attachments() {
    let server = start().await;
    let crm = Api::of(&server, "crm");
    let (_, page) = crm.get("/contacts/con_0001/activities?kind=call,note").await;
    assert_eq!(len(&page["data"]), 6);
    let note = json!({
        "id": "", "kind": "note", "contact_id": "con_0001", "happened_at": "2026-02-03T10:25:00Z", "text": "x",
    });
    assert_eq!(crm.send("POST", "/activities", note).await.0, 201);
    assert_eq!(crm.send("POST", "/activities", json!({"kind": "fax"})).await.0, 422);
    let file = Part::bytes(vec![0, 159, 255]).file_name("a.bin").mime_str("image/png").expect("it is a media type");
    let form = Form::new().part("file", file).text("title", "Offer").text("labels", "[\"a\"]");
    let (status, attachment) = answer(crm.request("POST", "/deals/dea_0001/attachments").multipart(form)).await;
    assert_eq!((status, &attachment["size"], &attachment["content_type"]), (201, &json!(3), &json!("image/png")));
    let content = format!("/attachments/{}/content", id(&attachment));
    let bytes = respond(crm.request("GET", &content)).await.bytes().await.expect("the file is whole");
    assert_eq!(bytes.as_ref(), [0, 159, 255]);
    assert_eq!(len(&crm.get("/deals/dea_0001/attachments").await.1), 1);
}
