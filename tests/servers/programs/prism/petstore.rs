//! A 2.0 document: lists in a query, forms, a file, a header, a map.

use petstore_client::Client;
use petstore_client::models::{FindPetsByStatusStatusItem, Order, Pet, UpdatePetWithFormBody, UploadFileBody};
use petstore_client::pet::DeletePet;
use petstore_client::runtime::{Credential, FilePart};
use serde_json::{from_value, json};

use crate::Outcome;
use crate::judge::{judge, refused};

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).api_key("key").petstore_auth(Credential::bearer("token")).build()?;
    let pet: Pet = from_value(json!({
        "id": 7, "name": "Rex", "photoUrls": ["https://example.org/rex?a=b&c"], "category": {"id": 1, "name": "dogs"},
        "tags": [{"id": 2, "name": "good"}], "status": "sold",
    }))?;
    // These three have no success in the document: what is answered is their only status.
    refused("addPet", client.pet().add(&pet)).await;
    let statuses = vec![FindPetsByStatusStatusItem::Available, FindPetsByStatusStatusItem::Sold];
    judge("findPetsByStatus", || client.pet().find_by_status(statuses.clone())).await;
    judge("getPetById", || client.pet().get_by_id(7)).await;
    let form: UpdatePetWithFormBody = from_value(json!({"name": "Rex & Co", "status": "sold"}))?;
    refused("updatePetWithForm", client.pet().update_with_form(7, Some(&form))).await;
    let file = UploadFileBody { file: Some(FilePart::from(b"png".to_vec()).file_name("rex.png")), ..UploadFileBody::default() };
    judge("uploadFile", || client.pet().upload_file(7, Some(&file))).await;
    let params = DeletePet { api_key: Some("key".to_owned()) };
    refused("deletePet", client.pet().delete(7, &params)).await;
    judge("getInventory", || client.store().get_inventory()).await;
    let order: Order = from_value(json!({"petId": 7, "quantity": 1, "shipDate": "2024-02-29T12:00:00Z", "status": "placed"}))?;
    judge("placeOrder", || client.store().place_order(&order)).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without a key", stranger.pet().get_by_id(7)).await;
    Ok(())
}
