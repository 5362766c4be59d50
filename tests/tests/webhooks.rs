//! Events over a real server: it answers 200, 400, 401 or 422, and handles each event once.

use std::error::Error;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use billing::webhooks::{SIGNATURE, Webhook};
use serde_json::{Value, json};
use turnbuckle_runtime::http::{Request, StatusCode, request};
use turnbuckle_runtime::webhook::{Claim, DuplicateGuard, MemoryGuard, Signer, Verifier};

const SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

#[derive(Clone)]
struct Receiver {
    verifier: Verifier,
    guard: MemoryGuard,
    taken: Arc<Mutex<Vec<String>>>,
}

async fn take(State(receiver): State<Receiver>, parts: request::Parts, body: Bytes) -> StatusCode {
    let delivery = match Webhook::receive(&receiver.verifier, (&parts, &body)) {
        Ok(delivery) => delivery,
        Err(error) => return error.status(),
    };
    match receiver.guard.claim(delivery.verified.key()).await {
        Ok(Claim::First) => {}
        Ok(Claim::Duplicate) => return StatusCode::OK,
        Err(_) => return StatusCode::SERVICE_UNAVAILABLE,
    }
    let told = match delivery.event {
        Webhook::InvoicePaid(event) => format!("{} is paid", event.data.id),
        Webhook::PaymentFailed(event) => format!("{} failed", event.data.amount),
        Webhook::Unlisted(event) => format!("not listed: {}", event["type"]),
        other => format!("{other:?}"),
    };
    receiver.taken.lock().expect("no holder panics").push(told);
    StatusCode::OK
}

fn payment() -> Value {
    json!({
        "type": "payment.failed", "timestamp": "2026-02-03T10:15:00Z",
        "data": {
            "id": "pay_0001", "created": "2026-02-03T10:15:00Z", "livemode": true, "amount": "129.72",
            "amount_refunded": "0.00", "currency": "EUR", "status": "failed", "metadata": {},
            "method": {"type": "card", "brand": "visa", "last4": "4242", "exp_month": 12, "exp_year": 2030},
        },
    })
}

#[tokio::test]
async fn a_server_answers_by_what_came() -> Result<(), Box<dyn Error>> {
    let taken = Arc::new(Mutex::new(Vec::new()));
    let receiver = Receiver { verifier: Webhook::verifier(SECRET)?, guard: MemoryGuard::new(), taken: taken.clone() };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}/hooks/billing", listener.local_addr()?);
    let server = Router::new().nest("/hooks", Router::new().route("/billing", post(take))).with_state(receiver);
    let serving = tokio::spawn(async move { axum::serve(listener, server).await });

    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::new();
    let signed = |secret: &str, body: &Value| -> Result<Request<Vec<u8>>, Box<dyn Error>> {
        let request = Request::post(&url).header("content-type", "application/json").body(body.to_string().into_bytes())?;
        Ok(Signer::new(&SIGNATURE, secret)?.sign(request)?)
    };
    let send = async |request: Request<Vec<u8>>| -> Result<u16, Box<dyn Error>> {
        Ok(client.execute(request.try_into()?).await?.status().as_u16())
    };

    let event = signed(SECRET, &payment())?;
    assert_eq!(send(event.clone()).await?, 200);
    assert_eq!(send(event.clone()).await?, 200, "it is taken, and not handled again");
    assert_eq!(send(signed("whsec_b3RoZXI=", &payment())?).await?, 401);
    let mut unsigned = event.clone();
    unsigned.headers_mut().remove("webhook-signature");
    assert_eq!(send(unsigned).await?, 400);
    let mut changed = event.clone();
    changed.body_mut().push(b' ');
    assert_eq!(send(changed).await?, 401);
    let mut old = event;
    old.headers_mut().insert("webhook-timestamp", "1614265330".parse()?);
    assert_eq!(send(old).await?, 401);
    assert_eq!(send(signed(SECRET, &json!({"type": "payment.failed"}))?).await?, 422);
    assert_eq!(send(signed(SECRET, &json!({"type": "balance.low", "data": 7}))?).await?, 200);
    serving.abort();

    let taken = taken.lock().expect("no holder panics").clone();
    assert_eq!(taken, ["129.72 failed", r#"not listed: "balance.low""#]);
    Ok(())
}
