use serde_json::json;
use warehouse::models::{MovementInput, MovementInputLot, MovementKind};
use warehouse::movements::StreamMovements;
use warehouse::runtime::Nullable;

use crate::{json, last, last_body, start};

#[tokio::test]
async fn stock_is_a_map_by_location() {
    let (_server, client) = start().await;
    let stock = client.stock().get("NUT-M1").await.expect("the stock is there");
    let expected = json!({"sku": "NUT-M1", "on_hand": 101, "reserved": 16, "locations": {"loc_0002": 61, "loc_0003": 40}});
    assert_eq!(json(&stock), expected);
}

#[tokio::test]
async fn a_movement_changes_the_stock() {
    let (server, client) = start().await;
    let mut transfer = MovementInput::new(MovementKind::Transfer, 5);
    transfer.from = Nullable::Value("loc_0003".to_owned());
    transfer.to = Nullable::Value("loc_0004".to_owned());
    transfer.lot = Nullable::Value(MovementInputLot::Integer(7));
    let movement = client.movements().move_stock("NUT-M1", &transfer).await.expect("the stock is moved");
    let mut expected = json!({"kind": "transfer", "quantity": 5, "from": "loc_0003", "to": "loc_0004", "lot": 7});
    assert_eq!(last_body(&server), expected);
    expected["id"] = json!(47);
    expected["sku"] = json!("NUT-M1");
    expected["at"] = json!(movement.at.to_string());
    assert_eq!(json(&movement), expected);
    let stock = client.stock().get("NUT-M1").await.expect("the stock is there");
    assert_eq!(json(&stock.locations), json!({"loc_0002": 61, "loc_0003": 35, "loc_0004": 5}));
}

#[tokio::test]
async fn movements_are_a_stream() {
    let (server, client) = start().await;
    let params = StreamMovements { since: Some(40), sku: Some("NUT-M22".to_owned()) };
    let mut lines = client.movements().stream(&params).await.expect("the stream opens");
    let mut lots = Vec::new();
    while let Some(movement) = lines.try_next().await.expect("the line is read") {
        lots.push((movement.id, movement.lot));
    }
    let lot = Nullable::Value(MovementInputLot::Integer(22));
    assert_eq!(lots, [(45, lot.clone()), (46, lot)]);
    assert_eq!(last(&server).target, "/movements?since=40&sku=NUT-M22");
}

#[tokio::test]
async fn a_lot_is_text_or_a_number() {
    let (_server, client) = start().await;
    let mut lines = client.movements().stream(&StreamMovements::default()).await.expect("the stream opens");
    let mut lots = Vec::new();
    while let Some(movement) = lines.try_next().await.expect("the line is read") {
        lots.push(movement.lot.into_value());
    }
    assert_eq!(lots.len(), 46);
    assert_eq!(lots[..4], [Some(0.into()), Some(0.into()), Some("L-1".to_owned().into()), Some("L-1".to_owned().into())]);
}

#[tokio::test]
async fn alerts_are_typed() {
    let (_server, client) = start().await;
    let mut events = client.stock().stream_alerts().await.expect("the stream opens");
    let mut alerts = Vec::new();
    while let Some(event) = events.try_next().await.expect("the event is read") {
        alerts.push((event.name, event.id, json(&event.data)));
    }
    let expected = [(1, "TEA-M5", 105), (2, "TEA-M11", 111), (3, "TEA-M17", 117)].map(|(id, sku, available)| {
        ("low_stock".to_owned(), format!("{id}"), json!({"sku": sku, "available": available, "reorder_level": 200}))
    });
    assert_eq!(alerts, expected);
}
