//! What clients do in a run, through generated crates.

use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use billing::customers::{CreateCustomer, ListCustomers};
use billing::models::{Currency, CustomerCreate, PaymentCreate};
use billing::payments::CreatePayment;
use crm::contacts::ListContacts;
use crm::models::{CompanyCreate, ContactCreate, ContactSearch, ContactUpdate};
use helpdesk::models::{Person, TicketCreate};
use helpdesk::tickets::ListTickets;
use mailer::campaigns::ListCampaigns;
use mailer::models::{MailingListInput, SubscriberInput};
use mailer::subscribers::ListSubscribers;
use turnbuckle_runtime::auth::{MemoryTokenStore, TokenStore};
use turnbuckle_runtime::clock::Clock;
use turnbuckle_runtime::output::{ErrorBody, Output};
use turnbuckle_runtime::page::Position;
use turnbuckle_runtime::transport::Transport;
use turnbuckle_runtime::{Call, Credential, Error, Paged, Retry};
use turnbuckle_tests::demo::credentials;
use warehouse::items::ListItems;
use warehouse::models::ItemInput;

use crate::judge::{Judge, Repeatable, Verdict};
use crate::panics::panics;
use crate::random::Random;
use crate::rotation::FIRST;
use crate::world::World;

/// What clients work with.
#[derive(Clone)]
pub struct Site {
    /// What is behind the network.
    pub world: Arc<World>,
    /// The network.
    pub transport: Arc<dyn Transport>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// How long a call may take.
    pub timeout: Duration,
    /// How long an attempt may take.
    pub attempt_timeout: Duration,
    /// When requests are sent again.
    pub retry: Retry,
    /// How long to wait before a list is taken up again: a request for a token may be under way for as long as an attempt.
    pub pause: Duration,
    /// What is allowed beyond a call's time: none where time is the tests' own.
    pub grace: Duration,
}

/// What a run does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Pages by cursor, with an OAuth token.
    ListContacts,
    /// Pages by a cursor in the body of a POST.
    SearchContacts,
    /// POST, PATCH and DELETE without a key.
    ChangeContacts,
    /// Three calls at once that share a token.
    Together,
    /// Two clients with one store of tokens, which are renewed.
    Rotate,
    /// Pages by last id.
    ListCustomers,
    /// POST with a key.
    Pay,
    /// Pages by offset, with a key in the query.
    ListSubscribers,
    /// Pages by `Link` header.
    ListCampaigns,
    /// POST without a key, PUT and DELETE, with a key in the query.
    ChangeLists,
    /// Pages by number.
    ListTickets,
    /// POST without a key, with two keys in headers.
    ChangeTickets,
    /// Pages by URL, with a session in a cookie.
    ListItems,
    /// POST, PUT and DELETE.
    ChangeItems,
    /// GET of several resources, each with a limit of its own.
    Limits,
    /// POST with hooks, a source of tokens and a signer that panic now and then.
    Panics,
}

/// Every job.
pub const JOBS: [Job; 16] = [
    Job::ListContacts,
    Job::SearchContacts,
    Job::ChangeContacts,
    Job::Together,
    Job::Rotate,
    Job::ListCustomers,
    Job::Pay,
    Job::ListSubscribers,
    Job::ListCampaigns,
    Job::ChangeLists,
    Job::ListTickets,
    Job::ChangeTickets,
    Job::ListItems,
    Job::ChangeItems,
    Job::Limits,
    Job::Panics,
];

/// How often a list is taken up again: more often than a script has faults.
const RESUMPTIONS: usize = 60;

macro_rules! client {
    ($site:ident, $api:ident, $($credential:tt)*) => {{
        let builder = $api::Client::builder()
            .base_url($site.world.base(stringify!($api)))
            .shared_transport(Arc::clone(&$site.transport))
            .clock($crate::jobs::Shared(Arc::clone(&$site.clock)))
            .timeout($site.timeout)
            .attempt_timeout($site.attempt_timeout)
            .retry($site.retry.clone())
            .header("X-Private", $crate::world::PRIVATE)
            .tolerant(|_| {});
        builder.$($credential)*.build().expect("the client is complete")
    }};
}

pub(crate) use client;

/// A clock that is shared.
pub(crate) struct Shared(pub(crate) Arc<dyn Clock>);

impl Clock for Shared {
    fn now(&self) -> Duration {
        self.0.now()
    }
    fn wall(&self) -> std::time::SystemTime {
        self.0.wall()
    }
    fn sleep(&self, duration: Duration) -> turnbuckle_runtime::transport::BoxFuture<'static, ()> {
        self.0.sleep(duration)
    }
    fn random(&self) -> u64 {
        self.0.random()
    }
}

