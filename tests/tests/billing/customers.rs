use billing::customers::{CreateCustomer, ListCustomers, UpdateCustomer};
use billing::models::{Address, Currency, CustomerCreate, CustomerUpdate, TimeRange};
use billing::runtime::Nullable;
use serde_json::json;
use turnbuckle_tests::demo::{self, credentials};

use crate::{builder, form, ids, json, last, last_form, start, targets};

#[tokio::test]
async fn pages_begin_after_the_last_id() {
    let (server, client) = start().await;
    let params = ListCustomers { limit: Some(5), ..Default::default() };
    let customers = client.customers().list(&params).items().all(100).await.expect("customers are listed");
    assert_eq!(customers.into_iter().map(|customer| customer.id).collect::<Vec<_>>(), ids("cus", (1..=13).rev()));
    assert_eq!(
        targets(&server),
        ["/customers?limit=5", "/customers?limit=5&starting_after=cus_0009", "/customers?limit=5&starting_after=cus_0004"]
    );
}

#[tokio::test]
async fn a_range_is_a_deep_object() {
    let (server, client) = start().await;
    let all = client.customers().list(&ListCustomers::default()).items().all(100).await.expect("customers are listed");
    let created = TimeRange { gte: Some(all[4].created.clone()), lt: Some(all[1].created.clone()) };
    let params = ListCustomers { created: Some(created), ..Default::default() };
    let page = client.customers().list(&params).await.expect("customers are listed");
    assert_eq!(page.data, all[2..=4]);
    let (from, until) = (all[4].created.to_string().replace(':', "%3A"), all[1].created.to_string().replace(':', "%3A"));
    assert_eq!(last(&server).target, format!("/customers?created%5Bgte%5D={from}&created%5Blt%5D={until}"));
}

#[tokio::test]
async fn objects_and_maps_are_nested_in_forms() {
    let (server, client) = start().await;
    let mut new = CustomerCreate::new("Ada & Co.", "ada+1@example.com");
    let mut address = Address::new("Rue 1", "Genève", "CH");
    address.line2 = Nullable::Null;
    new.address = Some(address);
    new.currency = Some(Currency::Chf);
    new.metadata = Some([("order no".to_owned(), "4=2".to_owned()), ("a".to_owned(), String::new())].into());
    let customer = client.customers().create(&new, &CreateCustomer::default()).await.expect("the customer is created");
    assert_eq!(last(&server).header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(
        last_form(&server),
        form(&[
            ("name", "Ada & Co."),
            ("email", "ada+1@example.com"),
            ("address[line1]", "Rue 1"),
            // A form has no null; nothing stands for it.
            ("address[line2]", ""),
            ("address[city]", "Genève"),
            ("address[country]", "CH"),
            ("currency", "chf"),
            ("metadata[a]", ""),
            ("metadata[order no]", "4=2"),
        ])
    );
    assert_eq!(
        json(&customer),
        json!({
            "id": "cus_0014",
            "created": customer.created.to_string(),
            "livemode": false,
            "name": "Ada & Co.",
            "email": "ada+1@example.com",
            "address": {"line1": "Rue 1", "line2": null, "city": "Genève", "country": "CH"},
            "vat_id": null,
            "balance": "0.00",
            "currency": "chf",
            "metadata": {"a": "", "order no": "4=2"},
        })
    );
    assert_eq!(client.customers().get("cus_0014").await.expect("the customer is there"), customer);
}

#[tokio::test]
async fn a_customer_is_changed() {
    let (server, client) = start().await;
    let before = client.customers().get("cus_0003").await.expect("the customer is there");
    let update = CustomerUpdate { name: Some("Grace".to_owned()), ..Default::default() };
    let updated = client.customers().update("cus_0003", &update, &UpdateCustomer::default()).await.expect("the customer is changed");
    assert_eq!(last_form(&server), form(&[("name", "Grace")]));
    let mut expected = before;
    expected.name = "Grace".to_owned();
    assert_eq!(updated, expected);
}

#[tokio::test]
async fn a_deleted_customer_is_gone() {
    let (_server, client) = start().await;
    let deleted = client.customers().delete("cus_0013").await.expect("the customer is deleted");
    assert_eq!(json(&deleted), json!({"id": "cus_0013", "deleted": true}));
    assert_eq!(client.customers().get("cus_0013").await.expect_err("the customer is gone").status(), Some(404));
}

#[tokio::test]
async fn a_key_can_be_a_user_name() {
    let server = demo::start().await;
    let client = builder(&server).basic(credentials::BILLING_KEY, "").build().expect("the client is complete");
    client.customers().get("cus_0001").await.expect("the key is taken");
    assert_eq!(last(&server).header("authorization"), Some("Basic c2tfdGVzdF9kZW1vOg=="));
}
