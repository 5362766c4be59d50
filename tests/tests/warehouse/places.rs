use serde_json::json;
use turnbuckle_tests::demo::Fault;
use warehouse::locations::ListLocations;
use warehouse::models::{CategoryInput, LocationInput, LocationKind};
use warehouse::runtime::Nullable;

use crate::{json, last_body, requests, start};

#[tokio::test]
async fn items_are_those_of_all_pages() {
    let (_server, client) = start().await;
    let params = ListLocations { limit: Some(5), ..Default::default() };
    let locations = client.locations().list(&params).items().all(100).await.expect("locations are listed");
    let ids: Vec<String> = locations.iter().map(|location| location.id.clone()).collect();
    assert_eq!(ids, (1..=13).map(|i| format!("loc_{i:04}")).collect::<Vec<_>>());
    assert_eq!(locations[12].temperature_c, Some(vec![4.0, 8.5]));
}

#[tokio::test]
async fn a_location_is_created_copied_and_deleted() {
    let (server, client) = start().await;
    let locations = client.locations();
    let mut new = LocationInput::new("C-01-01", LocationKind::Shelf);
    new.parent_id = Nullable::Value("loc_0001".to_owned());
    new.temperature_c = Some(vec![-18.0, -20.5]);
    let created = locations.create(&new).await.expect("the location is created");
    let sent = json!({"code": "C-01-01", "kind": "shelf", "parent_id": "loc_0001", "temperature_c": [-18.0, -20.5]});
    assert_eq!(last_body(&server), sent);
    let mut expected = sent;
    expected["id"] = json!("loc_0014");
    expected["capacity"] = json!(null);
    expected["occupied"] = json!(0);
    assert_eq!(json(&created), expected);
    let copy = locations.copy("loc_0014", "C 02/1").await.expect("the location is copied");
    expected["id"] = json!("loc_0015");
    expected["code"] = json!("C 02/1");
    assert_eq!(json(&copy), expected);
    assert_eq!(requests(&server)[1], "COPY /locations/loc_0014?code=C%2002%2F1");
    assert_eq!(locations.get("loc_0015").await.expect("the location is there"), copy);
    locations.delete("loc_0015").await.expect("the location is deleted");
    assert_eq!(locations.get("loc_0015").await.expect_err("the location is gone").status(), Some(404));
}

#[tokio::test]
async fn a_copy_is_not_repeated_when_its_outcome_is_unknown() {
    let (server, client) = start().await;
    server.faults().fail_next("warehouse", "COPY", "/locations", Fault::ResetAfterWork, 1);
    let error = client.locations().copy("loc_0001", "X").await.expect_err("the connection breaks");
    assert!(error.is_outcome_unknown());
    assert_eq!(server.log().effects("copyLocation"), 1);
}

#[tokio::test]
async fn categories_are_trees() {
    let (_server, client) = start().await;
    let trees = client.categories().list().await.expect("categories are listed");
    let leaf = |id: &str, name: &str, parent: &str| json!({"id": id, "name": name, "parent_id": parent, "children": []});
    let fasteners = json!({
        "id": "cat_0002",
        "name": "Fasteners",
        "parent_id": "cat_0001",
        "children": [leaf("cat_0003", "Bolts", "cat_0002"), leaf("cat_0004", "Nuts", "cat_0002")],
    });
    assert_eq!(
        json(&trees),
        json!([
            {"id": "cat_0001", "name": "Hardware", "parent_id": null, "children": [fasteners, leaf("cat_0005", "Tools", "cat_0001")]},
            {"id": "cat_0006", "name": "Food", "parent_id": null, "children": [leaf("cat_0007", "Tea", "cat_0006")]},
        ])
    );
    assert_eq!(client.categories().get("cat_0001").await.expect("the category is there"), trees[0]);
}

#[tokio::test]
async fn a_category_is_created() {
    let (_server, client) = start().await;
    let mut new = CategoryInput::new("Green");
    new.parent_id = Nullable::Value("cat_0007".to_owned());
    let created = client.categories().create(&new).await.expect("the category is created");
    assert_eq!(json(&created), json!({"id": "cat_0008", "name": "Green", "parent_id": "cat_0007", "children": []}));
}
