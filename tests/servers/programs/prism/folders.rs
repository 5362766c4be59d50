//! A 3.0 document: conditional headers, fields in a query, unions by a tag in a page, null to remove.

use folders_client::Client;
use folders_client::folders::{DeleteFoldersId, GetFoldersId, GetFoldersIdItems, PostFolders, PutFoldersId};
use folders_client::models::{PostFoldersBody, PutFoldersIdBody};
use folders_client::runtime::Credential;
use serde_json::{from_value, json};

use crate::Outcome;
use crate::judge::{judge, refused};

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).oauth2_security(Credential::bearer("token")).build()?;
    let fields = vec!["id".to_owned(), "shared_link".to_owned()];
    let params = GetFoldersId { fields: fields.clone(), if_none_match: Some("1".to_owned()), limit: Some(100), ..GetFoldersId::default() };
    judge("get_folders_id", || client.folders().get_id("12/345", &params)).await;
    let params =
        GetFoldersIdItems { usemarker: Some(true), boxapi: Some("shared_link=https://example.org".to_owned()), ..Default::default() };
    judge("get_folders_id_items", || client.folders().get_id_items("0", &params)).await;
    let body: PostFoldersBody = from_value(json!({"name": "New \u{2603}", "parent": {"id": "0"}, "sync_state": "synced"}))?;
    judge("post_folders", || client.folders().post(Some(&body), &PostFolders { fields: fields.clone() })).await;
    let body: PutFoldersIdBody = from_value(json!({"name": "Old", "tags": ["a", "b"], "folder_upload_email": null}))?;
    let params = PutFoldersId { if_match: Some("1".to_owned()), ..PutFoldersId::default() };
    judge("put_folders_id", || client.folders().put_id("1", Some(&body), &params)).await;
    judge("delete_folders_id", || client.folders().delete_id("1", &DeleteFoldersId { recursive: Some(true), ..Default::default() })).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without a token", stranger.folders().get_id("1", &GetFoldersId::default())).await;
    Ok(())
}
