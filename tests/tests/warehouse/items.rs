use serde_json::json;
use turnbuckle_tests::demo::{self, Fault, credentials};
use warehouse::items::ListItems;
use warehouse::models::{Dimensions, Item, ItemInput, ItemQuery, Range};
use warehouse::runtime::Nullable;

use crate::{builder, json, last, last_body, requests, start};

fn skus(items: &[Item]) -> Vec<&str> {
    items.iter().map(|item| item.sku.as_str()).collect()
}

/// Returns the SKUs of the seed in their order.
fn seeded() -> Vec<String> {
    let mut skus: Vec<String> = (0..23).map(|i| format!("{}-M{i}", ["BOLT", "NUT", "TEA"][i % 3])).collect();
    skus.sort();
    skus
}

#[tokio::test]
async fn pages_follow_the_url_in_the_body() {
    let (server, client) = start().await;
    let items = client.items().list(&ListItems::default()).items().all(100).await.expect("items are listed");
    assert_eq!(skus(&items), seeded());
    assert_eq!(requests(&server), ["GET /items", "GET /items?page_token=after%3ANUT-M10", "GET /items?page_token=after%3ATEA-M2"]);
    assert_eq!(last(&server).header("authorization"), Some("Bearer warehouse-token"));
}

#[tokio::test]
async fn filters_stay_in_the_url() {
    let (_server, client) = start().await;
    let params = ListItems { category_id: Some("cat_0007".to_owned()), limit: Some(2), ..Default::default() };
    let items = client.items().list(&params).items().all(100).await.expect("items are listed");
    assert_eq!(skus(&items), ["TEA-M11", "TEA-M17", "TEA-M2", "TEA-M20", "TEA-M5", "TEA-M8"]);
}

#[tokio::test]
async fn a_query_has_its_method_and_its_token_in_the_body() {
    let (server, client) = start().await;
    let query = ItemQuery {
        category_ids: Some(vec!["cat_0002".to_owned()]),
        weight_kg: Some(Range { min: Some(0.2), max: None }),
        limit: Some(3),
        ..Default::default()
    };
    let items = client.items().query(&query).items().all(100).await.expect("items are found");
    assert_eq!(skus(&items), ["BOLT-M12", "BOLT-M18", "BOLT-M21", "BOLT-M6", "NUT-M10", "NUT-M13", "NUT-M16", "NUT-M22"]);
    assert_eq!(requests(&server), ["QUERY /items"; 3]);
    assert_eq!(
        last_body(&server),
        json!({"category_ids": ["cat_0002"], "weight_kg": {"min": 0.2}, "limit": 3, "page_token": "after:NUT-M13"})
    );
}

#[tokio::test]
async fn a_query_is_safe_and_repeated() {
    let (server, client) = start().await;
    server.faults().fail_next("warehouse", "QUERY", "/items", Fault::ResetAfterWork, 1);
    let page = client.items().query(&ItemQuery { skus: Some(vec!["TEA-M2".to_owned()]), ..Default::default() }).await;
    assert_eq!(skus(&page.expect("the second attempt succeeds").data), ["TEA-M2"]);
}

#[tokio::test]
async fn an_item_is_created_replaced_and_deleted() {
    let (server, client) = start().await;
    let items = client.items();
    let mut new = ItemInput::new("GEAR-1", "Gear");
    new.dimensions = Nullable::Value(Dimensions::new(10, 10, 2));
    new.unit_cost = Some("123456789012345.000000001".parse().expect("it is a decimal number"));
    new.weight_kg = Some(0.25);
    new.attributes =
        Some([("teeth".to_owned(), 12.0.into()), ("brass".to_owned(), true.into()), ("by".to_owned(), "A".to_owned().into())].into());
    let created = items.create(&new).await.expect("the item is created");
    let now = created.created_at.to_string();
    let sent = json!({
        "sku": "GEAR-1",
        "name": "Gear",
        "dimensions": {"length_mm": 10, "width_mm": 10, "height_mm": 2},
        "unit_cost": "123456789012345.000000001",
        "weight_kg": 0.25,
        "attributes": {"teeth": 12.0, "brass": true, "by": "A"},
    });
    assert_eq!(last_body(&server), sent);
    let mut expected = sent;
    for (name, value) in [
        ("description", json!(null)),
        ("category_id", json!(null)),
        ("barcodes", json!([])),
        ("reorder_level", json!(0)),
        ("on_hand", json!(0)),
        ("reserved", json!(0)),
        ("created_at", json!(now)),
        ("updated_at", json!(now)),
    ] {
        expected[name] = value;
    }
    assert_eq!(json(&created), expected);
    assert_eq!(items.get("GEAR-1").await.expect("the item is there"), created);
    let replaced = items.replace("GEAR-1", &ItemInput::new("GEAR-1", "Gear, brass")).await.expect("the item is replaced");
    assert_eq!((replaced.name.as_str(), replaced.weight_kg, replaced.created_at), ("Gear, brass", None, created.created_at));
    items.delete("GEAR-1").await.expect("the item is deleted");
    assert_eq!(items.get("GEAR-1").await.expect_err("the item is gone").status(), Some(404));
}

#[tokio::test]
async fn a_session_is_a_cookie() {
    let server = demo::start().await;
    let client = builder(&server).session(credentials::WAREHOUSE_SESSION).build().expect("the client is complete");
    client.items().get("TEA-M2").await.expect("the session is taken");
    let request = last(&server);
    assert_eq!((request.header("cookie"), request.header("authorization")), (Some("wh_session=warehouse-session"), None));
}
