use crm::companies::{ListCompanies, ListCompanyContacts};
use crm::models::{Company, CompanyCreate, CompanyUpdate, Industry};
use crm::runtime::Nullable;
use serde_json::json;

use crate::{ids, json, last_body, start};

fn ids_of(companies: &[Company]) -> Vec<String> {
    companies.iter().map(|company| company.id.clone()).collect()
}

#[tokio::test]
async fn items_come_by_name() {
    let (_server, client) = start().await;
    let params = ListCompanies { limit: Some(5), ..Default::default() };
    let companies = client.companies().list(&params).items().all(100).await.expect("companies are listed");
    assert_eq!(ids_of(&companies), ids("com", [6, 11, 1, 9, 4, 8, 3, 7, 12, 2, 10, 5]));
}

#[tokio::test]
async fn a_filter_is_an_enum() {
    let (_server, client) = start().await;
    let params = ListCompanies { industry: Some(Industry::Health), ..Default::default() };
    let page = client.companies().list(&params).await.expect("companies are listed");
    assert_eq!(ids_of(&page.data), ids("com", [4, 10]));
}

#[tokio::test]
async fn a_company_is_created_changed_and_deleted() {
    let (server, client) = start().await;
    let companies = client.companies();
    let mut new = CompanyCreate::new("Analytical Engines", "engines.example.com");
    new.employees = Nullable::Value(12);
    new.industry = Some(Industry::Manufacturing);
    let created = companies.create(&new).await.expect("the company is created");
    assert_eq!(
        json(&created),
        json!({
            "id": "com_0013",
            "created_at": created.created_at.to_string(),
            "updated_at": created.created_at.to_string(),
            "name": "Analytical Engines",
            "domain": "engines.example.com",
            "website": null,
            "industry": "manufacturing",
            "employees": 12,
            "address": null,
            "parent_id": null,
        })
    );
    let update =
        CompanyUpdate { employees: Nullable::Null, website: "https://engines.example.com".to_owned().into(), ..Default::default() };
    let updated = companies.update(&created.id, &update).await.expect("the company is changed");
    assert_eq!(last_body(&server), json!({"employees": null, "website": "https://engines.example.com"}));
    let mut expected = created.clone();
    expected.employees = Nullable::Null;
    expected.website = Nullable::Value("https://engines.example.com".to_owned());
    expected.updated_at = updated.updated_at.clone();
    assert_eq!(updated, expected);
    assert_eq!(companies.get(&created.id).await.expect("the company is there"), expected);
    companies.delete(&created.id).await.expect("the company is deleted");
    assert_eq!(companies.get(&created.id).await.expect_err("the company is gone").status(), Some(404));
}

#[tokio::test]
async fn the_contacts_of_a_company_come_in_pages() {
    let (_server, client) = start().await;
    let params = ListCompanyContacts { limit: Some(2), ..Default::default() };
    let contacts = client.companies().list_contacts("com_0001", &params).items().all(100).await.expect("contacts are listed");
    let found: Vec<String> = contacts.into_iter().map(|contact| contact.id).collect();
    assert_eq!(found, ids("con", [1, 7, 13, 19, 25]));
}
