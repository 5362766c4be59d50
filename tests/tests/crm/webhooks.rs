use crm::models::DealStage;
use crm::webhooks::Webhook;
use serde_json::json;

#[test]
fn an_event_is_typed() {
    let body = json!({
        "event_id": "evt_1", "type": "deal.stage_changed", "occurred_at": "2026-03-01T10:00:00Z", "from": "proposal",
        "deal": {
            "id": "dea_0001", "created_at": "2026-02-01T00:00:00Z", "updated_at": "2026-02-01T00:00:00Z", "name": "5 engines",
            "stage": "won", "probability": 1.0, "contact_ids": [],
        },
    });
    let event = Webhook::decode("dealStageChanged", body.to_string().as_bytes()).expect("the event is as described");
    let Webhook::DealStageChanged(event) = event else { panic!("{event:?} is another event") };
    assert_eq!((&event.from, &event.deal.stage), (&DealStage::Proposal, &DealStage::Won));
}

#[test]
fn an_event_that_is_not_described_is_kept() {
    let event = Webhook::decode("dealLost", br#"{"id": 1}"#).expect("it is JSON");
    assert_eq!(event, Webhook::Unlisted(json!({"id": 1})));
}
