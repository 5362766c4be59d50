//! A 3.0 document: lists in a query, maps of properties, a search.

use hubspot_client::Client;
use hubspot_client::basic::{
    GetCrmV3ObjectsContactsContactIdGetById, GetCrmV3ObjectsContactsGetPage, PatchCrmV3ObjectsContactsContactIdUpdate,
};
use hubspot_client::models::{PublicObjectSearchRequest, SimplePublicObjectInput, SimplePublicObjectInputForCreate};
use hubspot_client::runtime::Credential;
use serde_json::{from_value, json};

use crate::Outcome;
use crate::judge::{judge, refused};

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).oauth2(Credential::bearer("token")).build()?;
    let names = vec!["email".to_owned(), "first name".to_owned()];
    let params = GetCrmV3ObjectsContactsGetPage { limit: Some(10), properties: names.clone(), archived: Some(false), ..Default::default() };
    judge("getPage", || client.basic().get_crm_v3_objects_contacts_get_page(&params)).await;
    let made: SimplePublicObjectInputForCreate = from_value(json!({
        "properties": {"email": "ann@example.org"},
        "associations": [{"to": {"id": "1"}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 2}]}],
    }))?;
    judge("create", || client.basic().post_crm_v3_objects_contacts_create(&made)).await;
    let params = GetCrmV3ObjectsContactsContactIdGetById { properties: names, ..Default::default() };
    judge("getById", || client.basic().get_crm_v3_objects_contacts_contact_id_get_by_id("a/b", &params)).await;
    let change: SimplePublicObjectInput = from_value(json!({"properties": {"email": ""}}))?;
    let params = PatchCrmV3ObjectsContactsContactIdUpdate { id_property: Some("email".to_owned()) };
    judge("update", || client.basic().patch_crm_v3_objects_contacts_contact_id_update("ann@example.org", &change, &params)).await;
    judge("archive", || client.basic().delete_crm_v3_objects_contacts_contact_id_archive("1")).await;
    let search: PublicObjectSearchRequest = from_value(json!({
        "after": "0", "limit": 5, "properties": ["email"], "sorts": ["email"],
        "filterGroups": [{"filters": [{"propertyName": "email", "operator": "EQ", "value": "a"}]}],
    }))?;
    judge("doSearch", || client.search().post_crm_v3_objects_contacts_search_do_search(&search)).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without a token", stranger.basic().delete_crm_v3_objects_contacts_contact_id_archive("1")).await;
    Ok(())
}
