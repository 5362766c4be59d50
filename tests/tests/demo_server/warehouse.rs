//! `warehouse`: queries, next URLs, stock.

use crate::client::{Api, answer, id, len, respond};
use serde_json::json;
use turnbuckle_tests::demo::start;

#[tokio::test]
async fn warehouse_answers_queries_and_pages_by_url() {
    let server = start().await;
    let warehouse = Api::of(&server, "warehouse");
    let (mut count, mut next) = (0, Some(format!("{}/items?limit=4&category_id=cat_0003", warehouse.base)));
    while let Some(url) = next {
        let (_, page) = warehouse.get(&url.replace(&warehouse.base, "")).await;
        count += len(&page["data"]);
        next = page["next"].as_str().map(str::to_owned);
    }
    assert_eq!(count, 7);
    let query = json!({"category_ids": ["cat_0002"], "limit": 10});
    let (_, found) = warehouse.send("QUERY", "/items", query).await;
    let query = json!({"category_ids": ["cat_0002"], "limit": 10, "page_token": found["next_token"]});
    let (_, rest) = warehouse.send("QUERY", "/items", query).await;
    assert_eq!((len(&found["data"]), len(&rest["data"])), (10, 3));
    assert_eq!(warehouse.send("QUERY", "/items", json!({"text": "bolt m3"})).await.1["data"][0]["sku"], "BOLT-M3");
    let (_, tree) = warehouse.get("/categories").await;
    assert_eq!(tree[0]["children"][0]["children"][1]["name"], "Nuts");
    let (status, copy) = answer(warehouse.request("COPY", "/locations/loc_0013?code=C-1")).await;
    assert_eq!((status, &copy["temperature_c"]), (201, &json!([4.0, 8.5])));
}

#[tokio::test]
async fn warehouse_moves_stock_and_ships_it() {
    let server = start().await;
    let warehouse = Api::of(&server, "warehouse");
    let (_, before) = warehouse.get("/items/BOLT-M0/stock").await;
    assert_eq!(before["locations"], json!({"loc_0002": 60, "loc_0003": 40}));
    let pick = json!({"kind": "pick", "quantity": 61, "from": "loc_0002"});
    let (status, problem) = warehouse.send("POST", "/items/BOLT-M0/movements", pick).await;
    assert_eq!((status, &problem["available"]), (409, &json!(60)));
    let to = json!({"name": "A", "street": "B", "city": "C", "postal_code": "D", "country": "CH"});
    let new = json!({"recipient": to, "lines": [{"sku": "BOLT-M0", "quantity": 61}]});
    let (_, shipment) = warehouse.send("POST", "/shipments", new).await;
    let path = format!("/shipments/{}", id(&shipment));
    let dispatch = format!("{path}/dispatch");
    assert_eq!(warehouse.send("POST", &dispatch, json!({"carrier": "post"})).await.0, 409);
    assert_eq!(warehouse.merge(&path, json!({"status": "packed", "note": null})).await.1["status"], "packed");
    let (_, sent) = warehouse.send("POST", &dispatch, json!({"carrier": "post", "tracking_number": "T1"})).await;
    assert_eq!((&sent["status"], &sent["tracking"]["number"]), (&json!("dispatched"), &json!("T1")));
    assert_eq!(warehouse.get("/items/BOLT-M0/stock").await.1["on_hand"], 39);
    let movements = respond(warehouse.request("GET", "/movements?sku=BOLT-M0&since=2")).await;
    assert_eq!(movements.text().await.expect("the stream ends").lines().count(), 2);
    let alerts = respond(warehouse.request("GET", "/alerts")).await.text().await.expect("the stream ends");
    assert!(alerts.starts_with("event: low_stock\nid: 1\ndata: {"), "{alerts}");
}