/// Does a job and judges it.
pub async fn work(job: Job, site: &Site, random: &mut Random, judge: &mut Judge) {
    let limit = Some(1 + random.below(9) as i32);
    match job {
        Job::ListContacts => {
            let client = crm(site);
            let params = ListContacts { limit, ..Default::default() };
            let expected = numbered("con", 1..=25);
            list(site, judge, "listContacts", || client.contacts().list(&params), |contact| contact.id, &expected).await;
        }
        Job::SearchContacts => {
            let client = crm(site);
            let params = ContactSearch { limit, ..Default::default() };
            let expected = numbered("con", 1..=25);
            list(site, judge, "searchContacts", || client.contacts().search(&params), |contact| contact.id, &expected).await;
        }
        Job::ChangeContacts => change_contacts(site, judge).await,
        Job::Together => together(site, judge).await,
        Job::Rotate => rotate(site, judge).await,
        Job::ListCustomers | Job::Pay => bill(job, site, limit, judge).await,
        Job::ListSubscribers | Job::ListCampaigns | Job::ChangeLists => mail(job, site, limit, judge).await,
        Job::ListTickets | Job::ChangeTickets => help(job, site, limit, judge).await,
        Job::ListItems | Job::ChangeItems => store(job, site, limit, judge).await,
        Job::Limits => limits(site, random, judge).await,
        Job::Panics => panics(site, random, judge).await,
    }
}

fn crm(site: &Site) -> crm::Client {
    let oauth = Credential::client_credentials(credentials::CRM_CLIENT_ID, credentials::CRM_CLIENT_SECRET);
    client!(site, crm, oauth(oauth.token_url(format!("{}/oauth/token", site.world.base("crm")))))
}

async fn change_contacts(site: &Site, judge: &mut Judge) {
    let client = crm(site);
    let contacts = client.contacts();
    for number in 0..2 {
        let new = ContactCreate::new(format!("new{number}@example.com"), "New", "One");
        change(site, judge, "createContact", Repeatable::No, contacts.create(&new)).await;
    }
    let update = ContactUpdate { last_name: Some("Meier".to_owned()), ..Default::default() };
    change(site, judge, "updateContact", Repeatable::No, contacts.update("con_0007", &update)).await;
    change(site, judge, "deleteContact", Repeatable::Yes, contacts.delete("con_0009")).await;
}

async fn together(site: &Site, judge: &mut Judge) {
    let client = crm(site);
    let (contacts, companies) = (client.contacts(), client.companies());
    let (contact, company) = (ContactCreate::new("new@example.com", "New", "One"), CompanyCreate::new("New Ltd", "new.example.com"));
    let update = ContactUpdate { last_name: Some("Meier".to_owned()), ..Default::default() };
    let (mut first, mut second, mut third) = (Judge::default(), Judge::default(), Judge::default());
    // What the others send is no matter of a call's own time.
    tokio::join!(
        change_among(site, &mut first, "createContact", Repeatable::No, contacts.create(&contact)),
        change_among(site, &mut second, "createCompany", Repeatable::No, companies.create(&company)),
        change_among(site, &mut third, "updateContact", Repeatable::No, contacts.update("con_0007", &update)),
    );
    for other in [first, second, third] {
        judge.counts += &other.counts;
        judge.findings.extend(other.findings);
    }
}

/// Makes a client with a grant that is renewed, kept in a store.
pub fn with_grant(site: &Site, store: Arc<dyn TokenStore>) -> crm::Client {
    let oauth = Credential::refresh_token("app", FIRST).shared_store(store);
    client!(site, crm, oauth(oauth.token_url(format!("{}/oauth/token", site.world.base("crm")))))
}

async fn rotate(site: &Site, judge: &mut Judge) {
    let store: Arc<dyn TokenStore> = Arc::new(MemoryTokenStore::new());
    let clients = [with_grant(site, Arc::clone(&store)), with_grant(site, store)];
    for round in 0..4 {
        let [first, second] = [0, 1].map(|at| {
            let contacts = clients[at].contacts();
            async move { contacts.get("con_0001").await.map(|_| ()).map_err(Error::erase) }
        });
        let (first, second) = tokio::join!(first, second);
        for result in [first, second] {
            match result {
                Ok(()) => judge.counts.succeeded += 1,
                Err(error) => judge.error(&error),
            }
        }
        if round == 2 {
            site.world.calm();
        }
    }
    judge.rotation(&site.world);
    for client in &clients {
        let mut last = None;
        // A request for a token that is never answered may be under way still.
        for _ in 0..RESUMPTIONS {
            last = client.contacts().get("con_0001").await.err();
            if last.is_none() {
                break;
            }
            site.clock.sleep(site.pause).await;
        }
        if let Some(error) = last {
            judge.counts.lost += 1;
            judge.findings.push(format!("the grant was lost: {error:?}"));
        }
    }
}

