//! Keeps customers and their subscriptions in a stand-in for a payment service: nested forms, cursor pages, typed errors, a webhook.
//!
//! The server is older than the document: what it leaves out or has as null is listed as it comes, by a tolerant client.

use std::error::Error;
use std::time::{Duration, SystemTime};

use localstripe_client::customers::{GetCustomers, GetCustomersCustomer};
use localstripe_client::events::GetEvents;
use localstripe_client::invoices::GetInvoices;
use localstripe_client::models::{Event, GetCustomersCustomerResponse, PostCustomersBody, PostPaymentMethodsPaymentMethodAttachBody};
use localstripe_client::runtime::clock::Clock;
use localstripe_client::runtime::http::Request;
use localstripe_client::runtime::json::from_slice_tolerant;
use localstripe_client::runtime::model::Value as AnyValue;
use localstripe_client::runtime::operation::Operation;
use localstripe_client::runtime::transport::BoxFuture;
use localstripe_client::runtime::webhook::{Verified, VerifyError};
use localstripe_client::runtime::{Deviation, Drift};
use localstripe_client::subscriptions::GetSubscriptions;
use localstripe_client::webhooks::Webhook;
use localstripe_client::{Client, ClientBuilder};
use serde_json::{Value, from_value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

/// Where the server is told of a listener; no document has it.
static CONFIGURE: Operation = Operation::new("configureWebhook", "POST", "/_config/webhooks/{id}").body("application/json");

/// The stack of the thread that calls. A customer takes 350 kB, as it has what it refers to inside, and code that is not optimized keeps
/// a copy for each use of one.
const STACK_BYTES: usize = 128 << 20;

fn main() -> Outcome {
    let work = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
        runtime.block_on(call()).map_err(|error| error.to_string())
    };
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work)?;
    thread.join().map_err(|_| "the calls panicked")?.map_err(Into::into)
}

async fn call() -> Outcome {
    let base = std::env::args().nth(1).ok_or("give the server's address")?;
    let client = builder(&base).bearer_auth("sk_test_1").build()?;
    customers(&client).await?;
    let with_basic = builder(&base).basic_auth("sk_test_1", "").build()?;
    subscriptions(&with_basic).await?;
    errors(&base, &client).await?;
    webhook(&client).await
}

fn builder(base: &str) -> ClientBuilder {
    Client::builder().base_url(base).tolerant(|drift: &Drift<'_>| {
        let deviation = drift.deviation;
        println!("  {} {}: {} for {}", drift.operation.id, deviation.pointer, deviation.found, deviation.expected);
    })
}

async fn customers(client: &Client) -> Outcome {
    let mut ids = Vec::new();
    for name in ["Ann & Co", "Bob", "Cleo"] {
        let body: PostCustomersBody = from_value(json!({
            "name": name, "email": "a+b@example.org", "metadata": {"tier": "gold", "a b": "100%"},
            "address": {"city": "Z\u{fc}rich", "line1": "1, Main St"}, "preferred_locales": ["de", "en"],
        }))?;
        ids.push(client.customers().post(Some(&body)).await?.id);
    }
    let read = client.customers().get_customer(&ids[0], &GetCustomersCustomer::default()).await?;
    let GetCustomersCustomerResponse::Customer(read) = read else { return Err("no customer".into()) };
    println!("read: {:?}, {:?}, {:?}", read.name, read.metadata, read.preferred_locales);
    println!("city: {:?}", read.address.value().and_then(|address| address.city.value()));

    let change = from_value(json!({"description": "moved", "metadata": {"tier": "blue"}}))?;
    let updated = client.customers().post_customer(&ids[0], Some(&change)).await?;
    println!("updated: {:?}, {:?}", updated.description, updated.metadata);

    let params = GetCustomers { limit: Some(2), ..GetCustomers::default() };
    let mut pages = client.customers().get(&params).pages();
    while let Some(page) = pages.try_next().await? {
        println!("page of {}, more: {}", page.data.len(), page.has_more);
    }
    let mut all: Vec<_> = client.customers().get(&params).items().all(10).await?.into_iter().map(|customer| customer.id).collect();
    all.sort();
    ids.sort();
    println!("{} customers over all pages, each once: {}", all.len(), all == ids);
    Ok(())
}

async fn subscriptions(client: &Client) -> Outcome {
    let product = client.products().post(&from_value(json!({"name": "Tea", "type": "service"}))?).await?;
    let plan = json!({"id": "tea", "product": product.id, "amount": 700, "currency": "eur", "interval": "month", "nickname": "Tea"});
    let plan = client.plans().post(&from_value(plan)?).await?;
    println!("plan: {} at {:?} every {:?}", plan.id, plan.amount, plan.interval);

    let card = json!({"type": "card", "card": {"number": "4242424242424242", "exp_month": 12, "exp_year": 2040, "cvc": "123"}});
    let card = client.payment_methods().post(Some(&from_value(card)?)).await?;
    let body = json!({"name": "Dora", "payment_method": card.id, "invoice_settings": {"default_payment_method": card.id}});
    let customer = client.customers().post(Some(&from_value(body)?)).await?.id;

    let body = json!({"customer": customer, "items": [{"plan": plan.id, "quantity": 2}], "metadata": {"from": "test"}});
    let made = client.subscriptions().post(&from_value(body)?).await?;
    println!("subscription: {:?}, {} items, {:?}", made.status, made.items.data.len(), made.metadata);

    let params = GetSubscriptions { customer: Some(customer.clone()), ..GetSubscriptions::default() };
    let listed = client.subscriptions().get(&params).items().all(10).await?;
    println!("listed: {}", listed.iter().map(|one| one.id == made.id).filter(|same| *same).count());

    let params = GetInvoices { customer: Some(customer), ..GetInvoices::default() };
    for invoice in client.invoices().get(&params).items().all(10).await? {
        println!("invoice: {:?} of {} paid, {:?}", invoice.amount_paid, invoice.amount_due, invoice.status);
    }
    Ok(())
}

