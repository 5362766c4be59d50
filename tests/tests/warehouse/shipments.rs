use serde_json::json;
use warehouse::models::{DispatchInput, DispatchInputCarrier, Recipient, ShipmentInput, ShipmentLine, ShipmentStatus, ShipmentUpdate};
use warehouse::models::{Shipment, ShipmentUpdateStatus};
use warehouse::runtime::Nullable;
use warehouse::shipments::ListShipments;

use crate::{json, last, last_body, start};

fn ids_of(shipments: &[Shipment]) -> Vec<&str> {
    shipments.iter().map(|shipment| shipment.id.as_str()).collect()
}

#[tokio::test]
async fn items_are_those_of_all_pages() {
    let (_server, client) = start().await;
    let params = ListShipments { status: Some(ShipmentStatus::Packed), limit: Some(3), ..Default::default() };
    let shipments = client.shipments().list(&params).items().all(100).await.expect("shipments are listed");
    assert_eq!(ids_of(&shipments), ["shp_0002", "shp_0005", "shp_0008", "shp_0011"]);
}

#[tokio::test]
async fn a_shipment_is_created_packed_and_dispatched() {
    let (server, client) = start().await;
    let shipments = client.shipments();
    let recipient = Recipient::new("Ada", "Rue 1", "Genève", "1200", "CH");
    let mut new = ShipmentInput::new(recipient, vec![ShipmentLine::new("TEA-M2", 3)]);
    new.note = Nullable::Value("Fragile".to_owned());
    new.ship_by = Nullable::Value("2026-04-30".parse().expect("it is a date"));
    let created = shipments.create(&new).await.expect("the shipment is created");
    assert_eq!(
        json(&created),
        json!({
            "id": "shp_0012",
            "recipient": {"name": "Ada", "street": "Rue 1", "city": "Genève", "postal_code": "1200", "country": "CH"},
            "lines": [{"sku": "TEA-M2", "quantity": 3}],
            "ship_by": "2026-04-30",
            "note": "Fragile",
            "status": "planned",
            "carrier": null,
            "tracking": null,
            "created_at": created.created_at.to_string(),
        })
    );
    let update = ShipmentUpdate { status: Some(ShipmentUpdateStatus::Packed), note: Nullable::Null, ..Default::default() };
    let packed = shipments.update("shp_0012", &update).await.expect("the shipment is packed");
    assert_eq!(last_body(&server), json!({"status": "packed", "note": null}));
    assert_eq!(last(&server).header("content-type"), Some("application/merge-patch+json"));
    let mut expected = created;
    expected.status = ShipmentStatus::Packed;
    expected.note = Nullable::Null;
    assert_eq!(packed, expected);
    let dispatched = shipments.dispatch("shp_0012", &DispatchInput::new(DispatchInputCarrier::Courier)).await;
    let dispatched = dispatched.expect("the shipment is dispatched");
    let tracking = dispatched.tracking.value().expect("there is a number");
    assert_eq!((tracking.number.as_str(), tracking.url.as_deref()), ("TRK-shp_0012", Some("https://carrier.example.com/TRK-shp_0012")));
    assert_eq!(client.stock().get("TEA-M2").await.expect("the stock is there").on_hand, 99);
    assert_eq!(shipments.get("shp_0012").await.expect("the shipment is there"), dispatched);
}

#[tokio::test]
#[allow(deprecated, reason = "the operation is still there")]
async fn a_shipment_is_cancelled() {
    let (_server, client) = start().await;
    assert_eq!(client.shipments().cancel("shp_0001").await.expect("the shipment is cancelled").status, ShipmentStatus::Cancelled);
}
