use crm::deals::ListDeals;
use crm::models::{DealCreate, DealFilter, DealStage, DealUpdate, Money, MoveDealBody};
use crm::runtime::{DecimalString, Nullable};
use serde_json::json;

use crate::{ids, json, last, last_body, start};

fn amount(text: &str) -> DecimalString {
    text.parse().expect("it is a decimal number")
}

#[tokio::test]
async fn items_are_those_of_all_pages() {
    let (_server, client) = start().await;
    let deals = client.deals().list(&ListDeals::default()).items().all(100).await.expect("deals are listed");
    assert_eq!(deals.into_iter().map(|deal| deal.id).collect::<Vec<_>>(), ids("dea", 1..=11));
}

#[tokio::test]
async fn a_filter_is_a_deep_object() {
    let (server, client) = start().await;
    let filter = DealFilter { stage: Some(DealStage::Qualified), min_amount: Some(amount("6000")), ..Default::default() };
    let params = ListDeals { filter: Some(filter), ..Default::default() };
    let page = client.deals().list(&params).await.expect("deals are listed");
    assert_eq!(page.data.into_iter().map(|deal| deal.id).collect::<Vec<_>>(), ids("dea", [6, 11]));
    assert_eq!(last(&server).target, "/deals?filter%5Bstage%5D=qualified&filter%5Bmin_amount%5D=6000");
}

#[tokio::test]
async fn decimals_are_exact() {
    let (server, client) = start().await;
    let mut new = DealCreate::new("An engine");
    new.value = Nullable::Value(Money::new(amount("123456789012345.10"), "EUR"));
    new.close_date = Nullable::Value("2026-12-31".parse().expect("it is a date"));
    new.contact_ids = Some(ids("con", [1, 2]));
    let created = client.deals().create(&new).await.expect("the deal is created");
    assert_eq!(
        last_body(&server),
        json!({
            "name": "An engine",
            "value": {"amount": "123456789012345.10", "currency": "EUR"},
            "close_date": "2026-12-31",
            "contact_ids": ["con_0001", "con_0002"],
        })
    );
    assert_eq!(created.value, new.value);
    assert_eq!(client.deals().get(&created.id).await.expect("the deal is there"), created);
}

#[tokio::test]
async fn null_clears_and_absent_leaves_alone() {
    let (server, client) = start().await;
    let before = client.deals().get("dea_0001").await.expect("the deal is there");
    let update = DealUpdate { value: Nullable::Null, probability: Some(0.75), ..Default::default() };
    let updated = client.deals().update("dea_0001", &update).await.expect("the deal is changed");
    assert_eq!(last_body(&server), json!({"value": null, "probability": 0.75}));
    let mut expected = before;
    expected.value = Nullable::Null;
    expected.probability = 0.75;
    expected.updated_at = updated.updated_at.clone();
    assert_eq!(updated, expected);
}

#[tokio::test]
#[allow(deprecated, reason = "the operation is still there")]
async fn a_deal_moves_to_another_stage() {
    let (server, client) = start().await;
    let moved = client.deals().r#move("dea_0002", &MoveDealBody::new(DealStage::Won)).await.expect("the deal moves");
    assert_eq!(json(&moved.stage), json!("won"));
    assert_eq!(server.log().effects("moveDeal"), 1);
}

#[tokio::test]
async fn a_deleted_deal_is_gone() {
    let (_server, client) = start().await;
    client.deals().delete("dea_0003").await.expect("the deal is deleted");
    assert_eq!(client.deals().get("dea_0003").await.expect_err("the deal is gone").status(), Some(404));
}