async fn bill(job: Job, site: &Site, limit: Option<i32>, judge: &mut Judge) {
    let client = client!(site, billing, bearer(credentials::BILLING_KEY));
    if job == Job::ListCustomers {
        let params = ListCustomers { limit, ..Default::default() };
        let expected = numbered("cus", (1..=13).rev());
        list(site, judge, "listCustomers", || client.customers().list(&params), |customer| customer.id, &expected).await;
        return;
    }
    for number in 1..3 {
        let amount = format!("{number}2.00").parse().expect("it is a decimal number");
        let payment = PaymentCreate::new(amount, Currency::Eur, "tok_visa");
        change(site, judge, "createPayment", Repeatable::No, client.payments().create(&payment, &CreatePayment::default())).await;
    }
    let customer = CustomerCreate::new("new@example.com", "New");
    let call = client.customers().create(&customer, &CreateCustomer::default());
    change(site, judge, "createCustomer", Repeatable::No, call).await;
    change(site, judge, "capturePayment", Repeatable::No, client.payments().capture("pay_0014", &Default::default())).await;
}

async fn mail(job: Job, site: &Site, limit: Option<i32>, judge: &mut Judge) {
    let client = client!(site, mailer, key(credentials::MAILER_KEY));
    match job {
        Job::ListSubscribers => {
            let params = ListSubscribers { limit, ..Default::default() };
            let call = || client.subscribers().list("lst_0001", &params);
            list(site, judge, "listSubscribers", call, |subscriber| subscriber.id, &numbered("sub", 1..=37)).await;
        }
        Job::ListCampaigns => {
            let params = ListCampaigns { page_size: limit, ..Default::default() };
            let call = || client.campaigns().list(&params);
            list(site, judge, "listCampaigns", call, |campaign| campaign.id, &numbered("cam", (1..=12).rev())).await;
        }
        _ => {
            let new = MailingListInput::new("Ada", "ada@example.com", "New");
            change(site, judge, "createList", Repeatable::No, client.lists().create(&new)).await;
            let subscriber = SubscriberInput::new("a@example.com");
            let subscribers = client.subscribers();
            change(site, judge, "putSubscriber", Repeatable::Yes, subscribers.put("lst_0003", "a@example.com", &subscriber)).await;
            change(site, judge, "removeSubscriber", Repeatable::Yes, subscribers.remove("lst_0001", "subscriber3@example.com")).await;
        }
    }
}

async fn help(job: Job, site: &Site, limit: Option<i32>, judge: &mut Judge) {
    let client = client!(site, helpdesk, account(credentials::HELPDESK_ACCOUNT).key(credentials::HELPDESK_KEY));
    if job == Job::ListTickets {
        let params = ListTickets { per_page: limit, ..Default::default() };
        let expected: Vec<String> = (1..=23).map(|id| id.to_string()).collect();
        list(site, judge, "listTickets", || client.tickets().list(&params), |ticket| ticket.id.to_string(), &expected).await;
        return;
    }
    for number in 0..3 {
        let ticket = TicketCreate::new(format!("Smoke {number}"), "There is smoke.", Person::new("Ada", "ada@example.com"));
        change(site, judge, "createTicket", Repeatable::No, client.tickets().create(&ticket)).await;
    }
}

async fn store(job: Job, site: &Site, limit: Option<i32>, judge: &mut Judge) {
    if job == Job::ListItems {
        let client = client!(site, warehouse, session(credentials::WAREHOUSE_SESSION));
        let params = ListItems { limit, ..Default::default() };
        let mut expected: Vec<String> = (0..23).map(|i| format!("{}-M{i}", ["BOLT", "NUT", "TEA"][i % 3])).collect();
        expected.sort();
        list(site, judge, "listItems", || client.items().list(&params), |item| item.sku, &expected).await;
        return;
    }
    let client = client!(site, warehouse, token(credentials::WAREHOUSE_TOKEN));
    let (items, item) = (client.items(), ItemInput::new("GEAR-1", "Gear"));
    change(site, judge, "createItem", Repeatable::No, items.create(&item)).await;
    let item = ItemInput::new("TEA-M2", "Tea");
    change(site, judge, "replaceItem", Repeatable::Yes, items.replace("TEA-M2", &item)).await;
}

