//! A 3.0 document: forms with names in capitals, patterns on path parameters, a redirect, dates in a query.

use serde_json::{from_value, json};
use twilio_client::Client;
use twilio_client::messaging_v1_alpha_sender::ListAlphaSender;
use twilio_client::models::{CreateAlphaSenderBody, CreateServiceBody, UpdateServiceBody};

use crate::Outcome;
use crate::judge::{judge, refused};

const SERVICE: &str = "MG0123456789abcdef0123456789abcdef";

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).account_sid_auth_token("AC1", "secret").build()?;
    let body = CreateAlphaSenderBody::new("My Shop");
    judge("CreateAlphaSender", || client.messaging_v1_alpha_sender().create_alpha_sender(SERVICE, Some(&body))).await;
    let params = ListAlphaSender { page_size: Some(20), page_token: Some("a=b&c".to_owned()), ..ListAlphaSender::default() };
    judge("ListAlphaSender", || client.messaging_v1_alpha_sender().list_alpha_sender(SERVICE, &params)).await;
    let body: CreateServiceBody = from_value(json!({
        "FriendlyName": "A & B = 100%", "InboundRequestUrl": "https://example.org/?a=b&c", "InboundMethod": "POST", "StickySender": true,
        "ValidityPeriod": 600, "ScanMessageContent": "inherit",
    }))?;
    judge("CreateService", || client.messaging_v1_service().create_service(Some(&body))).await;
    judge("FetchService", || client.messaging_v1_service().fetch_service(SERVICE)).await;
    let body: UpdateServiceBody = from_value(json!({"SmartEncoding": false, "StatusCallback": "https://example.org/s"}))?;
    judge("UpdateService", || client.messaging_v1_service().update_service(SERVICE, Some(&body))).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without credentials", stranger.messaging_v1_service().fetch_service(SERVICE)).await;
    refused("with an id of another form", client.messaging_v1_service().fetch_service("MG1")).await;
    Ok(())
}
