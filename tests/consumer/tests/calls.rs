//! Checks that a client made by a build script calls like one in a crate of its own.

use turnbuckle_consumer::crm;
use turnbuckle_consumer::crm::companies::ListCompanies;
use turnbuckle_consumer::crm::models::Industry;
use turnbuckle_tests::demo;

#[tokio::test]
async fn a_client_in_a_module_lists_all_pages() {
    let server = demo::start().await;
    let builder = crm::Client::builder().base_url(server.url("crm")).api_key(demo::credentials::CRM_KEY);
    let client = builder.build().expect("the client is complete");
    let params = ListCompanies { limit: Some(1), industry: Some(Industry::Retail), ..Default::default() };
    let companies = client.companies().list(&params).items().all(10).await.expect("the companies are listed");
    let domains: Vec<&str> = companies.iter().map(|company| company.domain.as_str()).collect();
    assert_eq!(domains, ["company8.example.com", "company2.example.com"]);
}
