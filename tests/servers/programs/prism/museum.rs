//! A 3.1 document, all its operations: dates in a query, lists at the top of an answer, a picture, basic credentials.

use museum_client::Client;
use museum_client::events::ListSpecialEvents;
use museum_client::models::{BuyMuseumTickets, SpecialEvent, SpecialEventFields};
use museum_client::operations::GetMuseumHours;
use serde_json::{from_value, json};

use crate::Outcome;
use crate::judge::{judge, refused};

const EVENT: &str = "dad4bce8-f5cb-4078-a211-995864315e39";

pub async fn call(base: &str) -> Outcome {
    let client = Client::builder().base_url(base).museum_placeholder_auth("ann", "secret").build()?;
    let params = GetMuseumHours { start_date: Some("2023-02-23".parse()?), page: Some(2), limit: Some(15) };
    judge("getMuseumHours", || client.operations().get_museum_hours(&params)).await;
    let params = ListSpecialEvents { start_date: Some("2023-02-23".parse()?), limit: Some(10), ..ListSpecialEvents::default() };
    judge("listSpecialEvents", || client.events().list_special_events(&params)).await;
    let event: SpecialEvent = from_value(json!({
        "name": "Pirates", "location": "Hall 1", "eventDescription": "Arr.", "dates": ["2023-10-29", "2023-10-30"], "price": 25,
    }))?;
    judge("createSpecialEvent", || client.events().create_special_event(&event)).await;
    judge("getSpecialEvent", || client.events().get_special_event(EVENT)).await;
    let change: SpecialEventFields = from_value(json!({"price": 15.5}))?;
    judge("updateSpecialEvent", || client.events().update_special_event(EVENT, &change)).await;
    judge("deleteSpecialEvent", || client.events().delete_special_event(EVENT)).await;
    let ticket: BuyMuseumTickets = from_value(json!({"ticketType": "general", "ticketDate": "2023-09-07", "email": "ann@example.org"}))?;
    judge("buyMuseumTickets", || client.tickets().buy_museum_tickets(&ticket)).await;
    judge("getTicketCode", || client.tickets().get_code("a54a57ca-36f8-421b-a6b4-2e8f26858a4c")).await;
    let stranger = Client::builder().base_url(base).build()?;
    refused("without credentials", stranger.events().get_special_event(EVENT)).await;
    refused("with an id of another form", client.events().get_special_event("first")).await;
    Ok(())
}
