//! A 2.0 document: tokens as a header and in a query, forms, an `items` that is a list, an error beside each answer.

use serde_json::{from_value, json};
use slack_client::Client;
use slack_client::admin_apps_approved::AdminAppsApprovedList;
use slack_client::models::{AdminConversationsArchiveBody, ChatPostMessageBody};
use slack_client::runtime::Credential;
use slack_client::users::UsersInfo;

use crate::Outcome;
use crate::judge::{judge, refused};

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).slack_auth(Credential::bearer("xoxb")).build()?;
    let body = AdminConversationsArchiveBody::new("C1");
    judge("admin.conversations.archive", || client.admin_conversations().archive("xoxb", &body)).await;
    let params = AdminAppsApprovedList { limit: Some(5), cursor: Some("a=b&c".to_owned()), ..AdminAppsApprovedList::default() };
    judge("admin.apps.approved.list", || client.admin_apps_approved().list("xoxb", &params)).await;
    let message: ChatPostMessageBody = from_value(json!({"channel": "C1", "text": "a & b = c", "mrkdwn": true}))?;
    judge("chat.postMessage", || client.chat().post_message("xoxb", &message)).await;
    judge("users.info", || client.users().info("xoxb", &UsersInfo { user: Some("U1".to_owned()), ..UsersInfo::default() })).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without a token", stranger.users().info("", &UsersInfo::default())).await;
    Ok(())
}
