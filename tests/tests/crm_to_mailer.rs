//! Checks the integration of the CRM and the mailer.

use std::collections::BTreeMap;
use std::time::Duration;

use mailer::runtime::Retry;
use mailer::subscribers::ListSubscribers;
use turnbuckle_tests::demo::{self, DemoServer, Fault, credentials};
use turnbuckle_tests::integrations::crm_to_mailer::{Counts, run};

const LIST: &str = "lst_0003";
/// How many contacts of the seed have the tag `news`.
const NEWS: usize = 15;

fn clients(server: &DemoServer) -> (crm::Client, mailer::Client) {
    let crm = crm::Client::builder().base_url(server.url("crm")).api_key(credentials::CRM_KEY);
    let at_once = Retry::default().base_delay(Duration::ZERO);
    let mailer = mailer::Client::builder().base_url(server.url("mailer")).key(credentials::MAILER_KEY).retry(at_once);
    (crm.build().expect("the client is complete"), mailer.build().expect("the client is complete"))
}

#[tokio::test]
async fn a_second_run_changes_nothing() {
    let server = demo::start().await;
    let (crm, mailer) = clients(&server);
    let first = run(&crm, &mailer, "news", LIST).await.expect("the first run succeeds");
    assert_eq!(first, Counts { created: NEWS, present: 0 });
    assert_eq!(server.log().all_effects(), BTreeMap::from([("putSubscriber".to_owned(), NEWS)]));
    let second = run(&crm, &mailer, "news", LIST).await.expect("the second run succeeds");
    assert_eq!(second, Counts { created: 0, present: NEWS });
    assert_eq!(server.log().all_effects(), BTreeMap::from([("putSubscriber".to_owned(), NEWS)]));
}

#[tokio::test]
async fn everybody_with_the_tag_is_on_the_list_once() {
    let server = demo::start().await;
    let (crm, mailer) = clients(&server);
    run(&crm, &mailer, "news", LIST).await.expect("the run succeeds");
    let subscribers = mailer.subscribers().list(LIST, &ListSubscribers::default()).items().all(100).await.expect("the list is read");
    let found: Vec<String> = subscribers.into_iter().map(|subscriber| subscriber.email).collect();
    let tagged = (0..25).filter(|i| i % 5 == 0 || i % 2 == 0);
    assert_eq!(found, tagged.map(|i| format!("contact{i}@example.com")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_run_that_broke_off_is_gone_on_with() {
    let server = demo::start().await;
    let (crm, mailer) = clients(&server);
    server.faults().fail_next("mailer", "PUT", "/lists/lst_0003/subscribers/contact10", Fault::Status(422, None), 1);
    assert!(run(&crm, &mailer, "news", LIST).await.is_err());
    // Those before: 0, 2, 4, 5, 6 and 8.
    assert_eq!(run(&crm, &mailer, "news", LIST).await.expect("the run succeeds"), Counts { created: NEWS - 6, present: 6 });
}

#[tokio::test]
async fn an_answer_that_is_lost_adds_nobody_twice() {
    let server = demo::start().await;
    let (crm, mailer) = clients(&server);
    server.faults().fail_next("mailer", "PUT", "/lists", Fault::ResetAfterWork, 1);
    let counts = run(&crm, &mailer, "news", LIST).await.expect("the run succeeds");
    assert_eq!(counts, Counts { created: NEWS, present: 0 });
    let list = mailer.lists().get(LIST).await.expect("the list is there");
    assert_eq!(list.stats.subscribed, NEWS as i64);
}