/// Asks for things of three resources in any order. A call in which nothing goes wrong waits only where its own resource is used up.
async fn limits(site: &Site, random: &mut Random, judge: &mut Judge) {
    let client = client!(site, crm, api_key(credentials::CRM_KEY));
    for _ in 0..12 {
        let resource = *random.pick(&["contacts", "companies", "deals"]);
        let (start, faults, requests) = (site.clock.now(), site.world.happened().len(), site.world.arrivals().len());
        let limited = site.world.is_limited(resource);
        let result = match resource {
            "contacts" => client.contacts().get("con_0001").send().await.map(drop).map_err(Error::erase),
            "companies" => client.companies().get("com_0001").send().await.map(drop).map_err(Error::erase),
            _ => client.deals().get("dea_0001").send().await.map(drop).map_err(Error::erase),
        };
        let took = site.clock.now() - start;
        judge.time(resource, took, site.timeout + site.grace);
        judge.sent(resource, &site.world.arrivals()[requests..], start + site.timeout + site.grace);
        if site.world.happened().len() == faults && !limited {
            judge.unheld(resource, took, site.grace);
        }
        match result {
            Ok(()) => judge.counts.succeeded += 1,
            Err(error) => {
                if site.world.happened().len() == faults && !limited {
                    judge.counts.held += 1;
                    judge.findings.push(format!("{resource} failed, and nothing went wrong with it: {error:?}"));
                }
                judge.error(&error);
            }
        }
    }
}

fn numbered(prefix: &str, numbers: impl IntoIterator<Item = usize>) -> Vec<String> {
    numbers.into_iter().map(|number| format!("{prefix}_{number:04}")).collect()
}

/// Makes a call that changes something, alone.
async fn change<T: Output, E: ErrorBody, P>(
    site: &Site,
    judge: &mut Judge,
    operation: &'static str,
    repeatable: Repeatable,
    call: Call<'_, T, E, P>,
) {
    let (start, before) = (site.clock.now(), site.world.arrivals().len());
    change_among(site, judge, operation, repeatable, call).await;
    judge.sent(operation, &site.world.arrivals()[before..], start + site.timeout + site.grace);
}

/// Makes a call that changes something, among others.
async fn change_among<T: Output, E: ErrorBody, P>(
    site: &Site,
    judge: &mut Judge,
    operation: &'static str,
    repeatable: Repeatable,
    call: Call<'_, T, E, P>,
) {
    let (start, before) = (site.clock.now(), site.world.effects(operation));
    let result = call.send().await.map_err(Error::erase);
    judge.time(operation, site.clock.now() - start, site.timeout + site.grace);
    let effects = site.world.effects(operation) - before;
    let error = result.err();
    judge.change(&Verdict { operation, effects, repeatable, error: error.as_ref() });
}

/// Reads a list to its end, and takes it up again after each error.
async fn list<'c, T, I, E>(
    site: &Site,
    judge: &mut Judge,
    operation: &'static str,
    call: impl Fn() -> Call<'c, T, E, Paged<I>>,
    id: impl Fn(I) -> String,
    expected: &[String],
) where
    T: turnbuckle_runtime::model::Model,
    I: turnbuckle_runtime::model::Model,
    E: ErrorBody,
{
    let mut read = Vec::new();
    let mut position: Option<Position> = None;
    let mut last = String::new();
    for _ in 0..RESUMPTIONS {
        let call = match &position {
            Some(position) => call().resume(position),
            None => call(),
        };
        let mut items = Box::pin(call.items());
        let failed = loop {
            let (start, before, empty) = (site.clock.now(), site.world.arrivals().len(), site.world.empty_pages());
            let next = Pin::as_mut(&mut items).get_mut().try_next().await.map_err(Error::erase);
            // Each page is a call of its own, and those without items come with the one after them.
            let pages = 1 + site.world.empty_pages() - empty;
            judge.time(operation, site.clock.now() - start, (site.timeout + site.grace) * pages);
            judge.sent(operation, &site.world.arrivals()[before..], start + (site.timeout + site.grace) * pages);
            match next {
                Ok(Some(item)) => read.push(id(item)),
                Ok(None) => break false,
                Err(error) => {
                    judge.error(&error);
                    last = error.to_string();
                    break true;
                }
            }
        };
        judge.list(operation, &read, expected, !failed);
        if !failed {
            judge.counts.succeeded += 1;
            return;
        }
        // It is kept as text between two processes.
        let saved = items.position().map(|position| position.to_string());
        judge.counts.resumed += 1;
        if !site.pause.is_zero() {
            site.clock.sleep(site.pause).await;
        }
        let Some(saved) = saved else {
            judge.counts.lost += 1;
            judge.findings.push(format!("{operation} has no position after an error"));
            return;
        };
        position = saved.parse().ok();
    }
    judge.counts.lost += 1;
    judge.findings.push(format!("{operation} did not come to its end though nothing went wrong any more: {last}"));
}
