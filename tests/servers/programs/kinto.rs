//! Keeps records in a Kinto store: lists, creates, reads, updates and deletes them.

use std::error::Error;

use kinto_client::accounts::UpdateAccount;
use kinto_client::buckets::UpdateBucket;
use kinto_client::collections::UpdateCollection;
use kinto_client::models::{CreateRecordBody, UpdateAccountBody, UpdateBucketBody, UpdateCollectionBody, UpdateRecordBody};
use kinto_client::records::{CreateRecord, CreateRecordOutcome, DeleteRecord, GetRecord, GetRecords, UpdateRecord};
use kinto_client::Client;
use serde_json::{Value, from_value, json};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let base = std::env::args().nth(1).ok_or("give the server's address")? + "/v1";
    let anonymous = Client::builder().base_url(&base).build()?;
    let account: UpdateAccountBody = from_value(json!({"data": {"password": "secret"}}))?;
    anonymous.accounts().update("ann", &account, &UpdateAccount::default()).await?;
    println!("account made");

    // `ann:secret` in base64: the document declares no scheme.
    let client = Client::builder().base_url(&base).header("Authorization", "Basic YW5uOnNlY3JldA==").build()?;
    client.buckets().update("books", &UpdateBucketBody::default(), &UpdateBucket::default()).await?;
    client.collections().update("books", "novels", &UpdateCollectionBody::default(), &UpdateCollection::default()).await?;
    println!("bucket and collection made");

    let mut ids = Vec::new();
    for title in ["Emma", "Persuasion", "Sanditon"] {
        let body: CreateRecordBody = from_value(json!({"data": {"title": title}}))?;
        let made = client.records().create("books", "novels", &body, &CreateRecord::default()).await?;
        let (CreateRecordOutcome::Ok(record) | CreateRecordOutcome::Created(record)) = made;
        ids.push(text(&serde_json::to_value(&record)?, "/data/id"));
    }
    println!("{} records made", ids.len());

    let mut titles = list(&client).await?;
    titles.sort();
    println!("listed: {}", titles.join(", "));

    let read = client.records().get_record("books", "novels", &ids[0], &GetRecord::default()).await?;
    println!("read: {}", text(&serde_json::to_value(&read)?, "/data/title"));

    let body: UpdateRecordBody = from_value(json!({"data": {"title": "Emma Woodhouse"}}))?;
    let current = client.records().get_record("books", "novels", &ids[0], &GetRecord::default()).send().await?;
    let etag = current.headers().get("etag").and_then(|etag| etag.to_str().ok()).ok_or("a record has a version")?.to_owned();
    let fresh = UpdateRecord { if_match: Some(etag), ..UpdateRecord::default() };
    let status = client.records().update("books", "novels", &ids[0], &body, &fresh).send().await?.status();
    println!("an update of this version: {status}");
    let read = client.records().get_record("books", "novels", &ids[0], &GetRecord::default()).await?;
    println!("updated: {}", text(&serde_json::to_value(&read)?, "/data/title"));

    let old = UpdateRecord { if_match: Some("\"1\"".to_owned()), ..UpdateRecord::default() };
    let refused = client.records().update("books", "novels", &ids[0], &body, &old).await.err().ok_or("an old version was accepted")?;
    println!("an update of an old version: {:?}", refused.status());

    client.records().delete_record("books", "novels", &ids[0], &DeleteRecord::default()).await?;
    let missing = client.records().get_record("books", "novels", &ids[0], &GetRecord::default()).await.err().ok_or("it is still there")?;
    println!("deleted: {:?}, typed: {}", missing.status(), missing.api().is_some());

    let denied = anonymous.records().get_records("books", "novels", &GetRecords::default()).await.err().ok_or("anyone may read")?;
    println!("without credentials: {:?}, typed: {}", denied.status(), denied.api().is_some());
    Ok(())
}

/// Lists the titles of all records. The way to the next page is in a header that the document does not declare, and the configuration does.
async fn list(client: &Client) -> Result<Vec<String>, Box<dyn Error>> {
    let mut titles = Vec::new();
    let params = GetRecords { sort: vec!["title".to_owned()], ..GetRecords::default() };
    let mut pages = client.records().get_records("books", "novels", &params).pages();
    while let Some(page) = pages.try_next().await? {
        let page: Value = serde_json::to_value(&page)?;
        let items = page["data"].as_array().ok_or("a page has data")?;
        println!("page of {}", items.len());
        titles.extend(items.iter().map(|item| text(item, "/title")));
    }
    let items = client.records().get_records("books", "novels", &params).items().all(10).await?;
    println!("{} items over all pages", items.len());
    Ok(titles)
}

fn text(value: &Value, pointer: &str) -> String {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or("?").to_owned()
}
