//! Stock: how much lies where, its movements, and alerts.

use super::Warehouse;
use crate::demo::exchange::{Conflict, Failure, Reply, Request};
use crate::demo::fields::{Field, Kind, accept, must, null};
use crate::demo::server::Context;
use crate::demo::table::{id_of, object};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;

const MOVEMENT: &[Field] = &[
    must("kind", Kind::OneOf(&["receipt", "pick", "transfer", "adjustment"])),
    must("quantity", Kind::Integer),
    null("from", Kind::Text),
    null("to", Kind::Text),
    null("reason", Kind::Text),
    null("lot", Kind::Any),
];

impl Warehouse {
    /// Returns how many of an item there are.
    pub(super) fn on_hand(&self, sku: &str) -> i64 {
        self.lying.get(sku).map_or(0, |places| places.values().sum())
    }

    /// Returns how many of an item are set aside for shipments.
    pub(super) fn reserved(&self, sku: &str) -> i64 {
        let waiting = |shipment: &&Value| shipment["status"] == "planned" || shipment["status"] == "packed";
        let lines = self.shipments.iter().filter(waiting).filter_map(|shipment| shipment["lines"].as_array());
        lines.flatten().filter(|line| line["sku"] == sku).filter_map(|line| line["quantity"].as_i64()).sum()
    }

    /// Tells whether there are fewer of an item than its reorder level.
    pub(super) fn is_low(&self, item: &Value) -> bool {
        let sku = id_of(item);
        self.on_hand(&sku) - self.reserved(&sku) < item["reorder_level"].as_i64().unwrap_or(0)
    }

    pub(super) fn stock_of(&self, sku: &str) -> Result<Value, Failure> {
        self.items.get("item", sku)?;
        let mut places = self.lying.get(sku).cloned().unwrap_or_default();
        places.retain(|_, quantity| *quantity != 0);
        let (on_hand, reserved) = (self.on_hand(sku), self.reserved(sku));
        Ok(json!({"sku": sku, "on_hand": on_hand, "reserved": reserved, "locations": places}))
    }

    pub(super) fn move_stock(&mut self, request: &Request, sku: &str, cx: &mut Context) -> Result<Reply, Failure> {
        self.items.get("item", sku)?;
        let movement = accept(request.json("application/json")?, MOVEMENT)?;
        let now = cx.clock.now();
        let movement = self.apply(sku, movement, &now)?;
        cx.effect("moveStock");
        Ok(Reply::json(201, &movement))
    }

    /// Moves stock. An adjustment changes what lies at `to`, and may be less than nothing.
    pub(super) fn apply(&mut self, sku: &str, mut movement: Map<String, Value>, now: &str) -> Result<Value, Failure> {
        let changes = self.changes(&movement)?;
        let places = self.lying.entry(sku.to_owned()).or_default();
        for (place, change) in &changes {
            let there = places.get(place).copied().unwrap_or(0);
            if there.saturating_add(*change) < 0 {
                return Err(short(sku, there));
            }
        }
        for (place, change) in changes {
            let there = places.entry(place).or_default();
            *there = there.saturating_add(change);
        }
        movement.insert("sku".to_owned(), json!(sku));
        movement.insert("at".to_owned(), json!(now));
        Ok(self.movements.insert(movement))
    }

    /// Returns what a movement changes, by location.
    fn changes(&self, movement: &Map<String, Value>) -> Result<Vec<(String, i64)>, Failure> {
        let quantity = movement["quantity"].as_i64().unwrap_or(0);
        if quantity == 0 || quantity < 0 && movement["kind"] != "adjustment" {
            return Err(Failure::invalid("/quantity", "must be more than nothing"));
        }
        let ends: &[(&str, i64)] = match movement["kind"].as_str() {
            Some("pick") => &[("from", -quantity)],
            Some("transfer") => &[("from", -quantity), ("to", quantity)],
            _ => &[("to", quantity)],
        };
        let mut changes = Vec::new();
        for (name, change) in ends {
            let place = movement.get(*name).and_then(Value::as_str);
            let place = place.filter(|id| self.locations.get("location", id).is_ok());
            let place = place.ok_or_else(|| Failure::invalid(&format!("/{name}"), "is not the id of a location"))?;
            changes.push((place.to_owned(), *change));
        }
        Ok(changes)
    }

    /// Takes stock from wherever it lies; there is enough of it.
    pub(super) fn pick(&mut self, sku: &str, quantity: i64, now: &str) -> Result<(), Failure> {
        let mut left = quantity;
        for (place, there) in self.lying.get(sku).cloned().unwrap_or_default() {
            let taken = there.min(left);
            if taken > 0 {
                let movement = json!({"kind": "pick", "quantity": taken, "from": place, "reason": "Shipment"});
                self.apply(sku, object(movement), now)?;
                left -= taken;
            }
        }
        if left > 0 { Err(short(sku, quantity - left)) } else { Ok(()) }
    }

    pub(super) fn stream_movements(&self, request: &Request) -> Result<Reply, Failure> {
        let since = request.query("since").map_or(Ok(0), str::parse::<u64>);
        let since = since.map_err(|_| Failure::invalid("/since", "is not a number"))?;
        let sku = request.query("sku");
        let fits = |movement: &&Value| movement["id"].as_u64() > Some(since) && sku.is_none_or(|sku| movement["sku"] == sku);
        let lines = self.movements.iter().filter(fits).map(|movement| format!("{movement}\n"));
        Ok(Reply::stream("application/jsonl", lines.collect()))
    }

    pub(super) fn stream_alerts(&self) -> Reply {
        let mut stream = String::new();
        for (i, item) in self.items.iter().filter(|item| self.is_low(item)).enumerate() {
            let sku = id_of(item);
            let available = self.on_hand(&sku) - self.reserved(&sku);
            let alert = json!({"sku": sku, "available": available, "reorder_level": item["reorder_level"]});
            write!(stream, "event: low_stock\nid: {}\ndata: {alert}\n\n", i + 1).expect("writing to a string succeeds");
        }
        Reply::stream("text/event-stream", stream)
    }
}

/// Says that there is not enough of an item.
pub(super) fn short(sku: &str, available: i64) -> Failure {
    Failure::Conflict(Conflict {
        code: "short",
        message: format!("There are only {available} of `{sku}`."),
        existing: Some(sku.to_owned()),
        available: Some(available),
        ..Conflict::default()
    })
}
