//! A 3.0 document: a header that each call must have, brackets in parameters' names, JSON:API bodies.

use klaviyo_client::Client;
use klaviyo_client::models::{GetProfilesFieldsProfileItem, GetProfilesSort, ProfileCreateQuery, ProfilePartialUpdateQuery};
use klaviyo_client::profiles::{CreateProfile, GetProfile, GetProfiles, UpdateProfile};
use serde_json::{from_value, json};

use crate::Outcome;
use crate::judge::{judge, refused};

const REVISION: &str = "2025-01-15";

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).klaviyo_api_key("Klaviyo-API-Key pk_1").build()?;
    let fields: Vec<GetProfilesFieldsProfileItem> = from_value(json!(["email", "location.city"]))?;
    let sort: GetProfilesSort = from_value(json!("-created"))?;
    let filter = Some(r#"equals(email,"a+b@example.org")"#.to_owned());
    let params = GetProfiles { fields_profile: fields, sort: Some(sort), filter, page_size: Some(20), ..GetProfiles::default() };
    judge("get_profiles", || client.profiles().get_profiles(REVISION, &params)).await;
    judge("get_profile", || client.profiles().get_profile("1", REVISION, &GetProfile::default())).await;
    let body: ProfileCreateQuery = from_value(json!({"data": {
        "type": "profile", "attributes": {"email": "ann@example.org", "first_name": null, "properties": {"pets": ["cat"]}},
    }}))?;
    judge("create_profile", || client.profiles().create(REVISION, &body, &CreateProfile::default())).await;
    let body: ProfilePartialUpdateQuery =
        from_value(json!({"data": {"type": "profile", "id": "1", "attributes": {"last_name": "Lee"}, "meta": {}}}))?;
    judge("update_profile", || client.profiles().update("1", REVISION, &body, &UpdateProfile::default())).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without a key", stranger.profiles().get_profile("1", REVISION, &GetProfile::default())).await;
    Ok(())
}
