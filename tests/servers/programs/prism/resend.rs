//! A 3.1 document: a text or a list of texts, files inside JSON, lists in a query, an optional header.

use resend_client::Client;
use resend_client::domains::DomainsList;
use resend_client::emails::{EmailsList, EmailsMetrics, EmailsSend};
use resend_client::models::{CreateDomainRequest, EmailsMetricsGranularity, EmailsMetricsMetric, SendEmailRequest};
use serde_json::{from_value, json};

use crate::Outcome;
use crate::judge::{judge, refused};

const EMAIL: &str = "4ef9a417-02e9-4d39-ad75-9611e0fcc33c";

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).bearer_auth("re_1").build()?;
    for to in [json!("bob@example.org"), json!(["bob@example.org", "cleo@example.org"])] {
        let email: SendEmailRequest = from_value(json!({
            "from": "Ann <ann@example.org>", "to": to, "subject": "Hi", "html": "<p>Hi</p>", "headers": {"X-Ref": "1"},
            "attachments": [{"filename": "a.txt", "content": "aGk="}], "tags": [{"name": "kind", "value": "test"}],
        }))?;
        let params = EmailsSend { idempotency_key: Some("key-1".to_owned()) };
        judge("emails/send", || client.emails().send(Some(&email), &params)).await;
    }
    judge("emails/list", || client.emails().list(&EmailsList { limit: Some(10), ..EmailsList::default() })).await;
    judge("emails/get", || client.emails().get(EMAIL)).await;
    let metrics: Vec<EmailsMetricsMetric> = from_value(json!(["delivered", "open_rate"]))?;
    let granularity: EmailsMetricsGranularity = from_value(json!("daily"))?;
    let params = EmailsMetrics { metrics, granularity: Some(granularity), ..EmailsMetrics::default() };
    judge("emails/metrics", || client.emails().metrics(&params)).await;
    let domain: CreateDomainRequest = from_value(json!({"name": "example.org", "region": "eu-west-1", "open_tracking": true}))?;
    judge("domains/create", || client.domains().create(Some(&domain))).await;
    judge("domains/list", || client.domains().list(&DomainsList::default())).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without a token", stranger.emails().get(EMAIL)).await;
    Ok(())
}
