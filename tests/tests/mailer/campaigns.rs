use mailer::campaigns::{GetReports, ListCampaigns};
use mailer::models::{
    Campaign, CampaignInput, CampaignStatus, CampaignUpdate, Content, GetReportsMetric, HtmlContent, ListCampaignsStatusItem,
    ScheduleCampaignBody, TemplateContent,
};
use mailer::runtime::{Nullable, jiff::Timestamp};
use serde_json::json;

use crate::{ids, json, last_body, start, targets};

fn ids_of(campaigns: &[Campaign]) -> Vec<String> {
    campaigns.iter().map(|campaign| campaign.id.clone()).collect()
}

#[tokio::test]
async fn pages_follow_the_link_header() {
    let (server, client) = start().await;
    let campaigns = client.campaigns().list(&ListCampaigns::default()).items().all(100).await.expect("campaigns are listed");
    assert_eq!(ids_of(&campaigns), ids("cam", (1..=12).rev()));
    let next = ["/campaigns?page_size=5&after=cam_0008", "/campaigns?page_size=5&after=cam_0003"];
    assert_eq!(targets(&server), ["/campaigns", next[0], next[1]]);
}

#[tokio::test]
async fn a_filter_stays_in_the_link() {
    let (_server, client) = start().await;
    let params = ListCampaigns {
        status: vec![ListCampaignsStatusItem::Sent, ListCampaignsStatusItem::Scheduled],
        page_size: Some(2),
        ..Default::default()
    };
    let campaigns = client.campaigns().list(&params).items().all(100).await.expect("campaigns are listed");
    assert_eq!(ids_of(&campaigns), ids("cam", [12, 10, 8, 7, 4, 1]));
}

#[tokio::test]
async fn content_is_told_by_its_kind() {
    let (_server, client) = start().await;
    let html = client.campaigns().get("cam_0001").await.expect("the campaign is there");
    let mut expected = HtmlContent::new("<p>Number 0</p>");
    expected.text = Some("Number 0".to_owned());
    assert_eq!(html.content, Content::from(expected));
    let template = client.campaigns().get("cam_0002").await.expect("the campaign is there");
    assert_eq!(json(&template.content), json!({"kind": "TemplateContent", "template_id": "tpl_0001", "variables": {"number": "1"}}));
    assert!(matches!(template.content, Content::Template(_)));
}

#[tokio::test]
async fn a_campaign_is_created_and_changed() {
    let (server, client) = start().await;
    let content = TemplateContent::new("tpl_0002");
    let new = CampaignInput::new("lst_0001", "Hello", content.into());
    let created = client.campaigns().create(&new).await.expect("the campaign is created");
    assert_eq!(
        last_body(&server),
        json!({"list_id": "lst_0001", "subject": "Hello", "content": {"kind": "TemplateContent", "template_id": "tpl_0002"}})
    );
    let update = CampaignUpdate {
        content: Some(HtmlContent::new("<p>Hi</p>").into()),
        send_at: Nullable::Value("2026-05-01T08:00:00Z".parse().expect("it is a time")),
        ..Default::default()
    };
    let updated = client.campaigns().update(&created.id, &update).await.expect("the campaign is changed");
    let mut expected = created;
    expected.content = HtmlContent::new("<p>Hi</p>").into();
    expected.send_at = update.send_at;
    expected.status = CampaignStatus::Scheduled;
    assert_eq!(updated, expected);
    let update = CampaignUpdate { send_at: Nullable::Null, ..Default::default() };
    expected.send_at = Nullable::Null;
    expected.status = CampaignStatus::Draft;
    assert_eq!(client.campaigns().update(&expected.id, &update).await.expect("the campaign is changed"), expected);
}

#[tokio::test]
#[allow(deprecated, reason = "the operation is still there")]
async fn a_campaign_is_scheduled_and_sent() {
    let (server, client) = start().await;
    let body = ScheduleCampaignBody::new("2026-05-01T08:00:00Z".parse::<Timestamp>().expect("it is a time"));
    let scheduled = client.campaigns().schedule("cam_0002", &body).await.expect("the campaign is scheduled");
    assert_eq!((scheduled.status, scheduled.send_at), (CampaignStatus::Scheduled, Nullable::Value(body.send_at)));
    let sent = client.campaigns().send("cam_0002").send().await.expect("the campaign is sent");
    assert_eq!((sent.status(), &sent.value().status, sent.value().emails_sent), (202, &CampaignStatus::Sent, 23));
    assert_eq!(["scheduleCampaign", "sendCampaign"].map(|operation| server.log().effects(operation)), [1, 1]);
}

#[tokio::test]
async fn a_deleted_campaign_is_gone() {
    let (_server, client) = start().await;
    client.campaigns().delete("cam_0002").await.expect("the campaign is deleted");
    assert_eq!(client.campaigns().get("cam_0002").await.expect_err("the campaign is gone").status(), Some(404));
}

#[tokio::test]
async fn lists_are_joined_as_their_formats_say() {
    let (server, client) = start().await;
    let params = GetReports { metrics: vec![GetReportsMetric::Sent, GetReportsMetric::Clicked] };
    let reports = client.campaigns().get_reports(ids("cam", [1, 4]), &params).await.expect("the reports are there");
    assert_eq!(targets(&server), ["/reports?ids=cam_0001%7Ccam_0004&metrics=sent%20clicked"]);
    assert_eq!(
        json(&reports),
        json!([
            {"campaign_id": "cam_0001", "figures": {"sent": 23, "clicked": 5}},
            {"campaign_id": "cam_0004", "figures": {"sent": 23, "clicked": 5}},
        ])
    );
}