async fn errors(base: &str, client: &Client) -> Outcome {
    let missing = client.customers().get_customer("cus_none", &GetCustomersCustomer::default()).await.err().ok_or("it is there")?;
    println!("missing: {:?}, {:?}", missing.status(), missing.api().map(|api| (&api.error.r#type, &api.error.message)));

    let bad = json!({"type": "card", "card": {"number": "4000000000000002", "exp_month": 12, "exp_year": 2040, "cvc": "123"}});
    let bad = client.payment_methods().post(Some(&from_value(bad)?)).await?;
    let customer = client.customers().post(None).await?.id;
    let body: PostPaymentMethodsPaymentMethodAttachBody = from_value(json!({"customer": customer}))?;
    let refused = client.payment_methods().post_payment_method_attach(&bad.id, &body).await.err().ok_or("the card was taken")?;
    println!("declined: {:?}, {:?}", refused.status(), refused.api().map(|api| (&api.error.r#type, &api.error.code, &api.error.message)));

    let stranger = builder(base).bearer_auth("wrong").build()?;
    let denied = stranger.customers().get(&GetCustomers::default()).await.err().ok_or("anyone may read")?;
    println!("with a wrong key: {:?}, typed: {}", denied.status(), denied.api().is_some());
    Ok(())
}

async fn webhook(client: &Client) -> Outcome {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hook", listener.local_addr()?);
    let hook: AnyValue = from_value(json!({"url": url, "secret": "whsec_1", "events": ["customer.updated"]}))?;
    client.runtime().call::<(), AnyValue, ()>(&CONFIGURE).path("id", "test").body(&hook).await?;

    let body: PostCustomersBody = from_value(json!({"name": "Emil"}))?;
    let customer = client.customers().post(Some(&body)).await?;
    client.customers().post_customer(&customer.id, Some(&from_value(json!({"name": "Emile"}))?)).await?;

    // What earlier calls changed is told now, too.
    let request = loop {
        let request = receive(&listener).await?;
        if serde_json::from_slice::<Value>(request.body())?["data"]["object"]["id"] == customer.id.as_str() {
            break request;
        }
    };
    let verified = Webhook::verifier("whsec_1")?.verify(&request)?;
    println!("authentic: {}, of a signed identifier: {}", verified.id().is_some(), verified.is_id_signed());
    println!("with another secret: {}", refused(Webhook::verifier("whsec_2")?.verify(&request)));
    let later = Webhook::verifier("whsec_1")?.clock(Later).verify(&request);
    println!("ten minutes later: {}", later.err().ok_or("it is in time")?.status());
    let (parts, body) = request.into_parts();
    println!("with another body: {}", refused(Webhook::verifier("whsec_1")?.verify((&parts, &body[1..]))));
    // The server leaves out what the document requires.
    println!("strictly: {:?}", Webhook::receive(&Webhook::verifier("whsec_1")?, (&parts, &body)).err().map(|error| error.status()));

    let tell = |deviation: Deviation| println!("  event {}: {} for {}", deviation.pointer, deviation.found, deviation.expected);
    let event: Event = from_slice_tolerant(&body, &mut { tell })?;
    println!("the same identifier: {}", verified.id() == Some(event.id.as_str()));
    println!("event: {}, live: {}", event.r#type, event.livemode);
    let of: Value = serde_json::to_value(&event.data.object)?;
    println!("of a customer by the name of {}", of["name"]);
    let params = GetEvents { r#type: Some("customer.updated".to_owned()), ..GetEvents::default() };
    let listed = client.events().get(&params).items().all(10).await?;
    println!("the same event in the list: {}", listed.iter().any(|one| one.id == event.id));
    Ok(())
}

/// A clock that is ten minutes ahead.
struct Later;

impl Clock for Later {
    fn now(&self) -> Duration {
        Duration::ZERO
    }
    fn wall(&self) -> SystemTime {
        SystemTime::now() + Duration::from_secs(600)
    }
    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        Box::pin(std::future::ready(()))
    }
    fn random(&self) -> u64 {
        0
    }
}

fn refused(result: Result<Verified, VerifyError>) -> String {
    result.err().map_or_else(|| "taken".to_owned(), |error| error.to_string())
}

/// Takes one request, and answers that it was taken.
async fn receive(listener: &TcpListener) -> Outcome<Request<Vec<u8>>> {
    let (mut socket, _) = listener.accept().await?;
    let mut bytes = Vec::new();
    loop {
        if socket.read_buf(&mut bytes).await? == 0 {
            return Err("the sender gave up".into());
        }
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: ")).ok_or("no length")?.parse::<usize>()?;
        if bytes.len() >= end + 4 + length {
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await?;
            let mut request = Request::post("/hook");
            for (name, value) in head.lines().filter_map(|line| line.split_once(": ")) {
                request = request.header(name, value);
            }
            return Ok(request.body(bytes.split_off(end + 4))?);
        }
    }
}
